//! What invoices and credit notes say, as pure values made from what was due, paid and given back.

use chrono::NaiveDate;
use rust_decimal::Decimal;

use crate::kernel::error::Refusal;
use crate::kernel::locale::{Language, Localised};
use crate::kernel::money::Tender;
use crate::kernel::patterns::payment::Part;

use super::model::{BillingSettings, DueLine, Payment, PaymentRequest};
use super::refunds::Refund;
use super::rules::{Seller, printed_number};
use super::ubl::{
    self, CUSTOMISATION_EN16931, DocumentKind, InvoiceDocument, InvoiceLine, Party, PaymentMeans, Preceding,
    Vat,
};

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
        lines: invoice_lines(&request.lines, taxed(request)?, settings.language),
        prepaid_minor: payment.amount_minor,
    })
}

/// The credit note of a refund: it takes back of an invoice what the refund gives back. What is left to pay on it is what
/// the citizen is still to receive.
///
/// # Errors
/// When no rate of tax explains the tax that was asked for.
pub fn credit_note_document(
    basis: InvoiceBasis<'_>,
    refund: &Refund,
    invoice: Preceding,
    (series, number): (&str, i64),
    issued_on: NaiveDate,
) -> Result<InvoiceDocument, Refusal> {
    let (request, language) = (basis.request, basis.settings.language);
    let mut document = invoice_document(basis, series, number, issued_on)?;
    let lines: Vec<DueLine> = request
        .lines
        .iter()
        .filter_map(|line| {
            let amount_minor = match line.part {
                Part::Net => refund.parts.net_minor,
                Part::Ship => refund.parts.shipping_minor,
                Part::Tax => refund.parts.tax_minor,
            };
            (amount_minor != 0).then(|| DueLine {
                amount_minor,
                ..line.clone()
            })
        })
        .collect();
    document.kind = DocumentKind::CreditNote;
    document.lines = invoice_lines(&lines, taxed(request)?, language);
    document.preceding = vec![invoice];
    document.notes = vec![refund.reason.clone()];
    document.prepaid_minor = 0;
    document.payment_terms = Some(paid_back(refund.method, language).to_owned());
    if let Some(payment) = &mut document.payment {
        payment.reference = Some(refund.reference.clone());
        payment.account = None;
    }
    Ok(document)
}

const fn paid_back(method: Tender, language: Language) -> &'static str {
    match (method, language) {
        (Tender::Cash, Language::Vi) => "Hoàn trả bằng tiền mặt tại quầy thu ngân",
        (Tender::Cash, Language::Uk) => "Повертається готівкою в касі",
        (Tender::Cash, Language::Zh) => "在收费窗口以现金退还",
        (Tender::Cash, Language::En) => "Paid back in cash at the cash desk",
        (_, Language::Vi) => "Hoàn trả theo đúng hình thức đã thanh toán",
        (_, Language::Uk) => "Повертається тим самим способом, яким сплачено",
        (_, Language::Zh) => "按原支付方式退还",
        (_, Language::En) => "Paid back the way it was paid",
    }
}

fn invoice_lines(lines: &[DueLine], taxed: Taxed, language: Language) -> Vec<InvoiceLine> {
    let (fee, delivery) = vats(taxed, language);
    lines
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
        .collect()
}

/// What the tax of a request was reckoned from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Taxed {
    /// There is none: a statutory fee.
    Nothing,
    /// Fee and delivery together, at this rate in per cent.
    FeeAndDelivery(Decimal),
    /// The fee alone, with delivery exempt.
    Fee(Decimal),
}

/// The rate is the one that explains the amount asked for.
pub(super) fn taxed(request: &PaymentRequest) -> Result<Taxed, Refusal> {
    if request.tax_minor == 0 {
        return Ok(Taxed::Nothing);
    }
    let both = request.net_minor.checked_add(request.shipping_minor);
    if let Some(rate) = both.and_then(|base| rate_of(request.tax_minor, base)) {
        return Ok(Taxed::FeeAndDelivery(rate));
    }
    rate_of(request.tax_minor, request.net_minor)
        .map(Taxed::Fee)
        .ok_or_else(|| Refusal::new("errors-invoice-tax-unexplained"))
}

/// The tax that fee and delivery bear. Without tax both are a statutory fee, outside its scope.
fn vats(taxed: Taxed, language: Language) -> (Vat, Vat) {
    let reason = outside_scope(language).to_owned();
    match taxed {
        Taxed::Nothing => (
            Vat::OutsideScope {
                reason: reason.clone(),
            },
            Vat::OutsideScope { reason },
        ),
        Taxed::FeeAndDelivery(rate) => (Vat::Standard { rate }, Vat::Standard { rate }),
        Taxed::Fee(rate) => (Vat::Standard { rate }, Vat::Exempt { reason }),
    }
}

/// The tax on `base` at `rate` per cent, rounded as invoices round it.
pub(super) fn tax_on(base: i64, rate: Decimal) -> Decimal {
    (Decimal::from(base) * rate / Decimal::ONE_HUNDRED)
        .round_dp_with_strategy(0, rust_decimal::RoundingStrategy::MidpointAwayFromZero)
}

/// The rate in per cent, with at most one decimal, that makes `tax` of `base`.
fn rate_of(tax: i64, base: i64) -> Option<Decimal> {
    let hundred = Decimal::ONE_HUNDRED;
    let rate = (Decimal::from(tax) * hundred)
        .checked_div(Decimal::from(base))?
        .round_dp(1);
    (rate > Decimal::ZERO && tax_on(base, rate) == Decimal::from(tax)).then_some(rate)
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
