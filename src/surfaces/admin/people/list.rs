//! The list of people: searched, filtered, in pages.

use actix_web::web::Query;
use serde::Deserialize;

use crate::authority::access::look;
use crate::authority::people::admin::acts::ReadPeople;
use crate::authority::people::admin::{self, PeoplePage, PeopleWanted, Standing, queries};
use crate::kernel::actions::Verb;
use crate::kernel::ids::ResponsibilityId;
use crate::kernel::locale::Localised;
use crate::platform::door::Whole;
use crate::surfaces::desk::Staff;
use crate::surfaces::desk::views::{Filter, FilterOption};
use crate::surfaces::web::Answer;
use crate::surfaces::web::views::Pager;

use super::super::access::units;
use super::super::form::today;
use super::views::{People, PersonLine};

const PER_PAGE: i64 = 50;
const TEXT_CHARACTERS_MAX: usize = 100;
/// As far as anybody pages; whoever looks for somebody searches.
const PAGE_MAX: i64 = 10_000;

/// A responsibility that can be filtered by.
type Known = (ResponsibilityId, Localised);

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
    let unit = asked.unit.parse().ok();
    let mut wanted = PeopleWanted {
        text: admin::rules::folded(&asked.q),
        responsibility: asked.responsibility.parse().ok(),
        works_in: None,
        standing: Standing::parse(&asked.standing),
        limit: PER_PAGE,
        offset: (asked.page - 1) * PER_PAGE,
    };
    let (found, known) = staff
        .visit
        .state
        .db
        .in_tenant(&staff.visit.context, move |tx| {
            let mut grant = tx.authorise::<ReadPeople>(Whole)?;
            let sql = grant.sql();
            wanted.works_in = unit.map(|unit| look::works_in(sql, unit, day)).transpose()?;
            Ok((
                queries::page(sql, &wanted, day)?,
                queries::responsibility_names(sql)?,
            ))
        })
        .await?;
    let view = view(&staff, &asked, &found, &known);
    staff.visit.page("admin/people.html", "admin", &view)
}

fn view(staff: &Staff, asked: &Asked, found: &PeoplePage, known: &[Known]) -> People {
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
        filters: filters(staff, asked, known),
        total: found.total,
        rows: rows.collect(),
        pager: Pager::of(asked.page, PER_PAGE, found.total, |page| asked.page_url(page)),
        may_change: staff.offers(Verb::ChangePeople),
    }
}

fn filters(staff: &Staff, asked: &Asked, known: &[Known]) -> Vec<Filter> {
    let option = |value: String, text: String, chosen: &str| FilterOption {
        chosen: value == chosen,
        value,
        text,
    };
    let any = |chosen: &str| option(String::new(), staff.visit.text("admin-any"), chosen);
    let of_responsibility = known.iter().map(|(id, name)| {
        option(
            id.to_string(),
            staff.visit.say(name).to_owned(),
            &asked.responsibility,
        )
    });
    let of_standing = Standing::ALL.into_iter().map(|one| {
        option(
            one.word().to_owned(),
            staff.visit.text(&format!("admin-standing-{}", one.word())),
            &asked.standing,
        )
    });
    let of_unit = units(staff)
        .into_iter()
        .map(|(id, name)| option(id, name, &asked.unit));
    vec![
        Filter {
            name: "unit".into(),
            label: staff.visit.text("access-ask-unit"),
            options: std::iter::once(any(&asked.unit)).chain(of_unit).collect(),
        },
        Filter {
            name: "responsibility".into(),
            label: staff.visit.text("admin-responsibility"),
            options: std::iter::once(any(&asked.responsibility))
                .chain(of_responsibility)
                .collect(),
        },
        Filter {
            name: "standing".into(),
            label: staff.visit.text("admin-standing"),
            options: std::iter::once(any(&asked.standing)).chain(of_standing).collect(),
        },
    ]
}
