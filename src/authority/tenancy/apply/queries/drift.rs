//! SQL of drift: what was changed since the last application, and not by code.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel::sql_query;
use diesel::sql_types::{Jsonb, Nullable, Text, Timestamptz, Uuid as SqlUuid};
use serde_json::Value;

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

/// The rows that somebody changed by another way than code since the last application.
pub(in super::super) fn later(sql: &mut Sql) -> Result<Vec<Later>> {
    Ok(sql_query(
        "with later as (
            select r.table_name, r.row_key, r.before, r.after, r.position, s.made_by, s.made_at, s.origin, s.reason
            from change_set s join change_row r on r.tenant_id = s.tenant_id and r.change_set_id = s.id
            where s.origin <> 'code' and not exists (
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
    .load(sql.conn())?)
}

/// From now on what was changed so far is no drift.
pub(in super::super) fn see_all(sql: &mut Sql, now: DateTime<Utc>) -> Result<()> {
    let tenant = sql.tenant().uuid();
    sql_query(
        "insert into tenant_seen (tenant_id, seen_at, seen)
         select $1, $2, coalesce(array_agg(s.id), '{}') from change_set s
         where s.origin <> 'code' and s.made_at >= $2 - interval '2 hours'
         on conflict (tenant_id) do update set seen_at = excluded.seen_at, seen = excluded.seen",
    )
    .bind::<SqlUuid, _>(tenant)
    .bind::<Timestamptz, _>(now)
    .execute(sql.conn())?;
    Ok(())
}
