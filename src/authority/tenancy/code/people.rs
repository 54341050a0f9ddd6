//! `people.toml`: who works for the tenant, with what responsibilities, and the citizens of the demonstration.
//!
//! There are no passwords in a tenant's code. `demo_sign_in = true` lets the people of this file sign in with the password of
//! the demonstration, which the server accepts only when it runs as one.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::kernel::locale::{Language, Localised};

/// The people of a tenant.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct People {
    /// Whether these people may sign in with the password of the demonstration.
    #[serde(default)]
    pub demo_sign_in: bool,
    /// Security profiles.
    pub security_profile: Vec<SecurityProfile>,
    /// Responsibilities.
    pub responsibility: Vec<Responsibility>,
    /// Staff.
    pub staff: Vec<Staff>,
    /// Citizens of the demonstration.
    #[serde(default)]
    pub citizen: Vec<Citizen>,
}

/// The operating units a responsibility opens: a list, a hierarchy, both, or all.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
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
    #[serde(default)]
    pub units: Vec<String>,
    /// This unit and every unit below it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hierarchy: Option<String>,
    /// Every unit of the tenant.
    #[serde(default)]
    pub view_all: bool,
}

/// What a person does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
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
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
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
    pub profile: String,
    /// The unit a session begins in when the profile opens several.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub default_unit: Option<String>,
}

/// A member of staff.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
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
    pub department: String,
    /// The hall a receiver or cashier works in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hall: Option<String>,
    /// Responsibilities. A session begins with the first by code.
    pub responsibilities: Vec<String>,
}

/// A citizen of the demonstration.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
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
    /// Date of birth.
    #[serde(with = "crate::kernel::calendar::day")]
    pub born_on: NaiveDate,
    /// Telephone.
    pub phone: String,
    /// Address.
    pub address: String,
}
