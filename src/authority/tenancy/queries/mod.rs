//! SQL of the platform's own tables.

mod card;

use diesel::prelude::*;
use uuid::Uuid;

use crate::kernel::error::Result;
use crate::platform::door::PlatformSql;
use crate::platform::schema::{tenant, tenant_host};

pub(super) use card::{
    Card, CardNow, card_now, id_of, keep_card, kept_version, others_with, raise_card, take_over,
};

/// A tenant's row with its hosts.
pub(super) struct TenantRow {
    pub id: Uuid,
    pub slug: String,
    pub settings: serde_json::Value,
    pub catalogue_version: i64,
    pub hosts: Vec<String>,
}

/// Id and version of every tenant that has not left.
pub(super) fn versions(sql: &mut PlatformSql) -> Result<Vec<(Uuid, i64)>> {
    Ok(tenant::table
        .filter(tenant::left_at.is_null())
        .select((tenant::id, tenant::catalogue_version))
        .load(sql.conn())?)
}

/// The rows of these tenants.
pub(super) fn tenants(sql: &mut PlatformSql, ids: &[Uuid]) -> Result<Vec<TenantRow>> {
    let rows: Vec<(Uuid, String, serde_json::Value, i64)> = tenant::table
        .filter(tenant::id.eq_any(ids))
        .select((
            tenant::id,
            tenant::slug,
            tenant::settings,
            tenant::catalogue_version,
        ))
        .load(sql.conn())?;
    let hosts: Vec<(String, Uuid)> = tenant_host::table
        .filter(tenant_host::tenant_id.eq_any(ids))
        .order(tenant_host::host)
        .select((tenant_host::host, tenant_host::tenant_id))
        .load(sql.conn())?;
    Ok(rows
        .into_iter()
        .map(|(id, slug, settings, catalogue_version)| TenantRow {
            id,
            slug,
            settings,
            catalogue_version,
            hosts: hosts
                .iter()
                .filter(|(_, of)| *of == id)
                .map(|(host, _)| host.clone())
                .collect(),
        })
        .collect())
}
