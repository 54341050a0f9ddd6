//! `accounts.toml`: the chart of accounts of each ledger.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::kernel::locale::Localised;

/// The charts of accounts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Accounts {
    /// The regulation the codes come from.
    pub regulation: String,
    /// Accounts of all ledgers.
    pub account: Vec<Account>,
}

/// An account.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Account {
    /// The ledger it belongs to.
    pub ledger: String,
    /// Its number in the chart.
    pub code: String,
    /// Codes it had before: what bears one of them in the database is this thing, renamed.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub formerly: Vec<String>,
    /// Name.
    pub name: Localised,
    /// Kind.
    pub kind: AccountKind,
    /// What the system posts to it, if anything.
    #[serde(default, rename = "use", skip_serializing_if = "Option::is_none")]
    pub used_for: Option<AccountUse>,
}

/// The kind of an account, which says on which side it grows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum AccountKind {
    /// Grows on the debit side.
    Asset,
    /// Grows on the credit side.
    Liability,
    /// Grows on the credit side.
    Equity,
    /// Grows on the credit side.
    Revenue,
    /// Grows on the debit side.
    Expense,
}

/// What the system posts to an account. Each use has exactly one account in every primary ledger that needs it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum AccountUse {
    /// Cash at the desk.
    Cash,
    /// Bank or treasury account.
    Bank,
    /// Paid through the gateway and not yet on the bank account.
    GatewayClearing,
    /// Fees due and not yet paid.
    Receivable,
    /// State fees (statutory, outside VAT).
    FeeRevenue,
    /// Charges for services.
    ChargeRevenue,
    /// Shipping of results.
    ShippingRevenue,
    /// VAT due.
    VatPayable,
    /// Money received that is owed back.
    RefundPayable,
}
