//! What a table would change, and everything that is wrong with it.

mod held;

use std::collections::BTreeMap;
use std::fmt::Write as _;

use chrono::NaiveDate;
use sha2::{Digest, Sha256};
use uuid::Uuid;

use crate::authority::access::may_change_access;
use crate::authority::people::rules::parse_email;
use crate::kernel::error::FieldProblem;
use crate::kernel::ids::ResponsibilityId;
use crate::kernel::locale::Language;

use super::super::commands::Facts;
use super::super::model::{Staff, Standing};
use super::super::rules::{self, Span};
use super::{Line, Present};

/// As many changes as one table may bring: they are made in one transaction, in which other changes of access wait.
pub const STEPS_MAX: usize = 2_000;

/// What is wrong with a cell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CellProblem {
    /// Its row in the sheet.
    pub row: usize,
    /// What is wrong; its field is the column.
    pub problem: FieldProblem,
}

/// Something to be done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Step {
    /// Somebody new.
    Invite {
        /// Her address.
        email: String,
        /// Her facts.
        facts: Facts,
    },
    /// Other facts.
    Facts {
        /// Who.
        person: Staff,
        /// Her facts.
        facts: Facts,
    },
    /// Her account is closed.
    Close {
        /// Who.
        person: Staff,
    },
    /// Her account is opened again.
    Reopen {
        /// Who.
        person: Staff,
    },
    /// A responsibility is given.
    Give {
        /// To whom.
        email: String,
        /// Which.
        responsibility: ResponsibilityId,
        /// When.
        span: Span,
    },
    /// A responsibility gets another last day.
    Redate {
        /// Whose.
        email: String,
        /// Which.
        responsibility: ResponsibilityId,
        /// When.
        span: Span,
    },
}

/// What a table would change.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Plan {
    /// The steps, each with the row it comes from, in the order in which they are done.
    pub steps: Vec<(usize, Step)>,
    /// Everything that is wrong; with a problem nothing is done.
    pub problems: Vec<CellProblem>,
}

impl Plan {
    /// A digest of what would be done: the same plan, the same digest.
    #[must_use]
    pub fn digest(&self) -> String {
        let mut hash = Sha256::new();
        for (row, step) in &self.steps {
            hash.update(format!("{row}\u{0}{step:?}\u{0}").as_bytes());
        }
        hash.finalize()
            .iter()
            .fold(String::with_capacity(64), |mut text, byte| {
                let _ = write!(text, "{byte:02x}");
                text
            })
    }
}

/// A person as the table says she is, from the first of her lines.
struct Wanted<'a> {
    line: &'a Line,
    facts: Facts,
    is_closed: bool,
}

struct Planner<'a> {
    present: &'a Present,
    today: NaiveDate,
    plan: Plan,
}

/// What a table would change, and everything that is wrong with it.
#[must_use]
pub fn plan(lines: &[Line], present: &Present, today: NaiveDate) -> Plan {
    let mut planner = Planner {
        present,
        today,
        plan: Plan::default(),
    };
    let people = planner.people(lines);
    let closed: Vec<&str> = people
        .iter()
        .filter(|(_, wanted)| wanted.is_closed)
        .map(|(email, _)| email.as_str())
        .collect();
    planner.held(lines, &closed);
    let mut plan = planner.plan;
    if plan.steps.len() > STEPS_MAX {
        let row = plan.steps.last().map_or(1, |(row, _)| *row);
        let problem = FieldProblem::new("email", "admin-problem-sheet-steps").with("max", STEPS_MAX);
        plan.problems.push(CellProblem { row, problem });
    }
    plan.problems.sort_by_key(|problem| problem.row);
    plan
}

impl Planner<'_> {
    fn wrong(&mut self, line: &Line, column: &str, code: &str) {
        self.plan.problems.push(CellProblem {
            row: line.row,
            problem: FieldProblem::new(column, code),
        });
    }

    fn people<'a>(&mut self, lines: &'a [Line]) -> BTreeMap<String, Wanted<'a>> {
        let mut people: BTreeMap<String, Wanted<'a>> = BTreeMap::new();
        for line in lines {
            let Some(email) = parse_email(line.cell("email")) else {
                self.wrong(line, "email", "forms-problem-not-email");
                // The rest of the line is looked at all the same: nobody corrects a sheet cell by cell.
                let _ = self.facts(line);
                continue;
            };
            if let Some(known) = people.get(&email) {
                // Her facts stand in each of her lines, and say the same.
                for column in ["name", "language", "department", "account"] {
                    if line.cell(column) != known.line.cell(column) {
                        self.wrong(line, column, "admin-problem-sheet-differs");
                    }
                }
                continue;
            }
            if let Some(wanted) = self.facts(line) {
                people.insert(email, wanted);
            }
        }
        for (email, wanted) in &people {
            self.person(email, wanted);
        }
        self.plan.steps.sort_by_key(|(row, _)| *row);
        people
    }

    fn facts<'a>(&mut self, line: &'a Line) -> Option<Wanted<'a>> {
        let before = self.plan.problems.len();
        let name = line.cell("name").to_owned();
        if let Some(problem) = rules::name_problem("name", &name) {
            self.plan.problems.push(CellProblem {
                row: line.row,
                problem,
            });
        }
        let language: Option<Language> = line.cell("language").to_lowercase().parse().ok();
        let language = language.filter(|one| self.present.languages.contains(one));
        if language.is_none() {
            self.wrong(line, "language", "forms-problem-not-an-option");
        }
        let department = match line.cell("department") {
            "" => None,
            code => {
                let known = self.present.departments.iter().find(|one| one.code == code);
                let id = known
                    .filter(|one| one.is_open || self.was_in(line, one.id))
                    .map(|one| one.id);
                if id.is_none() {
                    self.wrong(line, "department", "forms-problem-not-an-option");
                }
                id
            }
        };
        let is_closed = match line.cell("account").to_lowercase().as_str() {
            "closed" => true,
            "" | "open" => false,
            _ => {
                self.wrong(line, "account", "forms-problem-not-an-option");
                false
            }
        };
        let language = language.filter(|_| self.plan.problems.len() == before)?;
        Some(Wanted {
            line,
            facts: Facts {
                name,
                language,
                department,
            },
            is_closed,
        })
    }

    /// Whether the line is of a closed account that is in this department: one that ended keeps whoever left before.
    fn was_in(&self, line: &Line, department: Uuid) -> bool {
        let email = parse_email(line.cell("email"));
        let person = email.and_then(|email| self.present.people.get(&email));
        person.is_some_and(|it| it.standing == Standing::Closed && it.department == Some(department))
    }

    fn person(&mut self, email: &str, wanted: &Wanted<'_>) {
        let row = wanted.line.row;
        let mut steps = Vec::new();
        let mut step = |step: Step| steps.push((row, step));
        let Some(person) = self.present.people.get(email) else {
            if wanted.is_closed {
                self.wrong(wanted.line, "account", "admin-problem-sheet-new-closed");
            } else {
                let (email, facts) = (email.to_owned(), wanted.facts.clone());
                self.plan.steps.push((row, Step::Invite { email, facts }));
            }
            return;
        };
        let was_closed = person.standing == Standing::Closed;
        if was_closed && !wanted.is_closed {
            if self.still_administers(person) {
                self.wrong(wanted.line, "account", "admin-problem-sheet-administers");
                return;
            }
            step(Step::Reopen {
                person: person.clone(),
            });
        }
        let facts = &wanted.facts;
        if (&person.name, person.language, person.department)
            != (&facts.name, facts.language, facts.department)
        {
            step(Step::Facts {
                person: person.clone(),
                facts: facts.clone(),
            });
        }
        if wanted.is_closed && !was_closed {
            step(Step::Close {
                person: person.clone(),
            });
        }
        self.plan.steps.append(&mut steps);
    }

    /// Whether an account that is opened again would administer.
    fn still_administers(&self, person: &Staff) -> bool {
        let mut held = self.present.held.get(&person.id).into_iter().flatten();
        held.any(|held| !held.is_over_on(self.today) && self.administers(held.responsibility))
    }

    /// What can itself change access is given on a person's page, where a second administrator looks.
    fn administers(&self, responsibility: ResponsibilityId) -> bool {
        let known = self
            .present
            .responsibilities
            .iter()
            .find(|one| one.id == responsibility);
        known.is_some_and(|one| may_change_access(&one.role).unwrap_or(true))
    }

    fn all_wrong(&mut self, line: &Line, problems: Vec<FieldProblem>) {
        let row = line.row;
        let problems = problems.into_iter().map(|problem| CellProblem { row, problem });
        self.plan.problems.extend(problems);
    }
}

#[cfg(test)]
mod tests;
