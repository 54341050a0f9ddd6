//! The cash desk of a hall: find what is due, take the money, hand over the receipt, give back what was approved, count
//! the till.

mod cash;
mod refunds;
pub mod views;
mod which;

use actix_web::web::{ServiceConfig, get, post};

/// The routes of the cash desk.
pub fn configure(routes: &mut ServiceConfig) {
    routes
        .route("/hall", get().to(cash::home))
        .route("/hall/cash", get().to(cash::desk))
        .route("/hall/cash/{request}", post().to(cash::take))
        .route("/hall/cash/refunds/{refund}", get().to(refunds::page))
        .route("/hall/cash/refunds/{refund}", post().to(refunds::hand_over))
        .route("/hall/cash/receipt/{request}", get().to(cash::receipt))
        .route("/hall/cash/receipt/{request}/pdf", get().to(cash::pdf));
}
