//! SQL of what programs sent under idempotency keys.

use diesel::prelude::*;
use serde_json::Value;

use crate::kernel::clock::Instant;
use crate::kernel::error::Result;
use crate::kernel::ids::AccountId;
use crate::platform::door::Sql;
use crate::platform::schema::organisation_call as t;

/// A call under an idempotency key.
#[derive(Debug, Clone)]
pub struct Call {
    /// Whose program calls; keys of two accounts never meet.
    pub account: AccountId,
    /// The key.
    pub key: String,
    /// A digest of what was sent.
    pub fingerprint: [u8; 32],
}

/// How many calls one call forgets at most.
const FORGOTTEN_AT_ONCE: i64 = 20;

/// Takes the key. `false`: it was taken before; a call that has it and is still at work is waited for.
pub(in super::super) fn take(sql: &mut Sql, call: &Call, now: Instant) -> Result<bool> {
    let taken = diesel::insert_into(t::table)
        .values((
            t::tenant_id.eq(sql.tenant().uuid()),
            t::account_id.eq(call.account.uuid()),
            t::key.eq(&call.key),
            t::fingerprint.eq(call.fingerprint.as_slice()),
            t::made_at.eq(now),
        ))
        .on_conflict_do_nothing()
        .execute(sql.conn())?;
    Ok(taken == 1)
}

/// Forgets calls of the same account from before this moment, a few at a time: more than one call can add.
pub(in super::super) fn forget(sql: &mut Sql, call: &Call, before: Instant) -> Result<()> {
    let over = t::table
        .filter(t::account_id.eq(call.account.uuid()))
        .filter(t::made_at.lt(before))
        .order(t::made_at)
        .limit(FORGOTTEN_AT_ONCE)
        .select(t::key);
    let over: Vec<String> = over.load(sql.conn())?;
    if !over.is_empty() {
        let of_account = t::table
            .filter(t::account_id.eq(call.account.uuid()))
            .filter(t::key.eq_any(over));
        diesel::delete(of_account).execute(sql.conn())?;
    }
    Ok(())
}

pub(in super::super) fn answer(sql: &mut Sql, call: &Call, answer: Value) -> Result<()> {
    let of_call = t::table
        .filter(t::account_id.eq(call.account.uuid()))
        .filter(t::key.eq(&call.key));
    diesel::update(of_call)
        .set(t::answer.eq(answer))
        .execute(sql.conn())?;
    Ok(())
}

/// What the first call with the key sent, as a digest, and what it was answered.
pub(in super::super) fn answered(sql: &mut Sql, call: &Call) -> Result<(Vec<u8>, Value)> {
    let (fingerprint, answer): (Vec<u8>, Option<Value>) = t::table
        .filter(t::account_id.eq(call.account.uuid()))
        .filter(t::key.eq(&call.key))
        .select((t::fingerprint, t::answer))
        .first(sql.conn())?;
    Ok((fingerprint, answer.unwrap_or_default()))
}
