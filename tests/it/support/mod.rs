//! What tests share: a database of their own, made from a migrated template, and contexts to act in.

pub mod database;

pub use database::TestDatabase;
