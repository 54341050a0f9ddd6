//! The cash desk.

use crate::kernel::clock::{self, Instant};
use crate::kernel::error::{Error, Result};
use crate::kernel::money::{Money, Tender};
use crate::platform::door::Granted;

use super::super::acts::TakeCash;
use super::super::model::{BillingSettings, Payment};
use super::super::queries::payments;
use super::super::rules::{self, CashDecision};
use super::settle::{Income, settle};

/// Takes `offered` for the request, exactly what is due. A form that was sent twice finds the payment of the first time.
///
/// # Errors
/// When the hall takes no cash or belongs to another unit, or the amount, the way to pay or the state of the request is
/// another.
pub fn take_cash(
    grant: &mut Granted<'_, TakeCash>,
    settings: &BillingSettings,
    offered: Money,
    at: Instant,
) -> Result<Payment> {
    let cashier = grant.context().actor.account().ok_or(Error::SignInNeeded)?;
    let ((request, hall), sql) = grant.parts();
    let settled = payments::of_request(sql, request.id)?;
    let decision = rules::judge_cash(request, hall, cashier, offered, settled.as_ref())?;
    match (decision, settled) {
        (CashDecision::TakenBefore, Some(payment)) => Ok(payment),
        _ => settle(
            sql,
            settings,
            request,
            &Income {
                method: Tender::Cash,
                provider: "desk",
                reference: None,
                desk: Some((cashier, hall.id)),
                at: clock::to_microseconds(at),
            },
        ),
    }
}
