//! How an invited person comes in: the link of her letter, and a password of her own.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::web::Path;

use crate::authority::people::acts::OpenSession;
use crate::authority::people::admin::acts::AcceptInvitation;
use crate::authority::people::admin::{Invitation, commands, queries};
use crate::authority::people::{Token, commands as sessions, rules};
use crate::kernel::clock;
use crate::kernel::error::{Error, FieldProblem, Result};
use crate::platform::door::Whole;
use crate::surfaces::web::fields::{Field, FieldKind};
use crate::surfaces::web::limits::Limited;
use crate::surfaces::web::views::Link;
use crate::surfaces::web::{Answer, Failure, PostedForm, Visit};

use super::views;

/// The invitation behind a link, if it opens anything now. Who else is signed in in this browser does not matter.
async fn find(visit: &Visit, token: Option<Token>) -> Result<Option<Invitation>> {
    visit.limit(Limited::SignIn)?;
    let Some(token) = token else { return Ok(None) };
    let public = visit.state.gate.public(visit.tenant.id).into();
    let found = visit
        .state
        .db
        .in_tenant(&public, move |tx| {
            // Looking is not accepting: the trail tells of the second only.
            let mut grant = tx.authorise::<OpenSession>(Whole)?;
            queries::invitation_by_digest(grant.sql(), &token.digest())
        })
        .await?;
    Ok(found.filter(|one| one.is_open(clock::now())))
}

fn answer(
    visit: &Visit,
    path: &str,
    invitation: Option<&Invitation>,
    problems: &[FieldProblem],
) -> std::result::Result<HttpResponse, Failure> {
    let field = |name: &str, label: &str| {
        let mut field = Field::new(FieldKind::Password, name, visit.text(label));
        field.autocomplete = Some("new-password".into());
        field.error = problems
            .iter()
            .find(|problem| problem.field == name)
            .map(|problem| visit.problem(problem));
        field
    };
    let mut password = field("password", "forms-password");
    password.hint = Some(visit.text("forms-password-new-hint"));
    let fields = vec![password, field("again", "admin-invitation-again")];
    let view = views::Invitation {
        name: invitation.map(|one| one.name.clone()),
        email: invitation.map(|one| one.email.clone()).unwrap_or_default(),
        errors: Field::errors(&fields),
        fields,
        action: path.to_owned(),
        sign_in: Link::new(visit.text("common-sign-in"), "/sign-in"),
    };
    let status = match invitation {
        None => StatusCode::NOT_FOUND,
        Some(_) if problems.is_empty() => StatusCode::OK,
        Some(_) => StatusCode::UNPROCESSABLE_ENTITY,
    };
    visit.page_with(status, "admin/invitation.html", "", &view)
}

/// `GET /invitation/{token}`
pub(super) async fn form(visit: Visit, token: Path<String>) -> Answer {
    let invitation = find(&visit, Token::parse(&token)).await?;
    answer(&visit, &address(&token), invitation.as_ref(), &[])
}

fn address(token: &str) -> String {
    // What is no token is not repeated: the page says only that the link opens nothing.
    Token::parse(token).map_or_else(
        || "/sign-in".to_owned(),
        |token| format!("/invitation/{}", token.text()),
    )
}

/// `POST /invitation/{token}`: the password is set, and she is signed in with it.
pub(super) async fn accept(visit: Visit, token: Path<String>, form: PostedForm) -> Answer {
    let path = address(&token);
    let (Some(token), Some(invitation)) = (Token::parse(&token), find(&visit, Token::parse(&token)).await?)
    else {
        return answer(&visit, &path, None, &[]);
    };
    let password = form.get("password").unwrap_or_default().to_owned();
    let mut problems: Vec<FieldProblem> = rules::password_problem("password", &password, &invitation.email)
        .into_iter()
        .collect();
    if problems.is_empty() && form.get("again") != Some(password.as_str()) {
        problems.push(FieldProblem::new("again", "admin-problem-passwords-differ"));
    }
    if !problems.is_empty() {
        return answer(&visit, &path, Some(&invitation), &problems);
    }
    let hash = visit.state.passwords.hash(password).await?;
    let public = visit.state.gate.public(visit.tenant.id).into();
    let session = visit
        .state
        .db
        .in_tenant(&public, move |tx| {
            let now = clock::to_microseconds(clock::now());
            let account = commands::accept(tx.authorise::<AcceptInvitation>(token)?, &hash, now)?;
            let grant = tx.authorise::<OpenSession>(Whole)?;
            sessions::begin_session(grant, account, None, rules::staff_session(), now)
        })
        .await;
    match session {
        Ok(session) => Ok(visit.see_signed_in("/desk", &session, None)),
        Err(Error::NotFound) => answer(&visit, &path, None, &[]),
        Err(error) => Err(error.into()),
    }
}
