//! What providers call.

pub mod gateway;

use actix_web::web;

use crate::services::billing::gateway::REPORT_BYTES_MAX;

/// The addresses providers call.
pub fn configure(routes: &mut web::ServiceConfig) {
    routes
        .service(
            web::resource("/callbacks/gateway/refunds")
                .app_data(web::PayloadConfig::new(REPORT_BYTES_MAX))
                .route(web::post().to(gateway::receive_refund)),
        )
        .service(
            web::resource(gateway::PATH)
                .app_data(web::PayloadConfig::new(REPORT_BYTES_MAX))
                .route(web::post().to(gateway::receive)),
        );
}
