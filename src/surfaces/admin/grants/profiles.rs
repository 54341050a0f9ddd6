//! Security profiles: which operating units a responsibility opens.

use actix_web::web::Path;

use crate::authority::people::admin::acts::{ChangeAccess, ReadPeople};
use crate::authority::people::admin::{Profile, ProfileUnit, UnitFacts, commands, queries};
use crate::kernel::actions::Verb;
use crate::kernel::error::{Error, FieldProblem, Result};
use crate::kernel::ids::{OperatingUnitId, SecurityProfileId};
use crate::platform::door::Whole;
use crate::platform::render::FlashKind;
use crate::surfaces::desk::Staff;
use crate::surfaces::web::views::Link;
use crate::surfaces::web::{Answer, PostedForm};

use super::super::form::{
    self, Draft, FormPage, Frame, again, posted_names, standing, today, values, with_names,
};
use super::views::{ProfileRow, Profiles};

const HERE: &str = "/admin/profiles";

struct Read {
    all: Vec<Profile>,
    units: Vec<UnitFacts>,
}

async fn read(staff: &Staff) -> Result<Read> {
    let day = today(&staff.visit);
    staff
        .visit
        .state
        .db
        .in_tenant(&staff.visit.context, move |tx| {
            let mut grant = tx.authorise::<ReadPeople>(Whole)?;
            Ok(Read {
                all: queries::profiles(grant.sql())?,
                units: queries::units(grant.sql(), day)?,
            })
        })
        .await
}

/// `GET /admin/profiles`
pub(super) async fn list(staff: Staff) -> Answer {
    let read = read(&staff).await?;
    let visit = &staff.visit;
    let unit = |one: &ProfileUnit| {
        let name = read.units.iter().find(|unit| unit.id == one.unit);
        let name = name
            .map(|unit| visit.say(&unit.name).to_owned())
            .unwrap_or_default();
        if one.with_descendants {
            visit.text_with("admin-profile-and-below", "unit", &name)
        } else {
            name
        }
    };
    let rows = read
        .all
        .iter()
        .map(|one| ProfileRow {
            name: visit.say(&one.name).to_owned(),
            code: one.code.clone(),
            url: format!("{HERE}/{}", one.id),
            view_all: one.view_all,
            global: one.global,
            units: one.units.iter().map(unit).collect(),
            uses: one.uses,
        })
        .collect();
    let view = Profiles {
        desk: staff.desk("responsibilities"),
        rows,
        may_change: staff.offers(Verb::ChangeAccess),
    };
    visit.page("admin/profiles.html", "admin", &view)
}

fn page(
    staff: &Staff,
    read: &Read,
    of: Option<&Profile>,
    values: &PostedForm,
    problems: &[FieldProblem],
) -> FormPage {
    let visit = &staff.visit;
    let draft = Draft {
        visit,
        values,
        problems,
    };
    let mut fields = Vec::new();
    if of.is_none() {
        let mut code = draft.text("code", "admin-code");
        code.hint = Some(visit.text("admin-code-hint"));
        fields.push(code);
    }
    fields.extend(draft.names());
    let reaches = ["all", "some"].map(|word| {
        (
            word.to_owned(),
            visit.text(&format!("admin-profile-reach-{word}")),
        )
    });
    fields.push(draft.radios("reach", "admin-profile-reach", reaches.to_vec()));
    let units: Vec<(String, String)> = read
        .units
        .iter()
        .map(|one| (one.id.to_string(), visit.say(&one.name).to_owned()))
        .collect();
    let mut top = draft.select("hierarchy", "admin-profile-hierarchy", units.clone());
    top.required = false;
    top.hint = Some(visit.text("admin-profile-hierarchy-hint"));
    fields.push(top);
    let mut list = draft.checkboxes("units", "admin-profile-units", units);
    list.required = false;
    fields.push(list);
    let scopes = ["local", "global"].map(|word| {
        (
            word.to_owned(),
            visit.text(&format!("admin-profile-scope-{word}")),
        )
    });
    fields.push(draft.radios("scope", "admin-profile-scope", scopes.to_vec()));
    fields.push(draft.reason());
    let frame = Frame {
        current: "responsibilities",
        title: of.map_or_else(
            || visit.text("admin-profile-new"),
            |one| visit.say(&one.name).to_owned(),
        ),
        back: Link::new(visit.text("admin-profiles-title"), HERE),
        lead: of
            .filter(|one| one.uses > 0)
            .map(|one| visit.text_with("admin-profile-used", "n", &one.uses.to_string()))
            .into_iter()
            .collect(),
        action: of.map_or_else(|| format!("{HERE}/new"), |one| format!("{HERE}/{}", one.id)),
        button: "admin-save",
        danger: false,
    };
    frame.page(staff, fields)
}

/// What was typed; units that are no ids are kept as one that is nowhere, for the rules to refuse.
fn posted(form: &PostedForm, id: SecurityProfileId) -> (Profile, Vec<FieldProblem>) {
    let unit = |text: &str| {
        text.parse()
            .unwrap_or(OperatingUnitId::from_uuid(uuid::Uuid::nil()))
    };
    let mut problems = Vec::new();
    if !matches!(form.text("reach"), "all" | "some") {
        problems.push(FieldProblem::new("reach", "forms-problem-missing"));
    }
    if !matches!(form.text("scope"), "local" | "global") {
        problems.push(FieldProblem::new("scope", "forms-problem-missing"));
    }
    let view_all = form.text("reach") == "all";
    let mut units: Vec<ProfileUnit> = Vec::new();
    if !view_all {
        let top = Some(form.text("hierarchy"))
            .filter(|text| !text.is_empty())
            .map(unit);
        units.extend(top.map(|unit| ProfileUnit {
            unit,
            with_descendants: true,
        }));
        for one in values(form, "units").map(unit) {
            if units.iter().all(|known| known.unit != one) {
                units.push(ProfileUnit {
                    unit: one,
                    with_descendants: false,
                });
            }
        }
    }
    let profile = Profile {
        id,
        code: form.text("code").to_owned(),
        name: posted_names(form),
        view_all,
        global: form.text("scope") == "global",
        units,
        uses: 0,
    };
    (profile, problems)
}

/// `GET /admin/profiles/new`
pub(super) async fn new_form(staff: Staff) -> Answer {
    let read = read(&staff).await?;
    let values = standing([("reach", "some".to_owned()), ("scope", "local".to_owned())]);
    form::open(&staff, &page(&staff, &read, None, &values, &[]))
}

/// `GET /admin/profiles/{id}`
pub(super) async fn change_form(staff: Staff, id: Path<String>) -> Answer {
    let read = read(&staff).await?;
    let one = of(&read, &id)?;
    let word = |is: bool, yes: &str, no: &str| if is { yes } else { no }.to_owned();
    let mut values = with_names(
        standing([
            ("reach", word(one.view_all, "all", "some")),
            ("scope", word(one.global, "global", "local")),
        ]),
        &one.name,
    );
    for unit in &one.units {
        let name = if unit.with_descendants {
            "hierarchy"
        } else {
            "units"
        };
        values.fields.push((name.to_owned(), unit.unit.to_string()));
    }
    form::open(&staff, &page(&staff, &read, Some(&one), &values, &[]))
}

fn of(read: &Read, id: &str) -> Result<Profile> {
    let id: SecurityProfileId = id.parse().map_err(|_| Error::NotFound)?;
    read.all
        .iter()
        .find(|one| one.id == id)
        .cloned()
        .ok_or(Error::NotFound)
}

/// `POST /admin/profiles/new`
pub(super) async fn make(staff: Staff, form: PostedForm) -> Answer {
    put(staff, None, form).await
}

/// `POST /admin/profiles/{id}`
pub(super) async fn change(staff: Staff, id: Path<String>, form: PostedForm) -> Answer {
    let id = id.parse().map_err(|_| Error::NotFound)?;
    put(staff, Some(id), form).await
}

async fn put(staff: Staff, id: Option<SecurityProfileId>, form: PostedForm) -> Answer {
    let visit = &staff.visit;
    let before = read(&staff).await?;
    let standing = match id {
        Some(id) => Some(of(&before, &id.to_string())?),
        None => None,
    };
    let (mut profile, problems) = posted(&form, id.unwrap_or_else(SecurityProfileId::fresh));
    if let Some(standing) = &standing {
        profile.code.clone_from(&standing.code);
    }
    let home = visit.tenant.default_language();
    let outcome = match form::by(visit, &form, problems) {
        Err(error) => Err(error),
        Ok(mut by) => {
            visit
                .state
                .db
                .in_tenant(&visit.context, move |tx| {
                    let grant = tx.authorise::<ChangeAccess>(Whole)?;
                    commands::put_profile(grant, &profile, id.is_none(), home, &mut by)
                })
                .await
        }
    };
    match outcome {
        Ok(()) => Ok(visit.see_with(HERE, FlashKind::Ok, "admin-done")),
        Err(error) => again(&staff, error, |problems| {
            page(&staff, &before, standing.as_ref(), &form, problems)
        }),
    }
}
