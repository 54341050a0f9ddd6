//! What every page needs: tenant by host, session, forgery protection, errors, assets.

pub mod fields;
pub mod views;
