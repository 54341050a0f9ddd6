//! The limit: the same rows loaded with COPY into an empty database, with the same keys and rules, in one transaction.

use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use crate::support::{self, TestDatabase};

/// The tables whose rows are loaded for comparison, in an order in which their keys hold.
const TABLES: [&str; 18] = [
    "business_group",
    "accounting_setup",
    "value_set",
    "ledger",
    "legal_entity",
    "balancing_segment_value",
    "operating_unit",
    "operating_unit_legal_entity",
    "cost_centre",
    "cost_centre_value",
    "service_hall",
    "department",
    "account",
    "security_profile",
    "security_profile_unit",
    "responsibility",
    "account_responsibility",
    "profile_option",
];

/// What a statement of psql takes: COPY reads and writes files beside the client.
fn psql(database: &TestDatabase, commands: &str) -> Duration {
    let base = support::database::admin_url();
    let url = format!("{}/{}", base.rsplit_once('/').unwrap().0, database.name);
    let began = Instant::now();
    let status = Command::new("psql")
        .args(["-qX", "-v", "ON_ERROR_STOP=1", "-d", &url, "-c", "begin"])
        .args(commands.split('\n').flat_map(|command| ["-c", command]))
        .args(["-c", "commit"])
        .stdout(Stdio::null())
        .status()
        .unwrap();
    assert!(status.success(), "psql");
    began.elapsed()
}

/// Columns that the database does not make itself.
fn columns(table: &str) -> String {
    format!(
        "select string_agg(attname, ', ' order by attnum) from pg_attribute where attrelid = '{table}'::regclass and attnum > 0 and not attisdropped and attgenerated = ''"
    )
}

fn text(database: &TestDatabase, query: &str) -> String {
    use diesel::prelude::*;
    #[derive(QueryableByName)]
    struct Row {
        #[diesel(sql_type = diesel::sql_types::Text)]
        value: String,
    }
    diesel::sql_query(format!("select ({query})::text as value"))
        .get_result::<Row>(&mut database.superuser())
        .unwrap()
        .value
}

/// Takes the rows out of `full`, loads them into a fresh database, and says how long the loading took.
pub fn again(full: &TestDatabase) -> Duration {
    let folder = tempfile::tempdir().unwrap();
    let lists: Vec<(String, String)> = TABLES
        .iter()
        .map(|table| ((*table).to_owned(), text(full, &columns(table))))
        .collect();
    let file = |table: &str| folder.path().join(table).display().to_string();
    let out: Vec<String> = lists
        .iter()
        .map(|(table, columns)| format!("\\copy (select {columns} from {table}) to '{}'", file(table)))
        .collect();
    psql(full, &out.join("\n"));
    let empty = TestDatabase::fresh();
    let into: Vec<String> = std::iter::once("set constraints all deferred".to_owned())
        .chain(
            lists
                .iter()
                .map(|(table, columns)| format!("\\copy {table} ({columns}) from '{}'", file(table))),
        )
        .collect();
    psql(&empty, &into.join("\n"))
}
