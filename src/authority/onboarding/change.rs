//! What each step changes in the code of a tenant that is set up. Pure: applying it is another matter.

use std::collections::BTreeSet;

use serde_json::json;

use crate::authority::tenancy::code::{OperatingUnit, ProcedureCode, TenantCode};
use crate::kernel::error::{Error, FieldProblem, Refusal, Result};
use crate::kernel::locale::{Language, Localised};
use crate::kernel::theme::{Colour, Theme, ThemeFault};

use super::model::Onboarding;

/// The most units that one spreadsheet brings.
const UNITS_MAX: usize = 500;
const NAME_CHARACTERS_MAX: usize = 200;

/// Names and look, as they were typed.
#[derive(Debug, Clone, Default)]
pub struct Identity {
    /// The tenant's name by language.
    pub name: Localised,
    /// Where the office is found, in the tenant's own language; it may be told later.
    pub address: String,
    /// Telephone of the portal's help.
    pub phone: String,
    /// Main colour, `#rrggbb`.
    pub brand: String,
    /// Colour of decoration.
    pub accent: String,
}

fn colour(field: &str, text: &str, problems: &mut Vec<FieldProblem>) -> Option<Colour> {
    let read = Colour::try_from(text.trim().to_lowercase()).ok();
    if read.is_none() {
        problems.push(FieldProblem::new(field, "onboarding-problem-colour"));
    }
    read
}

/// Sets names and look. A colour on which text could not be read is refused, with the nearest that can be.
///
/// # Errors
/// A refusal by field.
pub fn identify(code: &mut TenantCode, typed: &Identity) -> Result<()> {
    let home = code.tenant.default_language;
    let mut problems = Vec::new();
    let is_long = |name: &Localised| {
        name.0
            .values()
            .any(|one| one.chars().count() > NAME_CHARACTERS_MAX)
    };
    if !typed.name.has(home) || is_long(&typed.name) {
        problems.push(FieldProblem::new(
            format!("name-{home}"),
            "onboarding-problem-name",
        ));
    }
    let phone_is_short = (3..=30).contains(&typed.phone.trim().chars().count());
    if !phone_is_short {
        problems.push(FieldProblem::new("phone", "forms-problem-not-phone"));
    }
    if typed.address.chars().count() > NAME_CHARACTERS_MAX {
        problems.push(FieldProblem::new("address", "onboarding-problem-address"));
    }
    let brand = colour("brand", &typed.brand, &mut problems);
    let accent = colour("accent", &typed.accent, &mut problems);
    if let (Some(brand), Some(accent)) = (brand, accent) {
        let theme = Theme {
            brand,
            accent,
            link: None,
            ..code.theme
        };
        match theme.check() {
            Ok(()) => code.theme = theme,
            Err(faults) => problems.push(contrast(&faults)),
        }
    }
    if !problems.is_empty() {
        return Err(Refusal::of_fields(problems).into());
    }
    code.tenant.name = typed.name.clone();
    code.tenant.authority = typed.name.clone();
    code.tenant.mail.sender_name = typed.name.clone();
    if let Some(group) = code.organisation.business_group.first_mut() {
        group.name = typed.name.clone();
    }
    typed.phone.trim().clone_into(&mut code.tenant.contact.phone);
    settle(code, home, typed.address.trim());
    Ok(())
}

/// Where the office is found; its one hall and its one legal entity are found there too, unless they are elsewhere already.
fn settle(code: &mut TenantCode, home: Language, address: &str) {
    let was = code.tenant.contact.address.clone();
    if was.get(home, home) == address {
        return;
    }
    let address = Localised::of(home, address).tidied();
    let organisation = &mut code.organisation;
    if let [hall] = organisation.hall.as_mut_slice()
        && hall.address == was
    {
        hall.address = address.clone();
    }
    if let [entity] = organisation.legal_entity.as_mut_slice()
        && entity.address == was
    {
        entity.address = address.clone();
    }
    code.tenant.contact.address = address;
}

fn contrast(faults: &[ThemeFault]) -> FieldProblem {
    let nearest = faults.iter().find_map(|fault| match fault {
        ThemeFault::Contrast { nearest, .. } => *nearest,
        ThemeFault::Radius(_) => None,
    });
    let found = faults.iter().find_map(|fault| match fault {
        ThemeFault::Contrast { contrast, .. } => Some(format!("{contrast:.1}")),
        ThemeFault::Radius(_) => None,
    });
    FieldProblem::new("brand", "onboarding-problem-contrast")
        .with("contrast", found.unwrap_or_default())
        .with(
            "nearest",
            nearest.map_or_else(String::new, |colour| colour.to_string()),
        )
}

/// One thing wrong with a row of the units' spreadsheet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnitProblem {
    /// Its number in the file, from 1.
    pub row: usize,
    /// What stands there.
    pub near: String,
    /// The key of the text that says what is wrong.
    pub key: &'static str,
}

fn is_code(text: &str) -> bool {
    (1..=60).contains(&text.len())
        && text
            .chars()
            .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || matches!(c, '-' | '_'))
}

/// Adds the operating units of a spreadsheet: columns `code`, `name_<language>`, `number_code` and, where a unit lies below
/// another, `parent`. A unit that is there already takes the names of its row. Every unit works for the office's legal
/// entity.
///
/// # Errors
/// Everything that is wrong, row by row; nothing was changed then.
pub fn units(
    code: &mut TenantCode,
    rows: &[(usize, Vec<String>)],
) -> std::result::Result<usize, Vec<UnitProblem>> {
    let problem = |row: usize, near: &str, key: &'static str| UnitProblem {
        row,
        near: near.chars().take(80).collect(),
        key,
    };
    let Some((head_row, head)) = rows.first() else {
        return Err(vec![problem(1, "", "errors-sheet-empty")]);
    };
    if rows.len() > UNITS_MAX + 1 {
        return Err(vec![problem(UNITS_MAX + 2, "", "onboarding-problem-too-many")]);
    }
    let home = code.tenant.default_language;
    let column = |name: &str| head.iter().position(|one| one.trim().eq_ignore_ascii_case(name));
    let names: Vec<(Language, usize)> = Language::ALL
        .into_iter()
        .filter_map(|language| Some((language, column(&format!("name_{language}"))?)))
        .collect();
    let (Some(code_at), true) = (
        column("code"),
        names.iter().any(|(language, _)| *language == home),
    ) else {
        let near = format!("code, name_{home}");
        return Err(vec![problem(*head_row, &near, "onboarding-problem-columns")]);
    };
    let (number_at, parent_at) = (column("number_code"), column("parent"));
    let Some(first) = code.organisation.operating_unit.first().cloned() else {
        return Err(vec![problem(*head_row, "", "onboarding-problem-columns")]);
    };
    let mut units = code.organisation.operating_unit.clone();
    let (mut problems, mut seen) = (Vec::new(), BTreeSet::new());
    for (row, cells) in rows.iter().skip(1) {
        let cell = |at: Option<usize>| at.and_then(|at| cells.get(at)).map_or("", |cell| cell.trim());
        let unit_code = cell(Some(code_at));
        let name = Localised(
            names
                .iter()
                .map(|(language, at)| (*language, cell(Some(*at)).to_owned()))
                .filter(|(_, name)| !name.is_empty())
                .collect(),
        );
        if !is_code(unit_code) {
            problems.push(problem(*row, unit_code, "onboarding-problem-code"));
        } else if !seen.insert(unit_code.to_owned()) {
            problems.push(problem(*row, unit_code, "onboarding-problem-twice"));
        }
        if !name.has(home) {
            problems.push(problem(*row, unit_code, "onboarding-problem-name"));
        }
        let known = units.iter().position(|unit| unit.code == unit_code);
        let number = match (cell(number_at), known.and_then(|at| units.get(at))) {
            ("", Some(unit)) => unit.number_code.clone(),
            ("", None) => format!("{:02}", units.len() + 1),
            (typed, _) => typed.to_owned(),
        };
        let new = OperatingUnit {
            code: unit_code.to_owned(),
            name,
            number_code: number,
            parent: Some(cell(parent_at).to_owned()).filter(|parent| !parent.is_empty()),
            ..first.clone()
        };
        match known.and_then(|at| units.get_mut(at)) {
            Some(unit) => *unit = new,
            None => units.push(new),
        }
    }
    let mut numbers = BTreeSet::new();
    for (row, cells) in rows.iter().skip(1) {
        let unit_code = cells.get(code_at).map_or("", |cell| cell.trim());
        let Some(unit) = units.iter().find(|unit| unit.code == unit_code) else {
            continue;
        };
        if let Some(parent) = &unit.parent
            && (parent == unit_code || !units.iter().any(|one| one.code == *parent))
        {
            problems.push(problem(*row, parent, "onboarding-problem-parent"));
        }
        let fits = (1..=12).contains(&unit.number_code.len())
            && unit.number_code.chars().all(|c| c.is_ascii_alphanumeric());
        if !fits || !numbers.insert(unit.number_code.clone()) {
            problems.push(problem(*row, &unit.number_code, "onboarding-problem-number"));
        }
    }
    if !problems.is_empty() {
        problems.sort_by_key(|problem| problem.row);
        return Err(problems);
    }
    let added = units.len() - code.organisation.operating_unit.len();
    code.organisation.operating_unit = units;
    Ok(added)
}

/// Somebody who is to work here.
#[derive(Debug, Clone, Default)]
pub struct NewPerson {
    /// Her name.
    pub name: String,
    /// The address she will sign in with.
    pub email: String,
    /// The codes of her responsibilities.
    pub responsibilities: Vec<String>,
}

/// Adds somebody who works here.
///
/// # Errors
/// A refusal by field.
pub fn staff(code: &mut TenantCode, typed: &NewPerson) -> Result<()> {
    let (name, email) = (typed.name.trim(), typed.email.trim().to_lowercase());
    let mut problems = Vec::new();
    if name.is_empty() || name.chars().count() > NAME_CHARACTERS_MAX || name.chars().any(char::is_control) {
        problems.push(FieldProblem::new("name", "forms-problem-missing"));
    }
    let parts = email.split_once('@');
    let is_email = email.len() <= 254
        && parts.is_some_and(|(user, host)| !user.is_empty() && host.contains('.') && !host.contains('@'))
        && !email.chars().any(|c| c.is_whitespace() || c.is_control());
    if !is_email {
        problems.push(FieldProblem::new("email", "forms-problem-not-email"));
    } else if code.people.staff.iter().any(|one| one.email == email) {
        problems.push(FieldProblem::new("email", "admin-problem-email-taken"));
    }
    let known = |wanted: &String| code.people.responsibility.iter().any(|one| one.code == *wanted);
    if typed.responsibilities.is_empty() || !typed.responsibilities.iter().all(known) {
        problems.push(FieldProblem::new("responsibilities", "forms-problem-missing"));
    }
    if !problems.is_empty() {
        return Err(Refusal::of_fields(problems).into());
    }
    let department = code.organisation.department.first().map(|it| it.code.clone());
    // As a file would say it, so that what a file need not say keeps its own default.
    let member = serde_json::from_value(json!({
        "email": email, "name": name, "language": code.tenant.default_language, "department": department,
        "responsibilities": typed.responsibilities,
    }))
    .map_err(Error::internal)?;
    code.people.staff.push(member);
    Ok(())
}

/// A procedure of the library.
#[derive(Debug, Clone)]
pub struct Adoptable {
    /// Its code.
    pub code: String,
    /// Its name.
    pub name: Localised,
    /// A sentence about it.
    pub summary: Localised,
    /// How many steps its guide tells.
    pub steps: usize,
    /// Whether it was taken over.
    pub is_taken: bool,
}

/// What can be taken over: procedures that need nothing else of the template's organisation.
#[must_use]
pub fn adoptable(of: &Onboarding) -> Vec<Adoptable> {
    of.library
        .iter()
        .filter(|(_, procedure)| !names_a_dictionary(&procedure.form))
        .map(|(code, procedure)| Adoptable {
            code: code.clone(),
            name: procedure.facts.name.clone(),
            summary: procedure.facts.summary.clone(),
            steps: procedure.facts.steps.len(),
            is_taken: of.code.procedures.contains_key(code),
        })
        .collect()
}

fn names_a_dictionary(form: &serde_json::Value) -> bool {
    match form {
        serde_json::Value::Object(members) => {
            members.contains_key("dictionary") || members.values().any(names_a_dictionary)
        }
        serde_json::Value::Array(all) => all.iter().any(names_a_dictionary),
        _ => false,
    }
}

/// Takes a procedure of the library over: its form and process as they are, for the first unit of this tenant.
///
/// # Errors
/// [`Error::NotFound`] when the library has no such procedure.
pub fn adopt(of: &Onboarding, wanted: &str) -> Result<TenantCode> {
    let mut code = of.code.clone();
    let procedure = of.library.get(wanted).ok_or(Error::NotFound)?;
    let unit = code
        .organisation
        .operating_unit
        .first()
        .map(|unit| unit.code.clone());
    let hall = code.organisation.hall.first().map(|hall| hall.code.clone());
    let mut taken = ProcedureCode {
        facts: procedure.facts.clone(),
        form: procedure.form.clone(),
        process: without_units(&procedure.process),
    };
    taken.facts.operating_units = unit.into_iter().collect();
    taken.facts.halls = hall.into_iter().collect();
    code.procedures.insert(wanted.to_owned(), taken);
    Ok(code)
}

/// A step that the template hands to another of its units stays in the unit that has the dossier.
fn without_units(process: &str) -> String {
    let mut parts = process.split(" od:unit=\"");
    let mut text = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        text.push_str(part.split_once('"').map_or("", |(_, rest)| rest));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn units_of_the_template_are_left_out_of_a_process() {
        assert_eq!(
            without_units(r#"<userTask id="a" od:unit="land" od:role="x"/><userTask od:unit="b"/>"#),
            r#"<userTask id="a" od:role="x"/><userTask/>"#
        );
    }
}
