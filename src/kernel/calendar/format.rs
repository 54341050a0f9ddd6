//! How dates and times of day are written.

use chrono::NaiveDate;
use serde::{Deserialize, Deserializer, Serializer};

/// A time of day as `07:30`.
pub mod clock {
    use chrono::NaiveTime;
    use serde::{Deserialize, Deserializer, Serializer};

    /// Writes `07:30`.
    ///
    /// # Errors
    /// Those of the format.
    pub fn serialize<S: Serializer>(time: &NaiveTime, to: S) -> Result<S::Ok, S::Error> {
        to.collect_str(&time.format("%H:%M"))
    }

    /// Reads `07:30`.
    ///
    /// # Errors
    /// When it is no time of day.
    pub fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<NaiveTime, D::Error> {
        let text = String::deserialize(from)?;
        NaiveTime::parse_from_str(&text, "%H:%M")
            .map_err(|_| serde::de::Error::custom(format!("“{text}” is not a time; write it as 07:30")))
    }
}

/// A date as `2026-01-31`: a text, or a date of TOML without quotation marks.
pub mod day {
    use super::{Deserialize, Deserializer, NaiveDate, Serializer, Written};

    /// Writes `2026-01-31`.
    ///
    /// # Errors
    /// Those of the format.
    pub fn serialize<S: Serializer>(date: &NaiveDate, to: S) -> Result<S::Ok, S::Error> {
        to.collect_str(date)
    }

    /// Reads a date.
    ///
    /// # Errors
    /// When it is none.
    pub fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<NaiveDate, D::Error> {
        Written::deserialize(from)?.date()
    }
}

/// As [`day`], when there may be none.
pub mod optional_day {
    use super::{Deserialize, Deserializer, NaiveDate, Serializer, Written};

    /// Writes a date, or nothing.
    ///
    /// # Errors
    /// Those of the format.
    pub fn serialize<S: Serializer>(date: &Option<NaiveDate>, to: S) -> Result<S::Ok, S::Error> {
        match date {
            Some(date) => to.collect_str(date),
            None => to.serialize_none(),
        }
    }

    /// Reads a date, or nothing.
    ///
    /// # Errors
    /// When there is something that is no date.
    pub fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Option<NaiveDate>, D::Error> {
        Option::<Written>::deserialize(from)?
            .map(Written::date)
            .transpose()
    }
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Written {
    Text(String),
    Date(toml::value::Datetime),
}

impl Written {
    fn date<E: serde::de::Error>(self) -> Result<NaiveDate, E> {
        let text = match self {
            Written::Text(text) => text,
            Written::Date(date) => date.to_string(),
        };
        text.parse()
            .map_err(|_| E::custom(format!("“{text}” is not a date; write it as 2026-01-31")))
    }
}
