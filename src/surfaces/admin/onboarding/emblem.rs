//! The emblem's step: a drawing is brought, looked at, and shown at once where it will stand.

use actix_web::http::StatusCode;
use actix_web::{HttpRequest, web};

use crate::authority::onboarding::{self, EMBLEM_BYTES_MAX, Onboarding, Step};
use crate::kernel::error::{Error, FieldProblem};
use crate::platform::render::FlashKind;
use crate::surfaces::desk::Staff;
use crate::surfaces::web::fields::{Field, FieldKind};
use crate::surfaces::web::views::Link;
use crate::surfaces::web::{Answer, one_file};

use super::views::EmblemPage;
use super::{HERE, keep, steps};

/// Kilobytes, as people are told them.
const KILOBYTES_MAX: usize = EMBLEM_BYTES_MAX / 1000;

/// The page, as it is or with what was wrong.
pub(super) fn page(
    staff: &Staff,
    of: &Onboarding,
    problem: Option<&FieldProblem>,
    status: StatusCode,
) -> Answer {
    let visit = &staff.visit;
    let mut field = Field::new(FieldKind::File, "file", visit.text("onboarding-emblem-file"));
    field.accept = Some(".svg".into());
    field.hint = Some(visit.text_with("onboarding-emblem-hint", "kilobytes", &KILOBYTES_MAX.to_string()));
    field.error = problem.map(|problem| visit.problem(problem));
    let view = EmblemPage {
        desk: staff.desk("onboarding"),
        back: Link::new(visit.text("onboarding-title"), HERE),
        errors: Field::errors(std::slice::from_ref(&field)),
        field,
        action: format!("{HERE}/{}", Step::Emblem.word()),
        contrast: steps::contrast_now(staff, of),
    };
    visit.page_with(status, "admin/onboarding-emblem.html", "admin", &view)
}

/// Takes the drawing, and comes back to show it.
pub(super) async fn post(
    staff: &Staff,
    of: &Onboarding,
    request: &HttpRequest,
    payload: web::Payload,
) -> Answer {
    let visit = &staff.visit;
    let posted = one_file::receive(visit, request, payload, EMBLEM_BYTES_MAX).await?;
    let wrong = |problem: FieldProblem| page(staff, of, Some(&problem), StatusCode::UNPROCESSABLE_ENTITY);
    let bytes = match posted.file {
        // Looked at once more and found right.
        None if of.done.contains(&Step::Emblem) => return Ok(visit.see(HERE)),
        None => return wrong(FieldProblem::new("file", "onboarding-problem-emblem-missing")),
        Some(Err(one_file::TooLarge)) => {
            let large = FieldProblem::new("file", "onboarding-problem-emblem-large");
            return wrong(large.with("kilobytes", KILOBYTES_MAX));
        }
        Some(Ok(bytes)) => bytes,
    };
    let mut code = of.code.clone();
    let done = match onboarding::emblem(&mut code, &bytes) {
        Ok(()) => keep(staff, of, Step::Emblem, code).await,
        Err(error) => Err(error),
    };
    match done {
        Ok(()) => Ok(visit.see_with(
            &format!("{HERE}/{}", Step::Emblem.word()),
            FlashKind::Ok,
            "onboarding-flash-kept",
        )),
        Err(Error::Refused(refusal)) => match refusal.fields.first() {
            Some(problem) => wrong(problem.clone()),
            None => {
                let mut problem = FieldProblem::new("file", refusal.code.clone());
                problem.arguments = refusal.arguments;
                wrong(problem)
            }
        },
        Err(error) => Err(error.into()),
    }
}
