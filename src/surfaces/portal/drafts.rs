//! A submission being prepared: whose it is, where it stands, what is beside its pages.

use std::sync::Arc;

use serde_json::{Map, Value};

use crate::authority::people::acts::OpenSession;
use crate::authority::people::{Account, queries};
use crate::kernel::clock;
use crate::kernel::error::{Error, Result};
use crate::kernel::ids::DraftId;
use crate::platform::door::Whole;
use crate::services::catalogue::form::{Answers, Page, Raw};
use crate::services::catalogue::{Procedure, Shelf};
use crate::services::dossiers::acts::KeepDraft;
use crate::services::dossiers::drafts::Draft;
use crate::surfaces::web::views::Link;
use crate::surfaces::web::{Visit, told};

use super::cards::{self, Words};
use super::fees;
use super::questions::{self, answers_so_far, is_needed, raw_of, setting};
use super::views::{DraftPanel, StepItem, StepState};

/// A draft with everything its pages need.
pub struct Opened {
    /// The draft.
    pub draft: Draft,
    /// The version it is filled in for.
    pub procedure: Arc<Procedure>,
    /// The catalogue as it is now.
    pub shelf: Arc<Shelf>,
    /// What was typed.
    pub raw: Raw,
    /// What is right of it.
    pub answers: Answers,
    /// Whoever applies: the person it is filled in for at a counter, else whoever is signed in.
    pub account: Option<Account>,
}

/// A place in an application.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// The page at this place in the form.
    Page(usize),
    /// The papers.
    Papers,
    /// The check before sending.
    Check,
}

impl Opened {
    /// Opens one's own draft.
    ///
    /// # Errors
    /// [`Error::NotFound`] when it is another's; [`Error::SignInNeeded`] when there is neither account nor visitor's session.
    pub async fn open(visit: &Visit, id: DraftId) -> Result<Self> {
        if visit.session.is_none() {
            return Err(Error::SignInNeeded);
        }
        let account_id = visit.context.actor.account();
        let (draft, account) = visit
            .state
            .db
            .in_tenant(&visit.context, move |tx| {
                let draft = tx.authorise::<KeepDraft>(id)?.into_subject();
                let account = match draft.applicant_id.or(account_id) {
                    Some(account) => {
                        queries::account_by_id(tx.authorise::<OpenSession>(Whole)?.sql(), account)?
                    }
                    None => None,
                };
                Ok((draft, account))
            })
            .await?;
        let procedure = visit
            .state
            .library
            .version(visit.tenant.id, draft.procedure_version_id)
            .await?;
        let shelf = visit.state.library.shelf(&visit.tenant).await?;
        let procedure = shelf.asked(&procedure);
        let raw = raw_of(&draft.answers);
        let answers = answers_so_far(&procedure.form, &raw, setting(visit));
        Ok(Self {
            draft,
            procedure,
            shelf,
            raw,
            answers,
            account,
        })
    }

    /// Whether an officer fills it in for somebody else.
    #[must_use]
    pub fn is_at_counter(&self) -> bool {
        self.draft.applicant_id.is_some()
    }

    /// Where unsent drafts are found again.
    #[must_use]
    pub fn list_url(&self) -> &'static str {
        if self.is_at_counter() {
            "/desk/intake"
        } else {
            "/my/dossiers"
        }
    }

    /// The answers as conditions see them.
    #[must_use]
    pub fn variables(&self) -> Map<String, Value> {
        self.answers.variables()
    }

    /// The address of a step.
    #[must_use]
    pub fn url(&self, step: Step) -> String {
        step_url(self.draft.id, &self.procedure, step)
    }

    /// Whether a step has what it needs.
    #[must_use]
    pub fn is_done(&self, visit: &Visit, step: Step) -> bool {
        let variables = self.variables();
        match step {
            Step::Page(at) => self
                .procedure
                .form
                .pages
                .get(at)
                .is_some_and(|page| self.page_is_done(visit, page)),
            Step::Papers => {
                let (papers, attached) = (&self.procedure.form.papers, &self.draft.papers);
                // Where none is needed, only whoever was asked has none.
                (self.draft.papers_seen_at.is_some() || !attached.is_empty())
                    && papers
                        .iter()
                        .filter(|paper| is_needed(paper, &variables))
                        .all(|paper| attached.iter().any(|kept| kept.part == paper.code))
            }
            Step::Check => self.draft.submitted_at.is_some(),
        }
    }

    fn page_is_done(&self, visit: &Visit, page: &Page) -> bool {
        let of_page: Vec<(String, String)> = questions::pairs(&self.raw)
            .into_iter()
            .filter(|(code, _)| page.fields().any(|field| field.code == *code))
            .collect();
        self.procedure
            .form
            .validate_page(page, &of_page, &self.others(page), setting(visit))
            .is_ok()
    }

    /// The answers of every other page.
    #[must_use]
    pub fn others(&self, page: &Page) -> Answers {
        let mut answers = self.answers.clone();
        answers
            .values
            .retain(|code, _| !page.fields().any(|field| field.code == *code));
        answers
    }

    /// The first step that lacks something; the check when none does.
    #[must_use]
    pub fn next_open(&self, visit: &Visit) -> Step {
        steps(&self.procedure)
            .into_iter()
            .find(|step| !self.is_done(visit, *step))
            .unwrap_or(Step::Check)
    }
}

/// The address of a step of a draft.
#[must_use]
pub fn step_url(draft: DraftId, procedure: &Procedure, step: Step) -> String {
    match step {
        Step::Page(at) => {
            let code = procedure.form.pages.get(at).map_or("", |page| page.code.as_str());
            format!("/drafts/{draft}/pages/{code}")
        }
        Step::Papers => format!("/drafts/{draft}/papers"),
        Step::Check => format!("/drafts/{draft}/check"),
    }
}

/// The steps of an application, in their order.
#[must_use]
pub fn steps(procedure: &Procedure) -> Vec<Step> {
    let mut all: Vec<Step> = (0..procedure.form.pages.len()).map(Step::Page).collect();
    if !procedure.form.papers.is_empty() {
        all.push(Step::Papers);
    }
    all.push(Step::Check);
    all
}

/// The number of a step, from 1, and how many there are.
#[must_use]
pub fn count(procedure: &Procedure, step: Step) -> (i64, i64) {
    let all = steps(procedure);
    let at = all.iter().position(|one| *one == step).unwrap_or(0);
    (
        i64::try_from(at + 1).unwrap_or(1),
        i64::try_from(all.len()).unwrap_or(1),
    )
}

/// The list of steps beside a page; `opened` is empty before anything was kept.
#[must_use]
pub fn step_items(visit: &Visit, procedure: &Procedure, opened: Option<&Opened>, now: Step) -> Vec<StepItem> {
    steps(procedure)
        .into_iter()
        .map(|step| {
            let is_done = opened.is_some_and(|opened| opened.is_done(visit, step));
            StepItem {
                name: title(visit, procedure, step),
                state: if step == now {
                    StepState::Now
                } else if is_done {
                    StepState::Done
                } else {
                    StepState::Todo
                },
                url: opened
                    .filter(|_| is_done && step != now)
                    .map(|opened| opened.url(step)),
            }
        })
        .collect()
}

/// The title of a step.
#[must_use]
pub fn title(visit: &Visit, procedure: &Procedure, step: Step) -> String {
    match step {
        Step::Page(at) => procedure
            .form
            .pages
            .get(at)
            .map_or_else(String::new, |page| visit.say(&page.title).to_owned()),
        Step::Papers => visit.text("portal-apply-papers"),
        Step::Check => visit.text("portal-check-title"),
    }
}

/// The panel beside an application.
#[must_use]
pub fn panel(visit: &Visit, shelf: &Shelf, procedure: &Procedure, opened: Option<&Opened>) -> DraftPanel {
    let words = Words {
        tenant: &visit.tenant,
        language: visit.language,
    };
    let known = opened.map(Opened::variables).unwrap_or_default();
    DraftPanel {
        saved_at: opened.map(|opened| opened.draft.saved_at),
        fee: fees::fee(&visit.tenant, procedure, &known, clock::now()),
        limit: told::limit(&procedure.facts.limit),
        agency: cards::agency(words, shelf, procedure).unwrap_or_default(),
        legal: procedure.legal_bases.first().map(|basis| basis.number.clone()),
        phone: Some(visit.tenant.settings.tenant.contact.phone.clone()),
    }
}

/// The way to an application.
#[must_use]
pub fn crumbs(visit: &Visit, procedure: &Procedure) -> Vec<Link> {
    vec![
        Link::new(visit.text("portal-nav-services"), "/search"),
        Link::new(visit.say(&procedure.facts.name), cards::guide_url(procedure)),
    ]
}
