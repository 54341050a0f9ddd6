//! Paying: what for, how, at the gateway, and back.

use actix_web::HttpResponse;
use actix_web::http::{StatusCode, header};
use actix_web::web;

use crate::kernel::error::{Error, Result};
use crate::kernel::ids::{DossierId, PaymentRequestId};
use crate::kernel::money::{Money, Tender};
use crate::kernel::patterns::payment::Method;
use crate::platform::render::FlashKind;
use crate::services::billing::acts::ReadRequest;
use crate::services::billing::{self, OnlinePayment, PaymentRequest};
use crate::surfaces::callbacks::gateway::PATH as CALLBACK_PATH;
use crate::surfaces::web::fields::{Choice, ErrorLink};
use crate::surfaces::web::limits::Limited;
use crate::surfaces::web::{Answer, PostedForm, Visit};

use super::dossier::Whole;
use super::views::{Paid, PaidState, Pay, PayLine};

/// `GET /my/dossiers/{id}/pay`
pub async fn form(visit: Visit, id: web::Path<DossierId>) -> Answer {
    let whole = Whole::read(&visit, *id).await?;
    match whole.due_request() {
        Some(request) => visit.page(
            "portal/pay.html",
            "dossiers",
            &view(&visit, &whole, request, None, Vec::new()),
        ),
        // Paid meanwhile, or not asked for yet: the dossier says which.
        None => Ok(visit.see_with(&whole.url(), FlashKind::Info, "portal-pay-nothing-due")),
    }
}

fn view(
    visit: &Visit,
    whole: &Whole,
    request: &PaymentRequest,
    chosen: Option<Method>,
    errors: Vec<ErrorLink>,
) -> Pay {
    let name = |method| match method {
        Method::Keypay => ("portal-pay-online", Some("portal-pay-online-hint")),
        Method::Cash => ("portal-pay-cash", Some("portal-pay-cash-hint")),
        Method::Bank => ("portal-pay-bank", Some("portal-pay-bank-hint")),
    };
    let first = request.methods.first().copied();
    let methods = request.methods.iter().map(|method| {
        let (label, hint) = name(*method);
        Choice {
            value: method.word().to_owned(),
            label: visit.text(label),
            hint: hint.map(|hint| visit.text_with(hint, "reference", &request.reference)),
            chosen: Some(*method) == chosen.or(first),
        }
    });
    Pay {
        code: whole.dossier.number.clone(),
        procedure: visit.say(&whole.procedure.facts.name).to_owned(),
        payee: whole
            .shelf
            .legal_entities
            .get(&request.legal_entity)
            .map_or_else(String::new, |name| visit.say(name).to_owned()),
        lines: request
            .lines
            .iter()
            .map(|line| PayLine {
                name: visit.say(&line.name).to_owned(),
                note: None,
                amount: Money::new(line.amount_minor, request.currency),
            })
            .collect(),
        total: request.money(),
        until: None,
        methods: methods.collect(),
        action: format!("{}/pay", whole.url()),
        payment_key: request.id.to_string(),
        errors,
        dossier_url: whole.url(),
    }
}

/// `POST /my/dossiers/{id}/pay`: on to the gateway. Pressed twice, it leads to the same session there.
pub async fn post(visit: Visit, id: web::Path<DossierId>, form: PostedForm) -> Answer {
    visit.limit(Limited::Submit)?;
    let whole = Whole::read(&visit, *id).await?;
    let key: PaymentRequestId = form.text("payment_key").parse().map_err(|_| Error::NotFound)?;
    let request = whole
        .money
        .requests
        .iter()
        .find(|request| request.id == key)
        .ok_or(Error::NotFound)?;
    if !request.is_open() {
        return Ok(visit.see_with(&whole.url(), FlashKind::Info, "portal-pay-nothing-due"));
    }
    let method = form
        .text("method")
        .parse::<Method>()
        .ok()
        .filter(|method| request.methods.contains(method));
    match method {
        None => {
            let errors = vec![ErrorLink {
                id: "method-1".into(),
                label: String::new(),
                text: visit.text("portal-pay-choose"),
            }];
            let view = view(&visit, &whole, request, None, errors);
            visit.page_with(
                StatusCode::UNPROCESSABLE_ENTITY,
                "portal/pay.html",
                "dossiers",
                &view,
            )
        }
        Some(Method::Keypay) => {
            let address = open(&visit, &whole, request).await?;
            Ok(HttpResponse::SeeOther()
                .insert_header((header::LOCATION, address))
                .finish())
        }
        Some(Method::Cash) => Ok(visit.see_with(&whole.url(), FlashKind::Info, "portal-pay-at-hall")),
        Some(Method::Bank) => Ok(visit.see_with(&whole.url(), FlashKind::Info, "portal-pay-by-transfer")),
    }
}

async fn open(visit: &Visit, whole: &Whole, request: &PaymentRequest) -> Result<String> {
    let payment = OnlinePayment {
        request: request.id,
        language: visit.language,
        description: visit.say(&whole.procedure.facts.name).to_owned(),
        return_url: visit.public_url(&format!("{}/paid/{}", whole.url(), request.id)),
        callback_url: visit.public_url(CALLBACK_PATH),
        metadata: serde_json::Value::Null,
    };
    billing::open_gateway_payment(&visit.state.db, &visit.context, &visit.state.gateway, payment).await
}

/// `GET /my/dossiers/{id}/paid/{request}`: back from the gateway. What counts is the gateway's signed report, not that
/// somebody came back; until it is here the page says so and looks again by itself.
pub async fn back(visit: Visit, path: web::Path<(DossierId, PaymentRequestId)>) -> Answer {
    let (id, request_id) = path.into_inner();
    let whole = Whole::read(&visit, id).await?;
    let request = whole
        .money
        .requests
        .iter()
        .find(|request| request.id == request_id)
        .ok_or(Error::NotFound)?;
    let is_open = visit
        .state
        .db
        .in_tenant(&visit.context, move |tx| {
            billing::is_being_paid(&mut tx.authorise::<ReadRequest>(request_id)?)
        })
        .await?;
    let payment = whole
        .money
        .payments
        .iter()
        .find(|payment| payment.request == request_id);
    let state = match (request.paid_at, request.voided_at, is_open) {
        (Some(_), ..) => PaidState::Paid,
        (None, Some(_), _) => PaidState::Cancelled,
        (None, None, true) => PaidState::Pending,
        (None, None, false) => PaidState::Failed,
    };
    let view = Paid {
        state,
        code: whole.dossier.number.clone(),
        procedure: visit.say(&whole.procedure.facts.name).to_owned(),
        amount: request.money(),
        receipt_number: payment.map(|payment| payment.receipt_number.clone()),
        reference: payment
            .filter(|payment| payment.method != Tender::Cash)
            .map(|payment| payment.provider_reference.clone()),
        at: request.paid_at,
        goes_on: whole.dossier.status.is_open(),
        due_at: whole.due_at(),
        receipt_url: whole.receipt_url(request),
        check_url: visit.path.clone(),
        retry_url: format!("{}/pay", whole.url()),
        dossier_url: whole.url(),
    };
    let mut answer = visit.page("portal/paid.html", "dossiers", &view)?;
    if state == PaidState::Pending {
        // Without a script the browser itself looks again.
        answer
            .headers_mut()
            .insert(header::REFRESH, header::HeaderValue::from_static("5"));
    }
    Ok(answer)
}
