//! Writes the files of a tenant: TOML as a person would write it, in a stable order.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use serde::Serialize;
use toml::{Table, Value};

use crate::authority::tenancy::code::{SCHEMAS, TenantCode};
use crate::kernel::error::{Error, Result};

/// Keys whose text is a day: written as TOML writes days, without quotation marks.
const DAYS: [&str; 9] = [
    "date",
    "from",
    "until",
    "to",
    "adopted",
    "instead_of",
    "born_on",
    "valid_from",
    "valid_to",
];

pub(super) fn folder(code: &TenantCode, folder: &Path) -> Result<()> {
    let is_taken = fs::read_dir(folder).is_ok_and(|mut entries| entries.next().is_some());
    if is_taken {
        return Err(Error::refused(format!("{} is not empty", folder.display())));
    }
    let file = |name: &str, text: &str| -> Result<()> {
        let path = folder.join(name);
        if let Some(parent) = path.parent() {
            fs::create_dir_all(parent).map_err(|error| unwritten(parent, &error))?;
        }
        fs::write(&path, text).map_err(|error| unwritten(&path, &error))
    };
    file("tenant.toml", &document("tenant", 0, &code.tenant)?)?;
    file(
        "organisation.toml",
        &document("organisation", 0, &code.organisation)?,
    )?;
    file("accounts.toml", &document("accounts", 0, &code.accounts)?)?;
    file("people.toml", &document("people", 0, &code.people)?)?;
    file("calendar.toml", &document("calendar", 0, &code.calendar)?)?;
    file("catalogue.toml", &document("catalogue", 0, &code.catalogue)?)?;
    file("fees.toml", &document("fees", 0, &code.fees)?)?;
    file("theme.toml", &document("theme", 0, &code.theme)?)?;
    if !code.notifications.is_empty() {
        file(
            "notifications.toml",
            &document("notifications", 0, &code.notifications)?,
        )?;
    }
    file("emblem.svg", &code.emblem)?;
    file("hero.svg", &code.hero)?;
    file("blocks.json", "{}\n")?;
    fs::create_dir_all(folder.join("procedures")).map_err(|error| unwritten(folder, &error))?;
    for (name, procedure) in &code.procedures {
        let within = |file: &str| format!("procedures/{name}/{file}");
        file(
            &within("procedure.toml"),
            &document("procedure", 2, &procedure.facts)?,
        )?;
        let form = serde_json::to_string_pretty(&procedure.form).map_err(Error::internal)?;
        file(&within("form.json"), &format!("{form}\n"))?;
        file(&within("process.bpmn"), &procedure.process)?;
    }
    for (name, contents) in &code.dictionaries {
        file(
            &format!("dictionaries/{name}.toml"),
            &document("dictionary", 1, contents)?,
        )?;
    }
    for (name, text) in SCHEMAS {
        file(&format!(".schema/{name}.json"), text)?;
    }
    Ok(())
}

fn unwritten(path: &Path, error: &std::io::Error) -> Error {
    Error::Unavailable(format!("{} cannot be written: {error}", path.display()))
}

/// A file, with the line that tells an editor its schema; `depth` folders below the tenant's.
fn document(schema: &str, depth: usize, value: &impl Serialize) -> Result<String> {
    let table = Table::try_from(value).map_err(Error::internal)?;
    let mut text = format!("#:schema {}.schema/{schema}.json\n", "../".repeat(depth));
    section(&mut text, "", &table);
    Ok(text)
}

/// The scalars of a table, then its tables, then its lists of tables: TOML wants them in this order.
fn section(text: &mut String, path: &str, table: &Table) {
    let at = |key: &str| match path {
        "" => word(key),
        path => format!("{path}.{}", word(key)),
    };
    for (key, value) in table.iter().filter(|(_, value)| is_line(path, value)) {
        // Writing to a String cannot fail.
        let _ = writeln!(text, "{} = {}", word(key), inline(key, value));
    }
    for (key, value) in table.iter().filter(|(_, value)| !is_line(path, value)) {
        match value {
            Value::Table(inner) => {
                let _ = writeln!(text, "\n[{}]", at(key));
                section(text, &at(key), inner);
            }
            Value::Array(items) => {
                for item in items.iter().filter_map(Value::as_table) {
                    let _ = writeln!(text, "\n[[{}]]", at(key));
                    section(text, &at(key), item);
                }
            }
            _ => {}
        }
    }
}

/// Whether a value stands on one line. On the first level tables and lists of tables are sections; further in, only lists
/// of tables that hold tables themselves are.
fn is_line(path: &str, value: &Value) -> bool {
    match value {
        Value::Table(inner) => !path.is_empty() || inner.is_empty(),
        Value::Array(items) if items.iter().any(Value::is_table) => {
            !path.is_empty() && !items.iter().any(holds_tables) || !items.iter().all(Value::is_table)
        }
        _ => true,
    }
}

fn holds_tables(value: &Value) -> bool {
    value
        .as_table()
        .is_some_and(|table| table.values().any(Value::is_table))
}

fn inline(key: &str, value: &Value) -> String {
    match value {
        Value::String(text) if DAYS.contains(&key) && is_day(text) => text.clone(),
        Value::String(text) => quoted(text),
        Value::Array(items) => {
            let items: Vec<String> = items.iter().map(|item| inline("", item)).collect();
            format!("[{}]", items.join(", "))
        }
        Value::Table(table) if table.is_empty() => "{}".to_owned(),
        Value::Table(table) => {
            let members: Vec<String> = table
                .iter()
                .map(|(key, value)| format!("{} = {}", word(key), inline(key, value)))
                .collect();
            format!("{{ {} }}", members.join(", "))
        }
        other => other.to_string(),
    }
}

fn is_day(text: &str) -> bool {
    text.len() == 10 && text.parse::<chrono::NaiveDate>().is_ok()
}

fn word(key: &str) -> String {
    let is_bare = !key.is_empty()
        && key
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_'));
    if is_bare { key.to_owned() } else { quoted(key) }
}

/// A basic string of TOML.
fn quoted(text: &str) -> String {
    let mut quoted = String::with_capacity(text.len() + 2);
    quoted.push('"');
    for character in text.chars() {
        match character {
            '"' => quoted.push_str("\\\""),
            '\\' => quoted.push_str("\\\\"),
            '\n' => quoted.push_str("\\n"),
            '\t' => quoted.push_str("\\t"),
            '\r' => quoted.push_str("\\r"),
            control if control.is_control() => {
                let _ = write!(quoted, "\\u{:04X}", u32::from(control));
            }
            other => quoted.push(other),
        }
    }
    quoted.push('"');
    quoted
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_table_reads_as_a_person_would_write_it_and_means_the_same() {
        let table: Table = toml::from_str(
            "a = 1\nd = '2026-01-02'\n[name]\nvi = \"x \\\"y\\\" \\\\ \\n\"\n[[hall]]\ncode = 'h'\nfrom = '2026-01-02'\n[hall.name]\nvi = 'n'\n\
             [[hall.part]]\ncode = 'p'\n[hall.part.name]\nvi = 'q'\n[step_names.'a b']\nvi = 's'\n",
        )
        .unwrap();
        let mut text = String::new();
        section(&mut text, "", &table);
        let again: Table = toml::from_str(&text).unwrap_or_else(|error| panic!("{error}\n{text}"));
        assert!(
            text.contains("name = { vi = \"n\" }") && text.contains("from = 2026-01-02"),
            "{text}"
        );
        assert!(
            text.contains("[[hall.part]]") && text.contains("\"a b\" = { vi = \"s\" }"),
            "{text}"
        );
        let day = |table: &Table| table["hall"][0]["code"].clone();
        assert_eq!(day(&again), day(&table));
        assert_eq!(again["name"], table["name"]);
    }
}
