//! `calendar.toml`: working hours, days off and make-up days, all of them dated.

use chrono::{NaiveDate, NaiveTime};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::kernel::locale::Localised;

/// The working calendar of a tenant.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Calendar {
    /// Where the days come from, and what is not yet certain.
    pub source: String,
    /// Regular hours; for a day the latest set that has begun applies.
    pub hours: Vec<Hours>,
    /// Days off besides the weekly ones.
    #[serde(default)]
    pub off: Vec<DayOff>,
    /// Days worked that would otherwise be off.
    #[serde(default)]
    pub worked: Vec<DayWorked>,
}

/// Regular hours from a date.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Hours {
    /// The first day they apply.
    #[serde(with = "day")]
    pub from: NaiveDate,
    /// Days of the week.
    pub days: Vec<Weekday>,
    /// Sessions of such a day, in order and apart.
    pub sessions: Vec<Session>,
}

/// A stretch of work in a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Session {
    /// Begins.
    #[serde(with = "clock")]
    pub from: NaiveTime,
    /// Ends.
    #[serde(with = "clock")]
    pub to: NaiveTime,
}

/// A day of the week.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[allow(missing_docs, reason = "the seven names say it")]
pub enum Weekday {
    Mon,
    Tue,
    Wed,
    Thu,
    Fri,
    Sat,
    Sun,
}

impl Weekday {
    /// The same day in the words of `chrono`.
    #[must_use]
    pub const fn chrono(self) -> chrono::Weekday {
        match self {
            Weekday::Mon => chrono::Weekday::Mon,
            Weekday::Tue => chrono::Weekday::Tue,
            Weekday::Wed => chrono::Weekday::Wed,
            Weekday::Thu => chrono::Weekday::Thu,
            Weekday::Fri => chrono::Weekday::Fri,
            Weekday::Sat => chrono::Weekday::Sat,
            Weekday::Sun => chrono::Weekday::Sun,
        }
    }
}

/// A day off.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DayOff {
    /// The day.
    #[serde(with = "day")]
    pub date: NaiveDate,
    /// Its name.
    pub name: Localised,
}

/// A day worked instead of another.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DayWorked {
    /// The day.
    #[serde(with = "day")]
    pub date: NaiveDate,
    /// The day off it makes up for, when that is known.
    #[serde(default, with = "optional_day", skip_serializing_if = "Option::is_none")]
    pub instead_of: Option<NaiveDate>,
}

/// `HH:MM`.
mod clock {
    use super::{Deserialize, Deserializer, NaiveTime, Serializer};

    pub fn serialize<S: Serializer>(time: &NaiveTime, to: S) -> Result<S::Ok, S::Error> {
        to.collect_str(&time.format("%H:%M"))
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<NaiveTime, D::Error> {
        let text = String::deserialize(from)?;
        NaiveTime::parse_from_str(&text, "%H:%M")
            .map_err(|_| serde::de::Error::custom(format!("“{text}” is not a time; write it as 07:30")))
    }
}

/// A TOML date (`2026-01-01`, unquoted) or the same as a text.
pub(super) mod day {
    use super::{Deserialize, Deserializer, NaiveDate, Serializer};

    pub fn serialize<S: Serializer>(date: &NaiveDate, to: S) -> Result<S::Ok, S::Error> {
        to.collect_str(date)
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<NaiveDate, D::Error> {
        parse(&super::Written::deserialize(from)?.0)
    }

    pub(super) fn parse<E: serde::de::Error>(text: &str) -> Result<NaiveDate, E> {
        text.parse()
            .map_err(|_| E::custom(format!("“{text}” is not a date; write it as 2026-01-31")))
    }
}

/// As [`day`], when there may be none.
pub(super) mod optional_day {
    use super::{Deserialize, Deserializer, NaiveDate, Serializer};

    pub fn serialize<S: Serializer>(date: &Option<NaiveDate>, to: S) -> Result<S::Ok, S::Error> {
        match date {
            Some(date) => to.collect_str(date),
            None => to.serialize_none(),
        }
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Option<NaiveDate>, D::Error> {
        Option::<super::Written>::deserialize(from)?
            .map(|text| super::day::parse(&text.0))
            .transpose()
    }
}

/// A date as it is written, quoted or not.
pub(super) struct Written(pub(super) String);

impl<'de> Deserialize<'de> for Written {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        #[serde(untagged)]
        enum Either {
            Text(String),
            Date(toml::value::Datetime),
        }
        Ok(match Either::deserialize(from)? {
            Either::Text(text) => Written(text),
            Either::Date(date) => Written(date.to_string()),
        })
    }
}
