//! Following a dossier without signing in: its number, and a fact that only its applicant was told to use.

use std::sync::Arc;

use actix_web::http::StatusCode;
use actix_web::web;
use serde::Deserialize;

use crate::kernel::clock;
use crate::kernel::error::Result;
use crate::services::dossiers::rules::tracking_proof;
use crate::services::dossiers::{TrackDossier, Tracked};
use crate::surfaces::web::fields::{Field, FieldKind};
use crate::surfaces::web::limits::Limited;
use crate::surfaces::web::{Answer, PostedForm, Visit};

use super::standing;
use super::views::{Supplement, Track, TrackResult};

/// Longer entries are nobody's number.
const ENTRY_CHARACTERS_MAX: usize = 80;

/// The number may be in an address (a receipt's QR code has it there); the proof never is.
#[derive(Debug, Default, Deserialize)]
pub struct Asked {
    #[serde(default)]
    code: String,
}

/// `GET /track`
pub async fn form(visit: Visit, asked: web::Query<Asked>) -> Answer {
    visit.page("portal/track.html", "track", &view(&visit, &asked.code, "", None))
}

fn view(visit: &Visit, code: &str, digits: &str, problem: Option<&str>) -> Track {
    let mut number = Field::new(FieldKind::Text, "code", visit.text("portal-track-code"));
    code.chars().take(ENTRY_CHARACTERS_MAX).collect::<String>().clone_into(&mut number.value);
    number.width = 20;
    number.error = problem.map(|key| visit.text(key));
    let mut proof = Field::new(FieldKind::Text, "digits", visit.text("portal-track-digits"));
    digits.chars().take(ENTRY_CHARACTERS_MAX).collect::<String>().clone_into(&mut proof.value);
    proof.width = 5;
    proof.autocomplete = Some("off".into());
    let fields = vec![number, proof];
    Track { errors: Field::errors(&fields), fields }
}

/// `POST /track`: one round trip, slow enough that numbers and proofs cannot be guessed.
pub async fn post(visit: Visit, form: PostedForm) -> Answer {
    visit.limit(Limited::Track)?;
    let (code, digits) = (form.text("code"), form.text("digits"));
    let is_plausible = |text: &str| !text.is_empty() && text.chars().count() <= ENTRY_CHARACTERS_MAX;
    let refuse = |key| {
        let view = view(&visit, code, digits, Some(key));
        visit.page_with(StatusCode::UNPROCESSABLE_ENTITY, "portal/track.html", "track", &view)
    };
    if !is_plausible(code) || !is_plausible(digits) {
        return refuse("portal-track-enter-both");
    }
    // One sentence for an unknown number and a wrong proof: which of them it is, is nobody's business.
    let Some(found) = find(&visit, code, digits).await? else { return refuse("portal-track-unknown") };
    let view = result(&visit, &found).await?;
    visit.page("portal/track-result.html", "track", &view)
}

async fn find(visit: &Visit, code: &str, digits: &str) -> Result<Option<Tracked>> {
    let mut context = visit.state.gate.public(visit.tenant.id);
    context.tracking = Some(tracking_proof(code, digits));
    context.trace.clone_from(&visit.context.trace);
    visit.state.db.one_trip(&Arc::new(context), TrackDossier::new(code)).await
}

async fn result(visit: &Visit, found: &Tracked) -> Result<TrackResult> {
    let shelf = visit.state.library.shelf(&visit.tenant).await?;
    let procedure = visit.state.library.version(visit.tenant.id, found.procedure_version_id).await?;
    let mut standing = standing::of_follower(visit, &shelf, &procedure, found, clock::now());
    let own_page = format!("/my/dossiers/{}", found.id);
    if found.supplement_asked_at.is_some() && found.status.is_open() {
        // What is missing may name people; it is told to whoever signs in.
        standing.supplement = Some(Supplement {
            reason: visit.text("portal-track-supplement"),
            papers: Vec::new(),
            until: None,
            url: format!("{own_page}/supplement"),
        });
    }
    Ok(TrackResult { standing, signed_in: visit.account().is_ok() })
}
