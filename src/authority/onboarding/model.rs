//! The checklist and how far it is.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::authority::tenancy::code::{ProcedureCode, TenantCode};
use crate::kernel::clock::Instant;

/// A step of the checklist.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Step {
    /// Names and look.
    Identity,
    /// Working hours and days off.
    Calendar,
    /// Operating units.
    Organisation,
    /// The chart of accounts.
    Accounts,
    /// Who works here.
    People,
    /// The first procedure.
    Procedure,
    /// The first dossier, as a test.
    Dossier,
}

/// Every step, in the order in which they are offered.
pub const STEPS: [Step; 7] = [
    Step::Identity,
    Step::Calendar,
    Step::Organisation,
    Step::Accounts,
    Step::People,
    Step::Procedure,
    Step::Dossier,
];

impl Step {
    /// Its word, in addresses and texts.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Step::Identity => "identity",
            Step::Calendar => "calendar",
            Step::Organisation => "organisation",
            Step::Accounts => "accounts",
            Step::People => "people",
            Step::Procedure => "procedure",
            Step::Dossier => "dossier",
        }
    }

    /// The step of a word.
    #[must_use]
    pub fn parse(word: &str) -> Option<Step> {
        STEPS.into_iter().find(|step| step.word() == word)
    }
}

/// How far a tenant's set-up is.
#[derive(Debug, Clone)]
pub struct Onboarding {
    /// What was said so far.
    pub code: TenantCode,
    /// Procedures that may be taken over.
    pub library: BTreeMap<String, ProcedureCode>,
    /// Steps that are done.
    pub done: Vec<Step>,
    /// The last step that can be taken back.
    pub last: Option<Step>,
    /// When the administrator asked to go live.
    pub asked_at: Option<Instant>,
    /// When the tenant went live; nothing is taken back after that.
    pub live_at: Option<Instant>,
}
