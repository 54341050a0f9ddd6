//! SQL of exporting a tenant: what is in force of each table, as JSON rows. Names of tables are constants.

use diesel::prelude::*;
use diesel::sql_query;
use diesel::sql_types::{Jsonb, Text};
use serde_json::Value;

use crate::kernel::error::Result;
use crate::platform::door::Sql;

/// The security profile of a group ends with it.
const OF_NO_ENDED_GROUP: &str = "not exists (
    select from business_group g where g.tenant_id = t.tenant_id and g.id = t.business_group_id and g.valid_to is not null)";

/// What is in force of a table: nothing that ended, and in the order in which files are written.
const IN_FORCE: &[(&str, &str, &str)] = &[
    ("business_group", "t.valid_to is null", "t.code"),
    ("accounting_setup", "true", "t.code"),
    ("value_set", "true", "t.code"),
    ("ledger", "true", "t.code"),
    ("legal_entity", "t.valid_to is null", "t.code"),
    ("balancing_segment_value", "true", "t.value_set, t.value"),
    ("operating_unit", "t.valid_to is null", "t.code"),
    (
        "operating_unit_legal_entity",
        "t.valid_to is null",
        "t.operating_unit_id, t.legal_entity_id",
    ),
    ("cost_centre", "t.valid_to is null", "t.code"),
    (
        "cost_centre_value",
        "true",
        "t.value_set, t.company_value, t.value",
    ),
    ("service_hall", "t.valid_to is null", "t.code"),
    ("hall_part", "t.valid_to is null", "t.hall_id, t.code"),
    ("department", "t.valid_to is null", "t.code"),
    ("working_calendar", "t.code = 'main'", "t.valid_from desc"),
    ("ledger_account", "true", "t.ledger_id, t.code"),
    (
        "account",
        "t.closed_at is null and (t.kind = 'staff' or t.demo)",
        "t.email",
    ),
    ("security_profile", OF_NO_ENDED_GROUP, "t.code"),
    (
        "security_profile_unit",
        "true",
        "t.security_profile_id, t.operating_unit_id",
    ),
    ("responsibility", "true", "t.code"),
    (
        "account_responsibility",
        "t.valid_to is null or t.valid_to > current_date",
        "t.account_id, t.responsibility_id, t.valid_from",
    ),
    ("profile_option", "true", "t.level, t.level_id, t.name"),
    (
        "policy_line",
        "t.valid_to is null or t.valid_to > current_date",
        "t.role, t.reach, t.verb, t.valid_from",
    ),
    (
        "separated_duty",
        "t.valid_to is null or t.valid_to > current_date",
        "t.first_verb, t.second_verb, t.valid_from",
    ),
    (
        "procedure_unit",
        "true",
        "t.procedure_id, t.is_default desc, t.operating_unit_id",
    ),
];

#[derive(QueryableByName)]
struct Row {
    #[diesel(sql_type = Text)]
    name: String,
    #[diesel(sql_type = Jsonb)]
    rows: Value,
}

/// Every table with its rows.
pub(super) fn in_force(sql: &mut Sql) -> Result<Vec<(String, Value)>> {
    let parts: Vec<String> = IN_FORCE
        .iter()
        .map(|(table, condition, order)| {
            format!(
                "select '{table}' as name, coalesce(jsonb_agg(to_jsonb(t) - array['tenant_id', 'password_hash'] order by {order}), '[]') as rows
                 from {table} t where {condition}"
            )
        })
        .collect();
    let tables: Vec<Row> = sql_query(parts.join(" union all ")).load(sql.conn())?;
    Ok(tables.into_iter().map(|it| (it.name, it.rows)).collect())
}

/// A procedure with the version in force.
#[derive(QueryableByName)]
pub(super) struct Published {
    #[diesel(sql_type = diesel::sql_types::Uuid)]
    pub id: uuid::Uuid,
    #[diesel(sql_type = Text)]
    pub code: String,
    #[diesel(sql_type = Jsonb)]
    pub definition: Value,
    #[diesel(sql_type = Jsonb)]
    pub form: Value,
    #[diesel(sql_type = Text)]
    pub bpmn: String,
}

/// The procedures that take dossiers.
pub(super) fn procedures(sql: &mut Sql) -> Result<Vec<Published>> {
    Ok(sql_query(
        "select p.id, p.code, v.definition, v.form, v.bpmn
         from procedure p join procedure_version v on v.tenant_id = p.tenant_id and v.id = p.current_version_id
         where p.suspended_at is null order by p.code",
    )
    .load(sql.conn())?)
}

/// The codes of the dictionaries that have a version in force.
pub(super) fn dictionaries(sql: &mut Sql) -> Result<Vec<String>> {
    use crate::platform::schema::dictionary;
    Ok(dictionary::table
        .order(dictionary::code)
        .select(dictionary::code)
        .load(sql.conn())?)
}
