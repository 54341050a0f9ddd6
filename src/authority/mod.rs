//! FLOOR 2: who is who.

pub mod tenancy;
pub mod organisation;
pub mod people;
pub mod access;
pub mod audit;
