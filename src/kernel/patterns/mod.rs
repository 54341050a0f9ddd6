//! The small languages of administration: numbers, due dates, payment requests.
//!
//! A tenant writes them. Each is parsed once, when it is saved; what does not parse is refused there with the
//! position and the reason, so that nothing half understood ever runs.

pub mod due;
pub mod number;
pub mod payment;

use std::fmt;

use serde::Serialize;

/// A position in a text that a person wrote.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
pub struct Position {
    /// Bytes before it, for slicing.
    pub byte: usize,
    /// The character it stands at, counted from 1, for reading.
    pub character: usize,
}

impl Position {
    /// The position `byte` bytes into `text`; past the end, or inside a character, it is that of the next character.
    #[must_use]
    pub fn of(text: &str, byte: usize) -> Self {
        let byte = (byte..text.len())
            .find(|byte| text.is_char_boundary(*byte))
            .unwrap_or(text.len());
        let before = text.char_indices().take_while(|(start, _)| *start < byte).count();
        Self {
            byte,
            character: before + 1,
        }
    }
}

impl fmt::Display for Position {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "character {}", self.character)
    }
}
