//! Which accounts an occurrence moves.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::kernel::error::{Error, Refusal, Result};
use crate::kernel::ids::{DossierId, PaymentId, RefundId};
use crate::kernel::money::{Currency, Tender};

use super::model::{Books, EntryHeader, JournalEntry, LedgerBooks, LedgerKind, Posting, Purpose, Source};

/// The account that holds money that came in by `tender`.
const fn holds(tender: Tender) -> Purpose {
    match tender {
        Tender::Cash => Purpose::Cash,
        Tender::Gateway => Purpose::GatewayClearing,
        Tender::Bank => Purpose::Bank,
    }
}

/// A payment as the journal sees it: the part of `payment.recorded` that concerns accounts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PaymentReceived {
    /// The payment.
    pub payment_id: PaymentId,
    /// What it was for.
    pub dossier_id: DossierId,
    /// How it came in.
    pub method: Tender,
    /// The fee, minor units.
    pub net_minor: i64,
    /// Delivery, minor units.
    pub shipping_minor: i64,
    /// Tax, minor units.
    pub tax_minor: i64,
    /// The currency.
    pub currency: Currency,
    /// The day it was received, in the tenant's zone.
    pub received_on: NaiveDate,
}

/// One entry for each ledger: the money is debited, each part of the amount credited.
///
/// # Errors
/// When a ledger keeps another currency or lacks an account for a purpose, which a person has to mend.
pub fn entries_of_payment(books: &Books, payment: &PaymentReceived) -> Result<Vec<JournalEntry>> {
    let parts = [
        (Purpose::FeeRevenue, payment.net_minor),
        (Purpose::ShippingRevenue, payment.shipping_minor),
        (Purpose::VatPayable, payment.tax_minor),
    ];
    let total = total(&parts)?;
    let movements: Vec<(Purpose, i64)> = std::iter::once((holds(payment.method), total))
        .chain(parts.into_iter().map(|(purpose, amount)| (purpose, -amount)))
        .filter(|(_, amount)| *amount != 0)
        .collect();
    let occurrence = Occurrence {
        dossier: payment.dossier_id,
        source: Source::new("payment", payment.payment_id),
        on: payment.received_on,
        memo: "Payment received",
    };
    entries(
        books,
        books.ledgers.iter(),
        payment.currency,
        &occurrence,
        &movements,
    )
}

/// One entry for each ledger that keeps debts: money that came without being due is held for whoever paid it. A secondary
/// ledger of a budget, which knows income only, has nothing to say about it. `source` is the report of the gateway that
/// brought it.
///
/// # Errors
/// As [`entries_of_payment`].
pub fn entries_of_money_owed_back(
    books: &Books,
    dossier: DossierId,
    source: uuid::Uuid,
    amount_minor: i64,
    currency: Currency,
    on: NaiveDate,
) -> Result<Vec<JournalEntry>> {
    let movements = [
        (Purpose::GatewayClearing, amount_minor),
        (Purpose::RefundPayable, -amount_minor),
    ];
    let occurrence = Occurrence {
        dossier,
        source: Source::new("refund_owed", source),
        on,
        memo: "Received without being due",
    };
    let keeping = books.ledgers.iter().filter(|ledger| {
        ledger.kind == LedgerKind::Primary || ledger.account(Purpose::RefundPayable).is_some()
    });
    entries(books, keeping, currency, &occurrence, &movements)
}

/// A refund as the journal sees it: the part of `refund.approved` and `refund.paid` that concerns accounts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MoneyBack {
    /// The refund.
    pub refund_id: RefundId,
    /// The payment it gives back of.
    pub payment_id: PaymentId,
    /// What that was for.
    pub dossier_id: DossierId,
    /// The way it goes back, or went.
    pub method: Tender,
    /// Of the fee, minor units.
    pub net_minor: i64,
    /// Of the delivery, minor units.
    pub shipping_minor: i64,
    /// Of the tax, minor units.
    pub tax_minor: i64,
    /// The currency.
    pub currency: Currency,
    /// The day, in the tenant's zone.
    pub on: NaiveDate,
}

impl MoneyBack {
    /// What an approved refund comes from in the journal.
    #[must_use]
    pub fn approved(&self) -> Source {
        Source::new("refund", self.refund_id)
    }

    fn parts(&self) -> [(Purpose, i64); 3] {
        [
            (Purpose::FeeRevenue, self.net_minor),
            (Purpose::ShippingRevenue, self.shipping_minor),
            (Purpose::VatPayable, self.tax_minor),
        ]
    }
}

/// What an approved refund moves in a ledger that keeps debts: revenue and tax are taken back, and the money is owed to
/// whoever paid. `None` in a ledger of income only, which knows nothing of it before it is paid.
///
/// # Errors
/// As [`entries_of_payment`].
pub fn entry_of_refund(
    books: &Books,
    ledger: &LedgerBooks,
    back: &MoneyBack,
) -> Result<Option<JournalEntry>> {
    if ledger.account(Purpose::RefundPayable).is_none() {
        return Ok(None);
    }
    let occurrence = Occurrence {
        dossier: back.dossier_id,
        source: back.approved(),
        on: back.on,
        memo: "Refund approved",
    };
    given_back(books, ledger, back, Purpose::RefundPayable, &occurrence).map(Some)
}

/// What a refund that was paid moves in a ledger: the debt is settled where it was kept (`is_owed`); elsewhere revenue and tax
/// are taken back now.
///
/// # Errors
/// As [`entries_of_payment`].
pub fn entry_of_refund_paid(
    books: &Books,
    ledger: &LedgerBooks,
    back: &MoneyBack,
    is_owed: bool,
) -> Result<JournalEntry> {
    let occurrence = Occurrence {
        dossier: back.dossier_id,
        source: Source::new("refund_paid", back.refund_id),
        on: back.on,
        memo: "Refund paid",
    };
    if !is_owed {
        return given_back(books, ledger, back, holds(back.method), &occurrence);
    }
    let total = total(&back.parts())?;
    let movements = [(Purpose::RefundPayable, total), (holds(back.method), -total)];
    entry(books, ledger, back.currency, &occurrence, &movements)
}

/// Revenue and tax are debited, `out_of` is credited.
fn given_back(
    books: &Books,
    ledger: &LedgerBooks,
    back: &MoneyBack,
    out_of: Purpose,
    occurrence: &Occurrence,
) -> Result<JournalEntry> {
    let total = total(&back.parts())?;
    let movements: Vec<(Purpose, i64)> = back
        .parts()
        .into_iter()
        .chain([(out_of, -total)])
        .filter(|(_, amount)| *amount != 0)
        .collect();
    entry(books, ledger, back.currency, occurrence, &movements)
}

fn total(parts: &[(Purpose, i64); 3]) -> Result<i64> {
    parts
        .iter()
        .try_fold(0_i64, |sum, (_, amount)| sum.checked_add(*amount))
        .ok_or_else(|| Error::refused("errors-amount-too-large"))
}

struct Occurrence {
    dossier: DossierId,
    source: Source,
    on: NaiveDate,
    memo: &'static str,
}

fn entries<'a>(
    books: &Books,
    ledgers: impl Iterator<Item = &'a LedgerBooks>,
    currency: Currency,
    occurrence: &Occurrence,
    movements: &[(Purpose, i64)],
) -> Result<Vec<JournalEntry>> {
    ledgers
        .map(|ledger| entry(books, ledger, currency, occurrence, movements))
        .collect()
}

fn entry(
    books: &Books,
    ledger: &LedgerBooks,
    currency: Currency,
    occurrence: &Occurrence,
    movements: &[(Purpose, i64)],
) -> Result<JournalEntry> {
    if ledger.currency != currency {
        return Err(Refusal::new("errors-ledger-currency")
            .with("ledger", &ledger.code)
            .with("currency", currency)
            .into());
    }
    let header = EntryHeader {
        ledger: ledger.id,
        legal_entity: books.legal_entity,
        unit: books.unit,
        dossier: Some(occurrence.dossier),
        source: occurrence.source.clone(),
        effective_on: occurrence.on,
        memo: occurrence.memo.to_owned(),
    };
    let postings = movements
        .iter()
        .map(|(purpose, amount)| Ok(Posting::new(account(ledger, *purpose)?, books.unit, *amount)))
        .collect::<Result<_>>()?;
    JournalEntry::balanced(header, currency, postings).map_err(Error::internal)
}

fn account(ledger: &LedgerBooks, purpose: Purpose) -> Result<crate::kernel::ids::LedgerAccountId> {
    ledger.account(purpose).ok_or_else(|| {
        Refusal::new("errors-ledger-account-missing")
            .with("ledger", &ledger.code)
            .with("purpose", purpose.name())
            .into()
    })
}
