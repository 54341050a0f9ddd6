//! Entries that balance by construction, and the books they are written in.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::kernel::ids::{
    DossierId, JournalEntryId, LedgerAccountId, LedgerId, LegalEntityId, OperatingUnitId,
};
use crate::kernel::money::Currency;

/// What an account is for, whatever code the tenant's chart gives it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Purpose {
    /// Cash in the desks.
    Cash,
    /// Money at the bank or the treasury.
    Bank,
    /// Money the gateway has taken and not yet paid out.
    GatewayClearing,
    /// Fees asked for and not yet paid.
    Receivable,
    /// Fees set by law.
    FeeRevenue,
    /// Prices of services.
    ChargeRevenue,
    /// Delivery paid by the applicant.
    ShippingRevenue,
    /// Tax collected and not yet handed on.
    VatPayable,
    /// Money received that was not due.
    RefundPayable,
}

impl Purpose {
    /// Every purpose.
    pub const ALL: [Purpose; 9] = [
        Purpose::Cash,
        Purpose::Bank,
        Purpose::GatewayClearing,
        Purpose::Receivable,
        Purpose::FeeRevenue,
        Purpose::ChargeRevenue,
        Purpose::ShippingRevenue,
        Purpose::VatPayable,
        Purpose::RefundPayable,
    ];

    /// As stored.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Purpose::Cash => "cash",
            Purpose::Bank => "bank",
            Purpose::GatewayClearing => "gateway_clearing",
            Purpose::Receivable => "receivable",
            Purpose::FeeRevenue => "fee_revenue",
            Purpose::ChargeRevenue => "charge_revenue",
            Purpose::ShippingRevenue => "shipping_revenue",
            Purpose::VatPayable => "vat_payable",
            Purpose::RefundPayable => "refund_payable",
        }
    }

    /// Reads a stored purpose.
    #[must_use]
    pub fn parse(name: &str) -> Option<Purpose> {
        Purpose::ALL.into_iter().find(|purpose| purpose.name() == name)
    }

    /// The wider purpose that serves where a chart does not keep this one apart: a ledger by budget items knows money at
    /// the treasury and nothing of tills.
    #[must_use]
    pub const fn wider(self) -> Option<Purpose> {
        match self {
            Purpose::Cash | Purpose::GatewayClearing => Some(Purpose::Bank),
            Purpose::ChargeRevenue | Purpose::ShippingRevenue => Some(Purpose::FeeRevenue),
            _ => None,
        }
    }
}

/// Whether a ledger is the set-up's own or an additional view.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum LedgerKind {
    /// The one primary ledger.
    Primary,
    /// One of any number of secondary ledgers.
    Secondary,
}

/// One ledger, with its accounts by purpose.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LedgerBooks {
    /// The ledger.
    pub id: LedgerId,
    /// Its code, for messages.
    pub code: String,
    /// Primary or secondary.
    pub kind: LedgerKind,
    /// The currency of every posting in it.
    pub currency: Currency,
    /// Accounts that have a purpose.
    pub accounts: BTreeMap<Purpose, LedgerAccountId>,
}

impl LedgerBooks {
    /// The account for `purpose`, or for the next wider purpose that the chart has.
    #[must_use]
    pub fn account(&self, purpose: Purpose) -> Option<LedgerAccountId> {
        let mut wanted = Some(purpose);
        while let Some(purpose) = wanted {
            if let Some(account) = self.accounts.get(&purpose) {
                return Some(*account);
            }
            wanted = purpose.wider();
        }
        None
    }
}

/// The books in which one legal entity's business in one operating unit is recorded: every ledger of its set-up, the
/// primary one first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Books {
    /// Whose business.
    pub legal_entity: LegalEntityId,
    /// Where.
    pub unit: OperatingUnitId,
    /// The ledgers, primary first.
    pub ledgers: Vec<LedgerBooks>,
}

/// What an entry comes from. A ledger takes one entry from each source.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Source {
    /// The kind of source: `payment`, `refund_owed`, `refund`, `refund_paid`, `reversal`, …
    pub kind: String,
    /// Its id.
    pub id: Uuid,
}

impl Source {
    /// A source of `kind`.
    pub fn new(kind: impl Into<String>, id: impl Into<Uuid>) -> Self {
        Self {
            kind: kind.into(),
            id: id.into(),
        }
    }
}

/// What an entry says besides its postings.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EntryHeader {
    /// The ledger it is written in.
    pub ledger: LedgerId,
    /// Whose business it records.
    pub legal_entity: LegalEntityId,
    /// The operating unit it concerns.
    pub unit: OperatingUnitId,
    /// The dossier it concerns.
    pub dossier: Option<DossierId>,
    /// What it comes from.
    pub source: Source,
    /// The day it counts for, in the tenant's zone.
    pub effective_on: NaiveDate,
    /// Words for whoever reads the journal; no personal data.
    pub memo: String,
}

/// One debit (positive) or credit (negative) in minor units.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Posting {
    /// The account.
    pub account: LedgerAccountId,
    /// The operating unit.
    pub unit: OperatingUnitId,
    /// Minor units; debit positive, credit negative, never zero.
    pub amount_minor: i64,
}

impl Posting {
    /// A debit of a positive amount, or a credit of a negative one.
    #[must_use]
    pub const fn new(account: LedgerAccountId, unit: OperatingUnitId, amount_minor: i64) -> Self {
        Self {
            account,
            unit,
            amount_minor,
        }
    }
}

/// Why postings make no entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Unbalanced {
    /// An entry moves something from somewhere to somewhere.
    #[error("an entry has at least two postings, this has {0}")]
    TooFew(usize),
    /// More than can be numbered.
    #[error("an entry has at most {max} postings, this has {found}", max = i16::MAX)]
    TooMany {
        /// How many there are.
        found: usize,
    },
    /// A posting of nothing.
    #[error("posting {line} is of nothing")]
    Nothing {
        /// The posting, counted from 1.
        line: usize,
    },
    /// Debits and credits differ.
    #[error("debits exceed credits by {by} minor units")]
    Differs {
        /// The sum, which should be zero.
        by: i128,
    },
}

/// A balanced entry in one currency. There is no other way to make one than [`JournalEntry::balanced`], and it cannot be
/// changed afterwards.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct JournalEntry {
    header: EntryHeader,
    currency: Currency,
    postings: Vec<Posting>,
    reverses: Option<JournalEntryId>,
}

impl JournalEntry {
    /// An entry of `postings`, if they balance.
    ///
    /// # Errors
    /// When there are fewer than two, one of them is of nothing, or their sum is not zero.
    pub fn balanced(
        header: EntryHeader,
        currency: Currency,
        postings: Vec<Posting>,
    ) -> Result<Self, Unbalanced> {
        if postings.len() < 2 {
            return Err(Unbalanced::TooFew(postings.len()));
        }
        if i16::try_from(postings.len()).is_err() {
            return Err(Unbalanced::TooMany {
                found: postings.len(),
            });
        }
        if let Some(before) = postings.iter().position(|posting| posting.amount_minor == 0) {
            return Err(Unbalanced::Nothing { line: before + 1 });
        }
        // 32,767 postings of 64 bits fit 128 bits: the sum itself cannot overflow.
        let by: i128 = postings
            .iter()
            .map(|posting| i128::from(posting.amount_minor))
            .sum();
        if by != 0 {
            return Err(Unbalanced::Differs { by });
        }
        Ok(Self {
            header,
            currency,
            postings,
            reverses: None,
        })
    }

    /// The entry that undoes this one, effective on `day`: every posting with the other sign. `id` is what this one was
    /// stored under, and the source of the reversal, so that an entry is reversed once.
    ///
    /// # Errors
    /// When an amount has no opposite in 64 bits.
    pub fn reversed(
        &self,
        id: JournalEntryId,
        day: NaiveDate,
        memo: impl Into<String>,
    ) -> Result<Self, Unbalanced> {
        let mut postings = self.postings.clone();
        for posting in &mut postings {
            posting.amount_minor = posting.amount_minor.checked_neg().ok_or(Unbalanced::Differs {
                by: i128::from(posting.amount_minor),
            })?;
        }
        Ok(Self {
            header: EntryHeader {
                source: Source::new("reversal", id),
                effective_on: day,
                memo: memo.into(),
                ..self.header.clone()
            },
            currency: self.currency,
            postings,
            reverses: Some(id),
        })
    }

    /// The same entry, naming the one that it takes back wholly or in part.
    #[must_use]
    pub fn taking_back(self, id: JournalEntryId) -> Self {
        Self {
            reverses: Some(id),
            ..self
        }
    }

    /// What it says besides its postings.
    #[must_use]
    pub fn header(&self) -> &EntryHeader {
        &self.header
    }

    /// The currency of every posting.
    #[must_use]
    pub fn currency(&self) -> Currency {
        self.currency
    }

    /// The postings, in their order.
    #[must_use]
    pub fn postings(&self) -> &[Posting] {
        &self.postings
    }

    /// The entry it undoes, wholly or in part.
    #[must_use]
    pub fn reverses(&self) -> Option<JournalEntryId> {
        self.reverses
    }
}

/// An entry that is in the journal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Posted {
    /// Its id.
    pub id: JournalEntryId,
    /// The ledger it is written in.
    pub ledger: LedgerId,
    /// Whether this call wrote it; otherwise it was there from the same source.
    pub is_new: bool,
}
