//! What is asked of policy about people.

use crate::kernel::actions::Verb;
use crate::kernel::context::Place;
use crate::kernel::error::Result;
use crate::kernel::ids::AccountId;
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
    /// Registers an account.
    Register = Register;
    /// Finds the person before a counter by her identity number or address.
    IdentifyApplicant = IdentifyApplicant;
    /// Signs in, signs out, and reads what a session is bound to.
    OpenSession = SignIn;
}

macro_rules! acts_upon_ones_own_account {
    ($($(#[$doc:meta])* $name:ident = $verb:ident;)*) => {$(
        $(#[$doc])*
        pub struct $name;

        impl Act for $name {
            const VERB: Verb = Verb::$verb;
            type Key = AccountId;
            type Subject = AccountId;

            fn find(_: &mut Sql, key: &AccountId) -> Result<Option<AccountId>> {
                Ok(Some(*key))
            }

            fn place(subject: &AccountId) -> Place {
                Place::Own(*subject)
            }

            fn audit_subject(subject: &AccountId) -> Option<uuid::Uuid> {
                Some(subject.uuid())
            }
        }
    )*};
}

acts_upon_ones_own_account! {
    /// Changes one's own account, sessions and tokens.
    KeepAccount = KeepAccount;
    /// Connects one's account with the one at the shared entry.
    ConnectAccount = ConnectAccount;
    /// Parts one's account from the one at the shared entry.
    PartAccount = PartAccount;
}
