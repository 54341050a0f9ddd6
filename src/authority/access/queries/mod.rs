//! What access is compiled from, read under the tenant's row security.

mod administering;
mod changes;
mod held;
mod rows;

use chrono::NaiveDate;
use chrono_tz::Tz;
use diesel::prelude::*;
use uuid::Uuid;

use crate::kernel::actions::Verb;
use crate::kernel::error::Result;
use crate::kernel::ids::{PolicyLineId, SeparatedDutyId, TenantId};
use crate::platform::door::{PlatformSql, Sql};
use crate::platform::schema::{access_version, policy_line, separated_duty, tenant};

use super::model::{DatedLine, SeparatedDuty};
use super::policy::PolicyLine;
use super::roles::LineReach;

pub(super) use administering::{held_to_administer, lock_access};
pub use changes::{Colleague, LoanRow};
pub(super) use changes::{
    colleague, colleagues, decide_pending, delete_line, end_duty, end_line, end_loan, insert_duty,
    insert_line, insert_loan, insert_pending, loans_of, open_loan, others_with_roles, pending_act,
    pending_acts,
};
pub(super) use held::{
    OptionBook, all_responsibilities, directory, every_responsibility, groups_of_staff, option_book, options,
    responsibilities, with_own_options,
};
pub(super) use rows::{colleague_by_email, colleague_by_id, ended_unit, has_done, row};

/// The version of the tenant's access, 0 before anything was applied.
pub(in super::super) fn version(sql: &mut Sql) -> Result<i64> {
    let tenant = sql.tenant().uuid();
    Ok(access_version::table
        .find(tenant)
        .select(access_version::version)
        .first(sql.conn())
        .optional()?
        .unwrap_or(0))
}

type LineColumns = (Uuid, String, String, String, String, NaiveDate, Option<NaiveDate>);

/// The tenant's own lines, of whatever day. A verb that no longer exists is passed over: it can allow nothing.
pub(in super::super) fn policy_lines(sql: &mut Sql) -> Result<Vec<DatedLine>> {
    let rows: Vec<LineColumns> = policy_line::table
        .order((
            policy_line::role,
            policy_line::verb,
            policy_line::reach,
            policy_line::valid_from,
        ))
        .select((
            policy_line::id,
            policy_line::role,
            policy_line::reach,
            policy_line::verb,
            policy_line::effect,
            policy_line::valid_from,
            policy_line::valid_to,
        ))
        .load(sql.conn())?;
    Ok(rows
        .into_iter()
        .filter_map(|(id, role, reach, verb, effect, valid_from, valid_to)| {
            let reach = LineReach::ALL.into_iter().find(|known| known.name() == reach)?;
            let line = PolicyLine {
                role,
                reach,
                verb: Verb::parse(&verb)?,
                allows: effect == "allow",
            };
            Some(DatedLine {
                id: PolicyLineId::from_uuid(id),
                line,
                valid_from,
                valid_to,
            })
        })
        .collect())
}

/// The zone of a tenant, from its card; UTC where the card names none.
pub(super) fn zone(sql: &mut PlatformSql, of: TenantId) -> Result<Tz> {
    let settings: Option<serde_json::Value> = tenant::table
        .find(of.uuid())
        .select(tenant::settings)
        .first(sql.conn())
        .optional()?;
    let named = settings.as_ref().and_then(|settings| {
        let card = settings.get("tenant").unwrap_or(settings);
        card.get("zone")?.as_str()?.parse().ok()
    });
    Ok(named.unwrap_or(Tz::UTC))
}

/// Every pair of verbs that the tenant keeps apart, of whatever day.
pub(super) fn separated_duties(sql: &mut Sql) -> Result<Vec<SeparatedDuty>> {
    let rows: Vec<(Uuid, String, String, String, NaiveDate, Option<NaiveDate>)> = separated_duty::table
        .order((
            separated_duty::first_verb,
            separated_duty::second_verb,
            separated_duty::valid_from,
        ))
        .select((
            separated_duty::id,
            separated_duty::first_verb,
            separated_duty::second_verb,
            separated_duty::reason,
            separated_duty::valid_from,
            separated_duty::valid_to,
        ))
        .load(sql.conn())?;
    Ok(rows
        .into_iter()
        .filter_map(|(id, first, second, reason, valid_from, valid_to)| {
            Some(SeparatedDuty {
                id: SeparatedDutyId::from_uuid(id),
                first: Verb::parse(&first)?,
                second: Verb::parse(&second)?,
                reason,
                valid_from,
                valid_to,
            })
        })
        .collect())
}
