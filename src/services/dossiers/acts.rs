//! What is asked of policy about dossiers.

use crate::kernel::actions::Verb;
use crate::kernel::context::Place;
use crate::kernel::error::Result;
use crate::kernel::ids::{AccountId, DossierId, DraftId, PaperId};
use crate::platform::door::{Act, Sql, Whole};

use super::drafts::Draft;
use super::model::{Dossier, Paper};
use super::{drafts, queries};

macro_rules! acts_upon_a_dossier {
    ($($(#[$doc:meta])* $name:ident = $verb:ident;)*) => {$(
        $(#[$doc])*
        pub struct $name;

        impl Act for $name {
            const VERB: Verb = Verb::$verb;
            type Key = DossierId;
            type Subject = Dossier;

            fn find(sql: &mut Sql, key: &DossierId) -> Result<Option<Dossier>> {
                queries::dossier(sql, *key)
            }

            fn place(dossier: &Dossier) -> Place {
                Place::AnyUnitOrOwn(dossier.units(), dossier.applicant_id)
            }

            fn audit_subject(dossier: &Dossier) -> Option<uuid::Uuid> {
                Some(dossier.id.uuid())
            }
        }
    )*};
}

acts_upon_a_dossier! {
    /// Reads a dossier whole.
    ReadDossier = ReadDossier;
    /// Supplies what was asked for.
    SupplementDossier = SupplementDossier;
    /// Withdraws a dossier.
    WithdrawDossier = WithdrawDossier;
    /// Writes down where the engine moved a dossier.
    MoveDossier = RunProcess;
}

/// Lists one's own dossiers.
pub struct ListOwnDossiers;

impl Act for ListOwnDossiers {
    const VERB: Verb = Verb::ListDossiers;
    type Key = AccountId;
    type Subject = AccountId;

    fn find(_: &mut Sql, key: &AccountId) -> Result<Option<AccountId>> {
        Ok(Some(*key))
    }

    fn place(subject: &AccountId) -> Place {
        Place::Own(*subject)
    }
}

/// Lists the dossiers of the operating units one works in: row security and the set of units bound to the transaction
/// decide which.
pub struct ListDossiers;

impl Act for ListDossiers {
    const VERB: Verb = Verb::ListDossiers;
    type Key = Whole;
    type Subject = Vec<crate::kernel::ids::OperatingUnitId>;

    fn find(sql: &mut Sql, _: &Whole) -> Result<Option<Self::Subject>> {
        let context = sql.context();
        if context.mode == Some(crate::kernel::access::AccessMode::A) {
            return queries::every_unit(sql).map(Some);
        }
        let units: Vec<_> = context.seen().iter().collect();
        Ok((!units.is_empty()).then_some(units))
    }

    fn place(units: &Self::Subject) -> Place {
        Place::AnyUnitOrOwn(units.clone(), AccountId::from_uuid(uuid::Uuid::nil()))
    }
}

/// Reads a paper of a dossier.
pub struct ReadDossierPaper;

impl Act for ReadDossierPaper {
    const VERB: Verb = Verb::ReadPaper;
    type Key = PaperId;
    type Subject = Paper;

    fn find(sql: &mut Sql, key: &PaperId) -> Result<Option<Paper>> {
        queries::paper(sql, *key)
    }

    fn place(paper: &Paper) -> Place {
        let units = std::iter::once(paper.operating_unit_id)
            .chain(paper.shared_unit_ids.iter().copied())
            .collect();
        Place::AnyUnitOrOwn(units, paper.applicant_id)
    }

    fn audit_subject(paper: &Paper) -> Option<uuid::Uuid> {
        Some(paper.id.uuid())
    }
}

/// Begins a draft, or lists one's drafts.
pub struct BeginDraft;

impl Act for BeginDraft {
    const VERB: Verb = Verb::KeepDraft;
    type Key = Whole;
    type Subject = Whole;

    fn find(_: &mut Sql, _: &Whole) -> Result<Option<Whole>> {
        Ok(Some(Whole))
    }

    fn place(_: &Whole) -> Place {
        Place::Tenant
    }
}

/// Reads and changes one's own draft: row security shows no other.
pub struct KeepDraft;

impl Act for KeepDraft {
    const VERB: Verb = Verb::KeepDraft;
    type Key = DraftId;
    type Subject = Draft;

    fn find(sql: &mut Sql, key: &DraftId) -> Result<Option<Draft>> {
        drafts::find(sql, *key)
    }

    fn place(_: &Draft) -> Place {
        Place::Tenant
    }
}
