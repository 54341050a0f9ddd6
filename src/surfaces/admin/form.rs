//! The form of an administrator's page: one question after another, the reason last, and everything kept when it comes back.

use std::collections::BTreeMap;

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use chrono::NaiveDate;
use serde::Serialize;

use crate::authority::changes::{Origin, Reason};
use crate::authority::people::admin::By;
use crate::authority::people::admin::commands::Settled;
use crate::kernel::clock;
use crate::kernel::error::{Error, FieldProblem, Refusal};
use crate::kernel::format;
use crate::kernel::locale::{Language, Localised};
use crate::platform::door::TenantTx;
use crate::platform::render::FlashKind;
use crate::surfaces::desk::Staff;
use crate::surfaces::desk::views::Desk;
use crate::surfaces::web::fields::{Choice, DateParts, ErrorLink, Field, FieldKind};
use crate::surfaces::web::views::Link;
use crate::surfaces::web::{Answer, PostedForm, Visit};

use super::named::{self, Named};

/// `admin/form.html`
#[derive(Debug, Clone, Serialize)]
pub struct FormPage {
    /// The frame.
    pub desk: Desk,
    /// What is done here.
    pub title: String,
    /// Where it leads back to.
    pub back: Link,
    /// What the form does, before its questions.
    pub lead: Vec<String>,
    /// The same form with other lists.
    pub beside: Vec<Link>,
    /// What stands against it as a whole.
    pub refusal: Option<String>,
    /// The summary of errors.
    pub errors: Vec<ErrorLink>,
    /// The questions.
    pub fields: Vec<Field>,
    /// Where it is posted to.
    pub action: String,
    /// The words on its button.
    pub button: String,
    /// Whether what it does takes something away.
    pub danger: bool,
    /// Whether it brings a file.
    pub files: bool,
}

/// The day in the tenant's zone.
pub(super) fn today(visit: &Visit) -> NaiveDate {
    clock::now().with_timezone(&visit.tenant.zone()).date_naive()
}

/// The fields of a form, with what was typed or stands, and what is wrong with it.
pub(super) struct Draft<'a> {
    pub visit: &'a Visit,
    pub values: &'a PostedForm,
    pub problems: &'a [FieldProblem],
}

impl Draft<'_> {
    fn field(&self, kind: FieldKind, name: &str, label: &str) -> Field {
        let mut field = Field::new(kind, name, self.visit.text(label));
        self.values.text(name).clone_into(&mut field.value);
        field.error = self
            .problems
            .iter()
            .find(|problem| problem.field == name)
            .map(|problem| sentence(self.visit, &problem.code, &problem.arguments));
        field
    }

    /// One line.
    pub fn text(&self, name: &str, label: &str) -> Field {
        self.field(FieldKind::Text, name, label)
    }

    /// An address.
    pub fn email(&self, name: &str, label: &str) -> Field {
        let mut field = self.field(FieldKind::Email, name, label);
        field.autocomplete = Some("off".into());
        field
    }

    /// One of many. Pairs of what is posted and what is read.
    pub fn select(&self, name: &str, label: &str, options: Vec<(String, String)>) -> Field {
        self.choices(FieldKind::Select, name, label, options)
    }

    /// One of those that have a code and a name: a list while there are few, else a line that suggests what `suggest` is.
    pub fn one_of(&self, name: &str, label: &str, offered: &[Named], suggest: &str) -> Field {
        let mut field = self.field(FieldKind::Named, name, label);
        named::draw(self.visit, &mut field, offered, suggest);
        field
    }

    /// Any of those that have a code and a name: boxes to tick while there are few, else their codes, one in each line.
    pub fn any_of(&self, name: &str, label: &str, offered: &[Named]) -> Field {
        let mut field = self.field(FieldKind::Checkboxes, name, label);
        named::draw_any(self.visit, &mut field, offered, values(self.values, name));
        field
    }

    /// One of a few.
    pub fn radios(&self, name: &str, label: &str, options: Vec<(String, String)>) -> Field {
        self.choices(FieldKind::Radios, name, label, options)
    }

    /// Any of several.
    pub fn checkboxes(&self, name: &str, label: &str, options: Vec<(String, String)>) -> Field {
        self.choices(FieldKind::Checkboxes, name, label, options)
    }

    fn choices(&self, kind: FieldKind, name: &str, label: &str, options: Vec<(String, String)>) -> Field {
        let mut field = self.field(kind, name, label);
        let chosen: Vec<&str> = values(self.values, name).collect();
        field.choices = options
            .into_iter()
            .map(|(value, label)| Choice {
                chosen: chosen.contains(&value.as_str()),
                value,
                label,
                hint: None,
            })
            .collect();
        field
    }

    /// A day in three parts.
    pub fn date(&self, name: &str, label: &str) -> Field {
        let mut field = self.field(FieldKind::Date, name, label);
        let part = |part: &str| self.values.text(&format!("{name}-{part}")).to_owned();
        field.date = Some(DateParts {
            day: part("day"),
            month: part("month"),
            year: part("year"),
        });
        field
    }

    /// A name in each language of the tenant; its own must be there.
    pub fn names(&self) -> Vec<Field> {
        let tenant = &self.visit.tenant.settings.tenant;
        let home = self.visit.tenant.default_language();
        let mut fields = Vec::new();
        for language in &tenant.languages {
            let mut field = self.text(&format!("name-{language}"), "admin-name");
            field.label = format!("{} ({})", field.label, language.endonym());
            field.required = *language == home;
            fields.push(field);
        }
        fields
    }

    /// Why.
    pub fn reason(&self) -> Field {
        let mut field = self.field(FieldKind::Textarea, "reason", "admin-reason");
        field.hint = Some(self.visit.text("admin-reason-hint"));
        field
    }
}

/// Adds a sentence to what helps with a field.
pub(super) fn help(field: &mut Field, sentence: String) {
    field.hint = Some(match field.hint.take() {
        Some(before) => format!("{before} {sentence}"),
        None => sentence,
    });
}

/// Every value of a field that may occur several times.
pub(super) fn values<'a>(form: &'a PostedForm, name: &'a str) -> impl Iterator<Item = &'a str> {
    form.fields
        .iter()
        .filter(move |(field, _)| field == name)
        .map(|(_, value)| value.as_str())
}

/// What stands, as a form that was posted with it.
pub(super) fn standing<const N: usize>(values: [(&str, String); N]) -> PostedForm {
    PostedForm {
        fields: values
            .into_iter()
            .map(|(name, value)| (name.to_owned(), value))
            .collect(),
    }
}

/// Adds a day in its three parts.
pub(super) fn with_date(mut form: PostedForm, name: &str, day: Option<NaiveDate>) -> PostedForm {
    use chrono::Datelike;
    if let Some(day) = day {
        let parts = [
            ("day", day.day().to_string()),
            ("month", day.month().to_string()),
            ("year", day.year().to_string()),
        ];
        for (part, value) in parts {
            form.fields.push((format!("{name}-{part}"), value));
        }
    }
    form
}

/// Adds a name in its languages.
pub(super) fn with_names(mut form: PostedForm, name: &Localised) -> PostedForm {
    for (language, text) in &name.0 {
        form.fields.push((format!("name-{language}"), text.clone()));
    }
    form
}

/// A name in the languages it was typed in.
pub(super) fn posted_names(form: &PostedForm) -> Localised {
    Localised(
        Language::ALL
            .into_iter()
            .map(|language| (language, form.text(&format!("name-{language}")).to_owned()))
            .filter(|(_, text)| !text.is_empty())
            .collect::<BTreeMap<_, _>>(),
    )
}

/// A day that was typed; `Ok(None)` when nothing was.
pub(super) fn posted_date(form: &PostedForm, name: &str) -> Result<Option<NaiveDate>, FieldProblem> {
    let part = |part: &str| form.text(&format!("{name}-{part}"));
    let parts = [part("year"), part("month"), part("day")];
    if parts.iter().all(|part| part.is_empty()) {
        return Ok(None);
    }
    let numbers = parts.map(|part| part.parse::<u32>().ok());
    let day = match numbers {
        [Some(year @ 1900..=2999), Some(month), Some(day)] => i32::try_from(year)
            .ok()
            .and_then(|year| NaiveDate::from_ymd_opt(year, month, day)),
        _ => None,
    };
    day.map(Some)
        .ok_or_else(|| FieldProblem::new(name, "forms-problem-not-day"))
}

/// Why, from a form.
pub(super) fn posted_reason(form: &PostedForm) -> Result<Reason, FieldProblem> {
    Reason::parse(form.text("reason")).map_err(|_| {
        FieldProblem::new("reason", "admin-problem-reason")
            .with("min", Reason::LENGTH_MIN)
            .with("max", Reason::LENGTH_MAX)
    })
}

/// Who changes what the form says, and why; problems already found are told together with a missing reason.
pub(super) fn by(visit: &Visit, form: &PostedForm, mut problems: Vec<FieldProblem>) -> Result<By, Error> {
    let reason = posted_reason(form).map_err(|problem| problems.push(problem));
    match reason {
        Ok(reason) if problems.is_empty() => Ok(By::new(
            Origin::Page,
            reason,
            today(visit),
            clock::to_microseconds(clock::now()),
        )),
        _ => Err(Refusal::of_fields(problems).into()),
    }
}

/// Does what a form says, once everything on it is right: all of it in one transaction.
pub(super) async fn carry_out<T: Send + 'static>(
    visit: &Visit,
    by: Result<By, Error>,
    act: impl FnOnce(&mut TenantTx, &mut By) -> Result<T, Error> + Send + 'static,
) -> Result<T, Error> {
    let mut by = by?;
    visit
        .state
        .db
        .in_tenant(&visit.context, move |tx| act(tx, &mut by))
        .await
}

/// Back to `url`, with word of what was done or that it waits for a second administrator.
pub(super) fn settled(visit: &Visit, url: &str, settled: Settled, done: &'static str) -> HttpResponse {
    match settled {
        Settled::Done => visit.see_with(url, FlashKind::Ok, done),
        Settled::Waits => visit.see_with(url, FlashKind::Info, "access-flash-waits"),
    }
}

/// A sentence whose days are written as the reader writes them.
pub(super) fn sentence(visit: &Visit, code: &str, arguments: &BTreeMap<String, String>) -> String {
    let mut refusal = Refusal::new(code);
    for (name, value) in arguments {
        let told = value
            .parse::<NaiveDate>()
            .map_or_else(|_| value.clone(), |day| format::date(day, visit.language));
        refusal = refusal.with(name.clone(), told);
    }
    visit.refusal(&refusal)
}

/// The form again with what is wrong, or the error when it is of another kind.
pub(super) fn again(staff: &Staff, error: Error, page: impl FnOnce(&[FieldProblem]) -> FormPage) -> Answer {
    let (status, refusal) = match error {
        Error::Refused(refusal) => (StatusCode::UNPROCESSABLE_ENTITY, refusal),
        Error::Conflict(_) | Error::RuleBroken { .. } => (
            StatusCode::CONFLICT,
            Refusal::new("admin-problem-changed-meanwhile"),
        ),
        other => return Err(other.into()),
    };
    let mut page = page(&refusal.fields);
    // What belongs to no question of this form stands above them.
    let elsewhere: Vec<String> = refusal
        .fields
        .iter()
        .filter(|problem| !page.fields.iter().any(|field| field.name == problem.field))
        .map(|problem| sentence(&staff.visit, &problem.code, &problem.arguments))
        .collect();
    if refusal.fields.is_empty() {
        page.refusal = Some(sentence(&staff.visit, &refusal.code, &refusal.arguments));
    } else if refusal.code.starts_with("rule-") {
        // A rule, and the rows in its way.
        let rule = sentence(&staff.visit, &refusal.code, &refusal.arguments);
        page.refusal = Some(format!("{rule} {}", elsewhere.join("; ")));
    } else if !elsewhere.is_empty() {
        page.refusal = Some(elsewhere.join(" "));
    }
    page.errors = Field::errors(&page.fields);
    staff.visit.page_with(status, "admin/form.html", "admin", &page)
}

/// The form as it is opened.
pub(super) fn open(staff: &Staff, page: &FormPage) -> Answer {
    staff.visit.page("admin/form.html", "admin", page)
}

/// What a form is, besides its questions.
pub(super) struct Frame<'a> {
    pub current: &'a str,
    pub title: String,
    pub back: Link,
    pub lead: Vec<String>,
    pub action: String,
    pub button: &'a str,
    pub danger: bool,
}

impl Frame<'_> {
    pub(super) fn page(self, staff: &Staff, fields: Vec<Field>) -> FormPage {
        FormPage {
            desk: staff.desk(self.current),
            title: self.title,
            back: self.back,
            lead: self.lead,
            beside: Vec::new(),
            refusal: None,
            errors: Vec::new(),
            fields,
            action: self.action,
            button: staff.visit.text(self.button),
            danger: self.danger,
            files: false,
        }
    }
}
