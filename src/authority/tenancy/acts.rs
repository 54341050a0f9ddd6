//! What is asked of policy about a tenant's code.

use crate::kernel::actions::Verb;
use crate::kernel::context::Place;
use crate::kernel::error::Result;
use crate::platform::door::{Act, Sql, Whole};

/// Applies the code of the context's tenant.
pub struct ApplyTenant;

impl Act for ApplyTenant {
    const VERB: Verb = Verb::ApplyTenant;
    type Key = Whole;
    type Subject = Whole;

    fn find(_: &mut Sql, _: &Whole) -> Result<Option<Whole>> {
        Ok(Some(Whole))
    }

    fn place(_: &Whole) -> Place {
        Place::Tenant
    }
}

/// Compares the code of the context's tenant with what is in force.
pub struct PlanTenant;

impl Act for PlanTenant {
    const VERB: Verb = Verb::PlanTenant;
    type Key = Whole;
    type Subject = Whole;

    fn find(_: &mut Sql, _: &Whole) -> Result<Option<Whole>> {
        Ok(Some(Whole))
    }

    fn place(_: &Whole) -> Place {
        Place::Tenant
    }
}
