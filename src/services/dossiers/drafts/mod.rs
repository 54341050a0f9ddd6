//! Submissions being prepared: saved by the server at each step, so that nothing typed is lost.
//!
//! A draft belongs to whoever fills it in: an account, or a visitor's session. An officer at a counter fills one in for the
//! person before her: it is the officer's draft, and names that person as its applicant.

mod queries;

use serde_json::Value;

use crate::kernel::clock::Instant;
use crate::kernel::error::{Error, Result};
use crate::kernel::ids::{AccountId, DraftId, OperatingUnitId, PaperId, ProcedureVersionId, SessionId};
use crate::platform::door::Granted;

use super::acts::{BeginDraft, KeepDraft};
use super::commands::NewPaper;

pub(super) use queries::find;

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
    /// For whom it is filled in at a counter; none when its owner applies herself.
    pub applicant_id: Option<AccountId>,
    /// What was filled in so far, as typed.
    pub answers: Value,
    /// When it was last saved.
    pub saved_at: Instant,
    /// When it became a dossier.
    pub submitted_at: Option<Instant>,
    /// When its papers were first gone through, whether or not any was attached.
    pub papers_seen_at: Option<Instant>,
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

/// An unsubmitted draft of one's own: id, version, when saved.
pub type Kept = (DraftId, ProcedureVersionId, Instant);

/// An unsubmitted draft that is filled in for another person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeptForAnother {
    /// Its id.
    pub id: DraftId,
    /// The version it is filled in for.
    pub procedure_version_id: ProcedureVersionId,
    /// When it was last saved.
    pub saved_at: Instant,
    /// That person's name.
    pub applicant: String,
}

/// The account or session that a draft and its papers belong to.
type Owner = (Option<AccountId>, Option<SessionId>);

/// Begins a draft for the account that acts, or for the visitor's session.
///
/// # Errors
/// A refusal when a person keeps too many; [`Error::SignInNeeded`] when there is neither account nor session.
pub fn begin(grant: Granted<'_, BeginDraft>, version: ProcedureVersionId, now: Instant) -> Result<DraftId> {
    begin_with(grant, version, None, None, now)
}

/// Begins a draft of the officer that acts, for another person, to be sent to one of the officer's units.
///
/// # Errors
/// As [`begin`].
pub fn begin_for(
    grant: Granted<'_, BeginDraft>,
    version: ProcedureVersionId,
    applicant: AccountId,
    unit: OperatingUnitId,
    now: Instant,
) -> Result<DraftId> {
    begin_with(grant, version, Some(applicant), Some(unit), now)
}

fn begin_with(
    mut grant: Granted<'_, BeginDraft>,
    version: ProcedureVersionId,
    applicant: Option<AccountId>,
    unit: Option<OperatingUnitId>,
    now: Instant,
) -> Result<DraftId> {
    let begun = queries::Begun {
        owner: owner(&grant)?,
        version,
        applicant,
        unit,
    };
    let (sql, id) = (grant.sql(), DraftId::fresh());
    if queries::count(sql)? >= DRAFTS_PER_PERSON_MAX {
        return Err(Error::refused("errors-too-many-drafts"));
    }
    queries::insert(sql, id, &begun, now)?;
    Ok(id)
}

/// One's unsubmitted drafts for oneself, newest first.
///
/// # Errors
/// When the database fails.
pub fn list(mut grant: Granted<'_, BeginDraft>) -> Result<Vec<Kept>> {
    queries::own(grant.sql(), DRAFTS_PER_PERSON_MAX)
}

/// One's unsubmitted drafts for others, newest first.
///
/// # Errors
/// When the database fails.
pub fn list_for_others(mut grant: Granted<'_, BeginDraft>) -> Result<Vec<KeptForAnother>> {
    queries::for_others(grant.sql(), DRAFTS_PER_PERSON_MAX)
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
    queries::save(grant.sql(), id, answers, unit, now)
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
    let owner = owner_of_draft(&grant);
    queries::insert_paper(grant.sql(), draft_id, owner, paper, now)
}

/// Notes that the papers were gone through.
///
/// # Errors
/// [`Error::Conflict`] when it was submitted already.
pub fn note_papers_seen(mut grant: Granted<'_, KeepDraft>, now: Instant) -> Result<()> {
    let id = still_open(&grant)?;
    queries::note_papers_seen(grant.sql(), id, now)
}

/// Takes a paper off again.
///
/// # Errors
/// [`Error::NotFound`] when it is not of this draft.
pub fn detach(mut grant: Granted<'_, KeepDraft>, paper: PaperId) -> Result<()> {
    let id = still_open(&grant)?;
    if queries::delete_paper(grant.sql(), id, paper)? {
        Ok(())
    } else {
        Err(Error::NotFound)
    }
}

/// Throws a draft away.
///
/// # Errors
/// [`Error::Conflict`] when it was submitted already.
pub fn discard(mut grant: Granted<'_, KeepDraft>) -> Result<()> {
    let id = still_open(&grant)?;
    queries::delete(grant.sql(), id)
}

fn still_open(grant: &Granted<'_, KeepDraft>) -> Result<DraftId> {
    match grant.subject().submitted_at {
        None => Ok(grant.subject().id),
        Some(_) => Err(Error::Conflict("draft-submitted")),
    }
}

fn owner(grant: &Granted<'_, BeginDraft>) -> Result<Owner> {
    let context = grant.context();
    match (context.actor.account(), context.session) {
        (None, None) => Err(Error::SignInNeeded),
        (Some(account), _) => Ok((Some(account), None)),
        (None, session) => Ok((None, session)),
    }
}

fn owner_of_draft(grant: &Granted<'_, KeepDraft>) -> Owner {
    let context = grant.context();
    match context.actor.account() {
        Some(account) => (Some(account), None),
        None => (None, context.session),
    }
}
