//! Accounts of citizens and staff, and their sessions.
//!
//! A session is a row: it can be listed and revoked, and a revoked one is refused in its next transaction. The browser or
//! the client holds a random secret; the row holds its digest. A session belongs to the tenant under whose host it began
//! and is nothing anywhere else. Passwords are hashed with argon2id outside any transaction. Too many failures for one
//! account from one address close the door for that address only, so nobody can be locked out by a stranger.

pub mod acts;
pub mod admin;
pub mod commands;
mod model;
mod password;
pub mod queries;
pub mod rules;
pub mod sign_in;

pub use model::{
    Account, AccountKind, NewAccount, NewApplicant, SessionKind, SessionRow, Sought, Token, WorkContext,
};
pub use password::{Passwords, hash_for_demo};
