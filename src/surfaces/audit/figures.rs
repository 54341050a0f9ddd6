//! Numbers put together by unit, procedure or month. Pure: the sum of the rows is the total by construction, and a test
//! holds it to that.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use crate::kernel::ids::{OperatingUnitId, ProcedureId};
use crate::services::statistics::{DossierCount, MoneySum};

use super::asked::Choice;

/// What the rows are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum By {
    Unit,
    Procedure,
    Month,
    /// Legal entities and their branches: money alone, from the books.
    Entity,
}

impl By {
    pub const ALL: [By; 4] = [By::Unit, By::Procedure, By::Month, By::Entity];

    /// The word used in addresses and text keys.
    pub const fn word(self) -> &'static str {
        match self {
            By::Unit => "unit",
            By::Procedure => "procedure",
            By::Month => "month",
            By::Entity => "entity",
        }
    }

    /// Reads the word back.
    pub fn from_word(word: &str) -> Option<Self> {
        By::ALL.into_iter().find(|by| by.word() == word)
    }

    const fn key(self, unit: OperatingUnitId, procedure: ProcedureId, month: NaiveDate) -> Key {
        match self {
            By::Unit => Key::Unit(unit),
            By::Procedure => Key::Procedure(procedure),
            // Dossiers are counted by unit; what an entity took stands in its books, and is not put together here.
            By::Month | By::Entity => Key::Month(month),
        }
    }
}

/// What a row is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Key {
    Unit(OperatingUnitId),
    Procedure(ProcedureId),
    Month(NaiveDate),
}

/// The numbers of a row.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Figures {
    pub received: i64,
    pub completed: i64,
    pub on_time: i64,
    pub overtime: i64,
    /// What came in.
    pub money_minor: i64,
    /// What went back.
    pub refunded_minor: i64,
}

impl Figures {
    /// What came in less what went back.
    pub const fn net_minor(self) -> i64 {
        self.money_minor.saturating_sub(self.refunded_minor)
    }

    /// Whether there is nothing in them.
    pub fn is_empty(self) -> bool {
        self == Figures::default()
    }

    fn add(&mut self, other: Figures) {
        self.received += other.received;
        self.completed += other.completed;
        self.on_time += other.on_time;
        self.overtime += other.overtime;
        self.money_minor = self.money_minor.saturating_add(other.money_minor);
        self.refunded_minor = self.refunded_minor.saturating_add(other.refunded_minor);
    }
}

/// The rows, and their sum.
pub(super) fn tally(
    counts: &[DossierCount],
    sums: &[MoneySum],
    choice: &Choice,
    by: By,
) -> (BTreeMap<Key, Figures>, Figures) {
    let mut rows: BTreeMap<Key, Figures> = BTreeMap::new();
    let is_wanted = |unit: OperatingUnitId, procedure: ProcedureId| {
        choice.unit.as_ref().is_none_or(|(only, _)| *only == unit)
            && choice
                .procedure
                .as_ref()
                .is_none_or(|(only, _)| *only == procedure)
    };
    for count in counts
        .iter()
        .filter(|count| is_wanted(count.unit, count.procedure))
    {
        let of = &count.counts;
        rows.entry(by.key(count.unit, count.procedure, count.month))
            .or_default()
            .add(Figures {
                received: of.received,
                completed: of.granted + of.refused,
                on_time: of.on_time,
                overtime: of.overtime,
                ..Figures::default()
            });
    }
    for sum in sums.iter().filter(|sum| is_wanted(sum.unit, sum.procedure)) {
        let figures = Figures {
            money_minor: sum.amount_minor,
            refunded_minor: sum.refunded_minor,
            ..Figures::default()
        };
        rows.entry(by.key(sum.unit, sum.procedure, sum.month))
            .or_default()
            .add(figures);
    }
    rows.retain(|_, figures| !figures.is_empty());
    let mut total = Figures::default();
    rows.values().for_each(|figures| total.add(*figures));
    (rows, total)
}
