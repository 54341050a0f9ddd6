//! The audit trail: read, sealed and verified.
//!
//! The door writes a row for every recorded act and every denial, with the digest of the row; writers never wait for each
//! other. A sealer comes after them: it takes the rows of finished transactions in batches and writes one seal for each,
//! whose digest covers the rows' digests and the seal before it. [`verify`] computes everything again and names what does
//! not fit: a row that was changed, taken out or slipped in, and a seal that is missing.

pub mod acts;
mod model;
pub mod queries;
mod seal;
mod verify;

pub use model::{Entry, Fault, Seal, Verdict, Wanted};
pub use seal::{SEAL_EVERY, keep_sealed, seal};
pub use verify::verify;
