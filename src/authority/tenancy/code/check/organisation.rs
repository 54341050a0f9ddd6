//! `organisation.toml`: the rules between business group, ledgers, legal entities, operating units, halls, cost centres and
//! departments. The same rules are keys of the database; here they are sentences, with the place.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::{Check, NAME_MAX, VALUE_MAX, is_value};
use crate::authority::tenancy::code::{Linked, OperatingUnit, folded};
use crate::kernel::locale::{Language, Localised};

const FILE: &str = "organisation.toml";

pub(super) fn check(check: &mut Check<'_>) {
    let organisation = &check.code.organisation;
    let ledgers = check.codes(
        FILE,
        "ledger",
        organisation.ledger.iter().map(|it| it.code.as_str()),
    );
    let setups = check.codes(
        FILE,
        "accounting set-up",
        organisation.accounting_setup.iter().map(|it| it.code.as_str()),
    );
    let entities = check.codes(
        FILE,
        "legal entity",
        organisation.legal_entity.iter().map(|it| it.code.as_str()),
    );
    let units = check.codes(
        FILE,
        "operating unit",
        organisation.operating_unit.iter().map(|it| it.code.as_str()),
    );
    let centres = check.codes(
        FILE,
        "cost centre",
        organisation.cost_centre.iter().map(|it| it.code.as_str()),
    );
    check.codes(FILE, "hall", organisation.hall.iter().map(|it| it.code.as_str()));
    let departments = check.codes(
        FILE,
        "department",
        organisation.department.iter().map(|it| it.code.as_str()),
    );
    let groups = check.codes(
        FILE,
        "business group",
        organisation.business_group.iter().map(|it| it.code.as_str()),
    );
    check.codes(
        FILE,
        "value set",
        organisation.value_set.iter().map(|it| it.code.as_str()),
    );
    for hall in &organisation.hall {
        check.codes(
            FILE,
            "window or area",
            hall.part.iter().map(|it| it.code.as_str()),
        );
    }
    business_groups(check, &groups);
    accounting_setups(check, &ledgers);
    legal_entities(check, &setups);
    operating_units(check, &ledgers, &entities, &units);
    cost_centres(check, &entities);
    halls(check, &units, &entities, &centres);
    for department in &organisation.department {
        if let Some(parent) = &department.parent {
            check.known(FILE, &department.code, "department", parent, &departments);
        }
        if let Some(centre) = &department.cost_centre {
            check.known(FILE, &department.code, "cost centre", centre, &centres);
        }
    }
    circles(
        check,
        "department",
        organisation
            .department
            .iter()
            .map(|it| (it.code.as_str(), it.parent.as_deref())),
    );
    circles(
        check,
        "operating unit",
        organisation
            .operating_unit
            .iter()
            .map(|it| (it.code.as_str(), it.parent.as_deref())),
    );
    names_are_unique(check);
}

/// Whatever names a group names one there is. A former code is no longer anybody's.
fn business_groups(check: &mut Check<'_>, groups: &BTreeSet<String>) {
    let organisation = &check.code.organisation;
    if groups.is_empty() {
        check.note(FILE, &["business_group"], "there is no business group");
    }
    let entities = organisation
        .legal_entity
        .iter()
        .map(|it| (&it.code, &it.business_group));
    let units = organisation
        .operating_unit
        .iter()
        .map(|it| (&it.code, &it.business_group));
    let departments = organisation
        .department
        .iter()
        .map(|it| (&it.code, &it.business_group));
    for (code, group) in entities.chain(units).chain(departments) {
        if let Some(group) = group {
            check.known(FILE, code, "business group", group, groups);
        }
    }
}

fn accounting_setups(check: &mut Check<'_>, ledgers: &BTreeSet<String>) {
    let mut owners: BTreeMap<&str, &str> = BTreeMap::new();
    let organisation = &check.code.organisation;
    for setup in &organisation.accounting_setup {
        for ledger in std::iter::once(&setup.primary).chain(&setup.secondary) {
            check.known(FILE, &setup.code, "ledger", ledger, ledgers);
            if let Some(other) = owners.insert(ledger, &setup.code) {
                check.note(
                    FILE,
                    &[&setup.code, ledger],
                    format!("ledger “{ledger}” already belongs to “{other}”"),
                );
            }
        }
    }
    for ledger in &organisation.ledger {
        if !owners.contains_key(ledger.code.as_str()) {
            check.note(
                FILE,
                &[&ledger.code],
                format!("ledger “{}” belongs to no accounting set-up", ledger.code),
            );
        }
    }
    let tenant = &check.code.tenant;
    let primaries: BTreeSet<&str> = organisation
        .accounting_setup
        .iter()
        .map(|it| it.primary.as_str())
        .collect();
    for ledger in organisation
        .ledger
        .iter()
        .filter(|it| primaries.contains(it.code.as_str()))
    {
        if ledger.currency != tenant.currency {
            check.note(
                FILE,
                &[&ledger.code],
                format!(
                    "primary ledger “{}” is not kept in {}",
                    ledger.code, tenant.currency
                ),
            );
        }
    }
}

fn legal_entities(check: &mut Check<'_>, setups: &BTreeSet<String>) {
    let mut owners: BTreeMap<(String, String), String> = BTreeMap::new();
    for entity in &check.code.organisation.legal_entity {
        check.known(
            FILE,
            &entity.code,
            "accounting set-up",
            &entity.accounting_setup,
            setups,
        );
        if let Err(reason) = entity.registration.scheme.check(&entity.registration.number) {
            check.note(FILE, &[&entity.code, &entity.registration.number], reason);
        }
        if entity.company_values.is_empty() {
            check.note(
                FILE,
                &[&entity.code],
                format!("“{}” owns no balancing segment value", entity.code),
            );
        }
        let value_set = value_set_of(check, &entity.accounting_setup).unwrap_or_default();
        for value in &entity.company_values {
            balancing_value(check, &entity.code, value);
            if let Some(other) = owners.insert((value_set.clone(), value.clone()), entity.code.clone()) {
                check.note(
                    FILE,
                    &[&entity.code, value],
                    format!("value “{value}” of “{value_set}” already belongs to “{other}”"),
                );
            }
        }
    }
}

/// Notes what is no balancing value.
fn balancing_value(check: &mut Check<'_>, of: &str, value: &str) {
    if !is_value(value) {
        check.note(
            FILE,
            &[of, value],
            format!("balancing value “{value}” of “{of}”: 1 to {VALUE_MAX} characters without spaces"),
        );
    }
}

fn value_set_of(check: &Check<'_>, setup: &str) -> Option<String> {
    let ledger = check.code.primary_ledger(setup)?;
    check
        .code
        .organisation
        .ledger
        .iter()
        .find(|it| it.code == ledger)
        .map(|it| it.value_set.clone())
}

fn operating_units(
    check: &mut Check<'_>,
    ledgers: &BTreeSet<String>,
    entities: &BTreeSet<String>,
    units: &BTreeSet<String>,
) {
    let mut number_codes: BTreeMap<&str, &str> = BTreeMap::new();
    for unit in &check.code.organisation.operating_unit {
        check.known(FILE, &unit.code, "ledger", &unit.ledger, ledgers);
        links(check, unit);
        for entity in unit.legal_entities.iter().map(Linked::code) {
            if check.known(FILE, &unit.code, "legal entity", entity, entities)
                && check.code.ledger_of_entity(entity) != Some(unit.ledger.as_str())
            {
                check.note(
                    FILE,
                    &[&unit.code, entity],
                    format!("“{}” and “{entity}” keep their books in different ledgers, so the unit cannot work for it", unit.code),
                );
            }
        }
        if !unit.works_for(&unit.default_legal_entity) {
            check.note(
                FILE,
                &[&unit.code, &unit.default_legal_entity],
                format!(
                    "the default legal entity of “{}” is not one of its legal entities",
                    unit.code
                ),
            );
        }
        if let Some(parent) = &unit.parent {
            check.known(FILE, &unit.code, "operating unit", parent, units);
        }
        let fits = (1..=32).contains(&unit.number_code.len())
            && unit
                .number_code
                .chars()
                .all(|c| c.is_ascii_alphanumeric() || c == '.');
        if !fits {
            check.note(
                FILE,
                &[&unit.code, &unit.number_code],
                "a number code has letters, digits and points",
            );
        }
        if let Some(other) = number_codes.insert(&unit.number_code, &unit.code) {
            check.note(
                FILE,
                &[&unit.code, &unit.number_code],
                format!("“{other}” has the same number code"),
            );
        }
    }
}

/// A unit names an entity once, and what ends does so after it began.
fn links(check: &mut Check<'_>, unit: &OperatingUnit) {
    let mut seen = BTreeSet::new();
    for link in &unit.legal_entities {
        if !seen.insert(link.code()) {
            check.note(
                FILE,
                &[&unit.code, link.code(), link.code()],
                format!("“{}” names “{}” twice", unit.code, link.code()),
            );
        }
        if let (Some(from), Some(until)) = link.days()
            && until <= from
        {
            check.note(
                FILE,
                &[&unit.code, link.code(), &until.to_string()],
                format!(
                    "“{}” cannot end working for “{}” before it began",
                    unit.code,
                    link.code()
                ),
            );
        }
    }
}

fn cost_centres(check: &mut Check<'_>, entities: &BTreeSet<String>) {
    let mut values = BTreeSet::new();
    for it in &check.code.organisation.cost_centre_value {
        check.code(FILE, "value of a cost centre", &it.value);
        balancing_value(check, &it.value, &it.company_value);
        if !values.insert((&it.value_set, &it.company_value, &it.value)) {
            check.note(
                FILE,
                &[&it.value, &it.value],
                format!(
                    "value “{}” of cost centres is there twice below “{}”",
                    it.value, it.company_value
                ),
            );
        }
    }
    for centre in &check.code.organisation.cost_centre {
        if !check.known(FILE, &centre.code, "legal entity", &centre.legal_entity, entities) {
            continue;
        }
        let owned =
            check.code.organisation.legal_entity.iter().any(|it| {
                it.code == centre.legal_entity && it.company_values.contains(&centre.company_value)
            });
        if !owned {
            check.note(
                FILE,
                &[&centre.code, &centre.company_value],
                format!(
                    "value “{}” does not belong to “{}”",
                    centre.company_value, centre.legal_entity
                ),
            );
        }
    }
}

fn halls(
    check: &mut Check<'_>,
    units: &BTreeSet<String>,
    entities: &BTreeSet<String>,
    centres: &BTreeSet<String>,
) {
    let organisation = &check.code.organisation;
    for hall in &organisation.hall {
        let known = [
            check.known(FILE, &hall.code, "operating unit", &hall.operating_unit, units),
            check.known(FILE, &hall.code, "legal entity", &hall.legal_entity, entities),
            check.known(FILE, &hall.code, "cost centre", &hall.cost_centre, centres),
        ];
        if known.contains(&false) {
            continue;
        }
        let linked = organisation
            .operating_unit
            .iter()
            .any(|it| it.code == hall.operating_unit && it.works_for(&hall.legal_entity));
        if !linked {
            check.note(
                FILE,
                &[&hall.code, &hall.legal_entity],
                format!(
                    "“{}” does not work for “{}”",
                    hall.operating_unit, hall.legal_entity
                ),
            );
        }
        let same_entity = organisation
            .cost_centre
            .iter()
            .any(|it| it.code == hall.cost_centre && it.legal_entity == hall.legal_entity);
        if !same_entity {
            check.note(
                FILE,
                &[&hall.code, &hall.cost_centre],
                format!(
                    "cost centre “{}” is of another legal entity than the hall",
                    hall.cost_centre
                ),
            );
        }
    }
}

/// Notes what is its own ancestor.
fn circles<'b>(check: &mut Check<'_>, what: &str, nodes: impl Iterator<Item = (&'b str, Option<&'b str>)>) {
    let parents: BTreeMap<&str, Option<&str>> = nodes.collect();
    for &code in parents.keys() {
        let mut above = parents.get(code).copied().flatten();
        let mut steps = 0;
        while let Some(parent) = above {
            steps += 1;
            if parent == code || steps > parents.len() {
                check.note(FILE, &[code], format!("{what} “{code}” is above itself"));
                break;
            }
            above = parents.get(parent).copied().flatten();
        }
    }
}

/// Whatever bears a name that may be that of another has one all the same.
fn named(check: &mut Check<'_>) {
    let organisation = &check.code.organisation;
    let mut all: Vec<(&str, &str, &Localised)> = Vec::new();
    let groups = organisation.business_group.iter();
    all.extend(groups.map(|it| ("business group", it.code.as_str(), &it.name)));
    let sets = organisation.value_set.iter();
    all.extend(sets.map(|it| ("value set", it.code.as_str(), &it.name)));
    let ledgers = organisation.ledger.iter();
    all.extend(ledgers.map(|it| ("ledger", it.code.as_str(), &it.name)));
    let setups = organisation.accounting_setup.iter();
    all.extend(setups.filter_map(|it| Some(("accounting set-up", it.code.as_str(), it.name.as_ref()?))));
    let values = organisation.cost_centre_value.iter();
    all.extend(values.map(|it| ("value of a cost centre", it.value.as_str(), &it.name)));
    let parts = organisation.hall.iter().flat_map(|hall| &hall.part);
    all.extend(parts.map(|it| ("window or area", it.code.as_str(), &it.name)));
    for (what, code, name) in all {
        is_short(check, what, code, name);
        if name.0.values().all(|text| text.trim().is_empty()) {
            check.note(FILE, &[code], format!("{what} “{code}” has no name"));
        }
    }
}

/// Notes a name that no page would have room for.
fn is_short(check: &mut Check<'_>, what: &str, code: &str, name: &Localised) {
    if name.0.values().any(|text| text.trim().chars().count() > NAME_MAX) {
        check.note(
            FILE,
            &[code],
            format!("the name of {what} “{code}” has more than {NAME_MAX} characters"),
        );
    }
}

/// Names of organisations are unique inside a business group, in each language and whatever kind they are: the index over
/// names of the database says the same. Two groups may use one name.
fn names_are_unique(check: &mut Check<'_>) {
    named(check);
    let mut seen: HashMap<(&str, Language, String), &str> = HashMap::new();
    for it in check.code.organisations() {
        is_short(check, it.list, it.code, it.name);
        let mut names = it
            .name
            .0
            .iter()
            .filter(|(_, name)| !name.trim().is_empty())
            .peekable();
        if names.peek().is_none() {
            check.note_row(FILE, it.list, &[it.code], format!("“{}” has no name", it.code));
        }
        for (language, name) in names {
            let Some(other) = seen.insert((it.group, *language, folded(name)), it.code) else {
                continue;
            };
            let message = if other == it.code {
                format!(
                    "two things of the code “{other}” are both called “{name}” in the business group “{}”",
                    it.group
                )
            } else {
                format!(
                    "“{other}” and “{}” are both called “{name}” in the business group “{}”",
                    it.code, it.group
                )
            };
            check.note_row(FILE, it.list, &[it.code, name], message);
            break;
        }
    }
}
