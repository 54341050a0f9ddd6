//! Reading `+d hh:mm`.

use chrono::NaiveTime;

use super::DuePattern;
use crate::kernel::patterns::Position;

/// The longest limit accepted: ten years of days.
const MOST_DAYS: u32 = 3_650;

/// A span that was refused: where and why.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("due date, {at}: {problem}")]
pub struct DuePatternError {
    /// Where.
    pub at: Position,
    /// Why, and what to write instead.
    pub problem: Problem,
}

/// Why a span is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Problem {
    /// No `+` at the beginning.
    #[error("a due date begins with +; write for example +5 00:00")]
    NoPlus,
    /// No number of days.
    #[error("the number of days is missing; write for example +5 00:00")]
    NoDays,
    /// More than ten years.
    #[error("a limit can have at most {MOST_DAYS} days")]
    TooManyDays,
    /// No time after the days.
    #[error("the hours and minutes are missing; write for example +5 00:00")]
    NoTime,
    /// A time that is not `hh:mm`.
    #[error("hours and minutes are two digits each with a colon; write for example 08:00")]
    BadTime,
    /// Hours above 23.
    #[error("hours go from 00 to 23; more hours are days")]
    HoursTooHigh,
    /// Minutes above 59.
    #[error("minutes go from 00 to 59")]
    MinutesTooHigh,
    /// Something after the minutes.
    #[error("nothing may follow the minutes")]
    Trailing,
}

pub(super) fn parse(text: &str) -> Result<DuePattern, DuePatternError> {
    let refuse = |byte, problem| DuePatternError {
        at: Position::of(text, byte),
        problem,
    };
    let Some(rest) = text.strip_prefix('+') else {
        return Err(refuse(0, Problem::NoPlus));
    };
    let digits = rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len());
    if digits == 0 {
        return Err(refuse(1, Problem::NoDays));
    }
    let days = rest[..digits]
        .parse::<u32>()
        .ok()
        .filter(|days| *days <= MOST_DAYS);
    let days = days.ok_or_else(|| refuse(1, Problem::TooManyDays))?;
    let after_days = 1 + digits;
    let time = text[after_days..].trim_start_matches(' ');
    let time_at = text.len() - time.len();
    if time.is_empty() || time_at == after_days {
        return Err(refuse(after_days, Problem::NoTime));
    }
    let minutes = hours_and_minutes(time).map_err(|(offset, problem)| refuse(time_at + offset, problem))?;
    Ok(DuePattern { days, minutes })
}

/// Minutes of `hh:mm`.
fn hours_and_minutes(time: &str) -> Result<u32, (usize, Problem)> {
    let &[h1, h2, b':', m1, m2, ref rest @ ..] = time.as_bytes() else {
        return Err((0, Problem::BadTime));
    };
    if ![h1, h2, m1, m2].iter().all(u8::is_ascii_digit) {
        return Err((0, Problem::BadTime));
    }
    let two = |tens: u8, ones: u8| u32::from(tens - b'0') * 10 + u32::from(ones - b'0');
    let (hours, minutes) = (two(h1, h2), two(m1, m2));
    match () {
        () if hours > 23 => Err((0, Problem::HoursTooHigh)),
        () if minutes > 59 => Err((3, Problem::MinutesTooHigh)),
        () if !rest.is_empty() => Err((5, Problem::Trailing)),
        () => Ok(hours * 60 + minutes),
    }
}

/// Reads a time of day `hh:mm`, such as a cut-off.
///
/// # Errors
/// With the position and what to write instead.
pub fn parse_clock(text: &str) -> Result<NaiveTime, DuePatternError> {
    let refuse = |(byte, problem)| DuePatternError {
        at: Position::of(text, byte),
        problem,
    };
    let minutes = hours_and_minutes(text).map_err(refuse)?;
    NaiveTime::from_hms_opt(minutes / 60, minutes % 60, 0).ok_or_else(|| refuse((0, Problem::BadTime)))
}
