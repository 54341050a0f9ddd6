//! SQL of the catalogue, run once for each version of it.

use diesel::prelude::*;
use serde_json::Value;
use uuid::Uuid;

use crate::kernel::actions::Verb;
use crate::kernel::context::Place;
use crate::kernel::error::Result;
use crate::kernel::ids::ProcedureVersionId;
use crate::platform::door::{Act, Sql, Whole};
use crate::platform::schema::{
    legal_entity, operating_unit, procedure, procedure_unit, procedure_version, service_hall,
    working_calendar,
};

/// Reads the catalogue.
pub(super) struct ReadCatalogue;

impl Act for ReadCatalogue {
    const VERB: Verb = Verb::ReadCatalogue;
    type Key = Whole;
    type Subject = Whole;

    fn find(_: &mut Sql, _: &Whole) -> Result<Option<Whole>> {
        Ok(Some(Whole))
    }

    fn place(_: &Whole) -> Place {
        Place::Tenant
    }
}

/// A version with its procedure.
pub(super) struct VersionRow {
    pub procedure_id: Uuid,
    pub is_suspended: bool,
    pub version_id: Uuid,
    pub number: i32,
    pub definition: Value,
    pub form: Value,
    pub bpmn: String,
}

type Columns = (
    Uuid,
    Option<crate::kernel::clock::Instant>,
    Uuid,
    i32,
    Value,
    Value,
    String,
);

fn row((procedure_id, suspended_at, version_id, number, definition, form, bpmn): Columns) -> VersionRow {
    VersionRow {
        procedure_id,
        is_suspended: suspended_at.is_some(),
        version_id,
        number,
        definition,
        form,
        bpmn,
    }
}

macro_rules! columns {
    () => {
        (
            procedure::id,
            procedure::suspended_at,
            procedure_version::id,
            procedure_version::number,
            procedure_version::definition,
            procedure_version::form,
            procedure_version::bpmn,
        )
    };
}

/// The current version of every procedure, in the order of their codes.
pub(super) fn current_versions(sql: &mut Sql) -> Result<Vec<VersionRow>> {
    let rows: Vec<Columns> = procedure::table
        .inner_join(
            procedure_version::table.on(procedure_version::tenant_id
                .eq(procedure::tenant_id)
                .and(procedure_version::id.nullable().eq(procedure::current_version_id))),
        )
        .order(procedure::code)
        .select(columns!())
        .load(sql.conn())?;
    Ok(rows.into_iter().map(row).collect())
}

/// One version, current or not.
pub(super) fn version(sql: &mut Sql, id: ProcedureVersionId) -> Result<Option<VersionRow>> {
    let found: Option<Columns> = procedure_version::table
        .inner_join(
            procedure::table.on(procedure::tenant_id
                .eq(procedure_version::tenant_id)
                .and(procedure::id.eq(procedure_version::procedure_id))),
        )
        .filter(procedure_version::id.eq(id.uuid()))
        .select(columns!())
        .first(sql.conn())
        .optional()?;
    Ok(found.map(row))
}

/// Procedure, unit, legal entity where one is given, hall.
pub(super) type HandlingRow = (Uuid, Uuid, Option<Uuid>, Option<Uuid>);

/// Which unit handles which procedure; the default unit of each procedure first.
pub(super) fn handlings(sql: &mut Sql) -> Result<Vec<HandlingRow>> {
    Ok(procedure_unit::table
        .order((
            procedure_unit::is_default.desc(),
            procedure_unit::operating_unit_id,
        ))
        .select((
            procedure_unit::procedure_id,
            procedure_unit::operating_unit_id,
            procedure_unit::legal_entity_id,
            procedure_unit::hall_id,
        ))
        .load(sql.conn())?)
}

/// Id, code, number code and name of every unit.
pub(super) fn units(sql: &mut Sql) -> Result<Vec<(Uuid, String, String, Value)>> {
    Ok(operating_unit::table
        .order(operating_unit::code)
        .select((
            operating_unit::id,
            operating_unit::code,
            operating_unit::number_code,
            operating_unit::name,
        ))
        .load(sql.conn())?)
}

/// Id, code and name of every legal entity.
pub(super) fn legal_entities(sql: &mut Sql) -> Result<Vec<(Uuid, String, Value)>> {
    Ok(legal_entity::table
        .select((legal_entity::id, legal_entity::code, legal_entity::name))
        .load(sql.conn())?)
}

/// A hall as pages show it.
pub(super) type HallRow = (Uuid, Uuid, Value, Value, Value, Vec<Option<String>>, bool);

/// Every hall, closed ones too: id, unit, name, address, hours, capabilities, whether it is open.
pub(super) fn halls(sql: &mut Sql) -> Result<Vec<HallRow>> {
    Ok(service_hall::table
        .order(service_hall::code)
        .select((
            service_hall::id,
            service_hall::operating_unit_id,
            service_hall::name,
            service_hall::address,
            service_hall::hours,
            service_hall::capabilities,
            service_hall::in_force.is_not_null(),
        ))
        .load(sql.conn())?)
}

/// The tenant's working calendar: the one that became valid last.
pub(super) fn latest_calendar(sql: &mut Sql) -> Result<Option<Value>> {
    Ok(working_calendar::table
        .order(working_calendar::valid_from.desc())
        .select(working_calendar::definition)
        .first(sql.conn())
        .optional()?)
}
