//! Takes a change back, where nothing was built upon it since.

use crate::kernel::clock::Instant;
use crate::kernel::error::{Error, Result};
use crate::kernel::ids::ChangeSetId;
use crate::platform::door::Sql;

use super::model::{ChangeRow, Origin, Reason};
use super::queries;

/// What came of taking a change back.
#[derive(Debug, Clone, PartialEq)]
pub enum Undone {
    /// All of it was taken back, by this change set.
    Done(ChangeSetId),
    /// It had been taken back before, by this change set.
    Before(ChangeSetId),
    /// Nothing was changed: these rows were changed again since, each by its latest change.
    ChangedSince(Vec<ChangeRow>),
    /// Nothing was changed: other rows rest on what it made, or a rule of the organisation forbids the way back. The
    /// name of the database's constraint, for the sentence that tells the rule.
    RestedOn(String),
}

/// What stands in the way when a change made an account: no constraint, but a privilege that nobody has.
pub const ACCOUNT_STAYS: &str = "account_stays";

/// Takes back what `id` changed, all of it or nothing.
///
/// # Errors
/// [`Error::NotFound`] when there is no such change; when the database fails.
pub fn undo(sql: &mut Sql, id: ChangeSetId, reason: &Reason, now: Instant) -> Result<Undone> {
    let change = queries::one(sql, id)?;
    if let Some(by) = change.undone_by {
        return Ok(Undone::Before(by));
    }
    let later = queries::changed_since(sql, id)?;
    if !later.is_empty() {
        return Ok(Undone::ChangedSince(later));
    }
    let mut rows = queries::rows(sql, id, 0, i64::MAX)?;
    // An account is closed, never deleted: what she did stays hers.
    if rows
        .iter()
        .any(|row| row.table == "account" && row.before.is_none())
    {
        return Ok(Undone::RestedOn(ACCOUNT_STAYS.into()));
    }
    rows.reverse();
    let done = sql.try_out(|sql| {
        let by = queries::open(sql, Origin::Undo, reason, Some(id), now)?;
        for row in &rows {
            queries::restore(sql, row)?;
        }
        sql.check_deferred()?;
        Ok(by)
    });
    match done {
        Ok(by) => Ok(Undone::Done(by)),
        Err(Error::RuleBroken { constraint, .. }) => Ok(Undone::RestedOn(constraint)),
        Err(other) => Err(other),
    }
}
