//! What is asked of policy about papers.

use crate::kernel::actions::Verb;
use crate::kernel::context::Place;
use crate::kernel::error::Result;
use crate::kernel::ids::{DocumentId, DossierId};
use crate::platform::door::{Act, Sql};
use crate::services::dossiers::{self, Dossier};

use super::model::Genuine;
use super::queries::{self, Document};

/// Makes a paper of a dossier.
pub struct MakePaper;

impl Act for MakePaper {
    const VERB: Verb = Verb::MakePaper;
    type Key = DossierId;
    type Subject = Dossier;

    fn find(sql: &mut Sql, key: &DossierId) -> Result<Option<Dossier>> {
        dossiers::queries::dossier(sql, *key)
    }

    fn place(dossier: &Dossier) -> Place {
        Place::AnyUnitOrOwn(dossier.units(), dossier.applicant_id)
    }

    fn audit_subject(dossier: &Dossier) -> Option<uuid::Uuid> {
        Some(dossier.id.uuid())
    }
}

/// Notes that the file of a paper is stored: the second half of making it.
pub struct StorePaper;

impl Act for StorePaper {
    const VERB: Verb = Verb::MakePaper;
    type Key = DocumentId;
    type Subject = Document;

    fn find(sql: &mut Sql, key: &DocumentId) -> Result<Option<Document>> {
        queries::document(sql, *key)
    }

    fn place(document: &Document) -> Place {
        place(document)
    }

    fn audit_subject(document: &Document) -> Option<uuid::Uuid> {
        Some(document.id.uuid())
    }
}

/// Reads a paper.
pub struct ReadDocument;

impl Act for ReadDocument {
    const VERB: Verb = Verb::ReadPaper;
    type Key = DocumentId;
    type Subject = Document;

    fn find(sql: &mut Sql, key: &DocumentId) -> Result<Option<Document>> {
        queries::document(sql, *key)
    }

    fn place(document: &Document) -> Place {
        place(document)
    }

    fn audit_subject(document: &Document) -> Option<uuid::Uuid> {
        Some(document.id.uuid())
    }
}

fn place(document: &Document) -> Place {
    let units = std::iter::once(document.operating_unit_id)
        .chain(document.shared_unit_ids.iter().copied())
        .collect();
    Place::AnyUnitOrOwn(units, document.applicant_id)
}

/// Asks whether a paper is ours. The context carries the proof that the asker holds its code (see
/// [`super::proof_of_code`]); what is found names nobody.
pub struct VerifyPaper;

impl Act for VerifyPaper {
    const VERB: Verb = Verb::VerifyPaper;
    type Key = DocumentId;
    type Subject = Genuine;

    fn find(sql: &mut Sql, key: &DocumentId) -> Result<Option<Genuine>> {
        queries::genuine(sql, *key)
    }

    fn place(_: &Genuine) -> Place {
        Place::Tenant
    }
}
