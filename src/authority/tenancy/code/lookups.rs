//! Questions that several checks, and `apply`, ask of a tenant's code.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::loader::TenantCode;
use super::organisation::Hall;
use super::people::{Held, SecurityProfile};
use super::procedure::ProcedureFacts;
use crate::kernel::locale::Localised;

/// An organisation that bears a name within a business group.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Organised<'a> {
    /// The list of the file it stands in: `hall`.
    pub list: &'static str,
    /// Its code.
    pub code: &'a str,
    /// Its name.
    pub name: &'a Localised,
    /// The code of its business group.
    pub group: &'a str,
}

/// A name as names are compared: in small letters, with one space between words.
#[must_use]
pub fn folded(name: &str) -> String {
    let words: Vec<&str> = name.split_whitespace().collect();
    words.join(" ").to_lowercase()
}

impl TenantCode {
    /// Everything whose name is its own within a business group. A hall is in the group of its unit, a cost centre in that
    /// of its entity; what names no group is in the first.
    #[must_use]
    pub fn organisations(&self) -> Vec<Organised<'_>> {
        let organisation = &self.organisation;
        let groups = &organisation.business_group;
        let first = groups.first().map_or("", |it| it.code.as_str());
        let mut all = Vec::new();
        macro_rules! add {
            ($list:literal, $things:expr, $thing:ident => $group:expr) => {
                for $thing in $things {
                    all.push(Organised {
                        list: $list,
                        code: &$thing.code,
                        name: &$thing.name,
                        group: $group.unwrap_or(first),
                    });
                }
            };
        }
        add!("legal_entity", &organisation.legal_entity, it => it.business_group.as_deref());
        add!("operating_unit", &organisation.operating_unit, it => it.business_group.as_deref());
        let groups: HashMap<(&str, &str), &str> = all
            .iter()
            .map(|it: &Organised<'_>| ((it.list, it.code), it.group))
            .collect();
        let of = |list, code: &String| groups.get(&(list, code.as_str())).copied();
        add!("cost_centre", &organisation.cost_centre, it => of("legal_entity", &it.legal_entity));
        add!("hall", &organisation.hall, it => of("operating_unit", &it.operating_unit));
        add!("department", &organisation.department, it => it.business_group.as_deref());
        all
    }

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

    /// The first of a procedure's halls that is of `unit`: where the unit takes its dossiers.
    #[must_use]
    pub fn first_hall(&self, facts: &ProcedureFacts, unit: &str) -> Option<&Hall> {
        let halls = &self.organisation.hall;
        let mut named = facts
            .halls
            .iter()
            .filter_map(|code| halls.iter().find(|it| it.code == *code));
        named.find(|hall| hall.operating_unit == unit)
    }

    /// The legal entity that signs for `unit` in a procedure: the one it names, else that of its hall, else the unit's default.
    #[must_use]
    pub fn entity_signing<'a>(&'a self, facts: &'a ProcedureFacts, unit: &str) -> Option<&'a str> {
        let named = facts.legal_entities.get(unit);
        let of_hall = || self.first_hall(facts, unit).map(|hall| &hall.legal_entity);
        let default = || {
            let mut units = self.organisation.operating_unit.iter();
            units
                .find(|it| it.code == unit)
                .map(|it| &it.default_legal_entity)
        };
        named.or_else(of_hall).or_else(default).map(String::as_str)
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
