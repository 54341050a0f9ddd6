//! Money is given back: the credit note is issued and printed, and the gateway is told.

use std::sync::Arc;

use serde::Deserialize;

use crate::kernel::ids::{PaymentId, RefundId};
use crate::platform::door::TenantTx;
use crate::platform::envelope::Envelope;
use crate::services::billing::acts::{IssueCreditNote, IssueInvoice, RecordRefund};
use crate::services::billing::gateway::{GatewayError, RefundOrder, RefundReport};
use crate::services::billing::{
    BillingSettings, issue_credit_note, issue_invoice, order_of_refund, record_refund_report,
};
use crate::surfaces::callbacks::gateway::REFUNDS_PATH;

use super::super::{CallError, Handler, HandlerError, Steps};
use super::{Story, now};

#[derive(Deserialize)]
struct OfRefund {
    refund_id: RefundId,
    payment_id: PaymentId,
}

/// Issues credit notes for approved refunds.
pub(super) struct IssueCreditNotes(pub Story);

impl Handler for IssueCreditNotes {
    fn subscription(&self) -> &'static str {
        "billing.issue_credit_note"
    }

    fn kinds(&self) -> &[&'static str] {
        &["refund.approved"]
    }

    fn handle(&self, tx: &mut TenantTx, event: &Envelope) -> Result<(), HandlerError> {
        let of: OfRefund = event.data()?;
        let tenant = self.0.tenant(tx.context().tenant)?;
        let settings = BillingSettings::of(&tenant)?;
        // The invoice comes first, whichever of the two events did.
        issue_invoice(
            &mut tx.authorise::<IssueInvoice>(of.payment_id)?,
            &settings,
            now(),
        )?;
        issue_credit_note(
            &mut tx.authorise::<IssueCreditNote>(of.refund_id)?,
            &settings,
            now(),
        )?;
        Ok(())
    }
}

/// Tells the gateway to give money back, under the refund's id: told twice, it gives back once.
pub(super) struct TellGateway(pub Story);

impl Steps for TellGateway {
    type Call = RefundOrder;
    type Answer = (RefundReport, String);

    fn subscription(&self) -> &'static str {
        "billing.refund_at_gateway"
    }

    fn kinds(&self) -> &[&'static str] {
        &["refund.approved"]
    }

    fn claim(&self, tx: &mut TenantTx, event: &Envelope) -> Result<Option<RefundOrder>, HandlerError> {
        let of: OfRefund = event.data()?;
        let tenant = self.0.tenant(tx.context().tenant)?;
        let callback_url = self.0.config.public_url(tenant.host(), REFUNDS_PATH);
        let mut grant = tx.authorise::<RecordRefund>(of.refund_id)?;
        Ok(order_of_refund(&mut grant, &callback_url)?)
    }

    async fn call(&self, call: Arc<RefundOrder>, _: String) -> Result<(RefundReport, String), CallError> {
        self.0.gateway.refund(&call).await.map_err(|error| match error {
            GatewayError::Unavailable(why) => CallError::Temporary(why),
            GatewayError::Refused(why) => CallError::Permanent(why),
        })
    }

    fn record(
        &self,
        tx: &mut TenantTx,
        event: &Envelope,
        _: &RefundOrder,
        outcome: Result<&(RefundReport, String), &CallError>,
    ) -> Result<(), HandlerError> {
        // While it does not answer, it is asked again: by the ladder, and about every minute by the clock.
        let Ok((report, raw)) = outcome else {
            return Ok(());
        };
        let of: OfRefund = event.data()?;
        let tenant = self.0.tenant(tx.context().tenant)?;
        let settings = BillingSettings::of(&tenant)?;
        let mut grant = tx.authorise::<RecordRefund>(of.refund_id)?;
        record_refund_report(&mut grant, &settings, report, raw, "status", now())?;
        Ok(())
    }
}
