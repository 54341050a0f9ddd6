//! The citizen's pages: find, apply, pay, follow, collect.
//!
//! One file for each group of pages; the struct a template reads is in [`views`]. Pages that are the same for every visitor
//! are kept (see [`crate::surfaces::web::kept`]). Every page works without a script, and no address holds personal data.

mod cards;
mod guide;
mod home;
mod search;
pub mod views;

use actix_web::web::{self, ServiceConfig, get};

/// The routes of the portal.
pub fn configure(routes: &mut ServiceConfig) {
    routes
        .route("/", get().to(home::home))
        .route("/search", get().to(search::search))
        .route("/procedures/{code}", get().to(guide::guide))
        .route("/procedures/{code}/qr.svg", get().to(guide::qr))
        .route("/accessibility", get().to(home::accessibility));
}

/// A path segment that a person could have typed by hand.
type Segment = web::Path<String>;
