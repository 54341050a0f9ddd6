//! Telling people what happened to their dossiers.
//!
//! A notice is written down once for each event and person; it appears on her page at once and is sent by e-mail by a worker
//! of its own. Every attempt is kept with its outcome. A failed attempt comes back by the retry ladder with the same
//! Message-ID; a letter is doubled only where a process died between the mail server's acceptance and our record of it,
//! and the attempts show it.

pub mod acts;
pub mod commands;
pub mod letter;
mod model;
pub mod queries;

pub use model::{Notice, TEMPLATES};
