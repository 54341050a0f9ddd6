//! Taking a task, giving it back, and completing it. The process goes on when the system reads of it; see
//! [`crate::services::workflow::commands::complete_task`].

use actix_web::http::StatusCode;
use actix_web::web;

use crate::kernel::clock;
use crate::kernel::error::{Error, Refusal, Result};
use crate::kernel::ids::{DossierId, UserTaskId};
use crate::platform::door::{Granted, Whole};
use crate::platform::render::FlashKind;
use crate::services::dossiers::acts::ListDossiers;
use crate::services::dossiers::queries as dossiers;
use crate::services::workflow::acts::{ClaimTask, CompleteTask};
use crate::services::workflow::commands::{claim_task, complete_task, release_task};
use crate::services::workflow::instance::Task;
use crate::services::workflow::queries as workflow;
use crate::services::workflow::rules::Decision;
use crate::surfaces::web::{Answer, PostedForm};

use super::dossier::{self, Refused};
use super::{Staff, step_form};

/// `POST /desk/tasks/{id}/claim`
pub async fn claim(staff: Staff, id: web::Path<String>, _form: PostedForm) -> Answer {
    assign(&staff, &id, claim_task, "desk-flash-claimed").await
}

/// `POST /desk/tasks/{id}/release`
pub async fn release(staff: Staff, id: web::Path<String>, _form: PostedForm) -> Answer {
    assign(&staff, &id, release_task, "desk-flash-released").await
}

async fn assign(
    staff: &Staff,
    id: &str,
    command: fn(Granted<'_, ClaimTask>, clock::Instant) -> Result<()>,
    told: &'static str,
) -> Answer {
    let id: UserTaskId = id.parse().map_err(|_| Error::NotFound)?;
    let visit = &staff.visit;
    let task = find(staff, id).await?.task;
    let done = visit
        .state
        .db
        .in_tenant(&visit.context, move |tx| command(tx.authorise(id)?, clock::now()))
        .await;
    match done {
        Ok(()) => Ok(visit.see_with(&url(task.dossier_id), FlashKind::Ok, told)),
        Err(error) => conflict(staff, task.dossier_id, error).await,
    }
}

/// `POST /desk/tasks/{id}/complete`: `outcome` is the action chosen, `note` the word to the applicant, and the rest the
/// fields of the step's form.
pub async fn complete(staff: Staff, id: web::Path<String>, form: PostedForm) -> Answer {
    let id: UserTaskId = id.parse().map_err(|_| Error::NotFound)?;
    let visit = &staff.visit;
    let Found {
        task,
        version,
        answers,
    } = find(&staff, id).await?;
    let procedure = staff
        .shelf
        .asked(&visit.state.library.version(visit.tenant.id, version).await?);
    let checked = match step_form::check(visit, &procedure, &task, &answers, &form) {
        Ok(checked) => checked,
        Err(filled) => {
            let refused = Refused {
                form: Some((id, filled)),
                conflict: None,
            };
            return dossier::answer(&staff, task.dossier_id, StatusCode::UNPROCESSABLE_ENTITY, refused).await;
        }
    };
    let told = match checked.outcome.as_deref() {
        Some("refuse") => "desk-flash-refused",
        Some("request_supplement") => "desk-flash-supplement-asked",
        Some("return") => "desk-flash-returned",
        Some("approve") => "desk-flash-approved",
        _ => "desk-flash-done",
    };
    let decision = Decision {
        outcome: checked.outcome,
        answers: checked.answers,
        note: checked.note,
    };
    let done = visit
        .state
        .db
        .in_tenant(&visit.context, move |tx| {
            complete_task(tx.authorise::<CompleteTask>(id)?, &decision, clock::now())
        })
        .await;
    match done {
        Ok(()) => Ok(visit.see_with(&url(task.dossier_id), FlashKind::Ok, told)),
        Err(error) => conflict(&staff, task.dossier_id, error).await,
    }
}

struct Found {
    task: Task,
    version: crate::kernel::ids::ProcedureVersionId,
    answers: serde_json::Value,
}

/// The task among what the officer sees, with the answers of its dossier.
async fn find(staff: &Staff, id: UserTaskId) -> Result<Found> {
    staff
        .visit
        .state
        .db
        .in_tenant(&staff.visit.context, move |tx| {
            let mut grant = tx.authorise::<ListDossiers>(Whole)?;
            let sql = grant.sql();
            let task = workflow::task(sql, id)?.ok_or(Error::NotFound)?;
            let dossier = dossiers::dossier(sql, task.dossier_id)?.ok_or(Error::NotFound)?;
            let answers = dossiers::form(sql, task.dossier_id)?
                .map(|(answers, ..)| answers)
                .unwrap_or_default();
            Ok(Found {
                task,
                version: dossier.procedure_version_id,
                answers,
            })
        })
        .await
}

/// Somebody else was faster: the dossier as it stands now, and a word above it. Any other error stays what it is.
async fn conflict(staff: &Staff, dossier: DossierId, error: Error) -> Answer {
    match error {
        Error::Refused(Refusal { code, .. })
            if code == "errors-task-over" || code == "errors-task-claimed" =>
        {
            let refused = Refused {
                form: None,
                conflict: Some(staff.visit.text(&code)),
            };
            dossier::answer(staff, dossier, StatusCode::CONFLICT, refused).await
        }
        other => Err(other.into()),
    }
}

fn url(dossier: DossierId) -> String {
    format!("/desk/dossiers/{dossier}")
}
