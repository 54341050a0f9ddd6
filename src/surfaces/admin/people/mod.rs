//! People: the list, one person's page, and a form for each thing that can be done for her.

mod facts;
mod held;
mod invitation;
mod list;
mod person;
mod sheet;
pub mod views;

use actix_web::web::{ServiceConfig, get, post};

/// The routes of people.
pub(super) fn configure(routes: &mut ServiceConfig) {
    routes
        .route("/admin/people", get().to(list::page))
        .route("/admin/people/invite", get().to(facts::invite_form))
        .route("/admin/people/invite", post().to(facts::invite))
        .route("/admin/people/sheet", get().to(sheet::page))
        .route("/admin/people/sheet", post().to(sheet::look))
        .route("/admin/people/sheet/apply", post().to(sheet::apply))
        .route("/admin/people/sheet.csv", get().to(sheet::csv))
        .route("/admin/people/sheet.xlsx", get().to(sheet::xlsx))
        .route("/admin/people/{id}", get().to(person::page))
        .route("/admin/people/{id}/facts", get().to(facts::facts_form))
        .route("/admin/people/{id}/facts", post().to(facts::facts))
        .route("/admin/people/{id}/close", get().to(facts::close_form))
        .route("/admin/people/{id}/close", post().to(facts::close))
        .route("/admin/people/{id}/reopen", get().to(facts::reopen_form))
        .route("/admin/people/{id}/reopen", post().to(facts::reopen))
        .route("/admin/people/{id}/link", post().to(person::send_link))
        .route("/admin/people/{id}/link/revoke", post().to(person::revoke_link))
        .route("/admin/people/{id}/sessions/end", post().to(person::end_sessions))
        .route("/admin/people/{id}/give", get().to(held::give_form))
        .route("/admin/people/{id}/give", post().to(held::give))
        .route(
            "/admin/people/{id}/held/{responsibility}/{from}",
            get().to(held::redate_form),
        )
        .route(
            "/admin/people/{id}/held/{responsibility}/{from}",
            post().to(held::redate),
        )
        .route(
            "/admin/people/{id}/held/{responsibility}/{from}/end",
            get().to(held::end_form),
        )
        .route(
            "/admin/people/{id}/held/{responsibility}/{from}/end",
            post().to(held::end),
        );
}

/// The routes by which an invited person comes in; nobody is signed in yet.
pub(super) fn configure_invitation(routes: &mut ServiceConfig) {
    routes
        .route("/invitation/{token}", get().to(invitation::form))
        .route("/invitation/{token}", post().to(invitation::accept));
}
