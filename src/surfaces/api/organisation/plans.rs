//! Reorganisations: several changes together, from a day.

use actix_web::http::header;
use actix_web::{HttpRequest, HttpResponse, web};
use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use crate::authority::organisation::calls;
use crate::authority::organisation::change::Change;
use crate::authority::organisation::commands::At;
use crate::authority::organisation::reorganise::{self, Plan, TITLE_MAX};
use crate::authority::organisation::{InTheWay, PlanState, Planned as Kept, ReadOrganisation, Reorganise};
use crate::kernel::error::{Error, FieldProblem, Refusal, Result};
use crate::platform::door::Whole;
use crate::surfaces::web::{Answer, Visit};

use super::super::caller::{self, Caller};
use super::super::json::{self, Members, pointer};
use super::super::openapi::Problem;
use super::changes::{call, now};
use super::said::{Outcome, Refused, SameName, Touched, placed_among};

/// A reorganisation.
#[derive(Debug, Deserialize, ToSchema)]
#[allow(
    dead_code,
    reason = "the shape that the description shows; bodies are read member by member"
)]
pub(in super::super) struct WantedPlan {
    /// What it is called: 1 to 200 characters.
    title: String,
    /// Why, for the history: 3 to 500 characters.
    reason: String,
    /// The first day on which it holds, today or later. From a later day it takes effect by itself at midnight.
    effective_on: NaiveDate,
    /// Its changes in their order, at most 200: all of them or none.
    changes: Vec<Change>,
}

/// Changes to try.
#[derive(Debug, Deserialize, ToSchema)]
#[allow(
    dead_code,
    reason = "the shape that the description shows; bodies are read member by member"
)]
pub(in super::super) struct ToTry {
    /// The day on which they would hold; today when absent.
    effective_on: Option<NaiveDate>,
    /// The changes in their order.
    changes: Vec<Change>,
}

/// What a reorganisation would do; after a refused step nothing was tried.
#[derive(Debug, Serialize, ToSchema)]
pub(in super::super) struct Previewed {
    /// Whether no rule refuses it.
    possible: bool,
    /// Whom all of it touches today: who is touched by several steps counts once.
    touches: Vec<Touched>,
    /// Its steps.
    steps: Vec<Step>,
}

/// One change tried.
#[derive(Debug, Serialize, ToSchema)]
pub(in super::super) struct Step {
    /// Whom it touches.
    touches: Vec<Touched>,
    /// What it comes to.
    outcome: Option<Outcome>,
    /// Why it is refused.
    refusal: Option<Refused>,
}

/// Reorganisations.
#[derive(Debug, Serialize, ToSchema)]
pub(in super::super) struct Plans {
    /// The latest hundred, the one furthest in the future first.
    items: Vec<Planned>,
}

/// A reorganisation and how it stands.
#[derive(Debug, Serialize, ToSchema)]
pub(in super::super) struct Planned {
    /// Its id.
    id: String,
    /// What it is called.
    title: String,
    /// Why.
    reason: String,
    /// The first day on which it holds.
    effective_on: NaiveDate,
    /// Who planned it.
    planned_by: String,
    /// When.
    planned_at: DateTime<Utc>,
    /// `to_come`, `applied`, `cancelled` or `failed`.
    state: &'static str,
    /// When it was applied, cancelled, or failed.
    ended_at: Option<DateTime<Utc>>,
    /// The rule that refused it on its day.
    refusal: Option<Refused>,
    /// Its changes, in their order.
    changes: Vec<Change>,
    /// What it changed on its day, in the history, by which all of it can be taken back.
    change_id: Option<String>,
}

/// What is to be another of a reorganisation that is still to come. What is absent stays as it is.
#[derive(Debug, Deserialize, ToSchema)]
#[allow(
    dead_code,
    reason = "the shape that the description shows; bodies are read member by member"
)]
pub(in super::super) struct Edit {
    /// What it is called: 1 to 200 characters.
    title: Option<String>,
    /// Changes behind those it has, in their order.
    add: Option<Vec<Change>>,
    /// Changes that it has no more, each as it was read.
    leave_out: Option<Vec<Change>>,
}

/// A reorganisation as it is after an edit.
#[derive(Debug, Serialize, ToSchema)]
pub(in super::super) struct Edited {
    #[serde(flatten)]
    plan: Planned,
    /// Organisations of other business groups whose names it gives to something, where that is warned of.
    same_name_elsewhere: Vec<SameName>,
}

/// A reorganisation was planned.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub(in super::super) struct PlanMade {
    /// Its id.
    id: String,
    /// Where it is read.
    url: String,
    /// Organisations of other business groups whose names it gives to something, where that is warned of.
    #[serde(default)]
    same_name_elsewhere: Vec<SameName>,
}

impl PlanMade {
    fn at(id: Uuid, same_names: Vec<InTheWay>) -> Self {
        Self {
            id: id.to_string(),
            url: format!("/api/v1/reorganisations/{id}"),
            same_name_elsewhere: same_names.into_iter().map(SameName::of).collect(),
        }
    }
}

/// Lists reorganisations.
#[utoipa::path(
    get, path = "/api/v1/reorganisations", tag = "organisation",
    responses(
        (status = 200, description = "The reorganisations", body = Plans),
        (status = 401, description = "The token is missing, unknown or over", body = Problem, content_type = "application/problem+json"),
        (status = 403, description = "The account may not read the organisation", body = Problem, content_type = "application/problem+json"),
    ),
    security(("token" = []))
)]
pub(in super::super) async fn plans(Caller { visit, .. }: Caller) -> Answer {
    let kept = visit
        .state
        .db
        .in_tenant(&visit.context, |tx| {
            reorganise::all(&mut tx.authorise::<ReadOrganisation>(Whole)?)
        })
        .await?;
    let items = kept.into_iter().map(|it| told(&visit, it)).collect();
    Ok(HttpResponse::Ok()
        .insert_header((header::CACHE_CONTROL, "no-store"))
        .json(Plans { items }))
}

/// Reads a reorganisation.
#[utoipa::path(
    get, path = "/api/v1/reorganisations/{id}", tag = "organisation",
    params(("id" = String, Path, description = "Its id")),
    responses(
        (status = 200, description = "The reorganisation", body = Planned),
        (status = 401, description = "The token is missing, unknown or over", body = Problem, content_type = "application/problem+json"),
        (status = 403, description = "The account may not read the organisation", body = Problem, content_type = "application/problem+json"),
        (status = 404, description = "There is no such reorganisation", body = Problem, content_type = "application/problem+json"),
    ),
    security(("token" = []))
)]
pub(in super::super) async fn planned(Caller { visit, .. }: Caller, id: web::Path<String>) -> Answer {
    let id: Uuid = caller::id(&id)?;
    let kept = visit
        .state
        .db
        .in_tenant(&visit.context, move |tx| {
            reorganise::one(&mut tx.authorise::<ReadOrganisation>(Whole)?, id)
        })
        .await?;
    Ok(HttpResponse::Ok()
        .insert_header((header::CACHE_CONTROL, "no-store"))
        .json(told(&visit, kept)))
}

/// Tries changes and takes them back: whom each touches, and what it comes to or which rule refuses it.
#[utoipa::path(
    post, path = "/api/v1/reorganisations/preview", tag = "organisation",
    request_body = ToTry,
    responses(
        (status = 200, description = "What it would do", body = Previewed),
        (status = 401, description = "The token is missing, unknown or over", body = Problem, content_type = "application/problem+json"),
        (status = 403, description = "The account may not reorganise", body = Problem, content_type = "application/problem+json"),
        (status = 422, description = "The body is not as described", body = Problem, content_type = "application/problem+json"),
    ),
    security(("token" = []))
)]
pub(in super::super) async fn preview(request: HttpRequest, caller: Caller, payload: web::Payload) -> Answer {
    let visit = &caller.visit;
    let body = json::read(&request, payload.into_inner()).await?;
    let mut members = Members::of(&body, &["effective_on", "changes"])?;
    let day = match body.get("effective_on") {
        Some(day) if !day.is_null() => members.shaped::<NaiveDate>("effective_on"),
        _ => None,
    };
    let changes = members.shaped::<Vec<Change>>("changes");
    members.finish()?;
    let (today, changes) = (now(visit), changes.unwrap_or_default());
    let day = not_past(day.unwrap_or(today.day), today)?;
    let at = At { now: today.now, day };
    let tried = visit
        .state
        .db
        .in_tenant(&visit.context, move |tx| {
            reorganise::preview(&mut tx.authorise::<Reorganise>(Whole)?, &changes, at)
        })
        .await?;
    let touches = tried.touches.iter().map(|it| Touched::of(visit, it)).collect();
    let steps = tried
        .steps
        .into_iter()
        .map(|step| {
            let (outcome, refusal) = match step.outcome {
                Ok(done) => (Some(Outcome::of(done)), None),
                Err(refusal) => (None, Some(Refused::of(visit, &refusal))),
            };
            Step {
                touches: step.touches.iter().map(|it| Touched::of(visit, it)).collect(),
                outcome,
                refusal,
            }
        })
        .collect::<Vec<_>>();
    Ok(HttpResponse::Ok()
        .insert_header((header::CACHE_CONTROL, "no-store"))
        .json(Previewed {
            possible: steps.iter().all(|step| step.refusal.is_none()),
            touches,
            steps,
        }))
}

/// Plans a reorganisation, or carries it out at once when its day is today. A repeat with the same key and body gets the
/// first answer.
#[utoipa::path(
    post, path = "/api/v1/reorganisations", tag = "organisation",
    params(("Idempotency-Key" = String, Header, description = "1 to 128 printable characters, new for each reorganisation; remembered for 30 days")),
    request_body = WantedPlan,
    responses(
        (status = 201, description = "It is planned, or in force when its day is today", body = PlanMade,
            headers(("Location" = String), ("Idempotency-Replayed" = String, description = "`true` when this is a repeat"))),
        (status = 400, description = "The key is missing or not valid, or the body is no JSON", body = Problem, content_type = "application/problem+json"),
        (status = 401, description = "The token is missing, unknown or over", body = Problem, content_type = "application/problem+json"),
        (status = 403, description = "The account may not reorganise", body = Problem, content_type = "application/problem+json"),
        (status = 409, description = "Somebody else changed the same just now: look again and repeat", body = Problem, content_type = "application/problem+json"),
        (status = 422, description = "A rule refuses a change, and nothing was planned: `code` names the rule, `errors` point to the change", body = Problem, content_type = "application/problem+json"),
    ),
    security(("token" = []))
)]
pub(in super::super) async fn plan(request: HttpRequest, caller: Caller, payload: web::Payload) -> Answer {
    let visit = &caller.visit;
    let body = json::read(&request, payload.into_inner()).await?;
    let call = call(&caller, &request, &body)?;
    let mut members = Members::of(&body, &["title", "reason", "effective_on", "changes"])?;
    let title = members.required_text("title").trim().to_owned();
    let reason = members.reason();
    let day = members.shaped::<NaiveDate>("effective_on");
    let changes = members.shaped::<Vec<Change>>("changes");
    members.finish()?;
    let (Some(reason), Some(day), Some(changes)) = (reason, day, changes) else {
        return Err(Error::internal("a member that is there is not there").into());
    };
    if !is_title(&title) {
        return Err(at("title", "api-title-length", TITLE_MAX).into());
    }
    let at = now(visit);
    let wanted = Plan {
        title,
        reason,
        effective_on: not_past(day, at)?,
        changes,
    };
    let (zone, asked) = (visit.tenant.zone(), wanted.changes.clone());
    let answered = visit
        .state
        .db
        .in_tenant(&visit.context, move |tx| {
            let mut grant = tx.authorise::<Reorganise>(Whole)?;
            calls::once(&mut grant, &call, at.now, |grant| {
                let (id, same_names) = reorganise::plan_and_tell(grant, &wanted, zone, at)?;
                Ok(PlanMade::at(id, same_names))
            })
        })
        .await
        .map_err(|error| placed_among(error.told(), "changes", &asked))?;
    let mut answer = HttpResponse::Created();
    answer
        .insert_header((header::LOCATION, answered.answer.url.clone()))
        .insert_header((header::CACHE_CONTROL, "no-store"));
    if answered.is_repeated {
        answer.insert_header(("idempotency-replayed", "true"));
    }
    Ok(answer.json(answered.answer))
}

/// Gives a reorganisation before its day another title, more changes, or fewer: all of the edit or nothing. The changes it
/// then has are tried together, as they were when it was planned. A repeat with the same key and body edits once.
#[utoipa::path(
    post, path = "/api/v1/reorganisations/{id}/edit", tag = "organisation",
    params(
        ("id" = String, Path, description = "Its id"),
        ("Idempotency-Key" = String, Header, description = "1 to 128 printable characters, new for each edit; remembered for 30 days"),
    ),
    request_body = Edit,
    responses(
        (status = 200, description = "The reorganisation as it is now", body = Edited,
            headers(("Idempotency-Replayed" = String, description = "`true` when this is a repeat"))),
        (status = 400, description = "The key is missing or not valid, or the body is no JSON", body = Problem, content_type = "application/problem+json"),
        (status = 401, description = "The token is missing, unknown or over", body = Problem, content_type = "application/problem+json"),
        (status = 403, description = "The account may not reorganise", body = Problem, content_type = "application/problem+json"),
        (status = 404, description = "There is no such reorganisation that is still to come, or no such change in it", body = Problem, content_type = "application/problem+json"),
        (status = 422, description = "Nothing would be left, or a rule refuses what is left, and nothing was edited: `code` names the rule, `errors` point to the added change that it refuses", body = Problem, content_type = "application/problem+json"),
    ),
    security(("token" = []))
)]
pub(in super::super) async fn edit(
    request: HttpRequest,
    caller: Caller,
    id: web::Path<String>,
    payload: web::Payload,
) -> Answer {
    let id: Uuid = caller::id(&id)?;
    let visit = &caller.visit;
    let body = json::read(&request, payload.into_inner()).await?;
    let call = call(&caller, &request, &body)?;
    let mut members = Members::of(&body, &["title", "add", "leave_out"])?;
    let title = members.text("title").map(str::to_owned);
    let mut changes = |name: &str| {
        let is_there = body.get(name).is_some_and(|value| !value.is_null());
        let read = is_there.then(|| members.shaped::<Vec<Change>>(name));
        read.flatten().unwrap_or_default()
    };
    let (add, leave_out) = (changes("add"), changes("leave_out"));
    members.finish()?;
    if title.as_deref().is_some_and(|title| !is_title(title.trim())) {
        return Err(at("title", "api-title-length", TITLE_MAX).into());
    }
    let edited = reorganise::Edited {
        title,
        add,
        leave_out,
    };
    let (at, asked) = (now(visit), edited.add.clone());
    let (answered, kept) = visit
        .state
        .db
        .in_tenant(&visit.context, move |tx| {
            let mut grant = tx.authorise::<Reorganise>(Whole)?;
            let answered = calls::once(&mut grant, &call, at.now, |grant| {
                let same_names = reorganise::edit_and_tell(grant, id, &edited, at.now)?;
                Ok(PlanMade::at(id, same_names))
            })?;
            let kept = reorganise::one(&mut tx.authorise::<ReadOrganisation>(Whole)?, id)?;
            Ok((answered, kept))
        })
        .await
        .map_err(|error| placed_among(error.told(), "add", &asked))?;
    let mut answer = HttpResponse::Ok();
    answer.insert_header((header::CACHE_CONTROL, "no-store"));
    if answered.is_repeated {
        answer.insert_header(("idempotency-replayed", "true"));
    }
    Ok(answer.json(Edited {
        plan: told(visit, kept),
        same_name_elsewhere: answered.answer.same_name_elsewhere,
    }))
}

/// Takes a reorganisation back before its day.
#[utoipa::path(
    post, path = "/api/v1/reorganisations/{id}/cancel", tag = "organisation",
    params(("id" = String, Path, description = "Its id")),
    responses(
        (status = 204, description = "It is cancelled"),
        (status = 401, description = "The token is missing, unknown or over", body = Problem, content_type = "application/problem+json"),
        (status = 403, description = "The account may not reorganise", body = Problem, content_type = "application/problem+json"),
        (status = 404, description = "There is no such reorganisation that is still to come", body = Problem, content_type = "application/problem+json"),
    ),
    security(("token" = []))
)]
pub(in super::super) async fn cancel(Caller { visit, .. }: Caller, id: web::Path<String>) -> Answer {
    let id: Uuid = caller::id(&id)?;
    let at = now(&visit);
    visit
        .state
        .db
        .in_tenant(&visit.context, move |tx| {
            reorganise::cancel(&mut tx.authorise::<Reorganise>(Whole)?, id, at.now)
        })
        .await?;
    Ok(HttpResponse::NoContent().finish())
}

fn told(visit: &Visit, kept: Kept) -> Planned {
    let (state, ended_at, refusal) = match kept.state {
        PlanState::ToCome => ("to_come", None, None),
        PlanState::Applied(at) => ("applied", Some(at), None),
        PlanState::Cancelled(at) => ("cancelled", Some(at), None),
        PlanState::Failed(at, refusal) => ("failed", Some(at), refusal),
    };
    Planned {
        id: kept.id.to_string(),
        title: kept.title,
        reason: kept.reason,
        effective_on: kept.effective_on,
        planned_by: kept.planned_by,
        planned_at: kept.planned_at,
        state,
        ended_at,
        refusal: refusal.map(|refusal| Refused::of(visit, &refusal)),
        changes: kept.changes,
        change_id: kept.change_set.map(|id| id.to_string()),
    }
}

/// The day, unless it is past.
fn not_past(day: NaiveDate, at: At) -> Result<NaiveDate> {
    if day < at.day {
        let problem = FieldProblem::new(pointer(&["effective_on"]), "admin-ask-from-past");
        return Err(not_valid(problem));
    }
    Ok(day)
}

fn is_title(text: &str) -> bool {
    !text.is_empty() && text.chars().count() <= TITLE_MAX
}

fn at(member: &str, code: &str, max: usize) -> Error {
    not_valid(FieldProblem::new(pointer(&[member]), code).with("max", max))
}

fn not_valid(problem: FieldProblem) -> Error {
    Refusal {
        code: "api-not-valid".into(),
        ..Refusal::of_fields(vec![problem])
    }
    .into()
}
