//! A published version: its items, its history, its files.

use actix_web::web;

use crate::authority::changes;
use crate::authority::dictionaries::{self as authority, Contents, Edition, ReadDictionaries, Version};
use crate::kernel::actions::Verb;
use crate::kernel::error::{Error, Result};
use crate::kernel::ids::DictionaryVersionId;
use crate::platform::door::{TenantTx, Whole};
use crate::surfaces::desk::Staff;
use crate::surfaces::web::views::Link;
use crate::surfaces::web::{Answer, Visit};

use super::super::history;
use super::shown::{self, Asked};
use super::views::{Dictionary, VersionRow};

/// The versions of a dictionary, and the one asked for: by its number, or the one in force.
pub(super) fn look(
    tx: &mut TenantTx,
    code: &str,
    number: Option<i32>,
) -> Result<(Vec<Version>, Option<Edition>)> {
    let mut grant = tx.authorise::<ReadDictionaries>(Whole)?;
    let history = authority::history(&mut grant, code)?;
    let asked = match number {
        Some(number) => Some(
            history
                .iter()
                .find(|version| version.number == number && version.published.is_some())
                .ok_or(Error::NotFound)?,
        ),
        None => history.iter().find(|version| version.is_in_force),
    };
    let edition = match asked {
        Some(version) => Some(authority::edition(grant.sql(), version.id)?),
        None => None,
    };
    Ok((history, edition))
}

/// `GET /admin/dictionaries/{code}`
pub(super) async fn page(staff: Staff, code: web::Path<String>, asked: web::Query<Asked>) -> Answer {
    let visit = &staff.visit;
    let (code, number) = (code.into_inner(), asked.version);
    let key = code.clone();
    let (history, edition) = visit
        .state
        .db
        .in_tenant(&visit.context, move |tx| look(tx, &key, number))
        .await?;
    let draft = history.iter().find(|version| version.published.is_none());
    let edition = match (edition, draft) {
        (Some(edition), _) => edition,
        // Nothing was published: what there is to see is the draft.
        (None, Some(_)) if staff.offers(Verb::KeepDictionaries) => {
            return Ok(visit.see(&super::draft_url(&code)));
        }
        (None, _) => Edition::new(DictionaryVersionId::fresh(), code.clone(), 0, Contents::default()),
    };
    let in_force = history
        .iter()
        .any(|version| version.is_in_force && version.number == edition.number);
    let base = super::url(&code);
    let file = |format: &str| {
        let version = if in_force {
            String::new()
        } else {
            format!("&version={}", edition.number)
        };
        Link::new(
            format.to_uppercase(),
            format!("{base}/export?format={format}{version}"),
        )
    };
    let name = visit.say(&edition.contents.name).to_owned();
    let view = Dictionary {
        desk: staff.desk("dictionaries"),
        name: if name.is_empty() { code.clone() } else { name },
        version: edition.number,
        in_force,
        levels: edition
            .contents
            .levels
            .iter()
            .map(|level| visit.say(level).to_owned())
            .collect(),
        items: shown::items(&staff, &edition, &base, None, &asked),
        // Whoever may only read has nothing to do with a draft.
        versions: history
            .iter()
            .filter(|version| version.published.is_some() || staff.offers(Verb::KeepDictionaries))
            .map(|version| row(visit, &code, version))
            .collect(),
        exports: vec![file("csv"), file("xlsx")],
        draft_url: staff
            .offers(Verb::KeepDictionaries)
            .then(|| super::draft_url(&code)),
        has_draft: draft.is_some(),
        code,
    };
    visit.page("admin/dictionary.html", "admin", &view)
}

/// Who, by name; what came from the tenant's code was published by nobody in person.
fn by(visit: &Visit, who: &str) -> String {
    if changes::is_from_code(who) {
        visit.text("admin-history-system")
    } else {
        who.to_owned()
    }
}

fn row(visit: &Visit, code: &str, version: &Version) -> VersionRow {
    let (begun_at, begun_by) = version.begun.clone();
    let (at, who, reason) = match version.published.clone() {
        Some((at, who, reason)) => (Some(at), who, reason),
        None => (None, begun_by, String::new()),
    };
    VersionRow {
        number: version.number,
        url: if at.is_some() {
            format!("{}?version={}", super::url(code), version.number)
        } else {
            super::draft_url(code)
        },
        at,
        begun_at,
        who: by(visit, &who),
        reason: history::why(visit, &reason),
        in_force: version.is_in_force,
    }
}
