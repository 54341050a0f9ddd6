//! One person with two accounts: she connects the one she has here with the one she has at the entry, knowing which they are,
//! and parts them again when she likes.
//!
//! ```text
//! member  GET  /entry/connect   sets out, as on every way from the entry
//! entry   GET  /entry/go        the account there is proven by being signed in to it
//! member  GET  /entry/arrive    the hand-over is taken; instead of beginning a session, she is asked, both accounts named
//! member  POST /entry/connect   the account here is proven by its password; the question is taken; they are connected
//! ```
//!
//! The question holds longer than a hand-over, for she reads and types, and is worth less: it opens no session, and is good
//! only for the account here that was asked, in the browser that was asked, once.

use chrono::Duration;

use crate::authority::people::acts::{ConnectAccount, OpenSession, PartAccount};
use crate::authority::people::commands::end_others;
use crate::kernel::clock::Instant;
use crate::kernel::error::{Error, Result};
use crate::kernel::ids::{AccountId, SessionId, TenantId};
use crate::platform::door::{Db, Granted};

use super::commands::{find, keep};
use super::model::{Connection, Handover, Person, QUESTION_SECONDS_MAX, digest, fresh_secret};
use super::queries;

/// Whether two accounts can be connected.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Between {
    /// Neither is connected with anything.
    Nothing,
    /// They are connected with each other already.
    Connected,
}

/// What an account here is connected with.
///
/// # Errors
/// When the database fails.
pub fn connection(grant: &mut Granted<'_, OpenSession>, account: AccountId) -> Result<Option<Connection>> {
    queries::connection(grant.sql(), account)
}

/// How an account here and the one that was handed over stand to each other.
///
/// # Errors
/// A refusal when one of the two is connected with a third.
pub fn between(
    grant: &mut Granted<'_, OpenSession>,
    account: AccountId,
    handover: &Handover,
) -> Result<Between> {
    let sql = grant.sql();
    match queries::linked(sql, handover.entry, handover.account)? {
        Some(known) if known == account => return Ok(Between::Connected),
        Some(_) => return Err(Error::refused("entry-connect-there-taken")),
        None => {}
    }
    if queries::connection(sql, account)?.is_some() {
        return Err(Error::refused("entry-connect-here-taken"));
    }
    Ok(Between::Nothing)
}

/// Keeps the question whether `account` here is connected with the one that was handed over; answers its secret. What she
/// is told apart from is a name and an address: nothing else of her is kept while she thinks.
///
/// # Errors
/// [`Error::NotFound`] when the member is not the entry's any more.
pub async fn ask(db: &Db, account: AccountId, handover: Handover, now: Instant) -> Result<String> {
    let secret = fresh_secret();
    let question = Handover {
        person: Person {
            phone: None,
            identity: None,
            ..handover.person
        },
        ..handover
    };
    let until = now + Duration::seconds(QUESTION_SECONDS_MAX);
    keep(db, key(account, &secret), question, until).await?;
    Ok(secret)
}

/// What this account was asked, which stays asked.
///
/// # Errors
/// A refusal when it is over, or was asked of another account, member or browser.
pub async fn question(
    db: &Db,
    member: TenantId,
    account: AccountId,
    secret: &str,
    browser: &str,
    now: Instant,
) -> Result<Handover> {
    find(
        db,
        member,
        key(account, secret),
        digest(browser),
        now,
        queries::look,
    )
    .await
}

/// Takes the question with its answer: once.
///
/// # Errors
/// As [`question`].
pub async fn answered(
    db: &Db,
    member: TenantId,
    account: AccountId,
    secret: &str,
    browser: &str,
    now: Instant,
) -> Result<Handover> {
    find(
        db,
        member,
        key(account, secret),
        digest(browser),
        now,
        queries::take,
    )
    .await
}

/// Under which a question is kept: never the key of a hand-over, so that nobody arrives with it, nor that of another
/// account's question.
fn key(account: AccountId, secret: &str) -> [u8; 32] {
    digest(&format!("connect {account} {secret}"))
}

/// Connects the account here, proven by its password, with the one she came from. Nothing of either is changed: whoever is
/// signed in at the entry comes in here under this account from now on.
///
/// # Errors
/// A refusal when one of the two is connected by now.
pub fn connect(mut grant: Granted<'_, ConnectAccount>, handover: &Handover, now: Instant) -> Result<()> {
    let account = *grant.subject();
    if grant.sql().tenant() != handover.member {
        return Err(Error::NotFound);
    }
    queries::link(grant.sql(), handover, account, now).map_err(|error| match error {
        // The keys of the table say which accounts may be in it but once.
        Error::Conflict(_) | Error::RuleBroken { .. } => Error::refused("entry-connect-taken"),
        other => other,
    })
}

/// Parts the two accounts. Each stays as it is, and each is opened by its own password again; sessions and programs of the
/// account here end, but for `this`, because any of them may have come from the entry.
///
/// # Errors
/// [`Error::NotFound`] when it is not connected; a refusal when it has no password: nothing but the entry would open it.
pub fn part(mut grant: Granted<'_, PartAccount>, this: SessionId, now: Instant) -> Result<()> {
    let account = *grant.subject();
    let sql = grant.sql();
    match queries::connection(sql, account)? {
        Some(connection) if !connection.has_password => Err(Error::refused("entry-disconnect-no-password")),
        Some(connection) => {
            queries::unlink(sql, connection.entry, account)?;
            end_others(sql, account, this, now).map(|_| ())
        }
        None => Err(Error::NotFound),
    }
}
