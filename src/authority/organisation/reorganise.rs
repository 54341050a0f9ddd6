//! Reorganisations: several changes that take effect together, from a day.
//!
//! A preview does the whole plan for real inside a savepoint and takes it back, so that it refuses what the day itself
//! would refuse. A plan for a later day is carried out by the worker at midnight of the tenant's zone, in one transaction:
//! a process killed on the way leaves the old organisation, and the next look carries it out once.

use std::collections::BTreeSet;

use chrono::{LocalResult, NaiveDate, TimeZone};
use chrono_tz::Tz;
use serde_json::json;
use uuid::Uuid;

use crate::authority::changes::{self, Origin, Reason};
use crate::kernel::clock::Instant;
use crate::kernel::error::{Error, FieldProblem, Refusal, Result};
use crate::kernel::ids::TenantId;
use crate::platform::door::{Granted, PlatformSql, Sql};

use super::acts::{ReadOrganisation, Reorganise};
use super::change::Change;
use super::commands::{At, attempt};
pub use super::model::Plan;
use super::model::{InTheWay, Planned, Preview, REFUSED_CHANGE, StepPreview};
use super::queries::{plans, uses, write};

/// The most changes of one reorganisation.
pub const STEPS_MAX: usize = 200;
/// The longest title of one, in characters.
pub const TITLE_MAX: usize = 200;

/// The first moment of a day in a zone. Where the clocks skip midnight, it is the moment after the gap.
#[must_use]
pub fn first_moment(day: NaiveDate, zone: Tz) -> Instant {
    let midnight = day.and_time(chrono::NaiveTime::MIN);
    let mut at = midnight;
    loop {
        match zone.from_local_datetime(&at) {
            LocalResult::Single(moment) | LocalResult::Ambiguous(moment, _) => return moment.to_utc(),
            LocalResult::None => at += chrono::Duration::minutes(15),
        }
    }
}

/// What a plan would do: whom each change touches today, and what it comes to or which rule refuses it. Nothing is left of
/// the attempt.
///
/// # Errors
/// When the database fails.
pub fn preview(grant: &mut Granted<'_, Reorganise>, changes: &[Change], at: At) -> Result<Preview> {
    let sql = grant.sql();
    write::wait_for_turn(sql)?;
    try_plan(sql, changes, at)
}

fn try_plan(sql: &mut Sql, changes: &[Change], at: At) -> Result<Preview> {
    let mut preview = Preview::default();
    let reason = Reason::parse("preview").map_err(Error::internal)?;
    let tried: Result<()> = sql.try_out(|sql| {
        changes::open(sql, Origin::Reorganisation, &reason, at.now)?;
        let parts: BTreeSet<_> = changes.iter().filter_map(Change::touched).collect();
        preview.touches = uses::touched(sql, &Vec::from_iter(parts))?;
        for wanted in changes {
            let touches = uses::touched(sql, wanted.touched().as_slice())?;
            let outcome = match attempt(sql, wanted, at) {
                Ok(done) => Ok(done),
                Err(Error::Refused(refusal)) => Err(refusal),
                Err(Error::NotFound) => Err(Refusal::new("rule-part-is-there")),
                Err(other) => return Err(other),
            };
            let is_refused = outcome.is_err();
            preview.steps.push(StepPreview { touches, outcome });
            if is_refused {
                break;
            }
        }
        // Whatever came of it, it is taken back.
        Err(Error::Conflict("preview"))
    });
    match tried {
        Err(Error::Conflict("preview")) => Ok(preview),
        Err(other) => Err(other),
        Ok(()) => Err(Error::internal("a preview was kept")),
    }
}

/// Plans a reorganisation, or carries it out at once when its day has come.
///
/// # Errors
/// The refusal of the first change that a rule refuses, with [`REFUSED_CHANGE`]; when the database fails.
pub fn plan(grant: &mut Granted<'_, Reorganise>, plan: &Plan, zone: Tz, at: At) -> Result<Uuid> {
    Ok(plan_and_tell(grant, plan, zone, at)?.0)
}

/// The same, with the organisations of other business groups whose names it gives to something, where that is warned of.
///
/// # Errors
/// As [`plan`].
pub fn plan_and_tell(
    grant: &mut Granted<'_, Reorganise>,
    plan: &Plan,
    zone: Tz,
    at: At,
) -> Result<(Uuid, Vec<InTheWay>)> {
    let sql = grant.sql();
    if plan.changes.is_empty() || plan.changes.len() > STEPS_MAX {
        return Err(Refusal::new("rule-plan-has-steps").with("max", STEPS_MAX).into());
    }
    write::wait_for_turn(sql)?;
    let on_its_day = At {
        now: at.now,
        day: plan.effective_on,
    };
    let tried = try_plan(sql, &plan.changes, on_its_day)?;
    if let Some((place, refusal)) = tried.refused() {
        return Err(refusal.clone().with(REFUSED_CHANGE, place).into());
    }
    let id = Uuid::now_v7();
    let row = plans::NewPlan {
        id,
        plan,
        due_at: first_moment(plan.effective_on, zone),
        now: at.now,
    };
    plans::add(sql, &row)?;
    if plan.effective_on <= at.day {
        carry_out(sql, id, at.now)?;
    }
    Ok((id, tried.same_names()))
}

/// Adds a change to a plan whose day is still to come: from then on they take effect together or not at all.
///
/// # Errors
/// [`Error::NotFound`] when there is no such plan; the refusal of the first change that a rule refuses when all of them are
/// tried in their order, and then the plan is as it was; when the database fails.
pub fn extend(grant: &mut Granted<'_, Reorganise>, id: Uuid, wanted: &Change, now: Instant) -> Result<()> {
    let edited = Edited {
        add: vec![wanted.clone()],
        ..Edited::default()
    };
    edit(grant, id, &edited, now)
}

/// What is to be another of a plan.
#[derive(Debug, Clone, Default)]
pub struct Edited {
    /// What it is called from now on.
    pub title: Option<String>,
    /// Changes behind those it has.
    pub add: Vec<Change>,
    /// Changes it has no more.
    pub leave_out: Vec<Change>,
}

/// Edits a plan whose day is still to come, all at once: what it then has is tried together, in its order.
///
/// # Errors
/// [`Error::NotFound`] when there is no such plan, or a change that is left out is not in it; a refusal when nothing or too
/// much would be left, a rule refuses what is left (with [`REFUSED_CHANGE`] where it is one of those added), or the title is too
/// long; when the database fails.
pub fn edit(grant: &mut Granted<'_, Reorganise>, id: Uuid, edited: &Edited, now: Instant) -> Result<()> {
    edit_and_tell(grant, id, edited, now).map(|_| ())
}

/// The same, with the organisations of other business groups whose names the plan then gives to something, where that is warned
/// of.
///
/// # Errors
/// As [`edit`].
pub fn edit_and_tell(
    grant: &mut Granted<'_, Reorganise>,
    id: Uuid,
    edited: &Edited,
    now: Instant,
) -> Result<Vec<InTheWay>> {
    if let Some(title) = &edited.title {
        call(grant, id, title, now)?;
    }
    let sql = grant.sql();
    write::wait_for_turn(sql)?;
    let mut coming = plans::take_coming(sql, id, now)?;
    let next = coming.steps.last().map_or(0, |(last, _)| last + 1);
    let mut dropped = Vec::new();
    for gone in &edited.leave_out {
        let found = coming.steps.iter().position(|(_, change)| change == gone);
        let (position, _) = coming.steps.remove(found.ok_or(Error::NotFound)?);
        dropped.push(position);
    }
    let added: Vec<(i32, &Change)> = (next..).zip(&edited.add).collect();
    let changes: Vec<Change> = coming
        .steps
        .into_iter()
        .map(|(_, change)| change)
        .chain(edited.add.iter().cloned())
        .collect();
    if changes.is_empty() || changes.len() > STEPS_MAX {
        return Err(Refusal::new("rule-plan-has-steps").with("max", STEPS_MAX).into());
    }
    if dropped.is_empty() && added.is_empty() {
        return Ok(Vec::new());
    }
    let day = coming.effective_on;
    let tried = try_plan(sql, &changes, At { now, day })?;
    if let Some((place, refusal)) = tried.refused() {
        let kept = changes.len() - added.len();
        let refusal = refusal.clone();
        return Err(match place.checked_sub(kept) {
            Some(place) => refusal.with(REFUSED_CHANGE, place).into(),
            None => refusal.into(),
        });
    }
    for position in dropped {
        plans::drop_step(sql, id, position)?;
    }
    for (position, change) in added {
        plans::add_step(sql, id, position, change)?;
    }
    Ok(tried.same_names())
}

/// Gives a plan whose day is still to come another title.
///
/// # Errors
/// [`Error::NotFound`] when there is no such plan; a refusal on the field `title`; when the database fails.
pub fn call(grant: &mut Granted<'_, Reorganise>, id: Uuid, title: &str, now: Instant) -> Result<()> {
    let title = title.trim();
    if title.is_empty() || title.chars().count() > TITLE_MAX {
        let problem = FieldProblem::new("title", "api-title-length").with("max", TITLE_MAX);
        return Err(Refusal::of_fields(vec![problem]).into());
    }
    plans::take_coming(grant.sql(), id, now)?;
    plans::call(grant.sql(), id, title)
}

/// What a plan whose day is still to come would do if its day were as today is.
///
/// # Errors
/// [`Error::NotFound`] when there is no such plan; when the database fails.
pub fn preview_of(grant: &mut Granted<'_, Reorganise>, id: Uuid, now: Instant) -> Result<Preview> {
    let sql = grant.sql();
    write::wait_for_turn(sql)?;
    let coming = plans::take_coming(sql, id, now)?;
    let changes: Vec<Change> = coming.steps.into_iter().map(|(_, change)| change).collect();
    let day = coming.effective_on;
    try_plan(sql, &changes, At { now, day })
}

/// Takes a plan back before its day.
///
/// # Errors
/// [`Error::NotFound`] when there is none that is still to come; when the database fails.
pub fn cancel(grant: &mut Granted<'_, Reorganise>, id: Uuid, now: Instant) -> Result<()> {
    plans::cancel(grant.sql(), id, now)
}

/// Carries a due plan out, unless that was done, it was cancelled, or it failed before. A rule that was broken meanwhile
/// fails it, and the page says so; nothing of it is then in force.
///
/// # Errors
/// When the database fails.
pub fn apply_due(grant: &mut Granted<'_, Reorganise>, id: Uuid, now: Instant) -> Result<bool> {
    let sql = grant.sql();
    write::wait_for_turn(sql)?;
    carry_out(sql, id, now)
}

fn carry_out(sql: &mut Sql, id: Uuid, now: Instant) -> Result<bool> {
    let Some(due) = plans::take_due(sql, id, now)? else {
        return Ok(false);
    };
    let reason = Reason::parse(&due.reason).map_err(Error::internal)?;
    let at = At {
        now,
        day: due.effective_on,
    };
    let done = sql.try_out(|sql| {
        let under = changes::open(sql, Origin::Reorganisation, &reason, now)?;
        for wanted in &due.changes {
            attempt(sql, wanted, at)?;
        }
        Ok(under)
    });
    match done {
        Ok(under) => {
            plans::applied(sql, id, under, now)?;
            write::show_again(sql)?;
            Ok(true)
        }
        Err(Error::Refused(refusal)) => {
            plans::failed(sql, id, now, &json!(refusal))?;
            Ok(false)
        }
        Err(Error::NotFound) => {
            plans::failed(sql, id, now, &json!(Refusal::new("rule-part-is-there")))?;
            Ok(false)
        }
        Err(other) => Err(other),
    }
}

/// Every plan, those still to come first, then the newest.
///
/// # Errors
/// When the database fails.
pub fn all(grant: &mut Granted<'_, ReadOrganisation>) -> Result<Vec<Planned>> {
    plans::all(grant.sql(), None)
}

/// One plan.
///
/// # Errors
/// [`Error::NotFound`] when there is none; when the database fails.
pub fn one(grant: &mut Granted<'_, ReadOrganisation>, id: Uuid) -> Result<Planned> {
    plans::all(grant.sql(), Some(id))?.pop().ok_or(Error::NotFound)
}

/// Plans of every tenant whose midnight has come, for the clock of the worker.
///
/// # Errors
/// When the database fails.
pub fn due(sql: &mut PlatformSql, now: Instant, most: i64) -> Result<Vec<(TenantId, Uuid)>> {
    plans::due(sql, now, most)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_begins_at_midnight_of_its_zone() {
        let day = |y, m, d| NaiveDate::from_ymd_opt(y, m, d).unwrap();
        let moment = |day, zone| first_moment(day, zone).to_rfc3339();
        assert_eq!(
            moment(day(2026, 12, 1), chrono_tz::Asia::Ho_Chi_Minh),
            "2026-11-30T17:00:00+00:00"
        );
        assert_eq!(
            moment(day(2026, 7, 1), chrono_tz::Europe::Kyiv),
            "2026-06-30T21:00:00+00:00"
        );
        // Havana skips midnight when summer begins.
        assert_eq!(
            moment(day(2026, 3, 8), chrono_tz::America::Havana),
            "2026-03-08T05:00:00+00:00"
        );
    }
}
