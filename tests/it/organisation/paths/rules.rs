//! What the rule book says, as queries for the rows that break it, and what a change would do to bare tables. Nothing here
//! knows the product's commands or leans on its constraints.

use diesel::connection::SimpleConnection;
use diesel::prelude::*;
use onedoor::authority::organisation::change::{Change, Kind};
use uuid::Uuid;

use super::super::random::RULES;
use crate::isolation::lines;

/// Rules beside those that are checked where changes come by commands alone.
const MORE: &[(&str, &str)] = &[
    (
        "1: a group without the security profile of its name",
        "select count(*) from business_group g where valid_to is null and not exists (select from security_profile p
             where p.tenant_id = g.tenant_id and p.business_group_id = g.id and p.code = g.code)",
    ),
    (
        "2: an employee of another group than her department's",
        "select count(*) from account a join department d on d.id = a.department_id
         where a.closed_at is null and (d.valid_to is not null or a.business_group_id is distinct from d.business_group_id)",
    ),
    (
        "2: a responsibility of a closed group",
        "select count(*) from responsibility r left join business_group g on g.id = r.business_group_id
         where g.id is null or g.valid_to is not null",
    ),
    (
        "5: a value that two own",
        "select count(*) from (select 1 from balancing_segment_value group by tenant_id, value_set, value having count(*) > 1) x",
    ),
    (
        "5: an open entity of a closed group, or a closed one that still is at work",
        "select count(*) from legal_entity e join business_group g on g.id = e.business_group_id
         where (e.valid_to is null and g.valid_to is not null) or (e.valid_to is not null and exists (
             select from operating_unit_legal_entity x join operating_unit u on u.id = x.operating_unit_id
             where x.legal_entity_id = e.id and x.valid_to is null and u.valid_to is null))",
    ),
    (
        "6: a fee of one who issues no invoices",
        "select count(*) from procedure_unit p join operating_unit u on u.id = p.operating_unit_id
             left join service_hall h on h.id = p.hall_id
             join legal_entity e on e.id = coalesce(p.legal_entity_id, h.legal_entity_id, u.default_legal_entity_id)
             join procedure q on q.id = p.procedure_id and q.suspended_at is null join procedure_version v on v.id = q.current_version_id
         where coalesce(e.details ->> 'invoice_series', '') = '' and v.definition #>> '{facts,fee,when}' <> 'never'",
    ),
    (
        "8: a capability that a hall cannot have",
        "select count(*) from service_hall where not capabilities <@ array['receives_dossiers', 'issues_tickets', 'takes_cash', 'prints_results']",
    ),
    (
        "10: a department above itself",
        "with recursive up (start, above, depth) as (select id, parent_department_id, 1 from department
             union all select up.start, d.parent_department_id, depth + 1 from up join department d on d.id = up.above where depth < 50)
         select count(*) from up where start = above",
    ),
    (
        "11: a procedure at a closed unit, entity or hall",
        "select count(*) from procedure_unit p join operating_unit u on u.id = p.operating_unit_id
             left join service_hall h on h.id = p.hall_id join legal_entity e on e.id = coalesce(p.legal_entity_id, h.legal_entity_id, u.default_legal_entity_id)
         where u.valid_to is not null or h.valid_to is not null or e.valid_to is not null
            or not exists (select from operating_unit_legal_entity x where x.operating_unit_id = u.id
                           and x.legal_entity_id = e.id and x.valid_to is null)",
    ),
    (
        "11: an open dossier of a closed hall",
        "select count(*) from dossier d join service_hall h on h.id = d.hall_id where d.status < 9 and h.valid_to is not null",
    ),
    (
        "access: administrators who can sign in, and no open unit of theirs",
        "select count(*) from tenant t
         where exists (select from account a join account_responsibility h on h.account_id = a.id join responsibility r on r.id = h.responsibility_id
                       where a.tenant_id = t.id and r.role = 'administrator' and a.closed_at is null and h.valid_to is null)
           and not exists (select from account a join account_responsibility h on h.account_id = a.id join responsibility r on r.id = h.responsibility_id
                       join operating_unit u on u.tenant_id = a.tenant_id and u.business_group_id = a.business_group_id and u.valid_to is null
                       where a.tenant_id = t.id and r.role = 'administrator' and a.closed_at is null and h.valid_to is null)",
    ),
    (
        "a code that two open parts have",
        "select count(*) from (
             select 1 from legal_entity group by tenant_id, code having count(*) > 1
             union all select 1 from operating_unit group by tenant_id, code having count(*) > 1
             union all select 1 from service_hall group by tenant_id, code having count(*) > 1
             union all select 1 from cost_centre group by tenant_id, code having count(*) > 1
             union all select 1 from department group by tenant_id, code having count(*) > 1) x",
    ),
];

/// The name of the rule that speaks of the history, which bare tables do not have.
const OF_HISTORY: &str = "11: a row that history does not know as it is";

fn query(with_history: bool) -> String {
    let each = RULES
        .iter()
        .chain(MORE)
        .filter(|(rule, _)| with_history || *rule != OF_HISTORY);
    let each: Vec<String> = each
        .map(|(rule, query)| {
            format!(
                "select '{}' as line where ({query}) > 0",
                rule.replace('\'', "''")
            )
        })
        .collect();
    each.join(" union all ")
}

/// The rules that some row of some tenant breaks.
pub fn broken(rows: &mut PgConnection) -> Vec<String> {
    lines(rows, &query(true))
}

/// What would be broken if the change were made to bare tables, without constraints, triggers or commands. `None`: the model
/// has no opinion about this kind of change.
pub fn broken_by(rows: &mut PgConnection, tenant: Uuid, change: &Change) -> Option<Vec<String>> {
    let effect = effect(tenant, change)?;
    rows.batch_execute("begin; set local session_replication_role = 'replica'")
        .unwrap();
    let told = match rows.batch_execute(&effect) {
        Ok(()) => lines(rows, &query(false)),
        Err(error) => vec![format!("bare tables: {error}")],
    };
    rows.batch_execute("rollback").unwrap();
    Some(told)
}

fn id(id: Option<Uuid>) -> String {
    id.map_or_else(|| "null".to_owned(), |id| format!("'{id}'"))
}

fn effect(tenant: Uuid, change: &Change) -> Option<String> {
    let table = |kind: Kind| kind.table();
    Some(match change {
        Change::Rename { kind, id, name } => format!(
            "update {} set name = '{}' where id = '{id}'",
            table(*kind),
            serde_json::to_string(name).unwrap()
        ),
        Change::PutUnitUnder { unit, parent } => {
            format!("update operating_unit set parent_unit_id = {} where id = '{unit}'", id(*parent))
        }
        Change::PutDepartmentUnder { department, parent } => {
            format!("update department set parent_department_id = {} where id = '{department}'", id(*parent))
        }
        Change::ChargeDepartment { department, centre } => {
            format!("update department set cost_centre_id = {} where id = '{department}'", id(*centre))
        }
        Change::Link { unit, entity } => format!(
            "insert into operating_unit_legal_entity (tenant_id, operating_unit_id, legal_entity_id, ledger_id, valid_from)
             select '{tenant}', '{unit}', '{entity}', ledger_id, current_date from legal_entity where id = '{entity}'
             on conflict (tenant_id, operating_unit_id, legal_entity_id) do update set valid_to = null"
        ),
        Change::Unlink { unit, entity } => format!(
            "update operating_unit_legal_entity set valid_to = greatest(current_date, valid_from) where operating_unit_id = '{unit}' and legal_entity_id = '{entity}'"
        ),
        Change::SetDefault { unit, entity } => {
            format!("update operating_unit set default_legal_entity_id = '{entity}' where id = '{unit}'")
        }
        Change::AddValue { entity, value } => format!(
            "insert into balancing_segment_value (tenant_id, value_set, value, legal_entity_id)
             select '{tenant}', value_set, '{value}', id from legal_entity where id = '{entity}'"
        ),
        Change::DropValue { entity, value } => {
            format!("delete from balancing_segment_value where legal_entity_id = '{entity}' and value = '{value}'")
        }
        Change::MoveValue { from, value, to } => format!(
            "update balancing_segment_value set legal_entity_id = '{to}' where legal_entity_id = '{from}' and value = '{value}';
             update cost_centre set legal_entity_id = '{to}' where legal_entity_id = '{from}' and company_value = '{value}'"
        ),
        Change::MoveHall { hall, unit, entity, centre, .. } => format!(
            "update service_hall set operating_unit_id = '{unit}', legal_entity_id = '{entity}', cost_centre_id = '{centre}',
                 ledger_id = (select ledger_id from operating_unit where id = '{unit}') where id = '{hall}';
             update procedure_unit set hall_id = null where hall_id = '{hall}' and operating_unit_id <> '{unit}'"
        ),
        Change::Close { kind, id, dossiers_to: None } if kind.is_dated() => {
            let along = match kind {
                Kind::OperatingUnit => format!("update operating_unit_legal_entity set valid_to = greatest(current_date, valid_from) where operating_unit_id = '{id}';"),
                Kind::ServiceHall => format!("update hall_part set valid_to = greatest(current_date, valid_from) where hall_id = '{id}';"),
                _ => String::new(),
            };
            format!("{along} update {} set valid_to = greatest(current_date, valid_from) where id = '{id}'", table(*kind))
        }
        Change::AddHall { unit, entity, centre, called, .. } => format!(
            "insert into service_hall (tenant_id, id, ledger_id, legal_entity_id, operating_unit_id, cost_centre_id, code, name, address, hours, capabilities)
             select '{tenant}', gen_random_uuid(), ledger_id, '{entity}', id, '{centre}', '{}', '{}', '{{}}', '{{}}', '{{}}' from operating_unit where id = '{unit}'",
            called.code,
            serde_json::to_string(&called.name).unwrap()
        ),
        Change::AddCentre { entity, value, called } => format!(
            "insert into cost_centre (tenant_id, id, legal_entity_id, code, value_set, company_value, name)
             select '{tenant}', gen_random_uuid(), id, '{}', value_set, '{value}', '{}' from legal_entity where id = '{entity}'",
            called.code,
            serde_json::to_string(&called.name).unwrap()
        ),
        Change::AddDepartment { group, parent, centre, called } => format!(
            "insert into department (tenant_id, id, business_group_id, parent_department_id, cost_centre_id, code, name)
             values ('{tenant}', gen_random_uuid(), '{group}', {}, {}, '{}', '{}')",
            id(*parent),
            id(*centre),
            called.code,
            serde_json::to_string(&called.name).unwrap()
        ),
        _ => return None,
    })
}

/// What is in force in a tenant, with codes for ids: equal for tenants that are organised alike. Dates are left out: the code
/// of a tenant says “always” where a page says “from today”.
pub fn state(rows: &mut PgConnection, tenant: Uuid) -> Vec<String> {
    let open = "valid_to is null";
    let of =
        |table: &str, id: &str| format!("coalesce((select o.code from {table} o where o.id = t.{id}), '-')");
    let parts = [
        format!("select 'group ' || code || name::text as line from business_group t where {open}"),
        "select 'profile ' || code || name::text from security_profile t where (business_group_id is null or exists (
             select from business_group g where g.id = t.business_group_id and g.valid_to is null))"
            .to_owned(),
        "select 'set ' || code || name::text from value_set t".to_owned(),
        "select 'setup ' || code || name::text from accounting_setup t".to_owned(),
        format!("select 'ledger ' || code || name::text || currency || kind || value_set || {} from ledger t", of("accounting_setup", "accounting_setup_id")),
        format!("select 'entity ' || code || name::text || registration_kind || registration_number || value_set || concat_ws('|', address -> 'texts' ->> 'vi', address ->> 'city',
                 address ->> 'country', details ->> 'invoice_series', details ->> 'email', details ->> 'phone', details ->> 'bank_account',
                 details -> 'bank_name' ->> 'vi') || {} || ' ' || {} from legal_entity t where {open}",
            of("business_group", "business_group_id"), of("ledger", "ledger_id")),
        format!("select 'value ' || value_set || ' ' || value || ' ' || {} from balancing_segment_value t", of("legal_entity", "legal_entity_id")),
        format!("select 'unit ' || code || name::text || number_code || {} || ' ' || {} || ' ' || {} || ' ' || {} from operating_unit t where {open}",
            of("business_group", "business_group_id"), of("ledger", "ledger_id"), of("operating_unit", "parent_unit_id"), of("legal_entity", "default_legal_entity_id")),
        format!("select 'link ' || {} || ' ' || {} from operating_unit_legal_entity t where {open}", of("operating_unit", "operating_unit_id"), of("legal_entity", "legal_entity_id")),
        format!("select 'centre ' || code || name::text || value_set || company_value || ' ' || {} from cost_centre t where {open}", of("legal_entity", "legal_entity_id")),
        "select 'centre value ' || value_set || ' ' || company_value || ' ' || value || name::text from cost_centre_value t".to_owned(),
        format!("select 'hall ' || code || name::text || coalesce(address ->> 'vi', '') || coalesce(hours ->> 'vi', '') || (select string_agg(c, ',' order by c) from unnest(capabilities) c) || {} || ' ' || {} || ' ' || {} || ' ' || {} from service_hall t where {open}",
            of("operating_unit", "operating_unit_id"), of("legal_entity", "legal_entity_id"), of("cost_centre", "cost_centre_id"), of("ledger", "ledger_id")),
        format!("select 'part ' || code || name::text || kind || {} from hall_part t where {open}", of("service_hall", "hall_id")),
        format!("select 'department ' || code || name::text || {} || ' ' || {} || ' ' || {} from department t where {open}",
            of("business_group", "business_group_id"), of("department", "parent_department_id"), of("cost_centre", "cost_centre_id")),
        format!("select 'person ' || coalesce(email, '') || {} from account t where closed_at is null and kind = 'staff'", of("department", "department_id")),
        format!("select 'procedure ' || {} || ' ' || {} || ' ' || {} || is_default from procedure_unit t", of("operating_unit", "operating_unit_id"),
            of("service_hall", "hall_id"), of("legal_entity", "legal_entity_id")),
    ];
    let each: Vec<String> = parts
        .iter()
        .map(|part| {
            format!(
                "select * from ({part}{}t.tenant_id = '{tenant}') x",
                if part.contains(" where (business")
                    || part.contains(" where valid_to")
                    || part.contains(" where closed_at")
                {
                    " and "
                } else {
                    " where "
                }
            )
        })
        .collect();
    lines(
        rows,
        &format!("select line from ({}) s order by line", each.join(" union all ")),
    )
}

/// Its kind, code and id, and whether it is open.
pub type Part = (Kind, String, Uuid, bool);

/// Every open and ended part of a tenant by kind and code.
pub fn parts(rows: &mut PgConnection, tenant: Uuid) -> Vec<Part> {
    let each: Vec<String> = Kind::ALL
        .into_iter()
        .map(|kind| {
            let open = if kind.is_dated() { "(valid_to is null)" } else { "true" };
            let code = match kind {
                Kind::HallPart => "(select h.code from service_hall h where h.id = t.hall_id) || '/' || code",
                _ => "code",
            };
            format!("select '{}|' || {code} || '|' || id || '|' || {open} as line from {} t where tenant_id = '{tenant}'", kind.table(), kind.table())
        })
        .collect();
    lines(
        rows,
        &format!("select line from ({}) s order by line", each.join(" union all ")),
    )
    .iter()
    .map(|line| {
        let of: Vec<&str> = line.split('|').collect();
        (
            Kind::of_table(of[0]).unwrap(),
            of[1].to_owned(),
            of[2].parse().unwrap(),
            of[3] == "true",
        )
    })
    .collect()
}
