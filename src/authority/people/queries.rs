//! SQL of accounts, sessions and sign-in attempts.

use chrono::Duration;
use diesel::prelude::*;
use uuid::Uuid;

use crate::kernel::access::AccessMode;
use crate::kernel::clock::Instant;
use crate::kernel::error::{Error, Result};
use crate::kernel::ids::{
    AccountId, BusinessGroupId, DelegationId, OperatingUnitId, ResponsibilityId, SessionId,
};
use crate::platform::door::Sql;
use crate::platform::schema::{account, draft, draft_paper, session, sign_in_attempt};

use super::model::{
    Account, AccountKind, NewAccount, NewApplicant, SessionKind, SessionRow, Sought, Token, WorkContext,
};
use super::rules::no_address;

/// The business group of the employee behind an account.
pub(in crate::authority) fn group_of(sql: &mut Sql, of: AccountId) -> Result<Option<BusinessGroupId>> {
    let group: Option<Option<Uuid>> = account::table
        .filter(account::id.eq(of.uuid()))
        .select(account::business_group_id)
        .first(sql.conn())
        .optional()?;
    Ok(group.flatten().map(BusinessGroupId::from_uuid))
}

/// The business group whose people, with those of none, whoever asks may know of; `None`: everybody's. People are shared inside
/// a business group and only there, but whoever sees every unit of the tenant sees all its people, as does whoever is of no group.
pub(in crate::authority) fn circle(sql: &mut Sql) -> Result<Option<BusinessGroupId>> {
    match (sql.context().mode, sql.context().actor.account()) {
        (Some(AccessMode::A), _) | (_, None) => Ok(None),
        (_, Some(me)) => group_of(sql, me),
    }
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = account)]
struct AccountRow {
    id: Uuid,
    kind: String,
    email: String,
    password_hash: Option<String>,
    display_name: String,
    phone: Option<String>,
    identity_kind: Option<String>,
    identity_number: Option<String>,
    language: String,
    demo: bool,
}

impl TryFrom<AccountRow> for Account {
    type Error = Error;
    fn try_from(row: AccountRow) -> Result<Account> {
        Ok(Account {
            id: AccountId::from_uuid(row.id),
            kind: if row.kind == "staff" {
                AccountKind::Staff
            } else {
                AccountKind::Citizen
            },
            email: row.email,
            password_hash: row.password_hash,
            display_name: row.display_name,
            phone: row.phone,
            identity: row.identity_kind.zip(row.identity_number),
            language: row.language.parse().map_err(Error::internal)?,
            demo: row.demo,
        })
    }
}

/// The open account with this address.
///
/// # Errors
/// When the database fails.
pub fn account_by_email(sql: &mut Sql, email: &str) -> Result<Option<Account>> {
    account::table
        .filter(account::email.eq(email))
        .filter(account::closed_at.is_null())
        .select(AccountRow::as_select())
        .first(sql.conn())
        .optional()?
        .map(Account::try_from)
        .transpose()
}

/// The account with this id.
///
/// # Errors
/// When the database fails.
pub fn account_by_id(sql: &mut Sql, id: AccountId) -> Result<Option<Account>> {
    account::table
        .filter(account::id.eq(id.uuid()))
        .select(AccountRow::as_select())
        .first(sql.conn())
        .optional()?
        .map(Account::try_from)
        .transpose()
}

/// The citizens, at most ten, who are found by this.
///
/// # Errors
/// When the database fails.
pub(super) fn citizens(sql: &mut Sql, sought: &Sought) -> Result<Vec<Account>> {
    let mut found = account::table
        .filter(account::kind.eq(AccountKind::Citizen.name()))
        .filter(account::closed_at.is_null())
        .order((account::display_name, account::id))
        .limit(10)
        .select(AccountRow::as_select())
        .into_boxed();
    found = match sought {
        Sought::Identity(number) => found.filter(account::identity_number.eq(number)),
        Sought::Email(email) => found.filter(account::email.eq(email)),
    };
    found
        .load(sql.conn())?
        .into_iter()
        .map(Account::try_from)
        .collect()
}

/// Writes down a person who has no sign-in.
pub(super) fn insert_applicant(sql: &mut Sql, id: AccountId, new: &NewApplicant) -> Result<()> {
    let tenant = sql.tenant().uuid();
    let (identity_kind, identity_number) = new.identity.clone().unzip();
    diesel::insert_into(account::table)
        .values((
            account::tenant_id.eq(tenant),
            account::id.eq(id.uuid()),
            account::kind.eq(AccountKind::Citizen.name()),
            account::email.eq(no_address(id)),
            account::display_name.eq(&new.display_name),
            account::phone.eq(&new.phone),
            account::identity_kind.eq(identity_kind),
            account::identity_number.eq(identity_number),
            account::language.eq(new.language.tag()),
        ))
        .execute(sql.conn())?;
    Ok(())
}

/// Name and address of citizens of the demonstration, in the order of their names.
///
/// # Errors
/// When the database fails.
pub fn demo_citizens(sql: &mut Sql, limit: i64) -> Result<Vec<(String, String)>> {
    Ok(account::table
        .filter(account::demo.eq(true))
        .filter(account::kind.eq(AccountKind::Citizen.name()))
        .filter(account::closed_at.is_null())
        .order(account::display_name)
        .limit(limit)
        .select((account::display_name, account::email))
        .load(sql.conn())?)
}

/// A session as its owner sees it.
#[derive(Debug, Clone)]
pub struct OwnSession {
    /// The session.
    pub id: SessionId,
    /// Browser or program.
    pub kind: SessionKind,
    /// The name given to a program's token.
    pub name: Option<String>,
    /// When it began.
    pub started_at: Instant,
    /// When it ends by itself.
    pub expires_at: Instant,
}

/// The sessions of an account that are not over, newest first.
///
/// # Errors
/// When the database fails.
pub fn open_sessions(sql: &mut Sql, of: AccountId, now: Instant) -> Result<Vec<OwnSession>> {
    let rows: Vec<(Uuid, String, Option<String>, Instant, Instant)> = session::table
        .filter(session::account_id.eq(of.uuid()))
        .filter(session::revoked_at.is_null())
        .filter(session::expires_at.gt(now))
        .order(session::started_at.desc())
        .limit(100)
        .select((
            session::id,
            session::kind,
            session::name,
            session::started_at,
            session::expires_at,
        ))
        .load(sql.conn())?;
    Ok(rows
        .into_iter()
        .map(|(id, kind, name, started_at, expires_at)| OwnSession {
            id: SessionId::from_uuid(id),
            kind: if kind == "token" {
                SessionKind::Token
            } else {
                SessionKind::Browser
            },
            name,
            started_at,
            expires_at,
        })
        .collect())
}

/// Ends a session of this account; `false` when it has no such open one.
pub(super) fn revoke_own(sql: &mut Sql, of: AccountId, id: SessionId, now: Instant) -> Result<bool> {
    let ended = diesel::update(
        session::table
            .filter(session::id.eq(id.uuid()))
            .filter(session::account_id.eq(of.uuid()))
            .filter(session::revoked_at.is_null()),
    )
    .set(session::revoked_at.eq(now))
    .execute(sql.conn())?;
    Ok(ended == 1)
}

/// Inserts a citizen's account.
///
/// # Errors
/// [`Error::RuleBroken`] when the address is taken.
pub(super) fn insert_citizen(sql: &mut Sql, id: AccountId, new: &NewAccount) -> Result<()> {
    let tenant = sql.tenant().uuid();
    let (identity_kind, identity_number) = new.identity.clone().unzip();
    diesel::insert_into(account::table)
        .values((
            account::tenant_id.eq(tenant),
            account::id.eq(id.uuid()),
            account::kind.eq(AccountKind::Citizen.name()),
            account::email.eq(&new.email),
            account::password_hash.eq(&new.password_hash),
            account::display_name.eq(&new.display_name),
            account::phone.eq(&new.phone),
            account::identity_kind.eq(identity_kind),
            account::identity_number.eq(identity_number),
            account::language.eq(new.language.tag()),
        ))
        .execute(sql.conn())?;
    Ok(())
}

/// Failures within the window: of this account from this address, and of any account from this address.
pub(super) fn recent_failures(
    sql: &mut Sql,
    email: &str,
    address: &str,
    now: Instant,
    window: Duration,
) -> Result<(i64, i64)> {
    let since = now - window;
    let here = sign_in_attempt::table
        .filter(sign_in_attempt::address.eq(address))
        .filter(sign_in_attempt::attempted_at.gt(since))
        .filter(sign_in_attempt::succeeded.eq(false));
    let of_account = here
        .filter(sign_in_attempt::email.eq(email))
        .count()
        .get_result(sql.conn())?;
    let of_any = here.count().get_result(sql.conn())?;
    Ok((of_account, of_any))
}

/// Writes an attempt down, and forgets the failures that a success made harmless.
pub(super) fn record_attempt(
    sql: &mut Sql,
    email: &str,
    address: &str,
    now: Instant,
    succeeded: bool,
) -> Result<()> {
    let tenant = sql.tenant().uuid();
    diesel::insert_into(sign_in_attempt::table)
        .values((
            sign_in_attempt::tenant_id.eq(tenant),
            sign_in_attempt::id.eq(Uuid::now_v7()),
            sign_in_attempt::email.eq(email),
            sign_in_attempt::address.eq(address),
            sign_in_attempt::attempted_at.eq(now),
            sign_in_attempt::succeeded.eq(succeeded),
        ))
        .execute(sql.conn())?;
    if succeeded {
        diesel::delete(
            sign_in_attempt::table
                .filter(sign_in_attempt::email.eq(email))
                .filter(sign_in_attempt::address.eq(address))
                .filter(sign_in_attempt::succeeded.eq(false)),
        )
        .execute(sql.conn())?;
    }
    Ok(())
}

/// Begins a session for an account, or for a visitor who has not signed in.
pub(super) fn insert_session(
    sql: &mut Sql,
    id: SessionId,
    token: &Token,
    kind: SessionKind,
    of: Option<AccountId>,
    name: Option<&str>,
    expires_at: Instant,
) -> Result<()> {
    let tenant = sql.tenant().uuid();
    diesel::insert_into(session::table)
        .values((
            session::tenant_id.eq(tenant),
            session::id.eq(id.uuid()),
            session::token_digest.eq(token.digest().to_vec()),
            session::kind.eq(kind.name()),
            session::account_id.eq(of.map(AccountId::uuid)),
            session::name.eq(name),
            session::expires_at.eq(expires_at),
        ))
        .execute(sql.conn())?;
    Ok(())
}

/// What a session chose to work in: responsibility, unit, mode and loan.
type ChosenColumns = (Option<Uuid>, Option<Uuid>, Option<String>, Option<Uuid>);

type SessionColumns = (
    Uuid,
    String,
    Option<Uuid>,
    ChosenColumns,
    Instant,
    Option<String>,
    Option<String>,
    Option<String>,
    Option<String>,
    Option<String>,
);

/// The digest of the secret of a session.
///
/// # Errors
/// When the database fails.
pub fn digest_of_session(sql: &mut Sql, id: SessionId) -> Result<Option<[u8; 32]>> {
    let digest: Option<Vec<u8>> = session::table
        .filter(session::id.eq(id.uuid()))
        .select(session::token_digest)
        .first(sql.conn())
        .optional()?;
    Ok(digest.and_then(|digest| digest.try_into().ok()))
}

/// The session whose secret has this digest, unless it is over or revoked or its account closed.
///
/// # Errors
/// When the database fails.
pub fn session_by_digest(sql: &mut Sql, digest: &[u8; 32], now: Instant) -> Result<Option<SessionRow>> {
    let row: Option<SessionColumns> = session::table
        .left_join(
            account::table.on(account::tenant_id
                .eq(session::tenant_id)
                .and(account::id.nullable().eq(session::account_id))),
        )
        .filter(session::token_digest.eq(digest.to_vec()))
        .filter(session::revoked_at.is_null())
        .filter(session::expires_at.gt(now))
        .filter(account::closed_at.is_null())
        .select((
            session::id,
            session::kind,
            session::account_id,
            (
                session::responsibility_id,
                session::current_unit_id,
                session::access_mode,
                session::delegation_id,
            ),
            session::expires_at,
            account::kind.nullable(),
            account::display_name.nullable(),
            account::language.nullable(),
            account::identity_number.nullable(),
            account::phone.nullable(),
        ))
        .first(sql.conn())
        .optional()?;
    Ok(row.map(
        |(
            id,
            kind,
            of,
            (responsibility, unit, mode, loan),
            expires_at,
            account_kind,
            display_name,
            language,
            identity,
            phone,
        )| SessionRow {
            id: SessionId::from_uuid(id),
            kind: if kind == "token" {
                SessionKind::Token
            } else {
                SessionKind::Browser
            },
            account_id: of.map(AccountId::from_uuid),
            is_staff: account_kind.as_deref() == Some("staff"),
            display_name: display_name.unwrap_or_default(),
            language: language.and_then(|tag| tag.parse().ok()),
            tracking_fact: identity.or(phone),
            responsibility_id: responsibility.map(ResponsibilityId::from_uuid),
            current_unit_id: unit.map(OperatingUnitId::from_uuid),
            access_mode: mode.and_then(|letter| letter.parse().ok()),
            delegation_id: loan.map(DelegationId::from_uuid),
            expires_at,
        },
    ))
}

/// Ends a session.
pub(super) fn revoke(sql: &mut Sql, id: SessionId, now: Instant) -> Result<()> {
    diesel::update(
        session::table
            .filter(session::id.eq(id.uuid()))
            .filter(session::revoked_at.is_null()),
    )
    .set(session::revoked_at.eq(now))
    .execute(sql.conn())?;
    Ok(())
}

/// Ends every session of an account but one; answers how many.
pub(super) fn revoke_others(sql: &mut Sql, of: AccountId, but: SessionId, now: Instant) -> Result<usize> {
    Ok(diesel::update(
        session::table
            .filter(session::account_id.eq(of.uuid()))
            .filter(session::id.ne(but.uuid()))
            .filter(session::revoked_at.is_null()),
    )
    .set(session::revoked_at.eq(now))
    .execute(sql.conn())?)
}

/// Sets what a session works under.
pub(super) fn set_work_context(sql: &mut Sql, id: SessionId, chosen: &WorkContext) -> Result<()> {
    diesel::update(session::table.filter(session::id.eq(id.uuid())))
        .set((
            session::responsibility_id.eq(chosen.responsibility.map(ResponsibilityId::uuid)),
            session::delegation_id.eq(chosen.delegation.map(DelegationId::uuid)),
            session::access_mode.eq(chosen.mode.map(AccessMode::letter)),
            session::current_unit_id.eq(chosen.unit.map(OperatingUnitId::uuid)),
        ))
        .execute(sql.conn())?;
    Ok(())
}

/// Hands what a visitor prepared to the account she signed in with.
pub(super) fn adopt_drafts(sql: &mut Sql, visitor: SessionId, owner: AccountId) -> Result<()> {
    diesel::update(
        draft::table
            .filter(draft::session_id.eq(visitor.uuid()))
            .filter(draft::account_id.is_null()),
    )
    .set(draft::account_id.eq(owner.uuid()))
    .execute(sql.conn())?;
    diesel::update(
        draft_paper::table
            .filter(draft_paper::session_id.eq(visitor.uuid()))
            .filter(draft_paper::account_id.is_null()),
    )
    .set(draft_paper::account_id.eq(owner.uuid()))
    .execute(sql.conn())?;
    Ok(())
}
