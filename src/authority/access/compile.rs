//! The compiled access set of one actor: the verbs of its roles, at the units that its responsibility opens.

use std::collections::{BTreeMap, BTreeSet};

use crate::kernel::access::{AccessMode, UnitSet};
use crate::kernel::actions::Verb;
use crate::kernel::context::{AccessSet, Reach};

use super::policy::Policy;
use super::roles::LineReach;

/// Compiles the set of an actor who plays `roles` together, and whose units are seen in `mode`: what one of them allows and
/// none forbids.
#[must_use]
pub fn compile(policy: &Policy, roles: &[&str], mode: Option<AccessMode>, units: &UnitSet) -> AccessSet {
    let verbs = roles.iter().filter_map(|role| policy.reaches(role));
    let verbs: BTreeSet<Verb> = verbs.flat_map(BTreeMap::keys).copied().collect();
    let reach = |verb: Verb| {
        let allows = |reach| policy.allows(roles, reach, verb);
        let in_units = allows(LineReach::Unit);
        Reach {
            tenant: allows(LineReach::Tenant),
            own: allows(LineReach::Own),
            every_unit: in_units && mode == Some(AccessMode::A),
            units: match mode {
                Some(AccessMode::S | AccessMode::M) if in_units => units.clone(),
                _ => UnitSet::empty(),
            },
        }
    };
    AccessSet::new(verbs.into_iter().map(|verb| (verb, reach(verb))).collect())
}
