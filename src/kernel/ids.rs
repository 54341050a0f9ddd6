//! One newtype for each kind of id, so that a dossier's id cannot be handed over as an account's.
//!
//! Ids are UUIDv7: they sort by the time they were made, which keeps index inserts at the right-hand edge.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// A text that should have been an id and is not.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("\u{201c}{0}\u{201d} is not an identifier")]
pub struct NotAnId(pub String);

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident),* $(,)?) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(Uuid);

        impl $name {
            /// A fresh id, later in order than every id made before it on this node.
            #[must_use]
            pub fn fresh() -> Self {
                Self(Uuid::now_v7())
            }

            /// Takes over an id that was read from the database or computed as a stable name-based id.
            #[must_use]
            pub const fn from_uuid(uuid: Uuid) -> Self {
                Self(uuid)
            }

            /// The bare value, for a bind parameter.
            #[must_use]
            pub const fn uuid(self) -> Uuid {
                self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.hyphenated().fmt(f)
            }
        }

        impl FromStr for $name {
            type Err = NotAnId;
            fn from_str(text: &str) -> Result<Self, NotAnId> {
                Uuid::try_parse(text).map(Self).map_err(|_| NotAnId(text.chars().take(64).collect()))
            }
        }

        impl From<$name> for Uuid {
            fn from(id: $name) -> Uuid {
                id.0
            }
        }
    )*};
}

ids! {
    /// A jurisdiction: the boundary of isolation.
    TenantId,
    /// The top of a hierarchy of organisations.
    BusinessGroupId,
    /// A ledger: accounts, currency and calendar.
    LedgerId,
    /// A registered body that issues legal documents.
    LegalEntityId,
    /// A stretch of business run by one set of rules; access is scoped to it.
    OperatingUnitId,
    /// A place where citizens are served.
    HallId,
    /// One change of a tenant's configuration, with who made it and why.
    ChangeSetId,
    /// A cost centre of one legal entity.
    CostCentreId,
    /// A citizen's or staff member's account.
    AccountId,
    /// A one-time link by which somebody sets her password.
    InvitationId,
    /// A signed-in session or an API token.
    SessionId,
    /// A bundle of a role and a security profile that staff are given.
    ResponsibilityId,
    /// The operating units a responsibility opens.
    SecurityProfileId,
    /// A responsibility lent to a colleague from a day until another.
    DelegationId,
    /// A line of the tenant's own policy.
    PolicyLineId,
    /// Two verbs kept apart.
    SeparatedDutyId,
    /// A dangerous act that waits for a second person.
    PendingActId,
    /// A procedure of the catalogue.
    ProcedureId,
    /// A published, immutable version of a procedure.
    ProcedureVersionId,
    /// A version of a dictionary.
    DictionaryVersionId,
    /// A submission being prepared.
    DraftId,
    /// A dossier.
    DossierId,
    /// A paper attached to a draft or dossier.
    PaperId,
    /// A running process.
    ProcessInstanceId,
    /// A step that waits for a person.
    UserTaskId,
    /// Something stuck that needs a person.
    IncidentId,
    /// An amount due.
    PaymentRequestId,
    /// Money received.
    PaymentId,
    /// Money given back.
    RefundId,
    /// An issued invoice.
    InvoiceId,
    /// An issued credit note.
    CreditNoteId,
    /// An account of the chart of accounts.
    LedgerAccountId,
    /// A balanced, immutable record of the journal.
    JournalEntryId,
    /// A result paper or receipt that was made.
    DocumentId,
    /// Something to tell a person.
    NotificationId,
    /// An event in the outbox.
    EventId,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_reads_back_what_it_prints_and_refuses_the_rest() {
        let id = DossierId::fresh();
        assert_eq!(id.to_string().parse::<DossierId>(), Ok(id));
        assert!("../../etc/passwd".parse::<DossierId>().is_err());
        assert!("".parse::<TenantId>().is_err());
    }

    #[test]
    fn later_ids_sort_later() {
        let (first, second) = (EventId::fresh(), EventId::fresh());
        assert!(first < second);
    }
}
