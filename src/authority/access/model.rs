//! What access is made of: held and lent responsibilities, dated lines, duties kept apart.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::kernel::access::UnitSet;
use crate::kernel::actions::Verb;
use crate::kernel::clock::Instant;
use crate::kernel::ids::{
    AccountId, BusinessGroupId, DelegationId, OperatingUnitId, PendingActId, PolicyLineId, ResponsibilityId,
    SeparatedDutyId,
};

use super::policy::PolicyLine;

/// Whether `day` lies from the first day to before the last.
pub(super) fn is_within(day: NaiveDate, from: NaiveDate, to: Option<NaiveDate>) -> bool {
    from <= day && to.is_none_or(|to| day < to)
}

/// A responsibility that an account has, from a day until another: of her own, or lent by a colleague.
#[derive(Debug, Clone)]
pub struct HeldResponsibility {
    /// Its id.
    pub id: ResponsibilityId,
    /// Its code.
    pub code: String,
    /// Its name in the languages of the tenant.
    pub name: serde_json::Value,
    /// Its role.
    pub role: String,
    /// Its business group.
    pub group: BusinessGroupId,
    /// The first day.
    pub valid_from: NaiveDate,
    /// The day on which it is over.
    pub valid_to: Option<NaiveDate>,
    /// Whose it is, when it is lent.
    pub loan: Option<Loan>,
}

/// A colleague's responsibility, lent.
#[derive(Debug, Clone)]
pub struct Loan {
    /// Its id.
    pub id: DelegationId,
    /// Whose responsibility it is.
    pub lender: AccountId,
    /// Her name.
    pub lender_name: String,
    /// Her business group: the loan opens what she would open.
    pub lender_group: Option<BusinessGroupId>,
    /// The units lent; empty: all that the responsibility opens for her.
    pub units: UnitSet,
    /// The days on which she has the responsibility herself.
    pub lender_has: Vec<(NaiveDate, Option<NaiveDate>)>,
}

impl HeldResponsibility {
    /// Whether it may be worked under on `day`. A loan gives nothing on a day on which its lender has nothing to lend.
    #[must_use]
    pub fn is_in_force(&self, day: NaiveDate) -> bool {
        is_within(day, self.valid_from, self.valid_to)
            && self.loan.as_ref().is_none_or(|loan| {
                loan.lender_has
                    .iter()
                    .any(|(from, to)| is_within(day, *from, *to))
            })
    }

    /// What a choice of it names: the loan, or the responsibility itself.
    #[must_use]
    pub fn key(&self) -> uuid::Uuid {
        self.loan.as_ref().map_or(self.id.uuid(), |loan| loan.id.uuid())
    }
}

/// A line of the tenant's own policy with the days on which it holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DatedLine {
    /// Its id.
    pub id: PolicyLineId,
    /// What it says.
    pub line: PolicyLine,
    /// The first day.
    pub valid_from: NaiveDate,
    /// The day on which it is over.
    pub valid_to: Option<NaiveDate>,
}

/// The lines that hold on `day`.
#[must_use]
pub fn lines_on(lines: &[DatedLine], day: NaiveDate) -> Vec<PolicyLine> {
    lines
        .iter()
        .filter(|dated| is_within(day, dated.valid_from, dated.valid_to))
        .map(|dated| dated.line.clone())
        .collect()
}

/// Two verbs that one person may not both do to one subject.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SeparatedDuty {
    /// Its id.
    pub id: SeparatedDutyId,
    /// The one.
    pub first: Verb,
    /// The other.
    pub second: Verb,
    /// Why, in the tenant's words.
    pub reason: String,
    /// The first day.
    pub valid_from: NaiveDate,
    /// The day on which it is over.
    pub valid_to: Option<NaiveDate>,
}

impl SeparatedDuty {
    /// Whether it holds on `day`.
    #[must_use]
    pub fn is_in_force(&self, day: NaiveDate) -> bool {
        is_within(day, self.valid_from, self.valid_to)
    }

    /// The two verbs and why.
    #[must_use]
    pub fn pair(&self) -> (Verb, Verb, &str) {
        (self.first, self.second, &self.reason)
    }
}

/// A loan, as whoever ends it finds it.
#[derive(Debug, Clone)]
pub struct OpenLoan {
    /// Its id.
    pub id: DelegationId,
    /// Whose responsibility it is.
    pub lender: AccountId,
}

/// A loan about to be made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewLoan {
    /// Whose responsibility it is.
    pub lender: AccountId,
    /// Who is to have it.
    pub borrower: AccountId,
    /// Which.
    pub responsibility: ResponsibilityId,
    /// At which units; none: at all that it opens.
    pub units: Vec<OperatingUnitId>,
    /// From this day.
    pub from: NaiveDate,
    /// Until before this day.
    pub to: NaiveDate,
    /// Why.
    pub reason: String,
}

/// An act that waits, or waited.
#[derive(Debug, Clone, PartialEq)]
pub struct Pending {
    /// Its id.
    pub id: PendingActId,
    /// What it is.
    pub kind: String,
    /// With what.
    pub payload: Value,
    /// Why, in the words of whoever asked.
    pub reason: String,
    /// Who asked.
    pub asked_by: AccountId,
    /// Her name.
    pub asked_by_name: String,
    /// When.
    pub asked_at: Instant,
    /// Until when it can be confirmed.
    pub expires_at: Instant,
    /// When it was decided, and whether it was confirmed.
    pub decided: Option<(Instant, bool)>,
}

impl Pending {
    /// Whether it can still be decided.
    #[must_use]
    pub fn is_open(&self, now: Instant) -> bool {
        self.decided.is_none() && now < self.expires_at
    }
}
