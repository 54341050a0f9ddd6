//! The role templates of `policies/actions/roles.toml`.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::kernel::actions::Verb;
use crate::kernel::error::{Error, Result};

const ROLES: &str = include_str!("../../../policies/actions/roles.toml");

/// How far a line of policy reaches.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum LineReach {
    /// Subjects of the tenant as a whole.
    Tenant,
    /// What lies in an operating unit.
    Unit,
    /// What belongs to the actor.
    Own,
}

impl LineReach {
    /// Every reach, the widest first.
    pub const ALL: [LineReach; 3] = [LineReach::Tenant, LineReach::Unit, LineReach::Own];

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

    /// Every role, in the order of their names.
    pub fn roles(&self) -> impl Iterator<Item = &str> {
        self.0.keys().map(String::as_str)
    }

    /// Whether the template of `role` allows `verb` that far.
    #[must_use]
    pub fn allows(&self, role: &str, reach: LineReach, verb: Verb) -> bool {
        self.0
            .get(role)
            .is_some_and(|lines| lines.contains(&(reach, verb)))
    }

    /// Whether a role is played by people whom a tenant tells what they may do: not the public's, not the system's.
    #[must_use]
    pub fn is_of_people(&self, role: &str) -> bool {
        self.0.contains_key(role) && !matches!(role, "system" | "public")
    }

    /// Whether any role of people has `verb` by its template. What only parts of the system do is no person's to be given.
    #[must_use]
    pub fn verb_is_of_people(&self, verb: Verb) -> bool {
        self.0
            .iter()
            .filter(|(role, _)| self.is_of_people(role))
            .any(|(_, lines)| lines.iter().any(|(_, one)| *one == verb))
    }
}

/// The names of the roles, in their order in the matrix.
///
/// # Errors
/// As [`RoleTemplates::built_in`].
pub fn role_names() -> Result<Vec<String>> {
    Ok(RoleTemplates::built_in()?.0.into_keys().collect())
}
