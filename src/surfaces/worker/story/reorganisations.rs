//! The day of a planned reorganisation has come.

use std::sync::Arc;
use std::time::Duration;

use uuid::Uuid;

use crate::authority::access::Gate;
use crate::authority::organisation::{Reorganise, reorganise};
use crate::kernel::error::Result;
use crate::kernel::ids::TenantId;
use crate::platform::door::{Db, Whole};

use super::super::Shutdown;
use super::now;

/// How often due plans are looked for.
const LOOK_EVERY: Duration = Duration::from_secs(2);
/// How many are carried out in one look.
const PLANS_MAX: i64 = 50;

/// Carries due plans out until told to stop. Several nodes may run this: the plan is locked while it is carried out, and
/// one that another node carried out changes nothing.
pub async fn run(db: Db, gate: Gate, mut shutdown: Shutdown) {
    let mut every = tokio::time::interval(LOOK_EVERY);
    every.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
    while shutdown.or(every.tick()).await.is_some() {
        let due = db
            .in_platform("look for due reorganisations", |tx| {
                reorganise::due(tx.sql(), now(), PLANS_MAX)
            })
            .await;
        for (tenant, plan) in due.unwrap_or_else(|error| {
            tracing::debug!(%error, "due reorganisations were not looked for");
            Vec::new()
        }) {
            if let Err(error) = carry_out(&db, &gate, tenant, plan, now()).await {
                tracing::warn!(%tenant, %plan, %error, "a reorganisation was not carried out; it is tried again");
            }
        }
    }
}

/// Carries one plan out, in one transaction.
///
/// # Errors
/// When the database fails.
pub async fn carry_out(
    db: &Db,
    gate: &Gate,
    tenant: TenantId,
    plan: Uuid,
    now: crate::kernel::clock::Instant,
) -> Result<bool> {
    let context = Arc::new(gate.system(tenant, "organisation.clock"));
    db.in_tenant(&context, move |tx| {
        reorganise::apply_due(&mut tx.authorise::<Reorganise>(Whole)?, plan, now)
    })
    .await
}
