//! Under which responsibility, and in which unit, one works; and leaving.

use actix_web::{HttpRequest, HttpResponse};

use crate::authority::people::acts::OpenSession;
use crate::authority::people::commands;
use crate::kernel::clock;
use crate::kernel::error::{Error, Result};
use crate::platform::door::Whole;
use crate::platform::render::FlashKind;
use crate::surfaces::web::{Answer, PostedForm, Visit};

/// `POST /desk/context`: `responsibility` is the id of a responsibility, or of one and a unit, joined by a point. What she
/// does not hold is passed over when access is compiled, so nothing is opened by asking for it.
pub async fn switch(request: HttpRequest, visit: Visit, form: PostedForm) -> Answer {
    let session = session_of(&visit)?;
    let chosen = form.text("responsibility");
    let (responsibility, unit) = match chosen.split_once('.') {
        Some((responsibility, unit)) => (responsibility, Some(unit.parse().map_err(|_| Error::NotFound)?)),
        None => (chosen, None),
    };
    let responsibility = Some(responsibility.parse().map_err(|_| Error::NotFound)?);
    visit
        .state
        .db
        .in_tenant(&visit.context, move |tx| {
            commands::switch_work_context(tx.authorise::<OpenSession>(Whole)?, session, responsibility, unit)
        })
        .await?;
    visit.forget_session(&request);
    Ok(visit.see_with("/desk", FlashKind::Ok, "desk-context-switched"))
}

/// `POST /desk/sign-out`
pub async fn sign_out(request: HttpRequest, visit: Visit, _form: PostedForm) -> Answer {
    Ok(leave(&request, &visit).await?)
}

async fn leave(request: &HttpRequest, visit: &Visit) -> Result<HttpResponse> {
    let session = session_of(visit)?;
    visit
        .state
        .db
        .in_tenant(&visit.context, move |tx| {
            commands::end_session(tx.authorise::<OpenSession>(Whole)?, session, clock::now())
        })
        .await?;
    visit.forget_session(request);
    Ok(visit.see_signed_out("/sign-in"))
}

fn session_of(visit: &Visit) -> Result<crate::kernel::ids::SessionId> {
    visit.account()?;
    visit
        .session
        .as_ref()
        .map(|signed_in| signed_in.session.id)
        .ok_or(Error::SignInNeeded)
}
