//! E-invoices: an [`InvoiceDocument`] in, UBL 2.1 out, and the rules of EN 16931 to hold it against.
//!
//! The XML is the invoice; a PDF is only its picture. The document is a plain value without a database behind it, so
//! that an issued invoice can be written again, byte for byte, from what was recorded when it was issued. Sums are not
//! fields: they follow from the lines, and the writer and the reader of a document compute them with the same rules
//! ([`InvoiceDocument::totals`]). [`en16931::check`] reads XML, ours or anybody's, and names every rule it breaks.
//!
//! Source: EN 16931-1 (the BT and BG numbers in the comments are its business terms), CEN/TS 16931-3-2 for the binding
//! to UBL, OASIS UBL 2.1 for names and order of the elements.

pub mod en16931;
mod totals;
mod write;

#[cfg(test)]
mod tests;

use chrono::NaiveDate;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use crate::kernel::money::{Currency, Money};

pub use totals::{Totals, VatGroup};

/// BT-24 of an invoice that follows the core of EN 16931 and nothing beyond it.
pub const CUSTOMISATION_EN16931: &str = "urn:cen.eu:en16931:2017";

/// What kind of document it is (BT-3, code list UNTDID 1001).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DocumentKind {
    /// A commercial invoice, 380.
    Invoice,
    /// A credit note, 381; its amounts are positive and it names the invoice it corrects.
    CreditNote,
}

/// The value added tax a line bears (BT-151, code list UNCL 5305).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "category", rename_all = "snake_case")]
pub enum Vat {
    /// `O`: a statutory fee, outside the scope of VAT. May not stand beside another category on one invoice.
    OutsideScope {
        /// Why, in words (BT-120).
        reason: String,
    },
    /// `E`: a service that is exempt.
    Exempt {
        /// Why, in words (BT-120).
        reason: String,
    },
    /// `S`: a taxed service.
    Standard {
        /// Per cent, above zero (BT-119).
        rate: Decimal,
    },
}

impl Vat {
    /// The letter of the code list.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Vat::OutsideScope { .. } => "O",
            Vat::Exempt { .. } => "E",
            Vat::Standard { .. } => "S",
        }
    }

    /// The rate in per cent; none outside the scope of VAT, zero when exempt.
    #[must_use]
    pub fn rate(&self) -> Option<Decimal> {
        match self {
            Vat::OutsideScope { .. } => None,
            Vat::Exempt { .. } => Some(Decimal::ZERO),
            Vat::Standard { rate } => Some(*rate),
        }
    }

    /// Why no tax is charged.
    #[must_use]
    pub fn reason(&self) -> Option<&str> {
        match self {
            Vat::OutsideScope { reason } | Vat::Exempt { reason } => Some(reason),
            Vat::Standard { .. } => None,
        }
    }
}

/// Where a party is.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Address {
    /// Street and house (BT-35, BT-50).
    pub street: String,
    /// A second line (BT-36, BT-51).
    pub street_more: String,
    /// Town or ward (BT-37, BT-52).
    pub city: String,
    /// Post code (BT-38, BT-53).
    pub post_code: String,
    /// Province or oblast (BT-39, BT-54).
    pub region: String,
    /// ISO 3166-1 alpha-2, always required (BT-40, BT-55).
    pub country: String,
}

/// The seller or the buyer.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Party {
    /// The registered name, or a person's name (BT-27, BT-44).
    pub name: String,
    /// The number in the register of legal entities (BT-30, BT-47): EDRPOU, unified social credit code, MST.
    pub registration: Option<String>,
    /// A VAT number that begins with the country's two letters (BT-31, BT-48). Left out of invoices outside the scope of
    /// VAT, where it is forbidden (BR-O-02).
    pub vat_number: Option<String>,
    /// A tax number that is not of that form (BT-32, the seller's only).
    pub tax_number: Option<String>,
    /// Where it is.
    pub address: Address,
    /// Whom to ask (BT-41, BT-56).
    pub contact_name: Option<String>,
    /// Telephone (BT-42, BT-57).
    pub telephone: Option<String>,
    /// E-mail (BT-43, BT-58).
    pub email: Option<String>,
    /// Where the network delivers documents (BT-34, BT-49): scheme of the code list EAS, and address.
    pub electronic_address: Option<(String, String)>,
}

/// How the amount is or was paid (BT-81, code list UNTDID 4461).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PaymentMeans {
    /// `10`, at a counter.
    Cash,
    /// `30`, to the account of the payment.
    CreditTransfer,
    /// `48`, by card.
    Card,
    /// `68`, by an online payment service.
    Online,
}

impl PaymentMeans {
    /// The code of UNTDID 4461.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            PaymentMeans::Cash => "10",
            PaymentMeans::CreditTransfer => "30",
            PaymentMeans::Card => "48",
            PaymentMeans::Online => "68",
        }
    }
}

/// The payment of an invoice (BG-16).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Payment {
    /// How.
    pub means: PaymentMeans,
    /// What the payer writes so that the payment finds its invoice (BT-83).
    pub reference: Option<String>,
    /// The account to pay to (BT-84); required for a credit transfer.
    pub account: Option<String>,
    /// In whose name the account is (BT-85).
    pub account_name: Option<String>,
}

/// One line (BG-25).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct InvoiceLine {
    /// What it is for (BT-153).
    pub name: String,
    /// More about it (BT-154).
    pub description: Option<String>,
    /// The seller's code of it, such as the fee's code (BT-155).
    pub code: Option<String>,
    /// How many (BT-129).
    pub quantity: Decimal,
    /// Of what, by UN/ECE recommendation 20 (BT-130): `C62` is one piece.
    pub unit: String,
    /// The price of one, not negative, in minor units of the invoice's currency (BT-146).
    pub unit_price_minor: i64,
    /// The tax it bears.
    pub vat: Vat,
}

/// Another document named by this one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Preceding {
    /// Its number (BT-25).
    pub number: String,
    /// When it was issued (BT-26).
    pub issued_on: Option<NaiveDate>,
}

/// Everything an invoice or credit note says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct InvoiceDocument {
    /// What it is.
    pub kind: DocumentKind,
    /// The rules it follows (BT-24); [`CUSTOMISATION_EN16931`] unless a network asks for its own.
    pub customisation: String,
    /// The business process (BT-23).
    pub process: Option<String>,
    /// The series, such as `1C26TAA`. With the number it forms BT-1.
    pub series: String,
    /// The number in the series, as printed.
    pub number: String,
    /// The date of issue in the zone of the tenant (BT-2).
    pub issued_on: NaiveDate,
    /// When an amount still due is due (BT-9).
    pub due_on: Option<NaiveDate>,
    /// The currency of every amount (BT-5).
    pub currency: Currency,
    /// Remarks (BT-22).
    pub notes: Vec<String>,
    /// What the buyer wants to see on it (BT-10).
    pub buyer_reference: Option<String>,
    /// The object it is about: the dossier's number (BT-18).
    pub dossier: Option<String>,
    /// The documents it corrects or replaces (BG-3).
    pub preceding: Vec<Preceding>,
    /// The legal entity that issues it.
    pub seller: Party,
    /// Who pays.
    pub buyer: Party,
    /// How it is paid.
    pub payment: Option<Payment>,
    /// Terms in words (BT-20); one of terms and due date is needed while an amount is due.
    pub payment_terms: Option<String>,
    /// What it is for; at least one.
    pub lines: Vec<InvoiceLine>,
    /// What was paid before it was issued, in minor units (BT-113).
    pub prepaid_minor: i64,
}

impl InvoiceDocument {
    /// The legal number (BT-1): series and number.
    #[must_use]
    pub fn identifier(&self) -> String {
        if self.series.is_empty() {
            self.number.clone()
        } else {
            format!("{}-{}", self.series, self.number)
        }
    }

    /// Whether it is outside the scope of VAT, when it may not name a VAT number (BR-O-02).
    #[must_use]
    pub fn outside_scope(&self) -> bool {
        self.lines
            .iter()
            .any(|line| matches!(line.vat, Vat::OutsideScope { .. }))
    }

    /// An amount in the currency of the document.
    #[must_use]
    pub const fn money(&self, amount_minor: i64) -> Money {
        Money::new(amount_minor, self.currency)
    }
}

/// Why a document cannot be written.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum UblError {
    /// A sum does not fit.
    #[error("a sum of the invoice is too large")]
    Overflow,
    /// The written XML breaks rules of EN 16931.
    #[error("the invoice breaks {}", rules(.0))]
    Rules(Vec<en16931::Violation>),
    /// The XML could not be put together; a fault of this program.
    #[error("the invoice could not be written: {0}")]
    Writing(String),
}

fn rules(violations: &[en16931::Violation]) -> String {
    let named: Vec<String> = violations.iter().map(ToString::to_string).collect();
    named.join("; ")
}

/// Writes the document and holds the result against the rules of EN 16931, so that nothing leaves that a receiver would
/// refuse.
///
/// # Errors
/// When a sum does not fit or a rule is broken; all broken rules are named.
pub fn to_xml(document: &InvoiceDocument) -> Result<String, UblError> {
    let xml = write::write(document)?;
    let violations = en16931::check(&xml).map_err(|e| UblError::Writing(e.to_string()))?;
    if violations.is_empty() {
        Ok(xml)
    } else {
        Err(UblError::Rules(violations))
    }
}
