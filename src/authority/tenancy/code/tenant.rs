//! `tenant.toml`: who the tenant is and how it is reached.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::kernel::locale::{Language, Localised};
use crate::kernel::money::Currency;

/// A jurisdiction.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Tenant {
    /// The name in addresses: lower-case letters, digits and hyphens. Also the name of the folder.
    pub slug: String,
    /// The stable id. Every other id of the tenant's organisation is derived from it, so it never changes.
    pub id: Uuid,
    /// ISO 3166-1 alpha-2, upper case.
    pub country: String,
    /// The jurisdiction: “Tỉnh An Bình”.
    pub name: Localised,
    /// The portal: “Cổng dịch vụ công”.
    pub portal: Localised,
    /// The line above the header that says whose portal this is.
    pub authority: Localised,
    /// The sentence under the search question on the home page.
    pub welcome: Localised,
    /// Host names without a port, the first one for links.
    pub hosts: Vec<String>,
    /// Languages offered, in this order.
    pub languages: Vec<Language>,
    /// The language of official papers, and of the portal for a first visit.
    pub default_language: Language,
    /// The currency of the books.
    #[schemars(with = "String", regex(pattern = "^[A-Z]{3}$"))]
    pub currency: Currency,
    /// IANA time zone: days are counted and times shown in it.
    #[schemars(with = "String")]
    pub zone: chrono_tz::Tz,
    /// Number patterns.
    pub numbers: Numbers,
    /// Sender of e-mail.
    pub mail: Mail,
    /// How to reach a person.
    pub contact: Contact,
}

/// Number patterns of the tenant (the language of [`crate::kernel::patterns`]). `{unit}` stands for the operating unit's
/// `number_code`; each unit then draws from a series of its own.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Numbers {
    /// Dossiers; dated by reception.
    pub dossier: String,
    /// Receipts for cash; dated by the day of payment.
    pub receipt: String,
    /// Result papers of a procedure that has no pattern of its own; dated by the day of issue.
    pub result: String,
}

/// How e-mail is sent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Mail {
    /// The address in `From`.
    pub sender: String,
    /// The name beside it.
    pub sender_name: Localised,
}

/// Contact facts of the footer and of every paper.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Contact {
    /// Postal address.
    pub address: Localised,
    /// Telephone number as it is dialled.
    pub phone: String,
    /// When the telephone is answered.
    pub hours: Localised,
    /// E-mail for questions.
    pub email: String,
}
