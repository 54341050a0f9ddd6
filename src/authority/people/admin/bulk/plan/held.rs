//! What people hold under the lines of a table: other last days first, then what is given, for one may follow on the other
//! wherever its line stands.

use std::collections::{HashMap, HashSet};

use chrono::NaiveDate;

use crate::authority::people::rules::parse_email;
use crate::kernel::error::FieldProblem;
use crate::kernel::ids::ResponsibilityId;

use super::super::super::model::Held;
use super::super::super::rules::{self, Span};
use super::super::{Line, day};
use super::{Planner, Step};

/// What a line says somebody holds.
struct Holding<'a> {
    line: &'a Line,
    email: String,
    responsibility: ResponsibilityId,
    span: Span,
}

/// What everybody holds, by address and responsibility, while the lines are gone through.
type Standing = HashMap<(String, ResponsibilityId), Vec<Held>>;

impl Planner<'_> {
    /// Plans what people of these lines hold; accounts of `closed` are given nothing.
    pub(super) fn held(&mut self, lines: &[Line], closed: &[&str]) {
        let mut standing = self.standing();
        let mut seen: HashSet<(String, ResponsibilityId, NaiveDate)> = HashSet::new();
        let mut gives = Vec::new();
        for line in lines {
            let Some(holding) = self.held_of(line) else {
                continue;
            };
            let (email, responsibility) = (holding.email.clone(), holding.responsibility);
            if !seen.insert((email.clone(), responsibility, holding.span.from)) {
                self.wrong(line, "from", "admin-problem-sheet-twice");
                continue;
            }
            let all = standing.entry((email, responsibility)).or_default();
            match all.iter().position(|held| held.from == holding.span.from) {
                Some(at) => self.redate(holding, all, at),
                None => gives.push(holding),
            }
        }
        for holding in gives {
            if closed.contains(&holding.email.as_str()) {
                self.wrong(holding.line, "responsibility", "admin-problem-account-closed");
                continue;
            }
            let key = (holding.email.clone(), holding.responsibility);
            self.give(holding, standing.entry(key).or_default());
        }
    }

    fn standing(&self) -> Standing {
        let mut standing = Standing::new();
        for (email, person) in &self.present.people {
            for held in self.present.held.get(&person.id).into_iter().flatten() {
                let key = (email.clone(), held.responsibility);
                standing.entry(key).or_default().push(held.clone());
            }
        }
        standing
    }

    /// Another last day for the one `at` which it is among `all` of the kind that she holds.
    fn redate(&mut self, holding: Holding<'_>, all: &mut [Held], at: usize) {
        let Some((before, rest)) = all.split_at_mut_checked(at) else {
            return;
        };
        let Some((held, after)) = rest.split_first_mut() else {
            return;
        };
        let span = holding.span;
        if held.until == span.until {
            return;
        }
        let others: Vec<Held> = before.iter().chain(after.iter()).cloned().collect();
        let was = Span {
            from: held.from,
            until: held.until,
        };
        let problems = if held.is_over_on(self.today) {
            vec![FieldProblem::new("last", "admin-problem-held-over")]
        } else if self.administers(holding.responsibility) && span.ends_after(&was) {
            vec![FieldProblem::new("last", "admin-problem-sheet-administers")]
        } else {
            rules::dates_problems(&span, Some(&was), &others, self.today)
        };
        if problems.is_empty() {
            held.until = span.until;
            let step = Step::Redate {
                email: holding.email,
                responsibility: holding.responsibility,
                span,
            };
            self.plan.steps.push((holding.line.row, step));
        }
        self.all_wrong(holding.line, problems);
    }

    /// One more of the kind of which she holds `all`.
    fn give(&mut self, holding: Holding<'_>, all: &mut Vec<Held>) {
        let (span, responsibility) = (holding.span, holding.responsibility);
        let problems = if self.administers(responsibility) {
            vec![FieldProblem::new(
                "responsibility",
                "admin-problem-sheet-administers",
            )]
        } else {
            rules::dates_problems(&span, None, all, self.today)
        };
        if problems.is_empty() {
            let known = self.present.responsibilities.iter();
            let Some(facts) = known.into_iter().find(|one| one.id == responsibility) else {
                return;
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
                email: holding.email,
                responsibility,
                span,
            };
            self.plan.steps.push((holding.line.row, step));
        }
        self.all_wrong(holding.line, problems);
    }

    /// The responsibility of a line with its days; `None` when it has none, or when something is wrong with it.
    fn held_of<'a>(&mut self, line: &'a Line) -> Option<Holding<'a>> {
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
        Some(Holding {
            line,
            email: email?,
            responsibility: responsibility?,
            span: Span::with_last_day(from?.unwrap_or(self.today), last?),
        })
    }
}
