//! `/admin/policies`: the matrix, the tenant's own lines, duties kept apart, and what waits for a second person.

use actix_web::http::StatusCode;
use actix_web::{HttpRequest, web};

use crate::authority::access::LineReach;
use crate::authority::access::acts::{ChangePolicy, ReadAccess};
use crate::authority::access::commands::{self, Outcome};
use crate::authority::access::look;
use crate::authority::access::rules::{Effect, LineChange};
use crate::authority::four_eyes;
use crate::authority::four_eyes::acts::DecidePending;
use crate::kernel::actions::Verb;
use crate::kernel::error::{Error, FieldProblem, Refusal, Result};
use crate::kernel::ids::{PendingActId, SeparatedDutyId};
use crate::platform::door::Whole;
use crate::platform::render::FlashKind;
use crate::surfaces::desk::Staff;
use crate::surfaces::web::fields::Field;
use crate::surfaces::web::{Answer, PostedForm, Visit};

use super::explain::asked_in;
use super::forms::{Posted, apart, day_of, keep, reason_of};
use super::matrix::Drawn;
use super::views::{PendingRow, PoliciesPage};

/// Which of the page's forms came back.
#[derive(Clone, Copy)]
enum Back<'a> {
    None,
    Change(Posted<'a>),
    Separate(Posted<'a>),
}

/// `GET /admin/policies`
pub(super) async fn page(staff: Staff, request: HttpRequest) -> Answer {
    let asked = asked_in(&request);
    let back = if asked.text("role").is_empty() {
        Back::None
    } else {
        Back::Change(Posted::filled(&asked))
    };
    draw(&staff, StatusCode::OK, asked.text("only"), back).await
}

async fn draw(staff: &Staff, status: StatusCode, only: &str, back: Back<'_>) -> Answer {
    let visit = &staff.visit;
    let standing = visit.state.gate.standing(visit.tenant.id).await?;
    let now = standing.day.now;
    let book = visit
        .state
        .db
        .in_tenant(&visit.context, move |tx| {
            look::policy_book(&mut tx.authorise::<ReadAccess>(Whole)?, now)
        })
        .await?;
    let may_change = staff.offers(Verb::ChangePolicy);
    let drawn = Drawn {
        visit,
        standing: &standing,
        book: &book,
        may_change,
        only: standing.templates.is_of_people(only).then_some(only),
    };
    let (change, separate) = match back {
        Back::None => (Posted::default(), Posted::default()),
        Back::Change(posted) => (posted, Posted::default()),
        Back::Separate(posted) => (Posted::default(), posted),
    };
    let view = view(staff, &drawn, change, separate);
    visit.page_with(status, "admin/policies.html", "admin", &view)
}

fn view(staff: &Staff, drawn: &Drawn<'_>, change: Posted<'_>, separate: Posted<'_>) -> PoliciesPage {
    let (visit, standing) = (&staff.visit, drawn.standing);
    let verbs = |of: &dyn Fn(Verb) -> bool| -> Vec<(String, String)> {
        let mut all: Vec<_> = Verb::ALL
            .iter()
            .filter(|verb| of(**verb))
            .map(|verb| (verb.name().to_owned(), visit.text(&verb.text_key())))
            .collect();
        all.sort_by(|one, other| one.1.cmp(&other.1));
        all
    };
    let of_people = |verb: Verb| standing.templates.verb_is_of_people(verb);
    let recorded = |verb: Verb| verb.is_recorded() && of_people(verb);
    let mut until = change.day(visit, "to", "access-to", None);
    until.required = false;
    until.hint = Some(visit.text("access-to-hint"));
    let today = Some(standing.day.date);
    let change = vec![
        change.select(
            visit,
            "role",
            "access-role",
            drawn
                .role_names()
                .into_iter()
                .map(|role| (role.to_owned(), drawn.role(role))),
        ),
        change.select(visit, "verb", "access-verb", verbs(&of_people)),
        change.select(
            visit,
            "reach",
            "access-reach",
            LineReach::ALL.map(|reach| {
                let name = reach.name();
                (name.to_owned(), visit.text(&format!("access-reach-{name}")))
            }),
        ),
        change.select(
            visit,
            "effect",
            "access-effect",
            Effect::ALL.map(|effect| {
                let name = effect.name();
                (name.to_owned(), visit.text(&format!("access-effect-{name}")))
            }),
        ),
        change.day(visit, "from", "access-from", today),
        until,
        change.reason(visit),
    ];
    let separate = vec![
        separate.select(visit, "first", "access-duty-first", verbs(&recorded)),
        separate.select(visit, "second", "access-duty-second", verbs(&recorded)),
        separate.day(visit, "from", "access-from", today),
        separate.reason(visit),
    ];
    let separate: Vec<Field> = separate.into_iter().map(|field| apart(field, "duty")).collect();
    let mut errors = Field::errors(&change);
    errors.extend(Field::errors(&separate));
    let asked = drawn.pending(staff.account, standing.day.now);
    let (pending, decided) = asked.into_iter().partition(PendingRow::waits);
    PoliciesPage {
        desk: staff.desk("policies"),
        may_change: drawn.may_change,
        pending,
        decided,
        roles: drawn.columns(),
        areas: drawn.areas(),
        only: drawn.only.is_some(),
        lines: drawn.lines(),
        duties: drawn.duties(),
        errors,
        change,
        separate,
    }
}

/// `POST /admin/policies/lines`
pub(super) async fn change(staff: Staff, form: PostedForm) -> Answer {
    match changed(&staff, &form).await {
        Ok(Outcome::Done) => {
            Ok(staff
                .visit
                .see_with("/admin/policies", FlashKind::Ok, "access-flash-changed"))
        }
        Ok(Outcome::Waits(_)) => {
            Ok(staff
                .visit
                .see_with("/admin/policies", FlashKind::Info, "access-flash-waits"))
        }
        Err(Error::Refused(refusal)) if !refusal.fields.is_empty() => {
            let back = Back::Change(Posted::refused(&form, &refusal));
            draw(&staff, StatusCode::UNPROCESSABLE_ENTITY, "", back).await
        }
        Err(other) => Err(other.into()),
    }
}

async fn changed(staff: &Staff, form: &PostedForm) -> Result<Outcome> {
    let visit = &staff.visit;
    let mut problems = Vec::new();
    let role = form.text("role").to_owned();
    let verb = choice(&mut problems, "verb", Verb::parse(form.text("verb")));
    let named = |text: &str| LineReach::ALL.into_iter().find(|reach| reach.name() == text);
    let reach = choice(&mut problems, "reach", named(form.text("reach")));
    let named = |text: &str| Effect::ALL.into_iter().find(|effect| effect.name() == text);
    let effect = choice(&mut problems, "effect", named(form.text("effect")));
    if role.is_empty() {
        problems.push(FieldProblem::new("role", "errors-access-choose"));
    }
    let from = keep(&mut problems, day_of(form, "from")).flatten();
    // The form asks for the last day; a line is over on the day after.
    let to = keep(&mut problems, day_of(form, "to"))
        .flatten()
        .and_then(|last| last.succ_opt());
    let reason = keep(&mut problems, reason_of(form));
    let standing = visit.state.gate.standing(visit.tenant.id).await?;
    let (Some(verb), Some(reach), Some(effect), Some(reason), true) =
        (verb, reach, effect, reason, problems.is_empty())
    else {
        return Err(Refusal::of_fields(problems).into());
    };
    let change = LineChange {
        role,
        reach,
        verb,
        effect,
        from: from.unwrap_or(standing.day.date),
        to,
    };
    visit
        .state
        .db
        .in_tenant(&visit.context, move |tx| {
            let grant = tx.authorise::<ChangePolicy>(Whole)?;
            commands::change_line(grant, &change, &reason, &standing, standing.day.now)
        })
        .await
}

fn choice<T>(problems: &mut Vec<FieldProblem>, name: &str, read: Option<T>) -> Option<T> {
    if read.is_none() {
        problems.push(FieldProblem::new(name, "errors-access-choose"));
    }
    read
}

/// `POST /admin/policies/duties`
pub(super) async fn separate(staff: Staff, form: PostedForm) -> Answer {
    match separated(&staff.visit, &form).await {
        Ok(()) => Ok(staff
            .visit
            .see_with("/admin/policies", FlashKind::Ok, "access-flash-separated")),
        Err(Error::Refused(refusal)) if !refusal.fields.is_empty() => {
            let back = Back::Separate(Posted::refused(&form, &refusal));
            draw(&staff, StatusCode::UNPROCESSABLE_ENTITY, "", back).await
        }
        Err(other) => Err(other.into()),
    }
}

async fn separated(visit: &Visit, form: &PostedForm) -> Result<()> {
    let mut problems = Vec::new();
    let first = choice(&mut problems, "first", Verb::parse(form.text("first")));
    let second = choice(&mut problems, "second", Verb::parse(form.text("second")));
    let from = keep(&mut problems, day_of(form, "from")).flatten();
    let reason = keep(&mut problems, reason_of(form));
    let day = visit.state.gate.today(visit.tenant.id).await?;
    let (Some(first), Some(second), Some(reason), true) = (first, second, reason, problems.is_empty()) else {
        return Err(Refusal::of_fields(problems).into());
    };
    let from = from.unwrap_or(day.date);
    visit
        .state
        .db
        .in_tenant(&visit.context, move |tx| {
            let grant = tx.authorise::<ChangePolicy>(Whole)?;
            commands::separate_duties(grant, (first, second), &reason, from, day, day.now).map(|_| ())
        })
        .await
}

/// `POST /admin/policies/duties/{id}/join`
pub(super) async fn join(staff: Staff, id: web::Path<String>, form: PostedForm) -> Answer {
    let id: SeparatedDutyId = id.parse().map_err(|_| Error::NotFound)?;
    let visit = &staff.visit;
    let reason = reason_of(&form).map_err(|problem| Refusal::of_fields(vec![problem]))?;
    let standing = visit.state.gate.standing(visit.tenant.id).await?;
    visit
        .state
        .db
        .in_tenant(&visit.context, move |tx| {
            let grant = tx.authorise::<ChangePolicy>(Whole)?;
            commands::join_duties(grant, id, &reason, &standing, standing.day.now)
        })
        .await?;
    Ok(visit.see_with("/admin/policies", FlashKind::Info, "access-flash-waits"))
}

/// `POST /admin/policies/pending/{id}`: `decision` is `confirm` or `reject`.
pub(super) async fn decide(staff: Staff, id: web::Path<String>, form: PostedForm) -> Answer {
    let id: PendingActId = id.parse().map_err(|_| Error::NotFound)?;
    let confirm = match form.text("decision") {
        "confirm" => true,
        "reject" => false,
        _ => return Err(Error::refused("errors-access-choose").into()),
    };
    let visit = &staff.visit;
    let day = visit.state.gate.today(visit.tenant.id).await?;
    visit
        .state
        .db
        .in_tenant(&visit.context, move |tx| {
            four_eyes::decide(tx.authorise::<DecidePending>(id)?, confirm, day)
        })
        .await?;
    let told = if confirm {
        "access-flash-confirmed"
    } else {
        "access-flash-rejected"
    };
    Ok(visit.see_with("/admin/policies", FlashKind::Ok, told))
}
