//! Pure decisions about money: what is asked for, what may be taken, what a report means, what an invoice says.

use chrono::NaiveDate;
use rust_decimal::Decimal;
use serde::Deserialize;

use crate::kernel::error::Refusal;
use crate::kernel::ids::{AccountId, HallId, OperatingUnitId};
use crate::kernel::locale::{Language, Localised};
use crate::kernel::money::{Money, Tender};
use crate::kernel::patterns::payment::{AmountError, Amounts, Method, NotOffered, Part};

use super::acts::Billable;
use super::gateway::{Report, SessionState};
use super::model::{BillingSettings, DueLine, GatewaySession, Payment, PaymentRequest, Verdict, method_of};
use super::ubl::{
    self, CUSTOMISATION_EN16931, DocumentKind, InvoiceDocument, InvoiceLine, Party, PaymentMeans, Vat,
};

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
    /// Whether it takes cash.
    pub takes_cash: bool,
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
    if !hall.takes_cash {
        return Err(Refusal::new("errors-cash-not-taken-here"));
    }
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
    match seller.details.invoice_series.as_deref().map(str::trim) {
        Some(pattern) if !pattern.is_empty() => Ok(pattern
            .replace("{YYYY}", &format!("{year:04}"))
            .replace("{YY}", &format!("{:02}", year.rem_euclid(100)))),
        _ => Err(Refusal::new("errors-invoice-series-missing").with("legal_entity", &seller.code)),
    }
}

/// A number of a series as printed: eight digits, the most that Viet Nam's invoices have.
#[must_use]
pub fn printed_number(number: i64) -> String {
    format!("{number:08}")
}

/// What an invoice is made from.
#[derive(Debug, Clone, Copy)]
pub struct InvoiceBasis<'a> {
    /// What was due.
    pub request: &'a PaymentRequest,
    /// What was received.
    pub payment: &'a Payment,
    /// Who issues it.
    pub seller: &'a Seller,
    /// What the tenant's settings say.
    pub settings: &'a BillingSettings,
}

/// The invoice of a payment: paid in full before it is issued, so that nothing is due on it.
///
/// # Errors
/// When no rate of tax explains the tax that was asked for.
pub fn invoice_document(
    basis: InvoiceBasis<'_>,
    series: &str,
    number: i64,
    issued_on: NaiveDate,
) -> Result<InvoiceDocument, Refusal> {
    let InvoiceBasis {
        request,
        payment,
        seller,
        settings,
    } = basis;
    let text = |localised: &Localised| localised.get(settings.language, settings.language).to_owned();
    let party = |name: String, country: &str| Party {
        name,
        address: ubl::Address {
            country: country.to_owned(),
            ..ubl::Address::default()
        },
        ..Party::default()
    };
    let mut from = party(text(&seller.name), &seller.address.country);
    from.registration = Some(seller.registration_number.clone());
    from.tax_number = Some(seller.registration_number.clone());
    from.address.street = text(&seller.address.texts);
    from.address.city.clone_from(&seller.address.city);
    from.telephone.clone_from(&seller.details.phone);
    from.email.clone_from(&seller.details.email);
    Ok(InvoiceDocument {
        kind: DocumentKind::Invoice,
        customisation: CUSTOMISATION_EN16931.to_owned(),
        process: None,
        series: series.to_owned(),
        number: printed_number(number),
        issued_on,
        due_on: None,
        currency: request.currency,
        notes: Vec::new(),
        buyer_reference: None,
        dossier: Some(request.dossier_number.clone()),
        preceding: Vec::new(),
        seller: from,
        buyer: party(request.applicant_name.clone(), &settings.country),
        payment: Some(ubl::Payment {
            means: match payment.method {
                Tender::Cash => PaymentMeans::Cash,
                Tender::Gateway => PaymentMeans::Online,
                Tender::Bank => PaymentMeans::CreditTransfer,
            },
            reference: Some(request.reference.clone()),
            account: (payment.method == Tender::Bank)
                .then(|| seller.details.bank_account.clone())
                .flatten(),
            account_name: None,
        }),
        payment_terms: None,
        lines: invoice_lines(request, settings.language)?,
        prepaid_minor: payment.amount_minor,
    })
}

fn invoice_lines(request: &PaymentRequest, language: Language) -> Result<Vec<InvoiceLine>, Refusal> {
    let (fee, delivery) = vats(request, language)?;
    Ok(request
        .lines
        .iter()
        .filter(|line| line.part != Part::Tax)
        .map(|line| InvoiceLine {
            name: line.name.get(language, language).to_owned(),
            description: None,
            code: None,
            quantity: Decimal::ONE,
            unit: "C62".to_owned(),
            unit_price_minor: line.amount_minor,
            vat: if line.part == Part::Ship {
                delivery.clone()
            } else {
                fee.clone()
            },
        })
        .collect())
}

/// The tax that fee and delivery bear. Without tax both are a statutory fee, outside its scope. With tax the rate is the
/// one that explains the amount asked for: of fee and delivery together, or of the fee with delivery exempt.
fn vats(request: &PaymentRequest, language: Language) -> Result<(Vat, Vat), Refusal> {
    if request.tax_minor == 0 {
        let outside = Vat::OutsideScope {
            reason: outside_scope(language).to_owned(),
        };
        return Ok((outside.clone(), outside));
    }
    let both = request.net_minor.checked_add(request.shipping_minor);
    if let Some(rate) = both.and_then(|base| rate_of(request.tax_minor, base)) {
        return Ok((Vat::Standard { rate }, Vat::Standard { rate }));
    }
    if let Some(rate) = rate_of(request.tax_minor, request.net_minor) {
        let reason = outside_scope(language).to_owned();
        return Ok((Vat::Standard { rate }, Vat::Exempt { reason }));
    }
    Err(Refusal::new("errors-invoice-tax-unexplained"))
}

/// The rate in per cent, with at most one decimal, that makes `tax` of `base`.
fn rate_of(tax: i64, base: i64) -> Option<Decimal> {
    let hundred = Decimal::ONE_HUNDRED;
    let rate = (Decimal::from(tax) * hundred)
        .checked_div(Decimal::from(base))?
        .round_dp(1);
    let made = (Decimal::from(base) * rate / hundred)
        .round_dp_with_strategy(0, rust_decimal::RoundingStrategy::MidpointAwayFromZero);
    (rate > Decimal::ZERO && made == Decimal::from(tax)).then_some(rate)
}

const fn outside_scope(language: Language) -> &'static str {
    match language {
        Language::Vi => {
            "Phí, lệ phí thuộc ngân sách nhà nước, không thuộc đối tượng chịu thuế giá trị gia tăng"
        }
        Language::Uk => "Адміністративний збір, не є об’єктом оподаткування ПДВ",
        Language::Zh => "行政事业性收费，不属于增值税征收范围",
        Language::En => "Statutory fee, outside the scope of value added tax",
    }
}
