//! A server with `an-binh` on it, dossiers in its units, and browsers of its officers.

use std::path::Path;
use std::sync::Arc;

use diesel::prelude::*;
use diesel::sql_types::{BigInt, Text, Uuid as SqlUuid};
use onedoor::app;
use onedoor::authority::people::acts::OpenSession;
use onedoor::authority::people::{commands as people, queries as accounts};
use onedoor::authority::tenancy::Tenant;
use onedoor::authority::tenancy::apply::{Options, apply};
use onedoor::authority::tenancy::code::load;
use onedoor::kernel::clock;
use onedoor::kernel::context::{AccessSet, Actor, Context, Reach};
use onedoor::kernel::ids::{AccountId, DossierId};
use onedoor::kernel::theme::Font;
use onedoor::platform::config::Config;
use onedoor::platform::door::Whole;
use onedoor::services::catalogue::form::{Answer, Answers};
use onedoor::services::dossiers::{Applicant, Channel, SubmitDossier, Submitted, prepare};
use onedoor::services::workflow::definitions::ProcedureDefinitions;
use onedoor::surfaces::web::{SESSION_COOKIE, State};
use onedoor::surfaces::worker::shutdown::{self, Stopper};

use crate::support::TestDatabase;
use crate::support::port;
use crate::support::wait::listening;

/// The server and what stands behind it.
pub struct World {
    pub state: State,
    pub database: TestDatabase,
    pub tenant: Arc<Tenant>,
    port: u16,
    _files: tempfile::TempDir,
    stopper: Option<Stopper>,
    thread: Option<std::thread::JoinHandle<()>>,
}

#[derive(QueryableByName)]
struct Count {
    #[diesel(sql_type = BigInt)]
    count: i64,
}

#[derive(QueryableByName)]
struct Word {
    #[diesel(sql_type = Text)]
    word: String,
}

#[derive(QueryableByName)]
struct Id {
    #[diesel(sql_type = SqlUuid)]
    id: uuid::Uuid,
}

impl World {
    pub async fn new() -> Self {
        let (database, files) = (TestDatabase::fresh(), tempfile::tempdir().unwrap());
        let port = port::free();
        let state = app::open(config(&database, files.path(), port)).await.unwrap();
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tenants/an-binh");
        let code = load(&folder, &ProcedureDefinitions).unwrap_or_else(|problems| panic!("\n{problems}"));
        let options = Options {
            demo_password_hash: None,
            now: clock::now(),
        };
        apply(&state.db, &state.gate, Arc::new(code), options)
            .await
            .unwrap();
        state.tenants.refresh(&state.db).await.unwrap();
        let tenant = state.tenants.by_host("an-binh.localhost").unwrap();
        let (stopper, shutdown) = shutdown::channel();
        let serving = state.clone();
        let thread = std::thread::spawn(move || {
            actix_web::rt::System::new()
                .block_on(app::serve(serving, shutdown))
                .unwrap();
        });
        listening(port).await;
        Self {
            state,
            database,
            tenant,
            port,
            _files: files,
            stopper: Some(stopper),
            thread: Some(thread),
        }
    }

    /// A context that may do everything in the tenant: the test's own hand.
    pub fn hand(&self) -> Arc<Context> {
        let every = Reach {
            tenant: true,
            own: true,
            every_unit: true,
            ..Reach::default()
        };
        let reaches = onedoor::kernel::actions::Verb::ALL
            .iter()
            .map(|verb| (*verb, every.clone()))
            .collect();
        let mut context = Context::bare(self.tenant.id, Actor::System("test"));
        context.mode = Some(onedoor::kernel::access::AccessMode::A);
        context.access = Arc::new(AccessSet::new(reaches));
        Arc::new(context)
    }

    pub async fn account(&self, email: &str) -> AccountId {
        let email = email.to_owned();
        self.state
            .db
            .in_tenant(&self.hand(), move |tx| {
                let mut grant = tx.authorise::<OpenSession>(Whole)?;
                Ok(accounts::account_by_email(grant.sql(), &email)?.unwrap().id)
            })
            .await
            .unwrap()
    }

    /// A browser in which somebody of the tenant is signed in.
    pub async fn browser(&self, email: &str) -> Browser {
        let account = self.account(email).await;
        let token = self
            .state
            .db
            .in_tenant(&self.hand(), move |tx| {
                let grant = tx.authorise::<OpenSession>(Whole)?;
                people::begin_session(grant, account, None, chrono::Duration::hours(1), clock::now())
            })
            .await
            .unwrap();
        let client = reqwest::Client::builder()
            .redirect(reqwest::redirect::Policy::none())
            .build()
            .unwrap();
        Browser {
            client,
            port: self.port,
            cookie: format!("{SESSION_COOKIE}={}", token.text()),
        }
    }

    /// A dossier of the first citizen in the unit that takes the procedure.
    pub async fn submit(&self, procedure: &str, key: &str) -> Submitted {
        let shelf = self.state.library.shelf(&self.tenant).await.unwrap();
        let procedure = Arc::clone(shelf.by_code(procedure).unwrap());
        let applicant = Applicant {
            id: self.account("lan.nguyen@mail.example").await,
            name: "Nguyễn Thị Lan".into(),
            tracking_fact: "079190004512".into(),
        };
        let mut answers = Answers::default();
        answers
            .values
            .insert("full_name".into(), Answer::Text("Nguyễn Thị Lan".into()));
        let submission = prepare(
            &self.tenant,
            &shelf,
            &procedure,
            None,
            &answers,
            applicant,
            Channel::Portal,
            key.into(),
            None,
            clock::now(),
        )
        .unwrap();
        let context = self.hand();
        let call = SubmitDossier::new(&context, submission);
        self.state.db.one_trip(&context, call).await.unwrap()
    }

    /// How many rows of each table an officer's own transaction sees.
    pub async fn rows_seen_by<const N: usize>(&self, email: &str, tables: &[&'static str; N]) -> [i64; N] {
        let account = self.account(email).await;
        let token = self
            .state
            .db
            .in_tenant(&self.hand(), move |tx| {
                let grant = tx.authorise::<OpenSession>(Whole)?;
                people::begin_session(grant, account, None, chrono::Duration::hours(1), clock::now())
            })
            .await
            .unwrap();
        let signed_in = self
            .state
            .gate
            .signed_in(self.tenant.id, token.digest())
            .await
            .unwrap()
            .unwrap();
        let tables = *tables;
        self.state
            .db
            .in_tenant(&signed_in.context, move |tx| {
                let mut grant = tx.authorise::<OpenSession>(Whole)?;
                Ok(tables.map(|table| {
                    let query = diesel::sql_query(format!("select count(*) as count from {table}"));
                    query.get_result::<Count>(grant.sql().conn()).unwrap().count
                }))
            })
            .await
            .unwrap()
    }

    /// Has every session of somebody work under a responsibility.
    pub async fn work_as(&self, email: &str, responsibility: &str) {
        let account = self.account(email).await;
        self.change(&format!(
            "update session set responsibility_id = (select id from responsibility where code = '{responsibility}')
             where account_id = '{account}'"
        ));
    }

    /// What a query counts, past row security.
    pub fn count(&self, from: &str) -> i64 {
        let query = diesel::sql_query(format!("select count(*) as count from {from}"));
        query
            .get_result::<Count>(&mut self.database.superuser())
            .unwrap()
            .count
    }

    pub fn word(&self, query: &str) -> String {
        diesel::sql_query(query)
            .get_result::<Word>(&mut self.database.superuser())
            .unwrap()
            .word
    }

    pub fn change(&self, statement: &str) {
        assert!(
            diesel::sql_query(statement)
                .execute(&mut self.database.superuser())
                .unwrap()
                > 0,
            "{statement}"
        );
    }

    /// The one open task of a dossier.
    pub fn open_task(&self, dossier: DossierId) -> String {
        let query = format!(
            "select id from user_task where dossier_id = '{dossier}' and completed_at is null and cancelled_at is null"
        );
        diesel::sql_query(query)
            .get_result::<Id>(&mut self.database.superuser())
            .unwrap()
            .id
            .to_string()
    }
}

impl Drop for World {
    fn drop(&mut self) {
        if let Some(stopper) = self.stopper.take() {
            stopper.stop();
        }
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

/// An answer, read whole.
pub struct Page {
    pub status: u16,
    pub location: String,
    pub text: String,
}

/// A browser without scripts.
pub struct Browser {
    client: reqwest::Client,
    port: u16,
    cookie: String,
}

impl Browser {
    async fn send(&self, request: reqwest::RequestBuilder) -> Page {
        let request = request
            .header("host", format!("an-binh.localhost:{}", self.port))
            .header("cookie", format!("{}; od_language=en", self.cookie));
        let answer = request.send().await.unwrap();
        let location = answer
            .headers()
            .get("location")
            .map(|value| value.to_str().unwrap().to_owned());
        Page {
            status: answer.status().as_u16(),
            location: location.unwrap_or_default(),
            text: answer.text().await.unwrap(),
        }
    }

    pub async fn get(&self, path: &str) -> Page {
        self.send(self.client.get(format!("http://127.0.0.1:{}{path}", self.port)))
            .await
    }

    /// Posts a form with the token of `page`.
    pub async fn post(&self, page: &Page, path: &str, fields: &[(&str, &str)]) -> Page {
        let token = page
            .text
            .split("name=\"csrf\" value=\"")
            .nth(1)
            .and_then(|rest| rest.split('"').next());
        let mut body = url::form_urlencoded::Serializer::new(String::new());
        body.append_pair("csrf", token.expect("a form with a token"));
        body.extend_pairs(fields);
        let request = self
            .client
            .post(format!("http://127.0.0.1:{}{path}", self.port))
            .header("content-type", "application/x-www-form-urlencoded")
            .body(body.finish());
        self.send(request).await
    }
}

fn config(database: &TestDatabase, files: &Path, port: u16) -> Config {
    let project = Path::new(env!("CARGO_MANIFEST_DIR"));
    let built = project.join("assets/dist");
    Config {
        owner_url: Some(database.owner_url()),
        tenant_url: database.tenant_url(),
        platform_url: database.platform_url(),
        amqp_url: "amqp://127.0.0.1:1".into(),
        amqp_prefix: database.name.clone(),
        smtp_url: "smtp://127.0.0.1:1".into(),
        blob_dir: files.to_owned(),
        listen: ([127, 0, 0, 1], port).into(),
        public_scheme: "http".into(),
        public_port: Some(port),
        secret: "a secret of tests, long enough for keys".into(),
        gateway_url: "http://127.0.0.1:1".into(),
        gateway_secret: "a secret shared with the gateway of tests".into(),
        assets_dir: if built.join("manifest.json").exists() {
            built
        } else {
            bare_assets(files)
        },
        templates_dir: project.join("templates"),
        locales_dir: project.join("locales"),
        fonts_dirs: std::env::var("ONEDOOR_FONTS_DIRS").unwrap_or_else(|_| "/usr/share/fonts".into()),
        demo: 1,
        tenant_connections: 8,
        platform_connections: 2,
        prepared_statements: 1,
        upload_bytes_max: 20 * 1024 * 1024,
        trusted_proxies: String::new(),
        rate_factor: 100,
        workers: 2,
        compress: 0,
        retry_ladder_ms: "50,100".into(),
    }
}

/// Addresses for every name that templates ask for, without the content behind them.
pub fn bare_assets(folder: &Path) -> std::path::PathBuf {
    let (bare, project) = (folder.join("bare-assets"), Path::new(env!("CARGO_MANIFEST_DIR")));
    std::fs::create_dir_all(&bare).unwrap();
    let fonts = [Font::BeVietnamPro, Font::Inter]
        .iter()
        .flat_map(|font| font.preload());
    let names = ["app.css", "app.js", "htmx.js", "licences.txt"];
    let manifest: serde_json::Map<String, serde_json::Value> = names
        .iter()
        .chain(fonts)
        .map(|name| ((*name).to_owned(), serde_json::Value::from(*name)))
        .collect();
    let listed = std::fs::read_to_string(project.join("assets/icons.txt")).unwrap();
    let shapes = ["sla-done", "sla-on-time", "sla-overdue", "sla-paused", "sla-soon"];
    let named = listed
        .lines()
        .map(str::trim)
        .filter(|line| !line.is_empty() && !line.starts_with('#'))
        .chain(shapes);
    let icons: serde_json::Map<String, serde_json::Value> = named
        .map(|name| (name.to_owned(), serde_json::Value::from("")))
        .collect();
    std::fs::write(bare.join("manifest.json"), serde_json::to_vec(&manifest).unwrap()).unwrap();
    std::fs::write(bare.join("icons.json"), serde_json::to_vec(&icons).unwrap()).unwrap();
    bare
}
