//! Time as an argument: rules take it, only the edge reads it.

use chrono::{DateTime, Utc};

/// A moment, always in UTC; the tenant's zone is applied where a person reads or a rule counts days.
pub type Instant = DateTime<Utc>;

/// Reads the clock. Called at the edge (a handler, a worker), never inside a rule.
#[must_use]
pub fn now() -> Instant {
    Utc::now()
}
