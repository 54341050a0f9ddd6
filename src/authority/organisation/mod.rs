//! The organisation as it is in force: business groups, ledgers, legal entities, operating units, halls, cost centres, and
//! the people who work there.
//!
//! A [`change::Change`] is one change, as data; [`commands::change`] makes it from today, under a change set of
//! [`crate::authority::changes`]. The rules are the tables' own: a constraint called `rule_…` is a rule whose sentence is
//! the text `rule-…`, told with the rows in the way.

mod acts;
pub mod calls;
pub mod change;
pub mod commands;
mod concerns;
mod kind;
pub mod look;
mod model;
mod queries;
pub mod reorganise;
mod seen;

pub use acts::{ChangeOrganisation, ReadOrganisation, Reorganise};
pub use model::{
    BOOKED_FOR, CostCentre, Disagreement, Disagrees, Done, Group, Hall, Held, InTheWay, Ledger, LegalEntity,
    Organisation, Person, PlanState, Planned, Preview, REFUSED_CHANGE, StepPreview, Unit, Use, VersionFacts,
};

use serde_json::Value;
use uuid::Uuid;

use crate::authority::changes::ChangeRow;
use crate::kernel::error::Result;
use crate::kernel::ids::ProcedureId;
use crate::platform::door::{Granted, Sql};

use self::change::Kind;

/// The whole organisation.
///
/// # Errors
/// When the database fails.
pub fn read(grant: &mut Granted<'_, ReadOrganisation>) -> Result<Organisation> {
    queries::organisation(grant.sql())
}

/// Waits until no other change of the organisation is at work in the tenant, and keeps others waiting until this
/// transaction ends.
///
/// # Errors
/// When the database fails.
pub(in crate::authority) fn wait_for_turn(sql: &mut Sql) -> Result<()> {
    queries::write::wait_for_turn(sql)
}

/// Refuses when something is at work on what these rows ended: no key knows whether a dossier is open.
///
/// # Errors
/// The refusal with the counts; when the database fails.
pub(in crate::authority) fn unless_at_work(sql: &mut Sql, rows: &[ChangeRow]) -> Result<()> {
    let ends = |row: &ChangeRow| {
        let end = |side: &Option<Value>| side.as_ref().is_some_and(|it| !it["valid_to"].is_null());
        row.after.is_some() && end(&row.after) && !end(&row.before)
    };
    for row in rows.iter().filter(|row| ends(row)) {
        let ids: Vec<Uuid> = row.key.split(' ').filter_map(|id| id.parse().ok()).collect();
        let used = match (row.table.as_str(), ids.as_slice()) {
            ("operating_unit_legal_entity", [unit, entity]) => {
                queries::uses::uses_of_pair(sql, *unit, *entity)?
            }
            (table, [id]) => match Kind::of_table(table) {
                Some(kind) => queries::uses::uses(sql, kind, *id)?,
                None => continue,
            },
            _ => continue,
        };
        commands::unless_used(used)?;
    }
    Ok(())
}

/// The published versions of a procedure, the newest first.
///
/// # Errors
/// When the database fails.
pub fn versions(
    grant: &mut Granted<'_, ReadOrganisation>,
    procedure: ProcedureId,
) -> Result<Vec<VersionFacts>> {
    queries::versions(grant.sql(), procedure)
}

/// When the version in force of each procedure was published.
///
/// # Errors
/// When the database fails.
pub fn in_force_since(grant: &mut Granted<'_, ReadOrganisation>) -> Result<Vec<VersionFacts>> {
    queries::current_versions(grant.sql())
}
