//! Working days and hours of a tenant: dated data, never constants.
//!
//! A [`Calendar`] is what the tenant writes. [`WorkingCalendar`] is the same checked and indexed, and answers one
//! question: which sessions are worked on a date, and why. Hours and days are dated, so a calendar holds the past as
//! it was; a holiday decreed later is a calendar with one more day, and a due date is reckoned again with it.

mod format;
#[cfg(test)]
mod tests;
mod working;

use chrono::{DateTime, NaiveDate, NaiveTime, TimeDelta, TimeZone, Utc, Weekday};
use chrono_tz::Tz;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::locale::Localised;

pub use format::{clock, day, optional_day};
pub use working::{CalendarError, Day, DayKind, WorkingCalendar};

/// The working calendar of a tenant, as it is written.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Calendar {
    /// Where the days come from, and what is not yet certain.
    #[serde(default)]
    pub source: String,
    /// Regular hours. For a date those with the latest beginning apply; several with the same beginning complete each
    /// other (Monday to Friday, and a shorter Saturday).
    pub hours: Vec<Hours>,
    /// Days off besides the weekly ones.
    #[serde(default)]
    pub off: Vec<DayOff>,
    /// Days worked that would otherwise be off (make-up days).
    #[serde(default)]
    pub worked: Vec<DayWorked>,
    /// Days with other sessions than usual: half days.
    #[serde(default)]
    pub short: Vec<ShortDay>,
}

impl Calendar {
    /// Puts what is dated in order of its dates: the order in which it was written says nothing.
    pub fn in_order(&mut self) {
        self.hours
            .sort_by_key(|it| (it.from, it.days.iter().map(Weekday::num_days_from_monday).min()));
        for hours in &mut self.hours {
            hours.days.sort_by_key(Weekday::num_days_from_monday);
            hours.sessions.sort_by_key(|it| it.from);
        }
        self.off.sort_by_key(|it| it.date);
        self.worked.sort_by_key(|it| it.date);
        self.short.sort_by_key(|it| it.date);
    }
}

/// Regular hours from a date.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Hours {
    /// The first day they apply.
    #[serde(with = "day")]
    #[schemars(with = "NaiveDate")]
    pub from: NaiveDate,
    /// Days of the week, `mon` to `sun`.
    #[schemars(with = "Vec<WeekdayWord>")]
    pub days: Vec<Weekday>,
    /// Sessions of such a day, in order and apart.
    pub sessions: Vec<Session>,
}

/// How days of the week are written.
#[derive(JsonSchema)]
#[serde(rename_all = "lowercase")]
#[allow(dead_code, reason = "it only describes the words to editors")]
enum WeekdayWord {
    Mon,
    Tue,
    Wed,
    Thu,
    Fri,
    Sat,
    Sun,
}

/// A stretch of work in a day: the morning, the afternoon.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Session {
    /// Begins, local time.
    #[serde(with = "clock")]
    #[schemars(with = "String", regex(pattern = r"^[0-2][0-9]:[0-5][0-9]$"))]
    pub from: NaiveTime,
    /// Ends, local time.
    #[serde(with = "clock")]
    #[schemars(with = "String", regex(pattern = r"^[0-2][0-9]:[0-5][0-9]$"))]
    pub to: NaiveTime,
}

/// A day off.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct DayOff {
    /// The day.
    #[serde(with = "day")]
    #[schemars(with = "NaiveDate")]
    pub date: NaiveDate,
    /// Its name.
    #[serde(default)]
    pub name: Localised,
}

/// A day worked instead of another.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct DayWorked {
    /// The day.
    #[serde(with = "day")]
    #[schemars(with = "NaiveDate")]
    pub date: NaiveDate,
    /// The day off it makes up for, when that is known; its sessions are worked then.
    #[serde(default, with = "optional_day", skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<NaiveDate>")]
    pub instead_of: Option<NaiveDate>,
    /// Its own sessions, where they are others than those of a regular day.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub sessions: Vec<Session>,
}

/// A day with other sessions than usual.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ShortDay {
    /// The day.
    #[serde(with = "day")]
    #[schemars(with = "NaiveDate")]
    pub date: NaiveDate,
    /// Its name.
    #[serde(default)]
    pub name: Localised,
    /// What is worked.
    pub sessions: Vec<Session>,
}

/// The moment of a local time. Where clocks go forward over it, the first moment after; where they go back over it,
/// the first of the two.
#[must_use]
pub fn moment(date: NaiveDate, time: NaiveTime, zone: Tz) -> DateTime<Utc> {
    let local = date.and_time(time);
    // No zone skips more than a day (Samoa once skipped a whole one), in steps of at least a quarter of an hour.
    (0..=96)
        .find_map(|quarters| {
            zone.from_local_datetime(&(local + TimeDelta::minutes(15 * quarters)))
                .earliest()
        })
        .map_or_else(|| local.and_utc(), |found| found.with_timezone(&Utc))
}

/// The last second of a local day.
#[must_use]
pub fn end_of_day(date: NaiveDate, zone: Tz) -> DateTime<Utc> {
    let tomorrow = date.succ_opt().unwrap_or(date);
    moment(tomorrow, NaiveTime::MIN, zone) - TimeDelta::seconds(1)
}

impl Session {
    /// Its beginning and end on a date.
    #[must_use]
    pub fn on(&self, date: NaiveDate, zone: Tz) -> (DateTime<Utc>, DateTime<Utc>) {
        (moment(date, self.from, zone), moment(date, self.to, zone))
    }
}
