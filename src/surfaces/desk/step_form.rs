//! The officer's form of a step: its fields, the word to the applicant, and the outcomes that close it.

use chrono::NaiveDate;
use serde_json::Value;

use crate::kernel::clock;
use crate::platform::render::Argument;
use crate::services::catalogue::Procedure;
use crate::services::catalogue::form::{
    Answer as Given, Answers, Field, FieldProblem, FieldType, Raw, Setting, StepForm,
};
use crate::services::workflow::instance::Task;
use crate::services::workflow::vocabulary::Variables;
use crate::surfaces::web::fields::{self, Choice, DateParts, ErrorLink, FieldKind};
use crate::surfaces::web::{PostedForm, Visit, listed};

use super::Staff;
use super::views::OutcomeButton;

/// The longest word to the applicant, in characters.
const NOTE_CHARACTERS_MAX: usize = 2_000;
/// More options than this stand in a list that opens.
const RADIOS_MAX: usize = 6;

/// A form as it was posted, with what is wrong with it.
#[derive(Debug, Clone, Default)]
pub(super) struct Filled {
    raw: Raw,
    note: String,
    problems: Vec<FieldProblem>,
    /// The key of the text that says what is wrong with the note.
    note_problem: Option<&'static str>,
}

/// What an officer decided, checked.
pub(super) struct Checked {
    pub outcome: Option<String>,
    pub answers: Variables,
    pub note: Option<String>,
}

/// Outcomes that say no, or not yet: the applicant or the colleague must be told why, and the form may be left open.
fn needs_a_word(outcome: &str) -> bool {
    matches!(outcome, "refuse" | "request_supplement" | "return")
}

fn step<'a>(procedure: &'a Procedure, task: &Task) -> Option<&'a StepForm> {
    procedure.form.steps.get(task.form.as_deref()?)
}

/// Checks what was posted.
///
/// # Errors
/// The form as it was filled in, with what is wrong.
pub(super) fn check(
    visit: &Visit,
    procedure: &Procedure,
    task: &Task,
    answered: &Value,
    posted: &PostedForm,
) -> Result<Checked, Filled> {
    let outcome = Some(posted.text("outcome").to_owned()).filter(|_| !task.actions.is_empty());
    let says_no = outcome.as_deref().is_some_and(needs_a_word);
    let sent = step(procedure, task)
        .map(|step| pairs(step, posted))
        .unwrap_or_default();
    let mut filled = Filled {
        note: posted.text("note").to_owned(),
        ..Filled::default()
    };
    for (name, value) in &sent {
        filled.raw.entry(name.clone()).or_default().push(value.clone());
    }
    let setting = Setting {
        today: clock::now().with_timezone(&visit.tenant.zone()).date_naive(),
        currency: visit.tenant.settings.tenant.currency,
    };
    let checked = task.form.as_deref().and_then(|code| {
        procedure
            .form
            .validate_step(code, &sent, &answers_of(answered), setting)
    });
    let answers = match checked {
        None => Variables::new(),
        Some(Ok(answers)) => answers.variables(),
        Some(Err(rejected)) if says_no => Answers {
            values: rejected.values,
            raw: Raw::new(),
        }
        .variables(),
        Some(Err(rejected)) => {
            filled.problems = rejected.problems;
            Variables::new()
        }
    };
    if says_no && filled.note.is_empty() {
        filled.note_problem = Some("desk-task-note-missing");
    } else if filled.note.chars().count() > NOTE_CHARACTERS_MAX {
        filled.note_problem = Some("forms-problem-too-long");
    }
    if !filled.problems.is_empty() || filled.note_problem.is_some() {
        return Err(filled);
    }
    Ok(Checked {
        outcome,
        answers,
        note: Some(filled.note).filter(|note| !note.is_empty()),
    })
}

/// The posted values of a step's own fields. The three parts of a date become one value.
fn pairs(step: &StepForm, posted: &PostedForm) -> Vec<(String, String)> {
    let mut pairs = Vec::new();
    for field in &step.fields {
        if field.kind == FieldType::Date && posted.get(&field.code).is_none() {
            let part = |name: &str| posted.text(&format!("{}-{name}", field.code));
            let (day, month, year) = (part("day"), part("month"), part("year"));
            if !(day.is_empty() && month.is_empty() && year.is_empty()) {
                pairs.push((field.code.clone(), format!("{day}/{month}/{year}")));
            }
            continue;
        }
        let sent = posted.fields.iter().filter(|(name, _)| *name == field.code);
        pairs.extend(sent.map(|(name, value)| (name.clone(), value.clone())));
    }
    pairs
}

/// Kept answers as the expressions of a step see them.
fn answers_of(kept: &Value) -> Answers {
    let mut answers = Answers::default();
    for (code, value) in kept.as_object().into_iter().flatten() {
        let given = match value {
            Value::String(text) => Given::Text(text.clone()),
            Value::Bool(yes) => Given::YesNo(*yes),
            Value::Number(number) => match number.as_i64() {
                Some(whole) => Given::Integer(whole),
                None => continue,
            },
            Value::Array(all) => {
                Given::Choices(all.iter().filter_map(Value::as_str).map(str::to_owned).collect())
            }
            Value::Null | Value::Object(_) => continue,
        };
        answers.values.insert(code.clone(), given);
    }
    answers
}

/// The outcomes a task offers, in the order of its process.
pub(super) fn outcomes(staff: &Staff, task: &Task) -> Vec<OutcomeButton> {
    if task.actions.is_empty() {
        return vec![OutcomeButton {
            value: String::new(),
            text: staff.visit.text("desk-outcome-done"),
            tone: "go",
        }];
    }
    let button = |action: &String| OutcomeButton {
        value: action.clone(),
        text: staff
            .visit
            .text(&format!("desk-outcome-{}", action.replace('_', "-"))),
        tone: match action.as_str() {
            "refuse" => "stop",
            other if needs_a_word(other) => "wait",
            _ => "go",
        },
    };
    task.actions.iter().map(button).collect()
}

/// The fields to draw: the step's own, then the word to the applicant.
pub(super) fn fields(
    staff: &Staff,
    procedure: &Procedure,
    task: &Task,
    filled: &Filled,
) -> Vec<fields::Field> {
    let mut all: Vec<fields::Field> = step(procedure, task)
        .into_iter()
        .flat_map(|step| &step.fields)
        .map(|field| drawn(&staff.visit, field, filled))
        .collect();
    let mut note = fields::Field::new(FieldKind::Textarea, "note", staff.visit.text("desk-task-note"));
    note.required = !task.actions.iter().any(|action| !needs_a_word(action));
    note.hint = task
        .actions
        .iter()
        .any(|action| needs_a_word(action))
        .then(|| staff.visit.text("desk-task-note-hint"));
    note.value.clone_from(&filled.note);
    note.error = filled
        .note_problem
        .map(|key| said(&staff.visit, key, Some(&NOTE_CHARACTERS_MAX.to_string())));
    all.push(note);
    all
}

/// The summary of what is wrong.
pub(super) fn errors(staff: &Staff, procedure: &Procedure, task: &Task, filled: &Filled) -> Vec<ErrorLink> {
    fields::Field::errors(&fields(staff, procedure, task, filled))
}

fn said(visit: &Visit, key: &str, limit: Option<&str>) -> String {
    let arguments: Vec<(&str, Argument<'_>)> = limit
        .map(|limit| ("limit", Argument::parse(limit)))
        .into_iter()
        .collect();
    visit.state.renderer.texts().say(visit.language, key, &arguments)
}

fn drawn(visit: &Visit, field: &Field, filled: &Filled) -> fields::Field {
    let sent = filled.raw.get(&field.code).map(Vec::as_slice).unwrap_or_default();
    let kind = match field.kind {
        FieldType::Text | FieldType::Identity => FieldKind::Text,
        FieldType::LongText => FieldKind::Textarea,
        FieldType::Integer | FieldType::Decimal | FieldType::Amount => FieldKind::Number,
        FieldType::Date => FieldKind::Date,
        FieldType::Choice if field.options.len() > RADIOS_MAX => FieldKind::Select,
        FieldType::Choice | FieldType::YesNo => FieldKind::Radios,
        FieldType::Choices => FieldKind::Checkboxes,
        FieldType::Email => FieldKind::Email,
        FieldType::Phone => FieldKind::Tel,
    };
    let mut drawn = fields::Field::new(kind, field.code.clone(), visit.say(&field.label));
    drawn.required = field.required;
    drawn.hint = field.hint.as_ref().map(|hint| visit.say(hint).to_owned());
    drawn.value = sent.first().cloned().unwrap_or_default();
    drawn.date = (kind == FieldKind::Date).then(|| parts(&drawn.value));
    drawn.choices = choices(visit, field, sent);
    listed::draw(visit, field, sent, RADIOS_MAX, &mut drawn);
    drawn.width = if kind == FieldKind::Number { 10 } else { 0 };
    if kind == FieldKind::Textarea {
        drawn.max_length = i64::from(field.length_max());
    }
    if field.kind == FieldType::Amount {
        drawn.unit =
            Some(crate::kernel::format::currency_sign(visit.tenant.settings.tenant.currency).to_owned());
    }
    let problem = filled.problems.iter().find(|problem| problem.field == field.code);
    drawn.error = problem.map(|problem| said(visit, problem.kind.key(), problem.kind.limit().as_deref()));
    drawn
}

fn parts(value: &str) -> DateParts {
    if let Ok(day) = value.parse::<NaiveDate>() {
        let told = |pattern: &str| day.format(pattern).to_string();
        return DateParts {
            day: told("%-d"),
            month: told("%-m"),
            year: told("%Y"),
        };
    }
    let mut parts = value.split('/').map(str::to_owned);
    let mut next = || parts.next().unwrap_or_default();
    DateParts {
        day: next(),
        month: next(),
        year: next(),
    }
}

fn choices(visit: &Visit, field: &Field, sent: &[String]) -> Vec<Choice> {
    let choice = |value: &str, label: String| Choice {
        chosen: sent.iter().any(|one| one == value),
        value: value.to_owned(),
        label,
        hint: None,
    };
    match field.kind {
        FieldType::YesNo => vec![
            choice("yes", visit.text("common-yes")),
            choice("no", visit.text("common-no")),
        ],
        _ => field
            .options
            .iter()
            .map(|option| choice(&option.value, visit.say(&option.label).to_owned()))
            .collect(),
    }
}
