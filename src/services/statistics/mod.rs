//! Counts of dossiers and sums of money by operating unit, procedure and month.
//!
//! They are kept by events, never inside a submission, whose row they would make a bottleneck, and never by reading
//! dossiers for a page. A count is added once for each event, because the event is taken in once. The identity that
//! must hold: received = open + granted + refused + withdrawn.

pub mod acts;
mod model;
pub mod queries;

pub use model::{Delta, Deltas, DossierCount, MoneySum};

use std::collections::BTreeMap;

use crate::kernel::clock::Instant;
use crate::kernel::error::Result;
use crate::kernel::ids::DossierId;
use crate::platform::door::Granted;

/// Adds what a batch of events brought.
///
/// # Errors
/// When the database fails.
pub fn count(mut grant: Granted<'_, acts::CountEvents>, deltas: &Deltas) -> Result<()> {
    let sql = grant.sql();
    queries::add_counts(sql, deltas)?;
    queries::add_money(sql, deltas)
}

/// When these dossiers were received.
///
/// # Errors
/// When the database fails.
pub fn received(
    grant: &mut Granted<'_, acts::CountEvents>,
    dossiers: &[DossierId],
) -> Result<BTreeMap<DossierId, Instant>> {
    if dossiers.is_empty() {
        return Ok(BTreeMap::new());
    }
    queries::received(grant.sql(), dossiers)
}
