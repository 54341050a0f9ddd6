//! One function per intention about portals and the way between them.

use chrono::Duration;

use crate::authority::people::Token;
use crate::authority::people::acts::{OpenSession, Register};
use crate::authority::people::commands::begin_session;
use crate::authority::people::rules::citizen_session;
use crate::kernel::clock::Instant;
use crate::kernel::error::{Error, Result};
use crate::kernel::ids::{AccountId, SessionId, TenantId};
use crate::platform::door::{Db, TenantTx, Whole};

use super::model::{Handover, Mode, Portal, SECONDS_MAX, digest, fresh_secret};
use super::queries;

/// How every tenant stands, by slug, for the operator.
///
/// # Errors
/// When the database fails.
pub async fn modes(db: &Db) -> Result<Vec<(TenantId, String, Mode)>> {
    db.in_platform("list modes", |tx| {
        let mut modes = queries::every_mode(tx.sql())?;
        Ok(queries::slugs(tx.sql())?
            .into_iter()
            .map(|(id, slug)| {
                let mode = modes.remove(&id).unwrap_or_default();
                (TenantId::from_uuid(id), slug, mode)
            })
            .collect())
    })
    .await
}

fn known(slugs: &[(uuid::Uuid, String)], slug: &str) -> Result<uuid::Uuid> {
    slugs
        .iter()
        .find(|(_, one)| one == slug)
        .map(|(id, _)| *id)
        .ok_or_else(|| Error::refused(format!("there is no tenant \u{201c}{slug}\u{201d}")))
}

/// Sets what a tenant shows the public.
///
/// # Errors
/// A refusal when there is no such tenant, or the address of the other portal is none.
pub async fn set_portal(db: &Db, slug: String, portal: Portal) -> Result<()> {
    if let Portal::Elsewhere(address) = &portal {
        let is_web = url::Url::parse(address).is_ok_and(|url| matches!(url.scheme(), "https" | "http"));
        if !is_web {
            return Err(Error::refused(format!(
                "\u{201c}{address}\u{201d} is no web address"
            )));
        }
    }
    db.in_platform("set a portal", move |tx| {
        let id = known(&queries::slugs(tx.sql())?, &slug)?;
        queries::set_portal(tx.sql(), id, &portal)?;
        queries::raise_every_version(tx.sql())
    })
    .await
}

/// Makes a tenant the entry of exactly these others; of none: it stands alone again.
///
/// # Errors
/// A refusal when one of them is unknown, is the entry itself, or is an entry of others: entries are one deep.
pub async fn set_members(db: &Db, entry: String, members: Vec<String>) -> Result<()> {
    db.in_platform("set members", move |tx| {
        let slugs = queries::slugs(tx.sql())?;
        let id = known(&slugs, &entry)?;
        let modes = queries::every_mode(tx.sql())?;
        let mut ids = Vec::new();
        for member in &members {
            let one = known(&slugs, member)?;
            let is_entry = modes.get(&one).is_some_and(|mode| !mode.members.is_empty());
            if one == id || is_entry {
                return Err(Error::refused(format!(
                    "\u{201c}{member}\u{201d} is an entry itself and cannot be a member"
                )));
            }
            ids.push(one);
        }
        if !ids.is_empty() && modes.get(&id).is_some_and(|mode| !mode.entries.is_empty()) {
            return Err(Error::refused(format!(
                "\u{201c}{entry}\u{201d} is a member of another entry and cannot be one"
            )));
        }
        queries::set_members(tx.sql(), id, &ids)?;
        queries::raise_every_version(tx.sql())
    })
    .await
}

/// Writes down that somebody signed in at the entry is on her way; answers the secret of the address she is sent to.
/// `browser` is what the member gave her browser when it set out.
///
/// # Errors
/// [`Error::NotFound`] when the member is not the entry's.
pub async fn write_down(db: &Db, handover: Handover, now: Instant) -> Result<String> {
    let secret = fresh_secret();
    keep(
        db,
        digest(&secret),
        handover,
        now + Duration::seconds(SECONDS_MAX),
    )
    .await?;
    Ok(secret)
}

/// Takes a hand-over: once, for this member, in the browser that set out, within its minute.
///
/// # Errors
/// A refusal when it is not good any more, or never was; which of them is not told.
pub async fn take(db: &Db, member: TenantId, secret: &str, browser: &str, now: Instant) -> Result<Handover> {
    find(db, member, digest(secret), digest(browser), now, queries::take).await
}

/// Keeps a hand-over under this key until then.
pub(super) async fn keep(db: &Db, key: [u8; 32], handover: Handover, until: Instant) -> Result<()> {
    db.in_platform("write down a hand-over", move |tx| {
        let sql = tx.sql();
        if !queries::is_member(sql, handover.entry.uuid(), handover.member.uuid())? {
            return Err(Error::NotFound);
        }
        queries::insert_handover(sql, &key, &handover, until)
    })
    .await
}

/// Finds what is kept under a key for this member and browser, by looking or by taking.
pub(super) async fn find(
    db: &Db,
    member: TenantId,
    key: [u8; 32],
    browser: [u8; 32],
    now: Instant,
    how: queries::Find,
) -> Result<Handover> {
    let found = db
        .in_platform("find a hand-over", move |tx| {
            let found = how(tx.sql(), &key, &browser, member, now)?;
            let Some(found) = found else { return Ok(None) };
            let still = queries::is_member(tx.sql(), found.entry.uuid(), member.uuid())?;
            Ok(Some(found).filter(|_| still))
        })
        .await?;
    found.ok_or_else(|| Error::refused("entry-handover-over"))
}

/// What became of an arrival.
pub enum Arrival {
    /// A session of this tenant's own began.
    In(Token),
    /// An account here has her address and was never connected: she signs in with its own password.
    OwnAccount,
}

/// Begins a session for whoever was handed over, under the account she has here, or under a new one. An account that was
/// registered here by itself is never opened this way: an address alone does not prove whose it is.
///
/// # Errors
/// When the database fails.
pub fn arrive(
    tx: &mut TenantTx,
    handover: &Handover,
    visitor: Option<SessionId>,
    now: Instant,
) -> Result<Arrival> {
    debug_assert_eq!(tx.context().tenant, handover.member);
    let known = {
        let mut grant = tx.authorise::<OpenSession>(Whole)?;
        let known = queries::linked(grant.sql(), handover.entry, handover.account)?;
        if known.is_none() && queries::has_email(grant.sql(), &handover.person.email)? {
            return Ok(Arrival::OwnAccount);
        }
        known
    };
    let account = match known {
        Some(account) => account,
        None => {
            let mut grant = tx.authorise::<Register>(Whole)?;
            let account = AccountId::fresh();
            queries::insert_account(grant.sql(), account, &handover.person)?;
            queries::link(grant.sql(), handover, account, now)?;
            account
        }
    };
    let grant = tx.authorise::<OpenSession>(Whole)?;
    begin_session(grant, account, visitor, citizen_session(), now).map(Arrival::In)
}

/// A secret for a browser that sets out, and its digest for the entry.
#[must_use]
pub fn set_out() -> (String, [u8; 32]) {
    let secret = fresh_secret();
    let key = digest(&secret);
    (secret, key)
}
