//! Seals the trail, some time after its entries were written.

use std::sync::Arc;
use std::time::Duration;

use sha2::{Digest, Sha256};

use crate::authority::access::Gate;
use crate::authority::tenancy::Tenants;
use crate::kernel::error::Result;
use crate::kernel::ids::TenantId;
use crate::platform::door::{Db, TenantTx, Whole};

use super::acts::SealAudit;
use super::model::Seal;
use super::queries;

/// How often every tenant's trail is sealed.
pub const SEAL_EVERY: Duration = Duration::from_secs(10);
/// The most entries of one seal, unless one transaction alone wrote more.
const ENTRIES_MAX: i64 = 5_000;

/// Seals what finished transactions added to a tenant's trail. Answers how many entries.
///
/// Several nodes may seal at once: one of them does, the others find the trail taken and leave it.
///
/// # Errors
/// When the database fails.
pub async fn seal(db: &Db, gate: &Gate, tenant: TenantId) -> Result<i64> {
    let context = Arc::new(gate.system(tenant, "audit.sealer"));
    let mut sealed = 0;
    loop {
        let batch = db.in_tenant(&context, seal_batch).await?;
        sealed += batch;
        if batch < ENTRIES_MAX {
            return Ok(sealed);
        }
    }
}

/// Seals every tenant's trail again and again, until it is dropped.
pub async fn keep_sealed(db: Db, gate: Gate, tenants: Tenants) {
    let mut every = tokio::time::interval(SEAL_EVERY);
    every.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
    loop {
        every.tick().await;
        for tenant in tenants.all() {
            if let Err(error) = seal(&db, &gate, tenant.id).await {
                tracing::warn!(tenant = %tenant.slug, %error, "the audit trail was not sealed; it is tried again");
            }
        }
    }
}

fn seal_batch(tx: &mut TenantTx) -> Result<i64> {
    let mut grant = tx.authorise::<SealAudit>(Whole)?;
    let sql = grant.sql();
    if !queries::may_seal_alone(sql)? {
        return Ok(0);
    }
    let last = queries::last_seal(sql)?;
    let from = last.as_ref().map_or(0, |seal| seal.below);
    let horizon = queries::horizon(sql)?;
    let Some(first) = queries::transaction_at(sql, (from, horizon), 0)? else {
        return Ok(0);
    };
    // A seal ends between two transactions. One that wrote more than a batch alone is sealed whole.
    let below = match queries::transaction_at(sql, (from, horizon), ENTRIES_MAX)? {
        None => horizon,
        Some(next) => next.max(first + 1),
    };
    let entries = queries::entries_between(sql, (from, below))?;
    let count = i64::try_from(entries.len()).unwrap_or(i64::MAX);
    let number = last.as_ref().map_or(1, |seal| seal.number + 1);
    let digest = chain(
        last.as_ref(),
        number,
        below,
        entries.iter().map(|entry| entry.row_digest.as_slice()),
    );
    queries::insert_seal(sql, number, below, count, &digest)?;
    Ok(count)
}

/// The digest of a seal: its place in the chain, the seal before it, and the entries it covers.
pub(super) fn chain<'a>(
    before: Option<&Seal>,
    number: i64,
    below: i64,
    entries: impl Iterator<Item = &'a [u8]>,
) -> Vec<u8> {
    let mut hasher = Sha256::new();
    hasher.update(b"onedoor audit seal 1\0");
    hasher.update(number.to_be_bytes());
    hasher.update(below.to_be_bytes());
    let mut part = |bytes: &[u8]| {
        hasher.update((bytes.len() as u64).to_be_bytes());
        hasher.update(bytes);
    };
    part(before.map_or(&[], |seal| &seal.digest));
    entries.for_each(part);
    hasher.finalize().to_vec()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_digest_depends_on_place_and_order() {
        let of = |number, below, entries: &[&[u8]]| chain(None, number, below, entries.iter().copied());
        let whole = of(1, 10, &[b"a", b"b"]);
        assert_eq!(whole, of(1, 10, &[b"a", b"b"]));
        for other in [
            of(2, 10, &[b"a", b"b"]),
            of(1, 11, &[b"a", b"b"]),
            of(1, 10, &[b"b", b"a"]),
            of(1, 10, &[b"ab"]),
        ] {
            assert_ne!(whole, other);
        }
    }
}
