//! The auditor's pages.

pub mod views;
