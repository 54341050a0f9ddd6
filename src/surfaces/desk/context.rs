//! Under which responsibility, and in which unit, one works; and leaving.

use actix_web::{HttpRequest, HttpResponse};

use crate::authority::people::acts::OpenSession;
use crate::authority::people::{WorkContext, commands};
use crate::kernel::access::AccessMode;
use crate::kernel::clock;
use crate::kernel::error::{Error, Result};
use crate::platform::door::Whole;
use crate::platform::render::FlashKind;
use crate::surfaces::web::{Answer, PostedForm, Visit};

/// Stands before the id of a loan in a choice.
pub(super) const LOAN: &str = "loan-";

/// `POST /desk/context`: `responsibility` is the id of a responsibility or `loan-` and that of a loan; behind a point the id
/// of a unit to work in alone, or the letter of a mode. What she does not hold is passed over when access is compiled, so
/// nothing is opened by asking for it.
pub async fn switch(request: HttpRequest, visit: Visit, form: PostedForm) -> Answer {
    work_at(&request, &visit, form.text("responsibility")).await
}

/// Works where a choice says.
pub(crate) async fn work_at(request: &HttpRequest, visit: &Visit, choice: &str) -> Answer {
    let session = session_of(visit)?;
    let chosen = chosen(choice).ok_or(Error::NotFound)?;
    visit
        .state
        .db
        .in_tenant(&visit.context, move |tx| {
            commands::switch_work_context(tx.authorise::<OpenSession>(Whole)?, session, &chosen)
        })
        .await?;
    visit.forget_session(request);
    Ok(visit.see_with("/desk", FlashKind::Ok, "desk-context-switched"))
}

/// Reads a choice.
fn chosen(text: &str) -> Option<WorkContext> {
    let (whose, place) = text.split_once('.').unwrap_or((text, ""));
    let mut chosen = WorkContext::default();
    match whose.strip_prefix(LOAN) {
        Some(loan) => chosen.delegation = Some(loan.parse().ok()?),
        None => chosen.responsibility = Some(whose.parse().ok()?),
    }
    if place.is_empty() {
        return Some(chosen);
    }
    match place.parse() {
        Ok(AccessMode::S) => return None,
        Ok(mode) => chosen.mode = Some(mode),
        Err(_) => {
            chosen.mode = Some(AccessMode::S);
            chosen.unit = Some(place.parse().ok()?);
        }
    }
    Some(chosen)
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

#[cfg(test)]
mod tests {
    use crate::kernel::ids::{DelegationId, OperatingUnitId, ResponsibilityId};

    use super::*;

    #[test]
    fn a_choice_names_a_responsibility_or_loan_and_a_unit_or_mode() {
        let (responsibility, loan, unit) = (
            ResponsibilityId::fresh(),
            DelegationId::fresh(),
            OperatingUnitId::fresh(),
        );
        let plain = chosen(&responsibility.to_string()).unwrap();
        assert_eq!((plain.responsibility, plain.mode), (Some(responsibility), None));
        let single = chosen(&format!("{responsibility}.{unit}")).unwrap();
        assert_eq!((single.mode, single.unit), (Some(AccessMode::S), Some(unit)));
        for letter in [AccessMode::M, AccessMode::A, AccessMode::X] {
            let entered = chosen(&format!("loan-{loan}.{letter}")).unwrap();
            assert_eq!(
                (entered.delegation, entered.mode, entered.unit),
                (Some(loan), Some(letter), None)
            );
        }
        for bad in ["", ".", "x", "loan-", "loan-x.A"] {
            assert_eq!(chosen(bad), None, "{bad}");
        }
        for place in ["S", "no unit"] {
            assert_eq!(
                chosen(&format!("{responsibility}.{place}")),
                None,
                "{place}: S needs its unit"
            );
        }
    }
}
