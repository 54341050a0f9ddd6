//! Computes every digest of the trail again.

use std::sync::Arc;

use crate::authority::access::Gate;
use crate::kernel::error::Result;
use crate::kernel::ids::TenantId;
use crate::platform::door::{Db, Whole as Trail, row_digest};

use super::acts::SealAudit;
use super::model::{Fault, Seal, Verdict};
use super::queries::{self, Whole};
use super::seal::chain;

/// Seals looked at in one transaction.
const SEALS_A_TIME: i64 = 50;
/// More faults are not listed: the first ones say where to look.
const FAULTS_MAX: usize = 100;

/// Computes the digests of a tenant's trail again and compares.
///
/// It proves that nobody changed the trail without computing every later seal anew; a seal kept outside the database
/// (printed, or sent to another authority) proves the rest.
///
/// # Errors
/// When the database fails.
pub async fn verify(db: &Db, gate: &Gate, tenant: TenantId) -> Result<Verdict> {
    let context = Arc::new(gate.system(tenant, "audit.verifier"));
    let (mut verdict, mut before): (Verdict, Option<Seal>) = (Verdict::default(), None);
    loop {
        let (mut found, mut last) = (std::mem::take(&mut verdict), before.take());
        let (found, last, is_done) = db
            .in_tenant(&context, move |tx| {
                let mut grant = tx.authorise::<SealAudit>(Trail)?;
                let sql = grant.sql();
                let seals =
                    queries::seals_after(sql, last.as_ref().map_or(0, |seal| seal.number), SEALS_A_TIME)?;
                let is_done = seals.is_empty();
                for seal in seals {
                    let from = last.as_ref().map_or(0, |seal: &Seal| seal.below);
                    let entries = queries::entries_between(sql, (from, seal.below))?;
                    judge(&mut found, tenant, last.as_ref(), &seal, &entries);
                    last = Some(seal);
                }
                if is_done {
                    let from = last.as_ref().map_or(0, |seal| seal.below);
                    let rest = queries::entries_between(sql, (from, i64::MAX))?;
                    found.unsealed = i64::try_from(rest.len()).unwrap_or(i64::MAX);
                    judge_entries(&mut found, tenant, &rest);
                }
                Ok((found, last, is_done))
            })
            .await?;
        (verdict, before) = (found, last);
        if is_done {
            verdict.faults.truncate(FAULTS_MAX);
            verdict.last = before;
            return Ok(verdict);
        }
    }
}

fn judge(verdict: &mut Verdict, tenant: TenantId, before: Option<&Seal>, seal: &Seal, entries: &[Whole]) {
    let expected = before.map_or(1, |seal| seal.number + 1);
    verdict
        .faults
        .extend((expected..seal.number).take(FAULTS_MAX).map(Fault::Missing));
    judge_entries(verdict, tenant, entries);
    let count = i64::try_from(entries.len()).unwrap_or(i64::MAX);
    let digest = chain(
        before,
        seal.number,
        seal.below,
        entries.iter().map(|entry| entry.row_digest.as_slice()),
    );
    if count != seal.entries || digest != seal.digest {
        verdict.faults.push(Fault::Seal(seal.number));
    }
    verdict.seals += 1;
    verdict.sealed += count;
}

fn judge_entries(verdict: &mut Verdict, tenant: TenantId, entries: &[Whole]) {
    let changed = entries.iter().filter(|entry| {
        let digest = row_digest(
            tenant.uuid(),
            entry.id,
            entry.occurred_at,
            &entry.actor,
            &entry.verb,
            entry.subject,
            &entry.outcome,
            &entry.detail,
        );
        digest != entry.row_digest
    });
    verdict.faults.extend(changed.map(|entry| Fault::Entry(entry.id)));
}
