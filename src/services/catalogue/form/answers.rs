//! Answers that were checked, with the raw values they were made from.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::Raw;

/// The answer to one question.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "type", content = "value", rename_all = "snake_case")]
pub enum Answer {
    /// A text, trimmed and in Unicode form NFC.
    Text(String),
    /// A whole number.
    Integer(i64),
    /// A number with decimals.
    Decimal(Decimal),
    /// An amount in minor units.
    Amount(i64),
    /// A day.
    Date(NaiveDate),
    /// Yes or no.
    YesNo(bool),
    /// Values of several options.
    Choices(Vec<String>),
}

impl Answer {
    /// The answer as a variable of expressions and of the process.
    #[must_use]
    pub fn variable(&self) -> Value {
        match self {
            Answer::Text(text) => Value::from(text.as_str()),
            Answer::Integer(number) | Answer::Amount(number) => Value::from(*number),
            Answer::Decimal(number) => decimal(*number),
            Answer::Date(day) => Value::from(day.to_string()),
            Answer::YesNo(yes) => Value::from(*yes),
            Answer::Choices(values) => Value::from(values.clone()),
        }
    }
}

/// A JSON number that reads back as the same decimal, or the text of one, so that no digit is lost.
fn decimal(number: Decimal) -> Value {
    if number.fract().is_zero()
        && let Some(whole) = number.to_i64()
    {
        return Value::from(whole);
    }
    let text = number.normalize().to_string();
    match text.parse::<serde_json::Number>() {
        Ok(json) if json.to_string() == text => Value::Number(json),
        _ => Value::String(text),
    }
}

/// The answers to a form.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Answers {
    /// Checked answers by field. A question that was not asked or left open has none.
    pub values: BTreeMap<String, Answer>,
    /// What was sent, field by field.
    pub raw: Raw,
}

impl Answers {
    /// The answers as the variable `form` of expressions.
    #[must_use]
    pub fn variables(&self) -> Map<String, Value> {
        self.values
            .iter()
            .map(|(code, answer)| (code.clone(), answer.variable()))
            .collect()
    }

    /// The answer as text, for papers and lists.
    #[must_use]
    pub fn text(&self, code: &str) -> Option<&str> {
        match self.values.get(code) {
            Some(Answer::Text(text)) => Some(text),
            _ => None,
        }
    }
}
