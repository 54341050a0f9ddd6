//! Reorganisations: what is planned for which day, how it ended, and taking a plan back.

use actix_web::web::Path;
use uuid::Uuid;

use crate::authority::organisation::change::Change;
use crate::authority::organisation::look::Item;
use crate::authority::organisation::{PlanState, Planned, ReadOrganisation, Reorganise, look, reorganise};
use crate::kernel::actions::Verb;
use crate::kernel::clock;
use crate::kernel::error::{Error, Refusal};
use crate::kernel::locale::Localised;
use crate::platform::door::Whole;
use crate::platform::render::FlashKind;
use crate::surfaces::desk::Staff;
use crate::surfaces::web::{Answer, PostedForm};

use super::super::history;
use super::views::{self, PlanRow};

const THERE: &str = "/admin/reorganisations";

/// `GET /admin/reorganisations`
pub(super) async fn list(staff: Staff) -> Answer {
    let plans = staff
        .visit
        .state
        .db
        .in_tenant(&staff.visit.context, |tx| {
            reorganise::all(&mut tx.authorise::<ReadOrganisation>(Whole)?)
        })
        .await?;
    let view = views::Plans {
        desk: staff.desk("reorganisations"),
        rows: plans.iter().map(row).collect(),
    };
    staff.visit.page("admin/reorganisations.html", "admin", &view)
}

fn row(plan: &Planned) -> PlanRow {
    PlanRow {
        url: format!("{THERE}/{}", plan.id),
        title: plan.title.clone(),
        effective_on: plan.effective_on,
        state: match plan.state {
            PlanState::ToCome => "to-come",
            PlanState::Applied(_) => "applied",
            PlanState::Cancelled(_) => "cancelled",
            PlanState::Failed(..) => "failed",
        },
    }
}

/// `GET /admin/reorganisations/{id}`
pub(super) async fn page(staff: Staff, path: Path<Uuid>) -> Answer {
    let id = path.into_inner();
    let (plan, labels, planned_by) = staff
        .visit
        .state
        .db
        .in_tenant(&staff.visit.context, move |tx| {
            let mut grant = tx.authorise::<ReadOrganisation>(Whole)?;
            let plan = reorganise::one(&mut grant, id)?;
            let ids: Vec<_> = plan.changes.iter().flat_map(Change::parts).collect();
            let labels = look::labels(&mut grant, &ids)?;
            let people = history::people_of(grant.sql(), &plan.planned_by)?;
            Ok((plan, labels, people))
        })
        .await?;
    let ended_at = match plan.state {
        PlanState::ToCome => None,
        PlanState::Applied(at) | PlanState::Cancelled(at) | PlanState::Failed(at, _) => Some(at),
    };
    let failure = match &plan.state {
        PlanState::Failed(_, Some(refusal)) => sentences(&staff, refusal),
        _ => Vec::new(),
    };
    let may_cancel = plan.state == PlanState::ToCome && staff.offers(Verb::Reorganise);
    let view = views::Plan {
        desk: staff.desk("reorganisations"),
        row: row(&plan),
        reason: plan.reason.clone(),
        planned_by: planned_by.name(&staff.visit, &plan.planned_by),
        planned_at: plan.planned_at,
        ended_at,
        steps: plan
            .changes
            .iter()
            .map(|change| step(&staff, change, &labels))
            .collect(),
        failure,
        cancel_url: if may_cancel {
            format!("{THERE}/{id}/cancel")
        } else {
            String::new()
        },
    };
    staff.visit.page("admin/reorganisation.html", "admin", &view)
}

/// A refusal in words: the rule, then what is in the way.
fn sentences(staff: &Staff, refusal: &Refusal) -> Vec<String> {
    let mut lines = vec![staff.visit.refusal(refusal)];
    lines.extend(refusal.fields.iter().map(|field| staff.visit.problem(field)));
    lines
}

/// A change in words: what is done, and with which parts.
pub(super) fn step(
    staff: &Staff,
    change: &Change,
    labels: &std::collections::BTreeMap<Uuid, Item>,
) -> String {
    let word = change.word().replace('_', "-");
    let act = match word.as_str() {
        "put-unit-under" | "put-department-under" => "put-under",
        "charge-department" => "charge",
        "equip-hall" => "equip",
        "describe-entity" => "describe",
        "add-missing-centres" => "add-missing",
        "merge-units" => "merge",
        "split-unit" => "split",
        same => same,
    };
    let what = staff.visit.text(&format!("admin-act-{act}"));
    let mut names: Vec<String> = change
        .parts()
        .iter()
        .filter_map(|(_, id)| labels.get(id))
        .map(|item| staff.visit.say(&item.name).to_owned())
        .collect();
    match change {
        Change::Rename { id, name, .. } => names.push(renamed(staff, labels.get(id), name)),
        other => names.extend(
            other
                .called()
                .map(|called| staff.visit.say(&called.name).to_owned()),
        ),
    }
    format!("{what}: {}", names.join(" → "))
}

/// A new name: in the reader's language, or in the languages that change where hers does not.
fn renamed(staff: &Staff, before: Option<&Item>, name: &Localised) -> String {
    let says = staff.visit.say(name).to_owned();
    match before {
        Some(item) if staff.visit.say(&item.name) == says => {
            let changed = name.0.iter();
            let changed: Vec<&str> = changed
                .filter(|(language, text)| item.name.0.get(language) != Some(text))
                .map(|(_, text)| text.as_str())
                .collect();
            if changed.is_empty() {
                says
            } else {
                changed.join(" / ")
            }
        }
        _ => says,
    }
}

/// `POST /admin/reorganisations/{id}/cancel`
pub(super) async fn cancel(staff: Staff, path: Path<Uuid>, _form: PostedForm) -> Answer {
    let id = path.into_inner();
    let now = clock::to_microseconds(clock::now());
    let cancelled = staff
        .visit
        .state
        .db
        .in_tenant(&staff.visit.context, move |tx| {
            reorganise::cancel(&mut tx.authorise::<Reorganise>(Whole)?, id, now)
        })
        .await;
    let (kind, key) = match cancelled {
        Ok(()) => (FlashKind::Ok, "admin-plan-was-cancelled"),
        Err(Error::NotFound) => (FlashKind::Bad, "admin-plan-too-late"),
        Err(other) => return Err(other.into()),
    };
    Ok(staff.visit.see_with(&format!("{THERE}/{id}"), kind, key))
}
