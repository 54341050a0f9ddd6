//! Callbacks: signed, repeated until they are taken, and false when they are ordered to be.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use reqwest::StatusCode;
use reqwest::dns::{Addrs, Name, Resolve, Resolving};

use crate::kernel::clock;
use crate::kernel::error::{Error, Result};
use crate::kernel::ids::TenantId;
use crate::services::billing::gateway::{
    MERCHANT_HEADER, MerchantKey, Purpose, Report, SIGNATURE_HEADER, SessionState, TIMESTAMP_HEADER,
};

use super::Gateway;
use super::book::Entry;

/// Pauses between attempts; the last one is repeated.
const PAUSES_MS: [u64; 6] = [100, 300, 1_000, 3_000, 10_000, 30_000];
/// After this many attempts a callback is given up until the next restart: about a day.
const ATTEMPTS_MAX: usize = 3_000;

/// The pauses after each attempt, to the last.
pub(super) fn pauses() -> impl Iterator<Item = Duration> {
    (0..ATTEMPTS_MAX).map(|attempt| Duration::from_millis(PAUSES_MS[attempt.min(PAUSES_MS.len() - 1)]))
}

/// The client that makes callbacks.
pub(super) fn client() -> Result<reqwest::Client> {
    reqwest::Client::builder()
        .connect_timeout(Duration::from_secs(3))
        .timeout(Duration::from_secs(10))
        .redirect(reqwest::redirect::Policy::none())
        .no_proxy()
        .dns_resolver(Arc::new(Names))
        .build()
        .map_err(Error::internal)
}

/// Names as browsers look them up: everything under `localhost` is this machine (RFC 6761, 6.3), which the resolver of
/// the operating system does not know everywhere.
struct Names;

impl Resolve for Names {
    fn resolve(&self, name: Name) -> Resolving {
        Box::pin(async move {
            let name = name.as_str();
            let found: Vec<SocketAddr> = if name == "localhost" || name.ends_with(".localhost") {
                vec![SocketAddr::from(([127, 0, 0, 1], 0))]
            } else {
                tokio::net::lookup_host((name, 0)).await?.collect()
            };
            Ok(Box::new(found.into_iter()) as Addrs)
        })
    }
}

/// Takes up the callbacks that were still to be made when the gateway stopped.
pub(super) fn resume(gateway: &Gateway) {
    for entry in gateway.book.owed_callbacks() {
        spawn(gateway, entry);
    }
}

/// Makes the callbacks of a session that was decided, in the background.
pub(super) fn spawn(gateway: &Gateway, entry: Entry) {
    let gateway = gateway.clone();
    tokio::spawn(async move { deliver(&gateway, &entry).await });
}

/// Makes one callback with somebody else's signature, which says that the session was paid.
pub(super) fn spawn_forged(gateway: &Gateway, entry: Entry) {
    let gateway = gateway.clone();
    tokio::spawn(async move { forge(&gateway, &entry).await });
}

async fn deliver(gateway: &Gateway, entry: &Entry) {
    let orders = &entry.orders;
    if orders.forge {
        forge(gateway, entry).await;
    }
    let mut report = entry.report(clock::now());
    report.amount_minor = orders.amount_minor.unwrap_or(report.amount_minor);
    report.currency = orders.currency.unwrap_or(report.currency);
    let key = gateway.key(entry.order.merchant);
    if orders.stale_seconds != 0 {
        insist(
            gateway,
            entry,
            &report,
            &key,
            (-orders.stale_seconds, is_answered),
        )
        .await;
    }
    tokio::time::sleep(Duration::from_millis(orders.delay_ms)).await;
    for _ in 0..=orders.repeat {
        insist(gateway, entry, &report, &key, (0, is_taken)).await;
    }
    gateway.book.callback_taken(entry.order.session);
}

/// Whether a report was believed: a true one is made until then.
pub(super) fn is_taken(status: StatusCode) -> bool {
    status.is_success()
}

/// Whether a report was looked at: a false one, which nobody should believe, is made until then.
pub(super) fn is_answered(status: StatusCode) -> bool {
    !status.is_server_error()
}

/// Posts, with a clock that is wrong by so many seconds, until it is over.
async fn insist(
    gateway: &Gateway,
    entry: &Entry,
    report: &Report,
    key: &MerchantKey,
    (clock_offset_seconds, is_over): (i64, fn(StatusCode) -> bool),
) {
    for pause in pauses() {
        match post(gateway, entry, report, key, clock_offset_seconds).await {
            Ok(status) if is_over(status) => return,
            Ok(status) => tracing::info!(%status, session = %report.session, "callback not taken"),
            Err(error) => tracing::info!(%error, session = %report.session, "callback not delivered"),
        }
        tokio::time::sleep(pause).await;
    }
}

async fn forge(gateway: &Gateway, entry: &Entry) {
    let mut report = entry.report(clock::now());
    report.state = SessionState::Paid;
    let stranger = MerchantKey::derive("not the secret that was agreed upon", TenantId::fresh());
    insist(gateway, entry, &report, &stranger, (0, is_answered)).await;
}

async fn post(
    gateway: &Gateway,
    entry: &Entry,
    report: &Report,
    key: &MerchantKey,
    clock_offset_seconds: i64,
) -> reqwest::Result<StatusCode> {
    let body = serde_json::to_vec(report).unwrap_or_default();
    let timestamp = clock::now().timestamp() + clock_offset_seconds;
    let response = gateway
        .http
        .post(&entry.order.callback_url)
        .header("Content-Type", "application/json")
        .header(MERCHANT_HEADER, report.merchant.to_string())
        .header(TIMESTAMP_HEADER, timestamp.to_string())
        .header(SIGNATURE_HEADER, key.sign(Purpose::Callback, timestamp, &body))
        .body(body)
        .send()
        .await?;
    Ok(response.status())
}
