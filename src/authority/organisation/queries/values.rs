//! SQL of balancing values and of the values of cost centres, with the two jobs that keep the latter and cost centres alike.

use chrono::NaiveDate;
use diesel::prelude::*;
use diesel::sql_query;
use diesel::sql_types::{Jsonb, Text};
use serde_json::{Value, json};
use uuid::Uuid;

use crate::authority::organisation::change::Called;
use crate::authority::organisation::model::{Disagreement, Disagrees};
use crate::kernel::error::{Error, Result};
use crate::platform::door::Sql;

use super::new::add_centre;
use super::write::run;

pub(in super::super) fn add_value(sql: &mut Sql, entity: Uuid, value: &str) -> Result<()> {
    changed(run(
        sql,
        "insert into balancing_segment_value (tenant_id, value_set, value, legal_entity_id)
         select a.tenant, e.value_set, a.value, e.id from jsonb_to_record($1) as a (tenant uuid, entity uuid, value text)
         join legal_entity e on e.tenant_id = a.tenant and e.id = a.entity",
        json!({"entity": entity, "value": value}),
    )?)
}

/// A value goes to another entity; its cost centres go along by the key they hang on.
pub(in super::super) fn move_value(sql: &mut Sql, from: Uuid, value: &str, to: Uuid) -> Result<()> {
    changed(run(
        sql,
        "update balancing_segment_value t set legal_entity_id = a.to_entity
         from jsonb_to_record($1) as a (tenant uuid, from_entity uuid, to_entity uuid, value text)
         where t.tenant_id = a.tenant and t.legal_entity_id = a.from_entity and t.value = a.value",
        json!({"from_entity": from, "to_entity": to, "value": value}),
    )?)
}

/// A value is given up, with the values of cost centres below it.
pub(in super::super) fn drop_value(sql: &mut Sql, entity: Uuid, value: &str) -> Result<()> {
    let values = json!({"entity": entity, "value": value});
    run(
        sql,
        "delete from cost_centre_value t using jsonb_to_record($1) as a (tenant uuid, entity uuid, value text),
             balancing_segment_value v
         where v.tenant_id = a.tenant and v.legal_entity_id = a.entity and v.value = a.value
           and t.tenant_id = a.tenant and t.value_set = v.value_set and t.company_value = v.value
           and not exists (select from cost_centre c where c.tenant_id = t.tenant_id and c.value_set = t.value_set
                           and c.company_value = t.company_value)",
        values.clone(),
    )?;
    changed(run(
        sql,
        "delete from balancing_segment_value t using jsonb_to_record($1) as a (tenant uuid, entity uuid, value text)
         where t.tenant_id = a.tenant and t.legal_entity_id = a.entity and t.value = a.value",
        values,
    )?)
}

pub(in super::super) fn add_centre_value(
    sql: &mut Sql,
    value_set: &str,
    company_value: &str,
    called: &Called,
) -> Result<()> {
    changed(run(
        sql,
        "insert into cost_centre_value (tenant_id, value_set, company_value, value, name)
         select a.tenant, a.value_set, a.company_value, a.value, a.name
         from jsonb_to_record($1) as a (tenant uuid, value_set text, company_value text, value text, name jsonb)",
        json!({
            "value_set": value_set, "company_value": company_value, "value": called.code, "name": called.name,
        }),
    )?)
}

fn changed(rows: usize) -> Result<()> {
    if rows == 0 { Err(Error::NotFound) } else { Ok(()) }
}

#[derive(QueryableByName)]
struct DisagreementRow {
    #[diesel(sql_type = Text)]
    what: String,
    #[diesel(sql_type = Text)]
    value_set: String,
    #[diesel(sql_type = Text)]
    company_value: String,
    #[diesel(sql_type = Text)]
    value: String,
    #[diesel(sql_type = Jsonb)]
    name: Value,
}

/// The first job: where cost centres and the values of the segment do not say the same. The value of a centre that ended, and
/// those below a company value whose entity closed, stay for the books and are no disagreement.
pub(in super::super) fn disagreements(sql: &mut Sql) -> Result<Vec<Disagreement>> {
    let rows: Vec<DisagreementRow> = sql_query(
        "select 'value' as what, v.value_set, v.company_value, v.value, v.name
         from cost_centre_value v
         join balancing_segment_value b on b.tenant_id = v.tenant_id and b.value_set = v.value_set and b.value = v.company_value
         join legal_entity e on e.tenant_id = b.tenant_id and e.id = b.legal_entity_id and e.in_force
         where not exists (select from cost_centre c where c.tenant_id = v.tenant_id and c.value_set = v.value_set
                           and c.company_value = v.company_value and c.code = v.value)
         union all
         select 'centre', c.value_set, c.company_value, c.code, c.name
         from cost_centre c
         where c.in_force and not exists (select from cost_centre_value v where v.tenant_id = c.tenant_id
               and v.value_set = c.value_set and v.company_value = c.company_value and v.value = c.code)
         order by 2, 3, 4",
    )
    .load(sql.conn())?;
    rows.into_iter()
        .map(|row| {
            Ok(Disagreement {
                what: if row.what == "value" {
                    Disagrees::ValueWithoutCentre
                } else {
                    Disagrees::CentreWithoutValue
                },
                value_set: row.value_set,
                company_value: row.company_value,
                code: row.value,
                name: super::read(row.name)?,
            })
        })
        .collect()
}

/// The second job: makes the centres and the values that are missing; answers how many.
pub(in super::super) fn add_missing(sql: &mut Sql, day: NaiveDate) -> Result<usize> {
    let missing = disagreements(sql)?;
    for one in &missing {
        let called = Called {
            code: one.code.clone(),
            name: one.name.clone(),
        };
        match one.what {
            Disagrees::CentreWithoutValue => {
                add_centre_value(sql, &one.value_set, &one.company_value, &called)?;
            }
            Disagrees::ValueWithoutCentre => {
                let owner = owner(sql, &one.value_set, &one.company_value)?.ok_or(Error::NotFound)?;
                add_centre(sql, owner, &one.company_value, &called, day)?;
            }
        }
    }
    Ok(missing.len())
}

/// Who owns a balancing value.
pub(in super::super) fn owner(sql: &mut Sql, value_set: &str, value: &str) -> Result<Option<Uuid>> {
    use crate::platform::schema::balancing_segment_value as t;
    Ok(t::table
        .filter(t::value_set.eq(value_set))
        .filter(t::value.eq(value))
        .select(t::legal_entity_id)
        .first(sql.conn())
        .optional()?)
}
