//! Dossiers: one's own for citizens, those of one's units for staff, and tracking without signing in.

use std::sync::Arc;

use actix_web::{HttpRequest, HttpResponse, web};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::{IntoParams, ToSchema};

use crate::kernel::clock;
use crate::kernel::error::{Error, Result};
use crate::kernel::ids::DossierId;
use crate::platform::door::Whole;
use crate::services::catalogue::Shelf;
use crate::services::dossiers::acts::{ListDossiers, ListOwnDossiers, ReadDossier};
use crate::services::dossiers::worklist::{self, Asker, Line, Wanted, Whose};
use crate::services::dossiers::{Dossier, LogEntry, Paper, TrackDossier, queries, rules};
use crate::surfaces::web::limits::Limited;
use crate::surfaces::web::{Answer, Visit};

use super::caller::{self, Anybody, Caller};
use super::openapi::Problem;

/// Which dossiers.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct Asked {
    /// For staff: in a number or the applicant's name.
    q: Option<String>,
    /// For staff: `true` looks into dossiers that have ended, too.
    with_ended: Option<bool>,
    /// The most dossiers to answer: 1 to 100, 20 when absent.
    limit: Option<i64>,
    /// How many to pass over.
    offset: Option<i64>,
}

/// Dossiers of a list.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Dossiers {
    /// How many there are in all.
    total: i64,
    /// This portion of them: a citizen's newest first, a unit's earliest due first.
    items: Vec<DossierLine>,
}

/// A dossier.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct DossierLine {
    /// Its id.
    id: String,
    /// The number the applicant holds.
    number: String,
    /// The procedure's code; absent when it is no longer published.
    procedure: Option<String>,
    /// The unit's code.
    unit: Option<String>,
    /// `submitted`, `in_process`, `awaiting_payment`, `awaiting_supplement`, `granted`, `refused` or `withdrawn`.
    status: String,
    /// Who applied.
    applicant: String,
    /// `portal`, `counter` or `api`.
    channel: String,
    /// What happened when.
    #[serde(flatten)]
    moments: Moments,
}

/// What happened when. Absent moments have not come; lists of staff tell the first two only.
#[derive(Debug, Default, Serialize, ToSchema)]
pub(super) struct Moments {
    received_at: DateTime<Utc>,
    due_at: Option<DateTime<Utc>>,
    accepted_at: Option<DateTime<Utc>>,
    payment_due_at: Option<DateTime<Utc>>,
    paid_at: Option<DateTime<Utc>>,
    supplement_asked_at: Option<DateTime<Utc>>,
    decided_at: Option<DateTime<Utc>>,
    finished_at: Option<DateTime<Utc>>,
}

/// A dossier with what hangs on it.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct DossierDetails {
    /// What lists show.
    #[serde(flatten)]
    dossier: DossierLine,
    /// The answers, by the codes of the form's fields.
    #[schema(value_type = Object)]
    answers: Value,
    /// The papers attached.
    papers: Vec<PaperLine>,
    /// What happened, oldest first; a citizen reads what is meant for her.
    log: Vec<LogLine>,
}

/// An attached paper.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct PaperLine {
    id: String,
    /// The paper of the form it was asked for as.
    part: String,
    file_name: String,
    media_type: String,
    size_bytes: i64,
}

/// A line of the log.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct LogLine {
    occurred_at: DateTime<Utc>,
    kind: String,
}

/// What to track.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct Tracking {
    /// The dossier's number.
    number: String,
    /// The last four characters of the identity or telephone number given.
    proof: String,
}

/// Where a dossier stands, without personal data.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct TrackedLine {
    number: String,
    procedure: Option<String>,
    unit: Option<String>,
    status: String,
    #[serde(flatten)]
    moments: Moments,
}

/// Lists one's own dossiers; for staff, those of the units they work in.
#[utoipa::path(
    get,
    path = "/api/v1/dossiers",
    tag = "dossiers",
    params(Asked),
    responses(
        (status = 200, description = "The dossiers", body = Dossiers),
        (status = 401, description = "The token is missing, unknown or over", body = Problem, content_type = "application/problem+json"),
        (status = 403, description = "The role lists no dossiers", body = Problem, content_type = "application/problem+json"),
        (status = 422, description = "A parameter is not what it should be", body = Problem, content_type = "application/problem+json"),
    ),
    security(("token" = []))
)]
pub(super) async fn list(request: HttpRequest, caller: Caller) -> Answer {
    let asked: Asked = caller::query(&request)?;
    let visit = &caller.visit;
    let (limit, offset) = caller::portion(asked.limit, asked.offset);
    let account = caller.account;
    let shelf = visit.state.library.shelf(&visit.tenant).await?;
    if visit.is_staff() {
        let asker = Asker {
            account,
            roles: Vec::new(),
            now: clock::now(),
        };
        let wanted = wanted(&asked);
        let (total, lines) = visit
            .state
            .db
            .in_tenant(&visit.context, move |tx| {
                let mut grant = tx.authorise::<ListDossiers>(Whole)?;
                let total = worklist::counts(&mut grant, &asker, &wanted)?.total;
                Ok((
                    total,
                    worklist::lines(&mut grant, &asker, &wanted, limit, offset)?,
                ))
            })
            .await?;
        let items = lines.into_iter().map(|line| of_work_list(&shelf, line)).collect();
        return Ok(HttpResponse::Ok().json(Dossiers { total, items }));
    }
    let (total, found) = visit
        .state
        .db
        .in_tenant(&visit.context, move |tx| {
            let mut grant = tx.authorise::<ListOwnDossiers>(account)?;
            let sql = grant.sql();
            Ok((
                queries::count_of_applicant(sql, account)?,
                queries::of_applicant(sql, account, limit, offset)?,
            ))
        })
        .await?;
    let items = found.iter().map(|dossier| line(&shelf, dossier)).collect();
    Ok(HttpResponse::Ok().json(Dossiers { total, items }))
}

fn wanted(asked: &Asked) -> Wanted {
    let text = asked
        .q
        .as_deref()
        .map(|text| text.chars().filter(|c| *c != '\0').take(100).collect::<String>());
    Wanted {
        whose: Whose::All,
        text: text.filter(|text| !text.is_empty()),
        with_ended: asked.with_ended.unwrap_or_default(),
        ..Wanted::default()
    }
}

/// Reads a dossier.
#[utoipa::path(
    get,
    path = "/api/v1/dossiers/{id}",
    tag = "dossiers",
    params(("id" = String, Path, description = "The dossier's id")),
    responses(
        (status = 200, description = "The dossier", body = DossierDetails),
        (status = 401, description = "The token is missing, unknown or over", body = Problem, content_type = "application/problem+json"),
        (status = 404, description = "There is no such dossier, or it may not be seen", body = Problem, content_type = "application/problem+json"),
    ),
    security(("token" = []))
)]
pub(super) async fn dossier(caller: Caller, id: web::Path<String>) -> Answer {
    let id: DossierId = caller::id(&id)?;
    let visit = &caller.visit;
    let (dossier, form, papers, log) = visit
        .state
        .db
        .in_tenant(&visit.context, move |tx| {
            let mut grant = tx.authorise::<ReadDossier>(id)?;
            let dossier = grant.subject().clone();
            let sql = grant.sql();
            Ok((
                dossier,
                queries::form(sql, id)?,
                queries::papers(sql, id)?,
                queries::log(sql, id)?,
            ))
        })
        .await?;
    let shelf = visit.state.library.shelf(&visit.tenant).await?;
    let is_staff = visit.is_staff();
    Ok(HttpResponse::Ok().json(DossierDetails {
        dossier: line(&shelf, &dossier),
        answers: form.map(|(answers, ..)| answers).unwrap_or_default(),
        papers: papers.into_iter().map(paper_line).collect(),
        log: log
            .into_iter()
            .filter(|entry| is_staff || entry.public)
            .map(log_line)
            .collect(),
    }))
}

/// Tracks a dossier without signing in.
#[utoipa::path(
    get,
    path = "/api/v1/track",
    tag = "dossiers",
    params(Tracking),
    responses(
        (status = 200, description = "Where it stands", body = TrackedLine),
        (status = 404, description = "No dossier has this number and proof", body = Problem, content_type = "application/problem+json"),
        (status = 422, description = "A parameter is missing", body = Problem, content_type = "application/problem+json"),
        (status = 429, description = "Too many requests", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(super) async fn track(request: HttpRequest, Anybody(visit): Anybody) -> Answer {
    visit.limit(Limited::Track)?;
    let asked: Tracking = caller::query(&request)?;
    let tracked = tracked(&visit, &asked).await?.ok_or(Error::NotFound)?;
    Ok(HttpResponse::Ok().json(tracked))
}

async fn tracked(visit: &Visit, asked: &Tracking) -> Result<Option<TrackedLine>> {
    let number = asked.number.trim();
    // A number is short and has no control characters; anything else is nobody's.
    if number.is_empty()
        || number.len() > 100
        || number.contains(char::is_control)
        || rules::proof_fact(&asked.proof).is_empty()
    {
        return Ok(None);
    }
    let mut context = visit.context.as_ref().clone();
    context.tracking = Some(rules::tracking_proof(number, &asked.proof));
    let Some(found) = visit
        .state
        .db
        .one_trip(&Arc::new(context), TrackDossier::new(number))
        .await?
    else {
        return Ok(None);
    };
    let shelf = visit.state.library.shelf(&visit.tenant).await?;
    let procedure = visit
        .state
        .library
        .version(visit.tenant.id, found.procedure_version_id)
        .await?;
    Ok(Some(TrackedLine {
        number: found.number,
        procedure: Some(procedure.facts.code.clone()),
        unit: shelf
            .units
            .get(&found.operating_unit_id)
            .map(|unit| unit.code.clone()),
        status: found.status.word().to_owned(),
        moments: Moments {
            received_at: found.received_at,
            due_at: found.due_at,
            accepted_at: found.accepted_at,
            payment_due_at: found.payment_due_at,
            paid_at: found.paid_at,
            supplement_asked_at: found.supplement_asked_at,
            decided_at: found.decided_at,
            finished_at: found.finished_at,
        },
    }))
}

fn line(shelf: &Shelf, dossier: &Dossier) -> DossierLine {
    DossierLine {
        id: dossier.id.to_string(),
        number: dossier.number.clone(),
        procedure: shelf
            .by_id(dossier.procedure_id)
            .map(|procedure| procedure.facts.code.clone()),
        unit: shelf
            .units
            .get(&dossier.operating_unit_id)
            .map(|unit| unit.code.clone()),
        status: dossier.status.word().to_owned(),
        applicant: dossier.applicant_name.clone(),
        channel: dossier.channel.clone(),
        moments: Moments {
            received_at: dossier.received_at,
            due_at: dossier.due_at,
            accepted_at: dossier.accepted_at,
            payment_due_at: dossier.payment_due_at,
            paid_at: dossier.paid_at,
            supplement_asked_at: dossier.supplement_asked_at,
            decided_at: dossier.decided_at,
            finished_at: dossier.finished_at,
        },
    }
}

fn of_work_list(shelf: &Shelf, line: Line) -> DossierLine {
    DossierLine {
        id: line.id.to_string(),
        number: line.number,
        procedure: shelf
            .by_id(line.procedure_id)
            .map(|procedure| procedure.facts.code.clone()),
        unit: shelf
            .units
            .get(&line.operating_unit_id)
            .map(|unit| unit.code.clone()),
        status: line.status.word().to_owned(),
        applicant: line.applicant_name,
        channel: line.channel,
        moments: Moments {
            received_at: line.received_at,
            due_at: line.due_at,
            ..Moments::default()
        },
    }
}

fn paper_line(paper: Paper) -> PaperLine {
    PaperLine {
        id: paper.id.to_string(),
        part: paper.part,
        file_name: paper.file_name,
        media_type: paper.media_type,
        size_bytes: paper.size_bytes,
    }
}

fn log_line(entry: LogEntry) -> LogLine {
    LogLine {
        occurred_at: entry.occurred_at,
        kind: entry.kind,
    }
}
