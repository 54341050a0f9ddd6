//! What an application would change, or has changed, and whether it may.

use std::fmt;

use serde::ser::SerializeStruct;
use serde::{Serialize, Serializer};

use super::drift::Drift;
use crate::authority::tenancy::change::{Change, Mark};

/// More things than this of one kind and mark are counted and not listed, except in JSON.
const LISTED_MAX: usize = 40;

/// Why something cannot leave.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct InUse {
    /// What it is.
    pub kind: &'static str,
    /// Its code.
    pub name: String,
    /// What rests on it: “12 open dossiers, 2 halls”.
    pub by: String,
}

impl fmt::Display for InUse {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{} “{}” cannot leave: in use by {}",
            self.kind, self.name, self.by
        )
    }
}

/// A rule of the organisation that the database holds, and that the code would break.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct BrokenRule {
    /// The key of its sentence in `rule.ftl`: `rule-hall-has-a-linked-pair`.
    pub rule: String,
    /// The table in which a row would break it.
    pub table: String,
    /// The codes, and other values, that the database names.
    pub concerns: Vec<String>,
}

impl fmt::Display for BrokenRule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.rule)?;
        if !self.concerns.is_empty() {
            write!(f, ": {}", self.concerns.join(", "))?;
        }
        Ok(())
    }
}

/// Something that is new or called otherwise, and that bears the name of something in another business group. That is
/// allowed; where the profile “cross business group” is on, the two should differ.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SameName {
    /// What it is.
    pub kind: &'static str,
    /// Its code.
    pub code: String,
    /// The name that both bear.
    pub name: String,
    /// What the other is.
    pub other_kind: &'static str,
    /// The other's code.
    pub other_code: String,
    /// The other's business group.
    pub other_group: String,
}

impl fmt::Display for SameName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let SameName {
            kind,
            code,
            name,
            other_kind,
            other_code,
            other_group,
        } = self;
        write!(
            f,
            "{kind} “{code}” is called “{name}”, as {other_kind} “{other_code}” of business group “{other_group}” is"
        )
    }
}

/// Whether a plan may be applied.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// The tenant already is as its code says.
    NothingToDo,
    /// It is applied, or would be.
    Applies,
    /// It is not applied, and why.
    Refused(Refused),
}

/// Why a plan is not applied. When several things forbid it, the first of these.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Refused {
    /// A rule of the organisation would be broken: see [`Plan::broken`].
    BrokenRule,
    /// Something that is in use would have to leave: see [`Plan::in_use`].
    InUse,
    /// What somebody changed by another way would be changed back: see [`Plan::drift`].
    Drift,
}

/// What an application changes.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Plan {
    /// The tenant's slug.
    pub slug: String,
    /// What changes, in the order in which it is written. Where a rule is broken, what was found before it.
    pub changes: Vec<Change>,
    /// The rule that would be broken.
    pub broken: Option<BrokenRule>,
    /// What cannot leave.
    pub in_use: Vec<InUse>,
    /// What somebody changed by another way since the last application, and this changes back.
    pub drift: Vec<Drift>,
    /// Warnings: what this calls like something in another business group.
    pub same_name_elsewhere: Vec<SameName>,
    /// Whether drift is to be changed back, and so refuses nothing.
    pub over_drift: bool,
}

impl Plan {
    /// Whether it may be applied. The one answer that everybody asks for.
    #[must_use]
    pub fn verdict(&self) -> Verdict {
        if self.broken.is_some() {
            Verdict::Refused(Refused::BrokenRule)
        } else if !self.in_use.is_empty() {
            Verdict::Refused(Refused::InUse)
        } else if !self.drift.is_empty() && !self.over_drift {
            Verdict::Refused(Refused::Drift)
        } else if self.changes.is_empty() {
            Verdict::NothingToDo
        } else {
            Verdict::Applies
        }
    }

    /// Whether the tenant already is as its code says.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.verdict() == Verdict::NothingToDo
    }

    /// The names of what has this kind and mark.
    #[must_use]
    pub fn names(&self, kind: &str, mark: Mark) -> Vec<&str> {
        self.changes
            .iter()
            .filter(|change| change.kind == kind && change.mark == mark)
            .map(|change| change.name.as_str())
            .collect()
    }
}

impl Serialize for Plan {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let mut plan = to.serialize_struct("Plan", 7)?;
        plan.serialize_field("slug", &self.slug)?;
        plan.serialize_field("verdict", &self.verdict())?;
        plan.serialize_field("changes", &self.changes)?;
        plan.serialize_field("broken", &self.broken)?;
        plan.serialize_field("in_use", &self.in_use)?;
        plan.serialize_field("drift", &self.drift)?;
        plan.serialize_field("same_name_elsewhere", &self.same_name_elsewhere)?;
        plan.end()
    }
}

impl fmt::Display for Plan {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.is_empty() {
            return writeln!(f, "{}: no change", self.slug);
        }
        writeln!(f, "{}:", self.slug)?;
        for group in self
            .changes
            .chunk_by(|one, next| (one.kind, one.mark) == (next.kind, next.mark))
        {
            for change in group.iter().take(LISTED_MAX) {
                change.fmt(f)?;
            }
            if let (Some(last), Some(more)) = (group.last(), group.len().checked_sub(LISTED_MAX + 1)) {
                writeln!(f, "  {} {}: {} more", last.mark.sign(), last.kind, more + 1)?;
            }
        }
        for refused in &self.in_use {
            writeln!(f, "  ! {refused}")?;
        }
        if let Some(broken) = &self.broken {
            writeln!(f, "  ! {broken}")?;
        }
        for same in self.same_name_elsewhere.iter().take(LISTED_MAX) {
            writeln!(f, "  ? allowed, but worth a look: {same}")?;
        }
        if let Some(more) = self.same_name_elsewhere.len().checked_sub(LISTED_MAX + 1) {
            writeln!(f, "  ? and {} more names", more + 1)?;
        }
        if !self.drift.is_empty() {
            writeln!(
                f,
                "changed since the last application, and changed back by this one:"
            )?;
        }
        for drift in self.drift.iter().take(LISTED_MAX) {
            drift.fmt(f)?;
        }
        if let Some(more) = self.drift.len().checked_sub(LISTED_MAX + 1) {
            writeln!(f, "  and {} more", more + 1)?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::authority::tenancy::change::Field;

    #[test]
    fn a_plan_reads_like_a_list_and_an_empty_one_says_so() {
        let change = |mark, name: &str, fields| Change {
            mark,
            kind: "hall",
            name: name.into(),
            fields,
        };
        let name = Field {
            field: "name.en".into(),
            before: json!("Old"),
            after: json!("New"),
        };
        let mut plan = Plan {
            slug: "an-binh".into(),
            changes: vec![
                change(Mark::Added, "a", vec![]),
                change(Mark::Changed, "b", vec![name]),
                change(Mark::Closed, "c", vec![]),
            ],
            in_use: vec![InUse {
                kind: "hall",
                name: "c".into(),
                by: "1 open dossier".into(),
            }],
            ..Plan::default()
        };
        assert_eq!(
            plan.to_string(),
            "an-binh:\n  + hall: a\n  ~ hall: b\n      name.en: \"Old\" → \"New\"\n  - hall: c\n  ! hall “c” cannot leave: in use by 1 open dossier\n"
        );
        assert_eq!(plan.verdict(), Verdict::Refused(Refused::InUse));
        plan.in_use.clear();
        assert_eq!(plan.verdict(), Verdict::Applies);
        plan.changes.clear();
        assert_eq!(plan.to_string(), "an-binh: no change\n");
    }

    #[test]
    fn many_things_of_a_kind_are_counted() {
        let change = |number: usize| Change {
            mark: Mark::Added,
            kind: "person",
            name: number.to_string(),
            fields: vec![],
        };
        let plan = Plan {
            slug: "x".into(),
            changes: (0..LISTED_MAX + 3).map(change).collect(),
            ..Plan::default()
        };
        assert_eq!(plan.to_string().lines().count(), LISTED_MAX + 2);
        assert!(plan.to_string().ends_with("  + person: 3 more\n"));
    }
}
