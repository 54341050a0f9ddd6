//! The citizen's pages.

pub mod views;
