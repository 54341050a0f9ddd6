//! What is asked of policy about dictionaries.

use crate::kernel::actions::Verb;
use crate::kernel::context::Place;
use crate::kernel::error::Result;
use crate::platform::door::{Act, Sql, Whole};

macro_rules! acts {
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

acts! {
    /// Reads dictionaries with their drafts and history.
    ReadDictionaries = ReadOrganisation;
    /// Makes dictionaries, and edits and publishes their drafts.
    KeepDictionaries = KeepDictionaries;
}
