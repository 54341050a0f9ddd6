//! Events from the outbox through RabbitMQ to their effect, with everything that can break broken.

mod faults;
mod kill;
mod once;
pub mod proxy;
mod steps;
mod trouble;
pub mod world;
