//! What is asked of policy about processes.

use super::instance::{Instance, Task};
use super::queries;
use super::rules::verb_of_role;
use crate::kernel::actions::Verb;
use crate::kernel::context::Place;
use crate::kernel::error::Result;
use crate::kernel::ids::{
    AccountId, DossierId, IncidentId, OperatingUnitId, ProcedureVersionId, ProcessInstanceId, UserTaskId,
};
use crate::platform::door::{Act, Sql};

/// Moves a process: the engine's own act. The instance is locked until the transaction ends.
pub struct RunProcess;

/// By what an instance is found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Which {
    /// By its own id.
    Instance(ProcessInstanceId),
    /// By the dossier it moves.
    Dossier(DossierId),
    /// By one of its user tasks.
    Task(UserTaskId),
    /// By one of its timers.
    Timer(uuid::Uuid),
    /// By one of its incidents.
    Incident(IncidentId),
}

/// An instance, and by what it was found.
#[derive(Debug, Clone, PartialEq)]
pub struct Found {
    /// The instance.
    pub instance: Instance,
    /// By what.
    pub by: Which,
}

impl Act for RunProcess {
    const VERB: Verb = Verb::RunProcess;
    type Key = Which;
    type Subject = Found;

    fn find(sql: &mut Sql, key: &Which) -> Result<Option<Found>> {
        queries::find_and_lock(sql, *key)
    }

    fn place(found: &Found) -> Place {
        Place::Unit(found.instance.operating_unit_id)
    }

    fn audit_subject(found: &Found) -> Option<uuid::Uuid> {
        Some(found.instance.id.uuid())
    }
}

/// Starts a process outside a submission.
pub struct StartProcess;

/// The dossier a process is started for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct StartFor {
    /// The dossier.
    pub dossier_id: DossierId,
    /// The version of the procedure whose drawing it follows.
    pub procedure_version_id: ProcedureVersionId,
    /// The dossier's unit.
    pub operating_unit_id: OperatingUnitId,
    /// The dossier's applicant.
    pub applicant_id: AccountId,
}

impl Act for StartProcess {
    const VERB: Verb = Verb::RunProcess;
    type Key = StartFor;
    type Subject = StartFor;

    fn find(_: &mut Sql, key: &StartFor) -> Result<Option<StartFor>> {
        Ok(Some(*key))
    }

    fn place(subject: &StartFor) -> Place {
        Place::Unit(subject.operating_unit_id)
    }

    fn audit_subject(subject: &StartFor) -> Option<uuid::Uuid> {
        Some(subject.dossier_id.uuid())
    }
}

/// Takes a user task, or gives it back.
pub struct ClaimTask;

impl Act for ClaimTask {
    const VERB: Verb = Verb::ClaimTask;
    type Key = UserTaskId;
    type Subject = Task;

    fn find(sql: &mut Sql, key: &UserTaskId) -> Result<Option<Task>> {
        queries::task(sql, *key)
    }

    fn place(task: &Task) -> Place {
        Place::Unit(task.operating_unit_id)
    }

    fn audit_subject(task: &Task) -> Option<uuid::Uuid> {
        Some(task.dossier_id.uuid())
    }
}

/// Completes a user task. Which verb that is depends on the task's role.
pub struct CompleteTask;

impl Act for CompleteTask {
    const VERB: Verb = Verb::AssessDossier;
    type Key = UserTaskId;
    type Subject = Task;

    fn find(sql: &mut Sql, key: &UserTaskId) -> Result<Option<Task>> {
        queries::task(sql, *key)
    }

    fn place(task: &Task) -> Place {
        Place::Unit(task.operating_unit_id)
    }

    fn verb(task: &Task) -> Verb {
        verb_of_role(&task.role).unwrap_or(Self::VERB)
    }

    fn audit_subject(task: &Task) -> Option<uuid::Uuid> {
        Some(task.dossier_id.uuid())
    }
}

/// Asks for an incident to be tried again.
pub struct MendIncident;

/// An incident as it lies in the database.
#[derive(Debug, Clone, PartialEq)]
pub struct Incident {
    /// Its id.
    pub id: IncidentId,
    /// The instance that is stuck.
    pub instance_id: ProcessInstanceId,
    /// Its dossier.
    pub dossier_id: DossierId,
    /// The dossier's unit.
    pub operating_unit_id: OperatingUnitId,
    /// The element's id in the drawing.
    pub element: String,
    /// What kind of trouble.
    pub reason: String,
    /// The trouble in words.
    pub detail: serde_json::Value,
    /// Since when.
    pub raised_at: crate::kernel::clock::Instant,
    /// Nobody has mended it yet.
    pub is_open: bool,
}

impl Act for MendIncident {
    const VERB: Verb = Verb::MendIncident;
    type Key = IncidentId;
    type Subject = Incident;

    fn find(sql: &mut Sql, key: &IncidentId) -> Result<Option<Incident>> {
        queries::incident(sql, *key)
    }

    fn place(incident: &Incident) -> Place {
        Place::Unit(incident.operating_unit_id)
    }

    fn audit_subject(incident: &Incident) -> Option<uuid::Uuid> {
        Some(incident.dossier_id.uuid())
    }
}
