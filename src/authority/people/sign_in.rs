//! Signing in: look, verify outside any transaction, record.

use std::sync::Arc;

use chrono::Duration;

use crate::kernel::clock::Instant;
use crate::kernel::context::Context;
use crate::kernel::error::{Error, Result};
use crate::kernel::ids::{AccountId, SessionId};
use crate::platform::door::{Db, Sql, Whole};

use super::acts::OpenSession;
use super::model::{Account, AccountKind, Token};
use super::password::Passwords;
use super::{commands, queries, rules};

/// What somebody signs in with.
pub struct Credentials {
    /// The address, as entered.
    pub email: String,
    /// The password, as entered.
    pub password: String,
    /// The network address she comes from.
    pub address: String,
}

/// Signs in and begins a session.
///
/// # Errors
/// [`Error::TooMany`] when this address has failed too often; a refusal that does not tell an unknown address from a
/// wrong password; a refusal when a demonstration's account is used elsewhere.
pub async fn sign_in(
    db: &Db,
    passwords: &Passwords,
    public: &Arc<Context>,
    credentials: Credentials,
    visitor: Option<SessionId>,
    is_demo: bool,
    now: Instant,
) -> Result<(Account, Token)> {
    let Credentials {
        email,
        password,
        address,
    } = credentials;
    let email = rules::parse_email(&email).unwrap_or_default();
    let (here, name) = (address.clone(), email.clone());
    let account = db
        .in_tenant(public, move |tx| {
            let mut grant = tx.authorise::<OpenSession>(Whole)?;
            has_failed_too_often(grant.sql(), &name, &here, now)?;
            queries::account_by_email(grant.sql(), &name)
        })
        .await?;
    let usable = account.filter(|account| is_demo || !account.demo);
    let stored = usable.as_ref().and_then(|account| account.password_hash.clone());
    let matches = password.len() <= rules::PASSWORD_BYTES_MAX && passwords.verify(password, stored).await?;
    let known = usable.filter(|_| matches);
    db.in_tenant(public, move |tx| {
        let mut grant = tx.authorise::<OpenSession>(Whole)?;
        queries::record_attempt(grant.sql(), &email, &address, now, known.is_some())?;
        let Some(account) = known else { return Ok(None) };
        let lasting = match account.kind {
            AccountKind::Citizen => rules::citizen_session(),
            AccountKind::Staff => rules::staff_session(),
        };
        let token = commands::begin_session(grant, account.id, visitor, lasting, now)?;
        Ok(Some((account, token)))
    })
    .await?
    .ok_or_else(|| Error::refused("errors-sign-in-failed"))
}

/// Proves again, by its password, that the account somebody is signed in with is hers. Failures count as those of signing
/// in do: a browser that was left open is no place to guess.
///
/// # Errors
/// [`Error::TooMany`] when this address has failed too often; a refusal when the password is not the account's, or it has
/// none; [`Error::NotFound`] when there is no such account.
pub async fn prove(
    db: &Db,
    passwords: &Passwords,
    own: &Arc<Context>,
    account: AccountId,
    password: String,
    address: String,
    now: Instant,
) -> Result<()> {
    let here = address.clone();
    let account = db
        .in_tenant(own, move |tx| {
            let mut grant = tx.authorise::<OpenSession>(Whole)?;
            let account = queries::account_by_id(grant.sql(), account)?.ok_or(Error::NotFound)?;
            has_failed_too_often(grant.sql(), &account.email, &here, now)?;
            Ok(account)
        })
        .await?;
    let is_hers = password.len() <= rules::PASSWORD_BYTES_MAX
        && passwords.verify(password, account.password_hash).await?;
    db.in_tenant(own, move |tx| {
        let mut grant = tx.authorise::<OpenSession>(Whole)?;
        queries::record_attempt(grant.sql(), &account.email, &address, now, is_hers)
    })
    .await?;
    if is_hers {
        Ok(())
    } else {
        Err(Error::refused("errors-password-wrong"))
    }
}

/// [`Error::TooMany`] when so many passwords were wrong from this address that it must wait.
fn has_failed_too_often(sql: &mut Sql, email: &str, address: &str, now: Instant) -> Result<()> {
    let window = Duration::minutes(rules::WINDOW_MINUTES);
    let (of_account, of_any) = queries::recent_failures(sql, email, address, now, window)?;
    if !rules::must_wait(of_account, of_any) {
        return Ok(());
    }
    Err(Error::TooMany {
        retry_after_seconds: u64::try_from(window.num_seconds()).unwrap_or(900),
    })
}
