//! Double-entry journal.
