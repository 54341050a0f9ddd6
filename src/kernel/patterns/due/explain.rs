//! How a due date was computed, in steps that a page can show.

use chrono::{NaiveDate, NaiveTime};
use serde::{Deserialize, Serialize};

use crate::kernel::calendar::{Day, DayKind, clock};
use crate::kernel::locale::Localised;

/// What happened on a day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Step {
    /// The day, in the tenant's zone.
    pub date: NaiveDate,
    /// What happened.
    #[serde(flatten)]
    pub what: What,
}

/// What happened; times are local.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "what", rename_all = "snake_case")]
pub enum What {
    /// Received, at this time.
    Received {
        /// The time.
        #[serde(with = "clock")]
        at: NaiveTime,
    },
    /// Received after the cut-off: counts as received on the next working day.
    AfterCutOff {
        /// The cut-off.
        #[serde(with = "clock")]
        cut_off: NaiveTime,
    },
    /// Counts as the day of reception.
    Beginning,
    /// Counted as this day of the limit.
    Counted {
        /// Its number, from 1.
        day: u32,
        /// Whether it is a make-up day.
        make_up: bool,
    },
    /// Working time ran.
    Worked {
        /// Minutes that ran, rounded down.
        minutes: u64,
        /// Minutes that are left, rounded up.
        left: u64,
    },
    /// Off every week.
    WeeklyOff,
    /// A day off.
    Off {
        /// Its name.
        name: Localised,
    },
    /// Before the calendar has hours.
    BeforeHours,
    /// The clock stands.
    Standing,
    /// Closed already, or the limit ends on a day off: the next working day counts.
    MovedOn,
    /// Due, at this time.
    Due {
        /// The time.
        #[serde(with = "clock")]
        at: NaiveTime,
    },
}

impl What {
    /// Why a day without sessions is not counted.
    pub(super) fn not_worked(day: &Day<'_>) -> What {
        match day.kind {
            DayKind::Off(name) => What::Off { name: name.clone() },
            DayKind::BeforeHours => What::BeforeHours,
            _ => What::WeeklyOff,
        }
    }
}
