//! The audit trail: who did what, when, upon what, and whether it was granted.

use std::collections::HashMap;

use actix_web::web::Query;
use serde::Deserialize;
use uuid::Uuid;

use crate::authority::audit::acts::ReadAudit;
use crate::authority::audit::{Entry, Seal, Wanted, queries};
use crate::kernel::actions::Verb;
use crate::kernel::error::Result;
use crate::kernel::ids::DossierId;
use crate::platform::door::{TenantTx, Whole};
use crate::services::dossiers::acts::ListDossiers;
use crate::services::dossiers::queries as dossiers;
use crate::surfaces::desk::Staff;
use crate::surfaces::desk::views::{Filter, FilterOption};
use crate::surfaces::web::Answer;
use crate::surfaces::web::views::Pager;

use super::views::{Sealed, Trail, TrailRow};

const PER_PAGE: i64 = 50;
const TEXT_CHARACTERS_MAX: usize = 100;
const OUTCOMES: [&str; 2] = ["granted", "denied"];

/// What the address asks for. An empty member asks for nothing.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(super) struct Asked {
    actor: String,
    subject: String,
    verb: String,
    outcome: String,
    page: i64,
}

impl Asked {
    fn trimmed(self) -> Asked {
        let short = |text: &str| text.trim().chars().take(TEXT_CHARACTERS_MAX).collect::<String>();
        Asked {
            actor: short(&self.actor),
            subject: short(&self.subject),
            ..self
        }
    }

    fn page_url(&self, page: i64) -> String {
        let mut query = url::form_urlencoded::Serializer::new(String::new());
        let kept = [
            ("actor", &self.actor),
            ("subject", &self.subject),
            ("verb", &self.verb),
            ("outcome", &self.outcome),
        ];
        for (name, value) in kept.into_iter().filter(|(_, value)| !value.is_empty()) {
            query.append_pair(name, value);
        }
        format!(
            "/audit/trail?{}",
            query.append_pair("page", &page.to_string()).finish()
        )
    }
}

/// What one look at the trail gives.
struct Read {
    entries: Vec<Entry>,
    total: i64,
    page: i64,
    seal: Option<Seal>,
    people: HashMap<Uuid, String>,
    numbers: HashMap<DossierId, String>,
}

/// `GET /audit/trail`
pub(super) async fn page(staff: Staff, asked: Query<Asked>) -> Answer {
    let asked = asked.into_inner().trimmed();
    let lists_dossiers = staff.offers(Verb::ListDossiers);
    let read = {
        let asked = asked.clone();
        staff
            .visit
            .state
            .db
            .in_tenant(&staff.visit.context, move |tx| read(tx, &asked, lists_dossiers))
            .await?
    };
    staff
        .visit
        .page("audit/trail.html", "audit", &view(&staff, &asked, &read))
}

fn read(tx: &mut TenantTx, asked: &Asked, lists_dossiers: bool) -> Result<Read> {
    let subject = subject(tx, &asked.subject, lists_dossiers)?;
    let mut grant = tx.authorise::<ReadAudit>(Whole)?;
    let sql = grant.sql();
    let actors = match asked.actor.as_str() {
        "" => None,
        text => Some(actors(text, &queries::accounts_like(sql, text)?)),
    };
    let some = |word: &str| (!word.is_empty()).then(|| word.to_owned());
    let wanted = Wanted {
        subject,
        actors,
        verb: some(&asked.verb).filter(|name| Verb::parse(name).is_some()),
        outcome: some(&asked.outcome).filter(|name| OUTCOMES.contains(&name.as_str())),
    };
    let total = queries::count(sql, &wanted)?;
    let page = asked.page.clamp(1, ((total + PER_PAGE - 1) / PER_PAGE).max(1));
    let entries = queries::entries(sql, &wanted, PER_PAGE, (page - 1) * PER_PAGE)?;
    let people: Vec<Uuid> = entries.iter().filter_map(|entry| account(&entry.actor)).collect();
    let people = queries::names(sql, &people)?;
    let seal = queries::last_seal(sql)?;
    let subjects: Vec<DossierId> = entries
        .iter()
        .filter_map(|entry| entry.subject.map(DossierId::from_uuid))
        .collect();
    let numbers = if lists_dossiers {
        dossiers::numbers(tx.authorise::<ListDossiers>(Whole)?.sql(), &subjects)?
    } else {
        HashMap::new()
    };
    Ok(Read {
        entries,
        total,
        page,
        seal,
        people,
        numbers,
    })
}

/// The id that is looked for: written as it is, or as a dossier's number. What nothing is called finds nothing.
fn subject(tx: &mut TenantTx, text: &str, lists_dossiers: bool) -> Result<Option<Uuid>> {
    if text.is_empty() {
        return Ok(None);
    }
    if let Ok(id) = text.parse() {
        return Ok(Some(id));
    }
    let found = if lists_dossiers {
        dossiers::dossier_by_number(tx.authorise::<ListDossiers>(Whole)?.sql(), text)?
    } else {
        None
    };
    Ok(Some(found.map_or(Uuid::nil(), |dossier| dossier.id.uuid())))
}

/// Patterns of actors: those whose printed name begins with the text, and these accounts under whatever responsibility.
fn actors(text: &str, accounts: &[Uuid]) -> Vec<String> {
    let mut patterns = vec![format!("{}%", queries::escape_like(text))];
    for account in accounts {
        patterns.extend([format!("citizen:{account}"), format!("staff:{account}:%")]);
    }
    patterns
}

/// The account in an actor's printed name.
fn account(actor: &str) -> Option<Uuid> {
    let (kind, rest) = actor.split_once(':')?;
    let id = rest.split(':').next()?;
    matches!(kind, "citizen" | "staff")
        .then(|| id.parse().ok())
        .flatten()
}

fn view(staff: &Staff, asked: &Asked, read: &Read) -> Trail {
    Trail {
        desk: staff.desk("trail"),
        actor: asked.actor.clone(),
        subject: asked.subject.clone(),
        filters: filters(staff, asked),
        rows: read.entries.iter().map(|entry| row(staff, entry, read)).collect(),
        pager: Pager::of(read.page, PER_PAGE, read.total, |page| asked.page_url(page)),
        sealed: read.seal.as_ref().map(|seal| Sealed {
            number: seal.number,
            at: seal.sealed_at,
        }),
    }
}

fn row(staff: &Staff, entry: &Entry, read: &Read) -> TrailRow {
    let number = entry
        .subject
        .and_then(|id| read.numbers.get(&DossierId::from_uuid(id)));
    TrailRow {
        at: entry.occurred_at,
        actor: match account(&entry.actor) {
            Some(id) => read
                .people
                .get(&id)
                .cloned()
                .unwrap_or_else(|| entry.actor.clone()),
            None if entry.actor == "anonymous" => staff.visit.text("audit-trail-anonymous"),
            None => entry.actor.clone(),
        },
        verb: entry.verb.clone(),
        subject: number
            .cloned()
            .or_else(|| entry.subject.map(|id| id.to_string()))
            .unwrap_or_default(),
        subject_url: number.and(entry.subject).map(|id| format!("/desk/dossiers/{id}")),
        granted: entry.outcome == "granted",
    }
}

fn filters(staff: &Staff, asked: &Asked) -> Vec<Filter> {
    let option = |value: &str, text: String, chosen: &str| FilterOption {
        value: value.to_owned(),
        text,
        chosen: value == chosen,
    };
    let any = |chosen: &str| option("", staff.visit.text("audit-trail-any"), chosen);
    let verbs = Verb::ALL
        .iter()
        .map(|verb| option(verb.name(), verb.name().to_owned(), &asked.verb));
    let outcomes = OUTCOMES.map(|word| {
        option(
            word,
            staff.visit.text(&format!("audit-trail-{word}")),
            &asked.outcome,
        )
    });
    vec![
        Filter {
            name: "verb".into(),
            label: staff.visit.text("audit-trail-verb"),
            options: std::iter::once(any(&asked.verb)).chain(verbs).collect(),
        },
        Filter {
            name: "outcome".into(),
            label: staff.visit.text("audit-trail-decision"),
            options: std::iter::once(any(&asked.outcome)).chain(outcomes).collect(),
        },
    ]
}
