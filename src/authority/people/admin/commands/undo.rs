//! Taking a change of configuration back, whatever it changed: administration is kept here too.

use chrono::NaiveDate;

use crate::authority::changes::acts::UndoChange;
use crate::authority::changes::{self, Reason, Undone};
use crate::kernel::clock::Instant;
use crate::kernel::error::Result;
use crate::platform::door::Granted;

use super::super::{queries, rules};
use super::administration;

/// Takes back what the grant's change set changed, all of it or nothing; says what is in the way.
///
/// # Errors
/// A refusal when nobody would administer afterwards; when the database fails.
pub fn undo(
    mut grant: Granted<'_, UndoChange>,
    reason: &Reason,
    today: NaiveDate,
    now: Instant,
) -> Result<Undone> {
    let (change, sql) = grant.parts();
    let id = change.id;
    queries::lock_access(sql)?;
    let before = administration(sql, today)?;
    let undone = changes::undo(sql, id, reason, now)?;
    rules::keeps_administration(before, administration(sql, today)?)?;
    Ok(undone)
}
