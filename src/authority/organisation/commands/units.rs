//! Parts that end, and units that are merged and split.

use chrono::NaiveDate;
use uuid::Uuid;

use crate::authority::organisation::change::{Change, Dossiers, DossiersOfHall, Kind};
use crate::authority::organisation::model::Done;
use crate::authority::organisation::queries::{names, new, uses, write};
use crate::kernel::error::{Error, FieldProblem, Refusal, Result};
use crate::platform::door::Sql;

use super::add::{made, unless_numbered_alike};
use super::{At, unless_used};

pub(super) fn close(sql: &mut Sql, kind: Kind, id: Uuid, dossiers_to: Option<Uuid>, at: At) -> Result<Done> {
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
    write::close(sql, kind, id, (at.day, dossiers_to))?;
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
    let entities = uses::entities_at_work(sql, from)?;
    link_all(sql, into, entities, day)
}

/// Links a unit to those of the entities that it is not linked to.
fn link_all(sql: &mut Sql, into: Uuid, entities: Vec<Uuid>, day: NaiveDate) -> Result<()> {
    let linked = uses::linked_entities(sql, into)?;
    for entity in entities {
        if !linked.contains(&entity) {
            write::link(sql, into, entity, day)?;
        }
    }
    Ok(())
}

/// A hall goes to another pair. Open dossiers at it go along or stay with the unit that had it, as is said; where it has any
/// and goes to another unit, it must be said.
pub(super) fn move_hall(
    sql: &mut Sql,
    hall: Uuid,
    unit: Uuid,
    (entity, centre): (Uuid, Uuid),
    dossiers: Option<DossiersOfHall>,
    at: At,
) -> Result<Done> {
    let from = names::hall(sql, hall)?.unit;
    write::move_hall(sql, hall, unit, (entity, centre))?;
    if from == unit {
        return Ok(Done::default());
    }
    let (open, entities) = uses::open_at_hall(sql, from, hall)?;
    let dossiers_moved = match dossiers {
        Some(DossiersOfHall::WithHall) => {
            link_all(sql, unit, entities, at.day)?;
            uses::move_dossiers(sql, (from, unit), Some(&[hall]), at.now)?
        }
        Some(DossiersOfHall::Stay) => 0,
        None if open == 0 => 0,
        None => {
            let unsaid = FieldProblem::new("dossiers", "rule-dossiers-of-a-hall-go-somewhere");
            return Err(Refusal::of_fields(vec![unsaid.with("n", open)]).into());
        }
    };
    Ok(Done {
        dossiers_moved,
        ..Done::default()
    })
}

pub(super) fn merge(sql: &mut Sql, from: Uuid, into: Uuid, at: At) -> Result<Done> {
    take_over(sql, from, into, at.day)?;
    uses::move_parts(sql, from, into)?;
    uses::move_procedures(sql, from, into)?;
    let dossiers_moved = uses::move_dossiers(sql, (from, into), None, at.now)?;
    unless_used(uses::uses(sql, Kind::OperatingUnit, from)?)?;
    write::close(sql, Kind::OperatingUnit, from, (at.day, Some(into)))?;
    Ok(Done {
        dossiers_moved,
        ..Done::default()
    })
}

pub(super) fn split(sql: &mut Sql, wanted: &Change, at: At) -> Result<Done> {
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
    let new = new::NewUnit {
        group: beside.group,
        parent: beside.parent,
        entity: *entity,
        called,
        number_code,
    };
    unless_numbered_alike(sql, number_code)?;
    let unit = new::add_unit(sql, &new, at.day)?;
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
