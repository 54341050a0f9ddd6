//! Where something is in the code of a tenant.

use onedoor::authority::organisation::change::Kind;
use onedoor::authority::tenancy::code::{Department, Hall, LegalEntity, OperatingUnit, Organisation};
use onedoor::kernel::locale::Localised;

use super::edits::NoEdit;

pub(super) fn is_listed(code: &Organisation, value_set: &str, company_value: &str, value: &str) -> bool {
    code.cost_centre_value.iter().any(|it| {
        (
            it.value_set.as_str(),
            it.company_value.as_str(),
            it.value.as_str(),
        ) == (value_set, company_value, value)
    })
}

pub(super) fn has_centre_value(
    code: &Organisation,
    value_set: &str,
    company_value: &str,
    value: &str,
) -> bool {
    let of_centre = code.cost_centre.iter().any(|it| {
        it.segment_value
            && (it.company_value.as_str(), it.code.as_str()) == (company_value, value)
            && set_of(code, &it.legal_entity).as_deref() == Some(value_set)
    });
    of_centre || is_listed(code, value_set, company_value, value)
}

pub(super) fn setup_of(code: &Organisation, ledger: &str) -> Option<String> {
    let setup = code.accounting_setup.iter().find(|it| it.primary == ledger);
    setup.map(|it| it.code.clone())
}

pub(super) fn ledger_of(code: &Organisation, entity: &str) -> Option<String> {
    let entity = code.legal_entity.iter().find(|it| it.code == entity)?;
    let setup = code
        .accounting_setup
        .iter()
        .find(|it| it.code == entity.accounting_setup)?;
    Some(setup.primary.clone())
}

pub(super) fn set_of(code: &Organisation, entity: &str) -> Option<String> {
    let ledger = ledger_of(code, entity)?;
    let ledger = code.ledger.iter().find(|it| it.code == ledger)?;
    Some(ledger.value_set.clone())
}

pub(super) fn unit_of<'a>(code: &'a mut Organisation, unit: &str) -> Result<&'a mut OperatingUnit, NoEdit> {
    code.operating_unit
        .iter_mut()
        .find(|it| it.code == unit)
        .ok_or(NoEdit::NotThere)
}

pub(super) fn entity_of<'a>(code: &'a mut Organisation, entity: &str) -> Result<&'a mut LegalEntity, NoEdit> {
    code.legal_entity
        .iter_mut()
        .find(|it| it.code == entity)
        .ok_or(NoEdit::NotThere)
}

pub(super) fn hall_of<'a>(code: &'a mut Organisation, hall: &str) -> Result<&'a mut Hall, NoEdit> {
    code.hall
        .iter_mut()
        .find(|it| it.code == hall)
        .ok_or(NoEdit::NotThere)
}

pub(super) fn department_of<'a>(
    code: &'a mut Organisation,
    department: &str,
) -> Result<&'a mut Department, NoEdit> {
    code.department
        .iter_mut()
        .find(|it| it.code == department)
        .ok_or(NoEdit::NotThere)
}

pub(super) fn name_of<'a>(
    code: &'a mut Organisation,
    kind: Kind,
    of: &str,
) -> Result<&'a mut Localised, NoEdit> {
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
