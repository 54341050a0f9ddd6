//! Refunds, for staff: those of one's units, asking for one, and deciding.

use actix_web::http::StatusCode;
use actix_web::{HttpRequest, HttpResponse, web};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::kernel::clock;
use crate::kernel::error::{Error, Refusal, Result};
use crate::kernel::ids::{PaymentRequestId, RefundId};
use crate::platform::door::Whole;
use crate::services::billing::acts::{DecideRefund, ListRefunds, NewRefund, RaiseRefund, ReadRefund};
use crate::services::billing::{
    Asked, BillingSettings, Decision, Listed, Refund, decide_refund, list_refunds, raise_refund,
};
use crate::surfaces::web::amount::minor_units;
use crate::surfaces::web::{Answer, Visit};

use super::caller::{self, Caller};
use super::json::{self, Members};
use super::openapi::Problem;

/// Which refunds.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct Wanted {
    /// `waiting` (for a decision; when absent), `approved` (and not paid out) or `over`.
    list: Option<String>,
    /// The most refunds to answer: 1 to 100, 20 when absent.
    limit: Option<i64>,
    /// How many to pass over.
    offset: Option<i64>,
}

/// Refunds of a list.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Refunds {
    /// How many there are in all.
    total: i64,
    items: Vec<RefundLine>,
}

/// A refund.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct RefundLine {
    id: String,
    /// What the citizen quotes.
    reference: String,
    payment_request_id: String,
    dossier_id: String,
    dossier_number: String,
    /// `waiting`, `refused`, `at-desk`, `at-gateway` or `paid`.
    state: String,
    /// `cash` or `gateway`: the way the money came, by which it goes back.
    method: String,
    /// In minor units of the currency.
    amount_minor: i64,
    currency: String,
    reason: String,
    raised_at: DateTime<Utc>,
    approved_at: Option<DateTime<Utc>>,
    refused_at: Option<DateTime<Utc>>,
    paid_at: Option<DateTime<Utc>>,
}

/// What is asked back.
#[derive(Debug, Deserialize, ToSchema)]
#[allow(
    dead_code,
    reason = "the shape that the description shows; bodies are read member by member"
)]
pub(super) struct Raising {
    /// What was paid.
    payment_request_id: String,
    /// How much, as a decimal text in the tenant's currency: `150.50`. At most what was paid less what is given back.
    amount: String,
    /// Why, at most 500 characters.
    reason: String,
}

/// What was decided.
#[derive(Debug, Deserialize, ToSchema)]
#[allow(
    dead_code,
    reason = "the shape that the description shows; bodies are read member by member"
)]
pub(super) struct Deciding {
    /// `approve` or `refuse`.
    decision: String,
    /// The reason of a refusal, at most 500 characters.
    note: Option<String>,
}

fn line(refund: &Refund) -> RefundLine {
    RefundLine {
        id: refund.id.to_string(),
        reference: refund.reference.clone(),
        payment_request_id: refund.request.to_string(),
        dossier_id: refund.dossier.to_string(),
        dossier_number: refund.dossier_number.clone(),
        state: refund.state().word().to_owned(),
        method: refund.method.name().to_owned(),
        amount_minor: refund.amount_minor,
        currency: refund.currency.code().to_owned(),
        reason: refund.reason.clone(),
        raised_at: refund.raised_at,
        approved_at: refund.approved_at,
        refused_at: refund.refused_at,
        paid_at: refund.paid_at,
    }
}

/// A citizen reads her refunds on her dossier's page; here is the staff's side.
fn staff_only(visit: &Visit) -> Result<()> {
    if visit.is_staff() {
        Ok(())
    } else {
        Err(Error::Denied {
            verb: crate::kernel::actions::Verb::RaiseRefund,
            subject: None,
        })
    }
}

/// Lists the refunds of the units the caller works in.
#[utoipa::path(
    get,
    path = "/api/v1/refunds",
    tag = "refunds",
    params(Wanted),
    responses(
        (status = 200, description = "The refunds", body = Refunds),
        (status = 401, description = "The token is missing, unknown or over", body = Problem, content_type = "application/problem+json"),
        (status = 403, description = "The account reads no money", body = Problem, content_type = "application/problem+json"),
        (status = 422, description = "A parameter is not what it should be", body = Problem, content_type = "application/problem+json"),
    ),
    security(("token" = []))
)]
pub(super) async fn list(request: HttpRequest, caller: Caller) -> Answer {
    let wanted: Wanted = caller::query(&request)?;
    let visit = &caller.visit;
    staff_only(visit)?;
    let listed = match wanted.list.as_deref() {
        None | Some("waiting") => Listed::Waiting,
        Some("approved") => Listed::Approved,
        Some("over") => Listed::Over,
        Some(_) => return Err(Error::refused("api-query-not-valid").into()),
    };
    let portion = caller::portion(wanted.limit, wanted.offset);
    let (refunds, total) = visit
        .state
        .db
        .in_tenant(&visit.context, move |tx| {
            list_refunds(&mut tx.authorise::<ListRefunds>(Whole)?, listed, portion)
        })
        .await?;
    Ok(HttpResponse::Ok().json(Refunds {
        total,
        items: refunds.iter().map(line).collect(),
    }))
}

/// Reads a refund.
#[utoipa::path(
    get,
    path = "/api/v1/refunds/{id}",
    tag = "refunds",
    params(("id" = String, Path, description = "The refund's id")),
    responses(
        (status = 200, description = "The refund", body = RefundLine),
        (status = 401, description = "The token is missing, unknown or over", body = Problem, content_type = "application/problem+json"),
        (status = 403, description = "The account is no staff member's", body = Problem, content_type = "application/problem+json"),
        (status = 404, description = "There is no such refund, or it may not be seen", body = Problem, content_type = "application/problem+json"),
    ),
    security(("token" = []))
)]
pub(super) async fn refund(caller: Caller, id: web::Path<String>) -> Answer {
    let id: RefundId = caller::id(&id)?;
    let visit = &caller.visit;
    staff_only(visit)?;
    let refund = visit
        .state
        .db
        .in_tenant(&visit.context, move |tx| {
            Ok(tx.authorise::<ReadRefund>(id)?.into_subject())
        })
        .await?;
    Ok(HttpResponse::Ok().json(line(&refund)))
}

/// Asks for a refund; another person decides. The id that the caller chooses makes a repeated call harmless.
#[utoipa::path(
    put,
    path = "/api/v1/refunds/{id}",
    tag = "refunds",
    params(("id" = String, Path, description = "A UUID of the caller's making: what the refund will be called")),
    request_body = Raising,
    responses(
        (status = 201, description = "It waits for a decision, or did from an earlier call", body = RefundLine),
        (status = 400, description = "The body is not JSON", body = Problem, content_type = "application/problem+json"),
        (status = 401, description = "The token is missing, unknown or over", body = Problem, content_type = "application/problem+json"),
        (status = 403, description = "The role asks for no refunds", body = Problem, content_type = "application/problem+json"),
        (status = 404, description = "There is no such paid request, or it may not be seen", body = Problem, content_type = "application/problem+json"),
        (status = 422, description = "The amount or the reason is not what it should be", body = Problem, content_type = "application/problem+json"),
    ),
    security(("token" = []))
)]
pub(super) async fn raise(
    request: HttpRequest,
    caller: Caller,
    id: web::Path<String>,
    payload: web::Payload,
) -> Answer {
    let refund: RefundId = caller::id(&id)?;
    let visit = &caller.visit;
    let body = json::read(&request, payload.into_inner()).await?;
    let mut members = Members::of(&body, &["payment_request_id", "amount", "reason"])?;
    let (of, amount, reason) = (
        members.required_text("payment_request_id"),
        members.required_text("amount"),
        members.required_text("reason"),
    );
    members.finish()?;
    let of: PaymentRequestId = caller::id(of)?;
    let decimals = visit.tenant.settings.tenant.currency.decimals();
    let asked = Asked {
        amount_minor: minor_units(amount, decimals).unwrap_or_default(),
        reason: reason.to_owned(),
    };
    let raised = visit
        .state
        .db
        .in_tenant(&visit.context, move |tx| {
            let new = NewRefund { request: of, refund };
            raise_refund(&mut tx.authorise::<RaiseRefund>(new)?, &asked, clock::now())
        })
        .await
        .map_err(at_members)?;
    Ok(HttpResponse::build(StatusCode::CREATED).json(line(&raised)))
}

/// Problems of fields, with pointers into the body.
fn at_members(error: Error) -> Error {
    match error {
        Error::Refused(refusal) if !refusal.fields.is_empty() => Error::Refused(Refusal {
            code: "api-not-valid".into(),
            fields: refusal
                .fields
                .into_iter()
                .map(|mut problem| {
                    problem.field = json::pointer(&[&problem.field]);
                    problem
                })
                .collect(),
            ..refusal
        }),
        other => other,
    }
}

/// Decides a refund that somebody else asked for.
#[utoipa::path(
    post,
    path = "/api/v1/refunds/{id}/decide",
    tag = "refunds",
    params(("id" = String, Path, description = "The refund's id")),
    request_body = Deciding,
    responses(
        (status = 200, description = "It is decided", body = RefundLine),
        (status = 400, description = "The body is not JSON", body = Problem, content_type = "application/problem+json"),
        (status = 401, description = "The token is missing, unknown or over", body = Problem, content_type = "application/problem+json"),
        (status = 403, description = "The role decides no refunds", body = Problem, content_type = "application/problem+json"),
        (status = 404, description = "There is no such refund, or it may not be seen", body = Problem, content_type = "application/problem+json"),
        (status = 422, description = "The caller asked for it herself, it is decided already, or a refusal has no reason", body = Problem, content_type = "application/problem+json"),
    ),
    security(("token" = []))
)]
pub(super) async fn decide(
    request: HttpRequest,
    caller: Caller,
    id: web::Path<String>,
    payload: web::Payload,
) -> Answer {
    let id: RefundId = caller::id(&id)?;
    let visit = &caller.visit;
    let body = json::read(&request, payload.into_inner()).await?;
    let mut members = Members::of(&body, &["decision", "note"])?;
    let (word, note) = (members.required_text("decision"), members.text("note"));
    members.finish()?;
    let decision = match word {
        "approve" => Decision::Approve,
        "refuse" => Decision::Refuse(note.unwrap_or_default().to_owned()),
        _ => return Err(Error::refused("errors-refund-decision-missing").into()),
    };
    let settings = BillingSettings::of(&visit.tenant)?;
    let decided = visit
        .state
        .db
        .in_tenant(&visit.context, move |tx| {
            let mut grant = tx.authorise::<DecideRefund>(id)?;
            decide_refund(&mut grant, &settings, &decision, clock::now())
        })
        .await
        .map_err(at_members)?;
    Ok(HttpResponse::Ok().json(line(&decided)))
}
