//! Process instances and user tasks as they lie in the database, and what a step changes there.

use std::collections::BTreeMap;

use serde::Serialize;
use serde_json::{Value, json};
use uuid::Uuid;

use super::conditions::Program;
use super::engine::{Advance, Effect, ElementInstance, EngineError, Input, State, step};
use super::model::{ElementIx, Outcome, ProcessDefinition, Timer};
use super::rules::{Standing, standing};
use super::vocabulary::Variables;
use crate::kernel::clock::Instant;
use crate::kernel::error::{Error, Result};
use crate::kernel::ids::{
    AccountId, DossierId, IncidentId, OperatingUnitId, ProcedureVersionId, ProcessInstanceId, UserTaskId,
};

/// A running or ended process.
#[derive(Debug, Clone, PartialEq)]
pub struct Instance {
    /// Its id.
    pub id: ProcessInstanceId,
    /// The dossier it moves.
    pub dossier_id: DossierId,
    /// The version of the procedure whose drawing it follows.
    pub procedure_version_id: ProcedureVersionId,
    /// The dossier's unit.
    pub operating_unit_id: OperatingUnitId,
    /// The dossier's applicant.
    pub applicant_id: AccountId,
    /// Where its tokens stand.
    pub state: State,
    /// Its variables.
    pub variables: Variables,
    /// How often it has been saved.
    pub revision: i32,
}

/// A step that waits, or waited, for a person.
#[derive(Debug, Clone, PartialEq)]
pub struct Task {
    /// Its id.
    pub id: UserTaskId,
    /// The instance it is a step of.
    pub instance_id: ProcessInstanceId,
    /// The dossier to work on.
    pub dossier_id: DossierId,
    /// The unit whose people do it.
    pub operating_unit_id: OperatingUnitId,
    /// The element's id in the drawing.
    pub element: String,
    /// Which time round.
    pub element_instance: i64,
    /// The element's name.
    pub name: String,
    /// The candidates' role.
    pub role: String,
    /// The outcomes offered.
    pub actions: Vec<String>,
    /// The officer's form.
    pub form: Option<String>,
    /// Since when it waits.
    pub created_at: Instant,
    /// When it is due.
    pub due_at: Option<Instant>,
    /// Who has taken it.
    pub claimed_by: Option<AccountId>,
    /// Neither completed nor taken back.
    pub is_open: bool,
}

/// A user task to be offered.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct NewTask {
    /// Its id.
    pub id: UserTaskId,
    /// The unit it is handed to; `None`: the dossier's own.
    pub unit: Option<OperatingUnitId>,
    /// The element's id in the drawing.
    pub element: String,
    /// Which time round.
    pub element_instance: i64,
    /// The element's name.
    pub name: String,
    /// The candidates' role.
    pub role: String,
    /// The outcomes offered.
    pub actions: Vec<String>,
    /// The officer's form.
    pub form: Option<String>,
    /// When it is due.
    pub due_at: Option<Instant>,
}

/// A timer to be set.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct NewTimer {
    /// Its id.
    pub id: Uuid,
    /// The element's id in the drawing.
    pub element: String,
    /// Which time round.
    pub element_instance: i64,
    /// When it fires.
    pub due_at: Instant,
}

/// A job to be asked for by an event.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct NewJob {
    /// What is to be done.
    pub job: String,
    /// The template it uses.
    pub template: Option<String>,
    /// The element's id in the drawing.
    pub element: String,
    /// Which time round; the worker gives it back with the result.
    pub element_instance: i64,
}

/// An incident to be written down.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct NewIncident {
    /// Its id.
    pub id: IncidentId,
    /// The element's id in the drawing.
    pub element: String,
    /// Which time round.
    pub element_instance: i64,
    /// What kind of trouble, a word of [`super::engine::Stuck`].
    pub reason: String,
    /// The trouble in words.
    pub detail: Value,
}

/// What a step changes beside the instance itself. Numbers are those of element instances.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Changes {
    /// User tasks to offer.
    pub tasks: Vec<NewTask>,
    /// User tasks to take back.
    pub tasks_cancelled: Vec<i64>,
    /// Timers to set.
    pub timers: Vec<NewTimer>,
    /// Timers to forget.
    pub timers_cancelled: Vec<i64>,
    /// Jobs to ask for.
    pub jobs: Vec<NewJob>,
    /// Incidents to write down.
    pub incidents: Vec<NewIncident>,
    /// Incidents that are over.
    pub incidents_resolved: Vec<i64>,
    /// The instance is over, with this outcome.
    pub ended: Option<Option<Outcome>>,
}

/// What the engine's wishes need from the tenant to become rows.
pub struct Surroundings<'a> {
    /// What time it is.
    pub now: Instant,
    /// Ids of the operating units that the drawing names.
    pub units: &'a BTreeMap<String, OperatingUnitId>,
    /// When a limit such as `+1 00:00` that begins at a moment is over, by the tenant's calendar.
    pub due: &'a dyn Fn(&str, Instant) -> Option<Instant>,
}

/// A process after its first step, ready to be written in the transaction of the submission.
#[derive(Debug, Clone, PartialEq)]
pub struct FirstStep {
    /// Where its tokens stand.
    pub state: State,
    /// Its variables.
    pub variables: Variables,
    /// What it asks for.
    pub changes: Changes,
    /// Where its dossier stands.
    pub standing: Standing,
}

/// Takes the first step of a process.
///
/// # Errors
/// [`Error::Internal`] when the drawing names a unit that is not in `surroundings`.
pub fn first_step(
    program: &Program,
    variables: Variables,
    surroundings: &Surroundings<'_>,
) -> Result<FirstStep> {
    let definition = &program.definition;
    let nothing = Variables::new();
    let input = Input::Start { variables };
    let Advance {
        state,
        variables,
        effects,
    } = step(definition, State::default(), &nothing, input, program)
        .map_err(|error: EngineError| Error::internal(error))?;
    let changes = carry(definition, &effects, surroundings)?;
    let standing = standing(&state, definition);
    Ok(FirstStep {
        state,
        variables: variables.unwrap_or_default(),
        changes,
        standing,
    })
}

/// Turns what the engine wishes into rows.
///
/// # Errors
/// [`Error::Internal`] when the drawing names a unit that is not in `surroundings`.
pub fn carry(
    definition: &ProcessDefinition,
    effects: &[Effect<'_>],
    surroundings: &Surroundings<'_>,
) -> Result<Changes> {
    let mut changes = Changes::default();
    let id = |ix: &ElementIx| {
        definition
            .element(*ix)
            .map(|element| element.id.clone())
            .unwrap_or_default()
    };
    let number = |at: &ElementInstance| i64::from(at.0);
    for effect in effects {
        match effect {
            Effect::CreateUserTask { at, element, task } => changes.tasks.push(NewTask {
                id: UserTaskId::fresh(),
                unit: task
                    .unit
                    .as_ref()
                    .map(|code| unit_of(code, surroundings))
                    .transpose()?,
                element: id(element),
                element_instance: number(at),
                name: definition
                    .element(*element)
                    .map(|element| element.name.clone())
                    .unwrap_or_default(),
                role: task.role.clone(),
                actions: task.actions.clone(),
                form: task.form.clone(),
                due_at: task
                    .limit
                    .as_ref()
                    .and_then(|limit| (surroundings.due)(limit, surroundings.now)),
            }),
            Effect::CancelUserTask { at } => changes.tasks_cancelled.push(number(at)),
            Effect::RequestJob { at, element, task } => changes.jobs.push(NewJob {
                job: task.job.clone(),
                template: task.template.clone(),
                element: id(element),
                element_instance: number(at),
            }),
            Effect::ScheduleTimer { at, element, timer } => changes.timers.push(NewTimer {
                id: Uuid::now_v7(),
                element: id(element),
                element_instance: number(at),
                due_at: moment_of(*timer, surroundings.now)?,
            }),
            Effect::CancelTimer { at } => changes.timers_cancelled.push(number(at)),
            Effect::RaiseIncident {
                at,
                element,
                stuck,
                reason,
            } => changes.incidents.push(NewIncident {
                id: IncidentId::fresh(),
                element: id(element),
                element_instance: number(at),
                reason: stuck.word().to_owned(),
                detail: json!({ "reason": reason }),
            }),
            Effect::ResolveIncident { at } => changes.incidents_resolved.push(number(at)),
            Effect::End { outcome } => changes.ended = Some(*outcome),
            // A job that is no longer wanted finds nothing waiting for its result; what is awaited stands in the state.
            Effect::CancelJob { .. } | Effect::AwaitMessage { .. } | Effect::StopAwaiting { .. } => {}
        }
    }
    Ok(changes)
}

/// The codes of the units that these effects hand tasks to.
pub fn units_named<'d>(effects: &[Effect<'d>]) -> Vec<&'d str> {
    let named = effects.iter().filter_map(|effect| match effect {
        Effect::CreateUserTask { task, .. } => task.unit.as_deref(),
        _ => None,
    });
    named.collect()
}

fn unit_of(code: &str, surroundings: &Surroundings<'_>) -> Result<OperatingUnitId> {
    let found = surroundings.units.get(code).copied();
    found.ok_or_else(|| {
        Error::Internal(format!(
            "the process hands a step to the unit \u{201c}{code}\u{201d}, which is no more"
        ))
    })
}

fn moment_of(timer: Timer, now: Instant) -> Result<Instant> {
    match timer {
        Timer::At(moment) => Ok(moment),
        Timer::After(duration) => duration
            .after(now)
            .ok_or_else(|| Error::internal("a timer beyond the calendar")),
    }
}
