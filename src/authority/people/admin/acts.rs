//! What is asked of policy about people and their access.

use crate::authority::people::Token;
use crate::kernel::actions::Verb;
use crate::kernel::context::Place;
use crate::kernel::error::Result;
use crate::kernel::ids::AccountId;
use crate::platform::door::{Act, Sql, Whole};

use super::model::{Invitation, Staff};
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
    /// Reads who works here, and what opens what to whom.
    ReadPeople = ReadOrganisation;
    /// Invites somebody to work here.
    InvitePerson = ChangePeople;
    /// Changes responsibilities, security profiles and profile options.
    ChangeAccess = ChangeAccess;
}

macro_rules! acts_upon_a_person {
    ($($(#[$doc:meta])* $name:ident = $verb:ident;)*) => {$(
        $(#[$doc])*
        pub struct $name;

        impl Act for $name {
            const VERB: Verb = Verb::$verb;
            type Key = AccountId;
            type Subject = Staff;

            fn find(sql: &mut Sql, key: &AccountId) -> Result<Option<Staff>> {
                queries::staff(sql, *key)
            }

            fn place(_: &Staff) -> Place {
                Place::Tenant
            }

            fn audit_subject(subject: &Staff) -> Option<uuid::Uuid> {
                Some(subject.id.uuid())
            }
        }
    )*};
}

acts_upon_a_person! {
    /// Reads one person's page. A citizen is not among those who work here.
    ReadPerson = ReadOrganisation;
    /// Changes a person's facts, closes and reopens her account, ends her sessions, sends her a link.
    ChangePerson = ChangePeople;
    /// Gives, re-dates and ends a person's responsibilities.
    ChangeHeld = ChangeAccess;
}

/// Accepts an invitation with the secret of its link.
pub struct AcceptInvitation;

impl Act for AcceptInvitation {
    const VERB: Verb = Verb::AcceptInvitation;
    type Key = Token;
    type Subject = Invitation;

    fn find(sql: &mut Sql, key: &Token) -> Result<Option<Invitation>> {
        queries::invitation_by_digest(sql, &key.digest())
    }

    fn place(_: &Invitation) -> Place {
        Place::Tenant
    }

    fn audit_subject(subject: &Invitation) -> Option<uuid::Uuid> {
        Some(subject.account.uuid())
    }
}
