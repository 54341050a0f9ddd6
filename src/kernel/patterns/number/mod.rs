//! Number patterns: how dossiers, result papers and receipts are numbered.
//!
//! ```text
//! pattern := (literal | {YYYY} | {YY} | {MM} | {DD} | {unit} | {N…N[-D|-M|-Y]})*
//! ```
//!
//! Exactly one serial with at least two `N`; its suffix is the period after which it starts again, none means
//! never. `{unit}` stands for the code of the operating unit, so that Viet Nam's dossier code (Circular
//! 01/2018/TT-VPCP, art. 19) is `H99.{unit}-{YY}{MM}{DD}-{NNNN-D}`. Text outside braces is literal, whatever
//! letters it has.
//!
//! The pattern only says where a serial goes and which counter it comes from. Counting is the database's job: the
//! counter's key is (tenant, owner of the series, unit where [`NumberPattern::uses_unit`], [`NumberPattern::series_key`]).

mod parse;
#[cfg(test)]
mod tests;

use std::fmt;

use chrono::{DateTime, Datelike, NaiveDate, Utc};
use chrono_tz::Tz;
use serde::{Deserialize, Serialize};

pub use parse::{NumberPatternError, Problem};

/// After which period a serial starts again at 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Reset {
    /// It never does.
    Never,
    /// Every year.
    Yearly,
    /// Every month.
    Monthly,
    /// Every day.
    Daily,
}

/// The period a serial belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Period {
    /// All time.
    Ever,
    /// A calendar year.
    Year(i32),
    /// A month of a year.
    Month(i32, u32),
    /// A day.
    Day(NaiveDate),
}

/// The same text for the same period and never for another: parts have fixed widths, and the first letter says
/// which kind of period it is, so that a pattern whose reset changes starts a counter of its own.
impl fmt::Display for Period {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Period::Ever => f.write_str("E"),
            Period::Year(year) => write!(f, "Y{year:04}"),
            Period::Month(year, month) => write!(f, "M{year:04}-{month:02}"),
            Period::Day(day) => write!(f, "D{:04}-{:02}-{:02}", day.year(), day.month(), day.day()),
        }
    }
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Part {
    Literal(String),
    Year,
    ShortYear,
    Month,
    Day,
    Unit,
}

/// A parsed number pattern. It reads from and writes to its own text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct NumberPattern {
    text: String,
    before: Vec<Part>,
    after: Vec<Part>,
    width: usize,
    reset: Reset,
}

/// Everything of a number except its serial, so that the database can put the serial in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NumberFrame {
    /// What stands before the serial.
    pub prefix: String,
    /// What stands after it.
    pub suffix: String,
    /// The least number of digits; a longer serial keeps all of its own. In SQL:
    /// `lpad(s, greatest(width, length(s)), '0')`, because `lpad` alone would cut the serial off.
    pub width: usize,
}

impl NumberFrame {
    /// The whole number with `serial` in its place.
    #[must_use]
    pub fn fill(&self, serial: u64) -> String {
        format!(
            "{}{serial:0width$}{}",
            self.prefix,
            self.suffix,
            width = self.width
        )
    }
}

/// How far a series is from outgrowing its width.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Room {
    /// Less than nine tenths used.
    Enough,
    /// At least nine tenths used: the administrator is told.
    Nearly,
    /// The serial is longer than its width; numbers are one digit wider now.
    Outgrown,
}

/// A unit code that cannot stand in a number.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "unit code \u{201c}{code}\u{201d} cannot stand in a number: use 1 to 32 letters, digits and points, such as H12.03"
)]
pub struct UnitCodeError {
    /// The code.
    pub code: String,
}

/// The date of a moment in the tenant's zone: the date that numbers carry.
#[must_use]
pub fn local_date(moment: DateTime<Utc>, zone: Tz) -> NaiveDate {
    moment.with_timezone(&zone).date_naive()
}

impl NumberPattern {
    /// Reads a pattern.
    ///
    /// # Errors
    /// With the position and what to write instead; see [`Problem`].
    pub fn parse(text: &str) -> Result<Self, NumberPatternError> {
        parse::parse(text)
    }

    /// The pattern as it was written.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// When the serial starts again.
    #[must_use]
    pub fn reset(&self) -> Reset {
        self.reset
    }

    /// Whether the unit's code is part of the number, so that each unit needs a counter of its own.
    #[must_use]
    pub fn uses_unit(&self) -> bool {
        self.before.contains(&Part::Unit) || self.after.contains(&Part::Unit)
    }

    /// The period that `date` (in the tenant's zone) falls in.
    #[must_use]
    pub fn period_key(&self, date: NaiveDate) -> Period {
        match self.reset {
            Reset::Never => Period::Ever,
            Reset::Yearly => Period::Year(date.year()),
            Reset::Monthly => Period::Month(date.year(), date.month()),
            Reset::Daily => Period::Day(date),
        }
    }

    /// The part of the counter's key that comes from the date: `D2026-11-01`, `M2026-11`, `Y2026` or `E`.
    #[must_use]
    pub fn series_key(&self, date: NaiveDate) -> String {
        self.period_key(date).to_string()
    }

    /// Everything but the serial. `unit` is used only where [`Self::uses_unit`].
    ///
    /// # Errors
    /// When the unit's code is needed and has characters that could be taken for other parts of the number.
    pub fn frame(&self, date: NaiveDate, unit: &str) -> Result<NumberFrame, UnitCodeError> {
        if self.uses_unit() && !fits_as_unit(unit) {
            return Err(UnitCodeError {
                code: unit.chars().take(64).collect(),
            });
        }
        let write = |parts: &[Part]| {
            let mut text = String::with_capacity(self.text.len());
            parts.iter().for_each(|part| part.write(date, unit, &mut text));
            text
        };
        Ok(NumberFrame {
            prefix: write(&self.before),
            suffix: write(&self.after),
            width: self.width,
        })
    }

    /// The whole number.
    ///
    /// # Errors
    /// As [`Self::frame`].
    pub fn render(&self, date: NaiveDate, unit: &str, serial: u64) -> Result<String, UnitCodeError> {
        Ok(self.frame(date, unit)?.fill(serial))
    }

    /// Whether `serial` still fits the width, so that the administrator can be told before it does not.
    #[must_use]
    pub fn room(&self, serial: u64) -> Room {
        // At most 18 digits are accepted, so the power fits.
        let first_too_long = 10_u64.pow(u32::try_from(self.width).unwrap_or(18));
        if serial >= first_too_long {
            Room::Outgrown
        } else if serial >= first_too_long / 10 * 9 {
            Room::Nearly
        } else {
            Room::Enough
        }
    }
}

impl Part {
    fn write(&self, date: NaiveDate, unit: &str, out: &mut String) {
        match self {
            Part::Literal(text) => out.push_str(text),
            Part::Year => out.push_str(&format!("{:04}", date.year())),
            Part::ShortYear => out.push_str(&format!("{:02}", date.year().rem_euclid(100))),
            Part::Month => out.push_str(&format!("{:02}", date.month())),
            Part::Day => out.push_str(&format!("{:02}", date.day())),
            Part::Unit => out.push_str(unit),
        }
    }
}

/// Characters that a unit's code may have; the parser relies on it to keep numbers of different units apart.
fn is_unit_char(c: char) -> bool {
    c.is_ascii_alphanumeric() || c == '.'
}

fn fits_as_unit(code: &str) -> bool {
    (1..=32).contains(&code.len()) && code.chars().all(is_unit_char)
}

impl fmt::Display for NumberPattern {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl TryFrom<String> for NumberPattern {
    type Error = NumberPatternError;
    fn try_from(text: String) -> Result<Self, NumberPatternError> {
        Self::parse(&text)
    }
}

impl From<NumberPattern> for String {
    fn from(pattern: NumberPattern) -> String {
        pattern.text
    }
}
