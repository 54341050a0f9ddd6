//! Submissions being prepared: saved by the server at each step, so that nothing typed is lost.

use diesel::prelude::*;
use serde_json::Value;
use uuid::Uuid;

use crate::kernel::clock::Instant;
use crate::kernel::error::{Error, Result};
use crate::kernel::ids::{AccountId, DraftId, OperatingUnitId, PaperId, ProcedureVersionId, SessionId};
use crate::platform::door::{Granted, Sql};
use crate::platform::schema::{draft, draft_paper};

use super::acts::{BeginDraft, KeepDraft};
use super::commands::NewPaper;

/// The most papers one draft may hold.
pub const PAPERS_PER_DRAFT_MAX: usize = 40;
/// The most unsubmitted drafts one person may keep.
pub const DRAFTS_PER_PERSON_MAX: i64 = 50;

/// A draft with its papers.
#[derive(Debug, Clone, PartialEq)]
pub struct Draft {
    /// Its id.
    pub id: DraftId,
    /// The version it is filled in for.
    pub procedure_version_id: ProcedureVersionId,
    /// The unit chosen, where there is a choice.
    pub operating_unit_id: Option<OperatingUnitId>,
    /// What was filled in so far, as typed.
    pub answers: Value,
    /// When it was last saved.
    pub saved_at: Instant,
    /// When it became a dossier.
    pub submitted_at: Option<Instant>,
    /// What was attached so far.
    pub papers: Vec<DraftPaper>,
}

/// A paper of a draft.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DraftPaper {
    /// Its id.
    pub id: PaperId,
    /// The part of the form it belongs to.
    pub part: String,
    /// Its name.
    pub file_name: String,
    /// What its content was found to be.
    pub media_type: String,
    /// Size in bytes.
    pub size_bytes: i64,
    /// Where the blob store has it.
    pub blob_key: String,
}

/// The draft, if it is the actor's own.
pub(super) fn find(sql: &mut Sql, id: DraftId) -> Result<Option<Draft>> {
    type Row = (Uuid, Option<Uuid>, Value, Instant, Option<Instant>);
    let row: Option<Row> = draft::table
        .filter(draft::id.eq(id.uuid()))
        .select((
            draft::procedure_version_id,
            draft::operating_unit_id,
            draft::answers,
            draft::saved_at,
            draft::submitted_at,
        ))
        .first(sql.conn())
        .optional()?;
    let Some((version, unit, answers, saved_at, submitted_at)) = row else {
        return Ok(None);
    };
    let papers: Vec<(Uuid, String, String, String, i64, String)> = draft_paper::table
        .filter(draft_paper::draft_id.eq(id.uuid()))
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
    Ok(Some(Draft {
        id,
        procedure_version_id: ProcedureVersionId::from_uuid(version),
        operating_unit_id: unit.map(OperatingUnitId::from_uuid),
        answers,
        saved_at,
        submitted_at,
        papers: papers
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
            .collect(),
    }))
}

/// Begins a draft for the account that acts, or for the visitor's session.
///
/// # Errors
/// A refusal when a person keeps too many; [`Error::SignInNeeded`] when there is neither account nor session.
pub fn begin(
    mut grant: Granted<'_, BeginDraft>,
    version: ProcedureVersionId,
    now: Instant,
) -> Result<DraftId> {
    let (account, session) = owner(&grant)?;
    let sql = grant.sql();
    let (tenant, id) = (sql.tenant().uuid(), DraftId::fresh());
    let kept: i64 = draft::table
        .filter(draft::submitted_at.is_null())
        .count()
        .get_result(sql.conn())?;
    if kept >= DRAFTS_PER_PERSON_MAX {
        return Err(Error::refused("errors-too-many-drafts"));
    }
    diesel::insert_into(draft::table)
        .values((
            draft::tenant_id.eq(tenant),
            draft::id.eq(id.uuid()),
            draft::procedure_version_id.eq(version.uuid()),
            draft::account_id.eq(account.map(AccountId::uuid)),
            draft::session_id.eq(session.map(SessionId::uuid)),
            draft::started_at.eq(now),
            draft::saved_at.eq(now),
        ))
        .execute(sql.conn())?;
    Ok(id)
}

/// One's unsubmitted drafts: id, version, when saved; newest first.
///
/// # Errors
/// When the database fails.
pub fn list(mut grant: Granted<'_, BeginDraft>) -> Result<Vec<(DraftId, ProcedureVersionId, Instant)>> {
    let rows: Vec<(Uuid, Uuid, Instant)> = draft::table
        .filter(draft::submitted_at.is_null())
        .order(draft::saved_at.desc())
        .limit(DRAFTS_PER_PERSON_MAX)
        .select((draft::id, draft::procedure_version_id, draft::saved_at))
        .load(grant.sql().conn())?;
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

/// Saves what was filled in, as typed.
///
/// # Errors
/// [`Error::Conflict`] when it was submitted already.
pub fn save(
    mut grant: Granted<'_, KeepDraft>,
    answers: &Value,
    unit: Option<OperatingUnitId>,
    now: Instant,
) -> Result<()> {
    let id = still_open(&grant)?;
    diesel::update(draft::table.filter(draft::id.eq(id.uuid())))
        .set((
            draft::answers.eq(answers),
            draft::operating_unit_id.eq(unit.map(OperatingUnitId::uuid)),
            draft::saved_at.eq(now),
        ))
        .execute(grant.sql().conn())?;
    Ok(())
}

/// Attaches a paper.
///
/// # Errors
/// A refusal when there are too many; [`Error::Conflict`] when the draft was submitted already.
pub fn attach(mut grant: Granted<'_, KeepDraft>, paper: &NewPaper, now: Instant) -> Result<PaperId> {
    let draft_id = still_open(&grant)?;
    if grant.subject().papers.len() >= PAPERS_PER_DRAFT_MAX {
        return Err(Error::refused("errors-too-many-papers"));
    }
    let (account, session) = owner_of_draft(&grant);
    let sql = grant.sql();
    let (tenant, id) = (sql.tenant().uuid(), PaperId::fresh());
    diesel::insert_into(draft_paper::table)
        .values((
            draft_paper::tenant_id.eq(tenant),
            draft_paper::id.eq(id.uuid()),
            draft_paper::draft_id.eq(draft_id.uuid()),
            draft_paper::account_id.eq(account.map(AccountId::uuid)),
            draft_paper::session_id.eq(session.map(SessionId::uuid)),
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

/// Takes a paper off again.
///
/// # Errors
/// [`Error::NotFound`] when it is not of this draft.
pub fn detach(mut grant: Granted<'_, KeepDraft>, paper: PaperId) -> Result<()> {
    let id = still_open(&grant)?;
    let removed = diesel::delete(
        draft_paper::table
            .filter(draft_paper::id.eq(paper.uuid()))
            .filter(draft_paper::draft_id.eq(id.uuid())),
    )
    .execute(grant.sql().conn())?;
    if removed == 0 {
        Err(Error::NotFound)
    } else {
        Ok(())
    }
}

/// Throws a draft away.
///
/// # Errors
/// [`Error::Conflict`] when it was submitted already.
pub fn discard(mut grant: Granted<'_, KeepDraft>) -> Result<()> {
    let id = still_open(&grant)?;
    diesel::delete(draft::table.filter(draft::id.eq(id.uuid()))).execute(grant.sql().conn())?;
    Ok(())
}

fn still_open(grant: &Granted<'_, KeepDraft>) -> Result<DraftId> {
    match grant.subject().submitted_at {
        None => Ok(grant.subject().id),
        Some(_) => Err(Error::Conflict("draft-submitted")),
    }
}

fn owner(grant: &Granted<'_, BeginDraft>) -> Result<(Option<AccountId>, Option<SessionId>)> {
    let context = grant.context();
    match (context.actor.account(), context.session) {
        (None, None) => Err(Error::SignInNeeded),
        (Some(account), _) => Ok((Some(account), None)),
        (None, session) => Ok((None, session)),
    }
}

fn owner_of_draft(grant: &Granted<'_, KeepDraft>) -> (Option<AccountId>, Option<SessionId>) {
    let context = grant.context();
    match context.actor.account() {
        Some(account) => (Some(account), None),
        None => (None, context.session),
    }
}
