//! Entries of the trail, seals, and what a verification finds.

use std::fmt;

use uuid::Uuid;

use crate::kernel::clock::Instant;

/// A row of the trail.
#[derive(Debug, Clone, PartialEq)]
pub struct Entry {
    /// Its id, in order of time.
    pub id: Uuid,
    /// When.
    pub occurred_at: Instant,
    /// Who, as [`crate::kernel::context::Actor`] prints.
    pub actor: String,
    /// The verb's name.
    pub verb: String,
    /// Upon what.
    pub subject: Option<Uuid>,
    /// `granted` or `denied`.
    pub outcome: String,
}

/// Which entries are wanted. Empty members ask for nothing.
#[derive(Debug, Clone, Default)]
pub struct Wanted {
    /// Upon this subject.
    pub subject: Option<Uuid>,
    /// By one of these accounts, or by actors whose printed name begins so.
    pub actors: Option<Vec<String>>,
    /// Of this verb.
    pub verb: Option<String>,
    /// `granted` or `denied`.
    pub outcome: Option<String>,
}

/// A seal: it covers the entries of transactions from the seal before it up to, and without, `below`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Seal {
    /// 1, 2, 3 …
    pub number: i64,
    /// When it was written.
    pub sealed_at: Instant,
    /// The first transaction it does not cover.
    pub below: i64,
    /// How many entries it covers.
    pub entries: i64,
    /// SHA-256 over the seal before it and the entries it covers.
    pub digest: Vec<u8>,
}

/// Something that does not fit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fault {
    /// The columns of an entry do not give its digest: it was changed.
    Entry(Uuid),
    /// The entries under a seal do not give its digest: one was changed, taken out or slipped in, or the seal was.
    Seal(i64),
    /// There is no seal of this number, and there are later ones.
    Missing(i64),
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Fault::Entry(id) => write!(f, "entry {id} is not as it was written"),
            Fault::Seal(number) => write!(
                f,
                "the entries under seal {number} are not those that were sealed"
            ),
            Fault::Missing(number) => write!(f, "seal {number} is missing"),
        }
    }
}

/// What a verification found.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Verdict {
    /// Seals looked at.
    pub seals: i64,
    /// Entries under them.
    pub sealed: i64,
    /// Entries that no seal covers yet.
    pub unsealed: i64,
    /// The last seal.
    pub last: Option<Seal>,
    /// What does not fit; empty when all is well.
    pub faults: Vec<Fault>,
}
