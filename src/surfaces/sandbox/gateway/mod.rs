//! A payment gateway for demos and tests: a small server of its own that takes no money.
//!
//! It speaks the protocol of [`crate::services::billing::gateway`]: signed requests, idempotent sessions, a page where the
//! payer decides, idempotent refunds, signed callbacks that are repeated until they are taken. It can also be told to misbehave, by buttons on
//! its page or by `metadata` of a session ([`orders::Orders`]): late, repeated, forged, stale and wrong callbacks, or none.
//! It remembers its sessions and refunds in files and goes on after a restart.

mod api;
mod book;
mod delivery;
mod orders;
mod page;
mod refunds;
mod texts;

use std::net::{SocketAddr, TcpListener};
use std::path::PathBuf;
use std::sync::Arc;

use actix_web::dev::Server;
use actix_web::{App, HttpServer, web};

use crate::kernel::error::{Error, Result};
use crate::kernel::ids::TenantId;
use crate::services::billing::gateway::MerchantKey;

use book::Book;
pub use orders::Orders;
use refunds::RefundBook;
pub use refunds::RefundOrders;

/// The longest request body, in bytes.
const BODY_BYTES_MAX: usize = 16 * 1024;

/// How the sandbox gateway is run.
#[derive(Debug, Clone)]
pub struct GatewayOptions {
    /// Address to listen on; port 0 takes any.
    pub listen: SocketAddr,
    /// Its own address as browsers reach it; the listening address when absent.
    pub public_url: Option<String>,
    /// The secret it shares with the installation.
    pub secret: String,
    /// Folder of its file.
    pub data_dir: PathBuf,
}

impl GatewayOptions {
    /// The options of the subcommand: it listens where `ONEDOOR_GATEWAY_URL` says the gateway is, shares
    /// `ONEDOOR_GATEWAY_SECRET`, and keeps its file in `ONEDOOR_GATEWAY_DIR`, or in a folder beside that of the blob store.
    ///
    /// # Errors
    /// Names the variable that is missing or unreadable.
    pub fn from_env() -> Result<Self> {
        let variable = |name: &str| {
            std::env::var(name).map_err(|_| {
                Error::Unavailable(format!(
                    "{name} is not set; see \u{201c}Environment\u{201d} in the README"
                ))
            })
        };
        let url = variable("ONEDOOR_GATEWAY_URL")?;
        let listen = url::Url::parse(&url)
            .ok()
            .and_then(|url| url.socket_addrs(|| None).ok()?.first().copied())
            .ok_or_else(|| {
                Error::Unavailable(format!(
                    "ONEDOOR_GATEWAY_URL is {url}; the sandbox needs an address of this machine such as http://127.0.0.1:8090"
                ))
            })?;
        let data_dir = match std::env::var("ONEDOOR_GATEWAY_DIR") {
            Ok(folder) => PathBuf::from(folder),
            Err(_) => PathBuf::from(variable("ONEDOOR_BLOB_DIR")?).with_file_name("gateway"),
        };
        Ok(Self {
            listen,
            public_url: Some(url),
            secret: variable("ONEDOOR_GATEWAY_SECRET")?,
            data_dir,
        })
    }
}

/// What every handler needs. Clones share it.
#[derive(Clone)]
struct Gateway {
    book: Arc<Book>,
    refunds: Arc<RefundBook>,
    secret: Arc<str>,
    base: Arc<str>,
    http: reqwest::Client,
}

impl Gateway {
    fn key(&self, merchant: TenantId) -> MerchantKey {
        MerchantKey::derive(&self.secret, merchant)
    }
}

/// A gateway that is ready to run.
pub struct SandboxGateway {
    /// Its address as browsers and the installation reach it.
    pub url: String,
    /// The server; awaiting it runs it until it is told to stop.
    pub server: Server,
}

/// Binds the address, reads what was remembered, and takes up the callbacks that were still to be made. Called within a
/// Tokio runtime.
///
/// # Errors
/// When the address is taken, or the folder cannot be used; the message says which.
pub fn start(options: &GatewayOptions) -> Result<SandboxGateway> {
    let listener = TcpListener::bind(options.listen).map_err(|error| {
        Error::Unavailable(format!(
            "the sandbox gateway cannot listen on {}: {error}; is another one running?",
            options.listen
        ))
    })?;
    let address = listener.local_addr().map_err(Error::internal)?;
    let url = options.public_url.as_deref().map_or_else(
        || format!("http://{address}"),
        |url| url.trim_end_matches('/').to_owned(),
    );
    let gateway = Gateway {
        book: Arc::new(Book::open(&options.data_dir)?),
        refunds: Arc::new(RefundBook::open(&options.data_dir)?),
        secret: options.secret.as_str().into(),
        base: url.as_str().into(),
        http: delivery::client()?,
    };
    delivery::resume(&gateway);
    refunds::resume(&gateway);
    let server = HttpServer::new(move || {
        App::new()
            .app_data(web::Data::new(gateway.clone()))
            .app_data(web::PayloadConfig::new(BODY_BYTES_MAX))
            .configure(routes)
    })
    .workers(1)
    .disable_signals()
    .shutdown_timeout(2)
    .listen(listener)
    .map_err(|error| Error::Unavailable(format!("the sandbox gateway cannot listen: {error}")))?
    .run();
    Ok(SandboxGateway { url, server })
}

fn routes(config: &mut web::ServiceConfig) {
    config
        .route("/health", web::get().to(|| async { "ok" }))
        .route("/sessions", web::post().to(api::open))
        .route("/sessions/{session}", web::get().to(api::status))
        .route("/refunds", web::post().to(refunds::take_on))
        .route("/refunds/{refund}", web::get().to(refunds::status))
        .route("/pay/{reference}", web::get().to(page::show))
        .route("/pay/{reference}", web::post().to(page::choose))
        .route("/style.css", web::get().to(page::style));
}

/// Runs the gateway until `ended` comes: the subcommand `sandbox gateway`.
///
/// # Errors
/// As [`start`], or when the server fails.
pub async fn run(options: &GatewayOptions, ended: impl Future<Output = ()>) -> Result<()> {
    let gateway = start(options)?;
    tracing::info!(url = gateway.url, "sandbox gateway listens");
    let handle = gateway.server.handle();
    // The server must go on being polled while it stops.
    let stopped = async move {
        ended.await;
        handle.stop(true).await;
    };
    tokio::select! {
        result = gateway.server => result.map_err(|error| Error::Internal(format!("sandbox gateway: {error}"))),
        () = stopped => Ok(()),
    }
}
