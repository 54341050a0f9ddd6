//! Checking the answers, and sending them.

use std::sync::Arc;

use actix_web::http::StatusCode;
use actix_web::web;

use crate::kernel::clock;
use crate::kernel::error::{Error, Result};
use crate::kernel::ids::{DossierId, DraftId};
use crate::kernel::patterns::payment::Amounts;
use crate::services::catalogue::Procedure;
use crate::services::dossiers::{Applicant, Channel, Submission, SubmitDossier, Submitted, prepare};
use crate::surfaces::web::fields::ErrorLink;
use crate::surfaces::web::limits::Limited;
use crate::surfaces::web::views::FileView;
use crate::surfaces::web::{Answer, PostedForm, Visit};

use super::drafts::{Opened, Step, crumbs, panel, step_items};
use super::fees;
use super::frame;
use super::questions::{pairs, sections, setting};
use super::views::{CheckAnswers, PayLine};

/// `GET /drafts/{id}/check`
pub async fn form(visit: Visit, id: web::Path<DraftId>) -> Answer {
    // From here on somebody must answer for what is said.
    visit.account()?;
    let opened = Opened::open(&visit, *id).await?;
    match opened.next_open(&visit) {
        Step::Check => {
            let view = view(&visit, &opened, Vec::new());
            frame::check(&visit, StatusCode::OK, &opened, view).await
        }
        lacking => Ok(visit.see(&opened.url(lacking))),
    }
}

fn view(visit: &Visit, opened: &Opened, errors: Vec<ErrorLink>) -> CheckAnswers {
    let (procedure, variables) = (&opened.procedure, opened.variables());
    let amounts = fees::amounts(&visit.tenant, procedure, &variables, clock::now());
    let change = |page: &crate::services::catalogue::form::Page| {
        let at = procedure
            .form
            .pages
            .iter()
            .position(|one| one.code == page.code)?;
        Some(opened.url(Step::Page(at)))
    };
    CheckAnswers {
        procedure: visit.say(&procedure.facts.name).to_owned(),
        sections: sections(visit, &procedure.form, &variables, change),
        papers: papers(visit, opened),
        papers_url: (!procedure.form.papers.is_empty()).then(|| opened.url(Step::Papers)),
        fees: amounts
            .as_ref()
            .map(|amounts| fee_lines(visit, procedure, amounts))
            .unwrap_or_default(),
        total: amounts
            .filter(|amounts| amounts.total > 0)
            .map(|amounts| amounts.money()),
        action: format!("/drafts/{}/submit", opened.draft.id),
        revision: opened.draft.saved_at.timestamp_micros(),
        errors,
        steps: step_items(visit, procedure, Some(opened), Step::Check),
        draft: panel(visit, &opened.shelf, procedure, Some(opened)),
        crumbs: crumbs(visit, procedure),
    }
}

fn papers(visit: &Visit, opened: &Opened) -> Vec<FileView> {
    let name = |part: &str| {
        let known = opened
            .procedure
            .form
            .papers
            .iter()
            .find(|paper| paper.code == part);
        known.map_or_else(|| part.to_owned(), |paper| visit.say(&paper.name).to_owned())
    };
    opened
        .draft
        .papers
        .iter()
        .map(|paper| FileView {
            title: name(&paper.part),
            name: paper.file_name.clone(),
            size_bytes: u64::try_from(paper.size_bytes).unwrap_or(0),
            url: Some(format!("/drafts/{}/papers/{}", opened.draft.id, paper.id)),
            at: None,
        })
        .collect()
}

fn fee_lines(visit: &Visit, procedure: &Procedure, amounts: &Amounts) -> Vec<PayLine> {
    let name = procedure
        .facts
        .fee
        .line
        .as_ref()
        .map_or_else(|| visit.text("common-fee"), |line| visit.say(line).to_owned());
    let money = |minor| crate::kernel::money::Money::new(minor, amounts.currency);
    let line = |name: String, note: Option<String>, minor: i64| {
        (minor > 0).then(|| PayLine {
            name,
            note,
            amount: money(minor),
        })
    };
    [
        line(
            name,
            Some(visit.say(&procedure.facts.fee.words).to_owned()),
            amounts.net,
        ),
        line(visit.text("portal-pay-delivery"), None, amounts.ship),
        line(visit.text("portal-pay-tax"), None, amounts.tax),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// `POST /drafts/{id}/submit`. Sent again, it leads to the same dossier.
pub async fn post(visit: Visit, id: web::Path<DraftId>, form: PostedForm) -> Answer {
    visit.account()?;
    visit.limit(Limited::Submit)?;
    let opened = Opened::open(&visit, *id).await?;
    if opened.draft.submitted_at.is_none() {
        match opened.next_open(&visit) {
            Step::Check => {}
            lacking => return Ok(visit.see(&opened.url(lacking))),
        }
        // What she declared to be true is what she saw.
        if form.text("revision") != opened.draft.saved_at.timestamp_micros().to_string() {
            return Ok(visit.see_with(
                &opened.url(Step::Check),
                crate::platform::render::FlashKind::Info,
                "portal-check-changed",
            ));
        }
        if form.text("declared") != "1" {
            let errors = vec![ErrorLink {
                id: "declared".into(),
                label: String::new(),
                text: visit.text(if opened.is_at_counter() {
                    "desk-intake-declare-needed"
                } else {
                    "portal-check-declare-needed"
                }),
            }];
            let view = view(&visit, &opened, errors);
            return frame::check(&visit, StatusCode::UNPROCESSABLE_ENTITY, &opened, view).await;
        }
    }
    let submission = submission(&visit, &opened)?;
    let submitted = submit(&visit, submission).await?;
    Ok(visit.see(&if opened.is_at_counter() {
        format!("/desk/dossiers/{}/receipt", submitted.dossier_id)
    } else {
        sent_url(submitted.dossier_id)
    }))
}

/// Where the number is told.
#[must_use]
pub fn sent_url(id: DossierId) -> String {
    format!("/my/dossiers/{id}/sent")
}

fn submission(visit: &Visit, opened: &Opened) -> Result<Submission> {
    let account = opened.account.as_ref().ok_or(Error::SignInNeeded)?;
    let answers = opened
        .procedure
        .form
        .validate(&pairs(&opened.raw), setting(visit))
        .map_err(|_| Error::refused("errors-check-your-answers"))?;
    // What she gave as her identity number, or else her telephone number: she will have it at hand when she asks.
    let fact = account
        .identity
        .as_ref()
        .map(|(_, number)| number.clone())
        .or_else(|| answers.text("identity_number").map(str::to_owned))
        .or_else(|| account.phone.clone())
        .or_else(|| answers.text("phone").map(str::to_owned))
        .unwrap_or_default();
    prepare(
        &visit.tenant,
        &opened.shelf,
        &opened.procedure,
        opened.draft.operating_unit_id,
        &answers,
        Applicant {
            id: account.id,
            name: account.display_name.clone(),
            tracking_fact: fact,
        },
        if opened.is_at_counter() {
            Channel::Counter
        } else {
            Channel::Portal
        },
        opened.draft.id.to_string(),
        Some(opened.draft.id),
        clock::now(),
    )
}

/// One round trip. Two presses at once collide on the key: the second then finds what the first one did.
async fn submit(visit: &Visit, submission: Submission) -> Result<Submitted> {
    let call = |submission: Submission| {
        let context = Arc::clone(&visit.context);
        async move {
            visit
                .state
                .db
                .one_trip(&context, SubmitDossier::new(&context, submission))
                .await
        }
    };
    match call(submission.clone()).await {
        Err(Error::Conflict(_) | Error::RuleBroken { .. }) => call(submission).await,
        other => other,
    }
}
