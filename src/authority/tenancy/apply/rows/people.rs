//! Rows of people, what they may do, and where.

use std::collections::BTreeMap;

use serde_json::{Value, json};
use uuid::Uuid;

use super::{Rows, from};
use crate::authority::tenancy::code::Application;

/// Where options that are not of a person and not of a responsibility lie: ids that are the same in every tenant.
fn place_of(application: Option<Application>) -> (&'static str, Uuid) {
    match application {
        None => ("site", Uuid::nil()),
        Some(it) => ("application", Uuid::from_u128(it.number())),
    }
}

impl Rows<'_> {
    pub(super) fn staff(&self) -> Vec<Value> {
        let people = &self.code.people;
        let staff = people.staff.iter();
        staff
            .map(|member| {
                let department = member.department.as_ref();
                let departments = &self.code.organisation.department;
                let of_department = departments
                    .iter()
                    .find(|it| Some(&it.code) == department)
                    .and_then(|it| it.business_group.as_ref());
                json!({
                    "id": self.id("account", &member.email), "kind": "staff", "email": member.email,
                    "display_name": member.name, "language": member.language, "phone": member.phone,
                    "business_group_id": self.group(member.business_group.as_ref().or(of_department)),
                    "department_id": self.maybe("department", department),
                    "demo": member.demo_sign_in.unwrap_or(people.demo_sign_in),
                })
            })
            .collect()
    }

    pub(super) fn citizens(&self) -> Vec<Value> {
        let people = &self.code.people;
        let citizens = people.citizen.iter();
        citizens
            .map(|citizen| {
                json!({
                    "id": self.id("account", &citizen.email), "kind": "citizen", "email": citizen.email,
                    "display_name": citizen.name, "language": citizen.language, "phone": citizen.phone,
                    "identity_kind": self.code.tenant.identity_kind(), "identity_number": citizen.identity_number,
                    "demo": people.demo_sign_in,
                })
            })
            .collect()
    }

    pub(super) fn profiles(&self) -> Vec<Value> {
        let described = &self.code.people.security_profile;
        // A business group has a security profile of its name; where the code does not describe it, it is that of a new group.
        let bare = self.code.organisation.business_group.iter();
        let bare = bare
            .filter(|group| !described.iter().any(|it| it.code == group.code))
            .map(|group| {
                json!({
                    "id": self.id("security_profile", &group.code), "code": group.code, "name": group.name,
                    "view_all": true, "global": false, "business_group_id": self.id("business_group", &group.code),
                })
            });
        described
            .iter()
            .map(|profile| {
                json!({
                    "id": self.id("security_profile", &profile.code), "code": profile.code, "name": profile.name,
                    "view_all": profile.view_all, "global": profile.global,
                    "business_group_id": self.maybe("business_group", profile.business_group.as_ref()),
                })
            })
            .chain(bare)
            .collect()
    }

    /// A unit that is listed and is also the top of the hierarchy is one row, with what lies below it.
    pub(super) fn profile_units(&self) -> Vec<Value> {
        let mut deep: BTreeMap<(&str, &str), bool> = BTreeMap::new();
        for profile in &self.code.people.security_profile {
            for unit in &profile.units {
                deep.entry((&profile.code, unit)).or_default();
            }
            if let Some(top) = &profile.hierarchy {
                deep.insert((&profile.code, top), true);
            }
        }
        deep.into_iter()
            .map(|((profile, unit), with_descendants)| {
                json!({
                    "security_profile_id": self.id("security_profile", profile),
                    "operating_unit_id": self.id("operating_unit", unit), "with_descendants": with_descendants,
                })
            })
            .collect()
    }

    pub(super) fn responsibilities(&self) -> Vec<Value> {
        let responsibilities = self.code.people.responsibility.iter();
        responsibilities
            .map(|it| {
                json!({
                    "id": self.id("responsibility", &it.code), "code": it.code,
                    "business_group_id": self.group(it.business_group.as_ref()),
                    "name": it.name, "role": it.role,
                })
            })
            .collect()
    }

    pub(super) fn held(&self) -> Vec<Value> {
        let staff = self.code.people.staff.iter();
        staff
            .flat_map(|member| {
                member.responsibilities.iter().map(|held| {
                    let (begins, ends) = held.days();
                    json!({
                        "account_id": self.id("account", &member.email),
                        "responsibility_id": self.id("responsibility", held.code()), "valid_from": from(begins),
                        "valid_to": ends,
                    })
                })
            })
            .collect()
    }

    pub(super) fn options(&self) -> Vec<Value> {
        let people = &self.code.people;
        let mut rows = Vec::new();
        type Said<'a> = ([&'a Option<String>; 3], Option<bool>);
        let mut of = |level: &str, id: Uuid, ([profile, works_in, default], crosses): Said<'_>| {
            let unit = |code: &Option<String>| self.maybe("operating_unit", code.as_ref());
            let values = [
                (
                    "mo_security_profile",
                    self.maybe("security_profile", profile.as_ref()),
                ),
                ("mo_operating_unit", unit(works_in)),
                ("mo_default_operating_unit", unit(default)),
            ]
            .map(|(name, id)| (name, id.map(|id| id.to_string())));
            let values = values
                .into_iter()
                .chain([("cross_business_group", crosses.map(|it| it.to_string()))]);
            for (name, value) in values {
                if let Some(value) = value {
                    rows.push(json!({"name": name, "level": level, "level_id": id, "value": value}));
                }
            }
        };
        macro_rules! said {
            ($it:ident) => {
                (
                    [&$it.profile, &$it.unit, &$it.default_unit],
                    $it.cross_business_group,
                )
            };
        }
        for it in &people.responsibility {
            of("responsibility", self.id("responsibility", &it.code), said!(it));
        }
        for it in &people.staff {
            of("user", self.id("account", &it.email), said!(it));
        }
        for it in &people.option {
            let (level, id) = place_of(it.application);
            of(level, id, said!(it));
        }
        rows
    }

    pub(super) fn policy(&self) -> Vec<Value> {
        let lines = self.code.people.policy.iter();
        lines
            .map(|line| {
                json!({
                    "id": self.id("policy_line", &line.called()), "role": line.role, "reach": line.reach,
                    "verb": line.verb, "effect": line.effect, "valid_from": from(line.from), "valid_to": line.until,
                })
            })
            .collect()
    }

    pub(super) fn separated(&self) -> Vec<Value> {
        let duties = self.code.people.separated_duty.iter();
        duties
            .map(|duty| {
                let (first, second) = duty.in_order();
                json!({
                    "id": self.id("separated_duty", &duty.called()), "first_verb": first, "second_verb": second,
                    "reason": duty.reason, "valid_from": duty.from, "valid_to": duty.until,
                })
            })
            .collect()
    }
}
