//! What a table would change, and everything that is wrong with it.

use std::collections::{BTreeMap, HashMap};
use std::fmt::Write as _;

use chrono::NaiveDate;
use sha2::{Digest, Sha256};

use crate::authority::access::may_change_access;
use crate::authority::people::rules::parse_email;
use crate::kernel::error::FieldProblem;
use crate::kernel::ids::ResponsibilityId;
use crate::kernel::locale::Language;

use super::super::commands::Facts;
use super::super::model::{Held, Staff, Standing};
use super::super::rules::{self, Span};
use super::{Line, Present, day};

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
                let id = known.map(|one| one.id);
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

    /// First what gets another last day, then what is given: one may follow on the other wherever its line stands.
    fn held(&mut self, lines: &[Line], closed: &[&str]) {
        let mut standing: HashMap<(String, ResponsibilityId), Vec<Held>> = HashMap::new();
        for (email, person) in &self.present.people {
            for held in self.present.held.get(&person.id).into_iter().flatten() {
                let key = (email.clone(), held.responsibility);
                standing.entry(key).or_default().push(held.clone());
            }
        }
        let mut seen: HashMap<(String, ResponsibilityId, NaiveDate), usize> = HashMap::new();
        let mut gives = Vec::new();
        for line in lines {
            let Some((email, responsibility, span)) = self.held_of(line) else {
                continue;
            };
            if seen
                .insert((email.clone(), responsibility, span.from), line.row)
                .is_some()
            {
                self.wrong(line, "from", "admin-problem-sheet-twice");
                continue;
            }
            let all = standing.entry((email.clone(), responsibility)).or_default();
            let Some(at) = all.iter().position(|held| held.from == span.from) else {
                gives.push((line, email, responsibility, span));
                continue;
            };
            let Some(held) = all.get(at).cloned() else {
                continue;
            };
            if held.until == span.until {
                continue;
            }
            let others: Vec<Held> = all.iter().filter(|one| one.from != span.from).cloned().collect();
            let was = Span {
                from: held.from,
                until: held.until,
            };
            let mut problems = rules::dates_problems(&span, Some(&was), &others, self.today);
            if held.is_over_on(self.today) {
                problems = vec![FieldProblem::new("last", "admin-problem-held-over")];
            } else if self.administers(responsibility) && span.ends_after(&was) {
                problems = vec![FieldProblem::new("last", "admin-problem-sheet-administers")];
            }
            if problems.is_empty() {
                if let Some(held) = all.get_mut(at) {
                    held.until = span.until;
                }
                let step = Step::Redate {
                    email,
                    responsibility,
                    span,
                };
                self.plan.steps.push((line.row, step));
            }
            self.all_wrong(line, problems);
        }
        for (line, email, responsibility, span) in gives {
            if closed.contains(&email.as_str()) {
                self.wrong(line, "responsibility", "admin-problem-account-closed");
                continue;
            }
            let all = standing.entry((email.clone(), responsibility)).or_default();
            let mut problems = rules::dates_problems(&span, None, all, self.today);
            if self.administers(responsibility) {
                problems = vec![FieldProblem::new(
                    "responsibility",
                    "admin-problem-sheet-administers",
                )];
            }
            if problems.is_empty() {
                let Some(facts) = self
                    .present
                    .responsibilities
                    .iter()
                    .find(|one| one.id == responsibility)
                else {
                    continue;
                };
                all.push(Held {
                    responsibility,
                    code: facts.code.clone(),
                    name: facts.name.clone(),
                    role: facts.role.clone(),
                    from: span.from,
                    until: span.until,
                });
                let step = Step::Give {
                    email,
                    responsibility,
                    span,
                };
                self.plan.steps.push((line.row, step));
            }
            self.all_wrong(line, problems);
        }
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

    /// The responsibility of a line with its days; `None` when it has none, or when something is wrong with it.
    fn held_of(&mut self, line: &Line) -> Option<(String, ResponsibilityId, Span)> {
        let email = parse_email(line.cell("email"));
        let code = line.cell("responsibility");
        if code.is_empty() {
            for column in ["from", "last"] {
                if !line.cell(column).is_empty() {
                    self.wrong(line, "responsibility", "forms-problem-missing");
                    break;
                }
            }
            return None;
        }
        let known = self.present.responsibilities.iter().find(|one| one.code == code);
        let responsibility = known.map(|one| one.id);
        if responsibility.is_none() {
            self.wrong(line, "responsibility", "forms-problem-not-an-option");
        }
        let mut read = |column: &str| match line.cell(column) {
            "" => Some(None),
            text => {
                let read = day(text);
                if read.is_none() {
                    self.wrong(line, column, "admin-problem-sheet-day");
                }
                read.map(Some)
            }
        };
        let (from, last) = (read("from"), read("last"));
        Some((
            email?,
            responsibility?,
            Span::with_last_day(from?.unwrap_or(self.today), last?),
        ))
    }
}

#[cfg(test)]
mod tests {
    use super::super::super::model::ResponsibilityFacts;
    use super::super::table;
    use super::*;
    use crate::kernel::ids::{AccountId, BusinessGroupId};
    use crate::kernel::locale::Localised;

    fn today() -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 11, 23).unwrap()
    }

    fn line(row: usize, cells: [&str; 8]) -> Line {
        Line {
            row,
            cells: cells.map(str::to_owned),
        }
    }

    fn present() -> Present {
        let (id, group) = (AccountId::fresh(), BusinessGroupId::fresh());
        let person = Staff {
            id,
            email: "an@x.example".into(),
            name: "An".into(),
            language: Language::Vi,
            group: Some(group),
            department: None,
            standing: Standing::Working,
        };
        let receives = ResponsibilityFacts {
            id: ResponsibilityId::fresh(),
            code: "receives".into(),
            name: Localised::default(),
            role: "receiver".into(),
            group,
            holders: 1,
        };
        let held = Held {
            responsibility: receives.id,
            code: receives.code.clone(),
            name: Localised::default(),
            role: "receiver".into(),
            from: NaiveDate::from_ymd_opt(2026, 1, 1).unwrap(),
            until: None,
        };
        Present {
            people: HashMap::from([(person.email.clone(), person)]),
            held: HashMap::from([(id, vec![held])]),
            departments: Vec::new(),
            responsibilities: vec![receives],
            languages: vec![Language::Vi, Language::En],
        }
    }

    fn told(plan: &Plan) -> Vec<String> {
        let problems = plan.problems.iter();
        problems
            .map(|it| format!("{} {} {}", it.row, it.problem.field, it.problem.code))
            .collect()
    }

    #[test]
    fn what_is_in_force_written_out_changes_nothing() {
        let present = present();
        let lines: Vec<Line> = table(&present, today())
            .into_iter()
            .enumerate()
            .map(|(at, cells)| Line { row: at + 2, cells })
            .collect();
        assert_eq!(plan(&lines, &present, today()), Plan::default());
        assert!(!lines.is_empty());
    }

    #[test]
    fn new_people_other_days_and_a_responsibility_that_follows_on() {
        let present = present();
        let plan = plan(
            &[
                line(
                    2,
                    ["an@x.example", "An", "vi", "", "open", "receives", "1.1.2027", ""],
                ),
                line(
                    3,
                    [
                        "An@x.example ",
                        "An",
                        "vi",
                        "",
                        "open",
                        "receives",
                        "2026-01-01",
                        "31/12/2026",
                    ],
                ),
                line(4, ["binh@x.example", "Bình", "en", "", "", "receives", "", ""]),
            ],
            &present,
            today(),
        );
        assert_eq!(told(&plan), Vec::<String>::new());
        let kinds: Vec<(usize, &str)> = plan
            .steps
            .iter()
            .map(|(row, step)| {
                let kind = match step {
                    Step::Invite { .. } => "invite",
                    Step::Redate { .. } => "redate",
                    Step::Give { .. } => "give",
                    _ => "other",
                };
                (*row, kind)
            })
            .collect();
        assert_eq!(kinds, [(4, "invite"), (3, "redate"), (2, "give"), (4, "give")]);
    }

    #[test]
    fn a_table_never_makes_an_administrator() {
        let mut present = present();
        present.responsibilities[0].role = "administrator".into();
        let person = present.people.values().next().unwrap().id;
        present.held.get_mut(&person).unwrap()[0].until = NaiveDate::from_ymd_opt(2027, 1, 1);
        let plan_of = |present: &Present, account: &str, last: &str| {
            let cells = [
                "an@x.example",
                "An",
                "vi",
                "",
                account,
                "receives",
                "2026-01-01",
                last,
            ];
            told(&plan(&[line(2, cells)], present, today()))
        };
        assert_eq!(
            plan_of(&present, "open", "2026-12-15"),
            Vec::<String>::new(),
            "it may end earlier"
        );
        assert_eq!(
            plan_of(&present, "open", "2027-01-01"),
            ["2 last admin-problem-sheet-administers"]
        );
        assert_eq!(
            plan_of(&present, "open", ""),
            ["2 last admin-problem-sheet-administers"]
        );
        present.people.get_mut("an@x.example").unwrap().standing = Standing::Closed;
        assert_eq!(
            plan_of(&present, "open", "2026-12-31"),
            ["2 account admin-problem-sheet-administers"]
        );
    }

    #[test]
    fn every_problem_has_its_row_and_column() {
        let present = present();
        let plan = plan(
            &[
                line(2, ["nobody", "N", "vi", "", "", "", "", ""]),
                line(3, ["b@x.example", "", "tlh", "cellar", "ajar", "", "", ""]),
                line(4, ["c@x.example", "C", "vi", "", "closed", "", "", ""]),
                line(5, ["an@x.example", "An", "vi", "", "", "reigns", "", ""]),
                line(
                    6,
                    [
                        "an@x.example",
                        "Anna",
                        "vi",
                        "",
                        "",
                        "receives",
                        "2026-01-01",
                        "2026-02-30",
                    ],
                ),
                line(
                    7,
                    ["an@x.example", "An", "vi", "", "", "receives", "2026-11-30", ""],
                ),
                line(8, ["an@x.example", "An", "vi", "", "", "", "2026-11-30", ""]),
            ],
            &present,
            today(),
        );
        assert_eq!(
            told(&plan),
            [
                "2 email forms-problem-not-email",
                "3 name forms-problem-missing",
                "3 language forms-problem-not-an-option",
                "3 department forms-problem-not-an-option",
                "3 account forms-problem-not-an-option",
                "4 account admin-problem-sheet-new-closed",
                "5 responsibility forms-problem-not-an-option",
                "6 name admin-problem-sheet-differs",
                "6 last admin-problem-sheet-day",
                "7 from admin-problem-held-then",
                "8 responsibility forms-problem-missing",
            ]
        );
    }
}
