//! The guide of a procedure: everything a person should know before she begins.

use actix_web::http::header;
use actix_web::{HttpRequest, HttpResponse, web};

use crate::kernel::clock;
use crate::kernel::error::{Error, Result};
use crate::services::catalogue::form::{PaperKind, PaperRequirement};
use crate::services::catalogue::{Procedure, Shelf};
use crate::surfaces::web::views::{Fee, Link};
use crate::surfaces::web::{Answer, Failure, State, Visit, kept, told};

use super::cards::{self, Words};
use super::fees;
use super::views::{FeeLine, Guide, GuideStep, LegalBasis, PaperNeeded};

/// `GET /procedures/{code}`
pub async fn guide(request: HttpRequest, state: web::Data<State>, code: super::Segment) -> Answer {
    kept(&request, &state, |visit| async move {
        guide_html(&visit, &code).await
    })
    .await
}

async fn guide_html(visit: &Visit, code: &str) -> Result<String, Failure> {
    let shelf = visit.state.library.shelf(&visit.tenant).await?;
    let procedure = shelf.by_code(code).ok_or(Error::NotFound)?;
    Ok(visit.html(
        "portal/guide.html",
        "services",
        &guide_view(visit, &shelf, procedure),
    )?)
}

fn guide_view(visit: &Visit, shelf: &Shelf, procedure: &Procedure) -> Guide {
    let words = Words {
        tenant: &visit.tenant,
        language: visit.language,
    };
    let facts = &procedure.facts;
    let fee = fees::beforehand(&visit.tenant, procedure, clock::now());
    let domain = visit
        .tenant
        .settings
        .catalogue
        .domain
        .iter()
        .find(|domain| domain.code == facts.domain);
    let mut crumbs = vec![Link::new(visit.text("portal-nav-services"), "/search")];
    crumbs.extend(
        domain.map(|domain| Link::new(visit.say(&domain.name), format!("/search?domain={}", domain.code))),
    );
    Guide {
        code: facts.national_code.clone(),
        name: visit.say(&facts.name).to_owned(),
        summary: visit.say(&facts.summary).to_owned(),
        level: cards::level(procedure),
        limit: told::limit(&facts.limit),
        fee,
        agency: cards::agency(words, shelf, procedure).unwrap_or_default(),
        result: visit.say(&facts.result.name).to_owned(),
        who: vec![visit.say(&facts.applicants).to_owned()],
        papers: procedure
            .form
            .papers
            .iter()
            .map(|paper| paper_needed(visit, paper))
            .collect(),
        fees: fee_lines(visit, procedure, fee),
        places: procedure
            .handled_by
            .iter()
            .filter_map(|handling| shelf.hall(handling.hall_id?))
            .filter(|hall| hall.is_open)
            .map(|hall| cards::hall(words, hall))
            .collect(),
        legal: procedure
            .legal_bases
            .iter()
            .map(|basis| LegalBasis {
                title: format!(
                    "{}{}{}",
                    basis.number,
                    visit.text("common-colon"),
                    visit.say(&basis.title)
                ),
                url: None,
            })
            .collect(),
        steps: facts
            .steps
            .iter()
            .map(|step| GuideStep {
                name: visit.say(step).to_owned(),
                who: None,
                limit: None,
            })
            .collect(),
        version: procedure.version.to_string(),
        apply_url: cards::apply_url(procedure),
        qr_url: format!("{}/qr.svg", cards::guide_url(procedure)),
        crumbs,
    }
}

/// What is asked for and how it is worked out; nothing when it is free.
fn fee_lines(visit: &Visit, procedure: &Procedure, fee: Fee) -> Vec<FeeLine> {
    if matches!(fee, Fee::Free) {
        return Vec::new();
    }
    let of = &procedure.facts.fee;
    vec![FeeLine {
        name: of
            .line
            .as_ref()
            .map_or_else(|| visit.text("common-fee"), |line| visit.say(line).to_owned()),
        note: Some(visit.say(&of.words).to_owned()),
        fee,
    }]
}

fn paper_needed(visit: &Visit, paper: &PaperRequirement) -> PaperNeeded {
    let kind = match paper.kind {
        PaperKind::Original => "portal-guide-paper-original",
        PaperKind::Copy => "portal-guide-paper-copy",
    };
    let mut note = visit.text(kind);
    if let Some(hint) = &paper.hint {
        note = format!("{note}. {}", visit.say(hint));
    }
    PaperNeeded {
        name: visit.say(&paper.name).to_owned(),
        note: Some(note),
        required: paper.required,
        form_url: None,
    }
}

/// `GET /procedures/{code}/qr.svg`: the guide's own address, to take away on a telephone or in print.
pub async fn qr(visit: Visit, code: super::Segment) -> Answer {
    let shelf = visit.state.library.shelf(&visit.tenant).await?;
    let procedure = shelf.by_code(&code).ok_or(Error::NotFound)?;
    let drawing = qr_code(&visit.public_url(&cards::guide_url(procedure)))?;
    Ok(HttpResponse::Ok()
        .insert_header((header::CONTENT_TYPE, "image/svg+xml"))
        .insert_header((header::CACHE_CONTROL, "public, max-age=86400"))
        .body(drawing))
}

fn qr_code(text: &str) -> Result<String> {
    let code = qrcode::QrCode::new(text).map_err(Error::internal)?;
    Ok(code
        .render::<qrcode::render::svg::Color<'_>>()
        .min_dimensions(128, 128)
        .build())
}
