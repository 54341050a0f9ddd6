//! What can be wrong with what was sent, and what was sent.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::Answer;

/// What was sent: every value of every field, in order, as it came.
pub type Raw = BTreeMap<String, Vec<String>>;

/// What is wrong with the answer to one field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldProblem {
    /// The field.
    pub field: String,
    /// What is wrong.
    pub kind: ProblemKind,
}

/// What can be wrong with an answer. [`ProblemKind::key`] is the text in `forms.ftl`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ProblemKind {
    /// It must be answered.
    Missing,
    /// The form has no such field.
    UnknownField,
    /// Several values for a field that takes one.
    SeveralValues,
    /// More characters than this.
    TooLong(u32),
    /// Characters that cannot be written or printed.
    ControlCharacters,
    /// Not a whole number.
    NotWhole,
    /// Not a number.
    NotNumber,
    /// More decimals than the currency has.
    TooManyDecimals(u32),
    /// Less than this.
    TooSmall(String),
    /// More than this.
    TooLarge(String),
    /// Not a day of the calendar.
    NotDay,
    /// Earlier than this day.
    TooEarly(NaiveDate),
    /// Later than this day.
    TooLate(NaiveDate),
    /// None of the options.
    NotAnOption,
    /// A choice of several levels that does not reach the lowest.
    Incomplete,
    /// Neither yes nor no.
    NotYesNo,
    /// Not a valid number of its kind.
    NotIdentity,
    /// Not an e-mail address.
    NotEmail,
    /// Not a telephone number.
    NotPhone,
    /// Does not match the pattern; the field's own `pattern_hint` says what is wanted.
    Pattern,
}

impl ProblemKind {
    /// The key of the message.
    #[must_use]
    pub const fn key(&self) -> &'static str {
        match self {
            Self::Missing => "forms-problem-missing",
            Self::UnknownField => "forms-problem-unknown-field",
            Self::SeveralValues => "forms-problem-several-values",
            Self::TooLong(_) => "forms-problem-too-long",
            Self::ControlCharacters => "forms-problem-control-characters",
            Self::NotWhole => "forms-problem-not-whole",
            Self::NotNumber => "forms-problem-not-number",
            Self::TooManyDecimals(_) => "forms-problem-too-many-decimals",
            Self::TooSmall(_) => "forms-problem-too-small",
            Self::TooLarge(_) => "forms-problem-too-large",
            Self::NotDay => "forms-problem-not-day",
            Self::TooEarly(_) => "forms-problem-too-early",
            Self::TooLate(_) => "forms-problem-too-late",
            Self::NotAnOption => "forms-problem-not-an-option",
            Self::Incomplete => "forms-problem-incomplete",
            Self::NotYesNo => "forms-problem-not-yes-no",
            Self::NotIdentity => "forms-problem-not-identity",
            Self::NotEmail => "forms-problem-not-email",
            Self::NotPhone => "forms-problem-not-phone",
            Self::Pattern => "forms-problem-pattern",
        }
    }

    /// The one value the message names as `{ $limit }`.
    #[must_use]
    pub fn limit(&self) -> Option<String> {
        match self {
            Self::TooLong(most) | Self::TooManyDecimals(most) => Some(most.to_string()),
            Self::TooSmall(bound) | Self::TooLarge(bound) => Some(bound.clone()),
            Self::TooEarly(day) | Self::TooLate(day) => Some(day.to_string()),
            _ => None,
        }
    }
}

/// Why a submission was not taken, with everything that was sent.
#[derive(Debug, Clone, PartialEq)]
pub struct Rejected {
    /// Problems in the order of the form.
    pub problems: Vec<FieldProblem>,
    /// What was sent, so that the form can be shown again as it was.
    pub raw: Raw,
    /// The answers that were right.
    pub values: BTreeMap<String, Answer>,
}
