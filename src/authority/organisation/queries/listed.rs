//! SQL of the organisation for programs: whole rows, today or as they stood. Names of tables are constants; values are bound.

use diesel::prelude::*;
use diesel::sql_query;
use diesel::sql_types::{BigInt, Date, Jsonb, Nullable, Text, Timestamptz};
use serde_json::Value;

use super::look::as_it_stood_by;
use crate::authority::organisation::change::Kind;
use crate::authority::organisation::seen::{Listed, Sought};
use crate::kernel::clock::Instant;
use crate::kernel::error::{Error, Result};
use crate::platform::door::Sql;

#[derive(QueryableByName)]
struct Found {
    #[diesel(sql_type = Text)]
    kind: String,
    #[diesel(sql_type = Jsonb)]
    columns: Value,
    #[diesel(sql_type = Jsonb)]
    entities: Value,
    #[diesel(sql_type = Jsonb)]
    company_values: Value,
    #[diesel(sql_type = BigInt)]
    total: i64,
}

/// Rows of a table at the moment `$2`, or as they are when there is none.
fn source(table: &str, key: &str, as_of: Option<Instant>) -> String {
    if as_of.is_some() {
        as_it_stood_by(table, key)
    } else {
        format!("(select to_jsonb(t) as row from {table} t where $2::timestamptz is null)")
    }
}

pub(in super::super) fn rows(sql: &mut Sql, sought: &Sought) -> Result<(Vec<Listed>, i64)> {
    let each: Vec<String> = Kind::ALL
        .iter()
        .zip(1..)
        .filter(|(kind, _)| sought.kind.is_none_or(|only| only == **kind))
        .map(|(kind, place)| {
            let rows = source(kind.table(), "t.id::text", sought.as_of);
            format!(
                "select '{}' as kind, {place} as place, it.row from {rows} it",
                kind.table()
            )
        })
        .collect();
    let like = format!(
        "%{}%",
        sought.words.trim().to_lowercase().replace(['%', '_', '\\'], "")
    );
    let found: Vec<Found> = sql_query(format!(
        "with found as materialized (
             select kind, place, row, count(*) over () as total from ({}) t
             where ($6::text is not null or (coalesce((row ->> 'valid_from')::date <= $3, true) and coalesce((row ->> 'valid_to')::date > $3, true)))
               and (row ->> 'code' like $1 or exists (select from jsonb_each_text(row -> 'name') n where folded_name(n.value) like $1))
               and ($6::text is null or row ->> 'id' = $6)
             order by place, row ->> 'code', row ->> 'id' limit $4 offset $5),
         link as materialized (select it.row from {} it where exists (select from found where kind in ('operating_unit'))),
         owned as materialized (select it.row from {} it where exists (select from found where kind in ('legal_entity')))
         select kind, row as columns, total,
                coalesce((select jsonb_agg(l.row ->> 'legal_entity_id' order by l.row ->> 'legal_entity_id') from link l
                          where kind = 'operating_unit' and l.row ->> 'operating_unit_id' = found.row ->> 'id'
                            and (l.row ->> 'valid_from')::date <= $3 and coalesce((l.row ->> 'valid_to')::date > $3, true)), '[]') as entities,
                coalesce((select jsonb_agg(v.row ->> 'value' order by v.row ->> 'value') from owned v
                          where kind = 'legal_entity' and v.row ->> 'legal_entity_id' = found.row ->> 'id'), '[]') as company_values
         from found order by place, row ->> 'code', row ->> 'id'",
        each.join(" union all "),
        source(
            "operating_unit_legal_entity",
            "t.operating_unit_id || ' ' || t.legal_entity_id",
            sought.as_of
        ),
        source("balancing_segment_value", "t.value_set || ' ' || t.value", sought.as_of),
    ))
    .bind::<Text, _>(like)
    .bind::<Nullable<Timestamptz>, _>(sought.as_of)
    .bind::<Date, _>(sought.day)
    .bind::<BigInt, _>(sought.limit)
    .bind::<BigInt, _>(sought.offset)
    .bind::<Nullable<Text>, _>(sought.id.map(|id| id.to_string()))
    .load(sql.conn())?;
    let total = found.first().map_or(0, |row| row.total);
    let listed = found
        .into_iter()
        .map(|found| {
            Ok(Listed {
                kind: Kind::of_table(&found.kind)
                    .ok_or_else(|| Error::internal(format!("{} is no kind", found.kind)))?,
                row: found.columns,
                entities: super::read(found.entities)?,
                company_values: super::read(found.company_values)?,
            })
        })
        .collect::<Result<_>>()?;
    Ok((listed, total))
}
