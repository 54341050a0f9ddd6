//! People and what they hold, as a table: one line for each responsibility of a person, or one line for a person without.
//!
//! A table says what is to be, never what is to go: whoever is not in it stays as she is, and a responsibility ends by its last
//! day. [`plan()`] compares a table with what is in force and finds every problem, each with its row and column, before anything
//! is changed; what it plans is done in one change set, all or nothing.

mod plan;

use std::collections::HashMap;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::kernel::error::{Error, Refusal, Result};
use crate::kernel::ids::AccountId;
use crate::kernel::locale::Language;
use crate::platform::door::{Granted, Sql};

use super::acts::{ChangeAccess, InvitePerson, ReadPeople};
use super::commands::{self, By};
use super::invitation::InvitationKeys;
use super::model::{Department, Held, ResponsibilityFacts, Staff, Standing};
use super::{queries, rules};

pub use plan::{CellProblem, Plan, STEPS_MAX, Step, plan};

/// The columns, in the order in which they are written.
pub const COLUMNS: [&str; 8] = [
    "email",
    "name",
    "language",
    "department",
    "account",
    "responsibility",
    "from",
    "last",
];

/// A line of a table, as it was typed.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Line {
    /// Its row in the sheet, from 1.
    pub row: usize,
    /// The cells, in the order of [`COLUMNS`].
    pub cells: [String; 8],
}

impl Line {
    fn cell(&self, column: &str) -> &str {
        COLUMNS
            .iter()
            .position(|known| *known == column)
            .and_then(|at| self.cells.get(at))
            .map_or("", |cell| cell.trim())
    }
}

/// What is in force.
pub struct Present {
    /// Everybody who works here, by address.
    pub people: HashMap<String, Staff>,
    /// What each holds, held and will hold.
    pub held: HashMap<AccountId, Vec<Held>>,
    /// The departments.
    pub departments: Vec<Department>,
    /// The responsibilities.
    pub responsibilities: Vec<ResponsibilityFacts>,
    /// The languages of the tenant.
    pub languages: Vec<Language>,
}

/// What is in force, for a table or against one.
///
/// # Errors
/// When the database fails.
pub fn present(grant: &mut Granted<'_, ReadPeople>, languages: &[Language]) -> Result<Present> {
    read(grant.sql(), languages)
}

fn read(sql: &mut Sql, languages: &[Language]) -> Result<Present> {
    Ok(Present {
        people: queries::staff_by_email(sql)?,
        held: queries::held_by(sql, None)?,
        departments: queries::departments(sql)?,
        responsibilities: queries::responsibilities(sql)?,
        languages: languages.to_vec(),
    })
}

/// What is in force as a table, in the order of names: what is over is left out.
#[must_use]
pub fn table(present: &Present, today: NaiveDate) -> Vec<[String; 8]> {
    let mut people: Vec<&Staff> = present.people.values().collect();
    people.sort_by(|one, other| (&one.name, &one.email).cmp(&(&other.name, &other.email)));
    let mut lines = Vec::new();
    for person in people {
        let department = present
            .departments
            .iter()
            .find(|one| Some(one.id) == person.department);
        let facts = [
            person.email.clone(),
            person.name.clone(),
            person.language.tag().to_owned(),
            department.map(|one| one.code.clone()).unwrap_or_default(),
            account_word(person.standing).to_owned(),
        ];
        let [email, name, language, department, account] = facts;
        let line = |held: [String; 3]| {
            let [responsibility, from, last] = held;
            [
                email.clone(),
                name.clone(),
                language.clone(),
                department.clone(),
                account.clone(),
                responsibility,
                from,
                last,
            ]
        };
        let held = present.held.get(&person.id).into_iter().flatten();
        let before = lines.len();
        lines.extend(held.filter(|held| !held.is_over_on(today)).map(|held| {
            line([
                held.code.clone(),
                held.from.to_string(),
                rules::last_day(held.until).map_or_else(String::new, |day| day.to_string()),
            ])
        }));
        if lines.len() == before {
            lines.push(line(Default::default()));
        }
    }
    lines
}

const fn account_word(standing: Standing) -> &'static str {
    match standing {
        Standing::Closed => "closed",
        Standing::Working | Standing::Invited => "open",
    }
}

/// A day as people and spreadsheets write it: `2026-12-31`, `31.12.2026`, `31/12/2026`.
fn day(text: &str) -> Option<NaiveDate> {
    ["%Y-%m-%d", "%d.%m.%Y", "%d/%m/%Y"]
        .into_iter()
        .find_map(|pattern| NaiveDate::parse_from_str(text, pattern).ok())
        .filter(|day| (1900..3000).contains(&chrono::Datelike::year(day)))
}

/// What a look at a table promised: its lines, and the digest of the plan that was looked at.
pub struct Promise<'a> {
    /// The lines.
    pub lines: &'a [Line],
    /// [`Plan::digest`] of what was shown.
    pub digest: &'a str,
}

/// Plans the table against what is in force now, under the lock of access, and writes its people. `Err` holds the plan when
/// something is wrong with it, or when it is no longer the one that was looked at: then nothing was done.
///
/// # Errors
/// When the database fails; [`Error::Refused`] when the people of the plan cannot be written.
pub fn apply_people(
    mut grant: Granted<'_, InvitePerson>,
    promise: &Promise<'_>,
    languages: &[Language],
    keys: &InvitationKeys,
    by: &mut By,
) -> Result<Result<Plan, Plan>> {
    let sql = grant.sql();
    by.begin(sql)?;
    let plan = plan(promise.lines, &read(sql, languages)?, by.today);
    if !plan.problems.is_empty() || plan.steps.is_empty() || plan.digest() != promise.digest {
        return Ok(Err(plan));
    }
    for (_, step) in &plan.steps {
        match step {
            Step::Invite { email, facts } => {
                let id = commands::insert_person(sql, email, facts, by)?;
                commands::send_link(sql, id, keys, by.now)?;
            }
            Step::Facts { person, facts } => commands::put_facts(sql, person, facts, by)?,
            Step::Close { person } => commands::put_closed(sql, person, by)?,
            Step::Reopen { person } => commands::put_reopened(sql, person, by)?,
            Step::Give { .. } | Step::Redate { .. } => {}
        }
    }
    Ok(Ok(plan))
}

/// What the plan says of responsibilities, after its people were written.
///
/// # Errors
/// A refusal when nobody would administer; when the database fails.
pub fn apply_held(mut grant: Granted<'_, ChangeAccess>, plan: &Plan, by: &mut By) -> Result<()> {
    let sql = grant.sql();
    let people = queries::staff_by_email(sql)?;
    let known = |email: &String| people.get(email).cloned().ok_or(Error::NotFound);
    for (row, step) in &plan.steps {
        let done = match step {
            Step::Redate {
                email,
                responsibility,
                span,
            } => commands::put_redated(sql, &known(email)?, *responsibility, span.from, span, by),
            Step::Give {
                email,
                responsibility,
                span,
            } => commands::put_given(sql, &known(email)?, *responsibility, span, by),
            _ => Ok(()),
        };
        done.map_err(|error| in_row(error, *row))?;
    }
    by.check(sql)
}

/// A refusal of one step, with its row: what planning did not foresee.
fn in_row(error: Error, row: usize) -> Error {
    match error {
        Error::Refused(refusal) => Refusal::new("admin-problem-sheet-row")
            .with("row", row)
            .with("code", refusal.code)
            .into(),
        other => other,
    }
}
