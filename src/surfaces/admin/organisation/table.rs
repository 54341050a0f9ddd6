//! The table: every organisation in pages of fifty, by words, by kind, and as of a day.

use actix_web::web::Query;
use chrono::{Days, NaiveDate};
use serde::Deserialize;

use crate::authority::organisation::ReadOrganisation;
use crate::authority::organisation::change::Kind;
use crate::authority::organisation::look::{self, Wanted};
use crate::platform::door::Whole;
use crate::surfaces::desk::Staff;
use crate::surfaces::desk::views::{Filter, FilterOption};
use crate::surfaces::web::views::Pager;
use crate::surfaces::web::{Answer, Visit, told};

use super::super::form::today;
use super::views::{self, Row};
use super::{HERE, url_of};

const PER_PAGE: i64 = 50;
/// The furthest page that is asked of the database.
const PAGE_MAX: i64 = 10_000;

/// The kinds that can be filtered by.
const KINDS: [Kind; 5] = [
    Kind::LegalEntity,
    Kind::OperatingUnit,
    Kind::ServiceHall,
    Kind::CostCentre,
    Kind::Department,
];

/// What the address asks for. An empty member asks for nothing.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(super) struct Asked {
    q: String,
    kind: String,
    as_of: String,
    page: String,
}

/// A day that is looked at, with its last moment in the tenant's zone; `None` for today and what is no day of the past.
pub(super) fn past_day(visit: &Visit, text: &str) -> Option<(NaiveDate, crate::kernel::clock::Instant)> {
    let day: NaiveDate = text.trim().parse().ok()?;
    (day < today(visit)).then_some(())?;
    Some((day, told::midnight(visit, day.checked_add_days(Days::new(1))?)))
}

/// `GET /admin/organisation/table`
pub(super) async fn page(staff: Staff, asked: Query<Asked>) -> Answer {
    let asked = asked.into_inner();
    let page = asked.page.parse::<i64>().unwrap_or(1).clamp(1, PAGE_MAX);
    let kind = Kind::from_word(&asked.kind).filter(|kind| KINDS.contains(kind));
    let as_of = past_day(&staff.visit, &asked.as_of);
    let wanted = Wanted {
        words: asked.q.chars().take(100).collect(),
        kind,
        offset: (page - 1) * PER_PAGE,
        limit: PER_PAGE,
        as_of,
    };
    let language = staff.visit.language;
    let (items, total) = staff
        .visit
        .state
        .db
        .in_tenant(&staff.visit.context, move |tx| {
            look::table(&mut tx.authorise::<ReadOrganisation>(Whole)?, &wanted, language)
        })
        .await?;
    let suffix = as_of.map_or_else(String::new, |(day, _)| format!("?as_of={day}"));
    let view = views::Table {
        desk: staff.desk("organisation"),
        q: asked.q.clone(),
        as_of: asked.as_of.clone(),
        day: as_of.map(|(day, _)| day),
        filters: vec![filter(&staff, kind)],
        total,
        rows: items
            .iter()
            .map(|item| Row {
                kind: item.kind.word(),
                name: staff.visit.say(&item.name).to_owned(),
                code: item.code.clone(),
                url: format!("{}{suffix}", url_of(item.kind, item.id)),
            })
            .collect(),
        pager: pager(&asked, page, total),
    };
    staff.visit.page("admin/organisation-table.html", "admin", &view)
}

fn filter(staff: &Staff, chosen: Option<Kind>) -> Filter {
    let every = FilterOption {
        value: String::new(),
        text: staff.visit.text("admin-kind-every"),
        chosen: chosen.is_none(),
    };
    let kinds = KINDS.into_iter().map(|kind| FilterOption {
        value: kind.word().to_owned(),
        text: staff.visit.text(&format!("admin-kind-{}", kind.word())),
        chosen: chosen == Some(kind),
    });
    Filter {
        name: "kind".into(),
        label: staff.visit.text("admin-kind"),
        options: std::iter::once(every).chain(kinds).collect(),
    }
}

fn pager(asked: &Asked, page: i64, total: i64) -> Option<Pager> {
    let url = |page: i64| {
        let mut query = url::form_urlencoded::Serializer::new(String::new());
        for (name, value) in [("q", &asked.q), ("kind", &asked.kind), ("as_of", &asked.as_of)] {
            if !value.is_empty() {
                query.append_pair(name, value);
            }
        }
        format!(
            "{HERE}/table?{}",
            query.append_pair("page", &page.to_string()).finish()
        )
    };
    Pager::of(page, PER_PAGE, total, url)
}
