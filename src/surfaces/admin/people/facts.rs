//! Forms about a person herself: inviting her, her facts, closing and reopening her account.

use actix_web::web::Path;
use uuid::Uuid;

use crate::authority::people::admin::acts::{ChangeHeld, ChangePerson, InvitePerson, ReadPeople, ReadPerson};
use crate::authority::people::admin::commands::{self, Facts, Settled};
use crate::authority::people::admin::rules::Span;
use crate::authority::people::admin::{By, InvitationKeys, Staff as Member, queries};
use crate::authority::people::rules::parse_email;
use crate::kernel::error::{Error, FieldProblem, Result};
use crate::kernel::ids::{AccountId, ResponsibilityId};
use crate::kernel::locale::Language;
use crate::platform::door::Whole;
use crate::platform::render::FlashKind;
use crate::surfaces::desk::Staff;
use crate::surfaces::web::fields::Field;
use crate::surfaces::web::views::Link;
use crate::surfaces::web::{Answer, PostedForm};

use super::super::form::{
    self, Draft, FormPage, Frame, again, carry_out, posted_date, settled, standing, today, with_date,
};
use super::super::named::{self, Named};
use super::person::{id_of, url};

/// What can be chosen.
pub(super) struct Offered {
    departments: Vec<Named>,
    responsibilities: Vec<Named>,
}

pub(super) async fn offered(staff: &Staff) -> Result<Offered> {
    let reader = staff.clone();
    staff
        .visit
        .state
        .db
        .in_tenant(&staff.visit.context, move |tx| {
            let mut grant = tx.authorise::<ReadPeople>(Whole)?;
            let sql = grant.sql();
            Ok(Offered {
                departments: named::departments(&reader.visit, &queries::departments(sql)?),
                responsibilities: named::responsibilities(&reader, &queries::responsibilities(sql)?),
            })
        })
        .await
}

/// The person a form is about.
pub(super) async fn member(staff: &Staff, id: AccountId) -> Result<Member> {
    staff
        .visit
        .state
        .db
        .in_tenant(&staff.visit.context, move |tx| {
            Ok(tx.authorise::<ReadPerson>(id)?.into_subject())
        })
        .await
}

fn facts_fields(staff: &Staff, draft: &Draft<'_>, offered: &Offered) -> Vec<Field> {
    let mut name = draft.text("name", "forms-name");
    name.autocomplete = Some("off".into());
    let languages = staff.visit.tenant.settings.tenant.languages.iter();
    let languages = languages.map(|one| (one.tag().to_owned(), one.endonym().to_owned()));
    let mut department = draft.one_of(
        "department",
        "admin-department",
        &offered.departments,
        &named::url("department"),
    );
    department.required = false;
    vec![
        name,
        draft.select("language", "admin-language", languages.collect()),
        department,
    ]
}

pub(super) fn responsibility_field(draft: &Draft<'_>, offered: &Offered) -> Field {
    draft.one_of(
        "responsibility",
        "admin-responsibility",
        &offered.responsibilities,
        &named::url("responsibility"),
    )
}

/// What was posted, with ids in the place of codes and names.
pub(super) fn resolved(form: &PostedForm, offered: &Offered, problems: &mut Vec<FieldProblem>) -> PostedForm {
    let known = [
        ("department", offered.departments.as_slice()),
        ("responsibility", offered.responsibilities.as_slice()),
    ];
    named::resolved(form, &known, problems)
}

pub(super) fn date_fields(draft: &Draft<'_>) -> Vec<Field> {
    let mut last = draft.date("last", "admin-last-day");
    last.required = false;
    last.hint = Some(draft.visit.text("admin-last-day-hint"));
    vec![draft.date("from", "admin-first-day"), last]
}

fn facts_of(form: &PostedForm, staff: &Staff) -> Result<Facts, Vec<FieldProblem>> {
    let mut problems = Vec::new();
    let name = form.text("name").to_owned();
    problems.extend(crate::authority::people::admin::rules::name_problem(
        "name", &name,
    ));
    let language: Option<Language> = form.text("language").parse().ok();
    let language = language.filter(|one| staff.visit.tenant.settings.tenant.languages.contains(one));
    if language.is_none() {
        problems.push(FieldProblem::new("language", "forms-problem-missing"));
    }
    let department: Option<Uuid> = match form.text("department") {
        "" => None,
        text => {
            let id = text.parse().ok();
            if id.is_none() {
                problems.push(FieldProblem::new("department", "forms-problem-not-an-option"));
            }
            id
        }
    };
    match language {
        Some(language) if problems.is_empty() => Ok(Facts {
            name,
            language,
            department,
        }),
        _ => Err(problems),
    }
}

fn invite_page(staff: &Staff, offered: &Offered, values: &PostedForm, problems: &[FieldProblem]) -> FormPage {
    let draft = Draft {
        visit: &staff.visit,
        values,
        problems,
    };
    let mut fields = vec![draft.email("email", "forms-email")];
    fields.extend(facts_fields(staff, &draft, offered));
    let mut responsibility = responsibility_field(&draft, offered);
    responsibility.required = false;
    fields.push(responsibility);
    fields.extend(date_fields(&draft));
    fields.push(draft.reason());
    let frame = Frame {
        current: "people",
        title: staff.visit.text("admin-invite-title"),
        back: Link::new(staff.visit.text("admin-people-title"), "/admin/people"),
        lead: vec![staff.visit.text("admin-invite-lead")],
        action: "/admin/people/invite".into(),
        button: "admin-invite-button",
        danger: false,
    };
    frame.page(staff, fields)
}

/// `GET /admin/people/invite`
pub(super) async fn invite_form(staff: Staff) -> Answer {
    let offered = offered(&staff).await?;
    let language = staff.visit.tenant.default_language().tag().to_owned();
    let values = with_date(
        standing([("language", language)]),
        "from",
        Some(today(&staff.visit)),
    );
    form::open(&staff, &invite_page(&staff, &offered, &values, &[]))
}

/// What an invitation says.
struct Invitee {
    email: String,
    facts: Facts,
    gives: Option<(ResponsibilityId, Span)>,
}

fn invitee(staff: &Staff, offered: &Offered, form: &PostedForm) -> Result<(Invitee, By)> {
    let mut problems = Vec::new();
    let form = &resolved(form, offered, &mut problems);
    let email = parse_email(form.text("email"));
    if email.is_none() {
        problems.push(FieldProblem::new("email", "forms-problem-not-email"));
    }
    let facts = facts_of(form, staff).map_err(|found| problems.extend(found)).ok();
    let gives = match form.text("responsibility") {
        "" => None,
        _ => held_of(form).map_err(|found| problems.extend(found)).ok(),
    };
    let by = form::by(&staff.visit, form, problems)?;
    match (email, facts) {
        (Some(email), Some(facts)) => Ok((Invitee { email, facts, gives }, by)),
        _ => Err(Error::internal("an answer is wrong and no problem says so")),
    }
}

/// A responsibility with its days, as a form says it.
pub(super) fn held_of(form: &PostedForm) -> Result<(ResponsibilityId, Span), Vec<FieldProblem>> {
    let mut problems = Vec::new();
    let responsibility: Option<ResponsibilityId> = form.text("responsibility").parse().ok();
    if responsibility.is_none() {
        problems.push(FieldProblem::new("responsibility", "forms-problem-missing"));
    }
    let span = span_of(form).map_err(|found| problems.extend(found)).ok();
    match (responsibility, span) {
        (Some(responsibility), Some(span)) => Ok((responsibility, span)),
        _ => Err(problems),
    }
}

/// The days of a form.
pub(super) fn span_of(form: &PostedForm) -> Result<Span, Vec<FieldProblem>> {
    let mut problems = Vec::new();
    let from = posted_date(form, "from").unwrap_or_else(|problem| {
        problems.push(problem);
        None
    });
    if from.is_none() && problems.is_empty() {
        problems.push(FieldProblem::new("from", "forms-problem-missing"));
    }
    let last = posted_date(form, "last").unwrap_or_else(|problem| {
        problems.push(problem);
        None
    });
    match from {
        Some(from) if problems.is_empty() => Ok(Span::with_last_day(from, last)),
        _ => Err(problems),
    }
}

/// `POST /admin/people/invite`
pub(super) async fn invite(staff: Staff, form: PostedForm) -> Answer {
    let visit = &staff.visit;
    let keys = InvitationKeys::derive(&visit.state.config.secret);
    let offered = offered(&staff).await?;
    let outcome = match invitee(&staff, &offered, &form) {
        Err(error) => Err(error),
        Ok((new, by)) => {
            carry_out(visit, Ok(by), move |tx, by| {
                let grant = tx.authorise::<InvitePerson>(Whole)?;
                let id = commands::invite(grant, &new.email, &new.facts, &keys, by)?;
                let mut given = Settled::Done;
                if let Some((responsibility, span)) = &new.gives {
                    let grant = tx.authorise::<ChangeHeld>(id)?;
                    given = commands::give(grant, *responsibility, span, by)?;
                }
                Ok((id, given))
            })
            .await
        }
    };
    match outcome {
        Ok((id, Settled::Done)) => Ok(visit.see_with(&url(id), FlashKind::Ok, "admin-done-invited")),
        Ok((id, Settled::Waits)) => Ok(visit.see_with(&url(id), FlashKind::Info, "admin-done-invited-waits")),
        Err(error) => again(&staff, error, |problems| {
            invite_page(&staff, &offered, &form, problems)
        }),
    }
}

fn facts_page(
    staff: &Staff,
    member: &Member,
    offered: &Offered,
    values: &PostedForm,
    problems: &[FieldProblem],
) -> FormPage {
    let draft = Draft {
        visit: &staff.visit,
        values,
        problems,
    };
    let mut fields = facts_fields(staff, &draft, offered);
    fields.push(draft.reason());
    let frame = Frame {
        current: "people",
        title: staff.visit.text("admin-facts-title"),
        back: Link::new(member.name.clone(), url(member.id)),
        lead: Vec::new(),
        action: format!("{}/facts", url(member.id)),
        button: "admin-save",
        danger: false,
    };
    frame.page(staff, fields)
}

/// `GET /admin/people/{id}/facts`
pub(super) async fn facts_form(staff: Staff, id: Path<String>) -> Answer {
    let member = member(&staff, id_of(&id)?).await?;
    let offered = offered(&staff).await?;
    let values = standing([
        ("name", member.name.clone()),
        ("language", member.language.tag().to_owned()),
        (
            "department",
            member.department.map_or_else(String::new, |id| id.to_string()),
        ),
    ]);
    form::open(&staff, &facts_page(&staff, &member, &offered, &values, &[]))
}

/// `POST /admin/people/{id}/facts`
pub(super) async fn facts(staff: Staff, id: Path<String>, form: PostedForm) -> Answer {
    let id = id_of(&id)?;
    let visit = &staff.visit;
    let mut problems = Vec::new();
    let offered = offered(&staff).await?;
    let said = resolved(&form, &offered, &mut problems);
    let facts = facts_of(&said, &staff)
        .map_err(|found| problems.extend(found))
        .ok();
    let by = form::by(visit, &form, problems);
    let outcome = match (by, facts) {
        (Err(error), _) => Err(error),
        (Ok(_), None) => Err(Error::internal("an answer is wrong and no problem says so")),
        (by, Some(facts)) => {
            carry_out(visit, by, move |tx, by| {
                commands::change_facts(tx.authorise::<ChangePerson>(id)?, &facts, by)
            })
            .await
        }
    };
    match outcome {
        Ok(()) => Ok(visit.see_with(&url(id), FlashKind::Ok, "admin-done")),
        Err(error) => {
            let member = member(&staff, id).await?;
            again(&staff, error, |problems| {
                facts_page(&staff, &member, &offered, &form, problems)
            })
        }
    }
}

/// A form that asks for nothing but the reason.
pub(super) fn reason_page(
    staff: &Staff,
    frame: Frame<'_>,
    values: &PostedForm,
    problems: &[FieldProblem],
) -> FormPage {
    let draft = Draft {
        visit: &staff.visit,
        values,
        problems,
    };
    let reason = draft.reason();
    frame.page(staff, vec![reason])
}

fn close_frame(staff: &Staff, member: &Member) -> Frame<'static> {
    Frame {
        current: "people",
        title: staff.visit.text_with("admin-close-title", "name", &member.name),
        back: Link::new(member.name.clone(), url(member.id)),
        lead: vec![staff.visit.text("admin-close-lead")],
        action: format!("{}/close", url(member.id)),
        button: "admin-close-button",
        danger: true,
    }
}

fn reopen_frame(staff: &Staff, member: &Member) -> Frame<'static> {
    Frame {
        current: "people",
        title: staff.visit.text_with("admin-reopen-title", "name", &member.name),
        back: Link::new(member.name.clone(), url(member.id)),
        lead: vec![staff.visit.text("admin-reopen-lead")],
        action: format!("{}/reopen", url(member.id)),
        button: "admin-reopen-button",
        danger: false,
    }
}

/// `GET /admin/people/{id}/close`
pub(super) async fn close_form(staff: Staff, id: Path<String>) -> Answer {
    let member = member(&staff, id_of(&id)?).await?;
    let page = reason_page(&staff, close_frame(&staff, &member), &PostedForm::default(), &[]);
    form::open(&staff, &page)
}

/// `POST /admin/people/{id}/close`
pub(super) async fn close(staff: Staff, id: Path<String>, form: PostedForm) -> Answer {
    let id = id_of(&id)?;
    let visit = &staff.visit;
    let outcome = carry_out(visit, form::by(visit, &form, Vec::new()), move |tx, by| {
        commands::close(tx.authorise::<ChangePerson>(id)?, by)
    })
    .await;
    match outcome {
        Ok(()) => Ok(visit.see_with(&url(id), FlashKind::Ok, "admin-done-closed")),
        Err(error) => {
            let member = member(&staff, id).await?;
            again(&staff, error, |problems| {
                reason_page(&staff, close_frame(&staff, &member), &form, problems)
            })
        }
    }
}

/// `GET /admin/people/{id}/reopen`
pub(super) async fn reopen_form(staff: Staff, id: Path<String>) -> Answer {
    let member = member(&staff, id_of(&id)?).await?;
    let page = reason_page(&staff, reopen_frame(&staff, &member), &PostedForm::default(), &[]);
    form::open(&staff, &page)
}

/// `POST /admin/people/{id}/reopen`
pub(super) async fn reopen(staff: Staff, id: Path<String>, form: PostedForm) -> Answer {
    let id = id_of(&id)?;
    let visit = &staff.visit;
    let outcome = carry_out(visit, form::by(visit, &form, Vec::new()), move |tx, by| {
        commands::reopen(tx.authorise::<ChangePerson>(id)?, by)
    })
    .await;
    match outcome {
        Ok(reopened) => Ok(settled(visit, &url(id), reopened, "admin-done")),
        Err(error) => {
            let member = member(&staff, id).await?;
            again(&staff, error, |problems| {
                reason_page(&staff, reopen_frame(&staff, &member), &form, problems)
            })
        }
    }
}
