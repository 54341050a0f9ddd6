//! Refunds: taken on once under their id, done at once or later, reported by signed callbacks; and misbehaving when ordered to.

use std::collections::HashMap;
use std::fs::{File, OpenOptions};
use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::sync::{Mutex, MutexGuard};
use std::time::Duration;

use actix_web::http::StatusCode;
use actix_web::{HttpRequest, HttpResponse, web};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use uuid::Uuid;

use crate::kernel::clock::{self, Instant};
use crate::kernel::error::{Error, Result};
use crate::kernel::ids::TenantId;
use crate::services::billing::gateway::{
    MERCHANT_HEADER, MerchantKey, Purpose, RefundOrder, RefundReport, RefundStanding, SIGNATURE_HEADER,
    SessionState, TIMESTAMP_HEADER,
};

use super::Gateway;
use super::api::{fresh_reference, header, problem, signer};
use super::delivery::{is_answered, is_taken, pauses};

/// How a refund is to misbehave: under `refund` of a session's orders, or `{"sandbox": {…}}` of the refund's own metadata.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct RefundOrders {
    /// Takes it on, and does it this much later, in milliseconds.
    pub delay_ms: u64,
    /// Makes the callback this many times more.
    pub repeat: u32,
    /// Answers that it is pending, and makes no callback when it is done.
    pub silent: bool,
    /// Makes a callback with somebody else's signature first.
    pub forge: bool,
    /// Makes a callback that was signed this many seconds ago first.
    pub stale_seconds: i64,
    /// Does not give the money back.
    pub refuse: bool,
    /// Reports this amount instead, in minor units.
    pub amount_minor: Option<i64>,
}

/// A refund as the gateway knows it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(super) struct Entry {
    order: RefundOrder,
    reference: String,
    taken_at: Instant,
    done: Option<(RefundStanding, Instant)>,
    orders: RefundOrders,
    is_owed_callback: bool,
}

impl Entry {
    fn report(&self) -> RefundReport {
        let (standing, occurred_at) = self.done.unwrap_or((RefundStanding::Pending, self.taken_at));
        RefundReport {
            merchant: self.order.merchant,
            refund: self.order.refund,
            reference: self.reference.clone(),
            standing,
            amount_minor: self.order.amount_minor,
            currency: self.order.currency,
            occurred_at,
        }
    }
}

#[derive(Default)]
struct Pages {
    entries: HashMap<Uuid, Entry>,
    file: Option<File>,
}

/// The book of refunds: in memory, and each change as a line of one file.
#[derive(Default)]
pub(super) struct RefundBook {
    pages: Mutex<Pages>,
}

impl RefundBook {
    /// Reads the file under `folder`, which is there.
    pub fn open(folder: &Path) -> Result<Self> {
        let unusable = |error: std::io::Error| {
            Error::Unavailable(format!(
                "the sandbox gateway cannot use its folder {}: {error}",
                folder.display()
            ))
        };
        let path = folder.join("refunds.jsonl");
        let mut pages = Pages::default();
        if path.exists() {
            for line in BufReader::new(File::open(&path).map_err(unusable)?).lines() {
                if let Ok(entry) = serde_json::from_str::<Entry>(&line.map_err(unusable)?) {
                    pages.entries.insert(entry.order.refund, entry);
                }
            }
        }
        let mut file = OpenOptions::new()
            .create(true)
            .append(true)
            .open(path)
            .map_err(unusable)?;
        // A torn last line must not swallow the next one.
        file.write_all(b"\n").map_err(unusable)?;
        pages.file = Some(file);
        Ok(Self {
            pages: Mutex::new(pages),
        })
    }

    fn pages(&self) -> MutexGuard<'_, Pages> {
        // A panic elsewhere leaves entries whole: each is replaced at once.
        self.pages
            .lock()
            .unwrap_or_else(std::sync::PoisonError::into_inner)
    }

    /// The refund with this id.
    pub fn refund(&self, id: Uuid) -> Option<Entry> {
        self.pages().entries.get(&id).cloned()
    }

    /// Takes a refund on, or finds the one that was taken on under the same id; `None` when that was another order.
    /// `paid_minor` is what its payment brought: more is not given back.
    fn take_on(&self, order: RefundOrder, orders: RefundOrders, paid_minor: i64) -> Option<(Entry, bool)> {
        let mut pages = self.pages();
        if let Some(present) = pages.entries.get(&order.refund) {
            let is_same = present.order.merchant == order.merchant
                && present.order.payment == order.payment
                && present.order.amount_minor == order.amount_minor
                && present.order.currency == order.currency;
            return is_same.then(|| (present.clone(), false));
        }
        let now = clock::to_microseconds(clock::now());
        let given: i64 = pages
            .entries
            .values()
            .filter(|entry| entry.order.payment == order.payment)
            .filter(|entry| !matches!(entry.done, Some((RefundStanding::Refused, _))))
            .map(|entry| entry.order.amount_minor)
            .sum();
        let is_too_much = given.saturating_add(order.amount_minor) > paid_minor;
        let done = if orders.refuse || is_too_much {
            Some((RefundStanding::Refused, now))
        } else {
            (orders.delay_ms == 0 && !orders.silent).then_some((RefundStanding::Refunded, now))
        };
        let entry = Entry {
            is_owed_callback: !orders.silent,
            order,
            reference: format!("R{}", fresh_reference()),
            taken_at: now,
            done,
            orders,
        };
        pages.write(entry.clone());
        Some((entry, true))
    }

    fn finish(&self, id: Uuid) -> Option<Entry> {
        let mut pages = self.pages();
        let mut entry = pages.entries.get(&id)?.clone();
        if entry.done.is_none() {
            let now = clock::to_microseconds(clock::now());
            entry.done = Some((RefundStanding::Refunded, now));
            pages.write(entry.clone());
        }
        Some(entry)
    }

    fn callback_taken(&self, id: Uuid) {
        let mut pages = self.pages();
        if let Some(mut entry) = pages.entries.get(&id).cloned() {
            entry.is_owed_callback = false;
            pages.write(entry);
        }
    }

    fn owed_callbacks(&self) -> Vec<Entry> {
        let pages = self.pages();
        let owed = pages.entries.values().filter(|entry| entry.is_owed_callback);
        owed.cloned().collect()
    }
}

impl Pages {
    fn write(&mut self, entry: Entry) {
        let line = serde_json::to_string(&entry).map(|line| line + "\n");
        if let (Some(file), Ok(line)) = (self.file.as_mut(), line)
            && let Err(error) = file.write_all(line.as_bytes())
        {
            tracing::error!(%error, "the sandbox gateway cannot write its file; a restart will forget");
        }
        self.entries.insert(entry.order.refund, entry);
    }
}

/// `POST /refunds`: the answer is signed.
pub(super) async fn take_on(
    request: HttpRequest,
    gateway: web::Data<Gateway>,
    body: web::Bytes,
) -> HttpResponse {
    let merchant = match signer(&request, &gateway, Purpose::Refund, &body) {
        Ok(merchant) => merchant,
        Err(reason) => return problem(StatusCode::UNAUTHORIZED, &reason),
    };
    let order: RefundOrder = match serde_json::from_slice(&body) {
        Ok(order) => order,
        Err(error) => return problem(StatusCode::BAD_REQUEST, &error.to_string()),
    };
    let key = header(&request, "Idempotency-Key").and_then(|key| key.parse::<Uuid>().ok());
    if order.merchant != merchant || key != Some(order.refund) {
        return problem(
            StatusCode::BAD_REQUEST,
            "merchant or Idempotency-Key differ from the body",
        );
    }
    let is_address =
        url::Url::parse(&order.callback_url).is_ok_and(|url| matches!(url.scheme(), "http" | "https"));
    if order.amount_minor <= 0 || !is_address {
        return problem(
            StatusCode::UNPROCESSABLE_ENTITY,
            "an amount above zero and an address are needed",
        );
    }
    let session = gateway.book.by_reference(&order.payment).filter(|session| {
        session.order.merchant == merchant
            && session.order.currency == order.currency
            && matches!(session.ended, Some((SessionState::Paid, _)))
    });
    let Some(session) = session else {
        return problem(
            StatusCode::UNPROCESSABLE_ENTITY,
            "nothing was paid under this reference",
        );
    };
    let orders = own_orders(&order.metadata).unwrap_or_else(|| session.orders.refund.clone());
    match gateway.refunds.take_on(order, orders, session.order.amount_minor) {
        Some((entry, is_new)) => {
            let status = if is_new {
                StatusCode::CREATED
            } else {
                StatusCode::OK
            };
            let answer = signed(&gateway, status, &entry.report());
            if is_new {
                spawn(&gateway, entry);
            }
            answer
        }
        None => problem(
            StatusCode::UNPROCESSABLE_ENTITY,
            "the key was used for another order",
        ),
    }
}

fn own_orders(metadata: &Value) -> Option<RefundOrders> {
    serde_json::from_value(metadata.get("sandbox")?.clone()).ok()
}

/// `GET /refunds/{refund}`: the answer is signed.
pub(super) async fn status(
    request: HttpRequest,
    gateway: web::Data<Gateway>,
    refund: web::Path<String>,
) -> HttpResponse {
    let merchant = match signer(&request, &gateway, Purpose::RefundStatus, refund.as_bytes()) {
        Ok(merchant) => merchant,
        Err(reason) => return problem(StatusCode::UNAUTHORIZED, &reason),
    };
    let entry = refund
        .parse::<Uuid>()
        .ok()
        .and_then(|refund| gateway.refunds.refund(refund))
        .filter(|entry| entry.order.merchant == merchant);
    match entry {
        Some(entry) => signed(&gateway, StatusCode::OK, &entry.report()),
        None => problem(StatusCode::NOT_FOUND, "there is no such refund"),
    }
}

fn signed(gateway: &Gateway, status: StatusCode, report: &RefundReport) -> HttpResponse {
    let now = clock::now().timestamp();
    let body = serde_json::to_vec(report).unwrap_or_default();
    let signature = gateway
        .key(report.merchant)
        .sign(Purpose::RefundAnswer, now, &body);
    HttpResponse::build(status)
        .content_type("application/json")
        .insert_header((TIMESTAMP_HEADER, now.to_string()))
        .insert_header((SIGNATURE_HEADER, signature))
        .body(body)
}

/// Takes up what was still to be done or told when the gateway stopped.
pub(super) fn resume(gateway: &Gateway) {
    for entry in gateway.refunds.owed_callbacks() {
        spawn(gateway, entry);
    }
}

/// Does what is left of a refund and makes its callbacks, in the background.
fn spawn(gateway: &Gateway, entry: Entry) {
    let gateway = gateway.clone();
    tokio::spawn(async move { deliver(&gateway, &entry).await });
}

async fn deliver(gateway: &Gateway, entry: &Entry) {
    let orders = &entry.orders;
    tokio::time::sleep(Duration::from_millis(orders.delay_ms)).await;
    let Some(done) = gateway.refunds.finish(entry.order.refund) else {
        return;
    };
    if orders.silent {
        return;
    }
    let mut report = done.report();
    if orders.forge {
        let stranger = MerchantKey::derive("not the secret that was agreed upon", TenantId::fresh());
        insist(gateway, entry, &report, &stranger, (0, is_answered)).await;
    }
    let key = gateway.key(report.merchant);
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
    report.amount_minor = orders.amount_minor.unwrap_or(report.amount_minor);
    for _ in 0..=orders.repeat {
        insist(gateway, entry, &report, &key, (0, is_taken)).await;
    }
    gateway.refunds.callback_taken(entry.order.refund);
}

/// Posts, with a clock that is wrong by so many seconds, until it is over.
async fn insist(
    gateway: &Gateway,
    entry: &Entry,
    report: &RefundReport,
    key: &MerchantKey,
    (clock_offset_seconds, is_over): (i64, fn(reqwest::StatusCode) -> bool),
) {
    for pause in pauses() {
        match post(gateway, entry, report, key, clock_offset_seconds).await {
            Ok(status) if is_over(status) => return,
            Ok(status) => tracing::info!(%status, refund = %report.refund, "callback not taken"),
            Err(error) => tracing::info!(%error, refund = %report.refund, "callback not delivered"),
        }
        tokio::time::sleep(pause).await;
    }
}

async fn post(
    gateway: &Gateway,
    entry: &Entry,
    report: &RefundReport,
    key: &MerchantKey,
    clock_offset_seconds: i64,
) -> reqwest::Result<reqwest::StatusCode> {
    let body = serde_json::to_vec(report).unwrap_or_default();
    let timestamp = clock::now().timestamp() + clock_offset_seconds;
    let response = gateway
        .http
        .post(&entry.order.callback_url)
        .header("Content-Type", "application/json")
        .header(MERCHANT_HEADER, report.merchant.to_string())
        .header(TIMESTAMP_HEADER, timestamp.to_string())
        .header(
            SIGNATURE_HEADER,
            key.sign(Purpose::RefundCallback, timestamp, &body),
        )
        .body(body)
        .send()
        .await?;
    Ok(response.status())
}
