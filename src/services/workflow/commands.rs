//! One function per intention. Officers take, give back and complete user tasks; that is written down and told, and the
//! engine, as a part of the system, goes on from there. Only functions that take [`RunProcess`] move a process.

use std::collections::BTreeMap;

use super::acts::{ClaimTask, CompleteTask, MendIncident, RunProcess, StartProcess, Which};
use super::conditions::Program;
use super::engine::{Advance, ElementInstance, EngineError, Input, State, step};
use super::instance::{Changes, Instance, Surroundings, carry, first_step, units_named};
use super::model::{ElementKind, Outcome};
use super::programs::Programs;
use super::rules::{self, Decision, Standing, standing};
use super::vocabulary::Variables;
use super::{events, queries, save};
use crate::kernel::clock::Instant;
use crate::kernel::error::{Error, Result};
use crate::kernel::ids::ProcessInstanceId;
use crate::platform::door::{Granted, Sql};
use crate::platform::outbox;

/// Takes a task for oneself.
///
/// # Errors
/// A refusal when it is over, taken, or of a role that one does not have.
pub fn claim_task(mut grant: Granted<'_, ClaimTask>, now: Instant) -> Result<()> {
    let context = grant.context();
    let (task, me) = (grant.subject().clone(), context.actor.account());
    // To take a task is to say that one will do it: whoever may not complete it may not keep it from others.
    let verb = rules::verb_of_role(&task.role).ok_or_else(|| Error::refused("errors-task-role"))?;
    if !context.access.permits(
        context.actor,
        verb,
        crate::kernel::context::Place::Unit(task.operating_unit_id),
    ) {
        return Err(Error::refused("errors-task-role"));
    }
    rules::is_free(&task, me)?;
    still_open(queries::assign(grant.sql(), &task, me, now)?)
}

/// Gives a task back that one has taken.
///
/// # Errors
/// A refusal when it is over or somebody else's.
pub fn release_task(mut grant: Granted<'_, ClaimTask>, now: Instant) -> Result<()> {
    let (task, me) = (grant.subject().clone(), grant.context().actor.account());
    rules::is_free(&task, me)?;
    still_open(queries::assign(grant.sql(), &task, None, now)?)
}

/// Completes a task. The engine goes on when it reads of it; see [`task_completed`].
///
/// # Errors
/// A refusal when the task is over, somebody else's, or offers no such action.
pub fn complete_task(mut grant: Granted<'_, CompleteTask>, decision: &Decision, now: Instant) -> Result<()> {
    let (task, me) = (grant.subject().clone(), grant.context().actor.account());
    rules::may_complete(&task, me, decision)?;
    let sql = grant.sql();
    still_open(queries::complete(sql, &task, me, decision, now)?)?;
    outbox::append(sql, &[events::task_completed(&task)])?;
    Ok(())
}

/// Asks for an incident to be tried again. The engine does when it reads of it; see [`retry`].
///
/// # Errors
/// A refusal when it is over.
pub fn mend(mut grant: Granted<'_, MendIncident>) -> Result<()> {
    let incident = grant.subject().clone();
    if !incident.is_open {
        return Err(Error::refused("errors-incident-over"));
    }
    outbox::append(grant.sql(), &[events::retry_asked(&incident)])?;
    Ok(())
}

fn still_open(changed: bool) -> Result<()> {
    if changed {
        Ok(())
    } else {
        Err(Error::refused("errors-task-over"))
    }
}

/// What the engine works with besides the database.
pub struct Engine<'a> {
    /// Compiled processes.
    pub programs: &'a Programs,
    /// What time it is.
    pub now: Instant,
    /// When a limit such as `+1 00:00` that begins at a moment is over, by the tenant's calendar.
    pub due: &'a dyn Fn(&str, Instant) -> Option<Instant>,
}

/// What came of an input.
#[derive(Debug, Clone, PartialEq)]
pub struct Moved {
    /// The instance as it was before.
    pub before: Instance,
    /// Where its dossier stands now.
    pub standing: Standing,
    /// What changed; `None` when nothing waited for the input any more.
    pub changes: Option<Changes>,
}

/// Starts a process outside a submission. `None` when the dossier has one.
///
/// # Errors
/// [`Error::NotFound`] when there is no such version; whatever the database says.
pub fn start(
    mut grant: Granted<'_, StartProcess>,
    engine: &Engine<'_>,
    variables: Variables,
) -> Result<Option<ProcessInstanceId>> {
    let (of, sql) = (*grant.subject(), grant.sql());
    let program = engine.programs.get(sql, of.procedure_version_id)?;
    let named: Vec<&str> = program
        .definition
        .elements
        .iter()
        .filter_map(|element| match &element.kind {
            ElementKind::UserTask(task) => task.unit.as_deref(),
            _ => None,
        })
        .collect();
    let units = queries::units(sql, &named)?;
    let first = first_step(&program, variables, &engine.surroundings(&units))?;
    let id = ProcessInstanceId::fresh();
    if !save::begin(
        sql,
        id,
        &of,
        (&first.state, &first.variables),
        &first.changes,
        engine.now,
    )? {
        return Ok(None);
    }
    let instance = Instance {
        id,
        dossier_id: of.dossier_id,
        procedure_version_id: of.procedure_version_id,
        operating_unit_id: of.operating_unit_id,
        applicant_id: of.applicant_id,
        state: State::default(),
        variables: Variables::new(),
        revision: 1,
    };
    outbox::append(sql, &events::of_changes(&instance, &first.changes))?;
    Ok(Some(id))
}

/// Goes on after an officer completed the task by which the instance was found.
///
/// # Errors
/// [`Error::NotFound`] when the task is not completed; otherwise as [`feed`].
pub fn task_completed(mut grant: Granted<'_, RunProcess>, engine: &Engine<'_>) -> Result<Moved> {
    let Which::Task(task) = grant.subject().by else {
        return Err(Error::internal("found by no user task"));
    };
    let completed = queries::completed(grant.sql(), task)?.ok_or(Error::NotFound)?;
    let Decision { outcome, answers, .. } = completed.decision;
    let before = &grant.subject().instance.variables;
    let variables = rules::variables_of(outcome, completed.form.as_deref(), answers, before);
    feed(
        grant,
        engine,
        Input::CompleteUserTask {
            at: numbered(completed.element_instance),
            variables,
        },
    )
}

/// Goes on after a worker finished a job.
///
/// # Errors
/// As [`feed`].
pub fn complete_job(
    grant: Granted<'_, RunProcess>,
    engine: &Engine<'_>,
    element_instance: i64,
    variables: Variables,
) -> Result<Moved> {
    feed(
        grant,
        engine,
        Input::CompleteJob {
            at: numbered(element_instance),
            variables,
        },
    )
}

/// Writes down that a worker gave a job up: an incident, for a person.
///
/// # Errors
/// As [`feed`].
pub fn fail_job(
    grant: Granted<'_, RunProcess>,
    engine: &Engine<'_>,
    element_instance: i64,
    reason: String,
) -> Result<Moved> {
    feed(
        grant,
        engine,
        Input::FailJob {
            at: numbered(element_instance),
            reason,
        },
    )
}

/// Goes on because the time of the timer by which the instance was found has come. A timer that is not due yet, or
/// that nothing waits for, moves nothing.
///
/// # Errors
/// As [`feed`].
pub fn fire_timer(mut grant: Granted<'_, RunProcess>, engine: &Engine<'_>) -> Result<Moved> {
    let Which::Timer(timer) = grant.subject().by else {
        return Err(Error::internal("found by no timer"));
    };
    let at = queries::timer_fires(grant.sql(), timer, engine.now)?.map_or(NOBODY, numbered);
    feed(grant, engine, Input::TimerFired { at })
}

/// Passes on news from outside, such as `payment.received`. `key` names the fact, such as the payment request: the same
/// fact told again moves nothing.
///
/// # Errors
/// As [`feed`].
pub fn deliver_message(
    grant: Granted<'_, RunProcess>,
    engine: &Engine<'_>,
    name: &str,
    key: impl Into<String>,
    variables: Variables,
) -> Result<Moved> {
    let (name, key) = (name.to_owned(), key.into());
    feed(grant, engine, Input::MessageReceived { name, key, variables })
}

/// Tries the incident by which the instance was found again.
///
/// # Errors
/// As [`feed`].
pub fn retry(mut grant: Granted<'_, RunProcess>, engine: &Engine<'_>) -> Result<Moved> {
    let Which::Incident(incident) = grant.subject().by else {
        return Err(Error::internal("found by no incident"));
    };
    let at = numbered(queries::stuck_at(grant.sql(), incident)?);
    feed(
        grant,
        engine,
        Input::Retry {
            at,
            variables: Variables::new(),
        },
    )
}

/// Calls the process off.
///
/// # Errors
/// As [`feed`].
pub fn cancel(
    grant: Granted<'_, RunProcess>,
    engine: &Engine<'_>,
    outcome: Option<Outcome>,
) -> Result<Moved> {
    feed(grant, engine, Input::Cancel { outcome })
}

/// Works an input into the instance: steps, saves, tells. An input that nothing waits for changes nothing and is no
/// error, because whatever is delivered at least once comes twice some day.
///
/// # Errors
/// [`Error::Internal`] when the saved state does not fit its definition; whatever the database says.
pub fn feed(mut grant: Granted<'_, RunProcess>, engine: &Engine<'_>, input: Input) -> Result<Moved> {
    let before = grant.subject().instance.clone();
    let sql = grant.sql();
    let program = engine.programs.get(sql, before.procedure_version_id)?;
    let definition = &program.definition;
    let advance = match step(
        definition,
        before.state.clone(),
        &before.variables,
        input,
        program.as_ref(),
    ) {
        Ok(advance) => advance,
        Err(EngineError::NotWaiting) => {
            let standing = standing(&before.state, definition);
            return Ok(Moved {
                before,
                standing,
                changes: None,
            });
        }
        Err(error @ EngineError::Foreign) => {
            return Err(Error::Internal(format!(
                "process instance {}: {error}",
                before.id
            )));
        }
    };
    let changes = write(sql, engine, &program, &before, &advance)?;
    let standing = standing(&advance.state, definition);
    Ok(Moved {
        before,
        standing,
        changes: Some(changes),
    })
}

fn write(
    sql: &mut Sql,
    engine: &Engine<'_>,
    program: &Program,
    before: &Instance,
    advance: &Advance<'_>,
) -> Result<Changes> {
    let units = queries::units(sql, &units_named(&advance.effects))?;
    let changes = carry(
        &program.definition,
        &advance.effects,
        &engine.surroundings(&units),
    )?;
    save::advance(
        sql,
        before,
        (&advance.state, advance.variables.as_ref()),
        &changes,
        engine.now,
    )?;
    outbox::append(sql, &events::of_changes(before, &changes))?;
    Ok(changes)
}

impl Engine<'_> {
    fn surroundings<'b>(
        &'b self,
        units: &'b BTreeMap<String, crate::kernel::ids::OperatingUnitId>,
    ) -> Surroundings<'b> {
        Surroundings {
            now: self.now,
            units,
            due: self.due,
        }
    }
}

fn numbered(element_instance: i64) -> ElementInstance {
    u32::try_from(element_instance).map_or(NOBODY, ElementInstance)
}

/// A number that no instance ever gives, so that nothing waits under it.
const NOBODY: ElementInstance = ElementInstance(0);
