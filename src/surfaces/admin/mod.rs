//! Organisation and procedures, read only for now.

pub mod views;
