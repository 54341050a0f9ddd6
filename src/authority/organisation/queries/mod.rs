//! SQL of the organisation. What was closed is left out.

pub(super) mod blame;
pub(super) mod books;
pub(super) mod calls;
pub(super) mod invoices;
pub(super) mod listed;
pub(super) mod look;
pub(super) mod names;
pub(super) mod new;
pub(super) mod past;
pub(super) mod plans;
pub(super) mod uses;
pub(super) mod values;
pub(super) mod write;

use std::collections::HashMap;

use diesel::dsl::sql;
use diesel::prelude::*;
use diesel::sql_types::Bool;
use serde_json::Value;
use uuid::Uuid;

use crate::kernel::clock::Instant;
use crate::kernel::error::{Error, Result};
use crate::kernel::ids::{HallId, LedgerId, LegalEntityId, OperatingUnitId, ProcedureId, ProcedureVersionId};
use crate::platform::door::Sql;
use crate::platform::schema::{
    account, account_responsibility, business_group, cost_centre, department, ledger, legal_entity,
    operating_unit, operating_unit_legal_entity, procedure, procedure_version, responsibility, service_hall,
};

use super::model::{
    CostCentre, Group, Hall, Held, Ledger, LegalEntity, Organisation, Person, Unit, VersionFacts,
};

fn read<T: serde::de::DeserializeOwned>(value: Value) -> Result<T> {
    serde_json::from_value(value).map_err(Error::internal)
}

/// In force today, for tables with `valid_from` and `valid_to`; `table` qualifies the columns.
fn in_force(table: &str) -> diesel::expression::SqlLiteral<Bool> {
    sql(&format!(
        "{table}.valid_from <= current_date and ({table}.valid_to is null or {table}.valid_to > current_date)"
    ))
}

pub(super) fn organisation(sql: &mut Sql) -> Result<Organisation> {
    Ok(Organisation {
        groups: groups(sql)?,
        ledgers: ledgers(sql)?,
        legal_entities: legal_entities(sql)?,
        units: units(sql)?,
        halls: halls(sql)?,
        cost_centres: cost_centres(sql)?,
        people: people(sql)?,
    })
}

fn groups(sql: &mut Sql) -> Result<Vec<Group>> {
    use business_group as t;
    let rows: Vec<(Uuid, String, Value)> = t::table
        .filter(in_force("business_group"))
        .order(t::code)
        .select((t::id, t::code, t::name))
        .load(sql.conn())?;
    rows.into_iter()
        .map(|(id, code, name)| {
            Ok(Group {
                id,
                code,
                name: read(name)?,
            })
        })
        .collect()
}

fn ledgers(sql: &mut Sql) -> Result<Vec<Ledger>> {
    use ledger as t;
    let rows: Vec<(Uuid, String, Value, String, String)> = t::table
        .order((t::kind, t::code))
        .select((t::id, t::code, t::name, t::currency, t::kind))
        .load(sql.conn())?;
    rows.into_iter()
        .map(|(id, code, name, currency, kind)| {
            Ok(Ledger {
                id: LedgerId::from_uuid(id),
                code,
                name: read(name)?,
                currency,
                is_primary: kind == "primary",
            })
        })
        .collect()
}

fn legal_entities(sql: &mut Sql) -> Result<Vec<LegalEntity>> {
    use legal_entity as t;
    let rows: Vec<(Uuid, Uuid, Uuid, String, Value, String)> = t::table
        .filter(in_force("legal_entity"))
        .order(t::code)
        .select((
            t::id,
            t::business_group_id,
            t::ledger_id,
            t::code,
            t::name,
            t::registration_number,
        ))
        .load(sql.conn())?;
    rows.into_iter()
        .map(|(id, group_id, ledger, code, name, registration_number)| {
            Ok(LegalEntity {
                id: LegalEntityId::from_uuid(id),
                group_id,
                ledger_id: LedgerId::from_uuid(ledger),
                code,
                name: read(name)?,
                registration_number,
            })
        })
        .collect()
}

fn units(sql: &mut Sql) -> Result<Vec<Unit>> {
    use operating_unit as t;
    use operating_unit_legal_entity as link;
    let links: Vec<(Uuid, Uuid)> = link::table
        .filter(link::in_force.eq(true))
        .order(link::legal_entity_id)
        .select((link::operating_unit_id, link::legal_entity_id))
        .load(sql.conn())?;
    let rows: Vec<(Uuid, Uuid, Option<Uuid>, String, Value)> = t::table
        .filter(in_force("operating_unit"))
        .order(t::code)
        .select((t::id, t::business_group_id, t::parent_unit_id, t::code, t::name))
        .load(sql.conn())?;
    rows.into_iter()
        .map(|(id, group_id, parent, code, name)| {
            let own = links.iter().filter(|(unit, _)| *unit == id);
            Ok(Unit {
                id: OperatingUnitId::from_uuid(id),
                group_id,
                parent_id: parent.map(OperatingUnitId::from_uuid),
                code,
                name: read(name)?,
                legal_entities: own.map(|(_, entity)| LegalEntityId::from_uuid(*entity)).collect(),
            })
        })
        .collect()
}

fn halls(sql: &mut Sql) -> Result<Vec<Hall>> {
    use service_hall as t;
    let rows: Vec<(Uuid, Uuid, String, Value, Value)> = t::table
        .filter(in_force("service_hall"))
        .order(t::code)
        .select((t::id, t::operating_unit_id, t::code, t::name, t::address))
        .load(sql.conn())?;
    rows.into_iter()
        .map(|(id, unit, code, name, address)| {
            Ok(Hall {
                id: HallId::from_uuid(id),
                unit_id: OperatingUnitId::from_uuid(unit),
                code,
                name: read(name)?,
                address: read(address)?,
            })
        })
        .collect()
}

fn cost_centres(sql: &mut Sql) -> Result<Vec<CostCentre>> {
    use cost_centre as t;
    let rows: Vec<(Uuid, String, String, Value)> = t::table
        .filter(in_force("cost_centre"))
        .order(t::code)
        .select((t::legal_entity_id, t::code, t::company_value, t::name))
        .load(sql.conn())?;
    rows.into_iter()
        .map(|(entity, code, company_value, name)| {
            Ok(CostCentre {
                legal_entity_id: LegalEntityId::from_uuid(entity),
                code,
                company_value,
                name: read(name)?,
            })
        })
        .collect()
}

fn people(sql: &mut Sql) -> Result<Vec<Person>> {
    let mut held = held(sql)?;
    let rows: Vec<(Uuid, String, String, Option<Value>)> = account::table
        .left_join(
            department::table.on(department::tenant_id
                .eq(account::tenant_id)
                .and(department::id.nullable().eq(account::department_id))),
        )
        .filter(account::kind.eq("staff"))
        .filter(
            account::closed_at
                .is_null()
                .or(account::closed_at.gt(crate::kernel::clock::now())),
        )
        .order((account::display_name, account::email))
        .select((
            account::id,
            account::display_name,
            account::email,
            department::name.nullable(),
        ))
        .load(sql.conn())?;
    rows.into_iter()
        .map(|(id, name, email, department)| {
            Ok(Person {
                name,
                email,
                department: department.map(read).transpose()?,
                held: held.remove(&id).unwrap_or_default(),
            })
        })
        .collect()
}

/// What each account may work under today.
fn held(sql: &mut Sql) -> Result<HashMap<Uuid, Vec<Held>>> {
    use account_responsibility as t;
    let rows: Vec<(Uuid, Value, String)> = t::table
        .inner_join(
            responsibility::table.on(responsibility::tenant_id
                .eq(t::tenant_id)
                .and(responsibility::id.eq(t::responsibility_id))),
        )
        .filter(in_force("account_responsibility"))
        .order((t::account_id, responsibility::code))
        .select((t::account_id, responsibility::name, responsibility::role))
        .load(sql.conn())?;
    let mut held: HashMap<Uuid, Vec<Held>> = HashMap::new();
    for (account, name, role) in rows {
        held.entry(account).or_default().push(Held {
            name: read(name)?,
            role,
        });
    }
    Ok(held)
}

fn facts((id, number, published_at): (Uuid, i32, Instant)) -> VersionFacts {
    VersionFacts {
        id: ProcedureVersionId::from_uuid(id),
        number,
        published_at,
    }
}

pub(super) fn versions(sql: &mut Sql, of: ProcedureId) -> Result<Vec<VersionFacts>> {
    use procedure_version as t;
    let rows: Vec<(Uuid, i32, Instant)> = t::table
        .filter(t::procedure_id.eq(of.uuid()))
        .order(t::number.desc())
        .select((t::id, t::number, t::published_at))
        .load(sql.conn())?;
    Ok(rows.into_iter().map(facts).collect())
}

pub(super) fn current_versions(sql: &mut Sql) -> Result<Vec<VersionFacts>> {
    use procedure_version as t;
    let rows: Vec<(Uuid, i32, Instant)> = procedure::table
        .inner_join(
            t::table.on(t::tenant_id
                .eq(procedure::tenant_id)
                .and(t::id.nullable().eq(procedure::current_version_id))),
        )
        .select((t::id, t::number, t::published_at))
        .load(sql.conn())?;
    Ok(rows.into_iter().map(facts).collect())
}
