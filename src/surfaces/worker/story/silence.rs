//! The gateway stays silent about a payment or a refund: it is asked.

use std::sync::Arc;
use std::time::Duration;

use crate::authority::access::Gate;
use crate::authority::tenancy::Tenant;
use crate::kernel::error::Result;
use crate::platform::door::Db;
use crate::services::billing::gateway::GatewayClient;
use crate::services::billing::{BillingSettings, reconcile, reconcile_refunds};
use crate::surfaces::callbacks::gateway::REFUNDS_PATH;

use super::super::Shutdown;
use super::{Story, now};

/// How often silent sessions are looked for.
const ASK_EVERY: Duration = Duration::from_secs(60);

/// Asks about silent sessions of every tenant until told to stop. Several nodes may run this: a session is asked about
/// by one of them.
pub async fn run(story: Story, db: Db, gate: Gate, client: GatewayClient, mut shutdown: Shutdown) {
    let mut every = tokio::time::interval(ASK_EVERY);
    every.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
    while shutdown.or(every.tick()).await.is_some() {
        for tenant in story.tenants.all() {
            match ask(&story, &db, &gate, &client, &tenant).await {
                Ok(done) if done.asked > 0 => {
                    tracing::info!(tenant = %tenant.id, asked = done.asked, settled = done.settled, "the gateway was asked");
                }
                Ok(_) => {}
                Err(error) => {
                    tracing::warn!(tenant = %tenant.id, %error, "the gateway was not asked; it is tried again")
                }
            }
        }
    }
}

async fn ask(
    story: &Story,
    db: &Db,
    gate: &Gate,
    client: &GatewayClient,
    tenant: &Tenant,
) -> Result<crate::services::billing::Reconciled> {
    let context = Arc::new(gate.system(tenant.id, "gateway.silence"));
    let settings = Arc::new(BillingSettings::of(tenant)?);
    let payments = reconcile(db, &context, client, &settings, now()).await?;
    let callback_url = story.config.public_url(tenant.host(), REFUNDS_PATH);
    let refunds = reconcile_refunds(db, &context, client, &settings, &callback_url, now()).await?;
    Ok(payments.plus(refunds))
}
