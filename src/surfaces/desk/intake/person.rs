//! Who applies: somebody with an account, found by what she shows or tells, or somebody without one.

use actix_web::http::StatusCode;

use crate::authority::people::acts::IdentifyApplicant;
use crate::authority::people::{Account, NewApplicant, Sought, commands, rules};
use crate::kernel::clock;
use crate::kernel::error::{Error, FieldProblem, Result};
use crate::kernel::ids::{AccountId, DraftId, OperatingUnitId};
use crate::platform::door::Whole;
use crate::services::catalogue::Procedure;
use crate::services::dossiers::acts::BeginDraft;
use crate::services::dossiers::drafts;
use crate::surfaces::desk::Staff;
use crate::surfaces::web::fields::{Choice, Field, FieldKind};
use crate::surfaces::web::limits::Limited;
use crate::surfaces::web::{Answer, PostedForm, person};

use super::views::{FoundPerson, IntakePerson};
use super::{guard, units};

/// Characters of a number that are shown: its end, as on the receipts people hold.
const SHOWN_CHARACTERS: usize = 4;

/// A procedure that she may file, and where.
struct At {
    procedure: std::sync::Arc<Procedure>,
    units: Vec<OperatingUnitId>,
}

fn at(staff: &Staff, code: &str) -> Result<At> {
    guard(staff)?;
    let procedure = staff.shelf.by_code(code).cloned().ok_or(Error::NotFound)?;
    let units = units(staff, &procedure);
    if units.is_empty() {
        return Err(Error::NotFound);
    }
    if procedure.is_suspended {
        return Err(Error::refused("errors-procedure-suspended"));
    }
    Ok(At { procedure, units })
}

/// `GET /desk/intake/{code}`: no address holds personal data, so nothing is looked for here.
pub async fn form(staff: Staff, code: actix_web::web::Path<String>) -> Answer {
    let at = at(&staff, &code)?;
    show(&staff, &at, &PostedForm::default(), None, &[])
}

/// `POST /desk/intake/{code}`: looks for somebody (`find`), takes one who was found (`person`), or enters one (`enter`).
/// The last two begin the dossier.
pub async fn begin(staff: Staff, code: actix_web::web::Path<String>, form: PostedForm) -> Answer {
    let at = at(&staff, &code)?;
    let sought = sought(&staff, form.text("who"));
    if let Some(chosen) = form.get("person") {
        let Ok(sought) = sought else {
            return show(&staff, &at, &form, None, &[]);
        };
        let wanted: AccountId = chosen.parse().map_err(|_| Error::NotFound)?;
        // She is taken only from among those who are found by what was typed.
        let found = look(&staff, sought).await?;
        let person = found
            .iter()
            .find(|account| account.id == wanted)
            .ok_or(Error::NotFound)?;
        return match unit_of_call(&staff, &at, &form) {
            Ok(unit) => start(&staff, &at, unit, Some(person.id), None).await,
            Err(problem) => show(&staff, &at, &form, Some(&found), &[problem]),
        };
    }
    if form.get("enter").is_some() {
        return match (unit_of_call(&staff, &at, &form), entered(&staff, &form)) {
            (Ok(unit), Ok(new)) => start(&staff, &at, unit, None, Some(new)).await,
            (unit, new) => {
                let problems: Vec<FieldProblem> = unit
                    .err()
                    .into_iter()
                    .chain(new.err().unwrap_or_default())
                    .collect();
                let found = match sought {
                    Ok(sought) => Some(look(&staff, sought).await?),
                    Err(_) => None,
                };
                show(&staff, &at, &form, found.as_deref(), &problems)
            }
        };
    }
    match sought {
        Ok(sought) => {
            let found = look(&staff, sought).await?;
            show(&staff, &at, &form, Some(&found), &[])
        }
        Err(problem) => show(&staff, &at, &form, None, &[problem]),
    }
}

/// What was typed: an address has an @, everything else is an identity number.
fn sought(staff: &Staff, typed: &str) -> Result<Sought, FieldProblem> {
    let wrong = |key: &str| FieldProblem::new("who", key);
    if typed.is_empty() {
        return Err(wrong("desk-intake-who-missing"));
    }
    if typed.contains('@') {
        return rules::parse_email(typed)
            .map(Sought::Email)
            .ok_or_else(|| wrong("forms-problem-not-email"));
    }
    let form = PostedForm {
        fields: vec![("identity".into(), typed.into())],
    };
    match person::identity(&staff.visit, &form) {
        Ok(Some((_, number))) => Ok(Sought::Identity(number)),
        _ => Err(wrong("forms-problem-not-identity")),
    }
}

/// As slow as tracking: numbers of people are not to be tried out, and each look is on record.
async fn look(staff: &Staff, sought: Sought) -> Result<Vec<Account>> {
    let visit = &staff.visit;
    visit.limit(Limited::Track)?;
    visit
        .state
        .db
        .in_tenant(&visit.context, move |tx| {
            commands::identify(tx.authorise::<IdentifyApplicant>(Whole)?, &sought)
        })
        .await
}

/// Somebody without an account. One number at least must be known: with it she follows her dossier.
fn entered(staff: &Staff, form: &PostedForm) -> Result<NewApplicant, Vec<FieldProblem>> {
    let mut problems = Vec::new();
    let name = person::name(form).map_err(|problem| problems.push(problem)).ok();
    let phone = person::phone(form).map_err(|problem| problems.push(problem)).ok();
    let identity = person::identity(&staff.visit, form)
        .map_err(|problem| problems.push(problem))
        .ok();
    if (&phone, &identity) == (&Some(None), &Some(None)) {
        problems.push(FieldProblem::new("identity", "desk-intake-number-missing"));
    }
    match name {
        Some(display_name) if problems.is_empty() => Ok(NewApplicant {
            display_name,
            phone: phone.flatten(),
            identity: identity.flatten(),
            language: staff.visit.tenant.default_language(),
        }),
        _ => Err(problems),
    }
}

/// The unit the dossier is taken in by: the one she chose, else the one she works in or begins with. One that is none of
/// those she may choose from is none.
fn unit_of_call(staff: &Staff, at: &At, form: &PostedForm) -> Result<OperatingUnitId, FieldProblem> {
    let chosen = form.text("unit");
    let unit = match (chosen, at.units.as_slice()) {
        ("", [only]) => Some(only),
        ("", several) => several.iter().find(|unit| Some(**unit) == staff.default_unit()),
        (_, offered) => offered.iter().find(|unit| unit.to_string() == chosen),
    };
    unit.copied()
        .ok_or_else(|| FieldProblem::new("unit", "desk-intake-unit-missing"))
}

async fn start(
    staff: &Staff,
    at: &At,
    unit: OperatingUnitId,
    known: Option<AccountId>,
    new: Option<NewApplicant>,
) -> Answer {
    let visit = &staff.visit;
    let version = at.procedure.version_id;
    let id: DraftId = visit
        .state
        .db
        .in_tenant(&visit.context, move |tx| {
            let applicant = match (known, &new) {
                (Some(known), _) => known,
                (None, Some(new)) => {
                    commands::enter_applicant(tx.authorise::<IdentifyApplicant>(Whole)?, new)?
                }
                (None, None) => return Err(Error::NotFound),
            };
            let grant = tx.authorise::<BeginDraft>(Whole)?;
            drafts::begin_for(grant, version, applicant, unit, clock::now())
        })
        .await?;
    Ok(visit.see(&format!("/drafts/{id}")))
}

fn show(
    staff: &Staff,
    at: &At,
    form: &PostedForm,
    found: Option<&[Account]>,
    problems: &[FieldProblem],
) -> Answer {
    let visit = &staff.visit;
    let field = |kind, name: &str, label: &str| {
        let mut field = Field::new(kind, name, visit.text(label));
        form.text(name).clone_into(&mut field.value);
        field.autocomplete = Some("off".into());
        field.error = problems
            .iter()
            .find(|problem| problem.field == name)
            .map(|problem| visit.problem(problem));
        field
    };
    let mut who = field(FieldKind::Text, "who", "desk-intake-who");
    who.hint = Some(visit.text("desk-intake-who-hint"));
    let mut identity = field(FieldKind::Text, "identity", "forms-identity");
    identity.required = false;
    identity.hint = Some(visit.text("desk-intake-number-hint"));
    // Whoever is not found by a number is entered with it.
    if identity.value.is_empty()
        && identity.error.is_none()
        && matches!(sought(staff, &who.value), Ok(Sought::Identity(_)))
    {
        who.value.clone_into(&mut identity.value);
    }
    let mut phone = field(FieldKind::Tel, "phone", "forms-phone");
    phone.required = false;
    let (find, new) = (
        vec![who],
        vec![field(FieldKind::Text, "name", "forms-name"), identity, phone],
    );
    let units = unit_field(staff, at, form.text("unit"), problems);
    let errors = Field::errors(units.as_slice())
        .into_iter()
        .chain(Field::errors(&find))
        .chain(Field::errors(&new))
        .collect();
    let view = IntakePerson {
        desk: staff.desk("intake"),
        procedure: visit.say(&at.procedure.facts.name).to_owned(),
        action: format!("/desk/intake/{}", at.procedure.facts.code),
        units,
        unit: at
            .units
            .first()
            .filter(|_| at.units.len() == 1)
            .map(|unit| staff.unit_name(*unit)),
        sought: found.is_some() || form.get("enter").is_some(),
        found: found.unwrap_or_default().iter().map(told).collect(),
        find,
        new,
        errors,
    };
    let status = if problems.is_empty() {
        StatusCode::OK
    } else {
        StatusCode::UNPROCESSABLE_ENTITY
    };
    visit.page_with(status, "desk/intake-person.html", "desk", &view)
}

/// Which unit takes it in, where there are several: the one she works in or begins with is chosen, and else none.
fn unit_field(staff: &Staff, at: &At, chosen: &str, problems: &[FieldProblem]) -> Option<Field> {
    if at.units.len() < 2 {
        return None;
    }
    let mut field = Field::new(FieldKind::Radios, "unit", staff.visit.text("desk-intake-unit"));
    field.error = problems
        .iter()
        .find(|problem| problem.field == "unit")
        .map(|problem| staff.visit.problem(problem));
    let default = staff.default_unit();
    field.choices = at
        .units
        .iter()
        .map(|unit| Choice {
            value: unit.to_string(),
            label: staff.unit_name(*unit),
            hint: None,
            chosen: if chosen.is_empty() {
                Some(*unit) == default
            } else {
                unit.to_string() == chosen
            },
        })
        .collect();
    Some(field)
}

fn told(account: &Account) -> FoundPerson {
    FoundPerson {
        id: account.id.to_string(),
        name: account.display_name.clone(),
        identity: account.identity.as_ref().map(|(_, number)| end_of(number)),
        email: account.address().map(start_of),
    }
}

fn end_of(number: &str) -> String {
    let all: Vec<char> = number.chars().collect();
    let end: String = all[all.len().saturating_sub(SHOWN_CHARACTERS)..].iter().collect();
    format!("•••• {end}")
}

fn start_of(address: &str) -> String {
    let (name, host) = address.split_once('@').unwrap_or((address, ""));
    let start: String = name.chars().take(2).collect();
    format!("{start}•••@{host}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_numbers_and_addresses_only_a_part_is_shown() {
        assert_eq!(end_of("079199004512"), "•••• 4512");
        assert_eq!(end_of("12"), "•••• 12");
        assert_eq!(start_of("lan.nguyen@mail.example"), "la•••@mail.example");
        assert_eq!(start_of("x@y.vn"), "x•••@y.vn");
    }
}
