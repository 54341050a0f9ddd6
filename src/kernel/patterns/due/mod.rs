//! Due dates: `+d hh:mm` from reception, counted in working days, working hours or calendar days.
//!
//! | unit | `+d 00:00` | `+d hh:mm` |
//! |---|---|---|
//! | working day | the close of the d-th working day after reception | and hh:mm of working time more |
//! | working hour | d times eight working hours | and hh:mm of working time |
//! | calendar day | the close of the d-th day after reception; on a day off that of the next working day | d times 24 hours and hh:mm by the clock |
//!
//! - Day 1 is the day **after** reception (Viet Nam, Civil Code 2015, art. 147; a limit that ends on a day off moves to
//!   the next working day, art. 148). A make-up day is a working day, and so is a half day.
//! - `+0 00:00` is "the same day": the close of the day of reception, or of the next working day where reception was
//!   on a day off or after close. `+0 02:00` is a quarter of a day: two working hours from reception.
//! - Where there is a **cut-off**, what is received after it, or on a day off, counts as received on the next working
//!   day.
//! - While the **clock stands** (the applicant supplements or pays) working time does not run, and a day whose close
//!   falls into the pause is not counted; the day of reception neither, so reception counts anew from the day on
//!   which the clock runs again.
//!
//! [`reckon`] gives the due date and how it was computed, day by day. It is a pure function: after a change of the
//! calendar it is asked again. A stored due date is a moment; a tenant that changes its zone does not move it.

mod days;
mod explain;
mod hours;
mod parse;
mod pauses;
#[cfg(test)]
mod tests;

use std::fmt;

use chrono::{DateTime, NaiveDate, NaiveTime, Utc};
use chrono_tz::Tz;
use serde::{Deserialize, Serialize};

use crate::kernel::calendar::WorkingCalendar;

pub use explain::{Step, What};
pub use parse::{DuePatternError, Problem, parse_clock};
pub use pauses::Pause;

/// How long a working day is where days are turned into working time.
const HOURS_OF_A_DAY: u32 = 8;

/// A span `+d hh:mm`. It reads from and writes to its text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct DuePattern {
    days: u32,
    minutes: u32,
}

impl DuePattern {
    /// Reads `+d hh:mm`.
    ///
    /// # Errors
    /// With the position and what to write instead; see [`Problem`].
    pub fn parse(text: &str) -> Result<Self, DuePatternError> {
        parse::parse(text)
    }

    /// Whole days.
    #[must_use]
    pub fn days(self) -> u32 {
        self.days
    }

    /// Minutes beside the days; less than a day unless spans were added.
    #[must_use]
    pub fn minutes(self) -> u32 {
        self.minutes
    }

    /// Both spans together: days with days, hours with hours. An extension ("+10 days in difficult areas") is added so.
    #[must_use]
    pub fn plus(self, extension: DuePattern) -> DuePattern {
        DuePattern {
            days: self.days.saturating_add(extension.days),
            minutes: self.minutes.saturating_add(extension.minutes),
        }
    }
}

impl fmt::Display for DuePattern {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "+{} {:02}:{:02}",
            self.days,
            self.minutes / 60,
            self.minutes % 60
        )
    }
}

impl TryFrom<String> for DuePattern {
    type Error = DuePatternError;
    fn try_from(text: String) -> Result<Self, DuePatternError> {
        Self::parse(&text)
    }
}

impl From<DuePattern> for String {
    fn from(pattern: DuePattern) -> String {
        pattern.to_string()
    }
}

/// What a limit counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Unit {
    /// Days on which anything is worked.
    WorkingDay,
    /// Time within sessions.
    WorkingHour,
    /// Days of the calendar.
    CalendarDay,
}

/// A limit of no working time at all, which would be due at once.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error(
    "+0 00:00 in working hours would be due at once; for the same day write +0 00:00 with the unit working_day"
)]
pub struct NoTime;

/// A time limit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limit {
    span: DuePattern,
    unit: Unit,
    cut_off: Option<NaiveTime>,
}

impl Limit {
    /// A limit of `span` in `unit`. What is received after `cut_off` (local time) counts from the next working day.
    ///
    /// # Errors
    /// When it would be due at once.
    pub fn new(span: DuePattern, unit: Unit, cut_off: Option<NaiveTime>) -> Result<Self, NoTime> {
        if unit == Unit::WorkingHour && span.days == 0 && span.minutes == 0 {
            return Err(NoTime);
        }
        Ok(Self { span, unit, cut_off })
    }

    /// The same limit, longer by `extension`.
    #[must_use]
    pub fn extended(self, extension: DuePattern) -> Limit {
        Limit {
            span: self.span.plus(extension),
            ..self
        }
    }

    /// The span.
    #[must_use]
    pub fn span(&self) -> DuePattern {
        self.span
    }

    /// The unit.
    #[must_use]
    pub fn unit(&self) -> Unit {
        self.unit
    }

    /// The cut-off, local time.
    #[must_use]
    pub fn cut_off(&self) -> Option<NaiveTime> {
        self.cut_off
    }
}

/// Why there is no due date.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum DueError {
    /// The calendar has no working time for more than a year.
    #[error("the calendar has no working day in the year after {after}; add [[hours]] for that time")]
    NoWorkingTime {
        /// The last day on which anything was worked, or the day of reception.
        after: NaiveDate,
    },
    /// The due date lies more than forty years ahead.
    #[error("the due date lies beyond {0}; the limit is too long")]
    TooFar(NaiveDate),
    /// A pause that ends before it begins.
    #[error("the clock cannot run again at {to}, before it was stopped at {from}")]
    PauseBackwards {
        /// When the clock was stopped.
        from: DateTime<Utc>,
        /// When it would run again.
        to: DateTime<Utc>,
    },
}

/// A due date with how it was computed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reckoning {
    /// The moment; none while the clock stands and nobody knows until when.
    pub due: Option<DateTime<Utc>>,
    /// Day by day, in order.
    pub steps: Vec<Step>,
}

/// When what was received at `received` is due.
///
/// # Errors
/// When the calendar has no working time, the limit is too long, or a pause runs backwards.
pub fn reckon(
    limit: &Limit,
    received: DateTime<Utc>,
    stops: &[Pause],
    calendar: &WorkingCalendar,
    zone: Tz,
) -> Result<Reckoning, DueError> {
    let mut walk = days::Walk::begin(limit, received, stops, calendar, zone)?;
    let span = limit.span;
    let due = match limit.unit {
        Unit::WorkingHour => {
            let minutes = u64::from(span.days) * u64::from(HOURS_OF_A_DAY) * 60 + u64::from(span.minutes);
            walk.working_time_from_reception(minutes)?
        }
        Unit::WorkingDay if span.days == 0 && span.minutes > 0 => {
            walk.working_time_from_reception(span.minutes.into())?
        }
        Unit::WorkingDay => match walk.working_day(span.days)? {
            Some(close) if span.minutes > 0 => walk.working_time(close, span.minutes.into())?,
            close => close,
        },
        Unit::CalendarDay if span.minutes > 0 => {
            let minutes = u64::from(span.days) * 24 * 60 + u64::from(span.minutes);
            walk.clock_time(minutes)?
        }
        Unit::CalendarDay => walk.calendar_day(span.days)?,
    };
    Ok(walk.finish(due))
}
