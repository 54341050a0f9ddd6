//! The organisation for programs: reading it as of a day, changing it, and reorganisations from a day.
//!
//! What changes goes through the very commands of the administrator's pages, so that a program meets the same rules, leaves
//! the same history, and is refused with the same sentence.

mod changes;
mod plans;
mod reading;
mod said;

pub(super) use changes::*;
pub(super) use plans::*;
pub(super) use reading::*;
