//! What the installation calls: opening a session, and asking where it stands.

use actix_web::http::StatusCode;
use actix_web::{HttpRequest, HttpResponse, web};
use rand::RngExt;
use uuid::Uuid;

use crate::kernel::clock;
use crate::kernel::ids::TenantId;
use crate::services::billing::gateway::{
    MERCHANT_HEADER, OpenSession, OpenedSession, Purpose, SIGNATURE_HEADER, SessionState, TIMESTAMP_HEADER,
};

use super::book::No;
use super::orders::Choice;
use super::{Gateway, delivery};

/// `POST /sessions`.
pub(super) async fn open(
    request: HttpRequest,
    gateway: web::Data<Gateway>,
    body: web::Bytes,
) -> HttpResponse {
    let merchant = match signer(&request, &gateway, Purpose::Open, &body) {
        Ok(merchant) => merchant,
        Err(reason) => return problem(StatusCode::UNAUTHORIZED, &reason),
    };
    let order: OpenSession = match serde_json::from_slice(&body) {
        Ok(order) => order,
        Err(error) => return problem(StatusCode::BAD_REQUEST, &error.to_string()),
    };
    let key = header(&request, "Idempotency-Key").and_then(|key| key.parse::<Uuid>().ok());
    if order.merchant != merchant || key != Some(order.session) {
        return problem(
            StatusCode::BAD_REQUEST,
            "merchant or Idempotency-Key differ from the body",
        );
    }
    let are_addresses = [&order.return_url, &order.callback_url]
        .into_iter()
        .all(|url| url::Url::parse(url).is_ok_and(|url| matches!(url.scheme(), "http" | "https")));
    if order.amount_minor <= 0 || !are_addresses {
        return problem(
            StatusCode::UNPROCESSABLE_ENTITY,
            "an amount above zero and two addresses are needed",
        );
    }
    match gateway.book.open_session(order, fresh_reference(), clock::now()) {
        Ok((entry, is_new)) => {
            if let (true, Some(choice)) = (is_new, entry.orders.at_once) {
                decide(&gateway, entry.order.session, choice);
            }
            let opened = OpenedSession {
                session: entry.order.session,
                pay_url: format!("{}/pay/{}", gateway.base, entry.reference),
                expires_at: Some(entry.expires_at()),
                reference: entry.reference,
            };
            let status = if is_new {
                StatusCode::CREATED
            } else {
                StatusCode::OK
            };
            HttpResponse::build(status).json(opened)
        }
        Err(_) => problem(
            StatusCode::UNPROCESSABLE_ENTITY,
            "the key was used for another order",
        ),
    }
}

/// `GET /sessions/{session}`: the answer is signed.
pub(super) async fn status(
    request: HttpRequest,
    gateway: web::Data<Gateway>,
    session: web::Path<String>,
) -> HttpResponse {
    let merchant = match signer(&request, &gateway, Purpose::Status, session.as_bytes()) {
        Ok(merchant) => merchant,
        Err(reason) => return problem(StatusCode::UNAUTHORIZED, &reason),
    };
    let entry = session
        .parse::<Uuid>()
        .ok()
        .and_then(|session| gateway.book.session(session))
        .filter(|entry| entry.order.merchant == merchant);
    let Some(entry) = entry else {
        return problem(StatusCode::NOT_FOUND, "there is no such session");
    };
    let now = clock::now();
    let body = serde_json::to_vec(&entry.report(now)).unwrap_or_default();
    let signature = gateway
        .key(merchant)
        .sign(Purpose::Answer, now.timestamp(), &body);
    HttpResponse::Ok()
        .content_type("application/json")
        .insert_header((TIMESTAMP_HEADER, now.timestamp().to_string()))
        .insert_header((SIGNATURE_HEADER, signature))
        .body(body)
}

/// Carries out a choice; a session that is over stays as it is.
pub(super) fn decide(gateway: &Gateway, session: Uuid, choice: Choice) {
    let Some(entry) = gateway.book.session(session) else {
        return;
    };
    if choice == Choice::Forge {
        delivery::spawn_forged(gateway, entry);
        return;
    }
    let state = if choice == Choice::Decline {
        SessionState::Declined
    } else {
        SessionState::Paid
    };
    let orders = entry.orders.with(choice);
    match gateway.book.end(session, state, orders, clock::now()) {
        Ok(entry) if entry.is_owed_callback => delivery::spawn(gateway, entry),
        Ok(_) | Err(No::Over | No::Unknown | No::OtherOrder) => {}
    }
}

/// The merchant that signed the request.
pub(super) fn signer(
    request: &HttpRequest,
    gateway: &Gateway,
    purpose: Purpose,
    body: &[u8],
) -> Result<TenantId, String> {
    let merchant: TenantId = header(request, MERCHANT_HEADER)
        .and_then(|text| text.parse().ok())
        .ok_or("the merchant is missing")?;
    gateway
        .key(merchant)
        .verify(
            purpose,
            header(request, TIMESTAMP_HEADER),
            header(request, SIGNATURE_HEADER),
            body,
            clock::now(),
        )
        .map_err(|fault| fault.to_string())?;
    Ok(merchant)
}

pub(super) fn header<'a>(request: &'a HttpRequest, name: &str) -> Option<&'a str> {
    request.headers().get(name).and_then(|value| value.to_str().ok())
}

pub(super) fn problem(status: StatusCode, detail: &str) -> HttpResponse {
    HttpResponse::build(status)
        .content_type("application/problem+json")
        .json(serde_json::json!({"title": status.canonical_reason(), "status": status.as_u16(), "detail": detail}))
}

/// 24 letters and digits: who knows a reference may pay it.
pub(super) fn fresh_reference() -> String {
    let mut random = rand::rng();
    (0..24)
        .map(|_| char::from(random.sample(rand::distr::Alphanumeric)))
        .collect()
}
