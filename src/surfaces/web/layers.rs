//! Layers around every route: a trace, and the headers that keep a browser on our side.

use actix_web::body::MessageBody;
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::header::{HeaderName, HeaderValue};
use actix_web::middleware::Next;
use actix_web::{HttpMessage, web};
use tracing::Instrument;

use crate::platform::envelope::is_traceparent;

use super::state::State;
use super::visit::tenant_of;

/// The W3C trace of a request: continued from the caller's header, or begun here.
#[derive(Debug, Clone)]
pub struct Trace {
    /// The trace id: what a person quotes when she calls.
    pub id: String,
    /// The parent for whatever this request causes.
    pub parent: String,
}

impl Trace {
    fn of(request: &ServiceRequest) -> Self {
        let span: u64 = rand::random();
        let given = request
            .headers()
            .get("traceparent")
            .and_then(|value| value.to_str().ok())
            .filter(|text| is_traceparent(text));
        let id = match given.and_then(|text| text.split('-').nth(1)) {
            Some(id) => id.to_owned(),
            None => format!("{:032x}", rand::random::<u128>().max(1)),
        };
        Self {
            parent: format!("00-{id}-{:016x}-01", span.max(1)),
            id,
        }
    }
}

/// Gives every request its trace and a span.
///
/// # Errors
/// Passes on what the framework itself cannot answer.
pub async fn trace<B: MessageBody>(
    request: ServiceRequest,
    next: Next<B>,
) -> Result<ServiceResponse<B>, actix_web::Error> {
    let trace = Trace::of(&request);
    let span =
        tracing::info_span!("http", trace = %trace.id, method = %request.method(), path = request.path());
    request.extensions_mut().insert(trace);
    next.call(request).instrument(span).await
}

const FIXED: [(&str, &str); 6] = [
    ("x-content-type-options", "nosniff"),
    ("x-frame-options", "DENY"),
    ("referrer-policy", "same-origin"),
    ("cross-origin-opener-policy", "same-origin"),
    ("cross-origin-resource-policy", "same-origin"),
    (
        "permissions-policy",
        "camera=(), geolocation=(), microphone=(), payment=()",
    ),
];

/// The security headers of every answer. The content policy allows our own files and nothing else: no inline script or
/// style, no third party. A form may lead on to the payment gateway; whoever signs in at a shared entry, to its members.
///
/// # Errors
/// Passes on what the framework itself cannot answer.
pub async fn secure_headers<B: MessageBody>(
    request: ServiceRequest,
    next: Next<B>,
) -> Result<ServiceResponse<B>, actix_web::Error> {
    let policy = request.app_data::<web::Data<ContentPolicy>>().cloned();
    let members = members(&request);
    let mut answer = next.call(request).await?;
    let headers = answer.headers_mut();
    for (name, value) in FIXED {
        headers.insert(HeaderName::from_static(name), HeaderValue::from_static(value));
    }
    if let Some(policy) = policy {
        if !headers.contains_key("content-security-policy") {
            headers.insert(
                HeaderName::from_static("content-security-policy"),
                policy.with(&members),
            );
        }
        if policy.1 {
            headers.insert(
                HeaderName::from_static("strict-transport-security"),
                HeaderValue::from_static("max-age=31536000; includeSubDomains"),
            );
        }
    }
    Ok(answer)
}

/// Where the forms of a shared entry may lead that begin somebody's way to a member: a browser follows no form to a host that
/// the page did not name.
fn members(request: &ServiceRequest) -> Vec<String> {
    if !matches!(request.path(), "/sign-in" | "/register") {
        return Vec::new();
    }
    let Some(state) = request.app_data::<web::Data<State>>() else {
        return Vec::new();
    };
    let Ok(entry) = tenant_of(request.request(), state) else {
        return Vec::new();
    };
    entry
        .mode
        .members
        .iter()
        .filter_map(|id| state.tenants.by_id(*id))
        .map(|member| state.config.public_url(member.host(), ""))
        .collect()
}

/// The content policy of this installation, and whether it is reached over TLS.
pub struct ContentPolicy(HeaderValue, bool);

impl ContentPolicy {
    /// The policy for an installation whose forms may lead on to `gateway_url`.
    #[must_use]
    pub fn new(state: &State) -> Self {
        let gateway = url::Url::parse(&state.config.gateway_url)
            .map_or_else(|_| String::new(), |url| url.origin().ascii_serialization());
        let policy = format!(
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; \
             connect-src 'self'; form-action 'self' {gateway}; frame-ancestors 'none'; base-uri 'none'"
        );
        let value = HeaderValue::from_str(&policy).unwrap_or(HeaderValue::from_static("default-src 'self'"));
        Self(value, state.config.public_scheme == "https")
    }

    /// The policy of a page whose forms may lead to these origins too.
    fn with(&self, origins: &[String]) -> HeaderValue {
        if origins.is_empty() {
            return self.0.clone();
        }
        let policy = self.0.to_str().unwrap_or_default();
        let wider = policy.replace(
            "form-action 'self'",
            &format!("form-action 'self' {}", origins.join(" ")),
        );
        HeaderValue::from_str(&wider).unwrap_or_else(|_| self.0.clone())
    }
}
