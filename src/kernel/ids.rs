//! One newtype for each kind of id.
