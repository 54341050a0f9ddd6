//! Behaviour through the front door: one binary for every integration test.

mod door;
mod money;
mod support;
