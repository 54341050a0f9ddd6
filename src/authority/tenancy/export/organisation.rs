//! `organisation.toml` and `accounts.toml` of what is in the database.

use std::collections::BTreeMap;

use super::tables::{Row, Tables};
use crate::authority::tenancy::code::{
    Account, AccountingSetup, Accounts, BusinessGroup, CostCentre, CostCentreValue, Department, Hall,
    HallPart, Ledger, LegalEntity, Linked, LinkedBetween, OperatingUnit, Organisation, Registration, Tenant,
    ValueSet,
};
use crate::kernel::error::Result;
use crate::kernel::locale::Localised;

/// The organisation that is in force.
pub(super) fn organisation(tables: &Tables, tenant: &Tenant) -> Result<Organisation> {
    let ledger = tables.each("ledger", ledger)?;
    let cost_centre = tables.each("cost_centre", |row| cost_centre(tables, row))?;
    let legal_entity = tables.each("legal_entity", |row| legal_entity(tables, row, tenant))?;
    Ok(Organisation {
        business_group: tables.each("business_group", |row| {
            Ok(BusinessGroup {
                code: row.get("code")?,
                formerly: Vec::new(),
                name: row.name()?,
                from: row.from()?,
            })
        })?,
        value_set: value_sets(tables, &ledger)?,
        accounting_setup: tables.each("accounting_setup", |row| accounting_setup(tables, row))?,
        operating_unit: tables.each("operating_unit", |row| operating_unit(tables, row))?,
        hall: tables.each("service_hall", |row| hall(tables, row))?,
        department: tables.each("department", |row| department(tables, row))?,
        cost_centre_value: other_values(tables)?,
        ledger,
        legal_entity,
        cost_centre,
    })
}

/// The group that something names, where there are several to choose from: were the first of them left unsaid, whoever took
/// it away would give what is in it to the next.
pub(super) fn group(tables: &Tables, row: &Row) -> Result<Option<String>> {
    if tables.of("business_group").len() < 2 {
        return Ok(None);
    }
    tables.maybe(row, "business_group_id")
}

fn ledger(row: &Row) -> Result<Ledger> {
    Ok(Ledger {
        code: row.get("code")?,
        formerly: Vec::new(),
        name: row.name()?,
        currency: row.get("currency")?,
        value_set: row.get("value_set")?,
    })
}

/// Value sets whose name says more than their code, or that no ledger names.
fn value_sets(tables: &Tables, ledgers: &[Ledger]) -> Result<Vec<ValueSet>> {
    let mut sets = tables.each("value_set", |row| {
        Ok(ValueSet {
            code: row.get("code")?,
            name: row.name()?,
        })
    })?;
    sets.retain(|set| {
        let is_bare = set.name.0.len() == 1 && set.name.0.values().all(|name| *name == set.code);
        !is_bare || !ledgers.iter().any(|it| it.value_set == set.code)
    });
    Ok(sets)
}

fn accounting_setup(tables: &Tables, row: &Row) -> Result<AccountingSetup> {
    let (mut primary, mut secondary) = (None, Vec::new());
    for ledger in tables.to("ledger", "accounting_setup_id", row.id()?) {
        match ledger.get::<String>("kind")?.as_str() {
            "primary" => primary = Some(ledger),
            _ => secondary.push(ledger.get("code")?),
        }
    }
    let name = row.name()?;
    let of_primary: Option<Localised> = primary.map(Row::name).transpose()?;
    Ok(AccountingSetup {
        code: row.get("code")?,
        formerly: Vec::new(),
        primary: primary.map(|it| it.get("code")).transpose()?.unwrap_or_default(),
        secondary,
        name: (Some(&name) != of_primary.as_ref()).then_some(name),
    })
}

fn legal_entity(tables: &Tables, row: &Row, tenant: &Tenant) -> Result<LegalEntity> {
    let id = row.id()?;
    let ledger: uuid::Uuid = row.get("ledger_id")?;
    let ledgers = tables.of("ledger").iter();
    let mut of = ledgers
        .filter(|it| it.id().is_ok_and(|it| it == ledger))
        .map(|it| tables.code(it, "accounting_setup_id"));
    let accounting_setup = of.next_back().transpose()?.unwrap_or_default();
    let detail = |member: &str| -> Result<String> {
        Ok(row
            .member::<Option<String>>("details", member)?
            .unwrap_or_default())
    };
    // What is as everywhere in the tenant need not be said.
    let own = |said: String, usual: &str| (!said.is_empty() && said != usual).then_some(said);
    let country = row.member::<Option<String>>("address", "country")?;
    Ok(LegalEntity {
        code: row.get("code")?,
        formerly: Vec::new(),
        name: row.name()?,
        accounting_setup,
        registration: Registration {
            scheme: row.get("registration_kind")?,
            number: row.get("registration_number")?,
        },
        company_values: tables
            .to("balancing_segment_value", "legal_entity_id", id)
            .map(|it| it.get("value"))
            .collect::<Result<_>>()?,
        address: row.member::<Option<_>>("address", "texts")?.unwrap_or_default(),
        city: row.member::<Option<_>>("address", "city")?.unwrap_or_default(),
        invoice_series: detail("invoice_series")?,
        credit_note_series: row.member::<Option<_>>("details", "credit_note_series")?,
        email: detail("email")?,
        phone: own(detail("phone")?, &tenant.contact.phone),
        country: own(country.unwrap_or_default(), &tenant.country),
        bank_account: detail("bank_account")?,
        bank_name: row
            .member::<Option<_>>("details", "bank_name")?
            .unwrap_or_default(),
        from: row.from()?,
        business_group: group(tables, row)?,
    })
}

fn operating_unit(tables: &Tables, row: &Row) -> Result<OperatingUnit> {
    let mut legal_entities = tables
        .to("operating_unit_legal_entity", "operating_unit_id", row.id()?)
        .map(|it| {
            let code = tables.code(it, "legal_entity_id")?;
            Ok(match it.from()? {
                None => Linked::Always(code),
                from => Linked::Dated(LinkedBetween {
                    code,
                    from,
                    until: None,
                }),
            })
        })
        .collect::<Result<Vec<_>>>()?;
    legal_entities.sort_by(|one, other| one.code().cmp(other.code()));
    Ok(OperatingUnit {
        code: row.get("code")?,
        formerly: Vec::new(),
        name: row.name()?,
        ledger: tables.code(row, "ledger_id")?,
        legal_entities,
        default_legal_entity: tables.code(row, "default_legal_entity_id")?,
        number_code: row.get("number_code")?,
        parent: tables.maybe(row, "parent_unit_id")?,
        from: row.from()?,
        business_group: group(tables, row)?,
    })
}

fn cost_centre(tables: &Tables, row: &Row) -> Result<CostCentre> {
    let code: String = row.get("code")?;
    let (set, company): (String, String) = (row.get("value_set")?, row.get("company_value")?);
    let segment_value = tables.of("cost_centre_value").iter().any(|it| {
        let is = |column: &str, value: &str| it.get::<String>(column).is_ok_and(|it| it == value);
        is("value_set", &set) && is("company_value", &company) && is("value", &code)
    });
    Ok(CostCentre {
        formerly: Vec::new(),
        name: row.name()?,
        legal_entity: tables.code(row, "legal_entity_id")?,
        company_value: company,
        from: row.from()?,
        segment_value,
        code,
    })
}

/// Values of the segment that are no cost centre's, or bear another name than theirs.
fn other_values(tables: &Tables) -> Result<Vec<CostCentreValue>> {
    let mut of_centres = BTreeMap::new();
    for row in tables.of("cost_centre") {
        let key: (String, String, String) =
            (row.get("value_set")?, row.get("company_value")?, row.get("code")?);
        of_centres.insert(key, row.name()?);
    }
    let mut values = tables.each("cost_centre_value", |row| {
        Ok(CostCentreValue {
            value_set: row.get("value_set")?,
            company_value: row.get("company_value")?,
            value: row.get("value")?,
            name: row.name()?,
        })
    })?;
    values.retain(|it| {
        let key = (it.value_set.clone(), it.company_value.clone(), it.value.clone());
        of_centres.get(&key) != Some(&it.name)
    });
    Ok(values)
}

fn hall(tables: &Tables, row: &Row) -> Result<Hall> {
    let parts = tables.to("hall_part", "hall_id", row.id()?);
    let mut capabilities: Vec<crate::authority::tenancy::code::Capability> = row.get("capabilities")?;
    capabilities.sort();
    Ok(Hall {
        code: row.get("code")?,
        formerly: Vec::new(),
        name: row.name()?,
        operating_unit: tables.code(row, "operating_unit_id")?,
        legal_entity: tables.code(row, "legal_entity_id")?,
        cost_centre: tables.code(row, "cost_centre_id")?,
        capabilities,
        address: row.get("address")?,
        hours: row.get("hours")?,
        from: row.from()?,
        part: parts
            .map(|part| {
                Ok(HallPart {
                    code: part.get("code")?,
                    kind: part.get("kind")?,
                    name: part.name()?,
                    from: part.from()?,
                })
            })
            .collect::<Result<_>>()?,
    })
}

fn department(tables: &Tables, row: &Row) -> Result<Department> {
    Ok(Department {
        code: row.get("code")?,
        formerly: Vec::new(),
        name: row.name()?,
        parent: tables.maybe(row, "parent_department_id")?,
        cost_centre: tables.maybe(row, "cost_centre_id")?,
        from: row.from()?,
        business_group: group(tables, row)?,
    })
}

/// The charts of accounts.
pub(super) fn accounts(tables: &Tables, regulation: &str) -> Result<Accounts> {
    let mut account = tables.each("ledger_account", |row| {
        Ok(Account {
            ledger: tables.code(row, "ledger_id")?,
            code: row.get("code")?,
            formerly: Vec::new(),
            name: row.name()?,
            kind: row.get("kind")?,
            used_for: row.get("purpose")?,
        })
    })?;
    account.sort_by(|one, other| (&one.ledger, &one.code).cmp(&(&other.ledger, &other.code)));
    Ok(Accounts {
        regulation: regulation.to_owned(),
        account,
    })
}
