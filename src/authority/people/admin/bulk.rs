//! People and what they hold, as a table: one line for each responsibility of a person, or one line for a person without.
//!
//! A table says what is to be, never what is to go: whoever is not in it stays as she is, and a responsibility ends by its last
//! day. [`plan`] compares a table with what is in force and finds every problem, each with its row and column, before anything
//! is changed; what it plans is done in one change set, all or nothing.

use std::collections::{BTreeMap, HashMap};
use std::fmt::Write as _;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::authority::access::may_change_access;
use crate::authority::people::rules::parse_email;
use crate::kernel::error::{Error, FieldProblem, Refusal, Result};
use crate::kernel::ids::{AccountId, ResponsibilityId};
use crate::kernel::locale::Language;
use crate::platform::door::{Granted, Sql};

use super::acts::{ChangeAccess, InvitePerson, ReadPeople};
use super::commands::{self, By, Facts};
use super::invitation::InvitationKeys;
use super::model::{Department, Held, ResponsibilityFacts, Staff, Standing};
use super::queries;
use super::rules::{self, Span};

/// As many changes as one table may bring: they are made in one transaction, in which other changes of access wait.
pub const STEPS_MAX: usize = 2_000;

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
pub fn present(
    grant: &mut Granted<'_, ReadPeople>,
    languages: &[Language],
    today: NaiveDate,
) -> Result<Present> {
    read(grant.sql(), languages, today)
}

fn read(sql: &mut Sql, languages: &[Language], today: NaiveDate) -> Result<Present> {
    Ok(Present {
        people: queries::staff_by_email(sql)?,
        held: queries::held_by(sql, None)?,
        departments: queries::departments(sql)?,
        responsibilities: queries::responsibilities(sql, today)?,
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
        let mut step = |step: Step| self.plan.steps.push((row, step));
        let Some(person) = self.present.people.get(email) else {
            if wanted.is_closed {
                self.wrong(wanted.line, "account", "admin-problem-sheet-new-closed");
            } else {
                step(Step::Invite {
                    email: email.to_owned(),
                    facts: wanted.facts.clone(),
                });
            }
            return;
        };
        let was_closed = person.standing == Standing::Closed;
        if was_closed && !wanted.is_closed {
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
    let plan = plan(promise.lines, &read(sql, languages, by.today)?, by.today);
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kernel::ids::BusinessGroupId;
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
