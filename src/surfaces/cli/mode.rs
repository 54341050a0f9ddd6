//! `onedoor mode …`: build modes.

use clap::Subcommand;

use crate::authority::entry::{self, Portal};
use crate::kernel::error::Result;
use crate::platform::config::Config;
use crate::platform::door::Db;

#[derive(Subcommand)]
pub(super) enum ModeCommand {
    /// Lists every tenant with its portal and its members.
    List,
    /// The tenant has a portal of its own.
    Full {
        /// Its slug.
        tenant: String,
    },
    /// Citizens are sent on to another portal, such as a national one; desks and the API stay.
    Elsewhere {
        /// Its slug.
        tenant: String,
        /// The other portal's address.
        address: String,
    },
    /// The tenant has no portal: desks and the API only.
    None {
        /// Its slug.
        tenant: String,
    },
    /// Makes a tenant the shared entry of exactly these others; of nobody, when none is named.
    Entry {
        /// The slug of the entry.
        tenant: String,
        /// The slugs of its members.
        members: Vec<String>,
    },
}

/// Does it. Every node serves the change within a second.
pub(super) async fn run(config: &Config, command: ModeCommand) -> Result<()> {
    let db = Db::connect(&config.db())?;
    match command {
        ModeCommand::List => return list(&db).await,
        ModeCommand::Full { tenant } => entry::set_portal(&db, tenant, Portal::Full).await?,
        ModeCommand::Elsewhere { tenant, address } => {
            entry::set_portal(&db, tenant, Portal::Elsewhere(address)).await?;
        }
        ModeCommand::None { tenant } => entry::set_portal(&db, tenant, Portal::None).await?,
        ModeCommand::Entry { tenant, members } => entry::set_members(&db, tenant, members).await?,
    }
    Ok(())
}

async fn list(db: &Db) -> Result<()> {
    let modes = entry::modes(db).await?;
    for (_, slug, mode) in &modes {
        let portal = match &mode.portal {
            Portal::Full => "its own portal".to_owned(),
            Portal::Elsewhere(address) => format!("sends on to {address}"),
            Portal::None => "no portal".to_owned(),
        };
        let members: Vec<&str> = modes
            .iter()
            .filter(|(id, ..)| mode.members.contains(id))
            .map(|(_, slug, _)| slug.as_str())
            .collect();
        let entry = if members.is_empty() {
            String::new()
        } else {
            format!(", the entry of {}", members.join(", "))
        };
        println!("{slug}: {portal}{entry}");
    }
    Ok(())
}
