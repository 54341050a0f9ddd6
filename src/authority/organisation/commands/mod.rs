//! Commands: one change, whole or not at all, under a change set.

mod add;
mod units;
mod well_said;

use chrono::NaiveDate;
use uuid::Uuid;

use crate::authority::access::administration::{self, Counted, Kept};
use crate::authority::changes::{self, Origin, Reason};
use crate::kernel::clock::Instant;
use crate::kernel::error::{Error, FieldProblem, Refusal, Result};
use crate::platform::door::{Granted, Sql};

use self::add::add;
use self::units::{close, merge, move_hall, split};
use self::well_said::{check_card, is_called_well};
use super::acts::ChangeOrganisation;
use super::change::{Change, Kind};
use super::model::{Done, InTheWay, Use};
use super::queries::{invoices, look, names, uses, values, write};

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
/// A refusal that names the rule and the rows in the way, or the members that name what is not there; then nothing was
/// changed. When the database fails.
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
    let wanted = &wanted.tidied();
    is_called_well(wanted)?;
    names_what_is_there(sql, wanted)?;
    let administered = match wanted.may_end_access() {
        true => {
            administration::wait_for_turn(sql)?;
            Some(Kept::before(sql, at.day, Counted::WhoSignsIn)?)
        }
        false => None,
    };
    let tried = sql.try_out(|sql| {
        for part in wanted.at_work() {
            if names::has_ended(sql, part)? {
                return Err(Error::refused(NOT_THERE));
            }
        }
        let done = perform(sql, wanted, at)?;
        sql.check_deferred()?;
        if let Some(administered) = &administered {
            administered.check(sql)?;
        }
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
        // What hangs on another part than was said, or went meanwhile; a key that is no rule's own says the same.
        Err(Error::NotFound) => Err(Error::refused(NOT_THERE)),
        Err(Error::RuleBroken { constraint, .. }) if constraint.ends_with("_fkey") => {
            Err(Error::refused(NOT_THERE))
        }
        Err(other) => Err(other),
    }
}

/// Why a change is refused that names what is not there, or has ended.
const NOT_THERE: &str = "rule-part-is-there";

/// Refuses a change that names a part which never was, or is another tenant's, at the member that does.
fn names_what_is_there(sql: &mut Sql, wanted: &Change) -> Result<()> {
    let named = wanted.named();
    let parts: Vec<(Kind, Uuid)> = named.iter().map(|(_, kind, id)| (*kind, *id)).collect();
    let known = look::labels(sql, &parts)?;
    let mut refusal = Refusal::new(NOT_THERE);
    refusal.fields = named
        .iter()
        .filter(|(_, kind, id)| known.get(id).is_none_or(|it| it.kind != *kind))
        .map(|(member, ..)| FieldProblem::new(*member, NOT_THERE))
        .collect();
    refusal.fields.dedup();
    if refusal.fields.is_empty() {
        Ok(())
    } else {
        Err(refusal.into())
    }
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
            dossiers,
        } => move_hall(sql, *hall, *unit, (*entity, *centre), *dossiers, at),
        Change::DescribeEntity { entity, card } => {
            check_card(sql, *entity, card)?;
            invoices::describe_entity(sql, *entity, card)?;
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
