//! `organisation.toml`: the bodies of the tenant. The rules between them are checked in `check/organisation.rs`.

use serde::{Deserialize, Serialize};

use crate::kernel::locale::Localised;
use crate::kernel::money::Currency;

/// The organisation of a tenant.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Organisation {
    /// The top. Nothing crosses it.
    pub business_group: BusinessGroup,
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
}

/// The top of the hierarchy.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BusinessGroup {
    /// Code, unique in the tenant.
    pub code: String,
    /// Codes it had before: what bears one of them in the database is this thing, renamed.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub formerly: Vec<String>,
    /// Name.
    pub name: Localised,
}

/// A ledger.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
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
    pub currency: Currency,
    /// The value set that balancing segment values of its legal entities come from.
    pub value_set: String,
}

/// One primary ledger with its secondary ledgers, in which every posting is repeated by mapped accounts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
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
    #[serde(default)]
    pub secondary: Vec<String>,
}

/// The law under which a body is registered, which also says how its number is checked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
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
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Registration {
    /// The kind of number.
    pub scheme: RegistrationScheme,
    /// The number.
    pub number: String,
}

/// A registered body. It stamps decisions, invoices and receipts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
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
    pub address: Localised,
    /// City or town, for invoices.
    pub city: String,
    /// The series its invoices are numbered in, without a gap; `{YY}` or `{YYYY}` stands for the year.
    pub invoice_series: String,
    /// E-mail address on invoices.
    pub email: String,
    /// Bank or treasury account for transfers.
    pub bank_account: String,
    /// Name of that bank or treasury.
    pub bank_name: Localised,
}

/// A stretch of business run by one set of rules. Not a department: it may span many legal entities.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
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
    pub legal_entities: Vec<String>,
    /// The one used when a document needs a legal entity and none was given.
    pub default_legal_entity: String,
    /// What stands for `{unit}` in number patterns.
    pub number_code: String,
    /// The unit above it in the hierarchy that security profiles may follow.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub parent: Option<String>,
}

/// A cost centre.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
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
}

/// What a hall can do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
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
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
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
}

/// A department.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
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
}
