//! SQL of credit notes. Their numbers come from the counters of invoices.

use diesel::prelude::*;
use diesel::sql_types::{BigInt, Binary, Integer, Jsonb, Text, Timestamptz, Uuid as SqlUuid};
use serde_json::Value;
use uuid::Uuid;

use crate::kernel::clock::Instant;
use crate::kernel::error::{Error, Result};
use crate::kernel::ids::{
    AccountId, CreditNoteId, DossierId, InvoiceId, LegalEntityId, OperatingUnitId, RefundId,
};
use crate::platform::door::Sql;

use super::super::refunds::{CreditNoteSummary, Refund};
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
    refund_id: Uuid,
    #[diesel(sql_type = SqlUuid)]
    invoice_id: Uuid,
    #[diesel(sql_type = SqlUuid)]
    dossier_id: Uuid,
    #[diesel(sql_type = Timestamptz)]
    issued_at: Instant,
    #[diesel(sql_type = BigInt)]
    amount_minor: i64,
    #[diesel(sql_type = Text)]
    currency: String,
}

impl TryFrom<SummaryRow> for CreditNoteSummary {
    type Error = Error;
    fn try_from(row: SummaryRow) -> Result<CreditNoteSummary> {
        Ok(CreditNoteSummary {
            id: CreditNoteId::from_uuid(row.id),
            legal_entity: LegalEntityId::from_uuid(row.legal_entity_id),
            identifier: format!("{}-{}", row.series, row.printed),
            series: row.series,
            year: row.year,
            number: row.number,
            refund: RefundId::from_uuid(row.refund_id),
            invoice: InvoiceId::from_uuid(row.invoice_id),
            dossier: DossierId::from_uuid(row.dossier_id),
            issued_at: row.issued_at,
            amount_minor: row.amount_minor,
            currency: currency(&row.currency)?,
        })
    }
}

const SUMMARY: &str = "select id, legal_entity_id, series, year, number, document ->> 'number' as printed, refund_id, invoice_id,
        dossier_id, issued_at, amount_minor, currency
    from credit_note";

/// The credit note of a refund.
pub fn of_refund(sql: &mut Sql, refund: RefundId) -> Result<Option<CreditNoteSummary>> {
    let tenant = sql.tenant().uuid();
    let row: Option<SummaryRow> =
        diesel::sql_query(format!("{SUMMARY} where tenant_id = $1 and refund_id = $2"))
            .bind::<SqlUuid, _>(tenant)
            .bind::<SqlUuid, _>(refund.uuid())
            .get_result(sql.conn())
            .optional()?;
    row.map(CreditNoteSummary::try_from).transpose()
}

/// The credit notes of a dossier, in the order in which they were issued.
pub fn of_dossier(sql: &mut Sql, dossier: DossierId) -> Result<Vec<CreditNoteSummary>> {
    let tenant = sql.tenant().uuid();
    let rows: Vec<SummaryRow> = diesel::sql_query(format!(
        "{SUMMARY} where tenant_id = $1 and dossier_id = $2 order by issued_at, number"
    ))
    .bind::<SqlUuid, _>(tenant)
    .bind::<SqlUuid, _>(dossier.uuid())
    .load(sql.conn())?;
    rows.into_iter().map(CreditNoteSummary::try_from).collect()
}

#[derive(QueryableByName)]
struct WholeRow {
    #[diesel(sql_type = SqlUuid)]
    id: Uuid,
    #[diesel(sql_type = SqlUuid)]
    dossier_id: Uuid,
    #[diesel(sql_type = SqlUuid)]
    operating_unit_id: Uuid,
    #[diesel(sql_type = SqlUuid)]
    applicant_id: Uuid,
    #[diesel(sql_type = Jsonb)]
    document: Value,
    #[diesel(sql_type = Text)]
    xml: String,
}

/// A credit note whole.
#[derive(Debug, Clone)]
pub struct CreditNote {
    /// Its id.
    pub id: CreditNoteId,
    /// The dossier it is for.
    pub dossier: DossierId,
    /// The unit that has its dossier; for a unit that the dossier left, that one.
    pub unit: OperatingUnitId,
    /// Who is paid back.
    pub applicant: AccountId,
    /// What it says: enough to print it.
    pub document: InvoiceDocument,
    /// The credit note itself: UBL 2.1.
    pub xml: String,
}

/// One credit note whole.
pub fn by_id(sql: &mut Sql, id: CreditNoteId) -> Result<Option<CreditNote>> {
    let tenant = sql.tenant().uuid();
    let row: Option<WholeRow> = diesel::sql_query(
        "select n.id, n.dossier_id, coalesce(d.operating_unit_id, n.operating_unit_id) as operating_unit_id, n.applicant_id,
             n.document, n.xml
         from credit_note n left join dossier d on d.tenant_id = n.tenant_id and d.id = n.dossier_id
         where n.tenant_id = $1 and n.id = $2",
    )
    .bind::<SqlUuid, _>(tenant)
    .bind::<SqlUuid, _>(id.uuid())
    .get_result(sql.conn())
    .optional()?;
    row.map(|row| {
        Ok(CreditNote {
            id: CreditNoteId::from_uuid(row.id),
            dossier: DossierId::from_uuid(row.dossier_id),
            unit: OperatingUnitId::from_uuid(row.operating_unit_id),
            applicant: AccountId::from_uuid(row.applicant_id),
            document: serde_json::from_value(row.document).map_err(Error::internal)?,
            xml: row.xml,
        })
    })
    .transpose()
}

/// What is written when a credit note is issued.
pub struct NewCreditNote<'a> {
    /// Its summary.
    pub summary: &'a CreditNoteSummary,
    /// The refund it is for.
    pub refund: &'a Refund,
    /// Who is paid back, by name.
    pub buyer_name: &'a str,
    /// What it says.
    pub document: Value,
    /// The credit note itself.
    pub xml: &'a str,
    /// SHA-256 of it.
    pub xml_digest: &'a [u8],
}

/// Writes a credit note; it is never changed again.
pub fn insert(sql: &mut Sql, new: &NewCreditNote<'_>) -> Result<()> {
    let tenant = sql.tenant().uuid();
    diesel::sql_query(
        "insert into credit_note (tenant_id, id, legal_entity_id, series, year, number, refund_id, invoice_id, dossier_id,
             operating_unit_id, applicant_id, issued_at, buyer_name, amount_minor, currency, document, xml, xml_digest)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18)",
    )
    .bind::<SqlUuid, _>(tenant)
    .bind::<SqlUuid, _>(new.summary.id.uuid())
    .bind::<SqlUuid, _>(new.summary.legal_entity.uuid())
    .bind::<Text, _>(&new.summary.series)
    .bind::<Integer, _>(new.summary.year)
    .bind::<BigInt, _>(new.summary.number)
    .bind::<SqlUuid, _>(new.refund.id.uuid())
    .bind::<SqlUuid, _>(new.summary.invoice.uuid())
    .bind::<SqlUuid, _>(new.refund.dossier.uuid())
    .bind::<SqlUuid, _>(new.refund.received_by_unit.uuid())
    .bind::<SqlUuid, _>(new.refund.applicant.uuid())
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
