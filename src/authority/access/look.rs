//! What pages and programs read of access.

use chrono::TimeDelta;

use crate::kernel::access::{Start, StartError};
use crate::kernel::clock::Instant;
use crate::kernel::error::Result;
use crate::kernel::ids::AccountId;
use crate::platform::door::Granted;

use super::acts::{ReadAccess, ReadOwnAccess};
use super::gate::{self, Day};
use super::model::{DatedLine, HeldResponsibility, SeparatedDuty};
use super::pending::Pending;
use super::queries::{self, Colleague, LoanRow};

/// How long decided and expired acts stay in the list, in days.
const PENDING_DAYS_SHOWN: i64 = 30;
/// The most colleagues to choose from at once.
const COLLEAGUES_MAX: i64 = 500;

/// The tenant's policy with all its own lines and what waits to change it.
#[derive(Debug, Clone)]
pub struct PolicyBook {
    /// The tenant's own lines, of whatever day.
    pub lines: Vec<DatedLine>,
    /// The duties it keeps apart, of whatever day.
    pub duties: Vec<SeparatedDuty>,
    /// Acts that wait, and those decided lately.
    pub pending: Vec<Pending>,
}

/// Reads the policy.
///
/// # Errors
/// When the database fails.
pub fn policy_book(grant: &mut Granted<'_, ReadAccess>, now: Instant) -> Result<PolicyBook> {
    let sql = grant.sql();
    Ok(PolicyBook {
        lines: queries::policy_lines(sql)?,
        duties: queries::separated_duties(sql)?,
        pending: queries::pending_acts(sql, now - TimeDelta::days(PENDING_DAYS_SHOWN))?,
    })
}

/// People to choose from for an explanation.
///
/// # Errors
/// When the database fails.
pub fn people(grant: &mut Granted<'_, ReadAccess>) -> Result<Vec<Colleague>> {
    queries::colleagues(grant.sql(), COLLEAGUES_MAX)
}

/// A responsibility of one's own with what it opens today.
pub type Opened = (HeldResponsibility, std::result::Result<Start, StartError>);

/// One's own access.
#[derive(Debug, Clone)]
pub struct OwnAccess {
    /// The version of the tenant's access that this transaction saw.
    pub version: i64,
    /// Every responsibility, own and lent, of whatever day.
    pub held: Vec<Opened>,
    /// What one lent to others.
    pub loans: Vec<LoanRow>,
    /// Colleagues one could lend to.
    pub colleagues: Vec<Colleague>,
}

/// Reads one's own access.
///
/// # Errors
/// When the database fails.
pub fn own_access(grant: &mut Granted<'_, ReadOwnAccess>, day: Day) -> Result<OwnAccess> {
    let me: AccountId = *grant.subject();
    let sql = grant.sql();
    let version = queries::version(sql)?;
    let (directory, group) = (queries::directory(sql, day.date)?, queries::group_of(sql, me)?);
    let mut held = Vec::new();
    for one in queries::all_responsibilities(sql, me)? {
        let begun = gate::begin(sql, me, group, &one, &directory)?;
        held.push((one, begun));
    }
    Ok(OwnAccess {
        version,
        held,
        loans: queries::loans_of(sql, me, day.date)?,
        colleagues: queries::colleagues(sql, COLLEAGUES_MAX)?
            .into_iter()
            .filter(|one| one.id != me)
            .collect(),
    })
}
