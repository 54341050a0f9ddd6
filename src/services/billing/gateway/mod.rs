//! The port to a payment gateway: what is said to it, how it is signed, and what is made of its answers.
//!
//! A payment goes through three steps. A session row is written; then, outside any transaction, the gateway is told of it
//! under the session's id, which it treats as an idempotency key; then its answer is kept. What comes back later, by
//! callback or because it was asked, is a signed [`Report`]. A refund goes the same three steps: the order under the
//! refund's id, and a signed [`RefundReport`] at once or later.

mod client;
mod signature;
mod wire;

pub use client::{GatewayClient, GatewayError};
pub use signature::{
    MERCHANT_HEADER, MerchantKey, Purpose, SIGNATURE_HEADER, SignatureFault, TIMESTAMP_HEADER, WINDOW_SECONDS,
};
pub use wire::{
    OpenSession, OpenedSession, REPORT_BYTES_MAX, RefundOrder, RefundReport, RefundStanding, Report,
    SessionState,
};
