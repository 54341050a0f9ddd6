//! `POST /api/v1/dossiers`: a submission, once for each idempotency key.
//!
//! The key travels with the submission into its one round trip, where a repeat is recognised by the row of the first: there
//! is no table of answers to keep in step, and nothing to sweep.

use actix_web::http::header;
use actix_web::{HttpRequest, HttpResponse, web};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::ToSchema;

use crate::kernel::actions::Verb;
use crate::kernel::clock;
use crate::kernel::error::{Error, FieldProblem, Refusal, Result};
use crate::kernel::ids::OperatingUnitId;
use crate::kernel::patterns::number::local_date;
use crate::services::catalogue::form::{Answers, Rejected, Setting};
use crate::services::catalogue::{Procedure, Shelf};
use crate::services::dossiers::{Applicant, Channel, Submission, SubmitDossier, prepare};
use crate::surfaces::web::limits::Limited;
use crate::surfaces::web::{Answer, Visit};

use super::caller::Caller;
use super::json::{self, Members, pointer};
use super::openapi::Problem;

const KEY: &str = "idempotency-key";
const KEY_LENGTH_MAX: usize = 128;

/// An application.
#[derive(Debug, Deserialize, ToSchema)]
#[allow(
    dead_code,
    reason = "the shape that the description shows; bodies are read member by member"
)]
pub(super) struct Application {
    /// The procedure's code.
    procedure: String,
    /// Answers by the codes of the form's fields: texts, numbers, true and false, or lists of texts.
    #[schema(value_type = Object)]
    answers: Value,
    /// The code of the unit to apply to, where the procedure leaves a choice.
    unit: Option<String>,
}

/// A dossier was made of it.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Receipt {
    /// The dossier's id.
    id: String,
    /// The number the applicant holds.
    number: String,
    /// Where the dossier is read.
    url: String,
}

/// Submits an application. A repeat with the same key and body gets the first answer.
#[utoipa::path(
    post,
    path = "/api/v1/dossiers",
    tag = "dossiers",
    params(("Idempotency-Key" = String, Header, description = "1 to 128 printable characters, new for each application")),
    request_body = Application,
    responses(
        (status = 201, description = "The dossier was made, now or by the first call with this key", body = Receipt,
            headers(("Location" = String), ("Idempotency-Replayed" = String, description = "`true` when this is a repeat"))),
        (status = 400, description = "The key is missing or not valid", body = Problem, content_type = "application/problem+json"),
        (status = 401, description = "The token is missing, unknown or over", body = Problem, content_type = "application/problem+json"),
        (status = 403, description = "The account may not apply", body = Problem, content_type = "application/problem+json"),
        (status = 409, description = "The first call with this key is still at work", body = Problem, content_type = "application/problem+json"),
        (status = 413, description = "The body is too large", body = Problem, content_type = "application/problem+json"),
        (status = 415, description = "The body is not JSON", body = Problem, content_type = "application/problem+json"),
        (status = 422, description = "The application cannot be taken, or the key was used for another", body = Problem, content_type = "application/problem+json"),
    ),
    security(("token" = []))
)]
pub(super) async fn submit(request: HttpRequest, caller: Caller, payload: web::Payload) -> Answer {
    let visit = &caller.visit;
    visit.limit(Limited::Submit)?;
    if visit.is_staff() {
        return Err(Error::Denied {
            verb: Verb::SubmitDossier,
            subject: None,
        }
        .into());
    }
    let key = key_of(&request)?;
    let body = json::read(&request, payload.into_inner()).await?;
    let shelf = visit.state.library.shelf(&visit.tenant).await?;
    let submission = submission(&caller, &shelf, key, &body)?;
    let call = SubmitDossier::new(&visit.context, submission);
    let submitted = visit.state.db.one_trip(&visit.context, call).await?;
    if submitted.is_other {
        return Err(Error::refused("api-key-reused").into());
    }
    let url = format!("/api/v1/dossiers/{}", submitted.dossier_id);
    let mut answer = HttpResponse::Created();
    answer
        .insert_header((header::LOCATION, url.clone()))
        .insert_header((header::CACHE_CONTROL, "no-store"));
    if submitted.is_repeated {
        answer.insert_header(("idempotency-replayed", "true"));
    }
    Ok(answer.json(Receipt {
        id: submitted.dossier_id.to_string(),
        number: submitted.number,
        url,
    }))
}

/// The idempotency key of a call.
///
/// # Errors
/// A refusal when it is missing or not valid.
pub(super) fn key_of(request: &HttpRequest) -> Result<String> {
    let key = request
        .headers()
        .get(KEY)
        .ok_or_else(|| Error::refused("api-key-missing"))?;
    let key = key
        .to_str()
        .map(|text| text.trim().trim_matches('"'))
        .unwrap_or_default();
    if key.is_empty() || key.len() > KEY_LENGTH_MAX || !key.bytes().all(|byte| byte.is_ascii_graphic()) {
        return Err(Error::refused("api-key-not-valid"));
    }
    // Apart from the keys of drafts, which are their ids.
    Ok(format!("api:{key}"))
}

fn submission(caller: &Caller, shelf: &Shelf, key: String, body: &Value) -> Result<Submission> {
    let visit = &caller.visit;
    let mut members = Members::of(body, &["procedure", "answers", "unit"])?;
    let (code, unit) = (members.required_text("procedure"), members.text("unit"));
    let answers = members.answers("answers");
    members.finish()?;
    let procedure = shelf
        .by_code(code)
        .ok_or_else(|| at("procedure", "api-procedure-unknown"))?;
    let unit = unit.map(|code| unit_of(shelf, code)).transpose()?;
    let now = clock::now();
    let setting = Setting {
        today: local_date(now, visit.tenant.zone()),
        currency: visit.tenant.settings.tenant.currency,
    };
    let answers = checked(
        visit,
        procedure,
        answers.unwrap_or(&Value::Object(serde_json::Map::new())),
        setting,
    )?;
    let session = visit.session.as_ref().map(|signed_in| &signed_in.session);
    let applicant = Applicant {
        id: caller.account,
        name: session
            .map(|session| session.display_name.clone())
            .unwrap_or_default(),
        // Whoever gave no fact cannot track without signing in: nothing that could be guessed stands in for it.
        tracking_fact: session
            .and_then(|session| session.tracking_fact.clone())
            .unwrap_or_else(|| uuid::Uuid::new_v4().simple().to_string()),
    };
    let mut submission = prepare(
        &visit.tenant,
        shelf,
        procedure,
        unit,
        &answers,
        applicant,
        Channel::Api,
        key,
        None,
        now,
    )?;
    submission.fingerprint = Some(json::fingerprint(body));
    Ok(submission)
}

fn unit_of(shelf: &Shelf, code: &str) -> Result<OperatingUnitId> {
    shelf
        .unit_by_code(code)
        .map(|unit| unit.id)
        .ok_or_else(|| at("unit", "api-unit-unknown"))
}

fn checked(visit: &Visit, procedure: &Procedure, sent: &Value, setting: Setting) -> Result<Answers> {
    let answers = procedure
        .form
        .validate_json(sent, setting)
        .map_err(|rejected| rejection("answers", &rejected))?;
    let wanted: Vec<&str> = procedure
        .form
        .papers_required(&answers)
        .map(|paper| visit.say(&paper.name))
        .collect();
    if wanted.is_empty() {
        Ok(answers)
    } else {
        Err(Refusal::new("api-papers-needed")
            .with("papers", wanted.join("; "))
            .into())
    }
}

/// What a form said, each problem with its place in the body.
pub(super) fn rejection(member: &str, rejected: &Rejected) -> Refusal {
    let fields = rejected
        .problems
        .iter()
        .map(|problem| {
            let told = FieldProblem::new(pointer(&[member, &problem.field]), problem.kind.key());
            match problem.kind.limit() {
                Some(limit) => told.with("limit", limit),
                None => told,
            }
        })
        .collect();
    Refusal::of_fields(fields)
}

fn at(member: &str, code: &str) -> Error {
    let problem = FieldProblem::new(pointer(&[member]), code);
    Refusal {
        code: "api-not-valid".into(),
        ..Refusal::of_fields(vec![problem])
    }
    .into()
}
