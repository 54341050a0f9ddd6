//! The history of every change of configuration: who, when, why and what; and the way back where it is safe.

pub mod views;
mod words;

use std::collections::HashMap;

use actix_web::web::{Path, Query, ServiceConfig, get, post};
use chrono::{Days, NaiveDate};
use serde::Deserialize;
use uuid::Uuid;

use crate::authority::audit::queries as audit;
use crate::authority::changes::acts::{ReadHistory, UndoChange};
use crate::authority::changes::{self, ACCOUNT_STAYS, ChangeRow, ChangeSet, Filter, Origin, Reason, Undone};
use crate::authority::people::admin::commands::{self, TakenBack};
use crate::kernel::actions::Verb;
use crate::kernel::clock;
use crate::kernel::error::{Error, FieldProblem, Refusal, Result};
use crate::kernel::ids::{AccountId, ChangeSetId};
use crate::platform::door::{Sql, Whole};
use crate::platform::render::FlashKind;
use crate::surfaces::desk::Staff;
use crate::surfaces::desk::views::{Filter as Choice, FilterOption};
use crate::surfaces::web::views::{Link, Pager};
use crate::surfaces::web::{Answer, PostedForm, Visit, told};

use super::form::{self, Draft, FormPage, Frame, again, posted_reason, today};
use views::{Change, ChangeFacts, History, HistoryRow};

const HERE: &str = "/admin/history";
const PER_PAGE: usize = 50;
/// Rows of one change on a page of it; a set-up of twenty thousand people has many.
const ROWS_PER_PAGE: i64 = 50;
/// As far as anybody pages.
const PAGE_MAX: i64 = 100_000;

/// The routes of history.
pub(super) fn configure(routes: &mut ServiceConfig) {
    routes
        .route("/admin/history", get().to(list))
        .route("/admin/history/{id}", get().to(page))
        .route("/admin/history/{id}/undo", get().to(undo_form))
        .route("/admin/history/{id}/undo", post().to(undo));
}

/// Where a change is told.
pub(super) fn url(id: ChangeSetId) -> String {
    format!("{HERE}/{id}")
}

/// Why something was changed: in the words of who changed it, or in the reader's where it came from the tenant's code.
pub(super) fn why(visit: &Visit, reason: &str) -> String {
    if changes::is_from_code(reason) {
        visit.text("admin-history-from-code")
    } else {
        reason.to_owned()
    }
}

/// The latest changes of a person.
pub(super) fn of_person(sql: &mut Sql, id: AccountId, limit: i64) -> Result<Vec<ChangeSet>> {
    let filter = Filter {
        person: Some(id),
        limit,
        ..Filter::default()
    };
    changes::history(sql, &filter)
}

/// Who made changes, by name.
pub(super) struct People(HashMap<Uuid, String>);

/// The account in an actor's printed name.
fn account(actor: &str) -> Option<Uuid> {
    let (kind, rest) = actor.split_once(':')?;
    let id = rest.split(':').next()?;
    matches!(kind, "citizen" | "staff")
        .then(|| id.parse().ok())
        .flatten()
}

/// The names of those who made these changes.
pub(super) fn people(sql: &mut Sql, sets: &[ChangeSet]) -> Result<People> {
    let ids: Vec<Uuid> = sets.iter().filter_map(|set| account(&set.made_by)).collect();
    Ok(People(audit::names(sql, &ids)?))
}

/// The name behind one actor.
pub(super) fn people_of(sql: &mut Sql, actor: &str) -> Result<People> {
    let ids: Vec<Uuid> = account(actor).into_iter().collect();
    Ok(People(audit::names(sql, &ids)?))
}

impl People {
    /// Who an actor is, in words.
    pub(super) fn name(&self, visit: &Visit, actor: &str) -> String {
        match account(actor) {
            Some(id) => self.0.get(&id).cloned().unwrap_or_else(|| actor.to_owned()),
            None => visit.text("admin-history-system"),
        }
    }
}

/// What the address asks for. An empty member asks for nothing.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(super) struct Asked {
    who: String,
    origin: String,
    table: String,
    from: String,
    until: String,
    before: String,
}

impl Asked {
    fn filter(&self, visit: &Visit, sql: &mut Sql) -> Result<Filter> {
        let day = |text: &str| text.trim().parse::<NaiveDate>().ok();
        let who = self.who.trim();
        let made_by = if who.is_empty() {
            None
        } else {
            // One person: the first whose name or address has the word in it. Nobody made nothing.
            let found = audit::accounts_like(sql, who)?;
            Some(
                found
                    .first()
                    .map_or_else(|| "nobody".to_owned(), |id| format!("staff:{id}")),
            )
        };
        Ok(Filter {
            table: Some(self.table.clone()).filter(|table| words::TABLES.contains(&table.as_str())),
            made_by,
            origin: Origin::parse(&self.origin),
            since: day(&self.from).map(|day| told::midnight(visit, day)),
            until: day(&self.until)
                .and_then(|day| day.checked_add_days(Days::new(1)))
                .map(|day| told::midnight(visit, day)),
            before: self.before.parse().ok(),
            limit: i64::try_from(PER_PAGE + 1).unwrap_or(i64::MAX),
            ..Filter::default()
        })
    }

    fn next_url(&self, before: ChangeSetId) -> String {
        let mut query = url::form_urlencoded::Serializer::new(String::new());
        let kept = [
            ("who", &self.who),
            ("origin", &self.origin),
            ("table", &self.table),
            ("from", &self.from),
            ("until", &self.until),
        ];
        for (name, value) in kept.into_iter().filter(|(_, value)| !value.is_empty()) {
            query.append_pair(name, value);
        }
        format!(
            "{HERE}?{}",
            query.append_pair("before", &before.to_string()).finish()
        )
    }
}

/// `GET /admin/history`
pub(super) async fn list(staff: Staff, asked: Query<Asked>) -> Answer {
    let asked = asked.into_inner();
    let (mut sets, who) = {
        let (asked, visit) = (asked.clone(), staff.visit.clone());
        staff
            .visit
            .state
            .db
            .in_tenant(&staff.visit.context, move |tx| {
                let mut grant = tx.authorise::<ReadHistory>(Whole)?;
                let sql = grant.sql();
                let filter = asked.filter(&visit, sql)?;
                let sets = changes::history(sql, &filter)?;
                let who = people(sql, &sets)?;
                Ok((sets, who))
            })
            .await?
    };
    let has_more = sets.len() > PER_PAGE;
    sets.truncate(PER_PAGE);
    let visit = &staff.visit;
    let older = sets
        .last()
        .filter(|_| has_more)
        .map(|last| asked.next_url(last.id));
    let view = History {
        desk: staff.desk("history"),
        who: asked.who.clone(),
        from: asked.from.clone(),
        until: asked.until.clone(),
        filters: filters(visit, &asked),
        rows: sets.iter().map(|set| row(visit, set, &who)).collect(),
        older,
        newest: (!asked.before.is_empty()).then(|| HERE.to_owned()),
    };
    visit.page("admin/history.html", "admin", &view)
}

fn row(visit: &Visit, set: &ChangeSet, who: &People) -> HistoryRow {
    HistoryRow {
        url: url(set.id),
        at: set.made_at,
        who: who.name(visit, &set.made_by),
        origin: set.origin.name(),
        reason: why(visit, &set.reason),
        rows: set.row_count,
        is_undone: set.undone_by.is_some(),
    }
}

fn filters(visit: &Visit, asked: &Asked) -> Vec<Choice> {
    let option = |value: &str, text: String, chosen: &str| FilterOption {
        value: value.to_owned(),
        text,
        chosen: value == chosen,
    };
    let any = |chosen: &str| option("", visit.text("admin-any"), chosen);
    let tables = words::TABLES
        .iter()
        .map(|table| option(table, words::table(visit, table), &asked.table));
    let origins = Origin::ALL.into_iter().map(|origin| {
        let name = origin.name();
        option(name, visit.text(&format!("admin-origin-{name}")), &asked.origin)
    });
    vec![
        Choice {
            name: "table".into(),
            label: visit.text("admin-history-what"),
            options: std::iter::once(any(&asked.table)).chain(tables).collect(),
        },
        Choice {
            name: "origin".into(),
            label: visit.text("admin-history-origin"),
            options: std::iter::once(any(&asked.origin)).chain(origins).collect(),
        },
    ]
}

/// One change as its page tells it.
struct Read {
    set: ChangeSet,
    rows: Vec<ChangeRow>,
    names: words::Names,
    who: People,
}

/// Which page of a change's rows.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(super) struct Leaf {
    page: String,
}

async fn read(staff: &Staff, id: &str, page: i64) -> Result<Read> {
    let id: ChangeSetId = id.parse().map_err(|_| Error::NotFound)?;
    staff
        .visit
        .state
        .db
        .in_tenant(&staff.visit.context, move |tx| {
            let mut grant = tx.authorise::<ReadHistory>(Whole)?;
            let sql = grant.sql();
            let set = changes::one(sql, id)?;
            let rows = changes::some_rows(sql, id, (page - 1) * ROWS_PER_PAGE, ROWS_PER_PAGE)?;
            let names = words::Names::read(sql, &rows)?;
            let who = people(sql, std::slice::from_ref(&set))?;
            Ok(Read {
                set,
                rows,
                names,
                who,
            })
        })
        .await
}

/// `GET /admin/history/{id}`
pub(super) async fn page(staff: Staff, id: Path<String>, leaf: Query<Leaf>) -> Answer {
    let page = leaf.page.parse().unwrap_or(1).clamp(1, PAGE_MAX);
    let read = read(&staff, &id, page).await?;
    let visit = &staff.visit;
    let set = &read.set;
    let of_page = |page: i64| format!("{}?page={page}", url(set.id));
    let view = Change {
        desk: staff.desk("history"),
        facts: ChangeFacts {
            at: set.made_at,
            who: read.who.name(visit, &set.made_by),
            origin: set.origin.name(),
            reason: why(visit, &set.reason),
            undoes: set.undoes.map(url),
            undone_by: set.undone_by.map(url),
        },
        rows: read
            .rows
            .iter()
            .map(|row| words::row(visit, row, &read.names))
            .collect(),
        total: set.row_count,
        pager: Pager::of(page, ROWS_PER_PAGE, set.row_count, of_page),
        undo_url: (set.undone_by.is_none() && staff.offers(Verb::UndoChange))
            .then(|| format!("{}/undo", url(set.id))),
    };
    visit.page("admin/change.html", "admin", &view)
}

fn undo_page(staff: &Staff, set: &ChangeSet, values: &PostedForm, problems: &[FieldProblem]) -> FormPage {
    let draft = Draft {
        visit: &staff.visit,
        values,
        problems,
    };
    let reason = draft.reason();
    let count = set.row_count.to_string();
    let frame = Frame {
        current: "history",
        title: staff.visit.text("admin-undo-title"),
        back: Link::new(why(&staff.visit, &set.reason), url(set.id)),
        lead: vec![staff.visit.text_with("admin-undo-lead", "n", &count)],
        action: format!("{}/undo", url(set.id)),
        button: "admin-undo-button",
        danger: true,
    };
    frame.page(staff, vec![reason])
}

/// `GET /admin/history/{id}/undo`
pub(super) async fn undo_form(staff: Staff, id: Path<String>) -> Answer {
    let read = read(&staff, &id, 1).await?;
    form::open(&staff, &undo_page(&staff, &read.set, &PostedForm::default(), &[]))
}

/// `POST /admin/history/{id}/undo`: all of it, or the sentence that says what is in the way.
pub(super) async fn undo(staff: Staff, id: Path<String>, form: PostedForm) -> Answer {
    let visit = &staff.visit;
    let set: ChangeSetId = id.parse().map_err(|_| Error::NotFound)?;
    let undone = match posted_reason(&form) {
        Err(problem) => Err(Refusal::of_fields(vec![problem]).into()),
        Ok(reason) => take_back(visit, set, reason).await,
    };
    let in_the_way = match undone {
        Ok(Some(by)) => return Ok(visit.see_with(&url(by), FlashKind::Ok, "admin-done-undone")),
        Ok(None) => return Ok(visit.see_with(&url(set), FlashKind::Info, "access-flash-waits")),
        Err(error) => error,
    };
    let read = read(&staff, &id, 1).await?;
    again(&staff, in_the_way, |problems| {
        undo_page(&staff, &read.set, &form, problems)
    })
}

/// Takes a change back, and answers the change that did it; none, when it waits for a second administrator.
///
/// # Errors
/// The refusal that says what is in the way; [`Error::NotFound`] when there is no such change; when the database fails.
pub(crate) async fn take_back(
    visit: &Visit,
    set: ChangeSetId,
    reason: Reason,
) -> Result<Option<ChangeSetId>> {
    let day = today(visit);
    let (undone, names) = visit
        .state
        .db
        .in_tenant(&visit.context, move |tx| {
            let now = clock::to_microseconds(clock::now());
            let mut named = words::Names::default();
            let undone = commands::undo(tx.authorise::<UndoChange>(set)?, &reason, day, now)?;
            if let TakenBack::Tried(Undone::ChangedSince(rows)) = &undone {
                named = words::Names::read(tx.authorise::<ReadHistory>(Whole)?.sql(), rows)?;
            }
            Ok((undone, named))
        })
        .await?;
    match undone {
        TakenBack::Tried(Undone::Done(by)) => Ok(Some(by)),
        TakenBack::Waits => Ok(None),
        TakenBack::Tried(undone) => Err(in_the_way(visit, undone, &names)),
    }
}

/// Why a change cannot be taken back, with the rows in the way.
fn in_the_way(visit: &Visit, undone: Undone, names: &words::Names) -> Error {
    const SHOWN: usize = 5;
    match undone {
        Undone::Done(_) | Undone::Before(_) => Error::refused("admin-problem-undone-before"),
        Undone::ChangedSince(rows) => {
            let mut told: Vec<String> = rows
                .iter()
                .take(SHOWN)
                .map(|row| words::title(visit, row, names))
                .collect();
            if rows.len() > SHOWN {
                told.push("…".to_owned());
            }
            Refusal::new("admin-problem-changed-since")
                .with("rows", told.join("; "))
                .into()
        }
        Undone::RestedOn(constraint) if constraint == ACCOUNT_STAYS => {
            Error::refused("admin-problem-account-stays")
        }
        // A rule is told in its own sentence.
        Undone::RestedOn(constraint) if constraint.starts_with("rule_") => {
            Error::refused(constraint.replace('_', "-"))
        }
        Undone::RestedOn(constraint) => Refusal::new("admin-problem-rested-on")
            .with("table", words::table_of_constraint(visit, &constraint))
            .with("rule", constraint)
            .into(),
    }
}
