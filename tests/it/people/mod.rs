//! People and responsibilities, security profiles and options, invitations, spreadsheets, and the history of every change.

mod access;
mod accounts;
pub mod browser;
mod bulk;
mod four_eyes;
mod groups;
mod history;
mod invitations;
mod large;
mod world;
