//! A person or the world did something, and the process moves on.

use serde::Deserialize;
use serde_json::{Map, json};

use crate::kernel::clock::Instant;
use crate::kernel::error::Result;
use crate::kernel::ids::{DossierId, IncidentId, PaymentRequestId, UserTaskId};
use crate::kernel::patterns::due::Pause;
use crate::platform::door::TenantTx;
use crate::platform::envelope::Envelope;
use crate::services::billing::acts::RaiseFee;
use crate::services::billing::void_fees;
use crate::services::dossiers::acts::MoveDossier;
use crate::services::dossiers::commands::{Progress, record_progress};
use crate::services::dossiers::{Dossier, LogEntry, NewLogEntry, Status, queries as dossiers};
use crate::services::workflow::acts::{RunProcess, Which};
use crate::services::workflow::commands::{self as workflow, Moved};
use crate::services::workflow::model::Outcome;
use crate::services::workflow::queries::{self as processes, Done};
use crate::services::workflow::rules::{PAYMENT_RECEIVED, SUPPLEMENT_RECEIVED, Standing};

use super::super::{Handler, HandlerError};
use super::{OfDossier, Story, now};

/// Moves processes.
pub(super) struct Advance(pub Story);

/// Why a process moved.
pub(super) enum Cause {
    /// An officer completed a task.
    Decided(Done),
    /// Everything due was paid.
    Paid,
    /// The applicant supplied what was asked for.
    Supplemented,
    /// The applicant withdrew.
    Withdrawn,
    /// Time, a job, or another try.
    Other,
}

#[derive(Deserialize)]
struct OfTask {
    task_id: UserTaskId,
}

#[derive(Deserialize)]
struct OfPayment {
    dossier_id: DossierId,
    payment_request_id: PaymentRequestId,
}

#[derive(Deserialize)]
struct OfIncident {
    incident_id: IncidentId,
}

impl Handler for Advance {
    fn subscription(&self) -> &'static str {
        "process.advance"
    }

    fn kinds(&self) -> &[&'static str] {
        &[
            "workflow.task_completed",
            "workflow.retry_asked",
            "payment.recorded",
            "dossier.supplemented",
            "dossier.withdrawn",
        ]
    }

    fn handle(&self, tx: &mut TenantTx, event: &Envelope) -> Result<(), HandlerError> {
        let story = &self.0;
        let (tenant, shelf) = story.shelf(tx)?;
        let now = now();
        let (moved, cause) =
            story.with_engine(&tenant, &shelf, now, |engine| -> Result<_, HandlerError> {
                Ok(match event.kind.as_str() {
                    "workflow.task_completed" => {
                        let task = event.data::<OfTask>()?.task_id;
                        let mut grant = tx.authorise::<RunProcess>(Which::Task(task))?;
                        let done = processes::done(grant.sql(), task)?;
                        let moved = workflow::task_completed(grant, engine)?;
                        (moved, done.map_or(Cause::Other, Cause::Decided))
                    }
                    "payment.recorded" => {
                        let paid: OfPayment = event.data()?;
                        let grant = tx.authorise::<RunProcess>(Which::Dossier(paid.dossier_id))?;
                        let key = paid.payment_request_id.to_string();
                        (
                            workflow::deliver_message(grant, engine, PAYMENT_RECEIVED, key, Map::new())?,
                            Cause::Paid,
                        )
                    }
                    "dossier.supplemented" => {
                        let of: OfDossier = event.data()?;
                        let grant = tx.authorise::<RunProcess>(Which::Dossier(of.dossier_id))?;
                        let key = event.id.to_string();
                        let moved =
                            workflow::deliver_message(grant, engine, SUPPLEMENT_RECEIVED, key, Map::new())?;
                        (moved, Cause::Supplemented)
                    }
                    "dossier.withdrawn" => {
                        let of: OfDossier = event.data()?;
                        let grant = tx.authorise::<RunProcess>(Which::Dossier(of.dossier_id))?;
                        (
                            workflow::cancel(grant, engine, Some(Outcome::Withdrawn))?,
                            Cause::Withdrawn,
                        )
                    }
                    _ => {
                        let incident = event.data::<OfIncident>()?.incident_id;
                        let grant = tx.authorise::<RunProcess>(Which::Incident(incident))?;
                        (workflow::retry(grant, engine)?, Cause::Other)
                    }
                })
            })?;
        tell(story, tx, &moved, &cause, now)?;
        Ok(())
    }
}

/// Writes down at the dossier where its process moved.
pub(super) fn tell(
    story: &Story,
    tx: &mut TenantTx,
    moved: &Moved,
    cause: &Cause,
    now: Instant,
) -> Result<()> {
    let Some(changes) = &moved.changes else {
        return Ok(());
    };
    let (tenant, shelf) = story.shelf(tx)?;
    let version = story.version(tx, moved.before.procedure_version_id)?;
    if matches!(moved.standing, Standing::Ended(_)) {
        // Nobody pays for what is over; money that is on its way nevertheless is owed back.
        void_fees(&mut tx.authorise::<RaiseFee>(moved.before.dossier_id)?, now)?;
    }
    let mut grant = tx.authorise::<MoveDossier>(moved.before.dossier_id)?;
    let dossier = grant.subject().clone();
    let mut progress = progress(&dossier, moved.standing, cause);
    progress.share_with = changes.tasks.iter().filter_map(|task| task.unit).collect();
    // The status says nothing here: it moved with her payment or her papers, before the process heard of them.
    let resumes = matches!(cause, Cause::Paid | Cause::Supplemented)
        && progress
            .status
            .is_some_and(|status| status.is_open() && !status.pauses_the_clock());
    if resumes {
        let pauses = pauses(&dossiers::log(grant.sql(), dossier.id)?, now);
        let reckoning = shelf.reckon(&version.facts.limit, dossier.received_at, &pauses, tenant.zone())?;
        progress.due_at = reckoning.due;
        let steps = serde_json::to_value(&reckoning.steps).map_err(crate::kernel::error::Error::internal)?;
        dossiers::explain_due(grant.sql(), dossier.id, &steps)?;
    }
    record_progress(grant, &progress, now)
}

/// When the clock stood still: from asking the applicant to her answer.
fn pauses(log: &[LogEntry], now: Instant) -> Vec<Pause> {
    let (mut pauses, mut since) = (Vec::new(), None);
    for entry in log {
        match entry.kind.as_str() {
            "fee.raised" | "supplement_asked" => since = since.or(Some(entry.occurred_at)),
            "payment.recorded" | "supplemented" => {
                pauses.extend(since.take().map(|from| Pause {
                    from,
                    to: Some(entry.occurred_at),
                }));
            }
            _ => {}
        }
    }
    pauses.extend(since.map(|from| Pause { from, to: Some(now) }));
    pauses
}

fn line(kind: &'static str, detail: serde_json::Value) -> NewLogEntry {
    NewLogEntry {
        kind,
        actor_name: None,
        public: true,
        detail,
    }
}

fn progress(dossier: &Dossier, standing: Standing, cause: &Cause) -> Progress {
    let mut progress = Progress::default();
    // What the applicant did, and what she was asked to pay, was written down when it happened.
    if let Cause::Decided(done) = cause {
        decided(&mut progress, done);
    }
    progress.status = match standing {
        Standing::AwaitingPayment => Some(Status::AwaitingPayment),
        Standing::AwaitingSupplement => Some(Status::AwaitingSupplement),
        Standing::Ended(Some(Outcome::Refused)) => Some(Status::Refused),
        Standing::Ended(Some(Outcome::Withdrawn)) => Some(Status::Withdrawn),
        Standing::Ended(_) => Some(Status::Granted),
        Standing::InProcess if dossier.accepted_at.is_some() || progress.accepted => Some(Status::InProcess),
        Standing::InProcess => Some(Status::Submitted),
    };
    let awaits_supplement = Some(Status::AwaitingSupplement);
    progress.supplement_asked =
        progress.status == awaits_supplement && Some(dossier.status) != awaits_supplement;
    if let Standing::Ended(_) = standing {
        let kind = match progress.status {
            Some(Status::Refused) => "finished_refused",
            Some(Status::Withdrawn) => "finished_withdrawn",
            _ => "finished_granted",
        };
        progress.decided = !matches!(progress.status, Some(Status::Withdrawn));
        progress.log.push(line(kind, json!({})));
    }
    progress
}

fn decided(progress: &mut Progress, done: &Done) {
    let note = || json!({ "note": done.note });
    match (done.role.as_str(), done.outcome.as_deref()) {
        (_, Some("request_supplement")) => {
            progress.log.push(line("supplement_asked", note()));
            progress.events.push(("dossier.supplement_asked", json!({})));
        }
        (_, Some("refuse")) => {
            progress.decided = true;
            progress.log.push(line("refusal_decided", note()));
            progress
                .events
                .push(("dossier.decided", json!({ "decision": "refuse" })));
        }
        (_, Some("return")) => progress.log.push(NewLogEntry {
            public: false,
            ..line("sent_back", note())
        }),
        ("receiver", _) => {
            progress.accepted = true;
            progress.log.push(line("accepted", note()));
            progress.events.push(("dossier.accepted", json!({})));
        }
        ("approver", _) => {
            progress.decided = true;
            progress.log.push(line("approved", note()));
            progress
                .events
                .push(("dossier.decided", json!({ "decision": "approve" })));
        }
        _ => progress.log.push(line("assessed", json!({}))),
    }
}
