//! What access is compiled from, read under the tenant's row security.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use diesel::prelude::*;
use uuid::Uuid;

use crate::kernel::access::{Directory, Level, Options, Scope, SecurityProfile, Setting};
use crate::kernel::actions::Verb;
use crate::kernel::error::{Error, Result};
use crate::kernel::ids::{AccountId, BusinessGroupId, OperatingUnitId, ResponsibilityId, SecurityProfileId};
use crate::platform::door::Sql;
use crate::platform::schema::{
    access_version, account_responsibility, operating_unit, policy_line, profile_option, responsibility,
    security_profile, security_profile_unit,
};

use super::policy::PolicyLine;
use super::roles::LineReach;

/// The version of the tenant's access, 0 before anything was applied.
pub(super) fn version(sql: &mut Sql) -> Result<i64> {
    let tenant = sql.tenant().uuid();
    Ok(access_version::table
        .find(tenant)
        .select(access_version::version)
        .first(sql.conn())
        .optional()?
        .unwrap_or(0))
}

/// The tenant's own lines. A verb that no longer exists is passed over: it can allow nothing.
pub(super) fn policy_lines(sql: &mut Sql) -> Result<Vec<PolicyLine>> {
    let rows: Vec<(String, String, String, String)> = policy_line::table
        .select((
            policy_line::role,
            policy_line::reach,
            policy_line::verb,
            policy_line::effect,
        ))
        .load(sql.conn())?;
    Ok(rows
        .into_iter()
        .filter_map(|(role, reach, verb, effect)| {
            let reach = LineReach::ALL.into_iter().find(|known| known.name() == reach)?;
            Some(PolicyLine {
                role,
                reach,
                verb: Verb::parse(&verb)?,
                allows: effect == "allow",
            })
        })
        .collect())
}

/// A responsibility that an account has on a day.
#[derive(Debug, Clone)]
pub struct HeldResponsibility {
    /// Its id.
    pub id: ResponsibilityId,
    /// Its name in the languages of the tenant.
    pub name: serde_json::Value,
    /// Its role.
    pub role: String,
}

/// The responsibilities of `account` on `day`, in the order of their codes.
pub(super) fn responsibilities(
    sql: &mut Sql,
    account: AccountId,
    day: NaiveDate,
) -> Result<Vec<HeldResponsibility>> {
    let rows: Vec<(Uuid, serde_json::Value, String)> = account_responsibility::table
        .inner_join(
            responsibility::table.on(responsibility::tenant_id
                .eq(account_responsibility::tenant_id)
                .and(responsibility::id.eq(account_responsibility::responsibility_id))),
        )
        .filter(account_responsibility::account_id.eq(account.uuid()))
        .filter(account_responsibility::valid_from.le(day))
        .filter(
            account_responsibility::valid_to
                .is_null()
                .or(account_responsibility::valid_to.gt(day)),
        )
        .order(responsibility::code)
        .select((responsibility::id, responsibility::name, responsibility::role))
        .load(sql.conn())?;
    Ok(rows
        .into_iter()
        .map(|(id, name, role)| HeldResponsibility {
            id: ResponsibilityId::from_uuid(id),
            name,
            role,
        })
        .collect())
}

/// Every operating unit that exists on `day`, and which lies below which.
pub(super) fn directory(sql: &mut Sql, day: NaiveDate) -> Result<Directory> {
    let rows: Vec<(Uuid, Uuid, Option<Uuid>)> = operating_unit::table
        .filter(operating_unit::valid_from.le(day))
        .filter(
            operating_unit::valid_to
                .is_null()
                .or(operating_unit::valid_to.gt(day)),
        )
        .select((
            operating_unit::id,
            operating_unit::business_group_id,
            operating_unit::parent_unit_id,
        ))
        .load(sql.conn())?;
    let parents: Vec<(Uuid, Uuid)> = rows
        .iter()
        .filter_map(|(unit, _, parent)| Some((*unit, (*parent)?)))
        .collect();
    Ok(Directory::new(rows.into_iter().map(|(unit, group, _)| {
        (
            OperatingUnitId::from_uuid(unit),
            BusinessGroupId::from_uuid(group),
        )
    }))
    .with_hierarchy(parents))
}

/// The three options that a context starts from, at each level that applies to this account and responsibility.
pub(super) fn options(sql: &mut Sql, account: AccountId, held: ResponsibilityId) -> Result<Options> {
    let rows: Vec<(String, String, String)> = profile_option::table
        .filter(
            profile_option::level
                .eq("user")
                .and(profile_option::level_id.eq(account.uuid()))
                .or(profile_option::level
                    .eq("responsibility")
                    .and(profile_option::level_id.eq(held.uuid())))
                .or(profile_option::level.eq_any(["application", "site"])),
        )
        .select((profile_option::name, profile_option::level, profile_option::value))
        .load(sql.conn())?;
    let mut options = Options::default();
    let profiles = profiles(
        sql,
        rows.iter()
            .filter(|row| row.0 == "mo_security_profile")
            .map(|row| row.2.as_str()),
    )?;
    for (name, level, value) in &rows {
        let id: Uuid = value
            .parse()
            .map_err(|_| Error::Internal(format!("profile option {name} is not an id")))?;
        let level = match level.as_str() {
            "user" => Level::User,
            "responsibility" => Level::Responsibility,
            "application" => Level::Application,
            _ => Level::Site,
        };
        match name.as_str() {
            "mo_security_profile" => {
                if let Some(profile) = profiles.get(&id) {
                    set(&mut options.security_profile, level, profile.clone());
                }
            }
            "mo_operating_unit" => set(&mut options.operating_unit, level, OperatingUnitId::from_uuid(id)),
            "mo_default_operating_unit" => {
                set(&mut options.default_unit, level, OperatingUnitId::from_uuid(id))
            }
            _ => {}
        }
    }
    Ok(options)
}

fn set<T>(setting: &mut Setting<T>, level: Level, value: T) {
    let slot = match level {
        Level::User => &mut setting.user,
        Level::Responsibility => &mut setting.responsibility,
        Level::Application => &mut setting.application,
        Level::Site => &mut setting.site,
    };
    *slot = Some(value);
}

fn profiles<'a>(
    sql: &mut Sql,
    ids: impl Iterator<Item = &'a str>,
) -> Result<BTreeMap<Uuid, SecurityProfile>> {
    let ids: Vec<Uuid> = ids.filter_map(|id| id.parse().ok()).collect();
    let rows: Vec<(Uuid, String, bool)> = security_profile::table
        .filter(security_profile::id.eq_any(&ids))
        .select((
            security_profile::id,
            security_profile::code,
            security_profile::view_all,
        ))
        .load(sql.conn())?;
    let units: Vec<(Uuid, Uuid, bool)> = security_profile_unit::table
        .filter(security_profile_unit::security_profile_id.eq_any(&ids))
        .select((
            security_profile_unit::security_profile_id,
            security_profile_unit::operating_unit_id,
            security_profile_unit::with_descendants,
        ))
        .load(sql.conn())?;
    Ok(rows
        .into_iter()
        .map(|(id, name, view_all)| {
            let own = || units.iter().filter(move |(profile, ..)| *profile == id);
            let list: BTreeSet<_> = own()
                .filter(|(_, _, deep)| !deep)
                .map(|(_, unit, _)| OperatingUnitId::from_uuid(*unit))
                .collect();
            let hierarchy = own().find(|(_, _, deep)| *deep).map(|(_, unit, _)| *unit);
            let id_of_profile = SecurityProfileId::from_uuid(id);
            (
                id,
                SecurityProfile {
                    id: id_of_profile,
                    name,
                    scope: Scope::Global,
                    view_all,
                    hierarchy,
                    list,
                },
            )
        })
        .collect())
}
