//! Organisation and procedures, read only for now.
