//! User tasks of staff: what there is to do in one's units, and doing it.

use actix_web::{HttpRequest, HttpResponse, web};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::{IntoParams, ToSchema};

use crate::kernel::clock;
use crate::kernel::error::{Error, Refusal, Result};
use crate::kernel::ids::UserTaskId;
use crate::kernel::patterns::number::local_date;
use crate::platform::door::Whole;
use crate::services::catalogue::form::{Answers, Setting};
use crate::services::dossiers::acts::ListDossiers;
use crate::services::dossiers::worklist::{self, Asker, Line, LineTask, Wanted};
use crate::services::dossiers::{Dossier, queries as dossiers};
use crate::services::workflow::acts::CompleteTask;
use crate::services::workflow::commands::complete_task;
use crate::services::workflow::instance::Task;
use crate::services::workflow::queries as workflow;
use crate::services::workflow::rules::Decision;
use crate::surfaces::web::{Answer, Visit};

use super::caller::{self, Caller};
use super::json::{self, Members};
use super::openapi::Problem;
use super::submit::rejection;

/// The longest note to the applicant, in characters.
const NOTE_LENGTH_MAX: usize = 2_000;

/// Which tasks.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct Asked {
    /// The most dossiers to look into: 1 to 100, 20 when absent.
    limit: Option<i64>,
    /// How many dossiers to pass over.
    offset: Option<i64>,
}

/// Open tasks of the caller's role in her units.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Tasks {
    items: Vec<TaskLine>,
}

/// A task in a list.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct TaskLine {
    id: String,
    /// Its name in the drawing of the process.
    name: String,
    /// The role it is for.
    role: String,
    /// Who has taken it.
    taken_by: Option<String>,
    dossier_id: String,
    dossier_number: String,
    /// When the dossier is due.
    dossier_due_at: Option<DateTime<Utc>>,
}

/// A task with what completing it needs.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct TaskDetails {
    id: String,
    name: String,
    role: String,
    dossier_id: String,
    /// The outcomes to choose one of; none when the task offers no choice.
    actions: Vec<String>,
    /// The fields of the officer's form, when it has one.
    #[schema(value_type = Option<Object>)]
    fields: Option<Value>,
    due_at: Option<DateTime<Utc>>,
    is_open: bool,
}

/// What the officer decided.
#[derive(Debug, Deserialize, ToSchema)]
#[allow(
    dead_code,
    reason = "the shape that the description shows; bodies are read member by member"
)]
pub(super) struct Completion {
    /// One of the task's actions.
    action: Option<String>,
    /// Answers to the task's form, by the codes of its fields.
    #[schema(value_type = Option<Object>)]
    answers: Option<Value>,
    /// What the officer writes to the applicant, at most 2,000 characters.
    note: Option<String>,
}

/// Lists the open tasks of the caller's role in the units she works in.
#[utoipa::path(
    get,
    path = "/api/v1/tasks",
    tag = "tasks",
    params(Asked),
    responses(
        (status = 200, description = "The tasks", body = Tasks),
        (status = 401, description = "The token is missing, unknown or over", body = Problem, content_type = "application/problem+json"),
        (status = 403, description = "The account works on no dossiers", body = Problem, content_type = "application/problem+json"),
    ),
    security(("token" = []))
)]
pub(super) async fn list(request: HttpRequest, caller: Caller) -> Answer {
    let asked: Asked = caller::query(&request)?;
    let (limit, offset) = caller::portion(asked.limit, asked.offset);
    let visit = &caller.visit;
    let role = role_of(visit)?;
    let asker = Asker {
        account: caller.account,
        roles: vec![role.clone()],
        now: clock::now(),
    };
    let lines = visit
        .state
        .db
        .in_tenant(&visit.context, move |tx| {
            let mut grant = tx.authorise::<ListDossiers>(Whole)?;
            worklist::lines(&mut grant, &asker, &Wanted::default(), limit, offset)
        })
        .await?;
    let of_role = |task: &LineTask| task.role == role;
    let items = lines.iter().flat_map(|line| {
        line.tasks
            .iter()
            .filter(|task| of_role(task))
            .map(|task| task_line(line, task))
    });
    Ok(HttpResponse::Ok().json(Tasks {
        items: items.collect(),
    }))
}

/// Reads a task.
#[utoipa::path(
    get,
    path = "/api/v1/tasks/{id}",
    tag = "tasks",
    params(("id" = String, Path, description = "The task's id")),
    responses(
        (status = 200, description = "The task", body = TaskDetails),
        (status = 401, description = "The token is missing, unknown or over", body = Problem, content_type = "application/problem+json"),
        (status = 404, description = "There is no such task, or it may not be seen", body = Problem, content_type = "application/problem+json"),
    ),
    security(("token" = []))
)]
pub(super) async fn task(caller: Caller, id: web::Path<String>) -> Answer {
    let found = find(&caller.visit, caller::id(&id)?).await?;
    let procedure = caller
        .visit
        .state
        .library
        .version(caller.visit.tenant.id, found.dossier.procedure_version_id)
        .await?;
    let step = found
        .task
        .form
        .as_ref()
        .and_then(|form| procedure.form.steps.get(form));
    let fields = step
        .map(|step| serde_json::to_value(&step.fields))
        .transpose()
        .map_err(Error::internal)?;
    let task = found.task;
    Ok(HttpResponse::Ok().json(TaskDetails {
        id: task.id.to_string(),
        name: task.name,
        role: task.role,
        dossier_id: task.dossier_id.to_string(),
        actions: task.actions,
        fields,
        due_at: task.due_at,
        is_open: task.is_open,
    }))
}

/// Completes a task. The process goes on from there a moment later.
#[utoipa::path(
    post,
    path = "/api/v1/tasks/{id}/complete",
    tag = "tasks",
    params(("id" = String, Path, description = "The task's id")),
    request_body = Completion,
    responses(
        (status = 204, description = "It is completed"),
        (status = 401, description = "The token is missing, unknown or over", body = Problem, content_type = "application/problem+json"),
        (status = 403, description = "The task is for another role", body = Problem, content_type = "application/problem+json"),
        (status = 404, description = "There is no such task, or it may not be seen", body = Problem, content_type = "application/problem+json"),
        (status = 413, description = "The body is too large", body = Problem, content_type = "application/problem+json"),
        (status = 415, description = "The body is not JSON", body = Problem, content_type = "application/problem+json"),
        (status = 422, description = "The task is over or taken, or the decision is not one it offers", body = Problem, content_type = "application/problem+json"),
    ),
    security(("token" = []))
)]
pub(super) async fn complete(
    request: HttpRequest,
    caller: Caller,
    id: web::Path<String>,
    payload: web::Payload,
) -> Answer {
    let id: UserTaskId = caller::id(&id)?;
    let visit = &caller.visit;
    let body = json::read(&request, payload.into_inner()).await?;
    let found = find(visit, id).await?;
    let decision = decision(visit, &found, &body).await?;
    visit
        .state
        .db
        .in_tenant(&visit.context, move |tx| {
            complete_task(tx.authorise::<CompleteTask>(id)?, &decision, clock::now())
        })
        .await?;
    Ok(HttpResponse::NoContent().finish())
}

struct Found {
    task: Task,
    dossier: Dossier,
    answers: Value,
}

/// A task among the dossiers of the caller's units.
async fn find(visit: &Visit, id: UserTaskId) -> Result<Found> {
    role_of(visit)?;
    visit
        .state
        .db
        .in_tenant(&visit.context, move |tx| {
            let mut grant = tx.authorise::<ListDossiers>(Whole)?;
            let sql = grant.sql();
            let task = workflow::task(sql, id)?.ok_or(Error::NotFound)?;
            let dossier = dossiers::dossier(sql, task.dossier_id)?.ok_or(Error::NotFound)?;
            let answers = dossiers::form(sql, dossier.id)?
                .map(|(answers, ..)| answers)
                .unwrap_or_default();
            Ok(Found {
                task,
                dossier,
                answers,
            })
        })
        .await
}

async fn decision(visit: &Visit, found: &Found, body: &Value) -> Result<Decision> {
    let mut members = Members::of(body, &["action", "answers", "note"])?;
    let (outcome, note) = (members.text("action"), members.text("note"));
    let sent = members.answers("answers");
    members.finish()?;
    if note.is_some_and(|note| note.chars().count() > NOTE_LENGTH_MAX) {
        return Err(Refusal::new("api-note-too-long")
            .with("max", NOTE_LENGTH_MAX)
            .into());
    }
    let mut answers = serde_json::Map::new();
    if let Some(form) = &found.task.form {
        let procedure = visit
            .state
            .library
            .version(visit.tenant.id, found.dossier.procedure_version_id)
            .await?;
        let procedure = visit.state.library.shelf(&visit.tenant).await?.asked(&procedure);
        let today = local_date(clock::now(), visit.tenant.zone());
        let setting = Setting {
            today,
            currency: visit.tenant.settings.tenant.currency,
        };
        // The applicant's answers only decide which of the officer's questions are asked.
        let before = procedure
            .form
            .validate_json(&found.answers, setting)
            .unwrap_or_else(|rejected| Answers {
                values: rejected.values,
                raw: rejected.raw,
            });
        if let Some(checked) = procedure.form.validate_step(form, &pairs(sent), &before, setting) {
            answers = checked
                .map_err(|rejected| rejection("answers", &rejected))?
                .variables();
        }
    } else if sent
        .and_then(Value::as_object)
        .is_some_and(|sent| !sent.is_empty())
    {
        return Err(Error::refused("errors-task-without-form"));
    }
    Ok(Decision {
        outcome: outcome.map(str::to_owned),
        answers,
        note: note.map(str::to_owned),
    })
}

fn pairs(sent: Option<&Value>) -> Vec<(String, String)> {
    let text = |value: &Value| match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        Value::Bool(yes) => if *yes { "yes" } else { "no" }.to_owned(),
        other => other.to_string(),
    };
    let all = sent.and_then(Value::as_object).into_iter().flatten();
    all.flat_map(|(field, value)| match value {
        Value::Array(items) => items.iter().map(|item| (field.clone(), text(item))).collect(),
        one => vec![(field.clone(), text(one))],
    })
    .collect()
}

fn role_of(visit: &Visit) -> Result<String> {
    let staff = visit
        .session
        .as_ref()
        .and_then(|signed_in| signed_in.staff.as_ref());
    let denied = Error::Denied {
        verb: crate::kernel::actions::Verb::ListDossiers,
        subject: None,
    };
    staff.map(|staff| staff.responsibility.role.clone()).ok_or(denied)
}

fn task_line(line: &Line, task: &LineTask) -> TaskLine {
    TaskLine {
        id: task.id.to_string(),
        name: task.name.clone(),
        role: task.role.clone(),
        taken_by: task.taken_by.as_ref().map(|(_, name)| name.clone()),
        dossier_id: line.id.to_string(),
        dossier_number: line.number.clone(),
        dossier_due_at: line.due_at,
    }
}
