//! The auditor's and the administrator's pages over HTTP, and the seals of the trail.

mod admin;
mod figures;
mod trail;
mod world;
