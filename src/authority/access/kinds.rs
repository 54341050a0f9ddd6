//! The kinds of dangerous acts.

use serde::{Deserialize, Serialize};

use crate::authority::people::admin::commands as people;
use crate::kernel::actions::Verb;
use crate::kernel::ids::SeparatedDutyId;

use super::commands::{self, NewLoan};
use super::pending::{Kind, read};
use super::rules::LineChange;

/// A change of policy that lets somebody do more.
pub const WIDEN_POLICY: &str = "policy-line";
/// Two duties kept apart no longer.
pub const JOIN_DUTIES: &str = "join-duties";
/// A responsibility lent that can change the policy itself.
pub const LEND_ADMINISTRATION: &str = "lend-administration";

/// A responsibility given that can change access itself.
pub const GIVE_ADMINISTRATION: &str = "give-administration";

/// The duties to join.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct Joined {
    pub id: SeparatedDutyId,
}

pub(super) const ALL: &[Kind] = &[
    Kind {
        name: WIDEN_POLICY,
        verb: Verb::ChangePolicy,
        carry_out: |sql, payload, day| commands::carry_out_line(sql, &read::<LineChange>(payload)?, day),
    },
    Kind {
        name: JOIN_DUTIES,
        verb: Verb::ChangePolicy,
        carry_out: |sql, payload, day| commands::carry_out_join(sql, read::<Joined>(payload)?.id, day),
    },
    Kind {
        name: LEND_ADMINISTRATION,
        verb: Verb::ChangePolicy,
        carry_out: |sql, payload, day| commands::carry_out_loan(sql, &read::<NewLoan>(payload)?, day),
    },
    Kind {
        name: GIVE_ADMINISTRATION,
        verb: Verb::ChangeAccess,
        carry_out: people::carry_out_given,
    },
];
