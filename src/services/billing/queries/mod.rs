//! Every line of SQL of billing, by what it is about.

pub(super) mod credit_notes;
pub(super) mod gateway;
pub(super) mod invoices;
pub(super) mod payments;
pub(super) mod refunds;
pub(super) mod requests;

use crate::kernel::error::{Error, Result};
use crate::kernel::money::Currency;

/// A currency read from the database.
fn currency(code: &str) -> Result<Currency> {
    Currency::parse(code).ok_or_else(|| Error::internal(format!("currency {code} is stored and not known")))
}
