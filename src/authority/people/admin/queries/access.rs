//! SQL of responsibilities, security profiles and profile options.

use std::collections::HashMap;

use chrono::NaiveDate;
use diesel::dsl::{count_star, not};
use diesel::prelude::*;
use serde_json::Value;
use uuid::Uuid;

use crate::authority::people::queries::circle;
use crate::kernel::error::{Error, Result};
use crate::kernel::ids::{AccountId, BusinessGroupId, OperatingUnitId, ResponsibilityId};
use crate::kernel::locale::Localised;
use crate::platform::door::Sql;
use crate::platform::schema::{
    account, account_responsibility, business_group, delegation, operating_unit, profile_option,
    responsibility,
};

use super::super::model::{Group, OptionLevel, OptionName, OptionRow, ResponsibilityFacts, UnitFacts};
use super::super::rules::Span;
use super::read;

/// To whom a responsibility that administers is lent, and when: open accounts.
pub(in super::super) fn lends_administration(sql: &mut Sql) -> Result<Vec<(AccountId, Span)>> {
    let rows: Vec<(Uuid, NaiveDate, NaiveDate)> = delegation::table
        .inner_join(
            responsibility::table.on(responsibility::tenant_id
                .eq(delegation::tenant_id)
                .and(responsibility::id.eq(delegation::responsibility_id))),
        )
        .inner_join(
            account::table.on(account::tenant_id
                .eq(delegation::tenant_id)
                .and(account::id.eq(delegation::borrower_id))),
        )
        .filter(responsibility::role.eq("administrator"))
        .filter(delegation::ended_at.is_null())
        .filter(account::closed_at.is_null())
        .select((
            delegation::borrower_id,
            delegation::valid_from,
            delegation::valid_to,
        ))
        .load(sql.conn())?;
    Ok(rows
        .into_iter()
        .map(|(borrower, from, until)| {
            let span = Span {
                from,
                until: Some(until),
            };
            (AccountId::from_uuid(borrower), span)
        })
        .collect())
}

/// The business groups, ended ones too, in the order of their codes.
///
/// # Errors
/// When the database fails.
pub fn groups(sql: &mut Sql) -> Result<Vec<Group>> {
    use business_group as t;
    let rows: Vec<(Uuid, String, Value, bool)> = t::table
        .order(t::code)
        .select((t::id, t::code, t::name, t::in_force.is_not_null()))
        .load(sql.conn())?;
    rows.into_iter()
        .map(|(id, code, name, is_open)| {
            Ok(Group {
                id: BusinessGroupId::from_uuid(id),
                code,
                name: read(name)?,
                is_open,
            })
        })
        .collect()
}

/// The operating units that exist on `day`, in the order of their codes.
///
/// # Errors
/// When the database fails.
pub fn units(sql: &mut Sql, day: NaiveDate) -> Result<Vec<UnitFacts>> {
    use operating_unit as t;
    let rows: Vec<(Uuid, Uuid, String, Value)> = t::table
        .filter(t::valid_from.le(day))
        .filter(t::valid_to.is_null().or(t::valid_to.gt(day)))
        .order(t::code)
        .select((t::id, t::business_group_id, t::code, t::name))
        .load(sql.conn())?;
    rows.into_iter()
        .map(|(id, group, code, name)| {
            Ok(UnitFacts {
                id: OperatingUnitId::from_uuid(id),
                group: BusinessGroupId::from_uuid(group),
                code,
                name: read(name)?,
            })
        })
        .collect()
}

/// How many hold each of these responsibilities on `day`, in open accounts.
///
/// # Errors
/// When the database fails.
pub fn holders(
    sql: &mut Sql,
    of: &[ResponsibilityId],
    day: NaiveDate,
) -> Result<HashMap<ResponsibilityId, i64>> {
    use account_responsibility as t;
    let ids: Vec<Uuid> = of.iter().map(|id| id.uuid()).collect();
    let rows: Vec<(Uuid, i64)> = t::table
        .inner_join(
            account::table.on(account::tenant_id
                .eq(t::tenant_id)
                .and(account::id.eq(t::account_id))),
        )
        .filter(t::responsibility_id.eq_any(ids))
        .filter(account::closed_at.is_null())
        .filter(t::valid_from.le(day))
        .filter(t::valid_to.is_null().or(t::valid_to.gt(day)))
        .group_by(t::responsibility_id)
        .select((t::responsibility_id, count_star()))
        .load(sql.conn())?;
    Ok(rows
        .into_iter()
        .map(|(id, count)| (ResponsibilityId::from_uuid(id), count))
        .collect())
}

type ResponsibilityColumns = (Uuid, String, Value, String, Uuid);

fn responsibility_of((id, code, name, role, group): ResponsibilityColumns) -> Result<ResponsibilityFacts> {
    Ok(ResponsibilityFacts {
        id: ResponsibilityId::from_uuid(id),
        code,
        name: read(name)?,
        role,
        group: BusinessGroupId::from_uuid(group),
    })
}

/// The responsibilities in the order of their codes.
///
/// # Errors
/// When the database fails.
pub fn responsibilities(sql: &mut Sql) -> Result<Vec<ResponsibilityFacts>> {
    use responsibility as t;
    let rows: Vec<ResponsibilityColumns> = t::table
        .order(t::code)
        .select((t::id, t::code, t::name, t::role, t::business_group_id))
        .load(sql.conn())?;
    rows.into_iter().map(responsibility_of).collect()
}

/// Whether there is such a responsibility.
///
/// # Errors
/// When the database fails.
pub fn is_responsibility(sql: &mut Sql, id: ResponsibilityId) -> Result<bool> {
    use responsibility as t;
    let one = t::table.filter(t::id.eq(id.uuid()));
    Ok(diesel::select(diesel::dsl::exists(one)).get_result(sql.conn())?)
}

/// One responsibility.
///
/// # Errors
/// [`Error::NotFound`] when there is none; when the database fails.
pub fn responsibility(sql: &mut Sql, id: ResponsibilityId) -> Result<ResponsibilityFacts> {
    use responsibility as t;
    let row: Option<ResponsibilityColumns> = t::table
        .filter(t::id.eq(id.uuid()))
        .select((t::id, t::code, t::name, t::role, t::business_group_id))
        .first(sql.conn())
        .optional()?;
    responsibility_of(row.ok_or(Error::NotFound)?)
}

/// The profile options that are set at this level, or everywhere but for people whom whoever asks may not know of.
///
/// # Errors
/// When the database fails.
pub fn options(sql: &mut Sql, at: Option<OptionLevel>) -> Result<Vec<OptionRow>> {
    use profile_option as t;
    let mut query = t::table
        .order((t::level, t::level_id, t::name))
        .select((t::name, t::level, t::level_id, t::value))
        .into_boxed();
    if let Some(level) = at {
        query = query
            .filter(t::level.eq(level.name()))
            .filter(t::level_id.eq(level.id()));
    } else if let Some(group) = circle(sql)? {
        let unknown = account::table
            .filter(account::business_group_id.ne(group.uuid()))
            .select(account::id);
        query = query.filter(t::level.ne("user").or(not(t::level_id.eq_any(unknown))));
    }
    let rows: Vec<(String, String, Uuid, String)> = query.load(sql.conn())?;
    Ok(rows
        .into_iter()
        .filter_map(|(name, level, id, value)| {
            Some(OptionRow {
                name: OptionName::parse(&name)?,
                level: OptionLevel::parse(&level, id)?,
                value,
            })
        })
        .collect())
}

/// Sets a profile option at a level.
pub(in super::super) fn set_option(sql: &mut Sql, option: &OptionRow) -> Result<()> {
    use profile_option as t;
    let tenant = sql.tenant().uuid();
    diesel::insert_into(t::table)
        .values((
            t::tenant_id.eq(tenant),
            t::name.eq(option.name.name()),
            t::level.eq(option.level.name()),
            t::level_id.eq(option.level.id()),
            t::value.eq(&option.value),
        ))
        .on_conflict((t::tenant_id, t::name, t::level, t::level_id))
        .do_update()
        .set(t::value.eq(&option.value))
        .execute(sql.conn())?;
    Ok(())
}

/// Takes a profile option away from a level: what the next level says is then in force.
pub(in super::super) fn clear_option(sql: &mut Sql, name: OptionName, level: OptionLevel) -> Result<()> {
    use profile_option as t;
    diesel::delete(
        t::table
            .filter(t::name.eq(name.name()))
            .filter(t::level.eq(level.name()))
            .filter(t::level_id.eq(level.id())),
    )
    .execute(sql.conn())?;
    Ok(())
}

/// Writes a new responsibility.
pub(in super::super) fn add_responsibility(
    sql: &mut Sql,
    id: ResponsibilityId,
    (code, name): (&str, &Localised),
    role: &str,
    group: BusinessGroupId,
) -> Result<()> {
    use responsibility as t;
    let tenant = sql.tenant().uuid();
    diesel::insert_into(t::table)
        .values((
            t::tenant_id.eq(tenant),
            t::id.eq(id.uuid()),
            t::business_group_id.eq(group.uuid()),
            t::code.eq(code),
            t::name.eq(serde_json::to_value(name).map_err(Error::internal)?),
            t::role.eq(role),
        ))
        .execute(sql.conn())?;
    Ok(())
}

/// Changes a responsibility; its code stays.
pub(in super::super) fn put_responsibility(
    sql: &mut Sql,
    id: ResponsibilityId,
    name: &Localised,
    role: &str,
    group: BusinessGroupId,
) -> Result<()> {
    use responsibility as t;
    diesel::update(t::table.filter(t::id.eq(id.uuid())))
        .set((
            t::business_group_id.eq(group.uuid()),
            t::name.eq(serde_json::to_value(name).map_err(Error::internal)?),
            t::role.eq(role),
        ))
        .execute(sql.conn())?;
    Ok(())
}
