//! One function per intention about notices.

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

/// Begins an attempt to send; `None` when the notice was sent or given up already.
///
/// # Errors
/// When the database fails.
pub fn begin_attempt(grant: &mut Granted<'_, SendNotification>, now: Instant) -> Result<Option<Attempt>> {
    let (notice, sql) = grant.parts();
    if notice.sent_at.is_some() || notice.given_up_at.is_some() {
        return Ok(None);
    }
    Ok(Some(Attempt {
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
