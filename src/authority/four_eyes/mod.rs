//! Four eyes: a dangerous act waits until a second person who could do it herself confirms it.
//!
//! Whoever is about to do something dangerous writes it down ([`pending::ask`]) instead of doing it; [`decide`] carries it out
//! in the transaction of the one who confirms, under a change set that bears the reason of the one who asked. Nobody confirms
//! her own act: the rule stands in the table as well. What nobody confirmed within [`pending::HOURS_MAX`] hours is over.
//!
//! To bring another dangerous act under it, add a [`Kind`] to [`KINDS`]: its name, the verb that both persons need, and what
//! carries it out.

pub mod acts;

use crate::authority::access::commands::{self as access, Joined};
use crate::authority::access::pending::{self, read};
use crate::authority::access::rules::LineChange;
use crate::authority::access::{Day, NewLoan, Pending};
use crate::authority::changes::{self, Origin, Reason};
use crate::authority::people::admin::commands as people;
use crate::kernel::actions::Verb;
use crate::kernel::error::{Error, Result};
use crate::platform::door::{Granted, Sql};

use acts::DecidePending;

/// A kind of dangerous act.
pub struct Kind {
    /// As stored, and the tail of the text key `access-pending-…`.
    pub name: &'static str,
    /// What whoever asks and whoever confirms must be allowed.
    pub verb: Verb,
    /// Does it. A change set with the reason is open.
    carry_out: fn(&mut Sql, &Pending, &Reason, Day) -> Result<()>,
}

/// Every kind.
pub const KINDS: &[Kind] = &[
    Kind {
        name: pending::WIDEN_POLICY,
        verb: Verb::ChangePolicy,
        carry_out: |sql, act, _, day| access::carry_out_line(sql, &read::<LineChange>(act)?, day),
    },
    Kind {
        name: pending::JOIN_DUTIES,
        verb: Verb::ChangePolicy,
        carry_out: |sql, act, _, day| access::carry_out_join(sql, read::<Joined>(act)?.id, day),
    },
    Kind {
        name: pending::LEND_ADMINISTRATION,
        verb: Verb::ChangePolicy,
        carry_out: |sql, act, _, day| access::carry_out_loan(sql, &read::<NewLoan>(act)?, day),
    },
    Kind {
        name: pending::GIVE_ADMINISTRATION,
        verb: Verb::ChangeAccess,
        carry_out: people::carry_out_given,
    },
    Kind {
        name: pending::REDATE_ADMINISTRATION,
        verb: Verb::ChangeAccess,
        carry_out: people::carry_out_redated,
    },
    Kind {
        name: pending::REOPEN_ADMINISTRATOR,
        verb: Verb::ChangePeople,
        carry_out: people::carry_out_reopened,
    },
    Kind {
        name: pending::UNDO_CHANGE,
        verb: Verb::UndoChange,
        carry_out: people::carry_out_undone,
    },
];

/// The kind of this name.
#[must_use]
pub fn kind(name: &str) -> Option<&'static Kind> {
    KINDS.iter().find(|kind| kind.name == name)
}

/// Confirms an act and carries it out, or rejects it. Whoever asked may take her act back by rejecting it.
///
/// # Errors
/// A refusal when it is over or decided, or when one confirms one's own; what carrying it out says.
pub fn decide(mut grant: Granted<'_, DecidePending>, confirm: bool, day: Day) -> Result<()> {
    let act = grant.subject().clone();
    let me = grant.context().actor.account().ok_or(Error::SignInNeeded)?;
    let kind = kind(&act.kind).ok_or(Error::NotFound)?;
    if !act.is_open(day.now) {
        return Err(Error::refused("errors-pending-over"));
    }
    if confirm && act.asked_by == me {
        return Err(Error::refused("errors-pending-own"));
    }
    let sql = grant.sql();
    if !pending::close(sql, act.id, me, confirm, day.now)? {
        return Err(Error::refused("errors-pending-over"));
    }
    if confirm {
        let reason = Reason::parse(&act.reason).map_err(Error::internal)?;
        changes::open(sql, Origin::Page, &reason, day.now)?;
        (kind.carry_out)(sql, &act, &reason, day)?;
    }
    Ok(())
}
