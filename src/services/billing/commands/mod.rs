//! What billing does, one function for each intention.

mod cash;
mod fees;
mod invoices;
mod online;
mod reconcile;
mod settle;

pub use cash::take_cash;
pub use fees::{Fee, RaiseError, Raised, raise_fee, void_fees};
pub use invoices::{Issued, issue_invoice};
pub use online::{OnlinePayment, keep_stray_report, open_gateway_payment, record_report};
pub use reconcile::{Reconciled, reconcile};
