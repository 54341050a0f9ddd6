//! Calls to the gateway. Never made while a transaction is open.

use std::sync::Arc;
use std::time::Duration;

use reqwest::header::HeaderMap;
use reqwest::{Client, RequestBuilder, StatusCode, Url};
use uuid::Uuid;

use crate::kernel::clock;
use crate::kernel::error::Error;
use crate::kernel::ids::TenantId;

use super::signature::{MERCHANT_HEADER, MerchantKey, Purpose, SIGNATURE_HEADER, TIMESTAMP_HEADER};
use super::wire::{OpenSession, OpenedSession, REPORT_BYTES_MAX, RefundOrder, RefundReport, Report};

/// Why the gateway did not answer as it should.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum GatewayError {
    /// It may answer later: the same call can be made again under the same key.
    #[error("the payment gateway does not answer: {0}")]
    Unavailable(String),
    /// It understood and said no, or its answer cannot be believed.
    #[error("the payment gateway refused: {0}")]
    Refused(String),
}

impl From<GatewayError> for Error {
    fn from(error: GatewayError) -> Self {
        match error {
            GatewayError::Unavailable(_) => Error::Unavailable(error.to_string()),
            GatewayError::Refused(_) => Error::Internal(error.to_string()),
        }
    }
}

/// A connection to the gateway, on behalf of every tenant. Clones share it.
#[derive(Clone)]
pub struct GatewayClient {
    http: Client,
    base: Url,
    secret: Arc<str>,
}

impl GatewayClient {
    /// The name under which its sessions and payments are stored.
    pub const PROVIDER: &'static str = "gateway";

    /// A client of the gateway at `base`, with the secret it gave this installation.
    ///
    /// # Errors
    /// When the address cannot be read or the HTTP client cannot be made.
    pub fn new(base: &str, secret: &str) -> Result<Self, GatewayError> {
        let refused = |error: &dyn std::fmt::Display| GatewayError::Refused(error.to_string());
        let mut base = Url::parse(base).map_err(|error| refused(&error))?;
        if !base.path().ends_with('/') {
            base.set_path(&format!("{}/", base.path()));
        }
        let http = Client::builder()
            .connect_timeout(Duration::from_secs(3))
            .timeout(Duration::from_secs(10))
            .redirect(reqwest::redirect::Policy::none())
            .build()
            .map_err(|error| refused(&error))?;
        Ok(Self {
            http,
            base,
            secret: secret.into(),
        })
    }

    /// The key shared with the gateway for one tenant.
    #[must_use]
    pub fn key(&self, tenant: TenantId) -> MerchantKey {
        MerchantKey::derive(&self.secret, tenant)
    }

    /// Opens a session, or finds the one that was opened under the same id.
    ///
    /// # Errors
    /// When the gateway does not answer, or refuses.
    pub async fn open(&self, order: &OpenSession) -> Result<OpenedSession, GatewayError> {
        let body = serde_json::to_vec(order).map_err(|error| GatewayError::Refused(error.to_string()))?;
        let request = self
            .http
            .post(self.url("sessions")?)
            .header("Idempotency-Key", order.session.to_string())
            .header("Content-Type", "application/json");
        let request = self
            .signed(request, order.merchant, Purpose::Open, &body)
            .body(body);
        let (_, bytes) = answer(request)
            .await?
            .ok_or_else(|| GatewayError::Refused("not found".into()))?;
        let opened: OpenedSession =
            serde_json::from_slice(&bytes).map_err(|error| GatewayError::Refused(error.to_string()))?;
        let is_address =
            Url::parse(&opened.pay_url).is_ok_and(|url| matches!(url.scheme(), "http" | "https"));
        if opened.session != order.session || opened.reference.is_empty() || !is_address {
            return Err(GatewayError::Refused("its answer is about something else".into()));
        }
        Ok(opened)
    }

    /// Asks where a session stands; `None` when the gateway does not know it. The answer is signed, and comes as text too
    /// so that it can be kept.
    ///
    /// # Errors
    /// When the gateway does not answer, or its answer cannot be believed.
    pub async fn status(
        &self,
        tenant: TenantId,
        session: Uuid,
    ) -> Result<Option<(Report, String)>, GatewayError> {
        let request = self.http.get(self.url(&format!("sessions/{session}"))?);
        let request = self.signed(request, tenant, Purpose::Status, session.to_string().as_bytes());
        let Some((headers, bytes)) = answer(request).await? else {
            return Ok(None);
        };
        self.verify(tenant, Purpose::Answer, &headers, &bytes)?;
        let report: Report =
            serde_json::from_slice(&bytes).map_err(|error| GatewayError::Refused(error.to_string()))?;
        if report.session != session || report.merchant != tenant {
            return Err(GatewayError::Refused(
                "its answer is about another session".into(),
            ));
        }
        Ok(Some((report, String::from_utf8_lossy(&bytes).into_owned())))
    }

    /// Asks for money to be given back, or finds what came of asking under the same id before. The answer is signed, and
    /// comes as text too so that it can be kept.
    ///
    /// # Errors
    /// When the gateway does not answer, or its answer cannot be believed. That it cannot give the money back is no error
    /// but an answer.
    pub async fn refund(&self, order: &RefundOrder) -> Result<(RefundReport, String), GatewayError> {
        let body = serde_json::to_vec(order).map_err(|error| GatewayError::Refused(error.to_string()))?;
        let request = self
            .http
            .post(self.url("refunds")?)
            .header("Idempotency-Key", order.refund.to_string())
            .header("Content-Type", "application/json");
        let request = self
            .signed(request, order.merchant, Purpose::Refund, &body)
            .body(body);
        let (headers, bytes) = answer(request)
            .await?
            .ok_or_else(|| GatewayError::Refused("not found".into()))?;
        self.refund_report(order.merchant, order.refund, &headers, &bytes)
    }

    /// Asks where a refund stands; `None` when the gateway does not know it.
    ///
    /// # Errors
    /// As [`GatewayClient::status`].
    pub async fn refund_status(
        &self,
        tenant: TenantId,
        refund: Uuid,
    ) -> Result<Option<(RefundReport, String)>, GatewayError> {
        let request = self.http.get(self.url(&format!("refunds/{refund}"))?);
        let signed = refund.to_string();
        let request = self.signed(request, tenant, Purpose::RefundStatus, signed.as_bytes());
        match answer(request).await? {
            Some((headers, bytes)) => self.refund_report(tenant, refund, &headers, &bytes).map(Some),
            None => Ok(None),
        }
    }

    fn refund_report(
        &self,
        tenant: TenantId,
        refund: Uuid,
        headers: &HeaderMap,
        bytes: &[u8],
    ) -> Result<(RefundReport, String), GatewayError> {
        self.verify(tenant, Purpose::RefundAnswer, headers, bytes)?;
        let report: RefundReport =
            serde_json::from_slice(bytes).map_err(|error| GatewayError::Refused(error.to_string()))?;
        if report.refund != refund || report.merchant != tenant {
            return Err(GatewayError::Refused("its answer is about another refund".into()));
        }
        Ok((report, String::from_utf8_lossy(bytes).into_owned()))
    }

    fn verify(
        &self,
        tenant: TenantId,
        purpose: Purpose,
        headers: &HeaderMap,
        bytes: &[u8],
    ) -> Result<(), GatewayError> {
        let header = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
        self.key(tenant)
            .verify(
                purpose,
                header(TIMESTAMP_HEADER),
                header(SIGNATURE_HEADER),
                bytes,
                clock::now(),
            )
            .map_err(|fault| GatewayError::Refused(fault.to_string()))
    }

    fn url(&self, path: &str) -> Result<Url, GatewayError> {
        self.base
            .join(path)
            .map_err(|error| GatewayError::Refused(error.to_string()))
    }

    fn signed(
        &self,
        request: RequestBuilder,
        tenant: TenantId,
        purpose: Purpose,
        body: &[u8],
    ) -> RequestBuilder {
        let timestamp = clock::now().timestamp();
        request
            .header(MERCHANT_HEADER, tenant.to_string())
            .header(TIMESTAMP_HEADER, timestamp.to_string())
            .header(SIGNATURE_HEADER, self.key(tenant).sign(purpose, timestamp, body))
    }
}

/// Sends, and reads at most [`REPORT_BYTES_MAX`] of the answer; `None` for "not found".
async fn answer(request: RequestBuilder) -> Result<Option<(HeaderMap, Vec<u8>)>, GatewayError> {
    let unavailable = |error: reqwest::Error| GatewayError::Unavailable(error.without_url().to_string());
    let mut response = request.send().await.map_err(unavailable)?;
    let status = response.status();
    if status == StatusCode::NOT_FOUND {
        return Ok(None);
    }
    if status.is_server_error() || status == StatusCode::TOO_MANY_REQUESTS {
        return Err(GatewayError::Unavailable(status.to_string()));
    }
    if !status.is_success() {
        return Err(GatewayError::Refused(status.to_string()));
    }
    let mut bytes = Vec::new();
    while let Some(chunk) = response.chunk().await.map_err(unavailable)? {
        bytes.extend_from_slice(&chunk);
        if bytes.len() > REPORT_BYTES_MAX {
            return Err(GatewayError::Refused("its answer is too long".into()));
        }
    }
    Ok(Some((response.headers().clone(), bytes)))
}
