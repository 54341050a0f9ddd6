//! The policy as a matrix: role by verb by reach, the templates' word and the tenant's own.

use chrono::NaiveDate;
use serde_json::Value;

use crate::authority::access::look::PolicyBook;
use crate::authority::access::rules::LineChange;
use crate::authority::access::{DatedLine, LineReach, Pending, SeparatedDuty, Standing};
use crate::kernel::actions::Verb;
use crate::kernel::clock::Instant;
use crate::kernel::format;
use crate::kernel::ids::AccountId;
use crate::kernel::locale::Localised;
use crate::surfaces::web::Visit;

use super::views::{Area, Cell, DutyRow, LineRow, Mark, PendingRow, RoleColumn, VerbRow};

/// The areas of the matrix in the order in which they stand, and the first words of the verbs that lie in each. What is named
/// nowhere is administration.
const AREAS: [(&str, &[&str]); 4] = [
    (
        "dossiers",
        &[
            "dossier",
            "task",
            "applicant",
            "draft",
            "paper",
            "process",
            "incident",
        ],
    ),
    (
        "money",
        &[
            "fee",
            "payment",
            "money",
            "journal",
            "invoice",
            "refund",
            "credit_note",
        ],
    ),
    (
        "oversight",
        &[
            "statistics",
            "audit",
            "catalogue",
            "notification",
            "account",
            "session",
            "invitation",
        ],
    ),
    ("administration", &[]),
];

fn area_of(verb: Verb) -> &'static str {
    let first = verb.name().split('.').next().unwrap_or_default();
    AREAS
        .iter()
        .find(|(_, begins)| begins.contains(&first))
        .map_or("administration", |(key, _)| key)
}

/// Everything a matrix is drawn from.
pub(super) struct Drawn<'a> {
    pub visit: &'a Visit,
    pub standing: &'a Standing,
    pub book: &'a PolicyBook,
    pub may_change: bool,
    /// The one role shown, if only one is.
    pub only: Option<&'a str>,
}

/// Days in words: from, and until before.
pub(super) fn days(visit: &Visit, from: NaiveDate, to: Option<NaiveDate>) -> String {
    let word = |day: NaiveDate| format::date(day, visit.language);
    match to {
        Some(to) => {
            let last = to.pred_opt().unwrap_or(to);
            visit.text_of("access-days-until", &[("from", &word(from)), ("to", &word(last))])
        }
        None => visit.text_of("access-days-from", &[("from", &word(from))]),
    }
}

impl Drawn<'_> {
    /// The roles of people, in the order of the templates.
    pub fn role_names(&self) -> Vec<&str> {
        self.standing
            .templates
            .roles()
            .filter(|role| self.standing.templates.is_of_people(role))
            .collect()
    }

    fn shown(&self) -> Vec<&str> {
        self.role_names()
            .into_iter()
            .filter(|role| self.only.is_none_or(|only| only == *role))
            .collect()
    }

    pub fn role(&self, role: &str) -> String {
        self.visit.text(&format!("access-role-{role}"))
    }

    fn reach(&self, reach: LineReach) -> String {
        self.visit.text(&format!("access-short-{}", reach.name()))
    }

    pub fn columns(&self) -> Vec<RoleColumn> {
        self.role_names()
            .into_iter()
            .map(|role| RoleColumn {
                name: self.role(role),
                url: format!("/admin/policies?only={role}"),
                current: self.only == Some(role),
            })
            .collect()
    }

    /// The matrix in areas: the first is open, and every one in which the tenant has its own word.
    pub fn areas(&self) -> Vec<Area> {
        let mut areas: Vec<Area> = Vec::new();
        for verb in Verb::ALL {
            if !self.standing.templates.verb_is_of_people(*verb) {
                continue;
            }
            let key = area_of(*verb);
            let row = self.row(*verb);
            let own = row.cells.iter().flat_map(|cell| &cell.marks);
            let own = own.filter(|mark| mark.kind != "template").count();
            let own = i64::try_from(own).unwrap_or(i64::MAX);
            match areas.iter_mut().find(|area| area.key == key) {
                Some(area) => {
                    area.own += own;
                    area.rows.push(row);
                }
                None => areas.push(Area {
                    key,
                    open: false,
                    own,
                    rows: vec![row],
                }),
            }
        }
        areas.sort_by_key(|area| AREAS.iter().position(|(key, _)| *key == area.key));
        for (at, area) in areas.iter_mut().enumerate() {
            area.open = at == 0 || area.own > 0 || self.only.is_some();
        }
        areas
    }

    fn row(&self, verb: Verb) -> VerbRow {
        VerbRow {
            name: self.visit.text(&verb.text_key()),
            code: verb.name().to_owned(),
            cells: self
                .shown()
                .into_iter()
                .map(|role| self.cell(role, verb))
                .collect(),
        }
    }

    fn cell(&self, role: &str, verb: Verb) -> Cell {
        let marks = LineReach::ALL
            .into_iter()
            .filter_map(|reach| {
                let own = self.own_line(role, reach, verb);
                let kind = match own {
                    Some(true) => "allow",
                    Some(false) => "deny",
                    None if self.standing.templates.allows(role, reach, verb) => "template",
                    None => return None,
                };
                Some(Mark {
                    reach: self.reach(reach),
                    kind,
                })
            })
            .collect();
        Cell {
            role: self.role(role),
            label: self
                .visit
                .labelled(&self.role(role), &self.visit.text(&verb.text_key())),
            url: if self.may_change {
                format!("/admin/policies?role={role}&verb={}#change", verb.name())
            } else {
                String::new()
            },
            marks,
        }
    }

    fn own_line(&self, role: &str, reach: LineReach, verb: Verb) -> Option<bool> {
        let day = self.standing.day.date;
        self.book
            .lines
            .iter()
            .find(|dated| {
                let line = &dated.line;
                line.role == role && line.reach == reach && line.verb == verb && is_on(dated, day)
            })
            .map(|dated| dated.line.allows)
    }

    /// The tenant's own lines that are not over.
    pub fn lines(&self) -> Vec<LineRow> {
        let day = self.standing.day.date;
        self.book
            .lines
            .iter()
            .filter(|dated| dated.valid_to.is_none_or(|to| day < to))
            .map(|dated| LineRow {
                role: self.role(&dated.line.role),
                verb: self.visit.text(&dated.line.verb.text_key()),
                reach: self.reach(dated.line.reach),
                allows: dated.line.allows,
                days: days(self.visit, dated.valid_from, dated.valid_to),
                in_force: is_on(dated, day),
            })
            .collect()
    }

    pub fn duties(&self) -> Vec<DutyRow> {
        let day = self.standing.day.date;
        self.book
            .duties
            .iter()
            .filter(|duty| duty.valid_to.is_none_or(|to| day < to))
            .map(|duty| self.duty(duty))
            .collect()
    }

    fn duty(&self, duty: &SeparatedDuty) -> DutyRow {
        DutyRow {
            first: self.visit.text(&duty.first.text_key()),
            second: self.visit.text(&duty.second.text_key()),
            reason: duty.reason.clone(),
            days: days(self.visit, duty.valid_from, duty.valid_to),
            join_url: if self.may_change {
                format!("/admin/policies/duties/{}/join", duty.id)
            } else {
                String::new()
            },
        }
    }

    pub fn pending(&self, me: AccountId, now: Instant) -> Vec<PendingRow> {
        self.book
            .pending
            .iter()
            .map(|act| {
                let state = match act.decided {
                    Some((_, true)) => "confirmed",
                    Some((_, false)) => "rejected",
                    None if now >= act.expires_at => "expired",
                    // She who may not decide waits for another, as she who asked does.
                    None if act.asked_by == me || !self.may_change => "own",
                    None => "open",
                };
                let decidable = self.may_change && matches!(state, "open" | "own");
                PendingRow {
                    what: self.what(act),
                    reason: act.reason.clone(),
                    asked_by: act.asked_by_name.clone(),
                    asked_at: act.asked_at,
                    expires_at: act.expires_at,
                    state,
                    url: if decidable {
                        format!("/admin/policies/pending/{}", act.id)
                    } else {
                        String::new()
                    },
                }
            })
            .collect()
    }

    fn what(&self, act: &Pending) -> String {
        let kind = self.visit.text(&format!("access-pending-{}", act.kind));
        let told = match serde_json::from_value::<LineChange>(act.payload.clone()) {
            Ok(change) => Some(format!(
                "{} · {} · {} · {} · {}",
                self.role(&change.role),
                self.visit.text(&change.verb.text_key()),
                self.reach(change.reach),
                self.visit
                    .text(&format!("access-effect-{}", change.effect.name())),
                days(self.visit, change.from, change.to)
            )),
            Err(_) => self.joined(act).or_else(|| self.of_people(act)),
        };
        match told {
            Some(told) => self.visit.labelled(&kind, &told),
            None => kind,
        }
    }

    /// Whom an act is about, which responsibility, on which days; or the change that is to be taken back, by its reason.
    fn of_people(&self, act: &Pending) -> Option<String> {
        let text = |name: &str| act.payload.get(name).and_then(Value::as_str);
        let named = |name: &str| {
            let value = self.book.names.get(&text(name)?.parse().ok()?)?;
            Some(match value {
                Value::String(name) => name.clone(),
                names => {
                    let names: Localised = serde_json::from_value(names.clone()).ok()?;
                    self.visit.say(&names).to_owned()
                }
            })
        };
        let day = |name: &str| text(name).and_then(|text| text.parse::<NaiveDate>().ok());
        let whom = match (named("lender"), named("borrower")) {
            (Some(lender), Some(borrower)) => Some(format!("{lender} → {borrower}")),
            _ => named("person"),
        };
        let when = day("from").map(|from| days(self.visit, from, day("until").or_else(|| day("to"))));
        let told: Vec<String> = [
            whom,
            named("responsibility"),
            when,
            text("about").map(str::to_owned),
        ]
        .into_iter()
        .flatten()
        .collect();
        (!told.is_empty()).then(|| told.join(" · "))
    }

    fn joined(&self, act: &Pending) -> Option<String> {
        let id = act.payload.get("id")?.as_str()?;
        let duty = self.book.duties.iter().find(|duty| duty.id.to_string() == id)?;
        Some(format!(
            "{} – {}",
            self.visit.text(&duty.first.text_key()),
            self.visit.text(&duty.second.text_key())
        ))
    }
}

fn is_on(dated: &DatedLine, day: NaiveDate) -> bool {
    dated.valid_from <= day && dated.valid_to.is_none_or(|to| day < to)
}
