//! Reading a number pattern, and everything that is refused.

use super::{NumberPattern, Part, Reset, is_unit_char};
use crate::kernel::patterns::Position;

/// The longest pattern accepted, in bytes.
const LONGEST: usize = 128;
/// The widest serial accepted: it must fit a 64-bit counter.
const WIDEST: usize = 18;

/// A pattern that was refused: where and why.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("number pattern, {at}: {problem}")]
pub struct NumberPatternError {
    /// Where.
    pub at: Position,
    /// Why, and what to write instead.
    pub problem: Problem,
}

/// Why a pattern is refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Problem {
    /// Longer than any sensible number.
    #[error("the pattern is longer than {LONGEST} bytes")]
    TooLong,
    /// `{` without `}`.
    #[error("this brace is never closed; write for example {{NNNN-Y}}")]
    OpenBrace,
    /// `}` without `{`.
    #[error("this brace was never opened; braces cannot be literal text")]
    StrayBrace,
    /// A token that is not of the language.
    #[error(
        "{{{0}}} is not known; use {{YYYY}}, {{YY}}, {{MM}}, {{DD}}, {{unit}} or a serial such as {{NNNN}} or {{NNNN-Y}}"
    )]
    UnknownToken(String),
    /// A token that would be known in capital letters.
    #[error("{{{written}}} must be written {{{known}}}")]
    LetterCase {
        /// As it was written.
        written: String,
        /// As it is known.
        known: String,
    },
    /// `{N}`.
    #[error("a serial needs at least two N; write {{NN}} or more")]
    SingleN,
    /// More digits than a counter has.
    #[error("a serial can have at most {WIDEST} N")]
    TooWide,
    /// No serial at all.
    #[error("there is no serial, so every number would be the same; add for example {{NNNN-Y}}")]
    NoSerial,
    /// A second serial.
    #[error("there is already a serial; a number has exactly one")]
    SecondSerial,
    /// The serial starts again, but the number does not show the period.
    #[error("the serial starts again every {every}, so numbers would repeat; the pattern also needs {needs}")]
    PeriodNotShown {
        /// The period, in words.
        every: &'static str,
        /// The tokens that are missing.
        needs: &'static str,
    },
    /// The unit's code runs into its neighbour.
    #[error(
        "{{unit}} runs into what stands beside it, so two units could get the same number; put a separator such as \u{201c}-\u{201d} there"
    )]
    UnitRunsOn,
    /// A line break or another control character.
    #[error("control characters such as line breaks cannot be part of a number")]
    ControlCharacter,
}

enum Token {
    Part(Part),
    Serial(usize, Reset),
}

/// What has been read so far, in the order of the text.
#[derive(Default)]
struct Reading {
    before: Vec<Part>,
    after: Vec<Part>,
    serial: Option<(usize, Reset, usize)>,
    units: Vec<usize>,
}

impl Reading {
    fn side(&mut self) -> &mut Vec<Part> {
        if self.serial.is_some() {
            &mut self.after
        } else {
            &mut self.before
        }
    }

    fn literal(&mut self, text: &str) {
        if !text.is_empty() {
            self.side().push(Part::Literal(text.to_owned()));
        }
    }

    fn has(&self, part: &Part) -> bool {
        self.before.contains(part) || self.after.contains(part)
    }
}

pub(super) fn parse(text: &str) -> Result<NumberPattern, NumberPatternError> {
    let refuse = |byte, problem| NumberPatternError {
        at: Position::of(text, byte),
        problem,
    };
    if text.len() > LONGEST {
        return Err(refuse(LONGEST, Problem::TooLong));
    }
    if let Some((byte, _)) = text.char_indices().find(|(_, c)| c.is_control()) {
        return Err(refuse(byte, Problem::ControlCharacter));
    }
    let mut reading = Reading::default();
    let mut here = 0;
    while let Some(found) = text[here..].find(['{', '}']) {
        let brace = here + found;
        reading.literal(&text[here..brace]);
        if text[brace..].starts_with('}') {
            return Err(refuse(brace, Problem::StrayBrace));
        }
        let inside = &text[brace + 1..];
        let length = match inside.find(['{', '}']) {
            Some(end) if inside[end..].starts_with('}') => end,
            _ => return Err(refuse(brace, Problem::OpenBrace)),
        };
        match token(&inside[..length]).map_err(|problem| refuse(brace, problem))? {
            Token::Part(part) => {
                if part == Part::Unit {
                    reading.units.push(brace);
                }
                reading.side().push(part);
            }
            Token::Serial(..) if reading.serial.is_some() => {
                return Err(refuse(brace, Problem::SecondSerial));
            }
            Token::Serial(width, reset) => reading.serial = Some((width, reset, brace)),
        }
        here = brace + 1 + length + 1;
    }
    reading.literal(&text[here..]);

    let Some((width, reset, serial_at)) = reading.serial else {
        return Err(refuse(text.len(), Problem::NoSerial));
    };
    if let Some(problem) = period_not_shown(reset, &reading) {
        return Err(refuse(serial_at, problem));
    }
    for unit_at in &reading.units {
        if unit_runs_on(text, *unit_at, serial_at) {
            return Err(refuse(*unit_at, Problem::UnitRunsOn));
        }
    }
    Ok(NumberPattern {
        text: text.to_owned(),
        before: reading.before,
        after: reading.after,
        width,
        reset,
    })
}

fn token(inside: &str) -> Result<Token, Problem> {
    Ok(match inside {
        "YYYY" => Token::Part(Part::Year),
        "YY" => Token::Part(Part::ShortYear),
        "MM" => Token::Part(Part::Month),
        "DD" => Token::Part(Part::Day),
        "unit" => Token::Part(Part::Unit),
        _ => return serial(inside).unwrap_or_else(|| Err(unknown(inside))),
    })
}

/// `None` where it is not a serial at all.
fn serial(inside: &str) -> Option<Result<Token, Problem>> {
    let digits = inside.trim_start_matches('N');
    let width = inside.len() - digits.len();
    let reset = match digits {
        "" => Reset::Never,
        "-Y" => Reset::Yearly,
        "-M" => Reset::Monthly,
        "-D" => Reset::Daily,
        _ => return None,
    };
    Some(match width {
        0 => return None,
        1 => Err(Problem::SingleN),
        _ if width > WIDEST => Err(Problem::TooWide),
        _ => Ok(Token::Serial(width, reset)),
    })
}

fn unknown(inside: &str) -> Problem {
    let capitals = inside.to_uppercase();
    let known = if capitals == "UNIT" {
        "unit".to_owned()
    } else {
        capitals
    };
    if known != inside && token(&known).is_ok() {
        return Problem::LetterCase {
            written: inside.to_owned(),
            known,
        };
    }
    Problem::UnknownToken(inside.chars().take(32).collect())
}

fn period_not_shown(reset: Reset, reading: &Reading) -> Option<Problem> {
    let year = reading.has(&Part::Year) || reading.has(&Part::ShortYear);
    let month = reading.has(&Part::Month);
    let day = reading.has(&Part::Day);
    let (shown, every, needs) = match reset {
        Reset::Never => return None,
        Reset::Yearly => (year, "year", "{YYYY}"),
        Reset::Monthly => (year && month, "month", "{YYYY} and {MM}"),
        Reset::Daily => (year && month && day, "day", "{YYYY}, {MM} and {DD}"),
    };
    (!shown).then_some(Problem::PeriodNotShown { every, needs })
}

/// The unit's code has no fixed width. It ends where a character follows that no code may have; and where the
/// serial, which has no fixed width either, comes first, it must also begin after such a character.
fn unit_runs_on(text: &str, unit_at: usize, serial_at: usize) -> bool {
    let separates = |c: Option<char>| c.is_none_or(|c| !is_unit_char(c) && c != '{' && c != '}');
    let after = text[unit_at + "{unit}".len()..].chars().next();
    let before = text[..unit_at].chars().next_back();
    !separates(after) || (serial_at < unit_at && !separates(before))
}
