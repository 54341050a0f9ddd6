//! The API over HTTP, against the real server.

mod applying;
mod described;
pub mod program;
mod refunds;
