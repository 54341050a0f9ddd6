use chrono::NaiveDate;
use proptest::prelude::*;

use super::rules::{entries_of_money_owed_back, entries_of_payment};
use super::*;
use crate::kernel::error::Error;
use crate::kernel::ids::{
    DossierId, JournalEntryId, LedgerAccountId, LedgerId, LegalEntityId, OperatingUnitId, PaymentId,
};
use crate::kernel::money::{Currency, Tender};

fn day() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 11, 22).unwrap()
}

fn header() -> EntryHeader {
    EntryHeader {
        ledger: LedgerId::fresh(),
        legal_entity: LegalEntityId::fresh(),
        unit: OperatingUnitId::fresh(),
        dossier: None,
        source: Source::new("test", uuid::Uuid::now_v7()),
        effective_on: day(),
        memo: String::new(),
    }
}

fn postings(amounts: &[i64]) -> Vec<Posting> {
    amounts
        .iter()
        .map(|amount| Posting::new(LedgerAccountId::fresh(), OperatingUnitId::fresh(), *amount))
        .collect()
}

fn made_of(amounts: &[i64]) -> Result<JournalEntry, Unbalanced> {
    JournalEntry::balanced(header(), Currency::Vnd, postings(amounts))
}

fn ledger(kind: LedgerKind, purposes: &[Purpose]) -> LedgerBooks {
    LedgerBooks {
        id: LedgerId::fresh(),
        code: "books".into(),
        kind,
        currency: Currency::Vnd,
        accounts: purposes
            .iter()
            .map(|purpose| (*purpose, LedgerAccountId::fresh()))
            .collect(),
    }
}

fn books(ledgers: Vec<LedgerBooks>) -> Books {
    Books {
        legal_entity: LegalEntityId::fresh(),
        unit: OperatingUnitId::fresh(),
        ledgers,
    }
}

fn payment(net: i64, shipping: i64, tax: i64) -> PaymentReceived {
    PaymentReceived {
        payment_id: PaymentId::fresh(),
        dossier_id: DossierId::fresh(),
        method: Tender::Gateway,
        net_minor: net,
        shipping_minor: shipping,
        tax_minor: tax,
        currency: Currency::Vnd,
        received_on: day(),
    }
}

#[test]
fn only_balanced_postings_make_an_entry() {
    assert!(made_of(&[5, -5]).is_ok());
    assert_eq!(made_of(&[]), Err(Unbalanced::TooFew(0)));
    assert_eq!(made_of(&[0]), Err(Unbalanced::TooFew(1)));
    assert_eq!(made_of(&[5, -4]), Err(Unbalanced::Differs { by: 1 }));
    assert_eq!(made_of(&[5, 0, -5]), Err(Unbalanced::Nothing { line: 2 }));
    assert_eq!(
        made_of(&[i64::MAX, i64::MAX, 2]),
        Err(Unbalanced::Differs { by: 1 << 64 }),
        "a sum that would wrap to zero in 64 bits"
    );
    assert_eq!(
        made_of(&vec![1; 40_000]),
        Err(Unbalanced::TooMany { found: 40_000 })
    );
}

#[test]
fn a_payment_is_posted_to_every_ledger_in_its_own_accounts() {
    let primary = ledger(
        LedgerKind::Primary,
        &[
            Purpose::Cash,
            Purpose::GatewayClearing,
            Purpose::FeeRevenue,
            Purpose::ShippingRevenue,
            Purpose::VatPayable,
        ],
    );
    let budget = ledger(
        LedgerKind::Secondary,
        &[Purpose::Bank, Purpose::FeeRevenue, Purpose::VatPayable],
    );
    let books = books(vec![primary.clone(), budget.clone()]);
    let entries = entries_of_payment(&books, &payment(70_000, 30_000, 7_000)).unwrap();
    assert_eq!(entries.len(), 2);
    let amounts: Vec<i64> = entries[0]
        .postings()
        .iter()
        .map(|posting| posting.amount_minor)
        .collect();
    assert_eq!(amounts, [107_000, -70_000, -30_000, -7_000]);
    assert_eq!(
        entries[0].postings()[0].account,
        primary.accounts[&Purpose::GatewayClearing]
    );
    assert_eq!(
        entries[1].postings()[0].account,
        budget.accounts[&Purpose::Bank],
        "the wider purpose serves"
    );
    assert_eq!(
        entries[1].postings()[2].account,
        budget.accounts[&Purpose::FeeRevenue]
    );
}

#[test]
fn parts_of_nothing_make_no_posting() {
    let books = books(vec![ledger(
        LedgerKind::Primary,
        &[Purpose::GatewayClearing, Purpose::FeeRevenue],
    )]);
    let entries = entries_of_payment(&books, &payment(70_000, 0, 0)).unwrap();
    assert_eq!(entries[0].postings().len(), 2);
}

#[test]
fn a_missing_account_or_another_currency_is_refused_by_name() {
    let without = books(vec![ledger(LedgerKind::Primary, &[Purpose::Bank])]);
    let Err(Error::Refused(refusal)) = entries_of_payment(&without, &payment(1, 0, 0)) else {
        panic!("posted without an account");
    };
    assert_eq!(
        (refusal.code.as_str(), refusal.arguments["purpose"].as_str()),
        ("errors-ledger-account-missing", "fee_revenue")
    );

    let mut foreign = ledger(LedgerKind::Primary, &Purpose::ALL);
    foreign.currency = Currency::Uah;
    let refused = entries_of_payment(&books(vec![foreign]), &payment(1, 0, 0));
    assert!(matches!(refused, Err(Error::Refused(refusal)) if refusal.code == "errors-ledger-currency"));

    let books = books(vec![ledger(LedgerKind::Primary, &Purpose::ALL)]);
    assert!(matches!(
        entries_of_payment(&books, &payment(i64::MAX, 1, 0)),
        Err(Error::Refused(_))
    ));
}

#[test]
fn money_that_was_not_due_is_owed_back() {
    let books = books(vec![ledger(LedgerKind::Primary, &Purpose::ALL)]);
    let entries = entries_of_money_owed_back(
        &books,
        DossierId::fresh(),
        uuid::Uuid::now_v7(),
        500,
        Currency::Vnd,
        day(),
    )
    .unwrap();
    assert_eq!(
        entries[0].postings()[1].account,
        books.ledgers[0].accounts[&Purpose::RefundPayable]
    );
    assert_eq!(entries[0].postings()[1].amount_minor, -500);
}

#[test]
fn a_budget_ledger_has_nothing_to_say_about_money_that_was_not_due() {
    let books = books(vec![
        ledger(LedgerKind::Primary, &Purpose::ALL),
        ledger(LedgerKind::Secondary, &[Purpose::Bank, Purpose::FeeRevenue]),
    ]);
    let (dossier, report) = (DossierId::fresh(), uuid::Uuid::now_v7());
    let entries = entries_of_money_owed_back(&books, dossier, report, 500, Currency::Vnd, day()).unwrap();
    assert_eq!(entries.len(), 1);
    assert_eq!(entries[0].header().ledger, books.ledgers[0].id);
}

#[test]
fn every_purpose_reads_back() {
    for purpose in Purpose::ALL {
        assert_eq!(Purpose::parse(purpose.name()), Some(purpose));
    }
    assert_eq!(Purpose::parse("slush_fund"), None);
}

proptest! {
    /// Whatever entries are made and reversed, in whatever order, what the ledger holds sums to zero, on the whole and
    /// within every pair of an entry and its reversal.
    #[test]
    fn any_sequence_of_entries_and_reversals_sums_to_zero(
        steps in prop::collection::vec((prop::collection::vec(-1_000_000_000_i64..1_000_000_000, 1..6), any::<bool>()), 0..60)
    ) {
        let mut total = 0_i128;
        for (mut amounts, is_reversed) in steps {
            // The last line closes the entry; where it closes with nothing the entry is refused, and nothing is added.
            amounts.push(-amounts.iter().sum::<i64>());
            match made_of(&amounts) {
                Ok(entry) => {
                    let of = |entry: &JournalEntry| entry.postings().iter().map(|p| i128::from(p.amount_minor)).sum::<i128>();
                    total += of(&entry);
                    if is_reversed {
                        let id = JournalEntryId::fresh();
                        let back = entry.reversed(id, day(), "").unwrap();
                        prop_assert_eq!(back.reverses(), Some(id));
                        for (one, other) in entry.postings().iter().zip(back.postings()) {
                            prop_assert_eq!(one.amount_minor + other.amount_minor, 0);
                        }
                        total += of(&back);
                    }
                }
                Err(refused) => prop_assert!(matches!(refused, Unbalanced::Nothing { .. }), "{}", refused),
            }
        }
        prop_assert_eq!(total, 0);
    }

    /// Amounts that do not sum to zero never make an entry.
    #[test]
    fn what_does_not_balance_is_refused(amounts in prop::collection::vec(any::<i64>(), 2..8)) {
        let sum: i128 = amounts.iter().map(|amount| i128::from(*amount)).sum();
        prop_assert_eq!(made_of(&amounts).is_ok(), sum == 0 && !amounts.contains(&0));
    }
}
