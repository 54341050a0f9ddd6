//! Forms about what a person holds: giving, re-dating, ending.

use actix_web::web::Path;
use chrono::NaiveDate;

use crate::authority::people::admin::acts::{ChangeHeld, ReadPerson};
use crate::authority::people::admin::{Held, Staff as Member, commands, queries, rules};
use crate::kernel::error::{Error, FieldProblem, Result};
use crate::kernel::ids::{AccountId, ResponsibilityId};
use crate::platform::render::FlashKind;
use crate::surfaces::desk::Staff;
use crate::surfaces::web::views::Link;
use crate::surfaces::web::{Answer, PostedForm};

use super::super::form::{
    self, Draft, FormPage, Frame, again, carry_out, settled, standing, today, with_date,
};
use super::facts::{
    Offered, date_fields, held_of, member, offered, reason_page, resolved, responsibility_field, span_of,
};
use super::person::{id_of, url};

/// A row of what somebody holds, as an address names it.
#[derive(Clone, Copy)]
struct Row {
    person: AccountId,
    responsibility: ResponsibilityId,
    from: NaiveDate,
}

fn row_of(path: &(String, String, String)) -> Result<Row> {
    Ok(Row {
        person: id_of(&path.0)?,
        responsibility: path.1.parse().map_err(|_| Error::NotFound)?,
        from: path.2.parse().map_err(|_| Error::NotFound)?,
    })
}

impl Row {
    fn url(&self) -> String {
        format!("{}/held/{}/{}", url(self.person), self.responsibility, self.from)
    }

    async fn read(self, staff: &Staff) -> Result<(Member, Held)> {
        staff
            .visit
            .state
            .db
            .in_tenant(&staff.visit.context, move |tx| {
                let mut grant = tx.authorise::<ReadPerson>(self.person)?;
                let held = queries::held(grant.sql(), self.person)?
                    .into_iter()
                    .find(|held| held.responsibility == self.responsibility && held.from == self.from)
                    .ok_or(Error::NotFound)?;
                Ok((grant.into_subject(), held))
            })
            .await
    }
}

fn give_page(
    staff: &Staff,
    member: &Member,
    offered: &Offered,
    values: &PostedForm,
    problems: &[FieldProblem],
) -> FormPage {
    let draft = Draft {
        visit: &staff.visit,
        values,
        problems,
    };
    let mut fields = vec![responsibility_field(&draft, offered)];
    fields.extend(date_fields(&draft));
    fields.push(draft.reason());
    let frame = Frame {
        current: "people",
        title: staff.visit.text("admin-give-title"),
        back: Link::new(member.name.clone(), url(member.id)),
        lead: vec![staff.visit.text("admin-give-lead")],
        action: format!("{}/give", url(member.id)),
        button: "admin-give-button",
        danger: false,
    };
    frame.page(staff, fields)
}

/// `GET /admin/people/{id}/give`
pub(super) async fn give_form(staff: Staff, id: Path<String>) -> Answer {
    let (member, offered) = (member(&staff, id_of(&id)?).await?, offered(&staff).await?);
    let values = with_date(standing([]), "from", Some(today(&staff.visit)));
    form::open(&staff, &give_page(&staff, &member, &offered, &values, &[]))
}

/// `POST /admin/people/{id}/give`
pub(super) async fn give(staff: Staff, id: Path<String>, form: PostedForm) -> Answer {
    let id = id_of(&id)?;
    let visit = &staff.visit;
    let mut problems = Vec::new();
    let offered = offered(&staff).await?;
    let said = resolved(&form, &offered, &mut problems);
    let held = held_of(&said).map_err(|found| problems.extend(found)).ok();
    let outcome = match (form::by(visit, &form, problems), held) {
        (Err(error), _) => Err(error),
        (Ok(_), None) => Err(Error::internal("an answer is wrong and no problem says so")),
        (by, Some((responsibility, span))) => {
            carry_out(visit, by, move |tx, by| {
                commands::give(tx.authorise::<ChangeHeld>(id)?, responsibility, &span, by)
            })
            .await
        }
    };
    match outcome {
        Ok(given) => Ok(settled(visit, &url(id), given, "admin-done")),
        Err(error) => {
            let member = member(&staff, id).await?;
            again(&staff, error, |problems| {
                give_page(&staff, &member, &offered, &form, problems)
            })
        }
    }
}

fn redate_page(
    staff: &Staff,
    row: &Row,
    (member, held): &(Member, Held),
    values: &PostedForm,
    problems: &[FieldProblem],
) -> FormPage {
    let draft = Draft {
        visit: &staff.visit,
        values,
        problems,
    };
    let mut fields = date_fields(&draft);
    fields.push(draft.reason());
    let frame = Frame {
        current: "people",
        title: staff
            .visit
            .text_with("admin-redate-title", "name", staff.visit.say(&held.name)),
        back: Link::new(member.name.clone(), url(member.id)),
        lead: vec![staff.visit.text("admin-redate-lead")],
        action: row.url(),
        button: "admin-save",
        danger: false,
    };
    frame.page(staff, fields)
}

/// `GET /admin/people/{id}/held/{responsibility}/{from}`
pub(super) async fn redate_form(staff: Staff, path: Path<(String, String, String)>) -> Answer {
    let row = row_of(&path)?;
    let read = row.read(&staff).await?;
    let values = with_date(standing([]), "from", Some(read.1.from));
    let values = with_date(values, "last", rules::last_day(read.1.until));
    form::open(&staff, &redate_page(&staff, &row, &read, &values, &[]))
}

/// `POST /admin/people/{id}/held/{responsibility}/{from}`
pub(super) async fn redate(staff: Staff, path: Path<(String, String, String)>, form: PostedForm) -> Answer {
    let row = row_of(&path)?;
    let visit = &staff.visit;
    let mut problems = Vec::new();
    let span = span_of(&form).map_err(|found| problems.extend(found)).ok();
    let outcome = match (form::by(visit, &form, problems), span) {
        (Err(error), _) => Err(error),
        (Ok(_), None) => Err(Error::internal("an answer is wrong and no problem says so")),
        (by, Some(span)) => {
            carry_out(visit, by, move |tx, by| {
                let grant = tx.authorise::<ChangeHeld>(row.person)?;
                commands::redate(grant, row.responsibility, row.from, &span, by)
            })
            .await
        }
    };
    match outcome {
        Ok(redated) => Ok(settled(visit, &url(row.person), redated, "admin-done")),
        Err(error) => {
            let read = row.read(&staff).await?;
            again(&staff, error, |problems| {
                redate_page(&staff, &row, &read, &form, problems)
            })
        }
    }
}

fn end_frame(staff: &Staff, row: &Row, (member, held): &(Member, Held)) -> Frame<'static> {
    Frame {
        current: "people",
        title: staff
            .visit
            .text_with("admin-end-title", "name", staff.visit.say(&held.name)),
        back: Link::new(member.name.clone(), url(member.id)),
        lead: vec![staff.visit.text_with("admin-end-lead", "person", &member.name)],
        action: format!("{}/end", row.url()),
        button: "admin-end-button",
        danger: true,
    }
}

/// `GET /admin/people/{id}/held/{responsibility}/{from}/end`
pub(super) async fn end_form(staff: Staff, path: Path<(String, String, String)>) -> Answer {
    let row = row_of(&path)?;
    let read = row.read(&staff).await?;
    let page = reason_page(
        &staff,
        end_frame(&staff, &row, &read),
        &PostedForm::default(),
        &[],
    );
    form::open(&staff, &page)
}

/// `POST /admin/people/{id}/held/{responsibility}/{from}/end`
pub(super) async fn end(staff: Staff, path: Path<(String, String, String)>, form: PostedForm) -> Answer {
    let row = row_of(&path)?;
    let visit = &staff.visit;
    let outcome = carry_out(visit, form::by(visit, &form, Vec::new()), move |tx, by| {
        let grant = tx.authorise::<ChangeHeld>(row.person)?;
        commands::end(grant, row.responsibility, row.from, by)
    })
    .await;
    match outcome {
        Ok(()) => Ok(visit.see_with(&url(row.person), FlashKind::Ok, "admin-done")),
        Err(error) => {
            let read = row.read(&staff).await?;
            again(&staff, error, |problems| {
                reason_page(&staff, end_frame(&staff, &row, &read), &form, problems)
            })
        }
    }
}
