//! Typed expressions (FEEL) behind a trait.
