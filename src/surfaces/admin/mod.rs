//! The administrator's pages: organisation and procedures, to read only.
//!
//! What they show is applied from a tenant's code; a page to change it would be a second source of truth. The organisation
//! is a tree of lists, which every screen reader can walk, and a table of the same rows. A procedure's process is drawn
//! from the coordinates of its BPMN file, and stands beside the drawing as a table.

pub(crate) mod access;
pub mod dictionaries;
mod drawing;
pub mod form;
pub mod grants;
pub mod history;
mod organisation;
pub mod people;
mod procedures;
mod steps;
pub mod views;

use actix_web::web::{ServiceConfig, get};

/// The routes of the administrator.
pub fn configure(routes: &mut ServiceConfig) {
    routes
        .route("/admin", get().to(organisation::first))
        .route("/admin/organisation", get().to(organisation::page))
        .route("/admin/procedures", get().to(procedures::list))
        .route("/admin/procedures/{code}", get().to(procedures::page))
        .configure(access::configure)
        .configure(dictionaries::configure)
        .configure(people::configure)
        .configure(people::configure_invitation)
        .configure(grants::configure)
        .configure(history::configure);
}
