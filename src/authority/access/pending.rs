//! Four eyes: a dangerous act is written down and waits until a second person who could do it herself confirms it.
//!
//! Whoever is about to do something dangerous calls [`ask`] instead of doing it; [`decide`] carries it out in the
//! transaction of the one who confirms, under a change set that bears the reason of the one who asked. Nobody confirms her own
//! act: the rule stands in the table as well. What nobody confirmed within [`HOURS_MAX`] hours is over.
//!
//! To bring another dangerous act under it, add a [`Kind`] to [`KINDS`]: its name, the verb that both persons need, and what
//! carries it out.

use chrono::TimeDelta;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::authority::changes::{self, Origin, Reason};
use crate::kernel::actions::Verb;
use crate::kernel::clock::Instant;
use crate::kernel::error::{Error, Refusal, Result};
use crate::kernel::ids::{AccountId, PendingActId};
use crate::platform::door::{Granted, Sql};

use super::acts::DecidePending;
use super::gate::Day;
use super::{kinds, queries};

/// How long an act waits, in hours.
pub const HOURS_MAX: i64 = 72;

/// A kind of dangerous act.
pub struct Kind {
    /// As stored, and the tail of the text key `access-pending-…`.
    pub name: &'static str,
    /// What whoever asks and whoever confirms must be allowed.
    pub verb: Verb,
    /// Does it. A change set is open; the payload is what was asked.
    pub carry_out: fn(&mut Sql, &Value, Day) -> Result<()>,
}

pub use super::kinds::GIVE_ADMINISTRATION;

/// Every kind.
pub const KINDS: &[Kind] = kinds::ALL;

/// The kind of this name.
#[must_use]
pub fn kind(name: &str) -> Option<&'static Kind> {
    KINDS.iter().find(|kind| kind.name == name)
}

/// An act that waits, or waited.
#[derive(Debug, Clone, PartialEq)]
pub struct Pending {
    /// Its id.
    pub id: PendingActId,
    /// What it is.
    pub kind: String,
    /// With what.
    pub payload: Value,
    /// Why, in the words of whoever asked.
    pub reason: String,
    /// Who asked.
    pub asked_by: AccountId,
    /// Her name.
    pub asked_by_name: String,
    /// When.
    pub asked_at: Instant,
    /// Until when it can be confirmed.
    pub expires_at: Instant,
    /// When it was decided, and whether it was confirmed.
    pub decided: Option<(Instant, bool)>,
}

impl Pending {
    /// Whether it can still be decided.
    #[must_use]
    pub fn is_open(&self, now: Instant) -> bool {
        self.decided.is_none() && now < self.expires_at
    }
}

/// Writes a dangerous act down for a second person.
///
/// # Errors
/// A refusal when nobody else could confirm it: `others` says how many accounts could.
pub fn ask(
    sql: &mut Sql,
    kind: &'static str,
    payload: &impl Serialize,
    reason: &Reason,
    others: i64,
    now: Instant,
) -> Result<PendingActId> {
    if others == 0 {
        return Err(Error::refused("errors-pending-nobody-else"));
    }
    let asked_by = sql.context().actor.account().ok_or(Error::SignInNeeded)?;
    let payload = serde_json::to_value(payload).map_err(Error::internal)?;
    let id = PendingActId::fresh();
    let expires_at = now + TimeDelta::hours(HOURS_MAX);
    queries::insert_pending(
        sql,
        id,
        kind,
        &payload,
        reason.as_str(),
        asked_by,
        now,
        expires_at,
    )?;
    Ok(id)
}

/// Confirms an act and carries it out, or rejects it. Whoever asked may take her act back by rejecting it.
///
/// # Errors
/// A refusal when it is over or decided, or when one confirms one's own; what carrying it out says.
pub fn decide(mut grant: Granted<'_, DecidePending>, confirm: bool, day: Day, now: Instant) -> Result<()> {
    let act = grant.subject().clone();
    let me = grant.context().actor.account().ok_or(Error::SignInNeeded)?;
    let kind = kind(&act.kind).ok_or(Error::NotFound)?;
    if !act.is_open(now) {
        return Err(Error::refused("errors-pending-over"));
    }
    if confirm && act.asked_by == me {
        return Err(Error::refused("errors-pending-own"));
    }
    let sql = grant.sql();
    if !queries::decide_pending(sql, act.id, me, confirm, now)? {
        return Err(Error::refused("errors-pending-over"));
    }
    if confirm {
        let reason = Reason::parse(&act.reason).map_err(Error::internal)?;
        changes::open(sql, Origin::Page, &reason, now)?;
        (kind.carry_out)(sql, &act.payload, day)?;
    }
    Ok(())
}

/// The payload of an act as its kind reads it.
///
/// # Errors
/// When it was written by another version of the program.
pub(in crate::authority) fn read<T: DeserializeOwned>(payload: &Value) -> Result<T> {
    serde_json::from_value(payload.clone()).map_err(|_| Refusal::new("errors-pending-unreadable").into())
}
