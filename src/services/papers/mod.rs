//! Receipts and result papers.
