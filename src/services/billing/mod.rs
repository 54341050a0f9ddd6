//! What is due, what was received, and the invoice that says so.
//!
//! A [`PaymentRequest`] is raised by a step of a process from the procedure's formulas, once for each step. It is paid at
//! a cash desk ([`take_cash`]) or at the gateway ([`open_gateway_payment`], then a signed report that [`record_report`]
//! judges); either way one payment settles it, with the next receipt number, and whatever comes later is owed back. The
//! gateway is called outside transactions, and asked again when it stays silent ([`reconcile`]). [`issue_invoice`] gives
//! the next number of the legal entity's series and stores the UBL document that is the invoice.
//!
//! Money goes back by a [`Refund`]: one person raises it ([`raise_refund`]), another decides ([`decide_refund`]); it is handed
//! over at a desk ([`pay_out_refund`]) or by the gateway under the refund's id ([`record_refund_report`]), and a credit note
//! takes back of the invoice what is given back ([`issue_credit_note`]).

pub mod acts;
mod commands;
mod documents;
mod events;
pub mod gateway;
mod model;
mod queries;
pub mod refunds;
mod rules;
#[cfg(test)]
mod tests;
pub mod ubl;

pub use commands::{
    Asked, Credited, Fee, Issued, OnlinePayment, RaiseError, Raised, Reconciled, decide_refund,
    issue_credit_note, issue_invoice, keep_stray_report, open_gateway_payment, order_of_refund,
    pay_out_refund, raise_fee, raise_refund, reconcile, reconcile_refunds, record_refund_report,
    record_report, refundable, take_cash, void_fees,
};
pub use model::{
    BillingSettings, DueLine, GatewaySession, InvoiceSummary, Payment, PaymentRequest, Verdict, method_of,
};
pub use queries::credit_notes::CreditNote;
pub use queries::invoices::Invoice;
pub use queries::refunds::Listed;
pub use refunds::{CreditNoteSummary, Decision, Refund, RefundState};
pub use rules::{CashHall, FeeProblem, Seller, payable};

use crate::kernel::clock::Instant;
use crate::kernel::error::Result;
use crate::kernel::ids::HallId;
use crate::platform::door::Granted;

use acts::{ListRefunds, ReadDossierMoney, ReadRequest, ReadUnitMoney};

/// Everything about money in one dossier.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DossierMoney {
    /// What was asked for, oldest first.
    pub requests: Vec<PaymentRequest>,
    /// What was received, oldest first.
    pub payments: Vec<Payment>,
    /// What was invoiced, in the order of the numbers.
    pub invoices: Vec<InvoiceSummary>,
    /// What was asked back, oldest first.
    pub refunds: Vec<Refund>,
    /// What was credited, in the order of issue.
    pub credit_notes: Vec<CreditNoteSummary>,
}

/// Reads everything about money in one dossier.
///
/// # Errors
/// When the database fails.
pub fn money_of_dossier(grant: &mut Granted<'_, ReadDossierMoney>) -> Result<DossierMoney> {
    let dossier = grant.subject().dossier;
    let sql = grant.sql();
    Ok(DossierMoney {
        requests: queries::requests::of_dossier(sql, dossier)?,
        payments: queries::payments::of_dossier(sql, dossier)?,
        invoices: queries::invoices::of_dossier(sql, dossier)?,
        refunds: queries::refunds::of_dossier(sql, dossier)?,
        credit_notes: queries::credit_notes::of_dossier(sql, dossier)?,
    })
}

/// Whether a session at the gateway is under way for the request.
///
/// # Errors
/// When the database fails.
pub fn is_being_paid(grant: &mut Granted<'_, ReadRequest>) -> Result<bool> {
    let request = grant.subject().id;
    Ok(queries::gateway::open_session(grant.sql(), request)?.is_some())
}

/// Requests of the unit that wait for money, oldest first, at most `limit`. `search` is the beginning of a reference or
/// dossier number, or a part of the applicant's name; empty finds all.
///
/// # Errors
/// When the database fails.
pub fn open_requests(
    grant: &mut Granted<'_, ReadUnitMoney>,
    search: &str,
    limit: i64,
) -> Result<Vec<PaymentRequest>> {
    let unit = *grant.subject();
    queries::requests::open_in_unit(grant.sql(), unit, search, limit)
}

/// What a desk of the unit took in cash between two moments, oldest first.
///
/// # Errors
/// When the database fails.
pub fn cash_taken(
    grant: &mut Granted<'_, ReadUnitMoney>,
    hall: HallId,
    between: (Instant, Instant),
) -> Result<Vec<Payment>> {
    let unit = *grant.subject();
    let mut taken = queries::payments::cash_of_hall(grant.sql(), hall, between)?;
    taken.retain(|payment| payment.unit == unit);
    Ok(taken)
}

/// A portion of the refunds of one's units, and how many there are.
///
/// # Errors
/// When the database fails.
pub fn list_refunds(
    grant: &mut Granted<'_, ListRefunds>,
    listed: Listed,
    portion: (i64, i64),
) -> Result<(Vec<Refund>, i64)> {
    let sql = grant.sql();
    Ok((
        queries::refunds::list(sql, listed, portion)?,
        queries::refunds::count(sql, listed)?,
    ))
}

/// Refunds of the unit that can be fetched at a desk, oldest first, at most `limit`. `search` is as in [`open_requests`].
///
/// # Errors
/// When the database fails.
pub fn refunds_at_desk(
    grant: &mut Granted<'_, ReadUnitMoney>,
    search: &str,
    limit: i64,
) -> Result<Vec<Refund>> {
    let unit = *grant.subject();
    queries::refunds::at_desk(grant.sql(), unit, search, limit)
}

/// What a desk of the unit handed back in cash between two moments, oldest first.
///
/// # Errors
/// When the database fails.
pub fn cash_given_back(
    grant: &mut Granted<'_, ReadUnitMoney>,
    hall: HallId,
    between: (Instant, Instant),
) -> Result<Vec<Refund>> {
    let unit = *grant.subject();
    let mut given = queries::refunds::cash_of_hall(grant.sql(), hall, between)?;
    given.retain(|refund| refund.unit == unit);
    Ok(given)
}
