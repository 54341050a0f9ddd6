//! The JSON API for programs, under `/api/v1`.
//!
//! It offers what the pages offer, by the same services and under the same three gates; the tenant is the host's. Reading
//! the catalogue and tracking need no sign-in; everything else needs a bearer token that its holder made in her account. A
//! browser's cookie is no credential here, so no other site can make a browser call it. Every refusal is
//! `application/problem+json` (RFC 9457) whose `errors` point into the request. The description at
//! `/api/v1/openapi.json` is made from the handlers themselves.

mod access;
mod caller;
mod catalogue;
mod dossiers;
mod json;
mod openapi;
mod organisation;
mod refunds;
mod statistics;
mod submit;
mod tasks;

use actix_web::web::{ServiceConfig, get, post, put, resource};

pub use openapi::document;

/// The routes of the API.
pub fn configure(routes: &mut ServiceConfig) {
    routes
        .service(resource("/api/v1/openapi.json").route(get().to(openapi::openapi)))
        .service(resource("/api/v1/procedures").route(get().to(catalogue::search)))
        .service(resource("/api/v1/procedures/{code}").route(get().to(catalogue::procedure)))
        .service(resource("/api/v1/track").route(get().to(dossiers::track)))
        .service(
            resource("/api/v1/dossiers")
                .route(get().to(dossiers::list))
                .route(post().to(submit::submit)),
        )
        .service(resource("/api/v1/dossiers/{id}").route(get().to(dossiers::dossier)))
        .service(resource("/api/v1/tasks").route(get().to(tasks::list)))
        .service(resource("/api/v1/tasks/{id}").route(get().to(tasks::task)))
        .service(resource("/api/v1/tasks/{id}/complete").route(post().to(tasks::complete)))
        .service(resource("/api/v1/refunds").route(get().to(refunds::list)))
        .service(
            resource("/api/v1/refunds/{id}")
                .route(get().to(refunds::refund))
                .route(put().to(refunds::raise)),
        )
        .service(resource("/api/v1/refunds/{id}/decide").route(post().to(refunds::decide)))
        .service(resource("/api/v1/access").route(get().to(access::own)))
        .service(resource("/api/v1/access/explain").route(get().to(access::explain)))
        .service(resource("/api/v1/organisation").route(get().to(organisation::list)))
        .service(resource("/api/v1/organisation/accounting").route(get().to(organisation::accounting)))
        .service(resource("/api/v1/organisation/changes").route(post().to(organisation::change)))
        .service(resource("/api/v1/organisation/changes/{id}/undo").route(post().to(organisation::undo)))
        .service(resource("/api/v1/organisation/{kind}/{id}").route(get().to(organisation::part)))
        .service(
            resource("/api/v1/reorganisations")
                .route(get().to(organisation::plans))
                .route(post().to(organisation::plan)),
        )
        .service(resource("/api/v1/reorganisations/preview").route(post().to(organisation::preview)))
        .service(resource("/api/v1/reorganisations/{id}").route(get().to(organisation::planned)))
        .service(resource("/api/v1/reorganisations/{id}/edit").route(post().to(organisation::edit)))
        .service(resource("/api/v1/reorganisations/{id}/cancel").route(post().to(organisation::cancel)))
        .service(resource("/api/v1/statistics").route(get().to(statistics::statistics)))
        .service(resource("/problems/{kind}").route(get().to(openapi::problem_type)));
}
