//! SQL of the history of configuration. Names of tables and columns come from the database's own catalogue; values are bound.

use std::collections::HashMap;

use diesel::prelude::*;
use diesel::sql_query;
use diesel::sql_types::{Array, BigInt, Jsonb, Nullable, Text, Timestamptz, Uuid as SqlUuid};
use serde_json::{Value, json};
use uuid::Uuid;

use crate::kernel::clock::Instant;
use crate::kernel::error::{Error, Result};
use crate::kernel::ids::ChangeSetId;
use crate::platform::door::Sql;
use crate::platform::schema::change_row;

use super::model::{ChangeRow, ChangeSet, Filter, Origin, Reason};

pub(super) fn open(
    sql: &mut Sql,
    origin: Origin,
    reason: &Reason,
    undoes: Option<ChangeSetId>,
    now: Instant,
) -> Result<ChangeSetId> {
    let id = ChangeSetId::fresh();
    let opened = json!({
        "id": id,
        "made_at": now,
        "made_by": sql.context().acting(),
        "origin": origin.name(),
        "reason": reason.as_str(),
        "undoes_id": undoes,
    });
    sql_query("select set_config('app.change_set', $1::text, true)")
        .bind::<Jsonb, _>(opened)
        .execute(sql.conn())?;
    Ok(id)
}

#[derive(QueryableByName)]
struct SetRow {
    #[diesel(sql_type = SqlUuid)]
    id: Uuid,
    #[diesel(sql_type = Timestamptz)]
    made_at: Instant,
    #[diesel(sql_type = Text)]
    made_by: String,
    #[diesel(sql_type = Text)]
    origin: String,
    #[diesel(sql_type = Text)]
    reason: String,
    #[diesel(sql_type = Nullable<SqlUuid>)]
    undoes_id: Option<Uuid>,
    #[diesel(sql_type = Nullable<SqlUuid>)]
    undone_by: Option<Uuid>,
    #[diesel(sql_type = BigInt)]
    row_count: i64,
}

impl SetRow {
    fn read(self) -> Result<ChangeSet> {
        Ok(ChangeSet {
            id: ChangeSetId::from_uuid(self.id),
            made_at: self.made_at,
            made_by: self.made_by,
            origin: Origin::parse(&self.origin)
                .ok_or_else(|| Error::Internal(format!("a change came from {}", self.origin)))?,
            reason: self.reason,
            undoes: self.undoes_id.map(ChangeSetId::from_uuid),
            undone_by: self.undone_by.map(ChangeSetId::from_uuid),
            row_count: self.row_count,
        })
    }
}

const SETS: &str = "select s.id, s.made_at, s.made_by, s.origin, s.reason, s.undoes_id,
        (select u.id from change_set u where u.tenant_id = s.tenant_id and u.undoes_id = s.id) as undone_by,
        (select count(*) from change_row r where r.tenant_id = s.tenant_id and r.change_set_id = s.id) as row_count
     from change_set s";

pub(super) fn history(sql: &mut Sql, filter: &Filter) -> Result<Vec<ChangeSet>> {
    let of_person = match filter.person {
        None => "$7::text is null",
        // By the index of rows of people; a set-up of twenty thousand of them is not searched for one.
        Some(_) => {
            "s.id in (
                select r.change_set_id from change_row r where r.table_name in ('account', 'account_responsibility')
                    and split_part(r.row_key, ' ', 1) = $7
                union all
                select r.change_set_id from change_row r where r.table_name = 'profile_option'
                    and split_part(r.row_key, ' ', 3) = $7)"
        }
    };
    let text = format!(
        "{SETS} where ($1::uuid is null or s.id < $1)
           and ($2::text is null or exists (
                select from change_row r where r.tenant_id = s.tenant_id and r.change_set_id = s.id
                and r.table_name = $2 and ($3::text is null or r.row_key = $3)))
           and ($4::text is null or starts_with(s.made_by, $4))
           and ($5::text is null or s.origin = $5)
           and {of_person}
           and ($8::timestamptz is null or s.made_at >= $8)
           and ($9::timestamptz is null or s.made_at < $9)
         order by s.id desc limit $6"
    );
    sql_query(text)
        .bind::<Nullable<SqlUuid>, _>(filter.before.map(ChangeSetId::uuid))
        .bind::<Nullable<Text>, _>(filter.table.as_deref())
        .bind::<Nullable<Text>, _>(filter.key.as_deref())
        .bind::<Nullable<Text>, _>(filter.made_by.as_deref())
        .bind::<Nullable<Text>, _>(filter.origin.map(Origin::name))
        .bind::<BigInt, _>(filter.limit)
        .bind::<Nullable<Text>, _>(filter.person.map(|id| id.to_string()))
        .bind::<Nullable<Timestamptz>, _>(filter.since)
        .bind::<Nullable<Timestamptz>, _>(filter.until)
        .load::<SetRow>(sql.conn())?
        .into_iter()
        .map(SetRow::read)
        .collect()
}

pub(super) fn one(sql: &mut Sql, id: ChangeSetId) -> Result<ChangeSet> {
    sql_query(format!("{SETS} where s.id = $1"))
        .bind::<SqlUuid, _>(id.uuid())
        .get_result::<SetRow>(sql.conn())?
        .read()
}

pub(super) fn rows(sql: &mut Sql, id: ChangeSetId, offset: i64, limit: i64) -> Result<Vec<ChangeRow>> {
    use change_row as t;
    type Row = (i64, String, String, Option<Value>, Option<Value>);
    let rows: Vec<Row> = t::table
        .filter(t::change_set_id.eq(id.uuid()))
        .order(t::position)
        .offset(offset)
        .limit(limit)
        .select((t::position, t::table_name, t::row_key, t::before, t::after))
        .load(sql.conn())?;
    Ok(rows
        .into_iter()
        .map(|(position, table, key, before, after)| ChangeRow {
            position,
            table,
            key,
            before,
            after,
        })
        .collect())
}

#[derive(QueryableByName)]
struct Kept {
    #[diesel(sql_type = Jsonb)]
    row: Value,
}

pub(super) fn as_of(sql: &mut Sql, table: &str, moment: Instant) -> Result<Vec<Value>> {
    let rows: Vec<Kept> = sql_query(
        "select it.after as row from (
            select distinct on (r.row_key) r.row_key, r.after
            from change_row r join change_set s on s.tenant_id = r.tenant_id and s.id = r.change_set_id
            where r.table_name = $1 and s.made_at <= $2
            order by r.row_key, r.position desc) it
         where it.after is not null order by it.row_key",
    )
    .bind::<Text, _>(table)
    .bind::<Timestamptz, _>(moment)
    .load(sql.conn())?;
    Ok(rows.into_iter().map(|kept| kept.row).collect())
}

/// What rows are called, from every kept table whose rows have an id and a name.
pub(super) fn names(sql: &mut Sql, ids: &[Uuid]) -> Result<HashMap<Uuid, Value>> {
    #[derive(QueryableByName)]
    struct Named {
        #[diesel(sql_type = SqlUuid)]
        id: Uuid,
        #[diesel(sql_type = Jsonb)]
        name: Value,
    }
    let named = [
        "business_group",
        "accounting_setup",
        "ledger",
        "legal_entity",
        "operating_unit",
        "cost_centre",
        "service_hall",
        "department",
        "ledger_account",
        "security_profile",
        "responsibility",
    ]
    .map(|table| format!("select id, name from {table} where id = any ($1)"))
    .join(" union all ");
    let rows: Vec<Named> = sql_query(format!(
        "{named} union all select id, to_jsonb(display_name) from account where id = any ($1)
         union all select id, to_jsonb(code) from procedure where id = any ($1)"
    ))
    .bind::<Array<SqlUuid>, _>(ids)
    .load(sql.conn())?;
    Ok(rows.into_iter().map(|row| (row.id, row.name)).collect())
}

/// Rows of a change that are not as it left them: each was changed again by somebody.
pub(super) fn changed_since(sql: &mut Sql, id: ChangeSetId) -> Result<Vec<ChangeRow>> {
    // The latest change of a row says how it stands: no path changes a kept row without history.
    #[derive(QueryableByName)]
    struct Later {
        #[diesel(sql_type = BigInt)]
        position: i64,
        #[diesel(sql_type = Text)]
        table_name: String,
        #[diesel(sql_type = Text)]
        row_key: String,
        #[diesel(sql_type = Nullable<Jsonb>)]
        before: Option<Value>,
        #[diesel(sql_type = Nullable<Jsonb>)]
        after: Option<Value>,
    }
    let rows: Vec<Later> = sql_query(
        "select distinct on (later.table_name, later.row_key)
                later.position, later.table_name, later.row_key, later.before, later.after
         from change_row mine
         join change_row later on later.tenant_id = mine.tenant_id and later.table_name = mine.table_name
              and later.row_key = mine.row_key and later.position > mine.position and later.change_set_id <> $1
         where mine.change_set_id = $1
         order by later.table_name, later.row_key, later.position desc",
    )
    .bind::<SqlUuid, _>(id.uuid())
    .load(sql.conn())?;
    Ok(rows
        .into_iter()
        .map(|row| ChangeRow {
            position: row.position,
            table: row.table_name,
            key: row.row_key,
            before: row.before,
            after: row.after,
        })
        .collect())
}

#[derive(QueryableByName)]
struct ColumnRow {
    #[diesel(sql_type = Text)]
    name: String,
    #[diesel(sql_type = diesel::sql_types::Bool)]
    is_key: bool,
}

/// The columns of a kept table: those of its key behind the tenant, and the others.
pub(super) fn columns(sql: &mut Sql, table: &str) -> Result<(Vec<String>, Vec<String>)> {
    let rows: Vec<ColumnRow> = sql_query(
        "select quote_ident(a.attname) as name, coalesce(a.attnum = any (i.indkey::int2[]), false) as is_key
         from pg_trigger g
         join pg_attribute a on a.attrelid = g.tgrelid and a.attnum > 0 and not a.attisdropped and a.attgenerated = ''
         left join pg_index i on i.indrelid = g.tgrelid and i.indisprimary
         where g.tgrelid = to_regclass($1) and g.tgname = 'keep_inserts' and a.attname <> 'tenant_id'
         order by a.attnum",
    )
    .bind::<Text, _>(table)
    .load(sql.conn())?;
    if rows.is_empty() {
        return Err(Error::Internal(format!("{table} keeps no history")));
    }
    let (keys, others): (Vec<_>, Vec<_>) = rows.into_iter().partition(|row| row.is_key);
    let names = |rows: Vec<ColumnRow>| rows.into_iter().map(|row| row.name).collect();
    Ok((names(keys), names(others)))
}

/// Makes one row what `to` says, or takes it away.
pub(super) fn restore(sql: &mut Sql, row: &ChangeRow) -> Result<()> {
    let (keys, others) = columns(sql, &row.table)?;
    let table = &row.table;
    let tenant = sql.tenant().uuid();
    let is_it = keys
        .iter()
        .map(|key| format!("t.{key} = was.{key}"))
        .collect::<Vec<_>>()
        .join(" and ");
    let written = |row: &Value| -> Vec<&String> {
        others
            .iter()
            .filter(|column| row.get(column.trim_matches('"')).is_some())
            .collect()
    };
    let (text, value) = match (&row.before, &row.after) {
        (Some(before), Some(_)) => {
            let set: Vec<String> = written(before)
                .iter()
                .map(|it| format!("{it} = was.{it}"))
                .collect();
            if set.is_empty() {
                return Ok(());
            }
            (
                format!(
                    "update {table} t set {} from jsonb_populate_record(null::{table}, $1) was where {is_it} and t.tenant_id = $2",
                    set.join(", ")
                ),
                before,
            )
        }
        (Some(before), None) => {
            let all: Vec<&String> = keys.iter().chain(written(before)).collect();
            let list = |prefix: &str| {
                all.iter()
                    .map(|it| format!("{prefix}{it}"))
                    .collect::<Vec<_>>()
                    .join(", ")
            };
            (
                format!(
                    "insert into {table} (tenant_id, {}) select $2, {} from jsonb_populate_record(null::{table}, $1) was",
                    list(""),
                    list("was.")
                ),
                before,
            )
        }
        (None, Some(after)) => (
            format!(
                "delete from {table} t using jsonb_populate_record(null::{table}, $1) was where {is_it} and t.tenant_id = $2"
            ),
            after,
        ),
        (None, None) => return Ok(()),
    };
    let done = sql_query(text)
        .bind::<Jsonb, _>(value)
        .bind::<SqlUuid, _>(tenant)
        .execute(sql.conn())?;
    if done == 1 {
        Ok(())
    } else {
        Err(Error::Conflict("changed-meanwhile"))
    }
}
