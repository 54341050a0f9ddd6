//! What travels between us and the gateway, as JSON.

use serde::{Deserialize, Serialize};
use serde_json::Value;
use uuid::Uuid;

use crate::kernel::clock::Instant;
use crate::kernel::ids::TenantId;
use crate::kernel::locale::Language;
use crate::kernel::money::{Currency, Money};

/// The longest report that is read, in bytes.
pub const REPORT_BYTES_MAX: usize = 8 * 1024;

/// Asks the gateway for a session.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OpenSession {
    /// Our session, and the idempotency key.
    pub session: Uuid,
    /// Whose money it is.
    pub merchant: TenantId,
    /// Minor units.
    pub amount_minor: i64,
    /// The currency.
    pub currency: Currency,
    /// What the payer sees: the reference of the request.
    pub reference: String,
    /// What the payer sees: what it is for.
    pub description: String,
    /// The payer's language.
    pub language: Language,
    /// Where the payer is sent afterwards.
    pub return_url: String,
    /// Where reports are sent.
    pub callback_url: String,
    /// Anything else; the demo's gateway takes its orders to misbehave from it.
    #[serde(default, skip_serializing_if = "Value::is_null")]
    pub metadata: Value,
}

/// The gateway's answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OpenedSession {
    /// Our session.
    pub session: Uuid,
    /// The gateway's own reference of it.
    pub reference: String,
    /// Where the payer pays.
    pub pay_url: String,
    /// Until when.
    pub expires_at: Option<Instant>,
}

/// Where a session stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SessionState {
    /// Nothing has happened yet.
    Pending,
    /// The money was taken.
    Paid,
    /// The payer declined.
    Declined,
    /// It ran out.
    Expired,
}

/// What the gateway says about a session, in a callback or when it is asked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Report {
    /// Whose money it is.
    pub merchant: TenantId,
    /// Our session.
    pub session: Uuid,
    /// The gateway's own reference of it.
    pub reference: String,
    /// Where it stands.
    #[serde(rename = "status")]
    pub state: SessionState,
    /// Minor units.
    pub amount_minor: i64,
    /// The currency.
    pub currency: Currency,
    /// When that happened.
    pub occurred_at: Instant,
}

impl Report {
    /// What was asked for, in the gateway's words.
    #[must_use]
    pub const fn money(&self) -> Money {
        Money::new(self.amount_minor, self.currency)
    }
}

/// Asks the gateway to give money back that it took.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RefundOrder {
    /// Our refund, and the idempotency key.
    pub refund: Uuid,
    /// Whose money it is.
    pub merchant: TenantId,
    /// The gateway's own reference of the payment.
    pub payment: String,
    /// Minor units, at most what was paid.
    pub amount_minor: i64,
    /// The currency.
    pub currency: Currency,
    /// Where reports are sent.
    pub callback_url: String,
    /// Anything else; the demo's gateway takes its orders to misbehave from it.
    #[serde(default, skip_serializing_if = "Value::is_null")]
    pub metadata: Value,
}

/// Where a refund stands at the gateway.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RefundStanding {
    /// It was taken on and is not done yet.
    Pending,
    /// The money was given back.
    Refunded,
    /// It cannot be given back this way.
    Refused,
}

/// What the gateway says about a refund: its answer to an order, to a question, or in a callback.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RefundReport {
    /// Whose money it is.
    pub merchant: TenantId,
    /// Our refund.
    pub refund: Uuid,
    /// The gateway's own reference of it.
    pub reference: String,
    /// Where it stands.
    #[serde(rename = "status")]
    pub standing: RefundStanding,
    /// Minor units.
    pub amount_minor: i64,
    /// The currency.
    pub currency: Currency,
    /// When that happened.
    pub occurred_at: Instant,
}

impl RefundReport {
    /// What was given back, in the gateway's words.
    #[must_use]
    pub const fn money(&self) -> Money {
        Money::new(self.amount_minor, self.currency)
    }
}
