//! Issuing credit notes.

use chrono::Datelike;
use sha2::{Digest, Sha256};

use crate::kernel::clock::{self, Instant};
use crate::kernel::error::{Error, Refusal, Result};
use crate::kernel::ids::CreditNoteId;
use crate::kernel::patterns::number::local_date;
use crate::platform::door::Granted;
use crate::platform::outbox;

use super::super::acts::IssueCreditNote;
use super::super::documents::{self, InvoiceBasis};
use super::super::events;
use super::super::model::BillingSettings;
use super::super::queries::credit_notes::{self, NewCreditNote};
use super::super::queries::{invoices, payments, requests};
use super::super::refunds::CreditNoteSummary;
use super::super::rules;
use super::super::ubl::{self, Preceding};

/// A credit note that exists.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Credited {
    /// The credit note.
    pub note: CreditNoteSummary,
    /// Whether this call issued it; otherwise the refund had it already.
    pub is_new: bool,
}

/// Issues the credit note of an approved refund, once: the handler of `refund.approved`. Its invoice has to be there, which
/// it names; its number is taken now, and its series is held until the transaction ends.
///
/// # Errors
/// Not found while the payment has no invoice; a refusal when the refund is not approved, the legal entity has no series for
/// the year, or the document would break the rules of EN 16931.
pub fn issue_credit_note(
    grant: &mut Granted<'_, IssueCreditNote>,
    settings: &BillingSettings,
    at: Instant,
) -> Result<Credited> {
    let (refund, sql) = grant.parts();
    if let Some(note) = credit_notes::of_refund(sql, refund.id)? {
        return Ok(Credited { note, is_new: false });
    }
    if refund.approved_at.is_none() {
        return Err(Error::refused("errors-refund-not-approved"));
    }
    let invoice = invoices::of_payment(sql, refund.payment)?.ok_or(Error::NotFound)?;
    let request = requests::by_id(sql, refund.request)?.ok_or(Error::NotFound)?;
    let payment = payments::of_request(sql, refund.request)?.ok_or(Error::NotFound)?;
    let seller = invoices::seller(sql, refund.legal_entity)?.ok_or(Error::NotFound)?;
    let year = local_date(at, settings.zone).year();
    let series = rules::credit_note_series_of(&seller, year)?;
    let taken = invoices::take_number(
        sql,
        refund.legal_entity,
        (&series, year),
        clock::to_microseconds(at),
    )?;
    let document = documents::credit_note_document(
        InvoiceBasis {
            request: &request,
            payment: &payment,
            seller: &seller,
            settings,
        },
        refund,
        Preceding {
            number: invoice.identifier.clone(),
            issued_on: Some(local_date(invoice.issued_at, settings.zone)),
        },
        (&series, taken.number),
        local_date(taken.issued_at, settings.zone),
    )?;
    let xml = ubl::to_xml(&document)
        .map_err(|problem| Refusal::new("errors-invoice-not-valid").with("problem", problem))?;
    let note = CreditNoteSummary {
        id: CreditNoteId::fresh(),
        legal_entity: refund.legal_entity,
        series,
        year,
        number: taken.number,
        identifier: document.identifier(),
        refund: refund.id,
        invoice: invoice.id,
        dossier: refund.dossier,
        issued_at: taken.issued_at,
        amount_minor: refund.amount_minor,
        currency: refund.currency,
    };
    credit_notes::insert(
        sql,
        &NewCreditNote {
            summary: &note,
            refund,
            buyer_name: &request.applicant_name,
            document: serde_json::to_value(&document).map_err(Error::internal)?,
            xml: &xml,
            xml_digest: &Sha256::digest(xml.as_bytes()),
        },
    )?;
    outbox::append(sql, &[events::credit_note_issued(&note)])?;
    Ok(Credited { note, is_new: true })
}
