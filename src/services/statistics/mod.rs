//! Counts and sums kept by events.
