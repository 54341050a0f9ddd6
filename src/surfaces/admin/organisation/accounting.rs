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
use crate::surfaces::web::views::Link;

use super::views::{self, DisagreementRow, LedgerRow, ValueRow};
use super::{HERE, link_of};

/// How many balancing values a page shows; who looks for one searches.
const VALUES_MAX: i64 = 200;

/// What is searched for.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Asked {
    q: String,
}

/// `GET /admin/accounting`
pub(super) async fn page(staff: Staff, asked: Query<Asked>) -> Answer {
    let q: String = asked.into_inner().q.chars().take(100).collect();
    let words = q.clone();
    let accounting = staff
        .visit
        .state
        .db
        .in_tenant(&staff.visit.context, move |tx| {
            look::accounting(&mut tx.authorise::<ReadOrganisation>(Whole)?, &words, VALUES_MAX)
        })
        .await?;
    let may_change = staff.offers(Verb::ChangeOrganisation);
    let new = |act: &str| {
        Link::new(
            staff.visit.text(&format!("admin-act-{act}")),
            format!("{HERE}/new/{act}"),
        )
    };
    let view = views::Accounting {
        desk: staff.desk("accounting"),
        q,
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
        disagreements: accounting
            .disagreements
            .iter()
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
