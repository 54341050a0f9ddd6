//! What policy is asked about the books.

use uuid::Uuid;

use crate::kernel::access::AccessMode;
use crate::kernel::actions::Verb;
use crate::kernel::context::{Context, Place};
use crate::kernel::error::Result;
use crate::kernel::ids::{LegalEntityId, OperatingUnitId};
use crate::platform::door::{Act, Sql};

use super::model::Books;
use super::queries;

/// Whose business is posted, and where.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BooksKey {
    /// The legal entity.
    pub legal_entity: LegalEntityId,
    /// The operating unit.
    pub unit: OperatingUnitId,
}

/// Writes entries into the books of a legal entity's business in a unit.
pub struct PostJournal;

impl Act for PostJournal {
    const VERB: Verb = Verb::PostJournal;
    type Key = BooksKey;
    type Subject = Books;

    fn find(sql: &mut Sql, key: &BooksKey) -> Result<Option<Books>> {
        queries::books(sql, key.legal_entity, key.unit)
    }

    fn place(subject: &Books) -> Place {
        Place::Unit(subject.unit)
    }

    fn audit_subject(subject: &Books) -> Option<Uuid> {
        Some(subject.unit.uuid())
    }
}

/// Reads the books of the units the actor sees, or of one of them. Row security leaves out every other unit's rows.
pub struct ReadBooks;

impl Act for ReadBooks {
    const VERB: Verb = Verb::ReadMoney;
    type Key = Option<OperatingUnitId>;
    type Subject = OperatingUnitId;

    fn find(sql: &mut Sql, unit: &Option<OperatingUnitId>) -> Result<Option<OperatingUnitId>> {
        Ok(unit.or_else(|| representative_unit(sql.context())))
    }

    fn place(subject: &OperatingUnitId) -> Place {
        Place::Unit(*subject)
    }
}

/// A unit to ask policy about when the question concerns all the units an actor sees: policy gives a verb for all units of
/// a responsibility or for none of them.
fn representative_unit(context: &Context) -> Option<OperatingUnitId> {
    let any = || OperatingUnitId::from_uuid(Uuid::nil());
    match context.mode? {
        AccessMode::A => Some(any()),
        AccessMode::S | AccessMode::M => context.units.iter().next(),
        AccessMode::X => None,
    }
}
