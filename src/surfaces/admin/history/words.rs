//! Rows of a change in words: what was changed, and each value before and after.

use std::collections::{BTreeSet, HashMap};

use chrono::{DateTime, NaiveDate, Utc};
use serde_json::{Map, Value};
use uuid::Uuid;

use crate::authority::changes::{self, ChangeRow};
use crate::kernel::actions::Verb;
use crate::kernel::error::Result;
use crate::kernel::format;
use crate::kernel::locale::Localised;
use crate::platform::door::Sql;
use crate::surfaces::web::Visit;

use super::views::{CellWords, RowWords};

/// The tables that keep history, in the order in which they are offered.
pub(super) const TABLES: &[&str] = &[
    "account",
    "account_responsibility",
    "responsibility",
    "security_profile",
    "security_profile_unit",
    "profile_option",
    "policy_line",
    "delegation",
    "delegation_unit",
    "separated_duty",
    "business_group",
    "operating_unit",
    "operating_unit_legal_entity",
    "service_hall",
    "hall_part",
    "legal_entity",
    "value_set",
    "balancing_segment_value",
    "accounting_setup",
    "ledger",
    "ledger_account",
    "cost_centre",
    "cost_centre_value",
    "department",
    "working_calendar",
    "procedure_unit",
];

/// Columns that tell a reader nothing: the row's own id is its name, and what follows from other columns is told by them.
const SILENT: [&str; 6] = [
    "id",
    "registered_at",
    "demo",
    "in_force",
    "ledger_in_force",
    "ledger_kind",
];
/// Longer values are cut: a calendar's definition is a page of its own.
const VALUE_CHARACTERS_MAX: usize = 200;

/// What ids in rows are called.
#[derive(Default)]
pub(super) struct Names(HashMap<Uuid, Value>);

impl Names {
    pub(super) fn read(sql: &mut Sql, rows: &[ChangeRow]) -> Result<Self> {
        let mut ids = BTreeSet::new();
        for row in rows {
            ids.extend(row.key.split(' ').filter_map(|part| part.parse::<Uuid>().ok()));
            for side in [&row.before, &row.after].into_iter().flatten() {
                let members = side.as_object().into_iter().flat_map(Map::values);
                ids.extend(members.filter_map(|value| value.as_str()?.parse::<Uuid>().ok()));
            }
        }
        let ids: Vec<Uuid> = ids.into_iter().collect();
        Ok(Self(changes::names(sql, &ids)?))
    }

    fn of(&self, visit: &Visit, id: Uuid) -> Option<String> {
        let value = self.0.get(&id)?;
        Some(match value {
            Value::String(text) => text.clone(),
            other => localised(visit, other).unwrap_or_else(|| other.to_string()),
        })
    }
}

fn localised(visit: &Visit, value: &Value) -> Option<String> {
    let members = value.as_object()?;
    let is_text = !members.is_empty()
        && members
            .iter()
            .all(|(key, text)| matches!(key.as_str(), "vi" | "uk" | "zh" | "en") && text.is_string());
    let text: Localised = serde_json::from_value(value.clone()).ok().filter(|_| is_text)?;
    Some(visit.say(&text).to_owned())
}

/// A word of the database in the reader's language, or as it is when it is newer than the texts.
fn word(visit: &Visit, beginning: &str, name: &str) -> String {
    let key = format!("{beginning}{}", name.replace('_', "-"));
    if visit.state.renderer.texts().has(visit.language, &key) {
        visit.text(&key)
    } else {
        name.to_owned()
    }
}

/// A table in words.
pub(super) fn table(visit: &Visit, name: &str) -> String {
    word(visit, "admin-table-", name)
}

/// The table whose rows a constraint is about: the longest name it begins with.
pub(super) fn table_of_constraint(visit: &Visit, constraint: &str) -> String {
    let known = TABLES
        .iter()
        .filter(|table| constraint.starts_with(&format!("{table}_")))
        .max_by_key(|table| table.len());
    known.map_or_else(|| visit.text("admin-table-other"), |name| table(visit, name))
}

/// What a row is: its table, and what it is called or links.
pub(super) fn title(visit: &Visit, row: &ChangeRow, names: &Names) -> String {
    let kind = table(visit, &row.table);
    let called = row.after.as_ref().or(row.before.as_ref());
    let own = called.and_then(|row| {
        ["display_name", "name", "code"].into_iter().find_map(|column| {
            let value = row.get(column)?;
            localised(visit, value).or_else(|| Some(value.as_str()?.to_owned()))
        })
    });
    let own = match row.table.as_str() {
        // The name of an option is a word of ours; whose it is tells more.
        "profile_option" => called.map(|row| option_title(visit, row, names)),
        "policy_line" => called.map(|row| joined(visit, row, names, ["role", "verb"], ", ")),
        "separated_duty" => called.map(|row| joined(visit, row, names, ["first_verb", "second_verb"], " – ")),
        "delegation" => called.map(|row| joined(visit, row, names, ["lender_id", "borrower_id"], " → ")),
        _ => own,
    };
    let linked = || {
        let parts: Vec<String> = row
            .key
            .split(' ')
            .map(|part| {
                let id = part.parse::<Uuid>().ok();
                id.and_then(|id| names.of(visit, id))
                    .unwrap_or_else(|| day(visit, part))
            })
            .collect();
        format::list(&parts, visit.language)
    };
    visit.labelled(&kind, &own.unwrap_or_else(linked))
}

/// What tells a row that has no name: two of its columns.
fn joined(visit: &Visit, row: &Value, names: &Names, columns: [&str; 2], between: &str) -> String {
    columns
        .map(|column| value(visit, column, row.get(column), names))
        .join(between)
}

fn option_title(visit: &Visit, row: &Value, names: &Names) -> String {
    let text = |member: &str| row.get(member).and_then(Value::as_str).unwrap_or_default();
    let name = word(visit, "admin-value-", text("name"));
    let level = word(visit, "admin-level-", text("level"));
    let of = text("level_id").parse().ok().and_then(|id| names.of(visit, id));
    match of {
        Some(of) => format!("{name}, {level} {of}"),
        None => format!("{name}, {level}"),
    }
}

fn day(visit: &Visit, text: &str) -> String {
    text.parse::<NaiveDate>()
        .map_or_else(|_| text.to_owned(), |day| format::date(day, visit.language))
}

/// A row with what differs.
pub(super) fn row(visit: &Visit, row: &ChangeRow, names: &Names) -> RowWords {
    let empty = Map::new();
    let before = row.before.as_ref().and_then(Value::as_object).unwrap_or(&empty);
    let after = row.after.as_ref().and_then(Value::as_object).unwrap_or(&empty);
    let columns: BTreeSet<&String> = before.keys().chain(after.keys()).collect();
    let cells = columns
        .into_iter()
        .filter(|column| !SILENT.contains(&column.as_str()) && before.get(*column) != after.get(*column))
        .map(|column| CellWords {
            label: word(visit, "admin-column-", column),
            before: value(visit, column, before.get(column), names),
            after: value(visit, column, after.get(column), names),
        })
        .filter(|cell| !(cell.before.is_empty() && cell.after.is_empty()))
        .collect();
    RowWords {
        kind: match (&row.before, &row.after) {
            (None, _) => "added",
            (_, None) => "removed",
            _ => "changed",
        },
        title: title(visit, row, names),
        cells,
    }
}

/// A value as it is read. The day on which something is over is told as the last day on which it was not.
fn value(visit: &Visit, column: &str, value: Option<&Value>, names: &Names) -> String {
    let told = match value {
        None | Some(Value::Null) => String::new(),
        Some(Value::Bool(is)) => visit.text(if *is { "admin-yes" } else { "admin-no" }),
        Some(Value::String(text)) => text_value(visit, column, text, names),
        Some(Value::Array(items)) => {
            let items: Vec<String> = items
                .iter()
                .map(|item| {
                    item.as_str()
                        .map_or_else(|| item.to_string(), |text| text.to_owned())
                })
                .collect();
            format::list(&items, visit.language)
        }
        Some(other) => localised(visit, other)
            .or_else(|| members(visit, other))
            .unwrap_or_else(|| other.to_string()),
    };
    if told.chars().count() > VALUE_CHARACTERS_MAX {
        let cut: String = told.chars().take(VALUE_CHARACTERS_MAX).collect();
        return format!("{cut}…");
    }
    told
}

/// An address and its like: what its members say, once each, where all of them are texts.
fn members(visit: &Visit, value: &Value) -> Option<String> {
    let mut told: Vec<String> = Vec::new();
    for member in value.as_object()?.values() {
        let text = match member {
            Value::Null => continue,
            Value::Object(none) if none.is_empty() => continue,
            Value::String(text) => text.clone(),
            other => localised(visit, other)?,
        };
        if !text.is_empty() && !told.contains(&text) {
            told.push(text);
        }
    }
    Some(format::list(&told, visit.language))
}

fn text_value(visit: &Visit, column: &str, text: &str, names: &Names) -> String {
    if let Ok(id) = text.parse::<Uuid>() {
        return names.of(visit, id).unwrap_or_else(|| {
            // Site and application have no id of their own.
            if id.is_nil() {
                String::new()
            } else {
                text.to_owned()
            }
        });
    }
    if let Ok(date) = text.parse::<NaiveDate>() {
        let date = if column == "valid_to" {
            date.pred_opt().unwrap_or(date)
        } else {
            date
        };
        return format::date(date, visit.language);
    }
    if let Ok(moment) = text.parse::<DateTime<Utc>>() {
        return format::date_time(moment, visit.tenant.zone(), visit.language);
    }
    match column {
        "role" => word(visit, "desk-role-", text),
        "language" => text
            .parse::<crate::kernel::locale::Language>()
            .map_or_else(|_| text.to_owned(), |language| language.endonym().to_owned()),
        "verb" | "first_verb" | "second_verb" => {
            Verb::parse(text).map_or_else(|| text.to_owned(), |verb| visit.text(&verb.text_key()))
        }
        "level" => word(visit, "admin-level-", text),
        "name" | "kind" | "effect" | "reach" => word(visit, "admin-value-", text),
        _ => text.to_owned(),
    }
}
