//! Writing into the journal.

use chrono::NaiveDate;
use serde_json::json;
use uuid::Uuid;

use crate::kernel::error::{Error, Refusal, Result};
use crate::kernel::ids::{DossierId, JournalEntryId, LedgerId};
use crate::kernel::money::{Currency, Money};
use crate::platform::door::{Granted, Sql};
use crate::platform::outbox::{self, Event};

use super::acts::PostJournal;
use super::model::{JournalEntry, Posted, Purpose, Source};
use super::queries;
use super::rules::{self, MoneyBack, PaymentReceived};

/// Writes `entry`, once for its ledger and source. An entry that is already there from the same source is left as it is,
/// provided that it says the same.
///
/// # Errors
/// When the entry is not for the books that were granted, or the source was posted with other postings.
pub fn post(grant: &mut Granted<'_, PostJournal>, entry: &JournalEntry) -> Result<Posted> {
    let header = entry.header();
    let books = grant.subject();
    let belongs = header.legal_entity == books.legal_entity
        && header.unit == books.unit
        && books
            .ledgers
            .iter()
            .any(|ledger| ledger.id == header.ledger && ledger.currency == entry.currency());
    if !belongs {
        return Err(Error::refused("errors-ledger-other-books"));
    }
    let sql = grant.sql();
    let ledger = header.ledger;
    if let Some(id) = queries::insert(sql, entry)? {
        return Ok(Posted {
            id,
            ledger,
            is_new: true,
        });
    }
    let (id, present) = queries::by_source(sql, ledger, &header.source)?.ok_or(Error::NotFound)?;
    if present.postings() != entry.postings() || present.currency() != entry.currency() {
        return Err(Refusal::new("errors-ledger-source-differs")
            .with("source", &header.source.kind)
            .with("id", header.source.id)
            .into());
    }
    Ok(Posted {
        id,
        ledger,
        is_new: false,
    })
}

/// Writes the entry that undoes `id`, once, effective on `day`.
///
/// # Errors
/// Not found when the entry is not in the granted books.
pub fn reverse(
    grant: &mut Granted<'_, PostJournal>,
    id: JournalEntryId,
    day: NaiveDate,
    memo: &str,
) -> Result<Posted> {
    let entry = queries::by_id(grant.sql(), id)?.ok_or(Error::NotFound)?;
    let reversal = entry.reversed(id, day, memo).map_err(Error::internal)?;
    post(grant, &reversal)
}

/// Posts a payment to every ledger of the set-up and says so: the handler of `payment.recorded`.
///
/// # Errors
/// A refusal when the chart lacks an account or the currency differs: an incident, not a passing failure.
pub fn post_payment(grant: &mut Granted<'_, PostJournal>, payment: &PaymentReceived) -> Result<Vec<Posted>> {
    let entries = rules::entries_of_payment(grant.subject(), payment)?;
    post_all(grant, &entries, payment.dossier_id)
}

/// Posts money that the gateway took without its being due: the handler of `payment.refund_needed`. `report` is the id of
/// the gateway's report that brought it.
///
/// # Errors
/// As [`post_payment`].
pub fn post_owed_back(
    grant: &mut Granted<'_, PostJournal>,
    report: Uuid,
    dossier: DossierId,
    amount: Money,
    on: NaiveDate,
) -> Result<Vec<Posted>> {
    let entries = rules::entries_of_money_owed_back(
        grant.subject(),
        dossier,
        report,
        amount.amount_minor,
        amount.currency,
        on,
    )?;
    post_all(grant, &entries, dossier)
}

/// Posts an approved refund to every ledger that keeps debts, naming the entry of its payment: the handler of
/// `refund.approved`.
///
/// # Errors
/// As [`post_payment`]; not found while the payment itself is not posted.
pub fn post_refund(grant: &mut Granted<'_, PostJournal>, back: &MoneyBack) -> Result<Vec<Posted>> {
    let (books, sql) = grant.parts();
    let mut entries = Vec::new();
    for ledger in &books.ledgers {
        let payment = of_payment(sql, ledger.id, back)?;
        let entry = rules::entry_of_refund(books, ledger, back)?;
        entries.extend(entry.map(|entry| entry.taking_back(payment)));
    }
    post_all(grant, &entries, back.dossier_id)
}

/// Posts a refund that was paid to every ledger: the handler of `refund.paid`.
///
/// # Errors
/// As [`post_refund`]; not found, too, while a ledger that keeps debts has not posted the approval.
pub fn post_refund_paid(grant: &mut Granted<'_, PostJournal>, back: &MoneyBack) -> Result<Vec<Posted>> {
    let (books, sql) = grant.parts();
    let mut entries = Vec::new();
    for ledger in &books.ledgers {
        let approved = queries::by_source(sql, ledger.id, &back.approved())?;
        // Events may arrive the other way round: what is owed is posted before it is paid.
        if approved.is_none() && ledger.account(Purpose::RefundPayable).is_some() {
            return Err(Error::NotFound);
        }
        let named = match &approved {
            Some((id, _)) => *id,
            None => of_payment(sql, ledger.id, back)?,
        };
        entries
            .push(rules::entry_of_refund_paid(books, ledger, back, approved.is_some())?.taking_back(named));
    }
    post_all(grant, &entries, back.dossier_id)
}

fn of_payment(sql: &mut Sql, ledger: LedgerId, back: &MoneyBack) -> Result<JournalEntryId> {
    let source = Source::new("payment", back.payment_id);
    queries::by_source(sql, ledger, &source)?
        .map(|(id, _)| id)
        .ok_or(Error::NotFound)
}

fn post_all(
    grant: &mut Granted<'_, PostJournal>,
    entries: &[JournalEntry],
    dossier: DossierId,
) -> Result<Vec<Posted>> {
    let mut posted = Vec::with_capacity(entries.len());
    let mut events = Vec::new();
    for entry in entries {
        let one = post(grant, entry)?;
        if one.is_new {
            events.push(posted_event(&one, entry, dossier));
        }
        posted.push(one);
    }
    outbox::append(grant.sql(), &events)?;
    Ok(posted)
}

fn posted_event(posted: &Posted, entry: &JournalEntry, dossier: DossierId) -> Event {
    let header = entry.header();
    let currency: Currency = entry.currency();
    Event {
        kind: "journal.posted",
        subject: posted.id.uuid(),
        data: json!({
            "journal_entry_id": posted.id,
            "ledger_id": posted.ledger,
            "dossier_id": dossier,
            "legal_entity_id": header.legal_entity,
            "operating_unit_id": header.unit,
            "source_kind": header.source.kind,
            "source_id": header.source.id,
            "currency": currency.code(),
        }),
    }
}
