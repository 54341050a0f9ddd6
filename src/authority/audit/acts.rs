//! What is asked of policy about the audit trail.

use crate::kernel::actions::Verb;
use crate::kernel::context::Place;
use crate::kernel::error::Result;
use crate::platform::door::{Act, Sql, Whole};

macro_rules! acts_upon_the_trail {
    ($($(#[$doc:meta])* $name:ident = $verb:ident;)*) => {$(
        $(#[$doc])*
        pub struct $name;

        impl Act for $name {
            const VERB: Verb = Verb::$verb;
            type Key = Whole;
            type Subject = Whole;

            fn find(_: &mut Sql, _: &Whole) -> Result<Option<Whole>> {
                Ok(Some(Whole))
            }

            fn place(_: &Whole) -> Place {
                Place::Tenant
            }
        }
    )*};
}

acts_upon_the_trail! {
    /// Reads the trail. Each reading is recorded in it.
    ReadAudit = ReadAudit;
    /// Seals the trail and verifies the seals.
    SealAudit = SealAudit;
}
