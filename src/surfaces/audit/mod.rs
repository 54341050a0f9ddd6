//! The auditor's pages: dossiers and money in figures, the cases behind each figure, and the audit trail.
//!
//! Figures come from the rollups that events keep, within the units her responsibility opens; each leads to the list of
//! its cases, found by the rule it was counted by. Filters stand in the address, so that a view can be kept and sent. Each
//! reading is itself recorded in the trail.

mod asked;
mod branches;
mod cases;
mod dashboard;
mod figures;
mod sheet;
mod trail;
pub mod views;

use actix_web::web::{ServiceConfig, get};

/// The routes of the auditor.
pub fn configure(routes: &mut ServiceConfig) {
    routes
        .route("/audit", get().to(dashboard::page))
        .route("/audit/figures.csv", get().to(dashboard::export))
        .route("/audit/cases", get().to(cases::page))
        .route("/audit/cases.csv", get().to(cases::export))
        .route("/audit/trail", get().to(trail::page));
}
