//! SQL of dictionaries.

use diesel::prelude::*;
use diesel::sql_query;
use diesel::sql_types::{BigInt, Binary, Date, Integer, Jsonb, Nullable, Text, Timestamptz, Uuid as SqlUuid};
use serde_json::{Value, json};
use uuid::Uuid;

use chrono::NaiveDate;

use crate::kernel::clock::Instant;
use crate::kernel::error::{Error, Result};
use crate::kernel::ids::DictionaryVersionId;
use crate::platform::door::Sql;
use crate::platform::schema::{dictionary, dictionary_item, dictionary_version};

use super::model::{Contents, Item};

/// A dictionary in the list: code, name, number and day of what is in force, items, and whether there is a draft.
#[derive(QueryableByName)]
pub(super) struct ListedRow {
    #[diesel(sql_type = Text)]
    pub code: String,
    #[diesel(sql_type = Jsonb)]
    pub name: Value,
    #[diesel(sql_type = Nullable<Integer>)]
    pub number: Option<i32>,
    #[diesel(sql_type = Nullable<Timestamptz>)]
    pub published_at: Option<Instant>,
    #[diesel(sql_type = BigInt)]
    pub items: i64,
    #[diesel(sql_type = Nullable<Integer>)]
    pub draft: Option<i32>,
}

pub(super) fn list(sql: &mut Sql) -> Result<Vec<ListedRow>> {
    Ok(sql_query(
        "select d.code, coalesce(v.name, b.name) as name, v.number, v.published_at, b.number as draft,
                (select count(*) from dictionary_item i where i.tenant_id = d.tenant_id and i.version_id = coalesce(v.id, b.id)) as items
         from dictionary d
         left join dictionary_version v on v.tenant_id = d.tenant_id and v.id = d.current_version_id
         left join dictionary_version b on b.tenant_id = d.tenant_id and b.dictionary_id = d.id and b.published_at is null
         where coalesce(v.id, b.id) is not null order by d.code",
    )
    .load(sql.conn())?)
}

/// A version without its items.
#[derive(Queryable)]
pub(super) struct VersionRow {
    pub id: Uuid,
    pub number: i32,
    pub name: Value,
    pub levels: Value,
    pub begun_at: Instant,
    pub begun_by: String,
    pub published_at: Option<Instant>,
    pub published_by: Option<String>,
    pub reason: Option<String>,
    pub digest: Option<Vec<u8>>,
}

macro_rules! version_columns {
    () => {
        (
            dictionary_version::id,
            dictionary_version::number,
            dictionary_version::name,
            dictionary_version::levels,
            dictionary_version::begun_at,
            dictionary_version::begun_by,
            dictionary_version::published_at,
            dictionary_version::published_by,
            dictionary_version::reason,
            dictionary_version::digest,
        )
    };
}

/// Id and version in force of a dictionary, by its code. Whoever changes it afterwards waits for whoever did before.
pub(super) fn find(sql: &mut Sql, code: &str) -> Result<Option<(Uuid, Option<Uuid>)>> {
    Ok(dictionary::table
        .filter(dictionary::code.eq(code))
        .select((dictionary::id, dictionary::current_version_id))
        .for_update()
        .first(sql.conn())
        .optional()?)
}

/// The versions of a dictionary, the newest first.
pub(super) fn versions(sql: &mut Sql, dictionary_id: Uuid) -> Result<Vec<VersionRow>> {
    Ok(dictionary_version::table
        .filter(dictionary_version::dictionary_id.eq(dictionary_id))
        .order(dictionary_version::number.desc())
        .select(version_columns!())
        .load(sql.conn())?)
}

/// Every version in force, with its dictionary's code.
pub(super) fn in_force(sql: &mut Sql) -> Result<Vec<(String, VersionRow)>> {
    Ok(dictionary::table
        .inner_join(
            dictionary_version::table.on(dictionary_version::tenant_id.eq(dictionary::tenant_id).and(
                dictionary_version::id
                    .nullable()
                    .eq(dictionary::current_version_id),
            )),
        )
        .order(dictionary::code)
        .select((dictionary::code, version_columns!()))
        .load(sql.conn())?)
}

/// One version with its dictionary's code.
pub(super) fn version(sql: &mut Sql, id: DictionaryVersionId) -> Result<Option<(String, VersionRow)>> {
    Ok(dictionary_version::table
        .inner_join(
            dictionary::table.on(dictionary::tenant_id
                .eq(dictionary_version::tenant_id)
                .and(dictionary::id.eq(dictionary_version::dictionary_id))),
        )
        .filter(dictionary_version::id.eq(id.uuid()))
        .select((dictionary::code, version_columns!()))
        .first(sql.conn())
        .optional()?)
}

type ItemRow = (
    String,
    Option<String>,
    Value,
    Option<NaiveDate>,
    Option<NaiveDate>,
);

/// The items of a version, in their order.
pub(super) fn items(sql: &mut Sql, version: Uuid) -> Result<Vec<Item>> {
    let rows: Vec<ItemRow> = dictionary_item::table
        .filter(dictionary_item::version_id.eq(version))
        .order((dictionary_item::position, dictionary_item::code))
        .select((
            dictionary_item::code,
            dictionary_item::parent_code,
            dictionary_item::name,
            dictionary_item::valid_from,
            dictionary_item::valid_to,
        ))
        .load(sql.conn())?;
    rows.into_iter()
        .map(|(code, parent, name, valid_from, valid_to)| {
            Ok(Item {
                code,
                parent,
                name: serde_json::from_value(name).map_err(Error::internal)?,
                valid_from,
                valid_to,
            })
        })
        .collect()
}

pub(super) fn insert_dictionary(sql: &mut Sql, id: Uuid, code: &str) -> Result<()> {
    let tenant = sql.tenant().uuid();
    diesel::insert_into(dictionary::table)
        .values((
            dictionary::tenant_id.eq(tenant),
            dictionary::id.eq(id),
            dictionary::code.eq(code),
        ))
        .execute(sql.conn())?;
    Ok(())
}

/// Begins a version as a draft, without items.
pub(super) fn insert_draft(
    sql: &mut Sql,
    dictionary_id: Uuid,
    id: DictionaryVersionId,
    number: i32,
    head: &Contents,
    who: &str,
    now: Instant,
) -> Result<()> {
    let tenant = sql.tenant().uuid();
    diesel::insert_into(dictionary_version::table)
        .values((
            dictionary_version::tenant_id.eq(tenant),
            dictionary_version::id.eq(id.uuid()),
            dictionary_version::dictionary_id.eq(dictionary_id),
            dictionary_version::number.eq(number),
            dictionary_version::name.eq(json!(head.name)),
            dictionary_version::levels.eq(json!(head.levels)),
            dictionary_version::begun_at.eq(now),
            dictionary_version::begun_by.eq(who),
        ))
        .execute(sql.conn())?;
    Ok(())
}

pub(super) fn set_head(sql: &mut Sql, version: Uuid, head: &Contents) -> Result<()> {
    diesel::update(dictionary_version::table.filter(dictionary_version::id.eq(version)))
        .set((
            dictionary_version::name.eq(json!(head.name)),
            dictionary_version::levels.eq(json!(head.levels)),
        ))
        .execute(sql.conn())?;
    Ok(())
}

/// Makes the items of a draft these, in this order. One statement for however many there are.
pub(super) fn put_items(sql: &mut Sql, version: Uuid, items: &[Item]) -> Result<()> {
    diesel::delete(dictionary_item::table.filter(dictionary_item::version_id.eq(version)))
        .execute(sql.conn())?;
    let rows: Vec<Value> = items
        .iter()
        .enumerate()
        .map(|(at, item)| {
            json!({"code": item.code, "parent_code": item.parent, "position": at, "name": item.name,
                   "valid_from": item.valid_from, "valid_to": item.valid_to})
        })
        .collect();
    let tenant = sql.tenant().uuid();
    sql_query(
        "insert into dictionary_item (tenant_id, version_id, code, parent_code, position, name, valid_from, valid_to)
         select $1, $2, r.code, r.parent_code, r.position, r.name, r.valid_from, r.valid_to
         from jsonb_populate_recordset(null::dictionary_item, $3) r",
    )
    .bind::<SqlUuid, _>(tenant)
    .bind::<SqlUuid, _>(version)
    .bind::<Jsonb, _>(Value::from(rows))
    .execute(sql.conn())?;
    Ok(())
}

/// Adds or changes one item of a draft; a new one stands last. With another code its items go with it.
pub(super) fn put_item(sql: &mut Sql, version: Uuid, before: Option<&str>, item: &Item) -> Result<()> {
    let tenant = sql.tenant().uuid();
    let text = if before.is_some() {
        "update dictionary_item set code = $3, parent_code = $4, name = $5, valid_from = $6, valid_to = $7
         where tenant_id = $1 and version_id = $2 and code = $8"
    } else {
        "insert into dictionary_item (tenant_id, version_id, code, parent_code, name, valid_from, valid_to, position)
         select $1, $2, $3, $4, $5, $6, $7, coalesce(max(position), 0) + 1 from dictionary_item
         where tenant_id = $1 and version_id = $2 and $8::text is null"
    };
    sql_query(text)
        .bind::<SqlUuid, _>(tenant)
        .bind::<SqlUuid, _>(version)
        .bind::<Text, _>(&item.code)
        .bind::<Nullable<Text>, _>(&item.parent)
        .bind::<Jsonb, _>(json!(item.name))
        .bind::<Nullable<Date>, _>(item.valid_from)
        .bind::<Nullable<Date>, _>(item.valid_to)
        .bind::<Nullable<Text>, _>(before)
        .execute(sql.conn())?;
    Ok(())
}

/// Removes an item of a draft with everything below it; answers how many rows were asked for (0: there is no such item).
pub(super) fn remove_item(sql: &mut Sql, version: Uuid, code: &str) -> Result<usize> {
    Ok(diesel::delete(
        dictionary_item::table
            .filter(dictionary_item::version_id.eq(version))
            .filter(dictionary_item::code.eq(code)),
    )
    .execute(sql.conn())?)
}

pub(super) fn remove_draft(sql: &mut Sql, version: Uuid) -> Result<()> {
    diesel::delete(dictionary_version::table.filter(dictionary_version::id.eq(version)))
        .execute(sql.conn())?;
    Ok(())
}

/// Removes a dictionary of which nothing was ever published.
pub(super) fn remove_dictionary(sql: &mut Sql, id: Uuid) -> Result<()> {
    diesel::delete(
        dictionary::table
            .filter(dictionary::id.eq(id))
            .filter(dictionary::current_version_id.is_null()),
    )
    .execute(sql.conn())?;
    Ok(())
}

/// Publishes a draft: from now on it is in force and never changes.
pub(super) fn publish(
    sql: &mut Sql,
    dictionary_id: Uuid,
    version: Uuid,
    digest: &[u8],
    who: &str,
    reason: &str,
    now: Instant,
) -> Result<()> {
    sql_query(
        "update dictionary_version set published_at = $2, published_by = $3, reason = $4, digest = $5 where id = $1",
    )
    .bind::<SqlUuid, _>(version)
    .bind::<Timestamptz, _>(now)
    .bind::<Text, _>(who)
    .bind::<Text, _>(reason)
    .bind::<Binary, _>(digest)
    .execute(sql.conn())?;
    diesel::update(dictionary::table.filter(dictionary::id.eq(dictionary_id)))
        .set(dictionary::current_version_id.eq(version))
        .execute(sql.conn())?;
    Ok(())
}
