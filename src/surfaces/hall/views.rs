//! What the cash desk's templates read. Addresses: `/hall/cash?code=`, POST `/hall/cash/<request>`, `/hall/cash/receipt/<payment>`.

use chrono::{DateTime, Utc};
use serde::Serialize;

use crate::kernel::money::Money;
use crate::surfaces::desk::views::Desk;
use crate::surfaces::portal::views::PayLine;
use crate::surfaces::web::fields::{ErrorLink, Field};
use crate::surfaces::web::views::{Fact, Link};

/// `hall/cash.html`
#[derive(Debug, Clone, Serialize)]
pub struct CashDesk {
    /// The frame.
    pub desk: Desk,
    /// The hall.
    pub hall: String,
    /// Its id, kept by the search.
    pub hall_id: String,
    /// Other halls at whose desks she may take cash.
    pub halls: Vec<Link>,
    /// The number that was searched for.
    pub code: String,
    /// Whether it was searched and nothing is due under that number here.
    pub nothing: bool,
    /// The desks at which something is due under it, when nothing is here.
    pub elsewhere: Vec<Link>,
    /// What could be meant, when several requests match.
    pub matches: Vec<Link>,
    /// What is due.
    pub request: Option<CashRequest>,
    /// Refunds that can be fetched here; those found, when something was searched for.
    pub refunds: Vec<RefundDue>,
    /// What was taken today at this desk.
    pub today: Vec<CashRow>,
    /// What was given back today at this desk.
    pub given_back: Vec<RefundDue>,
    /// What was taken less what was given back; `None` before the first.
    pub today_total: Option<Money>,
}

/// `hall/cash-choice.html`: at which desk the cashier is.
#[derive(Debug, Clone, Serialize)]
pub struct CashChoice {
    /// The frame.
    pub desk: Desk,
    /// The number that was searched for, kept.
    pub code: String,
    /// The desks to choose from.
    pub fields: Vec<Field>,
    /// What is wrong with the answer.
    pub errors: Vec<ErrorLink>,
}

/// A refund in a list of the desk.
#[derive(Debug, Clone, Serialize)]
pub struct RefundDue {
    /// What the citizen quotes.
    pub reference: String,
    /// Its page.
    pub url: String,
    /// Who gets it.
    pub applicant: String,
    /// How much.
    pub amount: Money,
}

/// `hall/refund.html`
#[derive(Debug, Clone, Serialize)]
pub struct CashRefund {
    /// The frame.
    pub desk: Desk,
    /// What the citizen quotes.
    pub reference: String,
    /// The hall she works at.
    pub hall: String,
    /// How much.
    pub amount: Money,
    /// Dossier, who gets it, who approved it, … in the order to show them.
    pub facts: Vec<Fact>,
    /// Where it is handed over (POST); `None` once it was.
    pub action: Option<String>,
    /// Errors of the last post.
    pub errors: Vec<ErrorLink>,
    /// The cash desk.
    pub desk_url: String,
}

/// Something due in cash.
#[derive(Debug, Clone, Serialize)]
pub struct CashRequest {
    /// The dossier's number.
    pub code: String,
    /// The procedure's name.
    pub procedure: String,
    /// Who pays.
    pub payer: String,
    /// What for, line by line.
    pub lines: Vec<PayLine>,
    /// The sum.
    pub total: Money,
    /// Where it is taken (POST). Fields: `received`, `payment_key`.
    pub action: String,
    /// A key that makes a second press harmless.
    pub payment_key: String,
    /// The field `received`: the cash handed over.
    pub fields: Vec<Field>,
    /// Errors of the last post.
    pub errors: Vec<ErrorLink>,
}

/// Cash that was taken.
#[derive(Debug, Clone, Serialize)]
pub struct CashRow {
    /// The receipt's number.
    pub receipt: String,
    /// The receipt's page.
    pub url: String,
    /// The dossier's number.
    pub code: String,
    /// When.
    pub at: DateTime<Utc>,
    /// How much.
    pub amount: Money,
}

/// `hall/receipt.html`
#[derive(Debug, Clone, Serialize)]
pub struct CashReceipt {
    /// The frame.
    pub desk: Desk,
    /// The receipt's number.
    pub number: String,
    /// The legal entity that received the money.
    pub payee: String,
    /// The hall.
    pub hall: String,
    /// Who paid.
    pub payer: String,
    /// The dossier's number.
    pub code: String,
    /// What for.
    pub lines: Vec<PayLine>,
    /// The sum.
    pub total: Money,
    /// The cash handed over.
    pub received: Money,
    /// The cash given back.
    pub change: Money,
    /// When.
    pub at: DateTime<Utc>,
    /// Who took it.
    pub cashier: String,
    /// Where giving it back is asked for, for whoever may.
    pub refund_url: Option<String>,
    /// The receipt as PDF, once it is made.
    pub pdf_url: Option<String>,
}
