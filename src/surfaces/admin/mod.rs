//! The administrator's pages: organisation, accounting and reorganisations, people and what they may work under, policies,
//! dictionaries, the history of every change, and procedures to read.
//!
//! A page changes what the tenant's code says as well: both go through the same rules into the same tables, and an export
//! of the code has what the pages changed. A procedure's process is drawn from the coordinates of its BPMN file, and stands
//! beside the drawing as a table.

pub(crate) mod access;
pub mod dictionaries;
mod drawing;
pub mod form;
pub mod grants;
pub mod history;
mod named;
pub mod onboarding;
pub mod organisation;
pub mod people;
mod procedures;
mod steps;
pub mod views;

use actix_web::web::{ServiceConfig, get};

/// The routes of the administrator.
pub fn configure(routes: &mut ServiceConfig) {
    routes
        .route("/admin/procedures", get().to(procedures::list))
        .route("/admin/procedures/{code}", get().to(procedures::page))
        .configure(organisation::configure)
        .configure(access::configure)
        .configure(dictionaries::configure)
        .configure(onboarding::configure)
        .configure(people::configure)
        .configure(people::configure_invitation)
        .configure(grants::configure)
        .configure(history::configure)
        .configure(named::configure);
}
