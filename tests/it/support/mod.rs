//! What tests share: a database of their own, made from a migrated template, and contexts to act in.

pub mod database;
pub mod fixtures;

pub use database::TestDatabase;
