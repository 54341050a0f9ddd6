//! Checks what was sent against a form.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;
use serde_json::{Map, Value, json};
use unicode_normalization::UnicodeNormalization;

use super::read::matcher;
use super::{Answer, Answers, Bound, Field, FieldType, FormDefinition, Page, VALUES_MAX};
use crate::kernel::expressions::Expression;
use crate::kernel::money::Currency;

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

fn holds(expression: &Expression, variables: &Value) -> bool {
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
            FieldType::Decimal => self::decimal(field, text).map(Answer::Decimal),
            FieldType::Amount => amount(field, text, self.setting.currency),
            FieldType::Date => self.date(field, text),
            FieldType::Choice => choice(field, text),
            FieldType::YesNo => match text.as_str() {
                "yes" | "true" => Ok(Answer::YesNo(true)),
                "no" | "false" => Ok(Answer::YesNo(false)),
                _ => Err(ProblemKind::NotYesNo),
            },
            FieldType::Identity => match field
                .identity
                .and_then(|kind| kind.normal(text, self.setting.today))
            {
                Some(number) => Ok(Answer::Text(number)),
                None => Err(ProblemKind::NotIdentity),
            },
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

/// Trimmed, in Unicode form NFC, with line ends as one character: what people type looks the same and is the same.
fn tidy(text: &str) -> String {
    text.replace("\r\n", "\n").trim().nfc().collect()
}

fn plain(field: &Field, text: &str, lines: bool) -> Result<Answer, ProblemKind> {
    let hidden =
        |c: char| (c.is_control() && !(lines && matches!(c, '\n' | '\t'))) || is_direction_override(c);
    if text.chars().any(hidden) {
        return Err(ProblemKind::ControlCharacters);
    }
    if let Some(matches) = field.pattern.as_deref().and_then(matcher)
        && !holds(&matches, &json!({"value": text}))
    {
        return Err(ProblemKind::Pattern);
    }
    Ok(Answer::Text(text.to_owned()))
}

/// Characters that make a text read otherwise than it is written.
const fn is_direction_override(c: char) -> bool {
    matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

fn integer(field: &Field, text: &str) -> Result<Answer, ProblemKind> {
    let number: i64 = ungrouped(text).parse().map_err(|_| ProblemKind::NotWhole)?;
    in_bounds(field, Decimal::from(number))?;
    Ok(Answer::Integer(number))
}

fn decimal(field: &Field, text: &str) -> Result<Decimal, ProblemKind> {
    let number: Decimal = ungrouped(text)
        .replace(',', ".")
        .parse()
        .map_err(|_| ProblemKind::NotNumber)?;
    in_bounds(field, number)?;
    Ok(number)
}

fn amount(field: &Field, text: &str, currency: Currency) -> Result<Answer, ProblemKind> {
    let number = decimal(field, text)?;
    let minor = number
        .checked_mul(Decimal::from(10_u32.pow(currency.decimals())))
        .ok_or(ProblemKind::NotNumber)?;
    if !minor.fract().is_zero() {
        return Err(ProblemKind::TooManyDecimals(currency.decimals()));
    }
    minor.to_i64().map(Answer::Amount).ok_or(ProblemKind::NotNumber)
}

/// Spaces, also narrow and fixed ones, may group digits. Points and commas may not: they mean different things in
/// different languages.
fn ungrouped(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}

fn in_bounds(field: &Field, number: Decimal) -> Result<(), ProblemKind> {
    match (&field.min, &field.max) {
        (Some(Bound::Number(least)), _) if number < *least => Err(ProblemKind::TooSmall(least.to_string())),
        (_, Some(Bound::Number(most))) if number > *most => Err(ProblemKind::TooLarge(most.to_string())),
        _ => Ok(()),
    }
}

/// `2026-01-31` as browsers send it, or `31/1/2026`, `31.1.2026` as people write it.
fn day(text: &str) -> Option<NaiveDate> {
    if let Ok(day) = text.parse() {
        return Some(day);
    }
    let mut parts = text.split(['/', '.', ' ']).map(str::parse::<u32>);
    let (day, month, year) = (parts.next()?.ok()?, parts.next()?.ok()?, parts.next()?.ok()?);
    (parts.next().is_none() && year >= 1000)
        .then(|| NaiveDate::from_ymd_opt(i32::try_from(year).ok()?, month, day))
        .flatten()
}

fn choice(field: &Field, text: &str) -> Result<Answer, ProblemKind> {
    let known = field.options.iter().any(|option| option.value == text);
    known
        .then(|| Answer::Text(text.to_owned()))
        .ok_or(ProblemKind::NotAnOption)
}

fn choices(field: &Field, sent: &[String]) -> Result<Answer, ProblemKind> {
    let mut chosen = Vec::new();
    for option in &field.options {
        if sent.contains(&option.value) {
            chosen.push(option.value.clone());
        }
    }
    let all_known = sent.iter().all(|value| chosen.contains(value));
    all_known
        .then_some(Answer::Choices(chosen))
        .ok_or(ProblemKind::NotAnOption)
}

fn is_email(text: &str) -> bool {
    let Some((name, host)) = text.rsplit_once('@') else {
        return false;
    };
    text.len() <= 254
        && !name.is_empty()
        && host.contains('.')
        && host.split('.').all(|label| !label.is_empty())
        && !text
            .chars()
            .any(|c| c.is_whitespace() || c.is_control() || matches!(c, ',' | ';' | '<' | '>' | '"'))
        && !name.contains('@')
}

/// Digits with an optional plus, without the spaces, points and hyphens people put between them.
fn phone(text: &str) -> Option<String> {
    let plain: String = text
        .chars()
        .filter(|c| !matches!(c, ' ' | '.' | '-' | '(' | ')' | '\u{a0}'))
        .collect();
    let digits = plain.strip_prefix('+').unwrap_or(&plain);
    ((3..=15).contains(&digits.len()) && digits.chars().all(|c| c.is_ascii_digit())).then_some(plain)
}
