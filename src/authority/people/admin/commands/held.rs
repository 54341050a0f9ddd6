//! Commands about who holds which responsibility, and when.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::authority::access::pending::{self, GIVE_ADMINISTRATION, REDATE_ADMINISTRATION};
use crate::authority::access::{Day, Pending};
use crate::authority::changes::{Origin, Reason};
use crate::kernel::error::{Error, FieldProblem, Refusal, Result};
use crate::kernel::ids::{AccountId, ResponsibilityId};
use crate::platform::door::{Granted, Sql};

use super::super::acts::ChangeHeld;
use super::super::model::{Held, Staff};
use super::super::queries;
use super::super::rules::{self, Span};
use super::{By, Settled, must_be_open, refuse};

/// A responsibility that waits to be given.
#[derive(Debug, Serialize, Deserialize)]
struct ToGive {
    person: AccountId,
    responsibility: ResponsibilityId,
    from: NaiveDate,
    until: Option<NaiveDate>,
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
) -> Result<Settled> {
    let (person, sql) = grant.parts();
    must_be_open(person)?;
    let asked = ToGive {
        person: person.id,
        responsibility,
        from: span.from,
        until: span.until,
    };
    by.unless_it_makes_administrators(sql, GIVE_ADMINISTRATION, &asked, |sql, by| {
        put_given(sql, person, responsibility, span, by)
    })
}

/// Gives what a second administrator confirmed.
pub(in crate::authority) fn carry_out_given(
    sql: &mut Sql,
    act: &Pending,
    reason: &Reason,
    day: Day,
) -> Result<()> {
    let asked: ToGive = pending::read(act)?;
    let person = queries::anybody(sql, asked.person)?.ok_or(Error::NotFound)?;
    must_be_open(&person)?;
    let span = Span {
        from: asked.from.max(day.date),
        until: asked.until,
    };
    let mut by = By::new(Origin::Page, reason.clone(), day.date, day.now);
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
    if !queries::is_responsibility(sql, responsibility)? {
        let problem = FieldProblem::new("responsibility", "forms-problem-not-an-option");
        return Err(Refusal::of_fields(vec![problem]).into());
    }
    let others = of_the_same(sql, person.id, responsibility)?;
    let problems = rules::dates_problems(span, None, &others, by.today);
    refuse(problems)?;
    queries::insert_held(sql, person.id, responsibility, span).map_err(as_held_then)
}

/// A responsibility that waits for other days.
#[derive(Debug, Serialize, Deserialize)]
struct ToRedate {
    person: AccountId,
    responsibility: ResponsibilityId,
    /// The first day as it was: it names the row.
    began: NaiveDate,
    from: NaiveDate,
    until: Option<NaiveDate>,
}

/// Re-dates a responsibility that began, or is to begin, on `from`. One that is over stays as it was; one that has begun keeps
/// its first day. Where somebody would administer on more days than before it waits for a second administrator.
///
/// # Errors
/// [`Error::NotFound`] when she does not hold it; a refusal on the fields `from` and `last`.
pub fn redate(
    mut grant: Granted<'_, ChangeHeld>,
    responsibility: ResponsibilityId,
    from: NaiveDate,
    span: &Span,
    by: &mut By,
) -> Result<Settled> {
    let (person, sql) = grant.parts();
    must_be_open(person)?;
    let asked = ToRedate {
        person: person.id,
        responsibility,
        began: from,
        from: span.from,
        until: span.until,
    };
    by.unless_it_makes_administrators(sql, REDATE_ADMINISTRATION, &asked, |sql, by| {
        put_redated(sql, person, responsibility, from, span, by)
    })
}

/// Gives the days that a second administrator confirmed.
pub(in crate::authority) fn carry_out_redated(
    sql: &mut Sql,
    act: &Pending,
    reason: &Reason,
    day: Day,
) -> Result<()> {
    let asked: ToRedate = pending::read(act)?;
    let person = queries::anybody(sql, asked.person)?.ok_or(Error::NotFound)?;
    must_be_open(&person)?;
    let from = if asked.from == asked.began {
        asked.from
    } else {
        asked.from.max(day.date)
    };
    let span = Span {
        from,
        until: asked.until,
    };
    let mut by = By::new(Origin::Page, reason.clone(), day.date, day.now);
    put_redated(sql, &person, asked.responsibility, asked.began, &span, &mut by)?;
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
