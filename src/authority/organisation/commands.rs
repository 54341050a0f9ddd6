//! Commands: one change, whole or not at all, under a change set.

use chrono::NaiveDate;
use uuid::Uuid;

use crate::authority::changes::{self, Origin, Reason};
use crate::authority::tenancy::code::{RegistrationScheme, is_email};
use crate::kernel::clock::Instant;
use crate::kernel::error::{Error, FieldProblem, Refusal, Result};
use crate::kernel::locale::Language;
use crate::platform::door::{Granted, Sql};

use super::acts::ChangeOrganisation;
use super::change::{Change, Dossiers, EntityCard, Kind};
use super::model::{Done, InTheWay, Use};
use super::queries::{names, uses, values, write};

/// The longest code, in characters.
const CODE_MAX: usize = 40;
/// The longest part of a number that stands for a unit, in characters.
const NUMBER_CODE_MAX: usize = 32;
/// The longest name, in characters.
const NAME_MAX: usize = 200;

/// When a change is made: the moment, and the tenant's day.
#[derive(Debug, Clone, Copy)]
pub struct At {
    /// The moment.
    pub now: Instant,
    /// The day in the tenant's zone from which it holds.
    pub day: NaiveDate,
}

/// Makes one change, from today.
///
/// # Errors
/// A refusal that names the rule and the rows in the way; then nothing was changed. [`Error::NotFound`] when what it
/// names is not there; when the database fails.
pub fn change(
    grant: &mut Granted<'_, ChangeOrganisation>,
    wanted: &Change,
    origin: Origin,
    reason: &Reason,
    at: At,
) -> Result<Done> {
    let sql = grant.sql();
    write::wait_for_turn(sql)?;
    let change_set = changes::open(sql, origin, reason, at.now)?;
    let mut done = attempt(sql, wanted, at)?;
    write::show_again(sql)?;
    done.change_set = Some(change_set);
    Ok(done)
}

/// Tries a change under the change set that is open. When a rule refuses it, nothing is left of it and the transaction
/// goes on.
pub(super) fn attempt(sql: &mut Sql, wanted: &Change, at: At) -> Result<Done> {
    is_called_well(wanted)?;
    let tried = sql.try_out(|sql| {
        for part in wanted.at_work() {
            if names::has_ended(sql, part)? {
                return Err(Error::refused("rule-part-is-there"));
            }
        }
        let done = perform(sql, wanted, at)?;
        sql.check_deferred()?;
        Ok(done)
    });
    match tried.map_err(Error::told) {
        Ok(mut done) => {
            let named = match wanted {
                Change::Rename { id, .. } => Some(*id),
                _ => done.made.map(|(_, id)| id),
            };
            if let Some(id) = named {
                done.same_name_elsewhere = names::same_elsewhere(sql, id)?;
            }
            Ok(done)
        }
        Err(Error::Refused(refusal)) if refusal.fields.is_empty() => {
            let in_the_way = super::queries::blame::rows_in_the_way(sql, &refusal.code, wanted)?;
            Err(Error::Refused(naming(refusal, &in_the_way)))
        }
        Err(other) => Err(other),
    }
}

/// Code and name of what is new, before the database sees them.
fn is_called_well(wanted: &Change) -> Result<()> {
    let mut problems = Vec::new();
    let name = match wanted {
        Change::Rename { name, .. } => Some(name),
        _ => None,
    };
    if let Some(called) = wanted.called() {
        let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
        let code = &called.code;
        if code.is_empty() || code.len() > CODE_MAX || !code.chars().all(plain) || code.starts_with('-') {
            problems.push(FieldProblem::new("code", "admin-change-bad-code").with("max", CODE_MAX));
        }
    }
    if let Some(name) = name.or_else(|| wanted.called().map(|called| &called.name)) {
        if !Language::ALL.into_iter().any(|language| name.has(language)) {
            problems.push(FieldProblem::new("name", "admin-change-no-name"));
        }
        if name.0.values().any(|text| text.chars().count() > NAME_MAX) {
            problems.push(FieldProblem::new("name", "admin-change-long-name").with("max", NAME_MAX));
        }
    }
    problems.extend(is_numbered_well(wanted));
    if problems.is_empty() {
        Ok(())
    } else {
        Err(Refusal::of_fields(problems).into())
    }
}

/// The numbers of what is new: in the state's register, and in the numbers of dossiers.
fn is_numbered_well(wanted: &Change) -> Option<FieldProblem> {
    match wanted {
        Change::AddEntity {
            registration_kind,
            registration_number,
            ..
        } => {
            let scheme = serde_json::from_value::<RegistrationScheme>(registration_kind.as_str().into());
            match scheme {
                Err(_) => Some(FieldProblem::new(
                    "registration-kind",
                    "forms-problem-not-an-option",
                )),
                Ok(scheme) if scheme.check(registration_number).is_err() => Some(FieldProblem::new(
                    "registration-number",
                    "forms-problem-not-identity",
                )),
                Ok(_) => None,
            }
        }
        Change::AddUnit { number_code, .. } | Change::SplitUnit { number_code, .. } => {
            let plain = |c: char| c.is_ascii_alphanumeric() || c == '.';
            let fits = (1..=NUMBER_CODE_MAX).contains(&number_code.len()) && number_code.chars().all(plain);
            (!fits).then(|| {
                FieldProblem::new("number-code", "admin-change-bad-number-code").with("max", NUMBER_CODE_MAX)
            })
        }
        _ => None,
    }
}

/// What the invoices of an entity bear. A series has its year in it, and is one entity's; an entity that issues no invoices
/// has none.
fn check_card(sql: &mut Sql, entity: Uuid, card: &EntityCard) -> Result<()> {
    let problem = match card.email.as_str() {
        "" if card.invoice_series.is_empty() => None,
        "" => Some("forms-problem-missing"),
        email => (!is_email(email)).then_some("forms-problem-not-email"),
    };
    if let Some(problem) = problem {
        return Err(Refusal::of_fields(vec![FieldProblem::new("email", problem)]).into());
    }
    check_series(sql, entity, &card.invoice_series)
}

fn check_series(sql: &mut Sql, entity: Uuid, series: &str) -> Result<()> {
    let plain = series.replace("{YYYY}", "").replace("{YY}", "");
    let problem = if series.is_empty() {
        if !write::signs_for_a_fee(sql, entity)? {
            return Ok(());
        }
        "admin-change-series-needed"
    } else if plain == series
        || plain.contains(['{', '}'])
        || series.len() > CODE_MAX
        || !series.chars().all(|c| c.is_ascii_graphic())
    {
        "admin-change-bad-series"
    } else if write::series_is_taken(sql, entity, series)? {
        "admin-change-series-taken"
    } else if !write::can_book_invoices(sql, entity)? {
        "admin-change-series-no-accounts"
    } else {
        return Ok(());
    };
    Err(Refusal::of_fields(vec![FieldProblem::new("invoice-series", problem)]).into())
}

/// The refusal with a line for each row in the way.
fn naming(mut refusal: Refusal, in_the_way: &[InTheWay]) -> Refusal {
    for row in in_the_way {
        let way = FieldProblem::new("", format!("rule-way-{}", row.kind.word()));
        refusal
            .fields
            .push(way.with("code", &row.code).with_name(&row.name));
    }
    refusal
}

/// The refusal of what is in use, with the counts.
fn in_use(used: &[Use]) -> Error {
    let mut refusal = Refusal::new("rule-in-use");
    refusal.fields = used
        .iter()
        .map(|it| FieldProblem::new("", format!("rule-use-{}", it.what)).with("n", it.count))
        .collect();
    Error::Refused(refusal)
}

pub(super) fn unless_used(used: Vec<Use>) -> Result<()> {
    if used.is_empty() {
        Ok(())
    } else {
        Err(in_use(&used))
    }
}

fn made(kind: Kind, id: Uuid) -> Done {
    Done {
        made: Some((kind, id)),
        ..Done::default()
    }
}

fn perform(sql: &mut Sql, wanted: &Change, at: At) -> Result<Done> {
    match wanted {
        Change::Link { .. }
        | Change::Unlink { .. }
        | Change::SetDefault { .. }
        | Change::AddValue { .. }
        | Change::MoveValue { .. }
        | Change::DropValue { .. }
        | Change::MoveEntity { .. }
        | Change::AddCentreValue { .. }
        | Change::AddMissingCentres => relate(sql, wanted, at),
        Change::Rename { kind, id, name } => {
            write::rename(sql, *kind, *id, name)?;
            Ok(Done::default())
        }
        Change::PutUnitUnder { unit, parent } => {
            write::put_under(sql, Kind::OperatingUnit, *unit, *parent)?;
            Ok(Done::default())
        }
        Change::PutDepartmentUnder { department, parent } => {
            write::put_under(sql, Kind::Department, *department, *parent)?;
            Ok(Done::default())
        }
        Change::ChargeDepartment { department, centre } => {
            write::charge_department(sql, *department, *centre)?;
            Ok(Done::default())
        }
        Change::MoveHall {
            hall,
            unit,
            entity,
            centre,
        } => {
            write::move_hall(sql, *hall, *unit, (*entity, *centre))?;
            Ok(Done::default())
        }
        Change::DescribeEntity { entity, card } => {
            check_card(sql, *entity, card)?;
            write::describe_entity(sql, *entity, card)?;
            Ok(Done::default())
        }
        Change::EquipHall { hall, equipment } => {
            write::equip_hall(sql, *hall, equipment)?;
            Ok(Done::default())
        }
        Change::Close {
            kind,
            id,
            dossiers_to,
        } => close(sql, *kind, *id, *dossiers_to, at),
        Change::MergeUnits { from, into } => merge(sql, *from, *into, at),
        Change::SplitUnit { .. } => split(sql, wanted, at),
        _ => add(sql, wanted, at.day),
    }
}

/// What is new.
fn add(sql: &mut Sql, wanted: &Change, day: NaiveDate) -> Result<Done> {
    Ok(match wanted {
        Change::AddGroup { called } => made(Kind::BusinessGroup, write::add_group(sql, called, day)?),
        Change::AddValueSet { called } => {
            write::add_value_set(sql, called)?;
            Done::default()
        }
        Change::AddSetup {
            called,
            ledger,
            currency,
            value_set,
        } => {
            let setup = write::add_setup(sql, called)?;
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
            let new = write::NewEntity {
                group: *group,
                ledger: *ledger,
                called,
                registration: (registration_kind, registration_number),
            };
            let id = write::add_entity(sql, &new, day)?;
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
            let new = write::NewUnit {
                group: *group,
                parent: *parent,
                entity: *entity,
                called,
                number_code,
            };
            unless_numbered_alike(sql, number_code)?;
            made(Kind::OperatingUnit, write::add_unit(sql, &new, day)?)
        }
        Change::AddHall {
            unit,
            entity,
            centre,
            called,
            equipment,
        } => {
            let new = write::NewHall {
                unit: *unit,
                entity: *entity,
                centre: *centre,
                called,
                equipment,
            };
            made(Kind::ServiceHall, write::add_hall(sql, &new, day)?)
        }
        Change::AddPart { hall, part, called } => {
            made(Kind::HallPart, write::add_part(sql, *hall, part, called, day)?)
        }
        Change::AddCentre {
            entity,
            value,
            called,
        } => made(
            Kind::CostCentre,
            write::add_centre(sql, *entity, value, called, day)?,
        ),
        Change::AddDepartment {
            group,
            parent,
            centre,
            called,
        } => made(
            Kind::Department,
            write::add_department(sql, *group, (*parent, *centre), called, day)?,
        ),
        other => return Err(Error::Internal(format!("{} adds nothing", other.word()))),
    })
}

/// Two units that stand for the same in the numbers of dossiers would give one number twice.
fn unless_numbered_alike(sql: &mut Sql, number_code: &str) -> Result<()> {
    if names::is_number_code_taken(sql, number_code)? {
        return Err(Error::refused("rule-number-code-is-unique"));
    }
    Ok(())
}

fn add_ledger(
    sql: &mut Sql,
    setup: Uuid,
    called: &super::change::Called,
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
    write::add_ledger(
        sql,
        &write::NewLedger {
            setup,
            called,
            currency,
            value_set,
            kind,
        },
    )
}

/// What ties parts to one another.
fn relate(sql: &mut Sql, wanted: &Change, at: At) -> Result<Done> {
    match wanted {
        Change::Link { unit, entity } => write::link(sql, *unit, *entity, at.day)?,
        Change::Unlink { unit, entity } => {
            unless_used(uses::uses_of_pair(sql, *unit, *entity)?)?;
            write::unlink(sql, *unit, *entity, at.day)?;
        }
        Change::SetDefault { unit, entity } => write::set_default(sql, *unit, *entity)?,
        Change::AddValue { entity, value } => values::add_value(sql, *entity, value)?,
        Change::MoveValue { from, value, to } => values::move_value(sql, *from, value, *to)?,
        Change::DropValue { entity, value } => values::drop_value(sql, *entity, value)?,
        Change::MoveEntity { entity, ledger } => write::move_entity(sql, *entity, *ledger)?,
        Change::AddCentreValue {
            value_set,
            company_value,
            called,
        } => values::add_centre_value(sql, value_set, company_value, called)?,
        Change::AddMissingCentres => {
            return Ok(Done {
                rows_made: values::add_missing(sql, at.day)?,
                ..Done::default()
            });
        }
        other => return Err(Error::Internal(format!("{} relates nothing", other.word()))),
    }
    Ok(Done::default())
}

fn close(sql: &mut Sql, kind: Kind, id: Uuid, dossiers_to: Option<Uuid>, at: At) -> Result<Done> {
    if !kind.is_dated() {
        return Err(Error::refused("rule-ledgers-do-not-end"));
    }
    let mut moved = 0;
    if let (Kind::OperatingUnit, Some(into)) = (kind, dossiers_to) {
        take_over(sql, id, into, at.day)?;
        moved = uses::move_dossiers(sql, (id, into), None, at.now)?;
        uses::move_procedures(sql, id, into)?;
    }
    unless_used(uses::uses(sql, kind, id)?)?;
    write::close(sql, kind, id, at.day)?;
    Ok(Done {
        dossiers_moved: moved,
        ..Done::default()
    })
}

/// Links `into` to every entity that `from` has at work.
fn take_over(sql: &mut Sql, from: Uuid, into: Uuid, day: NaiveDate) -> Result<()> {
    if from == into {
        return Err(Error::refused("rule-unit-does-not-follow-itself"));
    }
    let linked = uses::linked_entities(sql, into)?;
    for entity in uses::entities_at_work(sql, from)? {
        if !linked.contains(&entity) {
            write::link(sql, into, entity, day)?;
        }
    }
    Ok(())
}

fn merge(sql: &mut Sql, from: Uuid, into: Uuid, at: At) -> Result<Done> {
    take_over(sql, from, into, at.day)?;
    uses::move_parts(sql, from, into)?;
    uses::move_procedures(sql, from, into)?;
    let dossiers_moved = uses::move_dossiers(sql, (from, into), None, at.now)?;
    unless_used(uses::uses(sql, Kind::OperatingUnit, from)?)?;
    write::close(sql, Kind::OperatingUnit, from, at.day)?;
    Ok(Done {
        dossiers_moved,
        ..Done::default()
    })
}

fn split(sql: &mut Sql, wanted: &Change, at: At) -> Result<Done> {
    let Change::SplitUnit {
        from,
        called,
        number_code,
        entity,
        halls,
        dossiers,
    } = wanted
    else {
        return Err(Error::Internal(format!("{} splits nothing", wanted.word())));
    };
    let beside = names::unit(sql, *from)?;
    let new = write::NewUnit {
        group: beside.group,
        parent: beside.parent,
        entity: *entity,
        called,
        number_code,
    };
    unless_numbered_alike(sql, number_code)?;
    let unit = write::add_unit(sql, &new, at.day)?;
    let going = match dossiers {
        Dossiers::Stay => None,
        Dossiers::WithHalls => Some(Some(halls.as_slice())),
        Dossiers::Move => Some(None),
    };
    if !halls.is_empty() || going.is_some() {
        take_over(sql, *from, unit, at.day)?;
    }
    for hall in halls {
        let at_work = names::hall(sql, *hall)?;
        if at_work.unit != *from {
            return Err(Error::refused("rule-hall-is-of-the-unit-that-is-split"));
        }
        write::move_hall(sql, *hall, unit, (at_work.entity, at_work.centre))?;
    }
    let mut done = made(Kind::OperatingUnit, unit);
    if let Some(of_halls) = going {
        done.dossiers_moved = uses::move_dossiers(sql, (*from, unit), of_halls, at.now)?;
    }
    Ok(done)
}
