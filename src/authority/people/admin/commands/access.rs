//! Commands about responsibilities, security profiles and profile options.

use chrono::NaiveDate;

use crate::authority::access::may_change_access;
use crate::kernel::error::{Error, FieldProblem, Refusal, Result};
use crate::kernel::ids::{BusinessGroupId, OperatingUnitId, ResponsibilityId, SecurityProfileId};
use crate::kernel::locale::{Language, Localised};
use crate::platform::door::{Granted, Sql};

use super::super::acts::ChangeAccess;
use super::super::model::{OptionLevel, OptionName, OptionRow, Profile, ProfileUnit};
use super::super::{queries, rules};
use super::{By, refuse};

/// A responsibility as it is written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewResponsibility {
    /// Its code; it never changes.
    pub code: String,
    /// Its name.
    pub name: Localised,
    /// Its role.
    pub role: String,
    /// Its business group.
    pub group: BusinessGroupId,
    /// The security profile it opens; `None`: that of the business group of whoever makes it.
    pub profile: Option<SecurityProfileId>,
}

/// Makes a responsibility. Without a profile it inherits that of its creator's business group, which bears the group's code.
///
/// # Errors
/// A refusal on the fields.
pub fn make_responsibility(
    mut grant: Granted<'_, ChangeAccess>,
    new: &NewResponsibility,
    roles: &[&str],
    home: Language,
    by: &mut By,
) -> Result<ResponsibilityId> {
    let sql = grant.sql();
    by.begin(sql)?;
    let mut problems: Vec<FieldProblem> = rules::code_problem("code", &new.code).into_iter().collect();
    problems.extend(responsibility_problems(sql, new, roles, home)?);
    let profiles = queries::profiles(sql)?;
    let profile = match new.profile {
        Some(id) => profiles.iter().find(|one| one.id == id),
        None => {
            let of = queries::group_of_actor(sql)?.unwrap_or(new.group);
            let group = queries::groups(sql)?.into_iter().find(|one| one.id == of);
            profiles
                .iter()
                .find(|one| group.as_ref().is_some_and(|group| group.code == one.code))
        }
    };
    if profile.is_none() {
        problems.push(FieldProblem::new("profile", "forms-problem-missing"));
    }
    refuse(problems)?;
    let id = ResponsibilityId::fresh();
    queries::add_responsibility(sql, id, (&new.code, &new.name), &new.role, new.group)
        .map_err(|error| code_taken(error, "code"))?;
    if let Some(profile) = profile {
        let option = OptionRow {
            name: OptionName::SecurityProfile,
            level: OptionLevel::Responsibility(id),
            value: profile.id.to_string(),
        };
        queries::set_option(sql, &option)?;
    }
    Ok(id)
}

/// Changes a responsibility's name, role and business group, and the security profile it opens.
///
/// # Errors
/// [`Error::NotFound`] when there is none; a refusal on the fields, or when nobody would administer.
pub fn change_responsibility(
    mut grant: Granted<'_, ChangeAccess>,
    id: ResponsibilityId,
    new: &NewResponsibility,
    roles: &[&str],
    home: Language,
    by: &mut By,
) -> Result<()> {
    let sql = grant.sql();
    by.begin(sql)?;
    let before = queries::responsibility(sql, id)?;
    let mut problems = responsibility_problems(sql, new, roles, home)?;
    // Whoever holds it would administer without a second one having looked.
    if before.role != new.role && problems.is_empty() && may_change_access(&new.role)? {
        problems.push(FieldProblem::new("role", "admin-problem-role-administers"));
    }
    refuse(problems)?;
    queries::put_responsibility(sql, id, &new.name, &new.role, new.group)?;
    let level = OptionLevel::Responsibility(id);
    match new.profile {
        Some(profile) => {
            if !queries::is_profile(sql, profile)? {
                return refuse(vec![FieldProblem::new("profile", "forms-problem-not-an-option")]);
            }
            let option = OptionRow {
                name: OptionName::SecurityProfile,
                level,
                value: profile.to_string(),
            };
            queries::set_option(sql, &option)?;
        }
        None => queries::clear_option(sql, OptionName::SecurityProfile, level)?,
    }
    by.check(sql)
}

fn responsibility_problems(
    sql: &mut Sql,
    new: &NewResponsibility,
    roles: &[&str],
    home: Language,
) -> Result<Vec<FieldProblem>> {
    let mut problems = rules::names_problems(&new.name, home);
    if !roles.contains(&new.role.as_str()) {
        problems.push(FieldProblem::new("role", "forms-problem-not-an-option"));
    }
    let groups = queries::groups(sql)?;
    if !groups.iter().any(|one| one.id == new.group && one.is_open) {
        problems.push(FieldProblem::new("group", "forms-problem-not-an-option"));
    }
    Ok(problems)
}

fn code_taken(error: Error, field: &str) -> Error {
    match error {
        Error::RuleBroken { .. } => {
            Refusal::of_fields(vec![FieldProblem::new(field, "admin-problem-code-taken")]).into()
        }
        other => other,
    }
}

/// Makes a security profile, or changes the one with this id. A local one stays inside the business group of its units; where it
/// names none, inside the group it had, or that of whoever makes it.
///
/// # Errors
/// A refusal on the fields: a local profile has units of one business group, and a profile opens something; when nobody would
/// administer.
pub fn put_profile(
    mut grant: Granted<'_, ChangeAccess>,
    profile: &Profile,
    is_new: bool,
    home: Language,
    by: &mut By,
) -> Result<()> {
    let sql = grant.sql();
    by.begin(sql)?;
    let mut problems = rules::names_problems(&profile.name, home);
    if is_new {
        problems.extend(rules::code_problem("code", &profile.code));
    } else {
        queries::profile(sql, profile.id)?;
    }
    let groups = groups_of(sql, profile, by.today)?;
    problems.extend(units_problem(profile, groups.as_deref()));
    refuse(problems)?;
    let named = groups.and_then(|groups| groups.first().copied());
    let scope = match (profile.global, named) {
        (true, _) => None,
        (false, Some(group)) => Some(group),
        (false, None) if is_new => queries::group_of_actor(sql)?,
        (false, None) => queries::group_of_profile(sql, profile.id)?,
    };
    queries::put_profile(sql, profile, scope).map_err(|error| code_taken(error, "code"))?;
    queries::put_profile_units(sql, profile.id, &profile.units)?;
    by.check(sql)
}

/// The business groups of a profile's units; `None` when one of them is no open unit.
fn groups_of(sql: &mut Sql, profile: &Profile, today: NaiveDate) -> Result<Option<Vec<BusinessGroupId>>> {
    let known = queries::units(sql, today)?;
    let group = |one: &ProfileUnit| {
        known
            .iter()
            .find(|facts| facts.id == one.unit)
            .map(|facts| facts.group)
    };
    let mut groups: Option<Vec<_>> = profile.units.iter().map(group).collect();
    if let Some(groups) = &mut groups {
        groups.sort_unstable();
        groups.dedup();
    }
    Ok(groups)
}

fn units_problem(profile: &Profile, groups: Option<&[BusinessGroupId]>) -> Option<FieldProblem> {
    let code = match groups {
        None => "forms-problem-not-an-option",
        Some(_) if profile.units.is_empty() && !profile.view_all => "admin-problem-profile-empty",
        Some(groups) if groups.len() > 1 && !profile.global => "admin-problem-profile-local",
        Some(_) => return None,
    };
    Some(FieldProblem::new("units", code))
}

/// Sets a profile option at a level, or clears it there with `None`.
///
/// # Errors
/// [`Error::NotFound`] when the level is nobody's; a refusal on the field `value`, or when nobody would administer.
pub fn set_option(
    mut grant: Granted<'_, ChangeAccess>,
    name: OptionName,
    level: OptionLevel,
    value: Option<&str>,
    by: &mut By,
) -> Result<()> {
    let sql = grant.sql();
    level_exists(sql, level)?;
    by.begin(sql)?;
    let Some(value) = value else {
        queries::clear_option(sql, name, level)?;
        return by.check(sql);
    };
    let is_known = match name {
        OptionName::SecurityProfile => {
            let id: Option<SecurityProfileId> = value.parse().ok();
            id.map_or(Ok(false), |id| queries::is_profile(sql, id))?
        }
        OptionName::OperatingUnit | OptionName::DefaultUnit => {
            let id: Option<OperatingUnitId> = value.parse().ok();
            queries::units(sql, by.today)?
                .iter()
                .any(|one| Some(one.id) == id)
        }
        OptionName::CrossGroup => matches!(value, "true" | "false"),
    };
    if !is_known {
        return refuse(vec![FieldProblem::new("value", "forms-problem-not-an-option")]);
    }
    let option = OptionRow {
        name,
        level,
        value: value.to_owned(),
    };
    queries::set_option(sql, &option)?;
    by.check(sql)
}

fn level_exists(sql: &mut Sql, level: OptionLevel) -> Result<()> {
    match level {
        OptionLevel::User(id) => queries::staff(sql, id)?.map(|_| ()).ok_or(Error::NotFound),
        OptionLevel::Responsibility(id) => queries::responsibility(sql, id).map(|_| ()),
        OptionLevel::Application | OptionLevel::Site => Ok(()),
    }
}
