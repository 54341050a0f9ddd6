//! Payments through the gateway: opening a session, and recording what is reported about it.

use std::sync::Arc;

use serde_json::Value;
use uuid::Uuid;

use crate::kernel::clock::{self, Instant};
use crate::kernel::context::Context;
use crate::kernel::error::{Error, Result};
use crate::kernel::ids::PaymentRequestId;
use crate::kernel::locale::Language;
use crate::kernel::money::{Money, Tender};
use crate::kernel::patterns::number::local_date;
use crate::platform::door::{Db, Granted};
use crate::platform::outbox;

use super::super::acts::{KeepStrayReport, PayRequest, RecordPayment};
use super::super::events;
use super::super::gateway::{GatewayClient, OpenSession, OpenedSession, Report};
use super::super::model::{BillingSettings, GatewaySession, Verdict};
use super::super::queries::gateway::{self, NewReport};
use super::super::queries::payments;
use super::super::rules::{self, Known};
use super::settle::{Income, settle};

/// How much of a report is kept, in characters.
const KEPT_CHARACTERS: usize = 2_000;

/// What the portal asks for when an applicant wants to pay.
#[derive(Debug, Clone)]
pub struct OnlinePayment {
    /// What she pays.
    pub request: PaymentRequestId,
    /// Her language.
    pub language: Language,
    /// What she sees at the gateway: the name of the procedure.
    pub description: String,
    /// Where she comes back to.
    pub return_url: String,
    /// Where the gateway reports.
    pub callback_url: String,
    /// Orders to the demo's gateway; null otherwise.
    pub metadata: Value,
}

/// Leads to the page where a request is paid. A second call leads to the same page, as long as its session is open.
///
/// # Errors
/// When the request is not due or not payable online; unavailable when the gateway does not answer.
pub async fn open_gateway_payment(
    db: &Db,
    context: &Arc<Context>,
    client: &GatewayClient,
    payment: OnlinePayment,
) -> Result<String> {
    let id = payment.request;
    let (request, session) = db
        .in_tenant(context, move |tx| {
            let mut grant = tx.authorise::<PayRequest>(id)?;
            let session = session_for(&mut grant, clock::now())?;
            Ok((grant.into_subject(), session))
        })
        .await?;
    if let Some(pay_url) = session.pay_url {
        return Ok(pay_url);
    }
    let order = OpenSession {
        session: session.id,
        merchant: context.tenant,
        amount_minor: session.amount_minor,
        currency: session.currency,
        reference: request.reference,
        description: payment.description,
        language: payment.language,
        return_url: payment.return_url,
        callback_url: payment.callback_url,
        metadata: payment.metadata,
    };
    let opened = client.open(&order).await?;
    let pay_url = opened.pay_url.clone();
    db.in_tenant(context, move |tx| {
        keep_session(&mut tx.authorise::<PayRequest>(id)?, &opened)
    })
    .await?;
    Ok(pay_url)
}

/// The open session of a request, or a new one.
fn session_for(grant: &mut Granted<'_, PayRequest>, now: Instant) -> Result<GatewaySession> {
    let (request, sql) = grant.parts();
    let settled = match request.paid_at {
        Some(_) => payments::of_request(sql, request.id)?,
        None => None,
    };
    rules::payable(request, Tender::Gateway, settled.as_ref())?;
    let now = clock::to_microseconds(now);
    if let Some(open) = gateway::open_session(sql, request.id)? {
        if open.expires_at.is_none_or(|expires_at| expires_at > now) {
            return Ok(open);
        }
        gateway::end_session(sql, open.id, "expired", now)?;
    }
    match gateway::insert_session(sql, request, GatewayClient::PROVIDER, now)? {
        Some(session) => Ok(session),
        // Another click was faster.
        None => gateway::open_session(sql, request.id)?.ok_or(Error::Conflict("changed-meanwhile")),
    }
}

fn keep_session(grant: &mut Granted<'_, PayRequest>, opened: &OpenedSession) -> Result<()> {
    gateway::keep_opened(
        grant.sql(),
        opened.session,
        &opened.reference,
        &opened.pay_url,
        opened.expires_at,
    )
}

/// Records a report whose signature holds, and does what it means. `source` is `callback`, or `status` when we asked; `raw`
/// is the report as it came.
///
/// # Errors
/// When the database fails; what the report says is never an error, but a verdict.
pub fn record_report(
    grant: &mut Granted<'_, RecordPayment>,
    settings: &BillingSettings,
    report: &Report,
    raw: &str,
    source: &'static str,
    at: Instant,
) -> Result<Verdict> {
    let at = clock::to_microseconds(at);
    let ((session, request), sql) = grant.parts();
    let settled = payments::of_request(sql, request.id)?;
    let verdict = rules::judge_report(
        report,
        Known {
            session,
            request,
            settled: settled.as_ref(),
            is_owed_back: gateway::is_owed_back(sql, &session.provider, &report.reference)?,
        },
    );
    let row = Uuid::now_v7();
    gateway::insert_report(
        sql,
        &NewReport {
            id: row,
            provider: &session.provider,
            reference: &report.reference,
            about: Some((session.id, request.id)),
            refund: None,
            source,
            at,
            verdict,
            amount: Some(report.money()),
            body: shortened(raw),
        },
    )?;
    match verdict {
        Verdict::Settled => {
            let income = Income {
                method: Tender::Gateway,
                provider: &session.provider,
                reference: Some(&report.reference),
                desk: None,
                at,
            };
            settle(sql, settings, request, &income)?;
            gateway::end_session(sql, session.id, "paid", at)?;
        }
        Verdict::NeedsRefund => {
            let day = local_date(at, settings.zone);
            outbox::append(sql, &[events::refund_needed(row, request, report.money(), day)])?;
            gateway::end_session(sql, session.id, "paid", at)?;
        }
        Verdict::Declined => {
            gateway::end_session(sql, session.id, "declined", at)?;
        }
        Verdict::Expired => {
            gateway::end_session(sql, session.id, "expired", at)?;
        }
        _ => {}
    }
    Ok(verdict)
}

/// Keeps a report that is not believed, cannot be read, or concerns nothing of this tenant's. It changes nothing else.
/// `said` is the reference and the amount it names, where it can be read.
///
/// # Errors
/// When the database fails.
pub fn keep_stray_report(
    grant: &mut Granted<'_, KeepStrayReport>,
    verdict: Verdict,
    said: Option<(&str, Money)>,
    raw: &str,
    at: Instant,
) -> Result<()> {
    gateway::insert_report(
        grant.sql(),
        &NewReport {
            id: Uuid::now_v7(),
            provider: GatewayClient::PROVIDER,
            reference: said.map_or("", |(reference, _)| shortened(reference)),
            about: None,
            refund: None,
            source: "callback",
            at: clock::to_microseconds(at),
            verdict,
            amount: said.map(|(_, amount)| amount),
            body: shortened(raw),
        },
    )
}

pub(super) fn shortened(text: &str) -> &str {
    text.char_indices()
        .nth(KEPT_CHARACTERS)
        .map_or(text, |(end, _)| &text[..end])
}
