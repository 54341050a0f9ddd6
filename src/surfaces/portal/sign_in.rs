//! Signing in and out.

use actix_web::{HttpRequest, HttpResponse};
use serde::Deserialize;

use actix_web::http::StatusCode;
use actix_web::web;

use crate::authority::people::acts::OpenSession;
use crate::authority::people::sign_in::{Credentials, sign_in};
use crate::authority::people::{commands, queries};
use crate::authority::tenancy::demo::DEMO_PASSWORD;
use crate::kernel::clock;
use crate::kernel::error::{Error, Result};
use crate::kernel::ids::SessionId;
use crate::platform::door::Whole;
use crate::surfaces::web::fields::{ErrorLink, Field, FieldKind};
use crate::surfaces::web::limits::Limited;
use crate::surfaces::web::{Answer, PostedForm, Visit};

use super::views::{DemoAccount, SignIn};

/// How many accounts of the demonstration are offered.
const DEMO_ACCOUNTS_MAX: i64 = 4;

/// Where to go afterwards.
#[derive(Debug, Deserialize)]
pub struct Onward {
    next: Option<String>,
}

impl Onward {
    /// The path, if it is one of this portal.
    #[must_use]
    pub fn local(&self) -> Option<String> {
        local_path(self.next.as_deref())
    }
}

/// A path of this portal, or nothing: an address elsewhere is never followed.
#[must_use]
pub fn local_path(next: Option<&str>) -> Option<String> {
    let path = next?.trim();
    let is_local = path.starts_with('/')
        && !path.starts_with("//")
        && path.len() <= 500
        && path
            .chars()
            .all(|c| !c.is_control() && c != '\\' && !c.is_whitespace());
    is_local.then(|| path.to_owned())
}

/// The session of a visitor who has not signed in.
#[must_use]
pub fn visitor_session(visit: &Visit) -> Option<SessionId> {
    let session = &visit.session.as_ref()?.session;
    session.account_id.is_none().then_some(session.id)
}

/// `GET /sign-in`
pub async fn form(visit: Visit, onward: web::Query<Onward>) -> Answer {
    let next = onward.local();
    if visit.account().is_ok() {
        return Ok(visit.see(next.as_deref().unwrap_or("/")));
    }
    let view = view(&visit, next, "", Vec::new()).await?;
    visit.page("portal/sign-in.html", "", &view)
}

async fn view(visit: &Visit, next: Option<String>, login: &str, errors: Vec<ErrorLink>) -> Result<SignIn> {
    let mut name = Field::new(FieldKind::Email, "login", visit.text("forms-email"));
    login.clone_into(&mut name.value);
    name.autocomplete = Some("username".into());
    let mut password = Field::new(FieldKind::Password, "password", visit.text("forms-password"));
    password.autocomplete = Some("current-password".into());
    name.error = errors.first().map(|error| error.text.clone());
    Ok(SignIn {
        action: "/sign-in".into(),
        fields: vec![name, password],
        errors,
        next,
        demo_accounts: if visit.state.config.is_demo() {
            demo_accounts(visit).await?
        } else {
            Vec::new()
        },
    })
}

async fn demo_accounts(visit: &Visit) -> Result<Vec<DemoAccount>> {
    let found = visit
        .state
        .db
        .in_tenant(&visit.context, |tx| {
            let mut grant = tx.authorise::<OpenSession>(Whole)?;
            queries::demo_citizens(grant.sql(), DEMO_ACCOUNTS_MAX)
        })
        .await?;
    let shown = |(who, login)| DemoAccount {
        who,
        login,
        password: DEMO_PASSWORD.to_owned(),
    };
    Ok(found.into_iter().map(shown).collect())
}

/// `POST /sign-in`
pub async fn post(visit: Visit, request: HttpRequest, form: PostedForm) -> Answer {
    visit.limit(Limited::SignIn)?;
    let next = local_path(form.get("next"));
    let credentials = Credentials {
        email: form.text("login").to_owned(),
        password: form.get("password").unwrap_or_default().to_owned(),
        address: visit.address.to_string(),
    };
    let (state, visitor) = (&visit.state, visitor_session(&visit));
    // What she prepared is seen through the visitor's own session only.
    let context = match visitor {
        Some(_) => visit.context.clone(),
        None => state.gate.public(visit.tenant.id).into(),
    };
    let is_demo = state.config.is_demo();
    match sign_in(
        &state.db,
        &state.passwords,
        &context,
        credentials,
        visitor,
        is_demo,
        clock::now(),
    )
    .await
    {
        Ok((account, token)) => {
            visit.forget_session(&request);
            let home = if account.kind == crate::authority::people::AccountKind::Staff {
                "/desk"
            } else {
                "/my/dossiers"
            };
            Ok(visit.see_signed_in(next.as_deref().unwrap_or(home), &token, Some(&account)))
        }
        Err(Error::Refused(refusal)) => {
            let errors = vec![ErrorLink {
                id: "login".into(),
                label: String::new(),
                text: visit.text(&refusal.code),
            }];
            let view = view(&visit, next, form.text("login"), errors).await?;
            visit.page_with(StatusCode::UNPROCESSABLE_ENTITY, "portal/sign-in.html", "", &view)
        }
        Err(error) => Err(error.into()),
    }
}

/// `POST /sign-out`
pub async fn sign_out(visit: Visit, request: HttpRequest, _form: PostedForm) -> Answer {
    if let Some(signed_in) = &visit.session {
        let session = signed_in.session.id;
        visit
            .state
            .db
            .in_tenant(&visit.context, move |tx| {
                let grant = tx.authorise::<OpenSession>(Whole)?;
                commands::end_session(grant, session, clock::now())
            })
            .await?;
        visit.forget_session(&request);
    }
    let answer: HttpResponse = visit.see_signed_out("/");
    Ok(answer)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_paths_of_this_portal_are_followed() {
        assert_eq!(
            local_path(Some("/my/dossiers?page=2")).as_deref(),
            Some("/my/dossiers?page=2")
        );
        for elsewhere in [
            "//evil.example",
            "https://evil.example",
            "/\\evil.example",
            "javascript:alert(1)",
            "",
            "/a\r\nb",
            "/\t/x",
        ] {
            assert_eq!(local_path(Some(elsewhere)), None, "{elsewhere:?}");
        }
    }
}
