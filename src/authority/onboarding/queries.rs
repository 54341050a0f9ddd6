//! SQL of tenants that are set up.

use diesel::prelude::*;
use serde_json::Value;
use uuid::Uuid;

use crate::kernel::clock::Instant;
use crate::kernel::error::Result;
use crate::platform::door::{PlatformSql, Sql};
use crate::platform::schema::{account, dossier, invitation, onboarding, onboarding_step, tenant};

/// What is kept of a set-up.
pub(super) type Row = (Value, Value, Option<Instant>, Option<Instant>);

pub(super) fn find(sql: &mut Sql) -> Result<Option<Row>> {
    Ok(onboarding::table
        .select((
            onboarding::code,
            onboarding::library,
            onboarding::asked_at,
            onboarding::live_at,
        ))
        .first(sql.conn())
        .optional()?)
}

/// When it went live; `None` when it was never set up in the browser.
pub(super) fn live_at(sql: &mut Sql) -> Result<Option<Option<Instant>>> {
    Ok(onboarding::table
        .select(onboarding::live_at)
        .first(sql.conn())
        .optional()?)
}

pub(super) fn insert(sql: &mut Sql, code: &Value, library: &Value, now: Instant) -> Result<()> {
    let tenant = sql.tenant().uuid();
    diesel::insert_into(onboarding::table)
        .values((
            onboarding::tenant_id.eq(tenant),
            onboarding::code.eq(code),
            onboarding::library.eq(library),
            onboarding::begun_at.eq(now),
        ))
        .execute(sql.conn())?;
    Ok(())
}

pub(super) fn set_code(sql: &mut Sql, code: &Value) -> Result<()> {
    diesel::update(onboarding::table)
        .set(onboarding::code.eq(code))
        .execute(sql.conn())?;
    Ok(())
}

/// Steps that stand, the oldest first: id, word, what was before.
pub(super) fn steps(sql: &mut Sql) -> Result<Vec<(Uuid, String, Value)>> {
    Ok(onboarding_step::table
        .filter(onboarding_step::undone_at.is_null())
        .order(onboarding_step::id)
        .select((
            onboarding_step::id,
            onboarding_step::step,
            onboarding_step::before,
        ))
        .load(sql.conn())?)
}

pub(super) fn insert_step(sql: &mut Sql, step: &str, who: &str, before: &Value, now: Instant) -> Result<()> {
    let tenant = sql.tenant().uuid();
    diesel::insert_into(onboarding_step::table)
        .values((
            onboarding_step::tenant_id.eq(tenant),
            onboarding_step::id.eq(Uuid::now_v7()),
            onboarding_step::step.eq(step),
            onboarding_step::who.eq(who),
            onboarding_step::made_at.eq(now),
            onboarding_step::before.eq(before),
        ))
        .execute(sql.conn())?;
    Ok(())
}

pub(super) fn undo_step(sql: &mut Sql, id: Uuid, now: Instant) -> Result<()> {
    diesel::update(onboarding_step::table.filter(onboarding_step::id.eq(id)))
        .set(onboarding_step::undone_at.eq(now))
        .execute(sql.conn())?;
    Ok(())
}

pub(super) fn set_asked(sql: &mut Sql, now: Instant) -> Result<()> {
    diesel::update(onboarding::table)
        .set(onboarding::asked_at.eq(now))
        .execute(sql.conn())?;
    Ok(())
}

pub(super) fn set_live(sql: &mut Sql, now: Instant) -> Result<()> {
    diesel::update(onboarding::table)
        .set(onboarding::live_at.eq(now))
        .execute(sql.conn())?;
    Ok(())
}

pub(super) fn set_tenant_live(sql: &mut PlatformSql, id: Uuid) -> Result<()> {
    diesel::update(tenant::table.find(id))
        .set((
            tenant::live.eq(true),
            tenant::catalogue_version.eq(tenant::catalogue_version + 1),
        ))
        .execute(sql.conn())?;
    Ok(())
}

pub(super) fn dossiers(sql: &mut Sql) -> Result<i64> {
    Ok(dossier::table.count().get_result(sql.conn())?)
}

/// Staff without a password to whom no link was sent.
pub(super) fn without_link(sql: &mut Sql) -> Result<Vec<(Uuid, String)>> {
    Ok(account::table
        .filter(account::kind.eq("staff"))
        .filter(account::password_hash.is_null())
        .filter(account::closed_at.is_null())
        .filter(diesel::dsl::not(diesel::dsl::exists(
            invitation::table
                .filter(invitation::tenant_id.eq(account::tenant_id))
                .filter(invitation::account_id.eq(account::id)),
        )))
        .order(account::email)
        .select((account::id, account::email))
        .load(sql.conn())?)
}
