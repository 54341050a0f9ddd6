//! What the cash desk's templates read. Addresses: `/hall/cash?code=`, POST `/hall/cash/<request>`, `/hall/cash/receipt/<payment>`.

use chrono::{DateTime, Utc};
use serde::Serialize;

use crate::kernel::money::Money;
use crate::surfaces::desk::views::Desk;
use crate::surfaces::portal::views::PayLine;
use crate::surfaces::web::fields::{ErrorLink, Field};
use crate::surfaces::web::views::Link;

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
    /// What could be meant, when several requests match.
    pub matches: Vec<Link>,
    /// What is due.
    pub request: Option<CashRequest>,
    /// What was taken today at this desk.
    pub today: Vec<CashRow>,
    /// Its sum; `None` before the first.
    pub today_total: Option<Money>,
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
    /// The receipt as PDF, once it is made.
    pub pdf_url: Option<String>,
}
