//! `/desk/access`: what one may work on oneself and why, where one works now, and what one lends to colleagues.

use actix_web::http::StatusCode;
use actix_web::{HttpRequest, web};

use crate::authority::access::acts::{EndLoan, Lend, ReadOwnAccess};
use crate::authority::access::commands::{self, Outcome};
use crate::authority::access::explain::{About, Explanation, explain_own};
use crate::authority::access::look::{self, OwnAccess};
use crate::authority::access::{Day, HeldResponsibility, NewLoan};
use crate::kernel::access::AccessMode;
use crate::kernel::actions::Verb;
use crate::kernel::error::{Error, FieldProblem, Refusal, Result};
use crate::kernel::ids::{DelegationId, OperatingUnitId};
use crate::kernel::locale::Localised;
use crate::platform::render::FlashKind;
use crate::surfaces::desk::{Staff, choice};
use crate::surfaces::web::fields::Field;
use crate::surfaces::web::{Answer, PostedForm};

use super::explain::{asked_in, is_asked, place_fields, unknown, verb_and_place, view};
use super::forms::{Posted, apart, day_of, keep, reason_of};
use super::matrix::days;
use super::sentence::{why_of, words_of_start};
use super::views::{Answered, HeldRow, LoanView, OwnPage, Place};

/// `GET /desk/access`: with a question about oneself in the address.
pub(super) async fn page(staff: Staff, request: HttpRequest) -> Answer {
    let asked = asked_in(&request);
    if !is_asked(&asked) {
        return draw(&staff, StatusCode::OK, Posted::default(), Asked::default()).await;
    }
    let told = match verb_and_place(&staff.shelf, &asked, Vec::new()) {
        Ok((verb, about)) => explained(&staff, verb, about).await,
        Err(error) => Err(error),
    };
    let mut refusal = None;
    let answered = match told {
        Ok(explained) => Some(view(&staff, &explained)),
        Err(error) => {
            refusal = Some(match error {
                Error::NotFound => unknown(&asked),
                Error::Refused(refused) => refused,
                other => return Err(other.into()),
            });
            None
        }
    };
    let posted = match &refusal {
        Some(refusal) => Posted::refused(&asked, refusal),
        None => Posted::filled(&asked),
    };
    draw(
        &staff,
        StatusCode::OK,
        Posted::default(),
        Asked { posted, answered },
    )
    .await
}

/// A question about oneself, with its answer.
#[derive(Default)]
struct Asked<'a> {
    posted: Posted<'a>,
    answered: Option<Answered>,
}

async fn explained(staff: &Staff, verb: Verb, about: About) -> Result<Explanation> {
    let visit = &staff.visit;
    let standing = visit.state.gate.standing(visit.tenant.id).await?;
    let me = staff.account;
    visit
        .state
        .db
        .in_tenant(&visit.context, move |tx| {
            explain_own(&mut tx.authorise::<ReadOwnAccess>(me)?, verb, &about, &standing)
        })
        .await
}

async fn draw(staff: &Staff, status: StatusCode, posted: Posted<'_>, asked: Asked<'_>) -> Answer {
    let visit = &staff.visit;
    let day = visit.state.gate.today(visit.tenant.id).await?;
    let me = staff.account;
    let own = visit
        .state
        .db
        .in_tenant(&visit.context, move |tx| {
            look::own_access(&mut tx.authorise::<ReadOwnAccess>(me)?, day)
        })
        .await?;
    let fields = lend_fields(staff, &own, day, posted);
    let question: Vec<Field> = place_fields(staff, asked.posted)
        .into_iter()
        .map(|field| apart(field, "ask"))
        .collect();
    let mut errors = Field::errors(&question);
    errors.extend(Field::errors(&fields));
    let view = OwnPage {
        desk: staff.desk("own-access"),
        places: places(staff),
        held: own
            .held
            .iter()
            .filter(|(one, _)| one.valid_to.is_none_or(|to| day.date < to))
            .map(|(one, begun)| HeldRow {
                name: staff.responsibility_name(one),
                role: visit.text(&format!("access-role-{}", one.role)),
                lent: one
                    .loan
                    .as_ref()
                    .map(|loan| visit.text_with("desk-context-lent", "lender", &loan.lender_name)),
                days: days(visit, one.valid_from, one.valid_to),
                in_force: one.is_in_force(day.date),
                why: match begun {
                    Ok(start) => words_of_start(visit, &staff.shelf, start),
                    Err(error) => why_of(visit, &staff.responsibility_name(one), error),
                },
            })
            .collect(),
        loans: own
            .loans
            .iter()
            .map(|loan| {
                let name: Localised = serde_json::from_value(loan.responsibility.clone()).unwrap_or_default();
                let borrower = own.colleagues.iter().find(|one| one.id == loan.borrower);
                let units: Vec<String> = loan.units.iter().map(|unit| staff.unit_name(*unit)).collect();
                LoanView {
                    name: visit.say(&name).to_owned(),
                    borrower: borrower.map(|one| one.name.clone()).unwrap_or_default(),
                    units: units.join(", "),
                    days: days(visit, loan.valid_from, Some(loan.valid_to)),
                    reason: loan.reason.clone(),
                    end_url: format!("/desk/access/loans/{}/end", loan.id),
                }
            })
            .collect(),
        errors,
        fields,
        question,
        answered: asked.answered,
    };
    visit.page_with(status, "desk/access.html", "desk", &view)
}

/// Modes and units of the responsibility in force, all of them: the switcher at the top names only a few.
fn places(staff: &Staff) -> Vec<Place> {
    let Some(access) = staff.access() else {
        return Vec::new();
    };
    let (start, now, visit) = (&access.start, &staff.visit.context, &staff.visit);
    let whose = choice(&access.responsibility);
    let place = |tail: &str, name: String, current: bool| Place {
        value: format!("{whose}.{tail}"),
        name,
        current,
    };
    let is = |mode: AccessMode| now.mode == Some(mode);
    let mut all = Vec::new();
    if start.mode == AccessMode::A {
        all.push(place(
            "A",
            visit.text("desk-context-every-unit"),
            is(AccessMode::A),
        ));
    }
    if start.units.len() > 1 {
        let n = start.units.len().to_string();
        all.push(place(
            "M",
            visit.text_with("desk-context-units", "n", &n),
            is(AccessMode::M),
        ));
    }
    let mut units: Vec<(String, OperatingUnitId)> = start
        .units
        .iter()
        .map(|unit| (staff.unit_name(unit), unit))
        .collect();
    units.sort();
    all.extend(
        units
            .into_iter()
            .map(|(name, unit)| place(&unit.to_string(), name, now.current_unit == Some(unit))),
    );
    all.push(place("X", visit.text("desk-context-no-unit"), is(AccessMode::X)));
    all
}

fn lend_fields(staff: &Staff, own: &OwnAccess, day: Day, posted: Posted<'_>) -> Vec<Field> {
    let visit = &staff.visit;
    let mine: Vec<&HeldResponsibility> = own
        .held
        .iter()
        .map(|(one, _)| one)
        .filter(|one| one.loan.is_none() && one.valid_to.is_none_or(|to| day.date < to))
        .collect();
    let mut units: Vec<(String, String)> = own
        .held
        .iter()
        .filter(|(one, _)| one.loan.is_none())
        .filter_map(|(_, begun)| begun.as_ref().ok())
        .flat_map(|start| start.units.iter())
        .map(|unit| (unit.to_string(), staff.unit_name(unit)))
        .collect();
    units.sort_by(|one, other| (&one.1, &one.0).cmp(&(&other.1, &other.0)));
    units.dedup();
    let mut at = posted.several(visit, "units", "access-lend-units", units);
    at.hint = Some(visit.text("access-lend-units-hint"));
    vec![
        posted.select(
            visit,
            "responsibility",
            "access-lend-what",
            mine.iter()
                .map(|one| (one.id.to_string(), staff.responsibility_name(one))),
        ),
        posted.select(
            visit,
            "borrower",
            "access-lend-whom",
            own.colleagues
                .iter()
                .map(|one| (one.id.to_string(), format!("{} ({})", one.name, one.email))),
        ),
        at,
        posted.day(visit, "from", "access-from", Some(day.date)),
        posted.day(visit, "to", "access-last-day", None),
        posted.reason(visit),
    ]
}

/// `POST /desk/access/loans`
pub(super) async fn lend(staff: Staff, form: PostedForm) -> Answer {
    match lent(&staff, &form).await {
        Ok(Outcome::Done) => Ok(staff
            .visit
            .see_with("/desk/access", FlashKind::Ok, "access-flash-lent")),
        Ok(Outcome::Waits(_)) => {
            Ok(staff
                .visit
                .see_with("/desk/access", FlashKind::Info, "access-flash-waits"))
        }
        Err(Error::Refused(refusal)) if !refusal.fields.is_empty() => {
            let posted = Posted::refused(&form, &refusal);
            draw(&staff, StatusCode::UNPROCESSABLE_ENTITY, posted, Asked::default()).await
        }
        Err(other) => Err(other.into()),
    }
}

async fn lent(staff: &Staff, form: &PostedForm) -> Result<Outcome> {
    let visit = &staff.visit;
    let mut problems = Vec::new();
    let chosen = |name: &str| FieldProblem::new(name, "errors-access-choose");
    let responsibility = keep(
        &mut problems,
        form.text("responsibility")
            .parse()
            .map_err(|_| chosen("responsibility")),
    );
    let borrower = keep(
        &mut problems,
        form.text("borrower").parse().map_err(|_| chosen("borrower")),
    );
    let units: std::result::Result<Vec<OperatingUnitId>, _> = form
        .fields
        .iter()
        .filter(|(name, _)| name == "units")
        .map(|(_, value)| value.parse().map_err(|_| chosen("units")))
        .collect();
    let units = keep(&mut problems, units);
    let from = keep(&mut problems, day_of(form, "from")).flatten();
    let to = keep(
        &mut problems,
        day_of(form, "to").and_then(|day| {
            day.and_then(|last| last.succ_opt())
                .ok_or_else(|| FieldProblem::new("to", "errors-access-day-wrong"))
        }),
    );
    let reason = keep(&mut problems, reason_of(form));
    let standing = visit.state.gate.standing(visit.tenant.id).await?;
    let (Some(responsibility), Some(borrower), Some(units), Some(to), Some(reason), true) =
        (responsibility, borrower, units, to, reason, problems.is_empty())
    else {
        return Err(Refusal::of_fields(problems).into());
    };
    let me = staff.account;
    let loan = NewLoan {
        lender: me,
        borrower,
        responsibility,
        units,
        from: from.unwrap_or(standing.day.date),
        to,
        reason: reason.as_str().to_owned(),
    };
    visit
        .state
        .db
        .in_tenant(&visit.context, move |tx| {
            commands::lend(
                tx.authorise::<Lend>(me)?,
                &loan,
                &reason,
                &standing,
                standing.day.now,
            )
        })
        .await
}

/// `POST /desk/access/loans/{id}/end`
pub(super) async fn end(staff: Staff, id: web::Path<String>, form: PostedForm) -> Answer {
    let id: DelegationId = id.parse().map_err(|_| Error::NotFound)?;
    let visit = &staff.visit;
    let reason = reason_of(&form).map_err(|problem| Refusal::of_fields(vec![problem]))?;
    let day = visit.state.gate.today(visit.tenant.id).await?;
    visit
        .state
        .db
        .in_tenant(&visit.context, move |tx| {
            commands::end_loan(tx.authorise::<EndLoan>(id)?, &reason, day.now)
        })
        .await?;
    Ok(visit.see_with("/desk/access", FlashKind::Ok, "access-flash-ended"))
}
