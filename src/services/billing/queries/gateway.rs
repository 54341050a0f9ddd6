//! SQL of gateway sessions and reports.

use diesel::prelude::*;
use diesel::sql_types::{BigInt, Bool, Nullable, Text, Timestamptz, Uuid as SqlUuid};
use uuid::Uuid;

use crate::kernel::clock::Instant;
use crate::kernel::error::{Error, Result};
use crate::kernel::ids::{PaymentRequestId, RefundId};
use crate::kernel::money::Money;
use crate::platform::door::Sql;

use super::super::model::{GatewaySession, PaymentRequest, Verdict};
use super::currency;

#[derive(QueryableByName)]
struct SessionRow {
    #[diesel(sql_type = SqlUuid)]
    id: Uuid,
    #[diesel(sql_type = SqlUuid)]
    payment_request_id: Uuid,
    #[diesel(sql_type = Text)]
    provider: String,
    #[diesel(sql_type = Nullable<Text>)]
    provider_reference: Option<String>,
    #[diesel(sql_type = Nullable<Text>)]
    pay_url: Option<String>,
    #[diesel(sql_type = BigInt)]
    amount_minor: i64,
    #[diesel(sql_type = Text)]
    currency: String,
    #[diesel(sql_type = Timestamptz)]
    opened_at: Instant,
    #[diesel(sql_type = Nullable<Timestamptz>)]
    expires_at: Option<Instant>,
    #[diesel(sql_type = Nullable<Timestamptz>)]
    ended_at: Option<Instant>,
}

impl TryFrom<SessionRow> for GatewaySession {
    type Error = Error;
    fn try_from(row: SessionRow) -> Result<GatewaySession> {
        Ok(GatewaySession {
            id: row.id,
            request: PaymentRequestId::from_uuid(row.payment_request_id),
            provider: row.provider,
            provider_reference: row.provider_reference,
            pay_url: row.pay_url,
            amount_minor: row.amount_minor,
            currency: currency(&row.currency)?,
            opened_at: row.opened_at,
            expires_at: row.expires_at,
            ended_at: row.ended_at,
        })
    }
}

const COLUMNS: &str = "id, payment_request_id, provider, provider_reference, pay_url, amount_minor, currency, opened_at, \
                       expires_at, ended_at";

/// One session.
pub fn session(sql: &mut Sql, id: Uuid) -> Result<Option<GatewaySession>> {
    session_where(sql, "id = $2", id)
}

/// The session in which a request can be paid now.
pub fn open_session(sql: &mut Sql, request: PaymentRequestId) -> Result<Option<GatewaySession>> {
    session_where(
        sql,
        "payment_request_id = $2 and ended_at is null",
        request.uuid(),
    )
}

fn session_where(sql: &mut Sql, condition: &'static str, id: Uuid) -> Result<Option<GatewaySession>> {
    let tenant = sql.tenant().uuid();
    let row: Option<SessionRow> = diesel::sql_query(format!(
        "select {COLUMNS} from gateway_session where tenant_id = $1 and {condition}"
    ))
    .bind::<SqlUuid, _>(tenant)
    .bind::<SqlUuid, _>(id)
    .get_result(sql.conn())
    .optional()?;
    row.map(GatewaySession::try_from).transpose()
}

/// Writes a session for a request, unless one is open; `None` when somebody else opened one first.
pub fn insert_session(
    sql: &mut Sql,
    request: &PaymentRequest,
    provider: &str,
    at: Instant,
) -> Result<Option<GatewaySession>> {
    let tenant = sql.tenant().uuid();
    let row: Option<SessionRow> = diesel::sql_query(format!(
        "insert into gateway_session (tenant_id, id, payment_request_id, applicant_id, operating_unit_id, provider, amount_minor,
             currency, opened_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
         on conflict (tenant_id, payment_request_id) where ended_at is null do nothing returning {COLUMNS}"
    ))
    .bind::<SqlUuid, _>(tenant)
    .bind::<SqlUuid, _>(Uuid::now_v7())
    .bind::<SqlUuid, _>(request.id.uuid())
    .bind::<SqlUuid, _>(request.applicant.uuid())
    .bind::<SqlUuid, _>(request.unit.uuid())
    .bind::<Text, _>(provider)
    .bind::<BigInt, _>(request.amount_minor)
    .bind::<Text, _>(request.currency.code())
    .bind::<Timestamptz, _>(at)
    .get_result(sql.conn())
    .optional()?;
    row.map(GatewaySession::try_from).transpose()
}

/// Keeps what the gateway answered when the session was opened.
pub fn keep_opened(
    sql: &mut Sql,
    session: Uuid,
    reference: &str,
    pay_url: &str,
    expires_at: Option<Instant>,
) -> Result<()> {
    let tenant = sql.tenant().uuid();
    diesel::sql_query(
        "update gateway_session set provider_reference = $3, pay_url = $4, expires_at = $5 where tenant_id = $1 and id = $2",
    )
    .bind::<SqlUuid, _>(tenant)
    .bind::<SqlUuid, _>(session)
    .bind::<Text, _>(reference)
    .bind::<Text, _>(pay_url)
    .bind::<Nullable<Timestamptz>, _>(expires_at)
    .execute(sql.conn())?;
    Ok(())
}

/// Ends a session that has not ended, and says whether it had not. `reason` is one of the words of the table's check.
pub fn end_session(sql: &mut Sql, session: Uuid, reason: &'static str, at: Instant) -> Result<bool> {
    let tenant = sql.tenant().uuid();
    let ended = diesel::sql_query(
        "update gateway_session set ended_at = $3, end_reason = $4 where tenant_id = $1 and id = $2 and ended_at is null",
    )
    .bind::<SqlUuid, _>(tenant)
    .bind::<SqlUuid, _>(session)
    .bind::<Timestamptz, _>(at)
    .bind::<Text, _>(reason)
    .execute(sql.conn())?;
    Ok(ended == 1)
}

/// Takes up to `limit` open sessions that the gateway should be asked about: opened before `before`, and not asked about
/// for a minute, or half as long as they have been open then. They count as asked about from now on.
pub fn take_sessions_to_ask(
    sql: &mut Sql,
    before: Instant,
    now: Instant,
    limit: i64,
) -> Result<Vec<GatewaySession>> {
    let tenant = sql.tenant().uuid();
    let rows: Vec<SessionRow> = diesel::sql_query(format!(
        "update gateway_session set asked_at = $3 where tenant_id = $1 and id in (
             select id from gateway_session where tenant_id = $1 and ended_at is null and opened_at <= $2
                 and (asked_at is null or asked_at <= $3 - greatest(interval '1 minute', (asked_at - opened_at) / 2))
             order by asked_at nulls first, opened_at limit $4 for update skip locked)
         returning {COLUMNS}"
    ))
    .bind::<SqlUuid, _>(tenant)
    .bind::<Timestamptz, _>(before)
    .bind::<Timestamptz, _>(now)
    .bind::<BigInt, _>(limit)
    .load(sql.conn())?;
    rows.into_iter().map(GatewaySession::try_from).collect()
}

/// What is kept of a report.
pub struct NewReport<'a> {
    /// The id of its row.
    pub id: Uuid,
    /// The gateway's name.
    pub provider: &'a str,
    /// The reference it gives, as far as it can be read.
    pub reference: &'a str,
    /// The session and request it is about, where they are ours.
    pub about: Option<(Uuid, PaymentRequestId)>,
    /// The refund it is about, where it is ours.
    pub refund: Option<RefundId>,
    /// `callback`, or `status` when we asked.
    pub source: &'static str,
    /// When it came.
    pub at: Instant,
    /// What was made of it.
    pub verdict: Verdict,
    /// What it says was paid.
    pub amount: Option<Money>,
    /// The report as it came, shortened.
    pub body: &'a str,
}

/// Keeps a report.
pub fn insert_report(sql: &mut Sql, new: &NewReport<'_>) -> Result<()> {
    let tenant = sql.tenant().uuid();
    diesel::sql_query(
        "insert into gateway_callback (tenant_id, id, provider, provider_reference, session_id, payment_request_id, source,
             received_at, verdict, amount_minor, currency, body, refund_id)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)",
    )
    .bind::<SqlUuid, _>(tenant)
    .bind::<SqlUuid, _>(new.id)
    .bind::<Text, _>(new.provider)
    .bind::<Text, _>(new.reference)
    .bind::<Nullable<SqlUuid>, _>(new.about.map(|(session, _)| session))
    .bind::<Nullable<SqlUuid>, _>(new.about.map(|(_, request)| request.uuid()))
    .bind::<Text, _>(new.source)
    .bind::<Timestamptz, _>(new.at)
    .bind::<Text, _>(new.verdict.name())
    .bind::<Nullable<BigInt>, _>(new.amount.map(|amount| amount.amount_minor))
    .bind::<Nullable<Text>, _>(new.amount.map(|amount| amount.currency.code()))
    .bind::<Text, _>(new.body)
    .bind::<Nullable<SqlUuid>, _>(new.refund.map(RefundId::uuid))
    .execute(sql.conn())?;
    Ok(())
}

#[derive(QueryableByName)]
struct Known {
    #[diesel(sql_type = Bool)]
    known: bool,
}

/// Whether money under this reference is already noted as owed back.
pub fn is_owed_back(sql: &mut Sql, provider: &str, reference: &str) -> Result<bool> {
    let tenant = sql.tenant().uuid();
    let row: Known = diesel::sql_query(
        "select exists (select from gateway_callback where tenant_id = $1 and provider = $2 and provider_reference = $3
                        and verdict = 'needs_refund') as known",
    )
    .bind::<SqlUuid, _>(tenant)
    .bind::<Text, _>(provider)
    .bind::<Text, _>(reference)
    .get_result(sql.conn())?;
    Ok(row.known)
}
