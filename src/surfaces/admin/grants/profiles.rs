//! Security profiles: which operating units a responsibility opens.

use actix_web::web::{Path, Query};

use crate::authority::people::admin::acts::{ChangeAccess, ReadPeople};
use crate::authority::people::admin::{Profile, ProfileUnit, commands, queries};
use crate::kernel::actions::Verb;
use crate::kernel::error::{Error, FieldProblem, Result};
use crate::kernel::ids::{OperatingUnitId, SecurityProfileId};
use crate::platform::door::Whole;
use crate::platform::render::FlashKind;
use crate::surfaces::desk::Staff;
use crate::surfaces::web::views::Link;
use crate::surfaces::web::{Answer, PostedForm};

use super::super::access::keep;
use super::super::form::{
    self, Draft, FormPage, Frame, again, help, posted_names, standing, today, with_names,
};
use super::super::named::{self, Named};
use super::Asked;
use super::views::{ProfileRow, Profiles};

const HERE: &str = "/admin/profiles";
/// Units of a profile that the list names; a profile of hundreds is read on its own page.
const UNITS_TOLD: usize = 5;

/// What the form of a profile offers.
struct Read {
    units: Vec<Named>,
}

async fn read(staff: &Staff, id: Option<SecurityProfileId>) -> Result<(Read, Option<Profile>)> {
    let (visit, day) = (staff.visit.clone(), today(&staff.visit));
    staff
        .visit
        .state
        .db
        .in_tenant(&staff.visit.context, move |tx| {
            let mut grant = tx.authorise::<ReadPeople>(Whole)?;
            let sql = grant.sql();
            let of = id.map(|id| queries::profile(sql, id)).transpose()?;
            let units = named::units(&visit, &queries::units(sql, day)?);
            Ok((Read { units }, of))
        })
        .await
}

/// `GET /admin/profiles`
pub(super) async fn list(staff: Staff, asked: Query<Asked>) -> Answer {
    let asked = asked.into_inner();
    let wanted = asked.clone();
    let (leaf, profiles) = staff
        .visit
        .state
        .db
        .in_tenant(&staff.visit.context, move |tx| {
            let mut grant = tx.authorise::<ReadPeople>(Whole)?;
            let sql = grant.sql();
            let leaf = wanted.leaf(HERE, queries::profile_names(sql)?, |one| (&one.1, &one.2));
            let ids: Vec<uuid::Uuid> = leaf.rows.iter().map(|one| one.0).collect();
            Ok((leaf, queries::profiles_of(sql, &ids)?))
        })
        .await?;
    let visit = &staff.visit;
    let unit = |one: &ProfileUnit| {
        let name = staff.unit_name(one.unit);
        if one.with_descendants {
            visit.text_with("admin-profile-and-below", "unit", &name)
        } else {
            name
        }
    };
    let rows = profiles
        .iter()
        .map(|one| ProfileRow {
            name: visit.say(&one.name).to_owned(),
            code: one.code.clone(),
            url: format!("{HERE}/{}", one.id),
            view_all: one.view_all,
            global: one.global,
            units: one.units.iter().take(UNITS_TOLD).map(unit).collect(),
            units_more: i64::try_from(one.units.len().saturating_sub(UNITS_TOLD)).unwrap_or(0),
            uses: one.uses,
        })
        .collect();
    let view = Profiles {
        desk: staff.desk("responsibilities"),
        q: asked.words(),
        total: leaf.total,
        rows,
        pager: leaf.pager,
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
    let mut top = draft.one_of(
        "hierarchy",
        "admin-profile-hierarchy",
        &read.units,
        &named::url("unit"),
    );
    top.required = false;
    help(&mut top, visit.text("admin-profile-hierarchy-hint"));
    fields.push(top);
    let mut list = draft.any_of("units", "admin-profile-units", &read.units);
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

/// What was typed, with what is wrong with it.
fn posted(form: &PostedForm, id: SecurityProfileId, read: &Read) -> (Profile, Vec<FieldProblem>) {
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
        let top = named::meant(&read.units, "hierarchy", form.text("hierarchy"));
        let top = keep(&mut problems, top).flatten();
        units.extend(top.map(|one| ProfileUnit {
            unit: OperatingUnitId::from_uuid(one.id),
            with_descendants: true,
        }));
        let more = named::several(form, "units", &read.units);
        for one in keep(&mut problems, more).unwrap_or_default() {
            let unit = OperatingUnitId::from_uuid(one);
            if units.iter().all(|known| known.unit != unit) {
                units.push(ProfileUnit {
                    unit,
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
    let (read, _) = read(&staff, None).await?;
    let values = standing([("reach", "some".to_owned()), ("scope", "local".to_owned())]);
    form::open(&staff, &page(&staff, &read, None, &values, &[]))
}

/// `GET /admin/profiles/{id}`
pub(super) async fn change_form(staff: Staff, id: Path<String>) -> Answer {
    let id = id.parse().map_err(|_| Error::NotFound)?;
    let (read, one) = read(&staff, Some(id)).await?;
    let one = one.ok_or(Error::NotFound)?;
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
    let (before, standing) = read(&staff, id).await?;
    let (mut profile, problems) = posted(&form, id.unwrap_or_else(SecurityProfileId::fresh), &before);
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
