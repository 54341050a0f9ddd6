//! Commands about who holds which responsibility, and when.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::authority::access::pending::{self, GIVE_ADMINISTRATION};
use crate::authority::access::{Day, may_change_access, others_by_template};
use crate::authority::changes::{Origin, Reason};
use crate::kernel::actions::Verb;
use crate::kernel::error::{Error, FieldProblem, Refusal, Result};
use crate::kernel::ids::{AccountId, ResponsibilityId};
use crate::platform::door::{Granted, Sql};

use super::super::acts::ChangeHeld;
use super::super::model::{Held, Staff};
use super::super::queries;
use super::super::rules::{self, Span};
use super::{By, must_be_open, refuse};

/// What became of giving.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Given {
    /// She has it.
    Done,
    /// It waits for a second administrator.
    Waits,
}

/// A responsibility that waits to be given.
#[derive(Debug, Serialize, Deserialize)]
struct ToGive {
    person: AccountId,
    responsibility: ResponsibilityId,
    from: NaiveDate,
    until: Option<NaiveDate>,
    reason: String,
}

/// Gives somebody a responsibility. One that can itself change access waits for a second administrator, once there is one:
/// the first gives it to the second alone, or there would never be four eyes.
///
/// # Errors
/// A refusal on the fields `responsibility`, `from` and `last`.
pub fn give(
    mut grant: Granted<'_, ChangeHeld>,
    responsibility: ResponsibilityId,
    span: &Span,
    by: &mut By,
) -> Result<Given> {
    let (person, sql) = grant.parts();
    must_be_open(person)?;
    let me = sql.context().actor.account().ok_or(Error::SignInNeeded)?;
    let known = queries::responsibilities(sql, by.today)?;
    let administers = match known.iter().find(|one| one.id == responsibility) {
        Some(one) => may_change_access(&one.role)?,
        None => false,
    };
    let others = if administers {
        others_by_template(sql, Verb::ChangeAccess, me, by.today)?
    } else {
        0
    };
    if others > 0 {
        let others_of = of_the_same(sql, person.id, responsibility)?;
        refuse(rules::dates_problems(span, None, &others_of, by.today))?;
        let to_give = ToGive {
            person: person.id,
            responsibility,
            from: span.from,
            until: span.until,
            reason: by.reason.as_str().to_owned(),
        };
        pending::ask(sql, GIVE_ADMINISTRATION, &to_give, &by.reason, others, by.now)?;
        return Ok(Given::Waits);
    }
    put_given(sql, person, responsibility, span, by)?;
    by.check(sql)?;
    Ok(Given::Done)
}

/// Gives what a second administrator confirmed.
pub(in crate::authority) fn carry_out_given(
    sql: &mut Sql,
    payload: &serde_json::Value,
    day: Day,
) -> Result<()> {
    let asked: ToGive = pending::read(payload)?;
    let person = queries::staff(sql, asked.person)?.ok_or(Error::NotFound)?;
    must_be_open(&person)?;
    let span = Span {
        from: asked.from.max(day.date),
        until: asked.until,
    };
    let reason = Reason::parse(&asked.reason).map_err(Error::internal)?;
    let mut by = By::new(Origin::Page, reason, day.date, day.now);
    put_given(sql, &person, asked.responsibility, &span, &mut by)?;
    by.check(sql)
}

pub(in super::super) fn put_given(
    sql: &mut Sql,
    person: &Staff,
    responsibility: ResponsibilityId,
    span: &Span,
    by: &mut By,
) -> Result<()> {
    by.begin(sql)?;
    let known = queries::responsibilities(sql, by.today)?;
    if !known.iter().any(|one| one.id == responsibility) {
        let problem = FieldProblem::new("responsibility", "forms-problem-not-an-option");
        return Err(Refusal::of_fields(vec![problem]).into());
    }
    let others = of_the_same(sql, person.id, responsibility)?;
    let problems = rules::dates_problems(span, None, &others, by.today);
    refuse(problems)?;
    queries::insert_held(sql, person.id, responsibility, span).map_err(as_held_then)
}

/// Re-dates a responsibility that began, or is to begin, on `from`. One that is over stays as it was; one that has begun keeps
/// its first day.
///
/// # Errors
/// [`Error::NotFound`] when she does not hold it; a refusal on the fields `from` and `last`.
pub fn redate(
    mut grant: Granted<'_, ChangeHeld>,
    responsibility: ResponsibilityId,
    from: NaiveDate,
    span: &Span,
    by: &mut By,
) -> Result<()> {
    let (person, sql) = grant.parts();
    must_be_open(person)?;
    put_redated(sql, person, responsibility, from, span, by)?;
    by.check(sql)
}

pub(in super::super) fn put_redated(
    sql: &mut Sql,
    person: &Staff,
    responsibility: ResponsibilityId,
    from: NaiveDate,
    span: &Span,
    by: &mut By,
) -> Result<()> {
    by.begin(sql)?;
    let mut others = of_the_same(sql, person.id, responsibility)?;
    let at = others
        .iter()
        .position(|held| held.from == from)
        .ok_or(Error::NotFound)?;
    let held = others.remove(at);
    if held.is_over_on(by.today) {
        return Err(Error::refused("admin-problem-held-over"));
    }
    let was = Span {
        from: held.from,
        until: held.until,
    };
    refuse(rules::dates_problems(span, Some(&was), &others, by.today))?;
    queries::redate_held(sql, person.id, responsibility, from, span).map_err(as_held_then)
}

/// Ends a responsibility at once: today it is no longer held. One that was to begin later, or began today, never was.
///
/// # Errors
/// [`Error::NotFound`] when she does not hold it; a refusal when it is over already or nobody would administer.
pub fn end(
    mut grant: Granted<'_, ChangeHeld>,
    responsibility: ResponsibilityId,
    from: NaiveDate,
    by: &mut By,
) -> Result<()> {
    let (person, sql) = grant.parts();
    put_ended(sql, person, responsibility, from, by)?;
    by.check(sql)
}

pub(in super::super) fn put_ended(
    sql: &mut Sql,
    person: &Staff,
    responsibility: ResponsibilityId,
    from: NaiveDate,
    by: &mut By,
) -> Result<()> {
    by.begin(sql)?;
    let held = of_the_same(sql, person.id, responsibility)?
        .into_iter()
        .find(|held| held.from == from)
        .ok_or(Error::NotFound)?;
    if held.is_over_on(by.today) {
        return Err(Error::refused("admin-problem-held-over"));
    }
    if held.from >= by.today {
        queries::delete_held(sql, person.id, responsibility, from)
    } else {
        let span = Span {
            from,
            until: Some(by.today),
        };
        queries::redate_held(sql, person.id, responsibility, from, &span)
    }
}

fn of_the_same(sql: &mut Sql, person: AccountId, responsibility: ResponsibilityId) -> Result<Vec<Held>> {
    let mut held = queries::held(sql, person)?;
    held.retain(|one| one.responsibility == responsibility);
    Ok(held)
}

/// What the database's own constraint says, when two gave the same thing at once.
fn as_held_then(error: Error) -> Error {
    match error {
        Error::RuleBroken { .. } => Error::Conflict("changed-meanwhile"),
        other => other,
    }
}
