//! The whole installation in one process: server, relay, workers, the sandbox's gateway and its mail server.

use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::thread::JoinHandle;

use onedoor::app;
use onedoor::authority::people::hash_for_demo;
use onedoor::authority::tenancy::apply::{Options, apply};
use onedoor::authority::tenancy::code::{TenantCode, load};
use onedoor::authority::tenancy::demo::DEMO_PASSWORD;
use onedoor::kernel::clock;
use onedoor::platform::config::Config;
use onedoor::services::workflow::definitions::ProcedureDefinitions;
use onedoor::surfaces::sandbox::gateway::{self, GatewayOptions};
use onedoor::surfaces::sandbox::mail::{self, MailOptions};
use onedoor::surfaces::web::State;
use onedoor::surfaces::worker::shutdown::{self, Shutdown, Stopper};
use onedoor::surfaces::worker::{Health, Parts};

use crate::support::TestDatabase;
use crate::support::broker::amqp_url;
use crate::support::port::free_address;
use crate::support::wait::{listening, until};

const GATEWAY_SECRET: &str = "a secret shared with the gateway of tests";

/// An installation with one tenant, or with some.
pub struct World {
    /// Where citizens and staff of the first one find it.
    pub portal: String,
    /// Where letters are read.
    pub mail: String,
    /// Where it listens.
    pub port: u16,
    stopper: Option<Stopper>,
    threads: Vec<JoinHandle<()>>,
    state: Option<State>,
    _files: tempfile::TempDir,
    pub database: TestDatabase,
}

/// Runs a server on a thread with a runtime of its own, as a process would.
fn beside<F: Future<Output = ()>>(work: impl FnOnce() -> F + Send + 'static) -> JoinHandle<()> {
    std::thread::spawn(move || actix_web::rt::System::new().block_on(work()))
}

impl World {
    pub async fn new(slug: &str) -> Self {
        Self::of(&[slug]).await
    }

    /// With these tenants of the folder `tenants/`.
    pub async fn of(slugs: &[&str]) -> Self {
        let (database, files) = (TestDatabase::fresh(), tempfile::tempdir().unwrap());
        let addresses: [SocketAddr; 4] = std::array::from_fn(|_| free_address());
        let [site, gate, smtp, letters] = addresses;
        let state = app::open(config(&database, files.path(), &addresses))
            .await
            .unwrap();
        for slug in slugs {
            let options = Options {
                demo_password_hash: Some(hash_for_demo(DEMO_PASSWORD).unwrap()),
                now: clock::now(),
            };
            apply(&state.db, &state.gate, Arc::new(tenant_code(slug)), options)
                .await
                .unwrap();
        }
        state.tenants.refresh(&state.db).await.unwrap();
        let (stopper, shutdown) = shutdown::channel();
        let threads = start(&state, files.path(), gate, smtp, letters, &shutdown);
        for address in addresses {
            listening(address.port()).await;
        }
        Self {
            portal: format!("http://{}.localhost:{}", slugs[0], site.port()),
            port: site.port(),
            mail: format!("http://{letters}"),
            stopper: Some(stopper),
            threads,
            state: Some(state),
            _files: files,
            database,
        }
    }

    /// Makes everything that was changed so far be three days old, so that there is a past to look at.
    pub fn let_three_days_pass(&self) {
        diesel::connection::SimpleConnection::batch_execute(
            &mut self.database.superuser(),
            "update change_set set made_at = made_at - interval '3 days'",
        )
        .unwrap();
    }

    /// Where citizens and staff of this tenant find it.
    pub fn portal_of(&self, slug: &str) -> String {
        format!("http://{slug}.localhost:{}", self.port)
    }

    /// What the platform's operator works on.
    pub fn state(&self) -> &State {
        self.state.as_ref().unwrap()
    }

    /// The address with `part` in it that a letter to somebody brings; waits for the letter.
    pub async fn link_to(&self, address: &str, part: &str) -> String {
        let mut letter = None;
        until(&format!("a letter to {address}"), async || {
            letter = self.letters_to(address).await.into_iter().next();
            letter.is_some()
        })
        .await;
        let letter = letter.unwrap();
        let name = letter.split("href=\"").nth(1).unwrap().split('"').next().unwrap();
        let read = reqwest::get(format!("{}{name}", self.mail)).await.unwrap();
        let text = read.text().await.unwrap();
        let word = text
            .split_whitespace()
            .find(|word| word.contains(part))
            .unwrap_or_else(|| panic!("no link in {text}"));
        let word = word.trim_start_matches("<pre>").split('<').next().unwrap();
        word.to_owned()
    }

    /// Letters to somebody, newest first, as the mail server shows them.
    pub async fn letters_to(&self, address: &str) -> Vec<String> {
        let list = reqwest::get(&self.mail).await.unwrap().text().await.unwrap();
        list.split("<tr>")
            .filter(|row| row.contains(address))
            .map(str::to_owned)
            .collect()
    }

    /// Waits until a letter to somebody names this.
    pub async fn letter_naming(&self, address: &str, word: &str) {
        until(&format!("a letter to {address} names {word}"), async || {
            let letters = self.letters_to(address).await;
            letters.iter().any(|letter| letter.contains(word))
        })
        .await;
    }
}

/// The code of a tenant of the folder `tenants/`.
pub fn tenant_code(slug: &str) -> TenantCode {
    load(&project("tenants").join(slug), &ProcedureDefinitions)
        .unwrap_or_else(|problems| panic!("\n{problems}"))
}

fn start(
    state: &State,
    files: &Path,
    gate: SocketAddr,
    smtp: SocketAddr,
    letters: SocketAddr,
    shutdown: &Shutdown,
) -> Vec<JoinHandle<()>> {
    let gateway = GatewayOptions {
        listen: gate,
        public_url: None,
        secret: GATEWAY_SECRET.into(),
        data_dir: files.join("gateway"),
    };
    let sink = MailOptions {
        smtp,
        page: letters,
        folder: files.join("letters"),
    };
    let (serving, working) = (state.clone(), state.clone());
    let ends = || shutdown.clone();
    let (serve_end, work_end, mut gateway_end, mut mail_end) = (ends(), ends(), ends(), ends());
    vec![
        beside(move || async move {
            gateway::run(&gateway, async move { gateway_end.requested().await })
                .await
                .unwrap()
        }),
        beside(move || async move {
            mail::run(&sink, async move { mail_end.requested().await })
                .await
                .unwrap()
        }),
        beside(move || async move { app::serve(serving, serve_end).await.unwrap() }),
        beside(move || async move {
            app::work(
                working,
                Parts {
                    relay: true,
                    consumers: true,
                },
                Health::default(),
                work_end,
            )
            .await
            .unwrap();
        }),
    ]
}

impl Drop for World {
    fn drop(&mut self) {
        if let Some(stopper) = self.stopper.take() {
            stopper.stop();
        }
        for thread in self.threads.drain(..) {
            let _ = thread.join();
        }
        self.state.take();
    }
}

fn project(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

fn config(database: &TestDatabase, files: &Path, [site, gate, smtp, _]: &[SocketAddr; 4]) -> Config {
    let assets = std::env::var("ONEDOOR_ASSETS_DIR").map_or_else(|_| project("assets/dist"), PathBuf::from);
    assert!(
        assets.join("manifest.json").exists(),
        "build the assets with `npm ci && node build.mjs` in assets/"
    );
    Config {
        owner_url: Some(database.owner_url()),
        tenant_url: database.tenant_url(),
        platform_url: database.platform_url(),
        amqp_url: amqp_url(),
        amqp_prefix: database.name.clone(),
        smtp_url: format!("smtp://{smtp}"),
        blob_dir: files.join("blobs"),
        listen: *site,
        public_scheme: "http".into(),
        public_port: Some(site.port()),
        secret: "a secret of tests, long enough for keys".into(),
        gateway_url: format!("http://{gate}"),
        gateway_secret: GATEWAY_SECRET.into(),
        assets_dir: assets,
        templates_dir: project("templates"),
        locales_dir: project("locales"),
        fonts_dirs: std::env::var("ONEDOOR_FONTS_DIRS").unwrap_or_else(|_| "/usr/share/fonts".into()),
        demo: 1,
        tenant_connections: 8,
        platform_connections: 4,
        prepared_statements: 1,
        upload_bytes_max: 20 * 1024 * 1024,
        trusted_proxies: String::new(),
        rate_factor: 100,
        workers: 2,
        compress: 0,
        retry_ladder_ms: "200,1000,5000".into(),
    }
}
