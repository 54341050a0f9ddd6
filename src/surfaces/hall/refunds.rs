//! Handing refunds over in cash. The citizen shows who she is and quotes the reference; what was approved is handed over
//! once, out of what the desk took today.

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};

use crate::kernel::actions::Verb;
use crate::kernel::clock;
use crate::kernel::error::{Error, Refusal, Result};
use crate::kernel::format;
use crate::kernel::ids::{HallId, RefundId};
use crate::platform::render::FlashKind;
use crate::services::billing::acts::{PayOutRefund, ReadRefund, RefundAtDesk};
use crate::services::billing::{BillingSettings, Refund, RefundState, pay_out_refund};
use crate::services::catalogue::HallFacts;
use crate::surfaces::desk::Staff;
use crate::surfaces::web::fields::ErrorLink;
use crate::surfaces::web::views::Fact;
use crate::surfaces::web::{Answer, Failure, PostedForm};

use super::cash::Asked;
use super::views::{CashRefund, RefundDue};
use super::which::hall;

/// A refund that can be fetched, in the list of the desk.
pub(super) fn due(refund: &Refund, hall: HallId) -> RefundDue {
    RefundDue {
        reference: refund.reference.clone(),
        url: format!("/hall/cash/refunds/{}?hall={hall}", refund.id),
        applicant: refund.applicant_name.clone(),
        amount: refund.money(),
    }
}

/// `GET /hall/cash/refunds/{refund}`: before it was handed over a question, afterwards the slip.
pub async fn page(staff: Staff, id: web::Path<String>, asked: web::Query<Asked>) -> Answer {
    let id: RefundId = id.parse().map_err(|_| Error::NotFound)?;
    let refund = read(&staff, id).await?;
    let hall = hall(&staff, &asked.hall)?;
    answer(&staff, hall, &refund, StatusCode::OK, None)
}

async fn read(staff: &Staff, id: RefundId) -> Result<Refund> {
    if !staff.offers(Verb::PayOutRefund) {
        return Err(Error::Denied {
            verb: Verb::PayOutRefund,
            subject: None,
        });
    }
    let visit = &staff.visit;
    let refund = visit
        .state
        .db
        .in_tenant(&visit.context, move |tx| {
            Ok(tx.authorise::<ReadRefund>(id)?.into_subject())
        })
        .await?;
    match refund.state() {
        RefundState::AtDesk | RefundState::Paid => Ok(refund),
        // What waits for a decision, or for the gateway, is nothing of the cash desk's.
        _ => Err(Error::NotFound),
    }
}

fn answer(
    staff: &Staff,
    hall: &HallFacts,
    refund: &Refund,
    status: StatusCode,
    refused: Option<&Refusal>,
) -> std::result::Result<HttpResponse, Failure> {
    let visit = &staff.visit;
    let paid_at = refund
        .hall
        .and_then(|hall| staff.shelf.hall(hall))
        .unwrap_or(hall);
    let fact = |key: &str, value: String| {
        (!value.is_empty()).then(|| Fact {
            label: visit.text(key),
            value,
        })
    };
    let entity = staff.shelf.legal_entities.get(&refund.legal_entity);
    let facts = [
        fact("desk-refund-reference", refund.reference.clone()),
        fact("common-dossier-code", refund.dossier_number.clone()),
        fact("desk-refund-applicant", refund.applicant_name.clone()),
        fact("common-amount", format::money(refund.money(), visit.language)),
        fact(
            "hall-refund-payer",
            entity.map(|name| visit.say(name).to_owned()).unwrap_or_default(),
        ),
        fact("hall-refund-hall", visit.say(&paid_at.name).to_owned()),
        fact(
            "desk-refund-approved",
            refund
                .decided_by
                .as_ref()
                .and_then(|by| by.name.clone())
                .unwrap_or_default(),
        ),
        fact(
            "desk-refund-paid",
            refund
                .paid_at
                .map(|at| format::date_time(at, visit.tenant.zone(), visit.language))
                .unwrap_or_default(),
        ),
        fact(
            "hall-refund-cashier",
            refund
                .paid_by
                .as_ref()
                .and_then(|by| by.name.clone())
                .unwrap_or_default(),
        ),
    ];
    let view = CashRefund {
        desk: staff.desk("cash"),
        reference: refund.reference.clone(),
        hall: visit.say(&hall.name).to_owned(),
        amount: refund.money(),
        facts: facts.into_iter().flatten().collect(),
        action: (refund.state() == RefundState::AtDesk)
            .then(|| format!("/hall/cash/refunds/{}?hall={}", refund.id, hall.id)),
        errors: refused
            .map(|refusal| ErrorLink {
                id: "hand-over".to_owned(),
                label: String::new(),
                text: visit.refusal(refusal),
            })
            .into_iter()
            .collect(),
        desk_url: format!("/hall/cash?hall={}", hall.id),
    };
    visit.page_with(status, "hall/refund.html", "hall", &view)
}

/// `POST /hall/cash/refunds/{refund}`
pub async fn hand_over(
    staff: Staff,
    id: web::Path<String>,
    asked: web::Query<Asked>,
    _form: PostedForm,
) -> Answer {
    let id: RefundId = id.parse().map_err(|_| Error::NotFound)?;
    let refund = read(&staff, id).await?;
    let at = hall(&staff, &asked.hall)?;
    let (visit, hall) = (&staff.visit, at.id);
    let settings = BillingSettings::of(&visit.tenant)?;
    let done = visit
        .state
        .db
        .in_tenant(&visit.context, move |tx| {
            let mut grant = tx.authorise::<PayOutRefund>(RefundAtDesk { refund: id, hall })?;
            pay_out_refund(&mut grant, &settings, clock::now())
        })
        .await;
    match done {
        Ok(_) => Ok(visit.see_with(
            &format!("/hall/cash/refunds/{id}?hall={hall}"),
            FlashKind::Ok,
            "hall-flash-refund-handed-over",
        )),
        Err(Error::Refused(refusal)) => answer(
            &staff,
            at,
            &refund,
            StatusCode::UNPROCESSABLE_ENTITY,
            Some(&refusal),
        ),
        Err(other) => Err(other.into()),
    }
}
