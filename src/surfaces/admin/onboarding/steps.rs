//! One form for each step of the checklist.

use actix_web::http::StatusCode;
use actix_web::{FromRequest, HttpRequest, web};

use crate::authority::onboarding::{self, Identity, NewPerson, Onboarding, Step, UnitProblem};
use crate::authority::people::admin::InvitationKeys;
use crate::kernel::clock;
use crate::kernel::error::{Error, FieldProblem, Refusal, Result};
use crate::kernel::locale::{Language, Localised};
use crate::kernel::theme::Colour;
use crate::platform::render::FlashKind;
use crate::platform::sheets::Limits;
use crate::surfaces::admin::form::FormPage;
use crate::surfaces::desk::Staff;
use crate::surfaces::web::fields::{Choice, ErrorLink, Field, FieldKind};
use crate::surfaces::web::views::Link;
use crate::surfaces::web::{Answer, PostedForm, spreadsheet};

use super::{HERE, emblem, keep, place, read};

/// Problems of a spreadsheet that are told at once.
const ROWS_WRONG_MAX: usize = 12;

/// What a step says now, in a line of the checklist.
pub(super) fn detail(staff: &Staff, of: &Onboarding, step: Step) -> String {
    let (visit, code) = (&staff.visit, &of.code);
    let count = |key: &str, n: usize| visit.text_with(key, "n", &n.to_string());
    match step {
        Step::Region => place::told(code),
        Step::Identity => visit.say(&code.tenant.name).to_owned(),
        Step::Emblem => String::new(),
        Step::Calendar => count("onboarding-count-days", code.calendar.off.len()),
        Step::Organisation => count("onboarding-count-units", code.organisation.operating_unit.len()),
        Step::Accounts => count("onboarding-count-accounts", code.accounts.account.len()),
        Step::People => count("onboarding-count-people", code.people.staff.len()),
        Step::Procedure => count("onboarding-count-procedures", code.procedures.len()),
        Step::Dossier => String::new(),
    }
}

/// What stood in a form.
#[derive(Default)]
pub(super) struct Typed {
    values: Vec<(String, String)>,
    problems: Vec<FieldProblem>,
    errors: Vec<ErrorLink>,
    refusal: Option<String>,
}

impl Typed {
    /// Whether a form was posted at all.
    pub(super) fn is_posted(&self) -> bool {
        !self.values.is_empty()
    }

    pub(super) fn get(&self, name: &str) -> Option<&str> {
        let found = self.values.iter().find(|(field, _)| field == name);
        found.map(|(_, value)| value.trim())
    }

    pub(super) fn all(&self, name: &str) -> Vec<String> {
        let found = self.values.iter().filter(|(field, _)| field == name);
        found.map(|(_, value)| value.clone()).collect()
    }
}

/// `GET /admin/onboarding/{step}`
pub(super) async fn form(staff: Staff, step: web::Path<String>) -> Answer {
    let step = Step::parse(&step)
        .filter(|step| *step != Step::Dossier)
        .ok_or(Error::NotFound)?;
    let of = read(&staff).await?;
    if step == Step::Emblem {
        return emblem::page(&staff, &of, None, StatusCode::OK);
    }
    answer(&staff, &of, step, &Typed::default(), StatusCode::OK)
}

fn answer(staff: &Staff, of: &Onboarding, step: Step, typed: &Typed, status: StatusCode) -> Answer {
    let visit = &staff.visit;
    let mut fields = match step {
        Step::Region => place::region_fields(staff, of, typed),
        Step::Calendar => place::calendar_fields(staff, of, typed),
        Step::Identity => identity_fields(staff, of, typed),
        Step::Organisation => vec![file_field(staff)],
        Step::People => people_fields(staff, of, typed),
        Step::Procedure => vec![procedure_field(staff, of, typed)],
        Step::Emblem | Step::Accounts | Step::Dossier => Vec::new(),
    };
    for problem in &typed.problems {
        let place = fields
            .iter()
            .position(|field| field.name == problem.field)
            .unwrap_or(0);
        if let Some(field) = fields.get_mut(place).filter(|field| field.error.is_none()) {
            field.error = Some(visit.problem(&as_read(visit.language, problem)));
        }
    }
    let mut errors = Field::errors(&fields);
    errors.extend(typed.errors.iter().cloned());
    let view = FormPage {
        desk: staff.desk("onboarding"),
        title: visit.text(&format!("onboarding-step-{}", step.word())),
        back: Link::new(visit.text("onboarding-title"), HERE),
        lead: lead(staff, of, step),
        beside: Vec::new(),
        refusal: typed.refusal.clone(),
        errors,
        fields,
        action: format!("{HERE}/{}", step.word()),
        button: visit.text(match step {
            Step::Accounts => "onboarding-confirm",
            Step::People => "onboarding-add",
            Step::Procedure => "onboarding-adopt",
            _ => "onboarding-keep",
        }),
        danger: false,
        files: step == Step::Organisation,
    };
    visit.page_with(status, "admin/form.html", "admin", &view)
}

fn lead(staff: &Staff, of: &Onboarding, step: Step) -> Vec<String> {
    let (visit, code) = (&staff.visit, &of.code);
    let mut lead = vec![visit.text(&format!("onboarding-about-{}", step.word()))];
    match step {
        Step::Identity => lead.push(contrast_now(staff, of)),
        Step::Accounts => {
            lead.push(code.accounts.regulation.clone());
            lead.push(detail(staff, of, step));
        }
        Step::People => {
            for member in &code.people.staff {
                lead.push(format!("{} · {}", member.name, member.email));
            }
        }
        Step::Organisation => {
            for unit in &code.organisation.operating_unit {
                lead.push(format!("{} · {}", visit.say(&unit.name), unit.code));
            }
        }
        _ => {}
    }
    lead
}

/// The verdict on the main colour that is in force.
pub(super) fn contrast_now(staff: &Staff, of: &Onboarding) -> String {
    let (visit, brand) = (&staff.visit, of.code.theme.brand);
    let contrast = format!("{:.1}", brand.contrast(Colour::WHITE));
    visit.text_of(
        "onboarding-contrast-now",
        &[
            ("colour", &brand.to_string()),
            ("contrast", &decimal(visit.language, &contrast)),
        ],
    )
}

/// A decimal as somebody who reads this language writes it.
fn decimal(language: Language, number: &str) -> String {
    match language {
        Language::Vi | Language::Uk => number.replace('.', ","),
        Language::Zh | Language::En => number.to_owned(),
    }
}

/// A problem with its decimals as they are written here.
fn as_read(language: Language, problem: &FieldProblem) -> FieldProblem {
    let mut problem = problem.clone();
    if let Some(contrast) = problem.arguments.get_mut("contrast") {
        *contrast = decimal(language, contrast);
    }
    problem
}

fn name_of(staff: &Staff, typed: &Typed, before: &Localised) -> Localised {
    Localised(
        staff
            .visit
            .tenant
            .settings
            .tenant
            .languages
            .iter()
            .filter_map(|language| {
                let text = match typed.get(&format!("name-{language}")) {
                    Some(text) => text,
                    None if typed.values.is_empty() => before.0.get(language).map_or("", String::as_str),
                    None => "",
                };
                (!text.is_empty()).then(|| (*language, text.to_owned()))
            })
            .collect(),
    )
}

fn identity_fields(staff: &Staff, of: &Onboarding, typed: &Typed) -> Vec<Field> {
    let (visit, code) = (&staff.visit, &of.code);
    let home = code.tenant.default_language;
    let name = name_of(staff, typed, &code.tenant.name);
    let mut languages: Vec<Language> = code.tenant.languages.clone();
    languages.sort_by_key(|language| *language != home);
    let mut fields: Vec<Field> = languages
        .into_iter()
        .map(|language| {
            let label = format!("{} – {}", visit.text("admin-name"), language.endonym());
            let mut field = Field::new(FieldKind::Text, format!("name-{language}"), label);
            field.required = language == home;
            field.value = name.0.get(&language).cloned().unwrap_or_default();
            field
        })
        .collect();
    let line = |name: &str, key: &str, standing: String, kind: FieldKind| {
        let mut field = Field::new(kind, name, visit.text(key));
        field.value = typed.get(name).map_or(standing, str::to_owned);
        field.width = 20;
        field
    };
    let address = code.tenant.contact.address.get(home, home).to_owned();
    let mut address = line("address", "onboarding-address", address, FieldKind::Text);
    address.width = 0;
    fields.push(address);
    fields.push(line(
        "phone",
        "onboarding-phone",
        code.tenant.contact.phone.clone(),
        FieldKind::Tel,
    ));
    let mut brand = line(
        "brand",
        "onboarding-brand",
        code.theme.brand.to_string(),
        FieldKind::Text,
    );
    brand.hint = Some(visit.text("onboarding-brand-hint"));
    fields.push(brand);
    fields.push(line(
        "accent",
        "onboarding-accent",
        code.theme.accent.to_string(),
        FieldKind::Text,
    ));
    fields
}

fn file_field(staff: &Staff) -> Field {
    let mut file = Field::new(FieldKind::File, "file", staff.visit.text("admin-dictionary-file"));
    file.accept = Some(".csv,.xlsx".into());
    file.required = false;
    file
}

fn people_fields(staff: &Staff, of: &Onboarding, typed: &Typed) -> Vec<Field> {
    let visit = &staff.visit;
    let line = |name: &str, key: &str, kind: FieldKind| {
        let mut field = Field::new(kind, name, visit.text(key));
        field.value = typed.get(name).unwrap_or_default().to_owned();
        field
    };
    let chosen = typed.all("responsibilities");
    let mut held = line(
        "responsibilities",
        "admin-responsibilities",
        FieldKind::Checkboxes,
    );
    held.choices = of
        .code
        .people
        .responsibility
        .iter()
        .map(|one| Choice {
            value: one.code.clone(),
            label: visit.say(&one.name).to_owned(),
            hint: None,
            chosen: chosen.contains(&one.code),
        })
        .collect();
    vec![
        line("name", "admin-name", FieldKind::Text),
        line("email", "forms-email", FieldKind::Email),
        held,
    ]
}

fn procedure_field(staff: &Staff, of: &Onboarding, typed: &Typed) -> Field {
    let visit = &staff.visit;
    let mut field = Field::new(FieldKind::Radios, "procedure", visit.text("onboarding-library"));
    field.choices = onboarding::adoptable(of)
        .into_iter()
        .map(|one| Choice {
            chosen: typed.get("procedure") == Some(one.code.as_str()),
            value: one.code,
            label: visit.say(&one.name).to_owned(),
            hint: Some(if one.is_taken {
                visit.text("onboarding-taken")
            } else {
                visit.say(&one.summary).to_owned()
            }),
        })
        .collect();
    field
}

/// `POST /admin/onboarding/{step}`
pub(super) async fn post(
    staff: Staff,
    step: web::Path<String>,
    request: HttpRequest,
    payload: web::Payload,
) -> Answer {
    let visit = &staff.visit;
    let step = Step::parse(&step)
        .filter(|step| *step != Step::Dossier)
        .ok_or(Error::NotFound)?;
    let of = read(&staff).await?;
    let mut typed = Typed::default();
    if step == Step::Emblem {
        return emblem::post(&staff, &of, &request, payload).await;
    }
    let done = if step == Step::Organisation {
        let posted = spreadsheet::receive(visit, &request, payload, Limits::LIST).await?;
        organisation(&staff, &of, posted, &mut typed).await
    } else {
        let form = PostedForm::from_request(&request, &mut payload.into_inner()).await?;
        typed.values = form.fields;
        change(&staff, &of, step, &typed).await
    };
    match done {
        Ok(true) => {
            let onward = if step == Step::People {
                format!("{HERE}/people")
            } else {
                HERE.to_owned()
            };
            Ok(visit.see_with(&onward, FlashKind::Ok, "onboarding-flash-kept"))
        }
        Ok(false) => answer(&staff, &of, step, &typed, StatusCode::UNPROCESSABLE_ENTITY),
        Err(Error::Refused(refusal)) => {
            if refusal.fields.is_empty() {
                typed.refusal = Some(visit.refusal(&refusal));
            }
            typed.problems.extend(refusal.fields);
            answer(&staff, &of, step, &typed, StatusCode::UNPROCESSABLE_ENTITY)
        }
        Err(error) => Err(error.into()),
    }
}

/// Does a step; answers whether it was done, or left with its problems in `typed`.
async fn change(staff: &Staff, of: &Onboarding, step: Step, typed: &Typed) -> Result<bool> {
    let text = |name: &str| typed.get(name).unwrap_or_default().to_owned();
    let mut code = of.code.clone();
    match step {
        Step::Region => onboarding::region(&mut code, &place::region(typed))?,
        Step::Calendar => onboarding::calendar(&mut code, &place::week(typed), staff.visit.language)?,
        Step::Identity => onboarding::identify(
            &mut code,
            &Identity {
                name: name_of(staff, typed, &of.code.tenant.name),
                address: text("address"),
                phone: text("phone"),
                brand: text("brand"),
                accent: text("accent"),
            },
        )?,
        Step::People => onboarding::staff(
            &mut code,
            &NewPerson {
                name: text("name"),
                email: text("email"),
                responsibilities: typed.all("responsibilities"),
            },
        )?,
        Step::Procedure => {
            let wanted = text("procedure");
            if !of.library.contains_key(&wanted) {
                let missing = FieldProblem::new("procedure", "forms-problem-missing");
                return Err(Refusal::of_fields(vec![missing]).into());
            }
            code = onboarding::adopt(of, &wanted)?;
        }
        Step::Emblem | Step::Accounts | Step::Organisation | Step::Dossier => {}
    }
    keep(staff, of, step, code).await?;
    if step == Step::People {
        let visit = &staff.visit;
        let keys = InvitationKeys::derive(&visit.state.config.secret);
        onboarding::send_links(&visit.state.db, &visit.context, keys, clock::now()).await?;
    }
    Ok(true)
}

/// The units of a spreadsheet; without one the office stays as it is.
async fn organisation(
    staff: &Staff,
    of: &Onboarding,
    posted: spreadsheet::Posted,
    typed: &mut Typed,
) -> Result<bool> {
    let rows = match posted.rows {
        None => {
            keep(staff, of, Step::Organisation, of.code.clone()).await?;
            return Ok(true);
        }
        Some(Err(refusal)) => {
            let mut problem = FieldProblem::new("file", refusal.code.clone());
            problem.arguments = refusal.arguments;
            typed.problems.push(problem);
            return Ok(false);
        }
        Some(Ok(rows)) => rows,
    };
    let mut code = of.code.clone();
    if let Err(problems) = onboarding::units(&mut code, &rows) {
        typed
            .problems
            .push(FieldProblem::new("file", "admin-dictionary-file-wrong"));
        typed.errors = problems
            .iter()
            .take(ROWS_WRONG_MAX)
            .map(|problem| told(staff, problem))
            .collect();
        return Ok(false);
    }
    keep(staff, of, Step::Organisation, code).await?;
    Ok(true)
}

fn told(staff: &Staff, problem: &UnitProblem) -> ErrorLink {
    let visit = &staff.visit;
    let row = problem.row.to_string();
    let wrong = visit.text(problem.key);
    let (key, near) = if problem.near.is_empty() {
        ("onboarding-row-wrong", "")
    } else {
        ("onboarding-row-wrong-near", problem.near.as_str())
    };
    ErrorLink {
        id: "file".into(),
        label: String::new(),
        text: visit.text_of(key, &[("row", &row), ("near", near), ("wrong", &wrong)]),
    }
}
