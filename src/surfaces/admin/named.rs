//! What is chosen by what it is called: from a list while there are few, typed with suggestions when there are many.
//!
//! A list of three hundred is no use to anybody and heavier than the page it stands on. People know codes and names, so both are
//! understood; ids are too, because links to these pages and programs name things by them.

use actix_web::web::{Path, Query, ServiceConfig, get};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::authority::access::acts::ReadOwnAccess;
use crate::authority::access::{Colleague, look};
use crate::authority::people::admin::acts::ReadPeople;
use crate::authority::people::admin::rules::folded;
use crate::authority::people::admin::{Department, ResponsibilityFacts, UnitFacts, queries};
use crate::kernel::error::{Error, FieldProblem, Result};
use crate::kernel::locale::Localised;
use crate::platform::door::{Granted, Whole};
use crate::surfaces::desk::Staff;
use crate::surfaces::desk::views::FilterOption;
use crate::surfaces::web::fields::{Choice, Field, FieldKind};
use crate::surfaces::web::{Answer, PostedForm, Visit};

use super::form::values;
use super::views::{Pick, Suggestions};

/// As many are looked over in a list that opens; more are typed.
const LISTED_MAX: usize = 30;
/// Suggestions at once.
const SUGGESTED_MAX: usize = 20;
/// As many that are called alike are named to whoever typed too little.
const ALIKE_MAX: usize = 4;

/// Nothing is called more than this.
const CHARACTERS_MAX: usize = 200;

/// One of those that can be chosen.
#[derive(Debug, Clone, Serialize)]
pub(super) struct Named {
    pub id: Uuid,
    pub code: String,
    pub name: String,
    /// What is read of it in a list.
    pub told: String,
}

impl Named {
    fn is(&self, said: &str) -> bool {
        self.code == said || said.parse() == Ok(self.id)
    }

    fn is_called(&self, text: &str) -> bool {
        folded(&self.code) == text || folded(&self.name) == text
    }

    fn is_like(&self, text: &str) -> bool {
        folded(&self.code).contains(text) || folded(&self.name).contains(text)
    }
}

/// Whether so many are typed rather than listed.
pub(super) const fn are_many(offered: &[Named]) -> bool {
    offered.len() > LISTED_MAX
}

/// The operating units.
pub(super) fn units(visit: &Visit, units: &[UnitFacts]) -> Vec<Named> {
    let named = |one: &UnitFacts| (one.id.uuid(), one.code.clone(), one.name.clone());
    all(visit, units.iter().map(named))
}

/// Every operating unit, by name.
pub(super) fn every_unit(staff: &Staff) -> Vec<Named> {
    let units = staff.shelf.units.iter();
    let mut all = all(
        &staff.visit,
        units.map(|(id, facts)| (id.uuid(), facts.code.clone(), facts.name.clone())),
    );
    all.sort_by(|one, other| one.name.cmp(&other.name));
    all
}

/// The responsibilities; a list tells the role of each.
pub(super) fn responsibilities(staff: &Staff, known: &[ResponsibilityFacts]) -> Vec<Named> {
    let named = |one: &ResponsibilityFacts| (one.id.uuid(), one.code.clone(), one.name.clone());
    let mut all = all(&staff.visit, known.iter().map(named));
    for (named, facts) in all.iter_mut().zip(known) {
        named.told = format!("{} ({})", named.name, staff.role_name(&facts.role));
    }
    all
}

/// Colleagues; a list tells the address of each, which is what they are known by.
pub(super) fn colleagues(those: Vec<Colleague>) -> Vec<Named> {
    those
        .into_iter()
        .map(|one| Named {
            id: one.id.uuid(),
            told: format!("{} ({})", one.name, one.email),
            code: one.email,
            name: one.name,
        })
        .collect()
}

/// Those one could lend to: all of them while there are few, else the first, and whoever is called like `said`.
///
/// # Errors
/// When the database fails.
pub(super) fn whom_to_lend(grant: &mut Granted<'_, ReadOwnAccess>, said: &str) -> Result<Vec<Named>> {
    let (listed, suggested) = (LISTED_MAX + 1, SUGGESTED_MAX);
    let mut those = look::colleagues(grant, "", signed(listed))?;
    let text = folded(&said.chars().take(CHARACTERS_MAX).collect::<String>());
    if those.len() == listed && !text.is_empty() {
        let like = look::colleagues(grant, &text, signed(suggested))?;
        those.retain(|one| like.iter().all(|it| it.id != one.id));
        those.extend(like);
    }
    Ok(colleagues(those))
}

fn signed(count: usize) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}

/// The departments that are open.
pub(super) fn departments(visit: &Visit, departments: &[Department]) -> Vec<Named> {
    let named = |one: &Department| (one.id, one.code.clone(), one.name.clone());
    all(visit, departments.iter().filter(|one| one.is_open).map(named))
}

/// Whatever has an id, a code and a name.
pub(super) fn all(visit: &Visit, those: impl IntoIterator<Item = (Uuid, String, Localised)>) -> Vec<Named> {
    those
        .into_iter()
        .map(|(id, code, name)| {
            let name = visit.say(&name).to_owned();
            Named {
                id,
                code,
                told: name.clone(),
                name,
            }
        })
        .collect()
}

fn problem(offered: &[Named], field: &str, said: &str) -> FieldProblem {
    let text = folded(said);
    let mut alike = offered.iter().filter(|one| one.is_like(&text));
    let mut told: Vec<String> = alike
        .by_ref()
        .take(ALIKE_MAX)
        .map(|one| format!("{} ({})", one.code, one.name))
        .collect();
    if told.is_empty() {
        return FieldProblem::new(field, "admin-problem-not-called").with("said", said);
    }
    if alike.next().is_some() {
        told.push("…".to_owned());
    }
    FieldProblem::new(field, "admin-problem-called-alike")
        .with("said", said)
        .with("alike", told.join(", "))
}

/// The one that is meant: by its id, its code, or its whole name. Nothing was meant when nothing was said.
///
/// # Errors
/// The problem at `field` when nothing is called so, or several are.
pub(super) fn meant<'a>(
    offered: &'a [Named],
    field: &str,
    said: &str,
) -> Result<Option<&'a Named>, FieldProblem> {
    let said: String = said.trim().chars().take(CHARACTERS_MAX).collect();
    let said = said.as_str();
    if said.is_empty() {
        return Ok(None);
    }
    if let Some(one) = offered.iter().find(|one| one.is(said)) {
        return Ok(Some(one));
    }
    let text = folded(said);
    let mut called = offered.iter().filter(|one| one.is_called(&text));
    match (called.next(), called.next()) {
        (Some(one), None) => Ok(Some(one)),
        _ => Err(problem(offered, field, said)),
    }
}

/// The one that is looked for: as [`meant`], and by a part of its name where that leaves one alone.
///
/// # Errors
/// The problem at `field` when nothing is called so, or several are.
pub(super) fn sought<'a>(
    offered: &'a [Named],
    field: &str,
    said: &str,
) -> Result<Option<&'a Named>, FieldProblem> {
    meant(offered, field, said).or_else(|problem| {
        let text = folded(said);
        let mut alike = offered.iter().filter(|one| one.is_like(&text));
        match (alike.next(), alike.next()) {
            (Some(one), None) => Ok(Some(one)),
            _ => Err(problem),
        }
    })
}

/// The form with ids in the place of what was said; what is wrong is noted, and left out.
pub(super) fn resolved(
    form: &PostedForm,
    named: &[(&str, &[Named])],
    problems: &mut Vec<FieldProblem>,
) -> PostedForm {
    let mut read = form.clone();
    for (field, value) in &mut read.fields {
        let Some((_, offered)) = named.iter().find(|(name, _)| name == field) else {
            continue;
        };
        // An id that is not offered is for the rules to refuse: they say why.
        if value.trim().parse::<Uuid>().is_ok() {
            continue;
        }
        *value = match meant(offered, field, value) {
            Ok(one) => one.map_or_else(String::new, |one| one.id.to_string()),
            Err(problem) => {
                problems.push(problem);
                String::new()
            }
        };
    }
    read
}

/// The ids of those that a field names: once for each, or their codes in one text.
///
/// # Errors
/// The problem at `field` of the first that is not there.
pub(super) fn several(form: &PostedForm, field: &str, offered: &[Named]) -> Result<Vec<Uuid>, FieldProblem> {
    values(form, field)
        .flat_map(|text| text.split([' ', ',', ';', '\n', '\r', '\t']))
        .filter(|said| !said.is_empty())
        .map(|said| match said.parse() {
            // An id that is not offered is for the rules to refuse: they say why.
            Ok(id) => Ok(id),
            Err(_) => Ok(meant(offered, field, said)?.map_or(Uuid::nil(), |one| one.id)),
        })
        .collect()
}

/// A question for one of these: a choice while there are few, else a line whose script asks `suggest`.
pub(super) fn draw(visit: &Visit, field: &mut Field, offered: &[Named], suggest: &str) {
    let found = meant(offered, &field.name, &field.value).ok().flatten();
    if let Some(one) = found {
        field.value.clone_from(&one.code);
        field.called.clone_from(&one.name);
    }
    if are_many(offered) {
        field.kind = FieldKind::Named;
        field.hint = Some(visit.text("admin-named-hint"));
        field.suggest = suggest.to_owned();
        return;
    }
    field.kind = FieldKind::Select;
    field.choices = offered
        .iter()
        .map(|one| Choice {
            value: one.code.clone(),
            label: one.told.clone(),
            hint: None,
            chosen: found.is_some_and(|found| found.id == one.id),
        })
        .collect();
}

/// A question for any of these, of which those in `said` are meant: boxes to tick while there are few, else their codes, one in
/// each line.
pub(super) fn draw_any<'a>(
    visit: &Visit,
    field: &mut Field,
    offered: &[Named],
    said: impl IntoIterator<Item = &'a str>,
) {
    let said = said.into_iter();
    if are_many(offered) {
        let code = |said: &str| {
            let found = meant(offered, &field.name, said).ok().flatten();
            found.map_or_else(|| said.to_owned(), |one| one.code.clone())
        };
        let codes: Vec<String> = said.map(code).collect();
        field.kind = FieldKind::Textarea;
        field.value = codes.join("\n");
        field.hint = Some(visit.text("admin-named-codes-hint"));
        return;
    }
    let ids: Vec<&str> = said.collect();
    field.kind = FieldKind::Checkboxes;
    field.choices = offered
        .iter()
        .map(|one| (one.id.to_string(), one))
        .map(|(value, one)| Choice {
            chosen: ids.contains(&value.as_str()),
            value,
            label: one.told.clone(),
            hint: None,
        })
        .collect();
}

/// A filter of a list: a choice while there are few, else a field that suggests.
pub(super) fn pick(
    visit: &Visit,
    (name, label): (&str, &str),
    offered: &[Named],
    said: &str,
    suggest: &str,
) -> Pick {
    let found = sought(offered, name, said);
    let one = found.as_ref().ok().copied().flatten();
    let value = one.map_or_else(|| said.trim().to_owned(), |one| one.code.clone());
    let any = FilterOption {
        value: String::new(),
        text: visit.text("admin-any"),
        chosen: value.is_empty(),
    };
    let options = offered.iter().map(|one| FilterOption {
        value: one.code.clone(),
        text: one.told.clone(),
        chosen: one.code == value,
    });
    Pick {
        name: name.to_owned(),
        label: visit.text(label),
        called: one.map(|one| one.name.clone()).unwrap_or_default(),
        error: found.err().map(|problem| visit.problem(&problem)),
        options: if are_many(offered) {
            Vec::new()
        } else {
            std::iter::once(any).chain(options).collect()
        },
        suggest: suggest.to_owned(),
        value,
    }
}

/// What a field may be answered with, for its script.
pub(super) fn suggestions(staff: &Staff, offered: &[Named], said: &str) -> Answer {
    let text = folded(said);
    let view = Suggestions {
        options: offered
            .iter()
            .filter(|one| one.is_like(&text))
            .take(SUGGESTED_MAX)
            .map(|one| (one.code.clone(), one.name.clone()))
            .collect(),
    };
    staff.visit.page("admin/suggestions.html", "admin", &view)
}

/// What was typed so far.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Typed {
    /// The field of a form, where its own address is asked.
    pub suggest: String,
    pub q: String,
}

/// The routes of suggestions.
pub(super) fn configure(routes: &mut ServiceConfig) {
    routes.route("/desk/suggestions/{kind}", get().to(suggest));
}

/// Where what is typed into a field is looked up.
pub(super) fn url(kind: &str) -> String {
    format!("/desk/suggestions/{kind}")
}

/// `GET /desk/suggestions/{kind}`: units and colleagues for everybody who works here, the rest for those who may read of people.
async fn suggest(staff: Staff, kind: Path<String>, typed: Query<Typed>) -> Answer {
    match kind.as_str() {
        "unit" => return suggestions(&staff, &every_unit(&staff), &typed.q),
        "borrower" => return suggest_colleagues(&staff, &typed.q).await,
        _ => {}
    }
    let asker = staff.clone();
    let offered = staff
        .visit
        .state
        .db
        .in_tenant(&staff.visit.context, move |tx| {
            let mut grant = tx.authorise::<ReadPeople>(Whole)?;
            let (sql, visit) = (grant.sql(), &asker.visit);
            match kind.as_str() {
                "responsibility" => Ok(responsibilities(&asker, &queries::responsibilities(sql)?)),
                "profile" => Ok(all(visit, queries::profile_names(sql)?)),
                "department" => Ok(departments(visit, &queries::departments(sql)?)),
                _ => Err(Error::NotFound),
            }
        })
        .await?;
    suggestions(&staff, &offered, &typed.q)
}

async fn suggest_colleagues(staff: &Staff, said: &str) -> Answer {
    let (me, text) = (
        staff.account,
        folded(&said.chars().take(CHARACTERS_MAX).collect::<String>()),
    );
    let found = staff
        .visit
        .state
        .db
        .in_tenant(&staff.visit.context, move |tx| {
            let mut grant = tx.authorise::<ReadOwnAccess>(me)?;
            look::colleagues(&mut grant, &text, signed(SUGGESTED_MAX))
        })
        .await?;
    suggestions(staff, &colleagues(found), said)
}
