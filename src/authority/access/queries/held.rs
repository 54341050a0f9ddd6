//! Who holds what on a day, and the options and units that a context starts from.

use std::collections::{BTreeMap, BTreeSet, HashMap};

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

pub(super) fn held(
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
    let rows: Vec<[&str; 3]> = rows
        .iter()
        .map(|(name, level, value)| [name.as_str(), level.as_str(), value.as_str()])
        .collect();
    let profiles = profiles(sql, &named_profiles(rows.iter().copied()), group)?;
    put_together(rows.into_iter(), &profiles)
}

/// The profiles that rows of name, level and value name.
fn named_profiles<'a>(rows: impl Iterator<Item = [&'a str; 3]>) -> Vec<Uuid> {
    rows.filter(|[name, ..]| *name == "mo_security_profile")
        .filter_map(|[.., value]| value.parse().ok())
        .collect()
}

/// The options that rows of name, level and value say.
fn put_together<'a>(
    rows: impl Iterator<Item = [&'a str; 3]>,
    profiles: &BTreeMap<Uuid, SecurityProfile>,
) -> Result<Options> {
    let mut options = Options::default();
    for [name, level, value] in rows {
        let id: Uuid = value
            .parse()
            .map_err(|_| Error::Internal(format!("profile option {name} is not an id")))?;
        let level = match level {
            "user" => Level::User,
            "responsibility" => Level::Responsibility,
            "application" => Level::Application,
            _ => Level::Site,
        };
        match name {
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

/// What every responsibility starts from where nobody has an option of her own, read at once: hundreds of them are looked
/// through for a list of people.
pub(in super::super) struct OptionBook {
    /// Name, level, the id of what is at that level, value.
    rows: HashMap<Uuid, Vec<[String; 3]>>,
    site: Vec<[String; 3]>,
    profiles: BTreeMap<Uuid, SecurityProfile>,
}

/// Reads the options of the site, of applications and of responsibilities. Local profiles without a business group of their
/// own stay inside `group`.
pub(in super::super) fn option_book(sql: &mut Sql, group: BusinessGroupId) -> Result<OptionBook> {
    let found: Vec<(String, String, Uuid, String)> = profile_option::table
        .filter(profile_option::level.ne("user"))
        .filter(profile_option::name.like("mo\\_%"))
        .select((
            profile_option::name,
            profile_option::level,
            profile_option::level_id,
            profile_option::value,
        ))
        .load(sql.conn())?;
    let named = found.iter().map(|(name, level, _, value)| [name, level, value]);
    let named = named_profiles(named.map(|row| row.map(String::as_str)));
    let mut book = OptionBook {
        rows: HashMap::new(),
        site: Vec::new(),
        profiles: profiles(sql, &named, group)?,
    };
    for (name, level, place, value) in found {
        let at = match level.as_str() {
            "site" => &mut book.site,
            _ => book.rows.entry(place).or_default(),
        };
        at.push([name, level, value]);
    }
    Ok(book)
}

impl OptionBook {
    /// What `held` starts from.
    pub(in super::super) fn options(&self, held: &HeldResponsibility) -> Result<Options> {
        let own = self.rows.get(&held.id.uuid());
        let application = self.rows.get(&Application::of_role(&held.role).id());
        let all = self
            .site
            .iter()
            .chain(own.into_iter().chain(application).flatten());
        put_together(
            all.map(|[name, level, value]| [name.as_str(), level.as_str(), value.as_str()]),
            &self.profiles,
        )
    }
}

fn profiles(sql: &mut Sql, ids: &[Uuid], group: BusinessGroupId) -> Result<BTreeMap<Uuid, SecurityProfile>> {
    let rows: Vec<(Uuid, serde_json::Value, String, bool, bool, Option<Uuid>)> = security_profile::table
        .filter(security_profile::id.eq_any(ids))
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
        .filter(security_profile_unit::security_profile_id.eq_any(ids))
        .select((
            security_profile_unit::security_profile_id,
            security_profile_unit::operating_unit_id,
            security_profile_unit::with_descendants,
        ))
        .load(sql.conn())?;
    let mut lists: HashMap<Uuid, BTreeSet<OperatingUnitId>> = HashMap::new();
    let mut tops: HashMap<Uuid, Vec<Uuid>> = HashMap::new();
    for (profile, unit, deep) in units {
        if deep {
            tops.entry(profile).or_default().push(unit);
        } else {
            lists
                .entry(profile)
                .or_default()
                .insert(OperatingUnitId::from_uuid(unit));
        }
    }
    Ok(rows
        .into_iter()
        .map(|(id, name, code, view_all, global, own_group)| {
            let list = lists.remove(&id).unwrap_or_default();
            let hierarchies = tops.remove(&id).unwrap_or_default().into_iter().collect();
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
