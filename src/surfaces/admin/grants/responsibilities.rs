//! Responsibilities: a role with a business group and a security profile.

use actix_web::web::{Path, Query};

use crate::authority::people::admin::acts::{ChangeAccess, ReadPeople};
use crate::authority::people::admin::commands::{self, NewResponsibility};
use crate::authority::people::admin::{ResponsibilityFacts, queries};
use crate::authority::tenancy::code::Role;
use crate::kernel::actions::Verb;
use crate::kernel::error::{Error, FieldProblem, Result};
use crate::kernel::ids::{BusinessGroupId, ResponsibilityId, SecurityProfileId};
use crate::platform::door::{Sql, Whole};
use crate::platform::render::FlashKind;
use crate::surfaces::desk::Staff;
use crate::surfaces::web::views::Link;
use crate::surfaces::web::{Answer, PostedForm, Visit};

use super::super::form::{
    self, Draft, FormPage, Frame, again, help, posted_names, standing, today, with_names,
};
use super::super::named::{self, Named};
use super::Asked;
use super::views::{Responsibilities, ResponsibilityRow};

const HERE: &str = "/admin/responsibilities";

/// What the form of a responsibility offers.
struct Read {
    groups: Vec<Named>,
    profiles: Vec<Named>,
}

fn offered(visit: &Visit, sql: &mut Sql) -> Result<Read> {
    let groups = queries::groups(sql)?;
    let open = groups.into_iter().filter(|one| one.is_open);
    let groups = open.map(|one| (one.id.uuid(), one.code, one.name));
    Ok(Read {
        groups: named::all(visit, groups),
        profiles: named::all(visit, queries::profile_names(sql)?),
    })
}

async fn read(staff: &Staff) -> Result<Read> {
    let visit = staff.visit.clone();
    staff
        .visit
        .state
        .db
        .in_tenant(&staff.visit.context, move |tx| {
            offered(&visit, tx.authorise::<ReadPeople>(Whole)?.sql())
        })
        .await
}

/// A responsibility that is there.
struct Standing {
    facts: ResponsibilityFacts,
    holders: i64,
    profile: Option<SecurityProfileId>,
}

async fn read_of(staff: &Staff, id: &str) -> Result<(Read, Standing)> {
    let id: ResponsibilityId = id.parse().map_err(|_| Error::NotFound)?;
    let (visit, day) = (staff.visit.clone(), today(&staff.visit));
    staff
        .visit
        .state
        .db
        .in_tenant(&staff.visit.context, move |tx| {
            let mut grant = tx.authorise::<ReadPeople>(Whole)?;
            let sql = grant.sql();
            let standing = Standing {
                facts: queries::responsibility(sql, id)?,
                holders: queries::holders(sql, &[id], day)?.remove(&id).unwrap_or(0),
                profile: queries::profiles_set_for(sql, &[id])?
                    .remove(&id)
                    .map(|(id, _)| id),
            };
            Ok((offered(&visit, sql)?, standing))
        })
        .await
}

/// `GET /admin/responsibilities`
pub(super) async fn list(staff: Staff, asked: Query<Asked>) -> Answer {
    let (asked, day) = (asked.into_inner(), today(&staff.visit));
    let wanted = asked.clone();
    let (leaf, groups, holders, profiles) = staff
        .visit
        .state
        .db
        .in_tenant(&staff.visit.context, move |tx| {
            let mut grant = tx.authorise::<ReadPeople>(Whole)?;
            let sql = grant.sql();
            let leaf = wanted.leaf(HERE, queries::responsibilities(sql)?, |one| {
                (&one.code, &one.name)
            });
            let ids: Vec<ResponsibilityId> = leaf.rows.iter().map(|one| one.id).collect();
            let holders = queries::holders(sql, &ids, day)?;
            let profiles = queries::profiles_set_for(sql, &ids)?;
            Ok((leaf, queries::groups(sql)?, holders, profiles))
        })
        .await?;
    let visit = &staff.visit;
    let rows = leaf
        .rows
        .iter()
        .map(|one| ResponsibilityRow {
            name: visit.say(&one.name).to_owned(),
            code: one.code.clone(),
            url: format!("{HERE}/{}", one.id),
            role: staff.role_name(&one.role),
            group: groups
                .iter()
                .find(|group| group.id == one.group)
                .map(|group| visit.say(&group.name).to_owned())
                .unwrap_or_default(),
            profile: profiles
                .get(&one.id)
                .map(|(_, name)| visit.say(name).to_owned())
                .unwrap_or_default(),
            holders: holders.get(&one.id).copied().unwrap_or(0),
            holders_url: format!("/admin/people?responsibility={}", one.code),
        })
        .collect();
    let view = Responsibilities {
        desk: staff.desk("responsibilities"),
        q: asked.words(),
        total: leaf.total,
        rows,
        pager: leaf.pager,
        may_change: staff.offers(Verb::ChangeAccess),
    };
    visit.page("admin/responsibilities.html", "admin", &view)
}

fn page(
    staff: &Staff,
    read: &Read,
    of: Option<&Standing>,
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
    let roles = Role::ALL.map(|role| (role.word().to_owned(), staff.role_name(role.word())));
    fields.push(draft.select("role", "admin-role", roles.to_vec()));
    fields.push(draft.one_of("group", "admin-kind-business-group", &read.groups, ""));
    let mut profile = draft.one_of(
        "profile",
        "admin-option-security-profile",
        &read.profiles,
        &named::url("profile"),
    );
    profile.required = false;
    let unset = if of.is_none() {
        "admin-responsibility-profile-hint"
    } else {
        "admin-option-hint"
    };
    help(&mut profile, visit.text(unset));
    fields.push(profile);
    fields.push(draft.reason());
    let frame = Frame {
        current: "responsibilities",
        title: of.map_or_else(
            || visit.text("admin-responsibility-new"),
            |one| visit.say(&one.facts.name).to_owned(),
        ),
        back: Link::new(visit.text("admin-responsibilities"), HERE),
        lead: of
            .filter(|one| one.holders > 0)
            .map(|one| visit.text_with("admin-responsibility-held", "n", &one.holders.to_string()))
            .into_iter()
            .collect(),
        action: of.map_or_else(|| format!("{HERE}/new"), |one| format!("{HERE}/{}", one.facts.id)),
        button: "admin-save",
        danger: false,
    };
    frame.page(staff, fields)
}

/// What was typed, with what is wrong with it; what is not there is kept as nobody's, for the rules to refuse.
fn posted(form: &PostedForm, read: &Read) -> (NewResponsibility, Vec<FieldProblem>) {
    let mut problems = Vec::new();
    let offered = [
        ("group", read.groups.as_slice()),
        ("profile", read.profiles.as_slice()),
    ];
    let form = &named::resolved(form, &offered, &mut problems);
    let nobody = BusinessGroupId::from_uuid(uuid::Uuid::nil());
    let new = NewResponsibility {
        code: form.text("code").to_owned(),
        name: posted_names(form),
        role: form.text("role").to_owned(),
        group: form.text("group").parse().unwrap_or(nobody),
        profile: match form.text("profile") {
            "" => None,
            text => Some(
                text.parse()
                    .unwrap_or(SecurityProfileId::from_uuid(uuid::Uuid::nil())),
            ),
        },
    };
    (new, problems)
}

/// `GET /admin/responsibilities/new`
pub(super) async fn new_form(staff: Staff) -> Answer {
    let read = read(&staff).await?;
    let only = match read.groups.as_slice() {
        [one] => one.id.to_string(),
        _ => String::new(),
    };
    let values = standing([("group", only)]);
    form::open(&staff, &page(&staff, &read, None, &values, &[]))
}

/// `POST /admin/responsibilities/new`
pub(super) async fn make(staff: Staff, form: PostedForm) -> Answer {
    let visit = &staff.visit;
    let read = read(&staff).await?;
    let ((new, problems), home) = (posted(&form, &read), visit.tenant.default_language());
    let outcome = match form::by(visit, &form, problems) {
        Err(error) => Err(error),
        Ok(mut by) => {
            visit
                .state
                .db
                .in_tenant(&visit.context, move |tx| {
                    let grant = tx.authorise::<ChangeAccess>(Whole)?;
                    commands::make_responsibility(grant, &new, &Role::ALL.map(Role::word), home, &mut by)
                })
                .await
        }
    };
    match outcome {
        Ok(_) => Ok(visit.see_with(HERE, FlashKind::Ok, "admin-done")),
        Err(error) => again(&staff, error, |problems| {
            page(&staff, &read, None, &form, problems)
        }),
    }
}

/// `GET /admin/responsibilities/{id}`
pub(super) async fn change_form(staff: Staff, id: Path<String>) -> Answer {
    let (read, one) = read_of(&staff, &id).await?;
    let values = standing([
        ("role", one.facts.role.clone()),
        ("group", one.facts.group.to_string()),
        (
            "profile",
            one.profile.map_or_else(String::new, |id| id.to_string()),
        ),
    ]);
    let values = with_names(values, &one.facts.name);
    form::open(&staff, &page(&staff, &read, Some(&one), &values, &[]))
}

/// `POST /admin/responsibilities/{id}`
pub(super) async fn change(staff: Staff, id: Path<String>, form: PostedForm) -> Answer {
    let visit = &staff.visit;
    let (read, before) = read_of(&staff, &id).await?;
    let one = before.facts.id;
    let ((new, problems), home) = (posted(&form, &read), visit.tenant.default_language());
    let outcome = match form::by(visit, &form, problems) {
        Err(error) => Err(error),
        Ok(mut by) => {
            visit
                .state
                .db
                .in_tenant(&visit.context, move |tx| {
                    let grant = tx.authorise::<ChangeAccess>(Whole)?;
                    let roles = Role::ALL.map(Role::word);
                    commands::change_responsibility(grant, one, &new, &roles, home, &mut by)
                })
                .await
        }
    };
    match outcome {
        Ok(()) => Ok(visit.see_with(HERE, FlashKind::Ok, "admin-done")),
        Err(error) => again(&staff, error, |problems| {
            page(&staff, &read, Some(&before), &form, problems)
        }),
    }
}
