//! What providers call.
