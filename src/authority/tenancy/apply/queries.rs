//! SQL of applying a tenant's code. Names of tables and columns are constants of `tables.rs`; values are bound.

use chrono::{DateTime, NaiveDate, Utc};
use diesel::prelude::*;
use diesel::sql_query;
use diesel::sql_types::{BigInt, Binary, Bool, Date, Jsonb, Nullable, Text, Timestamptz, Uuid as SqlUuid};
use serde_json::Value;
use uuid::Uuid;

use super::summary::Change;
use super::tables::{Leaves, Table};
use crate::kernel::error::Result;
use crate::platform::door::{PlatformSql, Sql};
use crate::platform::schema::{procedure, procedure_version, tenant, tenant_host};

#[derive(QueryableByName)]
struct Written {
    #[diesel(sql_type = Nullable<Text>)]
    label: Option<String>,
    #[diesel(sql_type = Bool)]
    added: bool,
}

/// One application of a tenant at a time; the next waits and then finds nothing to do.
pub(super) fn wait_for_turn(sql: &mut Sql) -> Result<()> {
    let tenant = sql.tenant().uuid();
    sql_query("select pg_advisory_xact_lock(hashtextextended('tenant.apply ' || $1::text, 0))")
        .bind::<SqlUuid, _>(tenant)
        .execute(sql.conn())?;
    Ok(())
}

/// Makes `table` say what `rows` say: adds what is missing, changes what differs, and closes what is no longer there.
pub(super) fn make_so(
    sql: &mut Sql,
    table: &Table,
    rows: &[Value],
    today: NaiveDate,
    now: DateTime<Utc>,
) -> Result<Change> {
    let mut change = Change::of(table.kind);
    let rows = Value::from(rows.to_vec());
    for written in sql_query(upsert(table))
        .bind::<Jsonb, _>(&rows)
        .load::<Written>(sql.conn())?
    {
        let label = written.label.unwrap_or_default();
        if written.added {
            change.added.push(label)
        } else {
            change.changed.push(label)
        }
    }
    if let Some(text) = close(table) {
        let closed = sql_query(text)
            .bind::<Jsonb, _>(&rows)
            .bind::<Date, _>(today)
            .bind::<Timestamptz, _>(now)
            .load::<Written>(sql.conn())?;
        change
            .closed
            .extend(closed.into_iter().filter_map(|written| written.label));
    }
    Ok(change)
}

fn upsert(table: &Table) -> String {
    let Table {
        name,
        key,
        columns,
        label,
        ..
    } = table;
    let all = [*key, *columns].concat().join(", ");
    let set: Vec<String> = columns
        .iter()
        .map(|column| format!("{column} = excluded.{column}"))
        .collect();
    let side = |side: &str| {
        columns
            .iter()
            .map(|it| format!("{side}.{it}"))
            .collect::<Vec<_>>()
            .join(", ")
    };
    format!(
        "with written as (
            insert into {name} (tenant_id, {all})
            select tenant_id, {all} from jsonb_populate_recordset(null::{name}, $1)
            on conflict (tenant_id, {}) do update set {} where ({}) is distinct from ({})
            returning *, (xmax = 0) as added)
         select ({label})::text as label, added from written order by 1",
        key.join(", "),
        set.join(", "),
        side(name),
        side("excluded"),
    )
}

fn close(table: &Table) -> Option<String> {
    let Table {
        name,
        key,
        label,
        within,
        ..
    } = table;
    let same: Vec<String> = key
        .iter()
        .map(|column| format!("kept.{column} = {name}.{column}"))
        .collect();
    let gone = format!(
        "not exists (select from jsonb_populate_recordset(null::{name}, $1) kept where {}){}",
        same.join(" and "),
        if within.is_empty() {
            String::new()
        } else {
            format!(" and {within}")
        },
    );
    // Every statement takes the day and the moment, so that all are called alike.
    let unused = "$2::date is not null and $3::timestamptz is not null";
    let body = match table.leaves {
        Leaves::Never => return None,
        Leaves::Deleted => format!("delete from {name} where {gone} and {unused}"),
        Leaves::OnDay(column) => {
            format!("update {name} set {column} = $2 where {column} is null and {gone} and {unused}")
        }
        Leaves::AtMoment(column) => {
            format!("update {name} set {column} = $3 where {column} is null and {gone} and {unused}")
        }
    };
    Some(format!(
        "with closed as ({body} returning *) select ({label})::text as label, false as added from closed order by 1"
    ))
}

/// Gives the people of a demonstration its password, where they have none.
pub(super) fn give_demo_password(sql: &mut Sql, hash: &str) -> Result<usize> {
    Ok(
        sql_query("update account set password_hash = $1 where demo and password_hash is null")
            .bind::<Text, _>(hash)
            .execute(sql.conn())?,
    )
}

/// Whether somebody of a demonstration has no password yet.
pub(super) fn lacks_demo_password(sql: &mut Sql) -> Result<bool> {
    #[derive(QueryableByName)]
    struct Lacks {
        #[diesel(sql_type = Bool)]
        lacks: bool,
    }
    let text = "select exists (select from account where demo and password_hash is null) as lacks";
    Ok(sql_query(text).get_result::<Lacks>(sql.conn())?.lacks)
}

/// A procedure as it stands: its id, whether it is suspended, and the digest of its current version.
#[derive(QueryableByName)]
pub(super) struct Standing {
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
pub(super) fn procedures(sql: &mut Sql) -> Result<Vec<Standing>> {
    Ok(sql_query(
        "select p.id, p.code, p.suspended_at is not null as suspended, v.digest,
                (select coalesce(max(n.number), 0)::bigint from procedure_version n where n.procedure_id = p.id) as versions
         from procedure p left join procedure_version v on v.tenant_id = p.tenant_id and v.id = p.current_version_id
         order by p.code",
    )
    .load(sql.conn())?)
}

/// A version to publish.
pub(super) struct NewVersion<'a> {
    pub id: Uuid,
    pub procedure: Uuid,
    pub number: i32,
    pub definition: &'a Value,
    pub form: &'a Value,
    pub bpmn: &'a str,
    pub digest: &'a [u8],
}

/// Adds a procedure without a version.
pub(super) fn add_procedure(sql: &mut Sql, id: Uuid, code: &str) -> Result<()> {
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
pub(super) fn publish(sql: &mut Sql, new: &NewVersion<'_>) -> Result<i32> {
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
pub(super) fn suspend(sql: &mut Sql, id: Uuid, now: DateTime<Utc>) -> Result<()> {
    diesel::update(procedure::table.filter(procedure::id.eq(id)))
        .set(procedure::suspended_at.eq(now))
        .execute(sql.conn())?;
    Ok(())
}

/// The tenant as the platform knows it.
pub(super) struct Card<'a> {
    pub id: Uuid,
    pub slug: &'a str,
    pub name: Value,
    pub settings: Value,
    pub hosts: &'a [String],
}

/// Makes the tenant's card say this; answers whether it did not before. A changed card has the next version, by which every
/// node reads it again.
pub(super) fn make_card(sql: &mut PlatformSql, card: &Card<'_>) -> Result<bool> {
    let known = tenant::table
        .find(card.id)
        .select((tenant::slug, tenant::name, tenant::settings))
        .first::<(String, Value, Value)>(sql.conn())
        .optional()?;
    let same =
        known.is_some_and(|known| known == (card.slug.to_owned(), card.name.clone(), card.settings.clone()));
    let hosts: Vec<String> = tenant_host::table
        .filter(tenant_host::tenant_id.eq(card.id))
        .select(tenant_host::host)
        .load(sql.conn())?;
    let same_hosts = hosts.len() == card.hosts.len() && hosts.iter().all(|host| card.hosts.contains(host));
    if same && same_hosts {
        return Ok(false);
    }
    diesel::insert_into(tenant::table)
        .values((
            tenant::id.eq(card.id),
            tenant::slug.eq(card.slug),
            tenant::name.eq(&card.name),
            tenant::settings.eq(&card.settings),
        ))
        .on_conflict(tenant::id)
        .do_update()
        .set((
            tenant::slug.eq(card.slug),
            tenant::name.eq(&card.name),
            tenant::settings.eq(&card.settings),
            tenant::catalogue_version.eq(tenant::catalogue_version + 1),
        ))
        .execute(sql.conn())?;
    diesel::delete(
        tenant_host::table
            .filter(tenant_host::tenant_id.eq(card.id))
            .filter(tenant_host::host.ne_all(card.hosts)),
    )
    .execute(sql.conn())?;
    let rows: Vec<_> = card
        .hosts
        .iter()
        .filter(|host| !hosts.contains(host))
        .map(|host| (tenant_host::host.eq(host), tenant_host::tenant_id.eq(card.id)))
        .collect();
    diesel::insert_into(tenant_host::table)
        .values(rows)
        .execute(sql.conn())?;
    Ok(true)
}
