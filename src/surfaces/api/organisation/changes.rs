//! Changing the organisation from today, and taking a change back.

use actix_web::http::header;
use actix_web::{HttpRequest, HttpResponse, web};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::authority::changes::Origin;
use crate::authority::organisation::calls::{self, Call};
use crate::authority::organisation::change::Change;
use crate::authority::organisation::commands::{self, At};
use crate::authority::organisation::{ChangeOrganisation, Done};
use crate::kernel::clock;
use crate::kernel::error::{Error, Result};
use crate::kernel::ids::ChangeSetId;
use crate::kernel::patterns::number::local_date;
use crate::platform::door::Whole;
use crate::surfaces::admin::history::take_back;
use crate::surfaces::web::{Answer, Visit};

use super::super::caller::{self, Caller};
use super::super::json::{self, Members};
use super::super::openapi::Problem;
use super::super::submit::key_of;
use super::said::{Outcome, placed};

/// A change from today.
#[derive(Debug, Deserialize, ToSchema)]
#[allow(
    dead_code,
    reason = "the shape that the description shows; bodies are read member by member"
)]
pub(in super::super) struct Wanted {
    /// Why, for the history: 3 to 500 characters.
    reason: String,
    /// What is changed.
    change: Change,
}

/// Why a change is taken back.
#[derive(Debug, Deserialize, ToSchema)]
#[allow(
    dead_code,
    reason = "the shape that the description shows; bodies are read member by member"
)]
pub(in super::super) struct Why {
    /// Why, for the history: 3 to 500 characters.
    reason: String,
}

/// What took a change back.
#[derive(Debug, Serialize, ToSchema)]
pub(in super::super) struct TakenBack {
    /// The change that did it, in the history; none while it waits for a second administrator.
    change_id: Option<String>,
}

/// The moment, and the tenant's day.
pub(super) fn now(visit: &Visit) -> At {
    let now = clock::to_microseconds(clock::now());
    At {
        now,
        day: local_date(now, visit.tenant.zone()),
    }
}

/// A call once for its key, of a body that says `body`.
pub(super) fn call(caller: &Caller, request: &HttpRequest, body: &serde_json::Value) -> Result<Call> {
    // The address counts too: one key is not for a change and a plan.
    let said = serde_json::json!([request.path(), body]);
    Ok(Call {
        account: caller.account,
        key: key_of(request)?,
        fingerprint: json::fingerprint(&said),
    })
}

/// Changes the organisation from today: adds, renames, moves, links, closes, merges, splits. A repeat with the same key and
/// body gets the first answer.
#[utoipa::path(
    post, path = "/api/v1/organisation/changes", tag = "organisation",
    params(("Idempotency-Key" = String, Header, description = "1 to 128 printable characters, new for each change; remembered for 30 days")),
    request_body = Wanted,
    responses(
        (status = 200, description = "It is changed; nothing new was made", body = Outcome,
            headers(("Idempotency-Replayed" = String, description = "`true` when this is a repeat"))),
        (status = 201, description = "It is changed, and a part was made", body = Outcome,
            headers(("Location" = String), ("Idempotency-Replayed" = String, description = "`true` when this is a repeat"))),
        (status = 400, description = "The key is missing or not valid, or the body is no JSON", body = Problem, content_type = "application/problem+json"),
        (status = 401, description = "The token is missing, unknown or over", body = Problem, content_type = "application/problem+json"),
        (status = 403, description = "The account may not change the organisation", body = Problem, content_type = "application/problem+json"),
        (status = 409, description = "Somebody else changed the same just now: look again and repeat", body = Problem, content_type = "application/problem+json"),
        (status = 413, description = "The body is too large", body = Problem, content_type = "application/problem+json"),
        (status = 415, description = "The body is not JSON", body = Problem, content_type = "application/problem+json"),
        (status = 422, description = "A rule refuses it, and nothing was changed: `code` names the rule, `errors` the rows in the way, or the members that name what is not there", body = Problem, content_type = "application/problem+json"),
    ),
    security(("token" = []))
)]
pub(in super::super) async fn change(request: HttpRequest, caller: Caller, payload: web::Payload) -> Answer {
    let visit = &caller.visit;
    let body = json::read(&request, payload.into_inner()).await?;
    let call = call(&caller, &request, &body)?;
    let mut members = Members::of(&body, &["reason", "change"])?;
    let (reason, wanted) = (members.reason(), members.shaped::<Change>("change"));
    members.finish()?;
    let (Some(reason), Some(wanted)) = (reason, wanted) else {
        return Err(Error::internal("a member that is there is not there").into());
    };
    let (at, tried) = (now(visit), wanted.clone());
    let answered = visit
        .state
        .db
        .in_tenant(&visit.context, move |tx| {
            let mut grant = tx.authorise::<ChangeOrganisation>(Whole)?;
            calls::once(&mut grant, &call, at.now, |grant| {
                let done: Done = commands::change(grant, &tried, Origin::Api, &reason, at)?;
                Ok(Outcome::of(done))
            })
        })
        .await
        .map_err(|error| placed(error.told(), &wanted))?;
    let outcome = answered.answer;
    let mut answer = match &outcome.made {
        Some(made) => {
            let mut answer = HttpResponse::Created();
            answer.insert_header((header::LOCATION, made.url.clone()));
            answer
        }
        None => HttpResponse::Ok(),
    };
    answer.insert_header((header::CACHE_CONTROL, "no-store"));
    if answered.is_repeated {
        answer.insert_header(("idempotency-replayed", "true"));
    }
    Ok(answer.json(outcome))
}

/// Takes a change back, all of it or nothing. What was closed is open again.
#[utoipa::path(
    post, path = "/api/v1/organisation/changes/{id}/undo", tag = "organisation",
    params(("id" = String, Path, description = "The change's id in the history")),
    request_body = Why,
    responses(
        (status = 200, description = "It is taken back", body = TakenBack),
        (status = 202, description = "It waits for a second administrator", body = TakenBack),
        (status = 401, description = "The token is missing, unknown or over", body = Problem, content_type = "application/problem+json"),
        (status = 403, description = "The account may not take changes back", body = Problem, content_type = "application/problem+json"),
        (status = 404, description = "There is no such change", body = Problem, content_type = "application/problem+json"),
        (status = 422, description = "It was taken back before, or something was built upon it since", body = Problem, content_type = "application/problem+json"),
    ),
    security(("token" = []))
)]
pub(in super::super) async fn undo(
    request: HttpRequest,
    caller: Caller,
    id: web::Path<String>,
    payload: web::Payload,
) -> Answer {
    let id: ChangeSetId = caller::id(&id)?;
    let body = json::read(&request, payload.into_inner()).await?;
    let mut members = Members::of(&body, &["reason"])?;
    let reason = members.reason();
    members.finish()?;
    let reason = reason.ok_or_else(|| Error::internal("a member that is there is not there"))?;
    let by = take_back(&caller.visit, id, reason).await?;
    let mut answer = match by {
        Some(_) => HttpResponse::Ok(),
        None => HttpResponse::Accepted(),
    };
    Ok(answer
        .insert_header((header::CACHE_CONTROL, "no-store"))
        .json(TakenBack {
            change_id: by.map(|by| by.to_string()),
        }))
}
