//! One function per intention: lend and take back, change the policy, keep duties apart.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::authority::changes::{self, Origin, Reason};
use crate::authority::people::queries as people;
use crate::kernel::access::Start;
use crate::kernel::actions::Verb;
use crate::kernel::clock::Instant;
use crate::kernel::error::{Error, FieldProblem, Refusal, Result};
use crate::kernel::ids::{AccountId, DelegationId, PendingActId, PolicyLineId, SeparatedDutyId};
use crate::platform::door::{Granted, Sql};

use super::acts::{ChangePolicy, EndLoan, Lend};
use super::gate;
use super::model::{HeldResponsibility, NewLoan};
use super::pending::{self, JOIN_DUTIES, LEND_ADMINISTRATION, WIDEN_POLICY};
use super::policy::Policy;
use super::queries;
use super::roles::{LineReach, RoleTemplates};
use super::rules::{self, LineChange};
use super::standing::{Day, Standing};

/// What became of an intention.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// It is done.
    Done,
    /// It waits for a second person.
    Waits(PendingActId),
}

/// Lends a responsibility of one's own to a colleague. One that can change the policy waits for a second administrator.
///
/// # Errors
/// A refusal when it is not hers to lend on those days or at those units, or the colleague is none of her business group.
pub fn lend(
    mut grant: Granted<'_, Lend>,
    loan: &NewLoan,
    reason: &Reason,
    standing: &Standing,
    now: Instant,
) -> Result<Outcome> {
    let me = *grant.subject();
    if loan.lender != me {
        return Err(Error::NotFound);
    }
    let sql = grant.sql();
    let held = check_loan(sql, loan, standing.day)?;
    if may_everywhere(&standing.policy, &held.role, Verb::ChangePolicy) {
        let others = others_who_may(sql, Verb::ChangePolicy, standing, me)?;
        let id = pending::ask(sql, LEND_ADMINISTRATION, loan, reason, others, now)?;
        return Ok(Outcome::Waits(id));
    }
    changes::open(sql, Origin::Page, reason, now)?;
    insert_loan(sql, loan, now)?;
    Ok(Outcome::Done)
}

/// Checks a loan against what its lender has now.
fn check_loan(sql: &mut Sql, loan: &NewLoan, day: Day) -> Result<HeldResponsibility> {
    let all = queries::all_responsibilities(sql, loan.lender)?;
    let own: Vec<&HeldResponsibility> = all
        .iter()
        .filter(|one| one.id == loan.responsibility && one.loan.is_none())
        .collect();
    let held = own.first().copied().cloned().ok_or_else(|| {
        Refusal::of_fields(vec![FieldProblem::new("responsibility", "errors-loan-not-hers")])
    })?;
    let group = people::group_of(sql, loan.lender)?;
    let start: Option<Start> = {
        let directory = queries::directory(sql, day.date)?;
        gate::begin(sql, loan.lender, group, &held, &directory)?.ok()
    };
    rules::check_loan(&own, start.as_ref(), &loan.units, (loan.from, loan.to), day.date)?;
    let colleague = queries::colleague(sql, loan.borrower)?.filter(|_| loan.borrower != loan.lender);
    match colleague {
        Some(their) if their.is_none() || group.is_none() || their == group => Ok(held),
        _ => {
            Err(Refusal::of_fields(vec![FieldProblem::new("borrower", "errors-loan-not-a-colleague")]).into())
        }
    }
}

fn insert_loan(sql: &mut Sql, loan: &NewLoan, now: Instant) -> Result<()> {
    queries::insert_loan(sql, DelegationId::fresh(), loan, now).map_err(|error| match error {
        Error::RuleBroken { constraint, .. } if constraint == "delegation_once" => {
            Refusal::of_fields(vec![FieldProblem::new("borrower", "errors-loan-twice")]).into()
        }
        other => other,
    })
}

/// Makes the loan that a second person confirmed. What changed meanwhile counts: nobody lends what she no longer has.
pub(in crate::authority) fn carry_out_loan(sql: &mut Sql, loan: &NewLoan, day: Day) -> Result<()> {
    let loan = NewLoan {
        from: loan.from.max(day.date),
        ..loan.clone()
    };
    check_loan(sql, &loan, day)?;
    insert_loan(sql, &loan, day.now)
}

/// Ends a loan before its day.
///
/// # Errors
/// When the database fails.
pub fn end_loan(mut grant: Granted<'_, EndLoan>, reason: &Reason, now: Instant) -> Result<()> {
    let id = grant.subject().id;
    let sql = grant.sql();
    changes::open(sql, Origin::Page, reason, now)?;
    queries::end_loan(sql, id, now)
}

/// Changes one cell of the tenant's policy. What lets anybody do more waits for a second administrator.
///
/// # Errors
/// A refusal when the change makes no sense, would lock everybody out, or nobody else could confirm it.
pub fn change_line(
    mut grant: Granted<'_, ChangePolicy>,
    change: &LineChange,
    reason: &Reason,
    standing: &Standing,
    now: Instant,
) -> Result<Outcome> {
    rules::check_change(change, &standing.templates, standing.day.date)?;
    let me = grant.context().actor.account().ok_or(Error::SignInNeeded)?;
    let sql = grant.sql();
    let lines = queries::policy_lines(sql)?;
    if rules::widens(change, &standing.templates, &lines) {
        let others = others_who_may(sql, Verb::ChangePolicy, standing, me)?;
        let id = pending::ask(sql, WIDEN_POLICY, change, reason, others, now)?;
        return Ok(Outcome::Waits(id));
    }
    changes::open(sql, Origin::Page, reason, now)?;
    carry_out_line(sql, change, standing.day)?;
    Ok(Outcome::Done)
}

/// Cuts the days of the change out of the lines of the same cell and puts its own line there. What is past stays.
pub(in crate::authority) fn carry_out_line(sql: &mut Sql, change: &LineChange, day: Day) -> Result<()> {
    let change = LineChange {
        from: change.from.max(day.date),
        ..change.clone()
    };
    if change.to.is_some_and(|to| to <= change.from) {
        return Err(Error::refused("errors-pending-over"));
    }
    let lines = queries::policy_lines(sql)?;
    for old in change.touched(&lines) {
        if old.valid_from < change.from {
            queries::end_line(sql, old.id, change.from)?;
        } else {
            queries::delete_line(sql, old.id)?;
        }
        if let Some(to) = change.to
            && old.valid_to.is_none_or(|end| to < end)
        {
            queries::insert_line(sql, PolicyLineId::fresh(), &old.line, to, old.valid_to)?;
        }
    }
    if let Some(line) = change.line() {
        queries::insert_line(sql, PolicyLineId::fresh(), &line, change.from, change.to)?;
    }
    Ok(())
}

/// Keeps two verbs apart from a day on: whoever did the one to a subject may not do the other to it.
///
/// # Errors
/// A refusal when one of them leaves no trace by which it could be known, or both are the same.
pub fn separate_duties(
    mut grant: Granted<'_, ChangePolicy>,
    (one, other): (Verb, Verb),
    reason: &Reason,
    from: NaiveDate,
    day: Day,
    now: Instant,
) -> Result<SeparatedDutyId> {
    let mut problems = Vec::new();
    for (field, verb) in [("first", one), ("second", other)] {
        if !verb.is_recorded() {
            problems.push(FieldProblem::new(field, "errors-duty-not-recorded"));
        }
    }
    if one == other {
        problems.push(FieldProblem::new("second", "errors-duty-same"));
    }
    if from < day.date {
        problems.push(FieldProblem::new("from", "errors-access-day-past"));
    }
    if !problems.is_empty() {
        return Err(Refusal::of_fields(problems).into());
    }
    let (first, second) = if one.name() < other.name() {
        (one, other)
    } else {
        (other, one)
    };
    let id = SeparatedDutyId::fresh();
    let sql = grant.sql();
    changes::open(sql, Origin::Page, reason, now)?;
    queries::insert_duty(sql, id, (first, second), reason.as_str(), from).map_err(|error| match error {
        Error::RuleBroken { constraint, .. } if constraint == "separated_duty_one_a_day" => {
            Refusal::of_fields(vec![FieldProblem::new("second", "errors-duty-twice")]).into()
        }
        other => other,
    })?;
    Ok(id)
}

/// Asks that two duties be kept apart no longer: it waits for a second administrator.
///
/// # Errors
/// A refusal when nobody else could confirm it.
pub fn join_duties(
    mut grant: Granted<'_, ChangePolicy>,
    id: SeparatedDutyId,
    reason: &Reason,
    standing: &Standing,
    now: Instant,
) -> Result<PendingActId> {
    let me = grant.context().actor.account().ok_or(Error::SignInNeeded)?;
    let sql = grant.sql();
    let others = others_who_may(sql, Verb::ChangePolicy, standing, me)?;
    pending::ask(sql, JOIN_DUTIES, &Joined { id }, reason, others, now)
}

/// The duties to join.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(in crate::authority) struct Joined {
    /// Their id.
    pub id: SeparatedDutyId,
}

/// Ends the separation from today, or takes it away when it had not begun.
pub(in crate::authority) fn carry_out_join(sql: &mut Sql, id: SeparatedDutyId, day: Day) -> Result<()> {
    queries::end_duty(sql, id, day.date)
}

/// How many other people could do `verb` to the whole tenant today: those who can confirm.
///
/// # Errors
/// When the database fails.
pub fn others_who_may(sql: &mut Sql, verb: Verb, standing: &Standing, but: AccountId) -> Result<i64> {
    let roles: Vec<&str> = standing
        .policy
        .roles()
        .filter(|role| may_everywhere(&standing.policy, role, verb))
        .collect();
    queries::others_with_roles(sql, &roles, but, standing.day.date)
}

/// The same by the templates alone, where no policy is at hand.
///
/// # Errors
/// When the database fails.
pub fn others_by_template(sql: &mut Sql, verb: Verb, but: AccountId, day: NaiveDate) -> Result<i64> {
    let templates = RoleTemplates::built_in()?;
    let roles: Vec<&str> = templates
        .roles()
        .filter(|role| templates.allows(role, LineReach::Tenant, verb))
        .collect();
    queries::others_with_roles(sql, &roles, but, day)
}

/// Whether whoever has `role` could give herself or others any other right.
///
/// # Errors
/// When the templates cannot be read, which a test rules out.
pub fn may_change_access(role: &str) -> Result<bool> {
    let templates = RoleTemplates::built_in()?;
    Ok([Verb::ChangePolicy, Verb::ChangeAccess]
        .into_iter()
        .any(|verb| templates.allows(role, LineReach::Tenant, verb)))
}

fn may_everywhere(policy: &Policy, role: &str, verb: Verb) -> bool {
    policy.allows(&["staff", role], LineReach::Tenant, verb)
}
