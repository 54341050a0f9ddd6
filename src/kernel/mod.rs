//! FLOOR 0: the words of the domain, without I/O.

pub mod ids;
pub mod money;
pub mod clock;
pub mod calendar;
pub mod patterns;
pub mod expressions;
pub mod identity;
pub mod locale;
pub mod actions;
pub mod context;
pub mod access;
pub mod error;
