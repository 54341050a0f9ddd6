//! The cash desk of a hall: find what is due, take the money, hand over the receipt, count the till.

mod cash;
pub mod views;

use actix_web::web::{ServiceConfig, get, post};

/// The routes of the cash desk.
pub fn configure(routes: &mut ServiceConfig) {
    routes
        .route("/hall", get().to(cash::home))
        .route("/hall/cash", get().to(cash::desk))
        .route("/hall/cash/{request}", post().to(cash::take))
        .route("/hall/cash/receipt/{request}", get().to(cash::receipt))
        .route("/hall/cash/receipt/{request}/pdf", get().to(cash::pdf));
}
