//! The catalogue of verbs that policy decides about.
