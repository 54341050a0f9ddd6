//! In-memory caches with their keys.
