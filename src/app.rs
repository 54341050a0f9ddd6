//! The only place that wires the parts: from the environment to a running server.

use std::sync::Arc;
use std::time::Duration;

use actix_web::middleware::{Condition, from_fn};
use actix_web::{App, HttpResponse, HttpServer, web};

use crate::authority::access::Gate;
use crate::authority::audit as audit_trail;
use crate::authority::people::Passwords;
use crate::authority::tenancy::{REFRESH_EVERY, Tenants};
use crate::kernel::error::{Error, Result};
use crate::platform::blob::Blobs;
use crate::platform::broker::BrokerConfig;
use crate::platform::config::Config;
use crate::platform::door::Db;
use crate::platform::mail::Mailer;
use crate::platform::pdf::Press;
use crate::platform::render::Renderer;
use crate::services::billing::gateway::GatewayClient;
use crate::services::catalogue::Library;
use crate::services::workflow::programs::Programs;
use crate::surfaces::web::brand::Brands;
use crate::surfaces::web::kept::KeptPages;
use crate::surfaces::web::keys::Keys;
use crate::surfaces::web::layers::ContentPolicy;
use crate::surfaces::web::limits::Limits;
use crate::surfaces::web::unread::Unread;
use crate::surfaces::web::{State, assets, brand, compress, failure, layers, mode};
use crate::surfaces::worker::story::{self, Story};
use crate::surfaces::worker::{self, Health, Parts, Shutdown, Workers};
use crate::surfaces::{admin, api, audit, callbacks, desk, hall, portal};

/// Opens everything that a process needs, from its configuration.
///
/// # Errors
/// When a part cannot be had: the message names it.
pub async fn open(config: Config) -> Result<State> {
    let db = Db::connect(&config.db())?;
    let gate = Gate::open(&db).await?;
    let tenants = Tenants::load(&db).await?;
    let renderer = Renderer::load(&config.templates_dir, &config.locales_dir, &config.assets_dir)
        .map_err(|error| Error::Internal(error.to_string()))?;
    Ok(State {
        library: Library::new(db.clone(), gate.clone()),
        blobs: Blobs::in_folder(&config.blob_dir)?,
        renderer: Arc::new(renderer),
        passwords: Passwords::new(std::thread::available_parallelism().map_or(2, usize::from))?,
        limits: Limits::times(config.rate_factor),
        keys: Keys::derive(&config.secret),
        brands: Brands::new(config.is_demo()),
        kept: KeptPages::default(),
        unread: Unread::default(),
        gateway: GatewayClient::new(&config.gateway_url, &config.gateway_secret)?,
        config: Arc::new(config),
        db,
        gate,
        tenants,
    })
}

/// What handlers of events need, from the same parts.
///
/// # Errors
/// When the typefaces, the templates of papers or the mail server's URL cannot be read.
pub fn story(state: &State) -> Result<Story> {
    let folders: Vec<&str> = state
        .config
        .fonts_dirs
        .split(':')
        .filter(|folder| !folder.is_empty())
        .collect();
    let press = Press::open(&folders, &state.config.templates_dir.join("documents"))
        .map_err(|error| Error::Internal(error.to_string()))?;
    Ok(Story {
        tenants: state.tenants.clone(),
        library: state.library.clone(),
        programs: Programs::new(20_000),
        press: Arc::new(press),
        renderer: Arc::clone(&state.renderer),
        blobs: state.blobs.clone(),
        mailer: Mailer::at(&state.config.smtp_url)?,
        gateway: state.gateway.clone(),
        config: Arc::clone(&state.config),
    })
}

/// Relay, consumers and the clock, as far as `parts` asks for them, until told to stop. How it goes is told to `health`.
///
/// # Errors
/// When the table of subscriptions is wrong.
pub async fn work(state: State, parts: Parts, health: Health, shutdown: Shutdown) -> Result<()> {
    let story = story(&state)?;
    let mut broker = BrokerConfig::new(state.config.amqp_url.clone());
    broker.prefix.clone_from(&state.config.amqp_prefix);
    broker.ladder = state.config.retry_ladder();
    let mut workers = Workers::new(
        state.db.clone(),
        broker,
        story::table(&story),
        worker::contexts(state.gate.clone()),
    );
    (workers.parts, workers.health) = (parts, health);
    let clock = parts.consumers.then(|| {
        let (db, gate) = (state.db.clone(), state.gate.clone());
        let silence = story::silence::run(
            story.clone(),
            db.clone(),
            gate.clone(),
            state.gateway.clone(),
            shutdown.clone(),
        );
        let reorganisations = story::reorganisations::run(db.clone(), gate.clone(), shutdown.clone());
        let timers = story::timers::run(story, db, gate, shutdown.clone());
        tokio::spawn(async move { tokio::join!(silence, timers, reorganisations) })
    });
    let ended = workers
        .run(shutdown)
        .await
        .map_err(|error| Error::Internal(error.to_string()));
    if let Some(clock) = clock {
        clock.abort();
    }
    ended
}

/// Keeps tenants fresh, limits small and the audit trail sealed, until told to stop. Every process does it: of several that
/// would seal at once, one does.
pub async fn housekeeping(state: State, shutdown: Shutdown) {
    let sealing = audit_trail::keep_sealed(state.db.clone(), state.gate.clone(), state.tenants.clone());
    tokio::join!(refreshing(state, shutdown.clone()), async {
        shutdown.clone().or(sealing).await;
    });
}

async fn refreshing(state: State, mut shutdown: Shutdown) {
    let mut every = tokio::time::interval(REFRESH_EVERY);
    every.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
    let mut ticks: u64 = 0;
    while shutdown.or(every.tick()).await.is_some() {
        ticks += 1;
        if let Err(error) = state.tenants.refresh(&state.db).await {
            tracing::warn!(%error, "tenants were not refreshed; what is known stays");
        }
        if ticks.is_multiple_of(60) {
            state.limits.sweep();
        }
    }
}

/// Every route, as one readable table. They are tried in this order, so what is asked for most comes first.
pub fn routes(routes: &mut web::ServiceConfig) {
    routes
        .route("/health/live", web::get().to(HttpResponse::Ok))
        .route("/health/ready", web::get().to(ready))
        .configure(api::configure)
        .configure(portal::configure)
        .configure(assets::configure)
        .configure(brand::configure)
        .configure(callbacks::configure)
        .configure(desk::configure)
        .configure(hall::configure)
        .configure(audit::configure)
        .configure(admin::configure);
}

async fn ready(state: web::Data<State>) -> HttpResponse {
    match state.tenants.refresh(&state.db).await {
        Ok(_) => HttpResponse::Ok().body("ready"),
        Err(error) => {
            tracing::warn!(%error, "not ready");
            HttpResponse::ServiceUnavailable().body("the database does not answer")
        }
    }
}

/// Serves until told to stop; answers in flight are finished.
///
/// # Errors
/// When the address cannot be listened on; the message says what to do.
pub async fn serve(state: State, mut shutdown: Shutdown) -> Result<()> {
    let (listen, workers) = (state.config.listen, state.config.workers);
    let policy = web::Data::new(ContentPolicy::new(&state));
    let blocking = state.config.tenant_connections as usize;
    let data = web::Data::new(state.clone());
    let compresses = state.config.compress == 1;
    let server = HttpServer::new(move || {
        App::new()
            .app_data(data.clone())
            .app_data(policy.clone())
            .wrap(from_fn(mode::portals))
            .wrap(from_fn(failure::word_failures))
            .wrap(Condition::new(compresses, from_fn(compress::compress)))
            .wrap(from_fn(layers::secure_headers))
            .wrap(from_fn(layers::trace))
            .configure(routes)
    })
    .workers(workers)
    .worker_max_blocking_threads(blocking.max(4))
    .keep_alive(Duration::from_secs(75))
    .client_request_timeout(Duration::from_secs(10))
    .shutdown_timeout(10)
    .disable_signals()
    .bind(listen)
    .map_err(|error| {
        Error::Unavailable(format!("cannot listen on {listen}: {error}; choose another address in ONEDOOR_LISTEN or stop what uses it"))
    })?
    .run();
    let handle = server.handle();
    let housekeeper = tokio::spawn(housekeeping(state, shutdown.clone()));
    let stopping = tokio::spawn(async move {
        shutdown.requested().await;
        handle.stop(true).await;
    });
    tracing::info!(%listen, "serving");
    let ended = server.await.map_err(Error::internal);
    stopping.abort();
    housekeeper.abort();
    ended
}
