//! SQL of payments and of the halls that take cash.

use diesel::prelude::*;
use diesel::sql_types::{Array, BigInt, Bool, Integer, Nullable, Text, Timestamptz, Uuid as SqlUuid};
use uuid::Uuid;

use crate::kernel::clock::Instant;
use crate::kernel::error::{Error, Result};
use crate::kernel::ids::{
    AccountId, DossierId, HallId, LegalEntityId, OperatingUnitId, PaymentId, PaymentRequestId,
};
use crate::kernel::money::Tender;
use crate::kernel::patterns::number::NumberFrame;
use crate::platform::door::Sql;

use super::super::model::{Payment, PaymentRequest};
use super::super::rules::CashHall;
use super::currency;

#[derive(QueryableByName)]
struct PaymentRow {
    #[diesel(sql_type = SqlUuid)]
    id: Uuid,
    #[diesel(sql_type = SqlUuid)]
    payment_request_id: Uuid,
    #[diesel(sql_type = SqlUuid)]
    dossier_id: Uuid,
    #[diesel(sql_type = SqlUuid)]
    operating_unit_id: Uuid,
    #[diesel(sql_type = SqlUuid)]
    legal_entity_id: Uuid,
    #[diesel(sql_type = SqlUuid)]
    applicant_id: Uuid,
    #[diesel(sql_type = Text)]
    method: String,
    #[diesel(sql_type = Text)]
    provider: String,
    #[diesel(sql_type = Text)]
    provider_reference: String,
    #[diesel(sql_type = BigInt)]
    amount_minor: i64,
    #[diesel(sql_type = Text)]
    currency: String,
    #[diesel(sql_type = Timestamptz)]
    received_at: Instant,
    #[diesel(sql_type = Nullable<SqlUuid>)]
    received_by: Option<Uuid>,
    #[diesel(sql_type = Nullable<SqlUuid>)]
    hall_id: Option<Uuid>,
    #[diesel(sql_type = Text)]
    receipt_number: String,
}

impl TryFrom<PaymentRow> for Payment {
    type Error = Error;
    fn try_from(row: PaymentRow) -> Result<Payment> {
        Ok(Payment {
            id: PaymentId::from_uuid(row.id),
            request: PaymentRequestId::from_uuid(row.payment_request_id),
            dossier: DossierId::from_uuid(row.dossier_id),
            unit: OperatingUnitId::from_uuid(row.operating_unit_id),
            legal_entity: LegalEntityId::from_uuid(row.legal_entity_id),
            applicant: AccountId::from_uuid(row.applicant_id),
            method: Tender::parse(&row.method)
                .ok_or_else(|| Error::internal("a payment has no known method"))?,
            provider: row.provider,
            provider_reference: row.provider_reference,
            amount_minor: row.amount_minor,
            currency: currency(&row.currency)?,
            received_at: row.received_at,
            received_by: row.received_by.map(AccountId::from_uuid),
            hall: row.hall_id.map(HallId::from_uuid),
            receipt_number: row.receipt_number,
        })
    }
}

const PAYMENT: &str = "select p.id, p.payment_request_id, p.dossier_id, p.operating_unit_id, p.legal_entity_id, p.applicant_id,
        p.method, p.provider, p.provider_reference, p.amount_minor, p.currency, p.received_at, p.received_by, p.hall_id,
        p.receipt_number
    from payment p";

fn one(sql: &mut Sql, condition: &'static str, id: Uuid) -> Result<Option<Payment>> {
    let tenant = sql.tenant().uuid();
    let row: Option<PaymentRow> =
        diesel::sql_query(format!("{PAYMENT} where p.tenant_id = $1 and {condition}"))
            .bind::<SqlUuid, _>(tenant)
            .bind::<SqlUuid, _>(id)
            .get_result(sql.conn())
            .optional()?;
    row.map(Payment::try_from).transpose()
}

/// The payment that settled a request.
pub fn of_request(sql: &mut Sql, request: PaymentRequestId) -> Result<Option<Payment>> {
    one(sql, "p.payment_request_id = $2", request.uuid())
}

/// The payment that settled a request, held until the transaction ends, so that its refunds are raised one at a time.
pub fn of_request_locked(sql: &mut Sql, request: PaymentRequestId) -> Result<Option<Payment>> {
    one(sql, "p.payment_request_id = $2 for update", request.uuid())
}

/// One payment, held until the transaction ends, so that it is invoiced by one at a time.
pub fn locked(sql: &mut Sql, id: PaymentId) -> Result<Option<Payment>> {
    one(sql, "p.id = $2 for update", id.uuid())
}

/// The payments of a dossier, oldest first.
pub fn of_dossier(sql: &mut Sql, dossier: DossierId) -> Result<Vec<Payment>> {
    let tenant = sql.tenant().uuid();
    let rows: Vec<PaymentRow> = diesel::sql_query(format!(
        "{PAYMENT} where p.tenant_id = $1 and p.dossier_id = $2 order by p.received_at, p.id"
    ))
    .bind::<SqlUuid, _>(tenant)
    .bind::<SqlUuid, _>(dossier.uuid())
    .load(sql.conn())?;
    rows.into_iter().map(Payment::try_from).collect()
}

/// What one desk took between two moments, oldest first: the list a cashier counts her till against.
pub fn cash_of_hall(sql: &mut Sql, hall: HallId, (from, to): (Instant, Instant)) -> Result<Vec<Payment>> {
    let tenant = sql.tenant().uuid();
    let rows: Vec<PaymentRow> = diesel::sql_query(format!(
        "{PAYMENT} where p.tenant_id = $1 and p.hall_id = $2 and p.method = 'cash' and p.received_at >= $3 and p.received_at < $4
         order by p.received_at, p.id"
    ))
    .bind::<SqlUuid, _>(tenant)
    .bind::<SqlUuid, _>(hall.uuid())
    .bind::<Timestamptz, _>(from)
    .bind::<Timestamptz, _>(to)
    .load(sql.conn())?;
    rows.into_iter().map(Payment::try_from).collect()
}

#[derive(QueryableByName)]
struct HallRow {
    #[diesel(sql_type = SqlUuid)]
    operating_unit_id: Uuid,
    #[diesel(sql_type = SqlUuid)]
    legal_entity_id: Uuid,
    #[diesel(sql_type = Array<Text>)]
    capabilities: Vec<String>,
    #[diesel(sql_type = Bool)]
    is_open: bool,
}

/// The hall at whose desk cash is handed over.
pub fn hall(sql: &mut Sql, id: HallId) -> Result<Option<CashHall>> {
    hall_where(sql, id, "")
}

/// The same, held until the transaction ends, so that a till is emptied by one at a time.
pub fn hall_locked(sql: &mut Sql, id: HallId) -> Result<Option<CashHall>> {
    hall_where(sql, id, "for no key update")
}

fn hall_where(sql: &mut Sql, id: HallId, lock: &'static str) -> Result<Option<CashHall>> {
    let tenant = sql.tenant().uuid();
    let row: Option<HallRow> = diesel::sql_query(format!(
        "select operating_unit_id, legal_entity_id, capabilities, in_force is not null as is_open
         from service_hall where tenant_id = $1 and id = $2 {lock}"
    ))
    .bind::<SqlUuid, _>(tenant)
    .bind::<SqlUuid, _>(id.uuid())
    .get_result(sql.conn())
    .optional()?;
    Ok(row.map(|row| CashHall {
        id,
        unit: OperatingUnitId::from_uuid(row.operating_unit_id),
        legal_entity: LegalEntityId::from_uuid(row.legal_entity_id),
        takes_cash: row
            .capabilities
            .iter()
            .any(|capability| capability == "takes_cash"),
        is_open: row.is_open,
    }))
}

/// What is written when money comes in.
pub struct NewPayment<'a> {
    /// The id of the payment.
    pub id: PaymentId,
    /// What it settles.
    pub request: &'a PaymentRequest,
    /// How it came in.
    pub method: Tender,
    /// Through whom.
    pub provider: &'a str,
    /// The provider's own reference.
    pub reference: &'a str,
    /// When.
    pub at: Instant,
    /// The cashier, at a desk.
    pub cashier: Option<AccountId>,
    /// The hall, at a desk.
    pub hall: Option<HallId>,
    /// The series of its receipt: whose it is, and the period.
    pub receipt_series: (Uuid, String),
    /// The receipt's number without its serial.
    pub receipt_frame: NumberFrame,
}

#[derive(QueryableByName)]
struct ReceiptRow {
    #[diesel(sql_type = Text)]
    receipt_number: String,
}

/// Writes a payment with the next receipt number. The request is paid from now on; unless more is due the dossier goes
/// on; its log says so. The counter's row is held until the transaction ends, which should be soon.
pub fn insert(sql: &mut Sql, new: &NewPayment<'_>) -> Result<String> {
    let tenant = sql.tenant().uuid();
    let width = i32::try_from(new.receipt_frame.width).map_err(Error::internal)?;
    let row: ReceiptRow = diesel::sql_query(
        "with counter as (
             insert into number_counter as c (tenant_id, series, owner, period, last) values ($1, 'receipt', $2, $3, 1)
             on conflict (tenant_id, series, owner, period) do update set last = c.last + 1 returning last),
         paid as (
             insert into payment (tenant_id, id, payment_request_id, dossier_id, operating_unit_id, legal_entity_id, applicant_id,
                 method, provider, provider_reference, amount_minor, currency, received_at, received_by, hall_id, receipt_number)
             select $1, $4, r.id, r.dossier_id, r.operating_unit_id, r.legal_entity_id, r.applicant_id,
                 $6, $7, $8, r.amount_minor, r.currency, $9, $10, $11,
                 $12 || lpad(counter.last::text, greatest($13, length(counter.last::text)), '0') || $14
             from payment_request r, counter where r.tenant_id = $1 and r.id = $5
             returning id, dossier_id, amount_minor, currency, method, receipt_number),
         settled as (
             update payment_request set paid_at = $9 where tenant_id = $1 and id = $5),
         moved as (
             update dossier d set paid_at = $9, status = case when d.status = 3 then 2 else d.status end
             from paid where d.tenant_id = $1 and d.id = paid.dossier_id
                 and not exists (select from payment_request o where o.tenant_id = $1 and o.dossier_id = paid.dossier_id
                                 and o.id <> $5 and o.paid_at is null and o.voided_at is null)),
         logged as (
             insert into dossier_log (tenant_id, id, dossier_id, operating_unit_id, shared_unit_ids, applicant_id, occurred_at, kind, detail)
             select $1, $15, d.id, d.operating_unit_id, d.shared_unit_ids, d.applicant_id, $9, 'payment.recorded',
                 jsonb_build_object('payment_id', paid.id, 'method', paid.method, 'amount_minor', paid.amount_minor,
                     'currency', paid.currency, 'receipt_number', paid.receipt_number)
             from dossier d, paid where d.tenant_id = $1 and d.id = paid.dossier_id)
         select receipt_number from paid",
    )
    .bind::<SqlUuid, _>(tenant)
    .bind::<Text, _>(new.receipt_series.0.to_string())
    .bind::<Text, _>(&new.receipt_series.1)
    .bind::<SqlUuid, _>(new.id.uuid())
    .bind::<SqlUuid, _>(new.request.id.uuid())
    .bind::<Text, _>(new.method.name())
    .bind::<Text, _>(new.provider)
    .bind::<Text, _>(new.reference)
    .bind::<Timestamptz, _>(new.at)
    .bind::<Nullable<SqlUuid>, _>(new.cashier.map(AccountId::uuid))
    .bind::<Nullable<SqlUuid>, _>(new.hall.map(HallId::uuid))
    .bind::<Text, _>(&new.receipt_frame.prefix)
    .bind::<Integer, _>(width)
    .bind::<Text, _>(&new.receipt_frame.suffix)
    .bind::<SqlUuid, _>(Uuid::now_v7())
    .get_result(sql.conn())?;
    Ok(row.receipt_number)
}
