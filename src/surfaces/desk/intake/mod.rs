//! The counter: an officer files a dossier for the person who stands before her.
//!
//! She chooses the procedure, finds out who the person is, and fills in the same form with the same papers as the portal's
//! (`crate::surfaces::portal::apply`, in the desk's frame). What is sent takes the same way through the same process and
//! draws from the same numbers; only its channel says that it came over a counter. Every look for a person is recorded.

mod person;
mod receipt;
pub mod views;

pub use person::{begin, form};
pub use receipt::receipt;

use actix_web::web;
use serde::Deserialize;

use crate::kernel::actions::Verb;
use crate::kernel::context::Place;
use crate::kernel::error::{Error, Result};
use crate::kernel::ids::{DraftId, OperatingUnitId};
use crate::platform::door::Whole;
use crate::platform::render::FlashKind;
use crate::services::catalogue::{Facets, Procedure};
use crate::services::dossiers::acts::{BeginDraft, KeepDraft};
use crate::services::dossiers::drafts;
use crate::surfaces::portal::cards::Words;
use crate::surfaces::portal::fees;
use crate::surfaces::web::{Answer, PostedForm, told};

use super::Staff;
use views::{Intake, IntakeDraft, IntakeProcedure};

/// Longer questions are cut.
const QUESTION_CHARACTERS_MAX: usize = 100;

/// What the address asks for.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    q: String,
}

/// The units in which she may take this procedure's dossiers in, the one her responsibility begins with first.
fn units(staff: &Staff, procedure: &Procedure) -> Vec<OperatingUnitId> {
    let context = &staff.visit.context;
    let mut units: Vec<OperatingUnitId> = procedure
        .handled_by
        .iter()
        .map(|handling| handling.unit_id)
        .filter(|unit| {
            staff.works_in(*unit)
                && context
                    .access
                    .permits(context.actor, Verb::SubmitDossier, Place::Unit(*unit))
        })
        .collect();
    let default = staff.default_unit();
    units.sort_by_key(|unit| Some(*unit) != default);
    units
}

/// Whoever takes no dossiers in has no counter.
fn guard(staff: &Staff) -> Result<()> {
    if staff.offers(Verb::SubmitDossier) && staff.offers(Verb::IdentifyApplicant) {
        Ok(())
    } else {
        Err(Error::Denied {
            verb: Verb::SubmitDossier,
            subject: None,
        })
    }
}

/// `GET /desk/intake`: what can be filed here, and what was begun.
pub async fn list(staff: Staff, asked: web::Query<Asked>) -> Answer {
    guard(&staff)?;
    let visit = &staff.visit;
    let query: String = asked.q.trim().chars().take(QUESTION_CHARACTERS_MAX).collect();
    let kept = visit
        .state
        .db
        .in_tenant(&visit.context, |tx| {
            drafts::list_for_others(tx.authorise::<BeginDraft>(Whole)?)
        })
        .await?;
    let mut begun = Vec::with_capacity(kept.len());
    for draft in kept {
        let procedure = visit
            .state
            .library
            .version(visit.tenant.id, draft.procedure_version_id)
            .await?;
        begun.push(IntakeDraft {
            procedure: visit.say(&procedure.facts.name).to_owned(),
            applicant: draft.applicant,
            saved_at: draft.saved_at,
            url: format!("/drafts/{}", draft.id),
            discard_url: format!("/desk/intake/drafts/{}/discard", draft.id),
        });
    }
    let view = Intake {
        desk: staff.desk("intake"),
        procedures: procedures(&staff, &query),
        query,
        begun,
    };
    visit.page("desk/intake.html", "desk", &view)
}

fn procedures(staff: &Staff, query: &str) -> Vec<IntakeProcedure> {
    let visit = &staff.visit;
    let words = Words {
        tenant: &visit.tenant,
        language: visit.language,
    };
    let now = crate::kernel::clock::now();
    staff
        .shelf
        .search(query, &Facets::default())
        .into_iter()
        .filter(|procedure| !procedure.is_suspended && !units(staff, procedure).is_empty())
        .map(|procedure| IntakeProcedure {
            name: words.say(&procedure.facts.name).to_owned(),
            url: format!("/desk/intake/{}", procedure.facts.code),
            limit: told::limit(&procedure.facts.limit),
            fee: fees::beforehand(&visit.tenant, procedure, now),
        })
        .collect()
}

/// `POST /desk/intake/drafts/{id}/discard`: throws away what was begun, files included.
pub async fn discard(staff: Staff, id: web::Path<DraftId>, _form: PostedForm) -> Answer {
    guard(&staff)?;
    let (visit, id) = (&staff.visit, *id);
    let keys = visit
        .state
        .db
        .in_tenant(&visit.context, move |tx| {
            let grant = tx.authorise::<KeepDraft>(id)?;
            let papers = grant.subject().papers.iter();
            let keys: Vec<String> = papers.map(|paper| paper.blob_key.clone()).collect();
            drafts::discard(grant)?;
            Ok(keys)
        })
        .await?;
    for key in keys {
        if let Err(error) = visit.state.blobs.remove(&key).await {
            tracing::warn!(%error, %key, "a paper of a discarded draft is still in the store");
        }
    }
    Ok(visit.see_with("/desk/intake", FlashKind::Ok, "desk-intake-discarded"))
}
