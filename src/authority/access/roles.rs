//! The role templates of `policies/actions/roles.toml`.

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::kernel::actions::Verb;
use crate::kernel::error::{Error, Result};

const ROLES: &str = include_str!("../../../policies/actions/roles.toml");

/// How far a line of policy reaches.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum LineReach {
    /// Subjects of the tenant as a whole.
    Tenant,
    /// What lies in an operating unit.
    Unit,
    /// What belongs to the actor.
    Own,
}

impl LineReach {
    pub(super) const ALL: [LineReach; 3] = [LineReach::Tenant, LineReach::Unit, LineReach::Own];

    /// As written in policies.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            LineReach::Tenant => "tenant",
            LineReach::Unit => "unit",
            LineReach::Own => "own",
        }
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Template {
    #[serde(default)]
    tenant: Vec<String>,
    #[serde(default)]
    unit: Vec<String>,
    #[serde(default)]
    own: Vec<String>,
}

/// Every role with its verbs.
#[derive(Debug, Clone)]
pub struct RoleTemplates(pub(super) BTreeMap<String, Vec<(LineReach, Verb)>>);

impl RoleTemplates {
    /// Reads the templates that were built in.
    ///
    /// # Errors
    /// When the file does not parse or names an unknown verb, which a test rules out.
    pub fn built_in() -> Result<Self> {
        let files: BTreeMap<String, Template> = toml::from_str(ROLES)
            .map_err(|error| Error::Internal(format!("policies/actions/roles.toml: {error}")))?;
        let mut roles = BTreeMap::new();
        for (role, template) in files {
            let mut lines = Vec::new();
            for (reach, verbs) in [
                (LineReach::Tenant, template.tenant),
                (LineReach::Unit, template.unit),
                (LineReach::Own, template.own),
            ] {
                for name in verbs {
                    let verb = Verb::parse(&name).ok_or_else(|| {
                        Error::Internal(format!("roles.toml: {role} has the unknown verb {name}"))
                    })?;
                    lines.push((reach, verb));
                }
            }
            roles.insert(role, lines);
        }
        Ok(Self(roles))
    }
}

/// The names of the roles, in their order in the matrix.
///
/// # Errors
/// As [`RoleTemplates::built_in`].
pub fn role_names() -> Result<Vec<String>> {
    Ok(RoleTemplates::built_in()?.0.into_keys().collect())
}
