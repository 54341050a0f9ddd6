//! Identity and registration numbers with their check rules.
//!
//! Each number is a type of its own: what was parsed is right in form, and nothing else can be put in its place. Spaces
//! and full-width digits are taken as they come from a keyboard; the number is kept without them. A number is personal
//! data: [`std::fmt::Debug`] and [`mask`] show only its ends, and an error never repeats it.

mod china;
mod iban;
#[cfg(test)]
mod tests;
mod ukraine;
mod viet_nam;

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

pub use china::{CreditCode, ResidentId};
pub use iban::Iban;
pub use ukraine::{Edrpou, Rnokpp};
pub use viet_nam::{Cccd, Mst};

/// A kind of number, by the name that forms use.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum IdentityKind {
    /// Citizen identity card number of Viet Nam.
    Cccd,
    /// Tax code of Viet Nam.
    Mst,
    /// Taxpayer registration number of a person in Ukraine.
    Rnokpp,
    /// Registration number of a legal entity in Ukraine.
    Edrpou,
    /// Citizen identity number of China (GB 11643).
    Gb11643,
    /// Unified social credit code of China (GB 32100).
    Gb32100,
    /// International bank account number (ISO 13616).
    Iban,
}

impl IdentityKind {
    /// Every kind.
    pub const ALL: [IdentityKind; 7] = [
        IdentityKind::Cccd,
        IdentityKind::Mst,
        IdentityKind::Rnokpp,
        IdentityKind::Edrpou,
        IdentityKind::Gb11643,
        IdentityKind::Gb32100,
        IdentityKind::Iban,
    ];

    /// The name in forms and configuration.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            IdentityKind::Cccd => "cccd",
            IdentityKind::Mst => "mst",
            IdentityKind::Rnokpp => "rnokpp",
            IdentityKind::Edrpou => "edrpou",
            IdentityKind::Gb11643 => "gb11643",
            IdentityKind::Gb32100 => "gb32100",
            IdentityKind::Iban => "iban",
        }
    }
}

impl fmt::Display for IdentityKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// A name that is no kind of number.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "\u{201c}{0}\u{201d} is not a kind of number; use cccd, mst, rnokpp, edrpou, gb11643, gb32100 or iban"
)]
pub struct UnknownKind(pub String);

impl FromStr for IdentityKind {
    type Err = UnknownKind;
    fn from_str(text: &str) -> Result<Self, UnknownKind> {
        IdentityKind::ALL
            .into_iter()
            .find(|kind| kind.name() == text)
            .ok_or_else(|| UnknownKind(text.chars().take(32).collect()))
    }
}

/// Why a number is refused. It never repeats the number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("{kind}: {problem}")]
pub struct IdentityError {
    /// What it should have been.
    pub kind: IdentityKind,
    /// Why it is not.
    pub problem: Problem,
}

/// What is wrong with a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Problem {
    /// Nothing was given.
    #[error("the number is missing")]
    Empty,
    /// Too few or too many characters.
    #[error("there are {found} characters; {wanted} are needed")]
    Length {
        /// How many there are, spaces aside.
        found: usize,
        /// How many are needed, in words.
        wanted: &'static str,
    },
    /// A character that cannot stand there.
    #[error("character {at} cannot stand there; {wanted} is needed")]
    Character {
        /// Its place as it was typed, counted from 1.
        at: usize,
        /// What may stand there.
        wanted: &'static str,
    },
    /// A part with no meaning: a province, a century, a date that does not exist.
    #[error("characters {from} to {to}, the {part}, have no such value; compare them with the document")]
    Part {
        /// The first character of the part, counted from 1 without spaces.
        from: usize,
        /// Its last character.
        to: usize,
        /// What the part says.
        part: &'static str,
    },
    /// The check digit does not fit: a digit is mistyped or two are swapped.
    #[error(
        "the check character does not fit, so a character is wrong or two are swapped; compare them with the document"
    )]
    Check,
}

/// A number that is right in form, with its kind.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Checked {
    /// Its kind.
    pub kind: IdentityKind,
    /// The number, without spaces.
    pub number: String,
}

impl fmt::Debug for Checked {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}({})", self.kind, mask(&self.number))
    }
}

/// Checks a number of a kind that is known only by name, such as the field of a form.
///
/// # Errors
/// With what is wrong and where.
pub fn check(kind: IdentityKind, text: &str) -> Result<Checked, IdentityError> {
    let number = match kind {
        IdentityKind::Cccd => text.parse::<Cccd>()?.into(),
        IdentityKind::Mst => text.parse::<Mst>()?.into(),
        IdentityKind::Rnokpp => text.parse::<Rnokpp>()?.into(),
        IdentityKind::Edrpou => text.parse::<Edrpou>()?.into(),
        IdentityKind::Gb11643 => text.parse::<ResidentId>()?.into(),
        IdentityKind::Gb32100 => text.parse::<CreditCode>()?.into(),
        IdentityKind::Iban => text.parse::<Iban>()?.into(),
    };
    Ok(Checked { kind, number })
}

/// A number for display where the reader need not know all of it: `079•••4512`. Always three dots, so that the length
/// is not told; fewer ends of a short one.
#[must_use]
pub fn mask(number: &str) -> String {
    let chars: Vec<char> = number.chars().collect();
    let (head, tail) = match chars.len() {
        0..=5 => (0, 0),
        6..=9 => (1, 2),
        _ => (3, 4),
    };
    chars[..head]
        .iter()
        .chain(&['\u{2022}'; 3])
        .chain(&chars[chars.len() - tail..])
        .collect()
}

/// A person's sex, where a number tells it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Sex {
    /// Female.
    Female,
    /// Male.
    Male,
}

/// The characters of a number with the places at which they were typed.
struct Typed {
    kind: IdentityKind,
    chars: Vec<(char, usize)>,
}

impl Typed {
    /// Leaves out white space, makes full-width characters plain and letters capital.
    fn read(kind: IdentityKind, text: &str) -> Result<Self, IdentityError> {
        let chars: Vec<_> = text
            .chars()
            .enumerate()
            .filter(|(_, c)| !c.is_whitespace() && !matches!(c, '\u{200B}'..='\u{200F}' | '\u{FEFF}'))
            .map(|(place, c)| (plain(c), place + 1))
            .take(64)
            .collect();
        let typed = Self { kind, chars };
        if typed.chars.is_empty() {
            Err(typed.refuse(Problem::Empty))
        } else {
            Ok(typed)
        }
    }

    fn refuse(&self, problem: Problem) -> IdentityError {
        IdentityError {
            kind: self.kind,
            problem,
        }
    }

    fn length(&self, length: usize, wanted: &'static str) -> Result<(), IdentityError> {
        if self.chars.len() == length {
            return Ok(());
        }
        Err(self.refuse(Problem::Length {
            found: self.chars.len(),
            wanted,
        }))
    }

    /// Each character of a range, counted from 0, is one that `may` stand there.
    fn each(
        &self,
        range: std::ops::Range<usize>,
        wanted: &'static str,
        may: impl Fn(char) -> bool,
    ) -> Result<(), IdentityError> {
        match self.chars[range].iter().find(|(c, _)| !may(*c)) {
            Some((_, at)) => Err(self.refuse(Problem::Character { at: *at, wanted })),
            None => Ok(()),
        }
    }

    /// All characters are digits; their values.
    fn digits(&self) -> Result<Vec<u32>, IdentityError> {
        self.each(0..self.chars.len(), "a digit", |c| c.is_ascii_digit())?;
        Ok(self.values())
    }

    /// 0 to 9 for digits, 10 to 35 for letters.
    fn values(&self) -> Vec<u32> {
        self.chars
            .iter()
            .map(|(c, _)| c.to_digit(36).unwrap_or(0))
            .collect()
    }

    fn part(&self, from: usize, to: usize, part: &'static str) -> IdentityError {
        self.refuse(Problem::Part { from, to, part })
    }

    fn into_text(self) -> String {
        self.chars.into_iter().map(|(c, _)| c).collect()
    }
}

fn plain(c: char) -> char {
    let narrow = match c {
        '\u{FF01}'..='\u{FF5E}' => char::from_u32(u32::from(c) - 0xFEE0).unwrap_or(c),
        '\u{2010}'..='\u{2015}' | '\u{2212}' => '-',
        other => other,
    };
    narrow.to_ascii_uppercase()
}

fn weighted(values: &[u32], weights: &[u32]) -> u32 {
    values
        .iter()
        .zip(weights)
        .map(|(value, weight)| value * weight)
        .sum()
}

/// The number that decimal digits spell.
fn spelled(digits: &[u32]) -> u32 {
    digits.iter().fold(0, |number, digit| number * 10 + digit)
}

macro_rules! numbers {
    ($($(#[$doc:meta])* $name:ident),* $(,)?) => {$(
        $(#[$doc])*
        #[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
        #[serde(try_from = "String", into = "String")]
        pub struct $name(String);

        impl $name {
            /// The number, without spaces.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }

            /// Only its ends, for display.
            #[must_use]
            pub fn masked(&self) -> String {
                $crate::kernel::identity::mask(&self.0)
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl std::fmt::Debug for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                write!(f, concat!(stringify!($name), "({})"), self.masked())
            }
        }

        impl TryFrom<String> for $name {
            type Error = $crate::kernel::identity::IdentityError;
            fn try_from(text: String) -> Result<Self, Self::Error> {
                text.parse()
            }
        }

        impl From<$name> for String {
            fn from(number: $name) -> String {
                number.0
            }
        }
    )*};
}
use numbers;
