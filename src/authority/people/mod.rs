//! Accounts, sign-in, sessions, lock-out.
