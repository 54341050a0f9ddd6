//! SQL of invoices and their series.

use diesel::prelude::*;
use diesel::sql_types::{BigInt, Binary, Integer, Jsonb, Text, Timestamptz, Uuid as SqlUuid};
use serde_json::Value;
use uuid::Uuid;

use crate::kernel::clock::Instant;
use crate::kernel::error::{Error, Result};
use crate::kernel::ids::{AccountId, DossierId, InvoiceId, LegalEntityId, OperatingUnitId, PaymentId};
use crate::platform::door::Sql;

use super::super::model::{InvoiceSummary, Payment};
use super::super::rules::Seller;
use super::super::ubl::InvoiceDocument;
use super::currency;

#[derive(QueryableByName)]
struct SummaryRow {
    #[diesel(sql_type = SqlUuid)]
    id: Uuid,
    #[diesel(sql_type = SqlUuid)]
    legal_entity_id: Uuid,
    #[diesel(sql_type = Text)]
    series: String,
    #[diesel(sql_type = Integer)]
    year: i32,
    #[diesel(sql_type = BigInt)]
    number: i64,
    #[diesel(sql_type = Text)]
    printed: String,
    #[diesel(sql_type = SqlUuid)]
    payment_id: Uuid,
    #[diesel(sql_type = SqlUuid)]
    dossier_id: Uuid,
    #[diesel(sql_type = Timestamptz)]
    issued_at: Instant,
    #[diesel(sql_type = BigInt)]
    amount_minor: i64,
    #[diesel(sql_type = Text)]
    currency: String,
}

impl TryFrom<SummaryRow> for InvoiceSummary {
    type Error = Error;
    fn try_from(row: SummaryRow) -> Result<InvoiceSummary> {
        Ok(InvoiceSummary {
            id: InvoiceId::from_uuid(row.id),
            legal_entity: LegalEntityId::from_uuid(row.legal_entity_id),
            identifier: format!("{}-{}", row.series, row.printed),
            series: row.series,
            year: row.year,
            number: row.number,
            payment: PaymentId::from_uuid(row.payment_id),
            dossier: DossierId::from_uuid(row.dossier_id),
            issued_at: row.issued_at,
            amount_minor: row.amount_minor,
            currency: currency(&row.currency)?,
        })
    }
}

const SUMMARY: &str = "select id, legal_entity_id, series, year, number, document ->> 'number' as printed, payment_id, dossier_id,
        issued_at, amount_minor, currency
    from invoice";

/// The invoice of a payment.
pub fn of_payment(sql: &mut Sql, payment: PaymentId) -> Result<Option<InvoiceSummary>> {
    let tenant = sql.tenant().uuid();
    let row: Option<SummaryRow> =
        diesel::sql_query(format!("{SUMMARY} where tenant_id = $1 and payment_id = $2"))
            .bind::<SqlUuid, _>(tenant)
            .bind::<SqlUuid, _>(payment.uuid())
            .get_result(sql.conn())
            .optional()?;
    row.map(InvoiceSummary::try_from).transpose()
}

/// The invoices of a dossier, in the order of their numbers.
pub fn of_dossier(sql: &mut Sql, dossier: DossierId) -> Result<Vec<InvoiceSummary>> {
    let tenant = sql.tenant().uuid();
    let rows: Vec<SummaryRow> = diesel::sql_query(format!(
        "{SUMMARY} where tenant_id = $1 and dossier_id = $2 order by issued_at, number"
    ))
    .bind::<SqlUuid, _>(tenant)
    .bind::<SqlUuid, _>(dossier.uuid())
    .load(sql.conn())?;
    rows.into_iter().map(InvoiceSummary::try_from).collect()
}

#[derive(QueryableByName)]
struct WholeRow {
    #[diesel(sql_type = SqlUuid)]
    id: Uuid,
    #[diesel(sql_type = SqlUuid)]
    operating_unit_id: Uuid,
    #[diesel(sql_type = SqlUuid)]
    applicant_id: Uuid,
    #[diesel(sql_type = Jsonb)]
    document: Value,
    #[diesel(sql_type = Text)]
    xml: String,
}

/// An invoice whole.
#[derive(Debug, Clone)]
pub struct Invoice {
    /// Its id.
    pub id: InvoiceId,
    /// The unit that has its dossier; for a unit that the dossier left, that one.
    pub unit: OperatingUnitId,
    /// Who paid.
    pub applicant: AccountId,
    /// What it says: enough to print it.
    pub document: InvoiceDocument,
    /// The invoice itself: UBL 2.1.
    pub xml: String,
}

/// One invoice whole.
pub fn by_id(sql: &mut Sql, id: InvoiceId) -> Result<Option<Invoice>> {
    let tenant = sql.tenant().uuid();
    let row: Option<WholeRow> = diesel::sql_query(
        "select i.id, coalesce(d.operating_unit_id, i.operating_unit_id) as operating_unit_id, i.applicant_id, i.document, i.xml
         from invoice i left join dossier d on d.tenant_id = i.tenant_id and d.id = i.dossier_id
         where i.tenant_id = $1 and i.id = $2",
    )
    .bind::<SqlUuid, _>(tenant)
    .bind::<SqlUuid, _>(id.uuid())
    .get_result(sql.conn())
    .optional()?;
    row.map(|row| {
        Ok(Invoice {
            id: InvoiceId::from_uuid(row.id),
            unit: OperatingUnitId::from_uuid(row.operating_unit_id),
            applicant: AccountId::from_uuid(row.applicant_id),
            document: serde_json::from_value(row.document).map_err(Error::internal)?,
            xml: row.xml,
        })
    })
    .transpose()
}

#[derive(QueryableByName)]
struct SellerRow {
    #[diesel(sql_type = Text)]
    code: String,
    #[diesel(sql_type = Jsonb)]
    name: Value,
    #[diesel(sql_type = Text)]
    registration_number: String,
    #[diesel(sql_type = Jsonb)]
    address: Value,
    #[diesel(sql_type = Jsonb)]
    details: Value,
}

/// The legal entity as it stands on an invoice.
pub fn seller(sql: &mut Sql, legal_entity: LegalEntityId) -> Result<Option<Seller>> {
    let tenant = sql.tenant().uuid();
    let row: Option<SellerRow> = diesel::sql_query(
        "select code, name, registration_number, address, details from legal_entity where tenant_id = $1 and id = $2",
    )
    .bind::<SqlUuid, _>(tenant)
    .bind::<SqlUuid, _>(legal_entity.uuid())
    .get_result(sql.conn())
    .optional()?;
    row.map(|row| {
        Ok(Seller {
            code: row.code,
            name: serde_json::from_value(row.name).map_err(Error::internal)?,
            registration_number: row.registration_number,
            address: serde_json::from_value(row.address).map_err(Error::internal)?,
            details: serde_json::from_value(row.details).map_err(Error::internal)?,
        })
    })
    .transpose()
}

/// A number of a series, held with its series until the transaction ends: a rollback gives it back.
#[derive(Debug, Clone, PartialEq, Eq, QueryableByName)]
pub struct TakenNumber {
    /// The number.
    #[diesel(sql_type = BigInt)]
    pub number: i64,
    /// The moment of issue: not before that of any earlier number.
    #[diesel(sql_type = Timestamptz)]
    pub issued_at: Instant,
}

/// The next number of a series of a legal entity, which begins with 1.
pub fn take_number(
    sql: &mut Sql,
    legal_entity: LegalEntityId,
    (series, year): (&str, i32),
    at: Instant,
) -> Result<TakenNumber> {
    let tenant = sql.tenant().uuid();
    Ok(diesel::sql_query(
        "insert into invoice_series as s (tenant_id, legal_entity_id, series, year, last, last_issued_at)
         values ($1, $2, $3, $4, 1, $5)
         on conflict (tenant_id, legal_entity_id, series, year)
             do update set last = s.last + 1, last_issued_at = greatest(s.last_issued_at, excluded.last_issued_at)
         returning last as number, last_issued_at as issued_at",
    )
    .bind::<SqlUuid, _>(tenant)
    .bind::<SqlUuid, _>(legal_entity.uuid())
    .bind::<Text, _>(series)
    .bind::<Integer, _>(year)
    .bind::<Timestamptz, _>(at)
    .get_result(sql.conn())?)
}

/// What is written when an invoice is issued.
pub struct NewInvoice<'a> {
    /// Its summary.
    pub summary: &'a InvoiceSummary,
    /// The payment it is for.
    pub payment: &'a Payment,
    /// Who paid, by name.
    pub buyer_name: &'a str,
    /// What it says.
    pub document: Value,
    /// The invoice itself.
    pub xml: &'a str,
    /// SHA-256 of it.
    pub xml_digest: &'a [u8],
}

/// Writes an invoice; it is never changed again.
pub fn insert(sql: &mut Sql, new: &NewInvoice<'_>) -> Result<()> {
    let tenant = sql.tenant().uuid();
    diesel::sql_query(
        "insert into invoice (tenant_id, id, legal_entity_id, series, year, number, payment_id, dossier_id, operating_unit_id,
             applicant_id, issued_at, buyer_name, amount_minor, currency, document, xml, xml_digest)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)",
    )
    .bind::<SqlUuid, _>(tenant)
    .bind::<SqlUuid, _>(new.summary.id.uuid())
    .bind::<SqlUuid, _>(new.summary.legal_entity.uuid())
    .bind::<Text, _>(&new.summary.series)
    .bind::<Integer, _>(new.summary.year)
    .bind::<BigInt, _>(new.summary.number)
    .bind::<SqlUuid, _>(new.payment.id.uuid())
    .bind::<SqlUuid, _>(new.payment.dossier.uuid())
    .bind::<SqlUuid, _>(new.payment.unit.uuid())
    .bind::<SqlUuid, _>(new.payment.applicant.uuid())
    .bind::<Timestamptz, _>(new.summary.issued_at)
    .bind::<Text, _>(new.buyer_name)
    .bind::<BigInt, _>(new.summary.amount_minor)
    .bind::<Text, _>(new.summary.currency.code())
    .bind::<Jsonb, _>(&new.document)
    .bind::<Text, _>(new.xml)
    .bind::<Binary, _>(new.xml_digest)
    .execute(sql.conn())?;
    Ok(())
}
