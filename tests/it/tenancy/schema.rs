//! The schemas by which editors complete and check a tenant's files: they are those of the types that read the files, the
//! command prints them, and every file of the demonstration names its own and satisfies it.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::Command;

use onedoor::authority::tenancy::code::{SCHEMAS, schema};
use serde_json::Value;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn command(arguments: &[&str]) -> String {
    let made = Command::new(env!("CARGO_BIN_EXE_onedoor"))
        .args(["tenant", "schema"])
        .args(arguments)
        .output()
        .unwrap();
    assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
    String::from_utf8(made.stdout).unwrap()
}

#[test]
fn a_schema_that_is_published_is_that_of_the_type_and_what_the_command_prints() {
    let folder = root().join("docs/schema");
    for (name, published) in SCHEMAS {
        let made = format!(
            "{}\n",
            serde_json::to_string_pretty(&schema(name).unwrap()).unwrap()
        );
        let path = folder.join(format!("{name}.json"));
        if std::env::var_os("ONEDOOR_PRINT_SCHEMAS").is_some() {
            std::fs::write(path, &made).unwrap();
            continue;
        }
        assert!(
            made == published,
            "docs/schema/{name}.json is old; print it with ONEDOOR_PRINT_SCHEMAS=1"
        );
        assert_eq!(std::fs::read_to_string(path).unwrap(), published);
        assert_eq!(command(&[name]), published);
        assert_eq!(command(&[&format!("{name}.toml")]), published);
    }
    let named: BTreeSet<String> = SCHEMAS.iter().map(|(name, _)| format!("{name}.json")).collect();
    let there: BTreeSet<String> = std::fs::read_dir(&folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    assert_eq!(there, named);
    let listed: BTreeSet<String> = command(&[]).lines().map(|name| format!("{name}.json")).collect();
    assert_eq!(listed, named);
}

fn toml_files(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            toml_files(&path, found);
        } else if path.extension().is_some_and(|it| it == "toml") {
            found.push(path);
        }
    }
}

/// What a TOML file says, as an editor hands it to a checker: days are texts.
fn as_json(value: toml::Value) -> Value {
    match value {
        toml::Value::Datetime(day) => Value::String(day.to_string()),
        toml::Value::Array(items) => items.into_iter().map(as_json).collect(),
        toml::Value::Table(members) => members
            .into_iter()
            .map(|(key, value)| (key, as_json(value)))
            .collect(),
        toml::Value::String(text) => Value::String(text),
        toml::Value::Integer(number) => number.into(),
        toml::Value::Float(number) => number.into(),
        toml::Value::Boolean(is) => is.into(),
    }
}

/// Why `value` does not satisfy `schema`, of a document whose definitions are `all`. A keyword that this does not know is a
/// failure of the test: nothing is passed over.
fn problems(all: &Value, schema: &Value, value: &Value, at: &str) -> Vec<String> {
    let Value::Object(keywords) = schema else {
        assert_eq!(schema, &Value::Bool(true), "{at}");
        return Vec::new();
    };
    let (mut found, mut noted) = (Vec::new(), Vec::new());
    let mut note = |fits: bool, what: String| {
        if !fits {
            noted.push(format!("{at}: {what}"));
        }
    };
    for (keyword, says) in keywords {
        match keyword.as_str() {
            "$schema" | "title" | "description" | "default" | "definitions" => {}
            "type" => {
                let types: Vec<&str> = says
                    .as_array()
                    .map_or_else(|| vec![says], |it| it.iter().collect())
                    .into_iter()
                    .filter_map(Value::as_str)
                    .collect();
                let is = match value {
                    Value::Null => "null",
                    Value::Bool(_) => "boolean",
                    Value::Number(it) if it.is_f64() => "number",
                    Value::Number(_) => "integer",
                    Value::String(_) => "string",
                    Value::Array(_) => "array",
                    Value::Object(_) => "object",
                };
                let fits = types.contains(&is) || is == "integer" && types.contains(&"number");
                note(fits, format!("is {is}, not {says}"));
            }
            "enum" => note(
                says.as_array().unwrap().contains(value),
                format!("{value} is none of {says}"),
            ),
            "const" => note(says == value, format!("{value} is not {says}")),
            "pattern" => {
                let text = value.as_str().unwrap_or_default();
                let shape: String = text
                    .chars()
                    .map(|it| if it.is_ascii_digit() { '0' } else { it })
                    .collect();
                let fits = match says.as_str().unwrap() {
                    "^[A-Z]{3}$" => text.len() == 3 && text.chars().all(|it| it.is_ascii_uppercase()),
                    "^[0-2][0-9]:[0-5][0-9]$" => shape == "00:00",
                    unknown => panic!("{at}: this test does not know {unknown}"),
                };
                note(fits, format!("“{text}” does not match {says}"));
            }
            "format" => {
                let text = value.as_str();
                let fits = match says.as_str().unwrap() {
                    "date" => text.is_none_or(|it| it.parse::<chrono::NaiveDate>().is_ok()),
                    "uuid" => text.is_none_or(|it| it.parse::<uuid::Uuid>().is_ok()),
                    // Widths of integers, which say nothing about a text.
                    format => format.starts_with("uint") || format.starts_with("int"),
                };
                note(fits, format!("{value} is no {says}"));
            }
            "minimum" => note(
                value.as_f64() >= says.as_f64(),
                format!("{value} is less than {says}"),
            ),
            "maximum" => note(
                value.as_f64() <= says.as_f64(),
                format!("{value} is more than {says}"),
            ),
            "minItems" | "maxItems" => {
                let count = value.as_array().map_or(0, Vec::len) as u64;
                let limit = says.as_u64().unwrap();
                let fits = if keyword == "minItems" {
                    count >= limit
                } else {
                    count <= limit
                };
                note(value.as_array().is_none() || fits, format!("has {count} items"));
            }
            "required" => {
                for key in says.as_array().unwrap().iter().filter_map(Value::as_str) {
                    let lacks = value.as_object().is_some_and(|it| !it.contains_key(key));
                    note(!lacks, format!("lacks {key}"));
                }
            }
            "properties" => {
                for (key, member) in value.as_object().into_iter().flatten() {
                    if let Some(inner) = says.get(key) {
                        found.extend(problems(all, inner, member, &format!("{at}.{key}")));
                    }
                }
            }
            "additionalProperties" => {
                let known = keywords.get("properties").and_then(Value::as_object);
                for (key, member) in value.as_object().into_iter().flatten() {
                    match says {
                        _ if known.is_some_and(|it| it.contains_key(key)) => {}
                        Value::Bool(false) => found.push(format!("{at}: {key} is not known")),
                        inner => found.extend(problems(all, inner, member, &format!("{at}.{key}"))),
                    }
                }
            }
            "items" => {
                for (place, item) in value.as_array().into_iter().flatten().enumerate() {
                    found.extend(problems(all, says, item, &format!("{at}[{place}]")));
                }
            }
            "$ref" => {
                let name = says.as_str().unwrap().strip_prefix("#/definitions/").unwrap();
                found.extend(problems(all, &all["definitions"][name], value, at));
            }
            "allOf" | "anyOf" | "oneOf" => {
                let each: Vec<Vec<String>> = says
                    .as_array()
                    .unwrap()
                    .iter()
                    .map(|one| problems(all, one, value, at))
                    .collect();
                let fit = each.iter().filter(|it| it.is_empty()).count();
                let fits = match keyword.as_str() {
                    "allOf" => fit == each.len(),
                    "oneOf" => fit == 1,
                    _ => fit > 0,
                };
                if !fits {
                    found.push(format!("{at}: {fit} of {} of {keyword} fit", each.len()));
                    found.extend(each.into_iter().flatten());
                }
            }
            unknown => panic!("{at}: this test does not know {unknown}"),
        }
    }
    found.extend(noted);
    found
}

fn published(name: &str) -> Value {
    let (_, text) = SCHEMAS.iter().find(|(known, _)| *known == name).unwrap();
    serde_json::from_str(text).unwrap()
}

#[test]
fn every_file_of_the_demonstration_names_its_schema_and_satisfies_it() {
    let mut files = Vec::new();
    toml_files(&root().join("tenants"), &mut files);
    assert!(files.len() > 40, "{}", files.len());
    let mut used = BTreeSet::new();
    for path in files {
        let text = std::fs::read_to_string(&path).unwrap();
        let named = text
            .lines()
            .next()
            .and_then(|line| line.strip_prefix("#:schema "));
        let named = named.unwrap_or_else(|| panic!("{} names no schema", path.display()));
        let schema = path.parent().unwrap().join(named).canonicalize();
        let schema = schema.unwrap_or_else(|error| panic!("{}: {named}: {error}", path.display()));
        assert_eq!(
            schema.parent(),
            Some(root().join("docs/schema").canonicalize().unwrap().as_path())
        );
        let name = schema.file_stem().unwrap().to_str().unwrap().to_owned();
        let all = published(&name);
        let value = as_json(toml::Value::Table(text.parse().unwrap()));
        let found = problems(&all, &all, &value, "");
        assert!(found.is_empty(), "{}: {found:#?}", path.display());
        used.insert(name);
    }
    let unused: Vec<&str> = SCHEMAS
        .iter()
        .map(|(name, _)| *name)
        .filter(|name| !used.contains(*name))
        .collect();
    assert!(
        unused.is_empty() || unused == ["notifications"],
        "no file shows {unused:?}"
    );
}

#[test]
fn what_a_schema_refuses_is_told() {
    let all = published("organisation");
    let text = std::fs::read_to_string(root().join("tenants/an-binh/organisation.toml")).unwrap();
    let with = |from: &str, to: &str| {
        assert!(text.contains(from), "{from}");
        let value = as_json(toml::Value::Table(text.replacen(from, to, 1).parse().unwrap()));
        problems(&all, &all, &value, "")
    };
    assert!(
        with("capabilities", "capabilties")
            .iter()
            .any(|it| it.contains("lacks capabilities"))
    );
    assert!(!with("\"takes_cash\"", "\"takes_gold\"").is_empty());
    let unit = with(
        "default_legal_entity = \"phuong-trung-tam\"",
        "from = \"someday\"\ndefault_legal_entity = \"phuong-trung-tam\"",
    );
    assert!(unit.iter().any(|it| it.contains("is no \"date\"")), "{unit:?}");
}
