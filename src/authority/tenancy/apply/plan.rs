//! What an application would change, or has changed: thing by thing and field by field.

use std::collections::BTreeSet;
use std::fmt;

use serde::Serialize;
use serde_json::{Map, Value};

use super::drift::Drift;

/// More things than this of one kind and mark are counted and not listed, except in JSON.
const LISTED_MAX: usize = 40;

/// Values longer than this are cut in the middle of their text, except in JSON.
const SHOWN_MAX: usize = 90;

/// What happens to a thing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Mark {
    /// It was not there before.
    Added,
    /// It differs from before.
    Changed,
    /// The code no longer has it: closed, or taken away where nothing rests on it.
    Closed,
}

impl Mark {
    /// The sign in front of it.
    #[must_use]
    pub const fn sign(self) -> char {
        match self {
            Mark::Added => '+',
            Mark::Changed => '~',
            Mark::Closed => '-',
        }
    }
}

/// A field with its values before and after; `null` where there is none.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Field {
    /// Where, as in `name.vi` or `responsibilities`.
    pub field: String,
    /// What it was.
    pub before: Value,
    /// What it becomes.
    pub after: Value,
}

/// What happens to one thing.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Change {
    /// What happens.
    pub mark: Mark,
    /// What it is: `hall`, `procedure`.
    pub kind: &'static str,
    /// Its code, or what names it.
    pub name: String,
    /// Its fields that differ; of a thing that is added, all that say something.
    pub fields: Vec<Field>,
}

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

/// What an application changes.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Plan {
    /// The tenant's slug.
    pub slug: String,
    /// What changes, in the order in which it is written.
    pub changes: Vec<Change>,
    /// What forbids it. While there is one nothing is applied.
    pub in_use: Vec<InUse>,
    /// What somebody changed by another way since the last application, and this would change back. While there is one
    /// nothing is applied unless told so.
    pub drift: Vec<Drift>,
}

impl Plan {
    /// Whether the tenant already is as its code says.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.changes.is_empty() && self.in_use.is_empty()
    }

    /// Whether something forbids it.
    #[must_use]
    pub fn is_refused(&self) -> bool {
        !self.in_use.is_empty()
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

impl fmt::Display for Change {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "  {} {}: {}", self.mark.sign(), self.kind, self.name)?;
        if self.mark == Mark::Changed {
            for Field { field, before, after } in &self.fields {
                writeln!(f, "      {field}: {} → {}", shown(before), shown(after))?;
            }
        }
        Ok(())
    }
}

pub(super) fn shown(value: &Value) -> String {
    let text = match value {
        Value::Null => return "—".into(),
        other => other.to_string(),
    };
    if text.chars().count() <= SHOWN_MAX {
        return text;
    }
    let kept: String = text.chars().take(SHOWN_MAX).collect();
    format!("{kept}…")
}

/// Members of a list that name it: lists of such members are compared member by member, wherever they stand.
const NAMED_BY: [&[&str]; 5] = [
    &["code", "from"],
    &["code"],
    &["date"],
    &["id"],
    &["from", "days"],
];

/// Where `before` and `after` differ, beneath `field`.
pub(super) fn differences(field: &str, before: &Value, after: &Value, found: &mut Vec<Field>) {
    match (before, after) {
        _ if before == after => {}
        (Value::Object(one), Value::Object(other)) => {
            let keys: BTreeSet<&String> = one.keys().chain(other.keys()).collect();
            for key in keys {
                differences(&beneath(field, key), of(one, key), of(other, key), found);
            }
        }
        (Value::Array(one), Value::Array(other)) => match named(one).zip(named(other)) {
            Some((one, other)) => {
                let before = found.len();
                differences(field, &Value::Object(one), &Value::Object(other), found);
                if found.len() == before {
                    found.push(Field {
                        field: beneath(field, "order"),
                        before: Value::Null,
                        after: Value::Null,
                    });
                }
            }
            None => found.push(one_field(field, before, after)),
        },
        _ => found.push(one_field(field, before, after)),
    }
}

/// Puts the members of the sets among `value`'s fields into one order.
pub(super) fn in_order(value: &mut Value, sets: &[&str]) {
    for set in sets {
        if let Some(Value::Array(members)) = value.get_mut(*set) {
            members.sort_by_key(Value::to_string);
        }
    }
}

/// The members of something new that say something.
pub(super) fn said(value: &Value, found: &mut Vec<Field>) {
    let Value::Object(members) = value else { return };
    found.extend(
        members
            .iter()
            .filter(|(_, value)| !value.is_null())
            .map(|(key, value)| one_field(key, &Value::Null, value)),
    );
}

fn one_field(field: &str, before: &Value, after: &Value) -> Field {
    Field {
        field: field.to_owned(),
        before: before.clone(),
        after: after.clone(),
    }
}

fn of<'a>(object: &'a Map<String, Value>, key: &str) -> &'a Value {
    object.get(key).unwrap_or(&Value::Null)
}

fn beneath(field: &str, key: &str) -> String {
    if field.is_empty() {
        key.to_owned()
    } else {
        format!("{field}.{key}")
    }
}

/// A list as an object, when each member has a name of its own.
fn named(list: &[Value]) -> Option<Map<String, Value>> {
    NAMED_BY.iter().find_map(|keys| {
        let mut members = Map::new();
        for member in list {
            let parts: Option<Vec<String>> = keys
                .iter()
                .map(|key| match member.get(key)? {
                    Value::String(text) => Some(text.clone()),
                    other => Some(other.to_string()),
                })
                .collect();
            if members.insert(parts?.join(" "), member.clone()).is_some() {
                return None;
            }
        }
        Some(members)
    })
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn fields(before: &Value, after: &Value) -> Vec<String> {
        let mut found = Vec::new();
        differences("", before, after, &mut found);
        found
            .iter()
            .map(|it| format!("{}: {} → {}", it.field, shown(&it.before), shown(&it.after)))
            .collect()
    }

    #[test]
    fn differences_are_told_where_they_lie() {
        let before = json!({"name": {"vi": "A", "en": "B"}, "rate": [{"code": "x", "amount": 1}, {"code": "y", "amount": 2}]});
        let after = json!({"name": {"vi": "A", "en": "C"}, "rate": [{"code": "y", "amount": 3}, {"code": "x", "amount": 1}]});
        assert_eq!(
            fields(&before, &after),
            ["name.en: \"B\" → \"C\"", "rate.y.amount: 2 → 3"]
        );
        assert_eq!(fields(&json!({"a": [1, 2]}), &json!({})), ["a: [1,2] → —"]);
        assert!(fields(&before, &before).is_empty());
    }

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
            drift: vec![],
        };
        assert_eq!(
            plan.to_string(),
            "an-binh:\n  + hall: a\n  ~ hall: b\n      name.en: \"Old\" → \"New\"\n  - hall: c\n  ! hall “c” cannot leave: in use by 1 open dossier\n"
        );
        plan.changes.clear();
        plan.in_use.clear();
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
            in_use: vec![],
            drift: vec![],
        };
        assert_eq!(plan.to_string().lines().count(), LISTED_MAX + 2);
        assert!(plan.to_string().ends_with("  + person: 3 more\n"));
    }
}
