//! `onedoor tenant check`, `onedoor tenant apply` and `onedoor demo`.

use std::path::PathBuf;
use std::sync::Arc;

use crate::authority::access::Gate;
use crate::authority::people::hash_for_demo;
use crate::authority::tenancy::apply::{Options, apply};
use crate::authority::tenancy::code::{TenantCode, load};
use crate::authority::tenancy::demo::{self, DEMO_PASSWORD};
use crate::kernel::clock;
use crate::kernel::error::{Error, Result};
use crate::platform::config::Config;
use crate::platform::door::Db;
use crate::services::workflow::definitions::ProcedureDefinitions;

/// The tenants of the demonstration, in the order in which they are printed.
const DEMO_TENANTS: [&str; 3] = ["an-binh", "zoriana", "qinglan"];

/// Reads these folders and prints every problem of each; needs no database.
pub(super) fn check(folders: &[PathBuf]) -> Result<Vec<TenantCode>> {
    let mut codes = Vec::new();
    let mut problems = 0;
    for folder in folders {
        match load(folder, &ProcedureDefinitions) {
            Ok(code) => codes.push(code),
            Err(found) => {
                problems += found.0.len();
                eprint!("{found}");
            }
        }
    }
    match problems {
        0 => Ok(codes),
        1 => Err(Error::refused("one problem; nothing was applied")),
        many => Err(Error::refused(format!("{many} problems; nothing was applied"))),
    }
}

/// Applies these folders and prints what changed. Nothing is applied unless all of them can be read.
pub(super) async fn apply_folders(config: &Config, folders: &[PathBuf]) -> Result<Vec<TenantCode>> {
    let codes = check(folders)?;
    let db = Db::connect(&config.db())?;
    let gate = Gate::open(&db).await?;
    let options = Options {
        demo_password_hash: config
            .is_demo()
            .then(|| hash_for_demo(DEMO_PASSWORD))
            .transpose()?,
        now: clock::now(),
    };
    for code in &codes {
        // Standard output belongs to what the command is asked for; progress goes beside it.
        eprint!(
            "{}",
            apply(&db, &gate, Arc::new(code.clone()), options.clone()).await?
        );
    }
    Ok(codes)
}

/// Applies the tenants of the demonstration under `tenants`, and prints their addresses and sign-ins.
pub(super) async fn demo(config: &Config, tenants: &std::path::Path) -> Result<()> {
    if !config.is_demo() {
        return Err(Error::refused(
            "ONEDOOR_DEMO is not 1: this server takes no sign-in of the demonstration",
        ));
    }
    let folders = DEMO_TENANTS.map(|slug| tenants.join(slug));
    let codes = apply_folders(config, &folders).await?;
    print!("{}", demo::listing(&codes, config.public_port.unwrap_or(80)));
    Ok(())
}
