//! A refusal of the database as a rule of the organisation, with the things it is about.

use serde_json::Value;
use uuid::Uuid;

use super::ids::Ids;
use super::plan::BrokenRule;
use super::queries::Breaking;
use crate::kernel::error::{Error, Result};

/// Keys that say a part of a rule and are not called after it: a hall of a pair that never was breaks the rule of pairs that
/// are linked.
const PARTS: [(&str, &str); 1] = [("hall_is_of_a_pair", "rule_hall_has_a_linked_pair")];

/// The rule that a constraint holds, when it holds one that people are told about.
fn rule_of(constraint: &str) -> Option<&str> {
    let part = PARTS.iter().find(|(part, _)| *part == constraint);
    let rule = part.map_or(constraint, |(_, rule)| rule);
    rule.starts_with("rule_").then_some(rule)
}

/// The constraint and the table of a failure that tells of a rule.
///
/// # Errors
/// The failure itself, when it is none of a rule that people are told about.
pub(super) fn which(failure: Error) -> Result<(String, String)> {
    match failure {
        Error::RuleBroken {
            constraint, table, ..
        } if rule_of(&constraint).is_some() => Ok((constraint, table)),
        other => Err(other),
    }
}

/// The rule, with the codes of the rows that break it and of what they lean on.
pub(super) fn told(constraint: &str, table: String, breaking: &Breaking, ids: &Ids) -> BrokenRule {
    let mut concerns: Vec<String> = Vec::new();
    for row in &breaking.rows {
        let own = ["code", "email"].into_iter().map(|column| row.get(column));
        let leans_on = breaking.columns.iter().map(|column| row.get(column));
        for value in own.chain(leans_on).flatten().filter_map(Value::as_str) {
            let name = read(value, ids);
            if !concerns.iter().any(|it| it == name) {
                concerns.push(name.to_owned());
            }
        }
    }
    BrokenRule {
        rule: rule_of(constraint).unwrap_or(constraint).replace('_', "-"),
        table,
        concerns,
    }
}

fn read<'v>(value: &'v str, ids: &'v Ids) -> &'v str {
    let id: Option<Uuid> = value.parse().ok();
    id.and_then(|id| ids.name(id)).unwrap_or(value)
}
