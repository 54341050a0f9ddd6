//! `people.toml`.

use std::collections::BTreeSet;

use super::Check;
use super::tenant::is_email;
use crate::authority::access::rules::locks_out;
use crate::authority::tenancy::code::{Effect, Role};
use crate::kernel::actions::Verb;

const FILE: &str = "people.toml";

/// What a profile opens is asked when somebody begins to work, not here: a profile may open nothing once its last unit has
/// ended, a responsibility may have its profile from the site, and a default unit that the profile does not open is no default.
pub(super) fn check(check: &mut Check<'_>) {
    let people = &check.code.people;
    let organisation = &check.code.organisation;
    let units: BTreeSet<String> = organisation
        .operating_unit
        .iter()
        .map(|it| it.code.clone())
        .collect();
    let profiles = check.codes(
        FILE,
        "security profile",
        people.security_profile.iter().map(|it| it.code.as_str()),
    );
    let responsibilities = check.codes(
        FILE,
        "responsibility",
        people.responsibility.iter().map(|it| it.code.as_str()),
    );
    for profile in &people.security_profile {
        for unit in profile.units.iter().chain(&profile.hierarchy) {
            check.known(FILE, &profile.code, "operating unit", unit, &units);
        }
    }
    let known = Known {
        units,
        profiles,
        groups: check
            .code
            .organisation
            .business_group
            .iter()
            .map(|it| it.code.clone())
            .collect(),
    };
    for it in &people.responsibility {
        known.options(check, &it.code, [&it.profile, &it.unit, &it.default_unit]);
        known.group(check, &it.code, it.business_group.as_ref());
    }
    for it in &people.staff {
        known.options(check, &it.email, [&it.profile, &it.unit, &it.default_unit]);
        known.group(check, &it.email, it.business_group.as_ref());
    }
    for it in &people.option {
        known.options(check, "option", [&it.profile, &it.unit, &it.default_unit]);
    }
    for profile in &people.security_profile {
        known.group(check, &profile.code, profile.business_group.as_ref());
        if profile.global && profile.business_group.is_some() {
            check.note(
                FILE,
                &[&profile.code],
                format!(
                    "“{}” is global and cannot stay inside a business group",
                    profile.code
                ),
            );
        }
    }
    policy(check);
    staff(check, &responsibilities);
    citizens(check);
}

/// Codes that people and responsibilities may name.
struct Known {
    units: BTreeSet<String>,
    profiles: BTreeSet<String>,
    groups: BTreeSet<String>,
}

impl Known {
    fn options(&self, check: &mut Check<'_>, owner: &str, [profile, unit, default]: [&Option<String>; 3]) {
        if let Some(profile) = profile {
            check.known(FILE, owner, "security profile", profile, &self.profiles);
        }
        for unit in unit.iter().chain(default) {
            check.known(FILE, owner, "operating unit", unit, &self.units);
        }
    }

    fn group(&self, check: &mut Check<'_>, owner: &str, group: Option<&String>) {
        if let Some(group) = group {
            check.known(FILE, owner, "business group", group, &self.groups);
        }
    }
}

fn policy(check: &mut Check<'_>) {
    let people = &check.code.people;
    for line in &people.policy {
        let (role, called) = (line.role.as_str(), line.verb.as_str());
        if !Role::ALL.iter().any(|it| it.word() == role) && !["staff", "citizen", "public"].contains(&role) {
            check.note(FILE, &["policy", role], format!("there is no role “{role}”"));
        }
        match Verb::parse(called) {
            None => check.note(FILE, &["policy", called], format!("there is no verb “{called}”")),
            Some(verb) if line.effect == Effect::Deny && locks_out(role, verb) => check.note(
                FILE,
                &["policy", called],
                format!("“{role}” cannot be forbidden “{called}”: nobody could give access back"),
            ),
            Some(_) => {}
        }
    }
    for duty in &people.separated_duty {
        for verb in &duty.verbs {
            if Verb::parse(verb).is_none() {
                check.note(
                    FILE,
                    &["separated_duty", verb],
                    format!("there is no verb “{verb}”"),
                );
            }
        }
    }
}

fn staff(check: &mut Check<'_>, responsibilities: &BTreeSet<String>) {
    let organisation = &check.code.organisation;
    let departments: BTreeSet<String> = organisation.department.iter().map(|it| it.code.clone()).collect();
    let halls: BTreeSet<String> = organisation.hall.iter().map(|it| it.code.clone()).collect();
    for member in &check.code.people.staff {
        address(check, &member.email);
        if let Some(department) = &member.department {
            check.known(FILE, &member.email, "department", department, &departments);
        }
        if let Some(hall) = &member.hall {
            check.known(FILE, &member.email, "hall", hall, &halls);
        }
        for responsibility in &member.responsibilities {
            check.known(
                FILE,
                &member.email,
                "responsibility",
                responsibility.code(),
                responsibilities,
            );
        }
    }
}

fn citizens(check: &mut Check<'_>) {
    let people = &check.code.people;
    if !people.demo_sign_in && !people.citizen.is_empty() {
        check.note(
            FILE,
            &["citizen"],
            "citizens register themselves; only a demonstration brings its own",
        );
    }
    for citizen in &people.citizen {
        address(check, &citizen.email);
        if let Err(reason) = check.code.tenant.check_identity_number(&citizen.identity_number) {
            check.note(FILE, &[&citizen.email, &citizen.identity_number], reason);
        }
    }
    let mut seen = BTreeSet::new();
    let all = people
        .staff
        .iter()
        .map(|it| &it.email)
        .chain(people.citizen.iter().map(|it| &it.email));
    for email in all {
        if !seen.insert(email) {
            check.note(FILE, &[email, email], format!("“{email}” is there twice"));
        }
    }
}

fn address(check: &mut Check<'_>, email: &str) {
    if !is_email(email) {
        check.note(
            FILE,
            &[email],
            format!("“{email}” is not an e-mail address in lower case"),
        );
    }
}
