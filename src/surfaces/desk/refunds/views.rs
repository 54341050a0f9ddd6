//! What the templates of refunds read: one struct for each page, named in the comment at the top of its template.

use serde::Serialize;

use crate::kernel::clock;
use crate::kernel::money::Money;
use crate::services::billing::RefundState;
use crate::surfaces::desk::views::Desk;
use crate::surfaces::web::fields::{ErrorLink, Field};
use crate::surfaces::web::views::{Fact, Pager};

/// `desk/refunds.html`
#[derive(Debug, Clone, Serialize)]
pub struct Refunds {
    /// The frame.
    pub desk: Desk,
    /// `waiting`, `approved` or `over`: which are listed.
    pub list: &'static str,
    /// Every list.
    pub lists: Vec<ListLink>,
    /// How many there are in this list.
    pub total: i64,
    /// One page of them.
    pub rows: Vec<RefundRow>,
    /// Other pages.
    pub pager: Option<Pager>,
}

/// A list to choose.
#[derive(Debug, Clone, Serialize)]
pub struct ListLink {
    /// The tail of the text key `desk-refunds-list-…`.
    pub key: &'static str,
    /// Where.
    pub url: String,
    /// Whether it is shown.
    pub current: bool,
}

/// A refund in a list.
#[derive(Debug, Clone, Serialize)]
pub struct RefundRow {
    /// What the citizen quotes.
    pub reference: String,
    /// Its page.
    pub url: String,
    /// Who gets it.
    pub applicant: String,
    /// The unit that gives it back.
    pub unit: String,
    /// How much.
    pub amount: Money,
    /// Who asked for it.
    pub raised_by: String,
    /// When.
    pub raised_at: clock::Instant,
    /// Where it stands.
    pub state: RefundState,
}

/// `desk/refund.html`
#[derive(Debug, Clone, Serialize)]
pub struct RefundPage {
    /// The frame.
    pub desk: Desk,
    /// What the citizen quotes.
    pub reference: String,
    /// Where it stands.
    pub state: RefundState,
    /// How much.
    pub amount: Money,
    /// Why.
    pub reason: String,
    /// Dossier, payer, way back, … in the order to show them.
    pub facts: Vec<Fact>,
    /// What happened, with who and when.
    pub steps: Vec<Fact>,
    /// The dossier, for whoever reads dossiers.
    pub dossier_url: Option<String>,
    /// The credit note as PDF, once it is made.
    pub credit_note_url: Option<String>,
    /// Where it is decided (POST), for whoever may. Buttons `decision`: `approve`, `refuse`.
    pub action: Option<String>,
    /// She asked for it herself: somebody else decides.
    pub is_own: bool,
    /// The field `note`.
    pub fields: Vec<Field>,
    /// Errors of the last post.
    pub errors: Vec<ErrorLink>,
}

/// `desk/refund-raise.html`
#[derive(Debug, Clone, Serialize)]
pub struct RaisePage {
    /// The frame.
    pub desk: Desk,
    /// Dossier, payer, paid, … in the order to show them.
    pub facts: Vec<Fact>,
    /// What can still be given back.
    pub left: Money,
    /// The way it goes back: a text key.
    pub way: &'static str,
    /// Where it is asked for (POST). Fields: `amount`, `reason`, `refund_key`.
    pub action: String,
    /// A key that makes a second press harmless.
    pub refund_key: String,
    /// The fields.
    pub fields: Vec<Field>,
    /// Errors of the last post.
    pub errors: Vec<ErrorLink>,
    /// Back to where she came from.
    pub back_url: String,
}
