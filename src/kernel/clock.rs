//! Time as an argument: rules take it, only the edge reads it.

use std::fmt;
use std::sync::Arc;

use chrono::{DateTime, Utc};

/// A moment, always in UTC; the tenant's zone is applied where a person reads or a rule counts days.
pub type Instant = DateTime<Utc>;

/// Reads the clock. Called at the edge (a handler, a worker), never inside a rule.
#[must_use]
pub fn now() -> Instant {
    Utc::now()
}

/// A clock that can be handed over: the machine's, or another where a midnight is to be lived through.
#[derive(Clone)]
pub struct Clock(Arc<dyn Fn() -> Instant + Send + Sync>);

impl Clock {
    /// The machine's own.
    #[must_use]
    pub fn system() -> Self {
        Self(Arc::new(now))
    }

    /// One that says what `read` says.
    #[must_use]
    pub fn reading(read: impl Fn() -> Instant + Send + Sync + 'static) -> Self {
        Self(Arc::new(read))
    }

    /// The moment it shows.
    #[must_use]
    pub fn now(&self) -> Instant {
        (self.0)()
    }
}

impl fmt::Debug for Clock {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Clock")
    }
}

/// The same moment without its nanoseconds: what the database can store, so that a value written equals the value
/// read back.
#[must_use]
pub fn to_microseconds(instant: Instant) -> Instant {
    DateTime::from_timestamp_micros(instant.timestamp_micros()).unwrap_or(instant)
}
