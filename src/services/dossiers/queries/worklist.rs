//! SQL of work lists: the open dossiers of the units one works in, with what there is to do for the roles one plays.
//!
//! No index serves every set of units. A small set is asked unit by unit, each from the index that begins with the unit;
//! a large one is walked in the order of due dates. What a partial index needs (`status < 9`, a task that is open) is
//! written out, because a bind value would hide it from the planner. Names are compared without their accents. The indexes
//! hold every column that a line shows: one more would send each line to the table again, a page for each.

use std::collections::HashMap;

use diesel::prelude::*;
use diesel::sql_types::{Array, BigInt, Nullable, SmallInt, Text, Timestamptz, Uuid as SqlUuid};
use uuid::Uuid;

use crate::kernel::clock::Instant;
use crate::kernel::error::Result;
use crate::kernel::ids::{AccountId, DossierId, OperatingUnitId, ProcedureId, UserTaskId};
use crate::platform::door::{Granted, Sql};

use super::super::acts::ListDossiers;
use super::super::model::Status;

/// Up to this many units are asked one by one.
const FEW_UNITS: usize = 20;
/// The columns a list shows.
const COLUMNS: &str = "d.id, d.number, d.procedure_id, d.operating_unit_id, d.applicant_name, d.channel, d.status, d.received_at, d.due_at";
/// A task that waits for somebody.
const OPEN_TASK: &str = "t.tenant_id = $1 and t.completed_at is null and t.cancelled_at is null";
/// The clock stands while the applicant must pay or supply something.
const PAUSED: &str = "d.status in (3, 4)";

/// Whose work is listed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Whose {
    /// What one has taken and what one could take.
    #[default]
    Open,
    /// What one has taken.
    Mine,
    /// What nobody has taken and one could.
    Free,
    /// Every open dossier of the units, whoever is at work on it.
    All,
}

/// How near the due date is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Nearness {
    /// It has passed.
    Overdue,
    /// It is within a day.
    Soon,
    /// It is later than that.
    InTime,
    /// The clock stands.
    Paused,
}

/// What a work list asks for. Empty members ask for nothing.
#[derive(Debug, Clone, Default)]
pub struct Wanted {
    /// Whose work.
    pub whose: Whose,
    /// In a number or the applicant's name.
    pub text: Option<String>,
    /// Of this procedure.
    pub procedure: Option<ProcedureId>,
    /// With an open task of this role.
    pub role: Option<String>,
    /// By this channel.
    pub channel: Option<String>,
    /// Received at or after this moment.
    pub received_from: Option<Instant>,
    /// Received before this moment.
    pub received_before: Option<Instant>,
    /// This near to the due date.
    pub nearness: Option<Nearness>,
    /// Also those that have ended, the newest first: for searching.
    pub with_ended: bool,
}

/// Who asks, and when.
#[derive(Debug, Clone)]
pub struct Asker {
    /// Her account.
    pub account: AccountId,
    /// The roles she plays.
    pub roles: Vec<String>,
    /// The moment due dates are compared with.
    pub now: Instant,
}

/// A line of a work list.
#[derive(Debug, Clone, PartialEq)]
pub struct Line {
    /// The dossier.
    pub id: DossierId,
    /// Its number.
    pub number: String,
    /// Its procedure.
    pub procedure_id: ProcedureId,
    /// The unit that has it.
    pub operating_unit_id: OperatingUnitId,
    /// Who applied.
    pub applicant_name: String,
    /// How it came in.
    pub channel: String,
    /// Where it stands.
    pub status: Status,
    /// When it was received.
    pub received_at: Instant,
    /// When it is due.
    pub due_at: Option<Instant>,
    /// What is open in it, for the asker first.
    pub tasks: Vec<LineTask>,
    /// Whether something is stuck in it.
    pub is_stuck: bool,
}

/// An open task of a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LineTask {
    /// The task.
    pub id: UserTaskId,
    /// The element's id in the drawing.
    pub element: String,
    /// Its name there.
    pub name: String,
    /// For which role.
    pub role: String,
    /// Who has taken it: account and name.
    pub taken_by: Option<(AccountId, String)>,
}

/// How many lines there are, by how near their due dates are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Counts {
    /// All of them.
    pub total: i64,
    /// Past their dates.
    pub overdue: i64,
    /// Within a day of them.
    pub soon: i64,
    /// Further away.
    pub in_time: i64,
    /// With the clock standing.
    pub paused: i64,
}

/// How many dossiers have a task one has taken, and how many one that anybody of one's role could take.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Load {
    /// Taken by oneself.
    pub mine: i64,
    /// Free.
    pub free: i64,
}

#[derive(QueryableByName)]
struct LineRow {
    #[diesel(sql_type = SqlUuid)]
    id: Uuid,
    #[diesel(sql_type = Text)]
    number: String,
    #[diesel(sql_type = SqlUuid)]
    procedure_id: Uuid,
    #[diesel(sql_type = SqlUuid)]
    operating_unit_id: Uuid,
    #[diesel(sql_type = Text)]
    applicant_name: String,
    #[diesel(sql_type = Text)]
    channel: String,
    #[diesel(sql_type = SmallInt)]
    status: i16,
    #[diesel(sql_type = Timestamptz)]
    received_at: Instant,
    #[diesel(sql_type = Nullable<Timestamptz>)]
    due_at: Option<Instant>,
}

#[derive(QueryableByName)]
struct CountRow {
    #[diesel(sql_type = BigInt)]
    total: i64,
    #[diesel(sql_type = BigInt)]
    overdue: i64,
    #[diesel(sql_type = BigInt)]
    soon: i64,
    #[diesel(sql_type = BigInt)]
    in_time: i64,
    #[diesel(sql_type = BigInt)]
    paused: i64,
}

#[derive(QueryableByName)]
struct TaskRow {
    #[diesel(sql_type = SqlUuid)]
    id: Uuid,
    #[diesel(sql_type = SqlUuid)]
    dossier_id: Uuid,
    #[diesel(sql_type = Text)]
    element: String,
    #[diesel(sql_type = Text)]
    name: String,
    #[diesel(sql_type = Text)]
    role: String,
    #[diesel(sql_type = Nullable<SqlUuid>)]
    claimed_by: Option<Uuid>,
    #[diesel(sql_type = Nullable<Text>)]
    claimed_name: Option<String>,
}

#[derive(QueryableByName)]
struct LoadRow {
    #[diesel(sql_type = BigInt)]
    mine: i64,
    #[diesel(sql_type = BigInt)]
    free: i64,
}

#[derive(QueryableByName)]
struct IdRow {
    #[diesel(sql_type = SqlUuid)]
    id: Uuid,
}

/// The lines that are wanted, the earliest due first.
///
/// # Errors
/// When the database fails.
pub fn lines(
    grant: &mut Granted<'_, ListDossiers>,
    asker: &Asker,
    wanted: &Wanted,
    limit: i64,
    offset: i64,
) -> Result<Vec<Line>> {
    let units = bare(grant.subject());
    let sql = grant.sql();
    let order = if wanted.with_ended {
        "d.received_at desc, d.id"
    } else {
        "d.due_at, d.id"
    };
    let condition = format!("{} and {}", condition(wanted), nearness(wanted.nearness));
    let (limit, offset, reach) = (
        limit.max(0),
        offset.max(0),
        limit.max(0).saturating_add(offset.max(0)),
    );
    let source = if units.len() <= FEW_UNITS && !wanted.with_ended {
        format!(
            "(select u.* from unnest($2) as unit (id) cross join lateral (
                 select {COLUMNS} from dossier d where d.tenant_id = $1 and d.operating_unit_id = unit.id and {condition}
                 order by {order} limit {reach}) u
              union all
              (select {COLUMNS} from dossier d where {} and {condition} order by {order} limit {reach})) d",
            handed_over()
        )
    } else {
        format!(
            "(select {COLUMNS} from dossier d where {} and {condition}) d",
            in_units()
        )
    };
    let text = format!("select {COLUMNS} from {source} order by {order} limit {limit} offset {offset}");
    let rows: Vec<LineRow> = ask(sql, &text, &units, asker, wanted)?;
    let ids: Vec<Uuid> = rows.iter().map(|row| row.id).collect();
    let (mut tasks, stuck) = (tasks(sql, &ids, &units, asker)?, stuck(sql, &ids)?);
    rows.into_iter()
        .map(|row| {
            Ok(Line {
                tasks: tasks.remove(&row.id).unwrap_or_default(),
                is_stuck: stuck.contains(&row.id),
                id: DossierId::from_uuid(row.id),
                number: row.number,
                procedure_id: ProcedureId::from_uuid(row.procedure_id),
                operating_unit_id: OperatingUnitId::from_uuid(row.operating_unit_id),
                applicant_name: row.applicant_name,
                channel: row.channel,
                status: Status::from_number(row.status)?,
                received_at: row.received_at,
                due_at: row.due_at,
            })
        })
        .collect()
}

/// How many lines are wanted, and how they divide by their due dates. What [`Wanted::nearness`] says is left out, so that
/// each part can be told beside the others.
///
/// # Errors
/// When the database fails.
pub fn counts(grant: &mut Granted<'_, ListDossiers>, asker: &Asker, wanted: &Wanted) -> Result<Counts> {
    let units = bare(grant.subject());
    let condition = condition(wanted);
    let source = if units.len() <= FEW_UNITS && !wanted.with_ended {
        format!(
            "(select d.status, d.due_at from dossier d where d.tenant_id = $1 and d.operating_unit_id = any ($2) and {condition}
              union all
              select d.status, d.due_at from dossier d where {} and {condition}) d",
            handed_over()
        )
    } else {
        format!(
            "(select d.status, d.due_at from dossier d where {} and {condition}) d",
            in_units()
        )
    };
    let text = format!(
        "select count(*) as total, count(*) filter (where {}) as overdue, count(*) filter (where {}) as soon,
                count(*) filter (where {}) as in_time, count(*) filter (where {}) as paused from {source}",
        nearness(Some(Nearness::Overdue)),
        nearness(Some(Nearness::Soon)),
        nearness(Some(Nearness::InTime)),
        nearness(Some(Nearness::Paused)),
    );
    let rows: Vec<CountRow> = ask(grant.sql(), &text, &units, asker, wanted)?;
    Ok(rows
        .into_iter()
        .next()
        .map_or_else(Counts::default, |row| Counts {
            total: row.total,
            overdue: row.overdue,
            soon: row.soon,
            in_time: row.in_time,
            paused: row.paused,
        }))
}

/// How much there is to do, whatever the filter says.
///
/// # Errors
/// When the database fails.
pub fn load(grant: &mut Granted<'_, ListDossiers>, asker: &Asker) -> Result<Load> {
    let units = bare(grant.subject());
    let sql = grant.sql();
    let row: LoadRow = diesel::sql_query(format!(
        "select count(distinct t.dossier_id) filter (where t.claimed_by = $4) as mine,
                count(distinct t.dossier_id) filter (where t.claimed_by is null) as free
         from user_task t join dossier d on d.tenant_id = t.tenant_id and d.id = t.dossier_id and d.status < 9
         where {OPEN_TASK} and t.operating_unit_id = any ($2) and t.role = any ($3)"
    ))
    .bind::<SqlUuid, _>(sql.tenant().uuid())
    .bind::<Array<SqlUuid>, _>(&units)
    .bind::<Array<Text>, _>(&asker.roles)
    .bind::<SqlUuid, _>(asker.account.uuid())
    .get_result(sql.conn())?;
    Ok(Load {
        mine: row.mine,
        free: row.free,
    })
}

/// Dossiers that a step was handed over to these units in, from another. They are shared with the units (nobody there could
/// see them otherwise); what says so is written out for its index, which holds few.
fn handed_over() -> String {
    format!(
        "d.tenant_id = $1 and d.shared_unit_ids <> '{{}}' and d.id in (select t.dossier_id from user_task t where {OPEN_TASK} and t.operating_unit_id = any ($2))
         and d.operating_unit_id <> all ($2)"
    )
}

fn in_units() -> &'static str {
    "d.tenant_id = $1 and (d.operating_unit_id = any ($2) or d.shared_unit_ids && $2)"
}

/// Everything but the due date. Binds: $3 roles, $4 account, $5 text, $6 procedure, $7 channel, $8 and $9 received, $10 now,
/// $11 role. A bind value that is null asks for nothing; the statement is planned with its values.
fn condition(wanted: &Wanted) -> String {
    let open = if wanted.with_ended { "true" } else { "d.status < 9" };
    let task = |more: &str| {
        format!(
            "exists (select 1 from user_task t where {OPEN_TASK} and t.dossier_id = d.id and t.operating_unit_id = any ($2)
                     and t.role = any ($3) and {more})"
        )
    };
    let whose = match wanted.whose {
        Whose::All => "true".to_owned(),
        Whose::Open => task("(t.claimed_by is null or t.claimed_by = $4)"),
        Whose::Mine => task("t.claimed_by = $4"),
        Whose::Free => task("t.claimed_by is null"),
    };
    format!(
        "{open} and {whose}
         and ($5::text is null or d.number ilike $5 or unaccent(d.applicant_name) ilike unaccent($5))
         and ($6::uuid is null or d.procedure_id = $6)
         and ($7::text is null or d.channel = $7)
         and ($8::timestamptz is null or d.received_at >= $8)
         and ($9::timestamptz is null or d.received_at < $9)
         and ($10::timestamptz is not null)
         and ($11::text is null or exists (select 1 from user_task t where {OPEN_TASK} and t.dossier_id = d.id and t.role = $11))"
    )
}

fn nearness(of: Option<Nearness>) -> String {
    match of {
        None => "true".to_owned(),
        Some(Nearness::Paused) => PAUSED.to_owned(),
        Some(Nearness::Overdue) => format!("not {PAUSED} and d.due_at < $10"),
        Some(Nearness::Soon) => {
            format!("not {PAUSED} and d.due_at >= $10 and d.due_at < $10 + interval '1 day'")
        }
        Some(Nearness::InTime) => {
            format!("not {PAUSED} and (d.due_at is null or d.due_at >= $10 + interval '1 day')")
        }
    }
}

fn ask<R>(sql: &mut Sql, text: &str, units: &[Uuid], asker: &Asker, wanted: &Wanted) -> Result<Vec<R>>
where
    R: diesel::deserialize::QueryableByName<diesel::pg::Pg> + 'static,
{
    let like = wanted.text.as_deref().map(|text| format!("%{}%", escaped(text)));
    let tenant = sql.tenant().uuid();
    Ok(diesel::sql_query(text)
        .bind::<SqlUuid, _>(tenant)
        .bind::<Array<SqlUuid>, _>(units)
        .bind::<Array<Text>, _>(&asker.roles)
        .bind::<SqlUuid, _>(asker.account.uuid())
        .bind::<Nullable<Text>, _>(like)
        .bind::<Nullable<SqlUuid>, _>(wanted.procedure.map(ProcedureId::uuid))
        .bind::<Nullable<Text>, _>(&wanted.channel)
        .bind::<Nullable<Timestamptz>, _>(wanted.received_from)
        .bind::<Nullable<Timestamptz>, _>(wanted.received_before)
        .bind::<Timestamptz, _>(asker.now)
        .bind::<Nullable<Text>, _>(&wanted.role)
        .load(sql.conn())?)
}

/// What is open in these dossiers in the units asked for; the asker's own first, then what she could take. Who has taken a task is
/// looked up for it alone: joined, every account of the tenant would be read first.
fn tasks(sql: &mut Sql, ids: &[Uuid], units: &[Uuid], asker: &Asker) -> Result<HashMap<Uuid, Vec<LineTask>>> {
    let tenant = sql.tenant().uuid();
    let rows: Vec<TaskRow> = diesel::sql_query(format!(
        "select t.id, t.dossier_id, t.element, t.name, t.role, t.claimed_by,
                (select a.display_name from account a where a.tenant_id = $1 and a.id = t.claimed_by) as claimed_name
         from user_task t
         where {OPEN_TASK} and t.dossier_id = any ($2) and t.operating_unit_id = any ($3)
         order by (t.claimed_by = $4) desc nulls last, (t.role = any ($5)) desc, t.created_at, t.id"
    ))
    .bind::<SqlUuid, _>(tenant)
    .bind::<Array<SqlUuid>, _>(ids)
    .bind::<Array<SqlUuid>, _>(units)
    .bind::<SqlUuid, _>(asker.account.uuid())
    .bind::<Array<Text>, _>(&asker.roles)
    .load(sql.conn())?;
    let mut all: HashMap<Uuid, Vec<LineTask>> = HashMap::new();
    for row in rows {
        all.entry(row.dossier_id).or_default().push(LineTask {
            id: UserTaskId::from_uuid(row.id),
            element: row.element,
            name: row.name,
            role: row.role,
            taken_by: row
                .claimed_by
                .map(|id| (AccountId::from_uuid(id), row.claimed_name.unwrap_or_default())),
        });
    }
    Ok(all)
}

fn stuck(sql: &mut Sql, ids: &[Uuid]) -> Result<Vec<Uuid>> {
    let tenant = sql.tenant().uuid();
    let rows: Vec<IdRow> = diesel::sql_query(
        "select i.dossier_id as id from incident i where i.tenant_id = $1 and i.dossier_id = any ($2) and i.resolved_at is null",
    )
    .bind::<SqlUuid, _>(tenant)
    .bind::<Array<SqlUuid>, _>(ids)
    .load(sql.conn())?;
    Ok(rows.into_iter().map(|row| row.id).collect())
}

fn bare(units: &[OperatingUnitId]) -> Vec<Uuid> {
    units.iter().map(|unit| unit.uuid()).collect()
}

fn escaped(text: &str) -> String {
    text.replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_")
}
