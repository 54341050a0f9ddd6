//! Time as an argument: rules take it, only the edge reads it.

use chrono::{DateTime, Utc};

/// A moment, always in UTC; the tenant's zone is applied where a person reads or a rule counts days.
pub type Instant = DateTime<Utc>;

/// Reads the clock. Called at the edge (a handler, a worker), never inside a rule.
#[must_use]
pub fn now() -> Instant {
    Utc::now()
}

/// The same moment without its nanoseconds: what the database can store, so that a value written equals the value
/// read back.
#[must_use]
pub fn to_microseconds(instant: Instant) -> Instant {
    DateTime::from_timestamp_micros(instant.timestamp_micros()).unwrap_or(instant)
}
