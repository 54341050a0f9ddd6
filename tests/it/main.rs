//! Behaviour through the front door: one binary for every integration test.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a test may stop where it stands"
)]

mod access;
mod administration;
mod api;
mod audit;
mod changes;
mod conformance;
mod desk;
mod dictionaries;
mod door;
mod entry;
mod events;
mod faults;
mod hostile;
mod house;
mod interface;
mod isolation;
mod journeys;
mod money;
mod notices;
mod onboarding;
mod operator;
mod organisation;
mod papers;
mod people;
mod permissions;
mod portal;
mod support;
mod tenancy;
mod workflow;
