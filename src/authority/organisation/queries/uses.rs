//! SQL that counts what a part is used by, and moves what goes elsewhere when a unit ends.
//!
//! Counts are of the tenant, not of what the asker may see: a unit with dossiers in it is in use whoever asks. Nothing but
//! the number leaves this file.

use diesel::prelude::*;
use diesel::sql_query;
use diesel::sql_types::{Array, BigInt, Nullable, Text, Timestamptz, Uuid as SqlUuid};
use uuid::Uuid;

use crate::authority::organisation::change::Kind;
use crate::authority::organisation::model::Use;
use crate::kernel::clock::Instant;
use crate::kernel::error::Result;
use crate::platform::door::Sql;

/// What is counted: the tail of the text `rule-use-…`, and the rows for the id `$1`.
type Sources = &'static [(&'static str, &'static str)];

/// What a part of each kind is used by.
const fn counts(kind: Kind) -> Sources {
    match kind {
        Kind::BusinessGroup => &[
            (
                "entities",
                "legal_entity where business_group_id = $1 and in_force",
            ),
            (
                "units",
                "operating_unit where business_group_id = $1 and in_force",
            ),
            (
                "departments",
                "department where business_group_id = $1 and in_force",
            ),
            ("responsibilities", "responsibility where business_group_id = $1"),
            (
                "people",
                "account where business_group_id = $1 and closed_at is null",
            ),
        ],
        Kind::LegalEntity => &[
            (
                "units",
                "operating_unit_legal_entity where legal_entity_id = $1 and in_force",
            ),
            ("halls", "service_hall where legal_entity_id = $1 and in_force"),
            ("centres", "cost_centre where legal_entity_id = $1 and in_force"),
            ("procedures", "procedure_unit where legal_entity_id = $1"),
            ("dossiers", "dossier where legal_entity_id = $1 and status < 9"),
        ],
        Kind::OperatingUnit => &[
            (
                "units-below",
                "operating_unit where parent_unit_id = $1 and in_force",
            ),
            ("halls", "service_hall where operating_unit_id = $1 and in_force"),
            ("procedures", "procedure_unit where operating_unit_id = $1"),
            ("dossiers", "dossier where operating_unit_id = $1 and status < 9"),
        ],
        Kind::ServiceHall => &[
            ("procedures", "procedure_unit where hall_id = $1"),
            ("dossiers", "dossier where hall_id = $1 and status < 9"),
        ],
        Kind::CostCentre => &[
            ("halls", "service_hall where cost_centre_id = $1 and in_force"),
            ("departments", "department where cost_centre_id = $1 and in_force"),
        ],
        Kind::Department => &[
            (
                "departments-below",
                "department where parent_department_id = $1 and in_force",
            ),
            ("people", "account where department_id = $1 and closed_at is null"),
        ],
        Kind::HallPart | Kind::Ledger | Kind::AccountingSetup => &[],
    }
}

#[derive(QueryableByName)]
struct UseRow {
    #[diesel(sql_type = Text)]
    what: String,
    #[diesel(sql_type = BigInt)]
    count: i64,
}

/// Runs `work` with every row of the tenant in sight. The setting ends with the transaction at the latest; what the actor
/// could see before is restored when the work is done.
fn everywhere<T>(sql: &mut Sql, work: impl FnOnce(&mut Sql) -> Result<T>) -> Result<T> {
    let before = sql.context().mode.map_or("", |mode| mode.letter());
    let set = |sql: &mut Sql, mode: &str| -> Result<()> {
        sql_query("select set_config('app.mode', $1, true)")
            .bind::<Text, _>(mode)
            .execute(sql.conn())?;
        Ok(())
    };
    set(sql, "A")?;
    let done = work(sql)?;
    set(sql, before)?;
    Ok(done)
}

/// What a part is used by today, with counts; what there is none of is left out.
pub(in super::super) fn uses(sql: &mut Sql, kind: Kind, id: Uuid) -> Result<Vec<Use>> {
    let counts = counts(kind);
    if counts.is_empty() {
        return Ok(Vec::new());
    }
    let text = counts
        .iter()
        .map(|(what, from)| format!("select '{what}' as what, count(*) as count from {from}"))
        .collect::<Vec<_>>()
        .join(" union all ");
    let rows: Vec<UseRow> = everywhere(sql, |sql| {
        Ok(sql_query(text).bind::<SqlUuid, _>(id).load(sql.conn())?)
    })?;
    Ok(given(rows))
}

fn given(rows: Vec<UseRow>) -> Vec<Use> {
    rows.into_iter()
        .filter(|row| row.count > 0)
        .map(|row| Use {
            what: row.what,
            count: row.count,
        })
        .collect()
}

/// Whom a change of a part touches, beside what the part is used by: nothing of these keeps it from ending.
const fn concerned(kind: Kind) -> Sources {
    match kind {
        // People of open accounts with a responsibility whose profile names the unit, or one above it with all below.
        Kind::OperatingUnit => &[(
            "people",
            "account where closed_at is null and id in (
                with recursive up as (
                    select id, parent_unit_id from operating_unit where id = $1
                    union select t.id, t.parent_unit_id from operating_unit t join up on t.id = up.parent_unit_id)
                select r.account_id from account_responsibility r
                join profile_option o on o.name = 'mo_security_profile' and o.level = 'responsibility' and o.level_id = r.responsibility_id
                join security_profile_unit u on u.security_profile_id::text = o.value
                where (r.valid_to is null or r.valid_to > current_date)
                  and (u.operating_unit_id = $1 or (u.with_descendants and u.operating_unit_id in (select id from up))))",
        )],
        // The accounts of the ledgers it keeps its books in.
        Kind::LegalEntity => &[(
            "accounts",
            "ledger_account where ledger_id in (
                select l.id from ledger l join ledger p on p.tenant_id = l.tenant_id and p.accounting_setup_id = l.accounting_setup_id
                join legal_entity e on e.tenant_id = p.tenant_id and e.ledger_id = p.id where e.id = $1)",
        )],
        _ => &[],
    }
}

/// Whom changes of these parts touch together, with counts: a row that is touched by way of two of them counts once.
pub(in super::super) fn touched(sql: &mut Sql, parts: &[(Kind, Uuid)]) -> Result<Vec<Use>> {
    let mut rows_of: Vec<(&str, Vec<String>)> = Vec::new();
    let sources: [fn(Kind) -> Sources; 2] = [counts, concerned];
    for sources in sources {
        for kind in Kind::ALL {
            if !parts.iter().any(|(of, _)| *of == kind) {
                continue;
            }
            let of_kind = format!("in (select id from part where kind = '{}')", kind.word());
            for (what, from) in sources(kind) {
                let rows = format!("select tableoid, ctid from {}", from.replace("= $1", &of_kind));
                match rows_of.iter_mut().find(|(known, _)| known == what) {
                    Some((_, known)) => known.push(rows),
                    None => rows_of.push((*what, vec![rows])),
                }
            }
        }
    }
    if rows_of.is_empty() {
        return Ok(Vec::new());
    }
    let counted: Vec<String> = rows_of
        .iter()
        .map(|(what, rows)| {
            let rows = rows.join(" union ");
            format!("select '{what}' as what, count(*) as count from ({rows}) as touched")
        })
        .collect();
    let text = format!(
        "with part as (select * from unnest($1, $2) as p(kind, id)) {}",
        counted.join(" union all ")
    );
    let (kinds, ids): (Vec<&str>, Vec<Uuid>) = parts.iter().map(|(kind, id)| (kind.word(), *id)).unzip();
    let rows: Vec<UseRow> = everywhere(sql, |sql| {
        Ok(sql_query(text)
            .bind::<Array<Text>, _>(kinds)
            .bind::<Array<SqlUuid>, _>(ids)
            .load(sql.conn())?)
    })?;
    Ok(given(rows))
}

/// What the pair of a unit and an entity is used by: halls, procedures, open dossiers.
pub(in super::super) fn uses_of_pair(sql: &mut Sql, unit: Uuid, entity: Uuid) -> Result<Vec<Use>> {
    let rows: Vec<UseRow> = everywhere(sql, |sql| {
        Ok(sql_query(
            "select 'halls' as what, count(*) as count from service_hall
                 where operating_unit_id = $1 and legal_entity_id = $2 and in_force
             union all select 'procedures', count(*) from procedure_unit where operating_unit_id = $1 and legal_entity_id = $2
             union all select 'dossiers', count(*) from dossier
                 where operating_unit_id = $1 and legal_entity_id = $2 and status < 9",
        )
        .bind::<SqlUuid, _>(unit)
        .bind::<SqlUuid, _>(entity)
        .load(sql.conn())?)
    })?;
    Ok(given(rows))
}

/// Tables whose rows go with an open dossier. What is law stays with the unit it was made in: postings, payments,
/// invoices, papers that have a number.
const GOING_ALONG: [&str; 7] = [
    "dossier_form",
    "dossier_paper",
    "dossier_log",
    "process_instance",
    "user_task",
    "incident",
    "payment_request",
];

/// Open dossiers of `from` go to `into`: all, or those of some halls. Each move is noted; answers how many went.
pub(in super::super) fn move_dossiers(
    sql: &mut Sql,
    (from, into): (Uuid, Uuid),
    halls: Option<&[Uuid]>,
    now: Instant,
) -> Result<i64> {
    let tenant = sql.tenant().uuid();
    everywhere(sql, |sql| {
        // What they lean on, unit and entity as a pair, must be there first; it is the caller who links them.
        let row: UseRow = sql_query(
            "with gone as (
                 update dossier set operating_unit_id = $2
                 where operating_unit_id = $1 and status < 9 and ($3::uuid[] is null or hall_id = any ($3))
                 returning id),
             noted as (
                 insert into dossier_move (tenant_id, dossier_id, moved_at, from_unit_id, to_unit_id)
                 select $4, id, $5, $1, $2 from gone returning dossier_id)
             select 'dossiers' as what, count(*) as count from noted",
        )
        .bind::<SqlUuid, _>(from)
        .bind::<SqlUuid, _>(into)
        .bind::<Nullable<Array<SqlUuid>>, _>(halls.map(<[Uuid]>::to_vec))
        .bind::<SqlUuid, _>(tenant)
        .bind::<Timestamptz, _>(now)
        .get_result(sql.conn())?;
        if row.count > 0 {
            let going = GOING_ALONG.map(|table| (table, "operating_unit_id = $2"));
            // A paper stays with the unit that made it, and is opened by the one that has the dossier.
            let shared = (
                "document",
                "shared_unit_ids = array_append(array_remove(t.shared_unit_ids, $2), $2)",
            );
            for (table, change) in going.into_iter().chain([shared]) {
                let text = format!(
                    "update {table} t set {change} from dossier_move m
                     where m.tenant_id = $3 and m.moved_at = $4 and m.from_unit_id = $1 and m.to_unit_id = $2
                       and t.tenant_id = m.tenant_id and t.dossier_id = m.dossier_id and t.operating_unit_id = $1"
                );
                sql_query(text)
                    .bind::<SqlUuid, _>(from)
                    .bind::<SqlUuid, _>(into)
                    .bind::<SqlUuid, _>(tenant)
                    .bind::<Timestamptz, _>(now)
                    .execute(sql.conn())?;
            }
        }
        Ok(row.count)
    })
}

/// The entities whose open dossiers or halls a unit has, or that were named for its procedures: another unit must be linked to
/// them before it can take these over.
pub(in super::super) fn entities_at_work(sql: &mut Sql, unit: Uuid) -> Result<Vec<Uuid>> {
    #[derive(QueryableByName)]
    struct Entity {
        #[diesel(sql_type = SqlUuid)]
        legal_entity_id: Uuid,
    }
    let rows: Vec<Entity> = everywhere(sql, |sql| {
        Ok(sql_query(
            "select legal_entity_id from dossier where operating_unit_id = $1 and status < 9
             union select legal_entity_id from service_hall where operating_unit_id = $1 and in_force
             union select legal_entity_id from procedure_unit where operating_unit_id = $1 and legal_entity_id is not null",
        )
        .bind::<SqlUuid, _>(unit)
        .load(sql.conn())?)
    })?;
    Ok(rows.into_iter().map(|row| row.legal_entity_id).collect())
}

/// How many open dossiers of a unit are at a hall, and the entities that sign for them.
pub(in super::super) fn open_at_hall(sql: &mut Sql, unit: Uuid, hall: Uuid) -> Result<(i64, Vec<Uuid>)> {
    #[derive(QueryableByName)]
    struct Open {
        #[diesel(sql_type = SqlUuid)]
        legal_entity_id: Uuid,
        #[diesel(sql_type = BigInt)]
        count: i64,
    }
    let rows: Vec<Open> = everywhere(sql, |sql| {
        Ok(sql_query(
            "select legal_entity_id, count(*) as count from dossier
             where operating_unit_id = $1 and hall_id = $2 and status < 9 group by legal_entity_id order by legal_entity_id",
        )
        .bind::<SqlUuid, _>(unit)
        .bind::<SqlUuid, _>(hall)
        .load(sql.conn())?)
    })?;
    let count = rows.iter().map(|row| row.count).sum();
    Ok((count, rows.into_iter().map(|row| row.legal_entity_id).collect()))
}

/// Procedures of `from` are handled by `into` from now on; where it does already, its own line stays.
pub(in super::super) fn move_procedures(sql: &mut Sql, from: Uuid, into: Uuid) -> Result<()> {
    sql_query(
        "update procedure_unit t set operating_unit_id = $2 where t.operating_unit_id = $1
         and not exists (select from procedure_unit o where o.tenant_id = t.tenant_id and o.procedure_id = t.procedure_id
                         and o.operating_unit_id = $2)",
    )
    .bind::<SqlUuid, _>(from)
    .bind::<SqlUuid, _>(into)
    .execute(sql.conn())?;
    // Who takes what is sent without a choice goes along.
    sql_query(
        "update procedure_unit t set is_default = true from procedure_unit o
         where o.operating_unit_id = $1 and o.is_default and t.tenant_id = o.tenant_id and t.procedure_id = o.procedure_id
           and t.operating_unit_id = $2",
    )
    .bind::<SqlUuid, _>(from)
    .bind::<SqlUuid, _>(into)
    .execute(sql.conn())?;
    sql_query("delete from procedure_unit where operating_unit_id = $1")
        .bind::<SqlUuid, _>(from)
        .execute(sql.conn())?;
    Ok(())
}

/// Halls and units below `from` belong to `into` from now on.
pub(in super::super) fn move_parts(sql: &mut Sql, from: Uuid, into: Uuid) -> Result<()> {
    for text in [
        "update service_hall t set operating_unit_id = u.id, ledger_id = u.ledger_id from operating_unit u
         where u.id = $2 and t.tenant_id = u.tenant_id and t.operating_unit_id = $1 and t.in_force",
        "update operating_unit t set parent_unit_id = $2 where t.parent_unit_id = $1 and t.id <> $2 and t.in_force",
        "insert into security_profile_unit (tenant_id, security_profile_id, operating_unit_id, with_descendants)
         select tenant_id, security_profile_id, $2, with_descendants from security_profile_unit where operating_unit_id = $1
         on conflict (tenant_id, security_profile_id, operating_unit_id)
             do update set with_descendants = security_profile_unit.with_descendants or excluded.with_descendants",
    ] {
        sql_query(text)
            .bind::<SqlUuid, _>(from)
            .bind::<SqlUuid, _>(into)
            .execute(sql.conn())?;
    }
    Ok(())
}

/// The entities a unit is linked to today.
pub(in super::super) fn linked_entities(sql: &mut Sql, unit: Uuid) -> Result<Vec<Uuid>> {
    use crate::platform::schema::operating_unit_legal_entity as t;
    Ok(t::table
        .filter(t::operating_unit_id.eq(unit))
        .filter(t::in_force.eq(true))
        .order(t::legal_entity_id)
        .select(t::legal_entity_id)
        .load(sql.conn())?)
}
