//! What `/health`, `doctor` and an operator want to know of relay and consumers.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use crate::platform::outbox::Lag;

/// Whether a part can work, and if not, what it waits for.
#[derive(Debug, Clone, Default, PartialEq, Eq, serde::Serialize)]
#[serde(tag = "state", content = "reason", rename_all = "snake_case")]
pub enum PartState {
    /// Not begun, or ended.
    #[default]
    Stopped,
    /// At work, or ready for it.
    Running,
    /// Waits for RabbitMQ.
    BrokerAway(String),
    /// Waits for the database.
    DatabaseAway(String),
}

/// What a subscription has done since the process began.
#[derive(Debug, Clone, Default, PartialEq, Eq, serde::Serialize)]
pub struct SubscriptionReport {
    /// Whether it can work.
    pub state: PartState,
    /// Deliveries settled in the database, repeated ones included.
    pub handled: u64,
    /// Deliveries put on the ladder.
    pub retried: u64,
    /// Deliveries parked.
    pub parked: u64,
}

/// The state of all parts at one moment.
#[derive(Debug, Clone, Default, PartialEq, Eq, serde::Serialize)]
pub struct Report {
    /// Whether events leave.
    pub relay: PartState,
    /// Events the broker has confirmed since the process began.
    pub published: u64,
    /// Events that wait in the outbox, counted up to 10,000; about a second old.
    pub waiting: i64,
    /// Since when the oldest of them waits.
    pub oldest: Option<crate::kernel::clock::Instant>,
    /// Each subscription.
    pub subscriptions: BTreeMap<&'static str, SubscriptionReport>,
}

impl Report {
    /// Whether every part that was begun can work.
    #[must_use]
    pub fn is_well(&self) -> bool {
        let is_away =
            |state: &PartState| matches!(state, PartState::BrokerAway(_) | PartState::DatabaseAway(_));
        !is_away(&self.relay) && self.subscriptions.values().all(|report| !is_away(&report.state))
    }
}

/// Written by the parts, read by whoever asks. Clones share it.
#[derive(Debug, Clone, Default)]
pub struct Health {
    report: Arc<Mutex<Report>>,
}

impl Health {
    /// The state now.
    #[must_use]
    pub fn report(&self) -> Report {
        self.lock().clone()
    }

    pub(super) fn relay(&self, state: PartState) {
        self.lock().relay = state;
    }

    pub(super) fn published(&self, events: usize) {
        let mut report = self.lock();
        report.relay = PartState::Running;
        report.published += events as u64;
    }

    pub(super) fn lag(&self, lag: &Lag) {
        let mut report = self.lock();
        report.waiting = lag.waiting;
        report.oldest = lag.oldest;
    }

    pub(super) fn subscription(&self, name: &'static str, change: impl FnOnce(&mut SubscriptionReport)) {
        change(self.lock().subscriptions.entry(name).or_default());
    }

    fn lock(&self) -> MutexGuard<'_, Report> {
        self.report.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
