//! Refunds at the desk: asking for one, the list of those that wait, and deciding them. Who may is policy's decision; that
//! nobody decides what she asked for herself is a rule of billing and of the database.

mod raising;
pub mod views;

pub use raising::{form, raise};

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use serde::Deserialize;

use crate::kernel::actions::Verb;
use crate::kernel::clock;
use crate::kernel::error::{Error, Refusal, Result};
use crate::kernel::ids::RefundId;
use crate::platform::door::Whole;
use crate::platform::render::FlashKind;
use crate::services::billing::acts::{DecideRefund, ListRefunds, ReadDossierMoney, ReadRefund};
use crate::services::billing::refunds::REASON_CHARACTERS_MAX;
use crate::services::billing::{
    BillingSettings, Decision, Listed, Refund, RefundState, decide_refund, list_refunds, money_of_dossier,
};
use crate::services::papers::queries as papers;
use crate::surfaces::web::fields::{ErrorLink, Field, FieldKind};
use crate::surfaces::web::views::{Fact, Pager};
use crate::surfaces::web::{Answer, Failure, PostedForm, Visit};

use super::Staff;
use views::{ListLink, RefundPage, RefundRow, Refunds};

const PER_PAGE: i64 = 50;

/// What the address says.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct Wanted {
    list: String,
    page: i64,
}

const LISTS: [(&str, Listed); 3] = [
    ("waiting", Listed::Waiting),
    ("approved", Listed::Approved),
    ("over", Listed::Over),
];

/// Whoever neither raises nor approves refunds has no list of them.
fn guard(staff: &Staff) -> Result<()> {
    if staff.offers(Verb::RaiseRefund) || staff.offers(Verb::ApproveRefund) {
        Ok(())
    } else {
        Err(Error::Denied {
            verb: Verb::ApproveRefund,
            subject: None,
        })
    }
}

/// `GET /desk/refunds`
pub async fn list(staff: Staff, wanted: web::Query<Wanted>) -> Answer {
    guard(&staff)?;
    let visit = &staff.visit;
    let (word, listed) = LISTS
        .into_iter()
        .find(|(word, _)| *word == wanted.list)
        .unwrap_or(LISTS[0]);
    let page = wanted.page.clamp(1, 100_000);
    let (rows, total) = visit
        .state
        .db
        .in_tenant(&visit.context, move |tx| {
            let mut grant = tx.authorise::<ListRefunds>(Whole)?;
            list_refunds(&mut grant, listed, (PER_PAGE, (page - 1) * PER_PAGE))
        })
        .await?;
    let view = Refunds {
        desk: staff.desk("refunds"),
        list: word,
        lists: LISTS
            .into_iter()
            .map(|(key, _)| ListLink {
                key,
                url: format!("/desk/refunds?list={key}"),
                current: key == word,
            })
            .collect(),
        total,
        rows: rows.iter().map(|refund| row(&staff, refund)).collect(),
        pager: Pager::of(page, PER_PAGE, total, |page| {
            format!("/desk/refunds?list={word}&page={page}")
        }),
    };
    visit.page("desk/refunds.html", "desk", &view)
}

fn row(staff: &Staff, refund: &Refund) -> RefundRow {
    RefundRow {
        reference: refund.reference.clone(),
        url: format!("/desk/refunds/{}", refund.id),
        applicant: refund.applicant_name.clone(),
        unit: staff.unit_name(refund.unit),
        amount: refund.money(),
        raised_by: refund.raised_by.name.clone().unwrap_or_default(),
        raised_at: refund.raised_at,
        state: refund.state(),
    }
}

/// `GET /desk/refunds/{id}`
pub async fn page(staff: Staff, id: web::Path<String>) -> Answer {
    let id: RefundId = id.parse().map_err(|_| Error::NotFound)?;
    answer(&staff, id, StatusCode::OK, None).await
}

async fn answer(
    staff: &Staff,
    id: RefundId,
    status: StatusCode,
    typed: Option<(String, Refusal)>,
) -> std::result::Result<HttpResponse, Failure> {
    guard(staff)?;
    let visit = &staff.visit;
    let (refund, may, note) = visit
        .state
        .db
        .in_tenant(&visit.context, move |tx| {
            let mut grant = tx.authorise::<ReadRefund>(id)?;
            let (refund, sql) = grant.parts();
            let refund = refund.clone();
            let notes = papers::of_dossier(sql, refund.dossier)?;
            let money = tx.authorise::<ReadDossierMoney>(refund.dossier);
            let slot = match money {
                Ok(mut grant) => money_of_dossier(&mut grant)?
                    .credit_notes
                    .into_iter()
                    .find(|note| note.refund == id)
                    .map(|note| format!("credit-note:{}", note.id)),
                // The dossier went to another unit; the refund stayed.
                Err(Error::NotFound | Error::Denied { .. }) => None,
                Err(error) => return Err(error),
            };
            let note = notes
                .into_iter()
                .find(|document| Some(&document.slot) == slot.as_ref() && document.blob_key.is_some());
            let may = tx.would_grant::<DecideRefund>(&refund);
            Ok((refund, may, note.map(|document| document.id)))
        })
        .await?;
    let is_waiting = refund.state() == RefundState::Waiting;
    let is_own = refund.raised_by.account == staff.account;
    let fields = vec![note_field(visit, typed.as_ref())];
    let view = RefundPage {
        desk: staff.desk("refunds"),
        reference: refund.reference.clone(),
        state: refund.state(),
        amount: refund.money(),
        reason: refund.reason.clone(),
        facts: facts(staff, &refund),
        steps: steps(visit, &refund),
        dossier_url: staff
            .offers(Verb::ReadDossier)
            .then(|| format!("/desk/dossiers/{}", refund.dossier)),
        credit_note_url: note
            .filter(|_| staff.offers(Verb::ReadPaper))
            .map(|document| format!("/desk/documents/{document}")),
        action: (is_waiting && may && !is_own).then(|| format!("/desk/refunds/{id}")),
        is_own: is_waiting && may && is_own,
        errors: whole_error(visit, typed.as_ref(), &fields),
        fields,
    };
    visit.page_with(status, "desk/refund.html", "desk", &view)
}

/// The summary of what was refused: at its field where it has one, else above the form.
fn whole_error(visit: &Visit, typed: Option<&(String, Refusal)>, fields: &[Field]) -> Vec<ErrorLink> {
    match typed {
        Some((_, refusal)) if refusal.fields.is_empty() => vec![ErrorLink {
            id: "note".to_owned(),
            label: String::new(),
            text: visit.refusal(refusal),
        }],
        _ => Field::errors(fields),
    }
}

fn note_field(visit: &Visit, typed: Option<&(String, Refusal)>) -> Field {
    let mut field = Field::new(FieldKind::Textarea, "note", visit.text("desk-refund-note"));
    field.required = false;
    field.hint = Some(visit.text("desk-refund-note-hint"));
    field.max_length = characters_max();
    if let Some((text, refusal)) = typed {
        field.value.clone_from(text);
        field.error = problem_of(visit, refusal, "note");
    }
    field
}

fn characters_max() -> i64 {
    i64::try_from(REASON_CHARACTERS_MAX).unwrap_or(i64::MAX)
}

fn problem_of(visit: &Visit, refusal: &Refusal, field: &str) -> Option<String> {
    let problem = refusal.fields.iter().find(|problem| problem.field == field)?;
    Some(visit.problem(problem))
}

fn facts(staff: &Staff, refund: &Refund) -> Vec<Fact> {
    let visit = &staff.visit;
    let fact = |key: &str, value: String| {
        (!value.is_empty()).then(|| Fact {
            label: visit.text(key),
            value,
        })
    };
    let procedure = staff.shelf.by_id(refund.procedure);
    let entity = staff.shelf.legal_entities.get(&refund.legal_entity);
    [
        fact("common-dossier-code", refund.dossier_number.clone()),
        fact(
            "common-procedure",
            procedure
                .map(|procedure| visit.say(&procedure.facts.name).to_owned())
                .unwrap_or_default(),
        ),
        fact("desk-refund-applicant", refund.applicant_name.clone()),
        fact("common-unit", staff.unit_name(refund.unit)),
        fact(
            "desk-dossier-entity",
            entity.map(|name| visit.say(name).to_owned()).unwrap_or_default(),
        ),
        fact(
            "desk-refund-way",
            visit.text(&format!("desk-refund-way-{}", refund.method.name())),
        ),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// Who did what when.
fn steps(visit: &Visit, refund: &Refund) -> Vec<Fact> {
    let at = |at: clock::Instant| crate::kernel::format::date_time(at, visit.tenant.zone(), visit.language);
    let step = |key: &str, when: Option<clock::Instant>, who: Option<&String>, note: Option<&String>| {
        when.map(|when| Fact {
            label: visit.text(key),
            value: [Some(at(when)), who.cloned(), note.cloned()]
                .into_iter()
                .flatten()
                .collect::<Vec<_>>()
                .join(" · "),
        })
    };
    let decided_by = refund.decided_by.as_ref().and_then(|by| by.name.as_ref());
    let paid_by = refund.paid_by.as_ref().and_then(|by| by.name.as_ref());
    [
        step(
            "desk-refund-raised",
            Some(refund.raised_at),
            refund.raised_by.name.as_ref(),
            None,
        ),
        step("desk-refund-approved", refund.approved_at, decided_by, None),
        step(
            "desk-refund-refused",
            refund.refused_at,
            decided_by,
            refund.decision_note.as_ref(),
        ),
        step("desk-refund-declined", refund.declined_at, None, None),
        step("desk-refund-paid", refund.paid_at, paid_by, None),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// `POST /desk/refunds/{id}`: `decision` is `approve` or `refuse`, `note` the reason of a refusal.
pub async fn decide(staff: Staff, id: web::Path<String>, form: PostedForm) -> Answer {
    let id: RefundId = id.parse().map_err(|_| Error::NotFound)?;
    let visit = &staff.visit;
    let typed = form.text("note").to_owned();
    let (decision, told) = match form.text("decision") {
        "approve" => (Decision::Approve, "desk-flash-refund-approved"),
        "refuse" => (Decision::Refuse(typed.clone()), "desk-flash-refund-refused"),
        _ => return Err(Error::refused("errors-refund-decision-missing").into()),
    };
    let settings = BillingSettings::of(&visit.tenant)?;
    let done = visit
        .state
        .db
        .in_tenant(&visit.context, move |tx| {
            let mut grant = tx.authorise::<DecideRefund>(id)?;
            decide_refund(&mut grant, &settings, &decision, clock::now())
        })
        .await;
    match done {
        Ok(_) => Ok(visit.see_with(&format!("/desk/refunds/{id}"), FlashKind::Ok, told)),
        Err(Error::Refused(refusal)) => {
            answer(
                &staff,
                id,
                StatusCode::UNPROCESSABLE_ENTITY,
                Some((typed, refusal)),
            )
            .await
        }
        Err(other) => Err(other.into()),
    }
}
