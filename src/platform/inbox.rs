//! Events are taken in once.
