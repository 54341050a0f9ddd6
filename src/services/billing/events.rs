//! What billing says has happened. Payloads hold ids and amounts.

use chrono::NaiveDate;
use serde_json::json;
use uuid::Uuid;

use crate::kernel::money::Money;
use crate::platform::outbox::Event;

use super::model::{InvoiceSummary, Payment, PaymentRequest};
use super::refunds::{CreditNoteSummary, Refund};

/// `fee.raised`: money is due for a dossier.
pub(super) fn fee_raised(request: &PaymentRequest) -> Event {
    Event {
        kind: "fee.raised",
        subject: request.id.uuid(),
        data: json!({
            "payment_request_id": request.id,
            "dossier_id": request.dossier,
            "operating_unit_id": request.unit,
            "legal_entity_id": request.legal_entity,
            "amount_minor": request.amount_minor,
            "currency": request.currency,
        }),
    }
}

/// `payment.recorded`: a request is settled. `received_on` is the day in the tenant's zone.
pub(super) fn payment_recorded(payment: &Payment, request: &PaymentRequest, received_on: NaiveDate) -> Event {
    Event {
        kind: "payment.recorded",
        subject: payment.id.uuid(),
        data: json!({
            "payment_id": payment.id,
            "payment_request_id": payment.request,
            "dossier_id": payment.dossier,
            "procedure_id": request.procedure,
            "operating_unit_id": payment.unit,
            "legal_entity_id": payment.legal_entity,
            "method": payment.method,
            "net_minor": request.net_minor,
            "shipping_minor": request.shipping_minor,
            "tax_minor": request.tax_minor,
            "amount_minor": payment.amount_minor,
            "currency": payment.currency,
            "received_on": received_on,
        }),
    }
}

/// `payment.refund_needed`: the gateway took money that was not due any more. The subject is its report.
pub(super) fn refund_needed(
    report: Uuid,
    request: &PaymentRequest,
    amount: Money,
    reported_on: NaiveDate,
) -> Event {
    Event {
        kind: "payment.refund_needed",
        subject: report,
        data: json!({
            "gateway_callback_id": report,
            "payment_request_id": request.id,
            "dossier_id": request.dossier,
            "operating_unit_id": request.unit,
            "legal_entity_id": request.legal_entity,
            "amount_minor": amount.amount_minor,
            "currency": amount.currency,
            "reported_on": reported_on,
        }),
    }
}

/// `invoice.issued`.
pub(super) fn invoice_issued(invoice: &InvoiceSummary) -> Event {
    Event {
        kind: "invoice.issued",
        subject: invoice.id.uuid(),
        data: json!({
            "invoice_id": invoice.id,
            "payment_id": invoice.payment,
            "dossier_id": invoice.dossier,
            "legal_entity_id": invoice.legal_entity,
            "amount_minor": invoice.amount_minor,
            "currency": invoice.currency,
        }),
    }
}

/// `refund.approved`, `refund.declined` (by the gateway) or `refund.paid`. `on` is the day in the tenant's zone; `method` is the
/// way the money goes back, or went.
pub(super) fn refund_happened(kind: &'static str, refund: &Refund, on: NaiveDate) -> Event {
    Event {
        kind,
        subject: refund.id.uuid(),
        data: json!({
            "refund_id": refund.id,
            "payment_id": refund.payment,
            "payment_request_id": refund.request,
            "dossier_id": refund.dossier,
            "procedure_id": refund.procedure,
            "operating_unit_id": refund.received_by_unit,
            "legal_entity_id": refund.legal_entity,
            "method": refund.paid_in.unwrap_or(refund.method),
            "net_minor": refund.parts.net_minor,
            "shipping_minor": refund.parts.shipping_minor,
            "tax_minor": refund.parts.tax_minor,
            "amount_minor": refund.amount_minor,
            "currency": refund.currency,
            "on": on,
        }),
    }
}

/// `credit_note.issued`.
pub(super) fn credit_note_issued(note: &CreditNoteSummary) -> Event {
    Event {
        kind: "credit_note.issued",
        subject: note.id.uuid(),
        data: json!({
            "credit_note_id": note.id,
            "refund_id": note.refund,
            "invoice_id": note.invoice,
            "dossier_id": note.dossier,
            "legal_entity_id": note.legal_entity,
            "amount_minor": note.amount_minor,
            "currency": note.currency,
        }),
    }
}
