//! The hot path: a submission as one prepared call. See `routines/submit_dossier.sql`.

use diesel::pg::{Pg, PgConnection};
use diesel::prelude::*;
use diesel::query_builder::{AstPass, Query, QueryFragment, QueryId};
use diesel::sql_types::{
    Binary, Bool, Integer, Jsonb, Nullable, SmallInt, Text, Timestamptz, Uuid as SqlUuid,
};
use serde_json::Value;
use uuid::Uuid;

use crate::kernel::actions::Verb;
use crate::kernel::clock::Instant;
use crate::kernel::context::{Context, Place};
use crate::kernel::ids::{
    AccountId, DossierId, DraftId, EventId, HallId, LegalEntityId, OperatingUnitId, ProcedureId,
    ProcedureVersionId, ProcessInstanceId,
};
use crate::kernel::patterns::number::NumberFrame;
use crate::platform::door::{AuditRow, OneTrip, Outcome, Scope};
use crate::platform::outbox;

use crate::services::workflow::instance::{NewTask, NewTimer};

use super::model::{Channel, Status};
use super::rules;

/// A submission whose every part was checked and decided.
#[derive(Debug, Clone)]
pub struct Submission {
    /// Repeats of the same key are the same submission: the draft's id, or the caller's idempotency key.
    pub key: String,
    /// The procedure.
    pub procedure_id: ProcedureId,
    /// Its version.
    pub procedure_version_id: ProcedureVersionId,
    /// The unit that takes it.
    pub operating_unit_id: OperatingUnitId,
    /// The legal entity that signs, where one is given; else it is found in the same round trip, and stays the dossier's.
    pub given_entity_id: Option<LegalEntityId>,
    /// The hall.
    pub hall_id: Option<HallId>,
    /// Who applies.
    pub applicant_id: AccountId,
    /// Her name.
    pub applicant_name: String,
    /// The fact she proves herself with when tracking without signing in.
    pub tracking_fact: String,
    /// How it comes in.
    pub channel: Channel,
    /// Where it stands after the first step.
    pub status: Status,
    /// When it was received.
    pub received_at: Instant,
    /// When it is due.
    pub due_at: Option<Instant>,
    /// How the due date was computed, day by day.
    pub due_explanation: Value,
    /// Everything of the number but its serial.
    pub number: NumberFrame,
    /// The series and period its serial is drawn from.
    pub series: String,
    /// The period, so that no two share a counter.
    pub period: String,
    /// The answers.
    pub answers: Value,
    /// The versions of dictionaries that the answers were given under: their ids by the dictionary's code.
    pub dictionaries: Value,
    /// The process after its first step.
    pub state: Value,
    /// Its variables.
    pub variables: Value,
    /// The user tasks of the first step.
    pub tasks: Vec<NewTask>,
    /// The timers of the first step.
    pub timers: Vec<NewTimer>,
    /// The jobs of the first step, as events beside the submission's own: kind and data. `dossier_id` and
    /// `instance_id` are added here.
    pub jobs: Vec<Value>,
    /// The draft it was prepared in: its papers move over.
    pub draft_id: Option<DraftId>,
    /// A digest of what a program sent under `key`, so that another submission under the same key is told from a repeat.
    pub fingerprint: Option<[u8; 32]>,
}

/// What came of a submission.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Submitted {
    /// The dossier.
    pub dossier_id: DossierId,
    /// Its number.
    pub number: String,
    /// The same submission had been made before; nothing was written now.
    pub is_repeated: bool,
    /// The first submission under this key had another fingerprint: the key was used twice for different things.
    pub is_other: bool,
}

/// Submits a dossier, in one round trip.
pub struct SubmitDossier {
    submission: Submission,
    dossier_id: DossierId,
    instance_id: ProcessInstanceId,
    width: i32,
    proof: String,
    owner: String,
    tasks: Value,
    timers: Value,
    events: Value,
    audit: AuditRow,
    trace: Option<String>,
}

impl SubmitDossier {
    /// Prepares the call for the actor of `context`.
    #[must_use]
    pub fn new(context: &Context, submission: Submission) -> Self {
        let (dossier_id, instance_id) = (DossierId::fresh(), ProcessInstanceId::fresh());
        let base = serde_json::json!({
            "dossier_id": dossier_id, "instance_id": instance_id, "procedure_id": submission.procedure_id,
            "operating_unit_id": submission.operating_unit_id, "applicant_id": submission.applicant_id,
            "channel": submission.channel, "received_at": submission.received_at, "due_at": submission.due_at,
        });
        let mut events = vec![event("dossier.submitted", dossier_id, base)];
        for mut job in submission.jobs.iter().cloned() {
            job["dossier_id"] = serde_json::json!(dossier_id);
            job["instance_id"] = serde_json::json!(instance_id);
            events.push(event("workflow.job_requested", dossier_id, job));
        }
        Self {
            width: i32::try_from(submission.number.width).unwrap_or(i32::MAX),
            proof: rules::proof_fact(&submission.tracking_fact),
            owner: submission.operating_unit_id.to_string(),
            tasks: serde_json::json!(submission.tasks),
            timers: serde_json::json!(submission.timers),
            events: Value::Array(events),
            audit: AuditRow::new(
                context,
                Verb::SubmitDossier,
                Some(dossier_id.uuid()),
                Outcome::Granted,
            ),
            trace: context.trace.clone(),
            dossier_id,
            instance_id,
            submission,
        }
    }
}

fn event(kind: &str, dossier: DossierId, data: Value) -> Value {
    serde_json::json!({ "id": EventId::fresh(), "kind": kind, "subject": dossier, "data": data })
}

impl OneTrip for SubmitDossier {
    const VERB: Verb = Verb::SubmitDossier;
    type Answer = Submitted;

    fn place(&self) -> Place {
        Place::UnitOrOwn(self.submission.operating_unit_id, self.submission.applicant_id)
    }

    fn audit_subject(&self) -> Option<Uuid> {
        Some(self.submission.procedure_id.uuid())
    }

    fn call(&self, scope: Scope, connection: &mut PgConnection) -> QueryResult<Submitted> {
        let (dossier, number, is_repeated, is_other): (Uuid, String, bool, bool) = Call {
            scope: &scope,
            of: self,
            ids: Ids::of(self),
        }
        .get_result(connection)?;
        // The routine wrote the outbox itself, and has committed.
        outbox::rouse();
        Ok(Submitted {
            dossier_id: DossierId::from_uuid(dossier),
            number,
            is_repeated,
            is_other,
        })
    }
}

// Bind parameters are borrowed for as long as the query lives, so the bare ids need a home.
struct Ids<'a> {
    dossier: Uuid,
    procedure: Uuid,
    version: Uuid,
    unit: Uuid,
    given_entity: Option<Uuid>,
    hall: Option<Uuid>,
    applicant: Uuid,
    instance: Uuid,
    draft: Option<Uuid>,
    status: i16,
    channel: &'static str,
    fingerprint: Option<&'a [u8]>,
}

impl<'a> Ids<'a> {
    fn of(call: &'a SubmitDossier) -> Self {
        let submission = &call.submission;
        Self {
            dossier: call.dossier_id.uuid(),
            procedure: submission.procedure_id.uuid(),
            version: submission.procedure_version_id.uuid(),
            unit: submission.operating_unit_id.uuid(),
            given_entity: submission.given_entity_id.map(LegalEntityId::uuid),
            hall: submission.hall_id.map(HallId::uuid),
            applicant: submission.applicant_id.uuid(),
            instance: call.instance_id.uuid(),
            draft: submission.draft_id.map(DraftId::uuid),
            status: submission.status.number(),
            channel: submission.channel.name(),
            fingerprint: submission.fingerprint.as_ref().map(<[u8; 32]>::as_slice),
        }
    }
}

struct Call<'a> {
    scope: &'a Scope,
    of: &'a SubmitDossier,
    ids: Ids<'a>,
}

// One text for every submission, so the statement is prepared once for each connection.
#[derive(QueryId)]
struct SubmitStatement;

impl QueryId for Call<'_> {
    type QueryId = SubmitStatement;
    const HAS_STATIC_QUERY_ID: bool = true;
}

impl Query for Call<'_> {
    type SqlType = (SqlUuid, Text, Bool, Bool);
}

impl RunQueryDsl<PgConnection> for Call<'_> {}

macro_rules! push {
    ($pass:ident, $($sql:ty => $value:expr),* $(,)?) => {$(
        $pass.push_sql(", ");
        $pass.push_bind_param::<$sql, _>($value)?;
    )*};
}

impl QueryFragment<Pg> for Call<'_> {
    fn walk_ast<'b>(&'b self, mut pass: AstPass<'_, 'b, Pg>) -> QueryResult<()> {
        let (call, submission, ids) = (self.of, &self.of.submission, &self.ids);
        pass.push_sql("select dossier_id, dossier_number, is_repeated, is_other from submit_dossier(");
        self.scope.walk(&mut pass)?;
        push!(pass,
            SqlUuid => &ids.dossier, Text => &submission.key, SqlUuid => &ids.procedure, SqlUuid => &ids.version,
            SqlUuid => &ids.unit, Nullable<SqlUuid> => &ids.given_entity, Nullable<SqlUuid> => &ids.hall, SqlUuid => &ids.applicant,
            Text => &submission.applicant_name, Text => ids.channel, SmallInt => &ids.status,
            Timestamptz => &submission.received_at, Nullable<Timestamptz> => &submission.due_at,
            Text => &submission.number.prefix, Text => &submission.number.suffix, Integer => &call.width,
            Text => &submission.series, Text => &call.owner, Text => &submission.period, Text => &call.proof,
            Jsonb => &submission.answers, Jsonb => &submission.due_explanation, SqlUuid => &ids.instance,
            Jsonb => &submission.state, Jsonb => &submission.variables,
            Jsonb => &call.tasks, Jsonb => &call.timers, Jsonb => &call.events, Nullable<Text> => &call.trace,
            SqlUuid => &call.audit.id, Timestamptz => &call.audit.occurred_at, Text => &call.audit.actor,
            Binary => &call.audit.digest, Nullable<SqlUuid> => &ids.draft,
            Nullable<Binary> => &ids.fingerprint, Jsonb => &submission.dictionaries,
        );
        pass.push_sql(")");
        Ok(())
    }
}
