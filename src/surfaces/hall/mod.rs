//! The cash desk.
