//! SQL of the audit trail. Transaction ids are read and bound as 64-bit numbers: they only grow, and never reach 2⁶³.

use std::collections::HashMap;

use diesel::dsl::sql;
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Binary, Bool, Jsonb, Nullable, Text, Timestamptz, Uuid as SqlUuid};
use serde_json::Value;
use uuid::Uuid;

use crate::kernel::clock::Instant;
use crate::kernel::error::Result;
use crate::platform::door::Sql;
use crate::platform::schema::{account, audit_entry};

use super::model::{Entry, Seal, Wanted};

/// Entries beyond this many are not counted: no reader turns that many pages.
pub const COUNTED_MAX: i64 = 10_000;

type Boxed<'a> = audit_entry::BoxedQuery<'a, diesel::pg::Pg>;

fn wanted_entries<'a>(wanted: &'a Wanted) -> Boxed<'a> {
    let mut query = audit_entry::table.into_boxed();
    if let Some(subject) = wanted.subject {
        query = query.filter(audit_entry::subject.eq(subject));
    }
    if let Some(actors) = &wanted.actors {
        query = query.filter(
            sql::<Bool>("actor like any (")
                .bind::<diesel::sql_types::Array<Text>, _>(actors)
                .sql(")"),
        );
    }
    if let Some(verb) = &wanted.verb {
        query = query.filter(audit_entry::verb.eq(verb));
    }
    if let Some(outcome) = &wanted.outcome {
        query = query.filter(audit_entry::outcome.eq(outcome));
    }
    query
}

/// One page of the trail, the newest first.
///
/// # Errors
/// When the database fails.
pub fn entries(sql: &mut Sql, wanted: &Wanted, limit: i64, offset: i64) -> Result<Vec<Entry>> {
    type Row = (Uuid, Instant, String, String, Option<Uuid>, String);
    let rows: Vec<Row> = wanted_entries(wanted)
        .order(audit_entry::id.desc())
        .limit(limit)
        .offset(offset)
        .select((
            audit_entry::id,
            audit_entry::occurred_at,
            audit_entry::actor,
            audit_entry::verb,
            audit_entry::subject,
            audit_entry::outcome,
        ))
        .load(sql.conn())?;
    Ok(rows
        .into_iter()
        .map(|(id, occurred_at, actor, verb, subject, outcome)| Entry {
            id,
            occurred_at,
            actor,
            verb,
            subject,
            outcome,
        })
        .collect())
}

/// How many entries are wanted, counted up to [`COUNTED_MAX`].
///
/// # Errors
/// When the database fails.
pub fn count(sql: &mut Sql, wanted: &Wanted) -> Result<i64> {
    let ids: Vec<Uuid> = wanted_entries(wanted)
        .limit(COUNTED_MAX)
        .select(audit_entry::id)
        .load(sql.conn())?;
    Ok(i64::try_from(ids.len()).unwrap_or(COUNTED_MAX))
}

/// The names of these accounts.
///
/// # Errors
/// When the database fails.
pub fn names(sql: &mut Sql, accounts: &[Uuid]) -> Result<HashMap<Uuid, String>> {
    let rows: Vec<(Uuid, String)> = account::table
        .filter(account::id.eq_any(accounts))
        .select((account::id, account::display_name))
        .load(sql.conn())?;
    Ok(rows.into_iter().collect())
}

/// The accounts whose name or address contains `text`, at most a hundred.
///
/// # Errors
/// When the database fails.
pub fn accounts_like(sql: &mut Sql, text: &str) -> Result<Vec<Uuid>> {
    let pattern = format!("%{}%", escape_like(text));
    Ok(account::table
        .filter(
            account::display_name
                .ilike(pattern.clone())
                .or(account::email.ilike(pattern)),
        )
        .limit(100)
        .select(account::id)
        .load(sql.conn())?)
}

/// `text` so that `like` takes it literally.
#[must_use]
pub fn escape_like(text: &str) -> String {
    text.replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_")
}

#[derive(QueryableByName)]
struct SealRow {
    #[diesel(sql_type = BigInt)]
    number: i64,
    #[diesel(sql_type = Timestamptz)]
    sealed_at: Instant,
    #[diesel(sql_type = BigInt)]
    below: i64,
    #[diesel(sql_type = BigInt)]
    entry_count: i64,
    #[diesel(sql_type = Binary)]
    digest: Vec<u8>,
}

const SEAL_COLUMNS: &str = "number, sealed_at, below_xid::text::bigint as below, entry_count, digest";

fn seal_of(row: SealRow) -> Seal {
    Seal {
        number: row.number,
        sealed_at: row.sealed_at,
        below: row.below,
        entries: row.entry_count,
        digest: row.digest,
    }
}

/// The last seal.
///
/// # Errors
/// When the database fails.
pub fn last_seal(sql: &mut Sql) -> Result<Option<Seal>> {
    let row: Option<SealRow> = diesel::sql_query(format!(
        "select {SEAL_COLUMNS} from audit_seal where tenant_id = $1 order by number desc limit 1"
    ))
    .bind::<SqlUuid, _>(sql.tenant().uuid())
    .get_result(sql.conn())
    .optional()?;
    Ok(row.map(seal_of))
}

/// Up to `limit` seals after the one numbered `after`, in order.
pub(super) fn seals_after(sql: &mut Sql, after: i64, limit: i64) -> Result<Vec<Seal>> {
    let rows: Vec<SealRow> = diesel::sql_query(format!(
        "select {SEAL_COLUMNS} from audit_seal where tenant_id = $1 and number > $2 order by number limit $3"
    ))
    .bind::<SqlUuid, _>(sql.tenant().uuid())
    .bind::<BigInt, _>(after)
    .bind::<BigInt, _>(limit)
    .load(sql.conn())?;
    Ok(rows.into_iter().map(seal_of).collect())
}

/// Whether this transaction alone may seal the tenant's trail until it ends.
pub(super) fn may_seal_alone(sql: &mut Sql) -> Result<bool> {
    let key = format!("audit_seal {}", sql.tenant());
    Ok(diesel::select(
        diesel::dsl::sql::<Bool>("pg_try_advisory_xact_lock(hashtextextended(")
            .bind::<Text, _>(key)
            .sql(", 0))"),
    )
    .get_result(sql.conn())?)
}

#[derive(QueryableByName)]
struct NumberRow {
    #[diesel(sql_type = BigInt)]
    number: i64,
}

/// Every transaction below this one has ended: none of them can still add an entry.
pub(super) fn horizon(sql: &mut Sql) -> Result<i64> {
    let row: NumberRow =
        diesel::sql_query("select pg_snapshot_xmin(pg_current_snapshot())::text::bigint as number")
            .get_result(sql.conn())?;
    Ok(row.number)
}

/// The transaction of the entry that lies `skip` entries behind `from`, if there are that many below `below`.
pub(super) fn transaction_at(sql: &mut Sql, (from, below): (i64, i64), skip: i64) -> Result<Option<i64>> {
    let row: Option<NumberRow> = diesel::sql_query(
        "select written_by::text::bigint as number from audit_entry
         where tenant_id = $1 and written_by >= $2::text::xid8 and written_by < $3::text::xid8
         order by written_by, id offset $4 limit 1",
    )
    .bind::<SqlUuid, _>(sql.tenant().uuid())
    .bind::<BigInt, _>(from)
    .bind::<BigInt, _>(below)
    .bind::<BigInt, _>(skip)
    .get_result(sql.conn())
    .optional()?;
    Ok(row.map(|row| row.number))
}

/// An entry with everything its digest covers.
#[derive(QueryableByName)]
pub(super) struct Whole {
    #[diesel(sql_type = SqlUuid)]
    pub id: Uuid,
    #[diesel(sql_type = Timestamptz)]
    pub occurred_at: Instant,
    #[diesel(sql_type = Text)]
    pub actor: String,
    #[diesel(sql_type = Text)]
    pub verb: String,
    #[diesel(sql_type = Nullable<SqlUuid>)]
    pub subject: Option<Uuid>,
    #[diesel(sql_type = Text)]
    pub outcome: String,
    #[diesel(sql_type = Jsonb)]
    pub detail: Value,
    #[diesel(sql_type = Binary)]
    pub row_digest: Vec<u8>,
}

/// The entries of transactions from `from` up to, and without, `below`, in the order in which a seal takes them.
pub(super) fn entries_between(sql: &mut Sql, (from, below): (i64, i64)) -> Result<Vec<Whole>> {
    Ok(diesel::sql_query(
        "select id, occurred_at, actor, verb, subject, outcome, detail, row_digest from audit_entry
         where tenant_id = $1 and written_by >= $2::text::xid8 and written_by < $3::text::xid8
         order by written_by, id",
    )
    .bind::<SqlUuid, _>(sql.tenant().uuid())
    .bind::<BigInt, _>(from)
    .bind::<BigInt, _>(below)
    .load(sql.conn())?)
}

/// Writes a seal.
pub(super) fn insert_seal(sql: &mut Sql, number: i64, below: i64, entries: i64, digest: &[u8]) -> Result<()> {
    diesel::sql_query(
        "insert into audit_seal (tenant_id, number, below_xid, entry_count, digest) values ($1, $2, $3::text::xid8, $4, $5)",
    )
    .bind::<SqlUuid, _>(sql.tenant().uuid())
    .bind::<BigInt, _>(number)
    .bind::<BigInt, _>(below)
    .bind::<BigInt, _>(entries)
    .bind::<Binary, _>(digest)
    .execute(sql.conn())?;
    Ok(())
}
