//! A tenant as it is in force, written as the code that would make it.
//!
//! What the browser changed comes back as the same files: the export of a tenant, planned against it, changes nothing; and
//! applied to an empty database it makes the same organisation, but for ids, passwords and what had already ended.
//! Comments do not come back, nor blocks shared between forms: each form is written whole. The order is by code.

mod organisation;
mod people;
mod queries;
mod tables;
mod write;

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::Arc;

use uuid::Uuid;

use self::tables::Tables;
use super::acts::PlanTenant;
use super::card::card_of;
use super::code::{Definition, ProcedureCode, ProcedureFacts, TenantCode};
use super::settings::Settings;
use crate::authority::access::Gate;
use crate::authority::dictionaries::{Contents, contents_in_force};
use crate::kernel::calendar::Calendar;
use crate::kernel::error::{Error, Result};
use crate::kernel::ids::TenantId;
use crate::platform::door::{Db, Sql, Whole};

/// The code of the tenant called `slug`, as it is in force.
///
/// # Errors
/// [`Error::NotFound`] when there is no such tenant; when the database fails, or holds what the format cannot say.
pub async fn export(db: &Db, gate: &Gate, slug: &str) -> Result<TenantCode> {
    let (id, card) = card_of(db, slug).await?;
    let settings: Settings = serde_json::from_value(card.settings).map_err(Error::internal)?;
    let context = Arc::new(gate.system(TenantId::from_uuid(id), "tenant.export"));
    db.in_tenant(&context, move |tx| {
        let mut grant = tx.authorise::<PlanTenant>(Whole)?;
        assemble(grant.sql(), settings)
    })
    .await
}

/// Writes the files of `code` into `folder`, which must not exist or be empty.
///
/// # Errors
/// When there is something in the folder, or it cannot be written.
pub fn write(code: &TenantCode, folder: &Path) -> Result<()> {
    write::folder(code, folder)
}

fn assemble(sql: &mut Sql, settings: Settings) -> Result<TenantCode> {
    let tables = Tables::read(queries::in_force(sql)?)?;
    let calendar: Calendar = match tables.of("working_calendar").first() {
        Some(row) => row.get("definition")?,
        None => Calendar::default(),
    };
    Ok(TenantCode {
        organisation: organisation::organisation(&tables, &settings.tenant)?,
        accounts: organisation::accounts(&tables, &settings.beside.regulation)?,
        people: people::people(&tables, &settings.beside)?,
        calendar,
        procedures: procedures(sql, &tables)?,
        dictionaries: dictionaries(sql)?,
        tenant: settings.tenant,
        catalogue: settings.catalogue,
        fees: settings.fees,
        theme: settings.theme,
        emblem: settings.emblem,
        hero: settings.hero.unwrap_or_default(),
        notifications: serde_json::from_value(settings.notices).unwrap_or_default(),
    })
}

fn dictionaries(sql: &mut Sql) -> Result<BTreeMap<String, Contents>> {
    let mut all = BTreeMap::new();
    for code in queries::dictionaries(sql)? {
        if let Some(contents) = contents_in_force(sql, &code)? {
            all.insert(code, contents);
        }
    }
    Ok(all)
}

fn procedures(sql: &mut Sql, tables: &Tables) -> Result<BTreeMap<String, ProcedureCode>> {
    let published = queries::procedures(sql)?;
    published
        .into_iter()
        .map(|it| {
            let definition: Definition = serde_json::from_value(it.definition).map_err(Error::internal)?;
            let mut facts = definition.facts;
            places(tables, it.id, &mut facts)?;
            facts.code.clone_from(&it.code);
            let procedure = ProcedureCode {
                facts,
                form: it.form,
                process: it.bpmn,
            };
            Ok((it.code, procedure))
        })
        .collect()
}

/// Where a procedure's dossiers are taken now, and as whom, where somebody was named: a row is one unit, with the first of its
/// halls. Where this is still what its facts name, they say it in their own order.
fn places(tables: &Tables, procedure: Uuid, facts: &mut ProcedureFacts) -> Result<()> {
    let (mut units, mut halls, mut entities) = (Vec::new(), Vec::new(), BTreeMap::new());
    for row in tables.to("procedure_unit", "procedure_id", procedure) {
        let Some(unit) = tables.maybe(row, "operating_unit_id")? else {
            continue;
        };
        let first = tables.maybe(row, "hall_id")?;
        if let Some(first) = &first {
            // Further halls of the unit receive its dossiers as well.
            let further = facts.halls.iter().filter(|it| *it != first);
            let own = further.filter(|it| of_hall(tables, it, "operating_unit_id").as_ref() == Some(&unit));
            halls.extend(std::iter::once(first.clone()).chain(own.cloned()));
        }
        if let Some(given) = tables.maybe(row, "legal_entity_id")? {
            entities.insert(unit.clone(), given);
        }
        units.push(unit);
    }
    let same = |one: &[String], other: &[String]| {
        one.len() == other.len() && one.iter().all(|it| other.contains(it)) && one.first() == other.first()
    };
    if !same(&facts.operating_units, &units) {
        facts.operating_units = units;
    }
    let named = |halls: &[String]| -> BTreeSet<String> { halls.iter().cloned().collect() };
    let firsts = |of: &[String]| -> BTreeMap<Option<String>, String> {
        let halls = of.iter().rev();
        halls
            .map(|it| (of_hall(tables, it, "operating_unit_id"), it.clone()))
            .collect()
    };
    if named(&facts.halls) != named(&halls) || firsts(&facts.halls) != firsts(&halls) {
        facts.halls = halls;
    }
    facts.legal_entities = entities;
    Ok(())
}

/// The code of what an open hall refers to.
fn of_hall(tables: &Tables, hall: &str, column: &str) -> Option<String> {
    let mut halls = tables.of("service_hall").iter();
    let row = halls.find(|row| row.get::<String>("code").is_ok_and(|code| code == hall))?;
    tables.maybe(row, column).ok().flatten()
}
