//! The shared entry of several tenants, and the way from it to each one's own portal.
//!
//! ```text
//! member  GET /entry/begin    gives the browser a secret, sends it to the entry
//! entry   GET /entry/go       asks to sign in, once; writes down who is on her way; sends her back
//! member  GET /entry/arrive   takes what was written down, if the secret fits; begins a session of its own,
//!                             or asks whoever is signed in whether the two accounts are to be connected
//! ```

use actix_web::{HttpRequest, HttpResponse, web};
use serde::Deserialize;

use crate::authority::entry::{self, Arrival, Handover, Person};
use crate::authority::people::acts::OpenSession;
use crate::authority::people::queries;
use crate::authority::tenancy::Tenant;
use crate::kernel::clock;
use crate::kernel::context::Actor;
use crate::kernel::error::{Error, Result};
use crate::platform::door::Whole;
use crate::platform::render::FlashKind;
use crate::services::catalogue::Facets;
use crate::surfaces::web::limits::Limited;
use crate::surfaces::web::{Answer, Visit};

use super::cards::{self, Words};
use super::connect;
use super::sign_in::{local_path, visitor_session};
use super::views::{Entry, EntryMember, ProcedureCard};

/// The cookie that a browser carries while it is on its way.
const WAY_COOKIE: &str = "od_way";
/// How long a sign-in on the way may take, in seconds.
const WAY_SECONDS: i64 = 900;
const QUERY_CHARACTERS_MAX: usize = 200;
/// Procedures of one member that are shown before anything is searched for.
const FIRST_MAX: usize = 3;
/// Results that are shown at all.
const RESULTS_MAX: usize = 60;

/// What is searched for.
#[derive(Debug, Default, Deserialize)]
pub struct Asked {
    #[serde(default)]
    q: String,
}

/// `GET /entry`: the members, and a search of all their catalogues.
pub async fn page(visit: Visit, asked: web::Query<Asked>) -> Answer {
    if visit.tenant.mode.members.is_empty() {
        return Err(Error::NotFound.into());
    }
    let query: String = asked.q.trim().chars().take(QUERY_CHARACTERS_MAX).collect();
    let (mut members, mut procedures) = (Vec::new(), Vec::new());
    for id in &visit.tenant.mode.members {
        let Some(member) = visit.state.tenants.by_id(*id) else {
            continue;
        };
        // Its public catalogue, read as its own public reads it.
        let shelf = visit.state.library.shelf(&member).await?;
        let words = Words {
            tenant: &member,
            language: visit.language,
        };
        let name = words.say(&member.settings.tenant.name).to_owned();
        let found = shelf.search(&query, &Facets::default());
        let count = found.len();
        let shown = if query.is_empty() { FIRST_MAX } else { RESULTS_MAX };
        procedures.extend(found.into_iter().take(shown).map(|procedure| {
            let card = cards::card(words, &shelf, procedure, true, clock::now());
            ProcedureCard {
                url: way_to(&visit, &member, &card.url),
                apply_url: card.apply_url.map(|url| way_to(&visit, &member, &url)),
                agency: Some(name.clone()),
                ..card
            }
        }));
        members.push(EntryMember {
            url: way_to(&visit, &member, "/"),
            name,
            count: i64::try_from(count).unwrap_or(i64::MAX),
        });
    }
    procedures.truncate(RESULTS_MAX);
    let view = Entry {
        query,
        total: members.iter().map(|member| member.count).sum(),
        members,
        procedures,
    };
    visit.page("portal/entry.html", "entry", &view)
}

/// The address of a member's page: for whoever is signed in here, by way of a hand-over.
fn way_to(visit: &Visit, member: &Tenant, path: &str) -> String {
    let config = &visit.state.config;
    if !matches!(visit.context.actor, Actor::Citizen(_)) && !path.ends_with("/apply") {
        return config.public_url(member.host(), path);
    }
    let query = url::form_urlencoded::Serializer::new(String::new())
        .append_pair("entry", &visit.tenant.slug)
        .append_pair("next", path)
        .finish();
    config.public_url(member.host(), &format!("/entry/begin?{query}"))
}

/// Where somebody sets out from.
#[derive(Debug, Deserialize)]
pub struct Begin {
    entry: String,
    next: Option<String>,
}

/// `GET /entry/begin` on a member's host.
pub async fn begin(visit: Visit, asked: web::Query<Begin>) -> Answer {
    let next = local_path(asked.next.as_deref()).unwrap_or_else(|| "/".to_owned());
    if visit.account().is_ok() {
        return Ok(visit.see(&next));
    }
    let entry = visit
        .tenant
        .mode
        .entries
        .iter()
        .filter_map(|id| visit.state.tenants.by_id(*id))
        .find(|entry| entry.slug == asked.entry)
        .ok_or(Error::NotFound)?;
    Ok(set_out(&visit, &entry, &next))
}

/// Sends a browser on its way to the entry, with a secret that only it carries.
pub(super) fn set_out(visit: &Visit, entry: &Tenant, next: &str) -> HttpResponse {
    let (secret, digest) = entry::set_out();
    let query = url::form_urlencoded::Serializer::new(String::new())
        .append_pair("to", &visit.tenant.slug)
        .append_pair("browser", &hex(&digest))
        .append_pair("next", next)
        .finish();
    let there = visit
        .state
        .config
        .public_url(entry.host(), &format!("/entry/go?{query}"));
    visit.see_keeping(&there, WAY_COOKIE, secret, WAY_SECONDS)
}

/// The secret of a sealed token, and the one this browser carries.
pub(super) fn secrets(visit: &Visit, request: &HttpRequest, token: &str) -> Result<(String, String)> {
    let over = || Error::refused("entry-handover-over");
    let secret = visit.state.keys.unseal(token).ok_or_else(over)?;
    let way = request.cookie(WAY_COOKIE).ok_or_else(over)?;
    Ok((secret, way.value().to_owned()))
}

/// `GET /entry/back` on a member's host: to the entry it belongs to.
pub async fn back(visit: Visit) -> Answer {
    let entry = visit
        .tenant
        .mode
        .entries
        .iter()
        .find_map(|id| visit.state.tenants.by_id(*id))
        .ok_or(Error::NotFound)?;
    Ok(visit.see(&visit.state.config.public_url(entry.host(), "/entry")))
}

/// Who wants to go where.
#[derive(Debug, Deserialize)]
pub struct Go {
    to: String,
    browser: String,
    next: Option<String>,
}

/// `GET /entry/go` on the entry's host.
pub async fn go(visit: Visit, asked: web::Query<Go>) -> Answer {
    let next = local_path(asked.next.as_deref()).unwrap_or_else(|| "/".to_owned());
    let member = visit
        .tenant
        .mode
        .members
        .iter()
        .filter_map(|id| visit.state.tenants.by_id(*id))
        .find(|member| member.slug == asked.to)
        .ok_or(Error::NotFound)?;
    let browser = unhex(&asked.browser).ok_or(Error::NotFound)?;
    let config = &visit.state.config;
    let account = visit.account()?;
    if !matches!(visit.context.actor, Actor::Citizen(_)) {
        // Whoever works here is nobody there.
        return Ok(visit.see(&config.public_url(member.host(), &next)));
    }
    visit.limit(Limited::SignIn)?;
    let found = visit
        .state
        .db
        .in_tenant(&visit.context, move |tx| {
            queries::account_by_id(tx.authorise::<OpenSession>(Whole)?.sql(), account)
        })
        .await?
        .ok_or(Error::SignInNeeded)?;
    let handover = Handover {
        entry: visit.tenant.id,
        member: member.id,
        account,
        person: Person {
            name: found.display_name,
            email: found.email,
            phone: found.phone,
            identity: found.identity,
            language: found.language,
        },
        next,
        browser,
    };
    let secret = entry::write_down(&visit.state.db, handover, clock::now()).await?;
    let sealed = visit.state.keys.seal(&secret);
    Ok(visit.see(&config.public_url(member.host(), &format!("/entry/arrive?token={sealed}"))))
}

/// What the entry gave.
#[derive(Debug, Deserialize)]
pub struct Arrive {
    token: String,
}

/// `GET /entry/arrive` on the member's host.
pub async fn arrive(visit: Visit, request: HttpRequest, asked: web::Query<Arrive>) -> Answer {
    visit.limit(Limited::SignIn)?;
    let now = clock::now();
    let (secret, way) = secrets(&visit, &request, &asked.token)?;
    let handover = entry::take(&visit.state.db, visit.tenant.id, &secret, &way, now).await?;
    if matches!(visit.context.actor, Actor::Citizen(_)) && visit.account().is_ok() {
        // She is signed in to an account of this member's: nothing is opened or connected without her word.
        return connect::ask(&visit, handover).await;
    }
    let next = local_path(Some(&handover.next)).unwrap_or_else(|| "/".to_owned());
    let visitor = visitor_session(&visit);
    let context = match visitor {
        Some(_) => visit.context.clone(),
        None => visit.state.gate.public(visit.tenant.id).into(),
    };
    let arrival = visit
        .state
        .db
        .in_tenant(&context, move |tx| entry::arrive(tx, &handover, visitor, now))
        .await?;
    visit.forget_session(&request);
    match arrival {
        Arrival::In(token) => Ok(visit.see_signed_in(&next, &token, None)),
        Arrival::OwnAccount => {
            let next: String = url::form_urlencoded::byte_serialize(next.as_bytes()).collect();
            Ok(visit.see_with(
                &format!("/sign-in?next={next}"),
                FlashKind::Info,
                "entry-own-account",
            ))
        }
    }
}

fn hex(bytes: &[u8; 32]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn unhex(text: &str) -> Option<[u8; 32]> {
    if text.len() != 64 || !text.is_ascii() {
        return None;
    }
    let mut bytes = [0; 32];
    for (at, byte) in bytes.iter_mut().enumerate() {
        *byte = u8::from_str_radix(text.get(2 * at..2 * at + 2)?, 16).ok()?;
    }
    Some(bytes)
}
