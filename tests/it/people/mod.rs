//! People and responsibilities, security profiles and options, invitations, spreadsheets, and the history of every change.

mod access;
mod accounts;
mod browser;
mod bulk;
mod history;
mod invitations;
mod world;
