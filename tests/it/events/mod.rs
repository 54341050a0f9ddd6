//! Events from the outbox through RabbitMQ to their effect, with everything that can break broken.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test says what failed by panicking")]

mod faults;
mod once;
mod proxy;
mod steps;
mod trouble;
mod world;
