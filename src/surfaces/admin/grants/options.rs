//! Profile options: what is set at which of the four levels, and a form to set one.

use actix_web::web::{Path, Query};
use chrono::NaiveDate;
use uuid::Uuid;

use crate::authority::audit::queries as names_of;
use crate::authority::people::admin::acts::{ChangeAccess, ReadPeople};
use crate::authority::people::admin::{
    OptionLevel, OptionName, OptionRow, ResponsibilityFacts, commands, queries,
};
use crate::kernel::actions::Verb;
use crate::kernel::error::{Error, FieldProblem, Result};
use crate::platform::door::{Sql, Whole};
use crate::platform::render::FlashKind;
use crate::surfaces::desk::Staff;
use crate::surfaces::web::views::Link;
use crate::surfaces::web::{Answer, PostedForm, Visit};

use super::super::form::{self, Draft, FormPage, Frame, again, help, standing, today};
use super::super::named::{self, Named};
use super::super::people::views;
use super::Asked;
use super::views::{OptionLine, Options};

const HERE: &str = "/admin/options";

/// What values of options are called.
pub(in super::super) struct Names {
    profiles: Vec<Named>,
    units: Vec<Named>,
}

impl Names {
    /// Everything that a value may be.
    fn read(sql: &mut Sql, visit: &Visit, day: NaiveDate) -> Result<Self> {
        Ok(Self {
            profiles: named::all(visit, queries::profile_names(sql)?),
            units: named::units(visit, &queries::units(sql, day)?),
        })
    }

    /// What these values are called; nothing is read where nothing is set.
    pub(in super::super) fn of(
        sql: &mut Sql,
        visit: &Visit,
        set: &[OptionRow],
        day: NaiveDate,
    ) -> Result<Self> {
        if set.is_empty() {
            return Ok(Self {
                profiles: Vec::new(),
                units: Vec::new(),
            });
        }
        Self::read(sql, visit, day)
    }

    fn known(&self, name: OptionName) -> &[Named] {
        match name {
            OptionName::SecurityProfile => &self.profiles,
            OptionName::OperatingUnit | OptionName::DefaultUnit => &self.units,
            OptionName::CrossGroup => &[],
        }
    }

    /// A value in words. What an id no longer names is shown as it is.
    fn value(&self, visit: &Visit, name: OptionName, value: &str) -> String {
        if name == OptionName::CrossGroup {
            return visit.text(if value == "true" { "admin-yes" } else { "admin-no" });
        }
        let id = value.parse().ok();
        let found = self.known(name).iter().find(|one| Some(one.id) == id);
        found.map_or_else(|| value.to_owned(), |one| one.name.clone())
    }
}

/// The tail of the text key of an option.
const fn key(name: OptionName) -> &'static str {
    match name {
        OptionName::SecurityProfile => "security-profile",
        OptionName::OperatingUnit => "operating-unit",
        OptionName::DefaultUnit => "default-unit",
        OptionName::CrossGroup => "cross-group",
    }
}

fn option_key(name: OptionName) -> String {
    format!("admin-option-{}", key(name))
}

fn url(name: OptionName, level: OptionLevel) -> String {
    format!("/admin/options/{}/{}/{}", level.name(), level.id(), key(name))
}

/// One option of one person, set or not.
pub(in super::super) fn row(
    visit: &Visit,
    names: &Names,
    name: OptionName,
    level: OptionLevel,
    set: &[OptionRow],
) -> views::OptionRow {
    let value = set.iter().find(|one| one.name == name && one.level == level);
    views::OptionRow {
        name: key(name),
        value: value.map_or_else(String::new, |one| names.value(visit, name, &one.value)),
        url: url(name, level),
    }
}

/// `GET /admin/options`
pub(super) async fn list(staff: Staff, asked: Query<Asked>) -> Answer {
    let visit = staff.visit.clone();
    let day = today(&staff.visit);
    let (names, set, known, people) = staff
        .visit
        .state
        .db
        .in_tenant(&staff.visit.context, move |tx| {
            let mut grant = tx.authorise::<ReadPeople>(Whole)?;
            let sql = grant.sql();
            let (common, particular): (Vec<_>, Vec<_>) = queries::options(sql, None)?
                .into_iter()
                .partition(|one| matches!(one.level, OptionLevel::Application | OptionLevel::Site));
            let leaf = asked.page_of(HERE, particular);
            let people: Vec<Uuid> = leaf
                .rows
                .iter()
                .filter(|one| matches!(one.level, OptionLevel::User(_)))
                .map(|one| one.level.id())
                .collect();
            let people = names_of::names(sql, &people)?;
            Ok((
                Names::read(sql, &visit, day)?,
                (common, leaf),
                queries::responsibilities(sql)?,
                people,
            ))
        })
        .await?;
    let (set, leaf) = set;
    let visit = &staff.visit;
    let line = |name: OptionName, level: OptionLevel, value: &str| OptionLine {
        level: level.name(),
        of: match level {
            OptionLevel::User(id) => people.get(&id.uuid()).cloned().unwrap_or_default(),
            OptionLevel::Responsibility(id) => of_responsibility(visit, &known, id.uuid()),
            OptionLevel::Application | OptionLevel::Site => String::new(),
        },
        name: key(name),
        value: if value.is_empty() {
            String::new()
        } else {
            names.value(visit, name, value)
        },
        url: url(name, level),
    };
    let mut common = Vec::new();
    for level in [OptionLevel::Site, OptionLevel::Application] {
        for name in OptionName::ALL {
            let value = set.iter().find(|one| one.name == name && one.level == level);
            common.push(line(name, level, value.map_or("", |one| one.value.as_str())));
        }
    }
    let particular = leaf
        .rows
        .iter()
        .map(|one| line(one.name, one.level, &one.value))
        .collect();
    let view = Options {
        desk: staff.desk("responsibilities"),
        common,
        particular,
        pager: leaf.pager,
        may_change: staff.offers(Verb::ChangeAccess),
    };
    visit.page("admin/options.html", "admin", &view)
}

fn of_responsibility(visit: &Visit, known: &[ResponsibilityFacts], id: Uuid) -> String {
    known
        .iter()
        .find(|one| one.id.uuid() == id)
        .map(|one| visit.say(&one.name).to_owned())
        .unwrap_or_default()
}

/// An option as an address names it.
#[derive(Clone, Copy)]
struct Which {
    name: OptionName,
    level: OptionLevel,
}

fn which(path: &(String, Uuid, String)) -> Result<Which> {
    let name = OptionName::ALL.into_iter().find(|name| key(*name) == path.2);
    let level = OptionLevel::parse(&path.0, path.1);
    match (name, level) {
        (Some(name), Some(level)) if level.id() == path.1 => Ok(Which { name, level }),
        _ => Err(Error::NotFound),
    }
}

/// What the form of an option shows.
struct Read {
    names: Names,
    value: String,
    of: String,
}

async fn read(staff: &Staff, which: Which) -> Result<Read> {
    let visit = staff.visit.clone();
    let day = today(&visit);
    staff
        .visit
        .state
        .db
        .in_tenant(&staff.visit.context, move |tx| {
            let mut grant = tx.authorise::<ReadPeople>(Whole)?;
            let sql = grant.sql();
            let of = match which.level {
                OptionLevel::User(id) => queries::staff(sql, id)?.ok_or(Error::NotFound)?.name,
                OptionLevel::Responsibility(id) => {
                    visit.say(&queries::responsibility(sql, id)?.name).to_owned()
                }
                OptionLevel::Application | OptionLevel::Site => {
                    visit.text(&format!("admin-level-{}", which.level.name()))
                }
            };
            let set = queries::options(sql, Some(which.level))?;
            let value = set.into_iter().find(|one| one.name == which.name);
            Ok(Read {
                names: Names::read(sql, &visit, day)?,
                value: value.map(|one| one.value).unwrap_or_default(),
                of,
            })
        })
        .await
}

/// Where a level's options are read.
fn back(staff: &Staff, which: Which, of: &str) -> Link {
    match which.level {
        OptionLevel::User(id) => Link::new(of, format!("/admin/people/{id}")),
        _ => Link::new(staff.visit.text("admin-options-title"), "/admin/options"),
    }
}

fn page(
    staff: &Staff,
    which: Which,
    read: &Read,
    values: &PostedForm,
    problems: &[FieldProblem],
) -> FormPage {
    let draft = Draft {
        visit: &staff.visit,
        values,
        problems,
    };
    let label = option_key(which.name);
    let mut value = if which.name == OptionName::CrossGroup {
        let words = [("true", "admin-yes"), ("false", "admin-no")];
        let words = words.map(|(value, key)| (value.to_owned(), staff.visit.text(key)));
        draft.select("value", &label, words.to_vec())
    } else {
        let kind = match which.name {
            OptionName::SecurityProfile => "profile",
            _ => "unit",
        };
        draft.one_of("value", &label, read.names.known(which.name), &named::url(kind))
    };
    help(&mut value, staff.visit.text("admin-option-hint"));
    value.required = false;
    let fields = vec![value, draft.reason()];
    let frame = Frame {
        current: if matches!(which.level, OptionLevel::User(_)) {
            "people"
        } else {
            "responsibilities"
        },
        title: staff
            .visit
            .labelled(&staff.visit.text(&option_key(which.name)), &read.of),
        back: back(staff, which, &read.of),
        lead: vec![staff.visit.text("admin-option-lead")],
        action: url(which.name, which.level),
        button: "admin-save",
        danger: false,
    };
    frame.page(staff, fields)
}

/// `GET /admin/options/{level}/{id}/{name}`
pub(super) async fn form(staff: Staff, path: Path<(String, Uuid, String)>) -> Answer {
    let which = which(&path)?;
    let read = read(&staff, which).await?;
    let values = standing([("value", read.value.clone())]);
    form::open(&staff, &page(&staff, which, &read, &values, &[]))
}

/// `POST /admin/options/{level}/{id}/{name}`: no value clears the option at this level.
pub(super) async fn set(staff: Staff, path: Path<(String, Uuid, String)>, form: PostedForm) -> Answer {
    let which = which(&path)?;
    let visit = &staff.visit;
    let read = read(&staff, which).await?;
    let mut problems = Vec::new();
    let known = [("value", read.names.known(which.name))];
    let said = match which.name {
        OptionName::CrossGroup => form.clone(),
        _ => named::resolved(&form, &known, &mut problems),
    };
    let value = Some(said.text("value").to_owned()).filter(|value| !value.is_empty());
    let outcome = match form::by(visit, &form, problems) {
        Err(error) => Err(error),
        Ok(mut by) => {
            visit
                .state
                .db
                .in_tenant(&visit.context, move |tx| {
                    let grant = tx.authorise::<ChangeAccess>(Whole)?;
                    commands::set_option(grant, which.name, which.level, value.as_deref(), &mut by)
                })
                .await
        }
    };
    let to = match which.level {
        OptionLevel::User(id) => format!("/admin/people/{id}"),
        _ => "/admin/options".to_owned(),
    };
    match outcome {
        Ok(()) => Ok(visit.see_with(&to, FlashKind::Ok, "admin-done")),
        Err(error) => again(&staff, error, |problems| {
            page(&staff, which, &read, &form, problems)
        }),
    }
}
