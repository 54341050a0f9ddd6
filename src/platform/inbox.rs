//! The inbox: what a subscription has handled, so that an event delivered twice has its effect once.
//!
//! The rows are written in the transaction of the effect. Two workers with the same event meet on the primary key: the
//! second waits for the first, and then finds the event handled, or, if the first rolled back, to be its own.

use std::collections::HashSet;

use diesel::pg::Pg;
use diesel::query_builder::{AstPass, Query, QueryFragment, QueryId};
use diesel::sql_types::{Array, BigInt, Bool, Text, Timestamptz, Uuid as SqlUuid};
use diesel::{PgConnection, QueryResult, RunQueryDsl};
use uuid::Uuid;

use super::door::{PlatformSql, TenantTx};
use crate::kernel::clock::Instant;
use crate::kernel::error::Result;
use crate::kernel::ids::EventId;

/// Notes events as handled by `subscription` and returns those that were not noted before: the ones to handle now. One
/// statement for the whole batch.
///
/// # Errors
/// Whatever the database says.
pub fn admit(tx: &mut TenantTx, subscription: &'static str, events: &[EventId]) -> Result<HashSet<EventId>> {
    let sql = tx.ungranted();
    let mut ids: Vec<Uuid> = events.iter().map(|id| id.uuid()).collect();
    // In one order everywhere, so that two workers with overlapping batches wait for each other and do not deadlock.
    ids.sort_unstable();
    let statement = Admit {
        tenant: sql.tenant().uuid(),
        subscription,
        ids,
    };
    let fresh: Vec<Uuid> = statement.load(sql.conn())?;
    Ok(fresh.into_iter().map(EventId::from_uuid).collect())
}

#[derive(Debug, QueryId)]
struct Admit {
    tenant: Uuid,
    subscription: &'static str,
    ids: Vec<Uuid>,
}

impl QueryFragment<Pg> for Admit {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, Pg>) -> QueryResult<()> {
        out.push_sql("insert into inbox (tenant_id, subscription, event_id) select ");
        out.push_bind_param::<SqlUuid, _>(&self.tenant)?;
        out.push_sql(", ");
        out.push_bind_param::<Text, _>(&self.subscription)?;
        out.push_sql(", id from unnest(");
        out.push_bind_param::<Array<SqlUuid>, _>(&self.ids)?;
        out.push_sql(") as e (id) on conflict do nothing returning event_id");
        Ok(())
    }
}

impl Query for Admit {
    type SqlType = SqlUuid;
}

impl RunQueryDsl<PgConnection> for Admit {}

/// Whether `subscription` has handled an event.
///
/// # Errors
/// Whatever the database says.
pub fn knows(tx: &mut TenantTx, subscription: &'static str, event: EventId) -> Result<bool> {
    let sql = tx.ungranted();
    let statement = Knows {
        tenant: sql.tenant().uuid(),
        subscription,
        event: event.uuid(),
    };
    Ok(statement.get_result(sql.conn())?)
}

#[derive(Debug, QueryId)]
struct Knows {
    tenant: Uuid,
    subscription: &'static str,
    event: Uuid,
}

impl QueryFragment<Pg> for Knows {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, Pg>) -> QueryResult<()> {
        out.push_sql("select exists (select from inbox where tenant_id = ");
        out.push_bind_param::<SqlUuid, _>(&self.tenant)?;
        out.push_sql(" and subscription = ");
        out.push_bind_param::<Text, _>(&self.subscription)?;
        out.push_sql(" and event_id = ");
        out.push_bind_param::<SqlUuid, _>(&self.event)?;
        out.push_sql(")");
        Ok(())
    }
}

impl Query for Knows {
    type SqlType = Bool;
}

impl RunQueryDsl<PgConnection> for Knows {}

/// Deletes up to `limit` rows from before `before`, and says how many there were. An event that is delivered once more
/// after that would have its effect again, so they are kept far longer than any delivery can be under way.
///
/// # Errors
/// Whatever the database says.
pub fn sweep(sql: &mut PlatformSql, before: Instant, limit: i64) -> Result<usize> {
    Ok(Sweep { before, limit }.execute(sql.conn())?)
}

#[derive(Debug, QueryId)]
struct Sweep {
    before: Instant,
    limit: i64,
}

impl QueryFragment<Pg> for Sweep {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, Pg>) -> QueryResult<()> {
        out.push_sql("with old as (select tenant_id, subscription, event_id from inbox where handled_at < ");
        out.push_bind_param::<Timestamptz, _>(&self.before)?;
        out.push_sql(" limit ");
        out.push_bind_param::<BigInt, _>(&self.limit)?;
        out.push_sql(
            ") delete from inbox i using old where i.tenant_id = old.tenant_id \
             and i.subscription = old.subscription and i.event_id = old.event_id",
        );
        Ok(())
    }
}

impl RunQueryDsl<PgConnection> for Sweep {}
