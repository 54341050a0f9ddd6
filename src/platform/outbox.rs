//! Events leave in the transaction that caused them.
