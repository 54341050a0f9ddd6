//! A step saved in one statement: the instance and every row that hangs on it.
//!
//! Round trips are what a step costs, so the state, the user tasks, the timers and the incidents go in one prepared
//! statement with the new rows as JSON. Everything hangs on the first part: when the instance was not written, because
//! another step came first, nothing is.

use diesel::pg::Pg;
use diesel::query_builder::{AstPass, Query, QueryFragment, QueryId};
use diesel::sql_types::{Array, BigInt, Bool, Integer, Jsonb, Nullable, Text, Timestamptz, Uuid as SqlUuid};
use diesel::{PgConnection, QueryResult, RunQueryDsl};
use serde_json::Value;
use uuid::Uuid;

use super::acts::StartFor;
use super::engine::State;
use super::instance::{Changes, Instance};
use super::model::Outcome;
use super::vocabulary::Variables;
use crate::kernel::clock::Instant;
use crate::kernel::error::{Error, Result};
use crate::kernel::ids::ProcessInstanceId;
use crate::platform::door::Sql;

/// What of a step is saved, as the database takes it.
#[derive(Debug)]
struct Rows {
    tenant: Uuid,
    instance: Uuid,
    state: Value,
    now: Instant,
    has_ended: bool,
    outcome: Option<&'static str>,
    tasks: Value,
    tasks_cancelled: Vec<i64>,
    timers: Value,
    timers_cancelled: Vec<i64>,
    incidents: Value,
    incidents_resolved: Vec<i64>,
}

impl Rows {
    fn new(
        sql: &Sql,
        instance: ProcessInstanceId,
        state: &State,
        changes: &Changes,
        now: Instant,
    ) -> Result<Self> {
        let json = |rows: serde_json::Result<Value>| rows.map_err(Error::internal);
        Ok(Self {
            tenant: sql.tenant().uuid(),
            instance: instance.uuid(),
            state: json(serde_json::to_value(state))?,
            now,
            has_ended: changes.ended.is_some(),
            outcome: changes.ended.flatten().map(Outcome::word),
            tasks: json(serde_json::to_value(&changes.tasks))?,
            tasks_cancelled: changes.tasks_cancelled.clone(),
            timers: json(serde_json::to_value(&changes.timers))?,
            timers_cancelled: changes.timers_cancelled.clone(),
            incidents: json(serde_json::to_value(&changes.incidents))?,
            incidents_resolved: changes.incidents_resolved.clone(),
        })
    }

    /// The parts after `with moved as (…)`, which gives the instance's row when it was written.
    fn walk_rest<'b>(&'b self, out: &mut AstPass<'_, 'b, Pg>) -> QueryResult<()> {
        out.push_sql(
            ", new_tasks as (insert into user_task (tenant_id, id, instance_id, dossier_id, operating_unit_id, applicant_id, \
             element, element_instance, name, role, actions, form, due_at, created_at) \
             select m.tenant_id, t.id, m.id, m.dossier_id, coalesce(t.unit, m.operating_unit_id), m.applicant_id, t.element, \
             t.element_instance, t.name, t.role, t.actions, t.form, t.due_at, ",
        );
        out.push_bind_param::<Timestamptz, _>(&self.now)?;
        out.push_sql(" from moved m cross join jsonb_to_recordset(");
        out.push_bind_param::<Jsonb, _>(&self.tasks)?;
        out.push_sql(
            ") as t (id uuid, unit uuid, element text, element_instance bigint, name text, role text, actions text[], form text, \
             due_at timestamptz)), new_timers as (insert into process_timer (tenant_id, id, instance_id, element, \
             element_instance, due_at) select m.tenant_id, t.id, m.id, t.element, t.element_instance, t.due_at from moved m \
             cross join jsonb_to_recordset(",
        );
        out.push_bind_param::<Jsonb, _>(&self.timers)?;
        out.push_sql(
            ") as t (id uuid, element text, element_instance bigint, due_at timestamptz)), new_incidents as (insert into incident \
             (tenant_id, id, instance_id, dossier_id, operating_unit_id, element, element_instance, reason, detail, raised_at) \
             select m.tenant_id, t.id, m.id, m.dossier_id, m.operating_unit_id, t.element, t.element_instance, t.reason, t.detail, ",
        );
        out.push_bind_param::<Timestamptz, _>(&self.now)?;
        out.push_sql(" from moved m cross join jsonb_to_recordset(");
        out.push_bind_param::<Jsonb, _>(&self.incidents)?;
        out.push_sql(") as t (id uuid, element text, element_instance bigint, reason text, detail jsonb))");
        Ok(())
    }

    /// Takes back what no longer waits.
    fn walk_withdrawals<'b>(&'b self, out: &mut AstPass<'_, 'b, Pg>) -> QueryResult<()> {
        let withdrawals = [
            (
                "old_tasks",
                "user_task",
                "cancelled_at",
                "completed_at is null and r.cancelled_at is null",
                &self.tasks_cancelled,
            ),
            (
                "old_timers",
                "process_timer",
                "cancelled_at",
                "fired_at is null and r.cancelled_at is null",
                &self.timers_cancelled,
            ),
            (
                "old_incidents",
                "incident",
                "resolved_at",
                "resolved_at is null",
                &self.incidents_resolved,
            ),
        ];
        for (part, table, column, still_open, numbers) in withdrawals {
            out.push_sql(&format!(", {part} as (update {table} r set {column} = "));
            out.push_bind_param::<Timestamptz, _>(&self.now)?;
            out.push_sql(" from moved m where r.tenant_id = m.tenant_id and r.instance_id = m.id and r.element_instance = any(");
            out.push_bind_param::<Array<BigInt>, _>(numbers)?;
            out.push_sql(&format!(") and r.{still_open})"));
        }
        Ok(())
    }
}

/// Saves a further step of an instance that is locked.
///
/// # Errors
/// [`Error::Conflict`] when the instance was saved by another step since it was read; whatever the database says.
pub(super) fn advance(
    sql: &mut Sql,
    instance: &Instance,
    (state, variables): (&State, Option<&Variables>),
    changes: &Changes,
    now: Instant,
) -> Result<()> {
    let variables = variables.map(|variables| Value::Object(variables.clone()));
    let rows = Rows::new(sql, instance.id, state, changes, now)?;
    let statement = AdvanceStatement {
        rows,
        variables,
        revision: instance.revision,
    };
    let written: i64 = statement.get_result(sql.conn())?;
    if written == 1 {
        Ok(())
    } else {
        Err(Error::Conflict("changed-meanwhile"))
    }
}

/// Saves a new instance after its first step. Whether there was none for its dossier before.
///
/// # Errors
/// Whatever the database says.
pub(super) fn begin(
    sql: &mut Sql,
    id: ProcessInstanceId,
    of: &StartFor,
    (state, variables): (&State, &Variables),
    changes: &Changes,
    now: Instant,
) -> Result<bool> {
    let statement = BeginStatement {
        rows: Rows::new(sql, id, state, changes, now)?,
        variables: Value::Object(variables.clone()),
        dossier: of.dossier_id.uuid(),
        version: of.procedure_version_id.uuid(),
        unit: of.operating_unit_id.uuid(),
        applicant: of.applicant_id.uuid(),
    };
    let written: i64 = statement.get_result(sql.conn())?;
    Ok(written == 1)
}

#[derive(Debug, QueryId)]
struct AdvanceStatement {
    rows: Rows,
    variables: Option<Value>,
    revision: i32,
}

impl QueryFragment<Pg> for AdvanceStatement {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, Pg>) -> QueryResult<()> {
        let rows = &self.rows;
        out.push_sql("with moved as (update process_instance set state = ");
        out.push_bind_param::<Jsonb, _>(&rows.state)?;
        out.push_sql(", variables = coalesce(");
        out.push_bind_param::<Nullable<Jsonb>, _>(&self.variables)?;
        out.push_sql(", variables), revision = revision + 1, ended_at = case when ");
        out.push_bind_param::<Bool, _>(&rows.has_ended)?;
        out.push_sql(" then ");
        out.push_bind_param::<Timestamptz, _>(&rows.now)?;
        out.push_sql(" end, outcome = ");
        out.push_bind_param::<Nullable<Text>, _>(&rows.outcome)?;
        out.push_sql(" where tenant_id = ");
        out.push_bind_param::<SqlUuid, _>(&rows.tenant)?;
        out.push_sql(" and id = ");
        out.push_bind_param::<SqlUuid, _>(&rows.instance)?;
        out.push_sql(" and revision = ");
        out.push_bind_param::<Integer, _>(&self.revision)?;
        out.push_sql(" returning tenant_id, id, dossier_id, operating_unit_id, applicant_id)");
        rows.walk_rest(&mut out)?;
        rows.walk_withdrawals(&mut out)?;
        out.push_sql(" select count(*) from moved");
        Ok(())
    }
}

#[derive(Debug, QueryId)]
struct BeginStatement {
    rows: Rows,
    variables: Value,
    dossier: Uuid,
    version: Uuid,
    unit: Uuid,
    applicant: Uuid,
}

impl QueryFragment<Pg> for BeginStatement {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, Pg>) -> QueryResult<()> {
        let rows = &self.rows;
        out.push_sql(
            "with moved as (insert into process_instance (tenant_id, id, dossier_id, procedure_version_id, operating_unit_id, \
             applicant_id, state, variables, started_at, ended_at, outcome) values (",
        );
        let ids = [
            &rows.tenant,
            &rows.instance,
            &self.dossier,
            &self.version,
            &self.unit,
            &self.applicant,
        ];
        for id in ids {
            out.push_bind_param::<SqlUuid, _>(id)?;
            out.push_sql(", ");
        }
        out.push_bind_param::<Jsonb, _>(&rows.state)?;
        out.push_sql(", ");
        out.push_bind_param::<Jsonb, _>(&self.variables)?;
        out.push_sql(", ");
        out.push_bind_param::<Timestamptz, _>(&rows.now)?;
        out.push_sql(", case when ");
        out.push_bind_param::<Bool, _>(&rows.has_ended)?;
        out.push_sql(" then ");
        out.push_bind_param::<Timestamptz, _>(&rows.now)?;
        out.push_sql(" end, ");
        out.push_bind_param::<Nullable<Text>, _>(&rows.outcome)?;
        out.push_sql(
            ") on conflict (tenant_id, dossier_id) do nothing \
             returning tenant_id, id, dossier_id, operating_unit_id, applicant_id)",
        );
        rows.walk_rest(&mut out)?;
        out.push_sql(" select count(*) from moved");
        Ok(())
    }
}

impl Query for AdvanceStatement {
    type SqlType = BigInt;
}

impl Query for BeginStatement {
    type SqlType = BigInt;
}

impl RunQueryDsl<PgConnection> for AdvanceStatement {}
impl RunQueryDsl<PgConnection> for BeginStatement {}
