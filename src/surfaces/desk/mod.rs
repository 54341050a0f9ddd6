//! The desk: where staff find, take and decide dossiers.
//!
//! Every handler takes a [`Staff`], so nobody else comes further than the sign-in; what she sees is what row security lets
//! through under the responsibility and unit she works in, and a page offers only what policy would grant. Pages work
//! without a script: filters are links and forms, and a decision is a post that leads back to its dossier.

mod context;
mod dossier;
pub(crate) mod files;
pub mod incidents;
pub mod intake;
pub mod refunds;
mod staff;
mod step_form;
mod tasks;
pub mod views;
mod work_list;

pub(crate) use context::work_at;
pub use staff::Staff;
pub(crate) use staff::{choice, told_closed};

use actix_web::web::{ServiceConfig, get, post};

/// The routes of the desk.
pub fn configure(routes: &mut ServiceConfig) {
    routes
        .route("/desk", get().to(work_list::work))
        .route("/desk/dossiers", get().to(work_list::dossiers))
        .route("/desk/search", get().to(work_list::dossiers))
        .route("/desk/dossiers/{id}", get().to(dossier::page))
        .route("/desk/dossiers/{id}/receipt", get().to(intake::receipt))
        .route("/desk/intake", get().to(intake::list))
        .route("/desk/intake/{code}", get().to(intake::form))
        .route("/desk/intake/{code}", post().to(intake::begin))
        .route("/desk/intake/drafts/{id}/discard", post().to(intake::discard))
        .route("/desk/papers/{id}", get().to(files::paper))
        .route("/desk/documents/{id}", get().to(files::document))
        .route("/desk/tasks/{id}/claim", post().to(tasks::claim))
        .route("/desk/tasks/{id}/release", post().to(tasks::release))
        .route("/desk/tasks/{id}/complete", post().to(tasks::complete))
        .route("/desk/incidents", get().to(incidents::list))
        .route("/desk/incidents/{id}/retry", post().to(incidents::retry))
        .route("/desk/refunds", get().to(refunds::list))
        .route("/desk/refunds/raise/{request}", get().to(refunds::form))
        .route("/desk/refunds/raise/{request}", post().to(refunds::raise))
        .route("/desk/refunds/{id}", get().to(refunds::page))
        .route("/desk/refunds/{id}", post().to(refunds::decide))
        .route("/desk/context", post().to(context::switch))
        .route("/desk/sign-out", post().to(context::sign_out));
}
