//! The accounting set-up: ledgers, value sets, who owns which balancing value, and whether cost centres agree with the
//! values of their segment.

use actix_web::web::Query;
use serde::Deserialize;

use crate::authority::organisation::look;
use crate::authority::organisation::{Disagrees, ReadOrganisation};
use crate::kernel::actions::Verb;
use crate::platform::door::Whole;
use crate::surfaces::desk::Staff;
use crate::surfaces::web::Answer;
use crate::surfaces::web::views::{Link, Pager};

use super::views::{self, DisagreementRow, LedgerRow, ValueRow};
use super::{HERE, link_of};

/// Balancing values on a page of them.
const PER_PAGE: i64 = 50;
/// The furthest page that is asked of the database.
const PAGE_MAX: i64 = 10_000;
/// As many disagreements are told; one act mends all of them.
const DISAGREEMENTS_TOLD: usize = 50;

/// What is searched for.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Asked {
    q: String,
    page: String,
}

/// `GET /admin/accounting`
pub(super) async fn page(staff: Staff, asked: Query<Asked>) -> Answer {
    let page = asked.page.parse().unwrap_or(1).clamp(1, PAGE_MAX);
    let q: String = asked.into_inner().q.chars().take(100).collect();
    let words = q.clone();
    let accounting = staff
        .visit
        .state
        .db
        .in_tenant(&staff.visit.context, move |tx| {
            let mut grant = tx.authorise::<ReadOrganisation>(Whole)?;
            look::accounting(&mut grant, &words, (page - 1) * PER_PAGE, PER_PAGE)
        })
        .await?;
    let may_change = staff.offers(Verb::ChangeOrganisation);
    let new = |act: &str| {
        Link::new(
            staff.visit.text(&format!("admin-act-{act}")),
            format!("{HERE}/new/{act}"),
        )
    };
    let page_url = |page: i64| {
        let mut query = url::form_urlencoded::Serializer::new(String::new());
        if !q.is_empty() {
            query.append_pair("q", &q);
        }
        let query = query.append_pair("page", &page.to_string()).finish();
        format!("/admin/accounting?{query}#values")
    };
    let left = accounting.disagreements.len().saturating_sub(DISAGREEMENTS_TOLD);
    let view = views::Accounting {
        desk: staff.desk("accounting"),
        q: q.clone(),
        ledgers: accounting
            .ledgers
            .iter()
            .map(|line| LedgerRow {
                ledger: link_of(&staff, &line.ledger),
                setup: link_of(&staff, &line.setup),
                kind: line.kind.clone(),
                currency: line.currency.clone(),
                value_set: line.value_set.clone(),
                entities: line.entities,
                units: line.units,
            })
            .collect(),
        value_sets: accounting
            .value_sets
            .iter()
            .map(|(code, name)| (code.clone(), staff.visit.say(name).to_owned()))
            .collect(),
        values: accounting
            .values
            .iter()
            .map(|owned| ValueRow {
                value_set: owned.value_set.clone(),
                value: owned.value.clone(),
                entity: link_of(&staff, &owned.entity),
                centres: owned.centres,
            })
            .collect(),
        value_count: accounting.value_count,
        pager: Pager::of(page, PER_PAGE, accounting.value_count, page_url),
        disagreements: accounting
            .disagreements
            .iter()
            .take(DISAGREEMENTS_TOLD)
            .map(|one| DisagreementRow {
                what: match one.what {
                    Disagrees::ValueWithoutCentre => "centre",
                    Disagrees::CentreWithoutValue => "value",
                },
                company_value: one.company_value.clone(),
                code: one.code.clone(),
                name: staff.visit.say(&one.name).to_owned(),
            })
            .collect(),
        disagreements_more: i64::try_from(left).unwrap_or(i64::MAX),
        acts: if may_change {
            vec![new("add-setup"), new("add-value-set"), new("add-centre-value")]
        } else {
            Vec::new()
        },
        mend_url: if may_change {
            format!("{HERE}/new/add-missing")
        } else {
            String::new()
        },
    };
    staff.visit.page("admin/accounting.html", "admin", &view)
}
