//! FLOOR 0: the words of the domain, without I/O.

pub mod access;
pub mod actions;
pub mod calendar;
pub mod clock;
pub mod context;
pub mod error;
pub mod expressions;
pub mod format;
pub mod identity;
pub mod ids;
pub mod locale;
pub mod money;
pub mod patterns;
pub mod spell;
pub mod theme;
