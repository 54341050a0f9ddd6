//! What is asked of policy about the organisation.

use crate::kernel::actions::Verb;
use crate::kernel::context::Place;
use crate::kernel::error::Result;
use crate::platform::door::{Act, Sql, Whole};

/// Reads the organisation and its people.
pub struct ReadOrganisation;

impl Act for ReadOrganisation {
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
