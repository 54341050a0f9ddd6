//! An explanation in sentences, in the language of whoever reads it: for the page and for programs alike.

use crate::authority::access::explain::{Explanation, Said, Upon, Verdict, Way};
use crate::kernel::access::{Reason, Start, StartError};
use crate::kernel::format;
use crate::kernel::ids::OperatingUnitId;
use crate::kernel::locale::Localised;
use crate::services::catalogue::Shelf;
use crate::surfaces::desk::told_closed;
use crate::surfaces::web::Visit;

/// An explanation in words.
pub(crate) struct Told {
    /// Who may or may not do what, upon what.
    pub verdict: String,
    /// Each way, with a mark: `yes` or `no`.
    pub because: Vec<(bool, String)>,
}

struct Teller<'a> {
    visit: &'a Visit,
    shelf: &'a Shelf,
}

/// Tells an explanation.
pub(crate) fn tell(visit: &Visit, shelf: &Shelf, explained: &Explanation) -> Told {
    let teller = Teller { visit, shelf };
    let key = if explained.is_allowed() {
        "access-explain-yes"
    } else {
        "access-explain-no"
    };
    let verdict = teller.say(
        key,
        &[
            ("person", &explained.person.name),
            ("verb", &visit.text(&explained.verb.text_key())),
            ("upon", &teller.upon(&explained.upon)),
        ],
    );
    let mut because: Vec<(bool, String)> = Vec::new();
    if let Some(duty) = &explained.kept_apart {
        let other = if duty.first == explained.verb {
            duty.second
        } else {
            duty.first
        };
        because.push((
            false,
            teller.say(
                "access-way-kept-apart",
                &[("other", &visit.text(&other.text_key())), ("rule", &duty.reason)],
            ),
        ));
    }
    let allowed = explained.is_allowed();
    let ways = explained.ways.iter().filter(|way| {
        // Where one way allows it the others need not be told; where none does, each says why not.
        !allowed || matches!(way.verdict, Verdict::Allowed(_))
    });
    because.extend(
        ways.filter(|way| way.held.is_some() || matches!(way.verdict, Verdict::Allowed(_)))
            .map(|way| {
                (
                    matches!(way.verdict, Verdict::Allowed(_)),
                    teller.way(explained, way),
                )
            }),
    );
    if allowed && explained.now == Some(false) {
        because.push((false, visit.text("access-way-not-now")));
    }
    if because.is_empty() {
        because.push((false, visit.text("access-way-nothing")));
    }
    Told { verdict, because }
}

/// What a responsibility opens, in words.
pub(crate) fn words_of_start(visit: &Visit, shelf: &Shelf, start: &Start) -> String {
    Teller { visit, shelf }.opens(start, None)
}

/// Why a responsibility opens nothing, in words.
pub(crate) fn why_of(visit: &Visit, responsibility: &str, error: &StartError) -> String {
    visit.refusal(&told_closed(error).with("responsibility", responsibility))
}

impl Teller<'_> {
    fn say(&self, key: &str, arguments: &[(&str, &str)]) -> String {
        self.visit.text_of(key, arguments)
    }

    fn unit(&self, unit: OperatingUnitId) -> String {
        self.shelf.units.get(&unit).map_or_else(
            || unit.to_string(),
            |facts| self.visit.say(&facts.name).to_owned(),
        )
    }

    fn upon(&self, upon: &Upon) -> String {
        match upon {
            Upon::Tenant => self.visit.text("access-upon-tenant"),
            Upon::Unit(unit) => self.say("access-upon-unit", &[("unit", &self.unit(*unit))]),
            Upon::Row(row) => {
                let units: Vec<String> = row.units.iter().map(|unit| self.unit(*unit)).collect();
                let kind = self
                    .visit
                    .text(&format!("access-row-{}", row.table.replace('_', "-")));
                self.say(
                    "access-upon-row",
                    &[
                        ("row", &kind),
                        ("units", &format::list(&units, self.visit.language)),
                    ],
                )
            }
        }
    }

    fn way(&self, explained: &Explanation, way: &Way) -> String {
        let Some(held) = &way.held else {
            return self.say("access-way-base", &[("line", &self.lines(way))]);
        };
        let names: Localised = serde_json::from_value(held.name.clone()).unwrap_or_default();
        let name = self.visit.say(&names).to_owned();
        let mut whose = self.say(
            "access-way-responsibility",
            &[
                ("responsibility", &name),
                ("role", &self.visit.text(&format!("access-role-{}", way.role))),
            ],
        );
        if let Some(loan) = &held.loan {
            whose = self.say(
                "access-way-lent",
                &[("responsibility", &whose), ("lender", &loan.lender_name)],
            );
        }
        let date = |day: chrono::NaiveDate| format::date(day, self.visit.language);
        let why = match &way.verdict {
            Verdict::Allowed(unit) => match &way.start {
                Some(start) if unit.is_some() => self.say(
                    "access-way-and",
                    &[("one", &self.lines(way)), ("other", &self.opens(start, *unit))],
                ),
                _ => self.lines(way),
            },
            Verdict::NotInForce => match held.valid_to {
                Some(to) if to <= explained.day => self.say("access-way-over", &[("day", &date(to))]),
                _ if held.valid_from > explained.day => {
                    self.say("access-way-later", &[("day", &date(held.valid_from))])
                }
                _ => self.visit.text("access-way-lender-lost"),
            },
            Verdict::NoLine => self.say(
                "access-way-no-line",
                &[("role", &self.visit.text(&format!("access-role-{}", way.role)))],
            ),
            Verdict::Forbidden => self.lines(way),
            Verdict::Closed(error) => why_of(self.visit, &name, error),
            Verdict::OutsideUnits => match &way.start {
                Some(start) => self.say("access-way-outside", &[("opens", &self.opens(start, None))]),
                None => self.visit.text("access-way-nothing"),
            },
        };
        self.say("access-way", &[("whose", &whose), ("why", &why)])
    }

    /// The line that decides.
    fn lines(&self, way: &Way) -> String {
        let Some(line) = way.lines.first() else {
            return self.visit.text("access-way-nothing");
        };
        let reach = self.visit.text(&format!("access-reach-{}", line.reach.name()));
        let said = self.say(line_key(line), &[("reach", &reach)]);
        match way.role == line.role {
            true => said,
            false => self.say("access-way-base", &[("line", &said)]),
        }
    }

    /// What a responsibility opens and by which option; `unit` is the one that matters.
    fn opens(&self, start: &Start, unit: Option<OperatingUnitId>) -> String {
        let units = match unit {
            Some(unit) => self.unit(unit),
            None if start.units.len() > 6 => {
                self.visit
                    .text_with("desk-context-units", "n", &start.units.len().to_string())
            }
            None => {
                let names: Vec<String> = start.units.iter().map(|unit| self.unit(unit)).collect();
                format::list(&names, self.visit.language)
            }
        };
        let mode = start.mode.letter().to_lowercase();
        let mode = self.visit.text(&format!("access-mode-{mode}"));
        match &start.reason {
            Reason::Profile {
                names, name, level, ..
            } => {
                let named = self.visit.say(names);
                let profile = if named.is_empty() { name.as_str() } else { named };
                self.say(
                    "access-opens-profile",
                    &[
                        ("profile", profile),
                        ("level", &self.visit.text(&format!("access-level-{level}"))),
                        ("units", &units),
                        ("mode", &mode),
                    ],
                )
            }
            Reason::OperatingUnit { level } => self.say(
                "access-opens-unit",
                &[
                    ("level", &self.visit.text(&format!("access-level-{level}"))),
                    ("units", &units),
                    ("mode", &mode),
                ],
            ),
        }
    }
}

fn line_key(line: &Said) -> &'static str {
    match (line.allows, line.own.is_some()) {
        (true, false) => "access-line-template",
        (true, true) => "access-line-own",
        (false, _) => "access-line-forbids",
    }
}
