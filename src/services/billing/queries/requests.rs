//! SQL of payment requests.

use diesel::prelude::*;
use diesel::sql_types::{Array, BigInt, Bool, Jsonb, Nullable, Text, Timestamptz, Uuid as SqlUuid};
use serde_json::Value;
use uuid::Uuid;

use crate::kernel::clock::Instant;
use crate::kernel::error::{Error, Result};
use crate::kernel::ids::{
    AccountId, DossierId, LegalEntityId, OperatingUnitId, PaymentRequestId, ProcedureId,
};
use crate::kernel::locale::Localised;
use crate::platform::door::Sql;

use super::super::acts::{Billable, DossierOwner};
use super::super::model::PaymentRequest;
use super::currency;

#[derive(QueryableByName)]
struct RequestRow {
    #[diesel(sql_type = SqlUuid)]
    id: Uuid,
    #[diesel(sql_type = SqlUuid)]
    dossier_id: Uuid,
    #[diesel(sql_type = Text)]
    dossier_number: String,
    #[diesel(sql_type = SqlUuid)]
    procedure_id: Uuid,
    #[diesel(sql_type = SqlUuid)]
    operating_unit_id: Uuid,
    #[diesel(sql_type = Text)]
    unit_code: String,
    #[diesel(sql_type = SqlUuid)]
    legal_entity_id: Uuid,
    #[diesel(sql_type = SqlUuid)]
    applicant_id: Uuid,
    #[diesel(sql_type = Text)]
    applicant_name: String,
    #[diesel(sql_type = Text)]
    reference: String,
    #[diesel(sql_type = Array<Text>)]
    methods: Vec<String>,
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
    #[diesel(sql_type = Jsonb)]
    messages: Value,
    #[diesel(sql_type = Jsonb)]
    lines: Value,
    #[diesel(sql_type = Timestamptz)]
    requested_at: Instant,
    #[diesel(sql_type = Nullable<Timestamptz>)]
    paid_at: Option<Instant>,
    #[diesel(sql_type = Nullable<Timestamptz>)]
    voided_at: Option<Instant>,
}

impl TryFrom<RequestRow> for PaymentRequest {
    type Error = Error;
    fn try_from(row: RequestRow) -> Result<PaymentRequest> {
        Ok(PaymentRequest {
            id: PaymentRequestId::from_uuid(row.id),
            dossier: DossierId::from_uuid(row.dossier_id),
            dossier_number: row.dossier_number,
            procedure: ProcedureId::from_uuid(row.procedure_id),
            unit: OperatingUnitId::from_uuid(row.operating_unit_id),
            unit_code: row.unit_code,
            legal_entity: LegalEntityId::from_uuid(row.legal_entity_id),
            applicant: AccountId::from_uuid(row.applicant_id),
            applicant_name: row.applicant_name,
            reference: row.reference,
            methods: row
                .methods
                .iter()
                .map(|method| method.parse().map_err(Error::internal))
                .collect::<Result<_>>()?,
            net_minor: row.net_minor,
            shipping_minor: row.shipping_minor,
            tax_minor: row.tax_minor,
            amount_minor: row.amount_minor,
            currency: currency(&row.currency)?,
            messages: serde_json::from_value(row.messages).map_err(Error::internal)?,
            lines: serde_json::from_value(row.lines).map_err(Error::internal)?,
            requested_at: row.requested_at,
            paid_at: row.paid_at,
            voided_at: row.voided_at,
        })
    }
}

const REQUEST: &str = "select r.id, r.dossier_id, d.number as dossier_number, d.procedure_id, r.operating_unit_id,
        u.number_code as unit_code, r.legal_entity_id, r.applicant_id, d.applicant_name, r.reference, r.methods, r.net_minor,
        r.shipping_minor, r.tax_minor, r.amount_minor, r.currency, r.messages, r.lines, r.requested_at, r.paid_at, r.voided_at
    from payment_request r
    join dossier d on d.tenant_id = r.tenant_id and d.id = r.dossier_id
    join operating_unit u on u.tenant_id = r.tenant_id and u.id = r.operating_unit_id";

/// One request.
pub fn by_id(sql: &mut Sql, id: PaymentRequestId) -> Result<Option<PaymentRequest>> {
    one(sql, "r.id = $2", "", id.uuid())
}

/// One request, held until the transaction ends: whoever settles it first, settles it.
pub fn locked(sql: &mut Sql, id: PaymentRequestId) -> Result<Option<PaymentRequest>> {
    one(sql, "r.id = $2", "for update of r", id.uuid())
}

/// The request that a job has already raised.
pub fn by_source(sql: &mut Sql, source: Uuid) -> Result<Option<PaymentRequest>> {
    one(sql, "r.source_id = $2", "", source)
}

fn one(
    sql: &mut Sql,
    condition: &'static str,
    lock: &'static str,
    id: Uuid,
) -> Result<Option<PaymentRequest>> {
    let tenant = sql.tenant().uuid();
    let row: Option<RequestRow> =
        diesel::sql_query(format!("{REQUEST} where r.tenant_id = $1 and {condition} {lock}"))
            .bind::<SqlUuid, _>(tenant)
            .bind::<SqlUuid, _>(id)
            .get_result(sql.conn())
            .optional()?;
    row.map(PaymentRequest::try_from).transpose()
}

/// Every request of a dossier, oldest first.
pub fn of_dossier(sql: &mut Sql, dossier: DossierId) -> Result<Vec<PaymentRequest>> {
    let tenant = sql.tenant().uuid();
    let rows: Vec<RequestRow> = diesel::sql_query(format!(
        "{REQUEST} where r.tenant_id = $1 and r.dossier_id = $2 order by r.requested_at, r.id"
    ))
    .bind::<SqlUuid, _>(tenant)
    .bind::<SqlUuid, _>(dossier.uuid())
    .load(sql.conn())?;
    rows.into_iter().map(PaymentRequest::try_from).collect()
}

/// Requests of a unit that wait for money, oldest first. `search` is the beginning of a reference or dossier number, or a
/// part of the applicant's name; empty finds all.
pub fn open_in_unit(
    sql: &mut Sql,
    unit: OperatingUnitId,
    search: &str,
    limit: i64,
) -> Result<Vec<PaymentRequest>> {
    let tenant = sql.tenant().uuid();
    let rows: Vec<RequestRow> = diesel::sql_query(format!(
        "{REQUEST} where r.tenant_id = $1 and r.operating_unit_id = $2 and r.paid_at is null and r.voided_at is null
             and ($3 = '' or starts_with(r.reference, $3) or starts_with(d.number, $3)
                  or position(lower($3) in lower(d.applicant_name)) > 0)
         order by r.requested_at, r.id limit $4"
    ))
    .bind::<SqlUuid, _>(tenant)
    .bind::<SqlUuid, _>(unit.uuid())
    .bind::<Text, _>(search.trim())
    .bind::<BigInt, _>(limit)
    .load(sql.conn())?;
    rows.into_iter().map(PaymentRequest::try_from).collect()
}

#[derive(QueryableByName)]
struct BillableRow {
    #[diesel(sql_type = Text)]
    number: String,
    #[diesel(sql_type = SqlUuid)]
    operating_unit_id: Uuid,
    #[diesel(sql_type = SqlUuid)]
    legal_entity_id: Uuid,
    #[diesel(sql_type = SqlUuid)]
    applicant_id: Uuid,
    #[diesel(sql_type = Nullable<Jsonb>)]
    procedure_name: Option<Value>,
    #[diesel(sql_type = Bool)]
    takes_cash: bool,
    #[diesel(sql_type = Bool)]
    has_bank_account: bool,
}

/// What a fee of a dossier depends on. The dossier is held until the transaction ends, so that its requests are counted
/// one after another.
pub fn billable(sql: &mut Sql, dossier: DossierId) -> Result<Option<Billable>> {
    let tenant = sql.tenant().uuid();
    let row: Option<BillableRow> = diesel::sql_query(
        "select d.number, d.operating_unit_id, d.legal_entity_id, d.applicant_id, coalesce(v.definition #> '{facts,fee,line}', v.definition #> '{facts,name}') as procedure_name,
                exists (select from service_hall h where h.tenant_id = d.tenant_id and h.operating_unit_id = d.operating_unit_id
                        and 'takes_cash' = any (h.capabilities) and h.valid_to is null) as takes_cash,
                coalesce(e.details ->> 'bank_account', '') <> '' as has_bank_account
         from dossier d
         join procedure_version v on v.tenant_id = d.tenant_id and v.id = d.procedure_version_id
         join legal_entity e on e.tenant_id = d.tenant_id and e.id = d.legal_entity_id
         where d.tenant_id = $1 and d.id = $2 for update of d",
    )
    .bind::<SqlUuid, _>(tenant)
    .bind::<SqlUuid, _>(dossier.uuid())
    .get_result(sql.conn())
    .optional()?;
    Ok(row.map(|row| Billable {
        dossier,
        number: row.number,
        unit: OperatingUnitId::from_uuid(row.operating_unit_id),
        legal_entity: LegalEntityId::from_uuid(row.legal_entity_id),
        applicant: AccountId::from_uuid(row.applicant_id),
        procedure_name: row
            .procedure_name
            .and_then(|name| serde_json::from_value::<Localised>(name).ok())
            .unwrap_or_default(),
        takes_cash: row.takes_cash,
        has_bank_account: row.has_bank_account,
    }))
}

/// What is written when a fee is raised.
pub struct NewRequest<'a> {
    /// What the fee is of.
    pub billable: &'a Billable,
    /// The job that asked for it.
    pub source: Uuid,
    /// Ways to pay.
    pub methods: Vec<&'static str>,
    /// Net, delivery, tax and total, minor units.
    pub amounts: [i64; 4],
    /// The currency's code.
    pub currency: &'static str,
    /// What the applicant is told.
    pub messages: Value,
    /// The parts by name.
    pub lines: Value,
    /// When.
    pub at: Instant,
}

/// Writes a request; its dossier awaits payment from now on, and its log says so.
pub fn insert(sql: &mut Sql, new: &NewRequest<'_>) -> Result<()> {
    let tenant = sql.tenant().uuid();
    let [net, shipping, tax, total] = new.amounts;
    diesel::sql_query(
        "with counted as (select count(*) + 1 as place from payment_request where tenant_id = $1 and dossier_id = $3),
         request as (
             insert into payment_request (tenant_id, id, dossier_id, operating_unit_id, legal_entity_id, applicant_id, source_id,
                 reference, methods, net_minor, shipping_minor, tax_minor, amount_minor, currency, messages, lines, requested_at)
             select $1, $2, $3, $4, $5, $6, $7, $8 || '-' || counted.place, $9, $10, $11, $12, $13, $14, $15, $16, $17
             from counted returning id, reference),
         due as (
             update dossier set status = 3, payment_due_at = $17
             where tenant_id = $1 and id = $3 and status < 9)
         insert into dossier_log (tenant_id, id, dossier_id, operating_unit_id, shared_unit_ids, applicant_id, occurred_at, kind, detail)
         select $1, $18, d.id, d.operating_unit_id, d.shared_unit_ids, d.applicant_id, $17, 'fee.raised',
             jsonb_build_object('payment_request_id', request.id, 'reference', request.reference, 'amount_minor', $13, 'currency', $14)
         from dossier d, request where d.tenant_id = $1 and d.id = $3",
    )
    .bind::<SqlUuid, _>(tenant)
    .bind::<SqlUuid, _>(PaymentRequestId::fresh().uuid())
    .bind::<SqlUuid, _>(new.billable.dossier.uuid())
    .bind::<SqlUuid, _>(new.billable.unit.uuid())
    .bind::<SqlUuid, _>(new.billable.legal_entity.uuid())
    .bind::<SqlUuid, _>(new.billable.applicant.uuid())
    .bind::<SqlUuid, _>(new.source)
    .bind::<Text, _>(&new.billable.number)
    .bind::<Array<Text>, _>(&new.methods)
    .bind::<BigInt, _>(net)
    .bind::<BigInt, _>(shipping)
    .bind::<BigInt, _>(tax)
    .bind::<BigInt, _>(total)
    .bind::<Text, _>(new.currency)
    .bind::<Jsonb, _>(&new.messages)
    .bind::<Jsonb, _>(&new.lines)
    .bind::<Timestamptz, _>(new.at)
    .bind::<SqlUuid, _>(Uuid::now_v7())
    .execute(sql.conn())?;
    Ok(())
}

/// Ends what still waits for money in a dossier, and says how many requests that were.
pub fn void_open(sql: &mut Sql, dossier: DossierId, at: Instant) -> Result<usize> {
    let tenant = sql.tenant().uuid();
    Ok(diesel::sql_query(
        "update payment_request set voided_at = $3
         where tenant_id = $1 and dossier_id = $2 and paid_at is null and voided_at is null",
    )
    .bind::<SqlUuid, _>(tenant)
    .bind::<SqlUuid, _>(dossier.uuid())
    .bind::<Timestamptz, _>(at)
    .execute(sql.conn())?)
}

#[derive(QueryableByName)]
struct OwnerRow {
    #[diesel(sql_type = SqlUuid)]
    operating_unit_id: Uuid,
    #[diesel(sql_type = SqlUuid)]
    applicant_id: Uuid,
}

/// Whose a dossier is.
pub fn owner(sql: &mut Sql, dossier: DossierId) -> Result<Option<DossierOwner>> {
    let tenant = sql.tenant().uuid();
    let row: Option<OwnerRow> = diesel::sql_query(
        "select operating_unit_id, applicant_id from dossier where tenant_id = $1 and id = $2",
    )
    .bind::<SqlUuid, _>(tenant)
    .bind::<SqlUuid, _>(dossier.uuid())
    .get_result(sql.conn())
    .optional()?;
    Ok(row.map(|row| DossierOwner {
        dossier,
        unit: OperatingUnitId::from_uuid(row.operating_unit_id),
        applicant: AccountId::from_uuid(row.applicant_id),
    }))
}
