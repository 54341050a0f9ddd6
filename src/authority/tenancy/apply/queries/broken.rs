//! SQL that looks for the rows that break a rule, while they stand in a transaction that is not kept. The database does not
//! name them itself: under row security it keeps the values of a refused key to itself.

use diesel::prelude::*;
use diesel::sql_query;
use diesel::sql_types::{Array, Jsonb, Nullable, Text};
use serde_json::Value;

use crate::kernel::error::Result;
use crate::platform::door::Sql;

/// Rows that break a rule: the first of them.
#[derive(Default)]
pub(in super::super) struct Breaking {
    pub rows: Vec<Value>,
    /// The columns that refer to what they lean on, or that are to be unique.
    pub columns: Vec<String>,
}

/// Which query finds them: made of the constraint as the catalogue has it.
#[derive(QueryableByName)]
struct Sought {
    #[diesel(sql_type = Nullable<Text>)]
    query: Option<String>,
    #[diesel(sql_type = Array<Text>)]
    columns: Vec<String>,
}

const SOUGHT: &str = "
    select case c.contype
               when 'f' then format('select to_jsonb(t) as row from %s t where %s and not exists (select from %s r where %s)',
                   c.conrelid::regclass, string_agg(format('t.%I is not null', a.attname), ' and '),
                   c.confrelid::regclass, string_agg(format('r.%I = t.%I', coalesce(r.attname, a.attname), a.attname), ' and '))
               when 'u' then format('select to_jsonb(t) as row from %s t where 1 < (select count(*) from %s r where %s)',
                   c.conrelid::regclass, c.conrelid::regclass, string_agg(format('r.%I = t.%I', a.attname, a.attname), ' and '))
           end as query,
           coalesce(array_agg(a.attname::text order by k.place)
                    filter (where a.attname <> 'tenant_id' and a.atttypid in ('uuid'::regtype, 'text'::regtype)
                                  and a.attgenerated = ''), '{}') as columns
    from pg_constraint c
    cross join unnest(c.conkey, coalesce(c.confkey, c.conkey)) with ordinality as k (own, other, place)
    join pg_attribute a on a.attrelid = c.conrelid and a.attnum = k.own
    left join pg_attribute r on r.attrelid = c.confrelid and r.attnum = k.other
    where c.conname = $1 and c.conrelid = to_regclass($2)
    group by c.oid";

/// Rules that no key says.
const OTHERS: [(&str, &str); 4] = [
    (
        "rule_name_is_unique_in_its_group",
        "select distinct jsonb_build_object('code', n.code) as row from organisation_name n
         join organisation_name o on o.tenant_id = n.tenant_id and o.business_group_id = n.business_group_id
             and o.language = n.language and o.folded = n.folded and o.organisation_id <> n.organisation_id
             and daterange(o.valid_from, o.valid_to) && daterange(n.valid_from, n.valid_to)",
    ),
    (
        "rule_entity_has_a_value",
        "select to_jsonb(t) as row from legal_entity t where t.in_force and not exists (
             select from balancing_segment_value v where v.tenant_id = t.tenant_id and v.legal_entity_id = t.id)",
    ),
    (
        "rule_fee_is_signed_by_who_invoices",
        "select to_jsonb(e) as row from legal_entity e where coalesce(e.details ->> 'invoice_series', '') = '' and exists (
             select from procedure_unit t join operating_unit u on u.tenant_id = t.tenant_id and u.id = t.operating_unit_id
             left join service_hall h on h.tenant_id = t.tenant_id and h.id = t.hall_id
             join procedure p on p.tenant_id = t.tenant_id and p.id = t.procedure_id and p.suspended_at is null
             join procedure_version v on v.tenant_id = p.tenant_id and v.id = p.current_version_id
             where e.tenant_id = t.tenant_id and e.id = coalesce(t.legal_entity_id, h.legal_entity_id, u.default_legal_entity_id)
               and v.definition -> 'facts' -> 'fee' ->> 'when' <> 'never')",
    ),
    (
        "rule_setup_has_a_primary_ledger",
        "select to_jsonb(t) as row from accounting_setup t where not exists (
             select from ledger l where l.tenant_id = t.tenant_id and l.accounting_setup_id = t.id and l.kind = 'primary')",
    ),
];

/// The first rows of `table` that break `constraint`; none when it cannot be told.
pub(in super::super) fn breaking(sql: &mut Sql, constraint: &str, table: &str) -> Result<Breaking> {
    #[derive(QueryableByName)]
    struct Row {
        #[diesel(sql_type = Jsonb)]
        row: Value,
    }
    let sought: Option<Sought> = sql_query(SOUGHT)
        .bind::<Text, _>(constraint)
        .bind::<Text, _>(table)
        .get_result(sql.conn())
        .optional()?;
    let columns = sought.as_ref().map_or_else(Vec::new, |it| it.columns.clone());
    let other = OTHERS.iter().find(|(rule, _)| *rule == constraint);
    let query = match other {
        Some((_, query)) => Some((*query).to_owned()),
        None => sought.and_then(|it| it.query),
    };
    let Some(query) = query else {
        return Ok(Breaking::default());
    };
    let rows: Vec<Row> = sql_query(format!(
        "select row from ({query}) it order by row ->> 'code' limit 5"
    ))
    .load(sql.conn())?;
    Ok(Breaking {
        rows: rows.into_iter().map(|it| it.row).collect(),
        columns: if other.is_some() { Vec::new() } else { columns },
    })
}
