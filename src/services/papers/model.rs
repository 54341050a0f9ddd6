//! What each paper says, as plain values that are kept beside the paper: printing one again needs nothing else.

use chrono::NaiveDate;
use chrono_tz::Tz;
use serde::{Deserialize, Serialize};

use crate::kernel::clock::Instant;
use crate::kernel::ids::OperatingUnitId;
use crate::kernel::locale::Language;
use crate::kernel::money::Money;
use crate::services::billing::ubl::InvoiceDocument;

/// The kinds of paper. A dossier has each of them at most once; receipts and invoices belong to a payment, credit
/// notes to a refund.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PaperKind {
    /// Acknowledgement of reception and appointment for the result.
    Acknowledgement,
    /// Request to supplement the dossier.
    Supplement,
    /// Refusal of the dossier.
    Refusal,
    /// The result: a certificate, confirmation or decision.
    Result,
    /// Receipt for a payment.
    Receipt,
    /// Picture of an e-invoice.
    Invoice,
    /// Picture of a credit note.
    CreditNote,
}

impl PaperKind {
    /// Every kind.
    pub const ALL: [PaperKind; 7] = [
        PaperKind::Acknowledgement,
        PaperKind::Supplement,
        PaperKind::Refusal,
        PaperKind::Result,
        PaperKind::Receipt,
        PaperKind::Invoice,
        PaperKind::CreditNote,
    ];

    /// Its word in the database, in file names and in the names of templates and texts.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            PaperKind::Acknowledgement => "acknowledgement",
            PaperKind::Supplement => "supplement",
            PaperKind::Refusal => "refusal",
            PaperKind::Result => "result",
            PaperKind::Receipt => "receipt",
            PaperKind::Invoice => "invoice",
            PaperKind::CreditNote => "credit-note",
        }
    }
}

impl PaperKind {
    /// The name of its layout: a credit note is set as an invoice is.
    #[must_use]
    pub const fn layout(self) -> &'static str {
        match self {
            PaperKind::CreditNote => PaperKind::Invoice.word(),
            own => own.word(),
        }
    }
}

/// How the head of official papers is set in the tenant's country.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum HeadStyle {
    /// Viet Nam: the issuing body on the left, the name of the state and its motto on the right (Decree 30/2020).
    Motto,
    /// Ukraine: emblem, state and body in the middle (DSTU 4163:2020).
    Centred,
    /// China: the name of the body large and red over a red rule (GB/T 9704-2012).
    RedHead,
}

impl HeadStyle {
    /// The style of a country, by ISO 3166-1 alpha-2.
    #[must_use]
    pub fn of_country(country: &str) -> Self {
        match country {
            "VN" => HeadStyle::Motto,
            "CN" => HeadStyle::RedHead,
            _ => HeadStyle::Centred,
        }
    }
}

/// Who issues the paper, in the language of the paper.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Letterhead {
    /// How it is set.
    pub style: HeadStyle,
    /// The body above the issuing one, or the tenant.
    pub over: String,
    /// The issuing body: operating unit or legal entity.
    pub body: String,
    /// The place that stands before the date; empty to leave it out.
    pub place: String,
    /// The jurisdiction's name.
    pub tenant: String,
    /// Brand colour, `#rrggbb`, dark enough for text on white.
    pub colour: String,
    /// Second colour for ornament, `#rrggbb`.
    pub accent: String,
}

/// Where the QR code leads, and what a person types who cannot scan it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Proof {
    /// The address the QR code holds.
    pub address: String,
    /// The code to type on the tenant's page.
    pub code: String,
}

/// Who signs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Signer {
    /// The person's name.
    pub name: String,
    /// The office, such as head of division.
    pub title: String,
}

/// Whom the paper is for.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Applicant {
    /// Name.
    pub name: String,
    /// Postal address.
    pub address: Option<String>,
    /// Telephone.
    pub telephone: Option<String>,
    /// E-mail.
    pub email: Option<String>,
}

/// A paper of the dossier, as handed in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct HandedIn {
    /// What it is.
    pub name: String,
    /// How many files or copies.
    pub count: u32,
}

/// A statement of the result paper: "Full name", "Nguyễn Thị Hoa".
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Statement {
    /// What it is about.
    pub label: String,
    /// What is certified.
    pub value: String,
}

/// A line of a receipt.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReceiptLine {
    /// What was paid for.
    pub name: String,
    /// How much.
    pub amount: Money,
}

/// How a receipt's amount was paid.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PaidBy {
    /// At a counter.
    Cash,
    /// Through the payment gateway.
    Online,
}

impl PaidBy {
    /// Its word in the names of texts.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            PaidBy::Cash => "cash",
            PaidBy::Online => "online",
        }
    }
}

/// What only this kind of paper says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Body {
    /// The fields of Viet Nam's form 01 (Circular 01/2018/TT-VPCP), which serve elsewhere as well.
    Acknowledgement {
        /// What was handed in.
        papers: Vec<HandedIn>,
        /// The time the law allows, in words: "3 working days".
        limit: String,
        /// When the dossier was received.
        received_at: Instant,
        /// When the result is promised; none where the procedure gives no date.
        due_at: Option<Instant>,
        /// Where the result is collected.
        collect_at: String,
        /// Who received it; none when it came over the portal.
        receiver: Option<Signer>,
    },
    /// Form 02.
    Supplement {
        /// Why, in the officer's words.
        reason: String,
        /// What is to be added.
        wanted: Vec<String>,
        /// Until when.
        respond_by: Option<NaiveDate>,
        /// Who asks.
        officer: Signer,
    },
    /// Form 03.
    Refusal {
        /// Why, in the officer's words.
        reason: String,
        /// The provision it rests on.
        legal_basis: Option<String>,
        /// Who refuses.
        officer: Signer,
    },
    /// A certificate, confirmation or decision.
    Result {
        /// What the paper is called: "Confirmation of marital status".
        heading: String,
        /// The sentence that certifies or decides.
        sentence: String,
        /// The provisions it rests on, one a line.
        legal_basis: Vec<String>,
        /// The facts the sentence rests on.
        statements: Vec<Statement>,
        /// A word of the officer who decided, below the facts.
        decision: Option<String>,
        /// Until when it is valid.
        valid_until: Option<NaiveDate>,
        /// Who signs.
        signer: Signer,
    },
    /// A receipt for money.
    Receipt {
        /// The register number of the legal entity that took the money.
        registration: Option<String>,
        /// What was paid for.
        lines: Vec<ReceiptLine>,
        /// The sum.
        total: Money,
        /// When it was paid.
        paid_at: Instant,
        /// How.
        means: PaidBy,
        /// The payment's reference.
        reference: String,
        /// Who took it at a counter.
        cashier: Option<Signer>,
    },
    /// The picture of an e-invoice; the XML is the invoice.
    Invoice {
        /// What the XML says.
        document: InvoiceDocument,
    },
    /// The picture of a credit note; the XML is the credit note.
    CreditNote {
        /// What the XML says.
        document: InvoiceDocument,
    },
}

impl Body {
    /// Which kind of paper this is the body of.
    #[must_use]
    pub const fn kind(&self) -> PaperKind {
        match self {
            Body::Acknowledgement { .. } => PaperKind::Acknowledgement,
            Body::Supplement { .. } => PaperKind::Supplement,
            Body::Refusal { .. } => PaperKind::Refusal,
            Body::Result { .. } => PaperKind::Result,
            Body::Receipt { .. } => PaperKind::Receipt,
            Body::Invoice { .. } => PaperKind::Invoice,
            Body::CreditNote { .. } => PaperKind::CreditNote,
        }
    }
}

/// A whole paper: what is kept beside it and what it is printed from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Paper {
    /// The language it is written in.
    pub language: Language,
    /// The zone its hours are told in.
    pub zone: Tz,
    /// Who issues it.
    pub letterhead: Letterhead,
    /// Its number in the series of the unit; none for papers that carry the dossier's number only.
    pub number: Option<String>,
    /// When it was made; the date it bears.
    pub made_at: Instant,
    /// The dossier's number.
    pub dossier: String,
    /// The procedure's name.
    pub procedure: String,
    /// Whom it is for.
    pub applicant: Applicant,
    /// Where it can be checked.
    pub proof: Proof,
    /// What only this kind says.
    pub body: Body,
}

/// What whoever holds the code of a paper may know about it: enough to compare with the paper in her hand, and nothing
/// about the person it is for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Genuine {
    /// Result or refusal.
    pub kind: PaperKind,
    /// Its number in the series of the unit.
    pub number: Option<String>,
    /// What the paper is called; refusals have no name of their own.
    pub heading: Option<String>,
    /// The procedure, as printed.
    pub procedure: String,
    /// The body that issued it, as printed.
    pub body: String,
    /// The unit that issued it.
    pub operating_unit_id: OperatingUnitId,
    /// The date it bears.
    pub numbered_at: Instant,
    /// Where the blob store has the file.
    pub blob_key: String,
    /// Digest of the file as it was stored.
    pub sha256: Vec<u8>,
}
