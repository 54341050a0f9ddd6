//! SQL of drafts. Row security shows each person her own.

use diesel::prelude::*;
use serde_json::Value;
use uuid::Uuid;

use super::{Draft, DraftPaper, Kept, KeptForAnother, Owner};
use crate::kernel::clock::Instant;
use crate::kernel::error::Result;
use crate::kernel::ids::{AccountId, DraftId, OperatingUnitId, PaperId, ProcedureVersionId, SessionId};
use crate::platform::door::Sql;
use crate::platform::schema::{account, draft, draft_paper};
use crate::services::dossiers::commands::NewPaper;

/// The draft, if it is the actor's own.
pub(in crate::services::dossiers) fn find(sql: &mut Sql, id: DraftId) -> Result<Option<Draft>> {
    type Row = (
        Uuid,
        Option<Uuid>,
        Option<Uuid>,
        Value,
        Instant,
        Option<Instant>,
        Option<Instant>,
    );
    let row: Option<Row> = draft::table
        .filter(draft::id.eq(id.uuid()))
        .select((
            draft::procedure_version_id,
            draft::operating_unit_id,
            draft::applicant_id,
            draft::answers,
            draft::saved_at,
            draft::submitted_at,
            draft::papers_seen_at,
        ))
        .first(sql.conn())
        .optional()?;
    let Some((version, unit, applicant, answers, saved_at, submitted_at, papers_seen_at)) = row else {
        return Ok(None);
    };
    Ok(Some(Draft {
        id,
        procedure_version_id: ProcedureVersionId::from_uuid(version),
        operating_unit_id: unit.map(OperatingUnitId::from_uuid),
        applicant_id: applicant.map(AccountId::from_uuid),
        answers,
        saved_at,
        submitted_at,
        papers_seen_at,
        papers: papers(sql, id)?,
    }))
}

fn papers(sql: &mut Sql, of: DraftId) -> Result<Vec<DraftPaper>> {
    let rows: Vec<(Uuid, String, String, String, i64, String)> = draft_paper::table
        .filter(draft_paper::draft_id.eq(of.uuid()))
        .order((draft_paper::added_at, draft_paper::id))
        .select((
            draft_paper::id,
            draft_paper::part,
            draft_paper::file_name,
            draft_paper::media_type,
            draft_paper::size_bytes,
            draft_paper::blob_key,
        ))
        .load(sql.conn())?;
    Ok(rows
        .into_iter()
        .map(
            |(id, part, file_name, media_type, size_bytes, blob_key)| DraftPaper {
                id: PaperId::from_uuid(id),
                part,
                file_name,
                media_type,
                size_bytes,
                blob_key,
            },
        )
        .collect())
}

/// How many unsubmitted drafts the actor keeps.
pub(super) fn count(sql: &mut Sql) -> Result<i64> {
    Ok(draft::table
        .filter(draft::submitted_at.is_null())
        .count()
        .get_result(sql.conn())?)
}

/// What a draft begins with.
pub(super) struct Begun {
    pub owner: Owner,
    pub version: ProcedureVersionId,
    pub applicant: Option<AccountId>,
    pub unit: Option<OperatingUnitId>,
}

pub(super) fn insert(sql: &mut Sql, id: DraftId, begun: &Begun, now: Instant) -> Result<()> {
    let tenant = sql.tenant().uuid();
    diesel::insert_into(draft::table)
        .values((
            draft::tenant_id.eq(tenant),
            draft::id.eq(id.uuid()),
            draft::procedure_version_id.eq(begun.version.uuid()),
            draft::account_id.eq(begun.owner.0.map(AccountId::uuid)),
            draft::session_id.eq(begun.owner.1.map(SessionId::uuid)),
            draft::applicant_id.eq(begun.applicant.map(AccountId::uuid)),
            draft::operating_unit_id.eq(begun.unit.map(OperatingUnitId::uuid)),
            draft::started_at.eq(now),
            draft::saved_at.eq(now),
        ))
        .execute(sql.conn())?;
    Ok(())
}

/// The actor's unsubmitted drafts for herself, newest first.
pub(super) fn own(sql: &mut Sql, limit: i64) -> Result<Vec<Kept>> {
    let rows: Vec<(Uuid, Uuid, Instant)> = draft::table
        .filter(draft::submitted_at.is_null())
        .filter(draft::applicant_id.is_null())
        .order(draft::saved_at.desc())
        .limit(limit)
        .select((draft::id, draft::procedure_version_id, draft::saved_at))
        .load(sql.conn())?;
    Ok(rows
        .into_iter()
        .map(|(id, version, saved_at)| {
            (
                DraftId::from_uuid(id),
                ProcedureVersionId::from_uuid(version),
                saved_at,
            )
        })
        .collect())
}

/// The actor's unsubmitted drafts for others, newest first.
pub(super) fn for_others(sql: &mut Sql, limit: i64) -> Result<Vec<KeptForAnother>> {
    let rows: Vec<(Uuid, Uuid, Instant, String)> = draft::table
        .inner_join(
            account::table.on(account::tenant_id
                .eq(draft::tenant_id)
                .and(account::id.nullable().eq(draft::applicant_id))),
        )
        .filter(draft::submitted_at.is_null())
        .order(draft::saved_at.desc())
        .limit(limit)
        .select((
            draft::id,
            draft::procedure_version_id,
            draft::saved_at,
            account::display_name,
        ))
        .load(sql.conn())?;
    Ok(rows
        .into_iter()
        .map(|(id, version, saved_at, applicant)| KeptForAnother {
            id: DraftId::from_uuid(id),
            procedure_version_id: ProcedureVersionId::from_uuid(version),
            saved_at,
            applicant,
        })
        .collect())
}

pub(super) fn save(
    sql: &mut Sql,
    id: DraftId,
    answers: &Value,
    unit: Option<OperatingUnitId>,
    now: Instant,
) -> Result<()> {
    diesel::update(draft::table.filter(draft::id.eq(id.uuid())))
        .set((
            draft::answers.eq(answers),
            draft::operating_unit_id.eq(unit.map(OperatingUnitId::uuid)),
            draft::saved_at.eq(now),
        ))
        .execute(sql.conn())?;
    Ok(())
}

pub(super) fn note_papers_seen(sql: &mut Sql, id: DraftId, now: Instant) -> Result<()> {
    let unseen = draft::table
        .filter(draft::id.eq(id.uuid()))
        .filter(draft::papers_seen_at.is_null());
    diesel::update(unseen)
        .set(draft::papers_seen_at.eq(now))
        .execute(sql.conn())?;
    Ok(())
}

pub(super) fn insert_paper(
    sql: &mut Sql,
    of: DraftId,
    owner: Owner,
    paper: &NewPaper,
    now: Instant,
) -> Result<PaperId> {
    let (tenant, id) = (sql.tenant().uuid(), PaperId::fresh());
    diesel::insert_into(draft_paper::table)
        .values((
            draft_paper::tenant_id.eq(tenant),
            draft_paper::id.eq(id.uuid()),
            draft_paper::draft_id.eq(of.uuid()),
            draft_paper::account_id.eq(owner.0.map(AccountId::uuid)),
            draft_paper::session_id.eq(owner.1.map(SessionId::uuid)),
            draft_paper::part.eq(&paper.part),
            draft_paper::file_name.eq(&paper.file_name),
            draft_paper::media_type.eq(&paper.media_type),
            draft_paper::size_bytes.eq(paper.size_bytes),
            draft_paper::sha256.eq(paper.sha256.to_vec()),
            draft_paper::blob_key.eq(&paper.blob_key),
            draft_paper::added_at.eq(now),
        ))
        .execute(sql.conn())?;
    Ok(id)
}

/// `false`: the paper is not of this draft.
pub(super) fn delete_paper(sql: &mut Sql, of: DraftId, paper: PaperId) -> Result<bool> {
    let removed = diesel::delete(
        draft_paper::table
            .filter(draft_paper::id.eq(paper.uuid()))
            .filter(draft_paper::draft_id.eq(of.uuid())),
    )
    .execute(sql.conn())?;
    Ok(removed == 1)
}

pub(super) fn delete(sql: &mut Sql, id: DraftId) -> Result<()> {
    diesel::delete(draft::table.filter(draft::id.eq(id.uuid()))).execute(sql.conn())?;
    Ok(())
}
