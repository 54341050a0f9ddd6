//! SQL of people and of what they hold.

use std::collections::HashMap;

use chrono::NaiveDate;
use diesel::prelude::*;
use diesel::sql_query;
use diesel::sql_types::{Array, BigInt, Bool, Jsonb, Nullable, Text, Timestamptz, Uuid as SqlUuid};
use serde_json::Value;
use uuid::Uuid;

use crate::authority::people::queries::{circle, group_of};
use crate::kernel::clock::Instant;
use crate::kernel::context::Actor;
use crate::kernel::error::{Error, Result};
use crate::kernel::ids::{AccountId, BusinessGroupId, ResponsibilityId, SessionId};
use crate::kernel::locale::Language;
use crate::platform::door::Sql;
use crate::platform::schema::{account, account_responsibility, department, responsibility, session};

use super::super::model::{Department, Held, PeoplePage, PeopleWanted, PersonLine, Staff, Standing};
use super::super::rules::Span;
use super::read;

type StaffColumns = (
    Uuid,
    String,
    String,
    String,
    Option<Uuid>,
    Option<Uuid>,
    Option<Instant>,
    Option<String>,
);

fn staff_of(
    (id, email, name, language, group, department, closed_at, password): StaffColumns,
) -> Result<Staff> {
    Ok(Staff {
        id: AccountId::from_uuid(id),
        email,
        name,
        language: language.parse().map_err(Error::internal)?,
        group: group.map(BusinessGroupId::from_uuid),
        department,
        standing: Standing::of(closed_at.is_some(), password.is_some()),
    })
}

macro_rules! staff_columns {
    () => {
        (
            account::id,
            account::email,
            account::display_name,
            account::language,
            account::business_group_id,
            account::department_id,
            account::closed_at,
            account::password_hash,
        )
    };
}

/// Somebody who works here and whom whoever asks may know of; `None` for citizens.
///
/// # Errors
/// When the database fails.
pub fn staff(sql: &mut Sql, id: AccountId) -> Result<Option<Staff>> {
    let circle = circle(sql)?;
    let found = anybody(sql, id)?;
    Ok(found.filter(|one| circle.is_none() || one.group.is_none() || one.group == circle))
}

/// Somebody who works here, whoever asks: for what was decided about her before.
pub(in super::super) fn anybody(sql: &mut Sql, id: AccountId) -> Result<Option<Staff>> {
    let row: Option<StaffColumns> = account::table
        .filter(account::id.eq(id.uuid()))
        .filter(account::kind.eq("staff"))
        .select(staff_columns!())
        .first(sql.conn())
        .optional()?;
    row.map(staff_of).transpose()
}

/// Everybody who works here and whom whoever asks may know of, by address, open or closed: for sheets.
///
/// # Errors
/// When the database fails.
pub fn staff_by_email(sql: &mut Sql) -> Result<HashMap<String, Staff>> {
    let mut those = account::table
        .filter(account::kind.eq("staff"))
        .select(staff_columns!())
        .into_boxed();
    if let Some(group) = circle(sql)? {
        let is_shared = account::business_group_id
            .is_null()
            .or(account::business_group_id.eq(group.uuid()));
        those = those.filter(is_shared);
    }
    let rows: Vec<StaffColumns> = those.load(sql.conn())?;
    rows.into_iter()
        .map(|row| {
            let staff = staff_of(row)?;
            Ok((staff.email.clone(), staff))
        })
        .collect()
}

#[derive(QueryableByName)]
struct LineRow {
    #[diesel(sql_type = SqlUuid)]
    id: Uuid,
    #[diesel(sql_type = Text)]
    display_name: String,
    #[diesel(sql_type = Text)]
    email: String,
    #[diesel(sql_type = Nullable<Jsonb>)]
    department: Option<Value>,
    #[diesel(sql_type = Nullable<Timestamptz>)]
    closed_at: Option<Instant>,
    #[diesel(sql_type = Bool)]
    has_password: bool,
    #[diesel(sql_type = BigInt)]
    total: i64,
}

/// A page of the people asked for whom whoever asks may know of, in the order of their names, with what each holds on `day`.
///
/// # Errors
/// When the database fails.
pub fn page(sql: &mut Sql, wanted: &PeopleWanted, day: NaiveDate) -> Result<PeoplePage> {
    let circle = circle(sql)?;
    let works_in = wanted.works_in.clone().unwrap_or_default();
    let (held, groups): (Vec<Uuid>, Vec<Uuid>) = works_in
        .by
        .iter()
        .map(|(held, group)| (held.uuid(), group.uuid()))
        .unzip();
    let uuids = |accounts: &[AccountId]| accounts.iter().map(|id| id.uuid()).collect::<Vec<Uuid>>();
    let like = (!wanted.text.is_empty()).then(|| format!("%{}%", escaped(&wanted.text)));
    // Columns fold names as `rules::folded` does. The page comes out of the index in the order of names, however far down it
    // lies; counting beside it is cheaper than sorting everybody.
    let found = "a.tenant_id = $1 and a.kind = 'staff'
           and ($12::uuid is null or a.business_group_id is null or a.business_group_id = $12)
           and ($2::text is null or a.folded_name like $2 or a.email like $2)
           and ($3::uuid is null or a.id in (
                select h.account_id from account_responsibility h where h.tenant_id = $1
                and h.responsibility_id = $3 and h.valid_from <= $4 and (h.valid_to is null or h.valid_to > $4)))
           and case $5::text when 'closed' then a.closed_at is not null
                when 'working' then a.closed_at is null and a.password_hash is not null
                when 'invited' then a.closed_at is null and a.password_hash is null
                else true end
           and ($8::uuid[] is null or a.id = any ($11) or (a.id <> all ($10) and a.id in (
                select h.account_id from unnest($8, $9) as opens (responsibility, business_group)
                join responsibility r on r.tenant_id = $1 and r.id = opens.responsibility
                join account_responsibility h on h.tenant_id = $1 and h.responsibility_id = r.id
                join account b on b.tenant_id = $1 and b.id = h.account_id
                where coalesce(b.business_group_id, r.business_group_id) = opens.business_group
                and h.valid_from <= $4 and (h.valid_to is null or h.valid_to > $4))))";
    let text = format!(
        "select a.id, a.display_name, a.email, d.name as department, a.closed_at,
                a.password_hash is not null as has_password, (select count(*) from account a where {found}) as total
         from (select a.* from account a where {found} order by a.display_name, a.email limit $6 offset $7) a
         left join department d on d.tenant_id = a.tenant_id and d.id = a.department_id
         order by a.display_name, a.email"
    );
    let rows: Vec<LineRow> = sql_query(text)
        .bind::<SqlUuid, _>(sql.tenant().uuid())
        .bind::<Nullable<Text>, _>(like)
        .bind::<Nullable<SqlUuid>, _>(wanted.responsibility.map(|one| one.uuid()))
        .bind::<diesel::sql_types::Date, _>(day)
        .bind::<Nullable<Text>, _>(wanted.standing.map(Standing::word))
        .bind::<BigInt, _>(wanted.limit)
        .bind::<BigInt, _>(wanted.offset)
        .bind::<Nullable<Array<SqlUuid>>, _>(wanted.works_in.as_ref().map(|_| held))
        .bind::<Array<SqlUuid>, _>(groups)
        .bind::<Array<SqlUuid>, _>(uuids(&works_in.apart))
        .bind::<Array<SqlUuid>, _>(uuids(&works_in.also))
        .bind::<Nullable<SqlUuid>, _>(circle.map(|group| group.uuid()))
        .load(sql.conn())?;
    let ids: Vec<Uuid> = rows.iter().map(|row| row.id).collect();
    let mut held = held_by(sql, Some(&ids))?;
    let total = rows.first().map_or(0, |row| row.total);
    let lines = rows
        .into_iter()
        .map(|row| {
            let id = AccountId::from_uuid(row.id);
            let mut own = held.remove(&id).unwrap_or_default();
            own.retain(|held| held.is_held_on(day));
            Ok(PersonLine {
                id,
                name: row.display_name,
                email: row.email,
                department: row.department.map(read).transpose()?,
                standing: Standing::of(row.closed_at.is_some(), row.has_password),
                held: own,
            })
        })
        .collect::<Result<_>>()?;
    Ok(PeoplePage { lines, total })
}

fn escaped(text: &str) -> String {
    text.replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_")
}

/// What one account holds, held and will hold, in the order of codes and days.
///
/// # Errors
/// When the database fails.
pub fn held(sql: &mut Sql, by: AccountId) -> Result<Vec<Held>> {
    Ok(held_by(sql, Some(&[by.uuid()]))?.remove(&by).unwrap_or_default())
}

/// What these accounts hold, or all.
///
/// # Errors
/// When the database fails.
pub fn held_by(sql: &mut Sql, accounts: Option<&[Uuid]>) -> Result<HashMap<AccountId, Vec<Held>>> {
    use account_responsibility as t;
    type Columns = (Uuid, Uuid, String, Value, String, NaiveDate, Option<NaiveDate>);
    let mut query = t::table
        .inner_join(
            responsibility::table.on(responsibility::tenant_id
                .eq(t::tenant_id)
                .and(responsibility::id.eq(t::responsibility_id))),
        )
        .order((responsibility::code, t::valid_from))
        .select((
            t::account_id,
            t::responsibility_id,
            responsibility::code,
            responsibility::name,
            responsibility::role,
            t::valid_from,
            t::valid_to,
        ))
        .into_boxed();
    if let Some(accounts) = accounts {
        query = query.filter(t::account_id.eq_any(accounts.to_vec()));
    }
    let rows: Vec<Columns> = query.load(sql.conn())?;
    let mut all: HashMap<AccountId, Vec<Held>> = HashMap::new();
    for (account, id, code, name, role, from, until) in rows {
        all.entry(AccountId::from_uuid(account)).or_default().push(Held {
            responsibility: ResponsibilityId::from_uuid(id),
            code,
            name: read(name)?,
            role,
            from,
            until,
        });
    }
    Ok(all)
}

/// The departments, ended ones too, in the order of their codes.
///
/// # Errors
/// When the database fails.
pub fn departments(sql: &mut Sql) -> Result<Vec<Department>> {
    use department as t;
    let rows: Vec<(Uuid, Uuid, String, Value, bool)> = t::table
        .order(t::code)
        .select((
            t::id,
            t::business_group_id,
            t::code,
            t::name,
            t::in_force.is_not_null(),
        ))
        .load(sql.conn())?;
    rows.into_iter()
        .map(|(id, group, code, name, is_open)| {
            Ok(Department {
                id,
                group: BusinessGroupId::from_uuid(group),
                code,
                name: read(name)?,
                is_open,
            })
        })
        .collect()
}

/// The business group of whoever acts: an employee's own; for the platform, the first of those that are open.
///
/// # Errors
/// When the database fails.
pub(in super::super) fn group_of_actor(sql: &mut Sql) -> Result<Option<BusinessGroupId>> {
    use crate::platform::schema::business_group as t;
    if let Actor::Staff(me, _) = sql.context().actor
        && let Some(group) = group_of(sql, me)?
    {
        return Ok(Some(group));
    }
    let first: Option<Uuid> = t::table
        .filter(t::valid_to.is_null())
        .order(t::code)
        .select(t::id)
        .first(sql.conn())
        .optional()?;
    Ok(first.map(BusinessGroupId::from_uuid))
}

/// Writes a new account, which nobody can sign in to yet.
pub(in super::super) fn insert_staff(
    sql: &mut Sql,
    id: AccountId,
    (email, name): (&str, &str),
    language: Language,
    (group, department): (Option<BusinessGroupId>, Option<Uuid>),
    now: Instant,
) -> Result<()> {
    let tenant = sql.tenant().uuid();
    diesel::insert_into(account::table)
        .values((
            account::tenant_id.eq(tenant),
            account::id.eq(id.uuid()),
            account::kind.eq("staff"),
            account::email.eq(email),
            account::display_name.eq(name),
            account::language.eq(language.tag()),
            account::business_group_id.eq(group.map(BusinessGroupId::uuid)),
            account::department_id.eq(department),
            account::registered_at.eq(now),
        ))
        .execute(sql.conn())?;
    Ok(())
}

/// Changes facts.
pub(in super::super) fn set_facts(
    sql: &mut Sql,
    id: AccountId,
    name: &str,
    language: Language,
    (group, department): (Option<BusinessGroupId>, Option<Uuid>),
) -> Result<()> {
    diesel::update(account::table.filter(account::id.eq(id.uuid())))
        .set((
            account::display_name.eq(name),
            account::language.eq(language.tag()),
            account::business_group_id.eq(group.map(BusinessGroupId::uuid)),
            account::department_id.eq(department),
        ))
        .execute(sql.conn())?;
    Ok(())
}

/// Closes an account.
pub(in super::super) fn close(sql: &mut Sql, id: AccountId, now: Instant) -> Result<()> {
    diesel::update(account::table.filter(account::id.eq(id.uuid())))
        .set(account::closed_at.eq(now))
        .execute(sql.conn())?;
    Ok(())
}

/// Opens an account again.
pub(in super::super) fn reopen(sql: &mut Sql, id: AccountId) -> Result<()> {
    diesel::update(account::table.filter(account::id.eq(id.uuid())))
        .set(account::closed_at.eq(None::<Instant>))
        .execute(sql.conn())?;
    Ok(())
}

/// Ends every session and token of an account, or one of them; answers how many were open.
pub(in super::super) fn revoke_sessions(
    sql: &mut Sql,
    of: AccountId,
    only: Option<SessionId>,
    now: Instant,
) -> Result<usize> {
    let mut open = diesel::update(session::table)
        .filter(session::account_id.eq(of.uuid()))
        .filter(session::revoked_at.is_null())
        .into_boxed();
    if let Some(only) = only {
        open = open.filter(session::id.eq(only.uuid()));
    }
    Ok(open.set(session::revoked_at.eq(now)).execute(sql.conn())?)
}

/// Gives a responsibility.
pub(in super::super) fn insert_held(
    sql: &mut Sql,
    to: AccountId,
    responsibility: ResponsibilityId,
    span: &Span,
) -> Result<()> {
    use account_responsibility as t;
    let tenant = sql.tenant().uuid();
    diesel::insert_into(t::table)
        .values((
            t::tenant_id.eq(tenant),
            t::account_id.eq(to.uuid()),
            t::responsibility_id.eq(responsibility.uuid()),
            t::valid_from.eq(span.from),
            t::valid_to.eq(span.until),
        ))
        .execute(sql.conn())?;
    Ok(())
}

/// Re-dates what began, or was to begin, on `from`.
pub(in super::super) fn redate_held(
    sql: &mut Sql,
    of: AccountId,
    responsibility: ResponsibilityId,
    from: NaiveDate,
    span: &Span,
) -> Result<()> {
    use account_responsibility as t;
    diesel::update(
        t::table
            .filter(t::account_id.eq(of.uuid()))
            .filter(t::responsibility_id.eq(responsibility.uuid()))
            .filter(t::valid_from.eq(from)),
    )
    .set((t::valid_from.eq(span.from), t::valid_to.eq(span.until)))
    .execute(sql.conn())?;
    Ok(())
}

/// Takes away what never came into force.
pub(in super::super) fn delete_held(
    sql: &mut Sql,
    of: AccountId,
    responsibility: ResponsibilityId,
    from: NaiveDate,
) -> Result<()> {
    use account_responsibility as t;
    diesel::delete(
        t::table
            .filter(t::account_id.eq(of.uuid()))
            .filter(t::responsibility_id.eq(responsibility.uuid()))
            .filter(t::valid_from.eq(from)),
    )
    .execute(sql.conn())?;
    Ok(())
}
