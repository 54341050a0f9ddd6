//! `/desk/access`: what one may work on oneself and why, where one works now, and what one lends to colleagues.

use std::collections::HashSet;

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
use crate::kernel::format;
use crate::kernel::ids::{AccountId, DelegationId, OperatingUnitId};
use crate::kernel::locale::Localised;
use crate::platform::render::FlashKind;
use crate::surfaces::desk::{Staff, choice, work_at};
use crate::surfaces::web::fields::Field;
use crate::surfaces::web::{Answer, PostedForm};

use super::super::form::help;
use super::super::named::{self, Named};
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
        Asked {
            posted,
            answered,
            place: Posted::default(),
        },
    )
    .await
}

/// What else stands on the page: a question about oneself with its answer, and a place that could not be entered.
#[derive(Default)]
struct Asked<'a> {
    posted: Posted<'a>,
    answered: Option<Answered>,
    place: Posted<'a>,
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
    let (me, said) = (staff.account, posted.value("borrower"));
    let (own, whom) = visit
        .state
        .db
        .in_tenant(&visit.context, move |tx| {
            let mut grant = tx.authorise::<ReadOwnAccess>(me)?;
            let own = look::own_access(&mut grant, day)?;
            Ok((own, named::whom_to_lend(&mut grant, &said)?))
        })
        .await?;
    let fields = lend_fields(staff, &own, &whom, day, posted);
    let question: Vec<Field> = place_fields(staff, asked.posted)
        .into_iter()
        .map(|field| apart(field, "ask"))
        .collect();
    let place = place_field(staff, asked.place);
    let mut errors: Vec<_> = place
        .iter()
        .flat_map(|field| Field::errors(std::slice::from_ref(field)))
        .collect();
    errors.extend(Field::errors(&question));
    errors.extend(Field::errors(&fields));
    let view = OwnPage {
        desk: staff.desk("own-access"),
        places: places(staff, place.is_some()),
        place,
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
                let units: Vec<String> = loan.units.iter().map(|unit| staff.unit_name(*unit)).collect();
                LoanView {
                    name: visit.say(&name).to_owned(),
                    borrower: loan.borrower_name.clone(),
                    units: format::list(&units, visit.language),
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

/// Where one unit of many is typed; nothing while a list names them all.
fn place_field(staff: &Staff, posted: Posted<'_>) -> Option<Field> {
    let units = units_of(staff, staff.access()?.start.units.iter());
    let mut field = posted.one_of(&staff.visit, "unit", "access-own-unit", &units);
    field.required = false;
    named::are_many(&units).then(|| apart(field, "place"))
}

/// The modes of the responsibility in force, and its units unless they are typed: the switcher at the top names only a few.
fn places(staff: &Staff, are_typed: bool) -> Vec<Place> {
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
        .filter(|unit| !are_typed || now.current_unit == Some(*unit))
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

/// These units, by name.
fn units_of(staff: &Staff, which: impl Iterator<Item = OperatingUnitId>) -> Vec<Named> {
    let which: HashSet<uuid::Uuid> = which.map(OperatingUnitId::uuid).collect();
    let mut all = named::every_unit(staff);
    all.retain(|one| which.contains(&one.id));
    all
}

fn lend_fields(staff: &Staff, own: &OwnAccess, whom: &[Named], day: Day, posted: Posted<'_>) -> Vec<Field> {
    let visit = &staff.visit;
    let mine: Vec<&HeldResponsibility> = own
        .held
        .iter()
        .map(|(one, _)| one)
        .filter(|one| one.loan.is_none() && one.valid_to.is_none_or(|to| day.date < to))
        .collect();
    let opened = own
        .held
        .iter()
        .filter(|(one, _)| one.loan.is_none())
        .filter_map(|(_, begun)| begun.as_ref().ok())
        .flat_map(|start| start.units.iter());
    let mut at = posted.any_of(visit, "units", "access-lend-units", &units_of(staff, opened));
    help(&mut at, visit.text("access-lend-units-hint"));
    vec![
        posted.select(
            visit,
            "responsibility",
            "access-lend-what",
            mine.iter()
                .map(|one| (one.id.to_string(), staff.responsibility_name(one))),
        ),
        posted.one_of(visit, "borrower", "access-lend-whom", whom),
        at,
        posted.day(visit, "from", "access-from", Some(day.date)),
        posted.day(visit, "to", "access-last-day", None),
        posted.reason(visit),
    ]
}

/// `POST /desk/access/place`: a unit by its code or name, of those that the responsibility in force opens.
pub(super) async fn enter(staff: Staff, request: HttpRequest, form: PostedForm) -> Answer {
    let access = staff.access().ok_or(Error::NotFound)?;
    let units = units_of(&staff, access.start.units.iter());
    let unit = named::sought(&units, "unit", form.text("unit"))
        .and_then(|one| one.ok_or_else(|| FieldProblem::new("unit", "errors-access-choose")));
    match unit {
        Ok(unit) => {
            let place = format!("{}.{}", choice(&access.responsibility), unit.id);
            work_at(&request, &staff.visit, &place).await
        }
        Err(problem) => {
            let refusal = Refusal::of_fields(vec![problem]);
            let asked = Asked {
                place: Posted::refused(&form, &refusal),
                ..Asked::default()
            };
            draw(&staff, StatusCode::UNPROCESSABLE_ENTITY, Posted::default(), asked).await
        }
    }
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

/// Whose address or name was said, or the problem with it.
async fn borrower(staff: &Staff, said: &str) -> Result<std::result::Result<AccountId, FieldProblem>> {
    // An id that is not offered is for the rules to refuse: they say why.
    if let Ok(id) = said.parse() {
        return Ok(Ok(id));
    }
    let (me, text) = (staff.account, said.to_owned());
    let whom = staff
        .visit
        .state
        .db
        .in_tenant(&staff.visit.context, move |tx| {
            named::whom_to_lend(&mut tx.authorise::<ReadOwnAccess>(me)?, &text)
        })
        .await?;
    Ok(match named::meant(&whom, "borrower", said) {
        Ok(Some(one)) => Ok(AccountId::from_uuid(one.id)),
        Ok(None) => Err(FieldProblem::new("borrower", "errors-access-choose")),
        Err(problem) => Err(problem),
    })
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
    let borrower = keep(&mut problems, borrower(staff, form.text("borrower")).await?);
    let units = named::several(form, "units", &named::every_unit(staff));
    let units =
        keep(&mut problems, units).map(|units| units.into_iter().map(OperatingUnitId::from_uuid).collect());
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
