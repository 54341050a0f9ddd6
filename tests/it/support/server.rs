//! The real server in the test's own process: tenants applied from their code, real templates, a free port, a real client.
//!
//! ```ignore
//! let server = TestServer::start().await;            // an-binh and the second tenant
//! let mut lan = server.visitor("an-binh");           // a browser: cookies, forms with their tokens, no script
//! let page = lan.get("/procedures/dang-ky-khai-sinh").await;
//! ```

use std::path::{Path, PathBuf};
use std::sync::Arc;

use onedoor::app;
use onedoor::authority::people::hash_for_demo;
use onedoor::authority::tenancy::apply::{Options, apply};
use onedoor::authority::tenancy::code::{TenantCode, load};
use onedoor::authority::tenancy::demo::DEMO_PASSWORD;
use onedoor::kernel::clock;
use onedoor::platform::config::Config;
use onedoor::platform::render::{Assets, Renderer};
use onedoor::services::workflow::definitions::ProcedureDefinitions;
use onedoor::surfaces::worker::shutdown::{self, Stopper};

use super::TestDatabase;
use super::browser::Browser;
use super::port;
use super::wait::listening;

/// A server with its own database and files, stopped and removed when it is dropped.
pub struct TestServer {
    pub database: TestDatabase,
    pub port: u16,
    pub files: tempfile::TempDir,
    stopper: Option<Stopper>,
    thread: Option<std::thread::JoinHandle<()>>,
}

/// What the environment of a test server says beside what it always says.
#[derive(Debug, Clone, Default)]
pub struct Setting {
    pub amqp_url: Option<String>,
    pub gateway_url: Option<String>,
    pub rate_factor: Option<u32>,
}

/// A second node on the same database: what happens when it is asked after something changed through the first.
pub struct Node {
    pub port: u16,
    stopper: Option<Stopper>,
    thread: Option<std::thread::JoinHandle<()>>,
}

impl Drop for Node {
    fn drop(&mut self) {
        if let Some(stopper) = self.stopper.take() {
            stopper.stop();
        }
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

impl TestServer {
    /// Another node beside this one, with pools and caches of its own.
    pub async fn another_node(&self) -> Node {
        let port = port::free();
        let state = app::open(config(
            &self.database,
            self.files.path(),
            port,
            Setting::default(),
        ))
        .await
        .unwrap();
        let (stopper, shutdown) = shutdown::channel();
        let thread = std::thread::spawn(move || {
            actix_web::rt::System::new()
                .block_on(app::serve(state, shutdown))
                .unwrap();
        });
        listening(port).await;
        Node {
            port,
            stopper: Some(stopper),
            thread: Some(thread),
        }
    }

    /// `an-binh` and one more tenant.
    pub async fn start() -> Self {
        Self::with(&["an-binh", "zoriana"], Setting::default()).await
    }

    /// These tenants of the folder `tenants/`.
    pub async fn with(slugs: &[&str], setting: Setting) -> Self {
        let folder = |slug: &&str| Path::new(env!("CARGO_MANIFEST_DIR")).join("tenants").join(slug);
        let codes = slugs.iter().map(|slug| {
            load(&folder(slug), &ProcedureDefinitions).unwrap_or_else(|problems| panic!("\n{problems}"))
        });
        Self::of(codes.collect(), setting).await
    }

    /// Tenants of this code.
    pub async fn of(codes: Vec<TenantCode>, setting: Setting) -> Self {
        let (database, files) = (TestDatabase::fresh(), tempfile::tempdir().unwrap());
        let port = port::free();
        let mut state = app::open(config(&database, files.path(), port, setting))
            .await
            .unwrap();
        if !built_assets().join("manifest.json").exists() {
            let project = Path::new(env!("CARGO_MANIFEST_DIR"));
            let bare = Renderer::with_assets(
                &project.join("templates"),
                &project.join("locales"),
                Assets::bare(),
            );
            state.renderer = Arc::new(bare.unwrap());
        }
        let options = || Options {
            demo_password_hash: Some(hash_for_demo(DEMO_PASSWORD).unwrap()),
            now: clock::now(),
        };
        for code in codes {
            apply(&state.db, &state.gate, Arc::new(code), options())
                .await
                .unwrap();
        }
        state.tenants.refresh(&state.db).await.unwrap();
        let (stopper, shutdown) = shutdown::channel();
        let serving = state.clone();
        // A system of its own: the test's runtime may be single-threaded and busy.
        let thread = std::thread::spawn(move || {
            actix_web::rt::System::new()
                .block_on(app::serve(serving, shutdown))
                .unwrap();
        });
        let server = Self {
            database,
            port,
            files,
            stopper: Some(stopper),
            thread: Some(thread),
        };
        listening(server.port).await;
        server
    }

    /// A browser of its own at a tenant's portal, with nobody signed in.
    pub fn visitor(&self, slug: &str) -> Browser {
        Browser::new(self.port, slug)
    }

    /// A browser in which somebody of the demonstration is signed in.
    pub async fn signed_in(&self, slug: &str, email: &str) -> Browser {
        let mut browser = self.visitor(slug);
        let page = browser.get("/sign-in").await;
        let answer = browser
            .submit(&page, &[("login", email), ("password", DEMO_PASSWORD)])
            .await;
        assert_eq!(answer.status, 303, "{email} cannot sign in: {}", answer.text());
        browser
    }
}

fn built_assets() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/dist")
}

fn config(database: &TestDatabase, files: &Path, port: u16, setting: Setting) -> Config {
    let project = Path::new(env!("CARGO_MANIFEST_DIR"));
    let assets = built_assets();
    Config {
        owner_url: Some(database.owner_url()),
        tenant_url: database.tenant_url(),
        platform_url: database.platform_url(),
        amqp_url: setting.amqp_url.unwrap_or_else(|| "amqp://127.0.0.1:1".into()),
        amqp_prefix: database.name.clone(),
        smtp_url: "smtp://127.0.0.1:1".into(),
        blob_dir: files.to_owned(),
        listen: ([127, 0, 0, 1], port).into(),
        public_scheme: "http".into(),
        public_port: Some(port),
        secret: "a secret of tests, long enough for keys".into(),
        gateway_url: setting.gateway_url.unwrap_or_else(|| "http://127.0.0.1:1".into()),
        gateway_secret: "a secret shared with the gateway of tests".into(),
        // Without a build of the assets the pages are drawn with empty icons.
        assets_dir: if assets.join("manifest.json").exists() {
            assets
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
        rate_factor: setting.rate_factor.unwrap_or(100),
        workers: 2,
        compress: 1,
        retry_ladder_ms: "50,100".into(),
    }
}

/// A folder that `Renderer::load` takes; what is drawn uses [`Assets::bare`] then.
fn bare_assets(folder: &Path) -> PathBuf {
    let bare = folder.join("no-assets");
    std::fs::create_dir_all(&bare).unwrap();
    for file in ["manifest.json", "icons.json"] {
        std::fs::write(bare.join(file), "{}").unwrap();
    }
    bare
}

impl Drop for TestServer {
    fn drop(&mut self) {
        if let Some(stopper) = self.stopper.take() {
            stopper.stop();
        }
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}
