//! Telling people, with attempts.
