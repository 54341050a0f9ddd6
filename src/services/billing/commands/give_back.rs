//! Telling the gateway to give money back, and asking it when it stays silent.

use std::sync::Arc;

use chrono::Duration;

use crate::kernel::clock::{self, Instant};
use crate::kernel::context::Context;
use crate::kernel::error::{Error, Result};
use crate::kernel::ids::{RefundId, TenantId};
use crate::platform::door::{Db, Granted, Whole};

use super::super::acts::{RecordRefund, WatchSessions};
use super::super::gateway::{GatewayClient, RefundOrder};
use super::super::model::{BillingSettings, Verdict};
use super::super::queries::{payments, refunds};
use super::super::refunds::RefundState;
use super::reconcile::{BATCH, Reconciled, SILENCE_SECONDS};
use super::refunds::record_refund_report;

/// The order that the gateway is given for a refund; `None` when it has nothing to give back (any more).
///
/// # Errors
/// When the database fails.
pub fn order_of_refund(
    grant: &mut Granted<'_, RecordRefund>,
    callback_url: &str,
) -> Result<Option<RefundOrder>> {
    let (refund, sql) = grant.parts();
    if refund.state() != RefundState::AtGateway {
        return Ok(None);
    }
    let payment = payments::of_request(sql, refund.request)?.ok_or(Error::NotFound)?;
    Ok(Some(RefundOrder {
        refund: refund.id.uuid(),
        merchant: sql.tenant(),
        payment: payment.provider_reference,
        amount_minor: refund.amount_minor,
        currency: refund.currency,
        callback_url: callback_url.to_owned(),
        metadata: serde_json::Value::Null,
    }))
}

/// Asks the gateway about refunds it has been silent about, and gives it its order again when it does not know of one: the
/// key is the same, so that it gives back once. For a worker to call about every minute, as the system.
///
/// # Errors
/// When the database fails, or the gateway does not answer: what was recorded until then stays.
pub async fn reconcile_refunds(
    db: &Db,
    context: &Arc<Context>,
    client: &GatewayClient,
    settings: &Arc<BillingSettings>,
    callback_url: &str,
    now: Instant,
) -> Result<Reconciled> {
    let silent = db
        .in_tenant(context, move |tx| {
            let mut grant = tx.authorise::<WatchSessions>(Whole)?;
            let before = now - Duration::seconds(SILENCE_SECONDS);
            refunds::take_to_ask(grant.sql(), before, clock::to_microseconds(now), BATCH)
        })
        .await?;
    let mut done = Reconciled::default();
    for id in silent {
        done.asked += 1;
        let Some((report, raw)) = asked(db, context, client, id, callback_url).await? else {
            continue;
        };
        let settings = Arc::clone(settings);
        let verdict = db
            .in_tenant(context, move |tx| {
                let mut grant = tx.authorise::<RecordRefund>(id)?;
                record_refund_report(&mut grant, &settings, &report, &raw, "status", now)
            })
            .await?;
        done.settled += usize::from(verdict == Verdict::Settled);
        done.ended += usize::from(verdict != Verdict::Pending);
    }
    Ok(done)
}

/// Where a refund stands at the gateway, which is told of it if it was not.
async fn asked(
    db: &Db,
    context: &Arc<Context>,
    client: &GatewayClient,
    id: RefundId,
    callback_url: &str,
) -> Result<Option<(super::super::gateway::RefundReport, String)>> {
    let tenant: TenantId = context.tenant;
    if let Some(known) = client.refund_status(tenant, id.uuid()).await? {
        return Ok(Some(known));
    }
    let url = callback_url.to_owned();
    let order = db
        .in_tenant(context, move |tx| {
            order_of_refund(&mut tx.authorise::<RecordRefund>(id)?, &url)
        })
        .await?;
    match order {
        Some(order) => Ok(Some(client.refund(&order).await?)),
        None => Ok(None),
    }
}
