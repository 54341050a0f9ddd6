//! SQL that makes a table say what rows say: one statement finds the differences and writes them, so that what is told and
//! what is written are the same.

use chrono::{DateTime, NaiveDate, Utc};
use diesel::prelude::*;
use diesel::sql_query;
use diesel::sql_types::{Array, BigInt, Bool, Date, Jsonb, Nullable, Text, Timestamptz, Uuid as SqlUuid};
use serde_json::Value;
use uuid::Uuid;

use super::super::tables::{Leaves, Table};
use crate::kernel::error::Result;
use crate::platform::door::Sql;

/// A row that was not as it should be.
#[derive(QueryableByName)]
pub(in super::super) struct Difference {
    #[diesel(sql_type = Nullable<Text>)]
    pub label: Option<String>,
    /// Its key as history writes it.
    #[diesel(sql_type = Text)]
    pub row_key: String,
    /// What it was; nothing when it is new.
    #[diesel(sql_type = Nullable<Jsonb>)]
    pub before: Option<Value>,
    /// What it is now.
    #[diesel(sql_type = Nullable<Jsonb>)]
    pub after: Option<Value>,
}

/// Adds and changes rows of `table` until it has these, and answers those that it did not have.
pub(in super::super) fn differences_written(
    sql: &mut Sql,
    table: &Table,
    rows: &Value,
) -> Result<Vec<Difference>> {
    Ok(sql_query(statement(table))
        .bind::<Jsonb, _>(rows)
        .load(sql.conn())?)
}

fn statement(table: &Table) -> String {
    let Table {
        name,
        key,
        columns,
        label,
        sets,
        only_adds,
        ..
    } = table;
    let all = [*key, *columns].concat().join(", ");
    let same = joined(key, " and ", |column| format!("t.{column} = w.{column}"));
    // A set compares by its members, in whatever order they lie.
    let compared = |side: &str| {
        joined(columns, ", ", |column| {
            if sets.contains(&column) {
                format!("(select array_agg(member order by member) from unnest({side}.{column}) member)")
            } else {
                format!("{side}.{column}")
            }
        })
    };
    let object = |side: &str| {
        let pairs = joined(columns, ", ", |column| format!("'{column}', {side}.{column}"));
        format!("jsonb_build_object({pairs})")
    };
    let differs = if *only_adds {
        "false".to_owned()
    } else {
        format!("({}) is distinct from ({})", compared("t"), compared("w"))
    };
    let mut text = format!(
        "with wanted as materialized (select * from jsonb_populate_recordset(null::{name}, $1)),
         differing as materialized (
            select w.*, t.tenant_id is null as is_new, case when t.tenant_id is not null then {} end as before
            from wanted w left join {name} t on t.tenant_id = w.tenant_id and {same}
            where t.tenant_id is null or {differs}),
         added as (insert into {name} (tenant_id, {all}) select tenant_id, {all} from differing where is_new)",
        object("t"),
    );
    if !only_adds {
        text.push_str(&format!(
            ", changed as (
                update {name} t set {} from differing w where not w.is_new and t.tenant_id = w.tenant_id and {same})",
            joined(columns, ", ", |column| format!("{column} = w.{column}")),
        ));
    }
    text.push_str(&format!(
        " select ({label})::text as label, concat_ws(' ', {}) as row_key, before, {} as after
          from differing order by before is null desc, 1",
        key.join(", "),
        object("differing"),
    ));
    text
}

fn joined(columns: &[&'static str], by: &str, each: impl Fn(&'static str) -> String) -> String {
    columns
        .iter()
        .map(|column| each(column))
        .collect::<Vec<_>>()
        .join(by)
}

/// How many open dossiers rest on each of these pairs of unit and legal entity, by the pair's `place`; none that have none.
pub(in super::super) fn open_dossiers_of(sql: &mut Sql, pairs: &Value) -> Result<Vec<(i64, i64)>> {
    #[derive(QueryableByName)]
    struct Count {
        #[diesel(sql_type = BigInt)]
        place: i64,
        #[diesel(sql_type = BigInt)]
        count: i64,
    }
    let counts: Vec<Count> = sql_query(
        "select p.place, count(*) as count
         from jsonb_to_recordset($1) p (place bigint, operating_unit_id uuid, legal_entity_id uuid)
         join dossier d on d.operating_unit_id = p.operating_unit_id and d.legal_entity_id = p.legal_entity_id
         where d.finished_at is null group by 1 order by 1",
    )
    .bind::<Jsonb, _>(pairs)
    .load(sql.conn())?;
    Ok(counts.into_iter().map(|it| (it.place, it.count)).collect())
}

/// Of these balancing values those that an entity has which the code does not say, each with its code: the first of them.
pub(in super::super) fn values_of_others(
    sql: &mut Sql,
    values: &Value,
    said: &[Uuid],
) -> Result<Vec<(String, String)>> {
    #[derive(QueryableByName)]
    struct Kept {
        #[diesel(sql_type = Text)]
        value: String,
        #[diesel(sql_type = Text)]
        code: String,
    }
    let kept: Vec<Kept> = sql_query(
        "select v.value, e.code from jsonb_populate_recordset(null::balancing_segment_value, $1) w
         join balancing_segment_value v on v.tenant_id = w.tenant_id and v.value_set = w.value_set and v.value = w.value
         join legal_entity e on e.tenant_id = v.tenant_id and e.id = v.legal_entity_id
         where e.valid_to is not null and e.id <> all ($2) order by 1, 2 limit 8",
    )
    .bind::<Jsonb, _>(values)
    .bind::<Array<SqlUuid>, _>(said)
    .load(sql.conn())?;
    Ok(kept.into_iter().map(|it| (it.value, it.code)).collect())
}

/// A row that the code no longer has.
#[derive(QueryableByName)]
pub(in super::super) struct Leaving {
    #[diesel(sql_type = Nullable<Text>)]
    pub label: Option<String>,
    /// Its key as history writes it.
    #[diesel(sql_type = Text)]
    pub row_key: String,
    /// How many rows of each use in force rest on it, in the order of the table's uses.
    #[diesel(sql_type = Array<BigInt>)]
    pub uses: Vec<i64>,
    /// Whether it left: nothing in force rests on it.
    #[diesel(sql_type = Bool)]
    pub left: bool,
}

/// Closes or deletes the rows of `table` that `rows` do not have, where nothing in force rests on them. Answers all that
/// the code no longer has and that are in force; a row that only history rests on stays and is not told.
pub(in super::super) fn leave(
    sql: &mut Sql,
    table: &Table,
    rows: &Value,
    today: NaiveDate,
    now: DateTime<Utc>,
) -> Result<Vec<Leaving>> {
    let Some(text) = leaving(table) else {
        return Ok(Vec::new());
    };
    Ok(sql_query(text)
        .bind::<Jsonb, _>(rows)
        .bind::<Date, _>(today)
        .bind::<Timestamptz, _>(now)
        .load(sql.conn())?)
}

fn leaving(table: &Table) -> Option<String> {
    let Table {
        name,
        key,
        label,
        within,
        uses,
        ..
    } = table;
    // `in` is looked up in a table of hashes, whatever the planner thinks how many there are; `exists` over a table that was
    // filled in this very transaction, of which nothing is known yet, would compare each row with each.
    let kept = format!(
        "(select {} from jsonb_populate_recordset(null::{name}, $1) kept)",
        joined(key, ", ", |column| format!("kept.{column}")),
    );
    let mut gone = vec![format!(
        "({}) not in {kept}",
        joined(key, ", ", |column| format!("t.{column}"))
    )];
    if !within.is_empty() {
        gone.push(format!("({within})"));
    }
    let same = joined(key, " and ", |column| format!("t.{column} = l.{column}"));
    let (goes, in_force) = match table.leaves {
        Leaves::Never => return None,
        Leaves::Deleted => (
            format!("delete from {name} t using free l where t.tenant_id = l.tenant_id and {same}"),
            None,
        ),
        // What begins later never was: it ends on the day it would have begun, as in the browser.
        Leaves::OnDay(column) => (
            format!(
                "update {name} t set {column} = greatest($2, t.valid_from) from free l
                 where t.tenant_id = l.tenant_id and {same}"
            ),
            Some(column),
        ),
        Leaves::AtMoment(column) => (
            format!(
                "update {name} t set {column} = $3 from free l where t.tenant_id = l.tenant_id and {same}"
            ),
            Some(column),
        ),
    };
    if let Some(column) = in_force {
        gone.push(format!("t.{column} is null"));
    }
    // What leaves together with its own branch does not hold it.
    let stays = format!(
        "({}) in {kept}",
        joined(key, ", ", |column| format!("u.{column}"))
    );
    let count = |condition: &str, upon: &str, of: &str| {
        let stays = if of == *name { stays.as_str() } else { "true" };
        format!(
            "(select count(*) from {of} u where u.tenant_id = t.tenant_id and {upon} and {condition} and {stays})"
        )
    };
    let counts: Vec<String> = uses.iter().map(|it| count(it.in_force, it.upon, it.of)).collect();
    // What ends keeps its history; what would be deleted must have none.
    let history: Vec<String> = match table.leaves {
        Leaves::Deleted => uses.iter().map(|it| count("true", it.upon, it.of)).collect(),
        _ => Vec::new(),
    };
    let history = if history.is_empty() {
        "0".to_owned()
    } else {
        history.join(" + ")
    };
    // Every statement takes the day and the moment, so that all are called alike.
    Some(format!(
        "with gone as materialized (
            select t.*, array[{}]::bigint[] as uses, {history} as resting
            from {name} t where {} and $2::date is not null and $3::timestamptz is not null),
         free as (select * from gone where 0 = all (uses) and (resting = 0 or {})),
         went as ({goes})
         select ({label})::text as label, concat_ws(' ', {}) as row_key, uses, 0 = all (uses) as left from gone
         where 0 <> any (uses) or resting = 0 or {} order by 1",
        counts.join(", "),
        gone.join(" and "),
        in_force.is_some(),
        key.join(", "),
        in_force.is_some(),
    ))
}
