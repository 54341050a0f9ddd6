//! SQL that finds the rows in the way of a change that a rule refused, so that the sentence can name them.

use diesel::prelude::*;
use diesel::sql_query;
use diesel::sql_types::{Jsonb, Text};
use serde_json::{Value, json};

use crate::authority::organisation::change::{Change, Kind};
use crate::authority::organisation::model::InTheWay;
use crate::kernel::error::Result;
use crate::platform::door::Sql;

macro_rules! same_code {
    ($table:literal) => {
        concat!(
            "select '",
            $table,
            "' as kind, code, name from ",
            $table,
            " where code = $1 -> 'called' ->> 'code'"
        )
    };
}

/// The most rows that are named; who has to mend more begins with these.
const NAMED_MAX: usize = 5;

#[derive(QueryableByName)]
struct WayRow {
    #[diesel(sql_type = Text)]
    kind: String,
    #[diesel(sql_type = Text)]
    code: String,
    #[diesel(sql_type = Jsonb)]
    name: Value,
}

/// Which rows stand in the way of `change` under `rule` (`rule-…`). Each query reads the members of the change itself.
pub(in super::super) fn rows_in_the_way(sql: &mut Sql, rule: &str, change: &Change) -> Result<Vec<InTheWay>> {
    let Some(text) = query(rule, change) else {
        return Ok(Vec::new());
    };
    let mut values = json!(change);
    values["tenant"] = json!(sql.tenant());
    let rows: Vec<WayRow> = sql_query(format!("select * from ({text}) way limit {NAMED_MAX}"))
        .bind::<Jsonb, _>(values)
        .load(sql.conn())?;
    rows.into_iter()
        .map(|row| {
            Ok(InTheWay {
                kind: Kind::of_table(&row.kind).unwrap_or(Kind::LegalEntity),
                code: row.code,
                name: super::read(row.name)?,
            })
        })
        .collect()
}

const ENTITY_OF_VALUE: &str = "select 'legal_entity' as kind, o.code, o.name from balancing_segment_value v
     join legal_entity o on o.tenant_id = v.tenant_id and o.id = v.legal_entity_id
     where v.value = $1 ->> 'value' and v.value_set in (
         select value_set from legal_entity where id in (($1 ->> 'entity')::uuid, ($1 ->> 'to')::uuid)
         union select value_set from ledger where id = ($1 ->> 'ledger')::uuid)";

const ENTITY_OF_MOVED_VALUE: &str = "select distinct 'legal_entity' as kind, o.code, o.name from balancing_segment_value mine
     join ledger l on l.tenant_id = mine.tenant_id and l.id = ($1 ->> 'ledger')::uuid
     join balancing_segment_value v on v.tenant_id = mine.tenant_id and v.value_set = l.value_set and v.value = mine.value
     join legal_entity o on o.tenant_id = v.tenant_id and o.id = v.legal_entity_id
     where mine.legal_entity_id = ($1 ->> 'entity')::uuid and o.id <> mine.legal_entity_id order by o.code";

const SAME_NAME: &str = "select n.kind, n.code, jsonb_build_object(n.language, n.name) as name from organisation_name n
     where n.valid_to is null and n.folded in (select folded_name(t.value) from jsonb_each_text(coalesce($1 -> 'called' -> 'name', $1 -> 'name')) t)
       and n.organisation_id::text is distinct from $1 ->> 'id'
     order by n.kind, n.code";

const ENTITY: &str =
    "select 'legal_entity' as kind, code, name from legal_entity where id = ($1 ->> 'entity')::uuid";

fn query(rule: &str, change: &Change) -> Option<&'static str> {
    Some(match (rule, change) {
        ("rule-name-is-unique-in-its-group", _) => SAME_NAME,
        ("rule-value-belongs-to-one-entity", Change::MoveEntity { .. }) => ENTITY_OF_MOVED_VALUE,
        ("rule-value-belongs-to-one-entity", _) => ENTITY_OF_VALUE,
        ("rule-linked-entity-shares-the-ledger", Change::MoveEntity { .. }) => {
            "select 'operating_unit' as kind, u.code, u.name from operating_unit u
             join operating_unit_legal_entity l on l.tenant_id = u.tenant_id and l.operating_unit_id = u.id
             where l.legal_entity_id = ($1 ->> 'entity')::uuid and l.in_force order by u.code"
        }
        ("rule-hall-has-the-ledger-of-its-entity", Change::MoveEntity { .. }) => {
            "select 'service_hall' as kind, code, name from service_hall
             where legal_entity_id = ($1 ->> 'entity')::uuid and in_force order by code"
        }
        ("rule-linked-unit-shares-the-ledger", _) => {
            "select 'ledger' as kind, l.code, l.name from ledger l
             where l.id in (select ledger_id from operating_unit where id in (($1 ->> 'unit')::uuid, ($1 ->> 'into')::uuid)
                            union select ledger_id from legal_entity where id = ($1 ->> 'entity')::uuid) order by l.code"
        }
        ("rule-default-entity-is-linked", Change::Unlink { .. }) => {
            "select 'operating_unit' as kind, code, name from operating_unit where id = ($1 ->> 'unit')::uuid"
        }
        ("rule-default-entity-is-linked" | "rule-fee-is-signed-by-who-invoices", _) => ENTITY,
        ("rule-hall-has-a-linked-pair", _) => {
            "select 'operating_unit' as kind, code, name from operating_unit where id = ($1 ->> 'unit')::uuid
             union all select 'legal_entity', code, name from legal_entity where id = ($1 ->> 'entity')::uuid"
        }
        (
            "rule-hall-has-a-cost-centre-of-its-entity",
            Change::AddHall { .. } | Change::MoveHall { .. },
        ) => {
            "select 'cost_centre' as kind, c.code, c.name from cost_centre c where c.id = ($1 ->> 'centre')::uuid
             union all select 'legal_entity', e.code, e.name from cost_centre c
                 join legal_entity e on e.tenant_id = c.tenant_id and e.id = c.legal_entity_id where c.id = ($1 ->> 'centre')::uuid"
        }
        ("rule-hall-has-a-cost-centre-of-its-entity", Change::MoveValue { .. }) => {
            "select 'service_hall' as kind, h.code, h.name from service_hall h
             join cost_centre c on c.tenant_id = h.tenant_id and c.id = h.cost_centre_id
             where c.legal_entity_id = ($1 ->> 'from')::uuid and c.company_value = $1 ->> 'value' order by h.code"
        }
        ("rule-centre-has-a-value-of-its-entity", Change::DropValue { .. }) => {
            "select 'cost_centre' as kind, code, name from cost_centre
             where legal_entity_id = ($1 ->> 'entity')::uuid and company_value = $1 ->> 'value' order by code"
        }
        ("rule-centre-has-a-value-of-its-entity", _) => ENTITY_OF_VALUE,
        ("rule-entity-has-a-value", Change::MoveValue { .. }) => {
            "select 'legal_entity' as kind, code, name from legal_entity where id = ($1 ->> 'from')::uuid"
        }
        ("rule-entity-has-a-value", _) => ENTITY,
        ("rule-unit-is-below-one-of-its-group" | "rule-unit-is-below-an-open-one" | "rule-unit-is-not-above-itself", _) => {
            "select 'operating_unit' as kind, code, name from operating_unit where id = ($1 ->> 'parent')::uuid"
        }
        (
            "rule-department-is-below-one-of-its-group"
            | "rule-department-is-below-an-open-one"
            | "rule-department-is-not-above-itself",
            _,
        ) => "select 'department' as kind, code, name from department where id = ($1 ->> 'parent')::uuid",
        ("rule-books-are-kept-in-a-primary-ledger" | "rule-unit-has-a-primary-ledger", _) => {
            "select 'ledger' as kind, code, name from ledger where id = ($1 ->> 'ledger')::uuid"
        }
        ("rule-code-is-unique", _) => same_code!("business_group"),
        ("rule-code-is-unique-entity", _) => same_code!("legal_entity"),
        ("rule-code-is-unique-unit", _) => same_code!("operating_unit"),
        ("rule-code-is-unique-hall", _) => same_code!("service_hall"),
        ("rule-code-is-unique-centre", _) => same_code!("cost_centre"),
        ("rule-code-is-unique-department", _) => same_code!("department"),
        _ => return None,
    })
}
