//! What ought to come of a change: which are valid, and which refusals are by one rule.

use std::collections::BTreeSet;

use onedoor::authority::organisation::change::Change;
use uuid::Uuid;

use super::thrown::Known;
use super::trio::Sent;

/// What bare tables would bear is made; what breaks a rule in them is not.
pub(super) fn unlike_bare(sent: &Sent<'_>, rules: &[String], known: &Known) -> Option<String> {
    let is_well_said = !said_wrongly(sent.change) && !names_what_is_not_there(sent.change, known);
    let is_valid = rules.is_empty() && is_well_said;
    let is_absent = sent
        .came
        .iter()
        .any(|(_, it)| it.rules().iter().any(|it| is_absent(it)));
    if is_valid && sent.made() == 0 && !is_absent {
        return Some(format!("valid and refused: {sent}"));
    }
    (!is_valid && sent.made() == 3).then(|| format!("breaks {rules:?} and was made: {sent}"))
}

/// Whether a change is also thrown as a plan for tomorrow.
pub(super) fn may_wait(change: &Change) -> bool {
    matches!(
        change,
        Change::Rename { .. }
            | Change::PutUnitUnder { .. }
            | Change::PutDepartmentUnder { .. }
            | Change::ChargeDepartment { .. }
            | Change::Link { .. }
            | Change::SetDefault { .. }
            | Change::MoveHall { .. }
            | Change::MoveEntity { .. }
            | Change::MoveValue { .. }
            | Change::SplitUnit { .. }
    )
}

/// What is wrong with a change whatever the organisation is: its code, its name.
fn said_wrongly(change: &Change) -> bool {
    let name = match change {
        Change::Rename { name, .. } => Some(name),
        other => other.called().map(|called| &called.name),
    };
    let value = match change {
        Change::AddEntity { value, .. }
        | Change::AddValue { value, .. }
        | Change::AddCentre { value, .. } => Some(value),
        _ => None,
    };
    let texts = || name.iter().flat_map(|name| name.0.values());
    change.called().is_some_and(|called| called.code.contains(' '))
        || name.is_some_and(|name| name.0.values().all(|text| text.trim().is_empty()))
        || texts().any(|text| text.trim().chars().count() > 200)
        || value.is_some_and(|value| value.is_empty() || value.contains(' ') || value.len() > 40)
        || matches!(change, Change::AddHall { equipment, .. } if equipment.capabilities.iter().any(|it| it == "flies"))
}

/// Whether a change names an id that is of nothing, or of what has ended.
fn names_what_is_not_there(change: &Change, known: &Known) -> bool {
    let open: Vec<String> = known.open.values().flatten().map(Uuid::to_string).collect();
    let json = serde_json::to_value(change).unwrap();
    let texts = json
        .as_object()
        .unwrap()
        .iter()
        .filter(|(member, _)| *member != "called");
    texts
        .filter_map(|(_, value)| value.as_str())
        .any(|text| text.len() == 36 && text.parse::<Uuid>().is_ok() && !open.contains(&text.to_owned()))
}

/// Whether refusals are by one rule. A form and a program say that a part is not there; a rule may say that it has ended.
/// Where several things are wrong at once, each way says the first it finds; the validation of code says all of them.
pub(super) fn alike(rules: &[BTreeSet<String>]) -> bool {
    let is_said_wrongly =
        |rule: &String| rule.starts_with("admin-change-") || rule.starts_with("forms-problem-");
    let all = || rules.iter().flatten();
    let common = |rule: &&String| rules.iter().all(|of| of.contains(*rule));
    all().any(|rule| common(&rule)) || all().any(|rule| is_absent(rule) || is_said_wrongly(rule))
}

fn is_absent(rule: &str) -> bool {
    rule.starts_with("validation")
        || [
            "not-found",
            "rule-part-is-there",
            "forms-problem-not-an-option",
            "forms-problem-missing",
        ]
        .contains(&rule)
}
