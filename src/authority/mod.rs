//! FLOOR 2: who is who.

pub mod access;
pub mod audit;
pub mod changes;
pub mod dictionaries;
pub mod entry;
pub mod four_eyes;
pub mod onboarding;
pub mod organisation;
pub mod people;
pub mod tenancy;
