//! What is due, what was received, and what a gateway says about it.

use chrono_tz::Tz;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::authority::tenancy::Tenant;
use crate::kernel::clock::Instant;
use crate::kernel::error::{Error, Result};
use crate::kernel::ids::{
    AccountId, DossierId, HallId, InvoiceId, LegalEntityId, OperatingUnitId, PaymentId, PaymentRequestId,
    ProcedureId,
};
use crate::kernel::locale::{Language, Localised};
use crate::kernel::money::{Currency, Money, Tender};
use crate::kernel::patterns::number::NumberPattern;
use crate::kernel::patterns::payment::{Method, Part};

/// What a tenant's settings say about money.
#[derive(Debug, Clone)]
pub struct BillingSettings {
    /// The zone in which days and years are counted.
    pub zone: Tz,
    /// The currency fees are asked for in.
    pub currency: Currency,
    /// The language of legal documents.
    pub language: Language,
    /// ISO 3166-1 alpha-2 code of the country of the tenant and its applicants.
    pub country: String,
    /// How receipts are numbered.
    pub receipts: NumberPattern,
}

impl BillingSettings {
    /// What `tenant` says.
    ///
    /// # Errors
    /// When its receipt pattern cannot be read, which is found when its code is applied.
    pub fn of(tenant: &Tenant) -> Result<Self> {
        let code = &tenant.settings.tenant;
        Ok(Self {
            zone: code.zone,
            currency: code.currency,
            language: code.default_language,
            country: code.country.clone(),
            receipts: NumberPattern::parse(&code.numbers.receipt).map_err(Error::internal)?,
        })
    }
}

/// The word of a payment request pattern that allows money to come in by `tender`.
#[must_use]
pub const fn method_of(tender: Tender) -> Method {
    match tender {
        Tender::Cash => Method::Cash,
        Tender::Gateway => Method::Keypay,
        Tender::Bank => Method::Bank,
    }
}

/// A part of what is due, as the applicant reads it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DueLine {
    /// Fee, delivery or tax.
    pub part: Part,
    /// What it is for.
    pub name: Localised,
    /// Minor units.
    pub amount_minor: i64,
}

/// What is due for a dossier.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PaymentRequest {
    /// Its id.
    pub id: PaymentRequestId,
    /// What it is for.
    pub dossier: DossierId,
    /// The dossier's number.
    pub dossier_number: String,
    /// The procedure of the dossier.
    pub procedure: ProcedureId,
    /// The unit that asks.
    pub unit: OperatingUnitId,
    /// The unit's code in numbers.
    pub unit_code: String,
    /// The legal entity the money belongs to.
    pub legal_entity: LegalEntityId,
    /// Who owes it.
    pub applicant: AccountId,
    /// The applicant's name.
    pub applicant_name: String,
    /// What a payer quotes: the dossier's number and a count.
    pub reference: String,
    /// How it can be paid.
    pub methods: Vec<Method>,
    /// The fee, minor units.
    pub net_minor: i64,
    /// Delivery, minor units.
    pub shipping_minor: i64,
    /// Tax, minor units.
    pub tax_minor: i64,
    /// All of it, minor units.
    pub amount_minor: i64,
    /// The currency.
    pub currency: Currency,
    /// What the applicant is told.
    pub messages: Vec<String>,
    /// The parts by name.
    pub lines: Vec<DueLine>,
    /// When it was raised.
    pub requested_at: Instant,
    /// When it was paid.
    pub paid_at: Option<Instant>,
    /// When it ceased to be due.
    pub voided_at: Option<Instant>,
}

impl PaymentRequest {
    /// All that is due, with its currency.
    #[must_use]
    pub const fn money(&self) -> Money {
        Money::new(self.amount_minor, self.currency)
    }

    /// Whether it still waits for money.
    #[must_use]
    pub const fn is_open(&self) -> bool {
        self.paid_at.is_none() && self.voided_at.is_none()
    }
}

/// Money received for a request.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Payment {
    /// Its id.
    pub id: PaymentId,
    /// What it settled.
    pub request: PaymentRequestId,
    /// What that was for.
    pub dossier: DossierId,
    /// The unit it was received for.
    pub unit: OperatingUnitId,
    /// The legal entity it belongs to.
    pub legal_entity: LegalEntityId,
    /// Who owed it.
    pub applicant: AccountId,
    /// How it came in.
    pub method: Tender,
    /// Through whom: `desk`, or the gateway's name.
    pub provider: String,
    /// The provider's own reference.
    pub provider_reference: String,
    /// Minor units.
    pub amount_minor: i64,
    /// The currency.
    pub currency: Currency,
    /// When.
    pub received_at: Instant,
    /// The cashier, at a desk.
    pub received_by: Option<AccountId>,
    /// The hall, at a desk.
    pub hall: Option<HallId>,
    /// The number of its receipt.
    pub receipt_number: String,
}

/// A session at the gateway in which a request can be paid.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GatewaySession {
    /// Its id, and the key under which the gateway opens it once.
    pub id: Uuid,
    /// What is paid in it.
    pub request: PaymentRequestId,
    /// The gateway's name.
    pub provider: String,
    /// The gateway's own reference, once it has answered.
    pub provider_reference: Option<String>,
    /// Where the applicant pays, once the gateway has answered.
    pub pay_url: Option<String>,
    /// Minor units asked for.
    pub amount_minor: i64,
    /// The currency.
    pub currency: Currency,
    /// When it was opened.
    pub opened_at: Instant,
    /// Until when it can be paid in.
    pub expires_at: Option<Instant>,
    /// When it ended.
    pub ended_at: Option<Instant>,
}

/// What was made of a report of the gateway.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// It settled its request.
    Settled,
    /// The payer declined; the session is over.
    Declined,
    /// The session ran out.
    Expired,
    /// Nothing has happened in the session yet.
    Pending,
    /// It was heard before: nothing changed.
    Repeated,
    /// The money came although nothing was due any more: it is owed back.
    NeedsRefund,
    /// Amount, currency or reference are not those asked for.
    Mismatched,
    /// The signature is not the gateway's.
    Forged,
    /// It was signed too long ago, or ahead of time: a replay, or a clock gone wrong.
    Late,
    /// It cannot be read.
    Malformed,
    /// There is no such session.
    Unknown,
}

impl Verdict {
    /// As stored.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Verdict::Settled => "settled",
            Verdict::Declined => "declined",
            Verdict::Expired => "expired",
            Verdict::Pending => "pending",
            Verdict::Repeated => "repeated",
            Verdict::NeedsRefund => "needs_refund",
            Verdict::Mismatched => "mismatched",
            Verdict::Forged => "forged",
            Verdict::Late => "late",
            Verdict::Malformed => "malformed",
            Verdict::Unknown => "unknown",
        }
    }
}

/// An issued invoice without its document.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct InvoiceSummary {
    /// Its id.
    pub id: InvoiceId,
    /// Who issued it.
    pub legal_entity: LegalEntityId,
    /// The series.
    pub series: String,
    /// The year of the series.
    pub year: i32,
    /// The number in the series.
    pub number: i64,
    /// The number as printed, with its series.
    pub identifier: String,
    /// The payment it is for.
    pub payment: PaymentId,
    /// The dossier it is for.
    pub dossier: DossierId,
    /// When it was issued.
    pub issued_at: Instant,
    /// Minor units.
    pub amount_minor: i64,
    /// The currency.
    pub currency: Currency,
}
