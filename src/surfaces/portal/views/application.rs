//! An application on its way: its steps, its check, what is sent, paid and added.

use chrono::{DateTime, Utc};
use serde::Serialize;

use crate::kernel::money::Money;
use crate::surfaces::web::fields::{Choice, ErrorLink, Field};
use crate::surfaces::web::views::{AnswerSection, Fee, FileView, Limit, Link};

/// How far a step of an application is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum StepState {
    /// Answered.
    Done,
    /// Being answered.
    Now,
    /// Not reached.
    Todo,
}

/// A step in the list beside an application.
#[derive(Debug, Clone, Serialize)]
pub struct StepItem {
    /// Its title.
    pub name: String,
    /// How far it is.
    pub state: StepState,
    /// Where it opens; `None` while it cannot be reached.
    pub url: Option<String>,
}

/// The panel beside an application.
#[derive(Debug, Clone, Serialize)]
pub struct DraftPanel {
    /// When it was last kept.
    pub saved_at: Option<DateTime<Utc>>,
    /// What it will cost.
    pub fee: Fee,
    /// How long it may take.
    pub limit: Limit,
    /// The office in charge.
    pub agency: String,
    /// The law, in short.
    pub legal: Option<String>,
    /// A number to call.
    pub phone: Option<String>,
}

/// `portal/apply.html`
#[derive(Debug, Clone, Serialize)]
pub struct ApplyStep {
    /// The procedure's name.
    pub procedure: String,
    /// The step's title.
    pub title: String,
    /// A sentence above the fields.
    pub intro: Option<String>,
    /// Its number, from 1.
    pub number: i64,
    /// How many there are.
    pub of: i64,
    /// Where the form posts to (multipart). Buttons: `next`, `later`; `remove` carries the id of a file to take away.
    pub action: String,
    /// The fields.
    pub fields: Vec<Field>,
    /// Errors of the last post, in the order of the fields (see [`Field::errors`]).
    pub errors: Vec<ErrorLink>,
    /// All steps.
    pub steps: Vec<StepItem>,
    /// The panel beside.
    pub draft: DraftPanel,
    /// The step before.
    pub back_url: Option<String>,
    /// The way here.
    pub crumbs: Vec<Link>,
}

/// `portal/check.html`
#[derive(Debug, Clone, Serialize)]
pub struct CheckAnswers {
    /// The procedure's name.
    pub procedure: String,
    /// The answers, step by step.
    pub sections: Vec<AnswerSection>,
    /// The papers attached.
    pub papers: Vec<FileView>,
    /// Where they are changed; `None` when the form asks for none.
    pub papers_url: Option<String>,
    /// What it will cost with these answers.
    pub fees: Vec<PayLine>,
    /// Their sum; `None` when nothing is to be paid or it is worked out later.
    pub total: Option<Money>,
    /// Where the form posts to. Fields: `declared`, `revision`.
    pub action: String,
    /// Which state of the draft is shown: what is declared to be true is what was seen.
    pub revision: i64,
    /// Errors of the last post.
    pub errors: Vec<ErrorLink>,
    /// All steps.
    pub steps: Vec<StepItem>,
    /// The panel beside.
    pub draft: DraftPanel,
    /// The way here.
    pub crumbs: Vec<Link>,
}

/// `portal/sent.html`
#[derive(Debug, Clone, Serialize)]
pub struct Sent {
    /// The dossier's number.
    pub code: String,
    /// The procedure's name.
    pub procedure: String,
    /// When it is due; `None` while something must happen first.
    pub due_at: Option<DateTime<Utc>>,
    /// The full address the QR code leads to.
    pub qr_url: String,
    /// The tracking page.
    pub track_url: String,
    /// The receipt as PDF, once it is made.
    pub receipt_url: Option<String>,
    /// Where the receipt was sent.
    pub email: Option<String>,
    /// What happens next, in order.
    pub next: Vec<String>,
    /// What is to be paid now.
    pub pay: Option<PayNow>,
    /// What is to be paid in a moment: the request for it is still being made.
    pub pay_soon: Option<Money>,
    /// What will be asked for once an office has looked at the dossier.
    pub pay_later: Option<Fee>,
}

/// An amount to pay and where.
#[derive(Debug, Clone, Serialize)]
pub struct PayNow {
    /// How much.
    pub amount: Money,
    /// Where.
    pub url: String,
}

/// One line of what is paid.
#[derive(Debug, Clone, Serialize)]
pub struct PayLine {
    /// What for.
    pub name: String,
    /// How it was worked out.
    pub note: Option<String>,
    /// How much.
    pub amount: Money,
}

/// `portal/pay.html`
#[derive(Debug, Clone, Serialize)]
pub struct Pay {
    /// The dossier's number.
    pub code: String,
    /// The procedure's name.
    pub procedure: String,
    /// Who receives the money.
    pub payee: String,
    /// What is paid, line by line.
    pub lines: Vec<PayLine>,
    /// Their sum.
    pub total: Money,
    /// Until when.
    pub until: Option<DateTime<Utc>>,
    /// The ways to pay; posted as `method`.
    pub methods: Vec<Choice>,
    /// Where the form posts to. Fields: `method`, `payment_key`.
    pub action: String,
    /// A key that makes a second press harmless.
    pub payment_key: String,
    /// Errors of the last post.
    pub errors: Vec<ErrorLink>,
    /// Back to the dossier.
    pub dossier_url: String,
}

/// How a payment stands when the payer comes back. The names are the tails of the text keys `portal-paid-…`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum PaidState {
    /// Received.
    Paid,
    /// The gateway has not said.
    Pending,
    /// Refused.
    Failed,
    /// Given up by the payer.
    Cancelled,
}

/// `portal/paid.html`
#[derive(Debug, Clone, Serialize)]
pub struct Paid {
    /// How it stands.
    pub state: PaidState,
    /// The dossier's number.
    pub code: String,
    /// The procedure's name.
    pub procedure: String,
    /// How much.
    pub amount: Money,
    /// The number of the receipt.
    pub receipt_number: Option<String>,
    /// The gateway's own reference; a cash desk has none.
    pub reference: Option<String>,
    /// When.
    pub at: Option<DateTime<Utc>>,
    /// Whether the dossier goes on now.
    pub goes_on: bool,
    /// When it is due, if that can be said.
    pub due_at: Option<DateTime<Utc>>,
    /// The receipt as PDF, once it is made.
    pub receipt_url: Option<String>,
    /// This page again, while pending.
    pub check_url: String,
    /// The payment page, after a failure.
    pub retry_url: String,
    /// The dossier.
    pub dossier_url: String,
}

/// `portal/supplement.html`
#[derive(Debug, Clone, Serialize)]
pub struct SupplementForm {
    /// The dossier's number.
    pub code: String,
    /// The procedure's name.
    pub procedure: String,
    /// Why, in the officer's words.
    pub reason: String,
    /// Until when.
    pub until: Option<DateTime<Utc>>,
    /// Where the form posts to (multipart); buttons `send` and `remove` as in [`ApplyStep`].
    pub action: String,
    /// The fields: a note and a file for each paper.
    pub fields: Vec<Field>,
    /// Errors of the last post.
    pub errors: Vec<ErrorLink>,
    /// Back to the dossier.
    pub dossier_url: String,
}

/// `portal/withdraw.html`
#[derive(Debug, Clone, Serialize)]
pub struct Withdraw {
    /// The dossier's number.
    pub code: String,
    /// The procedure's name.
    pub procedure: String,
    /// Where the form posts to. Field: `sure`.
    pub action: String,
    /// Errors of the last post.
    pub errors: Vec<ErrorLink>,
    /// Back to the dossier.
    pub dossier_url: String,
}
