//! The tenants this node serves, by host name, kept fresh from the platform's tables.

use std::collections::HashMap;
use std::sync::{Arc, RwLock};
use std::time::Duration;

use crate::authority::entry::{self, Mode};
use crate::kernel::error::{Error, Result};
use crate::kernel::ids::TenantId;
use crate::kernel::locale::Language;
use crate::platform::door::Db;

use super::queries;
use super::settings::Settings;

/// A tenant as pages and rules see it.
#[derive(Debug)]
pub struct Tenant {
    /// Its id.
    pub id: TenantId,
    /// Its name in addresses.
    pub slug: String,
    /// The host names of its portal; the first of its code is the one for links.
    pub hosts: Vec<String>,
    /// What its code says.
    pub settings: Settings,
    /// How it stands among the platform's other tenants.
    pub mode: Mode,
    /// Changes whenever anything the catalogue shows changes: part of every key of a cached page.
    pub version: i64,
}

impl Tenant {
    /// The language of official papers and of a first visit.
    #[must_use]
    pub fn default_language(&self) -> Language {
        self.settings.tenant.default_language
    }

    /// The tenant's zone.
    #[must_use]
    pub fn zone(&self) -> chrono_tz::Tz {
        self.settings.tenant.zone
    }

    /// The host name for links in letters and papers.
    #[must_use]
    pub fn host(&self) -> &str {
        self.settings.tenant.hosts.first().map_or("", String::as_str)
    }
}

#[derive(Default)]
struct Known {
    by_host: HashMap<String, Arc<Tenant>>,
    by_id: HashMap<TenantId, Arc<Tenant>>,
}

/// The tenants by host and by id. Clones share what they know.
#[derive(Clone, Default)]
pub struct Tenants {
    known: Arc<RwLock<Known>>,
}

/// How often the versions are compared: a changed tenant is served within this time on every node.
pub const REFRESH_EVERY: Duration = Duration::from_secs(1);

impl Tenants {
    /// Reads every tenant.
    ///
    /// # Errors
    /// When the database fails or a tenant's settings cannot be read.
    pub async fn load(db: &Db) -> Result<Tenants> {
        let tenants = Tenants::default();
        tenants.refresh(db).await?;
        Ok(tenants)
    }

    /// Reads the tenants whose version changed, and forgets those that left. Answers how many changed.
    ///
    /// # Errors
    /// When the database fails; what was known stays.
    pub async fn refresh(&self, db: &Db) -> Result<usize> {
        let known: HashMap<TenantId, i64> = {
            let now = self.read()?;
            now.by_id
                .iter()
                .map(|(id, tenant)| (*id, tenant.version))
                .collect()
        };
        let (rows, mut modes, current) = db
            .in_platform("refresh tenants", move |tx| {
                // An application that ended between its own transaction and the platform's is finished here.
                queries::take_over(tx.sql(), None)?;
                let versions = queries::versions(tx.sql())?;
                let changed: Vec<_> = versions
                    .iter()
                    .filter(|(id, version)| known.get(&TenantId::from_uuid(*id)) != Some(version))
                    .map(|(id, _)| *id)
                    .collect();
                let current: Vec<TenantId> = versions
                    .into_iter()
                    .map(|(id, _)| TenantId::from_uuid(id))
                    .collect();
                let left = known.keys().any(|id| !current.contains(id));
                let rows = if changed.is_empty() {
                    Vec::new()
                } else {
                    queries::tenants(tx.sql(), &changed)?
                };
                let modes = if changed.is_empty() {
                    entry::ModeRow::new()
                } else {
                    entry::every_mode(tx.sql())?
                };
                Ok((rows, modes, (!changed.is_empty() || left).then_some(current)))
            })
            .await?;
        let Some(current) = current else { return Ok(0) };
        let changed = rows.len();
        let mut fresh = Known::default();
        for tenant in self
            .read()?
            .by_id
            .values()
            .filter(|tenant| current.contains(&tenant.id))
        {
            fresh.by_id.insert(tenant.id, Arc::clone(tenant));
        }
        for row in rows {
            let id = TenantId::from_uuid(row.id);
            match serde_json::from_value::<Settings>(row.settings) {
                Ok(settings) => {
                    let tenant = Tenant {
                        id,
                        slug: row.slug,
                        hosts: row.hosts,
                        settings,
                        mode: modes.remove(&row.id).unwrap_or_default(),
                        version: row.catalogue_version,
                    };
                    fresh.by_id.insert(id, Arc::new(tenant));
                }
                // One unreadable tenant must not take the others off the air.
                Err(error) => {
                    tracing::error!(tenant = %row.slug, %error, "settings cannot be read; apply its code again")
                }
            }
        }
        fresh.by_host = fresh
            .by_id
            .values()
            .flat_map(|tenant| tenant.hosts.iter().map(|host| (host.clone(), Arc::clone(tenant))))
            .collect();
        *self
            .known
            .write()
            .map_err(|_| Error::internal("tenant registry is poisoned"))? = fresh;
        Ok(changed)
    }

    /// The tenant whose portal answers at `host` (without a port, any case).
    #[must_use]
    pub fn by_host(&self, host: &str) -> Option<Arc<Tenant>> {
        let known = self.read().ok()?;
        if let Some(tenant) = known.by_host.get(host) {
            return Some(Arc::clone(tenant));
        }
        known.by_host.get(&host.to_ascii_lowercase()).map(Arc::clone)
    }

    /// The tenant with this id.
    #[must_use]
    pub fn by_id(&self, id: TenantId) -> Option<Arc<Tenant>> {
        self.read().ok()?.by_id.get(&id).map(Arc::clone)
    }

    /// Every tenant, in no order.
    #[must_use]
    pub fn all(&self) -> Vec<Arc<Tenant>> {
        self.read().map_or_else(
            |_| Vec::new(),
            |known| known.by_id.values().map(Arc::clone).collect(),
        )
    }

    fn read(&self) -> Result<std::sync::RwLockReadGuard<'_, Known>> {
        self.known
            .read()
            .map_err(|_| Error::internal("tenant registry is poisoned"))
    }
}
