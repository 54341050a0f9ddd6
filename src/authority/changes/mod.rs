//! The history of a tenant's configuration: every change of organisation, people, access and accounts, with who made it,
//! why, and each row before and after.
//!
//! Whoever changes configuration opens a change set first ([`open`]); from then to the end of the transaction the database
//! itself writes each changed row under it (`routines/keep_changes.sql`), and refuses to change configuration where none is
//! open. The tables say what is in force now; what was in force on a day is read from here ([`as_of`]). A change that
//! nothing was built upon since can be taken back ([`undo()`]), by a change set of its own.

pub mod acts;
mod model;
mod queries;
mod undo;

pub use model::{ChangeRow, ChangeSet, FROM_CODE, Filter, Origin, Reason, ReasonProblem, is_from_code};
pub use undo::{ACCOUNT_STAYS, Undone, undo};

use std::collections::HashMap;

use serde_json::Value;
use uuid::Uuid;

use crate::kernel::clock::Instant;
use crate::kernel::error::Result;
use crate::kernel::ids::ChangeSetId;
use crate::platform::door::Sql;

/// Opens a change set: what this transaction changes from now on belongs to it. A second one in the same transaction
/// takes what follows it. A set under which nothing changes leaves no trace.
///
/// # Errors
/// When the database fails.
pub fn open(sql: &mut Sql, origin: Origin, reason: &Reason, now: Instant) -> Result<ChangeSetId> {
    queries::open(sql, origin, reason, None, now)
}

/// Change sets, the newest first, with how many rows each changed.
///
/// # Errors
/// When the database fails.
pub fn history(sql: &mut Sql, filter: &Filter) -> Result<Vec<ChangeSet>> {
    queries::history(sql, filter)
}

/// One change set.
///
/// # Errors
/// [`crate::kernel::error::Error::NotFound`] when there is none with this id; when the database fails.
pub fn one(sql: &mut Sql, id: ChangeSetId) -> Result<ChangeSet> {
    queries::one(sql, id)
}

/// The rows that a change set changed, in the order in which it did.
///
/// # Errors
/// When the database fails.
pub fn rows(sql: &mut Sql, id: ChangeSetId) -> Result<Vec<ChangeRow>> {
    queries::rows(sql, id, 0, i64::MAX)
}

/// Some of those rows, at most `limit` after the first `offset`: a set-up of twenty thousand people is one change set.
///
/// # Errors
/// When the database fails.
pub fn some_rows(sql: &mut Sql, id: ChangeSetId, offset: i64, limit: i64) -> Result<Vec<ChangeRow>> {
    queries::rows(sql, id, offset, limit)
}

/// The rows of a kept table as they stood at `moment`, without their tenant. A row that was there before history began and
/// has not changed since is not among them: set-up by the owner of the database is not history.
///
/// # Errors
/// When the database fails.
pub fn as_of(sql: &mut Sql, table: &str, moment: Instant) -> Result<Vec<Value>> {
    queries::as_of(sql, table, moment)
}

/// What the rows with these ids are called: a text, or a text in each of its languages. Ids of nothing are left out.
///
/// # Errors
/// When the database fails.
pub fn names(sql: &mut Sql, ids: &[Uuid]) -> Result<HashMap<Uuid, Value>> {
    queries::names(sql, ids)
}
