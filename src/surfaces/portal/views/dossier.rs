//! A dossier afterwards: lists, its own page, tracking, and the papers that came of it.

use chrono::{DateTime, NaiveDate, Utc};
use serde::Serialize;

use crate::kernel::money::Money;
use crate::surfaces::web::fields::{ErrorLink, Field};
use crate::surfaces::web::views::{
    AnswerSection, Due, DueAccount, FileView, HistoryEntry, Link, Pager, Pause, State,
};

use super::application::PayNow;

/// `portal/track.html`
#[derive(Debug, Clone, Serialize)]
pub struct Track {
    /// The fields `code` and `digits` (see the texts `portal-track-…`).
    pub fields: Vec<Field>,
    /// Errors of the last post.
    pub errors: Vec<ErrorLink>,
}

/// `portal/verify.html`
#[derive(Debug, Clone, Serialize)]
pub struct Verify {
    /// The field `code`.
    pub fields: Vec<Field>,
    /// Errors of the last question.
    pub errors: Vec<ErrorLink>,
}

/// `portal/verify-result.html`
#[derive(Debug, Clone, Serialize)]
pub struct Verified {
    /// The paper with this code; `None` when we have issued none.
    pub paper: Option<GenuinePaper>,
}

/// What to compare with the paper in hand.
#[derive(Debug, Clone, Serialize)]
pub struct GenuinePaper {
    /// `result` or `refusal`: names a text.
    pub kind: &'static str,
    /// Its number.
    pub number: Option<String>,
    /// What it is called.
    pub heading: Option<String>,
    /// The procedure.
    pub procedure: String,
    /// The body that issued it.
    pub body: String,
    /// The unit, where it has a name of its own.
    pub unit: Option<String>,
    /// The date it bears.
    pub issued_at: DateTime<Utc>,
    /// SHA-256 of the file in groups of eight hexadecimal digits.
    pub digest: Vec<String>,
    /// Whether the file we keep still has this digest.
    pub is_intact: bool,
}

/// What the applicant must add.
#[derive(Debug, Clone, Serialize)]
pub struct Supplement {
    /// Why, in the officer's words.
    pub reason: String,
    /// Which papers.
    pub papers: Vec<String>,
    /// Until when.
    pub until: Option<DateTime<Utc>>,
    /// Where it is added.
    pub url: String,
}

/// How a dossier stands: the part that tracking and the dossier's own page share.
#[derive(Debug, Clone, Serialize)]
pub struct Standing {
    /// The dossier's number.
    pub code: String,
    /// The procedure's name.
    pub procedure: String,
    /// Where it stands.
    pub state: State,
    /// The office that works on it now.
    pub unit: Option<String>,
    /// The step it is at.
    pub step: Option<String>,
    /// When it was sent.
    pub submitted_at: DateTime<Utc>,
    /// When it is due.
    pub due: Option<Due>,
    /// How the due date was computed.
    pub due_account: Option<DueAccount>,
    /// Pauses with their reasons.
    pub pauses: Vec<Pause>,
    /// What happened and what is to come.
    pub history: Vec<HistoryEntry>,
    /// What the applicant must add.
    pub supplement: Option<Supplement>,
    /// What is to be paid.
    pub pay: Option<PayNow>,
}

/// `portal/track-result.html`
#[derive(Debug, Clone, Serialize)]
pub struct TrackResult {
    /// How it stands.
    pub standing: Standing,
    /// Whether the applicant is signed in, so that the supplement button need not say "sign in".
    pub signed_in: bool,
}

/// `portal/dossiers.html`
#[derive(Debug, Clone, Serialize)]
pub struct Dossiers {
    /// Not sent yet.
    pub drafts: Vec<DraftCard>,
    /// Sent, newest first.
    pub dossiers: Vec<DossierCard>,
    /// Other pages.
    pub pager: Option<Pager>,
}

/// A draft in a list.
#[derive(Debug, Clone, Serialize)]
pub struct DraftCard {
    /// The procedure's name.
    pub procedure: String,
    /// The step it stands at.
    pub number: i64,
    /// How many steps there are.
    pub of: i64,
    /// When it was last kept.
    pub saved_at: DateTime<Utc>,
    /// Where it goes on.
    pub url: String,
}

/// A dossier in a list.
#[derive(Debug, Clone, Serialize)]
pub struct DossierCard {
    /// Its number.
    pub code: String,
    /// The procedure's name.
    pub procedure: String,
    /// Its page.
    pub url: String,
    /// Where it stands.
    pub state: State,
    /// When it is due.
    pub due: Option<Due>,
    /// When it was sent.
    pub submitted_at: DateTime<Utc>,
    /// The one thing the applicant should do: pay, add, collect.
    pub action: Option<Link>,
}

/// `portal/dossier.html`
#[derive(Debug, Clone, Serialize)]
pub struct Dossier {
    /// How it stands.
    pub standing: Standing,
    /// The paper that ends it.
    pub result: Option<ResultPaper>,
    /// Papers the applicant sent.
    pub papers: Vec<FileView>,
    /// Papers we issued: receipts, requests, invoices.
    pub documents: Vec<FileView>,
    /// Payments.
    pub payments: Vec<PaymentRow>,
    /// What was answered.
    pub sections: Vec<AnswerSection>,
    /// Where it can be withdrawn, while it can.
    pub withdraw_url: Option<String>,
}

/// The paper that ends a dossier.
#[derive(Debug, Clone, Serialize)]
pub struct ResultPaper {
    /// What it is.
    pub title: String,
    /// Its number.
    pub number: String,
    /// Its date.
    pub date: NaiveDate,
    /// Where it opens (PDF).
    pub url: Option<String>,
    /// The reason, when the answer is no.
    pub reason: Option<String>,
}

/// How a payment request stands. The names are the tails of the text keys `portal-payment-…`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum PaymentState {
    /// To be paid.
    Due,
    /// On its way.
    Pending,
    /// Received.
    Paid,
    /// Given back.
    Refunded,
    /// No longer asked for.
    Cancelled,
}

/// A payment in a list.
#[derive(Debug, Clone, Serialize)]
pub struct PaymentRow {
    /// What for.
    pub name: String,
    /// How much.
    pub amount: Money,
    /// How it stands.
    pub state: PaymentState,
    /// When it was paid.
    pub at: Option<DateTime<Utc>>,
    /// Where it is paid.
    pub pay_url: Option<String>,
    /// The receipt or invoice as PDF.
    pub receipt_url: Option<String>,
    /// What of it is given back.
    pub refunds: Vec<RefundRow>,
}

/// A refund of a payment, as its receiver sees it.
#[derive(Debug, Clone, Serialize)]
pub struct RefundRow {
    /// What she quotes at the cash desk.
    pub reference: String,
    /// How much.
    pub amount: Money,
    /// Where it stands: the tail of the text key `portal-refund-…`.
    pub state: crate::services::billing::RefundState,
    /// When it was given back.
    pub at: Option<DateTime<Utc>>,
    /// The credit note as PDF, once it is made.
    pub credit_note_url: Option<String>,
}
