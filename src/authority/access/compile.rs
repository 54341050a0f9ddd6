//! The compiled access set of one actor: the verbs of its roles, at the units that its responsibility opens.

use std::collections::BTreeMap;

use crate::kernel::access::{AccessMode, UnitSet};
use crate::kernel::actions::Verb;
use crate::kernel::context::{AccessSet, Reach};

use super::policy::Policy;

/// Compiles the set of an actor who plays `roles` together, and whose units are seen in `mode`: what one of them allows and
/// none forbids.
#[must_use]
pub fn compile(policy: &Policy, roles: &[&str], mode: Option<AccessMode>, units: &UnitSet) -> AccessSet {
    let mut reaches: BTreeMap<Verb, Reach> = BTreeMap::new();
    for role in roles {
        for (verb, of_role) in policy.reaches(role).into_iter().flatten() {
            let reach = reaches.entry(*verb).or_default();
            reach.tenant |= of_role.tenant;
            reach.own |= of_role.own;
            if of_role.unit {
                match mode {
                    Some(AccessMode::A) => reach.every_unit = true,
                    Some(AccessMode::S | AccessMode::M) => reach.units = units.clone(),
                    Some(AccessMode::X) | None => {}
                }
            }
        }
    }
    for role in roles {
        for (verb, kept_from) in policy.forbidden(role).into_iter().flatten() {
            if let Some(reach) = reaches.get_mut(verb) {
                reach.tenant &= !kept_from.tenant;
                reach.own &= !kept_from.own;
                if kept_from.unit {
                    reach.every_unit = false;
                    reach.units = UnitSet::empty();
                }
            }
        }
    }
    AccessSet::new(reaches)
}
