//! SQL of the books by branch: what a legal entity took and gave back under each of its balancing segment values.

use chrono::NaiveDate;
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Date, Jsonb, Nullable, Text, Uuid as SqlUuid};
use uuid::Uuid;

use crate::kernel::error::{Error, Result};
use crate::kernel::ids::{LegalEntityId, OperatingUnitId, ProcedureId};
use crate::kernel::locale::Localised;
use crate::platform::door::Sql;

/// What came in and went back in one branch of a legal entity.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BranchSum {
    /// The legal entity, which consolidates its branches.
    pub legal_entity: LegalEntityId,
    /// Its code.
    pub code: String,
    /// Its name.
    pub name: Localised,
    /// The balancing segment value.
    pub value: String,
    /// The names of the cost centres in force that have it.
    pub centres: Vec<Localised>,
    /// What payments brought, minor units.
    pub received_minor: i64,
    /// What refunds took, minor units, positive.
    pub refunded_minor: i64,
}

#[derive(QueryableByName)]
struct Row {
    #[diesel(sql_type = SqlUuid)]
    legal_entity_id: Uuid,
    #[diesel(sql_type = Text)]
    code: String,
    #[diesel(sql_type = Jsonb)]
    name: serde_json::Value,
    #[diesel(sql_type = Text)]
    value: String,
    #[diesel(sql_type = Jsonb)]
    centres: serde_json::Value,
    #[diesel(sql_type = BigInt)]
    received_minor: i64,
    #[diesel(sql_type = BigInt)]
    refunded_minor: i64,
}

/// Money by branch from the first to the last day, as the primary ledgers have it, over the units the transaction sees or in one
/// of them: every branch of the entities that money moved for, in the order of their codes and values. In a primary ledger
/// a payment is one debit and what was paid back one credit, so their sums are those of the payments and refunds.
///
/// # Errors
/// When the database fails or a sum does not fit in 64 bits.
pub fn sums_by_branch(
    sql: &mut Sql,
    (first, last): (NaiveDate, NaiveDate),
    unit: Option<OperatingUnitId>,
    procedure: Option<ProcedureId>,
) -> Result<Vec<BranchSum>> {
    let tenant = sql.tenant().uuid();
    let rows: Vec<Row> = diesel::sql_query(
        "with moved as (
             select j.legal_entity_id, l.balancing_value as value,
                    coalesce(sum(l.amount_minor) filter (where j.source_kind = 'payment' and l.amount_minor > 0), 0)::bigint as received,
                    coalesce(-sum(l.amount_minor) filter (where j.source_kind = 'refund_paid' and l.amount_minor < 0), 0)::bigint as refunded
             from journal_entry j
             join ledger b on b.tenant_id = j.tenant_id and b.id = j.ledger_id and b.kind = 'primary'
             join posting l on l.tenant_id = j.tenant_id and l.journal_entry_id = j.id
             where j.tenant_id = $1 and j.effective_on between $2 and $3 and j.source_kind in ('payment', 'refund_paid')
               and ($4 is null or j.operating_unit_id = $4)
               and ($5 is null or exists (select from dossier d where d.tenant_id = j.tenant_id and d.id = j.dossier_id
                                          and d.procedure_id = $5))
             group by j.legal_entity_id, l.balancing_value),
         known as (
             select legal_entity_id, value from moved
             union
             select v.legal_entity_id, v.value from balancing_segment_value v
             where v.tenant_id = $1 and v.legal_entity_id in (select legal_entity_id from moved))
         select e.id as legal_entity_id, e.code, e.name, known.value,
                coalesce((select jsonb_agg(c.name order by c.code) from cost_centre c
                          where c.tenant_id = $1 and c.legal_entity_id = e.id and c.company_value = known.value and c.in_force), '[]') as centres,
                coalesce(moved.received, 0) as received_minor, coalesce(moved.refunded, 0) as refunded_minor
         from known join legal_entity e on e.tenant_id = $1 and e.id = known.legal_entity_id
         left join moved on moved.legal_entity_id = known.legal_entity_id and moved.value = known.value
         order by e.code, e.id, known.value",
    )
    .bind::<SqlUuid, _>(tenant)
    .bind::<Date, _>(first)
    .bind::<Date, _>(last)
    .bind::<Nullable<SqlUuid>, _>(unit.map(OperatingUnitId::uuid))
    .bind::<Nullable<SqlUuid>, _>(procedure.map(ProcedureId::uuid))
    .load(sql.conn())?;
    rows.into_iter()
        .map(|row| {
            Ok(BranchSum {
                legal_entity: LegalEntityId::from_uuid(row.legal_entity_id),
                code: row.code,
                name: serde_json::from_value(row.name).map_err(Error::internal)?,
                value: row.value,
                centres: serde_json::from_value(row.centres).map_err(Error::internal)?,
                received_minor: row.received_minor,
                refunded_minor: row.refunded_minor,
            })
        })
        .collect()
}
