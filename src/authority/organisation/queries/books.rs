//! SQL that reads ledgers, value sets and balancing values.

use diesel::prelude::*;
use diesel::sql_query;
use diesel::sql_types::{BigInt, Jsonb, Text, Uuid as SqlUuid};
use serde_json::Value;
use uuid::Uuid;

use super::look::labels;
use crate::authority::organisation::change::Kind;
use crate::authority::organisation::seen::{Item, LedgerLine, OwnedValue};
use crate::kernel::error::Result;
use crate::kernel::locale::Localised;
use crate::platform::door::Sql;

pub(in super::super) fn values_of(sql: &mut Sql, entity: Uuid) -> Result<Vec<String>> {
    use crate::platform::schema::balancing_segment_value as t;
    Ok(t::table
        .filter(t::legal_entity_id.eq(entity))
        .order(t::value)
        .select(t::value)
        .load(sql.conn())?)
}

pub(in super::super) fn value_sets(sql: &mut Sql) -> Result<Vec<(String, Localised)>> {
    use crate::platform::schema::value_set as t;
    let rows: Vec<(String, Value)> = t::table
        .order(t::code)
        .select((t::code, t::name))
        .load(sql.conn())?;
    rows.into_iter()
        .map(|(code, name)| Ok((code, super::read(name)?)))
        .collect()
}

#[derive(QueryableByName)]
struct ValueRow {
    #[diesel(sql_type = Text)]
    value_set: String,
    #[diesel(sql_type = Text)]
    value: String,
    #[diesel(sql_type = SqlUuid)]
    id: Uuid,
    #[diesel(sql_type = Text)]
    code: String,
    #[diesel(sql_type = Jsonb)]
    name: Value,
    #[diesel(sql_type = BigInt)]
    centres: i64,
    #[diesel(sql_type = BigInt)]
    total: i64,
}

pub(in super::super) fn owned_values(
    sql: &mut Sql,
    words: &str,
    offset: i64,
    most: i64,
) -> Result<(Vec<OwnedValue>, i64)> {
    let like = format!("%{}%", words.trim().to_lowercase().replace(['%', '_', '\\'], ""));
    let rows: Vec<ValueRow> = sql_query(
        "select v.value_set, v.value, e.id, e.code, e.name,
                (select count(*) from cost_centre c where c.tenant_id = v.tenant_id and c.value_set = v.value_set
                 and c.company_value = v.value and c.in_force) as centres,
                count(*) over () as total
         from balancing_segment_value v join legal_entity e on e.tenant_id = v.tenant_id and e.id = v.legal_entity_id
         where v.value like $1 or e.code like $1 or lower(e.name::text) like $1
         order by v.value_set, v.value limit $2 offset $3",
    )
    .bind::<Text, _>(like)
    .bind::<BigInt, _>(most)
    .bind::<BigInt, _>(offset)
    .load(sql.conn())?;
    let total = rows.first().map_or(0, |row| row.total);
    let values = rows
        .into_iter()
        .map(|row| {
            Ok(OwnedValue {
                value_set: row.value_set,
                value: row.value,
                entity: Item {
                    kind: Kind::LegalEntity,
                    id: row.id,
                    code: row.code,
                    name: super::read(row.name)?,
                    has_below: false,
                },
                centres: row.centres,
            })
        })
        .collect::<Result<_>>()?;
    Ok((values, total))
}

#[derive(QueryableByName)]
struct LedgerRow {
    #[diesel(sql_type = SqlUuid)]
    id: Uuid,
    #[diesel(sql_type = SqlUuid)]
    setup: Uuid,
    #[diesel(sql_type = Text)]
    kind: String,
    #[diesel(sql_type = Text)]
    currency: String,
    #[diesel(sql_type = Text)]
    value_set: String,
    #[diesel(sql_type = BigInt)]
    entities: i64,
    #[diesel(sql_type = BigInt)]
    units: i64,
}

pub(in super::super) fn ledgers(sql: &mut Sql) -> Result<Vec<LedgerLine>> {
    let rows: Vec<LedgerRow> = sql_query(
        "select l.id, l.accounting_setup_id as setup, l.kind, l.currency, l.value_set,
                (select count(*) from legal_entity e where e.tenant_id = l.tenant_id and e.ledger_id = l.id and e.in_force) as entities,
                (select count(*) from operating_unit u where u.tenant_id = l.tenant_id and u.ledger_id = l.id and u.in_force) as units
         from ledger l join accounting_setup s on s.tenant_id = l.tenant_id and s.id = l.accounting_setup_id
         order by s.code, l.kind, l.code",
    )
    .load(sql.conn())?;
    let ids: Vec<(Kind, Uuid)> = rows
        .iter()
        .flat_map(|row| [(Kind::Ledger, row.id), (Kind::AccountingSetup, row.setup)])
        .collect();
    let labels = labels(sql, &ids)?;
    Ok(rows
        .into_iter()
        .filter_map(|row| {
            Some(LedgerLine {
                ledger: labels.get(&row.id)?.clone(),
                setup: labels.get(&row.setup)?.clone(),
                kind: row.kind,
                currency: row.currency,
                value_set: row.value_set,
                entities: row.entities,
                units: row.units,
            })
        })
        .collect())
}
