//! The audit trail and its sealer.
