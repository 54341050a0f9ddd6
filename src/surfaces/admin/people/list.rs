//! The list of people: searched, filtered, in pages.

use actix_web::web::Query;
use serde::Deserialize;

use crate::authority::access::look;
use crate::authority::people::admin::acts::ReadPeople;
use crate::authority::people::admin::{self, PeoplePage, PeopleWanted, Standing, queries};
use crate::kernel::actions::Verb;
use crate::kernel::ids::{OperatingUnitId, ResponsibilityId};
use crate::platform::door::Whole;
use crate::surfaces::desk::Staff;
use crate::surfaces::desk::views::{Filter, FilterOption};
use crate::surfaces::web::Answer;
use crate::surfaces::web::views::Pager;

use super::super::form::today;
use super::super::named;
use super::super::views::Pick;
use super::views::{People, PersonLine};

const PER_PAGE: i64 = 50;
const TEXT_CHARACTERS_MAX: usize = 100;
/// As far as anybody pages; whoever looks for somebody searches.
const PAGE_MAX: i64 = 10_000;

/// What the address asks for.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(super) struct Asked {
    q: String,
    responsibility: String,
    unit: String,
    standing: String,
    page: i64,
}

impl Asked {
    fn page_url(&self, page: i64) -> String {
        let mut query = url::form_urlencoded::Serializer::new(String::new());
        let kept = [
            ("q", &self.q),
            ("responsibility", &self.responsibility),
            ("unit", &self.unit),
            ("standing", &self.standing),
        ];
        for (name, value) in kept.into_iter().filter(|(_, value)| !value.is_empty()) {
            query.append_pair(name, value);
        }
        format!(
            "/admin/people?{}",
            query.append_pair("page", &page.to_string()).finish()
        )
    }
}

/// `GET /admin/people`
pub(super) async fn page(staff: Staff, asked: Query<Asked>) -> Answer {
    let mut asked = asked.into_inner();
    asked.q = asked.q.trim().chars().take(TEXT_CHARACTERS_MAX).collect();
    asked.page = asked.page.clamp(1, PAGE_MAX);
    let day = today(&staff.visit);
    let units = named::every_unit(&staff);
    let mut wanted = PeopleWanted {
        text: admin::rules::folded(&asked.q),
        responsibility: None,
        works_in: None,
        standing: Standing::parse(&asked.standing),
        limit: PER_PAGE,
        offset: (asked.page - 1) * PER_PAGE,
    };
    let unit = named::sought(&units, "unit", &asked.unit).map(|one| one.map(|one| one.id));
    let (reader, said) = (staff.clone(), asked.responsibility.clone());
    let (found, known) = staff
        .visit
        .state
        .db
        .in_tenant(&staff.visit.context, move |tx| {
            let mut grant = tx.authorise::<ReadPeople>(Whole)?;
            let sql = grant.sql();
            let known = named::responsibilities(&reader, &queries::responsibilities(sql)?);
            let responsibility = named::sought(&known, "responsibility", &said);
            // Nobody is shown for what is not there: all of them would look like an answer.
            let (Ok(unit), Ok(responsibility)) = (unit, responsibility) else {
                return Ok((PeoplePage::default(), known));
            };
            wanted.responsibility = responsibility.map(|one| ResponsibilityId::from_uuid(one.id));
            wanted.works_in = unit
                .map(|unit| look::works_in(sql, OperatingUnitId::from_uuid(unit), day))
                .transpose()?;
            Ok((queries::page(sql, &wanted, day)?, known))
        })
        .await?;
    let picks = vec![
        named::pick(
            &staff.visit,
            ("unit", "access-ask-unit"),
            &units,
            &asked.unit,
            &named::url("unit"),
        ),
        named::pick(
            &staff.visit,
            ("responsibility", "admin-responsibility"),
            &known,
            &asked.responsibility,
            &named::url("responsibility"),
        ),
    ];
    let view = view(&staff, &asked, &found, picks);
    staff.visit.page("admin/people.html", "admin", &view)
}

fn view(staff: &Staff, asked: &Asked, found: &PeoplePage, picks: Vec<Pick>) -> People {
    let rows = found.lines.iter().map(|line| PersonLine {
        url: format!("/admin/people/{}", line.id),
        name: line.name.clone(),
        email: line.email.clone(),
        department: line
            .department
            .as_ref()
            .map(|name| staff.visit.say(name).to_owned())
            .unwrap_or_default(),
        held: line
            .held
            .iter()
            .map(|held| staff.visit.say(&held.name).to_owned())
            .collect(),
        standing: line.standing.word(),
    });
    People {
        desk: staff.desk("people"),
        q: asked.q.clone(),
        is_wrong: picks.iter().any(|pick| pick.error.is_some()),
        picks,
        standings: standings(staff, &asked.standing),
        total: found.total,
        rows: rows.collect(),
        pager: Pager::of(asked.page, PER_PAGE, found.total, |page| asked.page_url(page)),
        may_change: staff.offers(Verb::ChangePeople),
    }
}

fn standings(staff: &Staff, chosen: &str) -> Filter {
    let option = |value: &str, text: String| FilterOption {
        chosen: value == chosen,
        value: value.to_owned(),
        text,
    };
    let words = Standing::ALL.map(Standing::word);
    let words = words.map(|word| option(word, staff.visit.text(&format!("admin-standing-{word}"))));
    Filter {
        name: "standing".into(),
        label: staff.visit.text("admin-standing"),
        options: std::iter::once(option("", staff.visit.text("admin-any")))
            .chain(words)
            .collect(),
    }
}
