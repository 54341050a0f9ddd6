//! A refusal of the database as a rule of the organisation, with the things it is about.

use uuid::Uuid;

use super::ids::Ids;
use super::plan::BrokenRule;
use crate::authority::tenancy::code::{TenantCode, folded};
use crate::kernel::error::{Error, Result};

/// The index over the names of organisations, whose refusals name a name.
const NAMES: &str = "organisation_name";

/// The rule that a failure tells of.
///
/// # Errors
/// The failure itself, when it is none of a rule that people are told about.
pub(super) fn rule(failure: Error, code: &TenantCode, ids: &Ids) -> Result<BrokenRule> {
    let Error::RuleBroken {
        constraint,
        table,
        detail,
    } = failure
    else {
        return Err(failure);
    };
    let Some(rule) = constraint.strip_prefix("rule_") else {
        return Err(Error::RuleBroken {
            constraint,
            table,
            detail,
        });
    };
    let concerns = match (key(&detail), table.as_str()) {
        (Some(values), NAMES) => called(code, &values),
        (Some(values), _) => values
            .into_iter()
            .filter(|value| value.parse() != Ok(code.tenant.id))
            .map(|value| read(value, ids).unwrap_or(value).to_owned())
            .collect(),
        (None, _) => first_known(&detail, ids).into_iter().collect(),
    };
    Ok(BrokenRule {
        rule: format!("rule-{}", rule.replace('_', "-")),
        table,
        concerns,
    })
}

fn read<'i>(value: &str, ids: &'i Ids) -> Option<&'i str> {
    let id: Uuid = value.parse().ok()?;
    ids.name(id)
}

/// The values of a key as the database writes them: `Key (tenant_id, code)=(…, a) already exists.`
fn key(detail: &str) -> Option<Vec<&str>> {
    let (_, rest) = detail.split_once(")=(")?;
    let (inner, _) = rest.split_once(')')?;
    let says_nothing = |value: &&str| !matches!(*value, "t" | "f" | "null" | "primary");
    Some(inner.split(", ").filter(says_nothing).collect())
}

/// The row itself, of a whole one (`Failing row contains (…)`): its id comes before those that it leans on.
fn first_known(detail: &str, ids: &Ids) -> Option<String> {
    let (_, row) = detail.split_once("contains (")?;
    row.split(", ")
        .find_map(|value| read(value, ids))
        .map(str::to_owned)
}

/// The codes of the organisations that bear a name among `values`: group, language, folded name.
fn called(code: &TenantCode, values: &[&str]) -> Vec<String> {
    code.organisations()
        .into_iter()
        .filter(|it| {
            it.name
                .0
                .values()
                .any(|text| values.contains(&folded(text).as_str()))
        })
        .map(|it| it.code.to_owned())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_values_of_a_key_are_read_and_what_says_nothing_is_left_out() {
        let detail = "Key (tenant_id, operating_unit_id, in_force)=(1, unit, t) is not present in table \"operating_unit\".";
        assert_eq!(key(detail), Some(vec!["1", "unit"]));
        assert_eq!(key("a legal entity without a balancing value"), None);
    }
}
