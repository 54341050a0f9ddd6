//! Pages about access: why somebody may do something or not, the policy as a matrix, and one's own access and loans.

mod explain;
mod forms;
mod matrix;
mod own;
mod policies;
mod sentence;
pub mod views;

pub(crate) use explain::{Question, ask, question};
pub(super) use forms::keep;
pub(crate) use sentence::tell;

use actix_web::web::{ServiceConfig, get, post};

/// The routes of access.
pub(super) fn configure(routes: &mut ServiceConfig) {
    routes
        .route("/admin/access", get().to(explain::page))
        .route("/admin/policies", get().to(policies::page))
        .route("/admin/policies/lines", post().to(policies::change))
        .route("/admin/policies/duties", post().to(policies::separate))
        .route("/admin/policies/duties/{id}/join", post().to(policies::join))
        .route("/admin/policies/pending/{id}", post().to(policies::decide))
        .route("/desk/access", get().to(own::page))
        .route("/desk/access/place", post().to(own::enter))
        .route("/desk/access/loans", post().to(own::lend))
        .route("/desk/access/loans/{id}/end", post().to(own::end));
}
