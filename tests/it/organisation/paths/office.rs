//! One tenant and three ways to change it: an administrator's browser, her program, and its code.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::{Arc, OnceLock};

use chrono::{Datelike, NaiveDate};
use onedoor::authority::access::Gate;
use onedoor::authority::organisation::change::Change;
use onedoor::authority::tenancy::apply::{Options, apply, plan};
use onedoor::authority::tenancy::code::{Held, TenantCode, load};
use onedoor::authority::tenancy::export;
use onedoor::kernel::clock;
use onedoor::kernel::error::{Error, Result};
use onedoor::kernel::ids::TenantId;
use onedoor::platform::door::Db;
use onedoor::services::workflow::definitions::ProcedureDefinitions;
use onedoor::surfaces::worker::story::reorganisations::carry_out;
use serde_json::{Value, json};
use uuid::Uuid;

use super::edits::{Codes, NoEdit, edit};
use super::forms::filled;
use crate::api::program::{Program, Told};
use crate::support::browser::{Browser, Form, Page};
use crate::support::server::TestServer;

pub const ADMINISTRATOR: &str = "an.quach@an-binh.example";
pub const SECOND: &str = "van.mai@an-binh.example";

/// A way to change an organisation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Way {
    Page,
    Api,
    Code,
}

/// What came of a change.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Came {
    /// It was made.
    Made,
    /// It was refused by this rule.
    Refused(String),
    /// Neither.
    Odd(String),
}

impl Came {
    pub fn is_made(&self) -> bool {
        *self == Came::Made
    }

    pub fn rule(&self) -> String {
        match self {
            Came::Made => "made".to_owned(),
            Came::Refused(rule) => rule.clone(),
            Came::Odd(what) => format!("odd: {what}"),
        }
    }
}

/// One name for what is one rule: codes are unique by a constraint of each table.
fn refused(code: &str) -> Came {
    let one = if code.starts_with("rule-code-is-unique") && code != "rule-code-is-unique-in-its-hall" {
        "rule-code-is-unique"
    } else {
        code
    };
    Came::Refused(one.to_owned())
}

/// The code of a small tenant: the organisation and the people of a province, one procedure, a second ledger and group.
pub fn small(slug: &str) -> TenantCode {
    static PROVINCE: OnceLock<TenantCode> = OnceLock::new();
    let province = PROVINCE.get_or_init(|| {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tenants/an-binh");
        load(&folder, &ProcedureDefinitions).unwrap_or_else(|problems| panic!("\n{problems}"))
    });
    let mut code = province.clone();
    code.tenant.slug = slug.to_owned();
    code.tenant.id = Uuid::now_v7();
    code.tenant.hosts = vec![format!("{slug}.localhost")];
    code.procedures.retain(|code, _| code == "chung-thuc-ban-sao");
    code.people.citizen.clear();
    for person in &mut code.people.staff {
        if [ADMINISTRATOR, SECOND].contains(&person.email.as_str()) {
            person.responsibilities = vec![Held::Always("quan-tri".to_owned())];
        }
    }
    code
}

pub struct Office {
    pub slug: String,
    pub tenant: Uuid,
    pub browser: Browser,
    pub program: Program,
    db: Db,
    gate: Gate,
    calls: usize,
    /// What the validation of the code said where no rule of the organisation forbids the change: a hall for cash, an
    /// invoice series, a chart of accounts are asked of a whole folder, and no step of a page can bring them all at once.
    pub unread: BTreeMap<String, usize>,
}

fn options() -> Options {
    Options {
        demo_password_hash: None,
        now: clock::now(),
    }
}

impl Office {
    /// Opens the office of a tenant that the server has.
    pub async fn open(server: &TestServer, slug: &str, tenant: Uuid, db: &Db) -> Self {
        let mut browser = server.signed_in(slug, ADMINISTRATOR).await;
        browser.get("/admin/organisation?lang=en").await;
        Self {
            slug: slug.to_owned(),
            tenant,
            browser,
            program: Program::of(server, slug, ADMINISTRATOR),
            db: db.clone(),
            gate: Gate::open(db).await.unwrap(),
            calls: 0,
            unread: BTreeMap::new(),
        }
    }

    pub async fn send(&mut self, way: Way, change: &Change, codes: &Codes, today: NaiveDate) -> (Way, Came) {
        match way {
            Way::Page => (way, by_page(&mut self.browser, change).await),
            Way::Api => (way, self.by_api(change).await),
            Way::Code => match self.by_code(change, codes, today).await {
                // What code has no words for, or is not whole with, goes the way of programs.
                None => (Way::Api, self.by_api(change).await),
                Some(came) => (way, came),
            },
        }
    }

    pub async fn by_api(&mut self, change: &Change) -> Came {
        self.calls += 1;
        let key = format!("k-{}", self.calls);
        by_program(&self.program, &key, change).await
    }

    /// Plans a change for a day, by a form or by a program, and carries it out as the clock would on that day.
    pub async fn plan(&mut self, way: Way, change: &Change, day: NaiveDate) -> Came {
        let came = match way {
            Way::Page => by_page_on(&mut self.browser, change, Some(day)).await,
            _ => {
                self.calls += 1;
                let key = format!("p-{}", self.calls);
                let body = json!({"title": "a plan", "reason": "for the test", "effective_on": day, "changes": [change]});
                of_told(
                    &self
                        .program
                        .post("/api/v1/reorganisations", Some(&key), &body)
                        .await,
                )
            }
        };
        if !came.is_made() {
            return came;
        }
        let kept = self.program.get("/api/v1/reorganisations").await.json();
        let waiting = kept["items"]
            .as_array()
            .into_iter()
            .flatten()
            .find(|plan| plan["state"] == "to_come");
        let Some(id) = waiting.and_then(|plan| plan["id"].as_str()?.parse().ok()) else {
            return Came::Odd(format!("no plan is waiting: {kept}"));
        };
        let (tenant, then) = (
            TenantId::from_uuid(self.tenant),
            clock::now() + chrono::Duration::days(3),
        );
        match carry_out(&self.db, &self.gate, tenant, id, then).await {
            Ok(true) => {}
            other => return Came::Odd(format!("the plan was not carried out: {other:?}")),
        }
        let kept = self
            .program
            .get(&format!("/api/v1/reorganisations/{id}"))
            .await
            .json();
        if kept["state"] == "applied" {
            came
        } else {
            Came::Odd(format!("{kept}"))
        }
    }

    /// `None`: there are no words for it, or the folder would not be whole.
    async fn by_code(&mut self, change: &Change, codes: &Codes, today: NaiveDate) -> Option<Came> {
        let mut code = export::export(&self.db, &self.gate, &self.slug).await.unwrap();
        match edit(&mut code.organisation, change, codes, today) {
            Ok(()) => {}
            Err(NoEdit::Unsayable) => return None,
            Err(NoEdit::NotThere) => return Some(refused("not-found")),
        }
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path().join(&self.slug);
        export::write(&code, &root).unwrap();
        let read = load(&root, &ProcedureDefinitions);
        let problems = match read {
            Ok(code) => {
                return Some(of_plan(
                    apply(&self.db, &self.gate, Arc::new(code), options()).await,
                ));
            }
            Err(problems) => problems,
        };
        // What the validation refuses, the database is asked for its rule.
        let beside = of_plan(plan(&self.db, &self.gate, Arc::new(code), options()).await);
        match beside {
            Came::Made => {}
            // What is no folder at all, as one without a group, is not asked of the database.
            Came::Odd(_) => return Some(refused("validation")),
            by_a_rule => return Some(by_a_rule),
        }
        for problem in problems.to_string().lines() {
            let sentence = problem.split_once(": ").map_or(problem, |(_, sentence)| sentence);
            *self.unread.entry(without_names(sentence)).or_default() += 1;
        }
        None
    }

    /// What a plan of the tenant's own export would change: nothing.
    pub async fn differs_from_its_export(&self) -> Option<String> {
        let code = export::export(&self.db, &self.gate, &self.slug).await.unwrap();
        let planned = plan(&self.db, &self.gate, Arc::new(code), options()).await;
        match planned {
            Ok(plan) if plan.is_empty() => None,
            Ok(plan) => Some(plan.to_string()),
            Err(error) => Some(error.to_string()),
        }
    }
}

/// A sentence of the validation without the names in it.
fn without_names(sentence: &str) -> String {
    let quoted = sentence
        .split('“')
        .map(|part| part.split_once('”').map_or(part, |(_, rest)| rest));
    quoted.collect::<Vec<_>>().join("…")
}

fn of_plan(planned: Result<onedoor::authority::tenancy::apply::Plan>) -> Came {
    match planned.map_err(Error::told) {
        Ok(onedoor::authority::tenancy::apply::Plan {
            broken: Some(broken), ..
        }) => refused(&broken.rule),
        Ok(plan) if !plan.in_use.is_empty() => refused("rule-in-use"),
        Ok(plan) if !plan.drift.is_empty() => Came::Odd(format!("drift: {plan}")),
        Ok(_) => Came::Made,
        Err(Error::Refused(refusal)) => refused(&refusal.code),
        Err(Error::RuleBroken { constraint, .. }) => refused(&constraint),
        Err(other) => Came::Odd(format!("{other:?}")),
    }
}

pub async fn by_program(program: &Program, key: &str, change: &Change) -> Came {
    let body = json!({"reason": "for the test", "change": change});
    let told = program
        .post("/api/v1/organisation/changes", Some(key), &body)
        .await;
    of_told(&told)
}

pub fn of_told(told: &Told) -> Came {
    match told.status {
        200 | 201 | 204 => Came::Made,
        404 => refused("not-found"),
        409 => refused("conflict"),
        422 => {
            let problem: Value = told.json();
            match problem["code"].as_str() {
                // A problem of a member: what is wrong with the first one.
                Some("errors-check-your-answers") => {
                    refused(problem["errors"][0]["code"].as_str().unwrap_or_default())
                }
                Some(code) => refused(code),
                None => Came::Odd(told.text.clone()),
            }
        }
        other => Came::Odd(format!("{other}: {}", told.text)),
    }
}

pub async fn by_page(browser: &mut Browser, change: &Change) -> Came {
    by_page_on(browser, change, None).await
}

/// The form of a change, from today or planned for a day.
async fn by_page_on(browser: &mut Browser, change: &Change, day: Option<NaiveDate>) -> Came {
    let filled = filled(change);
    let form = browser.get(&filled.path).await;
    if form.status != 200 {
        return of_page(&form);
    }
    let mut fields = filled.fields;
    fields.push(("reason".to_owned(), "for the test".to_owned()));
    if let Some(day) = day {
        let parts = [
            ("day", day.day()),
            ("month", day.month()),
            ("year", day.year().unsigned_abs()),
        ];
        fields.extend(parts.map(|(part, number)| (format!("from-{part}"), number.to_string())));
    }
    let mut page = send(browser, &form, "reason", fields).await;
    if page.status == 200 {
        page = send(
            browser,
            &page,
            "confirmed",
            vec![("confirmed".to_owned(), "yes".to_owned())],
        )
        .await;
    }
    of_page(&page)
}

/// Sends the form that has a control called `with`; what is filled in takes the place of what stood there.
pub async fn send(browser: &mut Browser, page: &Page, with: &str, filled: Vec<(String, String)>) -> Page {
    let form = page.form(&[with]);
    let mut fields: Vec<(String, String)> = form
        .fields
        .iter()
        .filter(|(name, _)| !filled.iter().any(|(set, _)| set == name))
        .cloned()
        .collect();
    fields.extend(filled);
    let action = if form.action.is_empty() {
        page.path.clone()
    } else {
        form.action
    };
    browser
        .send_form(&Form {
            action,
            fields,
            ..Form::default()
        })
        .await
}

pub fn of_page(page: &Page) -> Came {
    match page.status {
        303 => Came::Made,
        404 => refused("not-found"),
        409 => refused("conflict"),
        422 => {
            let words = page.words();
            let said = sentences()
                .iter()
                .filter(|(text, _)| words.contains(text.as_str()));
            // A rule is said above the form; “choose one of the options” is no rule.
            match said.max_by_key(|(text, _)| text.len()) {
                Some((_, code)) => refused(code),
                None => Came::Odd(words),
            }
        }
        other => Came::Odd(format!("{other}: {}", page.words())),
    }
}

/// Every sentence that refuses something, in English, and its name.
fn sentences() -> &'static BTreeMap<String, String> {
    static ALL: OnceLock<BTreeMap<String, String>> = OnceLock::new();
    ALL.get_or_init(|| {
        let texts = [
            include_str!("../../../../locales/en/rule.ftl"),
            include_str!("../../../../locales/en/admin.ftl"),
            include_str!("../../../../locales/en/forms.ftl"),
        ];
        let lines = texts
            .iter()
            .flat_map(|text| text.lines())
            .filter_map(|line| line.split_once(" = "));
        lines
            .filter(|(code, _)| {
                let is_rule = code.starts_with("rule-")
                    && !code.starts_with("rule-use-")
                    && !code.starts_with("rule-way-");
                is_rule
                    || [
                        "admin-change-",
                        "admin-problem-",
                        "forms-problem-",
                        "admin-ask-from-past",
                    ]
                    .iter()
                    .any(|head| code.starts_with(head))
            })
            .filter_map(|(code, text)| {
                let text = text.split('{').next()?.trim();
                (text.len() > 12).then(|| (text.to_owned(), code.to_owned()))
            })
            .collect()
    })
}
