//! One's own drafts and dossiers.

use actix_web::web;
use serde::Deserialize;

use crate::kernel::clock::{self, Instant};
use crate::kernel::error::Result;
use crate::kernel::ids::{DraftId, ProcedureVersionId};
use crate::platform::door::Whole;
use crate::services::dossiers::acts::{BeginDraft, ListOwnDossiers};
use crate::services::dossiers::{Dossier, Status, drafts, queries};
use crate::surfaces::web::views::{Link, Pager};
use crate::surfaces::web::{Answer, Visit, told};

use super::drafts::{Opened, count};
use super::views::{DossierCard, Dossiers, DraftCard};

const PER_PAGE: i64 = 20;
/// How many drafts are looked into; more than anybody works on at once.
const DRAFTS_SHOWN_MAX: usize = 10;

/// What the address asks for.
#[derive(Debug, Deserialize)]
pub struct Asked {
    #[serde(default)]
    page: i64,
}

/// `GET /my/dossiers`
pub async fn list(visit: Visit, asked: web::Query<Asked>) -> Answer {
    let account = visit.account()?;
    let page = asked.page.clamp(1, 10_000);
    let (dossiers, total, kept) = visit
        .state
        .db
        .in_tenant(&visit.context, move |tx| {
            let mut grant = tx.authorise::<ListOwnDossiers>(account)?;
            let dossiers = queries::of_applicant(grant.sql(), account, PER_PAGE, (page - 1) * PER_PAGE)?;
            let total = queries::count_of_applicant(grant.sql(), account)?;
            Ok((dossiers, total, drafts::list(tx.authorise::<BeginDraft>(Whole)?)?))
        })
        .await?;
    let now = clock::now();
    let mut cards = Vec::with_capacity(dossiers.len());
    for dossier in &dossiers {
        cards.push(card(&visit, dossier, now).await?);
    }
    let view = Dossiers {
        drafts: draft_cards(&visit, &kept).await?,
        dossiers: cards,
        pager: Pager::of(page, PER_PAGE, total, |page| format!("/my/dossiers?page={page}")),
    };
    visit.page("portal/dossiers.html", "dossiers", &view)
}

async fn card(visit: &Visit, dossier: &Dossier, now: Instant) -> Result<DossierCard> {
    let procedure = visit
        .state
        .library
        .version(visit.tenant.id, dossier.procedure_version_id)
        .await?;
    let url = format!("/my/dossiers/{}", dossier.id);
    let action = match dossier.status {
        Status::AwaitingPayment => Some(Link::new(visit.text("portal-dossier-pay"), format!("{url}/pay"))),
        Status::AwaitingSupplement => Some(Link::new(
            visit.text("portal-supplement-button"),
            format!("{url}/supplement"),
        )),
        _ => None,
    };
    Ok(DossierCard {
        code: dossier.number.clone(),
        procedure: visit.say(&procedure.facts.name).to_owned(),
        url,
        state: told::state(dossier.status, false),
        due: told::due(dossier.status, dossier.due_at, now),
        submitted_at: dossier.received_at,
        action,
    })
}

async fn draft_cards(
    visit: &Visit,
    kept: &[(DraftId, ProcedureVersionId, Instant)],
) -> Result<Vec<DraftCard>> {
    let mut cards = Vec::new();
    for (id, version, saved_at) in kept.iter().take(DRAFTS_SHOWN_MAX) {
        let procedure = visit.state.library.version(visit.tenant.id, *version).await?;
        let opened = Opened::open(visit, *id).await?;
        let (number, of) = count(&procedure, opened.next_open(visit));
        cards.push(DraftCard {
            procedure: visit.say(&procedure.facts.name).to_owned(),
            number,
            of,
            saved_at: *saved_at,
            url: format!("/drafts/{id}"),
        });
    }
    Ok(cards)
}
