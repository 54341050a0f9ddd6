//! The page on which a refund is asked for.

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};

use crate::kernel::actions::Verb;
use crate::kernel::clock;
use crate::kernel::error::{Error, Refusal};
use crate::kernel::ids::{PaymentRequestId, RefundId};
use crate::kernel::money::Money;
use crate::platform::render::FlashKind;
use crate::services::billing::acts::{NewRefund, RaiseRefund, ReadDossierMoney, ReadRequest, Refundable};
use crate::services::billing::refunds::left;
use crate::services::billing::{Asked, PaymentRequest, Refund, money_of_dossier, raise_refund};
use crate::surfaces::desk::Staff;
use crate::surfaces::web::amount::minor_units;
use crate::surfaces::web::fields::{ErrorLink, Field, FieldKind};
use crate::surfaces::web::views::Fact;
use crate::surfaces::web::{Answer, Failure, PostedForm, Visit};

use super::views::RaisePage;
use super::{characters_max, problem_of};

/// What is asked of the page on which a refund is raised, as it was typed.
struct Typed {
    key: RefundId,
    amount: Option<String>,
    reason: String,
    refusal: Option<Refusal>,
}

/// `GET /desk/refunds/raise/{request}`
pub async fn form(staff: Staff, id: web::Path<String>) -> Answer {
    let id: PaymentRequestId = id.parse().map_err(|_| Error::NotFound)?;
    let typed = Typed {
        key: RefundId::fresh(),
        amount: None,
        reason: String::new(),
        refusal: None,
    };
    raise_page(&staff, id, StatusCode::OK, typed).await
}

async fn raise_page(
    staff: &Staff,
    id: PaymentRequestId,
    status: StatusCode,
    typed: Typed,
) -> std::result::Result<HttpResponse, Failure> {
    let visit = &staff.visit;
    let (subject, refunds, may) = visit
        .state
        .db
        .in_tenant(&visit.context, move |tx| {
            let request = tx.authorise::<ReadRequest>(id)?.into_subject();
            let money = money_of_dossier(&mut tx.authorise::<ReadDossierMoney>(request.dossier)?)?;
            let mut payments = money.payments.into_iter();
            let payment = payments
                .find(|payment| payment.request == id)
                .ok_or(Error::NotFound)?;
            let refunds: Vec<Refund> = money
                .refunds
                .into_iter()
                .filter(|refund| refund.request == id)
                .collect();
            let subject = Refundable {
                refund: RefundId::fresh(),
                request,
                payment,
            };
            let may = tx.would_grant::<RaiseRefund>(&subject);
            Ok((subject, refunds, may))
        })
        .await?;
    if !may {
        return Err(Error::Denied {
            verb: Verb::RaiseRefund,
            subject: None,
        }
        .into());
    }
    let left = Money::new(left(&subject.request, &refunds).total(), subject.payment.currency);
    let fields = raise_fields(visit, left, &typed);
    let view = RaisePage {
        desk: staff.desk("refunds"),
        facts: raise_facts(staff, &subject),
        left,
        way: match subject.payment.method {
            crate::kernel::money::Tender::Cash => "desk-refund-way-cash",
            _ => "desk-refund-way-gateway",
        },
        action: format!("/desk/refunds/raise/{id}"),
        refund_key: typed.key.to_string(),
        errors: match &typed.refusal {
            Some(refusal) if refusal.fields.is_empty() => vec![ErrorLink {
                id: "amount".to_owned(),
                label: String::new(),
                text: visit.refusal(refusal),
            }],
            _ => Field::errors(&fields),
        },
        fields,
        back_url: back(staff, &subject.request),
    };
    visit.page_with(status, "desk/refund-raise.html", "desk", &view)
}

fn back(staff: &Staff, request: &PaymentRequest) -> String {
    if staff.offers(Verb::ReadDossier) {
        format!("/desk/dossiers/{}", request.dossier)
    } else {
        format!("/hall/cash/receipt/{}", request.id)
    }
}

fn raise_facts(staff: &Staff, of: &Refundable) -> Vec<Fact> {
    let visit = &staff.visit;
    let money = |minor| crate::kernel::format::money(Money::new(minor, of.payment.currency), visit.language);
    [
        ("common-dossier-code", of.request.dossier_number.clone()),
        ("desk-refund-applicant", of.request.applicant_name.clone()),
        ("hall-receipt-number", of.payment.receipt_number.clone()),
        ("desk-refund-was-paid", money(of.payment.amount_minor)),
        (
            "portal-paid-at",
            crate::kernel::format::date_time(of.payment.received_at, visit.tenant.zone(), visit.language),
        ),
    ]
    .into_iter()
    .map(|(key, value)| Fact {
        label: visit.text(key),
        value,
    })
    .collect()
}

fn raise_fields(visit: &Visit, left: Money, typed: &Typed) -> Vec<Field> {
    let mut amount = Field::new(FieldKind::Number, "amount", visit.text("desk-refund-amount"));
    amount.value = typed.amount.clone().unwrap_or_else(|| left.decimal());
    amount.width = 10;
    amount.unit = Some(crate::kernel::format::currency_sign(left.currency).to_owned());
    amount.hint = Some(visit.text_with(
        "desk-refund-amount-hint",
        "left",
        &crate::kernel::format::money(left, visit.language),
    ));
    let mut reason = Field::new(FieldKind::Textarea, "reason", visit.text("desk-refund-reason"));
    reason.hint = Some(visit.text("desk-refund-reason-hint"));
    reason.value.clone_from(&typed.reason);
    reason.max_length = characters_max();
    if let Some(refusal) = &typed.refusal {
        amount.error = problem_of(visit, refusal, "amount");
        reason.error = problem_of(visit, refusal, "reason");
    }
    vec![amount, reason]
}

/// `POST /desk/refunds/raise/{request}`
pub async fn raise(staff: Staff, id: web::Path<String>, form: PostedForm) -> Answer {
    let id: PaymentRequestId = id.parse().map_err(|_| Error::NotFound)?;
    let key: RefundId = form.text("refund_key").parse().map_err(|_| Error::NotFound)?;
    let visit = &staff.visit;
    let (amount, reason) = (form.text("amount").to_owned(), form.text("reason").to_owned());
    let decimals = visit.tenant.settings.tenant.currency.decimals();
    let asked = Asked {
        // What is no amount is told as nothing is: enter one.
        amount_minor: minor_units(&amount, decimals).unwrap_or_default(),
        reason: reason.clone(),
    };
    let done = visit
        .state
        .db
        .in_tenant(&visit.context, move |tx| {
            let new = NewRefund {
                request: id,
                refund: key,
            };
            raise_refund(&mut tx.authorise::<RaiseRefund>(new)?, &asked, clock::now())
        })
        .await;
    match done {
        Ok(refund) => Ok(visit.see_with(
            &format!("/desk/refunds/{}", refund.id),
            FlashKind::Ok,
            "desk-flash-refund-raised",
        )),
        Err(Error::Refused(refusal)) => {
            let typed = Typed {
                key,
                amount: Some(amount),
                reason,
                refusal: Some(refusal),
            };
            raise_page(&staff, id, StatusCode::UNPROCESSABLE_ENTITY, typed).await
        }
        Err(other) => Err(other.into()),
    }
}
