//! Why somebody may do something or may not: by which responsibility, which profile at which level, which line of policy,
//! in which operating unit.
//!
//! What the asker may not see is not explained to her: a row is looked up under her own row security, a person in her own
//! business group, and whose a row is she is told only where she could read it.

use crate::authority::people::queries as people;
use crate::kernel::access::{Directory, Start, StartError};
use crate::kernel::actions::Verb;
use crate::kernel::context::{Context, Place};
use crate::kernel::error::{Error, FieldProblem, Refusal, Result};
use crate::kernel::ids::{AccountId, OperatingUnitId, PolicyLineId};
use crate::kernel::locale::Localised;
use crate::platform::door::{Granted, Sql};
use chrono::NaiveDate;

use super::acts::{ReadAccess, ReadOwnAccess};
use super::gate;
use super::model::{DatedLine, HeldResponsibility, SeparatedDuty, is_within};
use super::queries::{self, Colleague};
use super::roles::LineReach;
use super::standing::Standing;

/// Upon what.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Upon {
    /// The tenant as a whole.
    Tenant,
    /// What lies in this unit.
    Unit(OperatingUnitId),
    /// A row.
    Row(Row),
}

/// A row as the asker sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// Its table.
    pub table: &'static str,
    /// Its id.
    pub id: uuid::Uuid,
    /// The units that work on it.
    pub units: Vec<OperatingUnitId>,
    /// Whose it is; `None` when the asker may not know.
    pub owner: Option<AccountId>,
}

/// A line of policy that speaks of the verb.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Said {
    /// The role.
    pub role: String,
    /// How far.
    pub reach: LineReach,
    /// Whether it allows.
    pub allows: bool,
    /// The tenant's own line with its last day; `None`: the template.
    pub own: Option<(PolicyLineId, Option<NaiveDate>)>,
}

/// What one responsibility comes to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    /// Yes, in this unit, or upon the whole or her own where there is none.
    Allowed(Option<OperatingUnitId>),
    /// It begins later or is over, or its lender has nothing to lend.
    NotInForce,
    /// No line allows the verb that far.
    NoLine,
    /// A line of the tenant's own forbids it.
    Forbidden,
    /// The responsibility opens no unit.
    Closed(StartError),
    /// It opens units, and none that the thing lies in.
    OutsideUnits,
}

/// One way by which she could have been allowed.
#[derive(Debug, Clone)]
pub struct Way {
    /// The responsibility; `None`: what every member of staff may do for herself.
    pub held: Option<HeldResponsibility>,
    /// Its role.
    pub role: String,
    /// What it comes to.
    pub verdict: Verdict,
    /// The lines that speak of the verb, those that decide first.
    pub lines: Vec<Said>,
    /// What the responsibility opens, and by which option.
    pub start: Option<Start>,
}

/// The whole answer.
#[derive(Debug, Clone)]
pub struct Explanation {
    /// Who.
    pub person: Colleague,
    /// What.
    pub verb: Verb,
    /// Upon what.
    pub upon: Upon,
    /// On which day.
    pub day: NaiveDate,
    /// Each responsibility, those that allow it first.
    pub ways: Vec<Way>,
    /// The duty that keeps her from it, because she did the other one to the same row.
    pub kept_apart: Option<SeparatedDuty>,
    /// Whether what she has chosen to work in just now allows it; `None` where another asks.
    pub now: Option<bool>,
}

impl Explanation {
    /// Yes or no.
    #[must_use]
    pub fn is_allowed(&self) -> bool {
        self.kept_apart.is_none()
            && self
                .ways
                .first()
                .is_some_and(|way| matches!(way.verdict, Verdict::Allowed(_)))
    }
}

/// What is asked about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum About {
    /// The tenant as a whole.
    Tenant,
    /// A unit.
    Unit(OperatingUnitId),
    /// What no open unit is called; perhaps one that has ended is.
    UnitCalled(String),
    /// A row by its id, or a dossier by its number.
    Row(String),
}

/// Explains for anybody who works here.
///
/// # Errors
/// [`Error::NotFound`] for a person, unit or row that the asker may not see, as for one that is not there; a refusal at `unit`
/// for one that has ended.
pub fn explain(
    grant: &mut Granted<'_, ReadAccess>,
    email: &str,
    verb: Verb,
    about: &About,
    standing: &Standing,
) -> Result<Explanation> {
    let context = grant.context().clone();
    let sql = grant.sql();
    let person = queries::colleague_by_email(sql, email)?.ok_or(Error::NotFound)?;
    if !may_know_of(sql, person.id)? {
        return Err(Error::NotFound);
    }
    answer(sql, &context, person, verb, about, standing)
}

/// Explains for oneself.
///
/// # Errors
/// As [`explain`].
pub fn explain_own(
    grant: &mut Granted<'_, ReadOwnAccess>,
    verb: Verb,
    about: &About,
    standing: &Standing,
) -> Result<Explanation> {
    let (me, context) = (*grant.subject(), grant.context().clone());
    let sql = grant.sql();
    let person = queries::colleague_by_id(sql, me)?.ok_or(Error::NotFound)?;
    let mut told = answer(sql, &context, person, verb, about, standing)?;
    let permits = |place| context.access.permits(context.actor, verb, place);
    told.now = Some(match &told.upon {
        Upon::Tenant => permits(Place::Tenant) || permits(Place::Own(me)),
        Upon::Unit(unit) => permits(Place::Unit(*unit)),
        Upon::Row(row) => {
            let is_own = row.owner == Some(me) && permits(Place::Own(me));
            is_own || row.units.iter().any(|unit| permits(Place::Unit(*unit)))
        }
    });
    Ok(told)
}

fn may_know_of(sql: &mut Sql, person: AccountId) -> Result<bool> {
    let (circle, theirs) = (people::circle(sql)?, people::group_of(sql, person)?);
    Ok(circle.is_none() || theirs.is_none() || circle == theirs)
}

fn answer(
    sql: &mut Sql,
    context: &Context,
    person: Colleague,
    verb: Verb,
    about: &About,
    standing: &Standing,
) -> Result<Explanation> {
    let day = standing.day.date;
    let directory = queries::directory(sql, day)?;
    let upon = upon(sql, context, about, (&directory, day))?;
    let case = Case {
        person: person.id,
        verb,
        upon: &upon,
        standing,
        lines: queries::policy_lines(sql)?
            .into_iter()
            .filter(|dated| is_within(day, dated.valid_from, dated.valid_to))
            .collect(),
    };
    let group = people::group_of(sql, person.id)?;
    let mut ways = Vec::new();
    for held in queries::all_responsibilities(sql, person.id)? {
        let begun = gate::begin(sql, person.id, group, &held, &directory)?;
        ways.push(case.way(held, begun));
    }
    ways.push(case.base(&ways));
    ways.sort_by_key(|way| rank(way, day));
    let mut kept_apart = None;
    if let (Upon::Row(row), true) = (&upon, matches!(ways[0].verdict, Verdict::Allowed(_))) {
        kept_apart = duty_in_the_way(sql, person.id, verb, row, day)?;
    }
    Ok(Explanation {
        person,
        verb,
        upon,
        day,
        ways,
        kept_apart,
        now: None,
    })
}

// What allows comes first, then what was nearest to it; what every member of staff may do says least.
fn rank(way: &Way, day: NaiveDate) -> (u8, bool, bool) {
    let nearness = match way.verdict {
        Verdict::Allowed(_) => 0,
        Verdict::Forbidden => 1,
        Verdict::OutsideUnits => 2,
        Verdict::Closed(_) => 3,
        Verdict::NotInForce => 4,
        Verdict::NoLine => 5,
    };
    let over = way
        .held
        .as_ref()
        .is_some_and(|held| held.valid_to.is_some_and(|to| to <= day));
    (nearness, way.held.is_none(), over)
}

/// A unit that has ended: nobody works in it, whatever she holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EndedUnit {
    /// What it was called.
    pub name: Localised,
    /// The first day on which it was no more.
    pub since: NaiveDate,
    /// The code of the unit that took over from it.
    pub successor: Option<String>,
}

impl EndedUnit {
    /// The answer to a question about it.
    fn told(&self) -> Refusal {
        let problem = match &self.successor {
            None => FieldProblem::new("unit", "errors-access-unit-closed"),
            Some(code) => FieldProblem::new("unit", "errors-access-unit-succeeded").with("successor", code),
        };
        Refusal::of_fields(vec![problem.with("day", self.since).with_name(&self.name)])
    }
}

fn upon(
    sql: &mut Sql,
    context: &Context,
    about: &About,
    (directory, day): (&Directory, NaiveDate),
) -> Result<Upon> {
    match about {
        About::Tenant => Ok(Upon::Tenant),
        About::Unit(unit) if directory.has(*unit) => Ok(Upon::Unit(*unit)),
        About::Unit(unit) => match queries::ended_unit(sql, &unit.to_string(), day)? {
            Some(ended) => Err(ended.told().into()),
            None => Err(Error::NotFound),
        },
        About::UnitCalled(called) => {
            let ended = queries::ended_unit(sql, called, day)?;
            let unknown = || Refusal::of_fields(vec![FieldProblem::new("unit", "errors-access-unknown")]);
            Err(ended.map_or_else(unknown, |ended| ended.told()).into())
        }
        About::Row(named) => {
            let mut row = queries::row(sql, named)?.ok_or(Error::NotFound)?;
            if let Some(owner) = row.owner {
                let place = Place::AnyUnitOrOwn(row.units.clone(), owner);
                if !context.access.permits(context.actor, Verb::ReadDossier, place) {
                    row.owner = None;
                }
            }
            Ok(Upon::Row(row))
        }
    }
}

fn duty_in_the_way(
    sql: &mut Sql,
    person: AccountId,
    verb: Verb,
    row: &Row,
    day: NaiveDate,
) -> Result<Option<SeparatedDuty>> {
    for duty in queries::separated_duties(sql)? {
        let other = match (duty.first == verb, duty.second == verb) {
            (true, _) => duty.second,
            (_, true) => duty.first,
            _ => continue,
        };
        if duty.is_in_force(day) && queries::has_done(sql, person, other, row.id)? {
            return Ok(Some(duty));
        }
    }
    Ok(None)
}

struct Case<'a> {
    person: AccountId,
    verb: Verb,
    upon: &'a Upon,
    standing: &'a Standing,
    lines: Vec<DatedLine>,
}

impl Case<'_> {
    /// Which reaches would do.
    fn reaches(&self) -> Vec<LineReach> {
        match self.upon {
            Upon::Tenant => vec![LineReach::Tenant],
            Upon::Unit(_) => vec![LineReach::Unit],
            Upon::Row(row) if row.owner == Some(self.person) => vec![LineReach::Own, LineReach::Unit],
            Upon::Row(_) => vec![LineReach::Unit],
        }
    }

    /// Whether she who plays `roles` together has a reach, as Casbin says.
    fn has(&self, roles: &[&str], reach: LineReach) -> bool {
        self.standing.policy.allows(roles, reach, self.verb)
    }

    fn said(&self, role: &str) -> Vec<Said> {
        let mut said = Vec::new();
        for reach in self.reaches() {
            for dated in &self.lines {
                let line = &dated.line;
                if line.role == role && line.reach == reach && line.verb == self.verb {
                    said.push(Said {
                        role: role.to_owned(),
                        reach,
                        allows: line.allows,
                        own: Some((dated.id, dated.valid_to)),
                    });
                }
            }
            if self.standing.templates.allows(role, reach, self.verb) {
                said.push(Said {
                    role: role.to_owned(),
                    reach,
                    allows: true,
                    own: None,
                });
            }
        }
        said.sort_by_key(|line| line.allows);
        said
    }

    /// What every member of staff may do without a unit, whatever her responsibility; unless a line forbids it to each role she
    /// could work in.
    fn base(&self, ways: &[Way]) -> Way {
        let working: Vec<&str> = ways
            .iter()
            .filter(|way| way.start.is_some() && !matches!(way.verdict, Verdict::NotInForce))
            .map(|way| way.role.as_str())
            .collect();
        let upon_whole = |roles: &[&str]| {
            let mut reaches = self.reaches().into_iter();
            reaches.any(|reach| reach != LineReach::Unit && self.has(roles, reach))
        };
        let verdict = match upon_whole(&["staff"]) {
            false => Verdict::NoLine,
            true if working.is_empty() || working.iter().any(|role| upon_whole(&["staff", role])) => {
                Verdict::Allowed(None)
            }
            true => Verdict::Forbidden,
        };
        Way {
            held: None,
            role: "staff".into(),
            verdict,
            lines: self.said("staff"),
            start: None,
        }
    }

    /// What one responsibility comes to: by lines of its role, and by those of every member of staff that speak of units.
    fn way(&self, held: HeldResponsibility, begun: std::result::Result<Start, StartError>) -> Way {
        let role = held.role.clone();
        let in_force = held.is_in_force(self.standing.day.date);
        let roles = ["staff", role.as_str()];
        let counts = |reach: LineReach, of: &str| of != "staff" || reach == LineReach::Unit;
        let open: Vec<LineReach> = self
            .reaches()
            .into_iter()
            .filter(|reach| self.has(&roles, *reach))
            .filter(|reach| {
                roles
                    .iter()
                    .any(|of| counts(*reach, of) && self.has(&[of], *reach))
            })
            .collect();
        let mut lines: Vec<Said> = roles.iter().rev().flat_map(|role| self.said(role)).collect();
        lines.retain(|line| match open.is_empty() {
            true => !line.allows || counts(line.reach, &line.role),
            false => open.contains(&line.reach) && counts(line.reach, &line.role),
        });
        lines.sort_by_key(|line| line.allows);
        let verdict = match &begun {
            _ if !in_force => Verdict::NotInForce,
            _ if open.is_empty() && lines.iter().any(|line| !line.allows) => Verdict::Forbidden,
            _ if open.is_empty() => Verdict::NoLine,
            Err(error) => Verdict::Closed(error.clone()),
            Ok(start) => self.within(&open, start),
        };
        Way {
            held: Some(held),
            role,
            verdict,
            lines,
            start: begun.ok(),
        }
    }

    fn within(&self, open: &[LineReach], start: &Start) -> Verdict {
        // A row of an ended unit is seen where its successor is.
        let first = |units: &[OperatingUnitId]| {
            units
                .iter()
                .find(|unit| start.sees(**unit))
                .map_or(Verdict::OutsideUnits, |unit| Verdict::Allowed(Some(*unit)))
        };
        match self.upon {
            Upon::Tenant => Verdict::Allowed(None),
            Upon::Unit(unit) => first(&[*unit]),
            Upon::Row(_) if open.contains(&LineReach::Own) => Verdict::Allowed(None),
            Upon::Row(row) => first(&row.units),
        }
    }
}
