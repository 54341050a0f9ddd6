//! What is kept of a tenant in its row: everything that pages and rules need before they open a transaction.

use serde::{Deserialize, Serialize};

use super::code;

/// The `settings` of a tenant, written whole when its code is applied.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Settings {
    /// `tenant.toml`.
    pub tenant: code::Tenant,
    /// `theme.toml`.
    pub theme: code::Theme,
    /// `catalogue.toml`: domains, life events, legal bases.
    pub catalogue: code::Catalogue,
    /// `fees.toml`.
    pub fees: code::Fees,
    /// `emblem.svg`, as text.
    pub emblem: String,
    /// `hero.svg`, as text.
    #[serde(default)]
    pub hero: Option<String>,
    /// The tenant's own wording of notices, as `notifications.toml` has it.
    #[serde(default)]
    pub notices: serde_json::Value,
    /// What the files say and no other table keeps.
    #[serde(default)]
    pub beside: Beside,
}

/// What a tenant's files say and no other table keeps.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Beside {
    /// The regulation that the codes of `accounts.toml` come from.
    #[serde(default)]
    pub regulation: String,
    /// The hall that a member of staff works in, by address.
    #[serde(default)]
    pub halls: std::collections::BTreeMap<String, String>,
}
