//! What `/health`, `doctor` and an operator want to know of relay and consumers.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

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

impl PartState {
    /// Begun, and RabbitMQ not reached yet.
    pub(super) fn not_reached() -> Self {
        Self::BrokerAway("not reached yet".into())
    }
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
    /// How long events took from happening to being handled.
    pub delays: Delays,
}

/// A histogram of durations from a quarter of a millisecond to hours, in steps of a fifth.
#[derive(Clone, PartialEq, Eq)]
pub struct Delays {
    counts: [u64; Self::STEPS],
}

impl Delays {
    const STEPS: usize = 96;
    const FIRST_MS: f64 = 0.25;
    const FACTOR: f64 = 1.2;

    /// Counts one duration.
    pub(super) fn note(&mut self, delay: Duration) {
        let mut bound_ms = Self::FIRST_MS;
        let delay_ms = delay.as_secs_f64() * 1_000.0;
        let last = Self::STEPS - 1;
        for (step, count) in self.counts.iter_mut().enumerate() {
            if delay_ms <= bound_ms || step == last {
                *count += 1;
                return;
            }
            bound_ms *= Self::FACTOR;
        }
    }

    /// What was counted since an earlier reading.
    #[must_use]
    pub fn since(&self, earlier: &Delays) -> Delays {
        let mut counts = self.counts;
        for (count, before) in counts.iter_mut().zip(earlier.counts) {
            *count = count.saturating_sub(before);
        }
        Delays { counts }
    }

    /// The duration within which this share (0 to 1) of all lay, rounded up to the histogram's next step; `None` when
    /// there are none.
    #[must_use]
    pub fn within(&self, share: f64) -> Option<Duration> {
        let all: u64 = self.counts.iter().sum();
        let mut bound_ms = Self::FIRST_MS;
        let mut below = 0;
        for count in self.counts {
            below += count;
            if all > 0 && below as f64 >= share * all as f64 {
                return Some(Duration::from_secs_f64(bound_ms / 1_000.0));
            }
            bound_ms *= Self::FACTOR;
        }
        None
    }
}

impl Default for Delays {
    fn default() -> Self {
        Self {
            counts: [0; Self::STEPS],
        }
    }
}

impl fmt::Debug for Delays {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "Delays {{ p50: {:?}, p99: {:?} }}",
            self.within(0.5),
            self.within(0.99)
        )
    }
}

impl serde::Serialize for Delays {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        use serde::ser::SerializeStruct;
        let in_ms = |share| self.within(share).map(|delay| delay.as_secs_f64() * 1_000.0);
        let mut fields = serializer.serialize_struct("Delays", 2)?;
        fields.serialize_field("p50_ms", &in_ms(0.5))?;
        fields.serialize_field("p99_ms", &in_ms(0.99))?;
        fields.end()
    }
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_of_delays_are_rounded_up_to_the_next_step() {
        let mut delays = Delays::default();
        assert_eq!(delays.within(0.5), None);
        for ms in 1..=100 {
            delays.note(Duration::from_millis(ms));
        }
        let ms = |share| delays.within(share).unwrap().as_secs_f64() * 1_000.0;
        assert!((50.0..=60.0).contains(&ms(0.5)), "{}", ms(0.5));
        assert!((99.0..=119.0).contains(&ms(0.99)), "{}", ms(0.99));
        delays.note(Duration::from_secs(1_000_000));
        assert!(
            delays.within(1.0).unwrap() > Duration::from_secs(1_000),
            "what is beyond the last step is in it"
        );
    }

    #[test]
    fn a_part_that_waits_is_not_well() {
        let health = Health::default();
        health.relay(PartState::Running);
        health.subscription("ledger", |report| report.state = PartState::Running);
        assert!(health.report().is_well());
        health.subscription("ledger", |report| {
            report.state = PartState::DatabaseAway("gone".into())
        });
        assert!(!health.report().is_well());
        let json = serde_json::to_value(health.report()).unwrap();
        assert_eq!(json["subscriptions"]["ledger"]["state"]["reason"], "gone");
    }
}
