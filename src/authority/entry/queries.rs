//! SQL of build modes and hand-overs.

use std::collections::HashMap;

use diesel::prelude::*;
use diesel::sql_query;
use diesel::sql_types::{Binary, Jsonb, Text, Timestamptz, Uuid as SqlUuid};
use serde_json::{Value, json};
use uuid::Uuid;

use crate::kernel::clock::Instant;
use crate::kernel::error::{Error, Result};
use crate::kernel::ids::{AccountId, TenantId};
use crate::platform::door::{PlatformSql, Sql};
use crate::platform::schema::{account, entry_account, entry_member, handover, tenant};

use super::model::{Connection, Handover, Mode, Person, Portal};

/// Modes by tenant.
pub(in crate::authority) type ModeRow = HashMap<Uuid, Mode>;

/// How every tenant stands.
pub(in crate::authority) fn every_mode(sql: &mut PlatformSql) -> Result<ModeRow> {
    let mut modes: ModeRow = tenant::table
        .select((tenant::id, tenant::portal, tenant::portal_url, tenant::live))
        .load::<(Uuid, String, Option<String>, bool)>(sql.conn())?
        .into_iter()
        .map(|(id, word, url, live)| {
            let mode = Mode {
                portal: Portal::of(&word, url),
                is_being_set_up: !live,
                ..Mode::default()
            };
            (id, mode)
        })
        .collect();
    let links: Vec<(Uuid, Uuid)> = entry_member::table
        .select((entry_member::entry_id, entry_member::member_id))
        .order((entry_member::entry_id, entry_member::member_id))
        .load(sql.conn())?;
    for (entry, member) in links {
        if let Some(mode) = modes.get_mut(&entry) {
            mode.members.push(TenantId::from_uuid(member));
        }
        if let Some(mode) = modes.get_mut(&member) {
            mode.entries.push(TenantId::from_uuid(entry));
        }
    }
    Ok(modes)
}

/// Id and slug of every tenant that has not left.
pub(super) fn slugs(sql: &mut PlatformSql) -> Result<Vec<(Uuid, String)>> {
    Ok(tenant::table
        .filter(tenant::left_at.is_null())
        .order(tenant::slug)
        .select((tenant::id, tenant::slug))
        .load(sql.conn())?)
}

pub(super) fn set_portal(sql: &mut PlatformSql, id: Uuid, portal: &Portal) -> Result<()> {
    let (word, url) = portal.kept();
    diesel::update(tenant::table.find(id))
        .set((tenant::portal.eq(word), tenant::portal_url.eq(url)))
        .execute(sql.conn())?;
    Ok(())
}

pub(super) fn set_members(sql: &mut PlatformSql, entry: Uuid, members: &[Uuid]) -> Result<()> {
    diesel::delete(
        entry_member::table
            .filter(entry_member::entry_id.eq(entry))
            .filter(entry_member::member_id.ne_all(members)),
    )
    .execute(sql.conn())?;
    let rows: Vec<_> = members
        .iter()
        .map(|member| {
            (
                entry_member::entry_id.eq(entry),
                entry_member::member_id.eq(member),
            )
        })
        .collect();
    diesel::insert_into(entry_member::table)
        .values(rows)
        .on_conflict_do_nothing()
        .execute(sql.conn())?;
    Ok(())
}

/// Every node reads every tenant again: who is whose entry concerns more than one.
pub(super) fn raise_every_version(sql: &mut PlatformSql) -> Result<()> {
    diesel::update(tenant::table)
        .set(tenant::catalogue_version.eq(tenant::catalogue_version + 1))
        .execute(sql.conn())?;
    Ok(())
}

/// Whether `member` is one of `entry`'s now.
pub(super) fn is_member(sql: &mut PlatformSql, entry: Uuid, member: Uuid) -> Result<bool> {
    Ok(diesel::select(diesel::dsl::exists(
        entry_member::table
            .filter(entry_member::entry_id.eq(entry))
            .filter(entry_member::member_id.eq(member)),
    ))
    .get_result(sql.conn())?)
}

pub(super) fn insert_handover(
    sql: &mut PlatformSql,
    digest: &[u8; 32],
    of: &Handover,
    expires_at: Instant,
) -> Result<()> {
    diesel::insert_into(handover::table)
        .values((
            handover::token_digest.eq(digest.as_slice()),
            handover::browser.eq(of.browser.as_slice()),
            handover::entry_id.eq(of.entry.uuid()),
            handover::member_id.eq(of.member.uuid()),
            handover::account_id.eq(of.account.uuid()),
            handover::person.eq(json!(of.person)),
            handover::next.eq(&of.next),
            handover::expires_at.eq(expires_at),
        ))
        .execute(sql.conn())?;
    Ok(())
}

/// By which a hand-over is found: [`take`] or [`look`].
pub(super) type Find =
    fn(&mut PlatformSql, &[u8; 32], &[u8; 32], TenantId, Instant) -> Result<Option<Handover>>;

#[derive(QueryableByName)]
struct TakenRow {
    #[diesel(sql_type = SqlUuid)]
    entry_id: Uuid,
    #[diesel(sql_type = SqlUuid)]
    account_id: Uuid,
    #[diesel(sql_type = Jsonb)]
    person: Value,
    #[diesel(sql_type = Text)]
    next: String,
}

impl TakenRow {
    fn handover(self, member: TenantId, browser: &[u8; 32]) -> Result<Handover> {
        Ok(Handover {
            entry: TenantId::from_uuid(self.entry_id),
            member,
            account: AccountId::from_uuid(self.account_id),
            person: serde_json::from_value::<Person>(self.person).map_err(Error::internal)?,
            next: self.next,
            browser: *browser,
        })
    }
}

/// Takes a hand-over away, if it is for this member, this browser and still good. What is over is swept with it.
pub(super) fn take(
    sql: &mut PlatformSql,
    digest: &[u8; 32],
    browser: &[u8; 32],
    member: TenantId,
    now: Instant,
) -> Result<Option<Handover>> {
    diesel::delete(handover::table.filter(handover::expires_at.le(now))).execute(sql.conn())?;
    let row: Option<TakenRow> = sql_query(
        "delete from handover where token_digest = $1 and browser = $2 and member_id = $3 and expires_at > $4
         returning entry_id, account_id, person, next",
    )
    .bind::<Binary, _>(digest.as_slice())
    .bind::<Binary, _>(browser.as_slice())
    .bind::<SqlUuid, _>(member.uuid())
    .bind::<Timestamptz, _>(now)
    .get_result(sql.conn())
    .optional()?;
    row.map(|row| row.handover(member, browser)).transpose()
}

/// What [`take`] would take, left where it is.
pub(super) fn look(
    sql: &mut PlatformSql,
    digest: &[u8; 32],
    browser: &[u8; 32],
    member: TenantId,
    now: Instant,
) -> Result<Option<Handover>> {
    let row: Option<TakenRow> = sql_query(
        "select entry_id, account_id, person, next from handover
         where token_digest = $1 and browser = $2 and member_id = $3 and expires_at > $4",
    )
    .bind::<Binary, _>(digest.as_slice())
    .bind::<Binary, _>(browser.as_slice())
    .bind::<SqlUuid, _>(member.uuid())
    .bind::<Timestamptz, _>(now)
    .get_result(sql.conn())
    .optional()?;
    row.map(|row| row.handover(member, browser)).transpose()
}

/// The account here that somebody of the entry uses, unless it was closed.
pub(super) fn linked(sql: &mut Sql, entry: TenantId, of: AccountId) -> Result<Option<AccountId>> {
    let found: Option<Uuid> = entry_account::table
        .inner_join(
            account::table.on(account::tenant_id
                .eq(entry_account::tenant_id)
                .and(account::id.eq(entry_account::account_id))),
        )
        .filter(entry_account::entry_id.eq(entry.uuid()))
        .filter(entry_account::entry_account_id.eq(of.uuid()))
        .filter(account::closed_at.is_null())
        .select(entry_account::account_id)
        .first(sql.conn())
        .optional()?;
    Ok(found.map(AccountId::from_uuid))
}

pub(super) fn link(sql: &mut Sql, of: &Handover, here: AccountId, now: Instant) -> Result<()> {
    let tenant = sql.tenant().uuid();
    diesel::insert_into(entry_account::table)
        .values((
            entry_account::tenant_id.eq(tenant),
            entry_account::entry_id.eq(of.entry.uuid()),
            entry_account::entry_account_id.eq(of.account.uuid()),
            entry_account::account_id.eq(here.uuid()),
            entry_account::linked_at.eq(now),
        ))
        .execute(sql.conn())?;
    Ok(())
}

/// What an account here is opened from, beside its own password.
pub(super) fn connection(sql: &mut Sql, here: AccountId) -> Result<Option<Connection>> {
    let found: Option<(Uuid, Instant, Option<String>)> = entry_account::table
        .inner_join(
            account::table.on(account::tenant_id
                .eq(entry_account::tenant_id)
                .and(account::id.eq(entry_account::account_id))),
        )
        .filter(entry_account::account_id.eq(here.uuid()))
        .select((
            entry_account::entry_id,
            entry_account::linked_at,
            account::password_hash,
        ))
        .first(sql.conn())
        .optional()?;
    Ok(found.map(|(entry, since, password)| Connection {
        entry: TenantId::from_uuid(entry),
        since,
        has_password: password.is_some(),
    }))
}

pub(super) fn unlink(sql: &mut Sql, entry: TenantId, here: AccountId) -> Result<()> {
    diesel::delete(
        entry_account::table
            .filter(entry_account::entry_id.eq(entry.uuid()))
            .filter(entry_account::account_id.eq(here.uuid())),
    )
    .execute(sql.conn())?;
    Ok(())
}

/// Whether somebody here has this address already.
pub(super) fn has_email(sql: &mut Sql, email: &str) -> Result<bool> {
    Ok(diesel::select(diesel::dsl::exists(
        account::table.filter(account::email.eq(email)),
    ))
    .get_result(sql.conn())?)
}

/// An account without a password: it is opened from the entry alone, until its owner sets one.
pub(super) fn insert_account(sql: &mut Sql, id: AccountId, person: &Person) -> Result<()> {
    let tenant = sql.tenant().uuid();
    diesel::insert_into(account::table)
        .values((
            account::tenant_id.eq(tenant),
            account::id.eq(id.uuid()),
            account::kind.eq("citizen"),
            account::email.eq(&person.email),
            account::display_name.eq(&person.name),
            account::phone.eq(&person.phone),
            account::identity_kind.eq(person.identity.as_ref().map(|(kind, _)| kind)),
            account::identity_number.eq(person.identity.as_ref().map(|(_, number)| number)),
            account::language.eq(person.language.tag()),
        ))
        .execute(sql.conn())?;
    Ok(())
}
