//! A fresh database for each test, copied from a template that is migrated once a run.

use std::sync::OnceLock;
use std::time::Duration;

use diesel::connection::SimpleConnection;
use diesel::pg::PgConnection;
use diesel::prelude::*;
use onedoor::platform::door::{Db, DbSettings};
use onedoor::platform::migrate;

/// URL of a superuser on the server that tests may use; `make test` starts one and sets it.
pub fn admin_url() -> String {
    std::env::var("ONEDOOR_TEST_ADMIN_URL").expect(
        "ONEDOOR_TEST_ADMIN_URL is not set: run the tests with `make test`, which starts a server for them",
    )
}

fn with_database(url: &str, database: &str) -> String {
    let base = url.rsplit_once('/').map_or(url, |(base, _)| base);
    format!("{base}/{database}")
}

fn as_role(url: &str, role: &str) -> String {
    // scheme://user:password@host:port/database
    let (_, rest) = url.split_once('@').expect("a URL with credentials");
    format!("postgres://{role}:{role}@{rest}")
}

fn admin(database: &str) -> PgConnection {
    PgConnection::establish(&with_database(&admin_url(), database)).expect("the test server answers")
}

const TEMPLATE: &str = "onedoor_test_template";

fn template() {
    static READY: OnceLock<()> = OnceLock::new();
    READY.get_or_init(|| {
        let mut server = admin("postgres");
        // Several runs may start at once on a developer's server: one makes the template, the others wait.
        server.batch_execute("set client_min_messages = warning; select pg_advisory_lock(774411)").unwrap();
        for role in ["onedoor_owner", "onedoor_tenant", "onedoor_platform"] {
            server
                .batch_execute(&format!(
                    "do $$ begin if not exists (select from pg_roles where rolname = '{role}') then \
                     create role {role} login nosuperuser nobypassrls; end if; end $$; alter role {role} password '{role}'"
                ))
                .unwrap();
        }
        let name = template_name();
        let exists = diesel::select(diesel::dsl::sql::<diesel::sql_types::Bool>(&format!(
            "exists (select from pg_database where datname = '{name}')"
        )))
        .get_result::<bool>(&mut server)
        .unwrap();
        if !exists {
            let half = format!("{name}_half");
            server.batch_execute(&format!("drop database if exists {half} with (force)")).unwrap();
            server.batch_execute(&format!("create database {half} owner onedoor_owner")).unwrap();
            admin(&half)
                .batch_execute("create extension unaccent; create extension pg_trgm; create extension btree_gist; alter schema public owner to onedoor_owner")
                .unwrap();
            migrate::migrate(&owner_url(&half), &mut |_| {}).unwrap();
            server.batch_execute(&format!("alter database {half} rename to {name}")).unwrap();
        }
        server.batch_execute("select pg_advisory_unlock(774411)").unwrap();
    });
}

// The template is named after what it was made from, so that a changed migration makes a new one.
fn template_name() -> String {
    use sha2::{Digest, Sha256};
    let mut hasher = Sha256::new();
    for folder in ["migrations", "policies", "routines"] {
        let mut files: Vec<_> = walk(std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join(folder));
        files.sort();
        for file in files {
            hasher.update(file.to_string_lossy().as_bytes());
            hasher.update(std::fs::read(&file).unwrap());
        }
    }
    let digest = hasher.finalize();
    format!(
        "{TEMPLATE}_{:02x}{:02x}{:02x}{:02x}",
        digest[0], digest[1], digest[2], digest[3]
    )
}

fn walk(folder: std::path::PathBuf) -> Vec<std::path::PathBuf> {
    std::fs::read_dir(folder)
        .unwrap()
        .flat_map(|entry| {
            let path = entry.unwrap().path();
            if path.is_dir() { walk(path) } else { vec![path] }
        })
        .collect()
}

fn owner_url(database: &str) -> String {
    with_database(&as_role(&admin_url(), "onedoor_owner"), database)
}

/// A database of one test, dropped when the test ends.
pub struct TestDatabase {
    pub name: String,
}

impl TestDatabase {
    /// A fresh copy of the migrated template.
    pub fn fresh() -> Self {
        template();
        let name = format!("onedoor_test_{}", uuid::Uuid::now_v7().simple());
        let mut server = admin("postgres");
        // A template may be copied by one at a time.
        server
            .batch_execute("select pg_advisory_lock(774412)")
            .and_then(|()| {
                server.batch_execute(&format!(
                    "create database {name} template {} owner onedoor_owner",
                    template_name()
                ))
            })
            .and_then(|()| server.batch_execute("select pg_advisory_unlock(774412)"))
            .unwrap();
        Self { name }
    }

    pub fn owner_url(&self) -> String {
        owner_url(&self.name)
    }

    pub fn tenant_url(&self) -> String {
        with_database(&as_role(&admin_url(), "onedoor_tenant"), &self.name)
    }

    pub fn platform_url(&self) -> String {
        with_database(&as_role(&admin_url(), "onedoor_platform"), &self.name)
    }

    /// A superuser's connection, for looking at what really lies in the tables.
    pub fn superuser(&self) -> PgConnection {
        admin(&self.name)
    }

    /// A raw connection of the tenant role.
    pub fn tenant_role(&self) -> PgConnection {
        PgConnection::establish(&self.tenant_url()).unwrap()
    }

    pub fn settings(&self) -> DbSettings {
        DbSettings {
            tenant_url: self.tenant_url(),
            platform_url: self.platform_url(),
            tenant_connections: 6,
            platform_connections: 2,
            prepared_statements: true,
            wait_max: Duration::from_secs(10),
        }
    }

    pub fn db(&self) -> Db {
        Db::connect(&self.settings()).unwrap()
    }
}

impl Drop for TestDatabase {
    fn drop(&mut self) {
        if std::env::var_os("ONEDOOR_TEST_KEEP").is_none()
            && let Ok(mut server) = PgConnection::establish(&with_database(&admin_url(), "postgres"))
        {
            let _ = server.batch_execute(&format!("drop database if exists {} with (force)", self.name));
        }
    }
}
