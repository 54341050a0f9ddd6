//! What is asked of policy about acts that wait.

use crate::authority::access::{Pending, pending};
use crate::kernel::actions::Verb;
use crate::kernel::context::Place;
use crate::kernel::error::Result;
use crate::kernel::ids::PendingActId;
use crate::platform::door::{Act, Sql};

use super::kind;

/// Confirms or rejects an act that waits for a second person. It asks for the verb of the act itself: whoever could not
/// have done it cannot confirm it.
pub struct DecidePending;

impl Act for DecidePending {
    const VERB: Verb = Verb::ChangePolicy;
    type Key = PendingActId;
    type Subject = Pending;

    fn find(sql: &mut Sql, key: &PendingActId) -> Result<Option<Pending>> {
        Ok(pending::find(sql, *key)?.filter(|act| kind(&act.kind).is_some()))
    }

    fn place(_: &Pending) -> Place {
        Place::Tenant
    }

    fn verb(act: &Pending) -> Verb {
        kind(&act.kind).map_or(Self::VERB, |kind| kind.verb)
    }

    fn audit_subject(act: &Pending) -> Option<uuid::Uuid> {
        Some(act.id.uuid())
    }
}
