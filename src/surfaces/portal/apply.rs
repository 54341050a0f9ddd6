//! Filling in a form: page by page, saved by the server at each step, as typed.

use actix_web::http::StatusCode;
use actix_web::{HttpRequest, HttpResponse, web};
use serde_json::{Map, json};

use crate::authority::people::acts::OpenSession;
use crate::authority::people::{Account, Token, commands, queries};
use crate::kernel::actions::Verb;
use crate::kernel::clock;
use crate::kernel::error::{Error, Result};
use crate::kernel::ids::{DraftId, ProcedureVersionId};
use crate::platform::door::Whole;
use crate::services::catalogue::form::{Answers, FieldProblem, Page, Raw, walk};
use crate::services::catalogue::{Procedure, Shelf};
use crate::services::dossiers::acts::{BeginDraft, KeepDraft};
use crate::services::dossiers::drafts;
use crate::surfaces::web::fields::Field;
use crate::surfaces::web::limits::Limited;
use crate::surfaces::web::{Answer, Visit, upload};

use super::drafts::{Opened, Step, count, crumbs, panel, step_items, step_url, steps};
use super::frame;
use super::questions::{self, Questions, is_asked, posted_answers, setting};
use super::views::ApplyStep;

/// What one page of an application is drawn from.
struct Drawn<'a> {
    shelf: &'a Shelf,
    procedure: &'a Procedure,
    opened: Option<&'a Opened>,
    account: Option<&'a Account>,
    at: usize,
    raw: &'a Raw,
    variables: &'a Map<String, serde_json::Value>,
    problems: &'a [FieldProblem],
    action: String,
}

impl Drawn<'_> {
    async fn answer(&self, visit: &Visit) -> Answer {
        let Some(page) = self.procedure.form.pages.get(self.at) else {
            return Err(Error::NotFound.into());
        };
        let questions = Questions {
            visit,
            raw: self.raw,
            variables: self.variables,
            problems: self.problems,
            account: self.account,
        };
        let fields = questions.fields(page);
        let errors = Field::errors(&fields);
        let status = if errors.is_empty() {
            StatusCode::OK
        } else {
            StatusCode::UNPROCESSABLE_ENTITY
        };
        let (number, of) = count(self.procedure, Step::Page(self.at));
        let view = ApplyStep {
            procedure: visit.say(&self.procedure.facts.name).to_owned(),
            title: visit.say(&page.title).to_owned(),
            intro: page.hint.as_ref().map(|hint| visit.say(hint).to_owned()),
            number,
            of,
            action: self.action.clone(),
            fields,
            errors,
            steps: step_items(visit, self.procedure, self.opened, Step::Page(self.at)),
            draft: panel(visit, self.shelf, self.procedure, self.opened),
            back_url: self
                .at
                .checked_sub(1)
                .and_then(|before| self.opened.map(|opened| opened.url(Step::Page(before)))),
            crumbs: crumbs(visit, self.procedure),
        };
        frame::step(visit, status, self.opened, view).await
    }
}

/// The procedure that takes applications online under this code.
async fn open_procedure(
    visit: &Visit,
    code: &str,
) -> Result<(std::sync::Arc<Shelf>, std::sync::Arc<Procedure>)> {
    let shelf = visit.state.library.shelf(&visit.tenant).await?;
    let procedure = shelf.by_code(code).cloned().ok_or(Error::NotFound)?;
    if super::cards::apply_url(&procedure).is_none() {
        return Err(Error::refused("errors-procedure-suspended"));
    }
    Ok((shelf, procedure))
}

/// An officer who takes dossiers in does so at her desk, for somebody: the portal is not where she applies.
fn intake_url(visit: &Visit, code: &str) -> Option<String> {
    let takes_in = visit.is_staff() && visit.context.access.offers(Verb::SubmitDossier);
    takes_in.then(|| {
        let code: String = url::form_urlencoded::byte_serialize(code.as_bytes()).collect();
        format!("/desk/intake/{code}")
    })
}

/// Whoever is signed in, for what is filled in beforehand.
async fn account(visit: &Visit) -> Result<Option<Account>> {
    let Some(account) = visit.context.actor.account() else {
        return Ok(None);
    };
    visit
        .state
        .db
        .in_tenant(&visit.context, move |tx| {
            queries::account_by_id(tx.authorise::<OpenSession>(Whole)?.sql(), account)
        })
        .await
}

/// `GET /procedures/{code}/apply`: the first page, before anything is kept.
pub async fn begin_form(visit: Visit, code: super::Segment) -> Answer {
    if let Some(intake) = intake_url(&visit, &code) {
        return Ok(visit.see(&intake));
    }
    let (shelf, procedure) = open_procedure(&visit, &code).await?;
    let account = account(&visit).await?;
    Drawn {
        shelf: &shelf,
        procedure: &procedure,
        opened: None,
        account: account.as_ref(),
        at: 0,
        raw: &Raw::new(),
        variables: &Map::new(),
        problems: &[],
        action: visit.path.clone(),
    }
    .answer(&visit)
    .await
}

/// What a post of a page says.
struct Checked {
    /// Everything typed so far, this page included.
    raw: Raw,
    /// What is right of this page and those before.
    answers: Answers,
    /// What is wrong with this page.
    problems: Vec<FieldProblem>,
    /// Questions are asked now that were not on the page: an answer on it called for them.
    asks_more: bool,
}

fn check(
    visit: &Visit,
    procedure: &Procedure,
    page: &Page,
    opened: Option<&Opened>,
    sent: &[(String, String)],
) -> Result<Checked> {
    let sent = posted_answers(page, sent);
    let before = opened.map(Opened::variables).unwrap_or_default();
    let others = opened.map(|opened| opened.others(page)).unwrap_or_default();
    let mut raw = opened.map(|opened| opened.raw.clone()).unwrap_or_default();
    raw.retain(|code, _| !page.fields().any(|field| field.code == *code));
    let (page_raw, values, problems) =
        match procedure.form.validate_page(page, &sent, &others, setting(visit)) {
            Ok(answers) => (answers.raw, answers.values, Vec::new()),
            Err(rejected) => (rejected.raw, rejected.values, rejected.problems),
        };
    if problems
        .iter()
        .any(|problem| !page.fields().any(|field| field.code == problem.field))
    {
        return Err(Error::refused("errors-form-unknown-field"));
    }
    let (page_raw, goes_on) = levels_of(visit, page, opened, page_raw);
    let problems: Vec<FieldProblem> = problems
        .into_iter()
        .filter(|problem| !goes_on.contains(&problem.field))
        .collect();
    raw.extend(page_raw);
    let mut answers = others;
    answers.values.extend(values);
    let after = answers.variables();
    let asks_more = !goes_on.is_empty()
        || page
            .fields()
            .any(|field| is_asked(field, &after) && !is_asked(field, &before));
    Ok(Checked {
        raw,
        answers,
        problems,
        asks_more,
    })
}

/// Choices of several levels as far as they hold together, and the fields of which a level was chosen now that leads to
/// another: that is no mistake, the next list is asked for.
fn levels_of(visit: &Visit, page: &Page, opened: Option<&Opened>, mut raw: Raw) -> (Raw, Vec<String>) {
    let today = setting(visit).today;
    let mut goes_on = Vec::new();
    for field in page.fields() {
        let Some((edition, sent)) = field.edition.as_deref().zip(raw.get_mut(&field.code)) else {
            continue;
        };
        if edition.depth() <= 1 {
            continue;
        }
        let path: Vec<String> = walk(edition, sent, today)
            .into_iter()
            .map(|item| item.code.clone())
            .collect();
        let leads_on = path
            .last()
            .is_some_and(|last| edition.offered(Some(last), today).next().is_some());
        let known = opened.and_then(|opened| opened.raw.get(&field.code));
        if leads_on && known != Some(&path) {
            goes_on.push(field.code.clone());
        }
        *sent = path;
    }
    (raw, goes_on)
}

/// `POST /procedures/{code}/apply`: keeps the first page as a draft of the account, or of a visitor's session that begins here.
pub async fn begin(
    visit: Visit,
    request: HttpRequest,
    code: super::Segment,
    payload: web::Payload,
) -> Answer {
    if let Some(intake) = intake_url(&visit, &code) {
        return Ok(visit.see(&intake));
    }
    let (shelf, procedure) = open_procedure(&visit, &code).await?;
    let posted = upload::receive(&visit, &request, payload, &[]).await?;
    let page = procedure.form.pages.first().ok_or(Error::NotFound)?;
    let checked = check(&visit, &procedure, page, None, &posted.fields)?;
    if !checked.problems.is_empty() && !posted.has("later") && !posted.has(questions::MORE) {
        let account = account(&visit).await?;
        return Drawn {
            shelf: &shelf,
            procedure: &procedure,
            opened: None,
            account: account.as_ref(),
            at: 0,
            raw: &checked.raw,
            variables: &checked.answers.variables(),
            problems: &checked.problems,
            action: visit.path.clone(),
        }
        .answer(&visit)
        .await;
    }
    visit.limit(Limited::Submit)?;
    let (id, token) = keep_first(&visit, procedure.version_id, json!(checked.raw)).await?;
    let onward = if posted.has(questions::MORE) {
        step_url(id, &procedure, Step::Page(0))
    } else {
        let later = posted.has("later").then_some("/my/dossiers");
        onward(id, &procedure, 0, &checked, later)
    };
    let mut answer: HttpResponse = visit.see(&onward);
    if let Some(token) = token {
        answer
            .add_cookie(&visit.session_cookie(&token))
            .map_err(Error::internal)?;
    }
    Ok(answer)
}

/// Begins a draft with its first page, and a session for whoever has none.
async fn keep_first(
    visit: &Visit,
    version: ProcedureVersionId,
    answers: serde_json::Value,
) -> Result<(DraftId, Option<Token>)> {
    let state = &visit.state;
    let now = clock::now();
    let (context, token) = if visit.session.is_some() {
        (visit.context.clone(), None)
    } else {
        let public = std::sync::Arc::new(state.gate.public(visit.tenant.id));
        let token = state
            .db
            .in_tenant(&public, move |tx| {
                commands::begin_visit(tx.authorise::<OpenSession>(Whole)?, now)
            })
            .await?;
        let session = state
            .gate
            .signed_in(visit.tenant.id, token.digest())
            .await?
            .ok_or(Error::SignInNeeded)?;
        (session.context.clone(), Some(token))
    };
    let id = state
        .db
        .in_tenant(&context, move |tx| {
            let id = drafts::begin(tx.authorise::<BeginDraft>(Whole)?, version, now)?;
            drafts::save(tx.authorise::<KeepDraft>(id)?, &answers, None, now)?;
            Ok(id)
        })
        .await?;
    Ok((id, token))
}

/// Where to go after a page was kept.
fn onward(id: DraftId, procedure: &Procedure, at: usize, checked: &Checked, later: Option<&str>) -> String {
    if let Some(list) = later {
        return list.to_owned();
    }
    let here = Step::Page(at);
    let all = steps(procedure);
    let next = all
        .iter()
        .skip_while(|step| **step != here)
        .nth(1)
        .copied()
        .unwrap_or(Step::Check);
    step_url(id, procedure, if checked.asks_more { here } else { next })
}

/// `GET /drafts/{id}`: where it goes on.
pub async fn resume(visit: Visit, id: web::Path<DraftId>) -> Answer {
    let opened = Opened::open(&visit, *id).await?;
    Ok(visit.see(&opened.url(opened.next_open(&visit))))
}

fn page_at(opened: &Opened, code: &str) -> Result<usize> {
    opened
        .procedure
        .form
        .pages
        .iter()
        .position(|page| page.code == code)
        .ok_or(Error::NotFound)
}

/// `GET /drafts/{id}/pages/{page}`
pub async fn page_form(visit: Visit, path: web::Path<(DraftId, String)>) -> Answer {
    let (id, code) = path.into_inner();
    let opened = Opened::open(&visit, id).await?;
    let at = page_at(&opened, &code)?;
    Drawn {
        shelf: &opened.shelf,
        procedure: &opened.procedure,
        opened: Some(&opened),
        account: opened.account.as_ref(),
        at,
        raw: &opened.raw,
        variables: &opened.variables(),
        problems: &[],
        action: opened.url(Step::Page(at)),
    }
    .answer(&visit)
    .await
}

/// `POST /drafts/{id}/pages/{page}`: kept as typed, right or wrong, so that nothing is lost.
pub async fn page(
    visit: Visit,
    request: HttpRequest,
    path: web::Path<(DraftId, String)>,
    payload: web::Payload,
) -> Answer {
    let (id, code) = path.into_inner();
    let opened = Opened::open(&visit, id).await?;
    let at = page_at(&opened, &code)?;
    let posted = upload::receive(&visit, &request, payload, &[]).await?;
    let page = opened.procedure.form.pages.get(at).ok_or(Error::NotFound)?;
    let checked = check(&visit, &opened.procedure, page, Some(&opened), &posted.fields)?;
    let (answers, unit) = (json!(checked.raw), opened.draft.operating_unit_id);
    visit
        .state
        .db
        .in_tenant(&visit.context, move |tx| {
            drafts::save(tx.authorise::<KeepDraft>(id)?, &answers, unit, clock::now())
        })
        .await?;
    if posted.has(questions::MORE) {
        return Ok(visit.see(&opened.url(Step::Page(at))));
    }
    if checked.problems.is_empty() || posted.has("later") {
        let later = posted.has("later").then(|| opened.list_url());
        return Ok(visit.see(&onward(id, &opened.procedure, at, &checked, later)));
    }
    Drawn {
        shelf: &opened.shelf,
        procedure: &opened.procedure,
        opened: Some(&opened),
        account: opened.account.as_ref().filter(|_| opened.is_at_counter()),
        at,
        raw: &checked.raw,
        variables: &checked.answers.variables(),
        problems: &checked.problems,
        action: opened.url(Step::Page(at)),
    }
    .answer(&visit)
    .await
}

/// The papers' own page is drawn by the same template.
pub(super) fn papers_view(visit: &Visit, opened: &Opened, problems: &[(String, String)]) -> ApplyStep {
    let (variables, draft) = (opened.variables(), opened.draft.id.to_string());
    let fields: Vec<Field> = opened
        .procedure
        .form
        .papers
        .iter()
        .map(|paper| {
            let attached = opened.draft.papers.iter().filter(|kept| kept.part == paper.code);
            let attached = attached.map(|kept| questions::attached(&draft, kept)).collect();
            let mut field =
                questions::paper_field(visit, paper, questions::is_needed(paper, &variables), attached);
            field.error = problems
                .iter()
                .find(|(code, _)| *code == paper.code)
                .map(|(_, words)| words.clone());
            field
        })
        .collect();
    let (number, of) = count(&opened.procedure, Step::Papers);
    ApplyStep {
        procedure: visit.say(&opened.procedure.facts.name).to_owned(),
        title: visit.text("portal-apply-papers"),
        intro: Some(visit.text("portal-apply-papers-intro")),
        number,
        of,
        action: opened.url(Step::Papers),
        errors: Field::errors(&fields),
        fields,
        steps: step_items(visit, &opened.procedure, Some(opened), Step::Papers),
        draft: panel(visit, &opened.shelf, &opened.procedure, Some(opened)),
        back_url: opened
            .procedure
            .form
            .pages
            .len()
            .checked_sub(1)
            .map(|last| opened.url(Step::Page(last))),
        crumbs: crumbs(visit, &opened.procedure),
    }
}
