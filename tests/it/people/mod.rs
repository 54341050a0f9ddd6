//! People and responsibilities, security profiles and options, invitations, and the history of every change.

mod access;
mod accounts;
mod world;
