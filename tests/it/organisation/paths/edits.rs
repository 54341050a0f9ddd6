//! A change as an edit of the tenant's exported code.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use onedoor::authority::organisation::change::{Change, Equipment, Kind};
use onedoor::authority::tenancy::code::{
    AccountingSetup, BusinessGroup, CostCentre, CostCentreValue, Department, Hall, HallPart, Ledger,
    LegalEntity, Linked, OperatingUnit, Organisation, Registration, ValueSet,
};
use onedoor::kernel::locale::Localised;
use serde_json::json;
use uuid::Uuid;

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

/// Edits the organisation as an author of code would make the change.
#[allow(
    clippy::too_many_lines,
    reason = "one arm for each kind of change, in the order of the model"
)]
pub fn edit(code: &mut Organisation, change: &Change, codes: &Codes, today: NaiveDate) -> Edited {
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
                .push(new_ledger(&ledger.code, &ledger.name, currency, value_set));
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
                .push(new_ledger(&ledger.code, &ledger.name, currency, value_set));
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
        Change::Rename { kind, id, name } => *name_of(code, *kind, &of(id)?)? = name.clone(),
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
        } => code.cost_centre_value.push(CostCentreValue {
            value_set: value_set.clone(),
            company_value: company_value.clone(),
            value: called.code.clone(),
            name: called.name.clone(),
        }),
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
                    if closed.segment_value {
                        let value_set = set_of(code, &closed.legal_entity).ok_or(NoEdit::NotThere)?;
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
        | Change::DescribeEntity { .. }
        | Change::MergeUnits { .. }
        | Change::SplitUnit { .. }
        | Change::AddMissingCentres => {
            return Err(NoEdit::Unsayable);
        }
    }
    Ok(())
}

fn new_ledger(code: &str, name: &Localised, currency: &str, value_set: &str) -> Ledger {
    Ledger {
        code: code.to_owned(),
        formerly: Vec::new(),
        name: name.clone(),
        currency: serde_json::from_value(json!(currency)).unwrap(),
        value_set: value_set.to_owned(),
    }
}

fn setup_of(code: &Organisation, ledger: &str) -> Option<String> {
    let setup = code.accounting_setup.iter().find(|it| it.primary == ledger);
    setup.map(|it| it.code.clone())
}

fn ledger_of(code: &Organisation, entity: &str) -> Option<String> {
    let entity = code.legal_entity.iter().find(|it| it.code == entity)?;
    let setup = code
        .accounting_setup
        .iter()
        .find(|it| it.code == entity.accounting_setup)?;
    Some(setup.primary.clone())
}

fn set_of(code: &Organisation, entity: &str) -> Option<String> {
    let ledger = ledger_of(code, entity)?;
    let ledger = code.ledger.iter().find(|it| it.code == ledger)?;
    Some(ledger.value_set.clone())
}

fn unit_of<'a>(code: &'a mut Organisation, unit: &str) -> Result<&'a mut OperatingUnit, NoEdit> {
    code.operating_unit
        .iter_mut()
        .find(|it| it.code == unit)
        .ok_or(NoEdit::NotThere)
}

fn entity_of<'a>(code: &'a mut Organisation, entity: &str) -> Result<&'a mut LegalEntity, NoEdit> {
    code.legal_entity
        .iter_mut()
        .find(|it| it.code == entity)
        .ok_or(NoEdit::NotThere)
}

fn hall_of<'a>(code: &'a mut Organisation, hall: &str) -> Result<&'a mut Hall, NoEdit> {
    code.hall
        .iter_mut()
        .find(|it| it.code == hall)
        .ok_or(NoEdit::NotThere)
}

fn department_of<'a>(code: &'a mut Organisation, department: &str) -> Result<&'a mut Department, NoEdit> {
    code.department
        .iter_mut()
        .find(|it| it.code == department)
        .ok_or(NoEdit::NotThere)
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

fn name_of<'a>(code: &'a mut Organisation, kind: Kind, of: &str) -> Result<&'a mut Localised, NoEdit> {
    let found = match kind {
        Kind::BusinessGroup => code
            .business_group
            .iter_mut()
            .find(|it| it.code == of)
            .map(|it| &mut it.name),
        Kind::LegalEntity => code
            .legal_entity
            .iter_mut()
            .find(|it| it.code == of)
            .map(|it| &mut it.name),
        Kind::OperatingUnit => code
            .operating_unit
            .iter_mut()
            .find(|it| it.code == of)
            .map(|it| &mut it.name),
        Kind::ServiceHall => code
            .hall
            .iter_mut()
            .find(|it| it.code == of)
            .map(|it| &mut it.name),
        Kind::CostCentre => code
            .cost_centre
            .iter_mut()
            .find(|it| it.code == of)
            .map(|it| &mut it.name),
        Kind::Department => code
            .department
            .iter_mut()
            .find(|it| it.code == of)
            .map(|it| &mut it.name),
        Kind::Ledger => code
            .ledger
            .iter_mut()
            .find(|it| it.code == of)
            .map(|it| &mut it.name),
        Kind::AccountingSetup => code
            .accounting_setup
            .iter_mut()
            .find(|it| it.code == of)
            .map(|it| it.name.get_or_insert_default()),
        Kind::HallPart => {
            let (hall, part) = of.split_once('/').ok_or(NoEdit::NotThere)?;
            hall_of(code, hall)?
                .part
                .iter_mut()
                .find(|it| it.code == part)
                .map(|it| &mut it.name)
        }
    };
    found.ok_or(NoEdit::NotThere)
}
