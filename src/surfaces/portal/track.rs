//! Following a dossier without signing in: its number, and a fact that only its applicant was told to use.

use std::sync::Arc;

use actix_web::http::StatusCode;
use actix_web::web;
use serde::Deserialize;

use crate::kernel::clock;
use crate::kernel::error::{Error, Result};
use crate::kernel::patterns::number::{NumberPattern, local_date};
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
    // Receipts that were printed first name it `number`.
    #[serde(default, alias = "number")]
    code: String,
}

/// `GET /track`
pub async fn form(visit: Visit, asked: web::Query<Asked>) -> Answer {
    visit.page(
        "portal/track.html",
        "track",
        &view(&visit, &asked.code, "", None).await?,
    )
}

/// A number as this tenant gives them, for the hint.
async fn example(visit: &Visit) -> Result<Option<String>> {
    let shelf = visit.state.library.shelf(&visit.tenant).await?;
    let unit = shelf
        .procedures
        .iter()
        .find_map(|procedure| shelf.units.get(&procedure.default_handling()?.unit_id));
    let pattern =
        NumberPattern::parse(&visit.tenant.settings.tenant.numbers.dossier).map_err(Error::internal)?;
    let day = local_date(clock::now(), visit.tenant.zone());
    Ok(unit.and_then(|unit| pattern.render(day, &unit.number_code, 1).ok()))
}

async fn view(visit: &Visit, code: &str, digits: &str, problem: Option<&str>) -> Result<Track> {
    let mut number = Field::new(FieldKind::Text, "code", visit.text("portal-track-code"));
    number.hint = example(visit)
        .await?
        .map(|example| visit.text_with("portal-track-code-hint", "example", &example));
    code.chars()
        .take(ENTRY_CHARACTERS_MAX)
        .collect::<String>()
        .clone_into(&mut number.value);
    number.width = 20;
    number.error = problem.map(|key| visit.text(key));
    let mut proof = Field::new(FieldKind::Text, "digits", visit.text("portal-track-digits"));
    digits
        .chars()
        .take(ENTRY_CHARACTERS_MAX)
        .collect::<String>()
        .clone_into(&mut proof.value);
    proof.width = 5;
    proof.autocomplete = Some("off".into());
    let fields = vec![number, proof];
    Ok(Track {
        errors: Field::errors(&fields),
        fields,
    })
}

/// `POST /track`: one round trip, slow enough that numbers and proofs cannot be guessed.
pub async fn post(visit: Visit, form: PostedForm) -> Answer {
    visit.limit(Limited::Track)?;
    let (code, digits) = (form.text("code"), form.text("digits"));
    let is_plausible = |text: &str| !text.is_empty() && text.chars().count() <= ENTRY_CHARACTERS_MAX;
    let found = if is_plausible(code) && is_plausible(digits) {
        // One sentence for an unknown number and a wrong proof: which of them it is, is nobody's business.
        find(&visit, code, digits).await?.ok_or("portal-track-unknown")
    } else {
        Err("portal-track-enter-both")
    };
    match found {
        Ok(found) => {
            let view = result(&visit, &found).await?;
            visit.page("portal/track-result.html", "track", &view)
        }
        Err(problem) => {
            let view = view(&visit, code, digits, Some(problem)).await?;
            visit.page_with(
                StatusCode::UNPROCESSABLE_ENTITY,
                "portal/track.html",
                "track",
                &view,
            )
        }
    }
}

async fn find(visit: &Visit, code: &str, digits: &str) -> Result<Option<Tracked>> {
    let mut context = visit.state.gate.public(visit.tenant.id);
    context.tracking = Some(tracking_proof(code, digits));
    context.trace.clone_from(&visit.context.trace);
    visit
        .state
        .db
        .one_trip(&Arc::new(context), TrackDossier::new(code))
        .await
}

async fn result(visit: &Visit, found: &Tracked) -> Result<TrackResult> {
    let shelf = visit.state.library.shelf(&visit.tenant).await?;
    let procedure = visit
        .state
        .library
        .version(visit.tenant.id, found.procedure_version_id)
        .await?;
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
    Ok(TrackResult {
        standing,
        signed_in: visit.account().is_ok(),
    })
}
