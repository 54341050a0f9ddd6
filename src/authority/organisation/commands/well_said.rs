//! What is wrong with a change whatever the organisation is: its codes, names and numbers, and what invoices bear.

use uuid::Uuid;

use crate::authority::organisation::change::{Called, Change, EntityCard};
use crate::authority::organisation::queries::invoices;
use crate::authority::tenancy::code::{
    CODE_MAX, NAME_MAX, RegistrationScheme, VALUE_MAX, is_code, is_email, is_value,
};
use crate::kernel::error::{FieldProblem, Refusal, Result};
use crate::kernel::locale::{Language, Localised};
use crate::platform::door::Sql;

/// The longest part of a number that stands for a unit, in characters.
const NUMBER_CODE_MAX: usize = 32;

/// Code and name of what is new, before the database sees them.
pub(super) fn is_called_well(wanted: &Change) -> Result<()> {
    let mut problems = Vec::new();
    if let Change::Rename { name, .. } = wanted {
        is_named_well(name, "name", &mut problems);
    }
    if let Some(Called { code, name }) = wanted.called() {
        is_coded_well(code, "code", &mut problems);
        is_named_well(name, "name", &mut problems);
    }
    if let Change::AddSetup { ledger, .. } = wanted {
        is_coded_well(&ledger.code, "ledger-code", &mut problems);
        is_named_well(&ledger.name, "ledger-name", &mut problems);
    }
    problems.extend(is_numbered_well(wanted));
    problems.extend(has_good_words(wanted));
    if problems.is_empty() {
        Ok(())
    } else {
        Err(Refusal::of_fields(problems).into())
    }
}

fn is_coded_well(code: &str, field: &str, problems: &mut Vec<FieldProblem>) {
    if !is_code(code) {
        problems.push(FieldProblem::new(field, "admin-change-bad-code").with("max", CODE_MAX));
    }
}

fn is_named_well(name: &Localised, field: &str, problems: &mut Vec<FieldProblem>) {
    if !Language::ALL.into_iter().any(|language| name.has(language)) {
        problems.push(FieldProblem::new(field, "admin-change-no-name"));
    }
    if name.0.values().any(|text| text.chars().count() > NAME_MAX) {
        problems.push(FieldProblem::new(field, "admin-change-long-name").with("max", NAME_MAX));
    }
}

/// Values, which are keys, and words of which there are few.
fn has_good_words(wanted: &Change) -> Option<FieldProblem> {
    let not_an_option = |field: &str| FieldProblem::new(field, "forms-problem-not-an-option");
    let of_value = |value: &str, field: &str| {
        (!is_value(value)).then(|| FieldProblem::new(field, "admin-change-bad-value").with("max", VALUE_MAX))
    };
    match wanted {
        Change::AddEntity { value, .. }
        | Change::AddValue { value, .. }
        | Change::AddCentre { value, .. } => of_value(value, "value"),
        Change::AddCentreValue {
            value_set,
            company_value,
            ..
        } => of_value(company_value, "company-value")
            .or_else(|| (!is_code(value_set)).then(|| not_an_option("value-set"))),
        Change::AddPart { part, .. } => {
            (!["window", "area"].contains(&part.as_str())).then(|| not_an_option("part"))
        }
        Change::DescribeEntity { card, .. } => {
            let fits = card.country.is_empty()
                || (card.country.len() == 2 && card.country.chars().all(|c| c.is_ascii_uppercase()));
            (!fits).then(|| not_an_option("country"))
        }
        _ => None,
    }
}

/// The numbers of what is new: in the state's register, and in the numbers of dossiers.
fn is_numbered_well(wanted: &Change) -> Option<FieldProblem> {
    match wanted {
        Change::AddEntity {
            registration_kind,
            registration_number,
            ..
        } => {
            let scheme = serde_json::from_value::<RegistrationScheme>(registration_kind.as_str().into());
            match scheme {
                Err(_) => Some(FieldProblem::new(
                    "registration-kind",
                    "forms-problem-not-an-option",
                )),
                Ok(scheme) if scheme.check(registration_number).is_err() => Some(FieldProblem::new(
                    "registration-number",
                    "forms-problem-not-identity",
                )),
                Ok(_) => None,
            }
        }
        Change::AddUnit { number_code, .. } | Change::SplitUnit { number_code, .. } => {
            let plain = |c: char| c.is_ascii_alphanumeric() || c == '.';
            let fits = (1..=NUMBER_CODE_MAX).contains(&number_code.len()) && number_code.chars().all(plain);
            (!fits).then(|| {
                FieldProblem::new("number-code", "admin-change-bad-number-code").with("max", NUMBER_CODE_MAX)
            })
        }
        _ => None,
    }
}

/// What the invoices of an entity bear. A series has its year in it, and is one entity's; an entity that issues no invoices
/// has none.
pub(super) fn check_card(sql: &mut Sql, entity: Uuid, card: &EntityCard) -> Result<()> {
    let problem = match card.email.as_str() {
        "" if card.invoice_series.is_empty() => None,
        "" => Some("forms-problem-missing"),
        email => (!is_email(email)).then_some("forms-problem-not-email"),
    };
    if let Some(problem) = problem {
        return Err(Refusal::of_fields(vec![FieldProblem::new("email", problem)]).into());
    }
    check_series(sql, entity, &card.invoice_series)
}

fn check_series(sql: &mut Sql, entity: Uuid, series: &str) -> Result<()> {
    let plain = series.replace("{YYYY}", "").replace("{YY}", "");
    let problem = if series.is_empty() {
        if !invoices::signs_for_a_fee(sql, entity)? {
            return Ok(());
        }
        "admin-change-series-needed"
    } else if plain == series
        || plain.contains(['{', '}'])
        || series.len() > CODE_MAX
        || !series.chars().all(|c| c.is_ascii_graphic())
    {
        "admin-change-bad-series"
    } else if invoices::series_is_taken(sql, entity, series)? {
        "admin-change-series-taken"
    } else if !invoices::can_book_invoices(sql, entity)? {
        "admin-change-series-no-accounts"
    } else {
        return Ok(());
    };
    Err(Refusal::of_fields(vec![FieldProblem::new("invoice-series", problem)]).into())
}
