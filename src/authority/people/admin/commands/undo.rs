//! Taking a change of configuration back, whatever it changed: administration is kept here too.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::authority::access::pending::{self, UNDO_CHANGE};
use crate::authority::access::{Day, Pending, widens_when_undone};
use crate::authority::changes::acts::UndoChange;
use crate::authority::changes::{self, Origin, Reason, Undone};
use crate::authority::organisation;
use crate::kernel::actions::Verb;
use crate::kernel::clock::Instant;
use crate::kernel::error::{Error, Result};
use crate::kernel::ids::ChangeSetId;
use crate::platform::door::{Granted, Sql};

use super::{By, MAKES_ADMINISTRATORS};

/// What came of taking a change back.
#[derive(Debug, Clone, PartialEq)]
pub enum TakenBack {
    /// It was taken back, or something is in the way.
    Tried(Undone),
    /// It waits for a second administrator: the change had narrowed access.
    Waits,
}

/// A change that waits to be taken back.
#[derive(Debug, Serialize, Deserialize)]
struct ToUndo {
    change: ChangeSetId,
    /// Its reason: what whoever confirms reads.
    about: String,
}

/// Takes back what the grant's change set changed, all of it or nothing; says what is in the way. Where somebody could do more
/// afterwards it waits for a second administrator: to end an administration and to take the end back is to give it. As long as
/// there is none, administration is given back at once, as it is given, and the policy is not widened.
///
/// # Errors
/// A refusal when nobody would administer afterwards, or work goes on at what would end again; when the database fails.
pub fn undo(
    mut grant: Granted<'_, UndoChange>,
    reason: &Reason,
    today: NaiveDate,
    now: Instant,
) -> Result<TakenBack> {
    let (change, sql) = grant.parts();
    let (id, about) = (change.id, change.reason.clone());
    let mut by = By::new(Origin::Undo, reason.clone(), today, now);
    organisation::wait_for_turn(sql)?;
    by.begin(sql)?;
    let others = by.others(sql, Verb::UndoChange)?;
    let widens_policy = changes::rows(sql, id)?.iter().any(widens_when_undone);
    let tried = sql.try_out(|sql| {
        let undone = changes::undo(sql, id, reason, now)?;
        leaves_work_alone(sql, &undone)?;
        by.check(sql)?;
        let widens = widens_policy || (others > 0 && by.makes_administrators(sql)?);
        if widens && matches!(undone, Undone::Done(_)) {
            return Err(Error::Conflict(MAKES_ADMINISTRATORS));
        }
        Ok(undone)
    });
    match tried {
        Ok(undone) => Ok(TakenBack::Tried(undone)),
        Err(Error::Conflict(MAKES_ADMINISTRATORS)) => {
            let asked = ToUndo { change: id, about };
            pending::ask(sql, UNDO_CHANGE, &asked, reason, others, now)?;
            Ok(TakenBack::Waits)
        }
        Err(error) => Err(error),
    }
}

/// Takes back what a second administrator confirmed, unless something stands on it by now.
pub(in crate::authority) fn carry_out_undone(
    sql: &mut Sql,
    act: &Pending,
    reason: &Reason,
    day: Day,
) -> Result<()> {
    let asked: ToUndo = pending::read(act)?;
    let mut by = By::new(Origin::Undo, reason.clone(), day.date, day.now);
    organisation::wait_for_turn(sql)?;
    by.begin(sql)?;
    let undone = changes::undo(sql, asked.change, reason, day.now)?;
    leaves_work_alone(sql, &undone)?;
    match undone {
        Undone::Done(_) => by.check(sql),
        Undone::Before(_) => Err(Error::refused("admin-problem-undone-before")),
        _ => Err(Error::refused("admin-problem-undo-no-longer")),
    }
}

/// What was opened and is in use since does not end again by the way back.
fn leaves_work_alone(sql: &mut Sql, undone: &Undone) -> Result<()> {
    match undone {
        Undone::Done(by) => {
            let rows = changes::rows(sql, *by)?;
            organisation::unless_at_work(sql, &rows)
        }
        _ => Ok(()),
    }
}
