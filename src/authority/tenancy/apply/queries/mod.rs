//! SQL of applying a tenant's code. Names of tables and columns are constants of `tables.rs` and `uses.rs`; values are bound.

mod broken;
mod drift;
mod procedures;
mod rows;
mod same_names;

use diesel::prelude::*;
use diesel::sql_query;
use diesel::sql_types::{Bool, Text, Uuid as SqlUuid};
use uuid::Uuid;

use crate::kernel::error::Result;
use crate::platform::door::Sql;

pub(super) use broken::{Breaking, breaking};
pub(super) use drift::{Later, Parts, later, parts, published_by, see_all};
pub(super) use procedures::{
    InForce, NewVersion, Standing, add_procedure, in_force, procedures, publish, rename_procedure, suspend,
    version,
};
pub(super) use rows::{differences_written, leave, open_dossiers_of, values_of_others};
pub(super) use same_names::same_names;

/// One application of a tenant at a time; the next waits and then finds nothing to do.
pub(super) fn wait_for_turn(sql: &mut Sql) -> Result<()> {
    let tenant = sql.tenant().uuid();
    sql_query("select pg_advisory_xact_lock(hashtextextended('tenant.apply ' || $1::text, 0))")
        .bind::<SqlUuid, _>(tenant)
        .execute(sql.conn())?;
    Ok(())
}

/// Rules between rows are asked at the end, so that the order in which rows are written says nothing.
pub(super) fn defer_rules(sql: &mut Sql) -> Result<()> {
    sql_query("set constraints all deferred").execute(sql.conn())?;
    Ok(())
}

/// Whole tables are compared with whole lists, also such as were filled in this transaction and that the planner takes for
/// empty: while this is on, it joins them by hash and not row by row.
pub(super) fn join_whole_tables(sql: &mut Sql, whole: bool) -> Result<()> {
    let text = if whole {
        "set local enable_nestloop = off"
    } else {
        "set local enable_nestloop = on"
    };
    sql_query(text).execute(sql.conn())?;
    Ok(())
}

/// The code of a row of the database. That of an account of a ledger is its ledger's id and its own code.
#[derive(QueryableByName)]
pub(super) struct StandingCode {
    #[diesel(sql_type = Text)]
    pub kind: String,
    #[diesel(sql_type = SqlUuid)]
    pub id: Uuid,
    #[diesel(sql_type = Text)]
    pub code: String,
}

/// The codes of everything that has an id.
pub(super) fn standing_codes(sql: &mut Sql) -> Result<Vec<StandingCode>> {
    let mut parts: Vec<String> = [
        "business_group",
        "accounting_setup",
        "ledger",
        "legal_entity",
        "operating_unit",
        "cost_centre",
        "service_hall",
        "department",
        "security_profile",
        "responsibility",
        "procedure",
    ]
    .iter()
    .map(|table| format!("select '{table}' as kind, id, code from {table}"))
    .collect();
    parts.push("select 'account', id, email from account".into());
    parts.push("select 'ledger_account', id, ledger_id || ' ' || code from ledger_account".into());
    parts.push("select 'hall_part', id, hall_id || ' ' || code from hall_part".into());
    parts.push(
        "select 'policy_line', id, concat_ws(' ', role, reach, verb, valid_from) from policy_line".into(),
    );
    parts.push(
        "select 'separated_duty', id, concat_ws(' ', first_verb, second_verb, valid_from) from separated_duty".into(),
    );
    Ok(sql_query(parts.join(" union all ")).load(sql.conn())?)
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
