//! What every page needs: tenant by host, session, forgery protection, errors, assets.
//!
//! A handler takes a [`Visit`], asks a service, and answers with `visit.page(…)` or a redirect. A failure is any
//! [`crate::kernel::error::Error`]; the layer in [`failure`] turns it into a page in the visitor's language or into
//! `application/problem+json` for the API, so no handler words an error itself.

pub mod amount;
pub mod assets;
pub mod brand;
pub mod compress;
pub mod content;
pub mod failure;
pub mod fields;
pub mod forms;
pub mod kept;
pub mod keys;
pub mod layers;
pub mod limits;
pub mod listed;
pub mod mode;
pub mod one_file;
pub mod person;
pub mod spreadsheet;
mod state;
pub mod told;
pub mod unread;
pub mod upload;
pub mod views;
mod visit;

pub use failure::{Answer, Failure, PROBLEM_KINDS};
pub use forms::PostedForm;
pub use kept::kept;
pub use state::State;
pub use visit::{SESSION_COOKIE, Visit, tenant_of};
