//! Where the payment gateway reports. Nobody is signed in here: the signature is the proof.
//!
//! Whatever comes is kept with what was made of it, so that a dispute with the gateway can be settled by reading.

use std::sync::Arc;

use actix_web::http::StatusCode;
use actix_web::{HttpRequest, HttpResponse, web};
use serde::de::DeserializeOwned;
use serde_json::json;

use crate::kernel::clock::{self, Instant};
use crate::kernel::context::Context;
use crate::kernel::error::{Error, Result};
use crate::kernel::ids::{RefundId, TenantId};
use crate::kernel::money::Money;
use crate::platform::door::{Db, Whole};
use crate::services::billing::acts::{KeepStrayReport, RecordPayment, RecordRefund};
use crate::services::billing::gateway::{
    MerchantKey, Purpose, RefundReport, Report, SIGNATURE_HEADER, SignatureFault, TIMESTAMP_HEADER,
};
use crate::services::billing::{
    BillingSettings, Verdict, keep_stray_report, record_refund_report, record_report,
};
use crate::surfaces::web::limits::Limited;
use crate::surfaces::web::{Answer, State, tenant_of};

/// The path at every tenant's host.
pub const PATH: &str = "/callbacks/gateway";
/// The path for reports about refunds.
pub const REFUNDS_PATH: &str = "/callbacks/gateway/refunds";

/// The tenant a report is addressed to.
pub struct Merchant {
    /// The system, within the tenant.
    pub context: Arc<Context>,
    /// What the tenant says about money.
    pub settings: BillingSettings,
    /// The key the tenant shares with the gateway.
    pub key: MerchantKey,
}

/// A report as it came.
pub struct Delivery<'a> {
    /// The header with the time of signing.
    pub timestamp: Option<&'a str>,
    /// The header with the signature.
    pub signature: Option<&'a str>,
    /// The body.
    pub body: &'a [u8],
}

impl<'a> Delivery<'a> {
    /// The report of a request.
    #[must_use]
    pub fn of(request: &'a HttpRequest, body: &'a [u8]) -> Self {
        let header = |name: &str| request.headers().get(name).and_then(|value| value.to_str().ok());
        Self {
            timestamp: header(TIMESTAMP_HEADER),
            signature: header(SIGNATURE_HEADER),
            body,
        }
    }
}

/// `POST /callbacks/gateway`.
///
/// # Errors
/// When the host is no tenant's, the database does not answer, or one address sends more unbelievable reports than are
/// worth keeping.
pub async fn receive(request: HttpRequest, state: web::Data<State>, body: web::Bytes) -> Answer {
    let merchant = addressed(&request, &state)?;
    let keep_stray = || within_limits(&request, &state, &merchant);
    let delivery = Delivery::of(&request, &body);
    let verdict = take(&state.db, &merchant, &delivery, keep_stray, clock::now()).await?;
    Ok(answer(verdict))
}

/// `POST /callbacks/gateway/refunds`.
///
/// # Errors
/// As [`receive`].
pub async fn receive_refund(request: HttpRequest, state: web::Data<State>, body: web::Bytes) -> Answer {
    let merchant = addressed(&request, &state)?;
    let keep_stray = || within_limits(&request, &state, &merchant);
    let delivery = Delivery::of(&request, &body);
    let verdict = take_refund(&state.db, &merchant, &delivery, keep_stray, clock::now()).await?;
    Ok(answer(verdict))
}

/// The tenant whose host is called.
fn addressed(request: &HttpRequest, state: &State) -> Result<Merchant> {
    let tenant = tenant_of(request, state)?;
    Ok(Merchant {
        context: Arc::new(state.gate.system(tenant.id, "gateway_callback")),
        settings: BillingSettings::of(&tenant)?,
        key: MerchantKey::derive(&state.config.gateway_secret, tenant.id),
    })
}

fn within_limits(request: &HttpRequest, state: &State, merchant: &Merchant) -> Result<()> {
    match request.peer_addr() {
        Some(address) => state
            .limits
            .take(Limited::Api, merchant.context.tenant, address.ip()),
        None => Ok(()),
    }
}

/// What the gateway is told: it repeats its report until the answer is a success, so whatever repeating cannot mend is one.
#[must_use]
pub fn answer(verdict: Verdict) -> HttpResponse {
    let status = match verdict {
        Verdict::Forged | Verdict::Late => StatusCode::UNAUTHORIZED,
        Verdict::Malformed => StatusCode::BAD_REQUEST,
        Verdict::Unknown => StatusCode::NOT_FOUND,
        Verdict::Settled
        | Verdict::Declined
        | Verdict::Expired
        | Verdict::Pending
        | Verdict::Repeated
        | Verdict::NeedsRefund
        | Verdict::Mismatched => StatusCode::OK,
    };
    HttpResponse::build(status).json(json!({"verdict": verdict}))
}

/// Judges and records a report. `keep_stray` is asked before one is kept that is not believed or concerns nothing of ours.
///
/// # Errors
/// When the database fails, or what `keep_stray` says.
pub async fn take(
    db: &Db,
    merchant: &Merchant,
    delivery: &Delivery<'_>,
    keep_stray: impl FnOnce() -> Result<()>,
    now: Instant,
) -> Result<Verdict> {
    let raw = text(delivery);
    let report: Report = match believed(merchant, delivery, Purpose::Callback, now) {
        Ok(report) => report,
        Err(verdict) => {
            keep_stray()?;
            keep(db, merchant, verdict, None, raw, now).await?;
            return Ok(verdict);
        }
    };
    let (settings, known, text) = (merchant.settings.clone(), report.clone(), raw.clone());
    let recorded = db
        .in_tenant(&merchant.context, move |tx| {
            let mut grant = tx.authorise::<RecordPayment>(known.session)?;
            record_report(&mut grant, &settings, &known, &text, "callback", now)
        })
        .await;
    match recorded {
        Err(Error::NotFound) => {
            keep_stray()?;
            let said = (report.reference.clone(), report.money());
            keep(db, merchant, Verdict::Unknown, Some(said), raw, now).await?;
            Ok(Verdict::Unknown)
        }
        other => other,
    }
}

/// The same for a report about a refund.
///
/// # Errors
/// As [`take`].
pub async fn take_refund(
    db: &Db,
    merchant: &Merchant,
    delivery: &Delivery<'_>,
    keep_stray: impl FnOnce() -> Result<()>,
    now: Instant,
) -> Result<Verdict> {
    let raw = text(delivery);
    let report: RefundReport = match believed(merchant, delivery, Purpose::RefundCallback, now) {
        Ok(report) => report,
        Err(verdict) => {
            keep_stray()?;
            keep(db, merchant, verdict, None, raw, now).await?;
            return Ok(verdict);
        }
    };
    let (settings, known, said_as) = (merchant.settings.clone(), report.clone(), raw.clone());
    let recorded = db
        .in_tenant(&merchant.context, move |tx| {
            let mut grant = tx.authorise::<RecordRefund>(RefundId::from_uuid(known.refund))?;
            record_refund_report(&mut grant, &settings, &known, &said_as, "callback", now)
        })
        .await;
    match recorded {
        Err(Error::NotFound) => {
            keep_stray()?;
            let said = (report.reference.clone(), report.money());
            keep(db, merchant, Verdict::Unknown, Some(said), raw, now).await?;
            Ok(Verdict::Unknown)
        }
        other => other,
    }
}

/// A report that says to which tenant it is addressed.
trait Addressed: DeserializeOwned {
    fn merchant(&self) -> TenantId;
}

impl Addressed for Report {
    fn merchant(&self) -> TenantId {
        self.merchant
    }
}

impl Addressed for RefundReport {
    fn merchant(&self) -> TenantId {
        self.merchant
    }
}

fn text(delivery: &Delivery<'_>) -> String {
    String::from_utf8_lossy(delivery.body).replace('\0', "")
}

/// The report, if the signature holds and it can be read and is addressed to this tenant.
fn believed<R: Addressed>(
    merchant: &Merchant,
    delivery: &Delivery<'_>,
    purpose: Purpose,
    now: Instant,
) -> std::result::Result<R, Verdict> {
    merchant
        .key
        .verify(
            purpose,
            delivery.timestamp,
            delivery.signature,
            delivery.body,
            now,
        )
        .map_err(|fault| match fault {
            SignatureFault::OutsideWindow => Verdict::Late,
            SignatureFault::Forged | SignatureFault::Unreadable => Verdict::Forged,
        })?;
    let report: R = serde_json::from_slice(delivery.body).map_err(|_| Verdict::Malformed)?;
    if report.merchant() == merchant.context.tenant {
        Ok(report)
    } else {
        Err(Verdict::Unknown)
    }
}

async fn keep(
    db: &Db,
    merchant: &Merchant,
    verdict: Verdict,
    said: Option<(String, Money)>,
    raw: String,
    now: Instant,
) -> Result<()> {
    tracing::warn!(verdict = verdict.name(), tenant = %merchant.context.tenant, "a gateway report was not acted on");
    db.in_tenant(&merchant.context, move |tx| {
        keep_stray_report(
            &mut tx.authorise::<KeepStrayReport>(Whole)?,
            verdict,
            said.as_ref()
                .map(|(reference, amount)| (reference.as_str(), *amount)),
            &raw,
            now,
        )
    })
    .await
}
