//! `onedoor audit verify`: computes every digest of the audit trail again.

use crate::authority::access::Gate;
use crate::authority::audit::{Verdict, verify};
use crate::authority::tenancy::Tenants;
use crate::kernel::error::{Error, Result};
use crate::platform::config::Config;
use crate::platform::door::Db;

/// Verifies the trails of these tenants, of all when none is named, and prints one line for each. The last seal is printed
/// with its digest: kept outside the database, it proves that nobody computed the chain anew.
pub(super) async fn verify_trails(config: &Config, slugs: &[String]) -> Result<()> {
    let db = Db::connect(&config.db())?;
    let gate = Gate::open(&db).await?;
    let tenants = Tenants::load(&db).await?.all();
    if let Some(unknown) = slugs
        .iter()
        .find(|slug| !tenants.iter().any(|tenant| tenant.slug == **slug))
    {
        return Err(Error::refused(format!("there is no tenant {unknown}")));
    }
    let mut faults = 0;
    for tenant in tenants {
        if !slugs.is_empty() && !slugs.contains(&tenant.slug) {
            continue;
        }
        let verdict = verify(&db, &gate, tenant.id).await?;
        faults += verdict.faults.len();
        println!("{}", told(&tenant.slug, &verdict));
    }
    match faults {
        0 => Ok(()),
        1 => Err(Error::refused(
            "one thing in the audit trail is not as it was written",
        )),
        many => Err(Error::refused(format!(
            "{many} things in the audit trail are not as they were written"
        ))),
    }
}

fn told(slug: &str, verdict: &Verdict) -> String {
    let mut text = format!(
        "{slug}: {} entries under {} seals, {} not sealed yet: {}",
        verdict.sealed,
        verdict.seals,
        verdict.unsealed,
        if verdict.faults.is_empty() {
            "sound"
        } else {
            "NOT SOUND"
        }
    );
    if let Some(last) = &verdict.last {
        let digest: String = last.digest.iter().map(|byte| format!("{byte:02x}")).collect();
        text += &format!(
            "\n  last seal {} of {}: {digest}",
            last.number,
            last.sealed_at.format("%Y-%m-%dT%H:%M:%SZ")
        );
    }
    for fault in &verdict.faults {
        text += &format!("\n  {fault}");
    }
    text
}
