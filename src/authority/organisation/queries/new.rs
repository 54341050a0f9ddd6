//! SQL that adds to the organisation. Values travel as one JSON object, `$1`; each statement reads the columns it needs.

use chrono::NaiveDate;
use diesel::prelude::*;
use diesel::sql_query;
use diesel::sql_types::Uuid as SqlUuid;
use serde_json::json;
use uuid::Uuid;

use crate::authority::organisation::change::{Called, Equipment, Kind};
use crate::authority::tenancy::stable_id;
use crate::kernel::error::{Error, Result};
use crate::platform::door::Sql;

use super::write::{link, pair_was, run, run_one};

/// The id of what is new. It is that which the tenant's code would give it, so that an export finds it again; a code that
/// was used before keeps its row, and the new one has an id of its own.
fn fresh_id(sql: &mut Sql, kind: Kind, code: &str) -> Result<Uuid> {
    fresh_id_in(sql, kind.table(), code)
}

fn fresh_id_in(sql: &mut Sql, table: &str, code: &str) -> Result<Uuid> {
    #[derive(QueryableByName)]
    struct Taken {
        #[diesel(sql_type = diesel::sql_types::Bool)]
        taken: bool,
    }
    let id = stable_id(sql.tenant().uuid(), table, code);
    let text = format!("select exists (select from {table} where id = $1) as taken");
    let row: Taken = sql_query(text).bind::<SqlUuid, _>(id).get_result(sql.conn())?;
    Ok(if row.taken { Uuid::now_v7() } else { id })
}

/// A business group, and the security profile of the same name: everything in this group and nothing beyond.
pub(in super::super) fn add_group(sql: &mut Sql, called: &Called, day: NaiveDate) -> Result<Uuid> {
    use crate::platform::schema::security_profile as p;
    let alike = p::table.filter(p::code.eq(&called.code));
    if diesel::select(diesel::dsl::exists(alike)).get_result(sql.conn())? {
        return Err(Error::refused("rule-code-is-unique"));
    }
    let id = fresh_id(sql, Kind::BusinessGroup, &called.code)?;
    let values = json!({
        "id": id, "code": called.code, "name": called.name, "day": day,
        "profile": fresh_id_in(sql, "security_profile", &called.code)?,
    });
    run(
        sql,
        "insert into business_group (tenant_id, id, code, name, valid_from)
         select a.tenant, a.id, a.code, a.name, a.day
         from jsonb_to_record($1) as a (tenant uuid, id uuid, code text, name jsonb, day date)",
        values.clone(),
    )?;
    run(
        sql,
        "insert into security_profile (tenant_id, id, code, name, view_all, business_group_id)
         select a.tenant, a.profile, a.code, a.name, true, a.id
         from jsonb_to_record($1) as a (tenant uuid, id uuid, profile uuid, code text, name jsonb)",
        values,
    )?;
    Ok(id)
}

pub(in super::super) fn add_value_set(sql: &mut Sql, called: &Called) -> Result<()> {
    run_one(
        sql,
        "insert into value_set (tenant_id, code, name)
         select a.tenant, a.code, a.name from jsonb_to_record($1) as a (tenant uuid, code text, name jsonb)",
        json!({"code": called.code, "name": called.name}),
    )
}

/// A set-up of accounting, still without its ledger.
pub(in super::super) fn add_setup(sql: &mut Sql, called: &Called) -> Result<Uuid> {
    let id = fresh_id(sql, Kind::AccountingSetup, &called.code)?;
    run(
        sql,
        "insert into accounting_setup (tenant_id, id, code, name)
         select a.tenant, a.id, a.code, a.name from jsonb_to_record($1) as a (tenant uuid, id uuid, code text, name jsonb)",
        json!({"id": id, "code": called.code, "name": called.name}),
    )?;
    Ok(id)
}

/// A ledger to add.
pub(in super::super) struct NewLedger<'a> {
    pub setup: Uuid,
    pub called: &'a Called,
    pub currency: &'a str,
    pub value_set: &'a str,
    pub kind: &'static str,
}

pub(in super::super) fn add_ledger(sql: &mut Sql, new: &NewLedger<'_>) -> Result<Uuid> {
    let id = fresh_id(sql, Kind::Ledger, &new.called.code)?;
    run_one(
        sql,
        "insert into ledger (tenant_id, id, accounting_setup_id, code, name, currency, kind, value_set)
         select a.tenant, a.id, s.id, a.code, a.name, a.currency, a.kind, v.code
         from jsonb_to_record($1) as a (tenant uuid, id uuid, setup uuid, code text, name jsonb, currency text, kind text, value_set text)
         join accounting_setup s on s.tenant_id = a.tenant and s.id = a.setup
         join value_set v on v.tenant_id = a.tenant and v.code = a.value_set",
        json!({
            "id": id, "setup": new.setup, "code": new.called.code, "name": new.called.name,
            "currency": new.currency, "kind": new.kind, "value_set": new.value_set,
        }),
    )?;
    Ok(id)
}

/// A legal entity to add.
pub(in super::super) struct NewEntity<'a> {
    pub group: Uuid,
    pub ledger: Uuid,
    pub called: &'a Called,
    pub registration: (&'a str, &'a str),
}

/// A body that issues no invoices yet. What its papers bear beside that is the tenant's own, as its code would say it.
pub(in super::super) fn add_entity(sql: &mut Sql, new: &NewEntity<'_>, day: NaiveDate) -> Result<Uuid> {
    let id = fresh_id(sql, Kind::LegalEntity, &new.called.code)?;
    run_one(
        sql,
        "insert into legal_entity (tenant_id, id, business_group_id, ledger_id, value_set, code, name, registration_kind,
             registration_number, address, details, valid_from)
         select a.tenant, a.id, g.id, l.id, l.value_set, a.code, a.name, a.kind, a.number,
                jsonb_build_object('street', '', 'city', '', 'country', c.of ->> 'country', 'texts', '{}'::jsonb),
                jsonb_build_object('invoice_series', '', 'receipt_number', c.of -> 'numbers' ->> 'receipt', 'email', '',
                    'phone', c.of -> 'contact' ->> 'phone', 'bank_account', '', 'bank_name', '{}'::jsonb),
                a.day
         from jsonb_to_record($1) as a (tenant uuid, id uuid, \"group\" uuid, ledger uuid, code text, name jsonb, kind text, number text, day date)
         join business_group g on g.tenant_id = a.tenant and g.id = a.\"group\"
         join ledger l on l.tenant_id = a.tenant and l.id = a.ledger
         left join (select tenant_id, card -> 'settings' -> 'tenant' as of from tenant_card) c on c.tenant_id = a.tenant",
        json!({
            "id": id, "group": new.group, "ledger": new.ledger, "code": new.called.code, "name": new.called.name,
            "kind": new.registration.0, "number": new.registration.1, "day": day,
        }),
    )?;
    Ok(id)
}

/// An operating unit to add.
pub(in super::super) struct NewUnit<'a> {
    pub group: Uuid,
    pub parent: Option<Uuid>,
    pub entity: Uuid,
    pub called: &'a Called,
    pub number_code: &'a str,
}

/// A unit with its default entity linked; its ledger is the entity's.
pub(in super::super) fn add_unit(sql: &mut Sql, new: &NewUnit<'_>, day: NaiveDate) -> Result<Uuid> {
    let id = fresh_id(sql, Kind::OperatingUnit, &new.called.code)?;
    run_one(
        sql,
        "insert into operating_unit (tenant_id, id, business_group_id, ledger_id, parent_unit_id, default_legal_entity_id, code,
             number_code, name, valid_from)
         select a.tenant, a.id, g.id, e.ledger_id, a.parent, e.id, a.code, a.number_code, a.name, a.day
         from jsonb_to_record($1) as a (tenant uuid, id uuid, \"group\" uuid, parent uuid, entity uuid, code text, number_code text,
             name jsonb, day date)
         join business_group g on g.tenant_id = a.tenant and g.id = a.\"group\"
         join legal_entity e on e.tenant_id = a.tenant and e.id = a.entity",
        json!({
            "id": id, "group": new.group, "parent": new.parent, "entity": new.entity, "code": new.called.code,
            "number_code": new.number_code, "name": new.called.name, "day": day,
        }),
    )?;
    link(sql, id, new.entity, day)?;
    Ok(id)
}

/// A hall to add.
pub(in super::super) struct NewHall<'a> {
    pub unit: Uuid,
    pub entity: Uuid,
    pub centre: Uuid,
    pub called: &'a Called,
    pub equipment: &'a Equipment,
}

pub(in super::super) fn add_hall(sql: &mut Sql, new: &NewHall<'_>, day: NaiveDate) -> Result<Uuid> {
    let id = fresh_id(sql, Kind::ServiceHall, &new.called.code)?;
    // The pair is a row that a hall cannot be without; a pair that never was is refused like one that has ended.
    if !pair_was(sql, new.unit, new.entity)? {
        return Err(Error::refused("rule-hall-has-a-linked-pair"));
    }
    run_one(
        sql,
        "insert into service_hall (tenant_id, id, ledger_id, legal_entity_id, operating_unit_id, cost_centre_id, code, name, address,
             hours, capabilities, valid_from)
         select a.tenant, a.id, u.ledger_id, e.id, u.id, c.id, a.code, a.name, a.address, a.hours,
                array(select jsonb_array_elements_text(a.capabilities)), a.day
         from jsonb_to_record($1) as a (tenant uuid, id uuid, unit uuid, entity uuid, centre uuid, code text, name jsonb, address jsonb,
             hours jsonb, capabilities jsonb, day date)
         join operating_unit u on u.tenant_id = a.tenant and u.id = a.unit
         join legal_entity e on e.tenant_id = a.tenant and e.id = a.entity
         join cost_centre c on c.tenant_id = a.tenant and c.id = a.centre",
        json!({
            "id": id, "unit": new.unit, "entity": new.entity, "centre": new.centre, "code": new.called.code,
            "name": new.called.name, "address": new.equipment.address, "hours": new.equipment.hours,
            "capabilities": new.equipment.capabilities, "day": day,
        }),
    )?;
    Ok(id)
}

pub(in super::super) fn add_part(
    sql: &mut Sql,
    hall: Uuid,
    part: &str,
    called: &Called,
    day: NaiveDate,
) -> Result<Uuid> {
    let id = Uuid::now_v7();
    run_one(
        sql,
        "insert into hall_part (tenant_id, id, hall_id, kind, code, name, valid_from)
         select a.tenant, a.id, h.id, a.part, a.code, a.name, a.day
         from jsonb_to_record($1) as a (tenant uuid, id uuid, hall uuid, part text, code text, name jsonb, day date)
         join service_hall h on h.tenant_id = a.tenant and h.id = a.hall",
        json!({"id": id, "hall": hall, "part": part, "code": called.code, "name": called.name, "day": day}),
    )?;
    Ok(id)
}

/// A cost centre, and the value of the segment that stands for it.
pub(in super::super) fn add_centre(
    sql: &mut Sql,
    entity: Uuid,
    value: &str,
    called: &Called,
    day: NaiveDate,
) -> Result<Uuid> {
    let id = fresh_id(sql, Kind::CostCentre, &called.code)?;
    let values = json!({
        "id": id, "entity": entity, "value": value, "code": called.code, "name": called.name, "day": day,
    });
    run_one(
        sql,
        "insert into cost_centre (tenant_id, id, legal_entity_id, code, value_set, company_value, name, valid_from)
         select a.tenant, a.id, e.id, a.code, e.value_set, a.value, a.name, a.day
         from jsonb_to_record($1) as a (tenant uuid, id uuid, entity uuid, code text, value text, name jsonb, day date)
         join legal_entity e on e.tenant_id = a.tenant and e.id = a.entity",
        values.clone(),
    )?;
    run(
        sql,
        "insert into cost_centre_value (tenant_id, value_set, company_value, value, name)
         select a.tenant, e.value_set, a.value, a.code, a.name
         from jsonb_to_record($1) as a (tenant uuid, entity uuid, code text, value text, name jsonb)
         join legal_entity e on e.tenant_id = a.tenant and e.id = a.entity
         on conflict do nothing",
        values,
    )?;
    Ok(id)
}

pub(in super::super) fn add_department(
    sql: &mut Sql,
    group: Uuid,
    (parent, centre): (Option<Uuid>, Option<Uuid>),
    called: &Called,
    day: NaiveDate,
) -> Result<Uuid> {
    let id = fresh_id(sql, Kind::Department, &called.code)?;
    run_one(
        sql,
        "insert into department (tenant_id, id, business_group_id, parent_department_id, cost_centre_id, code, name, valid_from)
         select a.tenant, a.id, g.id, a.parent, a.centre, a.code, a.name, a.day
         from jsonb_to_record($1) as a (tenant uuid, id uuid, \"group\" uuid, parent uuid, centre uuid, code text, name jsonb, day date)
         join business_group g on g.tenant_id = a.tenant and g.id = a.\"group\"",
        json!({
            "id": id, "group": group, "parent": parent, "centre": centre, "code": called.code,
            "name": called.name, "day": day,
        }),
    )?;
    Ok(id)
}
