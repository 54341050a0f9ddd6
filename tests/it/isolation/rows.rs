//! A row of every tenant table, written for tenant A past every rule, and looked for under B.
//!
//! The rows are made from the database's own catalogue, with checks, triggers and foreign keys out of the way, so a new
//! table is tried on the day it is made.

use std::collections::BTreeMap;

use diesel::connection::SimpleConnection;
use diesel::pg::PgConnection;
use diesel::prelude::*;
use onedoor::platform::migrate::{TableClass, table_rules};
use uuid::Uuid;

use super::{Column, columns, lines};
use crate::support::TestDatabase;

/// The ids under which the row of A could be seen, were the tenant not asked for: every uuid and every text is the same.
#[derive(Clone, Copy)]
struct Bait {
    tenant: Uuid,
    id: Uuid,
}

const DIGEST: &str = "ababababababababababababababababababababababababababababababababab";

impl Bait {
    fn value(&self, column: &Column) -> String {
        let (id, kind) = (self.id, column.kind.as_str());
        if column.column_name == "tenant_id" {
            return format!("'{}'", self.tenant);
        }
        match kind {
            "uuid" => format!("'{id}'"),
            "uuid[]" => format!("array['{id}']::uuid[]"),
            "text" => "'bait'".to_owned(),
            "text[]" => "array['bait']".to_owned(),
            "jsonb" | "json" => "'{}'".to_owned(),
            "bytea" => format!("decode('{}', 'hex')", &DIGEST[..64]),
            "boolean" => "false".to_owned(),
            "date" => "'2026-11-02'".to_owned(),
            "timestamp with time zone" => "'2026-11-02T08:00:00Z'".to_owned(),
            "xid8" => "'7'".to_owned(),
            "daterange" => "daterange('2026-01-01', '2027-01-01')".to_owned(),
            "tstzrange" => "tstzrange('2026-01-01', '2027-01-01')".to_owned(),
            "inet" => "'127.0.0.1'".to_owned(),
            _ if kind.starts_with("numeric") || ["smallint", "integer", "bigint"].contains(&kind) => {
                "1".to_owned()
            }
            _ => panic!(
                "say in tests/it/isolation/rows.rs what a {kind} is filled with ({}.{})",
                column.table_name, column.column_name
            ),
        }
    }

    fn insert(&self, columns: &[Column]) -> String {
        let filled: Vec<&Column> = columns
            .iter()
            .filter(|column| !column.is_generated && !column.is_identity)
            .collect();
        let names: Vec<&str> = filled.iter().map(|column| column.column_name.as_str()).collect();
        let values: Vec<String> = filled.iter().map(|column| self.value(column)).collect();
        format!(
            "insert into {} ({}) values ({})",
            columns[0].table_name,
            names.join(", "),
            values.join(", ")
        )
    }
}

/// Tables that only a part of the system reads.
const SYSTEM_ONLY: [&str; 3] = ["gateway_callback", "notification_attempt", "process_timer"];

struct World {
    database: TestDatabase,
    tables: BTreeMap<String, Vec<Column>>,
    /// The tables, and the views of them.
    seen: Vec<String>,
    a: Bait,
    b: Bait,
}

/// Checks of single rows are dropped in this test's own database: a row is to be seen or not, whatever it says.
fn drop_checks(eyes: &mut PgConnection) {
    let checks = lines(
        eyes,
        "select format('alter table %s drop constraint %I', conrelid::regclass, conname) as line from pg_constraint
         where contype in ('c', 'x') and connamespace = 'public'::regnamespace and conrelid <> 0",
    );
    for statement in checks {
        eyes.batch_execute(&statement).unwrap();
    }
}

fn world() -> World {
    let database = TestDatabase::fresh();
    let mut eyes = database.superuser();
    drop_checks(&mut eyes);
    let rules = table_rules().unwrap();
    let mut tables: BTreeMap<String, Vec<Column>> = BTreeMap::new();
    for column in columns(&mut eyes) {
        if rules
            .get(&column.table_name)
            .is_some_and(|rule| rule.class == TableClass::Tenant)
        {
            tables.entry(column.table_name.clone()).or_default().push(column);
        }
    }
    assert!(tables.len() > 40, "{} tables", tables.len());
    // The same id in both tenants: whoever asks by id alone finds the other's row.
    let id = Uuid::now_v7();
    let (a, b) = (
        Bait {
            tenant: Uuid::now_v7(),
            id,
        },
        Bait {
            tenant: Uuid::now_v7(),
            id,
        },
    );
    eyes.batch_execute("set session_replication_role = replica")
        .unwrap();
    for columns in tables.values() {
        eyes.batch_execute(&a.insert(columns)).unwrap();
    }
    let views = rules.iter().filter(|(_, rule)| rule.class == TableClass::View);
    let seen = views
        .map(|(view, _)| view)
        .chain(tables.keys())
        .cloned()
        .collect();
    World {
        database,
        seen,
        tables,
        a,
        b,
    }
}

impl World {
    fn settings(&self, of: Bait, mode: &str) -> String {
        let id = of.id;
        format!(
            "begin; set local app.tenant_id = '{}'; set local app.mode = '{mode}'; set local app.units = '{id}';
             set local app.account = '{id}'; set local app.session = '{id}'; set local app.tracking = '{}'",
            of.tenant,
            &DIGEST[..64]
        )
    }
}

fn count(connection: &mut PgConnection, table: &str) -> i64 {
    lines(connection, &format!("select count(*)::text as line from {table}"))[0]
        .parse()
        .unwrap()
}

#[test]
fn a_row_of_one_tenant_is_seen_by_it_and_by_no_other() {
    let world = world();
    let mut role = world.database.tenant_role();
    for mode in ["S", "M", "A", "X", ""] {
        role.batch_execute(&world.settings(world.b, mode)).unwrap();
        for table in &world.seen {
            assert_eq!(
                count(&mut role, table),
                0,
                "B in mode {mode:?} sees A's row of {table}"
            );
        }
        role.batch_execute("rollback").unwrap();
    }
    // The bait is good: under its own tenant each row is there, so that nothing above was 0 for another reason.
    role.batch_execute(&world.settings(world.a, "A")).unwrap();
    for table in &world.seen {
        assert_eq!(
            count(&mut role, table),
            1,
            "A does not see its own row of {table}"
        );
    }
    role.batch_execute("rollback").unwrap();
    role.batch_execute(&world.settings(world.a, "M")).unwrap();
    let unseen: Vec<&str> = world
        .seen
        .iter()
        .map(String::as_str)
        .filter(|table| count(&mut role, table) == 0)
        .collect();
    assert_eq!(
        unseen, SYSTEM_ONLY,
        "what lies in a unit is seen in it, and these by the system alone"
    );
    role.batch_execute("rollback").unwrap();
}

#[test]
fn without_a_context_and_after_another_has_used_the_connection_there_are_no_rows() {
    let world = world();
    let mut role = world.database.tenant_role();
    let none = |role: &mut PgConnection, when: &str| {
        for table in &world.seen {
            assert_eq!(count(role, table), 0, "{when}: {table}");
        }
    };
    none(&mut role, "on a fresh connection");
    for end in ["commit", "rollback"] {
        role.batch_execute(&world.settings(world.a, "A")).unwrap();
        assert_eq!(count(&mut role, "dossier"), 1);
        role.batch_execute(end).unwrap();
        none(&mut role, "after A's transaction on the same connection");
        role.batch_execute(&format!("begin; set local app.tenant_id = '{}'", world.b.tenant))
            .unwrap();
        none(&mut role, "B after A on the same connection");
        role.batch_execute("rollback").unwrap();
    }
    role.batch_execute("begin; set local app.mode = 'A'").unwrap();
    none(&mut role, "a mode without a tenant");
    role.batch_execute("rollback").unwrap();
}

#[test]
fn the_proof_of_a_dossier_shows_where_it_stands_and_nothing_else_of_its_tenant() {
    let world = world();
    let mut role = world.database.tenant_role();
    let settings = |of: Bait, proof: &str| {
        format!(
            "begin; set local app.tenant_id = '{}'; set local app.tracking = '{proof}'",
            of.tenant
        )
    };
    let other = "00".repeat(32);
    for (of, proof, follows) in [
        (world.a, &DIGEST[..64], 1),
        (world.a, other.as_str(), 0),
        (world.a, "", 0),
        (world.b, &DIGEST[..64], 0),
    ] {
        role.batch_execute(&settings(of, proof)).unwrap();
        assert_eq!(count(&mut role, "followed_dossier"), follows, "{proof:?}");
        assert_eq!(count(&mut role, "dossier"), 0, "the whole row by {proof:?}");
        role.batch_execute("rollback").unwrap();
    }
}

#[test]
fn writing_rows_of_another_tenant_is_refused() {
    let world = world();
    let mut role = world.database.tenant_role();
    let rules = table_rules().unwrap();
    for (table, columns) in &world.tables {
        let may = |privilege: &str| {
            rules[table]
                .tenant_role
                .split_whitespace()
                .any(|one| one == privilege)
        };
        let mut attempt = |mode: &str, statement: &str| {
            role.batch_execute(&world.settings(world.b, mode)).unwrap();
            let outcome = diesel::sql_query(statement)
                .execute(&mut role)
                .map_err(|error| error.to_string());
            role.batch_execute("rollback").unwrap();
            outcome
        };
        for mode in ["S", "A"] {
            let refused = attempt(mode, &world.a.insert(columns));
            assert!(
                refused
                    .as_ref()
                    .is_err_and(|error| error.contains("row-level security")),
                "B in mode {mode} inserted into {table} as A: {refused:?}"
            );
            if may("update") {
                let touched = attempt(mode, &format!("update {table} set tenant_id = tenant_id"));
                assert_eq!(touched, Ok(0), "B in mode {mode} updated {table} of A");
            }
            if may("delete") {
                assert_eq!(
                    attempt(mode, &format!("delete from {table}")),
                    Ok(0),
                    "B in mode {mode} deleted {table} of A"
                );
            }
        }
    }
    // Nor can a tenant hand its own row to another.
    for (table, columns) in &world.tables {
        if !rules[table]
            .tenant_role
            .split_whitespace()
            .any(|one| one == "update")
        {
            continue;
        }
        role.batch_execute(&world.settings(world.a, "A")).unwrap();
        let given = diesel::sql_query(format!("update {table} set tenant_id = '{}'", world.b.tenant))
            .execute(&mut role);
        role.batch_execute("rollback").unwrap();
        assert!(
            given.is_err_and(|error| error.to_string().contains("row-level security")),
            "{table} {}",
            columns.len()
        );
    }
}

#[test]
fn the_platform_role_reads_nothing_of_a_tenant_but_what_is_written_down() {
    let world = world();
    let mut role = PgConnection::establish(&world.database.platform_url()).unwrap();
    let rules = table_rules().unwrap();
    for table in world.tables.keys() {
        let answered = diesel::sql_query(format!("select * from {table}")).execute(&mut role);
        let whole = rules[table]
            .platform_role
            .split_whitespace()
            .any(|one| one == "select");
        assert_eq!(answered.is_ok(), whole, "{table}");
    }
}
