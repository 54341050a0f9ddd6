//! Subcommands for operators.
