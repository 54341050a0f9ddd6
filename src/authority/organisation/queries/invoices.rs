//! SQL of what the invoices of legal entities bear.

use diesel::prelude::*;
use diesel::sql_query;
use diesel::sql_types::Uuid as SqlUuid;
use serde_json::{Value, json};
use uuid::Uuid;

use crate::authority::organisation::change::EntityCard;
use crate::kernel::error::Result;
use crate::platform::door::Sql;

use super::write::run_one;

/// Whether another open entity numbers its invoices in this series.
pub(in super::super) fn series_is_taken(sql: &mut Sql, entity: Uuid, series: &str) -> Result<bool> {
    use crate::platform::schema::legal_entity as t;
    let others: Vec<Value> = t::table
        .filter(t::id.ne(entity))
        .filter(t::valid_to.is_null())
        .select(t::details)
        .load(sql.conn())?;
    Ok(others
        .iter()
        .any(|it| it.get("invoice_series").and_then(Value::as_str) == Some(series)))
}

/// Whether a fee is invoiced by an entity: a procedure that has one is signed by it, be it named, that of the hall, or the
/// unit's default.
pub(in super::super) fn signs_for_a_fee(sql: &mut Sql, entity: Uuid) -> Result<bool> {
    #[derive(QueryableByName)]
    struct Signs {
        #[diesel(sql_type = diesel::sql_types::Bool)]
        signs: bool,
    }
    let row: Signs = sql_query(
        "select exists (
             select from procedure_unit u join procedure p on p.tenant_id = u.tenant_id and p.id = u.procedure_id
             join procedure_version v on v.tenant_id = p.tenant_id and v.id = p.current_version_id
             join operating_unit o on o.tenant_id = u.tenant_id and o.id = u.operating_unit_id
             left join service_hall h on h.tenant_id = u.tenant_id and h.id = u.hall_id
             where coalesce(u.legal_entity_id, h.legal_entity_id, o.default_legal_entity_id) = $1 and p.suspended_at is null
               and v.definition -> 'facts' -> 'fee' ->> 'when' <> 'never') as signs",
    )
    .bind::<SqlUuid, _>(entity)
    .get_result(sql.conn())?;
    Ok(row.signs)
}

/// Whether the ledger of an entity has every account that an invoice may be booked on.
pub(in super::super) fn can_book_invoices(sql: &mut Sql, entity: Uuid) -> Result<bool> {
    use crate::authority::organisation::model::BOOKED_FOR;
    use crate::platform::schema::{ledger_account, legal_entity};
    let there: i64 = ledger_account::table
        .inner_join(legal_entity::table.on(legal_entity::ledger_id.eq(ledger_account::ledger_id)))
        .filter(legal_entity::id.eq(entity))
        .filter(ledger_account::purpose.eq_any(BOOKED_FOR))
        .count()
        .get_result(sql.conn())?;
    Ok(usize::try_from(there).is_ok_and(|there| there == BOOKED_FOR.len()))
}

/// What is not said of country and telephone stays as it was; the street is that of the tenant's own language.
pub(in super::super) fn describe_entity(sql: &mut Sql, entity: Uuid, card: &EntityCard) -> Result<()> {
    let said = |text: &str| (!text.is_empty()).then(|| text.to_owned());
    run_one(
        sql,
        "update legal_entity t set details = t.details || jsonb_strip_nulls(a.details),
             address = t.address || jsonb_strip_nulls(a.address)
                 || jsonb_build_object('street', coalesce(a.address -> 'texts' ->> c.language, ''))
         from jsonb_to_record($1) as a (tenant uuid, entity uuid, address jsonb, details jsonb)
         left join (select tenant_id, card -> 'settings' -> 'tenant' ->> 'default_language' as language from tenant_card) c
             on c.tenant_id = a.tenant
         where t.tenant_id = a.tenant and t.id = a.entity and t.in_force",
        json!({
            "entity": entity,
            "address": {
                "city": card.city, "country": said(&card.country), "texts": card.address,
            },
            "details": {
                "invoice_series": card.invoice_series, "email": card.email,
                "phone": said(&card.phone), "bank_account": card.bank_account, "bank_name": card.bank_name,
            },
        }),
    )
}
