//! What is asked of policy about access.

use crate::kernel::actions::Verb;
use crate::kernel::context::Place;
use crate::kernel::error::Result;
use crate::kernel::ids::{AccountId, DelegationId, PendingActId};
use crate::platform::door::{Act, Sql, Whole};

use super::pending::{self, Pending};
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

/// A loan, as whoever ends it finds it.
#[derive(Debug, Clone)]
pub struct OpenLoan {
    /// Its id.
    pub id: DelegationId,
    /// Whose responsibility it is.
    pub lender: AccountId,
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

/// Confirms or rejects an act that waits for a second person. It asks for the verb of the act itself: whoever could not
/// have done it cannot confirm it.
pub struct DecidePending;

impl Act for DecidePending {
    const VERB: Verb = Verb::ChangePolicy;
    type Key = PendingActId;
    type Subject = Pending;

    fn find(sql: &mut Sql, key: &PendingActId) -> Result<Option<Pending>> {
        Ok(queries::pending_act(sql, *key)?.filter(|act| pending::kind(&act.kind).is_some()))
    }

    fn place(_: &Pending) -> Place {
        Place::Tenant
    }

    fn verb(act: &Pending) -> Verb {
        pending::kind(&act.kind).map_or(Self::VERB, |kind| kind.verb)
    }

    fn audit_subject(act: &Pending) -> Option<uuid::Uuid> {
        Some(act.id.uuid())
    }
}
