//! The portal over HTTP, by a browser without a script.

mod account;
mod hostile;
mod journey;
mod strangers;
mod verify;
