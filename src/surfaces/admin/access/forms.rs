//! What forms about access post, read into days, choices and reasons, with every value kept.

use chrono::NaiveDate;

use crate::authority::changes::{Reason, ReasonProblem};
use crate::kernel::error::{FieldProblem, Refusal};
use crate::surfaces::web::fields::{Choice, DateParts, Field, FieldKind};
use crate::surfaces::web::{PostedForm, Visit};

use super::super::form::values;
use super::super::named::{self, Named};

/// A form as it was posted, or none.
#[derive(Clone, Copy, Default)]
pub(crate) struct Posted<'a> {
    form: Option<&'a PostedForm>,
    refusal: Option<&'a Refusal>,
}

impl<'a> Posted<'a> {
    /// A form that came back with what is wrong with it.
    pub fn refused(form: &'a PostedForm, refusal: &'a Refusal) -> Self {
        Self {
            form: Some(form),
            refusal: Some(refusal),
        }
    }

    /// A form whose fields are filled and not refused, as links fill it.
    pub fn filled(form: &'a PostedForm) -> Self {
        Self {
            form: Some(form),
            refusal: None,
        }
    }

    /// What was said in a field.
    pub fn value(&self, name: &str) -> String {
        self.form.map_or(String::new(), |form| form.text(name).to_owned())
    }

    fn field(&self, visit: &Visit, kind: FieldKind, name: &str, label: &str) -> Field {
        let mut field = Field::new(kind, name, visit.text(label));
        field.value = self.value(name);
        field.error = self.refusal.and_then(|refusal| {
            let problem = refusal.fields.iter().find(|problem| problem.field == name)?;
            Some(visit.problem(problem))
        });
        field
    }

    /// One of many.
    pub fn select(
        &self,
        visit: &Visit,
        name: &str,
        label: &str,
        choices: impl IntoIterator<Item = (String, String)>,
    ) -> Field {
        let mut field = self.field(visit, FieldKind::Select, name, label);
        field.choices = choices
            .into_iter()
            .map(|(value, label)| Choice {
                chosen: value == field.value,
                value,
                label,
                hint: None,
            })
            .collect();
        field
    }

    /// One of those that have a code and a name: a list while there are few, else a line that suggests.
    pub fn one_of(&self, visit: &Visit, name: &str, label: &str, offered: &[Named]) -> Field {
        let mut field = self.field(visit, FieldKind::Named, name, label);
        named::draw(visit, &mut field, offered, &named::url(name));
        field
    }

    /// Any of those that have a code and a name: boxes to tick while there are few, else their codes.
    pub fn any_of(&self, visit: &Visit, name: &str, label: &str, offered: &[Named]) -> Field {
        let mut field = self.field(visit, FieldKind::Checkboxes, name, label);
        field.required = false;
        let said = self.form.into_iter().flat_map(|form| values(form, name));
        named::draw_any(visit, &mut field, offered, said);
        field
    }

    /// A day; `unless` stands there as long as nothing was posted.
    pub fn day(&self, visit: &Visit, name: &str, label: &str, unless: Option<NaiveDate>) -> Field {
        use chrono::Datelike;
        let mut field = self.field(visit, FieldKind::Date, name, label);
        let part = |which: &str| self.value(&format!("{name}-{which}"));
        field.date = Some(match (self.form, unless) {
            (None, Some(day)) => DateParts {
                day: day.day().to_string(),
                month: day.month().to_string(),
                year: day.year().to_string(),
            },
            _ => DateParts {
                day: part("day"),
                month: part("month"),
                year: part("year"),
            },
        });
        field
    }

    /// One line of text.
    pub fn line(&self, visit: &Visit, name: &str, label: &str) -> Field {
        let mut field = self.field(visit, FieldKind::Text, name, label);
        field.required = false;
        field
    }

    /// Why.
    pub fn reason(&self, visit: &Visit) -> Field {
        let mut field = self.field(visit, FieldKind::Text, "reason", "access-reason");
        field.hint = Some(visit.text("access-reason-hint"));
        field
    }
}

/// Two forms on one page: ids differ, names do not need to.
pub(super) fn apart(mut field: Field, prefix: &str) -> Field {
    field.id = format!("{prefix}-{}", field.id);
    field
}

/// The day of three fields; `None` when all are empty.
///
/// # Errors
/// A problem at the field when they are no day.
pub(crate) fn day_of(form: &PostedForm, name: &str) -> Result<Option<NaiveDate>, FieldProblem> {
    let part = |which: &str| form.text(&format!("{name}-{which}")).to_owned();
    let (day, month, year) = (part("day"), part("month"), part("year"));
    if day.is_empty() && month.is_empty() && year.is_empty() {
        return Ok(None);
    }
    let wrong = || FieldProblem::new(name, "errors-access-day-wrong");
    let read = || {
        let year: i32 = year.parse().ok()?;
        NaiveDate::from_ymd_opt(year, month.parse().ok()?, day.parse().ok()?)
            .filter(|_| (2000..2200).contains(&year))
    };
    read().map(Some).ok_or_else(wrong)
}

/// The reason of a form.
///
/// # Errors
/// A problem at the field.
pub(crate) fn reason_of(form: &PostedForm) -> Result<Reason, FieldProblem> {
    Reason::parse(form.text("reason")).map_err(|problem| match problem {
        ReasonProblem::TooShort => {
            FieldProblem::new("reason", "errors-access-reason-short").with("min", Reason::LENGTH_MIN)
        }
        ReasonProblem::TooLong => {
            FieldProblem::new("reason", "errors-access-reason-long").with("max", Reason::LENGTH_MAX)
        }
    })
}

/// What parses, or the problem kept among the others.
pub(crate) fn keep<T>(problems: &mut Vec<FieldProblem>, read: Result<T, FieldProblem>) -> Option<T> {
    read.map_err(|problem| problems.push(problem)).ok()
}
