//! Tracking without signing in, in one round trip. `followed_dossier` shows a row to whoever holds its tracking proof, and
//! of the row nothing but where the dossier stands.

use diesel::pg::{Pg, PgConnection};
use diesel::prelude::*;
use diesel::query_builder::{AstPass, Query, QueryFragment, QueryId};
use diesel::sql_types::{Nullable, SmallInt, Text, Timestamptz, Uuid as SqlUuid};
use uuid::Uuid;

use crate::kernel::actions::Verb;
use crate::kernel::clock::Instant;
use crate::kernel::context::Place;
use crate::kernel::ids::{DossierId, HallId, OperatingUnitId, ProcedureVersionId};
use crate::platform::door::{OneTrip, Scope};

use super::model::Status;

/// What whoever holds the number and the proof may know: where it stands, and no personal data.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tracked {
    /// Its id.
    pub id: DossierId,
    /// Its number.
    pub number: String,
    /// The version of the procedure, which the catalogue can name.
    pub procedure_version_id: ProcedureVersionId,
    /// The unit that has it.
    pub operating_unit_id: OperatingUnitId,
    /// The hall.
    pub hall_id: Option<HallId>,
    /// Where it stands.
    pub status: Status,
    /// When it was received.
    pub received_at: Instant,
    /// When it is due.
    pub due_at: Option<Instant>,
    /// When it was accepted.
    pub accepted_at: Option<Instant>,
    /// When payment was asked for.
    pub payment_due_at: Option<Instant>,
    /// When it was paid.
    pub paid_at: Option<Instant>,
    /// When a supplement was asked for.
    pub supplement_asked_at: Option<Instant>,
    /// When it was decided.
    pub decided_at: Option<Instant>,
    /// When it ended.
    pub finished_at: Option<Instant>,
}

/// Looks a dossier up by its number; the context carries the proof.
pub struct TrackDossier {
    number: String,
}

impl TrackDossier {
    /// The dossier with this number, as typed.
    #[must_use]
    pub fn new(number: &str) -> Self {
        Self {
            number: number.trim().to_owned(),
        }
    }
}

type Columns = (
    Uuid,
    String,
    Uuid,
    Uuid,
    Option<Uuid>,
    i16,
    Instant,
    Option<Instant>,
    Option<Instant>,
    Option<Instant>,
    Option<Instant>,
    Option<Instant>,
    Option<Instant>,
    Option<Instant>,
);

impl OneTrip for TrackDossier {
    const VERB: Verb = Verb::TrackDossier;
    type Answer = Option<Tracked>;

    fn place(&self) -> Place {
        Place::Tenant
    }

    fn audit_subject(&self) -> Option<Uuid> {
        None
    }

    fn call(&self, scope: Scope, connection: &mut PgConnection) -> QueryResult<Option<Tracked>> {
        let mut look = |number: &str| -> QueryResult<Option<Columns>> {
            Look {
                scope: &scope,
                number,
            }
            .get_result(connection)
            .optional()
        };
        let mut row = look(&self.number)?;
        if row.is_none() {
            // Nearly everybody types or pastes a number as it was given; the others mean its capitals, at a trip more.
            let capitals = self.number.to_uppercase();
            if capitals != self.number {
                row = look(&capitals)?;
            }
        }
        Ok(row.and_then(tracked))
    }
}

fn tracked(row: Columns) -> Option<Tracked> {
    Some(Tracked {
        id: DossierId::from_uuid(row.0),
        number: row.1,
        procedure_version_id: ProcedureVersionId::from_uuid(row.2),
        operating_unit_id: OperatingUnitId::from_uuid(row.3),
        hall_id: row.4.map(HallId::from_uuid),
        status: Status::from_number(row.5).ok()?,
        received_at: row.6,
        due_at: row.7,
        accepted_at: row.8,
        payment_due_at: row.9,
        paid_at: row.10,
        supplement_asked_at: row.11,
        decided_at: row.12,
        finished_at: row.13,
    })
}

struct Look<'a> {
    scope: &'a Scope,
    number: &'a str,
}

#[derive(QueryId)]
struct TrackStatement;

impl QueryId for Look<'_> {
    type QueryId = TrackStatement;
    const HAS_STATIC_QUERY_ID: bool = true;
}

impl Query for Look<'_> {
    type SqlType = (
        SqlUuid,
        Text,
        SqlUuid,
        SqlUuid,
        Nullable<SqlUuid>,
        SmallInt,
        Timestamptz,
        Nullable<Timestamptz>,
        Nullable<Timestamptz>,
        Nullable<Timestamptz>,
        Nullable<Timestamptz>,
        Nullable<Timestamptz>,
        Nullable<Timestamptz>,
        Nullable<Timestamptz>,
    );
}

impl RunQueryDsl<PgConnection> for Look<'_> {}

impl QueryFragment<Pg> for Look<'_> {
    fn walk_ast<'b>(&'b self, mut pass: AstPass<'_, 'b, Pg>) -> QueryResult<()> {
        pass.push_sql("select d.* from ");
        self.scope.walk_proof(&mut pass)?;
        pass.push_sql(
            ", lateral (select d.id, d.number, d.procedure_version_id, d.operating_unit_id, d.hall_id, d.status, \
             d.received_at, d.due_at, d.accepted_at, d.payment_due_at, d.paid_at, d.supplement_asked_at, d.decided_at, \
             d.finished_at from followed_dossier d where d.tenant_id = scope.tenant_id and d.number = ",
        );
        pass.push_bind_param::<Text, str>(self.number)?;
        pass.push_sql(" offset 0) d");
        Ok(())
    }
}
