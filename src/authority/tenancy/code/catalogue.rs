//! `catalogue.toml` and `fees.toml`: what several procedures share.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::kernel::calendar::{day, optional_day};
use crate::kernel::locale::Localised;

/// The shared words of the catalogue.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Catalogue {
    /// Domains of administration.
    pub domain: Vec<Domain>,
    /// Life events.
    pub life_event: Vec<LifeEvent>,
    /// Legal bases.
    pub legal_basis: Vec<LegalBasis>,
    /// What a citizen reads while a dossier stands at an element of its process, by the element's id.
    pub step_names: BTreeMap<String, Localised>,
}

/// A domain of administration: civil status, land.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Domain {
    /// Code.
    pub code: String,
    /// Name.
    pub name: Localised,
}

/// An occasion in a life: a child is born, a business begins.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct LifeEvent {
    /// Code.
    pub code: String,
    /// Name.
    pub name: Localised,
    /// Name of its icon in the icon set.
    pub icon: String,
}

/// An act that procedures rest on, with the days between which it is in force.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct LegalBasis {
    /// Code.
    pub code: String,
    /// Number as it is cited.
    pub number: String,
    /// Title.
    pub title: Localised,
    /// Day of adoption, when it is known.
    #[serde(default, with = "optional_day", skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<NaiveDate>")]
    pub adopted: Option<NaiveDate>,
    /// First day in force, when it is known.
    #[serde(default, with = "optional_day", skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<NaiveDate>")]
    pub from: Option<NaiveDate>,
    /// Last day in force.
    #[serde(default, with = "optional_day", skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<NaiveDate>")]
    pub until: Option<NaiveDate>,
}

/// The fee schedule.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Fees {
    /// Rates; a payment formula names them as `fee.<code>`.
    pub rate: Vec<Rate>,
}

/// A rate of the schedule. A change is a new rate of the same code with a later date.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Rate {
    /// Code: lower-case letters, digits and underscores.
    pub code: String,
    /// What it is for.
    pub name: Localised,
    /// Minor units of the tenant's currency.
    pub amount_minor: i64,
    /// First day it applies.
    #[serde(with = "day")]
    #[schemars(with = "NaiveDate")]
    pub from: NaiveDate,
    /// The act it rests on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub basis: Option<String>,
    /// The amount is made up for the demonstration.
    #[serde(default)]
    pub invented: bool,
}
