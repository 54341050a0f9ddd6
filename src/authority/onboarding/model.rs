//! The checklist and how far it is.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::authority::tenancy::code::{ProcedureCode, TenantCode};
use crate::kernel::clock::Instant;

/// What the platform's operator says of a new tenant.
#[derive(Debug, Clone)]
pub struct Invitation {
    /// Its name in addresses.
    pub slug: String,
    /// The host name it will answer at.
    pub host: String,
    /// Its name, in the template's own language.
    pub name: String,
    /// The first administrator's name.
    pub person: String,
    /// Her address.
    pub email: String,
}

/// A step of the checklist.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Step {
    /// Languages, zone and currency.
    Region,
    /// Names and colours.
    Identity,
    /// The emblem.
    Emblem,
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
pub const STEPS: [Step; 9] = [
    Step::Region,
    Step::Identity,
    Step::Emblem,
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
            Step::Region => "region",
            Step::Identity => "identity",
            Step::Emblem => "emblem",
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

/// How a tenant's dossiers stand in its statistics. A dossier is a test for good when it was received before its tenant went
/// live, whenever it ends: that follows from two moments that never change, so nothing has to be marked or ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// It never was set up in the browser: everything counts.
    Counted,
    /// It is being set up: everything is a test.
    SetUp,
    /// It went live then: what was received before is a test.
    LiveSince(Instant),
}

impl Standing {
    /// Whether a dossier received at this moment is a test.
    #[must_use]
    pub fn is_test(self, received_at: Instant) -> bool {
        match self {
            Standing::Counted => false,
            Standing::SetUp => true,
            Standing::LiveSince(live) => received_at < live,
        }
    }
}
