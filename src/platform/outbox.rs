//! The outbox: events leave in the transaction that caused them, and the relay carries them to the broker afterwards.
//!
//! The relay asks for what is *not yet published*, never for what lies beyond the last number it saw: numbers are
//! drawn before they are committed, so a later number can be visible earlier, and a high-water mark would lose the
//! other one for ever.
//!
//! An event is marked in the transaction that holds its row while the broker confirms it. A crash in between takes
//! the mark back, and the event is published a second time: the inbox absorbs that. It is never published zero times.

use diesel::pg::Pg;
use diesel::query_builder::{AstPass, Query, QueryFragment, QueryId};
use diesel::sql_types::{Array, BigInt, Jsonb, Nullable, Text, Timestamptz, Uuid as SqlUuid};
use diesel::{PgConnection, QueryResult, RunQueryDsl};
use serde_json::Value;
use tokio::sync::Notify;
use uuid::Uuid;

use super::door::{PlatformSql, Sql};
use super::envelope::Envelope;
use crate::kernel::clock::{self, Instant};
use crate::kernel::error::{Error, Result};
use crate::kernel::ids::{EventId, TenantId};

/// A fact about to leave; tenant, time and trace are stamped on it as it enters the outbox.
#[derive(Debug, Clone, PartialEq)]
pub struct Event {
    /// What happened, as a past participle: `dossier.submitted`.
    pub kind: &'static str,
    /// To what it happened.
    pub subject: Uuid,
    /// Ids and amounts; no personal data.
    pub data: Value,
}

/// Appends events to the outbox of the transaction's tenant, in their order, by one statement.
///
/// # Errors
/// When an envelope could not carry one of them (a defect of the caller's), or whatever the database says.
pub fn append(sql: &mut Sql, events: &[Event]) -> Result<Vec<EventId>> {
    if events.is_empty() {
        return Ok(Vec::new());
    }
    let statement = Append::new(sql.tenant(), sql.context().trace.clone(), clock::now(), events)?;
    let ids = statement.ids.iter().copied().map(EventId::from_uuid).collect();
    statement.execute(sql.conn())?;
    rouse();
    Ok(ids)
}

static APPENDED: Notify = Notify::const_new();

/// Tells the relay of this process that a commit with events is near, so that it looks often for a while. [`append`] does
/// so itself; a routine that writes the outbox within the database cannot.
pub fn rouse() {
    APPENDED.notify_one();
}

/// Completes when an event was appended by this process since the last call. The commit is still to come.
pub async fn appended() {
    APPENDED.notified().await;
}

/// One statement for any number of rows, so that its text, and with it the prepared statement, is always the same.
#[derive(Debug, QueryId)]
struct Append {
    tenant: Uuid,
    ids: Vec<Uuid>,
    kinds: Vec<&'static str>,
    subjects: Vec<Uuid>,
    data: Vec<Value>,
    occurred_at: Instant,
    trace: Option<String>,
}

impl Append {
    fn new(tenant: TenantId, trace: Option<String>, occurred_at: Instant, events: &[Event]) -> Result<Self> {
        let mut statement = Self {
            tenant: tenant.uuid(),
            ids: Vec::with_capacity(events.len()),
            kinds: Vec::with_capacity(events.len()),
            subjects: Vec::with_capacity(events.len()),
            data: Vec::with_capacity(events.len()),
            occurred_at,
            trace,
        };
        for event in events {
            Envelope::check(event.kind, &event.data).map_err(Error::internal)?;
            statement.ids.push(EventId::fresh().uuid());
            statement.kinds.push(event.kind);
            statement.subjects.push(event.subject);
            statement.data.push(event.data.clone());
        }
        Ok(statement)
    }
}

impl QueryFragment<Pg> for Append {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, Pg>) -> QueryResult<()> {
        out.push_sql("insert into outbox (tenant_id, id, kind, subject, data, occurred_at, trace) select ");
        out.push_bind_param::<SqlUuid, _>(&self.tenant)?;
        out.push_sql(", id, kind, subject, data, ");
        out.push_bind_param::<Timestamptz, _>(&self.occurred_at)?;
        out.push_sql(", ");
        out.push_bind_param::<Nullable<Text>, _>(&self.trace)?;
        out.push_sql(" from unnest(");
        out.push_bind_param::<Array<SqlUuid>, _>(&self.ids)?;
        out.push_sql(", ");
        out.push_bind_param::<Array<Text>, _>(&self.kinds)?;
        out.push_sql(", ");
        out.push_bind_param::<Array<SqlUuid>, _>(&self.subjects)?;
        out.push_sql(", ");
        out.push_bind_param::<Array<Jsonb>, _>(&self.data)?;
        out.push_sql(") with ordinality as e (id, kind, subject, data, place) order by place");
        Ok(())
    }
}

impl RunQueryDsl<PgConnection> for Append {}

/// Takes up to `limit` unpublished events for this transaction alone, oldest first, and marks them as published. Rows that
/// another relay has taken are passed over. Roll back to give them all back, or [`give_back`] some of them.
///
/// # Errors
/// Whatever the database says.
pub fn claim(sql: &mut PlatformSql, limit: i64) -> Result<Vec<Envelope>> {
    let rows: Vec<ClaimedRow> = Claim { limit }.load(sql.conn())?;
    let mut rows: Vec<(i64, Envelope)> = rows.into_iter().map(numbered_envelope).collect();
    // `returning` promises no order.
    rows.sort_unstable_by_key(|(seq, _)| *seq);
    Ok(rows.into_iter().map(|(_, envelope)| envelope).collect())
}

type ClaimedRow = (i64, Uuid, Uuid, String, Uuid, Instant, Option<String>, Value);

fn numbered_envelope((seq, tenant, id, kind, subject, time, trace, data): ClaimedRow) -> (i64, Envelope) {
    let (tenant, id) = (TenantId::from_uuid(tenant), EventId::from_uuid(id));
    (
        seq,
        Envelope {
            id,
            tenant,
            kind,
            subject,
            time,
            trace,
            data,
        },
    )
}

/// Nothing is written for the relay's own sake that a crash could not take back without harm, so its commit need not
/// wait for the disk: a lost mark is an event published twice.
///
/// # Errors
/// Whatever the database says.
pub fn commit_without_waiting(sql: &mut PlatformSql) -> Result<()> {
    Constant("set local synchronous_commit = off").execute(sql.conn())?;
    Ok(())
}

#[derive(Debug, QueryId)]
struct Claim {
    limit: i64,
}

impl QueryFragment<Pg> for Claim {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, Pg>) -> QueryResult<()> {
        out.push_sql("with next as (select ctid from outbox where published_at is null order by seq limit ");
        out.push_bind_param::<BigInt, _>(&self.limit)?;
        // The rows were just found and are locked, so they are updated where they lie: looking each up again by its key would be
        // four tenths of the statement. One that somebody changed meanwhile lies elsewhere; it stays behind for the next look.
        out.push_sql(
            " for update skip locked) \
             update outbox o set published_at = now() where o.ctid = any (array(select ctid from next)) \
             returning o.seq, o.tenant_id, o.id, o.kind, o.subject, o.occurred_at, o.trace, o.data",
        );
        Ok(())
    }
}

impl Query for Claim {
    type SqlType = (
        BigInt,
        SqlUuid,
        SqlUuid,
        Text,
        SqlUuid,
        Timestamptz,
        Nullable<Text>,
        Jsonb,
    );
}

impl RunQueryDsl<PgConnection> for Claim {}

/// Takes the mark off events that the broker did not take over; they will be tried again.
///
/// # Errors
/// Whatever the database says.
pub fn give_back(sql: &mut PlatformSql, events: &[(TenantId, EventId)]) -> Result<()> {
    if events.is_empty() {
        return Ok(());
    }
    GiveBack {
        tenants: events.iter().map(|(tenant, _)| tenant.uuid()).collect(),
        ids: events.iter().map(|(_, id)| id.uuid()).collect(),
    }
    .execute(sql.conn())?;
    Ok(())
}

#[derive(Debug, QueryId)]
struct GiveBack {
    tenants: Vec<Uuid>,
    ids: Vec<Uuid>,
}

impl QueryFragment<Pg> for GiveBack {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, Pg>) -> QueryResult<()> {
        out.push_sql("update outbox o set published_at = null from unnest(");
        out.push_bind_param::<Array<SqlUuid>, _>(&self.tenants)?;
        out.push_sql(", ");
        out.push_bind_param::<Array<SqlUuid>, _>(&self.ids)?;
        out.push_sql(") as e (tenant_id, id) where o.tenant_id = e.tenant_id and o.id = e.id");
        Ok(())
    }
}

impl RunQueryDsl<PgConnection> for GiveBack {}

/// Deletes up to `limit` events that were published before `before`, and says how many there were. Until then they can
/// be published again, should the broker lose its disk.
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
        out.push_sql(
            "with old as (select tenant_id, id from outbox where published_at is not null and published_at < ",
        );
        out.push_bind_param::<Timestamptz, _>(&self.before)?;
        out.push_sql(" order by published_at limit ");
        out.push_bind_param::<BigInt, _>(&self.limit)?;
        out.push_sql(
            " for update skip locked) delete from outbox o using old \
             where o.tenant_id = old.tenant_id and o.id = old.id",
        );
        Ok(())
    }
}

impl RunQueryDsl<PgConnection> for Sweep {}

/// How far the relay is behind.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Lag {
    /// Events that wait, counted up to 10,000.
    pub waiting: i64,
    /// When the oldest of them happened.
    pub oldest: Option<Instant>,
}

/// Reads how far the relay is behind.
///
/// # Errors
/// Whatever the database says.
pub fn lag(sql: &mut PlatformSql) -> Result<Lag> {
    let (waiting, oldest) = ReadLag.get_result(sql.conn())?;
    Ok(Lag { waiting, oldest })
}

#[derive(Debug, QueryId)]
struct ReadLag;

impl QueryFragment<Pg> for ReadLag {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, Pg>) -> QueryResult<()> {
        out.push_sql(
            "select count(*), min(occurred_at) from \
             (select occurred_at from outbox where published_at is null order by seq limit 10000) as waiting",
        );
        Ok(())
    }
}

impl Query for ReadLag {
    type SqlType = (BigInt, Nullable<Timestamptz>);
}

impl RunQueryDsl<PgConnection> for ReadLag {}

/// A statement without parameters.
#[derive(Debug)]
struct Constant(&'static str);

impl QueryId for Constant {
    type QueryId = ();
    const HAS_STATIC_QUERY_ID: bool = false;
}

impl QueryFragment<Pg> for Constant {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, Pg>) -> QueryResult<()> {
        out.unsafe_to_cache_prepared();
        out.push_sql(self.0);
        Ok(())
    }
}

impl RunQueryDsl<PgConnection> for Constant {}
