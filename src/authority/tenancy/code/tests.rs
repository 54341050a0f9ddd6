//! The demonstration's tenants, read without the floors above: their texts, and what can be said of them without their
//! forms and processes. `services::workflow::definitions` reads them whole.

use std::path::{Path, PathBuf};

use serde_json::Value;

use super::loader::{Definitions, FormFacts, ProcessFacts, Unread};
use super::problem::{Problems, Source};
use super::{load, texts};

fn tenants() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tenants")
}

fn files(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files(&path, found)
        } else {
            found.push(path)
        }
    }
}

/// Every TOML and JSON file under `tenants/`, parsed.
fn documents() -> Vec<(Source, Value)> {
    let mut paths = Vec::new();
    files(&tenants(), &mut paths);
    let read = |path: PathBuf| {
        let text = std::fs::read_to_string(&path).unwrap();
        let value = match path.extension()?.to_str()? {
            "toml" => serde_json::to_value(toml::from_str::<toml::Table>(&text).unwrap()).unwrap(),
            "json" => serde_json::from_str(&text).unwrap(),
            _ => return None,
        };
        Some((Source { file: path, text }, value))
    };
    paths.into_iter().filter_map(read).collect()
}

#[test]
fn no_text_lacks_a_language() {
    let documents = documents();
    assert!(documents.len() > 80, "{} files", documents.len());
    let mut problems = Problems::default();
    for (source, value) in &documents {
        texts::check(source, value, &mut problems);
    }
    assert!(problems.is_empty(), "\n{problems}");
}

/// Labels, names, hints and titles are texts in languages, never plain ones that the check above would pass over.
#[test]
fn what_a_citizen_reads_is_a_text_in_languages() {
    fn walk(value: &Value, file: &Path) {
        const READ: [&str; 8] = [
            "label",
            "hint",
            "title",
            "words",
            "summary",
            "applicants",
            "statement",
            "pattern_hint",
        ];
        match value {
            Value::Array(items) => items.iter().for_each(|item| walk(item, file)),
            Value::Object(entries) => {
                for (key, inner) in entries {
                    assert!(
                        !(READ.contains(&key.as_str()) && inner.is_string()),
                        "{}: {key} = {inner}",
                        file.display()
                    );
                    walk(inner, file);
                }
            }
            _ => {}
        }
    }
    for (source, value) in documents() {
        walk(&value, &source.file);
    }
}

/// Readers that know nothing of forms and processes.
struct Unknowing;

impl Definitions for Unknowing {
    fn form(&self, _: &Value) -> Result<FormFacts, Vec<Unread>> {
        Ok(FormFacts::default())
    }

    fn process(&self, _: &str) -> Result<ProcessFacts, Vec<Unread>> {
        Ok(ProcessFacts::default())
    }
}

/// Without their readers, everything that is noted is about procedures: the seven other files hold together by themselves.
#[test]
fn organisation_people_money_and_calendar_hold_together() {
    for slug in ["an-binh", "zoriana", "qinglan"] {
        let problems = load(&tenants().join(slug), &Unknowing).unwrap_err();
        for problem in &problems.0 {
            assert!(
                problem
                    .file
                    .components()
                    .any(|part| part.as_os_str() == "procedures"),
                "{problem}"
            );
        }
    }
}
