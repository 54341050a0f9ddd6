//! SQL of refunds.

use diesel::prelude::*;
use diesel::sql_types::{BigInt, Bool, Jsonb, Nullable, Text, Timestamptz, Uuid as SqlUuid};
use serde_json::Value;
use uuid::Uuid;

use crate::kernel::clock::Instant;
use crate::kernel::error::{Error, Result};
use crate::kernel::ids::{
    AccountId, DossierId, HallId, LegalEntityId, OperatingUnitId, PaymentId, PaymentRequestId, ProcedureId,
    RefundId,
};
use crate::kernel::money::Tender;
use crate::platform::door::Sql;
use crate::platform::schema::operating_unit;

use super::super::acts::Refundable;
use super::super::refunds::{By, Parts, Refund};
use super::currency;

#[derive(QueryableByName)]
struct RefundRow {
    #[diesel(sql_type = SqlUuid)]
    id: Uuid,
    #[diesel(sql_type = SqlUuid)]
    payment_id: Uuid,
    #[diesel(sql_type = SqlUuid)]
    payment_request_id: Uuid,
    #[diesel(sql_type = SqlUuid)]
    dossier_id: Uuid,
    #[diesel(sql_type = Text)]
    dossier_number: String,
    #[diesel(sql_type = SqlUuid)]
    procedure_id: Uuid,
    #[diesel(sql_type = SqlUuid)]
    unit_in_charge: Uuid,
    #[diesel(sql_type = Bool)]
    is_left: bool,
    #[diesel(sql_type = SqlUuid)]
    operating_unit_id: Uuid,
    #[diesel(sql_type = SqlUuid)]
    legal_entity_id: Uuid,
    #[diesel(sql_type = SqlUuid)]
    applicant_id: Uuid,
    #[diesel(sql_type = Text)]
    applicant_name: String,
    #[diesel(sql_type = Text)]
    reference: String,
    #[diesel(sql_type = Text)]
    method: String,
    #[diesel(sql_type = BigInt)]
    net_minor: i64,
    #[diesel(sql_type = BigInt)]
    shipping_minor: i64,
    #[diesel(sql_type = BigInt)]
    tax_minor: i64,
    #[diesel(sql_type = BigInt)]
    amount_minor: i64,
    #[diesel(sql_type = Text)]
    currency: String,
    #[diesel(sql_type = Text)]
    reason: String,
    #[diesel(sql_type = Timestamptz)]
    raised_at: Instant,
    #[diesel(sql_type = SqlUuid)]
    raised_by: Uuid,
    #[diesel(sql_type = Nullable<Text>)]
    raised_by_name: Option<String>,
    #[diesel(sql_type = Nullable<Timestamptz>)]
    approved_at: Option<Instant>,
    #[diesel(sql_type = Nullable<Timestamptz>)]
    refused_at: Option<Instant>,
    #[diesel(sql_type = Nullable<SqlUuid>)]
    decided_by: Option<Uuid>,
    #[diesel(sql_type = Nullable<Text>)]
    decided_by_name: Option<String>,
    #[diesel(sql_type = Nullable<Text>)]
    decision_note: Option<String>,
    #[diesel(sql_type = Nullable<Timestamptz>)]
    declined_at: Option<Instant>,
    #[diesel(sql_type = Nullable<Text>)]
    provider_reference: Option<String>,
    #[diesel(sql_type = Nullable<Timestamptz>)]
    paid_at: Option<Instant>,
    #[diesel(sql_type = Nullable<Text>)]
    paid_in: Option<String>,
    #[diesel(sql_type = Nullable<SqlUuid>)]
    paid_by: Option<Uuid>,
    #[diesel(sql_type = Nullable<Text>)]
    paid_by_name: Option<String>,
    #[diesel(sql_type = Nullable<SqlUuid>)]
    hall_id: Option<Uuid>,
}

fn tender(name: &str) -> Result<Tender> {
    Tender::parse(name).ok_or_else(|| Error::internal("a refund has no known method"))
}

fn by(account: Option<Uuid>, name: Option<String>) -> Option<By> {
    account.map(|account| By {
        account: AccountId::from_uuid(account),
        name,
    })
}

impl TryFrom<RefundRow> for Refund {
    type Error = Error;
    fn try_from(row: RefundRow) -> Result<Refund> {
        Ok(Refund {
            id: RefundId::from_uuid(row.id),
            payment: PaymentId::from_uuid(row.payment_id),
            request: PaymentRequestId::from_uuid(row.payment_request_id),
            dossier: DossierId::from_uuid(row.dossier_id),
            dossier_number: row.dossier_number,
            procedure: ProcedureId::from_uuid(row.procedure_id),
            unit: OperatingUnitId::from_uuid(row.unit_in_charge),
            is_left: row.is_left,
            received_by_unit: OperatingUnitId::from_uuid(row.operating_unit_id),
            legal_entity: LegalEntityId::from_uuid(row.legal_entity_id),
            applicant: AccountId::from_uuid(row.applicant_id),
            applicant_name: row.applicant_name,
            reference: row.reference,
            method: tender(&row.method)?,
            parts: Parts {
                net_minor: row.net_minor,
                shipping_minor: row.shipping_minor,
                tax_minor: row.tax_minor,
            },
            amount_minor: row.amount_minor,
            currency: currency(&row.currency)?,
            reason: row.reason,
            raised_at: row.raised_at,
            raised_by: By {
                account: AccountId::from_uuid(row.raised_by),
                name: row.raised_by_name,
            },
            approved_at: row.approved_at,
            refused_at: row.refused_at,
            decided_by: by(row.decided_by, row.decided_by_name),
            decision_note: row.decision_note,
            declined_at: row.declined_at,
            provider_reference: row.provider_reference,
            paid_at: row.paid_at,
            paid_in: row.paid_in.as_deref().map(tender).transpose()?,
            paid_by: by(row.paid_by, row.paid_by_name),
            hall: row.hall_id.map(HallId::from_uuid),
        })
    }
}

// The dossier may have gone to another unit since, and its request with it, or the unit have ended and another have taken it over:
// that unit gives back now. The row itself stays with the unit that received the money.
const REFUND: &str = "select r.id, r.payment_id, r.payment_request_id, r.dossier_id,
        coalesce(d.number, r.reference) as dossier_number, r.procedure_id,
        coalesce(c.unit, q.operating_unit_id, r.operating_unit_id) as unit_in_charge, c.unit is null as is_left, r.operating_unit_id, r.legal_entity_id, r.applicant_id,
        coalesce(d.applicant_name, '') as applicant_name, r.reference, r.method, r.net_minor, r.shipping_minor, r.tax_minor,
        r.amount_minor, r.currency, r.reason, r.raised_at, r.raised_by, raiser.display_name as raised_by_name, r.approved_at,
        r.refused_at, r.decided_by, decider.display_name as decided_by_name, r.decision_note, r.declined_at,
        r.provider_reference, r.paid_at, r.paid_in, r.paid_by, payer.display_name as paid_by_name, r.hall_id
    from refund r
    left join dossier d on d.tenant_id = r.tenant_id and d.id = r.dossier_id
    left join payment_request q on q.tenant_id = r.tenant_id and q.id = r.payment_request_id
    cross join lateral (select unit_in_charge(r.tenant_id, coalesce(q.operating_unit_id, r.operating_unit_id)) as unit) c
    left join account raiser on raiser.tenant_id = r.tenant_id and raiser.id = r.raised_by
    left join account decider on decider.tenant_id = r.tenant_id and decider.id = r.decided_by
    left join account payer on payer.tenant_id = r.tenant_id and payer.id = r.paid_by";

fn one(sql: &mut Sql, id: RefundId, lock: &'static str) -> Result<Option<Refund>> {
    let tenant = sql.tenant().uuid();
    let row: Option<RefundRow> =
        diesel::sql_query(format!("{REFUND} where r.tenant_id = $1 and r.id = $2 {lock}"))
            .bind::<SqlUuid, _>(tenant)
            .bind::<SqlUuid, _>(id.uuid())
            .get_result(sql.conn())
            .optional()?;
    row.map(Refund::try_from).transpose()
}

/// One refund.
pub fn by_id(sql: &mut Sql, id: RefundId) -> Result<Option<Refund>> {
    one(sql, id, "")
}

/// One refund, held until the transaction ends: whoever decides or pays it first, does. Found by whoever has the dossier; the
/// unit it left still reads the refund, and does nothing with it.
pub fn locked(sql: &mut Sql, id: RefundId) -> Result<Option<Refund>> {
    one(sql, id, "and q.id is not null for update of r")
}

/// The refunds of a payment, oldest first.
pub fn of_payment(sql: &mut Sql, payment: PaymentId) -> Result<Vec<Refund>> {
    several(sql, "r.payment_id = $2", payment.uuid())
}

/// The refunds of a dossier, oldest first.
pub fn of_dossier(sql: &mut Sql, dossier: DossierId) -> Result<Vec<Refund>> {
    several(sql, "r.dossier_id = $2", dossier.uuid())
}

fn several(sql: &mut Sql, condition: &'static str, id: Uuid) -> Result<Vec<Refund>> {
    let tenant = sql.tenant().uuid();
    let rows: Vec<RefundRow> = diesel::sql_query(format!(
        "{REFUND} where r.tenant_id = $1 and {condition} order by r.raised_at, r.id"
    ))
    .bind::<SqlUuid, _>(tenant)
    .bind::<SqlUuid, _>(id)
    .load(sql.conn())?;
    rows.into_iter().map(Refund::try_from).collect()
}

/// Which refunds of one's units are listed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Listed {
    /// Those that wait for a decision, the oldest first.
    Waiting,
    /// Those that are approved and not given back, the oldest first.
    Approved,
    /// Those that are over, the newest first.
    Over,
}

/// One portion of the refunds the actor sees.
pub fn list(sql: &mut Sql, listed: Listed, (limit, offset): (i64, i64)) -> Result<Vec<Refund>> {
    let tenant = sql.tenant().uuid();
    let (condition, order) = condition(listed);
    let rows: Vec<RefundRow> = diesel::sql_query(format!(
        "{REFUND} where r.tenant_id = $1 and {condition} order by {order} limit $2 offset $3"
    ))
    .bind::<SqlUuid, _>(tenant)
    .bind::<BigInt, _>(limit)
    .bind::<BigInt, _>(offset)
    .load(sql.conn())?;
    rows.into_iter().map(Refund::try_from).collect()
}

const fn condition(listed: Listed) -> (&'static str, &'static str) {
    match listed {
        Listed::Waiting => (
            "r.approved_at is null and r.refused_at is null and r.paid_at is null",
            "r.raised_at, r.id",
        ),
        Listed::Approved => (
            "r.approved_at is not null and r.refused_at is null and r.paid_at is null",
            "r.approved_at, r.id",
        ),
        Listed::Over => (
            "(r.refused_at is not null or r.paid_at is not null)",
            "coalesce(r.paid_at, r.refused_at) desc, r.id",
        ),
    }
}

#[derive(QueryableByName)]
struct Number {
    #[diesel(sql_type = BigInt)]
    number: i64,
}

/// How many refunds the actor sees in a list.
pub fn count(sql: &mut Sql, listed: Listed) -> Result<i64> {
    let tenant = sql.tenant().uuid();
    let (condition, _) = condition(listed);
    let row: Number = diesel::sql_query(format!(
        "select count(*) as number from refund r where r.tenant_id = $1 and {condition}"
    ))
    .bind::<SqlUuid, _>(tenant)
    .get_result(sql.conn())?;
    Ok(row.number)
}

/// Refunds of a unit that can be fetched at a desk, oldest first, and those that no unit is in charge of any more. `search` is the beginning of a reference or dossier
/// number, or a part of the applicant's name; empty finds all.
pub fn at_desk(sql: &mut Sql, unit: OperatingUnitId, search: &str, limit: i64) -> Result<Vec<Refund>> {
    let tenant = sql.tenant().uuid();
    let rows: Vec<RefundRow> = diesel::sql_query(format!(
        "{REFUND} where r.tenant_id = $1 and q.id is not null and coalesce(c.unit, $2) = $2 and r.approved_at is not null and r.paid_at is null
             and (r.method = 'cash' or r.declined_at is not null)
             and ($3 = '' or starts_with(r.reference, $3) or starts_with(d.number, $3)
                  or position(lower($3) in lower(d.applicant_name)) > 0)
         order by r.approved_at, r.id limit $4"
    ))
    .bind::<SqlUuid, _>(tenant)
    .bind::<SqlUuid, _>(unit.uuid())
    .bind::<Text, _>(search.trim())
    .bind::<BigInt, _>(limit)
    .load(sql.conn())?;
    rows.into_iter().map(Refund::try_from).collect()
}

/// What a desk handed back between two moments, oldest first.
pub fn cash_of_hall(sql: &mut Sql, hall: HallId, (from, to): (Instant, Instant)) -> Result<Vec<Refund>> {
    let tenant = sql.tenant().uuid();
    let rows: Vec<RefundRow> = diesel::sql_query(format!(
        "{REFUND} where r.tenant_id = $1 and r.hall_id = $2 and r.paid_at >= $3 and r.paid_at < $4 order by r.paid_at, r.id"
    ))
    .bind::<SqlUuid, _>(tenant)
    .bind::<SqlUuid, _>(hall.uuid())
    .bind::<Timestamptz, _>(from)
    .bind::<Timestamptz, _>(to)
    .load(sql.conn())?;
    rows.into_iter().map(Refund::try_from).collect()
}

/// What a desk took in cash between two moments less what it handed back, minor units.
pub fn in_till(sql: &mut Sql, hall: HallId, (from, to): (Instant, Instant)) -> Result<i64> {
    let tenant = sql.tenant().uuid();
    let row: Number = diesel::sql_query(
        "select (coalesce((select sum(amount_minor) from payment where tenant_id = $1 and hall_id = $2 and method = 'cash'
                           and received_at >= $3 and received_at < $4), 0)
               - coalesce((select sum(amount_minor) from refund where tenant_id = $1 and hall_id = $2
                           and paid_at >= $3 and paid_at < $4), 0))::bigint as number",
    )
    .bind::<SqlUuid, _>(tenant)
    .bind::<SqlUuid, _>(hall.uuid())
    .bind::<Timestamptz, _>(from)
    .bind::<Timestamptz, _>(to)
    .get_result(sql.conn())?;
    Ok(row.number)
}

/// What is written when a refund is raised.
pub struct NewRefund<'a> {
    /// Of what, and what it is called.
    pub of: &'a Refundable,
    /// The way it goes back.
    pub method: Tender,
    /// What it consists of.
    pub parts: Parts,
    /// Why.
    pub reason: &'a str,
    /// When.
    pub at: Instant,
    /// By whom.
    pub who: AccountId,
}

/// Writes a refund that waits for a decision.
pub fn insert(sql: &mut Sql, new: &NewRefund<'_>) -> Result<()> {
    let tenant = sql.tenant().uuid();
    let (request, payment) = (&new.of.request, &new.of.payment);
    diesel::sql_query(
        "insert into refund (tenant_id, id, payment_id, payment_request_id, dossier_id, procedure_id, operating_unit_id,
             legal_entity_id, applicant_id, reference, method, net_minor, shipping_minor, tax_minor, amount_minor, currency,
             reason, raised_at, raised_by)
         select $1, $2, $3, $4, $5, $6, $7, $8, $9,
             $10 || '-R' || (select count(*) + 1 from refund where tenant_id = $1 and payment_id = $3),
             $11, $12, $13, $14, $15, $16, $17, $18, $19",
    )
    .bind::<SqlUuid, _>(tenant)
    .bind::<SqlUuid, _>(new.of.refund.uuid())
    .bind::<SqlUuid, _>(payment.id.uuid())
    .bind::<SqlUuid, _>(request.id.uuid())
    .bind::<SqlUuid, _>(payment.dossier.uuid())
    .bind::<SqlUuid, _>(request.procedure.uuid())
    .bind::<SqlUuid, _>(payment.unit.uuid())
    .bind::<SqlUuid, _>(payment.legal_entity.uuid())
    .bind::<SqlUuid, _>(payment.applicant.uuid())
    .bind::<Text, _>(&request.reference)
    .bind::<Text, _>(new.method.name())
    .bind::<BigInt, _>(new.parts.net_minor)
    .bind::<BigInt, _>(new.parts.shipping_minor)
    .bind::<BigInt, _>(new.parts.tax_minor)
    .bind::<BigInt, _>(new.parts.total())
    .bind::<Text, _>(payment.currency.code())
    .bind::<Text, _>(new.reason)
    .bind::<Timestamptz, _>(new.at)
    .bind::<SqlUuid, _>(new.who.uuid())
    .execute(sql.conn())?;
    Ok(())
}

/// Writes a decision beside a refund that waits for one.
pub fn decide(
    sql: &mut Sql,
    id: RefundId,
    who: AccountId,
    (approves, note): (bool, Option<&str>),
    at: Instant,
) -> Result<()> {
    let tenant = sql.tenant().uuid();
    let when = if approves { "approved_at" } else { "refused_at" };
    diesel::sql_query(format!(
        "update refund set {when} = $3, decided_by = $4, decision_note = $5
         where tenant_id = $1 and id = $2 and approved_at is null and refused_at is null"
    ))
    .bind::<SqlUuid, _>(tenant)
    .bind::<SqlUuid, _>(id.uuid())
    .bind::<Timestamptz, _>(at)
    .bind::<SqlUuid, _>(who.uuid())
    .bind::<Nullable<Text>, _>(note)
    .execute(sql.conn())?;
    Ok(())
}

/// Writes that a refund was given back: by the gateway, or by a cashier at a hall.
pub fn pay(
    sql: &mut Sql,
    id: RefundId,
    way: Tender,
    desk: Option<(AccountId, HallId)>,
    reference: Option<&str>,
    at: Instant,
) -> Result<()> {
    let tenant = sql.tenant().uuid();
    diesel::sql_query(
        "update refund set paid_at = $3, paid_in = $4, paid_by = $5, hall_id = $6,
             provider_reference = coalesce($7, provider_reference)
         where tenant_id = $1 and id = $2 and paid_at is null",
    )
    .bind::<SqlUuid, _>(tenant)
    .bind::<SqlUuid, _>(id.uuid())
    .bind::<Timestamptz, _>(at)
    .bind::<Text, _>(way.name())
    .bind::<Nullable<SqlUuid>, _>(desk.map(|(cashier, _)| cashier.uuid()))
    .bind::<Nullable<SqlUuid>, _>(desk.map(|(_, hall)| hall.uuid()))
    .bind::<Nullable<Text>, _>(reference)
    .execute(sql.conn())?;
    Ok(())
}

/// Keeps under which reference the gateway knows a refund that it has not given back yet.
pub fn keep_reference(sql: &mut Sql, id: RefundId, reference: &str) -> Result<()> {
    let tenant = sql.tenant().uuid();
    diesel::sql_query(
        "update refund set provider_reference = $3 where tenant_id = $1 and id = $2 and provider_reference is null",
    )
    .bind::<SqlUuid, _>(tenant)
    .bind::<SqlUuid, _>(id.uuid())
    .bind::<Text, _>(reference)
    .execute(sql.conn())?;
    Ok(())
}

/// Writes that the gateway cannot give a refund back.
pub fn decline(sql: &mut Sql, id: RefundId, reference: &str, at: Instant) -> Result<()> {
    let tenant = sql.tenant().uuid();
    diesel::sql_query(
        "update refund set declined_at = $3, provider_reference = $4 where tenant_id = $1 and id = $2 and declined_at is null",
    )
    .bind::<SqlUuid, _>(tenant)
    .bind::<SqlUuid, _>(id.uuid())
    .bind::<Timestamptz, _>(at)
    .bind::<Text, _>(reference)
    .execute(sql.conn())?;
    Ok(())
}

#[derive(QueryableByName)]
struct IdRow {
    #[diesel(sql_type = SqlUuid)]
    id: Uuid,
}

/// Takes up to `limit` refunds that the gateway should be asked about: approved before `before`, and not asked about for a
/// minute, or half as long as they have been approved then. They count as asked about from now on.
pub fn take_to_ask(sql: &mut Sql, before: Instant, now: Instant, limit: i64) -> Result<Vec<RefundId>> {
    let tenant = sql.tenant().uuid();
    let rows: Vec<IdRow> = diesel::sql_query(
        "update refund set asked_at = $3 where tenant_id = $1 and id in (
             select id from refund where tenant_id = $1 and method = 'gateway' and approved_at <= $2 and paid_at is null
                 and declined_at is null
                 and (asked_at is null or asked_at <= $3 - greatest(interval '1 minute', (asked_at - approved_at) / 2))
             order by asked_at nulls first, approved_at limit $4 for update skip locked)
         returning id",
    )
    .bind::<SqlUuid, _>(tenant)
    .bind::<Timestamptz, _>(before)
    .bind::<Timestamptz, _>(now)
    .bind::<BigInt, _>(limit)
    .load(sql.conn())?;
    Ok(rows.into_iter().map(|row| RefundId::from_uuid(row.id)).collect())
}

/// A line in the log of the refund's dossier, as far as the actor sees the dossier.
pub fn log(
    sql: &mut Sql,
    refund: &Refund,
    kind: &'static str,
    (is_public, detail): (bool, &Value),
    at: Instant,
) -> Result<()> {
    let tenant = sql.tenant().uuid();
    diesel::sql_query(
        "insert into dossier_log (tenant_id, id, dossier_id, operating_unit_id, shared_unit_ids, applicant_id, occurred_at, kind,
             public, detail)
         select $1, $3, d.id, d.operating_unit_id, d.shared_unit_ids, d.applicant_id, $4, $5, $6, $7
         from dossier d where d.tenant_id = $1 and d.id = $2",
    )
    .bind::<SqlUuid, _>(tenant)
    .bind::<SqlUuid, _>(refund.dossier.uuid())
    .bind::<SqlUuid, _>(Uuid::now_v7())
    .bind::<Timestamptz, _>(at)
    .bind::<Text, _>(kind)
    .bind::<Bool, _>(is_public)
    .bind::<Jsonb, _>(detail)
    .execute(sql.conn())?;
    Ok(())
}

/// Every operating unit of the tenant.
pub fn every_unit(sql: &mut Sql) -> Result<Vec<OperatingUnitId>> {
    let ids: Vec<Uuid> = operating_unit::table
        .select(operating_unit::id)
        .load(sql.conn())?;
    Ok(ids.into_iter().map(OperatingUnitId::from_uuid).collect())
}
