//! The one way in which a request becomes paid.

use crate::kernel::clock::Instant;
use crate::kernel::error::{Error, Result};
use crate::kernel::ids::{AccountId, HallId, PaymentId};
use crate::kernel::money::Tender;
use crate::kernel::patterns::number::local_date;
use crate::platform::door::Sql;
use crate::platform::outbox;

use super::super::events;
use super::super::model::{BillingSettings, Payment, PaymentRequest};
use super::super::queries::payments::{self, NewPayment};

/// Money that came in for a request which the transaction holds and which is open.
pub(super) struct Income<'a> {
    /// How it came in.
    pub method: Tender,
    /// Through whom.
    pub provider: &'a str,
    /// The provider's own reference; none at a desk, where the payment's id serves.
    pub reference: Option<&'a str>,
    /// The cashier and the hall, at a desk.
    pub desk: Option<(AccountId, HallId)>,
    /// When.
    pub at: Instant,
}

/// Writes the payment with its receipt number, and says that it was recorded.
pub(super) fn settle(
    sql: &mut Sql,
    settings: &BillingSettings,
    request: &PaymentRequest,
    income: &Income<'_>,
) -> Result<Payment> {
    let id = PaymentId::fresh();
    let day = local_date(income.at, settings.zone);
    let pattern = &settings.receipts;
    let owner = if pattern.uses_unit() {
        request.unit.uuid()
    } else {
        request.legal_entity.uuid()
    };
    let own_reference = id.to_string();
    let reference = income.reference.unwrap_or(&own_reference);
    let receipt_number = payments::insert(
        sql,
        &NewPayment {
            id,
            request,
            method: income.method,
            provider: income.provider,
            reference,
            at: income.at,
            cashier: income.desk.map(|(cashier, _)| cashier),
            hall: income.desk.map(|(_, hall)| hall),
            receipt_series: (owner, pattern.series_key(day)),
            receipt_frame: pattern.frame(day, &request.unit_code).map_err(Error::internal)?,
        },
    )?;
    let payment = Payment {
        id,
        request: request.id,
        dossier: request.dossier,
        unit: request.unit,
        legal_entity: request.legal_entity,
        applicant: request.applicant,
        method: income.method,
        provider: income.provider.to_owned(),
        provider_reference: reference.to_owned(),
        amount_minor: request.amount_minor,
        currency: request.currency,
        received_at: income.at,
        received_by: income.desk.map(|(cashier, _)| cashier),
        hall: income.desk.map(|(_, hall)| hall),
        receipt_number,
    };
    outbox::append(sql, &[events::payment_recorded(&payment, request, day)])?;
    Ok(payment)
}
