//! SQL of invitations.

use diesel::prelude::*;
use uuid::Uuid;

use crate::authority::people::Token;
use crate::kernel::clock::Instant;
use crate::kernel::error::Result;
use crate::kernel::ids::{AccountId, InvitationId};
use crate::platform::door::Sql;
use crate::platform::schema::{account, invitation};

use super::super::model::Invitation;

type Columns = (
    (Uuid, Uuid, String, String, Option<Instant>),
    (Instant, Instant, Option<Instant>, Option<Instant>),
);

macro_rules! invitations {
    () => {
        invitation::table
            .inner_join(
                account::table.on(account::tenant_id
                    .eq(invitation::tenant_id)
                    .and(account::id.eq(invitation::account_id))),
            )
            .select((
                (
                    invitation::id,
                    account::id,
                    account::email,
                    account::display_name,
                    account::closed_at,
                ),
                (
                    invitation::invited_at,
                    invitation::expires_at,
                    invitation::accepted_at,
                    invitation::revoked_at,
                ),
            ))
    };
}

fn invitation_of((who, when): Columns) -> Invitation {
    Invitation {
        id: InvitationId::from_uuid(who.0),
        account: AccountId::from_uuid(who.1),
        email: who.2,
        name: who.3,
        is_closed: who.4.is_some(),
        invited_at: when.0,
        expires_at: when.1,
        accepted_at: when.2,
        revoked_at: when.3,
    }
}

/// The invitation whose secret has this digest, open or not.
///
/// # Errors
/// When the database fails.
pub fn invitation_by_digest(sql: &mut Sql, digest: &[u8; 32]) -> Result<Option<Invitation>> {
    let row: Option<Columns> = invitations!()
        .filter(invitation::token_digest.eq(digest.to_vec()))
        .first(sql.conn())
        .optional()?;
    Ok(row.map(invitation_of))
}

/// The invitation with this id.
///
/// # Errors
/// When the database fails.
pub fn invitation(sql: &mut Sql, id: InvitationId) -> Result<Option<Invitation>> {
    let row: Option<Columns> = invitations!()
        .filter(invitation::id.eq(id.uuid()))
        .first(sql.conn())
        .optional()?;
    Ok(row.map(invitation_of))
}

/// The invitation of an account that was neither accepted nor taken back; its time may be over.
///
/// # Errors
/// When the database fails.
pub fn open_invitation(sql: &mut Sql, of: AccountId) -> Result<Option<Invitation>> {
    let row: Option<Columns> = invitations!()
        .filter(invitation::account_id.eq(of.uuid()))
        .filter(invitation::accepted_at.is_null())
        .filter(invitation::revoked_at.is_null())
        .first(sql.conn())
        .optional()?;
    Ok(row.map(invitation_of))
}

/// Writes an invitation.
pub(in super::super) fn insert_invitation(
    sql: &mut Sql,
    (id, of): (InvitationId, AccountId),
    token: &Token,
    now: Instant,
    expires_at: Instant,
) -> Result<()> {
    let (tenant, by) = (sql.tenant().uuid(), sql.context().actor.to_string());
    diesel::insert_into(invitation::table)
        .values((
            invitation::tenant_id.eq(tenant),
            invitation::id.eq(id.uuid()),
            invitation::account_id.eq(of.uuid()),
            invitation::token_digest.eq(token.digest().to_vec()),
            invitation::invited_by.eq(by),
            invitation::invited_at.eq(now),
            invitation::expires_at.eq(expires_at),
        ))
        .execute(sql.conn())?;
    Ok(())
}

/// Takes an account's open invitations back; answers how many there were.
pub(in super::super) fn revoke_invitations(sql: &mut Sql, of: AccountId, now: Instant) -> Result<usize> {
    Ok(diesel::update(
        invitation::table
            .filter(invitation::account_id.eq(of.uuid()))
            .filter(invitation::accepted_at.is_null())
            .filter(invitation::revoked_at.is_null()),
    )
    .set(invitation::revoked_at.eq(now))
    .execute(sql.conn())?)
}

/// Notes that an invitation was accepted; `false` when it no longer could be, which two clicks at once bring about.
pub(in super::super) fn accept(sql: &mut Sql, id: InvitationId, now: Instant) -> Result<bool> {
    let accepted = diesel::update(
        invitation::table
            .filter(invitation::id.eq(id.uuid()))
            .filter(invitation::accepted_at.is_null())
            .filter(invitation::revoked_at.is_null())
            .filter(invitation::expires_at.gt(now)),
    )
    .set(invitation::accepted_at.eq(now))
    .execute(sql.conn())?;
    Ok(accepted == 1)
}

/// Sets the password of an account.
pub(in super::super) fn set_password(sql: &mut Sql, of: AccountId, password_hash: &str) -> Result<()> {
    diesel::update(account::table.filter(account::id.eq(of.uuid())))
        .set(account::password_hash.eq(password_hash))
        .execute(sql.conn())?;
    Ok(())
}
