//! What is stuck and needs a person.

use std::collections::HashMap;

use actix_web::web;
use serde::Serialize;

use crate::kernel::error::Error;
use crate::kernel::ids::{DossierId, IncidentId};
use crate::platform::door::Whole;
use crate::platform::render::FlashKind;
use crate::services::dossiers::acts::ListDossiers;
use crate::services::dossiers::queries as dossiers;
use crate::services::workflow::acts::MendIncident;
use crate::services::workflow::commands;
use crate::services::workflow::queries as workflow;
use crate::surfaces::web::{Answer, PostedForm};

use super::views::{Desk, Incident};
use super::{Staff, dossier};

/// More are not listed at once; mending some brings the next.
const MOST: i64 = 200;

/// `desk/incidents.html`
#[derive(Debug, Clone, Serialize)]
pub struct Incidents {
    /// The frame.
    pub desk: Desk,
    /// The oldest first.
    pub rows: Vec<IncidentRow>,
}

/// An incident in the list.
#[derive(Debug, Clone, Serialize)]
pub struct IncidentRow {
    /// The dossier's number.
    pub code: String,
    /// Its page.
    pub url: String,
    /// The unit that has it.
    pub unit: String,
    /// What is stuck.
    pub incident: Incident,
}

/// `GET /desk/incidents`
pub async fn list(staff: Staff) -> Answer {
    let visit = &staff.visit;
    if !staff.offers(crate::kernel::actions::Verb::MendIncident) {
        return Err(Error::Denied {
            verb: crate::kernel::actions::Verb::MendIncident,
            subject: None,
        }
        .into());
    }
    let (incidents, numbers) = visit
        .state
        .db
        .in_tenant(&visit.context, |tx| {
            let mut grant = tx.authorise::<ListDossiers>(Whole)?;
            let incidents = workflow::open_incidents(grant.sql(), None, MOST)?;
            let ids: Vec<DossierId> = incidents.iter().map(|incident| incident.dossier_id).collect();
            let numbers: HashMap<_, _> = dossiers::numbers(grant.sql(), &ids)?;
            let all: Vec<_> = incidents
                .into_iter()
                .map(|incident| {
                    let may = tx.would_grant::<MendIncident>(&incident);
                    (incident, may)
                })
                .collect();
            Ok((all, numbers))
        })
        .await?;
    let rows = incidents
        .iter()
        .map(|(incident, may)| IncidentRow {
            code: numbers.get(&incident.dossier_id).cloned().unwrap_or_default(),
            url: format!("/desk/dossiers/{}", incident.dossier_id),
            unit: staff.unit_name(incident.operating_unit_id),
            incident: dossier::incident_view(&staff, incident, *may),
        })
        .collect();
    visit.page(
        "desk/incidents.html",
        "desk",
        &Incidents {
            desk: staff.desk("incidents"),
            rows,
        },
    )
}

/// `POST /desk/incidents/{id}/retry`: the engine tries again when it reads of it.
pub async fn retry(staff: Staff, id: web::Path<String>, _form: PostedForm) -> Answer {
    let id: IncidentId = id.parse().map_err(|_| Error::NotFound)?;
    let visit = &staff.visit;
    let dossier = visit
        .state
        .db
        .in_tenant(&visit.context, move |tx| {
            let grant = tx.authorise::<MendIncident>(id)?;
            let dossier = grant.subject().dossier_id;
            commands::mend(grant)?;
            Ok(dossier)
        })
        .await?;
    Ok(visit.see_with(
        &format!("/desk/dossiers/{dossier}"),
        FlashKind::Ok,
        "desk-flash-retried",
    ))
}
