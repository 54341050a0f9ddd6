//! Published procedures in memory, one shelf for each tenant and version of its catalogue.

use std::collections::HashMap;
use std::sync::Arc;

use moka::sync::Cache;
use serde_json::Value;

use crate::authority::access::Gate;
use crate::authority::dictionaries::{self, Edition};
use crate::authority::tenancy::Tenant;
use crate::authority::tenancy::code::{self, Definition};
use crate::kernel::calendar::{Calendar, WorkingCalendar};
use crate::kernel::clock::Instant;
use crate::kernel::error::{Error, Result};
use crate::kernel::ids::{
    DictionaryVersionId, HallId, LegalEntityId, OperatingUnitId, ProcedureId, ProcedureVersionId, TenantId,
};
use crate::kernel::locale::Localised;
use crate::kernel::patterns::due::{DuePattern, Limit, Pause, Reckoning, Unit, parse_clock, reckon};
use crate::platform::door::{Db, Sql, TenantTx, Whole};
use crate::services::workflow::conditions::Program;
use crate::services::workflow::parse;
use crate::services::workflow::vocabulary::Vocabulary;

use super::form;
use super::model::{Handling, Procedure, UnitFacts};
use super::queries::{self, ReadCatalogue, VersionRow};
use super::search::Index;

/// A hall as pages show it.
#[derive(Debug, Clone)]
pub struct HallFacts {
    /// The hall.
    pub id: HallId,
    /// Its unit.
    pub unit_id: OperatingUnitId,
    /// Its name.
    pub name: Localised,
    /// Its address.
    pub address: Localised,
    /// When it is open.
    pub hours: Localised,
    /// What it can do: `takes_cash` and so on.
    pub capabilities: Vec<String>,
    /// Whether it is open: dossiers and receipts of its time name a closed one, and nobody is sent there.
    pub is_open: bool,
}

/// A tenant's catalogue at one version.
pub struct Shelf {
    /// Current versions, in the order of their codes.
    pub procedures: Vec<Arc<Procedure>>,
    /// Every operating unit.
    pub units: HashMap<OperatingUnitId, UnitFacts>,
    /// Every legal entity's name.
    pub legal_entities: HashMap<LegalEntityId, Localised>,
    /// Every legal entity by its code.
    pub entity_codes: HashMap<String, LegalEntityId>,
    /// Every hall, closed ones too.
    pub halls: Vec<HallFacts>,
    /// The working calendar; `None` when the tenant has none, and then nothing can be due.
    pub calendar: Option<WorkingCalendar>,
    /// The dictionaries in force, by code.
    pub dictionaries: HashMap<String, Arc<Edition>>,
    pub(super) index: Index,
}

impl Shelf {
    /// The procedure with this code.
    #[must_use]
    pub fn by_code(&self, code: &str) -> Option<&Arc<Procedure>> {
        self.procedures
            .iter()
            .find(|procedure| procedure.facts.code == code)
    }

    /// The procedure with this id.
    #[must_use]
    pub fn by_id(&self, id: ProcedureId) -> Option<&Arc<Procedure>> {
        self.procedures.iter().find(|procedure| procedure.id == id)
    }

    /// The unit with this code.
    #[must_use]
    pub fn unit_by_code(&self, code: &str) -> Option<&UnitFacts> {
        self.units.values().find(|unit| unit.code == code)
    }

    /// When a dossier received at a moment is due, with how that was computed.
    ///
    /// # Errors
    /// [`Error::Internal`] when the limit or the calendar cannot be computed with, which applying them rules out.
    pub fn reckon(
        &self,
        limit: &code::Limit,
        received: Instant,
        pauses: &[Pause],
        zone: chrono_tz::Tz,
    ) -> Result<Reckoning> {
        let calendar = self
            .calendar
            .as_ref()
            .ok_or_else(|| Error::internal("the tenant has no working calendar"))?;
        let unit = match limit.unit {
            code::LimitUnit::WorkingDay => Unit::WorkingDay,
            code::LimitUnit::WorkingHour => Unit::WorkingHour,
            code::LimitUnit::CalendarDay => Unit::CalendarDay,
        };
        let span = DuePattern::parse(&limit.due).map_err(Error::internal)?;
        let cut_off = limit
            .cut_off
            .as_deref()
            .map(parse_clock)
            .transpose()
            .map_err(Error::internal)?;
        let limit = Limit::new(span, unit, cut_off).map_err(|_| Error::internal("a limit without time"))?;
        reckon(&limit, received, pauses, calendar, zone).map_err(Error::internal)
    }

    /// When the limit of a step, such as `+1 00:00` in working days, is over; `None` when it cannot be told.
    #[must_use]
    pub fn step_due(&self, limit: &str, from: Instant, zone: chrono_tz::Tz) -> Option<Instant> {
        let limit = Limit::new(DuePattern::parse(limit).ok()?, Unit::WorkingDay, None).ok()?;
        reckon(&limit, from, &[], self.calendar.as_ref()?, zone).ok()?.due
    }

    /// A version of a procedure with the dictionaries in force, for whoever fills its form in now.
    #[must_use]
    pub fn asked(&self, procedure: &Arc<Procedure>) -> Arc<Procedure> {
        let in_force = |code: &str| self.dictionaries.get(code).map(Arc::clone);
        with_editions(procedure, &in_force, &in_force)
    }

    /// The halls that are open.
    pub fn open_halls(&self) -> impl Iterator<Item = &HallFacts> {
        self.halls.iter().filter(|hall| hall.is_open)
    }

    /// The hall with this id, open or closed.
    #[must_use]
    pub fn hall(&self, id: HallId) -> Option<&HallFacts> {
        self.halls.iter().find(|hall| hall.id == id)
    }
}

/// Every shelf in memory.
#[derive(Clone)]
pub struct Library {
    db: Db,
    gate: Gate,
    shelves: Cache<(TenantId, i64), Arc<Shelf>>,
    versions: Cache<(TenantId, ProcedureVersionId), Arc<Procedure>>,
    editions: Cache<(TenantId, DictionaryVersionId), Arc<Edition>>,
}

/// The same procedure with these versions of dictionaries in its form; the very same when it names none.
fn with_editions(
    procedure: &Arc<Procedure>,
    asked: &dyn Fn(&str) -> Option<Arc<Edition>>,
    now: &dyn Fn(&str) -> Option<Arc<Edition>>,
) -> Arc<Procedure> {
    if procedure.form.dictionaries().next().is_none() {
        return Arc::clone(procedure);
    }
    Arc::new(Procedure {
        form: Arc::new(procedure.form.with_editions(asked, now)),
        ..procedure.as_ref().clone()
    })
}

impl Library {
    /// An empty library that fills itself as it is asked.
    #[must_use]
    pub fn new(db: Db, gate: Gate) -> Self {
        Self {
            db,
            gate,
            shelves: Cache::new(2_000),
            versions: Cache::new(20_000),
            editions: Cache::new(5_000),
        }
    }

    /// The catalogue of a tenant as it is now.
    ///
    /// # Errors
    /// When the database fails or a published version cannot be read.
    pub async fn shelf(&self, tenant: &Tenant) -> Result<Arc<Shelf>> {
        let key = (tenant.id, tenant.version);
        if let Some(known) = self.shelves.get(&key) {
            return Ok(known);
        }
        let context = Arc::new(self.gate.public(tenant.id));
        let shelf = self
            .db
            .in_tenant(&context, |tx| {
                let mut grant = tx.authorise::<ReadCatalogue>(Whole)?;
                load(&mut grant)
            })
            .await?;
        let shelf = Arc::new(shelf);
        self.shelves.insert(key, Arc::clone(&shelf));
        Ok(shelf)
    }

    /// As [`Library::shelf`], for a worker that is within a transaction of the tenant already.
    ///
    /// # Errors
    /// As [`Library::shelf`].
    pub fn shelf_within(&self, tx: &mut TenantTx, tenant: &Tenant) -> Result<Arc<Shelf>> {
        let key = (tenant.id, tenant.version);
        if let Some(known) = self.shelves.get(&key) {
            return Ok(known);
        }
        let mut grant = tx.authorise::<ReadCatalogue>(Whole)?;
        let shelf = Arc::new(load(&mut grant)?);
        self.shelves.insert(key, Arc::clone(&shelf));
        Ok(shelf)
    }

    /// As [`Library::version`], for a worker that is within a transaction of the tenant already.
    ///
    /// # Errors
    /// As [`Library::version`].
    pub fn version_within(&self, tx: &mut TenantTx, id: ProcedureVersionId) -> Result<Arc<Procedure>> {
        let key = (tx.context().tenant, id);
        if let Some(known) = self.versions.get(&key) {
            return Ok(known);
        }
        let mut grant = tx.authorise::<ReadCatalogue>(Whole)?;
        let procedure = Arc::new(read_version(grant.sql(), id)?);
        self.versions.insert(key, Arc::clone(&procedure));
        Ok(procedure)
    }

    /// A procedure as a dossier was filled in: with the versions of dictionaries kept with it, and those in force for what
    /// officers fill in. `kept` is what the dossier's form row says.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn as_filled(
        &self,
        tenant: &Tenant,
        procedure: Arc<Procedure>,
        kept: &Value,
    ) -> Result<Arc<Procedure>> {
        if procedure.form.dictionaries().next().is_none() {
            return Ok(procedure);
        }
        let shelf = self.shelf(tenant).await?;
        let mut editions = HashMap::new();
        for (code, id) in kept.as_object().into_iter().flatten() {
            let Some(id) = id.as_str().and_then(|id| id.parse().ok()) else {
                continue;
            };
            editions.insert(code.clone(), self.edition(tenant.id, id).await?);
        }
        let in_force = |code: &str| shelf.dictionaries.get(code).map(Arc::clone);
        let asked = |code: &str| editions.get(code).map(Arc::clone).or_else(|| in_force(code));
        Ok(with_editions(&procedure, &asked, &in_force))
    }

    /// A version of a dictionary, in force or not.
    ///
    /// # Errors
    /// [`Error::NotFound`] when the tenant has no such version.
    pub async fn edition(&self, tenant: TenantId, id: DictionaryVersionId) -> Result<Arc<Edition>> {
        if let Some(known) = self.editions.get(&(tenant, id)) {
            return Ok(known);
        }
        let context = Arc::new(self.gate.public(tenant));
        let edition = self
            .db
            .in_tenant(&context, move |tx| {
                let mut grant = tx.authorise::<ReadCatalogue>(Whole)?;
                dictionaries::edition(grant.sql(), id)
            })
            .await?;
        let edition = Arc::new(edition);
        self.editions.insert((tenant, id), Arc::clone(&edition));
        Ok(edition)
    }

    /// A published version, current or one that running dossiers still follow.
    ///
    /// # Errors
    /// [`Error::NotFound`] when the tenant has no such version.
    pub async fn version(&self, tenant: TenantId, id: ProcedureVersionId) -> Result<Arc<Procedure>> {
        if let Some(known) = self.versions.get(&(tenant, id)) {
            return Ok(known);
        }
        let context = Arc::new(self.gate.public(tenant));
        let procedure = self
            .db
            .in_tenant(&context, move |tx| {
                let mut grant = tx.authorise::<ReadCatalogue>(Whole)?;
                read_version(grant.sql(), id)
            })
            .await?;
        let procedure = Arc::new(procedure);
        self.versions.insert((tenant, id), Arc::clone(&procedure));
        Ok(procedure)
    }
}

fn load(grant: &mut crate::platform::door::Granted<'_, ReadCatalogue>) -> Result<Shelf> {
    let sql = grant.sql();
    let handlings = queries::handlings(sql)?;
    let dictionaries: HashMap<String, Arc<Edition>> = dictionaries::editions_in_force(sql)?
        .into_iter()
        .map(|edition| (edition.code.clone(), Arc::new(edition)))
        .collect();
    let in_force = |code: &str| dictionaries.get(code).map(Arc::clone);
    let procedures = queries::current_versions(sql)?
        .into_iter()
        .map(|row| {
            let procedure = Arc::new(compile(row, &handlings)?);
            Ok(with_editions(&procedure, &in_force, &in_force))
        })
        .collect::<Result<Vec<_>>>()?;
    let units = queries::units(sql)?
        .into_iter()
        .map(|(id, code, number_code, name)| {
            let id = OperatingUnitId::from_uuid(id);
            Ok((
                id,
                UnitFacts {
                    id,
                    code,
                    number_code,
                    name: read(name)?,
                },
            ))
        })
        .collect::<Result<_>>()?;
    let (mut legal_entities, mut entity_codes) = (HashMap::new(), HashMap::new());
    for (id, code, name) in queries::legal_entities(sql)? {
        let id = LegalEntityId::from_uuid(id);
        legal_entities.insert(id, read(name)?);
        entity_codes.insert(code, id);
    }
    let halls = queries::halls(sql)?
        .into_iter()
        .map(|(id, unit, name, address, hours, capabilities, is_open)| {
            Ok(HallFacts {
                id: HallId::from_uuid(id),
                unit_id: OperatingUnitId::from_uuid(unit),
                name: read(name)?,
                address: read(address)?,
                hours: read(hours)?,
                capabilities: capabilities.into_iter().flatten().collect(),
                is_open,
            })
        })
        .collect::<Result<_>>()?;
    let index = Index::of(&procedures);
    let calendar = match queries::latest_calendar(sql)? {
        Some(definition) => {
            Some(WorkingCalendar::try_from(&read::<Calendar>(definition)?).map_err(Error::internal)?)
        }
        None => None,
    };
    Ok(Shelf {
        procedures,
        units,
        legal_entities,
        entity_codes,
        halls,
        calendar,
        dictionaries,
        index,
    })
}

fn read_version(sql: &mut Sql, id: ProcedureVersionId) -> Result<Procedure> {
    let row = queries::version(sql, id)?.ok_or(Error::NotFound)?;
    let handlings = queries::handlings(sql)?;
    compile(row, &handlings)
}

fn read<T: serde::de::DeserializeOwned>(value: Value) -> Result<T> {
    serde_json::from_value(value).map_err(Error::internal)
}

fn compile(row: VersionRow, handlings: &[queries::HandlingRow]) -> Result<Procedure> {
    let Definition {
        facts,
        legal_bases,
        step_names,
    } = read(row.definition)?;
    let named =
        |what: &str, why: String| Error::Internal(format!("{what} of procedure {}: {why}", facts.code));
    let form = form::read(&row.form).map_err(|errors| {
        named(
            "form",
            errors
                .first()
                .map_or_else(String::new, |error| format!("{error:?}")),
        )
    })?;
    let definition =
        parse::parse(row.bpmn.as_bytes(), &Published).map_err(|error| named("process", error.to_string()))?;
    let process = Program::new(definition).map_err(|error| named("process", error.to_string()))?;
    Ok(Procedure {
        id: ProcedureId::from_uuid(row.procedure_id),
        version_id: ProcedureVersionId::from_uuid(row.version_id),
        version: row.number,
        handled_by: handlings
            .iter()
            .filter(|(procedure, ..)| *procedure == row.procedure_id)
            .map(|(_, unit, legal_entity, hall)| Handling {
                unit_id: OperatingUnitId::from_uuid(*unit),
                given_entity_id: legal_entity.map(LegalEntityId::from_uuid),
                hall_id: hall.map(HallId::from_uuid),
            })
            .collect(),
        facts,
        legal_bases,
        step_names,
        form: Arc::new(form),
        process: Arc::new(process),
        bpmn: row.bpmn.into(),
        is_suspended: row.is_suspended,
    })
}

/// What was published was checked against the tenant's roles and units then; the words it uses are its own.
struct Published;

impl Vocabulary for Published {
    fn knows_job(&self, _: &str) -> bool {
        true
    }
    fn knows_role(&self, _: &str) -> bool {
        true
    }
    fn knows_unit(&self, _: &str) -> bool {
        true
    }
    fn check_condition(&self, _: &str) -> std::result::Result<(), String> {
        Ok(())
    }
    fn check_limit(&self, _: &str) -> std::result::Result<(), String> {
        Ok(())
    }
}
