//! What is new in the organisation.

use chrono::NaiveDate;
use uuid::Uuid;

use crate::authority::organisation::change::{Called, Change, Kind};
use crate::authority::organisation::model::Done;
use crate::authority::organisation::queries::{names, new, values};
use crate::kernel::error::{Error, FieldProblem, Refusal, Result};
use crate::platform::door::Sql;

pub(super) fn made(kind: Kind, id: Uuid) -> Done {
    Done {
        made: Some((kind, id)),
        ..Done::default()
    }
}

/// What is new.
pub(super) fn add(sql: &mut Sql, wanted: &Change, day: NaiveDate) -> Result<Done> {
    Ok(match wanted {
        Change::AddGroup { called } => made(Kind::BusinessGroup, new::add_group(sql, called, day)?),
        Change::AddValueSet { called } => {
            new::add_value_set(sql, called)?;
            Done::default()
        }
        Change::AddSetup {
            called,
            ledger,
            currency,
            value_set,
        } => {
            let setup = new::add_setup(sql, called)?;
            let id = add_ledger(sql, setup, ledger, (currency, value_set), "primary")?;
            made(Kind::Ledger, id)
        }
        Change::AddSecondaryLedger {
            setup,
            ledger,
            currency,
            value_set,
        } => made(
            Kind::Ledger,
            add_ledger(sql, *setup, ledger, (currency, value_set), "secondary")?,
        ),
        Change::AddEntity {
            group,
            ledger,
            called,
            registration_kind,
            registration_number,
            value,
        } => {
            let new = new::NewEntity {
                group: *group,
                ledger: *ledger,
                called,
                registration: (registration_kind, registration_number),
            };
            let id = new::add_entity(sql, &new, day)?;
            values::add_value(sql, id, value)?;
            made(Kind::LegalEntity, id)
        }
        Change::AddUnit {
            group,
            parent,
            entity,
            called,
            number_code,
        } => {
            let new = new::NewUnit {
                group: *group,
                parent: *parent,
                entity: *entity,
                called,
                number_code,
            };
            unless_numbered_alike(sql, number_code)?;
            made(Kind::OperatingUnit, new::add_unit(sql, &new, day)?)
        }
        Change::AddHall {
            unit,
            entity,
            centre,
            called,
            equipment,
        } => {
            let new = new::NewHall {
                unit: *unit,
                entity: *entity,
                centre: *centre,
                called,
                equipment,
            };
            made(Kind::ServiceHall, new::add_hall(sql, &new, day)?)
        }
        Change::AddPart { hall, part, called } => {
            made(Kind::HallPart, new::add_part(sql, *hall, part, called, day)?)
        }
        Change::AddCentre {
            entity,
            value,
            called,
        } => made(
            Kind::CostCentre,
            new::add_centre(sql, *entity, value, called, day)?,
        ),
        Change::AddDepartment {
            group,
            parent,
            centre,
            called,
        } => made(
            Kind::Department,
            new::add_department(sql, *group, (*parent, *centre), called, day)?,
        ),
        other => return Err(Error::Internal(format!("{} adds nothing", other.word()))),
    })
}

/// Two units that stand for the same in the numbers of dossiers would give one number twice.
pub(super) fn unless_numbered_alike(sql: &mut Sql, number_code: &str) -> Result<()> {
    if names::is_number_code_taken(sql, number_code)? {
        return Err(Error::refused("rule-number-code-is-unique"));
    }
    Ok(())
}

fn add_ledger(
    sql: &mut Sql,
    setup: Uuid,
    called: &Called,
    (currency, value_set): (&str, &str),
    kind: &'static str,
) -> Result<Uuid> {
    if crate::kernel::money::Currency::parse(currency).is_none() {
        return Err(
            Refusal::of_fields(vec![FieldProblem::new("currency", "admin-change-bad-currency")]).into(),
        );
    }
    // The books of a tenant are kept in its currency; what a secondary ledger is for may need another.
    if kind == "primary" && names::primary_currency(sql)?.is_some_and(|known| known != currency) {
        return Err(Error::refused("rule-primary-ledgers-share-a-currency"));
    }
    new::add_ledger(
        sql,
        &new::NewLedger {
            setup,
            called,
            currency,
            value_set,
            kind,
        },
    )
}
