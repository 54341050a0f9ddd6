//! From an error to the answer: a page in the visitor's language, or `application/problem+json` for the API.

use std::fmt;

use actix_web::body::{BoxBody, MessageBody};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::{StatusCode, header};
use actix_web::middleware::Next;
use actix_web::{FromRequest, HttpMessage, HttpRequest, HttpResponse, ResponseError};
use serde_json::{Value, json};

use crate::kernel::error::{Error, Refusal, in_language};
use crate::kernel::locale::Language;
use crate::platform::render::{Argument, Renderer};

use super::layers::Trace;
use super::views::ErrorPage;
use super::visit::Visit;

/// An error on its way to the layer that words it.
#[derive(Debug)]
pub struct Failure(pub Error);

/// What a handler answers.
pub type Answer = Result<HttpResponse, Failure>;

impl<E: Into<Error>> From<E> for Failure {
    fn from(error: E) -> Self {
        Failure(error.into().told())
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// What the layer needs to word an error.
#[derive(Clone)]
struct Told {
    code: &'static str,
    refusal: Option<Refusal>,
    retry_after_seconds: Option<u64>,
}

/// Every kind of problem: the last part of the `type` of a problem, explained at `/problems/<kind>`.
pub const PROBLEM_KINDS: [&str; 8] = [
    "not-found",
    "denied",
    "sign-in-needed",
    "refused",
    "conflict",
    "too-many-requests",
    "unavailable",
    "internal",
];

// Refusals of the request itself, which HTTP has a status of its own for; every other is one of its content.
fn status_of_refusal(refusal: &Refusal) -> StatusCode {
    match refusal.code.as_str() {
        "api-key-missing" | "api-key-not-valid" | "api-not-json" | "errors-body-broken-off" => {
            StatusCode::BAD_REQUEST
        }
        "errors-body-too-large" | "errors-file-too-large" => StatusCode::PAYLOAD_TOO_LARGE,
        "errors-wrong-content-type" => StatusCode::UNSUPPORTED_MEDIA_TYPE,
        _ => StatusCode::UNPROCESSABLE_ENTITY,
    }
}

/// The status of an error.
#[must_use]
pub fn status_of(error: &Error) -> StatusCode {
    match error {
        Error::NotFound => StatusCode::NOT_FOUND,
        Error::Denied { .. } => StatusCode::FORBIDDEN,
        Error::SignInNeeded => StatusCode::UNAUTHORIZED,
        Error::Refused(refusal) => status_of_refusal(refusal),
        Error::Conflict(_) | Error::RuleBroken { .. } | Error::Stale => StatusCode::CONFLICT,
        Error::TooMany { .. } => StatusCode::TOO_MANY_REQUESTS,
        Error::Unavailable(_) => StatusCode::SERVICE_UNAVAILABLE,
        Error::Internal(_) => StatusCode::INTERNAL_SERVER_ERROR,
    }
}

const fn code_of(error: &Error) -> &'static str {
    match error {
        Error::NotFound => "not-found",
        Error::Denied { .. } => "denied",
        Error::SignInNeeded => "sign-in-needed",
        Error::Refused(_) => "refused",
        Error::Conflict(_) | Error::RuleBroken { .. } | Error::Stale => "conflict",
        Error::TooMany { .. } => "too-many-requests",
        Error::Unavailable(_) => "unavailable",
        Error::Internal(_) => "internal",
    }
}

impl ResponseError for Failure {
    fn status_code(&self) -> StatusCode {
        status_of(&self.0)
    }

    fn error_response(&self) -> HttpResponse {
        match &self.0 {
            Error::Internal(what) => tracing::error!(error = %what, "request failed"),
            Error::RuleBroken {
                constraint,
                table,
                detail,
            } => {
                tracing::warn!(constraint, table, detail, "a rule kept by the database");
            }
            Error::Unavailable(what) => tracing::warn!(error = %what, "a part we need does not answer"),
            other => tracing::debug!(error = %other, "request refused"),
        }
        let mut told = Told {
            code: code_of(&self.0),
            refusal: None,
            retry_after_seconds: None,
        };
        match &self.0 {
            Error::Refused(refusal) => told.refusal = Some(refusal.clone()),
            Error::TooMany { retry_after_seconds } => told.retry_after_seconds = Some(*retry_after_seconds),
            Error::Unavailable(_) => told.retry_after_seconds = Some(5),
            _ => {}
        }
        let mut answer = HttpResponse::new(self.status_code());
        answer.extensions_mut().insert(told);
        answer
    }
}

/// Words failures: a layer around every route. Also gives bodies to the bare 404 and 405 of the router and to 4xx of the
/// framework's own extractors.
///
/// # Errors
/// Passes on what the framework itself cannot answer.
pub async fn word_failures(
    request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<BoxBody>, actix_web::Error> {
    // The request must not be held here: the router needs it to itself. What handlers and their extractors say is an answer
    // already; an error at this point would be another layer's.
    let answer = next.call(request).await?.map_into_boxed_body();
    if !needs_words(&answer) {
        return Ok(answer);
    }
    let status = answer.status();
    let told = answer.response().extensions().get::<Told>().cloned();
    let code = told.as_ref().map_or("refused", |told| told.code);
    let (http_request, bare) = answer.into_parts();
    let worded = if http_request.path().starts_with("/api/") {
        problem(&http_request, status, told.as_ref()).await
    } else if status == StatusCode::UNAUTHORIZED {
        sign_in(&http_request)
    } else {
        page(&http_request, status, told.as_ref()).await
    };
    let mut worded = worded;
    if let Some(seconds) = told.as_ref().and_then(|told| told.retry_after_seconds) {
        worded
            .headers_mut()
            .insert(header::RETRY_AFTER, header::HeaderValue::from(seconds));
    }
    if let Some(allow) = bare.headers().get(header::ALLOW) {
        worded.headers_mut().insert(header::ALLOW, allow.clone());
    }
    tracing::debug!(%status, code, "worded a failure");
    Ok(ServiceResponse::new(http_request, worded))
}

fn needs_words(answer: &ServiceResponse<BoxBody>) -> bool {
    let status = answer.status();
    if !(status.is_client_error() || status.is_server_error()) {
        return false;
    }
    let has_told = answer.response().extensions().get::<Told>().is_some();
    // A handler that answered 422 with a page, or the API with a problem, has said it all. What the framework refuses by
    // itself is a line of plain text.
    let kind = answer
        .headers()
        .get(header::CONTENT_TYPE)
        .and_then(|kind| kind.to_str().ok())
        .unwrap_or_default();
    has_told || kind.is_empty() || kind.starts_with("text/plain")
}

fn sign_in(request: &HttpRequest) -> HttpResponse {
    let back = if request.method().is_safe() {
        request.uri().path_and_query().map_or("/", |p| p.as_str())
    } else {
        "/"
    };
    let back = url::form_urlencoded::byte_serialize(back.as_bytes()).collect::<String>();
    HttpResponse::SeeOther()
        .insert_header((header::LOCATION, format!("/sign-in?next={back}")))
        .finish()
}

fn sentences(renderer: &Renderer, language: Language, refusal: &Refusal) -> Vec<String> {
    let say = |code: &str, arguments: &std::collections::BTreeMap<String, String>| {
        let arguments: Vec<(&str, Argument<'_>)> = in_language(arguments, language)
            .map(|(name, value)| (name, Argument::parse(value)))
            .collect();
        renderer.texts().say(language, code, &arguments)
    };
    let mut all = vec![say(&refusal.code, &refusal.arguments)];
    all.extend(
        refusal
            .fields
            .iter()
            .map(|field| say(&field.code, &field.arguments)),
    );
    all
}

async fn page(request: &HttpRequest, status: StatusCode, told: Option<&Told>) -> HttpResponse {
    let plain = || {
        HttpResponse::build(status)
            .content_type("text/plain; charset=utf-8")
            .body(status.to_string())
    };
    // Without a tenant there is no portal to speak for; the sentence is in the language of the protocol.
    let Ok(visit) = Visit::extract(request).await else {
        return plain();
    };
    let shown = match status.as_u16() {
        known @ (403 | 404 | 409 | 422 | 429 | 500 | 503) => known,
        400..=499 => 422,
        _ => 500,
    };
    let view = ErrorPage {
        status: shown,
        retry_after_seconds: told
            .and_then(|told| told.retry_after_seconds)
            .and_then(|n| i64::try_from(n).ok())
            .unwrap_or(0),
        reasons: told
            .and_then(|told| told.refusal.as_ref())
            .map(|refusal| sentences(&visit.state.renderer, visit.language, refusal))
            .unwrap_or_default(),
        trace: Some(trace_of(request)).filter(|_| shown >= 500),
    };
    visit
        .page_with(status, "errors/error.html", "", &view)
        .unwrap_or_else(|failure| {
            tracing::error!(error = %failure, "the page for an error failed");
            plain()
        })
}

async fn problem(request: &HttpRequest, status: StatusCode, told: Option<&Told>) -> HttpResponse {
    let visit = Visit::extract(request).await.ok();
    let language = visit.as_ref().map_or(Language::En, |visit| visit.language);
    let mut body = json!({
        "type": format!("/problems/{}", told.map_or("refused", |told| told.code)),
        "title": status.canonical_reason().unwrap_or("Error"),
        "status": status.as_u16(),
        "instance": request.path(),
        "trace": trace_of(request),
    });
    if let (Some(refusal), Some(visit)) = (told.and_then(|told| told.refusal.as_ref()), &visit) {
        let mut all = sentences(&visit.state.renderer, language, refusal).into_iter();
        body["detail"] = Value::from(all.next());
        body["code"] = Value::from(refusal.code.as_str());
        body["errors"] = refusal
            .fields
            .iter()
            .zip(all)
            .map(|(field, sentence)| json!({ "pointer": pointer(&field.field), "code": field.code, "detail": sentence }))
            .collect();
    }
    let mut answer = HttpResponse::build(status);
    if status == StatusCode::UNAUTHORIZED {
        answer.insert_header((header::WWW_AUTHENTICATE, "Bearer"));
    }
    answer
        .insert_header((header::CONTENT_TYPE, "application/problem+json"))
        .insert_header((header::CACHE_CONTROL, "no-store"))
        .body(body.to_string())
}

// RFC 6901 from the path of a form's field.
fn pointer(field: &str) -> String {
    if field.is_empty() || field.starts_with('/') {
        // Nothing names the whole.
        field.to_owned()
    } else {
        format!("/{}", field.replace('.', "/"))
    }
}

fn trace_of(request: &HttpRequest) -> String {
    request
        .extensions()
        .get::<Trace>()
        .map_or_else(String::new, |trace| trace.id.clone())
}
