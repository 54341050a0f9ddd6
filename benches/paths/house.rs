//! The real binary in its release build on a database of its own, with jurisdictions applied and people who hold sessions.

use std::net::SocketAddr;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use diesel::prelude::*;
use diesel::sql_types::{Binary, Text, Uuid as SqlUuid};
use onedoor::authority::people::Token;
use tempfile::TempDir;
use uuid::Uuid;

use crate::load;
use crate::support::port::free_address;
use crate::support::{self, TestDatabase};

const BINARY: &str = env!("CARGO_BIN_EXE_onedoor");
/// The applicants' identity number; its last four digits prove them when they track.
pub const IDENTITY: &str = "079199004512";
/// The jurisdiction that is applied several times under names of their own.
const MODEL: &str = "an-binh";

/// A tenant with somebody who applies by program, and is signed in with a browser too.
pub struct Tenant {
    /// Its host.
    pub host: String,
    /// Its id.
    pub id: Uuid,
    /// The secret of the program.
    pub bearer: String,
    /// The secret of the browser.
    pub cookie: String,
}

/// The server, its mail sink, its database.
pub struct House {
    /// Where it listens.
    pub address: SocketAddr,
    /// Its tenants.
    pub tenants: Vec<Tenant>,
    /// Its database.
    pub database: TestDatabase,
    // Before the database, which cannot be dropped under them.
    processes: Vec<Child>,
    folder: TempDir,
    environment: Vec<(&'static str, String)>,
}

impl House {
    /// Makes the database, applies `tenants` copies of a jurisdiction, and starts the server.
    pub async fn open(tenants: usize, arguments: &[&str]) -> Self {
        let mut house = Self::over(TestDatabase::fresh());
        house.apply(tenants);
        house.tenants = (0..tenants).map(|n| house.settle(n)).collect();
        house.start(&["sandbox", "mail"]);
        house.serve(arguments).await;
        house
    }

    /// A house over a database as it is; its server is not started yet.
    pub fn over(database: TestDatabase) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let address = free_address();
        let environment = environment(&database, address, folder.path());
        Self {
            address,
            tenants: Vec::new(),
            database,
            processes: Vec::new(),
            folder,
            environment,
        }
    }

    /// Starts the server, and waits until it answers.
    pub async fn serve(&mut self, arguments: &[&str]) {
        self.start(arguments);
        ready(self.address).await;
    }

    /// URL of the superuser, for what looks past row security on purpose.
    pub fn superuser_url(&self) -> String {
        let server = support::database::admin_url();
        let (base, _) = server.rsplit_once('/').unwrap();
        format!("{base}/{}", self.database.name)
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(BINARY);
        command
            .args(arguments)
            .current_dir(env!("CARGO_MANIFEST_DIR"))
            .stdin(Stdio::null())
            .stdout(Stdio::null());
        command.envs(
            self.environment
                .iter()
                .map(|(name, value)| (*name, value.as_str())),
        );
        command
    }

    fn start(&mut self, arguments: &[&str]) {
        let child = self.command(arguments).spawn().unwrap();
        self.processes.push(child);
    }

    /// A second server on the same database for which the hot paths have their gates off: the call that submits runs as
    /// somebody who sees every row and finds an empty function in the place of the one that asks for session and policy
    /// version, and dossiers are followed in a view that row security passes by. Everything else it reads relies on row
    /// security to be right at all, so that stays.
    pub async fn without_gates(&mut self) -> SocketAddr {
        use diesel::connection::SimpleConnection;
        const ROLE: &str = "onedoor_bench_ungated";
        let password = Uuid::new_v4().simple();
        let mut superuser = self.database.superuser();
        superuser
            .batch_execute(&format!(
                "do $$ begin if not exists (select from pg_roles where rolname = '{ROLE}') then \
                 create role {ROLE} login in role onedoor_tenant; end if; end $$; \
                 alter role {ROLE} nobypassrls password '{password}'; \
                 create schema ungated; grant usage on schema ungated to {ROLE}; \
                 create function ungated.access_must_be_current(bigint) returns void language plpgsql stable \
                 as $$ begin end $$; \
                 do $$ declare routine regprocedure; begin \
                   for routine in select oid from pg_proc where proname = 'submit_dossier' loop \
                     execute replace(replace(pg_get_functiondef(routine), 'FUNCTION public.', 'FUNCTION ungated.'), \
                                     'LANGUAGE plpgsql', 'LANGUAGE plpgsql SECURITY DEFINER'); \
                   end loop; end $$; \
                 create view ungated.followed_dossier as select * from public.dossier; \
                 grant select on ungated.followed_dossier to {ROLE}; \
                 alter role {ROLE} in database {} set search_path = ungated, public",
                self.database.name
            ))
            .unwrap();
        let tenant_url = self.database.tenant_url();
        let (_, rest) = tenant_url.split_once('@').unwrap();
        let address = free_address();
        let mut command = self.command(&["serve", "--no-workers"]);
        command
            .env(
                "ONEDOOR_TENANT_URL",
                format!("postgres://{ROLE}:{password}@{rest}"),
            )
            .env("ONEDOOR_LISTEN", address.to_string());
        self.processes.push(command.spawn().unwrap());
        ready(address).await;
        address
    }
}

async fn ready(address: SocketAddr) {
    let begun = Instant::now();
    while tokio::net::TcpStream::connect(address).await.is_err() {
        assert!(
            begun.elapsed() < Duration::from_secs(60),
            "the server did not come up"
        );
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    let (status, answer) = load::ask(address, b"GET /health/ready HTTP/1.1\r\nhost: localhost\r\n\r\n").await;
    assert_eq!(status, 200, "{answer}");
}

impl House {
    /// Applies one more jurisdiction beside the server that runs.
    pub async fn apply_one_more(&self, n: usize) {
        let folder = self.model_as(&format!("{MODEL}-late-{}", n + 1));
        let mut command = self.command(&["tenant", "apply", &folder]);
        let told = tokio::task::spawn_blocking(move || command.output().unwrap())
            .await
            .unwrap();
        assert!(told.status.success(), "{}", String::from_utf8_lossy(&told.stderr));
    }

    fn apply(&self, tenants: usize) {
        let folders: Vec<String> = (0..tenants).map(|n| self.model_as(&slug(n))).collect();
        let mut arguments = vec!["tenant", "apply"];
        arguments.extend(folders.iter().map(String::as_str));
        let told = self.command(&arguments).output().unwrap();
        assert!(told.status.success(), "{}", String::from_utf8_lossy(&told.stderr));
    }

    /// A copy of the model's folder under a name of its own.
    fn model_as(&self, slug: &str) -> String {
        let model = Path::new(env!("CARGO_MANIFEST_DIR")).join("tenants").join(MODEL);
        let copy = self.folder.path().join("tenants").join(slug);
        copy_folder(&model, &copy);
        rename(&copy.join("tenant.toml"), slug);
        copy.to_string_lossy().into_owned()
    }

    /// A citizen with a program's token and a browser's session.
    fn settle(&self, n: usize) -> Tenant {
        let mut connection = self.database.superuser();
        let id: Uuid = diesel::select(diesel::dsl::sql::<SqlUuid>(&format!(
            "(select id from tenant where slug = '{}')",
            slug(n)
        )))
        .get_result(&mut connection)
        .unwrap();
        let account = Uuid::now_v7();
        diesel::sql_query(
            "insert into account (tenant_id, id, kind, email, display_name, identity_kind, identity_number, language) \
             values ($1, $2, 'citizen', 'bench@example.org', 'Nguyễn Thị Đo', 'cccd', $3, 'vi')",
        )
        .bind::<SqlUuid, _>(id)
        .bind::<SqlUuid, _>(account)
        .bind::<Text, _>(IDENTITY)
        .execute(&mut connection)
        .unwrap();
        let mut session = |kind: &str| {
            let token = Token::fresh();
            diesel::sql_query(
                "insert into session (tenant_id, id, token_digest, kind, account_id, expires_at) \
                 values ($1, $2, $3, $4, $5, now() + interval '1 day')",
            )
            .bind::<SqlUuid, _>(id)
            .bind::<SqlUuid, _>(Uuid::now_v7())
            .bind::<Binary, _>(token.digest().to_vec())
            .bind::<Text, _>(kind)
            .bind::<SqlUuid, _>(account)
            .execute(&mut connection)
            .unwrap();
            token.text()
        };
        Tenant {
            host: format!("{}.localhost", slug(n)),
            id,
            bearer: session("token"),
            cookie: session("browser"),
        }
    }
}

impl Drop for House {
    fn drop(&mut self) {
        for process in &mut self.processes {
            let _ = process.kill();
            let _ = process.wait();
        }
    }
}

fn slug(n: usize) -> String {
    format!("{MODEL}-{}", n + 1)
}

/// Gives a copied jurisdiction a name, a host and an id of its own.
fn rename(about: &Path, slug: &str) {
    let text = std::fs::read_to_string(about).unwrap();
    let renamed = text.lines().map(|line| match line.starts_with("id = ") {
        true => format!("id = \"{}\"\n", Uuid::new_v4()),
        false => format!("{}\n", line.replace(MODEL, slug)),
    });
    std::fs::write(about, renamed.collect::<String>()).unwrap();
}

fn environment(database: &TestDatabase, address: SocketAddr, folder: &Path) -> Vec<(&'static str, String)> {
    let place = |name: &str| folder.join(name).to_string_lossy().into_owned();
    let amqp = std::env::var("ONEDOOR_TEST_AMQP_URL").expect("ONEDOOR_TEST_AMQP_URL names a broker");
    vec![
        ("ONEDOOR_OWNER_URL", database.owner_url()),
        ("ONEDOOR_TENANT_URL", database.tenant_url()),
        ("ONEDOOR_PLATFORM_URL", database.platform_url()),
        ("ONEDOOR_AMQP_URL", amqp),
        (
            "ONEDOOR_AMQP_PREFIX",
            format!("bench-{}", Uuid::now_v7().simple()),
        ),
        ("ONEDOOR_SMTP_URL", format!("smtp://{}", free_address())),
        ("ONEDOOR_MAIL_LISTEN", free_address().to_string()),
        ("ONEDOOR_MAIL_DIR", place("mail")),
        ("ONEDOOR_BLOB_DIR", place("blobs")),
        ("ONEDOOR_LISTEN", address.to_string()),
        ("ONEDOOR_PUBLIC_PORT", address.port().to_string()),
        ("ONEDOOR_SECRET", Uuid::new_v4().simple().to_string()),
        ("ONEDOOR_GATEWAY_URL", format!("http://{}", free_address())),
        ("ONEDOOR_GATEWAY_SECRET", Uuid::new_v4().simple().to_string()),
        ("ONEDOOR_DEMO", "0".into()),
        // One address plays a whole country.
        ("ONEDOOR_RATE_FACTOR", "1000000".into()),
    ]
}

fn copy_folder(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let target = to.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            copy_folder(&entry.path(), &target);
        } else {
            std::fs::copy(entry.path(), target).unwrap();
        }
    }
}
