//! What is wrong with a change whatever the organisation is: its codes, names and numbers, and what invoices bear.

use uuid::Uuid;

use crate::authority::organisation::change::{Change, EntityCard};
use crate::authority::organisation::queries::invoices;
use crate::authority::tenancy::code::{RegistrationScheme, is_email};
use crate::kernel::error::{FieldProblem, Refusal, Result};
use crate::kernel::locale::Language;
use crate::platform::door::Sql;

/// The longest code, in characters.
const CODE_MAX: usize = 40;
/// The longest part of a number that stands for a unit, in characters.
const NUMBER_CODE_MAX: usize = 32;
/// The longest name, in characters.
const NAME_MAX: usize = 200;

/// Code and name of what is new, before the database sees them.
pub(super) fn is_called_well(wanted: &Change) -> Result<()> {
    let mut problems = Vec::new();
    let name = match wanted {
        Change::Rename { name, .. } => Some(name),
        _ => None,
    };
    if let Some(called) = wanted.called() {
        let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
        let code = &called.code;
        if code.is_empty() || code.len() > CODE_MAX || !code.chars().all(plain) || code.starts_with('-') {
            problems.push(FieldProblem::new("code", "admin-change-bad-code").with("max", CODE_MAX));
        }
    }
    if let Some(name) = name.or_else(|| wanted.called().map(|called| &called.name)) {
        if !Language::ALL.into_iter().any(|language| name.has(language)) {
            problems.push(FieldProblem::new("name", "admin-change-no-name"));
        }
        if name.0.values().any(|text| text.chars().count() > NAME_MAX) {
            problems.push(FieldProblem::new("name", "admin-change-long-name").with("max", NAME_MAX));
        }
    }
    problems.extend(is_numbered_well(wanted));
    if problems.is_empty() {
        Ok(())
    } else {
        Err(Refusal::of_fields(problems).into())
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
