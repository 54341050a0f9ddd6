//! Money came: the books say so, and the invoice is issued.

use chrono::NaiveDate;
use serde::Deserialize;
use uuid::Uuid;

use crate::kernel::ids::{DossierId, LegalEntityId, OperatingUnitId, PaymentId};
use crate::kernel::money::{Currency, Money, Tender};
use crate::platform::door::TenantTx;
use crate::platform::envelope::Envelope;
use crate::services::billing::acts::IssueInvoice;
use crate::services::billing::issue_invoice;
use crate::services::billing::BillingSettings;
use crate::services::ledger::acts::{BooksKey, PostJournal};
use crate::services::ledger::{post_owed_back, post_payment};
use crate::services::ledger::PaymentReceived;

use super::super::{Handler, HandlerError};
use super::{Story, now};

/// Posts payments to the journal.
pub(super) struct PostPayments;

#[derive(Deserialize)]
struct Recorded {
    payment_id: PaymentId,
    dossier_id: DossierId,
    operating_unit_id: OperatingUnitId,
    legal_entity_id: LegalEntityId,
    method: Tender,
    net_minor: i64,
    shipping_minor: i64,
    tax_minor: i64,
    currency: Currency,
    received_on: NaiveDate,
}

#[derive(Deserialize)]
struct OwedBack {
    gateway_callback_id: Uuid,
    dossier_id: DossierId,
    operating_unit_id: OperatingUnitId,
    legal_entity_id: LegalEntityId,
    amount_minor: i64,
    currency: Currency,
    reported_on: NaiveDate,
}

impl Handler for PostPayments {
    fn subscription(&self) -> &'static str {
        "ledger.post"
    }

    fn kinds(&self) -> &[&'static str] {
        &["payment.recorded", "payment.refund_needed"]
    }

    fn handle(&self, tx: &mut TenantTx, event: &Envelope) -> Result<(), HandlerError> {
        if event.kind == "payment.refund_needed" {
            let owed: OwedBack = event.data()?;
            let key = BooksKey { legal_entity: owed.legal_entity_id, unit: owed.operating_unit_id };
            let amount = Money::new(owed.amount_minor, owed.currency);
            let mut grant = tx.authorise::<PostJournal>(key)?;
            post_owed_back(&mut grant, owed.gateway_callback_id, owed.dossier_id, amount, owed.reported_on)?;
            return Ok(());
        }
        let paid: Recorded = event.data()?;
        let key = BooksKey { legal_entity: paid.legal_entity_id, unit: paid.operating_unit_id };
        let received = PaymentReceived {
            payment_id: paid.payment_id,
            dossier_id: paid.dossier_id,
            method: paid.method,
            net_minor: paid.net_minor,
            shipping_minor: paid.shipping_minor,
            tax_minor: paid.tax_minor,
            currency: paid.currency,
            received_on: paid.received_on,
        };
        let mut grant = tx.authorise::<PostJournal>(key)?;
        post_payment(&mut grant, &received)?;
        Ok(())
    }
}

/// Issues invoices.
pub(super) struct IssueInvoices(pub Story);

impl Handler for IssueInvoices {
    fn subscription(&self) -> &'static str {
        "billing.issue_invoice"
    }

    fn kinds(&self) -> &[&'static str] {
        &["payment.recorded"]
    }

    fn handle(&self, tx: &mut TenantTx, event: &Envelope) -> Result<(), HandlerError> {
        let paid: Recorded = event.data()?;
        let tenant = self.0.tenant(tx.context().tenant)?;
        let settings = BillingSettings::of(&tenant)?;
        let mut grant = tx.authorise::<IssueInvoice>(paid.payment_id)?;
        issue_invoice(&mut grant, &settings, now())?;
        Ok(())
    }
}
