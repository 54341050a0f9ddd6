//! The citizen's pages: find, apply, pay, follow, collect.
//!
//! One file for each group of pages; the struct a template reads is in [`views`]. Pages that are the same for every visitor
//! are kept (see [`crate::surfaces::web::kept`]). Every page works without a script, and no address holds personal data.

mod account;
mod apply;
mod attach;
pub(in crate::surfaces) mod cards;
mod change;
mod connect;
mod dossier;
mod dossiers;
mod download;
mod drafts;
mod entry;
pub(in crate::surfaces) mod fees;
pub mod frame;
mod guide;
mod home;
mod notices;
mod pay;
mod questions;
mod register;
mod search;
mod sign_in;
mod standing;
mod submit;
mod track;
mod verify;
pub mod views;

use actix_web::web::{self, ServiceConfig, get, post};

/// The routes of the portal.
pub fn configure(routes: &mut ServiceConfig) {
    routes
        .route("/", get().to(home::home))
        .route("/search", get().to(search::search))
        .route("/procedures/{code}", get().to(guide::guide))
        .route("/procedures/{code}/qr.svg", get().to(guide::qr))
        .route("/accessibility", get().to(home::accessibility))
        .route("/sign-in", get().to(sign_in::form))
        .route("/sign-in", post().to(sign_in::post))
        .route("/sign-out", post().to(sign_in::sign_out))
        .route("/register", get().to(register::form))
        .route("/register", post().to(register::post))
        .route("/track", get().to(track::form))
        .route("/entry", get().to(entry::page))
        .route("/entry/back", get().to(entry::back))
        .route("/entry/begin", get().to(entry::begin))
        .route("/entry/connect", get().to(connect::page))
        .route("/entry/connect", post().to(connect::post))
        .route("/my/account/entry/end", post().to(connect::end))
        .route("/entry/go", get().to(entry::go))
        .route("/entry/arrive", get().to(entry::arrive))
        .route("/track", post().to(track::post))
        .route("/verify", get().to(verify::form))
        .route("/verify/{document}", get().to(verify::paper))
        .configure(applying)
        .configure(following);
}

/// From the first page of a form to its number.
fn applying(routes: &mut ServiceConfig) {
    routes
        .route("/procedures/{code}/apply", get().to(apply::begin_form))
        .route("/procedures/{code}/apply", post().to(apply::begin))
        .route("/drafts/{id}", get().to(apply::resume))
        .route("/drafts/{id}/pages/{page}", get().to(apply::page_form))
        .route("/drafts/{id}/pages/{page}", post().to(apply::page))
        .route("/drafts/{id}/papers", get().to(attach::form))
        .route("/drafts/{id}/papers", post().to(attach::post))
        .route("/drafts/{id}/papers/{paper}", get().to(attach::open))
        .route("/drafts/{id}/check", get().to(submit::form))
        .route("/drafts/{id}/submit", post().to(submit::post));
}

/// From the number to the result.
fn following(routes: &mut ServiceConfig) {
    routes
        .route("/my/dossiers", get().to(dossiers::list))
        .route("/my/dossiers/{id}", get().to(dossier::page))
        .route("/my/dossiers/{id}/sent", get().to(dossier::sent))
        .route("/my/dossiers/{id}/papers/{paper}", get().to(dossier::paper))
        .route(
            "/my/dossiers/{id}/documents/{document}",
            get().to(dossier::document),
        )
        .route("/my/dossiers/{id}/supplement", get().to(change::supplement_form))
        .route("/my/dossiers/{id}/supplement", post().to(change::supplement))
        .route("/my/dossiers/{id}/withdraw", get().to(change::withdraw_form))
        .route("/my/dossiers/{id}/withdraw", post().to(change::withdraw))
        .route("/my/dossiers/{id}/pay", get().to(pay::form))
        .route("/my/dossiers/{id}/pay", post().to(pay::post))
        .route("/my/dossiers/{id}/paid/{request}", get().to(pay::back))
        .route("/my/notices", get().to(notices::list))
        .route("/my/notices/read", post().to(notices::read))
        .route("/my/account", get().to(account::page))
        .route("/my/account/sessions/end", post().to(account::end))
        .route("/my/account/sessions/end-others", post().to(account::end_others))
        .route("/my/account/tokens", post().to(account::make_token));
}

/// A path segment that a person could have typed by hand.
type Segment = web::Path<String>;
