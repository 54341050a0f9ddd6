//! The double-entry journal of a public body.
//!
//! A [`JournalEntry`] cannot be made unbalanced, and the database refuses to commit one that is. Entries and postings are
//! only ever added: [`reverse`] writes a new entry that names the old one. Every entry says what it comes from, and a ledger
//! takes one entry from each source, so that an event handled twice posts once. Accounts are found by their purpose
//! ([`Purpose`]), never by their code, because each tenant brings its own chart. What happens once in the world is posted
//! to the primary ledger and to every secondary ledger of the set-up, each in its own accounts.
//!
//! A legal entity with several balancing segment values has branches, which it consolidates: each posting is of one of them,
//! found by the statement that writes the entry, and an entry balances within each branch.

pub mod acts;
mod commands;
mod model;
mod queries;
mod rules;
#[cfg(test)]
mod tests;

pub use acts::{BooksKey, PostJournal, ReadBooks};
pub use commands::{post, post_owed_back, post_payment, post_refund, post_refund_paid, reverse};
pub use model::{
    Books, EntryHeader, JournalEntry, LedgerBooks, LedgerKind, Posted, Posting, Purpose, Source, Unbalanced,
};
pub use queries::{AccountBalance, BranchSum, EntryLine, UnitBalance};
pub use rules::{MoneyBack, PaymentReceived};

pub use queries::{balances_by_unit, lines_of_dossier, sums_by_branch, trial_balance};
