//! Questions that several checks, and `apply`, ask of a tenant's code.

use std::collections::{BTreeMap, BTreeSet};

use super::loader::TenantCode;
use super::people::{Held, SecurityProfile};

impl TenantCode {
    /// The primary ledger of an accounting set-up.
    #[must_use]
    pub fn primary_ledger(&self, setup: &str) -> Option<&str> {
        self.organisation
            .accounting_setup
            .iter()
            .find(|it| it.code == setup)
            .map(|it| it.primary.as_str())
    }

    /// The primary ledger in which a legal entity keeps its books.
    #[must_use]
    pub fn ledger_of_entity(&self, entity: &str) -> Option<&str> {
        let entity = self
            .organisation
            .legal_entity
            .iter()
            .find(|it| it.code == entity)?;
        self.primary_ledger(&entity.accounting_setup)
    }

    /// The operating units that a security profile opens.
    #[must_use]
    pub fn profile_units(&self, profile: &str) -> BTreeSet<String> {
        self.people
            .security_profile
            .iter()
            .find(|it| it.code == profile)
            .map(|profile| self.units_of(profile))
            .unwrap_or_default()
    }

    fn units_of(&self, profile: &SecurityProfile) -> BTreeSet<String> {
        let units = &self.organisation.operating_unit;
        if profile.view_all {
            return units.iter().map(|it| it.code.clone()).collect();
        }
        let mut open: BTreeSet<String> = profile.units.iter().cloned().collect();
        let mut below: Vec<String> = profile.hierarchy.iter().cloned().collect();
        // Children are taken once each, so that a circle (noted elsewhere) ends here.
        while let Some(unit) = below.pop() {
            if open.insert(unit.clone()) {
                below.extend(
                    units
                        .iter()
                        .filter(|it| it.parent.as_ref() == Some(&unit))
                        .map(|it| it.code.clone()),
                );
            }
        }
        open
    }

    /// Which roles somebody holds in each operating unit.
    #[must_use]
    pub fn roles_by_unit(&self) -> BTreeMap<String, BTreeSet<String>> {
        let held: BTreeSet<&str> = self
            .people
            .staff
            .iter()
            .flat_map(|it| &it.responsibilities)
            .map(Held::code)
            .collect();
        let mut roles: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
        for responsibility in self
            .people
            .responsibility
            .iter()
            .filter(|it| held.contains(it.code.as_str()))
        {
            let opened = responsibility
                .profile
                .as_ref()
                .map(|profile| self.profile_units(profile));
            for unit in opened.unwrap_or_else(|| responsibility.unit.iter().cloned().collect()) {
                roles
                    .entry(unit)
                    .or_default()
                    .insert(responsibility.role.word().to_owned());
            }
        }
        roles
    }
}
