//! One function per intention of an administrator about people and their access.

mod access;
mod held;
mod people;
mod undo;

pub use access::{NewResponsibility, change_responsibility, make_responsibility, put_profile, set_option};
pub(in crate::authority) use held::carry_out_given;
pub use held::{Given, end, give, redate};
pub(super) use held::{put_given, put_redated};
pub(in crate::authority) use people::send_link;
pub use people::{Facts, accept, change_facts, close, end_sessions, invite, reopen, revoke_link, send_again};
pub(super) use people::{insert_person, put_closed, put_facts, put_reopened};
pub use undo::undo;

use chrono::NaiveDate;

use crate::authority::changes::{self, Origin, Reason};
use crate::kernel::clock::Instant;
use crate::kernel::error::{Error, FieldProblem, Refusal, Result};
use crate::platform::door::Sql;

use super::model::{Staff, Standing};
use super::queries;
use super::rules::{self, Administration, Cover};

/// Who changes what follows, why, and when: one change set for everything that is done with it.
///
/// Changes of one tenant's access wait for one another from the first of them on, so that nobody administers away what another
/// relies upon at the same moment.
pub struct By {
    /// Where it comes from.
    pub origin: Origin,
    /// Why.
    pub reason: Reason,
    /// The day in the tenant's zone.
    pub today: NaiveDate,
    /// The moment.
    pub now: Instant,
    before: Option<Administration>,
}

impl By {
    /// Nothing was changed yet.
    #[must_use]
    pub const fn new(origin: Origin, reason: Reason, today: NaiveDate, now: Instant) -> Self {
        Self {
            origin,
            reason,
            today,
            now,
            before: None,
        }
    }

    /// Opens the change set, once, and notes who administers before it.
    ///
    /// # Errors
    /// When the database fails.
    pub fn begin(&mut self, sql: &mut Sql) -> Result<()> {
        if self.before.is_none() {
            queries::lock_access(sql)?;
            self.before = Some(administration(sql, self.today)?);
            changes::open(sql, self.origin, &self.reason, self.now)?;
        }
        Ok(())
    }

    /// Refuses what was done when it took administration away. Called at the end of each command.
    ///
    /// # Errors
    /// A refusal that names the first day without an administrator.
    pub fn check(&self, sql: &mut Sql) -> Result<()> {
        if let Some(before) = self.before {
            rules::keeps_administration(before, administration(sql, self.today)?)?;
        }
        Ok(())
    }
}

/// Who administers from `today` on.
///
/// # Errors
/// When the database fails.
fn administration(sql: &mut Sql, today: NaiveDate) -> Result<Administration> {
    let own = sql.context().actor.account();
    let spans = queries::opens_administration(sql)?;
    let of_own = spans.iter().filter(|(account, _)| Some(*account) == own);
    Ok(Administration {
        anybody: Cover::of(spans.iter().map(|(_, span)| *span), today),
        own: Cover::of(of_own.map(|(_, span)| *span), today),
    })
}

fn must_be_open(person: &Staff) -> Result<()> {
    if person.standing == Standing::Closed {
        return Err(Error::refused("admin-problem-account-closed"));
    }
    Ok(())
}

fn refuse(problems: Vec<FieldProblem>) -> Result<()> {
    if problems.is_empty() {
        Ok(())
    } else {
        Err(Refusal::of_fields(problems).into())
    }
}
