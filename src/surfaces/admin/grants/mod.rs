//! Responsibilities, security profiles and profile options.

pub(super) mod options;
mod profiles;
mod responsibilities;
pub mod views;

use actix_web::web::{ServiceConfig, get, post};

/// The routes of access.
pub(super) fn configure(routes: &mut ServiceConfig) {
    routes
        .route("/admin/responsibilities", get().to(responsibilities::list))
        .route(
            "/admin/responsibilities/new",
            get().to(responsibilities::new_form),
        )
        .route("/admin/responsibilities/new", post().to(responsibilities::make))
        .route(
            "/admin/responsibilities/{id}",
            get().to(responsibilities::change_form),
        )
        .route(
            "/admin/responsibilities/{id}",
            post().to(responsibilities::change),
        )
        .route("/admin/profiles", get().to(profiles::list))
        .route("/admin/profiles/new", get().to(profiles::new_form))
        .route("/admin/profiles/new", post().to(profiles::make))
        .route("/admin/profiles/{id}", get().to(profiles::change_form))
        .route("/admin/profiles/{id}", post().to(profiles::change))
        .route("/admin/options", get().to(options::list))
        .route("/admin/options/{level}/{id}/{name}", get().to(options::form))
        .route("/admin/options/{level}/{id}/{name}", post().to(options::set));
}
