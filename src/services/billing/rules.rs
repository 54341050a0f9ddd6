//! Pure decisions about money: what is asked for, what may be taken, what a report means, what an invoice says.

use serde::Deserialize;

use crate::kernel::error::Refusal;
use crate::kernel::ids::{AccountId, HallId, LegalEntityId, OperatingUnitId};
use crate::kernel::locale::{Language, Localised};
use crate::kernel::money::{Money, Tender};
use crate::kernel::patterns::payment::{AmountError, Amounts, Method, NotOffered, Part};

use super::acts::Billable;
use super::gateway::{Report, SessionState};
use super::model::{DueLine, GatewaySession, Payment, PaymentRequest, Verdict, method_of};

/// Why a fee cannot be raised: the step stops as an incident, and nothing is asked for.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum FeeProblem {
    /// A formula gave no amount.
    #[error(transparent)]
    Amount(#[from] AmountError),
    /// The unit does not offer a way to pay.
    #[error(transparent)]
    Method(#[from] NotOffered),
}

impl Billable {
    /// The ways to pay that the unit offers: the gateway always, cash where a hall takes it, transfer where there is an
    /// account to transfer to.
    #[must_use]
    pub fn offered(&self) -> Vec<Method> {
        Method::ALL
            .into_iter()
            .filter(|method| match method {
                Method::Keypay => true,
                Method::Cash => self.takes_cash,
                Method::Bank => self.has_bank_account,
            })
            .collect()
    }
}

/// The parts of an amount by name; parts of nothing are left out.
#[must_use]
pub fn due_lines(amounts: &Amounts, procedure: &Localised) -> Vec<DueLine> {
    [
        (Part::Net, amounts.net, procedure.clone()),
        (Part::Ship, amounts.ship, delivery()),
        (Part::Tax, amounts.tax, tax()),
    ]
    .into_iter()
    .filter(|(_, amount_minor, _)| *amount_minor != 0)
    .map(|(part, amount_minor, name)| DueLine {
        part,
        name,
        amount_minor,
    })
    .collect()
}

fn localised(texts: [(Language, &str); 4]) -> Localised {
    Localised(
        texts
            .into_iter()
            .map(|(language, text)| (language, text.to_owned()))
            .collect(),
    )
}

fn delivery() -> Localised {
    localised([
        (Language::Vi, "Chuyển phát kết quả"),
        (Language::Uk, "Доставка результату"),
        (Language::Zh, "结果寄送"),
        (Language::En, "Delivery of the result"),
    ])
}

fn tax() -> Localised {
    localised([
        (Language::Vi, "Thuế giá trị gia tăng"),
        (Language::Uk, "Податок на додану вартість"),
        (Language::Zh, "增值税"),
        (Language::En, "Value added tax"),
    ])
}

/// A hall at whose desk cash is handed over.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CashHall {
    /// The hall.
    pub id: HallId,
    /// The unit it works for.
    pub unit: OperatingUnitId,
    /// The legal entity whose money its till holds.
    pub legal_entity: LegalEntityId,
    /// Whether it takes cash.
    pub takes_cash: bool,
    /// Whether it is open.
    pub is_open: bool,
}

impl CashHall {
    /// Whether money changes hands at its desk.
    ///
    /// # Errors
    /// Why not.
    pub fn handles_cash(&self) -> Result<(), Refusal> {
        if !self.is_open {
            return Err(Refusal::new("errors-cash-hall-closed"));
        }
        if !self.takes_cash {
            return Err(Refusal::new("errors-cash-not-taken-here"));
        }
        Ok(())
    }
}

/// What to do with cash on the desk.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CashDecision {
    /// Take it.
    Take,
    /// The same cashier took it already, at the same desk: a form sent twice.
    TakenBefore,
}

/// Whether `offered` may be taken by `cashier` at `hall` for `request`, which `settled` may have settled already.
///
/// # Errors
/// Why not.
pub fn judge_cash(
    request: &PaymentRequest,
    hall: &CashHall,
    cashier: AccountId,
    offered: Money,
    settled: Option<&Payment>,
) -> Result<CashDecision, Refusal> {
    if let Some(payment) = settled {
        let is_same = payment.method == Tender::Cash
            && payment.received_by == Some(cashier)
            && payment.hall == Some(hall.id);
        return if is_same {
            Ok(CashDecision::TakenBefore)
        } else {
            Err(Refusal::new("errors-payment-already-made").with("receipt", &payment.receipt_number))
        };
    }
    if hall.unit != request.unit {
        return Err(Refusal::new("errors-cash-other-unit"));
    }
    hall.handles_cash()?;
    payable(request, Tender::Cash, None)?;
    if offered != request.money() {
        return Err(Refusal::new("errors-payment-amount-differs").with("due", request.money().decimal()));
    }
    Ok(CashDecision::Take)
}

/// Whether `request`, which `settled` may have settled, waits for money that may come by `tender`.
///
/// # Errors
/// Why not.
pub fn payable(request: &PaymentRequest, tender: Tender, settled: Option<&Payment>) -> Result<(), Refusal> {
    if let Some(payment) = settled {
        return Err(Refusal::new("errors-payment-already-made").with("receipt", &payment.receipt_number));
    }
    if !request.is_open() {
        return Err(Refusal::new("errors-payment-not-due"));
    }
    if !request.methods.contains(&method_of(tender)) {
        return Err(Refusal::new("errors-payment-method-not-offered"));
    }
    Ok(())
}

/// What is known when a report comes in.
#[derive(Debug, Clone, Copy)]
pub struct Known<'a> {
    /// The session it is about.
    pub session: &'a GatewaySession,
    /// The request of that session.
    pub request: &'a PaymentRequest,
    /// What settled the request.
    pub settled: Option<&'a Payment>,
    /// Whether this very money is already noted as owed back.
    pub is_owed_back: bool,
}

/// What a report whose signature holds means. It is the gateway's word, but about our session: reference, amount and
/// currency have to be those we agreed on.
#[must_use]
pub fn judge_report(report: &Report, known: Known<'_>) -> Verdict {
    let Known {
        session,
        request,
        settled,
        is_owed_back,
    } = known;
    let is_ours = session
        .provider_reference
        .as_ref()
        .is_none_or(|reference| *reference == report.reference)
        && report.money() == Money::new(session.amount_minor, session.currency)
        && report.money() == request.money();
    if !is_ours {
        return Verdict::Mismatched;
    }
    match report.state {
        SessionState::Pending => Verdict::Pending,
        SessionState::Declined if session.ended_at.is_some() => Verdict::Repeated,
        SessionState::Declined => Verdict::Declined,
        SessionState::Expired if session.ended_at.is_some() => Verdict::Repeated,
        SessionState::Expired => Verdict::Expired,
        SessionState::Paid => {
            let is_heard = settled.is_some_and(|payment| {
                payment.provider == session.provider && payment.provider_reference == report.reference
            });
            if is_heard || is_owed_back {
                Verdict::Repeated
            } else if request.is_open() {
                Verdict::Settled
            } else {
                Verdict::NeedsRefund
            }
        }
    }
}

/// The legal entity as it stands on an invoice.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Seller {
    /// Its code, for messages.
    pub code: String,
    /// Its registered name.
    pub name: Localised,
    /// The number in the register.
    pub registration_number: String,
    /// Where it is.
    pub address: SellerAddress,
    /// What else its code says.
    pub details: SellerDetails,
}

/// Where a legal entity is.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub struct SellerAddress {
    /// Street and house by language.
    pub texts: Localised,
    /// Town or ward.
    pub city: String,
    /// ISO 3166-1 alpha-2 code of its country.
    pub country: String,
}

/// What a legal entity's code says about its documents.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub struct SellerDetails {
    /// The series of its invoices, with `{YY}` or `{YYYY}` where the year stands: `1C{YY}TAA`.
    pub invoice_series: Option<String>,
    /// The series of its credit notes, where they have one of their own; otherwise they are numbered with the invoices.
    pub credit_note_series: Option<String>,
    /// The account fees are transferred to.
    pub bank_account: Option<String>,
    /// Its e-mail address.
    pub email: Option<String>,
    /// Its telephone number.
    pub phone: Option<String>,
}

/// The series in which invoices of `year` are numbered. Where the text names no year, the year is still part of the
/// counter's key.
///
/// # Errors
/// When the legal entity has none.
pub fn series_of(seller: &Seller, year: i32) -> Result<String, Refusal> {
    in_year(seller.details.invoice_series.as_deref(), year)
        .ok_or_else(|| Refusal::new("errors-invoice-series-missing").with("legal_entity", &seller.code))
}

/// The series in which credit notes of `year` are numbered: their own where the tenant's code names one, else that of the
/// invoices.
///
/// # Errors
/// As [`series_of`].
pub fn credit_note_series_of(seller: &Seller, year: i32) -> Result<String, Refusal> {
    match in_year(seller.details.credit_note_series.as_deref(), year) {
        Some(own) => Ok(own),
        None => series_of(seller, year),
    }
}

fn in_year(pattern: Option<&str>, year: i32) -> Option<String> {
    let pattern = pattern.map(str::trim).filter(|pattern| !pattern.is_empty())?;
    Some(
        pattern
            .replace("{YYYY}", &format!("{year:04}"))
            .replace("{YY}", &format!("{:02}", year.rem_euclid(100))),
    )
}

/// A number of a series as printed: eight digits, the most that Viet Nam's invoices have.
#[must_use]
pub fn printed_number(number: i64) -> String {
    format!("{number:08}")
}
