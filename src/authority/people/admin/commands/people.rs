//! Commands about people: invitations, facts, accounts, sessions.

use serde::{Deserialize, Serialize};
use serde_json::json;
use uuid::Uuid;

use crate::authority::access::pending::{self, REOPEN_ADMINISTRATOR};
use crate::authority::access::{Day, Pending};
use crate::authority::changes::{Origin, Reason};
use crate::authority::people::Token;
use crate::kernel::clock::Instant;
use crate::kernel::error::{Error, FieldProblem, Refusal, Result};
use crate::kernel::ids::{AccountId, BusinessGroupId, InvitationId, SessionId};
use crate::kernel::locale::Language;
use crate::platform::door::{Granted, Sql};
use crate::platform::outbox::{self, Event};

use super::super::acts::{AcceptInvitation, ChangePerson, InvitePerson};
use super::super::invitation::InvitationKeys;
use super::super::model::{Staff, Standing};
use super::super::{queries, rules};
use super::{By, Settled, must_be_open};

/// What an administrator knows of somebody.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Facts {
    /// As it is shown.
    pub name: String,
    /// Language of letters and screens.
    pub language: Language,
    /// Her department.
    pub department: Option<Uuid>,
}

/// Facts of a person that hold together: her business group is her department's, which is open. One that ended is that of a
/// closed account that `was` in it.
fn checked(sql: &mut Sql, facts: &Facts, was: Option<Uuid>) -> Result<Option<BusinessGroupId>> {
    let mut problems: Vec<FieldProblem> = rules::name_problem("name", &facts.name).into_iter().collect();
    let mut group = None;
    if let Some(id) = facts.department {
        let departments = queries::departments(sql)?.into_iter();
        let mut offered = departments.filter(|one| one.is_open || Some(one.id) == was);
        match offered.find(|one| one.id == id) {
            Some(department) => group = Some(department.group),
            None => problems.push(FieldProblem::new("department", "forms-problem-not-an-option")),
        }
    }
    if problems.is_empty() {
        Ok(group)
    } else {
        Err(Refusal::of_fields(problems).into())
    }
}

/// Makes an account for somebody and sends her a link to set her password.
///
/// # Errors
/// A refusal on the fields: the address has an account, or an answer does not fit.
pub fn invite(
    mut grant: Granted<'_, InvitePerson>,
    email: &str,
    facts: &Facts,
    keys: &InvitationKeys,
    by: &mut By,
) -> Result<AccountId> {
    let sql = grant.sql();
    let id = insert_person(sql, email, facts, by)?;
    let _ = send_link(sql, id, keys, by.now)?;
    Ok(id)
}

pub(in super::super) fn insert_person(
    sql: &mut Sql,
    email: &str,
    facts: &Facts,
    by: &mut By,
) -> Result<AccountId> {
    let of_department = checked(sql, facts, None)?;
    by.begin(sql)?;
    // Without a department she belongs to the business group of whoever brings her in.
    let group = match of_department {
        Some(group) => Some(group),
        None => queries::group_of_actor(sql)?,
    };
    if group.is_none() {
        return Err(Error::refused("rule-employee-has-a-group"));
    }
    let id = AccountId::fresh();
    queries::insert_staff(
        sql,
        id,
        (email, facts.name.trim()),
        facts.language,
        (group, facts.department),
        by.now,
    )
    .map_err(|error| match error {
        Error::RuleBroken { .. } => {
            Refusal::of_fields(vec![FieldProblem::new("email", "admin-problem-email-taken")]).into()
        }
        other => other,
    })?;
    Ok(id)
}

/// A new link takes the place of the one before it; its letter is sent when the transaction has ended.
pub(in crate::authority) fn send_link(
    sql: &mut Sql,
    to: AccountId,
    keys: &InvitationKeys,
    now: Instant,
) -> Result<Token> {
    queries::revoke_invitations(sql, to, now)?;
    let id = InvitationId::fresh();
    let token = keys.token(sql.tenant(), id);
    queries::insert_invitation(sql, (id, to), &token, now, now + rules::invitation_lasts())?;
    let invited = Event {
        kind: "person.invited",
        subject: to.uuid(),
        data: json!({ "invitation_id": id, "account_id": to }),
    };
    outbox::append(sql, &[invited])?;
    Ok(token)
}

/// Sends somebody a fresh link to set her password, in place of the one before.
///
/// # Errors
/// A refusal when her account is closed.
pub fn send_again(mut grant: Granted<'_, ChangePerson>, keys: &InvitationKeys, now: Instant) -> Result<()> {
    let (person, sql) = grant.parts();
    must_be_open(person)?;
    let id = person.id;
    send_link(sql, id, keys, now).map(|_| ())
}

/// Takes a link back: it opens nothing any more.
///
/// # Errors
/// [`Error::NotFound`] when there is none.
pub fn revoke_link(mut grant: Granted<'_, ChangePerson>, now: Instant) -> Result<()> {
    let (person, sql) = grant.parts();
    match queries::revoke_invitations(sql, person.id, now)? {
        0 => Err(Error::NotFound),
        _ => Ok(()),
    }
}

/// Sets a password by the link of an invitation. Whoever was signed in under the account before no longer is.
///
/// # Errors
/// [`Error::NotFound`] when the link is over, taken back or used.
pub fn accept(
    mut grant: Granted<'_, AcceptInvitation>,
    password_hash: &str,
    now: Instant,
) -> Result<AccountId> {
    let (invitation, sql) = grant.parts();
    if !invitation.is_open(now) || !queries::accept(sql, invitation.id, now)? {
        return Err(Error::NotFound);
    }
    queries::set_password(sql, invitation.account, password_hash)?;
    queries::revoke_sessions(sql, invitation.account, None, now)?;
    Ok(invitation.account)
}

/// Changes somebody's facts.
///
/// # Errors
/// A refusal on the fields, or when nobody would administer: another department may be of another business group.
pub fn change_facts(mut grant: Granted<'_, ChangePerson>, facts: &Facts, by: &mut By) -> Result<()> {
    let (person, sql) = grant.parts();
    put_facts(sql, person, facts, by)?;
    by.check(sql)
}

pub(in super::super) fn put_facts(sql: &mut Sql, person: &Staff, facts: &Facts, by: &mut By) -> Result<()> {
    let was = person.department.filter(|_| person.standing == Standing::Closed);
    let of_department = checked(sql, facts, was)?;
    // Without a department she stays where she was: nobody drops out of her business group by a form.
    let group = of_department.or(person.group);
    by.begin(sql)?;
    queries::set_facts(
        sql,
        person.id,
        facts.name.trim(),
        facts.language,
        (group, facts.department),
    )
}

/// Closes somebody's account: her sessions end at once, her links open nothing, and what she did stays.
///
/// # Errors
/// A refusal when it is closed already, or when nobody would administer.
pub fn close(mut grant: Granted<'_, ChangePerson>, by: &mut By) -> Result<()> {
    let (person, sql) = grant.parts();
    put_closed(sql, person, by)?;
    by.check(sql)
}

pub(in super::super) fn put_closed(sql: &mut Sql, person: &Staff, by: &mut By) -> Result<()> {
    must_be_open(person)?;
    by.begin(sql)?;
    queries::close(sql, person.id, by.now)?;
    queries::revoke_sessions(sql, person.id, None, by.now)?;
    queries::revoke_invitations(sql, person.id, by.now)?;
    Ok(())
}

/// An account that waits to be opened again.
#[derive(Debug, Serialize, Deserialize)]
struct ToReopen {
    person: AccountId,
}

/// Opens a closed account again, with the responsibilities that are still dated for today. Whoever administers by them is let
/// in again by a second administrator.
///
/// # Errors
/// A refusal when it is open.
pub fn reopen(mut grant: Granted<'_, ChangePerson>, by: &mut By) -> Result<Settled> {
    let (person, sql) = grant.parts();
    let asked = ToReopen { person: person.id };
    by.unless_it_makes_administrators(sql, REOPEN_ADMINISTRATOR, &asked, |sql, by| {
        put_reopened(sql, person, by)
    })
}

/// Opens what a second administrator confirmed.
pub(in crate::authority) fn carry_out_reopened(
    sql: &mut Sql,
    act: &Pending,
    reason: &Reason,
    day: Day,
) -> Result<()> {
    let asked: ToReopen = pending::read(act)?;
    let person = queries::anybody(sql, asked.person)?.ok_or(Error::NotFound)?;
    put_reopened(
        sql,
        &person,
        &mut By::new(Origin::Page, reason.clone(), day.date, day.now),
    )
}

pub(in super::super) fn put_reopened(sql: &mut Sql, person: &Staff, by: &mut By) -> Result<()> {
    if person.standing != Standing::Closed {
        return Err(Error::refused("admin-problem-account-open"));
    }
    by.begin(sql)?;
    queries::reopen(sql, person.id)?;
    // Her department may have ended meanwhile, or her business group.
    sql.check_deferred().map_err(Error::told)
}

/// Ends one of somebody's sessions, or all of them; answers how many were open.
///
/// # Errors
/// When the database fails.
pub fn end_sessions(
    mut grant: Granted<'_, ChangePerson>,
    only: Option<SessionId>,
    now: Instant,
) -> Result<usize> {
    let (person, sql) = grant.parts();
    queries::revoke_sessions(sql, person.id, only, now)
}
