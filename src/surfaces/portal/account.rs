//! One's own account: where one is signed in, and the programs that act for one.

use actix_web::http::StatusCode;

use crate::authority::people::acts::{KeepAccount, OpenSession};
use crate::authority::people::queries::{self, OwnSession};
use crate::authority::people::{Account, SessionKind, Token, commands};
use crate::kernel::clock;
use crate::kernel::error::{Error, Result};
use crate::kernel::identity;
use crate::kernel::ids::SessionId;
use crate::platform::door::Whole;
use crate::platform::render::FlashKind;
use crate::surfaces::web::fields::{Field, FieldKind};
use crate::surfaces::web::limits::Limited;
use crate::surfaces::web::{Answer, PostedForm, Visit};

use super::views::{AccountPage, SessionRow};

const TOKEN_NAME_CHARACTERS_MAX: usize = 60;
const HERE: &str = "/my/account";

async fn read(visit: &Visit) -> Result<(Account, Vec<OwnSession>)> {
    let id = visit.account()?;
    visit
        .state
        .db
        .in_tenant(&visit.context, move |tx| {
            let mut grant = tx.authorise::<OpenSession>(Whole)?;
            let account = queries::account_by_id(grant.sql(), id)?.ok_or(Error::NotFound)?;
            Ok((account, queries::open_sessions(grant.sql(), id, clock::now())?))
        })
        .await
}

async fn view(
    visit: &Visit,
    token_name: &str,
    problem: Option<String>,
    fresh: Option<Token>,
) -> Result<AccountPage> {
    let (account, sessions) = read(visit).await?;
    let this = visit.session.as_ref().map(|signed_in| signed_in.session.id);
    let rows = |kind| {
        let of_kind = sessions.iter().filter(move |session| session.kind == kind);
        of_kind
            .map(|session| SessionRow {
                id: session.id.to_string(),
                name: session.name.clone(),
                started_at: session.started_at,
                expires_at: session.expires_at,
                is_this: Some(session.id) == this,
            })
            .collect()
    };
    let mut name = Field::new(FieldKind::Text, "name", visit.text("portal-account-token-name"));
    token_name.clone_into(&mut name.value);
    name.error = problem;
    let token_fields = vec![name];
    Ok(AccountPage {
        name: account.display_name,
        email: account.email,
        phone: account.phone,
        identity: account.identity.map(|(_, number)| identity::mask(&number)),
        sessions: rows(SessionKind::Browser),
        tokens: rows(SessionKind::Token),
        entry: super::connect::standing(visit).await?,
        fresh_token: fresh.map(|token| token.text()),
        errors: Field::errors(&token_fields),
        token_fields,
    })
}

/// `GET /my/account`
pub async fn page(visit: Visit) -> Answer {
    let view = view(&visit, "", None, None).await?;
    visit.page("portal/account.html", "", &view)
}

/// `POST /my/account/sessions/end`: one session or token.
pub async fn end(visit: Visit, form: PostedForm) -> Answer {
    let account = visit.account()?;
    let session: SessionId = form.text("session").parse().map_err(|_| Error::NotFound)?;
    visit
        .state
        .db
        .in_tenant(&visit.context, move |tx| {
            commands::end_own_session(tx.authorise::<KeepAccount>(account)?, session, clock::now())
        })
        .await?;
    Ok(visit.see_with(HERE, FlashKind::Ok, "portal-account-ended"))
}

/// `POST /my/account/sessions/end-others`: every session and token but this one.
pub async fn end_others(visit: Visit, _form: PostedForm) -> Answer {
    let account = visit.account()?;
    let this = visit
        .session
        .as_ref()
        .map(|signed_in| signed_in.session.id)
        .ok_or(Error::SignInNeeded)?;
    visit
        .state
        .db
        .in_tenant(&visit.context, move |tx| {
            commands::end_other_sessions(tx.authorise::<KeepAccount>(account)?, this, clock::now())
                .map(|_| ())
        })
        .await?;
    Ok(visit.see_with(HERE, FlashKind::Ok, "portal-account-ended"))
}

/// `POST /my/account/tokens`: the text of a new token is on the page that answers, and nowhere else.
pub async fn make_token(visit: Visit, form: PostedForm) -> Answer {
    let account = visit.account()?;
    visit.limit(Limited::SignIn)?;
    let name = form.text("name").to_owned();
    let problem = match name.chars().count() {
        0 => Some(visit.text("forms-problem-missing")),
        long if long > TOKEN_NAME_CHARACTERS_MAX || name.chars().any(char::is_control) => {
            Some(visit.text_with(
                "forms-problem-too-long",
                "limit",
                &TOKEN_NAME_CHARACTERS_MAX.to_string(),
            ))
        }
        _ => None,
    };
    if problem.is_some() {
        let view = view(&visit, &name, problem, None).await?;
        return visit.page_with(StatusCode::UNPROCESSABLE_ENTITY, "portal/account.html", "", &view);
    }
    let token = visit
        .state
        .db
        .in_tenant(&visit.context, move |tx| {
            commands::make_token(tx.authorise::<KeepAccount>(account)?, &name, clock::now())
        })
        .await?;
    let view = view(&visit, "", None, Some(token)).await?;
    visit.page("portal/account.html", "", &view)
}
