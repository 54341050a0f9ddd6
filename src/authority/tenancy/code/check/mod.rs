//! What must hold between the files of a tenant. Everything here works on what was read, without a database.

mod calendar;
mod formerly;
mod money;
mod organisation;
mod people;
mod procedures;
mod tenant;

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

pub use tenant::is_email;

use super::dictionaries;
use super::loader::{AllFacts, TenantCode};
use super::problem::{Problems, Source};

/// What a check looks at, and where it notes what it finds.
pub(super) struct Check<'a> {
    pub(super) code: &'a TenantCode,
    pub(super) facts: &'a AllFacts,
    sources: &'a BTreeMap<String, Source>,
    problems: &'a mut Problems,
}

/// Notes everything that does not hold.
pub(super) fn all(
    code: &TenantCode,
    facts: &AllFacts,
    folder: &Path,
    sources: &BTreeMap<String, Source>,
    problems: &mut Problems,
) {
    let mut check = Check {
        code,
        facts,
        sources,
        problems,
    };
    tenant::check(&mut check, folder);
    organisation::check(&mut check);
    formerly::check(&mut check);
    money::check(&mut check);
    people::check(&mut check);
    calendar::check(&mut check);
    procedures::check(&mut check);
    dictionaries::check(&mut check);
}

/// What a file is found in that could not be read.
static NOWHERE: Source = Source {
    file: std::path::PathBuf::new(),
    text: String::new(),
};

impl Check<'_> {
    /// Notes a problem of the file `name`; see [`Problems::note`] for `path`.
    pub(super) fn note(&mut self, name: &str, path: &[&str], message: impl Into<String>) {
        self.problems
            .note(self.sources.get(name).unwrap_or(&NOWHERE), path, message);
    }

    /// Notes a problem of the row of a list that says these words; see [`Source::find_row`].
    pub(super) fn note_row(&mut self, name: &str, list: &str, words: &[&str], message: impl Into<String>) {
        let source = self.sources.get(name).unwrap_or(&NOWHERE);
        let place = source.find_row(list, words).or_else(|| source.find(words));
        self.problems.note_at(source, place, message);
    }

    /// Notes codes that are used twice or are not codes.
    fn codes<'b>(
        &mut self,
        file: &str,
        what: &str,
        codes: impl IntoIterator<Item = &'b str>,
    ) -> BTreeSet<String> {
        let mut seen = BTreeSet::new();
        for code in codes {
            self.code(file, what, code);
            if !seen.insert(code.to_owned()) {
                self.note(file, &[code, code], format!("{what} “{code}” is there twice"));
            }
        }
        seen
    }

    /// Notes what is not a code.
    fn code(&mut self, file: &str, what: &str, code: &str) {
        if !is_code(code) {
            self.note(
                file,
                &[code],
                format!("{what} “{code}”: a code has lower-case letters, digits, “-” and “_”"),
            );
        }
    }

    /// Notes a name that nothing bears.
    fn known(&mut self, file: &str, owner: &str, what: &str, name: &str, names: &BTreeSet<String>) -> bool {
        let known = names.contains(name);
        if !known {
            self.note(
                file,
                &[owner, name],
                format!("“{owner}” names the {what} “{name}”, which there is not"),
            );
        }
        known
    }
}

/// The longest code, in characters.
pub const CODE_MAX: usize = 60;
/// The longest balancing value, in characters.
pub const VALUE_MAX: usize = 40;
/// The longest name, in characters.
pub const NAME_MAX: usize = 200;

/// Whether `text` may be a code: it stands in addresses, in ids and in the names of variables.
#[must_use]
pub fn is_code(text: &str) -> bool {
    (1..=CODE_MAX).contains(&text.len())
        && !text.starts_with('-')
        && text
            .chars()
            .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || matches!(c, '-' | '_'))
}

/// Whether `text` may be a balancing value: something to see, in one piece.
#[must_use]
pub fn is_value(text: &str) -> bool {
    (1..=VALUE_MAX).contains(&text.chars().count())
        && !text.chars().any(|c| c.is_whitespace() || c.is_control())
}
