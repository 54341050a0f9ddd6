//! Migrations, routines, row policies and privileges, applied as the owner of the tables.
//!
//! Migrations run once, in order. Routines, row policies and privileges are re-applied whole each time: today's rule is
//! one file to read, and a privilege that is no longer written down is gone.

use std::collections::BTreeMap;

use diesel::connection::SimpleConnection;
use diesel::pg::PgConnection;
use diesel::prelude::*;
use diesel_migrations::{EmbeddedMigrations, MigrationHarness, embed_migrations};
use serde::Deserialize;

use crate::kernel::error::{Error, Result};

const MIGRATIONS: EmbeddedMigrations = embed_migrations!("migrations");

const ROUTINES: &[(&str, &str)] = &[
    (
        "access_must_be_current",
        include_str!("../../routines/access_must_be_current.sql"),
    ),
    ("keep_changes", include_str!("../../routines/keep_changes.sql")),
    ("keep_names", include_str!("../../routines/keep_names.sql")),
    (
        "submit_dossier",
        include_str!("../../routines/submit_dossier.sql"),
    ),
    (
        "unit_in_charge",
        include_str!("../../routines/unit_in_charge.sql"),
    ),
];

const ROW_POLICIES: &[(&str, &str)] = &[
    ("tenancy", include_str!("../../policies/rows/tenancy.sql")),
    (
        "organisation",
        include_str!("../../policies/rows/organisation.sql"),
    ),
    ("people", include_str!("../../policies/rows/people.sql")),
    ("access", include_str!("../../policies/rows/access.sql")),
    ("audit", include_str!("../../policies/rows/audit.sql")),
    ("changes", include_str!("../../policies/rows/changes.sql")),
    ("events", include_str!("../../policies/rows/events.sql")),
    ("catalogue", include_str!("../../policies/rows/catalogue.sql")),
    (
        "dictionaries",
        include_str!("../../policies/rows/dictionaries.sql"),
    ),
    ("onboarding", include_str!("../../policies/rows/onboarding.sql")),
    ("entry", include_str!("../../policies/rows/entry.sql")),
    ("dossiers", include_str!("../../policies/rows/dossiers.sql")),
    ("workflow", include_str!("../../policies/rows/workflow.sql")),
    ("ledger", include_str!("../../policies/rows/ledger.sql")),
    ("billing", include_str!("../../policies/rows/billing.sql")),
    ("papers", include_str!("../../policies/rows/papers.sql")),
    (
        "notifications",
        include_str!("../../policies/rows/notifications.sql"),
    ),
    ("statistics", include_str!("../../policies/rows/statistics.sql")),
];

const TABLES: &str = include_str!("../../policies/tables.toml");

/// What a table is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum TableClass {
    /// Rows of one tenant each; row security is forced.
    Tenant,
    /// Rows of the platform; the tenant role has no privilege on it.
    Platform,
    /// Small data that is the same for everyone.
    Reference,
    /// Some columns of a tenant's table, in the rows that the policies of its owner let through.
    View,
}

/// How `policies/tables.toml` classifies one table.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TableRule {
    /// What it is.
    pub class: TableClass,
    /// Privileges of the tenant role, separated by spaces.
    #[serde(default)]
    pub tenant_role: String,
    /// Privileges of the platform role.
    #[serde(default)]
    pub platform_role: String,
}

/// Every table's rule.
///
/// # Errors
/// When the file does not parse, which a test rules out.
pub fn table_rules() -> Result<BTreeMap<String, TableRule>> {
    toml::from_str(TABLES).map_err(|error| Error::Internal(format!("policies/tables.toml: {error}")))
}

/// Applies everything that is not yet applied. Safe to run from several places at once: one of them waits.
///
/// # Errors
/// When the database cannot be reached or a statement fails; nothing of that statement's part is then applied.
pub fn migrate(owner_url: &str, report: &mut dyn FnMut(&str)) -> Result<()> {
    let mut connection = PgConnection::establish(owner_url)
        .map_err(|error| Error::Unavailable(format!("the owner's database cannot be reached: {error}")))?;
    connection.batch_execute("set client_min_messages = warning; select pg_advisory_lock(4719230065)")?;
    let pending = connection
        .run_pending_migrations(MIGRATIONS)
        .map_err(|error| Error::Internal(format!("migration: {error}")))?;
    for version in &pending {
        report(&format!("applied migration {version}"));
    }
    connection.transaction(|connection| {
        for (name, sql) in ROUTINES {
            apply(connection, "routine", name, sql)?;
        }
        classify(connection)?;
        for (name, sql) in ROW_POLICIES {
            apply(connection, "row policies", name, sql)?;
        }
        Ok::<(), Error>(())
    })?;
    report(&format!(
        "{} routines, {} files of row policies and the privileges of {} tables are in force",
        ROUTINES.len(),
        ROW_POLICIES.len(),
        table_rules()?.len()
    ));
    connection.batch_execute("select pg_advisory_unlock(4719230065)")?;
    Ok(())
}

/// What the doctor asks of the owner's database.
pub struct State {
    /// Migrations that are not applied.
    pub pending: usize,
    /// What is wrong with the runtime roles, a sentence each.
    pub role_problems: Vec<String>,
}

#[derive(QueryableByName)]
struct RoleRow {
    #[diesel(sql_type = diesel::sql_types::Text)]
    role: String,
    #[diesel(sql_type = diesel::sql_types::Bool)]
    is_strong: bool,
    #[diesel(sql_type = diesel::sql_types::BigInt)]
    owned: i64,
}

/// Looks at migrations and runtime roles without changing anything.
///
/// # Errors
/// When the database cannot be reached.
pub fn state(owner_url: &str) -> Result<State> {
    let mut connection = PgConnection::establish(owner_url)
        .map_err(|error| Error::Unavailable(format!("the owner's database cannot be reached: {error}")))?;
    let pending = connection
        .pending_migrations(MIGRATIONS)
        .map_err(|error| Error::Internal(format!("migrations: {error}")))?
        .len();
    let rows: Vec<RoleRow> = diesel::sql_query(
        "select rolname::text as role, rolsuper or rolbypassrls as is_strong, \
         (select count(*) from pg_class c where c.relowner = r.oid) as owned \
         from pg_roles r where rolname in ('onedoor_tenant', 'onedoor_platform')",
    )
    .load(&mut connection)?;
    let mut role_problems = Vec::new();
    if rows.len() < 2 {
        role_problems.push(
            "onedoor_tenant or onedoor_platform does not exist; see \u{201c}Roles\u{201d} in the README"
                .into(),
        );
    }
    for row in rows {
        if row.is_strong {
            role_problems.push(format!(
                "{} can bypass row security: alter role {} nosuperuser nobypassrls",
                row.role, row.role
            ));
        }
        if row.owned > 0 {
            role_problems.push(format!(
                "{} owns {} relations: reassign owned by {} to onedoor_owner",
                row.role, row.owned, row.role
            ));
        }
    }
    Ok(State {
        pending,
        role_problems,
    })
}

fn apply(connection: &mut PgConnection, what: &str, name: &str, sql: &str) -> Result<()> {
    connection
        .batch_execute(sql)
        .map_err(|error| Error::Internal(format!("{what} {name}: {error}")))
}

/// Row security and privileges, exactly as written down.
fn classify(connection: &mut PgConnection) -> Result<()> {
    for (table, rule) in table_rules()? {
        let mut sql = format!("revoke all on {table} from public, onedoor_tenant, onedoor_platform;");
        if rule.class == TableClass::Tenant {
            sql.push_str(&format!(
                "alter table {table} enable row level security; alter table {table} force row level security;"
            ));
        }
        for (role, privileges) in [
            ("onedoor_tenant", &rule.tenant_role),
            ("onedoor_platform", &rule.platform_role),
        ] {
            for privilege in privileges.split_whitespace() {
                sql.push_str(&format!("grant {privilege} on {table} to {role};"));
            }
        }
        apply(connection, "privileges", &table, &sql)?;
    }
    connection.batch_execute(
        "revoke create on schema public from public; grant usage on schema public to onedoor_tenant, onedoor_platform;",
    )?;
    Ok(())
}
