//! SQL of the tenant's card: what the platform shows of it. The tenant's transaction keeps the card it wants; the platform
//! takes it over.

use diesel::prelude::*;
use diesel::sql_query;
use diesel::sql_types::{Array, Text, Uuid as SqlUuid};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use uuid::Uuid;

use crate::authority::changes::{Origin, Reason};
use crate::kernel::clock::Instant;
use crate::kernel::error::{Error, Result};
use crate::platform::door::{PlatformSql, Sql};
use crate::platform::schema::{tenant, tenant_card, tenant_host};

/// The tenant as the platform knows it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(in super::super) struct Card {
    pub slug: String,
    pub name: Value,
    pub settings: Value,
    pub hosts: Vec<String>,
}

/// A card with the version of the wish it was taken over from.
#[derive(Debug, Clone, Default)]
pub(in super::super) struct CardNow {
    pub version: i64,
    pub card: Option<Card>,
}

/// The tenant called this.
pub(in super::super) fn id_of(sql: &mut PlatformSql, slug: &str) -> Result<Option<Uuid>> {
    Ok(tenant::table
        .filter(tenant::slug.eq(slug))
        .select(tenant::id)
        .first(sql.conn())
        .optional()?)
}

/// What the platform shows of the tenant.
pub(in super::super) fn card_now(sql: &mut PlatformSql, id: Uuid) -> Result<CardNow> {
    let row: Option<(String, Value, Value, i64)> = tenant::table
        .find(id)
        .select((tenant::slug, tenant::name, tenant::settings, tenant::card_version))
        .first(sql.conn())
        .optional()?;
    let Some((slug, name, settings, version)) = row else {
        return Ok(CardNow::default());
    };
    let mut hosts: Vec<String> = tenant_host::table
        .filter(tenant_host::tenant_id.eq(id))
        .order(tenant_host::host)
        .select(tenant_host::host)
        .load(sql.conn())?;
    hosts.sort();
    Ok(CardNow {
        version,
        card: Some(Card {
            slug,
            name,
            settings,
            hosts,
        }),
    })
}

/// Takes over the cards that tenants' transactions kept and the platform does not show yet, of one tenant or of all.
/// Answers how many. A card that another tenant's host or slug stands in the way of waits, and is told to the log.
pub(in super::super) fn take_over(sql: &mut PlatformSql, of: Option<Uuid>) -> Result<usize> {
    let mut pending = tenant_card::table
        .left_join(tenant::table.on(tenant::id.eq(tenant_card::tenant_id)))
        .filter(
            tenant::id
                .is_null()
                .or(tenant::card_version.lt(tenant_card::version)),
        )
        .select((
            tenant_card::tenant_id,
            tenant_card::version,
            tenant_card::card,
            tenant_card::origin,
        ))
        .into_boxed();
    if let Some(id) = of {
        pending = pending.filter(tenant_card::tenant_id.eq(id));
    }
    let pending: Vec<(Uuid, i64, Value, String)> = pending.load(sql.conn())?;
    let mut taken = 0;
    for (id, version, card, origin) in pending {
        let card: Card = serde_json::from_value(card).map_err(Error::internal)?;
        let others = others_with(sql, id, &card)?;
        if others.is_empty() {
            let is_invited = Origin::parse(&origin) == Some(Origin::Onboarding);
            show(sql, id, version, &card, is_invited)?;
            taken += 1;
        } else {
            tracing::error!(tenant = %card.slug, taken = %others.join(", "), "card waits: another tenant has them");
        }
    }
    Ok(taken)
}

/// A changed card has the next version, by which every node reads it again. A tenant that is invited comes without a portal
/// and not live: no node may ever see it otherwise before it is approved, so both are said by the row that makes it known.
fn show(sql: &mut PlatformSql, id: Uuid, version: i64, card: &Card, is_invited: bool) -> Result<()> {
    let changed = diesel::update(
        tenant::table
            .filter(tenant::id.eq(id))
            .filter(tenant::card_version.lt(version)),
    )
    .set((
        tenant::slug.eq(&card.slug),
        tenant::name.eq(&card.name),
        tenant::settings.eq(&card.settings),
        tenant::card_version.eq(version),
        tenant::catalogue_version.eq(tenant::catalogue_version + 1),
    ))
    .execute(sql.conn())?;
    if changed == 0 {
        // It is new, unless another node was faster.
        diesel::insert_into(tenant::table)
            .values((
                tenant::id.eq(id),
                tenant::slug.eq(&card.slug),
                tenant::name.eq(&card.name),
                tenant::settings.eq(&card.settings),
                tenant::card_version.eq(version),
                tenant::live.eq(!is_invited),
                tenant::portal.eq(if is_invited { "none" } else { "full" }),
            ))
            .on_conflict(tenant::id)
            .do_nothing()
            .execute(sql.conn())?;
    }
    diesel::delete(
        tenant_host::table
            .filter(tenant_host::tenant_id.eq(id))
            .filter(tenant_host::host.ne_all(&card.hosts)),
    )
    .execute(sql.conn())?;
    let rows: Vec<_> = card
        .hosts
        .iter()
        .map(|host| (tenant_host::host.eq(host), tenant_host::tenant_id.eq(id)))
        .collect();
    diesel::insert_into(tenant_host::table)
        .values(rows)
        .on_conflict_do_nothing()
        .execute(sql.conn())?;
    Ok(())
}

/// Host names and slugs of this card that other tenants have.
pub(in super::super) fn others_with(sql: &mut PlatformSql, id: Uuid, card: &Card) -> Result<Vec<String>> {
    #[derive(QueryableByName)]
    struct Taken {
        #[diesel(sql_type = Text)]
        what: String,
    }
    let taken: Vec<Taken> = sql_query(
        "select 'host “' || h.host || '”' as what from tenant_host h where h.host = any ($2) and h.tenant_id <> $1
         union all select 'slug “' || t.slug || '”' from tenant t where t.slug = $3 and t.id <> $1 order by 1",
    )
    .bind::<SqlUuid, _>(id)
    .bind::<Array<Text>, _>(&card.hosts)
    .bind::<Text, _>(&card.slug)
    .load(sql.conn())?;
    Ok(taken.into_iter().map(|it| it.what).collect())
}

/// The version of the card that the tenant keeps, 0 when it keeps none.
pub(in super::super) fn kept_version(sql: &mut Sql) -> Result<i64> {
    Ok(tenant_card::table
        .select(tenant_card::version)
        .first(sql.conn())
        .optional()?
        .unwrap_or(0))
}

/// Gives the kept card its next version, by which every node reads the tenant's catalogue again.
pub(in super::super) fn raise_card(sql: &mut Sql) -> Result<()> {
    diesel::update(tenant_card::table)
        .set(tenant_card::version.eq(tenant_card::version + 1))
        .execute(sql.conn())?;
    Ok(())
}

#[derive(Insertable, AsChangeset)]
#[diesel(table_name = tenant_card)]
struct KeptCard<'a> {
    version: i64,
    card: &'a Value,
    kept_by: &'a str,
    kept_at: Instant,
    origin: &'a str,
    reason: &'a str,
}

/// Keeps the card that the platform is to show, with who wishes it and why.
pub(in super::super) fn keep_card(
    sql: &mut Sql,
    version: i64,
    card: &Card,
    origin: Origin,
    reason: &Reason,
    now: Instant,
) -> Result<()> {
    let tenant = sql.tenant().uuid();
    let made_by = sql.context().actor.to_string();
    let card = serde_json::to_value(card).map_err(Error::internal)?;
    let kept = KeptCard {
        version,
        card: &card,
        kept_by: &made_by,
        kept_at: now,
        origin: origin.name(),
        reason: reason.as_str(),
    };
    diesel::insert_into(tenant_card::table)
        .values((tenant_card::tenant_id.eq(tenant), &kept))
        .on_conflict(tenant_card::tenant_id)
        .do_update()
        .set(&kept)
        .execute(sql.conn())?;
    Ok(())
}
