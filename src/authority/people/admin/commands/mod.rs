//! One function per intention of an administrator about people and their access.

mod access;
mod held;
mod people;
mod undo;

pub use access::{NewResponsibility, change_responsibility, make_responsibility, put_profile, set_option};
pub(in crate::authority) use held::{carry_out_given, carry_out_redated};
pub use held::{end, give, redate};
pub(super) use held::{put_given, put_redated};
pub use people::{Facts, accept, change_facts, close, end_sessions, invite, reopen, revoke_link, send_again};
pub(in crate::authority) use people::{carry_out_reopened, send_link};
pub(super) use people::{insert_person, put_closed, put_facts, put_reopened};
pub(in crate::authority) use undo::carry_out_undone;
pub use undo::{TakenBack, undo};

use chrono::NaiveDate;

use serde::Serialize;

use crate::authority::access::administration::{Administers, wait_for_turn as access_turn, who_administers};
use crate::authority::access::{others_by_template, pending};
use crate::authority::changes::{self, Origin, Reason};
use crate::kernel::actions::Verb;
use crate::kernel::clock::Instant;
use crate::kernel::error::{Error, FieldProblem, Refusal, Result};
use crate::kernel::ids::AccountId;
use crate::platform::door::Sql;

use super::model::{Staff, Standing};
use super::queries;
use super::rules::{self, Administration, Administrators, Cover, Span};

/// What became of an intention that may need a second administrator.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Settled {
    /// It is done.
    Done,
    /// It waits for a second administrator.
    Waits,
}

/// How a change that was tried out says that it makes administrators.
const MAKES_ADMINISTRATORS: &str = "makes-administrators";

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
    before: Option<(Administration, Administrators)>,
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
            access_turn(sql)?;
            let all = who_administers(sql, self.today)?;
            let before = (
                administration(sql, &all, self.today),
                administrators(sql, all, self.today)?,
            );
            self.before = Some(before);
            changes::open(sql, self.origin, &self.reason, self.now)?;
        }
        Ok(())
    }

    /// Refuses what was done when it took administration away. Called at the end of each command.
    ///
    /// # Errors
    /// A refusal that names the first day without an administrator.
    pub fn check(&self, sql: &mut Sql) -> Result<()> {
        if let Some((before, _)) = &self.before {
            let all = who_administers(sql, self.today)?;
            rules::keeps_administration(*before, administration(sql, &all, self.today))?;
        }
        Ok(())
    }

    /// Whether somebody would administer, by what was done, on a day on which she did not.
    ///
    /// # Errors
    /// When the database fails.
    pub(super) fn makes_administrators(&self, sql: &mut Sql) -> Result<bool> {
        match &self.before {
            Some((_, before)) => {
                let all = who_administers(sql, self.today)?;
                Ok(administrators(sql, all, self.today)?.exceed(before))
            }
            None => Ok(false),
        }
    }

    /// How many others could confirm what this one asks.
    fn others(&self, sql: &mut Sql, verb: Verb) -> Result<i64> {
        let me = sql.context().actor.account().ok_or(Error::SignInNeeded)?;
        others_by_template(sql, verb, me, self.today)
    }

    /// Does what makes nobody an administrator. What does is taken back and written down for a second administrator, as long
    /// as there is one.
    fn unless_it_makes_administrators(
        &mut self,
        sql: &mut Sql,
        kind: &'static str,
        asked: &impl Serialize,
        change: impl FnOnce(&mut Sql, &mut By) -> Result<()>,
    ) -> Result<Settled> {
        self.begin(sql)?;
        let others = self.others(sql, Verb::ChangeAccess)?;
        let tried = sql.try_out(|sql| {
            change(sql, self)?;
            self.check(sql)?;
            if others > 0 && self.makes_administrators(sql)? {
                return Err(Error::Conflict(MAKES_ADMINISTRATORS));
            }
            Ok(())
        });
        match tried {
            Ok(()) => Ok(Settled::Done),
            Err(Error::Conflict(MAKES_ADMINISTRATORS)) => {
                pending::ask(sql, kind, asked, &self.reason, others, self.now)?;
                Ok(Settled::Waits)
            }
            Err(error) => Err(error),
        }
    }
}

/// Who administers from `today` on.
fn administration(sql: &Sql, all: &[Administers], today: NaiveDate) -> Administration {
    let own = sql.context().actor.account();
    let counted = || all.iter().filter(|one| one.signs_in && one.opens);
    let of_own = counted().filter(|one| Some(one.account) == own);
    Administration {
        anybody: Cover::of(counted().map(|one| one.span), today),
        own: Cover::of(of_own.map(|one| one.span), today),
    }
}

/// Everybody who administers on some day from `today` on, by a responsibility of her own or lent, whether or not she has ever
/// signed in and whether or not it opens a unit today.
///
/// # Errors
/// When the database fails.
fn administrators(sql: &mut Sql, all: Vec<Administers>, today: NaiveDate) -> Result<Administrators> {
    let mut spans: Vec<(AccountId, Span)> = all.into_iter().map(|one| (one.account, one.span)).collect();
    spans.extend(queries::lends_administration(sql)?);
    Ok(Administrators::of(spans, today))
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
