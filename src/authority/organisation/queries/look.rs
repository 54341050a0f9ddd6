//! SQL of the pages that look at the organisation. Names of tables and conditions are constants; values are bound.

use std::collections::BTreeMap;

use diesel::prelude::*;
use diesel::sql_query;
use diesel::sql_types::{Array, BigInt, Bool, Date, Jsonb, Nullable, Text, Timestamptz, Uuid as SqlUuid};
use serde_json::Value;
use uuid::Uuid;

use crate::authority::organisation::change::Kind;
use crate::authority::organisation::seen::{Group, Item, Offer, Part, Says, Wanted};
use crate::kernel::clock::Instant;
use crate::kernel::error::{Error, Result};
use crate::kernel::locale::{Language, Localised};
use crate::platform::door::Sql;

/// What hangs on a part of each kind: the key of the group, the kind of its parts, the condition upon them for the id
/// `@id`, and whether the tree shows it.
pub(super) const fn hanging(kind: Kind) -> &'static [(&'static str, Kind, &'static str, bool)] {
    match kind {
        Kind::BusinessGroup => &[
            ("entities", Kind::LegalEntity, "business_group_id = @id", true),
            (
                "units",
                Kind::OperatingUnit,
                "business_group_id = @id and parent_unit_id is null",
                true,
            ),
            (
                "departments",
                Kind::Department,
                "business_group_id = @id and parent_department_id is null",
                true,
            ),
        ],
        Kind::LegalEntity => &[
            ("centres", Kind::CostCentre, "legal_entity_id = @id", true),
            (
                "units",
                Kind::OperatingUnit,
                "id in (select operating_unit_id from operating_unit_legal_entity where legal_entity_id = @id and in_force)",
                false,
            ),
            ("halls", Kind::ServiceHall, "legal_entity_id = @id", false),
        ],
        Kind::OperatingUnit => &[
            ("halls", Kind::ServiceHall, "operating_unit_id = @id", true),
            ("units-below", Kind::OperatingUnit, "parent_unit_id = @id", true),
            (
                "entities",
                Kind::LegalEntity,
                "id in (select legal_entity_id from operating_unit_legal_entity where operating_unit_id = @id and in_force)",
                false,
            ),
        ],
        Kind::ServiceHall => &[("parts", Kind::HallPart, "hall_id = @id", true)],
        Kind::CostCentre => &[
            ("halls", Kind::ServiceHall, "cost_centre_id = @id", false),
            ("departments", Kind::Department, "cost_centre_id = @id", false),
        ],
        Kind::Department => &[(
            "departments-below",
            Kind::Department,
            "parent_department_id = @id",
            true,
        )],
        Kind::AccountingSetup => &[("ledgers", Kind::Ledger, "accounting_setup_id = @id", true)],
        Kind::Ledger => &[
            ("entities", Kind::LegalEntity, "ledger_id = @id", false),
            ("units", Kind::OperatingUnit, "ledger_id = @id", false),
        ],
        Kind::HallPart => &[],
    }
}

const fn open(kind: Kind) -> &'static str {
    if kind.is_dated() { "in_force" } else { "true" }
}

#[derive(QueryableByName)]
pub(super) struct ItemRow {
    #[diesel(sql_type = Text)]
    kind: String,
    #[diesel(sql_type = SqlUuid)]
    id: Uuid,
    #[diesel(sql_type = Text)]
    code: String,
    #[diesel(sql_type = Jsonb)]
    name: Value,
    #[diesel(sql_type = Bool)]
    has_below: bool,
    #[diesel(sql_type = BigInt)]
    pub(super) total: i64,
}

pub(super) fn item(row: ItemRow) -> Result<Item> {
    Ok(Item {
        kind: Kind::of_table(&row.kind).ok_or_else(|| Error::internal(format!("{} is no kind", row.kind)))?,
        id: row.id,
        code: row.code,
        name: super::read(row.name)?,
        has_below: row.has_below,
    })
}

/// The columns of an item of a kind, from a table called `t`.
fn columns(kind: Kind) -> String {
    let below: Vec<String> = hanging(kind)
        .iter()
        .filter(|(.., in_tree)| *in_tree)
        .map(|(_, of, condition, _)| {
            format!(
                "exists (select from {} where {} and {})",
                of.table(),
                condition.replace("@id", "t.id"),
                open(*of)
            )
        })
        .collect();
    let below = if below.is_empty() {
        "false".to_owned()
    } else {
        below.join(" or ")
    };
    format!(
        "'{}' as kind, t.id, t.code, t.name, ({below}) as has_below, count(*) over () as total",
        kind.table()
    )
}

pub(in super::super) fn every(sql: &mut Sql, kind: Kind) -> Result<Vec<Item>> {
    let text = format!(
        "select {} from {} t where {} order by t.code",
        columns(kind),
        kind.table(),
        open(kind)
    );
    sql_query(text)
        .load::<ItemRow>(sql.conn())?
        .into_iter()
        .map(item)
        .collect()
}

pub(in super::super) fn groups(
    sql: &mut Sql,
    kind: Kind,
    id: Uuid,
    most: i64,
    tree_only: bool,
) -> Result<Vec<Group>> {
    let mut groups = Vec::new();
    for (key, of, condition, in_tree) in hanging(kind) {
        if tree_only && !in_tree {
            continue;
        }
        let text = format!(
            "select {} from {} t where {} and {} order by t.code limit $2",
            columns(*of),
            of.table(),
            condition.replace("@id", "$1"),
            open(*of)
        );
        let rows: Vec<ItemRow> = sql_query(text)
            .bind::<SqlUuid, _>(id)
            .bind::<BigInt, _>(most)
            .load(sql.conn())?;
        let count = rows.first().map_or(0, |row| row.total);
        groups.push(Group {
            key,
            kind: *of,
            count,
            items: rows.into_iter().map(item).collect::<Result<_>>()?,
        });
    }
    Ok(groups)
}

/// The kinds that the table shows.
const IN_TABLE: [Kind; 5] = [
    Kind::LegalEntity,
    Kind::OperatingUnit,
    Kind::ServiceHall,
    Kind::CostCentre,
    Kind::Department,
];

/// A table as it stood at `$2`: what has not changed since as it is, what has as it was before its first change since.
pub(super) fn as_it_stood(table: &str) -> String {
    let key = match table {
        "operating_unit_legal_entity" => "t.operating_unit_id || ' ' || t.legal_entity_id",
        "balancing_segment_value" => "t.value_set || ' ' || t.value",
        _ => "t.id::text",
    };
    as_it_stood_by(table, key)
}

/// The same for a table whose key is another; `key` is that of a row called `t`, as history writes it.
pub(super) fn as_it_stood_by(table: &str, key: &str) -> String {
    format!(
        "(with later as (
             select distinct on (r.row_key) r.row_key, r.before from change_row r
             join change_set s on s.tenant_id = r.tenant_id and s.id = r.change_set_id
             where r.table_name = '{table}' and s.made_at > $2
             order by r.row_key, r.position)
         select before as row from later where before is not null
         union all select to_jsonb(t) from {table} t where not exists (select from later where later.row_key = {key}))"
    )
}

pub(in super::super) fn table(
    sql: &mut Sql,
    wanted: &Wanted,
    language: Language,
) -> Result<(Vec<Item>, i64)> {
    let kinds: Vec<Kind> = IN_TABLE
        .into_iter()
        .filter(|kind| wanted.kind.is_none_or(|only| only == *kind))
        .collect();
    let like = format!(
        "%{}%",
        wanted.words.trim().to_lowercase().replace(['%', '_', '\\'], "")
    );
    let tenant = sql.tenant().uuid();
    let rows: Vec<ItemRow> = match wanted.as_of {
        None => sql_query(
            // First which they are; names are put together for the page alone.
            "with found as (
                select distinct n.kind, n.organisation_id, n.code from organisation_name n
                where n.tenant_id = $5 and n.kind = any ($1) and n.valid_to is null
                  and (n.folded like $2 or n.code like $2)),
             page as materialized (
                select kind, organisation_id, code, array_position($1, kind) as place from found
                order by place, code limit $3 offset $4)
             select p.kind, p.organisation_id as id, p.code, false as has_below, (select count(*) from found) as total,
                    (select jsonb_object_agg(m.language, m.name) from organisation_name m
                     where m.tenant_id = $5 and m.organisation_id = p.organisation_id) as name
             from page p order by p.place, p.code",
        )
        .bind::<Array<Text>, _>(kinds.iter().map(|kind| kind.table()).collect::<Vec<_>>())
        .bind::<Text, _>(&like)
        .bind::<BigInt, _>(wanted.limit)
        .bind::<BigInt, _>(wanted.offset)
        .bind::<SqlUuid, _>(tenant)
        .load(sql.conn())?,
        Some((day, moment)) => {
            let each: Vec<String> = kinds
                .iter()
                .zip(1..)
                .map(|(kind, at)| {
                    format!("select '{}' as kind, {at} as place, it.row from {} it", kind.table(), as_it_stood(kind.table()))
                })
                .collect();
            sql_query(format!(
                "select kind, (row ->> 'id')::uuid as id, row ->> 'code' as code, row -> 'name' as name, false as has_below,
                        count(*) over () as total
                 from ({}) t
                 where (row ->> 'valid_from')::date <= $3 and coalesce((row ->> 'valid_to')::date > $3, true)
                   and (row ->> 'code' like $1 or exists (select from jsonb_each_text(row -> 'name') n where folded_name(n.value) like $1))
                   and $6::text is not null
                 order by place, row ->> 'code' limit $4 offset $5",
                each.join(" union all ")
            ))
            .bind::<Text, _>(&like)
            .bind::<Timestamptz, _>(moment)
            .bind::<Date, _>(day)
            .bind::<BigInt, _>(wanted.limit)
            .bind::<BigInt, _>(wanted.offset)
            .bind::<Text, _>(language.tag())
            .load(sql.conn())?
        }
    };
    let total = rows.first().map_or(0, |row| row.total);
    Ok((rows.into_iter().map(item).collect::<Result<_>>()?, total))
}

#[derive(QueryableByName)]
struct JsonRow {
    #[diesel(sql_type = Jsonb)]
    row: Value,
}

/// Columns that name another part: column, fact, kind.
const REFERENCES: [(&str, &str, Kind); 11] = [
    ("business_group_id", "group", Kind::BusinessGroup),
    ("accounting_setup_id", "setup", Kind::AccountingSetup),
    ("ledger_id", "ledger", Kind::Ledger),
    ("legal_entity_id", "entity", Kind::LegalEntity),
    ("default_legal_entity_id", "default-entity", Kind::LegalEntity),
    ("operating_unit_id", "unit", Kind::OperatingUnit),
    ("parent_unit_id", "above", Kind::OperatingUnit),
    ("succeeded_by", "successor", Kind::OperatingUnit),
    ("parent_department_id", "above", Kind::Department),
    ("cost_centre_id", "centre", Kind::CostCentre),
    ("hall_id", "hall", Kind::ServiceHall),
];

/// Columns that are facts as they are.
const TEXTS: [(&str, &str); 6] = [
    ("number_code", "number-code"),
    ("registration_number", "registration"),
    ("company_value", "company-value"),
    ("value_set", "value-set"),
    ("currency", "currency"),
    ("kind", "kind"),
];

pub(in super::super) fn part(sql: &mut Sql, kind: Kind, id: Uuid, as_of: Option<Instant>) -> Result<Part> {
    let table = kind.table();
    let row: Value = match as_of {
        None => sql_query(format!(
            "select to_jsonb(t) as row from {table} t where t.id = $1 and $2::timestamptz is null"
        ))
        .bind::<SqlUuid, _>(id)
        .bind::<Nullable<Timestamptz>, _>(None::<Instant>),
        Some(moment) => sql_query(format!(
            "select it.row from {} it where it.row ->> 'id' = $1::text limit 1",
            as_it_stood(table)
        ))
        .bind::<SqlUuid, _>(id)
        .bind::<Nullable<Timestamptz>, _>(Some(moment)),
    }
    .get_result::<JsonRow>(sql.conn())?
    .row;
    let references: Vec<(&'static str, Kind, Uuid)> = REFERENCES
        .iter()
        .filter_map(|(column, fact, kind)| {
            let id = row.get(column)?.as_str()?.parse().ok()?;
            Some((*fact, *kind, id))
        })
        .collect();
    let ids: Vec<(Kind, Uuid)> = references.iter().map(|(_, kind, id)| (*kind, *id)).collect();
    let labels = labels(sql, &ids)?;
    let mut facts: Vec<(&'static str, Says)> = references
        .into_iter()
        .filter_map(|(fact, _, id)| Some((fact, Says::Part(labels.get(&id)?.clone()))))
        .collect();
    let text = |column: &str| {
        row.get(column)
            .and_then(Value::as_str)
            .filter(|text| !text.is_empty())
    };
    facts.extend(
        TEXTS
            .iter()
            .filter_map(|(column, fact)| Some((*fact, Says::Text(text(column)?.to_owned())))),
    );
    if kind == Kind::LegalEntity {
        facts.extend(card(&row));
    }
    if kind == Kind::ServiceHall {
        let texts = |column: &str| -> Localised {
            row.get(column)
                .and_then(|it| serde_json::from_value(it.clone()).ok())
                .unwrap_or_default()
        };
        facts.push(("address", Says::Localised(texts("address"))));
        facts.push(("hours", Says::Localised(texts("hours"))));
        let can: Vec<String> = row
            .get("capabilities")
            .and_then(|it| serde_json::from_value(it.clone()).ok())
            .unwrap_or_default();
        facts.push(("capabilities", Says::Capabilities(can)));
    }
    let day = |column: &str| text(column).and_then(|text| text.parse().ok());
    Ok(Part {
        kind,
        id,
        code: text("code").unwrap_or_default().to_owned(),
        name: super::read(row.get("name").cloned().unwrap_or_default())?,
        valid_from: day("valid_from"),
        valid_to: day("valid_to"),
        facts,
        row,
    })
}

/// Where an entity is, and what its invoices bear.
fn card(row: &Value) -> Vec<(&'static str, Says)> {
    let at = |column: &str, member: &str| row.get(column).and_then(|it| it.get(member));
    let texts = |found: Option<&Value>| {
        let texts: Localised = found
            .and_then(|it| serde_json::from_value(it.clone()).ok())
            .unwrap_or_default();
        Says::Localised(texts)
    };
    let text =
        |found: Option<&Value>| Says::Text(found.and_then(Value::as_str).unwrap_or_default().to_owned());
    vec![
        ("address", texts(at("address", "texts"))),
        ("city", text(at("address", "city"))),
        ("invoice-series", text(at("details", "invoice_series"))),
        ("email", text(at("details", "email"))),
        ("bank-account", text(at("details", "bank_account"))),
        ("bank-name", texts(at("details", "bank_name"))),
    ]
}

pub(in super::super) fn labels(sql: &mut Sql, parts: &[(Kind, Uuid)]) -> Result<BTreeMap<Uuid, Item>> {
    let mut labels = BTreeMap::new();
    for kind in Kind::ALL {
        let ids: Vec<Uuid> = parts
            .iter()
            .filter(|(of, _)| *of == kind)
            .map(|(_, id)| *id)
            .collect();
        if ids.is_empty() {
            continue;
        }
        let text = format!(
            "select '{}' as kind, t.id, t.code, t.name, false as has_below, 0::bigint as total from {} t where t.id = any ($1)",
            kind.table(),
            kind.table()
        );
        let rows: Vec<ItemRow> = sql_query(text).bind::<Array<SqlUuid>, _>(ids).load(sql.conn())?;
        for row in rows {
            labels.insert(row.id, item(row)?);
        }
    }
    Ok(labels)
}

pub(in super::super) fn offered(sql: &mut Sql, offer: Offer) -> Result<Vec<Item>> {
    let linked =
        "select legal_entity_id from operating_unit_legal_entity where operating_unit_id = $1 and in_force";
    let (kind, id, condition) = match offer {
        Offer::Every(kind) => (kind, Uuid::nil(), "true".to_owned()),
        Offer::PrimaryLedgers => (Kind::Ledger, Uuid::nil(), "t.kind = 'primary'".to_owned()),
        Offer::UnitsBeside(unit) => (
            Kind::OperatingUnit,
            unit,
            "t.id <> $1 and t.ledger_id = (select ledger_id from operating_unit where id = $1)".to_owned(),
        ),
        Offer::EntitiesToLink(unit) => (
            Kind::LegalEntity,
            unit,
            format!("t.ledger_id = (select ledger_id from operating_unit where id = $1) and t.id not in ({linked})"),
        ),
        Offer::LinkedEntities(unit) => (Kind::LegalEntity, unit, format!("t.id in ({linked})")),
        Offer::CentresOfUnit(unit) => (Kind::CostCentre, unit, format!("t.legal_entity_id in ({linked})")),
        Offer::HallsOf(unit) => (Kind::ServiceHall, unit, "t.operating_unit_id = $1".to_owned()),
        Offer::EntitiesBeside(entity) => (
            Kind::LegalEntity,
            entity,
            "t.id <> $1 and t.value_set = (select value_set from legal_entity where id = $1)".to_owned(),
        ),
        Offer::EntitiesOfLedger(ledger) => (Kind::LegalEntity, ledger, "t.ledger_id = $1".to_owned()),
        Offer::UnitsOfLedger(ledger) => (Kind::OperatingUnit, ledger, "t.ledger_id = $1".to_owned()),
        Offer::CentresOfLedger(ledger) => (
            Kind::CostCentre,
            ledger,
            "t.legal_entity_id in (select id from legal_entity where ledger_id = $1)".to_owned(),
        ),
        Offer::UnitsAbove(unit) => (
            Kind::OperatingUnit,
            unit,
            "t.business_group_id = (select business_group_id from operating_unit where id = $1) and t.id not in (
                 with recursive down as (select $1::uuid as id union select u.id from operating_unit u join down on u.parent_unit_id = down.id)
                 select id from down)"
                .to_owned(),
        ),
        Offer::DepartmentsAbove(department) => (
            Kind::Department,
            department,
            "t.business_group_id = (select business_group_id from department where id = $1) and t.id not in (
                 with recursive down as (select $1::uuid as id union select d.id from department d join down on d.parent_department_id = down.id)
                 select id from down)"
                .to_owned(),
        ),
        Offer::UnitsOfGroup(group) => (Kind::OperatingUnit, group, "t.business_group_id = $1".to_owned()),
        Offer::DepartmentsOfGroup(group) => (Kind::Department, group, "t.business_group_id = $1".to_owned()),
        Offer::CentresOfDepartment(department) => (
            Kind::CostCentre,
            department,
            "exists (select from department d join legal_entity e on e.tenant_id = d.tenant_id and e.business_group_id = d.business_group_id
                     where d.id = $1 and (e.id = t.legal_entity_id or d.cost_centre_id = t.id))"
                .to_owned(),
        ),
        Offer::CentresOfGroup(group) => (
            Kind::CostCentre,
            group,
            "t.legal_entity_id in (select id from legal_entity where business_group_id = $1)".to_owned(),
        ),
    };
    let text = format!(
        "select '{table}' as kind, t.id, t.code, t.name, false as has_below, 0::bigint as total from {table} t
         where {} and {condition} and $1::uuid is not null order by t.code limit 2000",
        open(kind),
        table = kind.table()
    );
    sql_query(text)
        .bind::<SqlUuid, _>(id)
        .load::<ItemRow>(sql.conn())?
        .into_iter()
        .map(item)
        .collect()
}
