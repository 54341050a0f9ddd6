//! Responsibilities: a role with a business group and a security profile.

use actix_web::web::Path;

use crate::authority::people::admin::acts::{ChangeAccess, ReadPeople};
use crate::authority::people::admin::commands::{self, NewResponsibility};
use crate::authority::people::admin::{
    Group, OptionLevel, OptionName, OptionRow, Profile, ResponsibilityFacts, queries,
};
use crate::authority::tenancy::code::Role;
use crate::kernel::actions::Verb;
use crate::kernel::error::{Error, FieldProblem, Result};
use crate::kernel::ids::{BusinessGroupId, ResponsibilityId, SecurityProfileId};
use crate::platform::door::Whole;
use crate::platform::render::FlashKind;
use crate::surfaces::desk::Staff;
use crate::surfaces::web::views::Link;
use crate::surfaces::web::{Answer, PostedForm};

use super::super::form::{self, Draft, FormPage, Frame, again, posted_names, standing, today, with_names};
use super::views::{Responsibilities, ResponsibilityRow};

const HERE: &str = "/admin/responsibilities";

struct Read {
    all: Vec<ResponsibilityFacts>,
    groups: Vec<Group>,
    profiles: Vec<Profile>,
    options: Vec<OptionRow>,
}

impl Read {
    fn profile_of(&self, id: ResponsibilityId) -> Option<&Profile> {
        let set = self.options.iter().find(|one| {
            one.name == OptionName::SecurityProfile && one.level == OptionLevel::Responsibility(id)
        })?;
        self.profiles.iter().find(|one| one.id.to_string() == set.value)
    }
}

async fn read(staff: &Staff) -> Result<Read> {
    let day = today(&staff.visit);
    staff
        .visit
        .state
        .db
        .in_tenant(&staff.visit.context, move |tx| {
            let mut grant = tx.authorise::<ReadPeople>(Whole)?;
            let sql = grant.sql();
            Ok(Read {
                all: queries::responsibilities(sql, day)?,
                groups: queries::groups(sql)?,
                profiles: queries::profiles(sql)?,
                options: queries::options(sql, None)?,
            })
        })
        .await
}

/// `GET /admin/responsibilities`
pub(super) async fn list(staff: Staff) -> Answer {
    let read = read(&staff).await?;
    let visit = &staff.visit;
    let rows = read
        .all
        .iter()
        .map(|one| ResponsibilityRow {
            name: visit.say(&one.name).to_owned(),
            code: one.code.clone(),
            url: format!("{HERE}/{}", one.id),
            role: staff.role_name(&one.role),
            group: read
                .groups
                .iter()
                .find(|group| group.id == one.group)
                .map(|group| visit.say(&group.name).to_owned())
                .unwrap_or_default(),
            profile: read
                .profile_of(one.id)
                .map(|profile| visit.say(&profile.name).to_owned())
                .unwrap_or_default(),
            holders: one.holders,
            holders_url: format!("/admin/people?responsibility={}", one.id),
        })
        .collect();
    let view = Responsibilities {
        desk: staff.desk("responsibilities"),
        rows,
        may_change: staff.offers(Verb::ChangeAccess),
    };
    visit.page("admin/responsibilities.html", "admin", &view)
}

fn page(
    staff: &Staff,
    read: &Read,
    of: Option<&ResponsibilityFacts>,
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
    let groups = read.groups.iter();
    let groups = groups.map(|one| (one.id.to_string(), visit.say(&one.name).to_owned()));
    fields.push(draft.select("group", "admin-kind-business-group", groups.collect()));
    let profiles = read.profiles.iter();
    let profiles = profiles.map(|one| (one.id.to_string(), visit.say(&one.name).to_owned()));
    let mut profile = draft.select("profile", "admin-option-security-profile", profiles.collect());
    profile.required = false;
    profile.hint = Some(visit.text(if of.is_none() {
        "admin-responsibility-profile-hint"
    } else {
        "admin-option-hint"
    }));
    fields.push(profile);
    fields.push(draft.reason());
    let frame = Frame {
        current: "responsibilities",
        title: of.map_or_else(
            || visit.text("admin-responsibility-new"),
            |one| visit.say(&one.name).to_owned(),
        ),
        back: Link::new(visit.text("admin-responsibilities"), HERE),
        lead: of
            .filter(|one| one.holders > 0)
            .map(|one| visit.text_with("admin-responsibility-held", "n", &one.holders.to_string()))
            .into_iter()
            .collect(),
        action: of.map_or_else(|| format!("{HERE}/new"), |one| format!("{HERE}/{}", one.id)),
        button: "admin-save",
        danger: false,
    };
    frame.page(staff, fields)
}

fn posted(form: &PostedForm) -> NewResponsibility {
    let nobody = BusinessGroupId::from_uuid(uuid::Uuid::nil());
    NewResponsibility {
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
    }
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
    let (new, home) = (posted(&form), visit.tenant.default_language());
    let outcome = match form::by(visit, &form, Vec::new()) {
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
        Err(error) => {
            let read = read(&staff).await?;
            again(&staff, error, |problems| {
                page(&staff, &read, None, &form, problems)
            })
        }
    }
}

fn of(read: &Read, id: &str) -> Result<ResponsibilityFacts> {
    let id: ResponsibilityId = id.parse().map_err(|_| Error::NotFound)?;
    read.all
        .iter()
        .find(|one| one.id == id)
        .cloned()
        .ok_or(Error::NotFound)
}

/// `GET /admin/responsibilities/{id}`
pub(super) async fn change_form(staff: Staff, id: Path<String>) -> Answer {
    let read = read(&staff).await?;
    let one = of(&read, &id)?;
    let profile = read.profile_of(one.id).map(|profile| profile.id.to_string());
    let values = standing([
        ("role", one.role.clone()),
        ("group", one.group.to_string()),
        ("profile", profile.unwrap_or_default()),
    ]);
    let values = with_names(values, &one.name);
    form::open(&staff, &page(&staff, &read, Some(&one), &values, &[]))
}

/// `POST /admin/responsibilities/{id}`
pub(super) async fn change(staff: Staff, id: Path<String>, form: PostedForm) -> Answer {
    let visit = &staff.visit;
    let one: ResponsibilityId = id.parse().map_err(|_| Error::NotFound)?;
    let (new, home) = (posted(&form), visit.tenant.default_language());
    let outcome = match form::by(visit, &form, Vec::new()) {
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
        Err(error) => {
            let read = read(&staff).await?;
            let one = of(&read, &id)?;
            again(&staff, error, |problems| {
                page(&staff, &read, Some(&one), &form, problems)
            })
        }
    }
}
