//! SQL of dossiers; that of lists stands beside it. The submission and tracking are calls of their own, in `submit` and
//! `track`.

use diesel::dsl::count_star;
use diesel::prelude::*;
use uuid::Uuid;

use crate::kernel::clock::Instant;
use crate::kernel::error::Result;
use crate::kernel::ids::{
    AccountId, DossierId, HallId, LegalEntityId, OperatingUnitId, PaperId, ProcedureId, ProcedureVersionId,
};
use crate::platform::door::Sql;
use crate::platform::schema::{document, dossier, dossier_form, dossier_log, dossier_paper, operating_unit};

use super::model::{Dossier, LogEntry, NewLogEntry, Paper, Status};

pub mod cases;
pub mod worklist;

#[derive(Queryable, Selectable)]
#[diesel(table_name = dossier)]
struct DossierRow {
    id: Uuid,
    number: String,
    procedure_id: Uuid,
    procedure_version_id: Uuid,
    operating_unit_id: Uuid,
    legal_entity_id: Uuid,
    hall_id: Option<Uuid>,
    shared_unit_ids: Vec<Option<Uuid>>,
    applicant_id: Uuid,
    applicant_name: String,
    channel: String,
    status: i16,
    received_at: Instant,
    due_at: Option<Instant>,
    accepted_at: Option<Instant>,
    payment_due_at: Option<Instant>,
    paid_at: Option<Instant>,
    supplement_asked_at: Option<Instant>,
    decided_at: Option<Instant>,
    finished_at: Option<Instant>,
}

fn units(ids: Vec<Option<Uuid>>) -> Vec<OperatingUnitId> {
    ids.into_iter()
        .flatten()
        .map(OperatingUnitId::from_uuid)
        .collect()
}

impl TryFrom<DossierRow> for Dossier {
    type Error = crate::kernel::error::Error;
    fn try_from(row: DossierRow) -> Result<Dossier> {
        Ok(Dossier {
            id: DossierId::from_uuid(row.id),
            number: row.number,
            procedure_id: ProcedureId::from_uuid(row.procedure_id),
            procedure_version_id: ProcedureVersionId::from_uuid(row.procedure_version_id),
            operating_unit_id: OperatingUnitId::from_uuid(row.operating_unit_id),
            legal_entity_id: LegalEntityId::from_uuid(row.legal_entity_id),
            hall_id: row.hall_id.map(HallId::from_uuid),
            shared_unit_ids: units(row.shared_unit_ids),
            applicant_id: AccountId::from_uuid(row.applicant_id),
            applicant_name: row.applicant_name,
            channel: row.channel,
            status: Status::from_number(row.status)?,
            received_at: row.received_at,
            due_at: row.due_at,
            accepted_at: row.accepted_at,
            payment_due_at: row.payment_due_at,
            paid_at: row.paid_at,
            supplement_asked_at: row.supplement_asked_at,
            decided_at: row.decided_at,
            finished_at: row.finished_at,
        })
    }
}

/// The dossier, if the actor sees it.
///
/// # Errors
/// When the database fails.
pub fn dossier(sql: &mut Sql, id: DossierId) -> Result<Option<Dossier>> {
    dossier::table
        .filter(dossier::id.eq(id.uuid()))
        .select(DossierRow::as_select())
        .first(sql.conn())
        .optional()?
        .map(Dossier::try_from)
        .transpose()
}

/// The dossier with this number, if the actor sees it.
///
/// # Errors
/// When the database fails.
pub fn dossier_by_number(sql: &mut Sql, number: &str) -> Result<Option<Dossier>> {
    dossier::table
        .filter(dossier::number.eq_any([number.trim().to_owned(), number.trim().to_uppercase()]))
        .select(DossierRow::as_select())
        .first(sql.conn())
        .optional()?
        .map(Dossier::try_from)
        .transpose()
}

/// The numbers of these dossiers, of those that the actor sees.
///
/// # Errors
/// When the database fails.
pub fn numbers(sql: &mut Sql, ids: &[DossierId]) -> Result<std::collections::HashMap<DossierId, String>> {
    let rows: Vec<(Uuid, String)> = dossier::table
        .filter(dossier::id.eq_any(ids.iter().map(|id| id.uuid()).collect::<Vec<_>>()))
        .select((dossier::id, dossier::number))
        .load(sql.conn())?;
    Ok(rows
        .into_iter()
        .map(|(id, number)| (DossierId::from_uuid(id), number))
        .collect())
}

/// A person's dossiers, newest first.
///
/// # Errors
/// When the database fails.
pub fn of_applicant(sql: &mut Sql, applicant: AccountId, limit: i64, offset: i64) -> Result<Vec<Dossier>> {
    dossier::table
        .filter(dossier::applicant_id.eq(applicant.uuid()))
        .order(dossier::received_at.desc())
        .limit(limit)
        .offset(offset)
        .select(DossierRow::as_select())
        .load(sql.conn())?
        .into_iter()
        .map(Dossier::try_from)
        .collect()
}

/// How many dossiers a person has.
///
/// # Errors
/// When the database fails.
pub fn count_of_applicant(sql: &mut Sql, applicant: AccountId) -> Result<i64> {
    Ok(dossier::table
        .filter(dossier::applicant_id.eq(applicant.uuid()))
        .select(count_star())
        .first(sql.conn())?)
}

/// Every operating unit of the tenant.
///
/// # Errors
/// When the database fails.
pub fn every_unit(sql: &mut Sql) -> Result<Vec<OperatingUnitId>> {
    let ids: Vec<Uuid> = operating_unit::table
        .select(operating_unit::id)
        .load(sql.conn())?;
    Ok(ids.into_iter().map(OperatingUnitId::from_uuid).collect())
}

/// The answers of a dossier, how its due date was computed, and the versions of dictionaries it was filled in with.
pub type FormKept = (serde_json::Value, serde_json::Value, serde_json::Value);

/// What is kept of a dossier's form.
///
/// # Errors
/// When the database fails.
pub fn form(sql: &mut Sql, id: DossierId) -> Result<Option<FormKept>> {
    Ok(dossier_form::table
        .filter(dossier_form::dossier_id.eq(id.uuid()))
        .select((
            dossier_form::answers,
            dossier_form::due_explanation,
            dossier_form::dictionaries,
        ))
        .first(sql.conn())
        .optional()?)
}

/// Keeps how a due date that moved was computed.
///
/// # Errors
/// When the database fails.
pub fn explain_due(sql: &mut Sql, id: DossierId, steps: &serde_json::Value) -> Result<()> {
    diesel::update(dossier_form::table.filter(dossier_form::dossier_id.eq(id.uuid())))
        .set(dossier_form::due_explanation.eq(steps))
        .execute(sql.conn())?;
    Ok(())
}

type PaperColumns = (
    Uuid,
    Uuid,
    Uuid,
    Vec<Option<Uuid>>,
    Uuid,
    String,
    String,
    String,
    i64,
    String,
    Instant,
);

fn paper_of(row: PaperColumns) -> Paper {
    Paper {
        id: PaperId::from_uuid(row.0),
        dossier_id: DossierId::from_uuid(row.1),
        operating_unit_id: OperatingUnitId::from_uuid(row.2),
        shared_unit_ids: units(row.3),
        applicant_id: AccountId::from_uuid(row.4),
        part: row.5,
        file_name: row.6,
        media_type: row.7,
        size_bytes: row.8,
        blob_key: row.9,
        added_at: row.10,
    }
}

macro_rules! paper_columns {
    () => {
        (
            dossier_paper::id,
            dossier_paper::dossier_id,
            dossier_paper::operating_unit_id,
            dossier_paper::shared_unit_ids,
            dossier_paper::applicant_id,
            dossier_paper::part,
            dossier_paper::file_name,
            dossier_paper::media_type,
            dossier_paper::size_bytes,
            dossier_paper::blob_key,
            dossier_paper::added_at,
        )
    };
}

/// The papers of a dossier, in the order in which they came.
///
/// # Errors
/// When the database fails.
pub fn papers(sql: &mut Sql, id: DossierId) -> Result<Vec<Paper>> {
    let rows: Vec<PaperColumns> = dossier_paper::table
        .filter(dossier_paper::dossier_id.eq(id.uuid()))
        .order((dossier_paper::added_at, dossier_paper::id))
        .select(paper_columns!())
        .load(sql.conn())?;
    Ok(rows.into_iter().map(paper_of).collect())
}

/// One paper.
///
/// # Errors
/// When the database fails.
pub fn paper(sql: &mut Sql, id: PaperId) -> Result<Option<Paper>> {
    let row: Option<PaperColumns> = dossier_paper::table
        .filter(dossier_paper::id.eq(id.uuid()))
        .select(paper_columns!())
        .first(sql.conn())
        .optional()?;
    Ok(row.map(paper_of))
}

/// The dossier's log, oldest first.
///
/// # Errors
/// When the database fails.
pub fn log(sql: &mut Sql, id: DossierId) -> Result<Vec<LogEntry>> {
    let rows: Vec<(Instant, String, Option<String>, bool, serde_json::Value)> = dossier_log::table
        .filter(dossier_log::dossier_id.eq(id.uuid()))
        .order((dossier_log::occurred_at, dossier_log::id))
        .select((
            dossier_log::occurred_at,
            dossier_log::kind,
            dossier_log::actor_name,
            dossier_log::public,
            dossier_log::detail,
        ))
        .load(sql.conn())?;
    Ok(rows
        .into_iter()
        .map(|(occurred_at, kind, actor_name, public, detail)| LogEntry {
            occurred_at,
            kind,
            actor_name,
            public,
            detail,
        })
        .collect())
}

/// Adds lines to the log.
pub(super) fn insert_log(sql: &mut Sql, of: &Dossier, now: Instant, entries: &[NewLogEntry]) -> Result<()> {
    let tenant = sql.tenant().uuid();
    let shared: Vec<Option<Uuid>> = of.shared_unit_ids.iter().map(|unit| Some(unit.uuid())).collect();
    let rows: Vec<_> = entries
        .iter()
        .map(|entry| {
            (
                dossier_log::tenant_id.eq(tenant),
                dossier_log::id.eq(Uuid::now_v7()),
                dossier_log::dossier_id.eq(of.id.uuid()),
                dossier_log::operating_unit_id.eq(of.operating_unit_id.uuid()),
                dossier_log::shared_unit_ids.eq(shared.clone()),
                dossier_log::applicant_id.eq(of.applicant_id.uuid()),
                dossier_log::occurred_at.eq(now),
                dossier_log::kind.eq(entry.kind),
                dossier_log::actor_name.eq(entry.actor_name.clone()),
                dossier_log::public.eq(entry.public),
                dossier_log::detail.eq(entry.detail.clone()),
            )
        })
        .collect();
    if !rows.is_empty() {
        diesel::insert_into(dossier_log::table)
            .values(rows)
            .execute(sql.conn())?;
    }
    Ok(())
}

/// What moves with a dossier: `None` leaves a column as it is.
#[derive(Debug, Clone, Default, AsChangeset)]
#[diesel(table_name = dossier)]
pub(super) struct Movement {
    pub status: Option<i16>,
    pub due_at: Option<Instant>,
    pub accepted_at: Option<Instant>,
    pub supplement_asked_at: Option<Option<Instant>>,
    pub decided_at: Option<Instant>,
    pub finished_at: Option<Instant>,
}

/// Writes down where a dossier moved.
pub(super) fn update(sql: &mut Sql, id: DossierId, movement: &Movement) -> Result<()> {
    diesel::update(dossier::table.filter(dossier::id.eq(id.uuid())))
        .set(movement)
        .execute(sql.conn())?;
    Ok(())
}

/// Lets more units see a dossier and what hangs on it: a step was handed to them.
pub(super) fn share(sql: &mut Sql, id: DossierId, with: &[OperatingUnitId]) -> Result<()> {
    let ids: Vec<Option<Uuid>> = with.iter().map(|unit| Some(unit.uuid())).collect();
    let key = id.uuid();
    diesel::update(dossier::table.filter(dossier::id.eq(key)))
        .set(dossier::shared_unit_ids.eq(&ids))
        .execute(sql.conn())?;
    diesel::update(dossier_form::table.filter(dossier_form::dossier_id.eq(key)))
        .set(dossier_form::shared_unit_ids.eq(&ids))
        .execute(sql.conn())?;
    diesel::update(dossier_paper::table.filter(dossier_paper::dossier_id.eq(key)))
        .set(dossier_paper::shared_unit_ids.eq(&ids))
        .execute(sql.conn())?;
    diesel::update(dossier_log::table.filter(dossier_log::dossier_id.eq(key)))
        .set(dossier_log::shared_unit_ids.eq(&ids))
        .execute(sql.conn())?;
    diesel::update(document::table.filter(document::dossier_id.eq(key)))
        .set(document::shared_unit_ids.eq(&ids))
        .execute(sql.conn())?;
    Ok(())
}

/// Attaches what an applicant supplied.
pub(super) fn insert_paper(
    sql: &mut Sql,
    of: &Dossier,
    paper: &super::commands::NewPaper,
    now: Instant,
) -> Result<PaperId> {
    let (tenant, id) = (sql.tenant().uuid(), PaperId::fresh());
    let shared: Vec<Option<Uuid>> = of.shared_unit_ids.iter().map(|unit| Some(unit.uuid())).collect();
    diesel::insert_into(dossier_paper::table)
        .values((
            dossier_paper::tenant_id.eq(tenant),
            dossier_paper::id.eq(id.uuid()),
            dossier_paper::dossier_id.eq(of.id.uuid()),
            dossier_paper::operating_unit_id.eq(of.operating_unit_id.uuid()),
            dossier_paper::shared_unit_ids.eq(shared),
            dossier_paper::applicant_id.eq(of.applicant_id.uuid()),
            dossier_paper::part.eq(&paper.part),
            dossier_paper::file_name.eq(&paper.file_name),
            dossier_paper::media_type.eq(&paper.media_type),
            dossier_paper::size_bytes.eq(paper.size_bytes),
            dossier_paper::sha256.eq(paper.sha256.to_vec()),
            dossier_paper::blob_key.eq(&paper.blob_key),
            dossier_paper::added_at.eq(now),
        ))
        .execute(sql.conn())?;
    Ok(id)
}
