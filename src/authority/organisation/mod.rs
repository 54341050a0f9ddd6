//! The organisation as it is in force: business groups, ledgers, legal entities, operating units, halls, cost centres, and
//! the people who work there.
//!
//! A [`change::Change`] is one change, as data; [`commands::change`] makes it from today, under a change set of
//! [`crate::authority::changes`]. The rules are the tables' own: a constraint called `rule_…` is a rule whose sentence is
//! the text `rule-…`, told with the rows in the way.

mod acts;
pub mod change;
pub mod commands;
pub mod look;
mod model;
mod queries;
pub mod reorganise;

pub use acts::{ChangeOrganisation, ReadOrganisation, Reorganise};
pub use model::{
    CostCentre, Disagreement, Disagrees, Done, Group, Hall, Held, InTheWay, Ledger, LegalEntity,
    Organisation, Person, PlanState, Planned, Preview, StepPreview, Unit, Use, VersionFacts,
};

use crate::kernel::error::Result;
use crate::kernel::ids::ProcedureId;
use crate::platform::door::Granted;

/// The whole organisation.
///
/// # Errors
/// When the database fails.
pub fn read(grant: &mut Granted<'_, ReadOrganisation>) -> Result<Organisation> {
    queries::organisation(grant.sql())
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
