//! Dossiers: what a citizen submitted, where it stands, and what hangs on it.
//!
//! A submission becomes a dossier in one transaction: its number, its form and papers, its process with the first step
//! taken, the audit row and the event. From then on only the engine moves it; this service writes down where it stands,
//! as timestamps of what happened and one narrow status for lists. A citizen follows it on her page, or without signing
//! in by its number and a fact that only she was told.

pub mod acts;
pub mod commands;
pub mod drafts;
mod model;
mod prepare;
pub mod queries;
pub mod rules;
mod submit;
mod track;

pub use model::{Channel, Dossier, LogEntry, NewLogEntry, Paper, Status};
pub use prepare::{Applicant, prepare};
pub use queries::{cases, worklist};
pub use submit::{Submission, SubmitDossier, Submitted};
pub use track::{TrackDossier, Tracked};
