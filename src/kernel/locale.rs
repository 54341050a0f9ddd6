//! Languages and texts in several languages.
