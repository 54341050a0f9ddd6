//! What a change is.

use std::fmt;

use serde_json::Value;

use crate::kernel::clock::Instant;
use crate::kernel::ids::{AccountId, ChangeSetId};

/// Where a change came from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Origin {
    /// An administrator's page.
    Page,
    /// The programming interface.
    Api,
    /// The tenant's code.
    Code,
    /// A spreadsheet.
    Bulk,
    /// A reorganisation on its day.
    Reorganisation,
    /// Another change taken back.
    Undo,
    /// The first set-up of a tenant.
    Onboarding,
}

impl Origin {
    /// Every origin.
    pub const ALL: [Origin; 7] = [
        Origin::Page,
        Origin::Api,
        Origin::Code,
        Origin::Bulk,
        Origin::Reorganisation,
        Origin::Undo,
        Origin::Onboarding,
    ];

    /// As stored.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Origin::Page => "page",
            Origin::Api => "api",
            Origin::Code => "code",
            Origin::Bulk => "bulk",
            Origin::Reorganisation => "reorganisation",
            Origin::Undo => "undo",
            Origin::Onboarding => "onboarding",
        }
    }

    /// Reads what is stored.
    #[must_use]
    pub fn parse(name: &str) -> Option<Origin> {
        Origin::ALL.into_iter().find(|origin| origin.name() == name)
    }
}

/// Why somebody changed something, in her own words: 3 to 500 characters.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reason(String);

/// What is wrong with a reason.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ReasonProblem {
    /// Nobody can learn from it.
    #[error("a reason has at least {} characters", Reason::LENGTH_MIN)]
    TooShort,
    /// It is a document, not a reason.
    #[error("a reason has at most {} characters", Reason::LENGTH_MAX)]
    TooLong,
}

impl Reason {
    /// The fewest characters.
    pub const LENGTH_MIN: usize = 3;
    /// The most characters.
    pub const LENGTH_MAX: usize = 500;

    /// Reads a reason; space around it does not count.
    ///
    /// # Errors
    /// When it is too short or too long.
    pub fn parse(text: &str) -> Result<Self, ReasonProblem> {
        let text = text.trim();
        match text.chars().count() {
            0..Self::LENGTH_MIN => Err(ReasonProblem::TooShort),
            Self::LENGTH_MIN..=Self::LENGTH_MAX => Ok(Self(text.to_owned())),
            _ => Err(ReasonProblem::TooLong),
        }
    }

    /// Its text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// One change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChangeSet {
    /// Its id, in order of time.
    pub id: ChangeSetId,
    /// When.
    pub made_at: Instant,
    /// Who, as [`crate::kernel::context::Actor`] prints.
    pub made_by: String,
    /// Where it came from.
    pub origin: Origin,
    /// Why.
    pub reason: String,
    /// The change it takes back.
    pub undoes: Option<ChangeSetId>,
    /// The change that took it back.
    pub undone_by: Option<ChangeSetId>,
    /// How many rows it changed.
    pub row_count: i64,
}

/// What is written as the reason, and as who published, where a tenant's code brings something and nobody said why: a mark
/// for whoever tells it in the reader's language.
pub const FROM_CODE: &str = "tenant apply";

/// Whether a reason, or a name of who published, was written by [`FROM_CODE`] or by what stood there before it.
#[must_use]
pub fn is_from_code(written: &str) -> bool {
    let is_file = || {
        let code = written.strip_prefix("dictionaries/")?.strip_suffix(".toml")?;
        Some(!code.contains(char::is_whitespace))
    };
    written == FROM_CODE || written == "onedoor tenant apply" || is_file().unwrap_or(false)
}

/// One row of one change.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct ChangeRow {
    /// Its place among all changed rows.
    pub position: i64,
    /// The table.
    pub table: String,
    /// The columns of its key behind the tenant, with spaces between.
    pub key: String,
    /// As it was; `None`: it was not there.
    pub before: Option<Value>,
    /// As it became; `None`: it is gone.
    pub after: Option<Value>,
}

/// Which changes are asked for.
#[derive(Debug, Clone, Default)]
pub struct Filter {
    /// Changes of this table.
    pub table: Option<String>,
    /// Changes of the row with this key; with `table`.
    pub key: Option<String>,
    /// Changes of this person's account, of what she holds and of her profile options.
    pub person: Option<AccountId>,
    /// Changes made from this moment on.
    pub since: Option<Instant>,
    /// Changes made before this moment.
    pub until: Option<Instant>,
    /// Changes by this actor, as [`crate::kernel::context::Actor`] prints or the beginning of it.
    pub made_by: Option<String>,
    /// Changes from here.
    pub origin: Option<Origin>,
    /// Only those before this one: the next page.
    pub before: Option<ChangeSetId>,
    /// How many at most.
    pub limit: i64,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reason_is_neither_a_grunt_nor_a_document() {
        assert_eq!(Reason::parse("  ok "), Err(ReasonProblem::TooShort));
        assert_eq!(Reason::parse(" mở quầy mới ").unwrap().as_str(), "mở quầy mới");
        assert_eq!(
            Reason::parse(&"я".repeat(500)).map(|it| it.as_str().len()),
            Ok(1000)
        );
        assert_eq!(Reason::parse(&"я".repeat(501)), Err(ReasonProblem::TooLong));
    }

    #[test]
    fn origins_read_back() {
        for origin in Origin::ALL {
            assert_eq!(Origin::parse(origin.name()), Some(origin));
        }
    }
}
