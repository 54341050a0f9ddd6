//! SQL of drift: what was changed since the last application, and not by code.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel::sql_query;
use diesel::sql_types::{Array, Jsonb, Nullable, Text, Timestamptz, Uuid as SqlUuid};
use serde_json::Value;
use uuid::Uuid;

use crate::kernel::error::Result;
use crate::platform::door::Sql;

/// A row that is not as the last application left it, with its latest change.
#[derive(QueryableByName)]
pub(in super::super) struct Later {
    #[diesel(sql_type = Text)]
    pub table_name: String,
    #[diesel(sql_type = Text)]
    pub row_key: String,
    #[diesel(sql_type = Nullable<Jsonb>)]
    pub before: Option<Value>,
    #[diesel(sql_type = Nullable<Jsonb>)]
    pub after: Option<Value>,
    #[diesel(sql_type = Text)]
    pub made_by: String,
    #[diesel(sql_type = Timestamptz)]
    pub made_at: DateTime<Utc>,
    #[diesel(sql_type = Text)]
    pub origin: String,
    #[diesel(sql_type = Text)]
    pub reason: String,
}

/// The rows that somebody changed since the last application, but by one of the ways `own`.
pub(in super::super) fn later(sql: &mut Sql, own: &[&str]) -> Result<Vec<Later>> {
    Ok(sql_query(
        "with later as (
            select r.table_name, r.row_key, r.before, r.after, r.position, s.made_by, s.made_at, s.origin, s.reason
            from change_set s join change_row r on r.tenant_id = s.tenant_id and r.change_set_id = s.id
            where s.origin <> all ($1) and not exists (
                select from tenant_seen k
                where k.tenant_id = s.tenant_id and (s.made_at < k.seen_at - interval '2 hours' or s.id = any (k.seen)))),
         rows as (
            select table_name, row_key,
                   (array_agg(before order by position))[1] as before, (array_agg(after order by position desc))[1] as after,
                   (array_agg(made_by order by position desc))[1] as made_by, max(made_at) as made_at,
                   (array_agg(origin order by position desc))[1] as origin,
                   (array_agg(reason order by position desc))[1] as reason
            from later group by table_name, row_key)
         select * from rows where before is distinct from after order by table_name, row_key",
    )
    .bind::<Array<Text>, _>(own)
    .load(sql.conn())?)
}

/// The parts of a tenant that have no history row by row, as they stand.
const PARTS: &str = "jsonb_build_object(
    'card', (select card from tenant_card),
    'procedures', (select coalesce(jsonb_object_agg(id, jsonb_build_object(
        'code', code, 'version', current_version_id, 'suspended', suspended_at is not null)), '{}') from procedure),
    'dictionaries', (select coalesce(jsonb_object_agg(code, current_version_id), '{}')
        from dictionary where current_version_id is not null))";

/// The parts as the last application left them and as they are, and who changed the card last.
#[derive(QueryableByName)]
pub(in super::super) struct Parts {
    #[diesel(sql_type = Jsonb)]
    pub left_as: Value,
    #[diesel(sql_type = Jsonb)]
    pub are: Value,
    #[diesel(sql_type = Text)]
    pub kept_by: String,
    #[diesel(sql_type = Timestamptz)]
    pub kept_at: DateTime<Utc>,
    #[diesel(sql_type = Text)]
    pub origin: String,
    #[diesel(sql_type = Text)]
    pub reason: String,
}

/// The parts; nothing before the first application that noted how it left them.
pub(in super::super) fn parts(sql: &mut Sql) -> Result<Option<Parts>> {
    Ok(sql_query(format!(
        "select s.left_as, {PARTS} as are, c.kept_by, c.kept_at, c.origin, c.reason
         from tenant_seen s join tenant_card c on c.tenant_id = s.tenant_id where s.left_as is not null"
    ))
    .get_result(sql.conn())
    .optional()?)
}

/// When a version of a dictionary was published, by whom and why.
#[derive(QueryableByName)]
pub(in super::super) struct PublishedBy {
    #[diesel(sql_type = Timestamptz)]
    pub published_at: DateTime<Utc>,
    #[diesel(sql_type = Text)]
    pub published_by: String,
    #[diesel(sql_type = Text)]
    pub reason: String,
}

/// Who published a version of a dictionary.
pub(in super::super) fn published_by(sql: &mut Sql, version: Uuid) -> Result<PublishedBy> {
    Ok(
        sql_query("select published_at, published_by, reason from dictionary_version where id = $1")
            .bind::<SqlUuid, _>(version)
            .get_result(sql.conn())?,
    )
}

/// From now on what was changed so far is no drift.
pub(in super::super) fn see_all(sql: &mut Sql, now: DateTime<Utc>) -> Result<()> {
    let tenant = sql.tenant().uuid();
    sql_query(format!(
        "insert into tenant_seen (tenant_id, seen_at, seen, left_as)
         select $1, $2, (select coalesce(array_agg(s.id), '{{}}') from change_set s
                         where s.origin <> 'code' and s.made_at >= $2 - interval '2 hours'), {PARTS}
         on conflict (tenant_id) do update
            set seen_at = excluded.seen_at, seen = excluded.seen, left_as = excluded.left_as"
    ))
    .bind::<SqlUuid, _>(tenant)
    .bind::<Timestamptz, _>(now)
    .execute(sql.conn())?;
    Ok(())
}
