//! One function per intention of a person about her account and sessions.

use chrono::Duration;

use crate::kernel::clock::Instant;
use crate::kernel::error::FieldProblem;
use crate::kernel::error::{Error, Refusal, Result};
use crate::kernel::ids::{AccountId, SessionId};
use crate::platform::door::{Granted, Sql};

use super::acts::{IdentifyApplicant, KeepAccount, OpenSession, Register};
use super::model::{Account, NewAccount, NewApplicant, SessionKind, Sought, Token, WorkContext};
use super::queries;

/// Registers a citizen.
///
/// # Errors
/// A refusal on the field `email` when the address has an account already.
pub fn register(mut grant: Granted<'_, Register>, new: &NewAccount) -> Result<AccountId> {
    let id = AccountId::fresh();
    queries::insert_citizen(grant.sql(), id, new).map_err(|error| match error {
        Error::Conflict(_) | Error::RuleBroken { .. } => {
            Refusal::of_fields(vec![FieldProblem::new("email", "errors-email-taken")]).into()
        }
        other => other,
    })?;
    Ok(id)
}

/// The people who are found by what somebody at a counter shows or tells.
///
/// # Errors
/// When the database fails.
pub fn identify(mut grant: Granted<'_, IdentifyApplicant>, sought: &Sought) -> Result<Vec<Account>> {
    queries::citizens(grant.sql(), sought)
}

/// Enters a person at a counter who has no account.
///
/// # Errors
/// When the database fails.
pub fn enter_applicant(mut grant: Granted<'_, IdentifyApplicant>, new: &NewApplicant) -> Result<AccountId> {
    let id = AccountId::fresh();
    queries::insert_applicant(grant.sql(), id, new)?;
    Ok(id)
}

/// Begins a session for a visitor who prepares something before signing in.
///
/// # Errors
/// When the database fails.
pub fn begin_visit(mut grant: Granted<'_, OpenSession>, now: Instant) -> Result<Token> {
    begin(
        &mut grant,
        SessionKind::Browser,
        None,
        None,
        now + super::rules::citizen_session(),
    )
    .map(|(_, token)| token)
}

/// Begins a session of an account whose password was verified; what she prepared as a visitor becomes hers.
///
/// # Errors
/// When the database fails.
pub fn begin_session(
    mut grant: Granted<'_, OpenSession>,
    account: AccountId,
    visitor: Option<SessionId>,
    lasting: Duration,
    now: Instant,
) -> Result<Token> {
    let (_, token) = begin(
        &mut grant,
        SessionKind::Browser,
        Some(account),
        None,
        now + lasting,
    )?;
    if let Some(visitor) = visitor {
        queries::adopt_drafts(grant.sql(), visitor, account)?;
        queries::revoke(grant.sql(), visitor, now)?;
    }
    Ok(token)
}

/// Makes an API token for oneself. Its text is shown once.
///
/// # Errors
/// When the database fails.
pub fn make_token(mut grant: Granted<'_, KeepAccount>, name: &str, now: Instant) -> Result<Token> {
    let account = *grant.subject();
    let token = Token::fresh();
    queries::insert_session(
        grant.sql(),
        SessionId::fresh(),
        &token,
        SessionKind::Token,
        Some(account),
        Some(name),
        now + super::rules::token_session(),
    )?;
    Ok(token)
}

/// Ends one's session.
///
/// # Errors
/// When the database fails.
pub fn end_session(mut grant: Granted<'_, OpenSession>, session: SessionId, now: Instant) -> Result<()> {
    queries::revoke(grant.sql(), session, now)
}

/// Ends one of one's own sessions or tokens.
///
/// # Errors
/// [`Error::NotFound`] when it is not hers or over already.
pub fn end_own_session(mut grant: Granted<'_, KeepAccount>, session: SessionId, now: Instant) -> Result<()> {
    let account = *grant.subject();
    if queries::revoke_own(grant.sql(), account, session, now)? {
        Ok(())
    } else {
        Err(Error::NotFound)
    }
}

/// Ends every other session of one's own; answers how many there were.
///
/// # Errors
/// When the database fails.
pub fn end_other_sessions(
    mut grant: Granted<'_, KeepAccount>,
    but: SessionId,
    now: Instant,
) -> Result<usize> {
    let account = *grant.subject();
    end_others(grant.sql(), account, but, now)
}

/// Ends every session and token of an account but one, for whoever was granted to close it to others.
pub(in crate::authority) fn end_others(
    sql: &mut Sql,
    account: AccountId,
    but: SessionId,
    now: Instant,
) -> Result<usize> {
    queries::revoke_others(sql, account, but, now)
}

/// Chooses what to work under. What is not held is passed over when access is compiled.
///
/// # Errors
/// When the database fails.
pub fn switch_work_context(
    mut grant: Granted<'_, OpenSession>,
    session: SessionId,
    chosen: &WorkContext,
) -> Result<()> {
    queries::set_work_context(grant.sql(), session, chosen)
}

fn begin(
    grant: &mut Granted<'_, OpenSession>,
    kind: SessionKind,
    account: Option<AccountId>,
    name: Option<&str>,
    expires_at: Instant,
) -> Result<(SessionId, Token)> {
    let (id, token) = (SessionId::fresh(), Token::fresh());
    queries::insert_session(grant.sql(), id, &token, kind, account, name, expires_at)?;
    Ok((id, token))
}
