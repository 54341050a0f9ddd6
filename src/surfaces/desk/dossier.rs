//! A dossier as an officer works on it: everything about it on one page, and only what she may do.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::web;

use crate::authority::people::{Account, queries as people};
use crate::kernel::actions::Verb;
use crate::kernel::clock;
use crate::kernel::error::{Error, Result};
use crate::kernel::ids::{AccountId, DossierId, UserTaskId};
use crate::platform::door::TenantTx;
use crate::services::billing::acts::{DossierOwner, ReadDossierMoney};
use crate::services::billing::refunds::left;
use crate::services::billing::{DossierMoney, Refund, money_of_dossier};
use crate::services::catalogue::Procedure;
use crate::services::dossiers::acts::ReadDossier;
use crate::services::dossiers::{Dossier, LogEntry, Paper, queries as dossiers};
use crate::services::papers::queries::{self as papers, Document};
use crate::services::workflow::acts::{ClaimTask, CompleteTask, Incident as Stuck, MendIncident};
use crate::services::workflow::instance::Task;
use crate::services::workflow::queries as workflow;
use crate::surfaces::portal::views::PaymentState;
use crate::surfaces::web::views::{Fact, FileView};
use crate::surfaces::web::{Answer, Failure, told};

use super::Staff;
use super::step_form::{self, Filled};
use super::views::{Decide, DeskDossier, DeskPayment, DeskRefund, DeskTask, Incident};

/// What the page is made from, read in one transaction.
struct Read {
    dossier: Dossier,
    applicant: Option<Account>,
    form: Option<dossiers::FormKept>,
    papers: Vec<Paper>,
    documents: Vec<Document>,
    log: Vec<LogEntry>,
    tasks: Vec<OpenTask>,
    money: Option<DossierMoney>,
    stuck: Option<(Stuck, bool)>,
}

/// A task that waits, and what the reader may do with it.
struct OpenTask {
    task: Task,
    taken_by: Option<(AccountId, String)>,
    may_claim: bool,
    may_complete: bool,
}

/// What a refused post has to say about the page it came from.
#[derive(Default)]
pub(super) struct Refused {
    /// The form of a task as it was filled in, with its mistakes.
    pub form: Option<(UserTaskId, Filled)>,
    /// Somebody else was faster: what to tell.
    pub conflict: Option<String>,
}

/// `GET /desk/dossiers/{id}`
pub async fn page(staff: Staff, id: web::Path<String>) -> Answer {
    let id = id.parse().map_err(|_| Error::NotFound)?;
    answer(&staff, id, StatusCode::OK, Refused::default()).await
}

/// The page, as it is or after a refused post.
pub(super) async fn answer(
    staff: &Staff,
    id: DossierId,
    status: StatusCode,
    refused: Refused,
) -> std::result::Result<HttpResponse, Failure> {
    let visit = &staff.visit;
    let read = visit
        .state
        .db
        .in_tenant(&visit.context, move |tx| read(tx, id))
        .await?;
    let procedure = visit
        .state
        .library
        .version(visit.tenant.id, read.dossier.procedure_version_id)
        .await?;
    let nothing = serde_json::Value::Null;
    let kept = read.form.as_ref().map_or(&nothing, |(_, _, kept)| kept);
    let procedure = visit
        .state
        .library
        .as_filled(&visit.tenant, procedure, kept)
        .await?;
    let view = view(staff, &procedure, &read, refused);
    visit.page_with(status, "desk/dossier.html", "desk", &view)
}

fn read(tx: &mut TenantTx, id: DossierId) -> Result<Read> {
    let mut grant = tx.authorise::<ReadDossier>(id)?;
    let dossier = grant.subject().clone();
    let sql = grant.sql();
    let applicant = people::account_by_id(sql, dossier.applicant_id)?;
    let (form, letters, documents, log) = (
        dossiers::form(sql, id)?,
        dossiers::papers(sql, id)?,
        papers::of_dossier(sql, id)?,
        dossiers::log(sql, id)?,
    );
    let stuck = workflow::open_incidents(sql, Some(id), 1)?.pop();
    let mut waiting = Vec::new();
    for task in workflow::tasks_of(sql, id)?
        .into_iter()
        .filter(|task| task.is_open)
    {
        let name = |account: Option<Account>| account.map(|account| account.display_name).unwrap_or_default();
        let taken_by = match task.claimed_by {
            Some(by) => Some((by, name(people::account_by_id(sql, by)?))),
            None => None,
        };
        waiting.push((task, taken_by));
    }
    let tasks = waiting
        .into_iter()
        .map(|(task, taken_by)| OpenTask {
            may_complete: tx.would_grant::<CompleteTask>(&task),
            may_claim: tx.would_grant::<ClaimTask>(&task) && tx.would_grant::<CompleteTask>(&task),
            task,
            taken_by,
        })
        .collect();
    let stuck = stuck.map(|incident| {
        let may = tx.would_grant::<MendIncident>(&incident);
        (incident, may)
    });
    let owner = DossierOwner {
        dossier: id,
        unit: dossier.operating_unit_id,
        applicant: dossier.applicant_id,
    };
    let money = match tx.would_grant::<ReadDossierMoney>(&owner) {
        true => Some(money_of_dossier(&mut tx.authorise::<ReadDossierMoney>(id)?)?),
        false => None,
    };
    Ok(Read {
        dossier,
        applicant,
        form,
        papers: letters,
        documents,
        log,
        tasks,
        money,
        stuck,
    })
}

fn view(staff: &Staff, procedure: &Procedure, read: &Read, mut refused: Refused) -> DeskDossier {
    let (visit, dossier, now) = (&staff.visit, &read.dossier, clock::now());
    let nothing = serde_json::Value::Null;
    let (answers, steps) = read
        .form
        .as_ref()
        .map_or((&nothing, &nothing), |(answers, steps, _)| (answers, steps));
    DeskDossier {
        desk: staff.desk(if staff.offers(Verb::ClaimTask) {
            "tasks"
        } else {
            "dossiers"
        }),
        code: dossier.number.clone(),
        procedure: visit.say(&procedure.facts.name).to_owned(),
        state: told::state(dossier.status, read.stuck.is_some()),
        facts: facts(staff, dossier),
        received_at: dossier.received_at,
        due: told::due(dossier.status, dossier.due_at, now),
        due_account: told::due_account(
            visit,
            procedure,
            steps,
            &read.log,
            dossier.received_at,
            dossier.due_at,
        ),
        applicant: applicant(staff, read),
        sections: told::answers(visit, &procedure.form, answers),
        papers: read
            .papers
            .iter()
            .map(|paper| paper_view(staff, procedure, paper))
            .collect(),
        documents: read
            .documents
            .iter()
            .map(|document| document_view(staff, document))
            .collect(),
        payments: read
            .money
            .as_ref()
            .map(|money| payments(staff, money, &read.documents))
            .unwrap_or_default(),
        history: told::history(visit, &read.log, dossier.received_at, dossier.status.is_open()),
        tasks: read
            .tasks
            .iter()
            .map(|open| task_view(staff, procedure, open, &mut refused))
            .collect(),
        incident: read
            .stuck
            .as_ref()
            .map(|(incident, may)| incident_view(staff, incident, *may)),
        conflict: refused.conflict,
    }
}

fn facts(staff: &Staff, dossier: &Dossier) -> Vec<Fact> {
    let visit = &staff.visit;
    let fact = |key: &str, value: String| {
        (!value.is_empty()).then(|| Fact {
            label: visit.text(key),
            value,
        })
    };
    let entity = staff
        .shelf
        .legal_entities
        .get(&dossier.legal_entity_id)
        .map(|name| visit.say(name).to_owned());
    let hall = dossier
        .hall_id
        .and_then(|hall| staff.shelf.hall(hall))
        .map(|hall| visit.say(&hall.name).to_owned());
    [
        fact("common-unit", staff.unit_name(dossier.operating_unit_id)),
        fact("desk-dossier-entity", entity.unwrap_or_default()),
        fact("desk-dossier-hall", hall.unwrap_or_default()),
        fact(
            "desk-dossier-channel",
            visit.text(&format!("common-channel-{}", dossier.channel)),
        ),
    ]
    .into_iter()
    .flatten()
    .collect()
}

fn applicant(staff: &Staff, read: &Read) -> Vec<Fact> {
    let fact = |key: &str, value: Option<String>| {
        value.map(|value| Fact {
            label: staff.visit.text(key),
            value,
        })
    };
    let account = read.applicant.as_ref();
    [
        fact("forms-name", Some(read.dossier.applicant_name.clone())),
        fact(
            "forms-identity",
            account
                .and_then(|account| account.identity.clone())
                .map(|(_, number)| number),
        ),
        fact("forms-phone", account.and_then(|account| account.phone.clone())),
        fact(
            "forms-email",
            account.and_then(|account| account.address().map(str::to_owned)),
        ),
    ]
    .into_iter()
    .flatten()
    .collect()
}

fn paper_view(staff: &Staff, procedure: &Procedure, paper: &Paper) -> FileView {
    let asked = procedure
        .form
        .papers
        .iter()
        .find(|asked| asked.code == paper.part);
    FileView {
        title: asked.map_or_else(
            || staff.visit.text("desk-dossier-paper-other"),
            |asked| staff.visit.say(&asked.name).to_owned(),
        ),
        name: paper.file_name.clone(),
        size_bytes: u64::try_from(paper.size_bytes).unwrap_or(0),
        url: staff
            .offers(Verb::ReadPaper)
            .then(|| format!("/desk/papers/{}", paper.id)),
        at: Some(paper.added_at),
    }
}

/// The kind of a paper we made; the rest of a slot says what it belongs to.
fn kind_of(document: &Document) -> &str {
    document.slot.split(':').next().unwrap_or_default()
}

fn document_view(staff: &Staff, document: &Document) -> FileView {
    let number = document
        .paper
        .number
        .clone()
        .unwrap_or_else(|| document.paper.dossier.clone());
    FileView {
        title: staff.visit.text(&format!("desk-paper-{}", kind_of(document))),
        name: number,
        size_bytes: document
            .size_bytes
            .and_then(|size| u64::try_from(size).ok())
            .unwrap_or(0),
        url: document
            .blob_key
            .as_ref()
            .map(|_| format!("/desk/documents/{}", document.id)),
        at: Some(document.numbered_at),
    }
}

fn payments(staff: &Staff, money: &DossierMoney, documents: &[Document]) -> Vec<DeskPayment> {
    money
        .requests
        .iter()
        .map(|request| {
            let paid = money
                .payments
                .iter()
                .find(|payment| payment.request == request.id);
            let slot = paid.map(|payment| format!("receipt:{}", payment.id));
            let receipt = documents
                .iter()
                .find(|document| Some(&document.slot) == slot.as_ref());
            let names: Vec<&str> = request
                .lines
                .iter()
                .map(|line| staff.visit.say(&line.name))
                .filter(|name| !name.is_empty())
                .collect();
            let back: Vec<Refund> = money
                .refunds
                .iter()
                .filter(|refund| refund.request == request.id)
                .cloned()
                .collect();
            let is_left = left(request, &back).total() > 0;
            let is_all_back = paid.is_some()
                && back
                    .iter()
                    .filter(|refund| refund.paid_at.is_some())
                    .map(|refund| refund.amount_minor)
                    .sum::<i64>()
                    == request.amount_minor;
            DeskPayment {
                name: if names.is_empty() {
                    staff.visit.text("common-fee")
                } else {
                    names.join(", ")
                },
                amount: request.money(),
                state: match (request.paid_at, request.voided_at) {
                    _ if is_all_back => PaymentState::Refunded,
                    (Some(_), _) => PaymentState::Paid,
                    (None, Some(_)) => PaymentState::Cancelled,
                    (None, None) => PaymentState::Due,
                },
                at: request.paid_at,
                url: receipt.map(|document| format!("/desk/documents/{}", document.id)),
                refund_url: (paid.is_some() && is_left && staff.offers(Verb::RaiseRefund))
                    .then(|| format!("/desk/refunds/raise/{}", request.id)),
                refunds: back
                    .iter()
                    .map(|refund| DeskRefund {
                        reference: refund.reference.clone(),
                        url: format!("/desk/refunds/{}", refund.id),
                        amount: refund.money(),
                        state: refund.state(),
                    })
                    .collect(),
            }
        })
        .collect()
}

fn task_view(staff: &Staff, procedure: &Procedure, open: &OpenTask, refused: &mut Refused) -> DeskTask {
    let task = &open.task;
    let is_mine = task.claimed_by == Some(staff.account);
    let name = procedure
        .step_names
        .get(&task.element)
        .map_or(task.name.as_str(), |name| staff.visit.say(name));
    let filled = match refused.form.take_if(|(id, _)| *id == task.id) {
        Some((_, filled)) => filled,
        None => Filled::default(),
    };
    DeskTask {
        name: name.to_owned(),
        role: staff.role_name(&task.role),
        assignee: open.taken_by.as_ref().map(|(_, name)| name.clone()),
        due: task.due_at.map(|at| told::until(at, clock::now())),
        claim_url: (open.taken_by.is_none() && open.may_claim)
            .then(|| format!("/desk/tasks/{}/claim", task.id)),
        release_url: is_mine.then(|| format!("/desk/tasks/{}/release", task.id)),
        decide: (is_mine && open.may_complete).then(|| Decide {
            action: format!("/desk/tasks/{}/complete", task.id),
            revision: task.element_instance,
            errors: step_form::errors(staff, procedure, task, &filled),
            fields: step_form::fields(staff, procedure, task, &filled),
            outcomes: step_form::outcomes(staff, task),
        }),
    }
}

pub(super) fn incident_view(staff: &Staff, incident: &Stuck, may_mend: bool) -> Incident {
    let why = incident
        .detail
        .get("reason")
        .and_then(serde_json::Value::as_str)
        .unwrap_or_default();
    let key = format!("desk-incident-{}", incident.reason.replace('_', "-"));
    Incident {
        text: format!("{} {why}", staff.visit.text(&key)).trim().to_owned(),
        since: incident.raised_at,
        retry_url: may_mend.then(|| format!("/desk/incidents/{}/retry", incident.id)),
    }
}
