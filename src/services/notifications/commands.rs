//! One function per intention about notices.

use chrono::Duration;
use serde_json::{Value, json};

use crate::kernel::clock::Instant;
use crate::kernel::error::Result;
use crate::kernel::ids::EventId;
use crate::platform::door::Granted;
use crate::platform::outbox::{self, Event};

use super::acts::{NotifyApplicant, NotifyPerson, ReadNotices, SendNotification};
use super::model::Notice;
use super::queries;

/// An attempt that is on record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Attempt {
    /// 1, 2, 3 …
    pub number: i32,
}

/// How long an attempt may take, from its note to the note of its outcome, in seconds: a mail server's answer is waited for
/// half of it. One that has no outcome after it died with its worker, and nobody knows whether the letter was taken.
pub const ATTEMPT_SECONDS_MAX: i64 = 60;

/// What came of wanting to send.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Begun {
    /// Send it; the attempt is on record.
    Attempt(Attempt),
    /// Somebody is sending it now: the broker delivered twice. Come again.
    UnderWay,
    /// It was sent or given up already.
    Settled,
}

/// How an attempt ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// A mail server took the letter.
    Delivered,
    /// It may go better later.
    TemporaryFailure(String),
    /// It never will.
    PermanentFailure(String),
}

/// Writes a notice to the applicant of a dossier, once for each event, and asks for it to be sent.
///
/// # Errors
/// When the database fails.
pub fn write(
    mut grant: Granted<'_, NotifyApplicant>,
    event: EventId,
    template: &str,
    arguments: &Value,
    host: &str,
    now: Instant,
) -> Result<()> {
    let (dossier, sql) = grant.parts();
    let (language, is_reached) = queries::reach(sql, dossier.applicant_id)?;
    let about = (dossier.applicant_id, Some(dossier.id));
    let Some(id) = queries::insert(sql, about, event, (template, &language, arguments), host, now)? else {
        return Ok(());
    };
    if !is_reached {
        // Somebody without an address asks at the counter, or tracks; the notice is there when she comes.
        return queries::settle(sql, id, false, now);
    }
    let requested = Event {
        kind: "notification.requested",
        subject: id.uuid(),
        data: json!({ "notification_id": id, "dossier_id": dossier.id }),
    };
    outbox::append(sql, &[requested])?;
    Ok(())
}

/// Writes a notice to somebody about herself, once for each event, and asks for it to be sent.
///
/// # Errors
/// When the database fails.
pub fn write_to_person(
    mut grant: Granted<'_, NotifyPerson>,
    event: EventId,
    template: &str,
    arguments: &Value,
    host: &str,
    now: Instant,
) -> Result<()> {
    let (to, sql) = grant.parts();
    let (language, _) = queries::reach(sql, *to)?;
    let Some(id) = queries::insert(
        sql,
        (*to, None),
        event,
        (template, &language, arguments),
        host,
        now,
    )?
    else {
        return Ok(());
    };
    let requested = Event {
        kind: "notification.requested",
        subject: id.uuid(),
        data: json!({ "notification_id": id }),
    };
    outbox::append(sql, &[requested])?;
    Ok(())
}

/// Begins an attempt to send.
///
/// A letter cannot be called back, and a mail server knows no key of ours. So there is one attempt at a time: a delivery
/// that finds another one under way, in this process or any other, waits until that one has an outcome or cannot have one
/// any more. What remains is the moment between the mail server's acceptance and our record.
///
/// # Errors
/// When the database fails; [`crate::kernel::error::Error::Conflict`] when another began in the same moment.
pub fn begin_attempt(grant: &mut Granted<'_, SendNotification>, now: Instant) -> Result<Begun> {
    let (notice, sql) = grant.parts();
    if notice.sent_at.is_some() || notice.given_up_at.is_some() {
        return Ok(Begun::Settled);
    }
    let alive_since = now - Duration::seconds(ATTEMPT_SECONDS_MAX);
    if queries::is_under_way(sql, notice.id, alive_since)? {
        return Ok(Begun::UnderWay);
    }
    Ok(Begun::Attempt(Attempt {
        number: queries::begin_attempt(sql, notice.id, now)?,
    }))
}

/// Records how an attempt ended.
///
/// # Errors
/// When the database fails.
pub fn end_attempt(
    mut grant: Granted<'_, SendNotification>,
    attempt: &Attempt,
    outcome: &Outcome,
    now: Instant,
) -> Result<()> {
    let (notice, sql) = grant.parts();
    let (id, number) = (notice.id, attempt.number);
    match outcome {
        Outcome::Delivered => {
            queries::end_attempt(sql, id, number, ("delivered", None), now)?;
            queries::settle(sql, id, true, now)
        }
        Outcome::TemporaryFailure(why) => {
            queries::end_attempt(sql, id, number, ("temporary_failure", Some(why)), now)
        }
        Outcome::PermanentFailure(why) => {
            queries::end_attempt(sql, id, number, ("permanent_failure", Some(why)), now)?;
            queries::settle(sql, id, false, now)
        }
    }
}

/// One's notices, newest first; reading them marks them as read.
///
/// # Errors
/// When the database fails.
pub fn read(mut grant: Granted<'_, ReadNotices>, limit: i64, now: Instant) -> Result<Vec<Notice>> {
    let (account, sql) = grant.parts();
    let notices = queries::of_account(sql, *account, limit)?;
    queries::mark_read(sql, *account, now)?;
    Ok(notices)
}
