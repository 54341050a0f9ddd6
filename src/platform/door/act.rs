//! What can be asked of policy: a verb upon a subject that is found under row security.

use crate::kernel::actions::Verb;
use crate::kernel::context::Place;
use crate::kernel::error::Result;

use super::sql::Sql;

/// One thing that can be done to one kind of subject. Implemented beside the queries of its service.
pub trait Act {
    /// The verb asked of policy, unless the subject itself decides it (see [`Act::verb`]).
    const VERB: Verb;
    /// What the subject is looked up by.
    type Key;
    /// What is found, and handed to the command with the grant.
    type Subject;

    /// Finds the subject among the rows the actor may see. `None` becomes "not found".
    ///
    /// # Errors
    /// When the database fails.
    fn find(sql: &mut Sql, key: &Self::Key) -> Result<Option<Self::Subject>>;

    /// Where the subject lies.
    fn place(subject: &Self::Subject) -> Place;

    /// The verb for this subject: a user task asks for the verb of its role.
    fn verb(_subject: &Self::Subject) -> Verb {
        Self::VERB
    }

    /// The id that the audit trail names.
    fn audit_subject(_subject: &Self::Subject) -> Option<uuid::Uuid> {
        None
    }
}

/// The key and subject of acts upon the tenant as a whole: there is nothing to look up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Whole;
