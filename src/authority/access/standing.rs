//! Today in a tenant, and what is in force on it.

use std::sync::Arc;

use chrono::{NaiveDate, NaiveTime};
use chrono_tz::Tz;

use crate::kernel::calendar;
use crate::kernel::clock::Instant;

use super::policy::Policy;
use super::roles::RoleTemplates;

/// A day of a tenant, and the moment at which it is over.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Day {
    /// The date in the tenant's zone.
    pub date: NaiveDate,
    /// The tenant's next midnight: what begins or ends tomorrow does so then.
    pub until: Instant,
    /// The moment that lies in it.
    pub now: Instant,
}

impl Day {
    /// The day that `now` lies in.
    #[must_use]
    pub fn of(now: Instant, zone: Tz) -> Self {
        let date = now.with_timezone(&zone).date_naive();
        let tomorrow = date.succ_opt().unwrap_or(date);
        Self {
            date,
            until: calendar::moment(tomorrow, NaiveTime::MIN, zone),
            now,
        }
    }
}

/// What is in force in a tenant on a day, and by which templates.
#[derive(Clone)]
pub struct Standing {
    /// The day.
    pub day: Day,
    /// The policy of the day.
    pub policy: Arc<Policy>,
    /// The role templates.
    pub templates: Arc<RoleTemplates>,
}
