//! `dictionaries/`: the value lists that a tenant's code brings.
//!
//! `dictionaries/<code>.toml` says the name, the names of the levels and, when they are few, the items:
//!
//! ```toml
//! name = { vi = "Lý do từ chối", en = "Reasons of refusal" }
//! levels = [ { vi = "Nhóm", en = "Group" }, { vi = "Lý do", en = "Reason" } ]
//!
//! [[item]]
//! code = "papers"
//! name = { vi = "Giấy tờ", en = "Papers" }
//! ```
//!
//! `dictionaries/<code>.csv` beside it holds the items of a long list, as the administrator's page exports them:
//! `code,parent,name_vi,name_en,valid_from,valid_to`. Changed contents are published as a new version when they are applied.

use std::collections::BTreeMap;
use std::fs;

use super::check::Check;
use super::loader::Reader;
use super::problem::Place;
use crate::authority::dictionaries::{self, Contents, Fault};
use crate::kernel::locale::Language;
use crate::platform::sheets::{self, Limits};

/// Dictionaries by code.
pub type Dictionaries = BTreeMap<String, Contents>;

impl Reader<'_> {
    /// Reads the folder `dictionaries`; a tenant without one has none.
    pub(super) fn dictionaries(&mut self, home: Option<Language>) -> Dictionaries {
        let Ok(entries) = fs::read_dir(self.folder.join("dictionaries")) else {
            return Dictionaries::new();
        };
        let mut names: Vec<String> = entries
            .filter_map(Result::ok)
            .filter_map(|entry| entry.file_name().into_string().ok())
            .collect();
        names.sort();
        let mut read = Dictionaries::new();
        for name in &names {
            let file = format!("dictionaries/{name}");
            match name.rsplit_once('.') {
                Some((code, "toml")) => {
                    let Some(mut contents) = self.toml::<Contents>(&file) else {
                        continue;
                    };
                    if names.contains(&format!("{code}.csv")) {
                        contents
                            .items
                            .extend(self.items(&format!("dictionaries/{code}.csv"), home));
                    }
                    read.insert(code.to_owned(), contents);
                }
                Some((code, "csv")) if names.contains(&format!("{code}.toml")) => {}
                _ => {
                    // Read for its place in the list of problems.
                    let _ = self.read(&file);
                    self.note(
                        &file,
                        None,
                        "is no dictionary: make a .toml, and a .csv of the same name".into(),
                    );
                }
            }
        }
        read
    }

    fn items(&mut self, file: &str, home: Option<Language>) -> Vec<dictionaries::Item> {
        let (Some(text), Some(home)) = (self.read(file), home) else {
            return Vec::new();
        };
        let rows = match sheets::read(text.as_bytes(), &Limits::LIST) {
            Ok(rows) => rows,
            Err(error) => {
                self.note(file, None, format!("cannot be read: {error}"));
                return Vec::new();
            }
        };
        match dictionaries::from_rows(&rows, home) {
            Ok(items) => items,
            Err(problems) => {
                for problem in problems {
                    let place = Place {
                        line: problem.row,
                        column: 1,
                    };
                    let message = format!("“{}” {}", problem.near, words(problem.key));
                    self.note(file, Some(place), message);
                }
                Vec::new()
            }
        }
    }
}

/// The problems of a spreadsheet as a command line tells them.
fn words(key: &str) -> &'static str {
    match key {
        "admin-dictionary-import-column" => "is no known column",
        "admin-dictionary-import-lacks" => "is a column that is missing",
        "admin-dictionary-import-day" => "is no day as 2026-01-31",
        key => [
            Fault::Code,
            Fault::Twice,
            Fault::NoParent,
            Fault::Circle,
            Fault::Deep,
            Fault::NoName,
            Fault::Name,
            Fault::Days,
            Fault::TooMany,
        ]
        .into_iter()
        .find(|fault| fault.key() == key)
        .map_or("is wrong", told),
    }
}

const fn told(fault: Fault) -> &'static str {
    match fault {
        Fault::Code => "is no code: letters, digits and . _ -, at most 60",
        Fault::Twice => "is there twice",
        Fault::NoParent => "is named as the item above, and there is no such item",
        Fault::Circle => "lies below itself",
        Fault::Deep => "lies deeper than five levels",
        Fault::NoName => "has no name in the tenant's own language",
        Fault::Name => "has a name that is too long or cannot be printed",
        Fault::Days => "ends before it begins",
        Fault::TooMany => "is one item too many: 50,000 are taken",
    }
}

/// Checks every dictionary as publishing would, and that forms name those there are.
pub(super) fn check(check: &mut Check<'_>) {
    let code = check.code;
    for (name, contents) in &code.dictionaries {
        let file = format!("dictionaries/{name}.toml");
        if !dictionaries::is_code(name) {
            check.note(
                &file,
                &[],
                format!("“{name}” is no code: begin with a-z, then a-z, 0-9 and -"),
            );
        }
        if contents.items.is_empty() {
            check.note(&file, &[], "has no items");
        }
        for (at, fault) in dictionaries::check(contents, code.tenant.default_language) {
            let item = contents.items.get(at).map_or("", |item| item.code.as_str());
            check.note(&file, &[item], format!("“{item}” {}", told(fault)));
        }
    }
    let facts = check.facts;
    for (procedure, (form, _)) in facts {
        for wanted in &form.dictionaries {
            if !code.dictionaries.contains_key(wanted) {
                check.note(
                    &format!("procedures/{procedure}/form.json"),
                    &[wanted],
                    format!("names the dictionary “{wanted}”, and there is no dictionaries/{wanted}.toml"),
                );
            }
        }
    }
}
