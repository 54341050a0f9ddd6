//! What can go wrong, told apart by what the person who asked can do about it.
//!
//! A page turns each into a sentence in her language, the API into `application/problem+json`. Only [`Error::Internal`]
//! and [`Error::Unavailable`] carry words for the log alone.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::actions::Verb;
use super::locale::{Language, Localised};
use super::money::{Currency, Money};

/// One thing wrong with one answer of a form or one member of a request.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FieldProblem {
    /// Where: the field's path, as in `child.birth_date` or `/lines/0/amount`.
    pub field: String,
    /// What: the key of a text in `errors.ftl`.
    pub code: String,
    /// What fills the text.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub arguments: BTreeMap<String, String>,
}

impl FieldProblem {
    /// A problem of `field` that the text `code` describes.
    #[must_use]
    pub fn new(field: impl Into<String>, code: impl Into<String>) -> Self {
        Self {
            field: field.into(),
            code: code.into(),
            arguments: BTreeMap::new(),
        }
    }

    /// The same problem with one more argument for its text.
    #[must_use]
    pub fn with(mut self, name: impl Into<String>, value: impl ToString) -> Self {
        self.arguments.insert(name.into(), value.to_string());
        self
    }

    /// The same problem with a name in every language; [`in_language`] picks the reader's.
    #[must_use]
    pub fn with_name(mut self, name: &Localised) -> Self {
        for language in Language::ALL {
            let text = name.get(language, Language::En).to_owned();
            self.arguments.insert(format!("name-{language}"), text);
        }
        self
    }
}

/// The arguments of a text for a reader of `language`: where a name travels in several languages, `name` is hers.
pub fn in_language(
    arguments: &BTreeMap<String, String>,
    language: Language,
) -> impl Iterator<Item = (&str, &str)> {
    let own = format!("name-{language}");
    arguments.iter().filter_map(move |(name, value)| {
        if *name == own {
            return Some(("name", value.as_str()));
        }
        (!name.starts_with("name-")).then_some((name.as_str(), value.as_str()))
    })
}

/// Stands before the key of a text among arguments. A private-use character: nobody types it.
pub const TEXT_SIGN: char = '\u{e000}';

/// Stands before an amount among arguments. A private-use character: nobody types it.
const MONEY_SIGN: char = '\u{e001}';

/// The amount that an argument is; `None` when it is none.
#[must_use]
pub fn money_of(argument: &str) -> Option<Money> {
    let (minor, currency) = argument.strip_prefix(MONEY_SIGN)?.split_once(' ')?;
    Some(Money::new(minor.parse().ok()?, Currency::parse(currency)?))
}

/// The rules say no, and why: nothing was changed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Refusal {
    /// The key of a text in `errors.ftl`.
    pub code: String,
    /// What fills the text.
    pub arguments: BTreeMap<String, String>,
    /// What is wrong, field by field; empty when the refusal is about the whole.
    pub fields: Vec<FieldProblem>,
}

impl Refusal {
    /// A refusal that the text `code` describes.
    #[must_use]
    pub fn new(code: impl Into<String>) -> Self {
        Self {
            code: code.into(),
            arguments: BTreeMap::new(),
            fields: Vec::new(),
        }
    }

    /// The same refusal with one more argument for its text.
    #[must_use]
    pub fn with(mut self, name: impl Into<String>, value: impl ToString) -> Self {
        self.arguments.insert(name.into(), value.to_string());
        self
    }

    /// An argument that is itself a text of the interface: its key is said in the language of the answer.
    #[must_use]
    pub fn text(key: &str) -> String {
        format!("{TEXT_SIGN}{key}")
    }

    /// An argument that is an amount: it is written as the reader of the answer writes it.
    #[must_use]
    pub fn money(amount: Money) -> String {
        format!("{MONEY_SIGN}{} {}", amount.amount_minor, amount.currency)
    }

    /// A refusal of answers, one problem for each field.
    #[must_use]
    pub fn of_fields(fields: Vec<FieldProblem>) -> Self {
        Self {
            code: "errors-check-your-answers".into(),
            arguments: BTreeMap::new(),
            fields,
        }
    }
}

/// What can go wrong.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// There is no such thing, or the asker may not see it: the two cannot be told apart from outside.
    #[error("not found")]
    NotFound,
    /// The asker may see it and may not do this to it. Recorded in the audit trail.
    #[error("may not {verb:?}")]
    Denied {
        /// What was asked.
        verb: Verb,
        /// Upon what.
        subject: Option<uuid::Uuid>,
    },
    /// Nobody is signed in and somebody must be.
    #[error("sign-in needed")]
    SignInNeeded,
    /// The rules say no.
    #[error("refused: {}", .0.code)]
    Refused(Refusal),
    /// Somebody else changed the same thing first; look again and repeat.
    #[error("conflict: {0}")]
    Conflict(&'static str),
    /// A rule that the database keeps would have been broken; nothing was changed. Whoever knows the rule turns it into a
    /// refusal that names it.
    #[error("the database keeps {constraint}")]
    RuleBroken {
        /// The name of the constraint.
        constraint: String,
        /// The table of the row that would have broken it.
        table: String,
        /// What the database says of the rows, for the log alone.
        detail: String,
    },
    /// Access or session changed since it was read; the door reads it again and repeats once.
    #[error("access changed")]
    Stale,
    /// Too many requests of one kind.
    #[error("too many requests")]
    TooMany {
        /// When to try again, in seconds.
        retry_after_seconds: u64,
    },
    /// A part we depend on does not answer; trying later may help.
    #[error("unavailable: {0}")]
    Unavailable(String),
    /// A defect of ours.
    #[error("internal: {0}")]
    Internal(String),
}

impl Error {
    /// A defect of ours, in words for the log.
    pub fn internal(what: impl std::fmt::Display) -> Self {
        Error::Internal(what.to_string())
    }

    /// Refused with the text `code`.
    pub fn refused(code: impl Into<String>) -> Self {
        Error::Refused(Refusal::new(code))
    }

    /// The same error, where it can be told to people in their words: a constraint that is called `rule_…` is a rule whose
    /// sentence is the text `rule-…`.
    #[must_use]
    pub fn told(self) -> Self {
        match self {
            Error::RuleBroken {
                constraint,
                table,
                detail,
            } => match constraint.strip_prefix("rule_") {
                Some(rule) => Error::refused(format!("rule-{}", rule.replace('_', "-"))),
                None => Error::RuleBroken {
                    constraint,
                    table,
                    detail,
                },
            },
            other => other,
        }
    }
}

impl From<Refusal> for Error {
    fn from(refusal: Refusal) -> Self {
        Error::Refused(refusal)
    }
}

/// The result of anything that can go wrong.
pub type Result<T, E = Error> = std::result::Result<T, E>;
