//! Typed expressions: conditions of a process, formulas of a fee, rules of a form. The language is FEEL (DMN 1.5).
//!
//! An [`Expression`] is parsed once, when it is saved, and refused there with the position; it is then evaluated
//! many times, from any thread. Variables come as JSON. What is missing is null, null compares as FEEL says, and a
//! condition that is null does not hold.
//!
//! **What stands behind it.** The grammar, the positions and the bounds are ours ([`feel`]); the meaning of each
//! operator and function is that of the `dsntk` evaluator, which passes the DMN conformance tests. Its own parser is
//! not used: it gives no position, and it reads `a-b` as a subtraction or as one name depending on which variables
//! happen to exist. [`Prepared`] is the seam at which the evaluator can be replaced.
//!
//! **What is left out**, so that text of a tenant can neither reach outside nor run away: function definitions,
//! external functions (the evaluator would call them over HTTP), context literals, iteration over number ranges, the
//! clock (`now()`, `today()`: time is a variable), names with spaces. Length, nesting and loops are bounded.
//!
//! **To know.** Numbers are decimals of 34 digits. A date and time without a zone is compared in the zone of the
//! machine, so give one with its offset. Inside a filter a field that is named like a function hides it.

mod feel;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;
use std::fmt;
use std::str::FromStr;
use std::sync::Arc;

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::patterns::Position;

/// The longest expression accepted, in bytes.
pub const LONGEST: usize = 4_000;

/// An expression that was refused: where and why.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("expression, {at}: {problem}")]
pub struct ExpressionError {
    /// Where.
    pub at: Position,
    /// Why, and what to write instead, in English.
    pub problem: String,
}

/// Why an evaluation gave no usable value.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum EvaluationError {
    /// Null where a value is needed, with the evaluator's reason where it gave one.
    #[error("\u{201c}{expression}\u{201d} has no value{}", reason.as_ref().map(|r| format!(": {r}")).unwrap_or_default())]
    Null {
        /// The expression.
        expression: String,
        /// The reason.
        reason: Option<String>,
    },
    /// A value of another type.
    #[error("\u{201c}{expression}\u{201d} gave {found} where {wanted} is needed")]
    WrongType {
        /// The expression.
        expression: String,
        /// What is needed.
        wanted: &'static str,
        /// What came.
        found: &'static str,
    },
    /// A whole number was needed.
    #[error(
        "\u{201c}{expression}\u{201d} gave {value}, which is not a whole number; round it with ceiling(…) or floor(…)"
    )]
    Fraction {
        /// The expression.
        expression: String,
        /// The value.
        value: Decimal,
    },
    /// Too large a number, too deep a value, or a failure inside the evaluator.
    #[error("\u{201c}{expression}\u{201d} cannot be computed: {reason}")]
    Failed {
        /// The expression.
        expression: String,
        /// What went wrong.
        reason: String,
    },
}

/// The value of an expression.
#[derive(Debug, Clone, PartialEq)]
pub enum Answer {
    /// No value, with a reason where there is one.
    Null(Option<String>),
    /// True or false.
    Bool(bool),
    /// A decimal number of at most 28 digits.
    Number(Decimal),
    /// A text; dates, times and durations come in their ISO 8601 form.
    Text(String),
    /// A list.
    List(Vec<Answer>),
    /// Named values.
    Object(BTreeMap<String, Answer>),
}

impl Answer {
    fn kind(&self) -> &'static str {
        match self {
            Answer::Null(_) => "nothing",
            Answer::Bool(_) => "true or false",
            Answer::Number(_) => "a number",
            Answer::Text(_) => "a text",
            Answer::List(_) => "a list",
            Answer::Object(_) => "an object",
        }
    }

    /// The value as JSON. Whole numbers become integers; a fraction becomes a number where the JSON number reads
    /// back as the same decimal, else a text, so that no digit is lost.
    #[must_use]
    pub fn into_json(self) -> Value {
        match self {
            Answer::Null(_) => Value::Null,
            Answer::Bool(value) => Value::Bool(value),
            Answer::Number(number) => number_to_json(number),
            Answer::Text(text) => Value::String(text),
            Answer::List(items) => Value::Array(items.into_iter().map(Answer::into_json).collect()),
            Answer::Object(entries) => Value::Object(
                entries
                    .into_iter()
                    .map(|(key, value)| (key, value.into_json()))
                    .collect(),
            ),
        }
    }
}

fn number_to_json(number: Decimal) -> Value {
    if number.fract().is_zero()
        && let Some(whole) = number.to_i64()
    {
        return Value::from(whole);
    }
    let exact = number
        .to_f64()
        .filter(|float| Decimal::from_str(&float.to_string()) == Ok(number));
    exact.map_or_else(|| Value::String(number.to_string()), Value::from)
}

/// A prepared evaluator: the seam between the expression and the library that computes it.
pub trait Prepared: Send + Sync {
    /// The value under `variables`.
    ///
    /// # Errors
    /// A reason in English, when the value cannot be computed or represented.
    fn evaluate(&self, variables: &Map<String, Value>) -> Result<Answer, String>;
}

/// A parsed expression. It reads from and writes to its own text; copies share what was prepared.
#[derive(Clone, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Expression {
    text: Arc<str>,
    paths: Arc<[Vec<String>]>,
    prepared: Arc<dyn Prepared>,
}

impl Expression {
    /// Reads an expression.
    ///
    /// # Errors
    /// With the position and what to write instead.
    pub fn parse(text: &str) -> Result<Self, ExpressionError> {
        let parsed = feel::parse(text)?;
        Ok(Self {
            text: text.into(),
            paths: parsed.paths.into(),
            prepared: parsed.prepared,
        })
    }

    /// The expression as it was written.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The variables it reads, each as a path: `form.area` is `["form", "area"]`. Names inside a filter
    /// (`papers[kind = "deed"]`) are among them, although they may be fields of the filtered items.
    #[must_use]
    pub fn paths(&self) -> &[Vec<String>] {
        &self.paths
    }

    /// The value under `variables`, a JSON object; anything else has no variables.
    ///
    /// # Errors
    /// When the value cannot be computed. A null is an answer, not an error.
    pub fn evaluate(&self, variables: &Value) -> Result<Answer, EvaluationError> {
        let none = Map::new();
        let variables = variables.as_object().unwrap_or(&none);
        self.prepared
            .evaluate(variables)
            .map_err(|reason| EvaluationError::Failed {
                expression: self.text.to_string(),
                reason,
            })
    }

    /// Whether the condition holds. Null does not hold.
    ///
    /// # Errors
    /// When the value is neither true nor false nor null, or cannot be computed.
    pub fn condition(&self, variables: &Value) -> Result<bool, EvaluationError> {
        match self.evaluate(variables)? {
            Answer::Bool(value) => Ok(value),
            Answer::Null(_) => Ok(false),
            other => Err(self.wrong_type("true or false", &other)),
        }
    }

    /// The value as a decimal.
    ///
    /// # Errors
    /// When it is null or no number, or cannot be computed.
    pub fn decimal(&self, variables: &Value) -> Result<Decimal, EvaluationError> {
        match self.evaluate(variables)? {
            Answer::Number(value) => Ok(value),
            Answer::Null(reason) => Err(EvaluationError::Null {
                expression: self.text.to_string(),
                reason,
            }),
            other => Err(self.wrong_type("a number", &other)),
        }
    }

    /// The value as a whole number; nothing is rounded.
    ///
    /// # Errors
    /// When it is null, no number, a fraction, or does not fit 64 bits.
    pub fn integer(&self, variables: &Value) -> Result<i64, EvaluationError> {
        let value = self.decimal(variables)?;
        if !value.fract().is_zero() {
            return Err(EvaluationError::Fraction {
                expression: self.text.to_string(),
                value,
            });
        }
        value.to_i64().ok_or_else(|| EvaluationError::Failed {
            expression: self.text.to_string(),
            reason: format!("{value} is too large"),
        })
    }

    /// The value as a text.
    ///
    /// # Errors
    /// When it is null or no text, or cannot be computed.
    pub fn string(&self, variables: &Value) -> Result<String, EvaluationError> {
        match self.evaluate(variables)? {
            Answer::Text(value) => Ok(value),
            Answer::Null(reason) => Err(EvaluationError::Null {
                expression: self.text.to_string(),
                reason,
            }),
            other => Err(self.wrong_type("a text", &other)),
        }
    }

    fn wrong_type(&self, wanted: &'static str, found: &Answer) -> EvaluationError {
        EvaluationError::WrongType {
            expression: self.text.to_string(),
            wanted,
            found: found.kind(),
        }
    }
}

impl fmt::Debug for Expression {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Expression").field(&self.text).finish()
    }
}

impl fmt::Display for Expression {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl PartialEq for Expression {
    fn eq(&self, other: &Self) -> bool {
        self.text == other.text
    }
}

impl Eq for Expression {}

impl TryFrom<String> for Expression {
    type Error = ExpressionError;
    fn try_from(text: String) -> Result<Self, ExpressionError> {
        Self::parse(&text)
    }
}

impl From<Expression> for String {
    fn from(expression: Expression) -> String {
        expression.text.as_ref().to_owned()
    }
}
