//! From checked answers to a submission: everything that is decided before the one round trip.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use crate::authority::tenancy::Tenant;
use crate::kernel::clock::{self, Instant};
use crate::kernel::error::{Error, Result};
use crate::kernel::ids::{AccountId, DraftId, OperatingUnitId};
use crate::kernel::patterns::number::{NumberPattern, local_date};
use crate::services::catalogue::form::Answers;
use crate::services::catalogue::{Procedure, Shelf};
use crate::services::workflow::instance::{Surroundings, first_step};
use crate::services::workflow::rules::Standing;

use super::model::{Channel, Status};
use super::submit::Submission;

/// Who applies.
#[derive(Debug, Clone)]
pub struct Applicant {
    /// Her account.
    pub id: AccountId,
    /// Her name, as the dossier shows it.
    pub name: String,
    /// What she proves herself with when tracking: her identity number, or her telephone number.
    pub tracking_fact: String,
}

/// Prepares a submission: due date, number pattern, first step of the process.
///
/// `key` makes repeats the same submission. `unit` is the operating unit chosen, where there is a choice.
///
/// # Errors
/// A refusal when the procedure takes no dossiers now or the unit does not handle it; [`Error::Internal`] when the tenant's
/// code does not hold together, which applying it rules out.
#[allow(
    clippy::too_many_arguments,
    reason = "each is a fact of its own that the caller has at hand"
)]
pub fn prepare(
    tenant: &Tenant,
    shelf: &Shelf,
    procedure: &Procedure,
    unit: Option<OperatingUnitId>,
    answers: &Answers,
    applicant: Applicant,
    channel: Channel,
    key: String,
    draft_id: Option<DraftId>,
    now: Instant,
) -> Result<Submission> {
    if procedure.is_suspended {
        return Err(Error::refused("errors-procedure-suspended"));
    }
    let handling = match unit {
        Some(unit) => procedure.handling_by(unit),
        None => procedure.default_handling(),
    }
    .ok_or_else(|| Error::refused("errors-unit-does-not-handle"))?;
    let now = clock::to_microseconds(now);
    let zone = tenant.zone();
    let reckoning = shelf.reckon(&procedure.facts.limit, now, &[], zone)?;
    let (pattern, owner) = number_pattern(tenant, shelf, handling.unit_id)?;
    let day = local_date(now, zone);
    let number = pattern.frame(day, &owner).map_err(Error::internal)?;
    let form = answers.variables();
    let first = first_step(
        &procedure.process,
        variables(procedure, &form),
        &Surroundings {
            now,
            units: &units_by_code(shelf),
            due: &|limit, from| shelf.step_due(limit, from, zone),
        },
    )?;
    Ok(Submission {
        key,
        procedure_id: procedure.id,
        procedure_version_id: procedure.version_id,
        operating_unit_id: handling.unit_id,
        given_entity_id: handling.given_entity_id,
        hall_id: handling.hall_id,
        applicant_id: applicant.id,
        applicant_name: applicant.name,
        tracking_fact: applicant.tracking_fact,
        channel,
        status: match first.standing {
            Standing::AwaitingPayment => Status::AwaitingPayment,
            Standing::AwaitingSupplement => Status::AwaitingSupplement,
            Standing::InProcess | Standing::Ended(_) => Status::Submitted,
        },
        received_at: now,
        due_at: reckoning.due,
        due_explanation: serde_json::to_value(&reckoning.steps).map_err(Error::internal)?,
        series: "dossier".into(),
        period: pattern.series_key(day),
        number,
        answers: Value::Object(form),
        dictionaries: json!(procedure.form.editions_answered(answers)),
        state: serde_json::to_value(&first.state).map_err(Error::internal)?,
        variables: Value::Object(first.variables),
        tasks: first.changes.tasks,
        timers: first.changes.timers,
        jobs: first
            .changes
            .jobs
            .iter()
            .map(serde_json::to_value)
            .collect::<Result<_, _>>()
            .map_err(Error::internal)?,
        draft_id,
        fingerprint: None,
    })
}

/// The dossier pattern of the tenant for one unit, and what stands for the unit in it.
fn number_pattern(tenant: &Tenant, shelf: &Shelf, unit: OperatingUnitId) -> Result<(NumberPattern, String)> {
    let code = shelf
        .units
        .get(&unit)
        .map(|unit| unit.number_code.clone())
        .ok_or_else(|| Error::internal("a unit without facts"))?;
    let pattern = NumberPattern::parse(&tenant.settings.tenant.numbers.dossier).map_err(Error::internal)?;
    Ok((pattern, code))
}

fn units_by_code(shelf: &Shelf) -> BTreeMap<String, OperatingUnitId> {
    shelf
        .units
        .values()
        .map(|unit| (unit.code.clone(), unit.id))
        .collect()
}

fn variables(procedure: &Procedure, form: &Map<String, Value>) -> Map<String, Value> {
    let mut all = Map::new();
    all.insert("form".into(), Value::Object(form.clone()));
    all.insert("procedure".into(), json!({ "code": procedure.facts.code }));
    all
}
