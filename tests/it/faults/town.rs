//! A jurisdiction whose server runs in processes of its own, which can be killed.

use std::collections::HashMap;
use std::fs::File;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::Arc;

use diesel::prelude::*;
use diesel::sql_types::{BigInt, Text};
use onedoor::app;
use onedoor::authority::people::acts::{KeepAccount, OpenSession};
use onedoor::authority::people::{commands as people, queries as accounts};
use onedoor::authority::tenancy::Tenant;
use onedoor::authority::tenancy::apply::{Options, apply};
use onedoor::authority::tenancy::code::load;
use onedoor::kernel::access::AccessMode;
use onedoor::kernel::actions::Verb;
use onedoor::kernel::clock;
use onedoor::kernel::context::{AccessSet, Actor, Context, Reach};
use onedoor::kernel::ids::{AccountId, ResponsibilityId};
use onedoor::platform::config::Config;
use onedoor::platform::door::Whole;
use onedoor::services::workflow::definitions::ProcedureDefinitions;
use onedoor::surfaces::web::State;

use crate::desk::world::bare_assets;
use crate::events::proxy::Proxy;
use crate::support::TestDatabase;
use crate::support::broker::amqp_url;
use crate::support::port;

const SECRET: &str = "a secret of tests, long enough for keys";
const GATEWAY_SECRET: &str = "a secret shared with the gateway of tests";
/// Longer in all than an attempt to send a letter may take: one that was killed is waited for.
const LADDER: &str =
    "200,500,1000,2000,2000,2000,2000,2000,5000,5000,5000,10000,10000,20000,20000,20000,20000";

/// The parts of the server. The first three are killed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Part {
    App,
    Relay,
    Worker,
    Gateway,
    Mail,
}

impl Part {
    const fn arguments(self) -> &'static [&'static str] {
        match self {
            Part::App => &["serve", "--no-workers"],
            Part::Relay => &["relay"],
            Part::Worker => &["work"],
            Part::Gateway => &["sandbox", "gateway"],
            Part::Mail => &["sandbox", "mail"],
        }
    }
}

pub struct Town {
    pub state: State,
    pub tenant: Arc<Tenant>,
    pub broker: Proxy,
    pub citizen: AccountId,
    pub cashier: AccountId,
    pub token: String,
    database: TestDatabase,
    files: tempfile::TempDir,
    ports: HashMap<&'static str, u16>,
}

#[derive(QueryableByName)]
struct Count {
    #[diesel(sql_type = BigInt)]
    count: i64,
}

#[derive(QueryableByName)]
pub struct Line {
    #[diesel(sql_type = Text)]
    pub a: String,
    #[diesel(sql_type = Text)]
    pub b: String,
    #[diesel(sql_type = Text)]
    pub c: String,
}

impl Town {
    pub async fn found() -> Self {
        let (database, files) = (TestDatabase::fresh(), tempfile::tempdir().unwrap());
        let ports: HashMap<_, _> = ["app", "gateway", "smtp", "mail"]
            .map(|name| (name, port::free()))
            .into();
        let broker = Proxy::to_url(&amqp_url()).await;
        let state = app::open(config(&database, files.path(), &ports, broker.port))
            .await
            .unwrap();
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
        let citizen = account(&state, &tenant, "lan.nguyen@mail.example").await;
        let cashier = account(&state, &tenant, "nga.ho@an-binh.example").await;
        let token = state
            .db
            .in_tenant(&acting(&tenant, Actor::Citizen(citizen)), move |tx| {
                people::make_token(tx.authorise::<KeepAccount>(citizen)?, "faults", clock::now())
            })
            .await
            .unwrap();
        Self {
            token: token.text().to_owned(),
            state,
            tenant,
            broker,
            citizen,
            cashier,
            database,
            files,
            ports,
        }
    }

    pub fn system(&self) -> Arc<Context> {
        acting(&self.tenant, Actor::System("test"))
    }

    pub fn applicant(&self) -> Arc<Context> {
        acting(&self.tenant, Actor::Citizen(self.citizen))
    }

    pub fn staff(&self) -> Arc<Context> {
        acting(
            &self.tenant,
            Actor::Staff(self.cashier, ResponsibilityId::fresh()),
        )
    }

    /// The address of the app as this machine reaches it.
    pub fn app(&self, path: &str) -> String {
        format!("http://127.0.0.1:{}{path}", self.ports["app"])
    }

    pub fn host(&self) -> String {
        format!("an-binh.localhost:{}", self.ports["app"])
    }

    /// Starts a part as an operator would, by the binary and its environment.
    pub fn start(&self, part: Part) -> Child {
        let project = Path::new(env!("CARGO_MANIFEST_DIR"));
        let log = || {
            let path = PathBuf::from(env!("CARGO_TARGET_TMPDIR"))
                .join(format!("faults-{part:?}.log").to_lowercase());
            File::options().create(true).append(true).open(path).unwrap()
        };
        let config = &self.state.config;
        let mut command = Command::new(env!("CARGO_BIN_EXE_onedoor"));
        command
            .args(part.arguments())
            .current_dir(project)
            .env("ONEDOOR_TENANT_URL", &config.tenant_url)
            .env("ONEDOOR_PLATFORM_URL", &config.platform_url)
            .env("ONEDOOR_AMQP_URL", &config.amqp_url)
            .env("ONEDOOR_AMQP_PREFIX", &config.amqp_prefix)
            .env("ONEDOOR_SMTP_URL", &config.smtp_url)
            .env("ONEDOOR_BLOB_DIR", &config.blob_dir)
            .env("ONEDOOR_LISTEN", config.listen.to_string())
            .env("ONEDOOR_PUBLIC_PORT", self.ports["app"].to_string())
            .env("ONEDOOR_SECRET", SECRET)
            .env("ONEDOOR_GATEWAY_URL", &config.gateway_url)
            .env("ONEDOOR_GATEWAY_SECRET", GATEWAY_SECRET)
            .env("ONEDOOR_GATEWAY_DIR", self.files.path().join("gateway"))
            .env("ONEDOOR_MAIL_LISTEN", format!("127.0.0.1:{}", self.ports["mail"]))
            .env("ONEDOOR_MAIL_DIR", self.letters())
            .env("ONEDOOR_ASSETS_DIR", &config.assets_dir)
            .env("ONEDOOR_RATE_FACTOR", "1000")
            .env("ONEDOOR_DEMO", "1")
            .env("ONEDOOR_WORKERS", "2")
            .env("ONEDOOR_TENANT_CONNECTIONS", "8")
            .env("ONEDOOR_RETRY_LADDER_MS", LADDER)
            .env("ONEDOOR_LOG", "info")
            .stdin(Stdio::null())
            .stdout(log())
            .stderr(log());
        command.spawn().unwrap()
    }

    /// Where the mail server keeps letters.
    pub fn letters(&self) -> PathBuf {
        self.files.path().join("mail")
    }

    /// What a query counts, past row security.
    pub fn count(&self, from: &str) -> i64 {
        let query = diesel::sql_query(format!("select count(*) as count from {from}"));
        query
            .get_result::<Count>(&mut self.database.superuser())
            .unwrap()
            .count
    }

    /// Rows of three texts named a, b and c, past row security.
    pub fn lines(&self, query: &str) -> Vec<Line> {
        diesel::sql_query(query)
            .load(&mut self.database.superuser())
            .unwrap()
    }
}

async fn account(state: &State, tenant: &Tenant, email: &'static str) -> AccountId {
    let context = acting(tenant, Actor::System("test"));
    let found = state.db.in_tenant(&context, move |tx| {
        let mut grant = tx.authorise::<OpenSession>(Whole)?;
        Ok(accounts::account_by_email(grant.sql(), email)?.unwrap().id)
    });
    found.await.unwrap()
}

/// Somebody who may do everything in the tenant.
fn acting(tenant: &Tenant, actor: Actor) -> Arc<Context> {
    let every = Reach {
        tenant: true,
        own: true,
        every_unit: true,
        ..Reach::default()
    };
    let mut context = Context::bare(tenant.id, actor);
    context.mode = Some(AccessMode::A);
    context.access = Arc::new(AccessSet::new(
        Verb::ALL.iter().map(|verb| (*verb, every.clone())).collect(),
    ));
    Arc::new(context)
}

fn config(database: &TestDatabase, files: &Path, ports: &HashMap<&'static str, u16>, broker: u16) -> Config {
    let (project, amqp) = (Path::new(env!("CARGO_MANIFEST_DIR")), amqp_url());
    let (sign_in, rest) = amqp.split_once('@').unwrap();
    let vhost = rest.split_once('/').unwrap().1;
    let built = project.join("assets/dist");
    Config {
        owner_url: None,
        tenant_url: database.tenant_url(),
        platform_url: database.platform_url(),
        amqp_url: format!("{sign_in}@127.0.0.1:{broker}/{vhost}"),
        amqp_prefix: database.name.clone(),
        smtp_url: format!("smtp://127.0.0.1:{}", ports["smtp"]),
        blob_dir: files.join("blobs"),
        listen: ([127, 0, 0, 1], ports["app"]).into(),
        public_scheme: "http".into(),
        public_port: Some(ports["app"]),
        secret: SECRET.into(),
        gateway_url: format!("http://127.0.0.1:{}", ports["gateway"]),
        gateway_secret: GATEWAY_SECRET.into(),
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
        rate_factor: 1000,
        workers: 2,
        compress: 0,
        retry_ladder_ms: LADDER.into(),
    }
}
