//! JSON to FEEL values and back.

use std::collections::BTreeMap;
use std::str::FromStr;

use dsntk_feel::context::FeelContext;
use dsntk_feel::values::Value as Feel;
use dsntk_feel::{FeelNumber, Name};
use rust_decimal::Decimal;
use serde_json::{Map, Value};

use super::super::Answer;

/// The deepest JSON that is taken over.
const DEEPEST: usize = 64;

/// Which parts of the variables an expression reads, as a tree of names, so that a large form is not converted to
/// answer a question about one field.
#[derive(Default)]
pub(super) struct Needs {
    /// Everything from here down is read.
    whole: bool,
    below: BTreeMap<String, (Name, Needs)>,
}

impl Needs {
    pub(super) fn of(paths: &[Vec<String>]) -> Self {
        let mut needs = Needs::default();
        for path in paths {
            let mut here = &mut needs;
            for name in path {
                here = &mut here
                    .below
                    .entry(name.clone())
                    .or_insert_with(|| (Name::from(name), Needs::default()))
                    .1;
            }
            here.whole = true;
        }
        needs
    }

    /// Sets every name that is read. A missing one becomes null, so that it cannot be taken for a built-in function
    /// of the same name.
    pub(super) fn fill(&self, from: &Map<String, Value>, into: &mut FeelContext) -> Result<(), String> {
        for (key, (name, needs)) in &self.below {
            let value = from
                .get(key)
                .map_or(Ok(Feel::Null(None)), |value| needs.take(value))?;
            into.set_entry(name, value);
        }
        Ok(())
    }

    fn take(&self, value: &Value) -> Result<Feel, String> {
        match value {
            Value::Object(entries) if !self.whole => {
                let mut context = FeelContext::new();
                self.fill(entries, &mut context)?;
                Ok(Feel::Context(context))
            }
            other => to_feel(other, DEEPEST),
        }
    }
}

fn to_feel(value: &Value, room: usize) -> Result<Feel, String> {
    if room == 0 {
        return Err(format!("a variable is nested deeper than {DEEPEST}"));
    }
    Ok(match value {
        Value::Null => Feel::Null(None),
        Value::Bool(value) => Feel::Boolean(*value),
        Value::Number(number) => Feel::Number(number_to_feel(number)?),
        Value::String(text) => Feel::String(text.clone()),
        Value::Array(items) => Feel::List(
            items
                .iter()
                .map(|item| to_feel(item, room - 1))
                .collect::<Result<_, _>>()?,
        ),
        Value::Object(entries) => {
            let mut context = FeelContext::new();
            for (key, value) in entries {
                context.set_entry(&Name::from(key), to_feel(value, room - 1)?);
            }
            Feel::Context(context)
        }
    })
}

fn number_to_feel(number: &serde_json::Number) -> Result<FeelNumber, String> {
    match number.as_i64() {
        Some(whole) => Ok(FeelNumber::new(whole, 0)),
        None => {
            FeelNumber::from_str(&number.to_string()).map_err(|_| format!("{number} is not a usable number"))
        }
    }
}

pub(super) fn to_answer(value: &Feel) -> Result<Answer, String> {
    Ok(match value {
        Feel::Null(reason) => Answer::Null(reason.clone()),
        Feel::Boolean(value) => Answer::Bool(*value),
        Feel::Number(number) => Answer::Number(to_decimal(number)?),
        Feel::String(text) => Answer::Text(text.clone()),
        Feel::Date(date) => Answer::Text(date.to_string()),
        Feel::DateTime(moment) => Answer::Text(moment.to_string()),
        Feel::Time(time) => Answer::Text(time.to_string()),
        Feel::DaysAndTimeDuration(duration) => Answer::Text(duration.to_string()),
        Feel::YearsAndMonthsDuration(duration) => Answer::Text(duration.to_string()),
        Feel::List(items) => Answer::List(items.iter().map(to_answer).collect::<Result<_, _>>()?),
        Feel::Context(entries) => Answer::Object(
            entries
                .iter()
                .map(|(name, value)| Ok((name.to_string(), to_answer(value)?)))
                .collect::<Result<_, String>>()?,
        ),
        other => return Err(format!("the result is {}, which is not a value", other.type_of())),
    })
}

/// Numbers leave with at most 28 significant digits; the evaluator computes with 34.
fn to_decimal(number: &FeelNumber) -> Result<Decimal, String> {
    if let Ok(whole) = i64::try_from(number)
        && FeelNumber::new(whole, 0) == *number
    {
        return Ok(Decimal::from(whole));
    }
    let text = number.to_string();
    Decimal::from_str(&text)
        .map(|value| value.normalize())
        .map_err(|_| format!("{} is too large", &text[..text.len().min(40)]))
}
