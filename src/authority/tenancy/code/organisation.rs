//! `organisation.toml`: the bodies of the tenant. The rules between them are checked in `check/organisation.rs`.

use chrono::NaiveDate;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::lists::{is_true, one_or_more, one_or_more_schema, true_};
use crate::kernel::calendar::optional_day;
use crate::kernel::locale::Localised;
use crate::kernel::money::Currency;

/// The organisation of a tenant.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Organisation {
    /// The top: one, or several between which nothing passes.
    #[serde(deserialize_with = "one_or_more")]
    #[schemars(schema_with = "one_or_more_schema::<BusinessGroup>")]
    pub business_group: Vec<BusinessGroup>,
    /// Value sets that have a name of their own. Ledgers may name others.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub value_set: Vec<ValueSet>,
    /// Ledgers.
    pub ledger: Vec<Ledger>,
    /// Which ledgers belong together.
    pub accounting_setup: Vec<AccountingSetup>,
    /// Registered bodies.
    pub legal_entity: Vec<LegalEntity>,
    /// Stretches of business run by one set of rules.
    pub operating_unit: Vec<OperatingUnit>,
    /// Cost centres.
    pub cost_centre: Vec<CostCentre>,
    /// Places where citizens are served.
    pub hall: Vec<Hall>,
    /// The tree of departments, which carries people and no transactions.
    pub department: Vec<Department>,
    /// Values of the segment “cost centre” that no cost centre of this file has, or that bear another name than theirs.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub cost_centre_value: Vec<CostCentreValue>,
}

/// Values that a segment of a chart of accounts may take.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ValueSet {
    /// Code, as ledgers name it.
    pub code: String,
    /// Name.
    pub name: Localised,
}

/// A value of the segment “cost centre”, below a company value.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CostCentreValue {
    /// The value set of the company value.
    pub value_set: String,
    /// The company value it lies below.
    pub company_value: String,
    /// The value.
    pub value: String,
    /// Name.
    pub name: Localised,
}

/// A window or area of a hall. It has no unit and no legal entity of its own.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct HallPart {
    /// Code, unique in its hall.
    pub code: String,
    /// What it is.
    pub kind: HallPartKind,
    /// Name.
    pub name: Localised,
    /// The first day it is in force, which has come; always, when nothing is said.
    #[serde(default, with = "optional_day", skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<NaiveDate>")]
    pub from: Option<NaiveDate>,
}

/// What a part of a hall is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum HallPartKind {
    /// A place where people are served.
    Window,
    /// A place where they wait, or fill in forms.
    Area,
}

/// The top of the hierarchy.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct BusinessGroup {
    /// Code, unique in the tenant.
    pub code: String,
    /// Codes it had before: what bears one of them in the database is this thing, renamed.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub formerly: Vec<String>,
    /// Name.
    pub name: Localised,
    /// The first day it is in force, which has come; always, when nothing is said.
    #[serde(default, with = "optional_day", skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<NaiveDate>")]
    pub from: Option<NaiveDate>,
}

/// A ledger.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Ledger {
    /// Code.
    pub code: String,
    /// Codes it had before: what bears one of them in the database is this thing, renamed.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub formerly: Vec<String>,
    /// Name.
    pub name: Localised,
    /// Currency of the books.
    #[schemars(with = "String", regex(pattern = "^[A-Z]{3}$"))]
    pub currency: Currency,
    /// The value set that balancing segment values of its legal entities come from.
    pub value_set: String,
}

/// One primary ledger with its secondary ledgers, in which every posting is repeated by mapped accounts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AccountingSetup {
    /// Code.
    pub code: String,
    /// Codes it had before: what bears one of them in the database is this thing, renamed.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub formerly: Vec<String>,
    /// The primary ledger.
    pub primary: String,
    /// Secondary ledgers.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub secondary: Vec<String>,
    /// Name; that of its primary ledger, when nothing is said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<Localised>,
}

/// The law under which a body is registered, which also says how its number is checked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum RegistrationScheme {
    /// Viet Nam: tax code, 10 digits or 10-3.
    Mst,
    /// Ukraine: EDRPOU, 8 digits.
    Edrpou,
    /// China: unified social credit code, GB 32100.
    Gb32100,
}

/// A registration number.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Registration {
    /// The kind of number.
    pub scheme: RegistrationScheme,
    /// The number.
    pub number: String,
}

/// A registered body. It stamps decisions, invoices and receipts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct LegalEntity {
    /// Code.
    pub code: String,
    /// Codes it had before: what bears one of them in the database is this thing, renamed.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub formerly: Vec<String>,
    /// Name as registered, with translations.
    pub name: Localised,
    /// The accounting set-up it keeps its books in.
    pub accounting_setup: String,
    /// Registration number.
    pub registration: Registration,
    /// Balancing segment values it owns; no other entity of the same value set owns one of them.
    pub company_values: Vec<String>,
    /// Address as printed on invoices.
    #[serde(default, skip_serializing_if = "no_text")]
    pub address: Localised,
    /// City or town, for invoices.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub city: String,
    /// The series its invoices are numbered in, without a gap; `{YY}` or `{YYYY}` stands for the year. A body without one
    /// issues no invoices: no procedure with a fee may be signed by it, and its books need no accounts.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub invoice_series: String,
    /// The series its credit notes are numbered in; with its invoices, when nothing is said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub credit_note_series: Option<String>,
    /// E-mail address on invoices.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub email: String,
    /// Its telephone number on invoices; the tenant's, when nothing is said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub phone: Option<String>,
    /// Its country on invoices, ISO 3166-1 alpha-2; the tenant's, when nothing is said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub country: Option<String>,
    /// Bank or treasury account for transfers.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub bank_account: String,
    /// Name of that bank or treasury.
    #[serde(default, skip_serializing_if = "no_text")]
    pub bank_name: Localised,
    /// The first day it is in force, which has come; always, when nothing is said.
    #[serde(default, with = "optional_day", skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<NaiveDate>")]
    pub from: Option<NaiveDate>,
    /// Its business group; the first one of the file, when nothing is said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub business_group: Option<String>,
}

impl LegalEntity {
    /// Whether it numbers and sends invoices. One that does not may be described by its name and register alone.
    #[must_use]
    pub fn issues_invoices(&self) -> bool {
        !self.invoice_series.is_empty()
    }
}

fn no_text(text: &Localised) -> bool {
    text.0.is_empty()
}

/// A stretch of business run by one set of rules. Not a department: it may span many legal entities.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct OperatingUnit {
    /// Code.
    pub code: String,
    /// Codes it had before: what bears one of them in the database is this thing, renamed.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub formerly: Vec<String>,
    /// Name.
    pub name: Localised,
    /// Its one primary ledger.
    pub ledger: String,
    /// Legal entities it works for, all of the same ledger.
    pub legal_entities: Vec<Linked>,
    /// The one used when a document needs a legal entity and none was given.
    pub default_legal_entity: String,
    /// What stands for `{unit}` in number patterns.
    pub number_code: String,
    /// The unit above it in the hierarchy that security profiles may follow.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub parent: Option<String>,
    /// The first day it is in force, which has come; always, when nothing is said.
    #[serde(default, with = "optional_day", skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<NaiveDate>")]
    pub from: Option<NaiveDate>,
    /// Its business group; the first one of the file, when nothing is said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub business_group: Option<String>,
}

/// A legal entity that a unit works for: its code, or a table with its code and days.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(untagged)]
pub enum Linked {
    /// For always.
    Always(String),
    /// Between days.
    Dated(LinkedBetween),
}

/// A legal entity that a unit works for, or has worked for, between days.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct LinkedBetween {
    /// The legal entity.
    pub code: String,
    /// The first day it is in force, which has come; always, when nothing is said.
    #[serde(default, with = "optional_day", skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<NaiveDate>")]
    pub from: Option<NaiveDate>,
    /// The day from which the unit no longer worked for it. It has come: an end in the future is a planned reorganisation.
    #[serde(default, with = "optional_day", skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<NaiveDate>")]
    pub until: Option<NaiveDate>,
}

impl Linked {
    /// The code of the legal entity.
    #[must_use]
    pub fn code(&self) -> &str {
        match self {
            Linked::Always(code) => code,
            Linked::Dated(link) => &link.code,
        }
    }

    /// The first day, and the day from which it no longer holds.
    #[must_use]
    pub fn days(&self) -> (Option<NaiveDate>, Option<NaiveDate>) {
        match self {
            Linked::Always(_) => (None, None),
            Linked::Dated(link) => (link.from, link.until),
        }
    }
}

impl From<String> for Linked {
    fn from(code: String) -> Self {
        Linked::Always(code)
    }
}

impl OperatingUnit {
    /// Whether it works for a legal entity now.
    #[must_use]
    pub fn works_for(&self, entity: &str) -> bool {
        let mut links = self.legal_entities.iter();
        links.any(|it| it.code() == entity && it.days().1.is_none())
    }
}

/// A cost centre.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CostCentre {
    /// Code.
    pub code: String,
    /// Codes it had before: what bears one of them in the database is this thing, renamed.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub formerly: Vec<String>,
    /// Name.
    pub name: Localised,
    /// Its one legal entity.
    pub legal_entity: String,
    /// The company value of that entity.
    pub company_value: String,
    /// The first day it is in force, which has come; always, when nothing is said.
    #[serde(default, with = "optional_day", skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<NaiveDate>")]
    pub from: Option<NaiveDate>,
    /// Whether its code is also a value of the segment “cost centre” below its company value.
    #[serde(default = "true_", skip_serializing_if = "is_true")]
    pub segment_value: bool,
}

/// What a hall can do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Capability {
    /// Receives dossiers over the counter.
    ReceivesDossiers,
    /// Issues queue tickets.
    IssuesTickets,
    /// Takes cash.
    TakesCash,
    /// Prints and hands over results.
    PrintsResults,
}

/// A place where citizens are served.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Hall {
    /// Code.
    pub code: String,
    /// Codes it had before: what bears one of them in the database is this thing, renamed.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub formerly: Vec<String>,
    /// Name.
    pub name: Localised,
    /// Its operating unit, and with it its ledger.
    pub operating_unit: String,
    /// Its legal entity, one of the operating unit's.
    pub legal_entity: String,
    /// Its cost centre, of the same legal entity.
    pub cost_centre: String,
    /// What it can do.
    pub capabilities: Vec<Capability>,
    /// Address.
    pub address: Localised,
    /// Opening hours in words; the calendar has them for counting.
    pub hours: Localised,
    /// The first day it is in force, which has come; always, when nothing is said.
    #[serde(default, with = "optional_day", skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<NaiveDate>")]
    pub from: Option<NaiveDate>,
    /// Its windows and areas.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub part: Vec<HallPart>,
}

/// A department.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Department {
    /// Code.
    pub code: String,
    /// Codes it had before: what bears one of them in the database is this thing, renamed.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub formerly: Vec<String>,
    /// Name.
    pub name: Localised,
    /// The department above.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub parent: Option<String>,
    /// A cost centre, if it has one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cost_centre: Option<String>,
    /// The first day it is in force, which has come; always, when nothing is said.
    #[serde(default, with = "optional_day", skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<NaiveDate>")]
    pub from: Option<NaiveDate>,
    /// Its business group; the first one of the file, when nothing is said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub business_group: Option<String>,
}
