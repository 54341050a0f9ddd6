//! What the template of the checklist reads.

use chrono::{DateTime, Utc};
use serde::Serialize;

use crate::surfaces::desk::views::Desk;
use crate::surfaces::web::fields::{ErrorLink, Field};
use crate::surfaces::web::views::Link;

/// `admin/onboarding.html`
#[derive(Debug, Clone, Serialize)]
pub struct Checklist {
    /// The frame.
    pub desk: Desk,
    /// The tenant's name.
    pub name: String,
    /// The host name that the operator approves.
    pub host: String,
    /// How many steps are done.
    pub done: i64,
    /// Of how many.
    pub of: i64,
    /// The steps.
    pub steps: Vec<ChecklistStep>,
    /// The word of the step that can be taken back.
    pub last: Option<&'static str>,
    /// Whether the operator may be asked to open the portal.
    pub may_ask: bool,
    /// When that was asked.
    pub asked_at: Option<DateTime<Utc>>,
    /// When the portal opened.
    pub live_at: Option<DateTime<Utc>>,
}

/// A step of the checklist.
#[derive(Debug, Clone, Serialize)]
pub struct ChecklistStep {
    /// The tail of the text keys `onboarding-step-…` and `onboarding-about-…`.
    pub key: &'static str,
    /// Where it is done.
    pub url: String,
    /// `done`, `now` or `open`.
    pub state: &'static str,
    /// What it says now.
    pub detail: String,
}

/// `admin/onboarding-emblem.html`
#[derive(Debug, Clone, Serialize)]
pub struct EmblemPage {
    /// The frame.
    pub desk: Desk,
    /// Where it leads back to.
    pub back: Link,
    /// The summary of errors.
    pub errors: Vec<ErrorLink>,
    /// The file.
    pub field: Field,
    /// Where it is posted to.
    pub action: String,
    /// The verdict on the main colour, beside which the emblem stands.
    pub contrast: String,
}
