//! A procedure as it was published.

use std::sync::Arc;

use std::collections::BTreeMap;

use crate::authority::tenancy::code::{LegalBasis, ProcedureFacts};
use crate::kernel::ids::{HallId, LegalEntityId, OperatingUnitId, ProcedureId, ProcedureVersionId};
use crate::kernel::locale::Localised;
use crate::services::workflow::conditions::Program;

use super::form::FormDefinition;

/// A published version, compiled.
#[derive(Debug, Clone)]
pub struct Procedure {
    /// The procedure.
    pub id: ProcedureId,
    /// This version of it.
    pub version_id: ProcedureVersionId,
    /// 1, 2, 3 …
    pub version: i32,
    /// Its facts.
    pub facts: ProcedureFacts,
    /// The acts it rests on, as they stood when it was published.
    pub legal_bases: Vec<LegalBasis>,
    /// What a citizen reads while a dossier stands at an element of the process, by the element's id.
    pub step_names: BTreeMap<String, Localised>,
    /// Its form.
    pub form: Arc<FormDefinition>,
    /// Its process with the conditions compiled.
    pub process: Arc<Program>,
    /// The drawing it was compiled from.
    pub bpmn: Arc<str>,
    /// The units that take its dossiers, the one for online submissions first.
    pub handled_by: Vec<Handling>,
    /// Whether it takes no new dossiers at present.
    pub is_suspended: bool,
}

impl Procedure {
    /// The unit that takes what is sent online without a choice.
    #[must_use]
    pub fn default_handling(&self) -> Option<&Handling> {
        self.handled_by.first()
    }

    /// How `unit` handles it, if it does.
    #[must_use]
    pub fn handling_by(&self, unit: OperatingUnitId) -> Option<&Handling> {
        self.handled_by.iter().find(|handling| handling.unit_id == unit)
    }
}

/// A unit that takes a procedure's dossiers, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Handling {
    /// The unit.
    pub unit_id: OperatingUnitId,
    /// The legal entity that signs, where one is given. Elsewhere whoever writes a document down finds it: that of the hall, or
    /// without a hall the unit's default, as they are at that moment.
    pub given_entity_id: Option<LegalEntityId>,
    /// The hall that takes it over the counter.
    pub hall_id: Option<HallId>,
}

/// What pages and papers need of an operating unit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnitFacts {
    /// The unit.
    pub id: OperatingUnitId,
    /// Its code in the tenant's code.
    pub code: String,
    /// What stands for it in numbers.
    pub number_code: String,
    /// Its name.
    pub name: Localised,
}
