//! `people.toml`: who works for the tenant, with what responsibilities, and the citizens of the demonstration.
//!
//! There are no passwords in a tenant's code. `demo_sign_in = true` lets the people of this file sign in with the password of
//! the demonstration, which the server accepts only when it runs as one.

use chrono::NaiveDate;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::lists::is_false;
use crate::kernel::calendar::{day, optional_day};
use crate::kernel::locale::{Language, Localised};

/// The people of a tenant.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct People {
    /// Whether these people may sign in with the password of the demonstration.
    #[serde(default, skip_serializing_if = "is_false")]
    pub demo_sign_in: bool,
    /// Security profiles.
    pub security_profile: Vec<SecurityProfile>,
    /// Responsibilities.
    pub responsibility: Vec<Responsibility>,
    /// Staff.
    pub staff: Vec<Staff>,
    /// Citizens of the demonstration. They are brought once; from then on their accounts are their own.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub citizen: Vec<Citizen>,
    /// Profile options of the whole site and of single applications.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub option: Vec<SiteOption>,
    /// The tenant's own lines of policy, added to the role templates.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub policy: Vec<PolicyLine>,
    /// Pairs of verbs that one person may not both do to one subject.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub separated_duty: Vec<SeparatedDuty>,
}

/// A profile option that is not of a person and not of a responsibility.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SiteOption {
    /// The application it is for; the whole site, when nothing is said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub application: Option<Application>,
    /// A security profile.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub profile: Option<String>,
    /// The one operating unit, where no security profile is set.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unit: Option<String>,
    /// The unit a session begins in when the profile opens several.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub default_unit: Option<String>,
    /// Whether people see across business groups.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cross_business_group: Option<bool>,
}

/// A part of the system that options may be set for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Application {
    /// The desk of officers.
    Desk,
    /// The counter of a hall.
    Counter,
    /// The auditors' pages.
    Audit,
    /// Administration.
    Administration,
}

/// Who a line of policy reaches.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Reach {
    /// Subjects of the tenant as a whole.
    Tenant,
    /// What lies in an operating unit that the responsibility opens.
    Unit,
    /// What belongs to the actor.
    Own,
}

/// Whether a line of policy adds or forbids.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Effect {
    /// It adds.
    Allow,
    /// It forbids.
    Deny,
}

/// A line of policy.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PolicyLine {
    /// The role.
    pub role: String,
    /// The verb, as in `dossier.decide`.
    pub verb: String,
    /// How far it reaches.
    pub reach: Reach,
    /// What it does.
    pub effect: Effect,
    /// The first day it is in force; always, when nothing is said.
    #[serde(default, with = "optional_day", skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<NaiveDate>")]
    pub from: Option<NaiveDate>,
    /// The day from which it no longer holds.
    #[serde(default, with = "optional_day", skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<NaiveDate>")]
    pub until: Option<NaiveDate>,
}

/// Two verbs that one person may not both do to one subject, in either order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SeparatedDuty {
    /// The two verbs.
    pub verbs: [String; 2],
    /// Why.
    pub reason: String,
    /// The first day it holds.
    #[serde(with = "day")]
    #[schemars(with = "NaiveDate")]
    pub from: NaiveDate,
    /// The day from which it no longer holds.
    #[serde(default, with = "optional_day", skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<NaiveDate>")]
    pub until: Option<NaiveDate>,
}

/// The operating units a responsibility opens: a list, a hierarchy, both, or all.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SecurityProfile {
    /// Code.
    pub code: String,
    /// Codes it had before: what bears one of them in the database is this thing, renamed.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub formerly: Vec<String>,
    /// Name.
    pub name: Localised,
    /// Operating units one by one.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub units: Vec<String>,
    /// This unit and every unit below it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hierarchy: Option<String>,
    /// Every unit of the tenant.
    #[serde(default, skip_serializing_if = "is_false")]
    pub view_all: bool,
    /// Whether it opens units of every business group. A profile that is not global stays inside one.
    #[serde(default, skip_serializing_if = "is_false")]
    pub global: bool,
    /// The business group it stays inside; that of whoever uses it, when nothing is said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub business_group: Option<String>,
}

/// What a person does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Receives and checks dossiers.
    Receiver,
    /// Assesses them.
    Assessor,
    /// Decides.
    Approver,
    /// Takes money.
    Cashier,
    /// Sees and counts.
    Auditor,
    /// Sets up.
    Administrator,
}

impl Role {
    /// Every role.
    pub const ALL: [Role; 6] = [
        Role::Receiver,
        Role::Assessor,
        Role::Approver,
        Role::Cashier,
        Role::Auditor,
        Role::Administrator,
    ];

    /// The word in policies, processes and tables.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Role::Receiver => "receiver",
            Role::Assessor => "assessor",
            Role::Approver => "approver",
            Role::Cashier => "cashier",
            Role::Auditor => "auditor",
            Role::Administrator => "administrator",
        }
    }
}

/// A role together with the units it may be played in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Responsibility {
    /// Code.
    pub code: String,
    /// Codes it had before: what bears one of them in the database is this thing, renamed.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub formerly: Vec<String>,
    /// Name.
    pub name: Localised,
    /// Role.
    pub role: Role,
    /// Security profile.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub profile: Option<String>,
    /// The one operating unit, where no security profile is set.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unit: Option<String>,
    /// The unit a session begins in when the profile opens several.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub default_unit: Option<String>,
    /// Whether those who work under it see across business groups.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cross_business_group: Option<bool>,
    /// Its business group; the first one of the file, when nothing is said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub business_group: Option<String>,
}

/// A member of staff.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Staff {
    /// Sign-in and address.
    pub email: String,
    /// Addresses it had before: what bears one of them in the database is this thing, renamed.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub formerly: Vec<String>,
    /// Name as it is written in the tenant's language.
    pub name: String,
    /// Language of the screens.
    pub language: Language,
    /// Department.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub department: Option<String>,
    /// Telephone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub phone: Option<String>,
    /// The hall a receiver or cashier works in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hall: Option<String>,
    /// Responsibilities. A session begins with the first by code.
    pub responsibilities: Vec<Held>,
    /// A security profile of her own, above that of her responsibilities.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub profile: Option<String>,
    /// An operating unit of her own, above that of her responsibilities.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unit: Option<String>,
    /// A default unit of her own, above that of her responsibilities.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub default_unit: Option<String>,
    /// Whether she sees across business groups, above what her responsibilities say.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cross_business_group: Option<bool>,
    /// Whether she may sign in with the password of the demonstration, where that is not as for everybody of the file.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub demo_sign_in: Option<bool>,
    /// Its business group; that of her department, when nothing is said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub business_group: Option<String>,
}

/// A responsibility that somebody has: its code, or a table with its code and days.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(untagged)]
pub enum Held {
    /// For always.
    Always(String),
    /// Between days.
    Dated(HeldBetween),
}

/// A responsibility that somebody has between days.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct HeldBetween {
    /// The responsibility.
    pub code: String,
    /// The first day it is in force; always, when nothing is said.
    #[serde(default, with = "optional_day", skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<NaiveDate>")]
    pub from: Option<NaiveDate>,
    /// The day from which she no longer has it.
    #[serde(default, with = "optional_day", skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<NaiveDate>")]
    pub until: Option<NaiveDate>,
}

impl Held {
    /// The code of the responsibility.
    #[must_use]
    pub fn code(&self) -> &str {
        match self {
            Held::Always(code) => code,
            Held::Dated(held) => &held.code,
        }
    }

    /// The first day, and the day from which it no longer holds.
    #[must_use]
    pub fn days(&self) -> (Option<NaiveDate>, Option<NaiveDate>) {
        match self {
            Held::Always(_) => (None, None),
            Held::Dated(held) => (held.from, held.until),
        }
    }
}

/// A citizen of the demonstration.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Citizen {
    /// Sign-in and address.
    pub email: String,
    /// Name.
    pub name: String,
    /// Language of the screens.
    pub language: Language,
    /// Identity number, valid by its country's rules.
    pub identity_number: String,
    /// Date of birth, for whoever reads the file; accounts do not keep it.
    #[serde(default, with = "optional_day", skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<NaiveDate>")]
    pub born_on: Option<NaiveDate>,
    /// Telephone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub phone: Option<String>,
    /// Address, for whoever reads the file; accounts do not keep it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub address: Option<String>,
}

impl Application {
    /// The number its options lie under.
    #[must_use]
    pub const fn number(self) -> u128 {
        match self {
            Application::Desk => 1,
            Application::Counter => 2,
            Application::Audit => 3,
            Application::Administration => 4,
        }
    }

    /// Every application.
    pub const ALL: [Application; 4] = [
        Application::Desk,
        Application::Counter,
        Application::Audit,
        Application::Administration,
    ];
}

impl Reach {
    /// As stored.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Reach::Tenant => "tenant",
            Reach::Unit => "unit",
            Reach::Own => "own",
        }
    }
}

impl PolicyLine {
    /// What tells it from every other line: role, reach, verb and first day.
    #[must_use]
    pub fn called(&self) -> String {
        let from = self
            .from
            .map_or_else(|| "2000-01-01".to_owned(), |day| day.to_string());
        format!("{} {} {} {from}", self.role, self.reach.name(), self.verb)
    }
}

impl SeparatedDuty {
    /// The two verbs in the order in which they are stored.
    #[must_use]
    pub fn in_order(&self) -> (&str, &str) {
        let [one, other] = &self.verbs;
        if one <= other { (one, other) } else { (other, one) }
    }

    /// What tells it from every other pair: the verbs and the first day.
    #[must_use]
    pub fn called(&self) -> String {
        let (first, second) = self.in_order();
        format!("{first} {second} {}", self.from)
    }
}
