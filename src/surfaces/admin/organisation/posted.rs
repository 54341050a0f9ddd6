//! What a form was answered with: read, tried before it is confirmed, and done.

use chrono::NaiveDate;
use uuid::Uuid;

use crate::authority::changes::{Origin, Reason};
use crate::authority::organisation::change::Change;
use crate::authority::organisation::commands::{self, At};
use crate::authority::organisation::look;
use crate::authority::organisation::reorganise::{self, Plan};
use crate::authority::organisation::{ChangeOrganisation, Planned, ReadOrganisation, Reorganise};
use crate::kernel::clock;
use crate::kernel::error::{Error, FieldProblem, Refusal, Result};
use crate::kernel::format;
use crate::platform::door::Whole;
use crate::platform::render::FlashKind;
use crate::surfaces::desk::Staff;
use crate::surfaces::web::fields::{Field, FieldKind};
use crate::surfaces::web::views::{Fact, Link};
use crate::surfaces::web::{Answer, PostedForm};

use super::super::access::keep;
use super::super::form::{again, posted_date, posted_reason, today};
use super::super::named;
use super::about::About;
use super::acts::Ask;
use super::page::page;
use super::views::PlanStep;
use super::{acts, plans, url_of, views};

/// What was asked for, and from which day.
struct Asked {
    change: Change,
    reason: Reason,
    day: NaiveDate,
    at: At,
    /// The plan that it joins.
    plan: Option<Planned>,
}

/// The plan that was chosen.
fn posted_plan(about: &About, form: &PostedForm) -> Result<Option<Planned>, FieldProblem> {
    let id = form.text("plan");
    if id.is_empty() {
        return Ok(None);
    }
    let found = about.plans.iter().find(|plan| plan.id.to_string() == id);
    let plan = found.ok_or_else(|| FieldProblem::new("plan", "forms-problem-not-an-option"))?;
    match posted_date(form, "from") {
        Ok(Some(day)) if day != plan.effective_on => Err(FieldProblem::new("from", "admin-ask-from-of-plan")),
        _ => Ok(Some(plan.clone())),
    }
}

/// The form with the ids of the parts that it names.
fn resolved(staff: &Staff, about: &About, form: &PostedForm, problems: &mut Vec<FieldProblem>) -> PostedForm {
    let mut said = form.clone();
    for ask in &about.asks {
        match ask {
            Ask::Part(name, _) | Ask::PartOrNone(name, _) => {
                let offered = about.offered(&staff.visit, name);
                said = named::resolved(&said, &[(name, offered.as_slice())], problems);
            }
            Ask::Parts(name, _) => {
                let offered = about.offered(&staff.visit, name);
                let ids = keep(problems, named::several(&said, name, &offered)).unwrap_or_default();
                said.fields.retain(|(field, _)| field != name);
                said.fields
                    .extend(ids.into_iter().map(|id| ((*name).to_owned(), id.to_string())));
            }
            _ => {}
        }
    }
    said
}

fn read(staff: &Staff, about: &About, form: &PostedForm) -> Result<Asked> {
    let tenant = &staff.visit.tenant.settings.tenant;
    let mut problems = Vec::new();
    let said = resolved(staff, about, form, &mut problems);
    let wanted =
        acts::change(&about.act, about.part.as_ref(), &said, tenant).map_err(|more| problems.extend(more));
    let plan = posted_plan(about, form).unwrap_or_else(|problem| {
        problems.push(problem);
        None
    });
    let reason = match &plan {
        // What joins a plan is done for the reason of the plan.
        Some(plan) => {
            Reason::parse(&plan.reason).map_err(|_| FieldProblem::new("reason", "admin-problem-reason"))
        }
        None => posted_reason(form),
    }
    .map_err(|problem| problems.push(problem));
    let now = At {
        now: clock::to_microseconds(clock::now()),
        day: today(&staff.visit),
    };
    let day = match posted_date(form, "from") {
        Ok(day) => day.unwrap_or(now.day),
        Err(problem) => {
            problems.push(problem);
            now.day
        }
    };
    if day < now.day {
        problems.push(FieldProblem::new("from", "admin-ask-from-past"));
    }
    let day = plan.as_ref().map_or(day, |plan| plan.effective_on);
    match (wanted, reason) {
        (Ok(change), Ok(reason)) if problems.is_empty() => Ok(Asked {
            change,
            reason,
            day,
            at: now,
            plan,
        }),
        _ => Err(Refusal::of_fields(problems).into()),
    }
}

/// Answers a form: again with its problems, with a preview, or done.
pub(super) async fn posted(staff: &Staff, about: &About, form: &PostedForm) -> Answer {
    let asked = match read(staff, about, form) {
        Ok(asked) => asked,
        Err(error) => return again(staff, error, |problems| page(staff, about, form, problems)),
    };
    if acts::is_planned(&about.act) && form.text("confirmed") != "yes" {
        return match tried(staff, &asked).await {
            Ok(told) => shown(staff, about, form, &asked, told),
            Err(error) => again(staff, at_its_question(error), |problems| {
                page(staff, about, form, problems)
            }),
        };
    }
    match done(staff, about, asked).await {
        Ok(answer) => Ok(answer),
        Err(error) => again(staff, at_its_question(error), |problems| {
            page(staff, about, form, problems)
        }),
    }
}

/// The same refusal with its problems at the questions of the form: a change calls some of them otherwise.
fn at_its_question(error: Error) -> Error {
    let Error::Refused(mut refusal) = error else {
        return error;
    };
    for problem in &mut refusal.fields {
        let question = match problem.field.as_str() {
            "parent" => "above",
            "dossiers_to" => "dossiers-to",
            _ => continue,
        };
        question.clone_into(&mut problem.field);
    }
    refusal.into()
}

/// Tries what is asked for, after the other changes of the plan that it joins, and takes it back.
async fn tried(staff: &Staff, asked: &Asked) -> Result<(Vec<String>, Vec<PlanStep>)> {
    let before = asked.plan.iter().flat_map(|plan| plan.changes.iter().cloned());
    let changes: Vec<Change> = before.chain([asked.change.clone()]).collect();
    let wanted = changes.clone();
    let at = At {
        now: asked.at.now,
        day: asked.day,
    };
    let (preview, labels) = staff
        .visit
        .state
        .db
        .in_tenant(&staff.visit.context, move |tx| {
            let parts: Vec<_> = wanted.iter().flat_map(Change::parts).collect();
            let labels = look::labels(&mut tx.authorise::<ReadOrganisation>(Whole)?, &parts)?;
            let preview = reorganise::preview(&mut tx.authorise::<Reorganise>(Whole)?, &wanted, at)?;
            Ok((preview, labels))
        })
        .await?;
    if let Some(refusal) = preview.refusal() {
        return Err(refusal.clone().into());
    }
    let told = plans::tried(staff, &changes, &labels, &preview);
    Ok((plans::touched(staff, &preview.touches), told))
}

fn shown(
    staff: &Staff,
    about: &About,
    form: &PostedForm,
    asked: &Asked,
    (touches, steps): (Vec<String>, Vec<PlanStep>),
) -> Answer {
    let before = page(staff, about, form, &[]);
    let joined = |plan: &Planned| Link::new(&plan.title, plans::url(plan.id));
    let view = views::Preview {
        desk: before.desk,
        title: before.title,
        back: before.back,
        day: asked.day,
        is_later: asked.day > asked.at.day,
        plan: asked.plan.as_ref().map(joined),
        answers: answers(staff, &before.fields, asked.plan.as_ref()),
        touches,
        steps,
        action: about.action(),
        values: form.fields.clone(),
    };
    staff.visit.page("admin/preview.html", "admin", &view)
}

/// What was answered, question by question. The day and the plan are told by themselves, and what joins a plan is done for
/// the reason of the plan.
fn answers(staff: &Staff, fields: &[Field], plan: Option<&Planned>) -> Vec<Fact> {
    let language = staff.visit.language;
    let asked = fields.iter().filter(|it| it.name != "from" && it.name != "plan");
    asked
        .filter_map(|field| {
            let value = match field.kind {
                _ if field.name == "reason" => plan.map_or(&field.value, |plan| &plan.reason).clone(),
                FieldKind::Select | FieldKind::Radios | FieldKind::Checkboxes => {
                    let chosen = field.choices.iter().filter(|choice| choice.chosen);
                    let labels: Vec<&str> = chosen.map(|choice| choice.label.as_str()).collect();
                    format::list(&labels, language)
                }
                FieldKind::Named if !field.called.is_empty() => format!("{} ({})", field.called, field.value),
                _ => field.value.clone(),
            };
            let value = match field.kind {
                // That none of several was chosen is an answer too.
                FieldKind::Checkboxes if value.is_empty() => staff.visit.text("common-none"),
                _ => value,
            };
            let label = field.label.clone();
            (!value.is_empty()).then_some(Fact { label, value })
        })
        .collect()
}

/// Adds it to the plan that it joins.
async fn join(staff: &Staff, plan: Uuid, asked: Asked) -> Result<actix_web::HttpResponse> {
    let (wanted, now) = (asked.change, asked.at.now);
    staff
        .visit
        .state
        .db
        .in_tenant(&staff.visit.context, move |tx| {
            reorganise::extend(&mut tx.authorise::<Reorganise>(Whole)?, plan, &wanted, now)
        })
        .await?;
    Ok(staff
        .visit
        .see_with(&plans::url(plan), FlashKind::Ok, "admin-plan-extended"))
}

/// Does it: from today, or as a plan for its day.
async fn done(staff: &Staff, about: &About, asked: Asked) -> Result<actix_web::HttpResponse> {
    if let Some(plan) = asked.plan.as_ref().map(|plan| plan.id) {
        return join(staff, plan, asked).await;
    }
    if asked.day > asked.at.day {
        let plan = Plan {
            title: plans::first_title(
                &staff.visit,
                staff.visit.language,
                &about.act,
                about.part.as_ref().map(|part| &part.name),
            ),
            reason: asked.reason,
            effective_on: asked.day,
            changes: vec![asked.change],
        };
        let (zone, at) = (staff.visit.tenant.zone(), asked.at);
        let id = staff
            .visit
            .state
            .db
            .in_tenant(&staff.visit.context, move |tx| {
                reorganise::plan(&mut tx.authorise::<Reorganise>(Whole)?, &plan, zone, at)
            })
            .await?;
        return Ok(staff
            .visit
            .see_with(&plans::url(id), FlashKind::Ok, "admin-organisation-planned"));
    }
    let Asked {
        change, reason, at, ..
    } = asked;
    let done = staff
        .visit
        .state
        .db
        .in_tenant(&staff.visit.context, move |tx| {
            commands::change(
                &mut tx.authorise::<ChangeOrganisation>(Whole)?,
                &change,
                Origin::Page,
                &reason,
                at,
            )
        })
        .await?;
    let url = match (done.made, &about.part) {
        (Some((kind, id)), _) => url_of(kind, id),
        (None, Some(part)) => url_of(part.kind, part.id),
        (None, None) => "/admin/accounting".to_owned(),
    };
    let (kind, key) = if done.same_name_elsewhere.is_empty() {
        (FlashKind::Ok, "admin-organisation-done")
    } else {
        (FlashKind::Info, "admin-organisation-done-same-name")
    };
    Ok(staff.visit.see_with(&url, kind, key))
}
