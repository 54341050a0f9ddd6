//! SQL of publishing procedures.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel::sql_query;
use diesel::sql_types::{BigInt, Binary, Bool, Jsonb, Nullable, Text, Uuid as SqlUuid};
use serde_json::Value;
use uuid::Uuid;

use crate::kernel::error::Result;
use crate::platform::door::Sql;
use crate::platform::schema::{procedure, procedure_version};

/// A procedure as it stands: its id, whether it is suspended, and the digest of its current version.
#[derive(QueryableByName)]
pub(in super::super) struct Standing {
    #[diesel(sql_type = SqlUuid)]
    pub id: Uuid,
    #[diesel(sql_type = Text)]
    pub code: String,
    #[diesel(sql_type = Bool)]
    pub suspended: bool,
    #[diesel(sql_type = Nullable<Binary>)]
    pub digest: Option<Vec<u8>>,
    #[diesel(sql_type = BigInt)]
    pub versions: i64,
}

/// Every procedure of the tenant.
pub(in super::super) fn procedures(sql: &mut Sql) -> Result<Vec<Standing>> {
    Ok(sql_query(
        "select p.id, p.code, p.suspended_at is not null as suspended, v.digest,
                (select coalesce(max(n.number), 0)::bigint from procedure_version n where n.procedure_id = p.id) as versions
         from procedure p left join procedure_version v on v.tenant_id = p.tenant_id and v.id = p.current_version_id
         order by p.code",
    )
    .load(sql.conn())?)
}

/// A version to publish.
pub(in super::super) struct NewVersion<'a> {
    pub id: Uuid,
    pub procedure: Uuid,
    pub number: i32,
    pub definition: &'a Value,
    pub form: &'a Value,
    pub bpmn: &'a str,
    pub digest: &'a [u8],
}

/// Adds a procedure without a version.
pub(in super::super) fn add_procedure(sql: &mut Sql, id: Uuid, code: &str) -> Result<()> {
    let tenant = sql.tenant().uuid();
    diesel::insert_into(procedure::table)
        .values((
            procedure::tenant_id.eq(tenant),
            procedure::id.eq(id),
            procedure::code.eq(code),
        ))
        .execute(sql.conn())?;
    Ok(())
}

/// Adds a version, unless the same was published before; answers its number.
pub(in super::super) fn publish(sql: &mut Sql, new: &NewVersion<'_>) -> Result<i32> {
    let tenant = sql.tenant().uuid();
    let before = procedure_version::table
        .filter(procedure_version::procedure_id.eq(new.procedure))
        .filter(procedure_version::digest.eq(new.digest))
        .select((procedure_version::id, procedure_version::number))
        .first::<(Uuid, i32)>(sql.conn())
        .optional()?;
    let (id, number) = match before {
        Some(known) => known,
        None => {
            diesel::insert_into(procedure_version::table)
                .values((
                    procedure_version::tenant_id.eq(tenant),
                    procedure_version::id.eq(new.id),
                    procedure_version::procedure_id.eq(new.procedure),
                    procedure_version::number.eq(new.number),
                    procedure_version::definition.eq(new.definition),
                    procedure_version::form.eq(new.form),
                    procedure_version::bpmn.eq(new.bpmn),
                    procedure_version::digest.eq(new.digest),
                ))
                .execute(sql.conn())?;
            (new.id, new.number)
        }
    };
    diesel::update(procedure::table.filter(procedure::id.eq(new.procedure)))
        .set((
            procedure::current_version_id.eq(id),
            procedure::suspended_at.eq(None::<DateTime<Utc>>),
        ))
        .execute(sql.conn())?;
    Ok(number)
}

/// Suspends a procedure: it takes no new dossiers; open ones go on.
pub(in super::super) fn suspend(sql: &mut Sql, id: Uuid, now: DateTime<Utc>) -> Result<()> {
    diesel::update(procedure::table.filter(procedure::id.eq(id)))
        .set(procedure::suspended_at.eq(now))
        .execute(sql.conn())?;
    Ok(())
}

/// What a version of a procedure says.
#[derive(QueryableByName)]
pub(in super::super) struct InForce {
    #[diesel(sql_type = Jsonb)]
    pub definition: Value,
    #[diesel(sql_type = Jsonb)]
    pub form: Value,
    #[diesel(sql_type = Text)]
    pub bpmn: String,
}

/// What is in force of a procedure, for telling what changes.
pub(in super::super) fn in_force(sql: &mut Sql, id: Uuid) -> Result<Option<InForce>> {
    Ok(sql_query(
        "select v.definition, v.form, v.bpmn
         from procedure p join procedure_version v on v.tenant_id = p.tenant_id and v.id = p.current_version_id
         where p.id = $1",
    )
    .bind::<SqlUuid, _>(id)
    .get_result(sql.conn())
    .optional()?)
}

/// A version, for telling what it says.
pub(in super::super) fn version(sql: &mut Sql, id: Uuid) -> Result<Option<InForce>> {
    Ok(
        sql_query("select definition, form, bpmn from procedure_version where id = $1")
            .bind::<SqlUuid, _>(id)
            .get_result(sql.conn())
            .optional()?,
    )
}

/// Gives a procedure another code.
pub(in super::super) fn rename_procedure(sql: &mut Sql, id: Uuid, code: &str) -> Result<()> {
    diesel::update(procedure::table.filter(procedure::id.eq(id)))
        .set(procedure::code.eq(code))
        .execute(sql.conn())?;
    Ok(())
}
