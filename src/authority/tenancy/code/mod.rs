//! A tenant as code: the folder `tenants/<slug>/` read into types, and checked without a database.
//!
//! ```text
//! tenant.toml        name, hosts, languages, currency, zone, number patterns, mail, contact
//! organisation.toml  business group, ledgers, legal entities, operating units, halls, cost centres, departments
//! accounts.toml      the chart of accounts of each ledger
//! people.toml        security profiles, responsibilities, staff; citizens of the demonstration
//! calendar.toml      working hours, days off, make-up days
//! catalogue.toml     domains, life events, legal bases
//! fees.toml          the fee schedule: dated rates that payment formulas name
//! theme.toml         colours and fonts; emblem.svg, hero.svg
//! blocks.json        sections, fields and papers that several forms share
//! notifications.toml (optional) the tenant's own wording of notices
//! dictionaries/      (optional) <code>.toml, and <code>.csv for a long list: value lists that forms offer
//! procedures/<code>/ procedure.toml, form.json, process.bpmn
//! ```
//!
//! Every file refuses keys it does not know. [`load`] reads the whole folder and answers either the tenant or every problem
//! found, each with its file and, where it can be told, its line and column. Forms and processes belong to a higher floor;
//! their readers are handed in as [`Definitions`].

mod accounts;
mod blocks;
mod catalogue;
mod check;
mod dictionaries;
mod drawing;
mod lists;
mod loader;
mod lookups;
mod organisation;
mod people;
mod places;
mod problem;
mod procedure;
mod rules;
mod schema;
mod tenant;
#[cfg(test)]
mod tests;
mod texts;
mod theme;

pub use accounts::{Account, AccountKind, AccountUse, Accounts};
pub use catalogue::{Catalogue, Domain, Fees, LegalBasis, LifeEvent, Rate};
pub use check::{CODE_MAX, NAME_MAX, VALUE_MAX, is_code, is_email, is_value};
pub use dictionaries::Dictionaries;
pub use loader::{Definitions, FormFacts, ProcessFacts, TenantCode, Unread, load};
pub use lookups::{Organised, folded};
pub use organisation::{
    AccountingSetup, BusinessGroup, Capability, CostCentre, CostCentreValue, Department, Hall, HallPart,
    HallPartKind, Ledger, LegalEntity, Linked, LinkedBetween, OperatingUnit, Organisation, Registration,
    RegistrationScheme, ValueSet,
};
pub use people::{
    Application, Citizen, Effect, Held, HeldBetween, People, PolicyLine, Reach, Responsibility, Role,
    SecurityProfile, SeparatedDuty, SiteOption, Staff,
};
pub use places::problem_of_row;
pub use problem::{Place, Problem, Problems, Source};
pub use procedure::{
    Audience, Charge, Definition, Limit, LimitUnit, Online, Payment, ProcedureCode, ProcedureFacts,
    ResultPaper, When,
};
pub use schema::{SCHEMAS, schema};
pub use tenant::{Contact, Mail, Numbers, Tenant};
pub use theme::Theme;
