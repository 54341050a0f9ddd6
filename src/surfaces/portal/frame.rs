//! The frame around an application: the portal's for whoever applies herself, the desk's for an officer who fills it in for
//! the person before her. What stands in the frame is the same.

use actix_web::http::StatusCode;
use serde::Serialize;

use crate::surfaces::desk::Staff;
use crate::surfaces::desk::views::Desk;
use crate::surfaces::web::{Answer, Visit};

use super::drafts::Opened;
use super::views::{ApplyStep, CheckAnswers};

/// `desk/intake-step.html` and `desk/intake-check.html`
#[derive(Debug, Clone, Serialize)]
pub struct AtCounter<T> {
    /// The desk's frame.
    pub desk: Desk,
    /// For whom it is filled in.
    pub applicant: String,
    /// What the portal would show.
    pub step: T,
}

/// A page of the form, or its papers.
pub(super) async fn step(
    visit: &Visit,
    status: StatusCode,
    opened: Option<&Opened>,
    view: ApplyStep,
) -> Answer {
    match opened.filter(|opened| opened.is_at_counter()) {
        Some(opened) => at_counter(visit, status, "desk/intake-step.html", opened, view).await,
        None => visit.page_with(status, "portal/apply.html", "services", &view),
    }
}

/// The answers, before they are sent.
pub(super) async fn check(visit: &Visit, status: StatusCode, opened: &Opened, view: CheckAnswers) -> Answer {
    if opened.is_at_counter() {
        at_counter(visit, status, "desk/intake-check.html", opened, view).await
    } else {
        visit.page_with(status, "portal/check.html", "services", &view)
    }
}

async fn at_counter<T: Serialize>(
    visit: &Visit,
    status: StatusCode,
    template: &str,
    opened: &Opened,
    step: T,
) -> Answer {
    let staff = Staff::of(visit.clone()).await?;
    let view = AtCounter {
        desk: staff.desk("intake"),
        applicant: opened
            .account
            .as_ref()
            .map(|account| account.display_name.clone())
            .unwrap_or_default(),
        step,
    };
    visit.page_with(status, template, "", &view)
}
