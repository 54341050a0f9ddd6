//! Raising fees, and taking them back.

use serde_json::Value;
use uuid::Uuid;

use crate::kernel::clock::{self, Instant};
use crate::kernel::error::{Error, Result};
use crate::kernel::patterns::payment::PaymentRequestPattern;
use crate::platform::door::Granted;
use crate::platform::outbox;

use super::super::acts::RaiseFee;
use super::super::events;
use super::super::model::{BillingSettings, PaymentRequest};
use super::super::queries::requests::{self, NewRequest};
use super::super::rules::{self, FeeProblem};

/// A fee to be raised.
#[derive(Debug, Clone, Copy)]
pub struct Fee<'a> {
    /// The job that asks for it: the id of its event. A job asks once, however often it is repeated.
    pub source: Uuid,
    /// What is due, in the words of the procedure.
    pub pattern: &'a PaymentRequestPattern,
    /// What the formulas read: the form and the fee schedule.
    pub variables: &'a Value,
}

/// What became of a fee.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Raised {
    /// This is due.
    Due(Box<PaymentRequest>),
    /// The formulas gave nothing: no request is made, and the process goes on.
    Nothing,
}

impl Raised {
    /// What is due, in minor units: the process variable `amount`.
    #[must_use]
    pub fn amount_minor(&self) -> i64 {
        match self {
            Raised::Due(request) => request.amount_minor,
            Raised::Nothing => 0,
        }
    }
}

/// Why a fee was not raised.
#[derive(Debug, thiserror::Error)]
pub enum RaiseError {
    /// Somebody has to mend the procedure or the unit: an incident of the process.
    #[error(transparent)]
    Fee(#[from] FeeProblem),
    /// Anything else.
    #[error(transparent)]
    Other(#[from] Error),
}

/// Asks for a fee: its dossier awaits payment from now on. Repeated for the same job it finds what it asked for before.
///
/// # Errors
/// [`RaiseError::Fee`] when the formulas give no amount or the unit does not offer a way to pay.
pub fn raise_fee(
    grant: &mut Granted<'_, RaiseFee>,
    settings: &BillingSettings,
    fee: Fee<'_>,
    at: Instant,
) -> Result<Raised, RaiseError> {
    let (billable, sql) = grant.parts();
    if let Some(present) = requests::by_source(sql, fee.source)? {
        return Ok(Raised::Due(Box::new(present)));
    }
    let amounts = fee
        .pattern
        .evaluate(fee.variables, settings.currency)
        .map_err(FeeProblem::from)?;
    let methods = fee
        .pattern
        .methods_at(&billable.offered())
        .map_err(FeeProblem::from)?;
    if amounts.total == 0 {
        return Ok(Raised::Nothing);
    }
    let lines = rules::due_lines(&amounts, &billable.procedure_name);
    let new = NewRequest {
        billable,
        source: fee.source,
        methods: methods.iter().map(|method| method.word()).collect(),
        amounts: [amounts.net, amounts.ship, amounts.tax, amounts.total],
        currency: amounts.currency.code(),
        messages: serde_json::to_value(fee.pattern.messages()).map_err(Error::internal)?,
        lines: serde_json::to_value(lines).map_err(Error::internal)?,
        at: clock::to_microseconds(at),
    };
    requests::insert(sql, &new)?;
    let request = requests::by_source(sql, fee.source)?.ok_or(Error::NotFound)?;
    outbox::append(sql, &[events::fee_raised(&request)])?;
    Ok(Raised::Due(Box::new(request)))
}

/// Takes back what still waits for money in a dossier, because it was withdrawn or ended. Money that comes nevertheless is
/// owed back.
///
/// # Errors
/// When the database fails.
pub fn void_fees(grant: &mut Granted<'_, RaiseFee>, at: Instant) -> Result<usize> {
    let (billable, sql) = grant.parts();
    requests::void_open(sql, billable.dossier, clock::to_microseconds(at))
}
