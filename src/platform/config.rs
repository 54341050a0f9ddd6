//! Configuration, from the environment only.
