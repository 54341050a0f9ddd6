//! FLOOR 1: the outside world.

pub mod config;
pub mod telemetry;
pub mod door;
pub mod outbox;
pub mod inbox;
pub mod envelope;
pub mod broker;
pub mod cache;
pub mod blob;
pub mod render;
pub mod mail;
pub mod pdf;
pub mod migrate;
