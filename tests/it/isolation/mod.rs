//! Tenants are kept apart: by the database's catalogue, by a row of every table, and by every route.

mod catalogue;
pub mod routes;
mod rows;

use diesel::pg::PgConnection;
use diesel::prelude::*;
use diesel::sql_types::{Bool, Text};

/// A column of the database's own catalogue.
#[derive(QueryableByName, Debug, Clone)]
pub struct Column {
    #[diesel(sql_type = Text)]
    pub table_name: String,
    #[diesel(sql_type = Text)]
    pub column_name: String,
    /// As `format_type` writes it.
    #[diesel(sql_type = Text)]
    pub kind: String,
    #[diesel(sql_type = Bool)]
    pub is_identity: bool,
    #[diesel(sql_type = Bool)]
    pub is_generated: bool,
}

#[derive(QueryableByName, Debug)]
pub struct Line {
    #[diesel(sql_type = Text)]
    pub line: String,
}

/// The lines a query answers, each as one text.
pub fn lines(connection: &mut PgConnection, query: &str) -> Vec<String> {
    diesel::sql_query(query)
        .load::<Line>(connection)
        .unwrap_or_else(|error| panic!("{query}: {error}"))
        .into_iter()
        .map(|row| row.line)
        .collect()
}

/// Every table of ours that exists, but the list of migrations that were applied, which no runtime role can read.
pub fn tables(connection: &mut PgConnection) -> Vec<String> {
    lines(
        connection,
        "select relname::text as line from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r', 'p', 'v', 'm', 'f')
         and relname <> '__diesel_schema_migrations' order by 1",
    )
}

/// Every column of every table, in its order.
pub fn columns(connection: &mut PgConnection) -> Vec<Column> {
    diesel::sql_query(
        "select c.relname::text as table_name, a.attname::text as column_name, format_type(a.atttypid, a.atttypmod) as kind,
                a.attidentity <> '' as is_identity, a.attgenerated <> '' as is_generated
         from pg_attribute a join pg_class c on c.oid = a.attrelid
         where c.relnamespace = 'public'::regnamespace and c.relkind = 'r' and a.attnum > 0 and not a.attisdropped
         order by 1, a.attnum",
    )
    .load(connection)
    .unwrap()
}
