//! The description of the API, made from the handlers, and the types of problems.

use actix_web::{HttpResponse, web};
use serde::Serialize;
use utoipa::openapi::security::{Http, HttpAuthScheme, SecurityScheme};
use utoipa::{Modify, OpenApi, ToSchema};

use crate::kernel::error::Error;
use crate::surfaces::web::{Answer, PROBLEM_KINDS};

use super::caller::Anybody;
use super::{access, catalogue, dossiers, organisation, refunds, statistics, submit, tasks};

/// A refusal (RFC 9457).
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Problem {
    /// What kind it is: the path of a page that explains it.
    r#type: String,
    /// The HTTP status in words.
    title: String,
    /// The HTTP status.
    status: u16,
    /// What is wrong, in the language of the answer.
    detail: Option<String>,
    /// The path that was called.
    instance: String,
    /// What to quote when calling us.
    trace: String,
    /// The name of the rule that refused; it does not change with the language.
    code: Option<String>,
    /// What is wrong, member by member.
    errors: Option<Vec<ProblemAt>>,
}

/// Something wrong with one member of the request.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct ProblemAt {
    /// A JSON pointer (RFC 6901) into the body.
    pointer: String,
    /// The name of the rule.
    code: String,
    /// What is wrong, in the language of the answer.
    detail: String,
}

#[derive(OpenApi)]
#[openapi(
    info(
        title = "OneDoor",
        description = "Public services of one jurisdiction: the one whose host is called. Add `?lang=` to choose among its languages. \
            Refusals are `application/problem+json`; their `type` leads to an explanation."
    ),
    paths(
        catalogue::search,
        catalogue::procedure,
        dossiers::track,
        dossiers::list,
        dossiers::dossier,
        submit::submit,
        tasks::list,
        tasks::task,
        tasks::complete,
        refunds::list,
        refunds::refund,
        refunds::raise,
        refunds::decide,
        organisation::list,
        organisation::part,
        organisation::accounting,
        organisation::change,
        organisation::undo,
        organisation::plans,
        organisation::planned,
        organisation::preview,
        organisation::plan,
        organisation::edit,
        organisation::cancel,
        statistics::statistics,
        access::own,
        access::explain,
    ),
    components(schemas(Problem, ProblemAt)),
    modifiers(&Token),
    tags(
        (name = "catalogue", description = "What can be applied for"),
        (name = "dossiers", description = "Applying, and following what was applied for"),
        (name = "tasks", description = "Working on dossiers, for staff"),
        (name = "refunds", description = "Giving money back, for staff"),
        (name = "statistics", description = "Counts and sums, for auditors"),
        (name = "organisation", description = "How the body is organised, changing it, and reorganisations from a day"),
        (name = "access", description = "Who may do what, and why"),
    )
)]
struct Description;

struct Token;

impl Modify for Token {
    fn modify(&self, description: &mut utoipa::openapi::OpenApi) {
        let components = description.components.get_or_insert_with(Default::default);
        components.add_security_scheme("token", SecurityScheme::Http(Http::new(HttpAuthScheme::Bearer)));
    }
}

/// The description of the API.
#[must_use]
pub fn document() -> utoipa::openapi::OpenApi {
    Description::openapi()
}

/// `GET /api/v1/openapi.json`
pub(super) async fn openapi() -> HttpResponse {
    HttpResponse::Ok()
        .insert_header(("cache-control", "public, max-age=300"))
        .json(document())
}

/// `GET /problems/{kind}`: what a type of problem means.
pub(super) async fn problem_type(Anybody(visit): Anybody, kind: web::Path<String>) -> Answer {
    let known = PROBLEM_KINDS
        .iter()
        .find(|known| **known == kind.as_str())
        .ok_or(Error::NotFound)?;
    Ok(HttpResponse::Ok()
        .insert_header(("content-type", "text/plain; charset=utf-8"))
        .body(visit.text(&format!("api-problem-{known}"))))
}
