//! The time of a timer has come.

use std::sync::Arc;
use std::time::Duration;

use crate::authority::access::Gate;
use crate::kernel::error::Result;
use crate::kernel::ids::TenantId;
use crate::platform::door::Db;
use crate::services::workflow::acts::{RunProcess, Which};
use crate::services::workflow::commands as workflow;
use crate::services::workflow::queries::due_timers;

use super::super::Shutdown;
use super::process::{Cause, tell};
use super::{Story, now};

/// How often due timers are looked for.
const LOOK_EVERY: Duration = Duration::from_secs(1);
/// How many are fired in one look.
const TIMERS_MAX: i64 = 200;

/// Fires due timers until told to stop. Several nodes may run this: the instance is locked while it moves, and a timer
/// that was fired by another node moves nothing.
pub async fn run(story: Story, db: Db, gate: Gate, mut shutdown: Shutdown) {
    let mut every = tokio::time::interval(LOOK_EVERY);
    every.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
    while shutdown.or(every.tick()).await.is_some() {
        let due = db
            .in_platform("look for due timers", |tx| {
                due_timers(tx.sql(), now(), TIMERS_MAX)
            })
            .await;
        for (tenant, timer) in due.unwrap_or_else(|error| {
            tracing::debug!(%error, "due timers were not looked for");
            Vec::new()
        }) {
            if let Err(error) = fire(&story, &db, &gate, tenant, timer).await {
                tracing::warn!(%tenant, %timer, %error, "a timer did not fire; it is tried again");
            }
        }
    }
}

/// Fires one timer.
///
/// # Errors
/// When the database fails or the process cannot move.
pub async fn fire(story: &Story, db: &Db, gate: &Gate, tenant: TenantId, timer: uuid::Uuid) -> Result<()> {
    let context = Arc::new(gate.system(tenant, "process.clock"));
    let story = story.clone();
    db.in_tenant(&context, move |tx| {
        let (tenant, shelf) = story.shelf(tx)?;
        let now = now();
        let moved = story.with_engine(&tenant, &shelf, now, |engine| {
            let grant = tx.authorise::<RunProcess>(Which::Timer(timer))?;
            workflow::fire_timer(grant, engine)
        })?;
        tell(&story, tx, &moved, &Cause::Other, now)
    })
    .await
}
