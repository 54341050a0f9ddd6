//! SQL that changes the organisation. Values travel as one JSON object, `$1`; each statement reads the columns it needs.
//! Whether a change is allowed is the tables' own affair: keys and exclusion constraints refuse what breaks a rule.

use chrono::NaiveDate;
use diesel::prelude::*;
use diesel::sql_query;
use diesel::sql_types::{Jsonb, Text, Uuid as SqlUuid};
use serde_json::{Value, json};
use uuid::Uuid;

use crate::authority::organisation::change::{Called, EntityCard, Equipment, Kind};
use crate::authority::tenancy::stable_id;
use crate::kernel::error::{Error, Result};
use crate::kernel::locale::Localised;
use crate::platform::door::Sql;

/// Runs a statement with its values; answers how many rows it changed.
pub(super) fn run(sql: &mut Sql, text: &str, mut values: Value) -> Result<usize> {
    values["tenant"] = json!(sql.tenant());
    Ok(sql_query(text).bind::<Jsonb, _>(values).execute(sql.conn())?)
}

/// The same where exactly one row must change: none means that what was named is not there.
fn run_one(sql: &mut Sql, text: &str, values: Value) -> Result<()> {
    match run(sql, text, values)? {
        0 => Err(Error::NotFound),
        _ => Ok(()),
    }
}

/// The id of what is new. It is that which the tenant's code would give it, so that an export finds it again; a code that
/// was used before keeps its row, and the new one has an id of its own.
fn fresh_id(sql: &mut Sql, kind: Kind, code: &str) -> Result<Uuid> {
    #[derive(QueryableByName)]
    struct Taken {
        #[diesel(sql_type = diesel::sql_types::Bool)]
        taken: bool,
    }
    let id = stable_id(sql.tenant().uuid(), kind.table(), code);
    let text = format!(
        "select exists (select from {} where id = $1) as taken",
        kind.table()
    );
    let row: Taken = sql_query(text).bind::<SqlUuid, _>(id).get_result(sql.conn())?;
    Ok(if row.taken { Uuid::now_v7() } else { id })
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

/// A business group, and the security profile of the same name: everything in this group and nothing beyond.
pub(in super::super) fn add_group(sql: &mut Sql, called: &Called, day: NaiveDate) -> Result<Uuid> {
    let id = fresh_id(sql, Kind::BusinessGroup, &called.code)?;
    let values = json!({
        "id": id, "code": called.code, "name": called.name, "day": day,
        "profile": stable_id(sql.tenant().uuid(), "security_profile", &called.code),
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

/// Whether a unit and an entity were ever linked, today included.
pub(in super::super) fn pair_was(sql: &mut Sql, unit: Uuid, entity: Uuid) -> Result<bool> {
    use crate::platform::schema::operating_unit_legal_entity as t;
    let pair = t::table
        .filter(t::operating_unit_id.eq(unit))
        .filter(t::legal_entity_id.eq(entity));
    Ok(diesel::select(diesel::dsl::exists(pair)).get_result(sql.conn())?)
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

/// Whether a fee is invoiced by an entity: a procedure that has one is signed by it.
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
             where u.legal_entity_id = $1 and p.suspended_at is null
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

/// What is not said of country, receipts and telephone stays as it was.
pub(in super::super) fn describe_entity(sql: &mut Sql, entity: Uuid, card: &EntityCard) -> Result<()> {
    let said = |text: &str| (!text.is_empty()).then(|| text.to_owned());
    run_one(
        sql,
        "update legal_entity t set address = t.address || jsonb_strip_nulls(a.address), details = t.details || jsonb_strip_nulls(a.details)
         from jsonb_to_record($1) as a (tenant uuid, entity uuid, address jsonb, details jsonb)
         where t.tenant_id = a.tenant and t.id = a.entity and t.in_force",
        json!({
            "entity": entity,
            "address": {
                "street": card.street, "city": card.city, "country": said(&card.country), "texts": card.address,
            },
            "details": {
                "invoice_series": card.invoice_series, "receipt_number": said(&card.receipt_number), "email": card.email,
                "phone": said(&card.phone), "bank_account": card.bank_account, "bank_name": card.bank_name,
            },
        }),
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

/// Ends a part of a dated kind, with what cannot outlive it: the links of a unit, the windows of a hall.
pub(in super::super) fn close(sql: &mut Sql, kind: Kind, id: Uuid, day: NaiveDate) -> Result<()> {
    let along = match kind {
        Kind::OperatingUnit => Some(("operating_unit_legal_entity", "operating_unit_id")),
        Kind::ServiceHall => Some(("hall_part", "hall_id")),
        _ => None,
    };
    let ends = |table: &str, column: &str| {
        format!(
            "update {table} t set valid_to = greatest(a.day, t.valid_from) from jsonb_to_record($1) as a (tenant uuid, id uuid, day date)
             where t.tenant_id = a.tenant and t.{column} = a.id and t.valid_to is null"
        )
    };
    let values = json!({"id": id, "day": day});
    if let Some((table, column)) = along {
        run(sql, &ends(table, column), values.clone())?;
    }
    run_one(sql, &ends(kind.table(), "id"), values)
}
