//! What is asked of policy about access.

use crate::kernel::actions::Verb;
use crate::kernel::context::Place;
use crate::kernel::error::Result;
use crate::kernel::ids::{AccountId, DelegationId};
use crate::platform::door::{Act, Sql, Whole};

use super::model::OpenLoan;
use super::queries;

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
    /// Reads the policy, and who may do what and why.
    ReadAccess = ReadAccess;
    /// Changes the tenant's own lines of policy and the duties it keeps apart.
    ChangePolicy = ChangePolicy;
}

macro_rules! acts_upon_oneself {
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

acts_upon_oneself! {
    /// Reads what one may do oneself, and why.
    ReadOwnAccess = ReadAccess;
    /// Lends a responsibility of one's own.
    Lend = LendResponsibility;
}

/// Ends a loan of one's own before its day.
pub struct EndLoan;

impl Act for EndLoan {
    const VERB: Verb = Verb::LendResponsibility;
    type Key = DelegationId;
    type Subject = OpenLoan;

    fn find(sql: &mut Sql, key: &DelegationId) -> Result<Option<OpenLoan>> {
        queries::open_loan(sql, *key)
    }

    fn place(loan: &OpenLoan) -> Place {
        Place::Own(loan.lender)
    }

    fn audit_subject(loan: &OpenLoan) -> Option<uuid::Uuid> {
        Some(loan.id.uuid())
    }
}
