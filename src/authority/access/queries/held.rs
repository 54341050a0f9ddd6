//! Who holds what on a day, and the options and units that a context starts from.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use diesel::prelude::*;
use uuid::Uuid;

use crate::kernel::access::{
    Application, Directory, Ended, Level, Options, Scope, SecurityProfile, Setting, UnitSet,
};
use crate::kernel::error::{Error, Result};
use crate::kernel::ids::{
    AccountId, BusinessGroupId, DelegationId, OperatingUnitId, ResponsibilityId, SecurityProfileId,
};
use crate::platform::door::Sql;
use crate::platform::schema::{
    account, account_responsibility, delegation, delegation_unit, operating_unit, profile_option,
    responsibility, security_profile, security_profile_unit,
};

use super::super::model::{HeldResponsibility, Loan};

type ResponsibilityColumns = (Uuid, String, serde_json::Value, String, Uuid);

/// The responsibilities of `account` that touch one of the days from `day` on (`since` = `None`: that are in force on it),
/// in the order of their codes; behind them those lent to her.
pub(in super::super) fn responsibilities(
    sql: &mut Sql,
    of: AccountId,
    day: NaiveDate,
) -> Result<Vec<HeldResponsibility>> {
    let mut held = all_responsibilities(sql, of)?;
    held.retain(|one| one.is_in_force(day));
    held.sort_by_key(|one| one.loan.is_some());
    let mut seen = BTreeSet::new();
    held.retain(|one| seen.insert(one.key()));
    Ok(held)
}

/// Every responsibility that `account` has, had or will have, and every loan to her, in the order of their codes and days.
pub(in super::super) fn all_responsibilities(
    sql: &mut Sql,
    of: AccountId,
) -> Result<Vec<HeldResponsibility>> {
    let mut all = own(sql, of)?;
    all.extend(lent(sql, of)?);
    Ok(all)
}

fn own(sql: &mut Sql, of: AccountId) -> Result<Vec<HeldResponsibility>> {
    let rows: Vec<(ResponsibilityColumns, NaiveDate, Option<NaiveDate>)> = account_responsibility::table
        .inner_join(
            responsibility::table.on(responsibility::tenant_id
                .eq(account_responsibility::tenant_id)
                .and(responsibility::id.eq(account_responsibility::responsibility_id))),
        )
        .filter(account_responsibility::account_id.eq(of.uuid()))
        .order((responsibility::code, account_responsibility::valid_from))
        .select((
            (
                responsibility::id,
                responsibility::code,
                responsibility::name,
                responsibility::role,
                responsibility::business_group_id,
            ),
            account_responsibility::valid_from,
            account_responsibility::valid_to,
        ))
        .load(sql.conn())?;
    Ok(rows
        .into_iter()
        .map(|(row, from, to)| held(row, from, to, None))
        .collect())
}

fn held(
    (id, code, name, role, group): ResponsibilityColumns,
    valid_from: NaiveDate,
    valid_to: Option<NaiveDate>,
    loan: Option<Loan>,
) -> HeldResponsibility {
    HeldResponsibility {
        id: ResponsibilityId::from_uuid(id),
        code,
        name,
        role,
        group: BusinessGroupId::from_uuid(group),
        valid_from,
        valid_to,
        loan,
    }
}

/// Loans to `borrower` that were not ended early. Each knows on which days its lender herself has what she lends.
fn lent(sql: &mut Sql, borrower: AccountId) -> Result<Vec<HeldResponsibility>> {
    type Row = (
        ResponsibilityColumns,
        NaiveDate,
        NaiveDate,
        Uuid,
        Uuid,
        String,
        Option<Uuid>,
    );
    let rows: Vec<Row> = delegation::table
        .inner_join(
            responsibility::table.on(responsibility::tenant_id
                .eq(delegation::tenant_id)
                .and(responsibility::id.eq(delegation::responsibility_id))),
        )
        .inner_join(
            account::table.on(account::tenant_id
                .eq(delegation::tenant_id)
                .and(account::id.eq(delegation::lender_id))),
        )
        .filter(delegation::borrower_id.eq(borrower.uuid()))
        .filter(delegation::ended_at.is_null())
        .filter(account::closed_at.is_null())
        .order((responsibility::code, delegation::valid_from, delegation::id))
        .select((
            (
                responsibility::id,
                responsibility::code,
                responsibility::name,
                responsibility::role,
                responsibility::business_group_id,
            ),
            delegation::valid_from,
            delegation::valid_to,
            delegation::id,
            delegation::lender_id,
            account::display_name,
            account::business_group_id,
        ))
        .load(sql.conn())?;
    let mut all = Vec::with_capacity(rows.len());
    for (row, from, to, id, lender, lender_name, lender_group) in rows {
        let lender = AccountId::from_uuid(lender);
        let loan = Loan {
            id: DelegationId::from_uuid(id),
            lender,
            lender_name,
            lender_group: lender_group.map(BusinessGroupId::from_uuid),
            units: loan_units(sql, id)?,
            lender_has: days_of(sql, lender, row.0)?,
        };
        all.push(held(row, from, Some(to), Some(loan)));
    }
    Ok(all)
}

fn loan_units(sql: &mut Sql, loan: Uuid) -> Result<UnitSet> {
    let units: Vec<Uuid> = delegation_unit::table
        .filter(delegation_unit::delegation_id.eq(loan))
        .select(delegation_unit::operating_unit_id)
        .load(sql.conn())?;
    Ok(units.into_iter().map(OperatingUnitId::from_uuid).collect())
}

/// The days on which an account has a responsibility of her own.
fn days_of(
    sql: &mut Sql,
    of: AccountId,
    responsibility: Uuid,
) -> Result<Vec<(NaiveDate, Option<NaiveDate>)>> {
    Ok(account_responsibility::table
        .filter(account_responsibility::account_id.eq(of.uuid()))
        .filter(account_responsibility::responsibility_id.eq(responsibility))
        .select((
            account_responsibility::valid_from,
            account_responsibility::valid_to,
        ))
        .load(sql.conn())?)
}

/// Every responsibility there is, as somebody would hold it, in the order of their codes.
pub(in super::super) fn every_responsibility(sql: &mut Sql) -> Result<Vec<HeldResponsibility>> {
    let rows: Vec<ResponsibilityColumns> = responsibility::table
        .order(responsibility::code)
        .select((
            responsibility::id,
            responsibility::code,
            responsibility::name,
            responsibility::role,
            responsibility::business_group_id,
        ))
        .load(sql.conn())?;
    Ok(rows
        .into_iter()
        .map(|row| held(row, NaiveDate::MIN, None, None))
        .collect())
}

/// The business groups that open staff accounts belong to; `None` for those that belong to none.
pub(in super::super) fn groups_of_staff(sql: &mut Sql) -> Result<Vec<Option<BusinessGroupId>>> {
    let groups: Vec<Option<Uuid>> = account::table
        .filter(account::kind.eq("staff"))
        .select(account::business_group_id)
        .distinct()
        .load(sql.conn())?;
    Ok(groups
        .into_iter()
        .map(|group| group.map(BusinessGroupId::from_uuid))
        .collect())
}

/// The accounts that have an option of their own.
pub(in super::super) fn with_own_options(sql: &mut Sql) -> Result<Vec<AccountId>> {
    let ids: Vec<Uuid> = profile_option::table
        .filter(profile_option::level.eq("user"))
        .select(profile_option::level_id)
        .distinct()
        .load(sql.conn())?;
    Ok(ids.into_iter().map(AccountId::from_uuid).collect())
}

/// The business group of the employee behind an account.
pub(in super::super) fn group_of(sql: &mut Sql, of: AccountId) -> Result<Option<BusinessGroupId>> {
    let group: Option<Option<Uuid>> = account::table
        .filter(account::id.eq(of.uuid()))
        .select(account::business_group_id)
        .first(sql.conn())
        .optional()?;
    Ok(group.flatten().map(BusinessGroupId::from_uuid))
}

/// Every operating unit that exists on `day`, which lies below which, and those that have ended with their successors.
pub(in super::super) fn directory(sql: &mut Sql, day: NaiveDate) -> Result<Directory> {
    type Row = (Uuid, Uuid, Option<Uuid>, Option<NaiveDate>, Option<Uuid>);
    let rows: Vec<Row> = operating_unit::table
        .filter(operating_unit::valid_from.le(day))
        .select((
            operating_unit::id,
            operating_unit::business_group_id,
            operating_unit::parent_unit_id,
            operating_unit::valid_to,
            operating_unit::succeeded_by,
        ))
        .load(sql.conn())?;
    let (open, ended): (Vec<Row>, Vec<Row>) = rows
        .into_iter()
        .partition(|(.., valid_to, _)| valid_to.is_none_or(|to| to > day));
    let parents: Vec<(Uuid, Uuid)> = open
        .iter()
        .filter_map(|(unit, _, parent, ..)| Some((*unit, (*parent)?)))
        .collect();
    Ok(Directory::new(open.into_iter().map(|(unit, group, ..)| {
        (
            OperatingUnitId::from_uuid(unit),
            BusinessGroupId::from_uuid(group),
        )
    }))
    .with_hierarchy(parents)
    .with_ended(ended.into_iter().map(|(unit, group, _, _, successor)| Ended {
        unit: OperatingUnitId::from_uuid(unit),
        group: BusinessGroupId::from_uuid(group),
        successor: successor.map(OperatingUnitId::from_uuid),
    })))
}

/// The three options that a context starts from, at each level that applies to this account, responsibility and its
/// application. A local profile without a business group of its own stays inside `group`.
pub(in super::super) fn options(
    sql: &mut Sql,
    account: AccountId,
    held: &HeldResponsibility,
    group: BusinessGroupId,
) -> Result<Options> {
    let at = |level: &'static str, place: Uuid| {
        profile_option::level
            .eq(level)
            .and(profile_option::level_id.eq(place))
    };
    let rows: Vec<(String, String, String)> = profile_option::table
        .filter(
            at("user", account.uuid())
                .or(at("responsibility", held.id.uuid()))
                .or(at("application", Application::of_role(&held.role).id()))
                .or(profile_option::level.eq("site")),
        )
        // The other options are no ids, and decide nothing here.
        .filter(profile_option::name.like("mo\\_%"))
        .select((profile_option::name, profile_option::level, profile_option::value))
        .load(sql.conn())?;
    let mut options = Options::default();
    let profiles = profiles(
        sql,
        rows.iter()
            .filter(|row| row.0 == "mo_security_profile")
            .map(|row| row.2.as_str()),
        group,
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
    group: BusinessGroupId,
) -> Result<BTreeMap<Uuid, SecurityProfile>> {
    let ids: Vec<Uuid> = ids.filter_map(|id| id.parse().ok()).collect();
    let rows: Vec<(Uuid, serde_json::Value, String, bool, bool, Option<Uuid>)> = security_profile::table
        .filter(security_profile::id.eq_any(&ids))
        .select((
            security_profile::id,
            security_profile::name,
            security_profile::code,
            security_profile::view_all,
            security_profile::global,
            security_profile::business_group_id,
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
        .map(|(id, name, code, view_all, global, own_group)| {
            let own = || units.iter().filter(move |(profile, ..)| *profile == id);
            let list: BTreeSet<_> = own()
                .filter(|(_, _, deep)| !deep)
                .map(|(_, unit, _)| OperatingUnitId::from_uuid(*unit))
                .collect();
            let hierarchies = own()
                .filter(|(_, _, deep)| *deep)
                .map(|(_, unit, _)| *unit)
                .collect();
            let id_of_profile = SecurityProfileId::from_uuid(id);
            (
                id,
                SecurityProfile {
                    id: id_of_profile,
                    name: code,
                    names: serde_json::from_value(name).unwrap_or_default(),
                    scope: if global {
                        Scope::Global
                    } else {
                        Scope::Local(own_group.map_or(group, BusinessGroupId::from_uuid))
                    },
                    view_all,
                    hierarchies,
                    list,
                },
            )
        })
        .collect())
}
