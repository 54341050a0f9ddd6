//! Giving money back: raised by one person, decided by another, handed over at a desk or by the gateway.

use serde_json::json;

use crate::kernel::calendar;
use crate::kernel::clock::{self, Instant};
use crate::kernel::error::{Error, FieldProblem, Refusal, Result};
use crate::kernel::ids::AccountId;
use crate::kernel::money::Tender;
use crate::kernel::patterns::number::local_date;
use crate::platform::door::{Granted, Sql};
use crate::platform::outbox;

use super::super::acts::{DecideRefund, PayOutRefund, RaiseRefund, RecordRefund, Refundable};
use super::super::events;
use super::super::gateway::{GatewayClient, RefundReport};
use super::super::model::{BillingSettings, Verdict};
use super::super::queries::gateway::{self, NewReport};
use super::super::queries::payments;
use super::super::queries::refunds::{self, NewRefund};
use super::super::refunds::{Decision, Parts, REASON_CHARACTERS_MAX, Refund, judge_decision, judge_pay_out};
use super::super::refunds::{judge_refund_report, left, split, way_back};
use super::online::shortened;

/// What is asked back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asked {
    /// How much, minor units of the payment's currency.
    pub amount_minor: i64,
    /// Why.
    pub reason: String,
}

/// What of a payment can still be given back.
///
/// # Errors
/// When the database fails.
pub fn refundable(sql: &mut Sql, of: &Refundable) -> Result<Parts> {
    let present = refunds::of_payment(sql, of.payment.id)?;
    Ok(left(&of.request, &present))
}

/// Asks that money be given back; another person decides. The same refund asked for again, in the same words, is found.
///
/// # Errors
/// A refusal by field (`amount`, `reason`) when the reason is missing or the amount is not what can be given back.
pub fn raise_refund(grant: &mut Granted<'_, RaiseRefund>, asked: &Asked, at: Instant) -> Result<Refund> {
    let who = grant.context().actor.account().ok_or(Error::SignInNeeded)?;
    let (of, sql) = grant.parts();
    let reason = words(&asked.reason);
    if let Some(present) = refunds::by_id(sql, of.refund)? {
        let is_same = present.payment == of.payment.id
            && present.raised_by.account == who
            && present.amount_minor == asked.amount_minor
            && reason.as_deref() == Ok(present.reason.as_str());
        return if is_same {
            Ok(present)
        } else {
            Err(Error::refused("errors-refund-key-used"))
        };
    }
    let present = refunds::of_payment(sql, of.payment.id)?;
    let parts = split(&of.request, left(&of.request, &present), asked.amount_minor);
    let method = way_back(of.payment.method)?;
    let (parts, reason) = match (parts, reason) {
        (Ok(parts), Ok(reason)) => (parts, reason),
        (parts, reason) => {
            let problem = |field: &str, refusal: Refusal| FieldProblem {
                field: field.to_owned(),
                code: refusal.code,
                arguments: refusal.arguments,
            };
            let problems = parts
                .err()
                .map(|refusal| problem("amount", refusal))
                .into_iter()
                .chain(reason.err().map(|refusal| problem("reason", refusal)));
            return Err(Refusal::of_fields(problems.collect()).into());
        }
    };
    let at = clock::to_microseconds(at);
    let new = NewRefund {
        of,
        method,
        parts,
        reason: &reason,
        at,
        who,
    };
    refunds::insert(sql, &new).map_err(|error| match error {
        Error::RuleBroken { constraint, .. } if constraint == "refund_within_payment" => {
            Error::Conflict("changed-meanwhile")
        }
        other => other,
    })?;
    let refund = refunds::by_id(sql, of.refund)?.ok_or(Error::NotFound)?;
    let detail = json!({ "refund_id": refund.id, "reference": refund.reference,
        "amount_minor": refund.amount_minor, "currency": refund.currency });
    refunds::log(sql, &refund, "refund_raised", (false, &detail), at)?;
    Ok(refund)
}

/// A reason as it is kept.
fn words(typed: &str) -> Result<String, Refusal> {
    let text = typed.trim();
    if text.is_empty() || text.contains('\0') {
        return Err(Refusal::new("errors-refund-reason-missing"));
    }
    if text.chars().count() > REASON_CHARACTERS_MAX {
        return Err(Refusal::new("errors-refund-reason-long").with("max", REASON_CHARACTERS_MAX));
    }
    Ok(text.to_owned())
}

/// Decides a refund, as somebody else than whoever raised it. The same decision made again by the same person is found.
///
/// # Errors
/// A refusal when she raised it herself, when it is decided already, or (field `note`) when nothing is given back without a
/// reason.
pub fn decide_refund(
    grant: &mut Granted<'_, DecideRefund>,
    settings: &BillingSettings,
    decision: &Decision,
    at: Instant,
) -> Result<Refund> {
    let who = grant.context().actor.account().ok_or(Error::SignInNeeded)?;
    let (refund, sql) = grant.parts();
    if !judge_decision(refund, who, decision)? {
        return Ok(refund.clone());
    }
    let note = match decision {
        Decision::Approve => None,
        Decision::Refuse(typed) => Some(words(typed).map_err(|refusal| {
            Refusal::of_fields(vec![FieldProblem {
                field: "note".to_owned(),
                code: refusal.code,
                arguments: refusal.arguments,
            }])
        })?),
    };
    let (approves, at) = (note.is_none(), clock::to_microseconds(at));
    refunds::decide(sql, refund.id, who, (approves, note.as_deref()), at)?;
    let decided = refunds::by_id(sql, refund.id)?.ok_or(Error::NotFound)?;
    let detail = json!({ "refund_id": decided.id, "reference": decided.reference, "note": note,
        "amount_minor": decided.amount_minor, "currency": decided.currency });
    let kind = if approves {
        "refund_approved"
    } else {
        "refund_refused"
    };
    refunds::log(sql, &decided, kind, (approves, &detail), at)?;
    if approves {
        let day = local_date(at, settings.zone);
        outbox::append(sql, &[events::refund_happened("refund.approved", &decided, day)])?;
    }
    Ok(decided)
}

/// Hands a refund over in cash, out of what the desk took today. A form that was sent twice finds the first time.
///
/// # Errors
/// A refusal when the refund is not to be fetched at a desk, or the hall takes no cash, belongs to another unit or has not
/// enough in its till.
pub fn pay_out_refund(
    grant: &mut Granted<'_, PayOutRefund>,
    settings: &BillingSettings,
    at: Instant,
) -> Result<Refund> {
    let cashier = grant.context().actor.account().ok_or(Error::SignInNeeded)?;
    let at = clock::to_microseconds(at);
    let ((refund, hall), sql) = grant.parts();
    let in_till = refunds::in_till(sql, hall.id, day_of(settings, at))?;
    if !judge_pay_out(refund, hall, cashier, in_till)? {
        return Ok(refund.clone());
    }
    paid(
        sql,
        settings,
        refund,
        (Tender::Cash, Some((cashier, hall.id)), None),
        at,
    )
}

/// The beginning of the day and of the next, in the tenant's zone.
fn day_of(settings: &BillingSettings, at: Instant) -> (Instant, Instant) {
    let day = local_date(at, settings.zone);
    let begins = |day: chrono::NaiveDate| calendar::moment(day, chrono::NaiveTime::MIN, settings.zone);
    (begins(day), day.succ_opt().map_or(at, begins))
}

/// The one way in which a refund becomes paid.
fn paid(
    sql: &mut Sql,
    settings: &BillingSettings,
    refund: &Refund,
    (way, desk, reference): (
        Tender,
        Option<(AccountId, crate::kernel::ids::HallId)>,
        Option<&str>,
    ),
    at: Instant,
) -> Result<Refund> {
    refunds::pay(sql, refund.id, way, desk, reference, at)?;
    let paid = refunds::by_id(sql, refund.id)?.ok_or(Error::NotFound)?;
    let detail = json!({ "refund_id": paid.id, "reference": paid.reference, "method": way,
        "amount_minor": paid.amount_minor, "currency": paid.currency });
    refunds::log(sql, &paid, "refund_paid", (true, &detail), at)?;
    let day = local_date(at, settings.zone);
    outbox::append(sql, &[events::refund_happened("refund.paid", &paid, day)])?;
    Ok(paid)
}

/// Records what the gateway says about a refund and does what it means. `source` is `callback`, or `status` when we asked.
///
/// # Errors
/// When the database fails; what the report says is never an error, but a verdict.
pub fn record_refund_report(
    grant: &mut Granted<'_, RecordRefund>,
    settings: &BillingSettings,
    report: &RefundReport,
    raw: &str,
    source: &'static str,
    at: Instant,
) -> Result<Verdict> {
    let at = clock::to_microseconds(at);
    let (refund, sql) = grant.parts();
    let verdict = judge_refund_report(report, refund);
    // That nothing has happened yet is worth its reference, and no row.
    if verdict == Verdict::Pending {
        refunds::keep_reference(sql, refund.id, &report.reference)?;
        return Ok(verdict);
    }
    let payment = payments::of_request(sql, refund.request)?;
    gateway::insert_report(
        sql,
        &NewReport {
            id: uuid::Uuid::now_v7(),
            provider: payment
                .as_ref()
                .map_or(GatewayClient::PROVIDER, |payment| payment.provider.as_str()),
            reference: shortened(&report.reference),
            about: None,
            refund: Some(refund.id),
            source,
            at,
            verdict,
            amount: Some(report.money()),
            body: shortened(raw),
        },
    )?;
    match verdict {
        Verdict::Settled => {
            let way = (Tender::Gateway, None, Some(report.reference.as_str()));
            paid(sql, settings, refund, way, at)?;
        }
        Verdict::Declined => {
            refunds::decline(sql, refund.id, &report.reference, at)?;
            let day = local_date(at, settings.zone);
            outbox::append(sql, &[events::refund_happened("refund.declined", refund, day)])?;
        }
        _ => {}
    }
    Ok(verdict)
}
