//! A change as an edit of the tenant's exported code.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use onedoor::authority::organisation::change::{Change, Equipment, Kind};
use onedoor::authority::tenancy::code::{
    AccountingSetup, BusinessGroup, CostCentre, CostCentreValue, Department, Hall, HallPart, Ledger,
    LegalEntity, Linked, OperatingUnit, Organisation, Registration, TenantCode, ValueSet,
};
use onedoor::kernel::locale::{Language, Localised};
use serde_json::json;
use uuid::Uuid;

use super::found::{
    department_of, entity_of, hall_of, has_centre_value, is_listed, ledger_of, name_of, set_of, setup_of,
    unit_of,
};

/// The codes behind the ids of the parts that are in force, windows as `hall/window`.
pub type Codes = BTreeMap<Uuid, String>;

/// Why a change is no edit.
#[derive(Debug, PartialEq, Eq)]
pub enum NoEdit {
    /// The code of a tenant has no words for it: where dossiers go, what a job finds.
    Unsayable,
    /// What it names is not in the code.
    NotThere,
}

type Edited = Result<(), NoEdit>;

/// Edits the code as an author who wants this change and nothing beside it: who signs for a procedure stays who it was.
pub fn edit(code: &mut TenantCode, change: &Change, codes: &Codes, today: NaiveDate) -> Edited {
    let mut signing: BTreeMap<(String, String), Option<String>> = BTreeMap::new();
    for (name, procedure) in &code.procedures {
        for unit in &procedure.facts.operating_units {
            let entity = code.entity_signing(&procedure.facts, unit).map(str::to_owned);
            signing.insert((name.clone(), unit.clone()), entity);
        }
    }
    match change {
        Change::MoveHall { hall, unit, .. } => leave_unit(code, codes.get(hall), codes.get(unit)),
        Change::Close {
            kind: Kind::ServiceHall,
            id,
            ..
        } => forget_hall(code, codes.get(id)),
        // Nothing opens it any more, and nobody begins there.
        Change::Close {
            kind: Kind::OperatingUnit,
            id,
            ..
        } => forget_unit(code, codes.get(id)),
        // Its profile ends with a group.
        Change::Close {
            kind: Kind::BusinessGroup,
            id,
            ..
        } => {
            let gone = codes.get(id);
            let profiles = &mut code.people.security_profile;
            profiles.retain(|it| Some(&it.code) != gone || it.business_group.as_ref() != gone);
        }
        _ => {}
    }
    edit_organisation(&mut code.organisation, change, codes, today)?;
    for ((name, unit), entity) in signing {
        let now = code.entity_signing(&code.procedures[&name].facts, &unit);
        if now != entity.as_deref()
            && let (Some(entity), Some(procedure)) = (entity, code.procedures.get_mut(&name))
        {
            procedure.facts.legal_entities.insert(unit, entity);
        }
    }
    Ok(())
}

/// A unit that ends is opened by no profile, and is nobody's.
fn forget_unit(code: &mut TenantCode, unit: Option<&String>) {
    let Some(gone) = unit else { return };
    let people = &mut code.people;
    for profile in &mut people.security_profile {
        profile.units.retain(|it| it != gone);
        profile.hierarchy.take_if(|it| it == gone);
    }
    let of_roles = people
        .responsibility
        .iter_mut()
        .map(|it| (&mut it.unit, &mut it.default_unit));
    let of_staff = people
        .staff
        .iter_mut()
        .map(|it| (&mut it.unit, &mut it.default_unit));
    for (unit, default) in of_roles.chain(of_staff) {
        unit.take_if(|it| it == gone);
        default.take_if(|it| it == gone);
    }
}

/// A hall that ends is named nowhere; but where a unit takes the dossiers of a procedure in it, that is left to be said.
fn forget_hall(code: &mut TenantCode, hall: Option<&String>) {
    let mut halls = code.organisation.hall.iter();
    let Some(ended) = halls.find(|it| Some(&it.code) == hall) else {
        return;
    };
    let (hall, unit) = (ended.code.clone(), ended.operating_unit.clone());
    let taking = code.procedures.values().any(|it| {
        let first = code.first_hall(&it.facts, &unit);
        it.facts.operating_units.contains(&unit) && first.is_some_and(|it| it.code == hall)
    });
    if taking {
        return;
    }
    for procedure in code.procedures.values_mut() {
        procedure.facts.halls.retain(|it| *it != hall);
    }
    for person in &mut code.people.staff {
        person.hall.take_if(|it| *it == hall);
    }
}

/// A hall that goes to another unit takes no dossiers of procedures there; where it was the one that did, none does.
fn leave_unit(code: &mut TenantCode, hall: Option<&String>, unit: Option<&String>) {
    let halls = &code.organisation.hall;
    let Some(hall) = halls.iter().find(|it| Some(&it.code) == hall) else {
        return;
    };
    if Some(&hall.operating_unit) == unit {
        return;
    }
    let of_unit: Vec<&String> = halls
        .iter()
        .filter(|it| it.operating_unit == hall.operating_unit)
        .map(|it| &it.code)
        .collect();
    for procedure in code.procedures.values_mut() {
        let halls = &mut procedure.facts.halls;
        if halls.iter().find(|it| of_unit.contains(it)) == Some(&hall.code) {
            halls.retain(|it| !of_unit.contains(&it));
        }
        halls.retain(|it| *it != hall.code);
    }
}

#[allow(
    clippy::too_many_lines,
    reason = "one arm for each kind of change, in the order of the model"
)]
fn edit_organisation(code: &mut Organisation, change: &Change, codes: &Codes, today: NaiveDate) -> Edited {
    let of = |id: &Uuid| codes.get(id).cloned().ok_or(NoEdit::NotThere);
    let maybe = |id: &Option<Uuid>| id.as_ref().map(of).transpose();
    let from = Some(today);
    match change {
        Change::AddGroup { called } => code.business_group.push(BusinessGroup {
            code: called.code.clone(),
            formerly: Vec::new(),
            name: called.name.clone(),
            from,
        }),
        Change::AddValueSet { called } => code.value_set.push(ValueSet {
            code: called.code.clone(),
            name: called.name.clone(),
        }),
        Change::AddSetup {
            called,
            ledger,
            currency,
            value_set,
        } => {
            if !code.value_set.iter().any(|it| it.code == *value_set)
                && !code.ledger.iter().any(|it| it.value_set == *value_set)
            {
                return Err(NoEdit::NotThere);
            }
            code.ledger
                .push(new_ledger(&ledger.code, &ledger.name, currency, value_set)?);
            code.accounting_setup.push(AccountingSetup {
                code: called.code.clone(),
                formerly: Vec::new(),
                primary: ledger.code.clone(),
                secondary: Vec::new(),
                name: Some(called.name.clone()),
            });
        }
        Change::AddSecondaryLedger {
            setup,
            ledger,
            currency,
            value_set,
        } => {
            if !code.value_set.iter().any(|it| it.code == *value_set)
                && !code.ledger.iter().any(|it| it.value_set == *value_set)
            {
                return Err(NoEdit::NotThere);
            }
            let setup = of(setup)?;
            code.ledger
                .push(new_ledger(&ledger.code, &ledger.name, currency, value_set)?);
            let setup = code.accounting_setup.iter_mut().find(|it| it.code == setup);
            setup.ok_or(NoEdit::NotThere)?.secondary.push(ledger.code.clone());
        }
        Change::AddEntity {
            group,
            ledger,
            called,
            registration_kind,
            registration_number,
            value,
        } => {
            let (group, ledger) = (of(group)?, of(ledger)?);
            let setup = setup_of(code, &ledger).ok_or(NoEdit::Unsayable)?;
            code.legal_entity.push(LegalEntity {
                code: called.code.clone(),
                formerly: Vec::new(),
                name: called.name.clone(),
                accounting_setup: setup,
                registration: Registration {
                    scheme: serde_json::from_value(json!(registration_kind))
                        .map_err(|_| NoEdit::Unsayable)?,
                    number: registration_number.clone(),
                },
                company_values: vec![value.clone()],
                address: Localised::default(),
                city: String::new(),
                invoice_series: String::new(),
                credit_note_series: None,
                email: String::new(),
                phone: None,
                country: None,
                bank_account: String::new(),
                bank_name: Localised::default(),
                from,
                business_group: Some(group),
            });
        }
        Change::AddUnit {
            group,
            parent,
            entity,
            called,
            number_code,
        } => {
            let entity = of(entity)?;
            code.operating_unit.push(OperatingUnit {
                code: called.code.clone(),
                formerly: Vec::new(),
                name: called.name.clone(),
                ledger: ledger_of(code, &entity).ok_or(NoEdit::NotThere)?,
                legal_entities: vec![Linked::Always(entity.clone())],
                default_legal_entity: entity,
                number_code: number_code.clone(),
                parent: maybe(parent)?,
                from,
                business_group: Some(of(group)?),
            });
        }
        Change::AddHall {
            unit,
            entity,
            centre,
            called,
            equipment,
        } => {
            let mut hall = Hall {
                code: called.code.clone(),
                formerly: Vec::new(),
                name: called.name.clone(),
                operating_unit: of(unit)?,
                legal_entity: of(entity)?,
                cost_centre: of(centre)?,
                capabilities: Vec::new(),
                address: Localised::default(),
                hours: Localised::default(),
                from,
                part: Vec::new(),
            };
            equip(&mut hall, equipment)?;
            code.hall.push(hall);
        }
        Change::AddPart { hall, part, called } => hall_of(code, &of(hall)?)?.part.push(HallPart {
            code: called.code.clone(),
            kind: serde_json::from_value(json!(part)).map_err(|_| NoEdit::Unsayable)?,
            name: called.name.clone(),
            from,
        }),
        Change::AddCentre {
            entity,
            value,
            called,
        } => code.cost_centre.push(CostCentre {
            code: called.code.clone(),
            formerly: Vec::new(),
            name: called.name.clone(),
            legal_entity: of(entity)?,
            company_value: value.clone(),
            from,
            segment_value: true,
        }),
        Change::AddDepartment {
            group,
            parent,
            centre,
            called,
        } => code.department.push(Department {
            code: called.code.clone(),
            formerly: Vec::new(),
            name: called.name.clone(),
            parent: maybe(parent)?,
            cost_centre: maybe(centre)?,
            from,
            business_group: Some(of(group)?),
        }),
        Change::Rename { kind, id, name } => {
            let renamed = of(id)?;
            let before = std::mem::replace(name_of(code, *kind, &renamed)?, name.clone());
            // A set-up without a name of its own bears that of its primary ledger; it is to keep the one it has.
            for setup in &mut code.accounting_setup {
                if *kind == Kind::Ledger && setup.primary == renamed {
                    setup.name.get_or_insert_with(|| before.clone());
                }
            }
        }
        Change::PutUnitUnder { unit, parent } => unit_of(code, &of(unit)?)?.parent = maybe(parent)?,
        Change::PutDepartmentUnder { department, parent } => {
            department_of(code, &of(department)?)?.parent = maybe(parent)?;
        }
        Change::ChargeDepartment { department, centre } => {
            department_of(code, &of(department)?)?.cost_centre = maybe(centre)?;
        }
        Change::Link { unit, entity } => {
            let (unit, entity) = (of(unit)?, of(entity)?);
            let unit = unit_of(code, &unit)?;
            if !unit.legal_entities.iter().any(|it| it.code() == entity) {
                unit.legal_entities.push(Linked::Always(entity));
            }
        }
        Change::Unlink { unit, entity } => {
            let (unit, entity) = (of(unit)?, of(entity)?);
            let unit = unit_of(code, &unit)?;
            let before = unit.legal_entities.len();
            unit.legal_entities.retain(|it| it.code() != entity);
            if unit.legal_entities.len() == before {
                return Err(NoEdit::NotThere);
            }
        }
        Change::SetDefault { unit, entity } => unit_of(code, &of(unit)?)?.default_legal_entity = of(entity)?,
        Change::AddValue { entity, value } => {
            entity_of(code, &of(entity)?)?.company_values.push(value.clone())
        }
        Change::MoveValue { from, value, to } => {
            let (from, to) = (of(from)?, of(to)?);
            take_value(code, &from, value)?;
            entity_of(code, &to)?.company_values.push(value.clone());
            for centre in &mut code.cost_centre {
                if centre.legal_entity == from && centre.company_value == *value {
                    centre.legal_entity.clone_from(&to);
                }
            }
        }
        Change::DropValue { entity, value } => {
            let entity = of(entity)?;
            take_value(code, &entity, value)?;
            let set = set_of(code, &entity);
            code.cost_centre_value
                .retain(|it| !(Some(&it.value_set) == set.as_ref() && it.company_value == *value));
        }
        Change::MoveEntity { entity, ledger } => {
            let (entity, ledger) = (of(entity)?, of(ledger)?);
            let before = set_of(code, &entity);
            let setup = setup_of(code, &ledger).ok_or(NoEdit::Unsayable)?;
            let moved = entity_of(code, &entity)?;
            moved.accounting_setup = setup;
            let values = moved.company_values.clone();
            let after = set_of(code, &entity);
            for value in &mut code.cost_centre_value {
                if Some(&value.value_set) == before.as_ref() && values.contains(&value.company_value) {
                    value
                        .value_set
                        .clone_from(after.as_ref().ok_or(NoEdit::NotThere)?);
                }
            }
        }
        Change::MoveHall {
            hall,
            unit,
            entity,
            centre,
            ..
        } => {
            let (unit, entity, centre) = (of(unit)?, of(entity)?, of(centre)?);
            let hall = hall_of(code, &of(hall)?)?;
            (hall.operating_unit, hall.legal_entity, hall.cost_centre) = (unit, entity, centre);
        }
        Change::EquipHall { hall, equipment } => equip(hall_of(code, &of(hall)?)?, equipment)?,
        Change::AddCentreValue {
            value_set,
            company_value,
            called,
        } => {
            // To write a value that is there would be to rename it.
            if has_centre_value(code, value_set, company_value, &called.code) {
                return Err(NoEdit::Unsayable);
            }
            code.cost_centre_value.push(CostCentreValue {
                value_set: value_set.clone(),
                company_value: company_value.clone(),
                value: called.code.clone(),
                name: called.name.clone(),
            });
        }
        Change::DescribeEntity { entity, card } => {
            let entity = entity_of(code, &of(entity)?)?;
            let beside = |texts: &mut Localised, own: &Localised| match own.0.get(&Language::Vi) {
                Some(text) => texts.0.insert(Language::Vi, text.clone()),
                None => texts.0.remove(&Language::Vi),
            };
            beside(&mut entity.address, &card.address);
            beside(&mut entity.bank_name, &card.bank_name);
            entity.city.clone_from(&card.city);
            entity.invoice_series.clone_from(&card.invoice_series);
            entity.email.clone_from(&card.email);
            entity.bank_account.clone_from(&card.bank_account);
        }
        Change::Close {
            kind,
            id,
            dossiers_to: None,
        } => {
            let gone = of(id)?;
            match kind {
                Kind::BusinessGroup => code.business_group.retain(|it| it.code != gone),
                Kind::LegalEntity => code.legal_entity.retain(|it| it.code != gone),
                Kind::OperatingUnit => code.operating_unit.retain(|it| it.code != gone),
                Kind::ServiceHall => code.hall.retain(|it| it.code != gone),
                Kind::CostCentre => {
                    // The value of the segment outlives the centre; the two jobs are there to say so.
                    let closed = code.cost_centre.iter().find(|it| it.code == gone);
                    let closed = closed.cloned().ok_or(NoEdit::NotThere)?;
                    code.cost_centre.retain(|it| it.code != gone);
                    let value_set = set_of(code, &closed.legal_entity).ok_or(NoEdit::NotThere)?;
                    let is_listed = is_listed(code, &value_set, &closed.company_value, &closed.code);
                    if closed.segment_value && !is_listed {
                        code.cost_centre_value.push(CostCentreValue {
                            value_set,
                            company_value: closed.company_value,
                            value: closed.code,
                            name: closed.name,
                        });
                    }
                }
                Kind::Department => code.department.retain(|it| it.code != gone),
                Kind::HallPart => {
                    let (hall, part) = gone.split_once('/').ok_or(NoEdit::NotThere)?;
                    hall_of(code, hall)?.part.retain(|it| it.code != part);
                }
                Kind::Ledger | Kind::AccountingSetup => return Err(NoEdit::Unsayable),
            }
        }
        Change::Close { .. }
        | Change::MergeUnits { .. }
        | Change::SplitUnit { .. }
        | Change::AddMissingCentres => {
            return Err(NoEdit::Unsayable);
        }
    }
    Ok(())
}

fn new_ledger(code: &str, name: &Localised, currency: &str, value_set: &str) -> Result<Ledger, NoEdit> {
    Ok(Ledger {
        code: code.to_owned(),
        formerly: Vec::new(),
        name: name.clone(),
        currency: serde_json::from_value(json!(currency)).map_err(|_| NoEdit::Unsayable)?,
        value_set: value_set.to_owned(),
    })
}

fn take_value(code: &mut Organisation, entity: &str, value: &str) -> Edited {
    let values = &mut entity_of(code, entity)?.company_values;
    let before = values.len();
    values.retain(|it| it != value);
    if values.len() == before {
        Err(NoEdit::NotThere)
    } else {
        Ok(())
    }
}

fn equip(hall: &mut Hall, equipment: &Equipment) -> Edited {
    hall.address = equipment.address.clone();
    hall.hours = equipment.hours.clone();
    hall.capabilities = equipment
        .capabilities
        .iter()
        .map(|it| serde_json::from_value(json!(it)).map_err(|_| NoEdit::Unsayable))
        .collect::<Result<_, _>>()?;
    Ok(())
}
