//! What billing does, one function for each intention.

mod cash;
mod credit_notes;
mod fees;
mod give_back;
mod invoices;
mod online;
mod reconcile;
mod refunds;
mod settle;

pub use cash::take_cash;
pub use credit_notes::{Credited, issue_credit_note};
pub use fees::{Fee, RaiseError, Raised, raise_fee, void_fees};
pub use give_back::{order_of_refund, reconcile_refunds};
pub use invoices::{Issued, issue_invoice};
pub use online::{OnlinePayment, keep_stray_report, open_gateway_payment, record_report};
pub use reconcile::{Reconciled, reconcile};
pub use refunds::{Asked, decide_refund, pay_out_refund, raise_refund, record_refund_report, refundable};
