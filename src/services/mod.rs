//! FLOOR 3: what the public body does.

pub mod billing;
pub mod catalogue;
pub mod dossiers;
pub mod ledger;
pub mod notifications;
pub mod papers;
pub mod statistics;
pub mod workflow;
