//! `people.toml`.

use std::collections::BTreeSet;

use super::Check;
use super::tenant::is_email;

const FILE: &str = "people.toml";

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
        if !profile.view_all && profile.units.is_empty() && profile.hierarchy.is_none() {
            check.note(
                FILE,
                &[&profile.code],
                format!("security profile “{}” opens no operating unit", profile.code),
            );
        }
    }
    for responsibility in &people.responsibility {
        let known = check.known(
            FILE,
            &responsibility.code,
            "security profile",
            &responsibility.profile,
            &profiles,
        );
        if let Some(unit) = &responsibility.default_unit
            && check.known(FILE, &responsibility.code, "operating unit", unit, &units)
            && known
            && !check.code.profile_units(&responsibility.profile).contains(unit)
        {
            check.note(
                FILE,
                &[&responsibility.code, unit],
                format!(
                    "the security profile of “{}” does not open “{unit}”",
                    responsibility.code
                ),
            );
        }
    }
    staff(check, &responsibilities);
    citizens(check);
}

fn staff(check: &mut Check<'_>, responsibilities: &BTreeSet<String>) {
    let organisation = &check.code.organisation;
    let departments: BTreeSet<String> = organisation.department.iter().map(|it| it.code.clone()).collect();
    let halls: BTreeSet<String> = organisation.hall.iter().map(|it| it.code.clone()).collect();
    for member in &check.code.people.staff {
        address(check, &member.email);
        check.known(
            FILE,
            &member.email,
            "department",
            &member.department,
            &departments,
        );
        if let Some(hall) = &member.hall {
            check.known(FILE, &member.email, "hall", hall, &halls);
        }
        if member.responsibilities.is_empty() {
            check.note(
                FILE,
                &[&member.email],
                format!("“{}” has no responsibility", member.email),
            );
        }
        for responsibility in &member.responsibilities {
            check.known(
                FILE,
                &member.email,
                "responsibility",
                responsibility,
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
