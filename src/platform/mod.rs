//! FLOOR 1: the outside world.

pub mod blob;
pub mod broker;
pub mod cache;
pub mod config;
pub mod door;
pub mod envelope;
pub mod inbox;
pub mod mail;
pub mod migrate;
pub mod outbox;
pub mod pdf;
pub mod render;
pub mod schema;
pub mod sheets;
pub mod telemetry;
