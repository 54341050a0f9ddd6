//! The cash desk.

pub mod views;
