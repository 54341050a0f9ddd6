//! Money came, or went back: the books say so, and what came is invoiced.

use chrono::NaiveDate;
use serde::Deserialize;
use serde_json::Map;
use uuid::Uuid;

use crate::kernel::ids::{DossierId, LegalEntityId, OperatingUnitId, PaymentId};
use crate::kernel::money::{Currency, Money, Tender};
use crate::platform::door::TenantTx;
use crate::platform::envelope::Envelope;
use crate::services::billing::acts::{IssueInvoice, ReadDossierMoney};
use crate::services::billing::{BillingSettings, issue_invoice, money_of_dossier};
use crate::services::ledger::acts::{BooksKey, PostJournal};
use crate::services::ledger::{MoneyBack, PaymentReceived};
use crate::services::ledger::{post_owed_back, post_payment, post_refund, post_refund_paid};
use crate::services::workflow::acts::{RunProcess, Which};
use crate::services::workflow::commands as workflow;

use super::super::{Handler, HandlerError};
use super::fees::OfJob;
use super::process::{Cause, tell};
use super::{Story, now};

/// Posts payments and refunds to the journal.
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

/// Whose books an event concerns.
#[derive(Deserialize)]
struct BooksKeyOf {
    operating_unit_id: OperatingUnitId,
    legal_entity_id: LegalEntityId,
}

impl From<BooksKeyOf> for BooksKey {
    fn from(of: BooksKeyOf) -> Self {
        Self {
            legal_entity: of.legal_entity_id,
            unit: of.operating_unit_id,
        }
    }
}

impl Handler for PostPayments {
    fn subscription(&self) -> &'static str {
        "ledger.post"
    }

    fn kinds(&self) -> &[&'static str] {
        &[
            "payment.recorded",
            "payment.refund_needed",
            "refund.approved",
            "refund.paid",
        ]
    }

    fn handle(&self, tx: &mut TenantTx, event: &Envelope) -> Result<(), HandlerError> {
        if let "refund.approved" | "refund.paid" = event.kind.as_str() {
            let key = event.data::<BooksKeyOf>()?.into();
            let back: MoneyBack = event.data()?;
            let mut grant = tx.authorise::<PostJournal>(key)?;
            match event.kind.as_str() {
                "refund.approved" => post_refund(&mut grant, &back)?,
                _ => post_refund_paid(&mut grant, &back)?,
            };
            return Ok(());
        }
        if event.kind == "payment.refund_needed" {
            let owed: OwedBack = event.data()?;
            let key = BooksKey {
                legal_entity: owed.legal_entity_id,
                unit: owed.operating_unit_id,
            };
            let amount = Money::new(owed.amount_minor, owed.currency);
            let mut grant = tx.authorise::<PostJournal>(key)?;
            post_owed_back(
                &mut grant,
                owed.gateway_callback_id,
                owed.dossier_id,
                amount,
                owed.reported_on,
            )?;
            return Ok(());
        }
        let paid: Recorded = event.data()?;
        let key = BooksKey {
            legal_entity: paid.legal_entity_id,
            unit: paid.operating_unit_id,
        };
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

/// Issues invoices, and tells the process that waits for one.
pub(super) struct IssueInvoices(pub Story);

impl Handler for IssueInvoices {
    fn subscription(&self) -> &'static str {
        "billing.issue_invoice"
    }

    fn kinds(&self) -> &[&'static str] {
        &["payment.recorded", "workflow.job_requested"]
    }

    fn handle(&self, tx: &mut TenantTx, event: &Envelope) -> Result<(), HandlerError> {
        let story = &self.0;
        let tenant = story.tenant(tx.context().tenant)?;
        let settings = BillingSettings::of(&tenant)?;
        if event.kind == "payment.recorded" {
            let paid: Recorded = event.data()?;
            issue_invoice(
                &mut tx.authorise::<IssueInvoice>(paid.payment_id)?,
                &settings,
                now(),
            )?;
            return Ok(());
        }
        let of: OfJob = event.data()?;
        if of.job != "issue_invoice" {
            return Ok(());
        }
        // The process goes on when the invoice is there, whichever of the two events came first.
        let money = money_of_dossier(&mut tx.authorise::<ReadDossierMoney>(of.dossier_id)?)?;
        for payment in &money.payments {
            issue_invoice(&mut tx.authorise::<IssueInvoice>(payment.id)?, &settings, now())?;
        }
        let (_, shelf) = story.shelf(tx)?;
        let now = now();
        let moved = story.with_engine(&tenant, &shelf, now, |engine| {
            let grant = tx.authorise::<RunProcess>(Which::Instance(of.instance_id))?;
            workflow::complete_job(grant, engine, of.element_instance, Map::new())
        })?;
        tell(story, tx, &moved, &Cause::Other, now)?;
        Ok(())
    }
}
