//! One function per intention. Each takes its grant.

use serde_json::json;

use crate::kernel::clock::Instant;
use crate::kernel::error::Result;
use crate::kernel::ids::{OperatingUnitId, PaperId};
use crate::platform::door::Granted;
use crate::platform::outbox::{self, Event};

use super::acts::{MoveDossier, SupplementDossier, WithdrawDossier};
use super::model::{Dossier, NewLogEntry, Status};
use super::queries::{self, Movement};
use super::rules;

/// A file that was stored and examined, about to be attached.
#[derive(Debug, Clone)]
pub struct NewPaper {
    /// The part of the form it belongs to.
    pub part: String,
    /// Its name, made harmless.
    pub file_name: String,
    /// What its content was found to be.
    pub media_type: String,
    /// Size in bytes.
    pub size_bytes: i64,
    /// Digest of the content.
    pub sha256: [u8; 32],
    /// Where the blob store has it.
    pub blob_key: String,
}

/// Supplies what was asked for: papers, and a word to the officer. The engine takes it up from the event.
///
/// # Errors
/// A refusal when nothing was asked for.
pub fn supplement(
    mut grant: Granted<'_, SupplementDossier>,
    papers: &[NewPaper],
    word: &str,
    now: Instant,
) -> Result<Vec<PaperId>> {
    let dossier = grant.subject().clone();
    rules::may_supplement(&dossier)?;
    let sql = grant.sql();
    let mut ids = Vec::with_capacity(papers.len());
    for paper in papers {
        ids.push(queries::insert_paper(sql, &dossier, paper, now)?);
    }
    let movement = Movement {
        supplement_asked_at: Some(None),
        status: Some(Status::InProcess.number()),
        ..Movement::default()
    };
    queries::update(sql, dossier.id, &movement)?;
    let entry = NewLogEntry {
        kind: "supplemented",
        actor_name: Some(dossier.applicant_name.clone()),
        public: true,
        detail: json!({ "papers": papers.len(), "word": word }),
    };
    queries::insert_log(sql, &dossier, now, &[entry])?;
    outbox::append(
        sql,
        &[event(
            "dossier.supplemented",
            &dossier,
            json!({ "dossier_id": dossier.id }),
        )],
    )?;
    Ok(ids)
}

/// Withdraws a dossier. The engine calls its process off.
///
/// # Errors
/// A refusal when it is decided or over.
pub fn withdraw(mut grant: Granted<'_, WithdrawDossier>, now: Instant) -> Result<()> {
    let dossier = grant.subject().clone();
    rules::may_withdraw(&dossier)?;
    let sql = grant.sql();
    let entry = NewLogEntry {
        kind: "withdrawn",
        actor_name: Some(dossier.applicant_name.clone()),
        public: true,
        detail: json!({}),
    };
    queries::insert_log(sql, &dossier, now, &[entry])?;
    outbox::append(
        sql,
        &[event(
            "dossier.withdrawn",
            &dossier,
            json!({ "dossier_id": dossier.id }),
        )],
    )?;
    Ok(())
}

fn event(kind: &'static str, of: &Dossier, data: serde_json::Value) -> Event {
    Event {
        kind,
        subject: of.id.uuid(),
        data,
    }
}

/// What the engine did, as the dossier tells it.
#[derive(Debug, Clone, Default)]
pub struct Progress {
    /// Where it stands now.
    pub status: Option<Status>,
    /// An officer accepted it.
    pub accepted: bool,
    /// A supplement was asked for.
    pub supplement_asked: bool,
    /// It was decided.
    pub decided: bool,
    /// When it is due, where that moved.
    pub due_at: Option<Instant>,
    /// Steps were handed to these units beside its own.
    pub share_with: Vec<OperatingUnitId>,
    /// Lines for the log.
    pub log: Vec<NewLogEntry>,
    /// More events of the same transaction.
    pub events: Vec<(&'static str, serde_json::Value)>,
}

/// Writes down where the engine moved the dossier, and tells the rest of the system.
///
/// # Errors
/// When the database fails.
pub fn record_progress(mut grant: Granted<'_, MoveDossier>, progress: &Progress, now: Instant) -> Result<()> {
    let mut dossier = grant.subject().clone();
    let sql = grant.sql();
    let more: Vec<OperatingUnitId> = progress
        .share_with
        .iter()
        .copied()
        .filter(|unit| *unit != dossier.operating_unit_id && !dossier.shared_unit_ids.contains(unit))
        .collect();
    if !more.is_empty() {
        dossier.shared_unit_ids.extend(more);
        queries::share(sql, dossier.id, &dossier.shared_unit_ids)?;
    }
    let ended = progress.status.is_some_and(|status| !status.is_open());
    let movement = Movement {
        status: progress.status.map(Status::number),
        due_at: progress.due_at,
        accepted_at: (progress.accepted && dossier.accepted_at.is_none()).then_some(now),
        supplement_asked_at: progress.supplement_asked.then_some(Some(now)),
        decided_at: (progress.decided && dossier.decided_at.is_none()).then_some(now),
        finished_at: ended.then_some(now),
    };
    queries::update(sql, dossier.id, &movement)?;
    queries::insert_log(sql, &dossier, now, &progress.log)?;
    let base = json!({
        "dossier_id": dossier.id, "procedure_id": dossier.procedure_id, "operating_unit_id": dossier.operating_unit_id,
        "applicant_id": dossier.applicant_id,
    });
    let mut events = Vec::new();
    for (kind, extra) in &progress.events {
        events.push(event(kind, &dossier, merged(&base, extra)));
    }
    if let (true, Some(status)) = (ended, progress.status) {
        let extra = json!({
            "outcome": status.word(), "received_at": dossier.received_at, "due_at": progress.due_at.or(dossier.due_at),
            "finished_at": now,
        });
        events.push(event("dossier.finished", &dossier, merged(&base, &extra)));
    }
    if !events.is_empty() {
        outbox::append(sql, &events)?;
    }
    Ok(())
}

fn merged(base: &serde_json::Value, extra: &serde_json::Value) -> serde_json::Value {
    let mut all = base.clone();
    if let (Some(all), Some(extra)) = (all.as_object_mut(), extra.as_object()) {
        all.extend(extra.iter().map(|(key, value)| (key.clone(), value.clone())));
    }
    all
}
