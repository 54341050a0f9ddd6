//! What tests share: a database of their own, made from a migrated template, and contexts to act in.

pub mod broker;
pub mod browser;
pub mod chromium;
pub mod database;
pub mod fixtures;
pub mod port;
pub mod server;
pub mod wait;

pub use database::TestDatabase;
