//! SQL of security profiles.

use std::collections::HashMap;

use diesel::dsl::count_star;
use diesel::prelude::*;
use serde_json::Value;
use uuid::Uuid;

use crate::kernel::error::{Error, Result};
use crate::kernel::ids::{BusinessGroupId, OperatingUnitId, ResponsibilityId, SecurityProfileId};
use crate::kernel::locale::Localised;
use crate::platform::door::Sql;
use crate::platform::schema::{profile_option, security_profile, security_profile_unit};

use super::super::model::{OptionName, Profile, ProfileUnit};
use super::read;

/// What the security profiles are called, in the order of their codes.
///
/// # Errors
/// When the database fails.
pub fn profile_names(sql: &mut Sql) -> Result<Vec<(Uuid, String, Localised)>> {
    use security_profile as t;
    let rows: Vec<(Uuid, String, Value)> = t::table
        .order(t::code)
        .select((t::id, t::code, t::name))
        .load(sql.conn())?;
    rows.into_iter()
        .map(|(id, code, name)| Ok((id, code, read(name)?)))
        .collect()
}

/// The security profiles that are set for these responsibilities.
///
/// # Errors
/// When the database fails.
pub fn profiles_set_for(
    sql: &mut Sql,
    of: &[ResponsibilityId],
) -> Result<HashMap<ResponsibilityId, (SecurityProfileId, Localised)>> {
    use profile_option as t;
    let ids: Vec<Uuid> = of.iter().map(|id| id.uuid()).collect();
    let set: Vec<(Uuid, String)> = t::table
        .filter(t::name.eq(OptionName::SecurityProfile.name()))
        .filter(t::level.eq("responsibility"))
        .filter(t::level_id.eq_any(ids))
        .select((t::level_id, t::value))
        .load(sql.conn())?;
    let set: Vec<(Uuid, Uuid)> = set
        .into_iter()
        .filter_map(|(of, value)| Some((of, value.parse().ok()?)))
        .collect();
    let wanted: Vec<Uuid> = set.iter().map(|(_, profile)| *profile).collect();
    let names: HashMap<Uuid, Value> = security_profile::table
        .filter(security_profile::id.eq_any(wanted))
        .select((security_profile::id, security_profile::name))
        .load::<(Uuid, Value)>(sql.conn())?
        .into_iter()
        .collect();
    set.into_iter()
        .filter_map(|(of, profile)| Some((of, profile, names.get(&profile)?.clone())))
        .map(|(of, profile, name)| {
            let profile = (SecurityProfileId::from_uuid(profile), read(name)?);
            Ok((ResponsibilityId::from_uuid(of), profile))
        })
        .collect()
}

/// Whether there is such a security profile.
///
/// # Errors
/// When the database fails.
pub fn is_profile(sql: &mut Sql, id: SecurityProfileId) -> Result<bool> {
    use security_profile as t;
    let one = t::table.filter(t::id.eq(id.uuid()));
    Ok(diesel::select(diesel::dsl::exists(one)).get_result(sql.conn())?)
}

/// The security profiles in the order of their codes.
///
/// # Errors
/// When the database fails.
pub fn profiles(sql: &mut Sql) -> Result<Vec<Profile>> {
    let every: Vec<Uuid> = security_profile::table
        .select(security_profile::id)
        .load(sql.conn())?;
    profiles_of(sql, &every)
}

/// These security profiles, in the order of their codes.
///
/// # Errors
/// When the database fails.
pub fn profiles_of(sql: &mut Sql, ids: &[Uuid]) -> Result<Vec<Profile>> {
    use security_profile as t;
    use security_profile_unit as u;
    let mut units: HashMap<Uuid, Vec<ProfileUnit>> = HashMap::new();
    let rows: Vec<(Uuid, Uuid, bool)> = u::table
        .filter(u::security_profile_id.eq_any(ids))
        .order(u::operating_unit_id)
        .select((u::security_profile_id, u::operating_unit_id, u::with_descendants))
        .load(sql.conn())?;
    for (profile, unit, with_descendants) in rows {
        units.entry(profile).or_default().push(ProfileUnit {
            unit: OperatingUnitId::from_uuid(unit),
            with_descendants,
        });
    }
    let texts: Vec<String> = ids.iter().map(Uuid::to_string).collect();
    let uses: HashMap<String, i64> = profile_option::table
        .filter(profile_option::name.eq(OptionName::SecurityProfile.name()))
        .filter(profile_option::value.eq_any(texts))
        .group_by(profile_option::value)
        .select((profile_option::value, count_star()))
        .load::<(String, i64)>(sql.conn())?
        .into_iter()
        .collect();
    let rows: Vec<(Uuid, String, Value, bool, bool)> = t::table
        .filter(t::id.eq_any(ids))
        .order(t::code)
        .select((t::id, t::code, t::name, t::view_all, t::global))
        .load(sql.conn())?;
    rows.into_iter()
        .map(|(id, code, name, view_all, global)| {
            Ok(Profile {
                id: SecurityProfileId::from_uuid(id),
                code,
                name: read(name)?,
                view_all,
                global,
                units: units.remove(&id).unwrap_or_default(),
                uses: uses.get(&id.to_string()).copied().unwrap_or(0),
            })
        })
        .collect()
}

/// One security profile.
///
/// # Errors
/// [`Error::NotFound`] when there is none; when the database fails.
pub fn profile(sql: &mut Sql, id: SecurityProfileId) -> Result<Profile> {
    profiles_of(sql, &[id.uuid()])?.pop().ok_or(Error::NotFound)
}

/// The business group inside which a local profile stays; `None`: that of whoever works under it.
pub(in super::super) fn group_of_profile(
    sql: &mut Sql,
    id: SecurityProfileId,
) -> Result<Option<BusinessGroupId>> {
    use security_profile as t;
    let group: Option<Option<Uuid>> = t::table
        .filter(t::id.eq(id.uuid()))
        .select(t::business_group_id)
        .first(sql.conn())
        .optional()?;
    Ok(group.flatten().map(BusinessGroupId::from_uuid))
}

/// Writes a security profile, new or changed; the code of one that is there stays.
pub(in super::super) fn put_profile(
    sql: &mut Sql,
    profile: &Profile,
    scope: Option<BusinessGroupId>,
) -> Result<()> {
    use security_profile as t;
    let tenant = sql.tenant().uuid();
    let name = serde_json::to_value(&profile.name).map_err(Error::internal)?;
    let rest = (
        t::name.eq(&name),
        t::view_all.eq(profile.view_all),
        t::global.eq(profile.global),
        t::business_group_id.eq(scope.map(|group| group.uuid())),
    );
    diesel::insert_into(t::table)
        .values((
            t::tenant_id.eq(tenant),
            t::id.eq(profile.id.uuid()),
            t::code.eq(&profile.code),
            rest,
        ))
        .on_conflict((t::tenant_id, t::id))
        .do_update()
        .set(rest)
        .execute(sql.conn())?;
    Ok(())
}

/// Makes the units of a profile these, touching no row that is right already.
pub(in super::super) fn put_profile_units(
    sql: &mut Sql,
    of: SecurityProfileId,
    units: &[ProfileUnit],
) -> Result<()> {
    use security_profile_unit as t;
    let tenant = sql.tenant().uuid();
    let kept: Vec<Uuid> = units.iter().map(|one| one.unit.uuid()).collect();
    diesel::delete(
        t::table
            .filter(t::security_profile_id.eq(of.uuid()))
            .filter(t::operating_unit_id.ne_all(&kept)),
    )
    .execute(sql.conn())?;
    for one in units {
        diesel::insert_into(t::table)
            .values((
                t::tenant_id.eq(tenant),
                t::security_profile_id.eq(of.uuid()),
                t::operating_unit_id.eq(one.unit.uuid()),
                t::with_descendants.eq(one.with_descendants),
            ))
            .on_conflict((t::tenant_id, t::security_profile_id, t::operating_unit_id))
            .do_update()
            .set(t::with_descendants.eq(one.with_descendants))
            .execute(sql.conn())?;
    }
    Ok(())
}
