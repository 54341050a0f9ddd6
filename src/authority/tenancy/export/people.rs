//! `people.toml` of what is in the database.

use uuid::Uuid;

use super::organisation::group;
use super::tables::{Row, Tables};
use crate::authority::tenancy::Beside;
use crate::authority::tenancy::code::{
    Application, Citizen, Held, HeldBetween, People, PolicyLine, Responsibility, SecurityProfile,
    SeparatedDuty, SiteOption, Staff,
};
use crate::kernel::error::Result;

/// The people who work for the tenant, and the citizens of a demonstration.
pub(super) fn people(tables: &Tables, beside: &Beside) -> Result<People> {
    let accounts = tables.of("account");
    let demo_sign_in = accounts.iter().any(|row| row.get("demo").unwrap_or(false));
    let (staff, citizens): (Vec<&Row>, Vec<&Row>) = accounts
        .iter()
        .partition(|row| row.get::<String>("kind").is_ok_and(|kind| kind == "staff"));
    Ok(People {
        demo_sign_in,
        security_profile: tables.each("security_profile", |row| profile(tables, row))?,
        responsibility: tables.each("responsibility", |row| responsibility(tables, row))?,
        staff: staff
            .into_iter()
            .map(|row| member(tables, row, beside, demo_sign_in))
            .collect::<Result<_>>()?,
        citizen: citizens.into_iter().map(citizen).collect::<Result<_>>()?,
        option: site_options(tables)?,
        policy: tables.each("policy_line", policy_line)?,
        separated_duty: tables.each("separated_duty", separated_duty)?,
    })
}

fn profile(tables: &Tables, row: &Row) -> Result<SecurityProfile> {
    let (mut units, mut hierarchy) = (Vec::new(), None);
    for unit in tables.to("security_profile_unit", "security_profile_id", row.id()?) {
        // A unit that has ended is opened by nothing.
        let Some(code) = tables.maybe(unit, "operating_unit_id")? else {
            continue;
        };
        if unit.get("with_descendants")? && hierarchy.is_none() {
            hierarchy = Some(code);
        } else {
            units.push(code);
        }
    }
    units.sort();
    Ok(SecurityProfile {
        code: row.get("code")?,
        formerly: Vec::new(),
        name: row.name()?,
        units,
        hierarchy,
        view_all: row.get("view_all")?,
        global: row.get("global")?,
        business_group: tables.maybe(row, "business_group_id")?,
    })
}

/// What profile options say at one place.
struct Options {
    profile: Option<String>,
    unit: Option<String>,
    default_unit: Option<String>,
    cross_business_group: Option<bool>,
}

fn options(tables: &Tables, level: &str, id: Uuid) -> Result<Options> {
    let mut found = Options {
        profile: None,
        unit: None,
        default_unit: None,
        cross_business_group: None,
    };
    let here = tables
        .to("profile_option", "level_id", id)
        .filter(|row| row.get::<String>("level").is_ok_and(|it| it == level));
    for row in here {
        match row.get::<String>("name")?.as_str() {
            "mo_security_profile" => found.profile = tables.maybe(row, "value")?,
            "mo_operating_unit" => found.unit = tables.maybe(row, "value")?,
            "mo_default_operating_unit" => found.default_unit = tables.maybe(row, "value")?,
            "cross_business_group" => {
                found.cross_business_group = row.get::<String>("value")?.parse().ok();
            }
            _ => {}
        }
    }
    Ok(found)
}

fn responsibility(tables: &Tables, row: &Row) -> Result<Responsibility> {
    let options = options(tables, "responsibility", row.id()?)?;
    Ok(Responsibility {
        code: row.get("code")?,
        formerly: Vec::new(),
        name: row.name()?,
        role: row.get("role")?,
        profile: options.profile,
        unit: options.unit,
        default_unit: options.default_unit,
        cross_business_group: options.cross_business_group,
        business_group: group(tables, row)?,
    })
}

fn member(tables: &Tables, row: &Row, beside: &Beside, demo_sign_in: bool) -> Result<Staff> {
    let id = row.id()?;
    let options = options(tables, "user", id)?;
    let email: String = row.get("email")?;
    let demo: bool = row.get("demo")?;
    let department: Option<Uuid> = row.get("department_id")?;
    let of_department = tables
        .of("department")
        .iter()
        .find(|it| it.id().ok() == department)
        .map(|it| group(tables, it))
        .transpose()?
        .flatten();
    let mut responsibilities = tables
        .to("account_responsibility", "account_id", id)
        .map(|row| held(tables, row))
        .collect::<Result<Vec<_>>>()?;
    responsibilities.sort_by(|one, other| (one.code(), one.days()).cmp(&(other.code(), other.days())));
    Ok(Staff {
        formerly: Vec::new(),
        name: row.get("display_name")?,
        language: row.get("language")?,
        department: tables.maybe(row, "department_id")?,
        phone: row.get("phone")?,
        hall: beside
            .halls
            .get(&email)
            .filter(|hall| tables.has("service_hall", hall))
            .cloned(),
        responsibilities,
        profile: options.profile,
        unit: options.unit,
        default_unit: options.default_unit,
        cross_business_group: options.cross_business_group,
        demo_sign_in: (demo != demo_sign_in).then_some(demo),
        business_group: group(tables, row)?.filter(|code| Some(code) != of_department.as_ref()),
        email,
    })
}

fn held(tables: &Tables, row: &Row) -> Result<Held> {
    let code = tables.code(row, "responsibility_id")?;
    let (from, until) = (row.from()?, row.get("valid_to")?);
    Ok(match (from, until) {
        (None, None) => Held::Always(code),
        (from, until) => Held::Dated(HeldBetween { code, from, until }),
    })
}

fn citizen(row: &Row) -> Result<Citizen> {
    Ok(Citizen {
        email: row.get("email")?,
        name: row.get("display_name")?,
        language: row.get("language")?,
        identity_number: row.get::<Option<String>>("identity_number")?.unwrap_or_default(),
        born_on: None,
        phone: row.get("phone")?,
        address: None,
    })
}

fn site_options(tables: &Tables) -> Result<Vec<SiteOption>> {
    let mut all = Vec::new();
    for application in std::iter::once(None).chain(Application::ALL.map(Some)) {
        let (level, id) = match application {
            None => ("site", Uuid::nil()),
            Some(it) => ("application", Uuid::from_u128(it.number())),
        };
        let found = options(tables, level, id)?;
        let says = found.profile.is_some()
            || found.unit.is_some()
            || found.default_unit.is_some()
            || found.cross_business_group.is_some();
        if says {
            all.push(SiteOption {
                application,
                profile: found.profile,
                unit: found.unit,
                default_unit: found.default_unit,
                cross_business_group: found.cross_business_group,
            });
        }
    }
    Ok(all)
}

fn policy_line(row: &Row) -> Result<PolicyLine> {
    Ok(PolicyLine {
        role: row.get("role")?,
        verb: row.get("verb")?,
        reach: row.get("reach")?,
        effect: row.get("effect")?,
        from: row.from()?,
        until: row.get("valid_to")?,
    })
}

fn separated_duty(row: &Row) -> Result<SeparatedDuty> {
    Ok(SeparatedDuty {
        verbs: [row.get("first_verb")?, row.get("second_verb")?],
        reason: row.get("reason")?,
        from: row.get("valid_from")?,
        until: row.get("valid_to")?,
    })
}
