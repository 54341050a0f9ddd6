//! Pure decisions: what a sentence with places for answers says, and what an answer looks like on paper.

use chrono::NaiveDate;
use serde_json::Value;
use sha2::{Digest, Sha256};

use super::model::Statement;
use crate::kernel::context::TrackingProof;
use crate::kernel::format;
use crate::kernel::ids::DocumentId;
use crate::kernel::locale::Language;
use crate::kernel::money::{Currency, Money};
use crate::services::catalogue::form::{Field, FieldType, FormDefinition};

/// What stands where nothing was answered.
const NOTHING: &str = "—";

/// The answers to a form, and what is needed to write them out.
#[derive(Debug, Clone, Copy)]
pub struct Answered<'a> {
    /// The form.
    pub form: &'a FormDefinition,
    /// Its answers by field, as the dossier keeps them.
    pub answers: &'a Value,
    /// The language of the paper.
    pub language: Language,
    /// The language of the tenant, for labels that have no other.
    pub fallback: Language,
    /// The currency of amounts.
    pub currency: Currency,
}

impl Answered<'_> {
    /// The sentence with each `{field}` replaced by the answer to it. A brace that closes nothing stands as it is.
    #[must_use]
    pub fn fill(&self, sentence: &str) -> String {
        let mut text = String::with_capacity(sentence.len() * 2);
        for part in parts(sentence) {
            match part {
                Part::Words(words) => text.push_str(words),
                Part::Field(code) => text.push_str(&self.answer(code)),
            }
        }
        text
    }

    /// The fields that the sentence names, with their labels and answers, each once.
    #[must_use]
    pub fn statements(&self, sentence: &str) -> Vec<Statement> {
        let mut named: Vec<&Field> = Vec::new();
        for part in parts(sentence) {
            if let Part::Field(code) = part
                && let Some(field) = self.form.field(code)
                && !named.iter().any(|one| one.code == field.code)
            {
                named.push(field);
            }
        }
        named
            .into_iter()
            .map(|field| Statement {
                label: field.label.get(self.language, self.fallback).to_owned(),
                value: self.answer(&field.code),
            })
            .collect()
    }

    /// The answer to a field, written out.
    #[must_use]
    pub fn answer(&self, code: &str) -> String {
        // Either the bare value, or the value beside the type it was checked as.
        let kept = self.answers.get(code).unwrap_or(&Value::Null);
        let value = kept.get("value").unwrap_or(kept);
        let text = self.written(self.form.field(code), value);
        if text.trim().is_empty() {
            NOTHING.to_owned()
        } else {
            text
        }
    }

    fn written(&self, field: Option<&Field>, value: &Value) -> String {
        match value {
            Value::String(text) => self.word(field, text),
            Value::Number(number) => {
                let is_amount = field.is_some_and(|field| field.kind == FieldType::Amount);
                match number.as_i64().filter(|_| is_amount) {
                    Some(minor) => format::money(Money::new(minor, self.currency), self.language),
                    None => number.to_string(),
                }
            }
            Value::Array(values) => {
                let words: Vec<String> = values.iter().map(|one| self.written(field, one)).collect();
                words.join(", ")
            }
            Value::Bool(yes) => String::from(if *yes { "+" } else { "–" }),
            Value::Null | Value::Object(_) => String::new(),
        }
    }

    fn word(&self, field: Option<&Field>, text: &str) -> String {
        let Some(field) = field else {
            return text.to_owned();
        };
        match field.kind {
            FieldType::Date => NaiveDate::parse_from_str(text, "%Y-%m-%d")
                .map_or_else(|_| text.to_owned(), |day| format::date(day, self.language)),
            FieldType::Choice if field.edition.is_some() => {
                let item = field.edition.as_ref().and_then(|edition| edition.item(text));
                item.map_or(text, |item| item.name.get(self.language, self.fallback))
                    .to_owned()
            }
            FieldType::Choice | FieldType::Choices => {
                let chosen = field.options.iter().find(|option| option.value == text);
                chosen
                    .map_or(text, |option| option.label.get(self.language, self.fallback))
                    .to_owned()
            }
            _ => text.to_owned(),
        }
    }
}

/// The proof that somebody holds the code printed on a paper: row security compares it with the paper's id.
#[must_use]
pub fn proof_of_code(code: DocumentId) -> TrackingProof {
    TrackingProof(Sha256::digest(format!("paper {code}")).into())
}

enum Part<'a> {
    Words(&'a str),
    Field(&'a str),
}

fn parts(sentence: &str) -> Vec<Part<'_>> {
    let mut parts = Vec::new();
    let mut rest = sentence;
    while let Some((words, after)) = rest.split_once('{') {
        let Some((code, after)) = after.split_once('}') else {
            break;
        };
        parts.push(Part::Words(words));
        parts.push(Part::Field(code.trim()));
        rest = after;
    }
    parts.push(Part::Words(rest));
    parts
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn form() -> FormDefinition {
        serde_json::from_value(
            json!({ "pages": [{ "code": "child", "title": { "en": "Child" }, "fields": [
                { "code": "name", "type": "text", "label": { "en": "Name", "vi": "Họ tên" } },
                { "code": "born_on", "type": "date", "label": { "en": "Date of birth" } },
                { "code": "fee", "type": "amount", "label": { "en": "Fee" } },
                { "code": "sex", "type": "choice", "label": { "en": "Sex" },
                  "options": [{ "value": "f", "label": { "en": "Female", "vi": "Nữ" } }] },
            ]}]}),
        )
        .unwrap()
    }

    fn answered<'a>(form: &'a FormDefinition, answers: &'a Value) -> Answered<'a> {
        Answered {
            form,
            answers,
            language: Language::Vi,
            fallback: Language::En,
            currency: Currency::Vnd,
        }
    }

    #[test]
    fn a_sentence_is_filled_as_the_language_writes_it() {
        let (form, answers) = (
            form(),
            json!({ "name": "Hoa {x}", "born_on": { "type": "date", "value": "2026-02-03" }, "fee": 75000, "sex": "f" }),
        );
        let one = answered(&form, &answers);
        assert_eq!(
            one.fill("{name}, {born_on}, {sex}, {fee}, {missing}, {open"),
            "Hoa {x}, 03/02/2026, Nữ, 75.000\u{a0}₫, —, {open"
        );
    }

    #[test]
    fn the_fields_of_a_sentence_become_statements_once_each() {
        let (form, answers) = (form(), json!({ "name": "Hoa" }));
        let statements = answered(&form, &answers).statements("{name} {name} {unknown} {born_on}");
        let labels: Vec<&str> = statements.iter().map(|one| one.label.as_str()).collect();
        assert_eq!(labels, ["Họ tên", "Date of birth"]);
        assert_eq!(statements[1].value, "—");
    }
}
