//! Dangerous acts that are written down and wait for a second person.
//!
//! Whoever is about to do something dangerous calls [`ask`] instead of doing it. What waits is confirmed and carried out in
//! [`four_eyes`](crate::authority::four_eyes), which knows every kind.

use chrono::TimeDelta;
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::authority::changes::Reason;
use crate::kernel::clock::Instant;
use crate::kernel::error::{Error, Refusal, Result};
use crate::kernel::ids::{AccountId, PendingActId};
use crate::platform::door::Sql;

use super::model::Pending;
use super::queries;

/// How long an act waits, in hours.
pub const HOURS_MAX: i64 = 72;

/// A change of policy that lets somebody do more.
pub const WIDEN_POLICY: &str = "policy-line";
/// Two duties kept apart no longer.
pub const JOIN_DUTIES: &str = "join-duties";
/// A responsibility lent that can change the policy itself.
pub const LEND_ADMINISTRATION: &str = "lend-administration";
/// A responsibility given that can change access itself.
pub const GIVE_ADMINISTRATION: &str = "give-administration";
/// Such a responsibility held on more days than before.
pub const REDATE_ADMINISTRATION: &str = "redate-administration";
/// The account of somebody who still holds such a responsibility, opened again.
pub const REOPEN_ADMINISTRATOR: &str = "reopen-administrator";
/// A change taken back that had narrowed access.
pub const UNDO_CHANGE: &str = "undo-change";

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

/// The act with this id.
///
/// # Errors
/// When the database fails.
pub(in crate::authority) fn find(sql: &mut Sql, id: PendingActId) -> Result<Option<Pending>> {
    queries::pending_act(sql, id)
}

/// Writes down what was decided about an act, unless somebody decided before or it is over; answers whether it was so.
///
/// # Errors
/// When the database fails.
pub(in crate::authority) fn close(
    sql: &mut Sql,
    id: PendingActId,
    by: AccountId,
    confirmed: bool,
    now: Instant,
) -> Result<bool> {
    queries::decide_pending(sql, id, by, confirmed, now)
}

/// The payload of an act as its kind reads it.
///
/// # Errors
/// When it was written by another version of the program.
pub(in crate::authority) fn read<T: DeserializeOwned>(act: &Pending) -> Result<T> {
    serde_json::from_value(act.payload.clone()).map_err(|_| Refusal::new("errors-pending-unreadable").into())
}
