//! The papers of a draft: attached, looked at again, taken off.

use actix_web::http::StatusCode;
use actix_web::{HttpRequest, web};

use crate::kernel::clock;
use crate::kernel::error::{Error, Result};
use crate::kernel::ids::{DraftId, PaperId};
use crate::services::dossiers::acts::KeepDraft;
use crate::services::dossiers::commands::NewPaper;
use crate::services::dossiers::drafts;
use crate::surfaces::web::upload::{self, Posted, Received};
use crate::surfaces::web::{Answer, Visit};

use super::apply::papers_view;
use super::download::{File, send};
use super::drafts::{Opened, Step};
use super::frame;
use super::questions::{file_fields, is_needed};

/// A stored file as a paper of the part it came in.
#[must_use]
pub fn new_paper(file: &Received) -> NewPaper {
    NewPaper {
        part: file.field.clone(),
        file_name: file.name.clone(),
        media_type: file.kind.media_type().to_owned(),
        size_bytes: i64::try_from(file.stored.size_bytes).unwrap_or(i64::MAX),
        sha256: file.stored.sha256,
        blob_key: file.stored.key.clone(),
    }
}

/// `GET /drafts/{id}/papers`
pub async fn form(visit: Visit, id: web::Path<DraftId>) -> Answer {
    let opened = Opened::open(&visit, *id).await?;
    let view = papers_view(&visit, &opened, &[]);
    frame::step(&visit, StatusCode::OK, Some(&opened), view).await
}

/// `POST /drafts/{id}/papers`
pub async fn post(
    visit: Visit,
    request: HttpRequest,
    id: web::Path<DraftId>,
    payload: web::Payload,
) -> Answer {
    let opened = Opened::open(&visit, *id).await?;
    if opened.draft.submitted_at.is_some() {
        return Err(Error::Conflict("draft-submitted").into());
    }
    let posted = upload::receive(
        &visit,
        &request,
        payload,
        &file_fields(&visit, &opened.procedure.form),
    )
    .await?;
    if let Some(paper) = posted.get("remove") {
        posted.discard(&visit.state.blobs).await;
        let paper = paper.parse().map_err(|_| Error::NotFound)?;
        take_off(&visit, &opened, paper).await?;
        return Ok(visit.see(&opened.url(Step::Papers)));
    }
    if let Err(error) = attach(&visit, *id, &posted).await {
        posted.discard(&visit.state.blobs).await;
        return Err(error.into());
    }
    let opened = Opened::open(&visit, *id).await?;
    let mut problems: Vec<(String, String)> = posted
        .problems
        .iter()
        .map(|(field, refusal)| (field.clone(), visit.refusal(refusal)))
        .collect();
    let later = posted.has("later");
    if !later {
        problems.extend(missing(&visit, &opened));
    }
    if problems.is_empty() && later {
        return Ok(visit.see(opened.list_url()));
    }
    if problems.is_empty() {
        note_seen(&visit, *id).await?;
        return Ok(visit.see(&opened.url(Step::Check)));
    }
    let view = papers_view(&visit, &opened, &problems);
    frame::step(&visit, StatusCode::UNPROCESSABLE_ENTITY, Some(&opened), view).await
}

fn missing(visit: &Visit, opened: &Opened) -> Vec<(String, String)> {
    let variables = opened.variables();
    opened
        .procedure
        .form
        .papers
        .iter()
        .filter(|paper| {
            is_needed(paper, &variables) && !opened.draft.papers.iter().any(|kept| kept.part == paper.code)
        })
        .map(|paper| (paper.code.clone(), visit.text("errors-paper-missing")))
        .collect()
}

async fn attach(visit: &Visit, id: DraftId, posted: &Posted) -> Result<()> {
    if posted.files.is_empty() {
        return Ok(());
    }
    let papers: Vec<NewPaper> = posted.files.iter().map(new_paper).collect();
    visit
        .state
        .db
        .in_tenant(&visit.context, move |tx| {
            for paper in &papers {
                drafts::attach(tx.authorise::<KeepDraft>(id)?, paper, clock::now())?;
            }
            Ok(())
        })
        .await
}

async fn note_seen(visit: &Visit, id: DraftId) -> Result<()> {
    visit
        .state
        .db
        .in_tenant(&visit.context, move |tx| {
            drafts::note_papers_seen(tx.authorise::<KeepDraft>(id)?, clock::now())
        })
        .await
}

async fn take_off(visit: &Visit, opened: &Opened, paper: PaperId) -> Result<()> {
    let kept = opened
        .draft
        .papers
        .iter()
        .find(|kept| kept.id == paper)
        .ok_or(Error::NotFound)?;
    let id = opened.draft.id;
    visit
        .state
        .db
        .in_tenant(&visit.context, move |tx| {
            drafts::detach(tx.authorise::<KeepDraft>(id)?, paper)
        })
        .await?;
    // The row is gone for good; a file that stays behind harms nobody and is swept by the store's owner.
    if let Err(error) = visit.state.blobs.remove(&kept.blob_key).await {
        tracing::warn!(%error, key = %kept.blob_key, "a paper that was taken off is still in the store");
    }
    Ok(())
}

/// `GET /drafts/{id}/papers/{paper}`
pub async fn open(visit: Visit, path: web::Path<(DraftId, PaperId)>) -> Answer {
    let (id, paper) = path.into_inner();
    let opened = Opened::open(&visit, id).await?;
    let kept = opened
        .draft
        .papers
        .iter()
        .find(|kept| kept.id == paper)
        .ok_or(Error::NotFound)?;
    send(
        &visit,
        File {
            key: &kept.blob_key,
            name: &kept.file_name,
            media_type: &kept.media_type,
        },
    )
    .await
}
