//! SQL that changes what there is of the organisation, and ends it. Values travel as one JSON object, `$1`; each statement
//! reads the columns it needs. Whether a change is allowed is the tables' own affair: keys and exclusion constraints refuse
//! what breaks a rule.

use chrono::NaiveDate;
use diesel::prelude::*;
use diesel::sql_query;
use diesel::sql_types::{Jsonb, Text, Uuid as SqlUuid};
use serde_json::{Value, json};
use uuid::Uuid;

use crate::authority::organisation::change::{Equipment, Kind};
use crate::kernel::error::{Error, Result};
use crate::kernel::locale::Localised;
use crate::platform::door::Sql;

/// Runs a statement with its values; answers how many rows it changed.
pub(super) fn run(sql: &mut Sql, text: &str, mut values: Value) -> Result<usize> {
    values["tenant"] = json!(sql.tenant());
    Ok(sql_query(text).bind::<Jsonb, _>(values).execute(sql.conn())?)
}

/// The same where exactly one row must change: none means that what was named is not there.
pub(super) fn run_one(sql: &mut Sql, text: &str, values: Value) -> Result<()> {
    match run(sql, text, values)? {
        0 => Err(Error::NotFound),
        _ => Ok(()),
    }
}

/// One change of the organisation at a time in a tenant; an application of its code waits for the same turn.
pub(in super::super) fn wait_for_turn(sql: &mut Sql) -> Result<()> {
    let tenant = sql.tenant().to_string();
    sql_query("select pg_advisory_xact_lock(hashtextextended('tenant.apply ' || $1::text, 0))")
        .bind::<Text, _>(tenant)
        .execute(sql.conn())?;
    Ok(())
}

/// What every node remembers of the organisation's names is read again within a second: the tenant's card has a new version.
pub(in super::super) fn show_again(sql: &mut Sql) -> Result<()> {
    use crate::platform::schema::tenant_card as t;
    let tenant = sql.tenant().uuid();
    diesel::update(t::table.filter(t::tenant_id.eq(tenant)))
        .set(t::version.eq(t::version + 1))
        .execute(sql.conn())?;
    Ok(())
}

pub(in super::super) fn rename(sql: &mut Sql, kind: Kind, id: Uuid, name: &Localised) -> Result<()> {
    if kind == Kind::CostCentre {
        // The value of the segment that bears its name bears the new one, too.
        run(
            sql,
            "update cost_centre_value v set name = a.name
             from jsonb_to_record($1) as a (tenant uuid, id uuid, name jsonb)
             join cost_centre t on t.tenant_id = a.tenant and t.id = a.id
             where v.tenant_id = t.tenant_id and v.value_set = t.value_set and v.company_value = t.company_value
               and v.value = t.code and v.name = t.name",
            json!({"id": id, "name": name}),
        )?;
    }
    let text = format!(
        "update {} t set name = a.name from jsonb_to_record($1) as a (tenant uuid, id uuid, name jsonb)
         where t.tenant_id = a.tenant and t.id = a.id",
        kind.table()
    );
    run_one(sql, &text, json!({"id": id, "name": name}))
}

/// Puts a unit or a department below another, or at the top.
pub(in super::super) fn put_under(sql: &mut Sql, kind: Kind, id: Uuid, parent: Option<Uuid>) -> Result<()> {
    let column = match kind {
        Kind::Department => "parent_department_id",
        _ => "parent_unit_id",
    };
    let table = kind.table();
    if let Some(parent) = parent
        && is_at_or_below(sql, (table, column), parent, id)?
    {
        return Err(Error::refused(match kind {
            Kind::Department => "rule-department-is-not-above-itself",
            _ => "rule-unit-is-not-above-itself",
        }));
    }
    let text = format!(
        "update {table} t set {column} = a.parent from jsonb_to_record($1) as a (tenant uuid, id uuid, parent uuid)
         where t.tenant_id = a.tenant and t.id = a.id"
    );
    run_one(sql, &text, json!({"id": id, "parent": parent}))
}

/// Whether `id` is `top` or stands somewhere below it. No key can say this; changes come one at a time, so it cannot
/// change meanwhile.
fn is_at_or_below(sql: &mut Sql, (table, column): (&str, &str), id: Uuid, top: Uuid) -> Result<bool> {
    #[derive(QueryableByName)]
    struct Below {
        #[diesel(sql_type = diesel::sql_types::Bool)]
        below: bool,
    }
    let text = format!(
        "with recursive up as (
            select id, {column} as above from {table} where id = $1
            union select t.id, t.{column} from {table} t join up on t.id = up.above)
         select exists (select from up where id = $2) as below"
    );
    let row: Below = sql_query(text)
        .bind::<SqlUuid, _>(id)
        .bind::<SqlUuid, _>(top)
        .get_result(sql.conn())?;
    Ok(row.below)
}

pub(in super::super) fn charge_department(
    sql: &mut Sql,
    department: Uuid,
    centre: Option<Uuid>,
) -> Result<()> {
    run_one(
        sql,
        "update department t set cost_centre_id = a.centre from jsonb_to_record($1) as a (tenant uuid, id uuid, centre uuid)
         where t.tenant_id = a.tenant and t.id = a.id",
        json!({"id": department, "centre": centre}),
    )
}

/// Links a unit to an entity, or again after the link had ended.
pub(in super::super) fn link(sql: &mut Sql, unit: Uuid, entity: Uuid, day: NaiveDate) -> Result<()> {
    // The ledger of the entity: when the unit has another, it is the unit's side that the key refuses.
    run_one(
        sql,
        "insert into operating_unit_legal_entity as t (tenant_id, operating_unit_id, legal_entity_id, ledger_id, valid_from)
         select a.tenant, u.id, e.id, e.ledger_id, a.day
         from jsonb_to_record($1) as a (tenant uuid, unit uuid, entity uuid, day date)
         join operating_unit u on u.tenant_id = a.tenant and u.id = a.unit
         join legal_entity e on e.tenant_id = a.tenant and e.id = a.entity
         on conflict (tenant_id, operating_unit_id, legal_entity_id)
             do update set ledger_id = excluded.ledger_id, valid_to = null",
        json!({"unit": unit, "entity": entity, "day": day}),
    )
}

/// Ends a link. It stays as history: dossiers rest on it.
pub(in super::super) fn unlink(sql: &mut Sql, unit: Uuid, entity: Uuid, day: NaiveDate) -> Result<()> {
    run_one(
        sql,
        "update operating_unit_legal_entity t set valid_to = greatest(a.day, t.valid_from)
         from jsonb_to_record($1) as a (tenant uuid, unit uuid, entity uuid, day date)
         where t.tenant_id = a.tenant and t.operating_unit_id = a.unit and t.legal_entity_id = a.entity and t.valid_to is null",
        json!({"unit": unit, "entity": entity, "day": day}),
    )
}

pub(in super::super) fn set_default(sql: &mut Sql, unit: Uuid, entity: Uuid) -> Result<()> {
    run_one(
        sql,
        "update operating_unit t set default_legal_entity_id = a.entity
         from jsonb_to_record($1) as a (tenant uuid, unit uuid, entity uuid)
         where t.tenant_id = a.tenant and t.id = a.unit",
        json!({"unit": unit, "entity": entity}),
    )
}

pub(in super::super) fn move_entity(sql: &mut Sql, entity: Uuid, ledger: Uuid) -> Result<()> {
    // The key of links would refuse it at the end; asked first, because whoever moves an entity has to begin there.
    use crate::platform::schema::operating_unit_legal_entity as link;
    let tied = link::table
        .filter(link::legal_entity_id.eq(entity))
        .filter(link::in_force.eq(true))
        .filter(link::ledger_id.ne(ledger));
    if diesel::select(diesel::dsl::exists(tied)).get_result(sql.conn())? {
        return Err(Error::refused("rule-linked-entity-shares-the-ledger"));
    }
    run_one(
        sql,
        "update legal_entity t set ledger_id = l.id, value_set = l.value_set
         from jsonb_to_record($1) as a (tenant uuid, entity uuid, ledger uuid)
         join ledger l on l.tenant_id = a.tenant and l.id = a.ledger
         where t.tenant_id = a.tenant and t.id = a.entity",
        json!({"entity": entity, "ledger": ledger}),
    )
}

/// Whether a unit and an entity were ever linked, today included.
pub(in super::super) fn pair_was(sql: &mut Sql, unit: Uuid, entity: Uuid) -> Result<bool> {
    use crate::platform::schema::operating_unit_legal_entity as t;
    let pair = t::table
        .filter(t::operating_unit_id.eq(unit))
        .filter(t::legal_entity_id.eq(entity));
    Ok(diesel::select(diesel::dsl::exists(pair)).get_result(sql.conn())?)
}

pub(in super::super) fn move_hall(
    sql: &mut Sql,
    hall: Uuid,
    unit: Uuid,
    (entity, centre): (Uuid, Uuid),
) -> Result<()> {
    if !pair_was(sql, unit, entity)? {
        return Err(Error::refused("rule-hall-has-a-linked-pair"));
    }
    // A unit whose hall leaves goes on with its procedures, but not at that hall.
    run(
        sql,
        "update procedure_unit t set hall_id = null from jsonb_to_record($1) as a (tenant uuid, hall uuid, unit uuid)
         where t.tenant_id = a.tenant and t.hall_id = a.hall and t.operating_unit_id <> a.unit",
        json!({"hall": hall, "unit": unit}),
    )?;
    run_one(
        sql,
        "update service_hall t set operating_unit_id = u.id, legal_entity_id = a.entity, cost_centre_id = a.centre,
             ledger_id = u.ledger_id
         from jsonb_to_record($1) as a (tenant uuid, hall uuid, unit uuid, entity uuid, centre uuid)
         join operating_unit u on u.tenant_id = a.tenant and u.id = a.unit
         where t.tenant_id = a.tenant and t.id = a.hall",
        json!({"hall": hall, "unit": unit, "entity": entity, "centre": centre}),
    )
}

pub(in super::super) fn equip_hall(sql: &mut Sql, hall: Uuid, equipment: &Equipment) -> Result<()> {
    run_one(
        sql,
        "update service_hall t set address = a.address, hours = a.hours,
             capabilities = array(select jsonb_array_elements_text(a.capabilities))
         from jsonb_to_record($1) as a (tenant uuid, hall uuid, address jsonb, hours jsonb, capabilities jsonb)
         where t.tenant_id = a.tenant and t.id = a.hall",
        json!({
            "hall": hall, "address": equipment.address, "hours": equipment.hours,
            "capabilities": equipment.capabilities,
        }),
    )
}

/// Ends a part of a dated kind, with what cannot outlive it: the links of a unit, the windows of a hall. What a unit finished,
/// and the money of that, is from then on its successor's to see and to give back.
pub(in super::super) fn close(
    sql: &mut Sql,
    kind: Kind,
    id: Uuid,
    (day, successor): (NaiveDate, Option<Uuid>),
) -> Result<()> {
    let along = match kind {
        Kind::OperatingUnit => Some(("operating_unit_legal_entity", "operating_unit_id")),
        Kind::ServiceHall => Some(("hall_part", "hall_id")),
        _ => None,
    };
    let ends = |table: &str, column: &str, more: &str| {
        format!(
            "update {table} t set valid_to = greatest(a.day, t.valid_from){more}
             from jsonb_to_record($1) as a (tenant uuid, id uuid, day date, successor uuid)
             where t.tenant_id = a.tenant and t.{column} = a.id and t.valid_to is null"
        )
    };
    let values = json!({"id": id, "day": day, "successor": successor});
    if let Some((table, column)) = along {
        run(sql, &ends(table, column, ""), values.clone())?;
    }
    let more = match kind {
        Kind::OperatingUnit => ", succeeded_by = a.successor",
        _ => "",
    };
    run_one(sql, &ends(kind.table(), "id", more), values)
}
