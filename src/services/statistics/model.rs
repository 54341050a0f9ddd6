//! Counts and sums, and what is added to them.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use crate::kernel::ids::{OperatingUnitId, ProcedureId};
use crate::kernel::money::{Currency, Tender};

/// What is added to a count.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Delta {
    /// Received.
    pub received: i64,
    /// Received, not over a counter.
    pub received_online: i64,
    /// Ended as asked for.
    pub granted: i64,
    /// Ended with a refusal.
    pub refused: i64,
    /// Withdrawn.
    pub withdrawn: i64,
    /// Decided by the due date.
    pub on_time: i64,
    /// Decided after it.
    pub overtime: i64,
}

/// What is added to a sum of money, minor units.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct MoneyDelta {
    pub payments: i64,
    pub amount_minor: i64,
    pub refunds: i64,
    pub refunded_minor: i64,
}

/// Unit, procedure and month.
pub(super) type Key = (OperatingUnitId, ProcedureId, NaiveDate);

/// What a batch of events adds.
#[derive(Debug, Clone, Default)]
pub struct Deltas {
    pub(super) counts: BTreeMap<Key, Delta>,
    pub(super) money: BTreeMap<(Key, &'static str, &'static str), MoneyDelta>,
}

impl Deltas {
    /// Adds to the count of a unit, procedure and month.
    pub fn add(&mut self, unit: OperatingUnitId, procedure: ProcedureId, month: NaiveDate, delta: &Delta) {
        let sum = self.counts.entry((unit, procedure, month)).or_default();
        sum.received += delta.received;
        sum.received_online += delta.received_online;
        sum.granted += delta.granted;
        sum.refused += delta.refused;
        sum.withdrawn += delta.withdrawn;
        sum.on_time += delta.on_time;
        sum.overtime += delta.overtime;
    }

    /// Adds a payment of so many minor units.
    pub fn add_money(
        &mut self,
        unit: OperatingUnitId,
        procedure: ProcedureId,
        month: NaiveDate,
        method: Tender,
        currency: Currency,
        amount_minor: i64,
    ) {
        let sum = self
            .money
            .entry(((unit, procedure, month), method.name(), currency.code()))
            .or_default();
        sum.payments += 1;
        sum.amount_minor += amount_minor;
    }

    /// Adds a refund of so many minor units, in the month in which it was paid out and by the way it went back.
    pub fn add_refund(
        &mut self,
        unit: OperatingUnitId,
        procedure: ProcedureId,
        month: NaiveDate,
        method: Tender,
        currency: Currency,
        amount_minor: i64,
    ) {
        let sum = self
            .money
            .entry(((unit, procedure, month), method.name(), currency.code()))
            .or_default();
        sum.refunds += 1;
        sum.refunded_minor += amount_minor;
    }
}

/// Dossiers of one unit, procedure and month.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DossierCount {
    /// The unit.
    pub unit: OperatingUnitId,
    /// The procedure.
    pub procedure: ProcedureId,
    /// The first day of the month.
    pub month: NaiveDate,
    /// The numbers.
    pub counts: Delta,
}

/// Money of one unit, procedure, month and method.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MoneySum {
    /// The unit.
    pub unit: OperatingUnitId,
    /// The procedure.
    pub procedure: ProcedureId,
    /// The first day of the month.
    pub month: NaiveDate,
    /// `cash`, `gateway` or `bank`.
    pub method: String,
    /// The currency's code.
    pub currency: String,
    /// How many payments.
    pub payments: i64,
    /// Their sum in minor units.
    pub amount_minor: i64,
    /// How many refunds.
    pub refunds: i64,
    /// Their sum in minor units.
    pub refunded_minor: i64,
}
