//! FLOOR 3: what the public body does.

pub mod catalogue;
pub mod workflow;
pub mod dossiers;
pub mod ledger;
pub mod billing;
pub mod papers;
pub mod notifications;
pub mod statistics;
