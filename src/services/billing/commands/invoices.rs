//! Issuing invoices.

use chrono::Datelike;
use sha2::{Digest, Sha256};

use crate::kernel::clock::{self, Instant};
use crate::kernel::error::{Error, Refusal, Result};
use crate::kernel::ids::InvoiceId;
use crate::kernel::patterns::number::local_date;
use crate::platform::door::Granted;
use crate::platform::outbox;

use super::super::acts::IssueInvoice;
use super::super::documents::{self, InvoiceBasis};
use super::super::events;
use super::super::model::{BillingSettings, InvoiceSummary};
use super::super::queries::invoices::{self, NewInvoice};
use super::super::queries::requests;
use super::super::rules;
use super::super::ubl;

/// An invoice that exists.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Issued {
    /// The invoice.
    pub invoice: InvoiceSummary,
    /// Whether this call issued it; otherwise the payment had it already.
    pub is_new: bool,
}

/// Issues the invoice of a payment, once: the handler of `payment.recorded` or of the job that asks for it.
///
/// The number is taken now and not before; its series is held until the transaction ends, so that the next number is
/// given only when this one is kept or given back.
///
/// # Errors
/// A refusal when the legal entity has no series for the year, or the document would break the rules of EN 16931: an
/// incident, not a passing failure.
pub fn issue_invoice(
    grant: &mut Granted<'_, IssueInvoice>,
    settings: &BillingSettings,
    at: Instant,
) -> Result<Issued> {
    let (payment, sql) = grant.parts();
    if let Some(invoice) = invoices::of_payment(sql, payment.id)? {
        return Ok(Issued {
            invoice,
            is_new: false,
        });
    }
    let request = requests::by_id(sql, payment.request)?.ok_or(Error::NotFound)?;
    let seller = invoices::seller(sql, payment.legal_entity)?.ok_or(Error::NotFound)?;
    let year = local_date(at, settings.zone).year();
    let series = rules::series_of(&seller, year)?;
    let at = clock::to_microseconds(at);
    let taken = invoices::take_number(sql, payment.legal_entity, (&series, year), at)?;
    let issued_on = local_date(taken.issued_at, settings.zone);
    let basis = InvoiceBasis {
        request: &request,
        payment,
        seller: &seller,
        settings,
    };
    let document = documents::invoice_document(basis, &series, taken.number, issued_on)?;
    let xml = ubl::to_xml(&document)
        .map_err(|problem| Refusal::new("errors-invoice-not-valid").with("problem", problem))?;
    let invoice = InvoiceSummary {
        id: InvoiceId::fresh(),
        legal_entity: payment.legal_entity,
        series,
        year,
        number: taken.number,
        identifier: document.identifier(),
        payment: payment.id,
        dossier: payment.dossier,
        issued_at: taken.issued_at,
        amount_minor: payment.amount_minor,
        currency: payment.currency,
    };
    invoices::insert(
        sql,
        &NewInvoice {
            summary: &invoice,
            payment,
            buyer_name: &request.applicant_name,
            document: serde_json::to_value(&document).map_err(Error::internal)?,
            xml: &xml,
            xml_digest: &Sha256::digest(xml.as_bytes()),
        },
    )?;
    outbox::append(sql, &[events::invoice_issued(&invoice)])?;
    Ok(Issued {
        invoice,
        is_new: true,
    })
}
