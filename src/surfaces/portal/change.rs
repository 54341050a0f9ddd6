//! What an applicant can still do to a dossier: supply what was asked for, or withdraw it.

use actix_web::http::StatusCode;
use actix_web::{HttpRequest, web};

use crate::kernel::clock;
use crate::kernel::error::Result;
use crate::kernel::ids::DossierId;
use crate::platform::render::FlashKind;
use crate::services::catalogue::form::{FileType, PaperKind, PaperRequirement};
use crate::services::dossiers::acts::{SupplementDossier, WithdrawDossier};
use crate::services::dossiers::commands::{self, NewPaper};
use crate::services::dossiers::rules;
use crate::surfaces::web::fields::{ErrorLink, Field, FieldKind};
use crate::surfaces::web::limits::Limited;
use crate::surfaces::web::upload::{self, Posted};
use crate::surfaces::web::{Answer, PostedForm, Visit};

use super::attach::new_paper;
use super::dossier::Whole;
use super::questions::{file_fields, paper_field};
use super::views::{SupplementForm, Withdraw};

const WORD_CHARACTERS_MAX: usize = 2_000;
/// The field for a paper that the form has no place for.
const OTHER: &str = "other";

/// The papers that can be added: those of the form, and one without a place in it.
fn requirements(visit: &Visit, whole: &Whole) -> Vec<PaperRequirement> {
    let mut all = whole.procedure.form.papers.clone();
    all.push(PaperRequirement {
        code: OTHER.into(),
        name: crate::kernel::locale::Localised::of(visit.language, visit.text("portal-supplement-other")),
        hint: None,
        required: false,
        required_if: None,
        kind: PaperKind::Copy,
        accept: FileType::USUAL.to_vec(),
        max_mb: crate::services::catalogue::form::PAPER_MB_DEFAULT,
    });
    all
}

fn view(visit: &Visit, whole: &Whole, word: &str, problems: &[(String, String)]) -> SupplementForm {
    let (reason, papers) = whole.asked();
    let mut note = Field::new(FieldKind::Textarea, "word", visit.text("portal-supplement-word"));
    word.clone_into(&mut note.value);
    note.required = false;
    note.max_length = i64::try_from(WORD_CHARACTERS_MAX).unwrap_or(0);
    let mut fields: Vec<Field> = requirements(visit, whole)
        .iter()
        .map(|paper| paper_field(visit, paper, false, Vec::new()))
        .collect();
    fields.push(note);
    for field in &mut fields {
        field.error = problems
            .iter()
            .find(|(code, _)| *code == field.name)
            .map(|(_, words)| words.clone());
    }
    let reason = if reason.is_empty() {
        visit.text("portal-supplement-reason")
    } else {
        reason
    };
    SupplementForm {
        code: whole.dossier.number.clone(),
        procedure: visit.say(&whole.procedure.facts.name).to_owned(),
        reason: if papers.is_empty() {
            reason
        } else {
            format!("{reason} {}", papers.join("; "))
        },
        until: None,
        action: format!("{}/supplement", whole.url()),
        errors: Field::errors(&fields),
        fields,
        dossier_url: whole.url(),
    }
}

/// `GET /my/dossiers/{id}/supplement`
pub async fn supplement_form(visit: Visit, id: web::Path<DossierId>) -> Answer {
    let whole = Whole::read(&visit, *id).await?;
    rules::may_supplement(&whole.dossier)?;
    visit.page(
        "portal/supplement.html",
        "dossiers",
        &view(&visit, &whole, "", &[]),
    )
}

/// `POST /my/dossiers/{id}/supplement`
pub async fn supplement(
    visit: Visit,
    request: HttpRequest,
    id: web::Path<DossierId>,
    payload: web::Payload,
) -> Answer {
    let whole = Whole::read(&visit, *id).await?;
    rules::may_supplement(&whole.dossier)?;
    let mut form = whole.procedure.form.as_ref().clone();
    form.papers = requirements(&visit, &whole);
    let posted = upload::receive(&visit, &request, payload, &file_fields(&visit, &form)).await?;
    let word = posted.get("word").unwrap_or_default().trim().to_owned();
    let mut problems: Vec<(String, String)> = posted
        .problems
        .iter()
        .map(|(field, refusal)| (field.clone(), visit.refusal(refusal)))
        .collect();
    if word.chars().count() > WORD_CHARACTERS_MAX {
        problems.push((
            "word".into(),
            visit.text_with(
                "forms-problem-too-long",
                "limit",
                &WORD_CHARACTERS_MAX.to_string(),
            ),
        ));
    }
    if problems.is_empty() && posted.files.is_empty() && word.is_empty() {
        let first = form.papers.first().map_or(OTHER, |paper| paper.code.as_str());
        problems.push((first.to_owned(), visit.text("errors-paper-missing")));
    }
    if !problems.is_empty() {
        // It is sent as a whole or not at all; a browser does not keep chosen files, so the page says what to choose again.
        posted.discard(&visit.state.blobs).await;
        let view = view(&visit, &whole, &word, &problems);
        return visit.page_with(
            StatusCode::UNPROCESSABLE_ENTITY,
            "portal/supplement.html",
            "dossiers",
            &view,
        );
    }
    if let Err(error) = send(&visit, *id, &posted, word).await {
        posted.discard(&visit.state.blobs).await;
        return Err(error.into());
    }
    Ok(visit.see_with(&whole.url(), FlashKind::Ok, "portal-supplement-sent"))
}

async fn send(visit: &Visit, id: DossierId, posted: &Posted, word: String) -> Result<()> {
    let papers: Vec<NewPaper> = posted.files.iter().map(new_paper).collect();
    visit
        .state
        .db
        .in_tenant(&visit.context, move |tx| {
            commands::supplement(
                tx.authorise::<SupplementDossier>(id)?,
                &papers,
                &word,
                clock::now(),
            )
            .map(|_| ())
        })
        .await
}

/// `GET /my/dossiers/{id}/withdraw`
pub async fn withdraw_form(visit: Visit, id: web::Path<DossierId>) -> Answer {
    let whole = Whole::read(&visit, *id).await?;
    rules::may_withdraw(&whole.dossier)?;
    visit.page(
        "portal/withdraw.html",
        "dossiers",
        &withdraw_view(&visit, &whole, Vec::new()),
    )
}

fn withdraw_view(visit: &Visit, whole: &Whole, errors: Vec<ErrorLink>) -> Withdraw {
    Withdraw {
        code: whole.dossier.number.clone(),
        procedure: visit.say(&whole.procedure.facts.name).to_owned(),
        action: format!("{}/withdraw", whole.url()),
        errors,
        dossier_url: whole.url(),
    }
}

/// `POST /my/dossiers/{id}/withdraw`
pub async fn withdraw(visit: Visit, id: web::Path<DossierId>, form: PostedForm) -> Answer {
    visit.limit(Limited::Submit)?;
    let id = *id;
    let whole = Whole::read(&visit, id).await?;
    if form.text("sure") != "1" {
        let errors = vec![ErrorLink {
            id: "sure".into(),
            label: String::new(),
            text: visit.text("portal-withdraw-sure-needed"),
        }];
        let view = withdraw_view(&visit, &whole, errors);
        return visit.page_with(
            StatusCode::UNPROCESSABLE_ENTITY,
            "portal/withdraw.html",
            "dossiers",
            &view,
        );
    }
    visit
        .state
        .db
        .in_tenant(&visit.context, move |tx| {
            commands::withdraw(tx.authorise::<WithdrawDossier>(id)?, clock::now())
        })
        .await?;
    Ok(visit.see_with(&whole.url(), FlashKind::Ok, "portal-withdraw-done"))
}
