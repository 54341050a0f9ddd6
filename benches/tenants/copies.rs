//! Copies of a tenant: every row of every tenant table once more under another tenant's id.
//!
//! Keys begin with the tenant, so that all other ids may stay as they are. Reference checks and triggers are off for the
//! copying alone: what is copied kept every rule already.

use diesel::connection::SimpleConnection;
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Binary, Text, Uuid as SqlUuid};
use onedoor::authority::people::Token;
use uuid::Uuid;

use crate::support::TestDatabase;

/// Who lists her work: she receives and checks at the one-stop desk.
const STAFF: &str = "minh.tran@an-binh.example";

#[derive(QueryableByName)]
struct Line {
    #[diesel(sql_type = Text)]
    line: String,
}

/// A session of somebody with a work list.
pub fn sign_in(database: &TestDatabase, tenant: Uuid) -> Token {
    let token = Token::fresh();
    diesel::sql_query(
        "insert into session (tenant_id, id, token_digest, kind, account_id, expires_at) \
         select tenant_id, $1, $2, 'token', id, now() + interval '1 day' from account \
         where tenant_id = $3 and email = $4",
    )
    .bind::<SqlUuid, _>(Uuid::now_v7())
    .bind::<Binary, _>(token.digest().to_vec())
    .bind::<SqlUuid, _>(tenant)
    .bind::<Text, _>(STAFF)
    .execute(&mut database.superuser())
    .unwrap();
    token
}

/// Makes so many copies of a tenant, row by row as if all had taken turns, and returns their ids.
pub fn make(database: &TestDatabase, model: Uuid, copies: usize) -> Vec<Uuid> {
    let mut connection = database.superuser();
    let tables: Vec<Line> = diesel::sql_query(
        "select format('insert into %1$I (%2$s) select c.id, %3$s from %1$I t cross join copy c where t.tenant_id = %4$L order by t.ctid, c.n', \
                 c.table_name, string_agg(quote_ident(c.column_name), ', ' order by (c.column_name = 'tenant_id') desc, c.column_name), \
                 string_agg('t.' || quote_ident(c.column_name), ', ' order by c.column_name) filter (where c.column_name <> 'tenant_id'), \
                 $1::text) as line \
         from information_schema.columns c \
         join information_schema.tables t using (table_schema, table_name) \
         where c.table_schema = 'public' and t.table_type = 'BASE TABLE' and c.is_generated = 'NEVER' \
           and c.identity_generation is distinct from 'ALWAYS' \
           and c.table_name not in ('tenant_host', 'tenant_card', 'outbox', 'inbox') \
         group by c.table_name having bool_or(c.column_name = 'tenant_id')",
    )
    .bind::<Text, _>(model.to_string())
    .load(&mut connection)
    .unwrap();
    connection
        .batch_execute(&format!(
            "set session_replication_role = replica; \
             create temporary table copy as select gen_random_uuid() as id, n from generate_series(1, {copies}) as n; \
             insert into tenant (id, slug, name, settings, catalogue_version) \
             select copy.id, 'copy-' || copy.n, t.name, t.settings, t.catalogue_version from tenant t cross join copy where t.id = '{model}'; \
             insert into tenant_host (tenant_id, host) select id, 'copy-' || n || '.localhost' from copy"
        ))
        .unwrap();
    for table in tables {
        connection.batch_execute(&table.line).unwrap();
    }
    let ids = diesel::select(diesel::dsl::sql::<diesel::sql_types::Array<SqlUuid>>(
        "(select coalesce(array_agg(id), '{}') from copy)",
    ))
    .get_result(&mut connection)
    .unwrap();
    // As it would be an hour later.
    for statement in ["reset session_replication_role", "vacuum analyze", "checkpoint"] {
        connection.batch_execute(statement).unwrap();
    }
    ids
}

/// Lays each tenant's rows together, as they lie where a tenant's work comes in at one time and another's at another.
pub fn keep_together(database: &TestDatabase) {
    let mut connection = database.superuser();
    for statement in [
        "cluster dossier using dossier_pkey",
        "cluster user_task using user_task_pkey",
        "vacuum analyze",
        "checkpoint",
    ] {
        connection.batch_execute(statement).unwrap();
    }
}

/// How many rows a table has.
pub fn count(database: &TestDatabase, table: &str) -> i64 {
    diesel::select(diesel::dsl::sql::<BigInt>(&format!(
        "(select count(*) from {table})"
    )))
    .get_result(&mut database.superuser())
    .unwrap()
}
