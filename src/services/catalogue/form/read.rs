//! Reads a form, or says everything that is wrong with it.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::{
    Bound, FIELDS_MAX, Field, FieldType, FormDefinition, PAPER_MB_MAX, Page, PaperRequirement, StepForm,
    TEXT_LENGTH_MAX,
};
use crate::authority::dictionaries::is_code;
use crate::kernel::expressions::{Answer, Expression};

/// Options a choice may have. More belong into a dictionary.
const OPTIONS_MAX: usize = 200;
/// Pages of a form.
const PAGES_MAX: usize = 30;
/// Papers of a form.
const PAPERS_MAX: usize = 50;

/// One thing that is wrong with a form.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct FormError {
    /// The code of the page, field, paper or step it is about, where there is one.
    pub near: Option<String>,
    /// What is wrong.
    pub message: String,
}

/// Reads a form whose blocks are in place.
///
/// # Errors
/// Everything that is wrong.
pub fn read(form: &Value) -> Result<FormDefinition, Vec<FormError>> {
    let mut errors = Errors(Vec::new());
    errors.count(form);
    if errors.0.is_empty() {
        errors.types(form);
    }
    if !errors.0.is_empty() {
        return Err(errors.0);
    }
    let definition: FormDefinition = match serde_json::from_value(form.clone()) {
        Ok(definition) => definition,
        Err(error) => {
            errors.note(None, error.to_string());
            return Err(errors.0);
        }
    };
    errors.definition(&definition);
    if errors.0.is_empty() {
        Ok(definition)
    } else {
        Err(errors.0)
    }
}

struct Errors(Vec<FormError>);

impl Errors {
    fn note(&mut self, near: Option<&str>, message: impl Into<String>) {
        self.0.push(FormError {
            near: near.map(str::to_owned),
            message: message.into(),
        });
    }

    /// Counts before anything is built.
    fn count(&mut self, form: &Value) {
        let counts = [
            ("pages", list(form, "pages").len(), PAGES_MAX),
            ("papers", list(form, "papers").len(), PAPERS_MAX),
            ("fields", fields(form).len(), FIELDS_MAX),
        ];
        for (what, count, most) in counts {
            if count > most {
                self.note(None, format!("the form has {count} {what}; {most} are accepted"));
            }
        }
    }

    /// Reads each field and paper alone, so that every one that does not fit is told, with its code.
    fn types(&mut self, form: &Value) {
        for field in fields(form) {
            if let Err(error) = serde_json::from_value::<Field>(field.clone()) {
                self.note(
                    code(field),
                    format!("field {}: {error}", code(field).unwrap_or("without code")),
                );
            }
        }
        for paper in list(form, "papers") {
            if let Err(error) = serde_json::from_value::<PaperRequirement>(paper.clone()) {
                self.note(
                    code(paper),
                    format!("paper {}: {error}", code(paper).unwrap_or("without code")),
                );
            }
        }
    }

    fn definition(&mut self, form: &FormDefinition) {
        if form.pages.is_empty() {
            self.note(None, "a form needs a page");
        }
        self.codes(
            "page",
            form.pages.iter().map(|page| page.code.as_str()),
            is_page_code,
        );
        self.codes(
            "paper",
            form.papers.iter().map(|paper| paper.code.as_str()),
            is_name,
        );
        self.codes("field", form.fields().map(|field| field.code.as_str()), is_name);
        for page in form.pages.iter().filter(|page| page.fields().next().is_none()) {
            self.note(Some(&page.code), format!("page “{}” asks nothing", page.code));
        }
        let asked: Vec<&Field> = form.fields().collect();
        for (at, field) in asked.iter().enumerate() {
            self.field(field, asked.get(..at).unwrap_or_default());
            self.expressions(field, &asked);
        }
        for paper in &form.papers {
            self.paper(paper, &asked);
        }
        for (step, fields) in &form.steps {
            self.step(step, fields, &asked);
        }
    }

    fn codes<'a>(&mut self, what: &str, codes: impl Iterator<Item = &'a str>, fits: impl Fn(&str) -> bool) {
        let mut seen = BTreeSet::new();
        for code in codes {
            if !fits(code) {
                self.note(
                    Some(code),
                    format!("{what} “{code}”: begin with a-z, then a-z, 0-9 and _"),
                );
            }
            if !seen.insert(code) {
                self.note(Some(code), format!("{what} “{code}” is there twice"));
            }
        }
    }

    fn field(&mut self, field: &Field, before: &[&Field]) {
        let code = field.code.as_str();
        let mut say = |wrong: bool, message: &str| {
            if wrong {
                self.note(Some(code), format!("field “{code}” {message}"));
            }
        };
        let is_choice = matches!(field.kind, FieldType::Choice | FieldType::Choices);
        let is_identity = field.kind == FieldType::Identity;
        let is_text = matches!(field.kind, FieldType::Text | FieldType::LongText);
        say(
            is_choice == (field.options.is_empty() && field.dictionary.is_none()),
            "has options or a dictionary if and only if it is a choice",
        );
        say(
            field.dictionary.is_some() && (field.kind != FieldType::Choice || !field.options.is_empty()),
            "names a dictionary, which only a choice of one without options does",
        );
        say(
            field.dictionary.as_deref().is_some_and(|code| !is_code(code)),
            "names a dictionary by something that is no code",
        );
        say(field.options.len() > OPTIONS_MAX, "has too many options");
        say(
            is_identity != field.identity.is_some(),
            "has an identity kind if and only if it is an identity number",
        );
        say(
            field.max_length.is_some() && !is_text && !is_identity,
            "has a length, which only texts have",
        );
        say(
            field
                .max_length
                .is_some_and(|length| length == 0 || length > TEXT_LENGTH_MAX),
            "has a length out of range",
        );
        say(
            field.pattern.is_some() && !is_text,
            "has a pattern, which only texts have",
        );
        say(
            field.pattern.is_some() != field.pattern_hint.is_some(),
            "needs a pattern_hint if and only if it has a pattern",
        );
        say(
            field
                .pattern
                .as_deref()
                .is_some_and(|pattern| matcher(pattern).is_none()),
            "has a pattern that cannot be used",
        );
        for (name, bound) in [("min", &field.min), ("max", &field.max)] {
            let fits = bound
                .as_ref()
                .is_none_or(|bound| bound_fits(field.kind, bound, before));
            say(
                !fits,
                &format!("has a {name} that does not go with its type, or names no date field before it"),
            );
        }
        let mut values = BTreeSet::new();
        for option in &field.options {
            say(
                option.value.trim().is_empty() || option.value.len() > 100,
                "has an option without a usable value",
            );
            say(!values.insert(&option.value), "has the same option twice");
        }
    }

    /// Expressions may name questions of this form only, so that a typing error is found here and not by an applicant.
    fn expressions(&mut self, field: &Field, asked: &[&Field]) {
        for expression in [&field.visible_if, &field.required_if].into_iter().flatten() {
            self.names(&field.code, expression, asked);
            if expression
                .paths()
                .iter()
                .any(|path| path.get(1).is_some_and(|name| *name == field.code))
            {
                self.note(
                    Some(&field.code),
                    format!("field “{}” depends on itself", field.code),
                );
            }
        }
    }

    fn names(&mut self, near: &str, expression: &Expression, asked: &[&Field]) {
        for path in expression.paths() {
            let [root, name, ..] = path.as_slice() else {
                self.note(
                    Some(near),
                    format!("“{near}” names “{}”; write form.<field>", path.join(".")),
                );
                continue;
            };
            if root != "form" || !asked.iter().any(|field| field.code == *name) {
                self.note(
                    Some(near),
                    format!("“{near}” names “{root}.{name}”, which this form does not ask"),
                );
            }
        }
    }

    fn paper(&mut self, paper: &PaperRequirement, asked: &[&Field]) {
        if paper.accept.is_empty() {
            self.note(
                Some(&paper.code),
                format!("paper “{}” accepts no type of file", paper.code),
            );
        }
        if paper.max_mb == 0 || paper.max_mb > PAPER_MB_MAX {
            self.note(
                Some(&paper.code),
                format!("paper “{}”: max_mb is 1 to {PAPER_MB_MAX}", paper.code),
            );
        }
        if let Some(expression) = &paper.required_if {
            self.names(&paper.code, expression, asked);
        }
    }

    fn step(&mut self, code: &str, step: &StepForm, asked: &[&Field]) {
        if !is_name(code) {
            self.note(
                Some(code),
                format!("step “{code}”: begin with a-z, then a-z, 0-9 and _"),
            );
        }
        self.codes(
            "field",
            step.fields.iter().map(|field| field.code.as_str()),
            is_name,
        );
        let all: Vec<&Field> = step.fields.iter().collect();
        for (at, field) in all.iter().enumerate() {
            self.field(field, all.get(..at).unwrap_or_default());
            for expression in [&field.visible_if, &field.required_if].into_iter().flatten() {
                self.names(&field.code, expression, asked);
            }
        }
    }
}

/// A pattern as an expression over `value`, if it can be used.
pub(super) fn matcher(pattern: &str) -> Option<Expression> {
    if pattern.contains(['"', '\\']) || pattern.len() > 200 {
        return None;
    }
    let expression = Expression::parse(&format!("matches(value, \"^({pattern})$\")")).ok()?;
    matches!(expression.evaluate(&json!({"value": "x"})), Ok(Answer::Bool(_))).then_some(expression)
}

fn bound_fits(kind: FieldType, bound: &Bound, before: &[&Field]) -> bool {
    match bound {
        Bound::Number(_) => matches!(kind, FieldType::Integer | FieldType::Decimal | FieldType::Amount),
        Bound::Word(word) if kind == FieldType::Date => {
            word == "today"
                || word.parse::<chrono::NaiveDate>().is_ok()
                || before
                    .iter()
                    .any(|field| field.code == *word && field.kind == FieldType::Date)
        }
        Bound::Word(_) => false,
    }
}

fn list<'a>(value: &'a Value, key: &str) -> &'a [Value] {
    value
        .get(key)
        .and_then(Value::as_array)
        .map(Vec::as_slice)
        .unwrap_or_default()
}

fn fields(form: &Value) -> Vec<&Value> {
    let pages = list(form, "pages").iter();
    let asked = pages.flat_map(|page| {
        list(page, "fields").iter().chain(
            list(page, "sections")
                .iter()
                .flat_map(|section| list(section, "fields")),
        )
    });
    let steps = form
        .get("steps")
        .and_then(Value::as_object)
        .into_iter()
        .flat_map(|steps| steps.values());
    asked.chain(steps.flat_map(|step| list(step, "fields"))).collect()
}

fn code(value: &Value) -> Option<&str> {
    value.get("code").and_then(Value::as_str)
}

/// Names of answers: what FEEL reads as one name.
fn is_name(code: &str) -> bool {
    (1..=60).contains(&code.len())
        && code.starts_with(|c: char| c.is_ascii_lowercase())
        && code
            .chars()
            .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_')
}

/// Pages stand in addresses, where a hyphen reads better.
fn is_page_code(code: &str) -> bool {
    is_name(&code.replace('-', "_"))
}

impl Page {
    /// The field of this code on this page.
    #[must_use]
    pub fn field(&self, code: &str) -> Option<&Field> {
        self.fields().find(|field| field.code == code)
    }
}
