//! How a session is to misbehave.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::kernel::money::Currency;

use super::refunds::RefundOrders;

/// What the payer chooses on the page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Choice {
    /// Pays.
    Pay,
    /// Declines.
    Decline,
    /// Pays; the callback is made a while later.
    PayLate,
    /// Pays; the callback is made three times.
    PayRepeated,
    /// Pays; no callback is made, so that the installation has to ask.
    PaySilent,
    /// Does not pay; a callback with somebody else's signature says that she did.
    Forge,
}

impl Choice {
    /// Every choice, in the order of the page.
    pub const ALL: [Choice; 6] = [
        Choice::Pay,
        Choice::Decline,
        Choice::PayLate,
        Choice::PayRepeated,
        Choice::PaySilent,
        Choice::Forge,
    ];

    /// The value of its button.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Choice::Pay => "pay",
            Choice::Decline => "decline",
            Choice::PayLate => "pay_late",
            Choice::PayRepeated => "pay_repeated",
            Choice::PaySilent => "pay_silent",
            Choice::Forge => "forge",
        }
    }
}

/// Orders in the `metadata` of a session, under `sandbox`: `{"sandbox": {"at_once": "pay", "repeat": 2}}`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Orders {
    /// Chooses as soon as the session is opened, without a page: for load tests.
    pub at_once: Option<Choice>,
    /// Makes the callback this much later, in milliseconds.
    pub delay_ms: u64,
    /// Makes the callback this many times more.
    pub repeat: u32,
    /// Makes no callback.
    pub silent: bool,
    /// Makes a callback with somebody else's signature first.
    pub forge: bool,
    /// Makes a callback that was signed this many seconds ago first.
    pub stale_seconds: i64,
    /// Reports this amount instead, in minor units.
    pub amount_minor: Option<i64>,
    /// Reports this currency instead.
    pub currency: Option<Currency>,
    /// How refunds of this payment are to misbehave.
    pub refund: RefundOrders,
}

/// How long `pay_late` waits, in milliseconds: long enough to pay the same fee at a cash desk meanwhile.
const LATE_MS: u64 = 30_000;

impl Orders {
    /// The orders in `metadata`; what cannot be read is no order.
    #[must_use]
    pub fn of(metadata: &Value) -> Self {
        metadata
            .get("sandbox")
            .and_then(|orders| serde_json::from_value(orders.clone()).ok())
            .unwrap_or_default()
    }

    /// The same orders with those of the payer's button.
    #[must_use]
    pub fn with(mut self, choice: Choice) -> Self {
        match choice {
            Choice::Pay | Choice::Decline => {}
            Choice::PayLate => self.delay_ms = self.delay_ms.max(LATE_MS),
            Choice::PayRepeated => self.repeat = self.repeat.max(2),
            Choice::PaySilent => self.silent = true,
            Choice::Forge => self.forge = true,
        }
        self
    }
}
