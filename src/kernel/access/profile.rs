//! Security profiles: which operating units a responsibility opens.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::UnitSet;
use crate::kernel::ids::{BusinessGroupId, OperatingUnitId, SecurityProfileId};
use crate::kernel::locale::Localised;

/// Whether a profile stays inside one business group.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Scope {
    /// Units of this group only, whatever the profile names.
    Local(BusinessGroupId),
    /// Units of every group of the tenant.
    Global,
}

/// Hierarchies and/or a list of units, or all of them; within its scope.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SecurityProfile {
    /// Its id.
    pub id: SecurityProfileId,
    /// Its code, as the administrator reads it in an explanation.
    pub name: String,
    /// Its names in the languages of the tenant.
    pub names: Localised,
    /// One business group or several.
    pub scope: Scope,
    /// Every unit of the scope; the other two are then ignored.
    pub view_all: bool,
    /// The tops of hierarchies: each of these organisations and everything below it.
    pub hierarchies: BTreeSet<Uuid>,
    /// Units named one by one.
    pub list: BTreeSet<OperatingUnitId>,
}

impl SecurityProfile {
    /// A profile that lists its units one by one, in every business group.
    #[must_use]
    pub fn listing(name: &str, list: impl IntoIterator<Item = OperatingUnitId>) -> Self {
        Self {
            id: SecurityProfileId::from_uuid(Uuid::nil()),
            name: name.to_owned(),
            names: Localised::default(),
            scope: Scope::Global,
            view_all: false,
            hierarchies: BTreeSet::new(),
            list: list.into_iter().collect(),
        }
    }

    /// The profile's units among those that exist today.
    #[must_use]
    pub fn units(&self, directory: &Directory) -> UnitSet {
        directory
            .units
            .iter()
            .filter(|(_, group)| match self.scope {
                Scope::Local(own) => own == **group,
                Scope::Global => true,
            })
            .map(|(unit, _)| *unit)
            .filter(|unit| {
                self.view_all
                    || self.list.contains(unit)
                    || self
                        .hierarchies
                        .iter()
                        .any(|top| directory.is_at_or_below(unit.uuid(), *top))
            })
            .collect()
    }
}

/// Ended units whose rows somebody still sees, each with the open unit that took it over; `None`: nobody did, and it is seen
/// by whoever sees everything.
pub type Kept = BTreeMap<OperatingUnitId, Option<OperatingUnitId>>;

/// A unit that has ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Ended {
    /// Which.
    pub unit: OperatingUnitId,
    /// Its business group.
    pub group: BusinessGroupId,
    /// The unit that took it over.
    pub successor: Option<OperatingUnitId>,
}

/// The organisation as it stands on the day of the transaction: nobody works in ended units, but what they left is kept.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Directory {
    units: BTreeMap<OperatingUnitId, BusinessGroupId>,
    parents: BTreeMap<Uuid, Uuid>,
    ended: BTreeMap<OperatingUnitId, Ended>,
}

impl Directory {
    /// The tenant's operating units with their business groups.
    #[must_use]
    pub fn new(units: impl IntoIterator<Item = (OperatingUnitId, BusinessGroupId)>) -> Self {
        Self {
            units: units.into_iter().collect(),
            parents: BTreeMap::new(),
            ended: BTreeMap::new(),
        }
    }

    /// The same with the units that have ended.
    #[must_use]
    pub fn with_ended(mut self, ended: impl IntoIterator<Item = Ended>) -> Self {
        self.ended = ended.into_iter().map(|one| (one.unit, one)).collect();
        self
    }

    /// The ended units whose finished dossiers and money are left to `units`: those that one of them took over, directly or by
    /// way of others that have ended since. Whoever sees all of a scope sees also those of it that nobody took over.
    #[must_use]
    pub fn kept_by(&self, units: &UnitSet, all_of: Option<Scope>) -> Kept {
        let keeper = |one: &Ended| {
            let mut next = one.successor;
            // As many steps as there are links, so that a circle in the data ends the walk.
            for _ in 0..=self.ended.len() {
                match next.and_then(|unit| self.ended.get(&unit)) {
                    Some(further) => next = further.successor,
                    None => break,
                }
            }
            next.filter(|unit| self.has(*unit))
        };
        let is_covered = |one: &Ended| match all_of {
            Some(Scope::Local(own)) => own == one.group,
            Some(Scope::Global) => true,
            None => false,
        };
        self.ended
            .values()
            .filter_map(|one| match keeper(one) {
                Some(unit) => units.contains(unit).then_some((one.unit, Some(unit))),
                None => is_covered(one).then_some((one.unit, None)),
            })
            .collect()
    }

    /// The same with a hierarchy: pairs of an organisation and the one above it. Operating units take part by
    /// their own id.
    #[must_use]
    pub fn with_hierarchy(mut self, parents: impl IntoIterator<Item = (Uuid, Uuid)>) -> Self {
        self.parents = parents.into_iter().collect();
        self
    }

    /// Whether the unit exists today.
    #[must_use]
    pub fn has(&self, unit: OperatingUnitId) -> bool {
        self.units.contains_key(&unit)
    }

    /// How many units the tenant has today.
    #[must_use]
    pub fn len(&self) -> usize {
        self.units.len()
    }

    /// Whether the tenant has no units today.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.units.is_empty()
    }

    /// Walks up at most as many steps as there are links, so that a circle in the data ends the walk.
    fn is_at_or_below(&self, organisation: Uuid, top: Uuid) -> bool {
        let mut here = organisation;
        for _ in 0..=self.parents.len() {
            if here == top {
                return true;
            }
            match self.parents.get(&here) {
                Some(above) => here = *above,
                None => return false,
            }
        }
        false
    }
}
