//! What is asked of policy about the history of configuration.

use crate::kernel::actions::Verb;
use crate::kernel::context::Place;
use crate::kernel::error::{Error, Result};
use crate::kernel::ids::ChangeSetId;
use crate::platform::door::{Act, Sql, Whole};

use super::model::ChangeSet;
use super::queries;

/// Reads who changed what, when and why.
pub struct ReadHistory;

impl Act for ReadHistory {
    const VERB: Verb = Verb::ReadOrganisation;
    type Key = Whole;
    type Subject = Whole;

    fn find(_: &mut Sql, _: &Whole) -> Result<Option<Whole>> {
        Ok(Some(Whole))
    }

    fn place(_: &Whole) -> Place {
        Place::Tenant
    }
}

/// Takes a change back.
pub struct UndoChange;

impl Act for UndoChange {
    const VERB: Verb = Verb::UndoChange;
    type Key = ChangeSetId;
    type Subject = ChangeSet;

    fn find(sql: &mut Sql, key: &ChangeSetId) -> Result<Option<ChangeSet>> {
        match queries::one(sql, *key) {
            Ok(change) => Ok(Some(change)),
            Err(Error::NotFound) => Ok(None),
            Err(error) => Err(error),
        }
    }

    fn place(_: &ChangeSet) -> Place {
        Place::Tenant
    }

    fn audit_subject(subject: &ChangeSet) -> Option<uuid::Uuid> {
        Some(subject.id.uuid())
    }
}
