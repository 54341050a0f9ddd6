//! The portal over HTTP, by a browser without a script.

mod journey;
mod hostile;
mod strangers;
