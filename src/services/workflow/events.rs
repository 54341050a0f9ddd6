//! What the engine tells the rest of the system. Ids only: what an officer decided lies in the user task's row.

use serde_json::json;

use super::acts::Incident;
use super::instance::{Changes, Instance, NewJob, Task};
use crate::kernel::ids::{DossierId, ProcessInstanceId};
use crate::platform::outbox::Event;

/// A worker is to do a job: `{dossier_id, instance_id, element_instance, element, job, template}`.
pub const JOB_REQUESTED: &str = "workflow.job_requested";
/// A user task is open: `{task_id, dossier_id, instance_id, operating_unit_id, role, element, due_at}`.
pub const TASK_CREATED: &str = "workflow.task_created";
/// An officer completed a user task, and the engine is to go on: `{task_id, dossier_id, instance_id}`.
pub const TASK_COMPLETED: &str = "workflow.task_completed";
/// Something is stuck: `{incident_id, dossier_id, instance_id, operating_unit_id, element, reason}`.
pub const INCIDENT_RAISED: &str = "workflow.incident_raised";
/// An incident is to be tried again: `{incident_id, dossier_id, instance_id}`.
pub const RETRY_ASKED: &str = "workflow.retry_asked";

/// The event that asks for a job.
#[must_use]
pub fn job_requested(instance: ProcessInstanceId, dossier: DossierId, job: &NewJob) -> Event {
    let data = json!({
        "dossier_id": dossier, "instance_id": instance, "element_instance": job.element_instance,
        "element": job.element, "job": job.job, "template": job.template,
    });
    Event {
        kind: JOB_REQUESTED,
        subject: dossier.uuid(),
        data,
    }
}

/// The events of a step.
#[must_use]
pub fn of_changes(instance: &Instance, changes: &Changes) -> Vec<Event> {
    let (id, dossier, unit) = (instance.id, instance.dossier_id, instance.operating_unit_id);
    let event = |kind, data| Event {
        kind,
        subject: dossier.uuid(),
        data,
    };
    let jobs = changes.jobs.iter().map(|job| job_requested(id, dossier, job));
    let tasks = changes.tasks.iter().map(|task| {
        event(TASK_CREATED, json!({
            "task_id": task.id, "dossier_id": dossier, "instance_id": id, "operating_unit_id": task.unit.unwrap_or(unit),
            "role": task.role, "element": task.element, "due_at": task.due_at,
        }))
    });
    let incidents = changes.incidents.iter().map(|incident| {
        event(INCIDENT_RAISED, json!({
            "incident_id": incident.id, "dossier_id": dossier, "instance_id": id, "operating_unit_id": unit,
            "element": incident.element, "reason": incident.reason,
        }))
    });
    jobs.chain(tasks).chain(incidents).collect()
}

/// An officer completed a user task.
#[must_use]
pub fn task_completed(task: &Task) -> Event {
    let data = json!({ "task_id": task.id, "dossier_id": task.dossier_id, "instance_id": task.instance_id });
    Event {
        kind: TASK_COMPLETED,
        subject: task.dossier_id.uuid(),
        data,
    }
}

/// An officer wants an incident tried again.
#[must_use]
pub fn retry_asked(incident: &Incident) -> Event {
    let data = json!({ "incident_id": incident.id, "dossier_id": incident.dossier_id, "instance_id": incident.instance_id });
    Event {
        kind: RETRY_ASKED,
        subject: incident.dossier_id.uuid(),
        data,
    }
}
