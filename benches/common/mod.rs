//! What the benches share.

#![allow(dead_code, reason = "each bench needs a part of it")]

pub mod table;

/// A size from the environment.
pub fn size(name: &str, otherwise: usize) -> usize {
    std::env::var(name)
        .ok()
        .and_then(|text| text.parse().ok())
        .unwrap_or(otherwise)
}

/// Whether the program was started to measure: `cargo test --benches` and `cargo bench -- --test` only want to know that it
/// builds.
pub fn is_measuring() -> bool {
    std::env::args().any(|argument| argument == "--bench")
        && !std::env::args().any(|argument| argument == "--test")
}
