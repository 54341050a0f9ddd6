//! Money given back: what a refund is, how its amount falls into parts, and who may decide.

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;
use serde::{Deserialize, Serialize};

use crate::kernel::clock::Instant;
use crate::kernel::error::Refusal;
use crate::kernel::ids::{
    AccountId, CreditNoteId, DossierId, HallId, InvoiceId, LegalEntityId, OperatingUnitId, PaymentId,
    PaymentRequestId, ProcedureId, RefundId,
};
use crate::kernel::money::{Currency, Money, Tender};

use super::documents::{Taxed, tax_on, taxed};
use super::gateway::{RefundReport, RefundStanding};
use super::model::{PaymentRequest, Verdict};
use super::rules::CashHall;

/// The longest reason and the longest word of whoever decides, in characters.
pub const REASON_CHARACTERS_MAX: usize = 500;

/// How far the nearest amount that adds up is looked for, in minor units; it lies within a few.
const NEAR: usize = 10_000;

/// The parts of an amount, minor units.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Parts {
    /// Of the fee.
    pub net_minor: i64,
    /// Of the delivery.
    pub shipping_minor: i64,
    /// Of the tax.
    pub tax_minor: i64,
}

impl Parts {
    /// What was asked for.
    #[must_use]
    pub const fn of(request: &PaymentRequest) -> Self {
        Self {
            net_minor: request.net_minor,
            shipping_minor: request.shipping_minor,
            tax_minor: request.tax_minor,
        }
    }

    /// All of it. A request's parts add up to 64 bits, and these are never more.
    #[must_use]
    pub const fn total(self) -> i64 {
        self.net_minor
            .saturating_add(self.shipping_minor)
            .saturating_add(self.tax_minor)
    }

    /// What is left without `other`.
    #[must_use]
    pub const fn less(self, other: Parts) -> Self {
        Self {
            net_minor: self.net_minor.saturating_sub(other.net_minor),
            shipping_minor: self.shipping_minor.saturating_sub(other.shipping_minor),
            tax_minor: self.tax_minor.saturating_sub(other.tax_minor),
        }
    }
}

/// Where a refund stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum RefundState {
    /// Somebody has to decide.
    Waiting,
    /// Nothing is given back.
    Refused,
    /// Approved; to be fetched at a cash desk.
    AtDesk,
    /// Approved; the gateway gives it back.
    AtGateway,
    /// Given back.
    Paid,
}

impl RefundState {
    /// Its word in the names of texts and in the interface for programs.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            RefundState::Waiting => "waiting",
            RefundState::Refused => "refused",
            RefundState::AtDesk => "at-desk",
            RefundState::AtGateway => "at-gateway",
            RefundState::Paid => "paid",
        }
    }
}

/// Somebody who did something, by name where the reader may know it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct By {
    /// The account.
    pub account: AccountId,
    /// The name.
    pub name: Option<String>,
}

/// Money that is asked back, or was given back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Refund {
    /// Its id, and the key under which the gateway gives back once.
    pub id: RefundId,
    /// The payment it gives back of.
    pub payment: PaymentId,
    /// What that settled.
    pub request: PaymentRequestId,
    /// What it was for.
    pub dossier: DossierId,
    /// The dossier's number; the reference where the reader does not see the dossier.
    pub dossier_number: String,
    /// The procedure of the dossier.
    pub procedure: ProcedureId,
    /// The unit that gives it back: the one that has the dossier.
    pub unit: OperatingUnitId,
    /// Whether that unit has ended and no other took it over: whoever sees what it left gives it back.
    pub is_left: bool,
    /// The unit that received the money: another one, when a reorganisation moved the dossier since.
    pub received_by_unit: OperatingUnitId,
    /// The legal entity whose money it is.
    pub legal_entity: LegalEntityId,
    /// Who gets it.
    pub applicant: AccountId,
    /// Her name, where the reader sees the dossier.
    pub applicant_name: String,
    /// What she quotes: the reference of the request and a count.
    pub reference: String,
    /// The way it goes back: as it came.
    pub method: Tender,
    /// What it consists of.
    pub parts: Parts,
    /// All of it, minor units.
    pub amount_minor: i64,
    /// The currency: that of the payment.
    pub currency: Currency,
    /// Why.
    pub reason: String,
    /// When it was asked for.
    pub raised_at: Instant,
    /// By whom.
    pub raised_by: By,
    /// When it was approved.
    pub approved_at: Option<Instant>,
    /// When it was refused.
    pub refused_at: Option<Instant>,
    /// Who decided.
    pub decided_by: Option<By>,
    /// In what words; a refusal has some.
    pub decision_note: Option<String>,
    /// When the gateway said that it cannot give it back: it is fetched at a desk then.
    pub declined_at: Option<Instant>,
    /// The gateway's own reference.
    pub provider_reference: Option<String>,
    /// When it was given back.
    pub paid_at: Option<Instant>,
    /// In which way.
    pub paid_in: Option<Tender>,
    /// The cashier, at a desk.
    pub paid_by: Option<By>,
    /// The hall, at a desk.
    pub hall: Option<HallId>,
}

impl Refund {
    /// How much, with its currency.
    #[must_use]
    pub const fn money(&self) -> Money {
        Money::new(self.amount_minor, self.currency)
    }

    /// Where it stands.
    #[must_use]
    pub const fn state(&self) -> RefundState {
        if self.paid_at.is_some() {
            RefundState::Paid
        } else if self.refused_at.is_some() {
            RefundState::Refused
        } else if self.approved_at.is_none() {
            RefundState::Waiting
        } else if matches!(self.method, Tender::Gateway) && self.declined_at.is_none() {
            RefundState::AtGateway
        } else {
            RefundState::AtDesk
        }
    }

    /// Whether the applicant is told of it: what was only asked for or refused is the house's own.
    #[must_use]
    pub const fn is_told(&self) -> bool {
        self.approved_at.is_some()
    }
}

/// An issued credit note without its document.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CreditNoteSummary {
    /// Its id.
    pub id: CreditNoteId,
    /// Who issued it.
    pub legal_entity: LegalEntityId,
    /// The series.
    pub series: String,
    /// The year of the series.
    pub year: i32,
    /// The number in the series.
    pub number: i64,
    /// The number as printed, with its series.
    pub identifier: String,
    /// The refund it is for.
    pub refund: RefundId,
    /// The invoice it takes back of.
    pub invoice: InvoiceId,
    /// The dossier it is for.
    pub dossier: DossierId,
    /// When it was issued.
    pub issued_at: Instant,
    /// Minor units.
    pub amount_minor: i64,
    /// The currency.
    pub currency: Currency,
}

/// What of a payment can still be given back, when `refunds` are all that were raised of it. What waits for a decision is
/// taken: two refunds cannot both have the same money.
#[must_use]
pub fn left(request: &PaymentRequest, refunds: &[Refund]) -> Parts {
    refunds
        .iter()
        .filter(|refund| refund.refused_at.is_none())
        .fold(Parts::of(request), |left, refund| left.less(refund.parts))
}

/// The way money goes back: as it came.
///
/// # Errors
/// For transfers, which no part of this house makes.
pub fn way_back(came: Tender) -> Result<Tender, Refusal> {
    match came {
        Tender::Cash | Tender::Gateway => Ok(came),
        Tender::Bank => Err(Refusal::new("errors-refund-by-transfer")),
    }
}

/// How `amount_minor` of what is `left` of a request falls into fee, delivery and tax: the fee first, and of each part the
/// tax that the invoice has on it, so that the credit note adds up and what is left can be given back as well.
///
/// # Errors
/// When it is nothing, more than is left, or an amount that no rounding of the tax adds up to; the nearest ones are named.
pub fn split(request: &PaymentRequest, left: Parts, amount_minor: i64) -> Result<Parts, Refusal> {
    if amount_minor <= 0 {
        return Err(Refusal::new("errors-refund-nothing"));
    }
    let shown = |minor: i64| Refusal::money(Money::new(minor, request.currency));
    if amount_minor > left.total() {
        return Err(Refusal::new("errors-refund-too-much").with("left", shown(left.total())));
    }
    let taxed = taxed(request)?;
    let fits = |amount: i64| parts_of(taxed, left, amount);
    fits(amount_minor).ok_or_else(|| {
        let below = (1..amount_minor)
            .rev()
            .take(NEAR)
            .find(|amount| fits(*amount).is_some());
        let above = (amount_minor..=left.total())
            .take(NEAR)
            .find(|amount| fits(*amount).is_some());
        Refusal::new("errors-refund-tax-rounding")
            .with("below", shown(below.unwrap_or_default()))
            .with("above", shown(above.unwrap_or_else(|| left.total())))
    })
}

fn parts_of(taxed: Taxed, left: Parts, amount: i64) -> Option<Parts> {
    if amount == left.total() {
        return Some(left);
    }
    let fee_first = |base: i64, tax_minor: i64| {
        let net_minor = base.min(left.net_minor);
        Parts {
            net_minor,
            shipping_minor: base - net_minor,
            tax_minor,
        }
    };
    match taxed {
        Taxed::Nothing => Some(fee_first(amount, 0)),
        Taxed::FeeAndDelivery(rate) => {
            let base_left = left.net_minor.checked_add(left.shipping_minor)?;
            let base = base_of(amount, rate, base_left, left.tax_minor)?;
            Some(fee_first(base, amount - base))
        }
        Taxed::Fee(_) if amount >= left.net_minor.saturating_add(left.tax_minor) => Some(Parts {
            shipping_minor: amount - left.net_minor - left.tax_minor,
            ..left
        }),
        Taxed::Fee(rate) => {
            let base = base_of(amount, rate, left.net_minor, left.tax_minor)?;
            Some(Parts {
                net_minor: base,
                shipping_minor: 0,
                tax_minor: amount - base,
            })
        }
    }
}

/// The base that makes `amount` with its tax, where the rest of the base makes the rest of the tax as well.
fn base_of(amount: i64, rate: Decimal, base_left: i64, tax_left: i64) -> Option<i64> {
    let near = (Decimal::from(amount) * Decimal::ONE_HUNDRED)
        .checked_div(Decimal::ONE_HUNDRED + rate)?
        .round()
        .to_i64()?;
    (near - 1..=near + 1).find(|base| {
        let tax = amount - base;
        (0..=base_left).contains(base)
            && (0..=tax_left).contains(&tax)
            && tax_on(*base, rate) == Decimal::from(tax)
            && tax_on(base_left - base, rate) == Decimal::from(tax_left - tax)
    })
}

/// What whoever decides says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Decision {
    /// Give it back.
    Approve,
    /// Give nothing back, for this reason.
    Refuse(String),
}

/// Whether `who` may decide so about `refund`; `false` when she decided the same before.
///
/// # Errors
/// Why not.
pub fn judge_decision(refund: &Refund, who: AccountId, decision: &Decision) -> Result<bool, Refusal> {
    // Kept apart by the rule itself, whatever the tenant's pairs of duties say.
    if refund.raised_by.account == who {
        return Err(Refusal::new("errors-refund-own"));
    }
    if refund.state() == RefundState::Waiting {
        return Ok(true);
    }
    let is_same = match decision {
        Decision::Approve => refund.approved_at.is_some(),
        Decision::Refuse(_) => refund.refused_at.is_some(),
    };
    if is_same && refund.decided_by.as_ref().is_some_and(|by| by.account == who) {
        return Ok(false);
    }
    Err(Refusal::new("errors-refund-decided"))
}

/// Whether `cashier` may hand `refund` over at `hall`, whose till holds `in_till_minor` of what it took today; `false` when she
/// did so before.
///
/// # Errors
/// Why not.
pub fn judge_pay_out(
    refund: &Refund,
    hall: &CashHall,
    cashier: AccountId,
    in_till_minor: i64,
) -> Result<bool, Refusal> {
    match refund.state() {
        RefundState::AtDesk => {}
        RefundState::Paid => {
            let is_same = refund.paid_by.as_ref().is_some_and(|by| by.account == cashier)
                && refund.hall == Some(hall.id);
            return if is_same {
                Ok(false)
            } else {
                Err(Refusal::new("errors-refund-paid").with("reference", &refund.reference))
            };
        }
        RefundState::AtGateway => return Err(Refusal::new("errors-refund-at-gateway")),
        RefundState::Waiting | RefundState::Refused => {
            return Err(Refusal::new("errors-refund-not-approved"));
        }
    }
    let is_of_the_hall = if refund.is_left {
        hall.legal_entity == refund.legal_entity
    } else {
        hall.unit == refund.unit
    };
    if !is_of_the_hall {
        return Err(Refusal::new("errors-cash-other-unit"));
    }
    hall.handles_cash()?;
    if in_till_minor < refund.amount_minor {
        let in_till = Money::new(in_till_minor.max(0), refund.currency);
        return Err(Refusal::new("errors-refund-till-short").with("till", in_till.decimal()));
    }
    Ok(true)
}

/// What a report of the gateway about `refund` means, whose signature holds.
#[must_use]
pub fn judge_refund_report(report: &RefundReport, refund: &Refund) -> Verdict {
    let is_other = refund
        .provider_reference
        .as_ref()
        .is_some_and(|reference| *reference != report.reference);
    if report.money() != refund.money()
        || is_other
        || refund.method != Tender::Gateway
        || refund.approved_at.is_none()
    {
        return Verdict::Mismatched;
    }
    match report.standing {
        RefundStanding::Pending => Verdict::Pending,
        RefundStanding::Refused if refund.declined_at.is_some() => Verdict::Repeated,
        RefundStanding::Refused if refund.paid_at.is_some() => Verdict::Mismatched,
        RefundStanding::Refused => Verdict::Declined,
        RefundStanding::Refunded => match refund.paid_in {
            None => Verdict::Settled,
            Some(Tender::Gateway) => Verdict::Repeated,
            // It was fetched at a desk after the gateway had said no: kept, for whoever settles with the gateway.
            Some(_) => Verdict::Mismatched,
        },
    }
}
