//! Pure decisions about lines of policy and loans.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::authority::changes::ChangeRow;
use crate::kernel::access::Start;
use crate::kernel::actions::Verb;
use crate::kernel::error::{FieldProblem, Refusal};
use crate::kernel::ids::OperatingUnitId;

use super::model::{DatedLine, HeldResponsibility, is_within};
use super::policy::PolicyLine;
use super::roles::{LineReach, RoleTemplates};

/// The longest loan, in days.
pub const LOAN_DAYS_MAX: i64 = 366;

/// What an administrator needs to give people their access back, and the units that it opens.
const REPAIRS: [Verb; 5] = [
    Verb::ChangePolicy,
    Verb::ReadAccess,
    Verb::ChangeAccess,
    Verb::ReadOrganisation,
    Verb::ChangeOrganisation,
];

/// What a tenant wants a role to be told about a verb.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Effect {
    /// Allowed by a line of the tenant's own.
    Allow,
    /// Forbidden by a line of the tenant's own, whatever else allows it.
    Deny,
    /// As the template says: no line of the tenant's own.
    Template,
}

impl Effect {
    /// Every effect.
    pub const ALL: [Effect; 3] = [Effect::Allow, Effect::Deny, Effect::Template];

    /// As forms and texts write it.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Effect::Allow => "allow",
            Effect::Deny => "deny",
            Effect::Template => "template",
        }
    }
}

/// A change of one cell of the matrix, from a day, until another or without end.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LineChange {
    /// The role.
    pub role: String,
    /// How far.
    pub reach: LineReach,
    /// The verb.
    pub verb: Verb,
    /// What is to hold.
    pub effect: Effect,
    /// From this day.
    pub from: NaiveDate,
    /// Until before this day.
    pub to: Option<NaiveDate>,
}

impl LineChange {
    /// The tenant's line that the change makes.
    #[must_use]
    pub fn line(&self) -> Option<PolicyLine> {
        (self.effect != Effect::Template).then(|| PolicyLine {
            role: self.role.clone(),
            reach: self.reach,
            verb: self.verb,
            allows: self.effect == Effect::Allow,
        })
    }

    fn speaks_of(&self, line: &PolicyLine) -> bool {
        line.role == self.role && line.reach == self.reach && line.verb == self.verb
    }

    /// The tenant's lines of the same cell whose days it touches.
    pub fn touched<'a>(&'a self, lines: &'a [DatedLine]) -> impl Iterator<Item = &'a DatedLine> {
        lines.iter().filter(|dated| {
            self.speaks_of(&dated.line)
                && self.to.is_none_or(|to| dated.valid_from < to)
                && dated.valid_to.is_none_or(|to| self.from < to)
        })
    }
}

/// Whether a change lets anybody do on some day what she could not do without it. To lift what a line forbids always does:
/// whoever plays the role plays others beside it, and one of them may allow what was forbidden.
#[must_use]
pub fn widens(change: &LineChange, templates: &RoleTemplates, lines: &[DatedLine]) -> bool {
    if change.effect == Effect::Deny {
        return false;
    }
    let by_template = templates.allows(&change.role, change.reach, change.verb);
    let after = change.effect == Effect::Allow || by_template;
    // What holds changes only where a line begins or ends.
    let mut days = vec![change.from];
    for dated in change.touched(lines) {
        days.extend([Some(dated.valid_from), dated.valid_to].into_iter().flatten());
    }
    days.into_iter()
        .filter(|day| is_within(*day, change.from, change.to))
        .any(|day| {
            let line = change
                .touched(lines)
                .find(|dated| is_within(day, dated.valid_from, dated.valid_to));
            match line {
                Some(dated) => !dated.line.allows,
                None => after && !by_template,
            }
        })
}

/// Whether taking this row's change back lets anybody do on some day what she cannot do now: what comes back allows, or what
/// goes forbade or kept apart.
#[must_use]
pub fn widens_when_undone(row: &ChangeRow) -> bool {
    let (now, back) = (row.after.as_ref(), row.before.as_ref());
    let allows = |side: Option<&Value>| side.is_some_and(|side| side["effect"] == "allow");
    match row.table.as_str() {
        "policy_line" if allows(now.or(back)) => !days_within(back, now),
        "policy_line" | "separated_duty" => !days_within(now, back),
        _ => false,
    }
}

/// Whether the days of one row lie within those of the other; a row that is not there has none.
fn days_within(one: Option<&Value>, other: Option<&Value>) -> bool {
    let days = |row: &Value| {
        let day = |name: &str| row[name].as_str().and_then(|text| text.parse::<NaiveDate>().ok());
        (day("valid_from"), day("valid_to"))
    };
    match (one.map(days), other.map(days)) {
        (None, _) => true,
        (Some(_), None) => false,
        (Some((from, to)), Some((first, last))) => {
            first <= from && last.is_none_or(|last| to.is_some_and(|to| to <= last))
        }
    }
}

/// Whether forbidding `role` a verb locks everybody out of the policy, or out of what repairs access. Administrators are
/// members of staff too.
#[must_use]
pub fn locks_out(role: &str, verb: Verb) -> bool {
    matches!(role, "administrator" | "staff") && REPAIRS.contains(&verb)
}

/// What is wrong with a change of policy.
///
/// # Errors
/// A refusal, field by field.
pub fn check_change(change: &LineChange, templates: &RoleTemplates, today: NaiveDate) -> Result<(), Refusal> {
    let mut problems = Vec::new();
    if !templates.is_of_people(&change.role) {
        problems.push(FieldProblem::new("role", "errors-policy-role"));
    }
    if !templates.verb_is_of_people(change.verb) {
        problems.push(FieldProblem::new("verb", "errors-policy-verb-of-system"));
    }
    if change.effect == Effect::Deny && locks_out(&change.role, change.verb) {
        problems.push(FieldProblem::new("effect", "errors-policy-locks-out"));
    }
    if change.from < today {
        problems.push(FieldProblem::new("from", "errors-access-day-past"));
    }
    if change.to.is_some_and(|to| to <= change.from) {
        problems.push(FieldProblem::new("to", "errors-access-day-not-after"));
    }
    if problems.is_empty() {
        Ok(())
    } else {
        Err(Refusal::of_fields(problems))
    }
}

/// What is wrong with a loan of `held` (what the lender has), opened for her by `start`.
///
/// # Errors
/// A refusal, field by field.
pub fn check_loan(
    held: &[&HeldResponsibility],
    start: Option<&Start>,
    units: &[OperatingUnitId],
    (from, to): (NaiveDate, NaiveDate),
    today: NaiveDate,
) -> Result<(), Refusal> {
    let mut problems = Vec::new();
    if from < today {
        problems.push(FieldProblem::new("from", "errors-access-day-past"));
    }
    if to <= from {
        problems.push(FieldProblem::new("to", "errors-access-day-not-after"));
    } else if (to - from).num_days() > LOAN_DAYS_MAX {
        problems.push(FieldProblem::new("to", "errors-loan-too-long").with("days", LOAN_DAYS_MAX));
    } else if !covers(held, from, to) {
        problems.push(FieldProblem::new("responsibility", "errors-loan-not-hers"));
    }
    let opens = |unit: &OperatingUnitId| start.is_some_and(|start| start.grants(*unit));
    if !units.iter().all(opens) || (units.is_empty() && start.is_none()) {
        problems.push(FieldProblem::new("units", "errors-loan-unit-not-hers"));
    }
    if problems.is_empty() {
        Ok(())
    } else {
        Err(Refusal::of_fields(problems))
    }
}

/// Whether she has it herself on every day from `from` to before `to`. What is lent to her is not hers to lend.
fn covers(held: &[&HeldResponsibility], from: NaiveDate, to: NaiveDate) -> bool {
    let mut day = from;
    while day < to {
        let reaches = held
            .iter()
            .filter(|one| one.loan.is_none() && one.is_in_force(day))
            .map(|one| one.valid_to.unwrap_or(to))
            .max();
        match reaches {
            Some(until) => day = until,
            None => return false,
        }
    }
    true
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use crate::kernel::ids::PolicyLineId;

    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn change(verb: Verb, effect: Effect, from: &str, to: Option<&str>) -> LineChange {
        LineChange {
            role: "receiver".into(),
            reach: LineReach::Unit,
            verb,
            effect,
            from: day(from),
            to: to.map(day),
        }
    }

    fn line(verb: Verb, allows: bool, from: &str, to: Option<&str>) -> DatedLine {
        DatedLine {
            id: PolicyLineId::fresh(),
            line: PolicyLine {
                role: "receiver".into(),
                reach: LineReach::Unit,
                verb,
                allows,
            },
            valid_from: day(from),
            valid_to: to.map(day),
        }
    }

    #[test]
    fn more_than_before_on_any_day_is_wider() {
        let templates = RoleTemplates::built_in().unwrap();
        let widens = |change: &LineChange, lines: &[DatedLine]| widens(change, &templates, lines);
        let (take, receive) = (Verb::TakeCash, Verb::ReceiveDossier);
        assert!(widens(&change(take, Effect::Allow, "2026-01-01", None), &[]));
        assert!(!widens(&change(take, Effect::Deny, "2026-01-01", None), &[]));
        assert!(!widens(&change(receive, Effect::Allow, "2026-01-01", None), &[]));
        let forbidden = [line(receive, false, "2026-03-01", Some("2026-04-01"))];
        assert!(widens(
            &change(receive, Effect::Template, "2026-01-01", None),
            &forbidden
        ));
        assert!(!widens(
            &change(receive, Effect::Template, "2026-01-01", Some("2026-03-01")),
            &forbidden
        ));
        assert!(!widens(
            &change(receive, Effect::Template, "2026-04-01", None),
            &forbidden
        ));
        let allowed = [line(take, true, "2026-03-01", Some("2026-04-01"))];
        assert!(!widens(
            &change(take, Effect::Allow, "2026-03-01", Some("2026-04-01")),
            &allowed
        ));
        assert!(widens(
            &change(take, Effect::Allow, "2026-03-01", Some("2026-04-02")),
            &allowed
        ));
        assert!(!widens(
            &change(take, Effect::Template, "2026-03-01", None),
            &allowed
        ));
    }

    #[test]
    fn what_comes_back_may_be_wider_and_what_goes_may_have_narrowed() {
        let line = |effect: &str, to: Option<&str>| json!({ "effect": effect, "valid_from": "2026-01-01", "valid_to": to });
        let undone = |before: Option<Value>, after: Option<Value>| {
            widens_when_undone(&ChangeRow {
                table: "policy_line".into(),
                before,
                after,
                ..ChangeRow::default()
            })
        };
        let (allow, deny) = (line("allow", None), line("deny", None));
        let (less, fewer) = (
            line("allow", Some("2026-02-01")),
            line("deny", Some("2026-02-01")),
        );
        assert!(!undone(None, Some(allow.clone())), "what was allowed goes");
        assert!(undone(Some(allow.clone()), None), "what was allowed comes back");
        assert!(undone(Some(allow.clone()), Some(less.clone())), "for more days");
        assert!(!undone(Some(less), Some(allow)), "for fewer");
        assert!(
            undone(None, Some(deny.clone())),
            "what was forbidden no longer is"
        );
        assert!(!undone(Some(deny.clone()), None));
        assert!(!undone(Some(deny.clone()), Some(fewer.clone())));
        assert!(undone(Some(fewer), Some(deny)));
    }

    #[test]
    fn the_keeper_of_the_policy_cannot_be_locked_out_and_the_systems_verbs_are_nobodys() {
        let templates = RoleTemplates::built_in().unwrap();
        let today = day("2026-01-01");
        let check = |role: &str, verb, effect| {
            let change = LineChange {
                role: role.into(),
                ..change(verb, effect, "2026-01-01", None)
            };
            check_change(&change, &templates, today)
                .err()
                .map(|refusal| refusal.fields[0].code.clone())
        };
        assert_eq!(
            check("administrator", Verb::ChangePolicy, Effect::Deny).as_deref(),
            Some("errors-policy-locks-out")
        );
        assert_eq!(
            check("staff", Verb::ChangeAccess, Effect::Deny).as_deref(),
            Some("errors-policy-locks-out"),
            "administrators are members of staff"
        );
        assert_eq!(check("administrator", Verb::ReadAudit, Effect::Deny), None);
        assert_eq!(
            check("receiver", Verb::ApplyTenant, Effect::Allow).as_deref(),
            Some("errors-policy-verb-of-system")
        );
        assert_eq!(
            check("system", Verb::ReadDossier, Effect::Allow).as_deref(),
            Some("errors-policy-role")
        );
        assert_eq!(
            check("nobody", Verb::ReadDossier, Effect::Allow).as_deref(),
            Some("errors-policy-role")
        );
    }
}
