//! Connecting the account of a member with the one at its entry, and parting them.

use actix_web::http::StatusCode;
use actix_web::{HttpRequest, web};
use serde::Deserialize;

use crate::authority::entry::{self, Between, Handover};
use crate::authority::people::acts::{ConnectAccount, OpenSession, PartAccount};
use crate::authority::people::sign_in::prove;
use crate::authority::people::{Account, queries};
use crate::authority::tenancy::Tenant;
use crate::kernel::clock;
use crate::kernel::context::Actor;
use crate::kernel::error::{Error, Result};
use crate::kernel::ids::AccountId;
use crate::platform::door::Whole;
use crate::platform::render::FlashKind;
use crate::surfaces::web::fields::{Field, FieldKind};
use crate::surfaces::web::limits::Limited;
use crate::surfaces::web::{Answer, PostedForm, Visit};

use super::entry::{secrets, set_out};
use super::sign_in::local_path;
use super::views::{ConnectPage, EntryConnection};

const ACCOUNT: &str = "/my/account";

/// The account of a person; whoever works here has nothing to connect.
fn own(visit: &Visit) -> Result<AccountId> {
    let account = visit.account()?;
    match visit.context.actor {
        Actor::Citizen(_) => Ok(account),
        _ => Err(Error::NotFound),
    }
}

/// The entry this tenant belongs to.
fn entry_of(visit: &Visit) -> Option<std::sync::Arc<Tenant>> {
    let entries = visit.tenant.mode.entries.iter();
    entries.filter_map(|id| visit.state.tenants.by_id(*id)).next()
}

fn name_of(visit: &Visit, entry: &Tenant) -> String {
    let name = &entry.settings.tenant.name;
    name.get(visit.language, entry.default_language()).to_owned()
}

/// What stands on the page of one's own account; `None` where there is no shared entry, or whoever looks works here.
pub(super) async fn standing(visit: &Visit) -> Result<Option<EntryConnection>> {
    let Ok(account) = own(visit) else { return Ok(None) };
    let found = visit
        .state
        .db
        .in_tenant(&visit.context, move |tx| {
            entry::connection(&mut tx.authorise::<OpenSession>(Whole)?, account)
        })
        .await?;
    let entry = match &found {
        Some(connection) => visit.state.tenants.by_id(connection.entry),
        None => entry_of(visit),
    };
    Ok(entry.map(|entry| EntryConnection {
        entry: name_of(visit, &entry),
        since: found.map(|connection| connection.since),
        may_part: found.is_some_and(|connection| connection.has_password),
    }))
}

/// What she was asked.
#[derive(Debug, Deserialize)]
pub struct Asked {
    question: Option<String>,
}

/// `GET /entry/connect`: to the entry, to prove whose account there it is; and back from there, the question.
pub async fn page(visit: Visit, request: HttpRequest, asked: web::Query<Asked>) -> Answer {
    let account = own(&visit)?;
    let Some(token) = &asked.question else {
        let entry = entry_of(&visit).ok_or(Error::NotFound)?;
        return Ok(set_out(&visit, &entry, ACCOUNT));
    };
    let question = question(&visit, &request, account, token).await?;
    let view = view(&visit, question, account, token, None).await?;
    visit.page("portal/connect.html", "", &view)
}

/// Back from the entry while signed in here: unless the two are connected, she is asked.
pub(super) async fn ask(visit: &Visit, handover: Handover) -> Answer {
    let account = own(visit)?;
    let next = local_path(Some(&handover.next)).unwrap_or_else(|| "/".to_owned());
    let of = handover.clone();
    let between = visit
        .state
        .db
        .in_tenant(&visit.context, move |tx| {
            entry::between(&mut tx.authorise::<OpenSession>(Whole)?, account, &of)
        })
        .await;
    match between {
        Ok(Between::Connected) => Ok(visit.see(&next)),
        Ok(Between::Nothing) => {
            let secret = entry::ask(&visit.state.db, account, handover, clock::now()).await?;
            let sealed = visit.state.keys.seal(&secret);
            Ok(visit.see(&format!("/entry/connect?question={sealed}")))
        }
        Err(Error::Refused(refusal)) => Ok(visit.see_with(ACCOUNT, FlashKind::Bad, &refusal.code)),
        Err(error) => Err(error.into()),
    }
}

async fn question(visit: &Visit, request: &HttpRequest, account: AccountId, token: &str) -> Result<Handover> {
    let (secret, way) = secrets(visit, request, token)?;
    let (db, member) = (&visit.state.db, visit.tenant.id);
    entry::question(db, member, account, &secret, &way, clock::now()).await
}

async fn view(
    visit: &Visit,
    question: Handover,
    account: AccountId,
    token: &str,
    problem: Option<String>,
) -> Result<ConnectPage> {
    let here: Account = visit
        .state
        .db
        .in_tenant(&visit.context, move |tx| {
            queries::account_by_id(tx.authorise::<OpenSession>(Whole)?.sql(), account)
        })
        .await?
        .ok_or(Error::SignInNeeded)?;
    let entry = visit.state.tenants.by_id(question.entry).ok_or(Error::NotFound)?;
    let mut password = Field::new(
        FieldKind::Password,
        "password",
        visit.text("entry-connect-password"),
    );
    password.hint = Some(visit.text("entry-connect-password-hint"));
    password.autocomplete = Some("current-password".into());
    password.error = problem;
    let fields = vec![password];
    Ok(ConnectPage {
        entry: name_of(visit, &entry),
        there_name: question.person.name,
        there_email: question.person.email,
        here: name_of(visit, &visit.tenant),
        here_name: here.display_name,
        here_email: here.email,
        token: token.to_owned(),
        errors: Field::errors(&fields),
        fields,
    })
}

/// `POST /entry/connect`: her word, and the password of the account here.
pub async fn post(visit: Visit, request: HttpRequest, form: PostedForm) -> Answer {
    let account = own(&visit)?;
    visit.limit(Limited::SignIn)?;
    let token = form.text("token");
    let asked = question(&visit, &request, account, token).await?;
    let state = &visit.state;
    let password = form.get("password").unwrap_or_default().to_owned();
    let proven = if password.is_empty() {
        Err(Error::refused("forms-problem-missing"))
    } else {
        let address = visit.address.to_string();
        let now = clock::now();
        prove(
            &state.db,
            &state.passwords,
            &visit.context,
            account,
            password,
            address,
            now,
        )
        .await
    };
    match proven {
        Ok(()) => {}
        Err(Error::Refused(refusal)) => {
            let problem = Some(visit.text(&refusal.code));
            let view = view(&visit, asked, account, token, problem).await?;
            return visit.page_with(StatusCode::UNPROCESSABLE_ENTITY, "portal/connect.html", "", &view);
        }
        Err(error) => return Err(error.into()),
    }
    let (secret, way) = secrets(&visit, &request, token)?;
    let (now, member) = (clock::now(), visit.tenant.id);
    let handover = entry::answered(&state.db, member, account, &secret, &way, now).await?;
    let done = state
        .db
        .in_tenant(&visit.context, move |tx| {
            entry::connect(tx.authorise::<ConnectAccount>(account)?, &handover, now)
        })
        .await;
    told(&visit, done, "entry-connected")
}

/// `POST /my/account/entry/end`: parts them.
pub async fn end(visit: Visit, _form: PostedForm) -> Answer {
    let account = own(&visit)?;
    let signed_in = visit.session.as_ref().ok_or(Error::SignInNeeded)?;
    let this = signed_in.session.id;
    let done = visit
        .state
        .db
        .in_tenant(&visit.context, move |tx| {
            entry::part(tx.authorise::<PartAccount>(account)?, this, clock::now())
        })
        .await;
    told(&visit, done, "entry-disconnected")
}

fn told(visit: &Visit, done: Result<()>, key: &str) -> Answer {
    match done {
        Ok(()) => Ok(visit.see_with(ACCOUNT, FlashKind::Ok, key)),
        Err(Error::Refused(refusal)) => Ok(visit.see_with(ACCOUNT, FlashKind::Bad, &refusal.code)),
        Err(error) => Err(error.into()),
    }
}
