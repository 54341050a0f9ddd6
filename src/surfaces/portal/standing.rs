//! How a dossier stands, as its applicant and whoever holds its number and proof are told.

use crate::kernel::clock::Instant;
use crate::kernel::ids::OperatingUnitId;
use crate::services::catalogue::{Procedure, Shelf};
use crate::services::dossiers::{Dossier, LogEntry, Status, Tracked};
use crate::surfaces::web::views::{HistoryEntry, Mark, Pause};
use crate::surfaces::web::{Visit, told};

use super::views::Standing;

/// What both are told alike.
struct Head<'a> {
    number: &'a str,
    unit: OperatingUnitId,
    status: Status,
    received_at: Instant,
    due_at: Option<Instant>,
}

impl Head<'_> {
    fn standing(&self, visit: &Visit, shelf: &Shelf, procedure: &Procedure, now: Instant) -> Standing {
        let unit = shelf
            .units
            .get(&self.unit)
            .map(|unit| visit.say(&unit.name).to_owned());
        Standing {
            code: self.number.to_owned(),
            procedure: visit.say(&procedure.facts.name).to_owned(),
            state: told::state(self.status, false),
            unit: unit.filter(|_| self.status.is_open()),
            step: None,
            submitted_at: self.received_at,
            due: told::due(self.status, self.due_at, now),
            due_account: None,
            pauses: Vec::new(),
            history: Vec::new(),
            supplement: None,
            pay: None,
        }
    }
}

/// To its applicant: with its own log and the account of its due date. `steps` is how that was computed.
#[must_use]
pub fn of_applicant(
    visit: &Visit,
    shelf: &Shelf,
    procedure: &Procedure,
    dossier: &Dossier,
    log: &[LogEntry],
    steps: &serde_json::Value,
    now: Instant,
) -> Standing {
    let log: Vec<LogEntry> = log.iter().filter(|entry| entry.public).cloned().collect();
    let head = Head {
        number: &dossier.number,
        unit: dossier.operating_unit_id,
        status: dossier.status,
        received_at: dossier.received_at,
        due_at: dossier.due_at,
    };
    Standing {
        due_account: told::due_account(visit, procedure, steps, &log, dossier.received_at, dossier.due_at),
        pauses: told::pauses(visit, &log),
        history: told::history(visit, &log, dossier.received_at, dossier.status.is_open()),
        ..head.standing(visit, shelf, procedure, now)
    }
}

/// To whoever follows it without signing in: what happened when, and nothing that a person said or is called.
#[must_use]
pub fn of_follower(
    visit: &Visit,
    shelf: &Shelf,
    procedure: &Procedure,
    tracked: &Tracked,
    now: Instant,
) -> Standing {
    let head = Head {
        number: &tracked.number,
        unit: tracked.operating_unit_id,
        status: tracked.status,
        received_at: tracked.received_at,
        due_at: tracked.due_at,
    };
    Standing {
        pauses: pauses(visit, tracked),
        history: history(visit, tracked),
        ..head.standing(visit, shelf, procedure, now)
    }
}

fn history(visit: &Visit, of: &Tracked) -> Vec<HistoryEntry> {
    let end = match of.status {
        Status::Refused => ("common-log-finished-refused", Mark::Stop),
        Status::Withdrawn => ("common-log-finished-withdrawn", Mark::Stop),
        _ => ("common-log-finished-granted", Mark::Done),
    };
    let mut happened: Vec<(Instant, &str, Mark)> = [
        (Some(of.received_at), "common-log-received", Mark::Done),
        (of.accepted_at, "common-log-accepted", Mark::Done),
        (of.payment_due_at, "common-log-payment-asked", Mark::Pause),
        (of.paid_at, "common-log-paid", Mark::Done),
        (of.supplement_asked_at, "common-log-supplement-asked", Mark::Pause),
        (of.finished_at, end.0, end.1),
    ]
    .into_iter()
    .filter_map(|(at, key, mark)| Some((at?, key, mark)))
    .collect();
    happened.sort_by_key(|(at, ..)| std::cmp::Reverse(*at));
    let mut entries: Vec<HistoryEntry> = happened
        .into_iter()
        .map(|(at, key, mark)| HistoryEntry {
            mark,
            title: visit.text(key),
            who: None,
            detail: None,
            at: Some(at),
        })
        .collect();
    if let Some(latest) = entries
        .first_mut()
        .filter(|entry| of.status.is_open() && entry.mark == Mark::Done)
    {
        latest.mark = Mark::Now;
    }
    entries
}

fn pauses(visit: &Visit, of: &Tracked) -> Vec<Pause> {
    let pause = |from, until, key| Pause {
        from,
        until,
        reason: visit.text(key),
    };
    let payment = of
        .payment_due_at
        .map(|from| pause(from, of.paid_at.or(of.finished_at), "common-due-pause-payment"));
    let supplement = of
        .supplement_asked_at
        .map(|from| pause(from, of.finished_at, "common-due-pause-supplement"));
    let both = payment.into_iter().chain(supplement);
    both.filter(|pause| !told::is_nothing(pause)).collect()
}
