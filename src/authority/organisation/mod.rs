//! The organisation as it is in force: business groups, ledgers, legal entities, operating units, halls, cost centres, and
//! the people who work there.
//!
//! It is read here and nowhere written: a tenant's code is its only source (see [`crate::authority::tenancy`]). One look
//! reads all of it, because every part is small and pages show how the parts hang together.

mod acts;
mod model;
mod queries;

pub use acts::ReadOrganisation;
pub use model::{
    CostCentre, Group, Hall, Held, Ledger, LegalEntity, Organisation, Person, Unit, VersionFacts,
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
