//! Reorganisations: what is planned for which day, how it ended, and taking a plan back.

use std::collections::BTreeMap;

use actix_web::http::StatusCode;
use actix_web::web::{Path, Query};
use serde::Deserialize;
use uuid::Uuid;

use crate::authority::organisation::change::Change;
use crate::authority::organisation::look::Item;
use crate::authority::organisation::{
    Done, PlanState, Planned, Preview, ReadOrganisation, Reorganise, Use, look, reorganise,
};
use crate::kernel::actions::Verb;
use crate::kernel::clock;
use crate::kernel::error::{Error, Refusal, Result};
use crate::kernel::locale::{Language, Localised};
use crate::platform::door::Whole;
use crate::platform::render::FlashKind;
use crate::surfaces::desk::Staff;
use crate::surfaces::web::fields::{Field, FieldKind};
use crate::surfaces::web::{Answer, PostedForm, Visit};

use super::super::history;
use super::views::{self, PlanRow, PlanStep};

const THERE: &str = "/admin/reorganisations";

/// `GET /admin/reorganisations`
pub(super) async fn list(staff: Staff) -> Answer {
    let plans = staff
        .visit
        .state
        .db
        .in_tenant(&staff.visit.context, |tx| {
            reorganise::all(&mut tx.authorise::<ReadOrganisation>(Whole)?)
        })
        .await?;
    let view = views::Plans {
        desk: staff.desk("reorganisations"),
        rows: plans.iter().map(row).collect(),
    };
    staff.visit.page("admin/reorganisations.html", "admin", &view)
}

fn row(plan: &Planned) -> PlanRow {
    PlanRow {
        url: url(plan.id),
        title: plan.title.clone(),
        effective_on: plan.effective_on,
        state: match plan.state {
            PlanState::ToCome => "to-come",
            PlanState::Applied(_) => "applied",
            PlanState::Cancelled(_) => "cancelled",
            PlanState::Failed(..) => "failed",
        },
    }
}

/// The page of a plan.
pub(super) fn url(id: Uuid) -> String {
    format!("{THERE}/{id}")
}

/// What is asked of the page.
#[derive(Debug, Deserialize)]
pub(super) struct Asked {
    #[serde(default)]
    tried: bool,
}

/// `GET /admin/reorganisations/{id}`; with `?tried=true` the whole of it is tried and taken back.
pub(super) async fn page(staff: Staff, path: Path<Uuid>, asked: Query<Asked>) -> Answer {
    let view = view(&staff, path.into_inner(), asked.tried).await?;
    staff.visit.page("admin/reorganisation.html", "admin", &view)
}

async fn view(staff: &Staff, id: Uuid, is_asked: bool) -> Result<views::Plan> {
    let now = clock::to_microseconds(clock::now());
    let may = staff.offers(Verb::Reorganise);
    let (plan, labels, planned_by, preview) = staff
        .visit
        .state
        .db
        .in_tenant(&staff.visit.context, move |tx| {
            let mut grant = tx.authorise::<ReadOrganisation>(Whole)?;
            let plan = reorganise::one(&mut grant, id)?;
            let ids: Vec<_> = plan.changes.iter().flat_map(Change::parts).collect();
            let labels = look::labels(&mut grant, &ids)?;
            let people = history::people_of(grant.sql(), &plan.planned_by)?;
            let preview = if is_asked && may && plan.state == PlanState::ToCome {
                Some(reorganise::preview_of(
                    &mut tx.authorise::<Reorganise>(Whole)?,
                    id,
                    now,
                )?)
            } else {
                None
            };
            Ok((plan, labels, people, preview))
        })
        .await?;
    let ended_at = match plan.state {
        PlanState::ToCome => None,
        PlanState::Applied(at) | PlanState::Cancelled(at) | PlanState::Failed(at, _) => Some(at),
    };
    let failure = match &plan.state {
        PlanState::Failed(_, Some(refusal)) => sentences(staff, refusal),
        _ => Vec::new(),
    };
    let may_change = may && plan.state == PlanState::ToCome;
    let none = Preview::default();
    let mut steps = tried(staff, &plan.changes, &labels, preview.as_ref().unwrap_or(&none));
    if may_change && steps.len() > 1 {
        for (step, change) in steps.iter_mut().zip(&plan.changes) {
            step.mark = change.mark();
        }
    }
    let to = |act: &str| {
        if may_change {
            format!("{}/{act}", url(id))
        } else {
            String::new()
        }
    };
    Ok(views::Plan {
        desk: staff.desk("reorganisations"),
        row: row(&plan),
        reason: plan.reason.clone(),
        planned_by: planned_by.name(&staff.visit, &plan.planned_by),
        planned_at: plan.planned_at,
        ended_at,
        steps,
        is_tried: preview.is_some(),
        touches: preview
            .map(|preview| touched(staff, &preview.touches))
            .unwrap_or_default(),
        failure,
        cancel_url: to("cancel"),
        try_url: if may_change {
            format!("{}?tried=true#steps", url(id))
        } else {
            String::new()
        },
        title_fields: may_change
            .then(|| title_field(staff, &plan.title, None))
            .into_iter()
            .collect(),
        errors: Vec::new(),
        refusal: Vec::new(),
        history_url: plan.change_set.map(history::url).unwrap_or_default(),
    })
}

fn title_field(staff: &Staff, title: &str, problem: Option<String>) -> Field {
    let mut field = Field::new(FieldKind::Text, "title", staff.visit.text("admin-plan-title"));
    title.clone_into(&mut field.value);
    field.hint = Some(staff.visit.text("admin-plan-title-hint"));
    field.error = problem;
    field
}

/// Steps in words, with what a try of them found.
pub(super) fn tried(
    staff: &Staff,
    changes: &[Change],
    labels: &BTreeMap<Uuid, Item>,
    preview: &Preview,
) -> Vec<PlanStep> {
    let mut found = preview.steps.iter();
    changes
        .iter()
        .map(|change| {
            let found = found.next();
            let outcome = found.map(|it| it.outcome.as_ref());
            PlanStep {
                step: step(staff, change, labels),
                mark: String::new(),
                touches: found.map(|it| touched(staff, &it.touches)).unwrap_or_default(),
                results: results(staff, outcome.and_then(Result::ok)),
                refusal: outcome
                    .and_then(Result::err)
                    .map(|refusal| sentences(staff, refusal))
                    .unwrap_or_default(),
            }
        })
        .collect()
}

/// Whom something touches, in words with counts.
pub(super) fn touched(staff: &Staff, uses: &[Use]) -> Vec<String> {
    uses.iter()
        .map(|it| {
            let key = format!("rule-use-{}", it.what);
            staff.visit.text_with(&key, "n", &it.count.to_string())
        })
        .collect()
}

/// What a change comes to, in words.
fn results(staff: &Staff, done: Option<&Done>) -> Vec<String> {
    let mut lines = Vec::new();
    if let Some(done) = done {
        if done.dossiers_moved > 0 {
            let n = done.dossiers_moved.to_string();
            lines.push(staff.visit.text_with("admin-preview-dossiers", "n", &n));
        }
        for other in &done.same_name_elsewhere {
            let name = staff.visit.say(&other.name).to_owned();
            lines.push(staff.visit.text_with("admin-preview-same-name", "name", &name));
        }
    }
    lines
}

/// A refusal in words: the rule, then what is in the way.
fn sentences(staff: &Staff, refusal: &Refusal) -> Vec<String> {
    let mut lines = vec![staff.visit.refusal(refusal)];
    lines.extend(refusal.fields.iter().map(|field| staff.visit.problem(field)));
    lines
}

/// The form that a change is asked for with.
fn act_of(change: &Change) -> String {
    let word = change.word().replace('_', "-");
    match word.as_str() {
        "put-unit-under" | "put-department-under" => "put-under".to_owned(),
        "charge-department" => "charge".to_owned(),
        "equip-hall" => "equip".to_owned(),
        "describe-entity" => "describe".to_owned(),
        "add-missing-centres" => "add-missing".to_owned(),
        "merge-units" => "merge".to_owned(),
        "split-unit" => "split".to_owned(),
        _ => word,
    }
}

/// What a plan is called until somebody calls it otherwise: its first step.
pub(super) fn first_title(visit: &Visit, language: Language, act: &str, part: Option<&Localised>) -> String {
    let text = format!("admin-act-{act}");
    let act = visit.state.renderer.texts().say(language, &text, &[]);
    let title = match part {
        Some(name) => format!("{act}: {}", name.get(language, visit.tenant.default_language())),
        None => act,
    };
    title.chars().take(reorganise::TITLE_MAX).collect()
}

/// The title that a plan gets when `gone` leaves it: that of its new first step, in the language of the old title, where that
/// was still the title of `gone`. What somebody wrote stays.
fn title_without(
    visit: &Visit,
    plan: &Planned,
    gone: &Change,
    labels: &BTreeMap<Uuid, Item>,
) -> Option<String> {
    let of = |language: Language, change: &Change| {
        let parts = change.parts();
        let part = parts.first().and_then(|(_, id)| labels.get(id));
        first_title(visit, language, &act_of(change), part.map(|item| &item.name))
    };
    let language = Language::ALL
        .into_iter()
        .find(|language| of(*language, gone) == plan.title)?;
    let first = plan.changes.iter().find(|change| change.mark() != gone.mark())?;
    Some(of(language, first))
}

/// A change in words: what is done, and with which parts.
fn step(staff: &Staff, change: &Change, labels: &BTreeMap<Uuid, Item>) -> String {
    let act = act_of(change);
    let what = staff.visit.text(&format!("admin-act-{act}"));
    let mut names: Vec<String> = change
        .parts()
        .iter()
        .filter_map(|(_, id)| labels.get(id))
        .map(|item| staff.visit.say(&item.name).to_owned())
        .collect();
    match change {
        Change::Rename { id, name, .. } => names.push(renamed(staff, labels.get(id), name)),
        other => names.extend(
            other
                .called()
                .map(|called| staff.visit.say(&called.name).to_owned()),
        ),
    }
    staff.visit.labelled(&what, &names.join(" → "))
}

/// A new name: in the reader's language, or in the languages that change where hers does not.
fn renamed(staff: &Staff, before: Option<&Item>, name: &Localised) -> String {
    let says = staff.visit.say(name).to_owned();
    match before {
        Some(item) if staff.visit.say(&item.name) == says => {
            let changed = name.0.iter();
            let changed: Vec<&str> = changed
                .filter(|(language, text)| item.name.0.get(language) != Some(text))
                .map(|(_, text)| text.as_str())
                .collect();
            if changed.is_empty() {
                says
            } else {
                changed.join(" / ")
            }
        }
        _ => says,
    }
}

/// `POST /admin/reorganisations/{id}/title`
pub(super) async fn call(staff: Staff, path: Path<Uuid>, form: PostedForm) -> Answer {
    let id = path.into_inner();
    let (title, now) = (
        form.text("title").to_owned(),
        clock::to_microseconds(clock::now()),
    );
    let called = staff
        .visit
        .state
        .db
        .in_tenant(&staff.visit.context, move |tx| {
            reorganise::call(&mut tx.authorise::<Reorganise>(Whole)?, id, &title, now)
        })
        .await;
    match called {
        Err(Error::Refused(refusal)) => {
            let problem = refusal.fields.first().map(|problem| staff.visit.problem(problem));
            let mut view = view(&staff, id, false).await?;
            view.title_fields = vec![title_field(&staff, form.text("title"), problem)];
            view.errors = Field::errors(&view.title_fields);
            let status = StatusCode::UNPROCESSABLE_ENTITY;
            staff
                .visit
                .page_with(status, "admin/reorganisation.html", "admin", &view)
        }
        other => told(&staff, id, other, "admin-plan-called"),
    }
}

/// `POST /admin/reorganisations/{id}/shorten`: takes one step out.
pub(super) async fn shorten(staff: Staff, path: Path<Uuid>, form: PostedForm) -> Answer {
    let id = path.into_inner();
    let (mark, now) = (form.text("step").to_owned(), clock::to_microseconds(clock::now()));
    let visit = staff.visit.clone();
    let shortened = staff
        .visit
        .state
        .db
        .in_tenant(&staff.visit.context, move |tx| {
            let mut grant = tx.authorise::<ReadOrganisation>(Whole)?;
            let plan = reorganise::one(&mut grant, id)?;
            let gone = plan.changes.iter().find(|change| change.mark() == mark);
            let gone = gone.cloned().ok_or(Error::NotFound)?;
            let parts: Vec<_> = plan.changes.iter().flat_map(Change::parts).collect();
            let labels = look::labels(&mut grant, &parts)?;
            let edited = reorganise::Edited {
                title: title_without(&visit, &plan, &gone, &labels),
                leave_out: vec![gone],
                ..reorganise::Edited::default()
            };
            reorganise::edit(&mut tx.authorise::<Reorganise>(Whole)?, id, &edited, now)
        })
        .await;
    match shortened {
        Err(Error::Refused(refusal)) => {
            // What is left does not hold without it: the page says by which rule, and the plan is as it was.
            let mut view = view(&staff, id, false).await?;
            view.refusal = sentences(&staff, &refusal);
            let status = StatusCode::UNPROCESSABLE_ENTITY;
            staff
                .visit
                .page_with(status, "admin/reorganisation.html", "admin", &view)
        }
        other => told(&staff, id, other, "admin-plan-shortened"),
    }
}

/// `POST /admin/reorganisations/{id}/cancel`
pub(super) async fn cancel(staff: Staff, path: Path<Uuid>, _form: PostedForm) -> Answer {
    let id = path.into_inner();
    let now = clock::to_microseconds(clock::now());
    let cancelled = staff
        .visit
        .state
        .db
        .in_tenant(&staff.visit.context, move |tx| {
            reorganise::cancel(&mut tx.authorise::<Reorganise>(Whole)?, id, now)
        })
        .await;
    told(&staff, id, cancelled, "admin-plan-was-cancelled")
}

/// Back on the page of the plan, with what became of it.
fn told(staff: &Staff, id: Uuid, done: Result<()>, key: &str) -> Answer {
    let (kind, key) = match done {
        Ok(()) => (FlashKind::Ok, key),
        Err(Error::NotFound) => (FlashKind::Bad, "admin-plan-too-late"),
        Err(other) => return Err(other.into()),
    };
    Ok(staff.visit.see_with(&url(id), kind, key))
}
