//! The receipt that a person takes home from the counter.

use std::collections::BTreeMap;

use actix_web::web;

use crate::authority::tenancy::code::When;
use crate::kernel::clock;
use crate::kernel::error::Error;
use crate::kernel::ids::DossierId;
use crate::services::billing::acts::{DossierOwner, ReadDossierMoney};
use crate::services::billing::money_of_dossier;
use crate::services::dossiers::acts::ReadDossier;
use crate::services::dossiers::queries as dossiers;
use crate::surfaces::desk::Staff;
use crate::surfaces::portal::fees;
use crate::surfaces::web::Answer;

use super::views::{HandedInView, IntakeReceipt};

/// `GET /desk/dossiers/{id}/receipt`: for any dossier she may read, however it came in.
pub async fn receipt(staff: Staff, id: web::Path<String>) -> Answer {
    let id: DossierId = id.parse().map_err(|_| Error::NotFound)?;
    let visit = &staff.visit;
    let (dossier, answers, papers, asked_for) = visit
        .state
        .db
        .in_tenant(&visit.context, move |tx| {
            let mut grant = tx.authorise::<ReadDossier>(id)?;
            let papers = dossiers::papers(grant.sql(), id)?;
            let answers = dossiers::form(grant.sql(), id)?.map(|(answers, ..)| answers);
            let dossier = grant.into_subject();
            let owner = DossierOwner {
                dossier: id,
                unit: dossier.operating_unit_id,
                applicant: dossier.applicant_id,
            };
            let asked_for = if tx.would_grant::<ReadDossierMoney>(&owner) {
                let money = money_of_dossier(&mut tx.authorise::<ReadDossierMoney>(id)?)?;
                money
                    .requests
                    .iter()
                    .find(|request| request.is_open())
                    .map(|request| request.money())
            } else {
                None
            };
            Ok((dossier, answers, papers, asked_for))
        })
        .await?;
    let procedure = visit
        .state
        .library
        .version(visit.tenant.id, dossier.procedure_version_id)
        .await?;
    // The request itself is raised a moment after the dossier was filed; what it will ask for follows from the answers.
    let expected = || {
        let answers = answers.as_ref()?.as_object()?;
        let amounts = fees::amounts(&visit.tenant, &procedure, answers, clock::now())?;
        let is_due = procedure.facts.fee.when == When::BeforeProcessing && dossier.paid_at.is_none();
        (is_due && dossier.status.is_open() && amounts.total > 0).then(|| amounts.money())
    };
    let to_pay = asked_for.or_else(expected);
    let mut handed_in: BTreeMap<usize, HandedInView> = BTreeMap::new();
    let parts = &procedure.form.papers;
    for paper in &papers {
        let at = parts
            .iter()
            .position(|part| part.code == paper.part)
            .unwrap_or(parts.len());
        let name = parts
            .get(at)
            .map_or_else(|| paper.part.clone(), |part| visit.say(&part.name).to_owned());
        handed_in
            .entry(at)
            .or_insert(HandedInView { name, count: 0 })
            .count += 1;
    }
    let hall = dossier.hall_id.and_then(|hall| staff.shelf.hall(hall));
    let number: String = url::form_urlencoded::byte_serialize(dossier.number.as_bytes()).collect();
    let view = IntakeReceipt {
        desk: staff.desk("intake"),
        body: staff
            .shelf
            .legal_entities
            .get(&dossier.legal_entity_id)
            .map(|name| visit.say(name).to_owned())
            .unwrap_or_default(),
        unit: staff.unit_name(dossier.operating_unit_id),
        hall: hall.map(|hall| {
            let (name, address) = (visit.say(&hall.name), visit.say(&hall.address));
            let told: Vec<&str> = [name, address].into_iter().filter(|it| !it.is_empty()).collect();
            told.join(", ")
        }),
        code: dossier.number.clone(),
        procedure: visit.say(&procedure.facts.name).to_owned(),
        applicant: dossier.applicant_name.clone(),
        papers: handed_in.into_values().collect(),
        received_at: dossier.received_at,
        due_at: dossier.due_at.filter(|_| !dossier.status.pauses_the_clock()),
        to_pay,
        officer: visit
            .session
            .as_ref()
            .map(|signed_in| signed_in.session.display_name.clone())
            .unwrap_or_default(),
        qr_url: visit.public_url(&format!("/track?code={number}")),
        track_address: visit.public_url("/track"),
        dossier_url: format!("/desk/dossiers/{}", dossier.id),
    };
    visit.page("desk/intake-receipt.html", "desk", &view)
}
