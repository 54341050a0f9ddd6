//! `theme.toml`: the colours and type face, whose pairs must be readable.

use super::problem::{Problems, Source};

pub use crate::kernel::theme::Theme;

/// Notes pairs of colours without contrast, each with the nearest shade that passes.
pub(super) fn check(source: &Source, theme: &Theme, problems: &mut Problems) {
    for fault in theme.check().err().unwrap_or_default() {
        problems.note(source, &["brand"], fault.to_string());
    }
}
