//! Asking the gateway when it stays silent: a lost callback must not lose a payment.

use std::sync::Arc;

use chrono::Duration;

use crate::kernel::clock::{self, Instant};
use crate::kernel::context::Context;
use crate::kernel::error::{Error, Result};
use crate::platform::door::{Db, Whole};

use super::super::acts::{RecordPayment, WatchSessions};
use super::super::gateway::{GatewayClient, Report};
use super::super::model::{BillingSettings, GatewaySession, Verdict};
use super::super::queries::gateway;
use super::online::record_report;

/// How long a session is left to itself before the gateway is asked.
pub(super) const SILENCE_SECONDS: i64 = 60;
/// How long the gateway may not know a session before it is given up: an opening call may still be under way.
const UNKNOWN_SECONDS: i64 = 3_600;
/// How many sessions, and how many refunds, of a tenant are asked about at once.
pub(super) const BATCH: i64 = 50;

/// What came of asking.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Reconciled {
    /// Sessions asked about.
    pub asked: usize,
    /// Requests settled by it.
    pub settled: usize,
    /// Sessions ended by it, paid or not.
    pub ended: usize,
}

impl Reconciled {
    /// Both together.
    #[must_use]
    pub const fn plus(self, other: Reconciled) -> Self {
        Self {
            asked: self.asked + other.asked,
            settled: self.settled + other.settled,
            ended: self.ended + other.ended,
        }
    }
}

/// Asks the gateway about the open sessions of a tenant it has been silent about, and records its answers. For a worker to
/// call about every minute, as the system.
///
/// # Errors
/// When the database fails, or the gateway does not answer: what was recorded until then stays.
pub async fn reconcile(
    db: &Db,
    context: &Arc<Context>,
    client: &GatewayClient,
    settings: &Arc<BillingSettings>,
    now: Instant,
) -> Result<Reconciled> {
    let sessions = db
        .in_tenant(context, move |tx| {
            let mut grant = tx.authorise::<WatchSessions>(Whole)?;
            let before = now - Duration::seconds(SILENCE_SECONDS);
            gateway::take_sessions_to_ask(grant.sql(), before, clock::to_microseconds(now), BATCH)
        })
        .await?;
    let mut done = Reconciled::default();
    for session in sessions {
        done.asked += 1;
        match client.status(context.tenant, session.id).await? {
            Some((report, raw)) => {
                let verdict = record(db, context, settings, report, raw, now).await?;
                done.settled += usize::from(verdict == Some(Verdict::Settled));
                done.ended += usize::from(verdict.is_some_and(|verdict| verdict != Verdict::Pending));
            }
            None if session.opened_at + Duration::seconds(UNKNOWN_SECONDS) < now => {
                give_up(db, context, session, now).await?;
                done.ended += 1;
            }
            None => {}
        }
    }
    Ok(done)
}

async fn record(
    db: &Db,
    context: &Arc<Context>,
    settings: &Arc<BillingSettings>,
    report: Report,
    raw: String,
    now: Instant,
) -> Result<Option<Verdict>> {
    // That nothing has happened yet is not worth a row.
    if report.state == super::super::gateway::SessionState::Pending {
        return Ok(Some(Verdict::Pending));
    }
    let settings = Arc::clone(settings);
    let recorded = db
        .in_tenant(context, move |tx| {
            let mut grant = tx.authorise::<RecordPayment>(report.session)?;
            record_report(&mut grant, &settings, &report, &raw, "status", now)
        })
        .await;
    match recorded {
        Ok(verdict) => Ok(Some(verdict)),
        Err(Error::NotFound) => Ok(None),
        Err(error) => Err(error),
    }
}

async fn give_up(db: &Db, context: &Arc<Context>, session: GatewaySession, now: Instant) -> Result<()> {
    db.in_tenant(context, move |tx| {
        let mut grant = tx.authorise::<RecordPayment>(session.id)?;
        gateway::end_session(grant.sql(), session.id, "unknown", clock::to_microseconds(now)).map(|_| ())
    })
    .await
}
