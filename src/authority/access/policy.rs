//! One enforcer per tenant: the role templates and the tenant's own lines, asked through Casbin.

use std::collections::BTreeMap;

use async_trait::async_trait;
use casbin::{Adapter, CoreApi, DefaultModel, Enforcer, Filter, Model, RbacApi};

use crate::kernel::actions::Verb;
use crate::kernel::error::{Error, Result};

use super::roles::{LineReach, RoleTemplates};

const MODEL: &str = include_str!("../../../policies/actions/model.conf");

/// A line of policy.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PolicyLine {
    /// The role it speaks of.
    pub role: String,
    /// How far it reaches.
    pub reach: LineReach,
    /// The verb it allows or forbids.
    pub verb: Verb,
    /// `true` allows; `false` forbids, whatever else allows.
    pub allows: bool,
}

/// Which of the three reaches a role has for a verb, or is kept from.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Reaches {
    /// Subjects of the tenant as a whole.
    pub tenant: bool,
    /// What lies in an operating unit.
    pub unit: bool,
    /// What belongs to the actor.
    pub own: bool,
}

impl Reaches {
    /// Whether `reach` is among them.
    #[must_use]
    pub fn has(self, reach: LineReach) -> bool {
        match reach {
            LineReach::Tenant => self.tenant,
            LineReach::Unit => self.unit,
            LineReach::Own => self.own,
        }
    }

    fn add(&mut self, reach: LineReach) {
        match reach {
            LineReach::Tenant => self.tenant = true,
            LineReach::Unit => self.unit = true,
            LineReach::Own => self.own = true,
        }
    }
}

/// A tenant's policy. Enforcing is linear in its lines, so it is asked once for each role, reach and verb when it is
/// made, and never for a row.
pub struct Policy {
    enforcer: Enforcer,
    table: BTreeMap<String, BTreeMap<Verb, Reaches>>,
    /// What a line forbids each role. Whoever plays several roles is kept from it, whichever of them allows it.
    forbidden: BTreeMap<String, BTreeMap<Verb, Reaches>>,
}

/// Hands Casbin the lines that were read from the tenant's own table under row security. Read only: lines change by
/// acts of administration, which are recorded, never through the enforcer.
struct Lines(Vec<Vec<String>>);

fn read_only<T>() -> casbin::Result<T> {
    Err(
        casbin::error::AdapterError("policy lines are changed in the tenant's tables, not here".into())
            .into(),
    )
}

#[async_trait]
impl Adapter for Lines {
    async fn load_policy(&mut self, model: &mut dyn Model) -> casbin::Result<()> {
        model.add_policies("p", "p", self.0.clone());
        Ok(())
    }
    async fn load_filtered_policy<'a>(&mut self, model: &mut dyn Model, _: Filter<'a>) -> casbin::Result<()> {
        self.load_policy(model).await
    }
    async fn save_policy(&mut self, _: &mut dyn Model) -> casbin::Result<()> {
        read_only()
    }
    async fn clear_policy(&mut self) -> casbin::Result<()> {
        read_only()
    }
    fn is_filtered(&self) -> bool {
        false
    }
    async fn add_policy(&mut self, _: &str, _: &str, _: Vec<String>) -> casbin::Result<bool> {
        read_only()
    }
    async fn add_policies(&mut self, _: &str, _: &str, _: Vec<Vec<String>>) -> casbin::Result<bool> {
        read_only()
    }
    async fn remove_policy(&mut self, _: &str, _: &str, _: Vec<String>) -> casbin::Result<bool> {
        read_only()
    }
    async fn remove_policies(&mut self, _: &str, _: &str, _: Vec<Vec<String>>) -> casbin::Result<bool> {
        read_only()
    }
    async fn remove_filtered_policy(
        &mut self,
        _: &str,
        _: &str,
        _: usize,
        _: Vec<String>,
    ) -> casbin::Result<bool> {
        read_only()
    }
}

impl Policy {
    /// Builds the enforcer from the templates and the tenant's own lines, and asks it for every role, reach and verb.
    ///
    /// # Errors
    /// When Casbin refuses the model or a line.
    pub async fn build(templates: &RoleTemplates, own: &[PolicyLine]) -> Result<Policy> {
        let mut roles: Vec<&str> = templates.0.keys().map(String::as_str).collect();
        let mut lines: Vec<Vec<String>> = Vec::new();
        let mut forbidden: BTreeMap<String, BTreeMap<Verb, Reaches>> = BTreeMap::new();
        for (role, verbs) in &templates.0 {
            lines.extend(verbs.iter().map(|(reach, verb)| line(role, *reach, *verb, true)));
        }
        for extra in own {
            roles.push(&extra.role);
            lines.push(line(&extra.role, extra.reach, extra.verb, extra.allows));
            if !extra.allows {
                let verbs = forbidden.entry(extra.role.clone()).or_default();
                verbs.entry(extra.verb).or_default().add(extra.reach);
            }
        }
        roles.sort_unstable();
        roles.dedup();
        lines.sort_unstable();
        lines.dedup();
        let model = DefaultModel::from_str(MODEL).await.map_err(Error::internal)?;
        let mut enforcer = Enforcer::new(model, Lines(lines))
            .await
            .map_err(Error::internal)?;
        // Each role plays itself at a nameless place of each reach; actors are added where a decision is to be explained.
        enforcer.enable_auto_save(false);
        for role in &roles {
            for reach in LineReach::ALL {
                enforcer
                    .add_role_for_user(&probe(role), role, Some(reach.name()))
                    .await
                    .map_err(Error::internal)?;
            }
        }
        let mut table = BTreeMap::new();
        for role in roles {
            table.insert(role.to_owned(), ask(&enforcer, role)?);
        }
        Ok(Policy {
            enforcer,
            table,
            forbidden,
        })
    }

    /// How far each verb reaches for `role` alone. Verbs it does not have are absent.
    #[must_use]
    pub fn reaches(&self, role: &str) -> Option<&BTreeMap<Verb, Reaches>> {
        self.table.get(role)
    }

    /// Whether whoever plays `roles` together has `reach` for a verb: one of them allows it, and none forbids it.
    #[must_use]
    pub fn allows(&self, roles: &[&str], reach: LineReach, verb: Verb) -> bool {
        let says = |table: &BTreeMap<String, BTreeMap<Verb, Reaches>>| {
            roles.iter().any(|role| {
                let reaches = table.get(*role).and_then(|verbs| verbs.get(&verb));
                reaches.is_some_and(|reaches| reaches.has(reach))
            })
        };
        says(&self.table) && !says(&self.forbidden)
    }

    /// Every role of the policy.
    pub fn roles(&self) -> impl Iterator<Item = &str> {
        self.table.keys().map(String::as_str)
    }

    /// Gives `actor` a role at a place: an operating unit's id, `tenant` or `own`.
    ///
    /// # Errors
    /// When Casbin refuses it.
    pub async fn assign(&mut self, actor: &str, role: &str, place: &str) -> Result<()> {
        self.enforcer
            .add_role_for_user(actor, role, Some(place))
            .await
            .map_err(Error::internal)?;
        Ok(())
    }

    /// Asks Casbin itself: the reference that compiled access sets are held against.
    ///
    /// # Errors
    /// When Casbin cannot evaluate the request.
    pub fn enforce(&self, actor: &str, reach: LineReach, place: &str, verb: Verb) -> Result<bool> {
        self.enforcer
            .enforce((actor, reach.name(), place, verb.name()))
            .map_err(Error::internal)
    }
}

fn line(role: &str, reach: LineReach, verb: Verb, allows: bool) -> Vec<String> {
    vec![
        role.to_owned(),
        reach.name().to_owned(),
        verb.name().to_owned(),
        if allows { "allow" } else { "deny" }.to_owned(),
    ]
}

// An actor must not be named like a role, or every role would be its own member.
fn probe(role: &str) -> String {
    format!("probe:{role}")
}

fn ask(enforcer: &Enforcer, role: &str) -> Result<BTreeMap<Verb, Reaches>> {
    let actor = probe(role);
    let may = |reach: LineReach, verb: Verb| {
        enforcer
            .enforce((actor.as_str(), reach.name(), reach.name(), verb.name()))
            .map_err(Error::internal)
    };
    let mut verbs = BTreeMap::new();
    for verb in Verb::ALL.iter().copied() {
        let reaches = Reaches {
            tenant: may(LineReach::Tenant, verb)?,
            unit: may(LineReach::Unit, verb)?,
            own: may(LineReach::Own, verb)?,
        };
        if reaches != Reaches::default() {
            verbs.insert(verb, reaches);
        }
    }
    Ok(verbs)
}
