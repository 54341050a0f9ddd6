//! SQL of what hung on a part on a day of the past: rows as they stood, under the conditions of today.

use diesel::prelude::*;
use diesel::sql_query;
use diesel::sql_types::{BigInt, Date, Text, Timestamptz, Uuid as SqlUuid};
use uuid::Uuid;

use crate::authority::organisation::change::Kind;
use crate::authority::organisation::seen::{Group, Then};
use crate::kernel::error::Result;
use crate::platform::door::Sql;

use super::look::{ItemRow, as_it_stood, hanging, item};

/// The rows of a table as they stood at `$2`, with the table's own columns.
fn rows_then(table: &str) -> String {
    let stood = as_it_stood(table);
    format!("(select r.* from {stood} it cross join lateral jsonb_populate_record(null::{table}, it.row) r)")
}

/// Everything that hung on a part then.
pub(in super::super) fn groups(
    sql: &mut Sql,
    (kind, id): (Kind, Uuid),
    then: Then,
    most: i64,
) -> Result<Vec<Group>> {
    let links = format!("from {} link where", rows_then("operating_unit_legal_entity"));
    let mut groups = Vec::new();
    for (key, of, condition, _) in hanging(kind) {
        let in_force = if of.is_dated() {
            "t.valid_from <= $3 and coalesce(t.valid_to > $3, true)"
        } else {
            "$3::date is not null"
        };
        let text = format!(
            "select '{table}' as kind, t.id, t.code, t.name, false as has_below, count(*) over () as total
             from {rows} t where {condition} and {in_force} order by t.code limit $4",
            table = of.table(),
            rows = rows_then(of.table()),
            condition = condition
                .replace("@id", "$1")
                .replace("from operating_unit_legal_entity where", &links),
        );
        let rows: Vec<ItemRow> = sql_query(text)
            .bind::<SqlUuid, _>(id)
            .bind::<Timestamptz, _>(then.moment)
            .bind::<Date, _>(then.day)
            .bind::<BigInt, _>(most)
            .load(sql.conn())?;
        let count = rows.first().map_or(0, |row| row.total);
        groups.push(Group {
            key,
            kind: *of,
            count,
            items: rows.into_iter().map(item).collect::<Result<_>>()?,
        });
    }
    Ok(groups)
}

/// The balancing values of an entity then.
pub(in super::super) fn values_of(sql: &mut Sql, entity: Uuid, then: Then) -> Result<Vec<String>> {
    #[derive(QueryableByName)]
    struct Row {
        #[diesel(sql_type = Text)]
        value: String,
    }
    let rows: Vec<Row> = sql_query(format!(
        "select it.row ->> 'value' as value from {} it where it.row ->> 'legal_entity_id' = $1::text order by 1",
        as_it_stood("balancing_segment_value")
    ))
    .bind::<SqlUuid, _>(entity)
    .bind::<Timestamptz, _>(then.moment)
    .load(sql.conn())?;
    Ok(rows.into_iter().map(|row| row.value).collect())
}
