//! Configuration: from the environment only, each variable `ONEDOOR_…`.

use std::net::SocketAddr;
use std::path::PathBuf;
use std::time::Duration;

use figment::Figment;
use figment::providers::Env;
use serde::Deserialize;

use super::door::DbSettings;

/// What the environment says. A missing or unreadable variable is named in the error.
#[derive(Clone, Deserialize)]
pub struct Config {
    /// PostgreSQL URL of the role that owns the tables; only `migrate` and `doctor` use it.
    pub owner_url: Option<String>,
    /// PostgreSQL URL of the tenant role.
    pub tenant_url: String,
    /// PostgreSQL URL of the platform role.
    pub platform_url: String,
    /// AMQP URL of RabbitMQ.
    pub amqp_url: String,
    /// Prefix of exchange and queue names, for several instances on one broker.
    #[serde(default = "default_amqp_prefix")]
    pub amqp_prefix: String,
    /// SMTP URL, `smtp://host:port` or `smtps://user:password@host:port`.
    pub smtp_url: String,
    /// Folder of the blob store.
    pub blob_dir: PathBuf,
    /// Address to listen on.
    #[serde(default = "default_listen")]
    pub listen: SocketAddr,
    /// Origin scheme of public addresses: `http` in the demo, `https` behind a proxy that ends TLS.
    #[serde(default = "default_scheme")]
    pub public_scheme: String,
    /// Port in public addresses, where it is not the scheme's own.
    pub public_port: Option<u16>,
    /// At least 32 bytes; keys for cookies and proofs are derived from it.
    pub secret: String,
    /// Base address of the payment gateway.
    pub gateway_url: String,
    /// Secret shared with the payment gateway.
    pub gateway_secret: String,
    /// Folder of the built assets.
    #[serde(default = "default_assets")]
    pub assets_dir: PathBuf,
    /// Folder of the templates.
    #[serde(default = "default_templates")]
    pub templates_dir: PathBuf,
    /// Folder of the interface texts.
    #[serde(default = "default_locales")]
    pub locales_dir: PathBuf,
    /// Folders with fonts for papers, separated by colons.
    #[serde(default = "default_fonts")]
    pub fonts_dirs: String,
    /// Accept the demo's credentials. Never set outside a demo.
    #[serde(default)]
    pub demo: u8,
    /// Connections of the tenant role.
    #[serde(default = "default_connections")]
    pub tenant_connections: u32,
    /// Connections of the platform role.
    #[serde(default = "default_platform_connections")]
    pub platform_connections: u32,
    /// 0 behind a pooler that shares server connections between clients.
    #[serde(default = "default_one")]
    pub prepared_statements: u8,
    /// Largest file a citizen may attach, in bytes.
    #[serde(default = "default_upload_max")]
    pub upload_bytes_max: u64,
    /// Addresses of proxies whose `X-Forwarded-For` is believed, separated by commas; empty: none.
    #[serde(default)]
    pub trusted_proxies: String,
    /// Rate limits are multiplied by this: 1 in service, more where one address plays many people, as a load test does.
    #[serde(default = "default_factor")]
    pub rate_factor: u32,
    /// Threads that serve requests.
    #[serde(default = "default_workers")]
    pub workers: usize,
    /// 0 where a proxy in front compresses.
    #[serde(default = "default_one")]
    pub compress: u8,
    /// Delays of the retry ladder in milliseconds, separated by commas.
    #[serde(default = "default_ladder")]
    pub retry_ladder_ms: String,
}

fn default_amqp_prefix() -> String {
    "onedoor".into()
}
fn default_listen() -> SocketAddr {
    SocketAddr::from(([127, 0, 0, 1], 8080))
}
fn default_scheme() -> String {
    "http".into()
}
fn default_assets() -> PathBuf {
    "assets/dist".into()
}
fn default_templates() -> PathBuf {
    "templates".into()
}
fn default_locales() -> PathBuf {
    "locales".into()
}
fn default_fonts() -> String {
    "/usr/share/fonts".into()
}
// Measured with the database on the same four cores: 8 connections submit 3,413 dossiers a second, 16 submit 984, because every
// submission takes more locks than a backend keeps to itself, and waits for the others' at their common table.
fn default_connections() -> u32 {
    u32::try_from(2 * std::thread::available_parallelism().map_or(4, usize::from))
        .unwrap_or(8)
        .clamp(8, 64)
}
const fn default_platform_connections() -> u32 {
    4
}
const fn default_one() -> u8 {
    1
}
const fn default_upload_max() -> u64 {
    20 * 1024 * 1024
}
const fn default_factor() -> u32 {
    1
}
fn default_workers() -> usize {
    std::thread::available_parallelism().map_or(2, usize::from)
}
fn default_ladder() -> String {
    "10000,60000,600000,3600000,86400000".into()
}

/// Why the environment is not a configuration.
#[derive(Debug, thiserror::Error)]
pub enum ConfigError {
    /// A variable is missing or unreadable.
    #[error("{0}; see \u{201c}Environment\u{201d} in the README")]
    Unreadable(String),
    /// The secret is too short to derive keys from.
    #[error(
        "ONEDOOR_SECRET has {0} bytes; it needs at least 32 random ones (for example: openssl rand -hex 32)"
    )]
    SecretTooShort(usize),
}

impl Config {
    /// Reads the environment.
    ///
    /// # Errors
    /// Names the first variable that is missing or unreadable.
    pub fn from_env() -> Result<Config, ConfigError> {
        let config: Config = Figment::new()
            .merge(Env::prefixed("ONEDOOR_"))
            .extract()
            .map_err(|error| {
                let name = error
                    .path
                    .first()
                    .map_or_else(String::new, |key| format!("ONEDOOR_{}: ", key.to_uppercase()));
                ConfigError::Unreadable(format!("{name}{error}"))
            })?;
        if config.secret.len() < 32 {
            return Err(ConfigError::SecretTooShort(config.secret.len()));
        }
        Ok(config)
    }

    /// Whether the demo's credentials are accepted.
    #[must_use]
    pub const fn is_demo(&self) -> bool {
        self.demo == 1
    }

    /// Settings for the door.
    #[must_use]
    pub fn db(&self) -> DbSettings {
        DbSettings {
            tenant_url: self.tenant_url.clone(),
            platform_url: self.platform_url.clone(),
            tenant_connections: self.tenant_connections,
            platform_connections: self.platform_connections,
            prepared_statements: self.prepared_statements == 1,
            wait_max: Duration::from_secs(5),
        }
    }

    /// The public address of a path on a host.
    #[must_use]
    pub fn public_url(&self, host: &str, path: &str) -> String {
        let port = self
            .public_port
            .map_or_else(String::new, |port| format!(":{port}"));
        format!("{}://{host}{port}{path}", self.public_scheme)
    }

    /// The rungs of the retry ladder.
    #[must_use]
    pub fn retry_ladder(&self) -> Vec<Duration> {
        self.retry_ladder_ms
            .split(',')
            .filter_map(|text| text.trim().parse().ok())
            .map(Duration::from_millis)
            .collect()
    }
}
