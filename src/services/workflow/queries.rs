//! SQL of processes and user tasks. Saving a step is a statement of its own, in `save`.

use std::collections::BTreeMap;

use diesel::prelude::*;
use serde_json::Value;
use uuid::Uuid;

use super::acts::{Found, Incident, Which};
use super::instance::{Instance, Task};
use super::rules::Decision;
use super::vocabulary::Variables;
use crate::kernel::clock::Instant;
use crate::kernel::error::{Error, Result};
use crate::kernel::ids::{
    AccountId, DossierId, IncidentId, OperatingUnitId, ProcedureVersionId, ProcessInstanceId, TenantId,
    UserTaskId,
};
use crate::platform::door::{PlatformSql, Sql};
use crate::platform::schema::{
    incident, operating_unit, procedure_version, process_instance, process_timer, user_task,
};

#[derive(Queryable, Selectable)]
#[diesel(table_name = process_instance)]
struct InstanceRow {
    id: Uuid,
    dossier_id: Uuid,
    procedure_version_id: Uuid,
    operating_unit_id: Uuid,
    applicant_id: Uuid,
    state: Value,
    variables: Value,
    revision: i32,
}

impl TryFrom<InstanceRow> for Instance {
    type Error = Error;
    fn try_from(row: InstanceRow) -> Result<Instance> {
        let broken = |error| Error::Internal(format!("process instance {}: {error}", row.id));
        Ok(Instance {
            id: ProcessInstanceId::from_uuid(row.id),
            dossier_id: DossierId::from_uuid(row.dossier_id),
            procedure_version_id: ProcedureVersionId::from_uuid(row.procedure_version_id),
            operating_unit_id: OperatingUnitId::from_uuid(row.operating_unit_id),
            applicant_id: AccountId::from_uuid(row.applicant_id),
            state: serde_json::from_value(row.state).map_err(broken)?,
            variables: serde_json::from_value(row.variables).map_err(broken)?,
            revision: row.revision,
        })
    }
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = user_task)]
struct TaskRow {
    id: Uuid,
    instance_id: Uuid,
    dossier_id: Uuid,
    operating_unit_id: Uuid,
    element: String,
    element_instance: i64,
    name: String,
    role: String,
    actions: Vec<Option<String>>,
    form: Option<String>,
    created_at: Instant,
    due_at: Option<Instant>,
    claimed_by: Option<Uuid>,
    completed_at: Option<Instant>,
    cancelled_at: Option<Instant>,
}

impl From<TaskRow> for Task {
    fn from(row: TaskRow) -> Task {
        Task {
            id: UserTaskId::from_uuid(row.id),
            instance_id: ProcessInstanceId::from_uuid(row.instance_id),
            dossier_id: DossierId::from_uuid(row.dossier_id),
            operating_unit_id: OperatingUnitId::from_uuid(row.operating_unit_id),
            element: row.element,
            element_instance: row.element_instance,
            name: row.name,
            role: row.role,
            actions: row.actions.into_iter().flatten().collect(),
            form: row.form,
            created_at: row.created_at,
            due_at: row.due_at,
            claimed_by: row.claimed_by.map(AccountId::from_uuid),
            is_open: row.completed_at.is_none() && row.cancelled_at.is_none(),
        }
    }
}

/// Finds an instance and locks its row, so that steps of one instance come one after the other. One round trip.
///
/// # Errors
/// When the database fails, or the row cannot be read.
pub(super) fn find_and_lock(sql: &mut Sql, by: Which) -> Result<Option<Found>> {
    let tenant = sql.tenant().uuid();
    let mine = process_instance::table
        .filter(process_instance::tenant_id.eq(tenant))
        .select(InstanceRow::as_select())
        .for_update();
    let id = process_instance::id;
    let row = match by {
        Which::Instance(instance) => mine.filter(id.eq(instance.uuid())).first(sql.conn()),
        Which::Dossier(dossier) => mine
            .filter(process_instance::dossier_id.eq(dossier.uuid()))
            .first(sql.conn()),
        Which::Task(task) => {
            let of = user_task::table
                .find((tenant, task.uuid()))
                .select(user_task::instance_id);
            mine.filter(id.nullable().eq(of.single_value())).first(sql.conn())
        }
        Which::Timer(timer) => {
            let of = process_timer::table
                .find((tenant, timer))
                .select(process_timer::instance_id);
            mine.filter(id.nullable().eq(of.single_value())).first(sql.conn())
        }
        Which::Incident(stuck) => {
            let of = incident::table
                .find((tenant, stuck.uuid()))
                .select(incident::instance_id);
            mine.filter(id.nullable().eq(of.single_value())).first(sql.conn())
        }
    };
    let instance = row.optional()?.map(Instance::try_from).transpose()?;
    Ok(instance.map(|instance| Found { instance, by }))
}

/// The instance of a dossier, as it stands.
///
/// # Errors
/// When the database fails, or the row cannot be read.
pub fn instance_of(sql: &mut Sql, dossier: DossierId) -> Result<Option<Instance>> {
    process_instance::table
        .filter(process_instance::tenant_id.eq(sql.tenant().uuid()))
        .filter(process_instance::dossier_id.eq(dossier.uuid()))
        .select(InstanceRow::as_select())
        .first(sql.conn())
        .optional()?
        .map(Instance::try_from)
        .transpose()
}

/// A user task.
///
/// # Errors
/// When the database fails.
pub fn task(sql: &mut Sql, id: UserTaskId) -> Result<Option<Task>> {
    let row = user_task::table
        .find((sql.tenant().uuid(), id.uuid()))
        .select(TaskRow::as_select())
        .first(sql.conn());
    Ok(row.optional()?.map(Task::from))
}

/// How a completed task ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Done {
    /// The role it was for.
    pub role: String,
    /// The action chosen.
    pub outcome: Option<String>,
    /// What the officer wrote to the applicant.
    pub note: Option<String>,
}

/// How a task ended; `None` while it is open.
///
/// # Errors
/// When the database fails.
pub fn done(sql: &mut Sql, id: UserTaskId) -> Result<Option<Done>> {
    let row: Option<(String, Option<String>, Option<String>)> = user_task::table
        .find((sql.tenant().uuid(), id.uuid()))
        .filter(user_task::completed_at.is_not_null())
        .select((user_task::role, user_task::outcome, user_task::note))
        .first(sql.conn())
        .optional()?;
    Ok(row.map(|(role, outcome, note)| Done { role, outcome, note }))
}

/// The user tasks of a dossier, oldest first, open and past.
///
/// # Errors
/// When the database fails.
pub fn tasks_of(sql: &mut Sql, dossier: DossierId) -> Result<Vec<Task>> {
    let rows: Vec<TaskRow> = user_task::table
        .filter(user_task::tenant_id.eq(sql.tenant().uuid()))
        .filter(user_task::dossier_id.eq(dossier.uuid()))
        .order((user_task::created_at, user_task::id))
        .select(TaskRow::as_select())
        .load(sql.conn())?;
    Ok(rows.into_iter().map(Task::from).collect())
}

/// The open user tasks of these roles in one unit, the earliest due first; without a due date last.
///
/// # Errors
/// When the database fails.
pub fn open_tasks(sql: &mut Sql, unit: OperatingUnitId, roles: &[&str], most: i64) -> Result<Vec<Task>> {
    let rows: Vec<TaskRow> = user_task::table
        .filter(user_task::tenant_id.eq(sql.tenant().uuid()))
        .filter(user_task::operating_unit_id.eq(unit.uuid()))
        .filter(user_task::role.eq_any(roles.to_vec()))
        .filter(user_task::completed_at.is_null())
        .filter(user_task::cancelled_at.is_null())
        .order((
            user_task::due_at.asc().nulls_last(),
            user_task::created_at,
            user_task::id,
        ))
        .limit(most)
        .select(TaskRow::as_select())
        .load(sql.conn())?;
    Ok(rows.into_iter().map(Task::from).collect())
}

/// Gives an open task to `account`, or takes it from whoever has it when `account` is `None`. Whether it was still open.
///
/// # Errors
/// When the database fails.
pub(super) fn assign(sql: &mut Sql, task: &Task, account: Option<AccountId>, now: Instant) -> Result<bool> {
    let changed = diesel::update(user_task::table.find((sql.tenant().uuid(), task.id.uuid())))
        .filter(user_task::completed_at.is_null())
        .filter(user_task::cancelled_at.is_null())
        .filter(user_task::claimed_by.is_not_distinct_from(task.claimed_by.map(AccountId::uuid)))
        .set((
            user_task::claimed_by.eq(account.map(AccountId::uuid)),
            user_task::claimed_at.eq(account.map(|_| now)),
        ))
        .execute(sql.conn())?;
    Ok(changed == 1)
}

/// Completes an open task that nobody else has. Whether it was.
///
/// # Errors
/// When the database fails.
pub(super) fn complete(
    sql: &mut Sql,
    task: &Task,
    by: Option<AccountId>,
    decision: &Decision,
    now: Instant,
) -> Result<bool> {
    let answers = (!decision.answers.is_empty()).then(|| Value::Object(decision.answers.clone()));
    let changed = diesel::update(user_task::table.find((sql.tenant().uuid(), task.id.uuid())))
        .filter(user_task::completed_at.is_null())
        .filter(user_task::cancelled_at.is_null())
        .filter(user_task::claimed_by.is_not_distinct_from(task.claimed_by.map(AccountId::uuid)))
        .set((
            user_task::completed_by.eq(by.map(AccountId::uuid)),
            user_task::completed_at.eq(now),
            user_task::outcome.eq(&decision.outcome),
            user_task::answers.eq(answers),
            user_task::note.eq(&decision.note),
        ))
        .execute(sql.conn())?;
    Ok(changed == 1)
}

/// A task that an officer completed.
pub(super) struct Completed {
    /// The element instance it was.
    pub element_instance: i64,
    /// The officer's form.
    pub form: Option<String>,
    /// What she decided.
    pub decision: Decision,
}

/// What was decided in a task. `None` while it is open.
///
/// # Errors
/// When the database fails, or the answers cannot be read.
pub(super) fn completed(sql: &mut Sql, id: UserTaskId) -> Result<Option<Completed>> {
    type Row = (i64, Option<String>, Option<String>, Option<Value>, Option<String>);
    let row: Option<Row> = user_task::table
        .find((sql.tenant().uuid(), id.uuid()))
        .filter(user_task::completed_at.is_not_null())
        .select((
            user_task::element_instance,
            user_task::form,
            user_task::outcome,
            user_task::answers,
            user_task::note,
        ))
        .first(sql.conn())
        .optional()?;
    let Some((element_instance, form, outcome, answers, note)) = row else {
        return Ok(None);
    };
    let answers = match answers {
        Some(Value::Object(answers)) => answers,
        Some(_) => {
            return Err(Error::Internal(format!(
                "the answers of user task {id} are no object"
            )));
        }
        None => Variables::new(),
    };
    Ok(Some(Completed {
        element_instance,
        form,
        decision: Decision {
            outcome,
            answers,
            note,
        },
    }))
}

/// The element instance that an incident is about.
///
/// # Errors
/// [`Error::NotFound`] when there is no such incident.
pub(super) fn stuck_at(sql: &mut Sql, id: IncidentId) -> Result<i64> {
    let row = incident::table
        .find((sql.tenant().uuid(), id.uuid()))
        .select(incident::element_instance);
    Ok(row.first(sql.conn())?)
}

/// Open incidents that the actor sees, the oldest first: of one dossier, or of all.
///
/// # Errors
/// When the database fails.
pub fn open_incidents(sql: &mut Sql, dossier: Option<DossierId>, most: i64) -> Result<Vec<Incident>> {
    let mut open = incident::table
        .filter(incident::tenant_id.eq(sql.tenant().uuid()))
        .filter(incident::resolved_at.is_null())
        .order((incident::raised_at, incident::id))
        .limit(most)
        .select(incident::id)
        .into_boxed();
    if let Some(dossier) = dossier {
        open = open.filter(incident::dossier_id.eq(dossier.uuid()));
    }
    let ids: Vec<Uuid> = open.load(sql.conn())?;
    let mut found = Vec::with_capacity(ids.len());
    for id in ids {
        found.extend(self::incident(sql, IncidentId::from_uuid(id))?);
    }
    Ok(found)
}

/// An incident.
///
/// # Errors
/// When the database fails.
pub fn incident(sql: &mut Sql, id: IncidentId) -> Result<Option<Incident>> {
    type Row = (
        Uuid,
        Uuid,
        Uuid,
        Uuid,
        String,
        String,
        Value,
        Instant,
        Option<Instant>,
    );
    let row: Option<Row> = incident::table
        .find((sql.tenant().uuid(), id.uuid()))
        .select((
            incident::id,
            incident::instance_id,
            incident::dossier_id,
            incident::operating_unit_id,
            incident::element,
            incident::reason,
            incident::detail,
            incident::raised_at,
            incident::resolved_at,
        ))
        .first(sql.conn())
        .optional()?;
    Ok(row.map(
        |(id, instance, dossier, unit, element, reason, detail, raised_at, resolved_at)| Incident {
            id: IncidentId::from_uuid(id),
            instance_id: ProcessInstanceId::from_uuid(instance),
            dossier_id: DossierId::from_uuid(dossier),
            operating_unit_id: OperatingUnitId::from_uuid(unit),
            element,
            reason,
            detail,
            raised_at,
            is_open: resolved_at.is_none(),
        },
    ))
}

/// The process of a published version, as it was drawn.
///
/// # Errors
/// [`Error::NotFound`] when there is no such version.
pub(super) fn drawing(sql: &mut Sql, version: ProcedureVersionId) -> Result<String> {
    Ok(procedure_version::table
        .find((sql.tenant().uuid(), version.uuid()))
        .select(procedure_version::bpmn)
        .first(sql.conn())?)
}

/// The units with these codes.
///
/// # Errors
/// When the database fails.
pub(super) fn units(sql: &mut Sql, codes: &[&str]) -> Result<BTreeMap<String, OperatingUnitId>> {
    if codes.is_empty() {
        return Ok(BTreeMap::new());
    }
    let rows: Vec<(String, Uuid)> = operating_unit::table
        .filter(operating_unit::tenant_id.eq(sql.tenant().uuid()))
        .filter(operating_unit::code.eq_any(codes.to_vec()))
        .select((operating_unit::code, operating_unit::id))
        .load(sql.conn())?;
    Ok(rows
        .into_iter()
        .map(|(code, id)| (code, OperatingUnitId::from_uuid(id)))
        .collect())
}

/// Notes that a timer has fired, and says which element instance waited for it. `None` when it is not due, has fired
/// before or was taken back.
///
/// # Errors
/// When the database fails.
pub(super) fn timer_fires(sql: &mut Sql, id: Uuid, now: Instant) -> Result<Option<i64>> {
    let fired = diesel::update(process_timer::table.find((sql.tenant().uuid(), id)))
        .filter(process_timer::due_at.le(now))
        .filter(process_timer::fired_at.is_null())
        .filter(process_timer::cancelled_at.is_null())
        .set(process_timer::fired_at.eq(now))
        .returning(process_timer::element_instance)
        .get_result(sql.conn())
        .optional()?;
    Ok(fired)
}

/// Timers whose time has come, of all tenants, the longest overdue first.
///
/// # Errors
/// When the database fails.
pub fn due_timers(sql: &mut PlatformSql, now: Instant, most: i64) -> Result<Vec<(TenantId, Uuid)>> {
    let rows: Vec<(Uuid, Uuid)> = process_timer::table
        .filter(process_timer::due_at.le(now))
        .filter(process_timer::fired_at.is_null())
        .filter(process_timer::cancelled_at.is_null())
        .order(process_timer::due_at)
        .limit(most)
        .select((process_timer::tenant_id, process_timer::id))
        .load(sql.conn())?;
    Ok(rows
        .into_iter()
        .map(|(tenant, id)| (TenantId::from_uuid(tenant), id))
        .collect())
}
