//! The house keeps its floors: what a file may import, and where SQL may stand.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

const FLOORS: [&str; 5] = ["kernel", "platform", "authority", "services", "surfaces"];

/// Imports between services, as `src/services/mod.rs` explains them: who, of whom.
const SIBLINGS: &[(&str, &str)] = &[
    ("catalogue", "workflow"),
    ("dossiers", "catalogue"),
    ("workflow", "catalogue"),
    ("dossiers", "workflow"),
    ("papers", "dossiers"),
    ("billing", "dossiers"),
    ("papers", "billing"),
    ("papers", "catalogue"),
    ("notifications", "dossiers"),
];

/// Files that speak SQL and are not called queries: path or folder, and why.
const SPEAKS_SQL: &[(&str, &str)] = &[
    (
        "src/platform/door/",
        "begins and ends transactions, and writes the audit trail",
    ),
    ("src/platform/outbox.rs", "the outbox is the platform's own"),
    ("src/platform/inbox.rs", "the inbox is the platform's own"),
    (
        "src/platform/migrate.rs",
        "applies migrations, routines and policies",
    ),
    ("src/surfaces/cli/doctor.rs", "asks the database what time it is"),
    (
        "src/services/workflow/save.rs",
        "queries that write a step of a process",
    ),
];

fn sources() -> Vec<(String, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut files = Vec::new();
    walk(&root.join("src"), &mut files);
    files.sort();
    assert!(files.len() > 100, "{} files", files.len());
    files
        .into_iter()
        .map(|file| {
            let name = file.strip_prefix(root).unwrap().to_string_lossy().into_owned();
            (name, std::fs::read_to_string(file).unwrap())
        })
        .collect()
}

fn walk(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            walk(&path, files);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            files.push(path);
        }
    }
}

/// The code of a file: no comments, and nothing of its unit tests, which may look anywhere.
fn code(text: &str) -> String {
    let text = text.split("#[cfg(test)]\nmod tests {").next().unwrap_or_default();
    text.lines()
        .map(|line| line.split("//").next().unwrap_or_default())
        .collect::<Vec<_>>()
        .join("\n")
}

fn is_test(name: &str) -> bool {
    name.ends_with("/tests.rs") || name.contains("/tests/")
}

/// Every path of the crate that a file names, the braces of `use crate::{…}` opened.
fn crate_paths(code: &str) -> Vec<Vec<String>> {
    let mut all = Vec::new();
    for (at, _) in code.match_indices("crate::") {
        let before = code[..at].chars().next_back();
        if before.is_some_and(|c| c.is_alphanumeric() || c == '_') {
            continue;
        }
        open(&code[at + "crate::".len()..], &mut Vec::new(), &mut all);
    }
    all
}

/// Reads `a::b::{c, d::e}` as the two paths it stands for, two segments of each.
fn open<'a>(mut rest: &'a str, before: &mut Vec<String>, all: &mut Vec<Vec<String>>) -> &'a str {
    let depth = before.len();
    loop {
        rest = rest.trim_start();
        if let Some(inner) = rest.strip_prefix('{') {
            rest = inner;
            loop {
                rest = open(rest, before, all).trim_start();
                match rest.chars().next() {
                    Some(',') => rest = &rest[1..],
                    Some('}') => {
                        rest = &rest[1..];
                        break;
                    }
                    _ => break,
                }
                if rest.trim_start().starts_with('}') {
                    rest = &rest.trim_start()[1..];
                    break;
                }
            }
            before.truncate(depth);
            return rest;
        }
        let end = rest
            .find(|c: char| !(c.is_alphanumeric() || c == '_' || c == '*'))
            .unwrap_or(rest.len());
        before.push(rest[..end].to_owned());
        rest = &rest[end..];
        match rest.strip_prefix("::") {
            Some(more) => rest = more,
            None => break,
        }
    }
    all.push(before.clone());
    before.truncate(depth);
    rest
}

#[test]
fn paths_are_read_through_braces() {
    let paths = crate_paths("use crate::{a::{b, c::d}, e};\nlet x = crate::f::g();");
    let read: Vec<String> = paths.iter().map(|path| path.join("::")).collect();
    assert_eq!(read, ["a::b", "a::c::d", "e", "f::g"]);
}

#[test]
fn imports_go_down_the_floors() {
    let mut wrong = Vec::new();
    for (name, text) in sources() {
        let parts: Vec<&str> = name.split('/').collect();
        let Some(floor) = FLOORS
            .iter()
            .position(|floor| Some(floor) == parts.get(1).map(|part| part.trim_end_matches(".rs")).as_ref())
        else {
            continue;
        };
        for path in crate_paths(&code(&text)) {
            let Some(below) = FLOORS
                .iter()
                .position(|floor| path.first().is_some_and(|first| first == floor))
            else {
                if path.first().is_some_and(|first| first == "app") && floor < 4 {
                    wrong.push(format!("{name} imports the wiring"));
                }
                continue;
            };
            if below > floor {
                wrong.push(format!("{name} imports {}, a floor above", path.join("::")));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn services_meet_through_ids_and_events() {
    let allowed: BTreeSet<(&str, &str)> = SIBLINGS.iter().copied().collect();
    let mut found: BTreeMap<(String, String), String> = BTreeMap::new();
    for (name, text) in sources() {
        let Some(rest) = name.strip_prefix("src/services/") else {
            continue;
        };
        let Some((own, _)) = rest.split_once('/') else {
            continue;
        };
        if is_test(&name) {
            continue;
        }
        for path in crate_paths(&code(&text)) {
            if let [first, other, ..] = path.as_slice()
                && first == "services"
                && other != own
            {
                found
                    .entry((own.to_owned(), other.clone()))
                    .or_insert_with(|| name.clone());
            }
        }
    }
    let wrong: Vec<String> = found
        .iter()
        .filter(|((own, other), _)| !allowed.contains(&(own.as_str(), other.as_str())))
        .map(|((own, other), name)| {
            format!("{own} imports {other} in {name}: say why in src/services/mod.rs and here, or do without")
        })
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    let said =
        std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("src/services/mod.rs")).unwrap();
    for (own, other) in found.keys() {
        let is_said = said
            .lines()
            .any(|line| line.contains(&format!("`{own}`")) && line.contains(&format!("`{other}`")));
        assert!(
            is_said,
            "src/services/mod.rs does not say why {own} imports {other}"
        );
    }
}

#[test]
fn sql_stands_in_queries_and_nowhere_else() {
    let signs = [
        "diesel::sql_query",
        "sql_query(",
        "batch_execute",
        "diesel::insert_into",
        "diesel::update",
        "diesel::delete",
        ".get_result(",
        "RunQueryDsl",
    ];
    let mut wrong = Vec::new();
    let mut used = BTreeSet::new();
    for (name, text) in sources() {
        if name.contains("/queries") || is_test(&name) {
            continue;
        }
        let code = code(&text);
        // A call of a stored function is a query type of its own, in one trip; its words are the function's name.
        let signs = signs
            .iter()
            .filter(|sign| code.contains(**sign))
            .filter(|_| !code.contains("impl OneTrip for"));
        let signs: Vec<_> = signs.collect();
        if signs.is_empty() {
            continue;
        }
        match SPEAKS_SQL.iter().find(|(path, _)| name.starts_with(path)) {
            Some((path, _)) => {
                used.insert(*path);
            }
            None => wrong.push(format!("{name}: {signs:?}")),
        }
    }
    assert!(wrong.is_empty(), "SQL outside queries:\n{}", wrong.join("\n"));
    let idle: Vec<_> = SPEAKS_SQL
        .iter()
        .filter(|(path, _)| !used.contains(path))
        .collect();
    assert!(
        idle.is_empty(),
        "exceptions that nothing needs any more: {idle:?}"
    );
}

#[test]
fn there_is_no_unsafe_code() {
    for (name, text) in sources() {
        let code = code(&text);
        for form in [
            "unsafe {",
            "unsafe fn",
            "unsafe impl",
            "unsafe extern",
            "unsafe trait",
            "unsafe(",
        ] {
            assert!(!code.contains(form), "{name} has unsafe code");
        }
    }
}

/// `schema.rs` names the columns of the database, in their order, and which may be null.
#[test]
fn the_schema_is_the_databases() {
    let database = crate::support::TestDatabase::fresh();
    let real = crate::isolation::lines(
        &mut database.superuser(),
        "select format('%s.%s%s', c.relname, a.attname, case when a.attnotnull then '' else '?' end) as line
         from pg_attribute a join pg_class c on c.oid = a.attrelid
         where c.relnamespace = 'public'::regnamespace and c.relkind = 'r' and a.attnum > 0 and not a.attisdropped
           and c.relname <> '__diesel_schema_migrations'
         order by c.relname, a.attnum",
    );
    let text = std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("src/platform/schema.rs"))
        .unwrap();
    let (mut written, mut table, mut in_table) = (Vec::new(), String::new(), false);
    for line in text.lines().map(str::trim) {
        if line.starts_with("diesel::table!") {
            in_table = true;
        } else if in_table && table.is_empty() {
            if line.is_empty() || line.starts_with("use ") || line.starts_with("///") {
                continue;
            }
            line.split(' ').next().unwrap_or_default().clone_into(&mut table);
        } else if in_table && line == "}" {
            (in_table, table) = (false, String::new());
        } else if let (true, Some((column, kind))) = (in_table, line.split_once(" -> ")) {
            let name = column.trim_start_matches("r#").trim_end_matches('_');
            let mark = if kind.starts_with("Nullable") { "?" } else { "" };
            written.push(format!("{table}.{name}{mark}"));
        }
    }
    written.sort();
    let mut real_sorted = real;
    real_sorted.sort();
    assert_eq!(written, real_sorted, "print src/platform/schema.rs again");
}
