//! The checklist of a tenant that is set up, from nothing to the first test dossier.

mod emblem;
mod place;
mod steps;
pub mod views;

use std::sync::Arc;

use actix_web::web::{ServiceConfig, get, post};

use crate::authority::onboarding::{self, KeepOnboarding, Onboarding, STEPS, Step};
use crate::kernel::clock;
use crate::kernel::error::{Error, Result};
use crate::platform::door::Whole;
use crate::platform::render::FlashKind;
use crate::surfaces::desk::Staff;
use crate::surfaces::web::{Answer, PostedForm};

use self::views::{Checklist, ChecklistStep};

/// The checklist's own address.
const HERE: &str = "/admin/onboarding";

/// The routes.
pub(super) fn configure(routes: &mut ServiceConfig) {
    routes
        .route("/admin/onboarding", get().to(page))
        .route("/admin/onboarding/undo", post().to(undo))
        .route("/admin/onboarding/ask", post().to(ask))
        .route("/admin/onboarding/{step}", get().to(steps::form))
        .route("/admin/onboarding/{step}", post().to(steps::post));
}

/// How far the set-up of this tenant is.
async fn read(staff: &Staff) -> Result<Onboarding> {
    staff
        .visit
        .state
        .db
        .in_tenant(&staff.visit.context, |tx| {
            onboarding::open(&mut tx.authorise::<KeepOnboarding>(Whole)?)
        })
        .await
}

/// The name by which steps say who made them.
fn who(staff: &Staff) -> String {
    let session = staff.visit.session.as_ref();
    session.map_or_else(String::new, |it| it.session.display_name.clone())
}

/// `GET /admin/onboarding`
async fn page(staff: Staff) -> Answer {
    let of = read(&staff).await?;
    let next = STEPS.into_iter().find(|step| !of.done.contains(step));
    let view = Checklist {
        desk: staff.desk("onboarding"),
        name: staff.visit.say(&of.code.tenant.name).to_owned(),
        host: of.code.tenant.hosts.first().cloned().unwrap_or_default(),
        done: i64::try_from(of.done.len()).unwrap_or(0),
        of: i64::try_from(STEPS.len()).unwrap_or(0),
        steps: STEPS
            .into_iter()
            .map(|step| ChecklistStep {
                key: step.word(),
                url: match step {
                    Step::Dossier => "/desk/intake".to_owned(),
                    _ => format!("{HERE}/{}", step.word()),
                },
                state: if of.done.contains(&step) {
                    "done"
                } else if next == Some(step) {
                    "now"
                } else {
                    "open"
                },
                detail: steps::detail(&staff, &of, step),
            })
            .collect(),
        last: of.last.map(Step::word),
        may_ask: next.is_none() && of.asked_at.is_none() && of.live_at.is_none(),
        asked_at: of.asked_at.filter(|_| of.live_at.is_none()),
        live_at: of.live_at,
    };
    staff.visit.page("admin/onboarding.html", "admin", &view)
}

/// `POST /admin/onboarding/undo`: takes the last step back.
async fn undo(staff: Staff, _form: PostedForm) -> Answer {
    let (visit, of) = (&staff.visit, read(&staff).await?);
    let state = &visit.state;
    onboarding::undo(&state.db, &state.gate, &visit.context, &of, clock::now()).await?;
    state.tenants.refresh(&state.db).await?;
    Ok(visit.see_with(HERE, FlashKind::Ok, "onboarding-flash-undone"))
}

/// `POST /admin/onboarding/ask`: asks the platform's operator to open the portal.
async fn ask(staff: Staff, _form: PostedForm) -> Answer {
    let visit = &staff.visit;
    let asked = visit
        .state
        .db
        .in_tenant(&visit.context, |tx| {
            onboarding::ask(tx.authorise::<KeepOnboarding>(Whole)?, clock::now())
        })
        .await;
    match asked {
        Ok(()) => Ok(visit.see_with(HERE, FlashKind::Ok, "onboarding-flash-asked")),
        Err(Error::Refused(_)) => Ok(visit.see_with(HERE, FlashKind::Bad, "onboarding-not-done")),
        Err(error) => Err(error.into()),
    }
}

/// Puts a changed code into force, and shows it at once on this node.
async fn keep(
    staff: &Staff,
    before: &Onboarding,
    step: Step,
    code: crate::authority::tenancy::code::TenantCode,
) -> Result<()> {
    let visit = &staff.visit;
    let state = &visit.state;
    let context = Arc::clone(&visit.context);
    onboarding::keep(
        &state.db,
        &state.gate,
        &context,
        before,
        step,
        code,
        who(staff),
        clock::now(),
    )
    .await?;
    state.tenants.refresh(&state.db).await.map(|_| ())
}
