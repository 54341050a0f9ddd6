//! What is asked of policy about the organisation.

use crate::kernel::actions::Verb;
use crate::kernel::context::Place;
use crate::kernel::error::Result;
use crate::platform::door::{Act, Sql, Whole};

macro_rules! acts_upon_the_whole {
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

acts_upon_the_whole! {
    /// Reads the organisation and its people.
    ReadOrganisation = ReadOrganisation;
    /// Changes the organisation from today.
    ChangeOrganisation = ChangeOrganisation;
    /// Plans, previews, cancels and applies reorganisations.
    Reorganise = Reorganise;
}
