//! What pages and programs read of access.

use std::collections::HashMap;
use std::collections::hash_map::Entry;

use chrono::{NaiveDate, TimeDelta};
use serde_json::Value;
use uuid::Uuid;

use crate::authority::changes;
use crate::authority::people::queries as people;
use crate::kernel::access::{Start, StartError, start};
use crate::kernel::clock::Instant;
use crate::kernel::error::Result;
use crate::kernel::ids::{AccountId, BusinessGroupId, OperatingUnitId, ResponsibilityId};
use crate::platform::door::{Granted, Sql};

use super::acts::{ReadAccess, ReadOwnAccess};
use super::gate;
use super::model::{DatedLine, HeldResponsibility, Pending, SeparatedDuty};
use super::queries::{self, Colleague, LoanRow, OptionBook};
use super::standing::Day;

/// How long decided and expired acts stay in the list, in days.
const PENDING_DAYS_SHOWN: i64 = 30;

/// The tenant's policy with all its own lines and what waits to change it.
#[derive(Debug, Clone)]
pub struct PolicyBook {
    /// The tenant's own lines, of whatever day.
    pub lines: Vec<DatedLine>,
    /// The duties it keeps apart, of whatever day.
    pub duties: Vec<SeparatedDuty>,
    /// Acts that wait, and those decided lately.
    pub pending: Vec<Pending>,
    /// What the people and things are called that those acts name.
    pub names: HashMap<Uuid, Value>,
}

/// Reads the policy.
///
/// # Errors
/// When the database fails.
pub fn policy_book(grant: &mut Granted<'_, ReadAccess>, now: Instant) -> Result<PolicyBook> {
    let sql = grant.sql();
    let pending = queries::pending_acts(sql, now - TimeDelta::days(PENDING_DAYS_SHOWN))?;
    let members = |act: &Pending| act.payload.as_object().cloned().unwrap_or_default();
    let ids: Vec<Uuid> = pending
        .iter()
        .flat_map(members)
        .filter_map(|(_, value)| value.as_str()?.parse().ok())
        .collect();
    Ok(PolicyBook {
        lines: queries::policy_lines(sql)?,
        duties: queries::separated_duties(sql)?,
        names: changes::names(sql, &ids)?,
        pending,
    })
}

/// Who works in a unit by a responsibility of her own.
#[derive(Debug, Clone, Default)]
pub struct WorksIn {
    /// Whoever holds the one and belongs to the other opens the unit.
    pub by: Vec<(ResponsibilityId, BusinessGroupId)>,
    /// Accounts with options of their own, to whom the pairs say nothing.
    pub apart: Vec<AccountId>,
    /// Those of them who open the unit.
    pub also: Vec<AccountId>,
}

/// Who works in `unit` on `day`: the same start that the gate makes, once for each responsibility and business group, and once
/// more for whoever has options of her own.
///
/// # Errors
/// When the database fails.
pub fn works_in(sql: &mut Sql, unit: OperatingUnitId, day: NaiveDate) -> Result<WorksIn> {
    let directory = queries::directory(sql, day)?;
    let opens = |begun: std::result::Result<Start, StartError>| begun.is_ok_and(|start| start.grants(unit));
    let mut found = WorksIn::default();
    let groups = queries::groups_of_staff(sql)?;
    let mut books: HashMap<BusinessGroupId, OptionBook> = HashMap::new();
    for held in queries::every_responsibility(sql)? {
        let mut all: Vec<BusinessGroupId> = groups.iter().map(|group| group.unwrap_or(held.group)).collect();
        all.sort_unstable();
        all.dedup();
        for group in all {
            let book = match books.entry(group) {
                Entry::Occupied(read) => read.into_mut(),
                Entry::Vacant(unread) => unread.insert(queries::option_book(sql, group)?),
            };
            if opens(start(&book.options(&held)?, &directory)) {
                found.by.push((held.id, group));
            }
        }
    }
    found.apart = queries::with_own_options(sql)?;
    for account in found.apart.clone() {
        let group = people::group_of(sql, account)?;
        for held in queries::responsibilities(sql, account, day)? {
            if held.loan.is_none() && opens(gate::begin(sql, account, group, &held, &directory)?) {
                found.also.push(account);
                break;
            }
        }
    }
    Ok(found)
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
}

/// Reads one's own access.
///
/// # Errors
/// When the database fails.
pub fn own_access(grant: &mut Granted<'_, ReadOwnAccess>, day: Day) -> Result<OwnAccess> {
    let me: AccountId = *grant.subject();
    let sql = grant.sql();
    let version = queries::version(sql)?;
    let (directory, group) = (queries::directory(sql, day.date)?, people::group_of(sql, me)?);
    let mut held = Vec::new();
    for one in queries::all_responsibilities(sql, me)? {
        let begun = gate::begin(sql, me, group, &one, &directory)?;
        held.push((one, begun));
    }
    Ok(OwnAccess {
        version,
        held,
        loans: queries::loans_of(sql, me, day.date)?,
    })
}

/// As many as `most` colleagues one could lend to, of one's own business group, by name: those whose name or address has `text` in it, which is folded as
/// names are (`people::admin::rules::folded`).
///
/// # Errors
/// When the database fails.
pub fn colleagues(grant: &mut Granted<'_, ReadOwnAccess>, text: &str, most: i64) -> Result<Vec<Colleague>> {
    let me: AccountId = *grant.subject();
    let sql = grant.sql();
    let group = people::group_of(sql, me)?;
    queries::colleagues(sql, (me, group), text, most)
}
