//! The portal over HTTP, by a browser without a script.

mod account;
mod hostile;
pub mod journey;
mod strangers;
mod told;
mod verify;
