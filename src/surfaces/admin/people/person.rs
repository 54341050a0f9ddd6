//! One person's page.

use actix_web::web::Path;

use crate::authority::changes::ChangeSet;
use crate::authority::people::admin::acts::{ChangePerson, ReadPerson};
use crate::authority::people::admin::{
    Department, Held, Invitation, InvitationKeys, OptionLevel, OptionName, OptionRow, Staff as Member,
    commands, queries, rules,
};
use crate::authority::people::queries::{self as sessions, OwnSession};
use crate::kernel::actions::Verb;
use crate::kernel::clock;
use crate::kernel::error::{Error, Result};
use crate::kernel::ids::AccountId;
use crate::platform::door::TenantTx;
use crate::platform::render::FlashKind;
use crate::surfaces::desk::Staff;
use crate::surfaces::web::views::Fact;
use crate::surfaces::web::{Answer, PostedForm, Visit};

use super::super::form::today;
use super::super::grants::options;
use super::super::history;
use super::views::{ChangeLine, HeldRow, InvitationRow, Person, SessionRow};

/// The day before which history does not reach: what was there from the beginning has no first day worth telling.
const BEGINNING: chrono::NaiveDate = match chrono::NaiveDate::from_ymd_opt(2000, 1, 1) {
    Some(day) => day,
    None => chrono::NaiveDate::MIN,
};
const CHANGES_SHOWN: i64 = 10;

/// What one look gives.
struct Read {
    member: Member,
    departments: Vec<Department>,
    held: Vec<Held>,
    options: Vec<OptionRow>,
    names: options::Names,
    invitation: Option<Invitation>,
    sessions: Vec<OwnSession>,
    changes: Vec<ChangeSet>,
    who: history::People,
}

pub(super) fn id_of(path: &str) -> Result<AccountId> {
    path.parse().map_err(|_| Error::NotFound)
}

pub(super) fn url(id: AccountId) -> String {
    format!("/admin/people/{id}")
}

/// `GET /admin/people/{id}`
pub(super) async fn page(staff: Staff, id: Path<String>) -> Answer {
    let (id, day) = (id_of(&id)?, today(&staff.visit));
    let reader = staff.visit.clone();
    let read = staff
        .visit
        .state
        .db
        .in_tenant(&staff.visit.context, move |tx| read(tx, &reader, id, day))
        .await?;
    let view = view(&staff, &read, day);
    staff.visit.page("admin/person.html", "admin", &view)
}

fn read(tx: &mut TenantTx, visit: &Visit, id: AccountId, day: chrono::NaiveDate) -> Result<Read> {
    let mut grant = tx.authorise::<ReadPerson>(id)?;
    let member = grant.subject().clone();
    let sql = grant.sql();
    let changes = history::of_person(sql, id, CHANGES_SHOWN)?;
    let who = history::people(sql, &changes)?;
    let options = queries::options(sql, Some(OptionLevel::User(id)))?;
    Ok(Read {
        departments: queries::departments(sql)?,
        held: queries::held(sql, id)?,
        names: options::Names::of(sql, visit, &options, day)?,
        options,
        invitation: queries::open_invitation(sql, id)?,
        sessions: sessions::open_sessions(sql, id, clock::now())?,
        member,
        changes,
        who,
    })
}

fn view(staff: &Staff, read: &Read, day: chrono::NaiveDate) -> Person {
    let (visit, member) = (&staff.visit, &read.member);
    let fact = |label: &str, value: String| Fact {
        label: visit.text(label),
        value,
    };
    let department = read
        .departments
        .iter()
        .find(|one| Some(one.id) == member.department)
        .map(|one| visit.say(&one.name).to_owned())
        .unwrap_or_default();
    let now = clock::now();
    Person {
        desk: staff.desk("people"),
        name: member.name.clone(),
        url: url(member.id),
        standing: member.standing.word(),
        facts: vec![
            fact("forms-email", member.email.clone()),
            fact("admin-department", department),
            fact("admin-language", member.language.endonym().to_owned()),
        ],
        held: read
            .held
            .iter()
            .map(|held| held_row(staff, member.id, held, day))
            .collect(),
        options: OptionName::ALL
            .into_iter()
            .filter(|name| *name != OptionName::CrossGroup)
            .map(|name| {
                options::row(
                    visit,
                    &read.names,
                    name,
                    OptionLevel::User(member.id),
                    &read.options,
                )
            })
            .collect(),
        invitation: read.invitation.as_ref().map(|invitation| InvitationRow {
            invited_at: invitation.invited_at,
            expires_at: invitation.expires_at,
            is_over: !invitation.is_open(now),
        }),
        sessions: read
            .sessions
            .iter()
            .map(|session| SessionRow {
                id: session.id.to_string(),
                name: session.name.clone(),
                started_at: session.started_at,
                expires_at: session.expires_at,
            })
            .collect(),
        changes: read
            .changes
            .iter()
            .map(|change| ChangeLine {
                url: history::url(change.id),
                at: change.made_at,
                who: read.who.name(visit, &change.made_by),
                reason: history::why(visit, &change.reason),
            })
            .collect(),
        may_change: staff.offers(Verb::ChangePeople),
        may_give: staff.offers(Verb::ChangeAccess),
    }
}

fn held_row(staff: &Staff, of: AccountId, held: &Held, day: chrono::NaiveDate) -> HeldRow {
    let state = if held.is_over_on(day) {
        "over"
    } else if held.is_held_on(day) {
        "now"
    } else {
        "later"
    };
    HeldRow {
        name: staff.visit.say(&held.name).to_owned(),
        role: staff.role_name(&held.role),
        from: (held.from > BEGINNING).then_some(held.from),
        last: rules::last_day(held.until),
        state,
        url: (state != "over").then(|| format!("{}/held/{}/{}", url(of), held.responsibility, held.from)),
    }
}

/// `POST /admin/people/{id}/link`: a fresh link to set a password.
pub(super) async fn send_link(staff: Staff, id: Path<String>, _form: PostedForm) -> Answer {
    let id = id_of(&id)?;
    let visit = &staff.visit;
    let keys = InvitationKeys::derive(&visit.state.config.secret);
    visit
        .state
        .db
        .in_tenant(&visit.context, move |tx| {
            let now = clock::to_microseconds(clock::now());
            commands::send_again(tx.authorise::<ChangePerson>(id)?, &keys, now)
        })
        .await?;
    Ok(visit.see_with(&url(id), FlashKind::Ok, "admin-done-link"))
}

/// `POST /admin/people/{id}/link/revoke`
pub(super) async fn revoke_link(staff: Staff, id: Path<String>, _form: PostedForm) -> Answer {
    let id = id_of(&id)?;
    let visit = &staff.visit;
    visit
        .state
        .db
        .in_tenant(&visit.context, move |tx| {
            commands::revoke_link(tx.authorise::<ChangePerson>(id)?, clock::now())
        })
        .await?;
    Ok(visit.see_with(&url(id), FlashKind::Ok, "admin-done-link-revoked"))
}

/// `POST /admin/people/{id}/sessions/end`: one of them, or all.
pub(super) async fn end_sessions(staff: Staff, id: Path<String>, form: PostedForm) -> Answer {
    let id = id_of(&id)?;
    let only = match form.text("session") {
        "" => None,
        text => Some(text.parse().map_err(|_| Error::NotFound)?),
    };
    let visit = &staff.visit;
    visit
        .state
        .db
        .in_tenant(&visit.context, move |tx| {
            commands::end_sessions(tx.authorise::<ChangePerson>(id)?, only, clock::now()).map(|_| ())
        })
        .await?;
    Ok(visit.see_with(&url(id), FlashKind::Ok, "admin-done-sessions"))
}
