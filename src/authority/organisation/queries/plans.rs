//! SQL of planned reorganisations.

use chrono::NaiveDate;
use diesel::prelude::*;
use serde_json::Value;
use uuid::Uuid;

use crate::authority::organisation::change::Change;
use crate::authority::organisation::model::{Plan, PlanState, Planned};
use crate::kernel::clock::Instant;
use crate::kernel::error::{Error, Result};
use crate::kernel::ids::{ChangeSetId, TenantId};
use crate::platform::door::{PlatformSql, Sql};
use crate::platform::schema::{change_set, reorganisation as t, reorganisation_step as step};

/// A plan to keep.
pub(in super::super) struct NewPlan<'a> {
    pub id: Uuid,
    pub plan: &'a Plan,
    pub due_at: Instant,
    pub now: Instant,
}

pub(in super::super) fn add(sql: &mut Sql, new: &NewPlan<'_>) -> Result<()> {
    let tenant = sql.tenant().uuid();
    let actor = sql.context().actor.to_string();
    diesel::insert_into(t::table)
        .values((
            t::tenant_id.eq(tenant),
            t::id.eq(new.id),
            t::title.eq(&new.plan.title),
            t::reason.eq(new.plan.reason.as_str()),
            t::effective_on.eq(new.plan.effective_on),
            t::due_at.eq(new.due_at),
            t::planned_by.eq(actor),
            t::planned_at.eq(new.now),
        ))
        .execute(sql.conn())?;
    for (position, change) in (0..).zip(&new.plan.changes) {
        diesel::insert_into(step::table)
            .values((
                step::tenant_id.eq(tenant),
                step::reorganisation_id.eq(new.id),
                step::position.eq(position),
                step::change.eq(serde_json::to_value(change).map_err(Error::internal)?),
            ))
            .execute(sql.conn())?;
    }
    Ok(())
}

/// A plan whose turn it is.
pub(in super::super) struct Due {
    pub effective_on: NaiveDate,
    pub reason: String,
    pub changes: Vec<Change>,
}

/// Locks a plan that is due and still to be carried out; `None` when there is none such.
pub(in super::super) fn take_due(sql: &mut Sql, id: Uuid, now: Instant) -> Result<Option<Due>> {
    let row: Option<(NaiveDate, String)> = t::table
        .filter(t::id.eq(id))
        .filter(t::due_at.le(now))
        .filter(t::applied_at.is_null())
        .filter(t::cancelled_at.is_null())
        .filter(t::failed_at.is_null())
        .select((t::effective_on, t::reason))
        .for_update()
        .first(sql.conn())
        .optional()?;
    let Some((effective_on, reason)) = row else {
        return Ok(None);
    };
    Ok(Some(Due {
        effective_on,
        reason,
        changes: changes(sql, id)?,
    }))
}

fn changes(sql: &mut Sql, id: Uuid) -> Result<Vec<Change>> {
    Ok(steps(sql, id)?.into_iter().map(|(_, change)| change).collect())
}

fn steps(sql: &mut Sql, id: Uuid) -> Result<Vec<(i32, Change)>> {
    let rows: Vec<(i32, Value)> = step::table
        .filter(step::reorganisation_id.eq(id))
        .order(step::position)
        .select((step::position, step::change))
        .load(sql.conn())?;
    rows.into_iter()
        .map(|(position, row)| Ok((position, serde_json::from_value(row).map_err(Error::internal)?)))
        .collect()
}

/// A plan whose day is still to come.
pub(in super::super) struct Coming {
    pub effective_on: NaiveDate,
    /// Its changes in their order, each with its position.
    pub steps: Vec<(i32, Change)>,
}

/// Locks a plan whose day is still to come; [`Error::NotFound`] when there is none such.
pub(in super::super) fn take_coming(sql: &mut Sql, id: Uuid, now: Instant) -> Result<Coming> {
    let effective_on: Option<NaiveDate> = t::table
        .filter(t::id.eq(id))
        .filter(t::due_at.gt(now))
        .filter(t::applied_at.is_null())
        .filter(t::cancelled_at.is_null())
        .filter(t::failed_at.is_null())
        .select(t::effective_on)
        .for_update()
        .first(sql.conn())
        .optional()?;
    Ok(Coming {
        effective_on: effective_on.ok_or(Error::NotFound)?,
        steps: steps(sql, id)?,
    })
}

pub(in super::super) fn add_step(sql: &mut Sql, id: Uuid, position: i32, change: &Change) -> Result<()> {
    let tenant = sql.tenant().uuid();
    diesel::insert_into(step::table)
        .values((
            step::tenant_id.eq(tenant),
            step::reorganisation_id.eq(id),
            step::position.eq(position),
            step::change.eq(serde_json::to_value(change).map_err(Error::internal)?),
        ))
        .execute(sql.conn())?;
    Ok(())
}

pub(in super::super) fn drop_step(sql: &mut Sql, id: Uuid, position: i32) -> Result<()> {
    diesel::delete(
        step::table
            .filter(step::reorganisation_id.eq(id))
            .filter(step::position.eq(position)),
    )
    .execute(sql.conn())?;
    Ok(())
}

pub(in super::super) fn call(sql: &mut Sql, id: Uuid, title: &str) -> Result<()> {
    diesel::update(t::table.filter(t::id.eq(id)))
        .set(t::title.eq(title))
        .execute(sql.conn())?;
    Ok(())
}

/// Notes that a plan was carried out, and under which change set, if anything was changed.
pub(in super::super) fn applied(sql: &mut Sql, id: Uuid, under: ChangeSetId, now: Instant) -> Result<()> {
    let set = change_set::table
        .filter(change_set::id.eq(under.uuid()))
        .select(change_set::id.nullable())
        .single_value();
    diesel::update(t::table.filter(t::id.eq(id)))
        .set((t::applied_at.eq(now), t::change_set_id.eq(set)))
        .execute(sql.conn())?;
    Ok(())
}

pub(in super::super) fn failed(sql: &mut Sql, id: Uuid, now: Instant, refusal: &Value) -> Result<()> {
    diesel::update(t::table.filter(t::id.eq(id)))
        .set((t::failed_at.eq(now), t::refusal.eq(refusal)))
        .execute(sql.conn())?;
    Ok(())
}

pub(in super::super) fn cancel(sql: &mut Sql, id: Uuid, now: Instant) -> Result<()> {
    let actor = sql.context().actor.to_string();
    let rows = diesel::update(
        t::table
            .filter(t::id.eq(id))
            .filter(t::applied_at.is_null())
            .filter(t::cancelled_at.is_null())
            .filter(t::failed_at.is_null()),
    )
    .set((t::cancelled_at.eq(now), t::cancelled_by.eq(actor)))
    .execute(sql.conn())?;
    if rows == 0 { Err(Error::NotFound) } else { Ok(()) }
}

type Row = (
    (Uuid, String, String, NaiveDate, String, Instant, Option<Uuid>),
    (Option<Instant>, Option<Instant>, Option<Instant>, Option<Value>),
);

pub(in super::super) fn all(sql: &mut Sql, only: Option<Uuid>) -> Result<Vec<Planned>> {
    let mut rows = t::table
        .order((t::effective_on.desc(), t::id.desc()))
        .select((
            (
                t::id,
                t::title,
                t::reason,
                t::effective_on,
                t::planned_by,
                t::planned_at,
                t::change_set_id,
            ),
            (t::applied_at, t::cancelled_at, t::failed_at, t::refusal),
        ))
        .limit(100)
        .into_boxed();
    if let Some(id) = only {
        rows = rows.filter(t::id.eq(id));
    }
    let rows: Vec<Row> = rows.load(sql.conn())?;
    rows.into_iter()
        .map(
            |((id, title, reason, effective_on, planned_by, planned_at, change_set), ends)| {
                let state = match ends {
                    (Some(at), ..) => PlanState::Applied(at),
                    (_, Some(at), ..) => PlanState::Cancelled(at),
                    (_, _, Some(at), refusal) => {
                        let refusal = refusal.map(serde_json::from_value).transpose();
                        PlanState::Failed(at, refusal.map_err(Error::internal)?)
                    }
                    _ => PlanState::ToCome,
                };
                Ok(Planned {
                    id,
                    title,
                    reason,
                    effective_on,
                    planned_by,
                    planned_at,
                    state,
                    changes: changes(sql, id)?,
                    change_set: change_set.map(ChangeSetId::from_uuid),
                })
            },
        )
        .collect()
}

pub(in super::super) fn due(sql: &mut PlatformSql, now: Instant, most: i64) -> Result<Vec<(TenantId, Uuid)>> {
    let rows: Vec<(Uuid, Uuid)> = t::table
        .filter(t::due_at.le(now))
        .filter(t::applied_at.is_null())
        .filter(t::cancelled_at.is_null())
        .filter(t::failed_at.is_null())
        .order(t::due_at)
        .limit(most)
        .select((t::tenant_id, t::id))
        .load(sql.conn())?;
    Ok(rows
        .into_iter()
        .map(|(tenant, id)| (TenantId::from_uuid(tenant), id))
        .collect())
}
