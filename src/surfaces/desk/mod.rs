//! The officer's pages.

pub mod views;
