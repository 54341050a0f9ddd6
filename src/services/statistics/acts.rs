//! What policy is asked about statistics.

use crate::kernel::access::AccessMode;
use crate::kernel::actions::Verb;
use crate::kernel::context::Place;
use crate::kernel::error::Result;
use crate::kernel::ids::{AccountId, OperatingUnitId};
use crate::platform::door::{Act, Sql, Whole};

use super::queries;

/// Counts events.
pub struct CountEvents;

impl Act for CountEvents {
    const VERB: Verb = Verb::CountEvents;
    type Key = Whole;
    type Subject = Whole;

    fn find(_: &mut Sql, _: &Whole) -> Result<Option<Whole>> {
        Ok(Some(Whole))
    }

    fn place(_: &Whole) -> Place {
        Place::Tenant
    }
}

/// Reads the statistics of the units one works in. Each reading is recorded.
pub struct ReadStatistics;

impl Act for ReadStatistics {
    const VERB: Verb = Verb::ReadStatistics;
    type Key = Whole;
    type Subject = Vec<OperatingUnitId>;

    fn find(sql: &mut Sql, _: &Whole) -> Result<Option<Self::Subject>> {
        if sql.context().mode == Some(AccessMode::A) {
            return queries::every_unit(sql).map(Some);
        }
        let units: Vec<_> = sql.context().seen().iter().collect();
        Ok((!units.is_empty()).then_some(units))
    }

    fn place(units: &Self::Subject) -> Place {
        Place::AnyUnitOrOwn(units.clone(), AccountId::from_uuid(uuid::Uuid::nil()))
    }
}
