//! Durations and moments as BPMN writes them (ISO 8601), read without guessing.

use std::fmt;
use std::str::FromStr;

use chrono::{DateTime, Days, Months, TimeDelta, Utc};
use serde::{Deserialize, Serialize};

use crate::kernel::clock::Instant;

/// A moment fixed in a drawing.
pub type PointInTime = DateTime<Utc>;

/// A length of time by the calendar: months and days are counted before seconds, because their length varies.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub struct IsoDuration {
    months: u32,
    days: u32,
    seconds: u32,
}

/// A text that is not a duration.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("\u{201c}{0}\u{201d} is not a duration such as P10D or PT4H of at most 100 years")]
pub struct NotADuration(pub String);

/// The longest wait a process may ask for: an application does not outlive its applicant.
const YEARS_MAX: u64 = 100;

impl IsoDuration {
    /// A duration of whole days.
    #[must_use]
    pub const fn of_days(days: u32) -> Self {
        Self {
            months: 0,
            days,
            seconds: 0,
        }
    }

    /// How many days it is, when it is of days alone.
    #[must_use]
    pub const fn in_days(self) -> Option<u32> {
        match (self.months, self.seconds) {
            (0, 0) => Some(self.days),
            _ => None,
        }
    }

    /// The moment this long after `start`, counted in UTC; `None` beyond the end of the calendar.
    #[must_use]
    pub fn after(self, start: Instant) -> Option<Instant> {
        start
            .checked_add_months(Months::new(self.months))?
            .checked_add_days(Days::new(u64::from(self.days)))?
            .checked_add_signed(TimeDelta::seconds(i64::from(self.seconds)))
    }
}

impl FromStr for IsoDuration {
    type Err = NotADuration;

    fn from_str(text: &str) -> Result<Self, NotADuration> {
        read(text).ok_or_else(|| NotADuration(text.chars().take(64).collect()))
    }
}

/// `P[nY][nM][nD][T[nH][nM][nS]]` or `PnW`, whole numbers only, at least one part, parts in order, not zero.
fn read(text: &str) -> Option<IsoDuration> {
    let body = text.strip_prefix('P')?;
    let (date, time) = match body.split_once('T') {
        Some((_, "")) => return None,
        Some((date, time)) => (date, time),
        None => (body, ""),
    };
    let [years, months, weeks, days] = parts(date, ['Y', 'M', 'W', 'D'])?;
    let [hours, minutes, seconds] = parts(time, ['H', 'M', 'S'])?;
    if weeks > 0 && (years, months, days, hours, minutes, seconds) != (0, 0, 0, 0, 0, 0) {
        return None;
    }
    let duration = IsoDuration {
        months: u32::try_from(years * 12 + months)
            .ok()
            .filter(|months| u64::from(*months) <= YEARS_MAX * 12)?,
        days: u32::try_from(weeks * 7 + days)
            .ok()
            .filter(|days| u64::from(*days) <= YEARS_MAX * 366)?,
        seconds: u32::try_from(hours * 3600 + minutes * 60 + seconds)
            .ok()
            .filter(|s| *s <= 100 * 366 * 86_400)?,
    };
    (duration != IsoDuration::default()).then_some(duration)
}

/// Numbers followed by the given letters, each at most once and in this order.
fn parts<const N: usize>(mut text: &str, letters: [char; N]) -> Option<[u64; N]> {
    let mut values = [0; N];
    let mut next = 0;
    while !text.is_empty() {
        let end = text
            .find(|c: char| !c.is_ascii_digit())
            .filter(|end| (1..=9).contains(end))?;
        let (number, rest) = text.split_at(end);
        let letter = rest.chars().next()?;
        let place = next + letters.get(next..)?.iter().position(|known| *known == letter)?;
        *values.get_mut(place)? = number.parse().ok()?;
        next = place + 1;
        text = rest.get(letter.len_utf8()..)?;
    }
    Some(values)
}

impl fmt::Display for IsoDuration {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("P")?;
        if self.months > 0 {
            write!(f, "{}M", self.months)?;
        }
        if self.days > 0 || *self == Self::default() {
            write!(f, "{}D", self.days)?;
        }
        if self.seconds > 0 {
            write!(f, "T{}S", self.seconds)?;
        }
        Ok(())
    }
}

impl From<IsoDuration> for String {
    fn from(duration: IsoDuration) -> Self {
        duration.to_string()
    }
}

impl TryFrom<String> for IsoDuration {
    type Error = NotADuration;

    fn try_from(text: String) -> Result<Self, NotADuration> {
        text.parse()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_are_read_in_every_shape_and_written_back_equal() {
        for (text, months, days, seconds) in [
            ("P10D", 0, 10, 0),
            ("P1Y2M3DT4H5M6S", 14, 3, 4 * 3600 + 5 * 60 + 6),
            ("P2W", 0, 14, 0),
            ("PT1M", 0, 0, 60),
            ("P1M", 1, 0, 0),
            ("PT36H", 0, 0, 129_600),
        ] {
            let duration: IsoDuration = text.parse().unwrap();
            assert_eq!(
                duration,
                IsoDuration {
                    months,
                    days,
                    seconds
                },
                "{text}"
            );
            assert_eq!(duration.to_string().parse(), Ok(duration), "{text}");
        }
    }

    #[test]
    fn what_is_not_a_duration_is_refused_and_never_means_now() {
        for text in [
            "",
            "P",
            "PT",
            "P0D",
            "PT0S",
            "10D",
            "P10",
            "P-1D",
            "-P1D",
            "P1DT",
            "P1D2M",
            "P1H",
            "PT1D",
            "P1.5D",
            "P1M1M",
            "P1W1D",
            "P9999999999D",
            "P101Y",
            "p10d",
            " P10D",
            "P10D ",
            "P１D",
            "R3/PT1H",
            "P99999999D",
            "P1Ê",
        ] {
            assert!(text.parse::<IsoDuration>().is_err(), "{text}");
        }
    }

    #[test]
    fn a_month_is_a_month_of_the_calendar() {
        let january: Instant = "2026-01-31T10:00:00Z".parse().unwrap();
        let month: IsoDuration = "P1M".parse().unwrap();
        assert_eq!(
            month.after(january).unwrap().to_rfc3339(),
            "2026-02-28T10:00:00+00:00"
        );
    }
}
