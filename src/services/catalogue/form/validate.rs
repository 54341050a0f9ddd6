//! Checks what was sent against a form.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde_json::{Map, Value, json};

use super::values::{amount, choice, choices, day, decimal, integer, is_email, phone, plain, tidy};
use super::{
    Answer, Answers, Bound, Field, FieldProblem, FieldType, FormDefinition, Page, ProblemKind, Raw, Rejected,
    VALUES_MAX,
};
use crate::kernel::expressions::Expression;
use crate::kernel::identity;
use crate::kernel::money::Currency;

/// What the checks need to know beside the form.
#[derive(Debug, Clone, Copy)]
pub struct Setting {
    /// The day in the tenant's zone.
    pub today: NaiveDate,
    /// The tenant's currency.
    pub currency: Currency,
}

impl FormDefinition {
    /// Checks pairs as a browser sends them. Several values of one field stand in several pairs.
    ///
    /// # Errors
    /// What is wrong, field by field.
    pub fn validate(&self, sent: &[(String, String)], setting: Setting) -> Result<Answers, Rejected> {
        let (raw, refused) = gather(sent);
        let fields: Vec<&Field> = self.fields().collect();
        Checker::new(&fields, raw, setting, Map::new()).finish(refused)
    }

    /// Checks one page; `answered` are the answers of the pages before it.
    ///
    /// # Errors
    /// What is wrong, field by field.
    pub fn validate_page(
        &self,
        page: &Page,
        sent: &[(String, String)],
        answered: &Answers,
        setting: Setting,
    ) -> Result<Answers, Rejected> {
        let (raw, refused) = gather(sent);
        let fields: Vec<&Field> = page.fields().collect();
        Checker::new(&fields, raw, setting, answered.variables()).finish(refused)
    }

    /// Checks what an officer sent at a step; `None` when the form has no such step.
    #[must_use]
    pub fn validate_step(
        &self,
        step: &str,
        sent: &[(String, String)],
        answered: &Answers,
        setting: Setting,
    ) -> Option<Result<Answers, Rejected>> {
        let fields: Vec<&Field> = self.steps.get(step)?.fields.iter().collect();
        let (raw, refused) = gather(sent);
        Some(Checker::new(&fields, raw, setting, answered.variables()).finish(refused))
    }

    /// Checks JSON as a program sends it: one object, texts, numbers, true and false, or lists of texts.
    ///
    /// # Errors
    /// What is wrong, field by field.
    pub fn validate_json(&self, sent: &Value, setting: Setting) -> Result<Answers, Rejected> {
        let pairs = pairs(sent);
        self.validate(&pairs, setting)
    }

    /// The papers that must be attached to these answers.
    pub fn papers_required<'a>(
        &'a self,
        answers: &Answers,
    ) -> impl Iterator<Item = &'a super::PaperRequirement> {
        let variables = json!({"form": answers.variables()});
        self.papers.iter().filter(move |paper| {
            paper.required || paper.required_if.as_ref().is_some_and(|it| holds(it, &variables))
        })
    }
}

/// JSON as pairs. What is neither a value nor a list of values becomes its own text, which no field accepts as a number,
/// a day or an option.
fn pairs(sent: &Value) -> Vec<(String, String)> {
    let text = |value: &Value| match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        Value::Bool(true) => "yes".to_owned(),
        Value::Bool(false) => "no".to_owned(),
        other => other.to_string(),
    };
    let Some(entries) = sent.as_object() else {
        return vec![(String::new(), String::new())];
    };
    entries
        .iter()
        .flat_map(|(key, value)| match value {
            Value::Array(items) => items.iter().map(|item| (key.clone(), text(item))).collect(),
            other => vec![(key.clone(), text(other))],
        })
        .collect()
}

/// Values by field. A submission with absurdly many values is not looked at.
fn gather(sent: &[(String, String)]) -> (Raw, bool) {
    let mut raw = Raw::new();
    for (name, value) in sent.iter().take(VALUES_MAX) {
        raw.entry(name.clone()).or_default().push(value.clone());
    }
    (raw, sent.len() > VALUES_MAX)
}

pub(super) fn holds(expression: &Expression, variables: &Value) -> bool {
    // An expression that cannot be computed over these answers does not hold: an open question is null in it.
    expression.condition(variables).unwrap_or(false)
}

struct Checker<'a> {
    fields: &'a [&'a Field],
    raw: Raw,
    setting: Setting,
    variables: Map<String, Value>,
    values: BTreeMap<String, Answer>,
    problems: Vec<FieldProblem>,
}

impl<'a> Checker<'a> {
    fn new(fields: &'a [&'a Field], raw: Raw, setting: Setting, variables: Map<String, Value>) -> Self {
        Self {
            fields,
            raw,
            setting,
            variables,
            values: BTreeMap::new(),
            problems: Vec::new(),
        }
    }

    fn finish(mut self, refused: bool) -> Result<Answers, Rejected> {
        if refused {
            self.problem("", ProblemKind::UnknownField);
            return Err(Rejected {
                problems: self.problems,
                raw: self.raw,
                values: self.values,
            });
        }
        self.parse_all();
        self.drop_what_is_not_asked();
        self.require();
        let unknown: Vec<String> = self
            .raw
            .keys()
            .filter(|name| !self.fields.iter().any(|field| field.code == **name))
            .cloned()
            .collect();
        for name in unknown {
            self.problem(&name, ProblemKind::UnknownField);
        }
        if self.problems.is_empty() {
            return Ok(Answers {
                values: self.values,
                raw: self.raw,
            });
        }
        let order = |problem: &FieldProblem| self.fields.iter().position(|field| field.code == problem.field);
        self.problems
            .sort_by_key(|problem| order(problem).unwrap_or(usize::MAX));
        Err(Rejected {
            problems: self.problems,
            raw: self.raw,
            values: self.values,
        })
    }

    fn problem(&mut self, field: &str, kind: ProblemKind) {
        self.problems.push(FieldProblem {
            field: field.chars().take(64).collect(),
            kind,
        });
    }

    fn parse_all(&mut self) {
        for field in self.fields {
            let sent = self.raw.get(&field.code).cloned().unwrap_or_default();
            let sent: Vec<String> = sent
                .iter()
                .map(|value| tidy(value))
                .filter(|value| !value.is_empty())
                .collect();
            if sent.is_empty() {
                continue;
            }
            match self.parse(field, &sent) {
                Ok(answer) => {
                    self.variables.insert(field.code.clone(), answer.variable());
                    self.values.insert(field.code.clone(), answer);
                }
                Err(kind) => self.problem(&field.code, kind),
            }
        }
    }

    /// A question is asked when its condition holds over what is asked; answers to others, and what is wrong with them,
    /// are forgotten. Asked again until nothing changes, because one hidden answer can hide another question.
    fn drop_what_is_not_asked(&mut self) {
        for _ in 0..=self.fields.len() {
            let form = json!({"form": self.variables});
            let hidden: Vec<String> = self
                .fields
                .iter()
                .filter(|field| {
                    field
                        .visible_if
                        .as_ref()
                        .is_some_and(|condition| !holds(condition, &form))
                })
                .map(|field| field.code.clone())
                .collect();
            let before = self.variables.len();
            for code in &hidden {
                self.variables.remove(code);
                self.values.remove(code);
                self.problems.retain(|problem| problem.field != *code);
            }
            if self.variables.len() == before {
                return;
            }
        }
    }

    fn require(&mut self) {
        let form = json!({"form": self.variables});
        for field in self.fields {
            let asked = field
                .visible_if
                .as_ref()
                .is_none_or(|condition| holds(condition, &form));
            let wanted = field.required || field.required_if.as_ref().is_some_and(|it| holds(it, &form));
            let answered = self.values.contains_key(&field.code)
                || self.problems.iter().any(|problem| problem.field == field.code);
            if asked && wanted && !answered {
                self.problem(&field.code, ProblemKind::Missing);
            }
        }
    }

    fn parse(&self, field: &Field, sent: &[String]) -> Result<Answer, ProblemKind> {
        if field.kind == FieldType::Choices {
            return choices(field, sent);
        }
        if field.dictionary.is_some() {
            return super::listed::chosen(field, sent, self.setting.today);
        }
        let [text] = sent else {
            return Err(ProblemKind::SeveralValues);
        };
        let longest = field.length_max();
        if text.chars().count() > longest as usize {
            return Err(ProblemKind::TooLong(longest));
        }
        match field.kind {
            FieldType::Text => plain(field, text, false),
            FieldType::LongText => plain(field, text, true),
            FieldType::Integer => integer(field, text),
            FieldType::Decimal => decimal(field, text).map(Answer::Decimal),
            FieldType::Amount => amount(field, text, self.setting.currency),
            FieldType::Date => self.date(field, text),
            FieldType::Choice => choice(field, text),
            FieldType::YesNo => match text.as_str() {
                "yes" | "true" => Ok(Answer::YesNo(true)),
                "no" | "false" => Ok(Answer::YesNo(false)),
                _ => Err(ProblemKind::NotYesNo),
            },
            FieldType::Identity => field
                .identity
                .and_then(|kind| identity::check(kind, text).ok())
                .map(|checked| Answer::Text(checked.number))
                .ok_or(ProblemKind::NotIdentity),
            FieldType::Email => is_email(text)
                .then(|| Answer::Text(text.to_lowercase()))
                .ok_or(ProblemKind::NotEmail),
            FieldType::Phone => phone(text).map(Answer::Text).ok_or(ProblemKind::NotPhone),
            FieldType::Choices => Err(ProblemKind::SeveralValues),
        }
    }

    fn date(&self, field: &Field, text: &str) -> Result<Answer, ProblemKind> {
        let day = day(text).ok_or(ProblemKind::NotDay)?;
        let bound = |bound: &Option<Bound>| match bound {
            Some(Bound::Word(word)) if word == "today" => Some(self.setting.today),
            Some(Bound::Word(word)) => match word.parse() {
                Ok(day) => Some(day),
                Err(_) => match self.values.get(word) {
                    Some(Answer::Date(day)) => Some(*day),
                    _ => None,
                },
            },
            _ => None,
        };
        match (bound(&field.min), bound(&field.max)) {
            (Some(first), _) if day < first => Err(ProblemKind::TooEarly(first)),
            (_, Some(last)) if day > last => Err(ProblemKind::TooLate(last)),
            _ => Ok(Answer::Date(day)),
        }
    }
}
