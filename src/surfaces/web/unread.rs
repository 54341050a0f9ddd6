//! How many notices a citizen has not read, for the bell on each of her pages.

use std::sync::Arc;
use std::time::Duration;

use moka::sync::Cache;

use crate::kernel::context::Context;
use crate::kernel::ids::{AccountId, TenantId};
use crate::platform::door::Db;
use crate::services::notifications::acts::ReadNotices;
use crate::services::notifications::queries;

/// How long a number stands: a notice is never urgent, and no page should cost a query for it.
const STANDS: Duration = Duration::from_secs(30);

/// What this node has counted. Clones share it.
#[derive(Clone)]
pub struct Unread {
    counted: Cache<(TenantId, AccountId), i64>,
}

impl Default for Unread {
    fn default() -> Self {
        Self {
            counted: Cache::builder()
                .max_capacity(100_000)
                .time_to_live(STANDS)
                .build(),
        }
    }
}

impl Unread {
    /// How many the actor has not read. When they cannot be counted now, her page is shown without a number.
    pub async fn of(&self, db: &Db, context: &Arc<Context>) -> i64 {
        let Some(account) = context.actor.account() else {
            return 0;
        };
        let key = (context.tenant, account);
        if let Some(known) = self.counted.get(&key) {
            return known;
        }
        let count = db.in_tenant(context, move |tx| {
            queries::unread(tx.authorise::<ReadNotices>(account)?.sql(), account)
        });
        match count.await {
            Ok(count) => {
                self.counted.insert(key, count);
                count
            }
            Err(error) => {
                tracing::debug!(%error, "unread notices were not counted");
                0
            }
        }
    }

    /// Forgets a number, because she has just read them.
    pub fn forget(&self, tenant: TenantId, account: AccountId) {
        self.counted.invalidate(&(tenant, account));
    }
}
