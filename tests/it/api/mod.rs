//! The API over HTTP, against the real server.

mod applying;
mod described;
mod organisation;
pub mod program;
mod refunds;
