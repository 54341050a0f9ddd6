//! The words in which differences are told: what happens to a thing, field by field. Plans, drift and the card of a tenant
//! speak them; nothing here knows of any of those.

use std::collections::BTreeSet;
use std::fmt;

use serde::Serialize;
use serde_json::{Map, Value};

use crate::kernel::error::{Error, Result};

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

/// A value as JSON, to compare it or to keep it.
pub(super) fn to_json(value: &impl Serialize) -> Result<Value> {
    serde_json::to_value(value).map_err(Error::internal)
}

impl fmt::Display for Change {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "  {} {}: {}", self.mark.sign(), self.kind, self.name)?;
        if self.mark == Mark::Changed {
            for field in &self.fields {
                field.fmt(f)?;
            }
        }
        Ok(())
    }
}

impl fmt::Display for Field {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Field { field, before, after } = self;
        writeln!(f, "      {field}: {} → {}", shown(before), shown(after))
    }
}

fn shown(value: &Value) -> String {
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
}
