//! One tenant and three ways to change it: an administrator's browser, her program, and its code.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::{Arc, OnceLock};

use chrono::{Datelike, NaiveDate};
use onedoor::authority::access::Gate;
use onedoor::authority::organisation::change::Change;
use onedoor::authority::tenancy::apply::{Manner, Options, apply_as, plan};
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
use super::told::{OF_PROCEDURES, of_plan, refused, rule_of, without_names};
pub use super::told::{of_page, of_told};
use crate::api::program::{Program, Told};
use crate::support::browser::{Browser, Form, Page};
use crate::support::server::TestServer;
use crate::support::wait::Patience;

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
    /// It was refused, and these are all the rules that were told: code is told everything that is wrong with it at once.
    RefusedByAll(BTreeSet<String>),
    /// Neither.
    Odd(String),
}

impl Came {
    pub fn is_made(&self) -> bool {
        *self == Came::Made
    }

    /// The rules that refused it.
    pub fn rules(&self) -> BTreeSet<String> {
        match self {
            Came::RefusedByAll(rules) => rules.clone(),
            other => BTreeSet::from([other.rule()]),
        }
    }

    pub fn rule(&self) -> String {
        match self {
            Came::Made => "made".to_owned(),
            Came::Refused(rule) => rule.clone(),
            Came::RefusedByAll(rules) => rules.iter().cloned().collect::<Vec<_>>().join(" "),
            Came::Odd(what) => format!("odd: {what}"),
        }
    }
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
    /// What the validation of the code said of procedures where no rule of the organisation forbids the change: whether a
    /// hall takes cash, and whether somebody has a role, is asked of a whole folder, and a page warns of neither.
    pub of_procedures: BTreeMap<String, usize>,
}

/// Whether the database had no room for what was asked.
fn is_not_now<T>(answer: &Result<T>) -> bool {
    matches!(answer, Err(Error::Unavailable(_)))
}

/// Code is applied a day later, when what the plans for tomorrow began is in force: no folder says what is to come.
fn options() -> Options {
    Options {
        demo_password_hash: None,
        now: clock::now() + chrono::Duration::days(1),
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
            of_procedures: BTreeMap::new(),
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
                of_told(&post(&self.program, "/api/v1/reorganisations", Some(&key), &body).await)
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

    /// `None`: there are no words for it.
    async fn by_code(&mut self, change: &Change, codes: &Codes, today: NaiveDate) -> Option<Came> {
        let mut code = self.export().await;
        match edit(&mut code, change, codes, today) {
            Ok(()) => {}
            Err(NoEdit::Unsayable) => return None,
            Err(NoEdit::NotThere) => return Some(refused("not-found")),
        }
        let (read, of_procedures) = self.read(&code);
        for sentence in of_procedures {
            *self.of_procedures.entry(sentence).or_default() += 1;
        }
        let told = match read {
            Ok(code) => {
                // Whoever edits an export has what was changed by other ways before her, and means it.
                let manner = Manner {
                    over_drift: true,
                    ..Manner::default()
                };
                let (code, patience) = (Arc::new(code), Patience::new());
                loop {
                    let (code, manner) = (Arc::clone(&code), manner.clone());
                    let answer = apply_as(&self.db, &self.gate, code, options(), manner).await;
                    if !is_not_now(&answer) || !patience.lasts().await {
                        return Some(of_plan(answer));
                    }
                }
            }
            Err(told) => told,
        };
        if told.iter().all(|rule| !rule.starts_with("validation")) {
            return Some(Came::RefusedByAll(told));
        }
        // What the validation has no rule's name for, the database is asked of.
        let mut rules = told;
        match of_plan(self.planned(code).await) {
            Came::Refused(rule) => rules.insert(rule),
            _ => false,
        };
        Some(Came::RefusedByAll(rules))
    }

    /// The tenant as its code.
    async fn export(&self) -> TenantCode {
        let patience = Patience::new();
        loop {
            let answer = export::export(&self.db, &self.gate, &self.slug).await;
            if !is_not_now(&answer) || !patience.lasts().await {
                return answer.unwrap();
            }
        }
    }

    /// What a plan of the code would change.
    async fn planned(&self, code: TenantCode) -> Result<onedoor::authority::tenancy::apply::Plan> {
        let code = Arc::new(code);
        let patience = Patience::new();
        loop {
            let answer = plan(&self.db, &self.gate, Arc::clone(&code), options()).await;
            if !is_not_now(&answer) || !patience.lasts().await {
                return answer;
            }
        }
    }

    /// The code as it is read again from its files, or the rules that its validation told. Beside them what is asked of
    /// procedures, and no rule of the organisation.
    fn read(&self, code: &TenantCode) -> (std::result::Result<TenantCode, BTreeSet<String>>, Vec<String>) {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path().join(&self.slug);
        export::write(code, &root).unwrap();
        let problems = match load(&root, &ProcedureDefinitions) {
            Ok(read) => return (Ok(read), Vec::new()),
            Err(problems) => problems.to_string(),
        };
        let sentences = problems
            .lines()
            .map(|problem| problem.split_once(": ").map_or(problem, |(_, sentence)| sentence));
        let (of_procedures, others): (Vec<_>, Vec<_>) = sentences
            .map(without_names)
            .partition(|sentence| OF_PROCEDURES.iter().any(|of| sentence.contains(of)));
        if others.is_empty() {
            return (Ok(code.clone()), of_procedures);
        }
        let rules = others.iter().map(|sentence| match rule_of(sentence) {
            "validation" => format!("validation: {sentence}"),
            rule => rule.to_owned(),
        });
        (Err(rules.collect()), of_procedures)
    }

    /// What is wrong with the tenant's own export: nothing.
    pub async fn is_not_whole(&self) -> Option<String> {
        let code = self.export().await;
        let problem = self.read(&code).0.err();
        problem.map(|told| format!("its export is refused: {told:?}"))
    }

    /// What a plan of the tenant's own export would change: nothing.
    pub async fn differs_from_its_export(&self) -> Option<String> {
        let code = self.export().await;
        match self.planned(code).await {
            Ok(plan) if plan.is_empty() => None,
            Ok(plan) => Some(plan.to_string()),
            Err(error) => Some(error.to_string()),
        }
    }
}

/// Sends a call, and again while the server is too busy to take it.
pub async fn post(program: &Program, path: &str, key: Option<&str>, body: &Value) -> Told {
    let patience = Patience::new();
    loop {
        let answer = program.post(path, key, body).await;
        if answer.status != 503 || !patience.lasts().await {
            return answer;
        }
    }
}

/// Reads a page, and again while the server is too busy to show it.
pub async fn get(browser: &mut Browser, path: &str) -> Page {
    let patience = Patience::new();
    loop {
        let answer = browser.get(path).await;
        if answer.status != 503 || !patience.lasts().await {
            return answer;
        }
    }
}

pub async fn by_program(program: &Program, key: &str, change: &Change) -> Came {
    let body = json!({"reason": "for the test", "change": change});
    of_told(&post(program, "/api/v1/organisation/changes", Some(key), &body).await)
}

pub async fn by_page(browser: &mut Browser, change: &Change) -> Came {
    by_page_on(browser, change, None).await
}

/// The form of a change, from today or planned for a day.
async fn by_page_on(browser: &mut Browser, change: &Change, day: Option<NaiveDate>) -> Came {
    let filled = filled(change);
    let form = get(browser, &filled.path).await;
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
    let form = Form {
        action,
        fields,
        ..Form::default()
    };
    let patience = Patience::new();
    loop {
        let answer = browser.send_form(&form).await;
        if answer.status != 503 || !patience.lasts().await {
            return answer;
        }
    }
}
