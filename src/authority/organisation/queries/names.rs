//! SQL that looks up single parts, and who else bears a name.

use diesel::prelude::*;
use diesel::sql_query;
use diesel::sql_types::{Jsonb, Nullable, Text, Uuid as SqlUuid};
use serde_json::Value;
use uuid::Uuid;

use crate::authority::organisation::change::Kind;
use crate::authority::organisation::model::InTheWay;
use crate::kernel::access::Application;
use crate::kernel::context::Actor;
use crate::kernel::error::Result;
use crate::platform::door::Sql;
use crate::platform::schema::{operating_unit, responsibility, service_hall};

/// What a new unit beside this one needs to know.
pub(in super::super) struct Beside {
    pub group: Uuid,
    pub parent: Option<Uuid>,
}

pub(in super::super) fn unit(sql: &mut Sql, id: Uuid) -> Result<Beside> {
    use operating_unit as t;
    let (group, parent) = t::table
        .filter(t::id.eq(id))
        .select((t::business_group_id, t::parent_unit_id))
        .first(sql.conn())?;
    Ok(Beside { group, parent })
}

/// What a hall hangs on.
pub(in super::super) struct HallTies {
    pub unit: Uuid,
    pub entity: Uuid,
    pub centre: Uuid,
}

pub(in super::super) fn hall(sql: &mut Sql, id: Uuid) -> Result<HallTies> {
    use service_hall as t;
    let (unit, entity, centre) = t::table
        .filter(t::id.eq(id))
        .select((t::operating_unit_id, t::legal_entity_id, t::cost_centre_id))
        .first(sql.conn())?;
    Ok(HallTies { unit, entity, centre })
}

#[derive(QueryableByName)]
struct YesRow {
    #[diesel(sql_type = diesel::sql_types::Bool)]
    yes: bool,
}

/// Whether a part was there and has ended. What never was has not.
pub(in super::super) fn has_ended(sql: &mut Sql, (kind, id): (Kind, Uuid)) -> Result<bool> {
    if !kind.is_dated() {
        return Ok(false);
    }
    let text = format!(
        "select exists (select from {} where id = $1 and in_force is null) as yes",
        kind.table()
    );
    let row: YesRow = sql_query(text).bind::<SqlUuid, _>(id).get_result(sql.conn())?;
    Ok(row.yes)
}

/// Whether an open unit stands in numbers of dossiers by this.
pub(in super::super) fn is_number_code_taken(sql: &mut Sql, number_code: &str) -> Result<bool> {
    use operating_unit as t;
    let alike = t::table
        .filter(t::number_code.eq(number_code))
        .filter(t::in_force.eq(true));
    Ok(diesel::select(diesel::dsl::exists(alike)).get_result(sql.conn())?)
}

/// The currency of the primary ledgers; none while there is no ledger.
pub(in super::super) fn primary_currency(sql: &mut Sql) -> Result<Option<String>> {
    use crate::platform::schema::ledger as t;
    Ok(t::table
        .filter(t::kind.eq("primary"))
        .order(t::code)
        .select(t::currency)
        .first(sql.conn())
        .optional()?)
}

#[derive(QueryableByName)]
struct NameRow {
    #[diesel(sql_type = Text)]
    kind: String,
    #[diesel(sql_type = Text)]
    code: String,
    #[diesel(sql_type = Jsonb)]
    name: Value,
}

/// Organisations of other business groups that are called like `id`, when the actor's profile "cross business group" is on.
/// They are allowed; she is told.
pub(in super::super) fn same_elsewhere(sql: &mut Sql, id: Uuid) -> Result<Vec<InTheWay>> {
    if !crosses_groups(sql)? {
        return Ok(Vec::new());
    }
    let rows: Vec<NameRow> = sql_query(
        "select distinct on (other.organisation_id) other.kind, other.code, jsonb_build_object(other.language, other.name) as name
         from organisation_name mine
         join organisation_name other on other.tenant_id = mine.tenant_id and other.language = mine.language
              and other.folded = mine.folded and other.business_group_id <> mine.business_group_id and other.valid_to is null
         where mine.organisation_id = $1
         order by other.organisation_id limit 5",
    )
    .bind::<SqlUuid, _>(id)
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

/// The profile "cross business group" of the actor: user over responsibility over application over site.
fn crosses_groups(sql: &mut Sql) -> Result<bool> {
    #[derive(QueryableByName)]
    struct Setting {
        #[diesel(sql_type = Text)]
        value: String,
    }
    let (account, under) = match sql.context().actor {
        Actor::Staff(account, responsibility) => (Some(account.uuid()), Some(responsibility.uuid())),
        _ => (None, None),
    };
    let role: Option<String> = match under {
        Some(id) => responsibility::table
            .filter(responsibility::id.eq(id))
            .select(responsibility::role)
            .first(sql.conn())
            .optional()?,
        None => None,
    };
    let set: Option<Setting> = sql_query(
        "select value from profile_option
         where name = 'cross_business_group'
           and (level = 'site' or (level = 'user' and level_id = $1) or (level = 'responsibility' and level_id = $2)
                or (level = 'application' and level_id = $3))
         order by array_position(array['user', 'responsibility', 'application', 'site'], level) limit 1",
    )
    .bind::<Nullable<SqlUuid>, _>(account)
    .bind::<Nullable<SqlUuid>, _>(under)
    .bind::<Nullable<SqlUuid>, _>(role.map(|role| Application::of_role(&role).id()))
    .get_result(sql.conn())
    .optional()?;
    Ok(set.is_some_and(|set| matches!(set.value.as_str(), "on" | "yes" | "true")))
}
