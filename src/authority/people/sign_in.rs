//! Signing in: look, verify outside any transaction, record.

use std::sync::Arc;

use chrono::Duration;

use crate::kernel::clock::Instant;
use crate::kernel::context::Context;
use crate::kernel::error::{Error, Result};
use crate::kernel::ids::SessionId;
use crate::platform::door::{Db, Whole};

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
    let window = Duration::minutes(rules::WINDOW_MINUTES);
    let (here, name) = (address.clone(), email.clone());
    let (of_account, of_any, account) = db
        .in_tenant(public, move |tx| {
            let mut grant = tx.authorise::<OpenSession>(Whole)?;
            let (of_account, of_any) = queries::recent_failures(grant.sql(), &name, &here, now, window)?;
            Ok((of_account, of_any, queries::account_by_email(grant.sql(), &name)?))
        })
        .await?;
    if rules::must_wait(of_account, of_any) {
        return Err(Error::TooMany {
            retry_after_seconds: u64::try_from(window.num_seconds()).unwrap_or(900),
        });
    }
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
