//! `procedures/<code>/procedure.toml`: the statutory facts of a procedure.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::catalogue::LegalBasis;
use crate::kernel::locale::Localised;

/// A procedure: its facts, its form and its process.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ProcedureCode {
    /// `procedure.toml`.
    pub facts: ProcedureFacts,
    /// `form.json` with its blocks put in place.
    pub form: serde_json::Value,
    /// `process.bpmn` as it was written.
    pub process: String,
}

/// What is stored as the definition of a published version: the facts with what they name of the catalogue in place, so that
/// a version reads the same after the catalogue changed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Definition {
    /// `procedure.toml`.
    pub facts: ProcedureFacts,
    /// The acts it rests on.
    pub legal_bases: Vec<LegalBasis>,
    /// What a citizen reads while a dossier stands at an element of the process, by the element's id.
    pub step_names: BTreeMap<String, Localised>,
}

/// The facts of a procedure.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ProcedureFacts {
    /// The name in addresses; also the name of the folder.
    pub code: String,
    /// Codes it had before: what bears one of them in the database is this thing, renamed.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub formerly: Vec<String>,
    /// The number in the national catalogue, when there is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub national_code: Option<String>,
    /// Where the facts come from.
    pub source: String,
    /// Facts made up for the demonstration: `fee`, `limit`, `papers`, `steps`.
    #[serde(default)]
    pub invented: Vec<String>,
    /// Name.
    pub name: Localised,
    /// One or two sentences: what it is for.
    pub summary: Localised,
    /// Who may apply, in words.
    pub applicants: Localised,
    /// What happens, step by step.
    pub steps: Vec<Localised>,
    /// Other words under which people look for it.
    #[serde(default)]
    pub synonyms: Vec<String>,
    /// Domain of administration.
    pub domain: String,
    /// Who it is for.
    pub audience: Vec<Audience>,
    /// Life events it is listed under.
    #[serde(default)]
    pub life_events: Vec<String>,
    /// How much of it can be done online.
    pub online: Online,
    /// Operating units that run it. The first receives what is sent online without a choice.
    pub operating_units: Vec<String>,
    /// Halls that receive it over the counter.
    #[serde(default)]
    pub halls: Vec<String>,
    /// The legal entity as which a unit signs, by the unit's code, where one is given. Elsewhere it is that of the unit's hall, or
    /// without a hall the unit's default one, each as it is when a document arises.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub legal_entities: BTreeMap<String, String>,
    /// Time limit.
    pub limit: Limit,
    /// Fee.
    pub fee: Payment,
    /// Legal bases by code.
    pub legal_bases: Vec<String>,
    /// What the applicant receives.
    pub result: ResultPaper,
    /// Shown among the procedures asked for most.
    #[serde(default)]
    pub popular: bool,
}

/// Who a procedure is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Audience {
    /// Natural persons.
    Citizen,
    /// Enterprises and other organisations.
    Business,
}

/// How much can be done online.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Online {
    /// From application to result.
    Full,
    /// Application online, something else in person.
    Partial,
    /// At the counter only.
    Counter,
}

/// The unit of a time limit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum LimitUnit {
    /// Days on which the tenant works.
    WorkingDay,
    /// Hours within sessions.
    WorkingHour,
    /// Days of the calendar.
    CalendarDay,
}

/// The time limit of a procedure.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Limit {
    /// The due date pattern: `+3 00:00`.
    pub due: String,
    /// Its unit.
    pub unit: LimitUnit,
    /// What is received later than this counts from the next working day: `15:00`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cut_off: Option<String>,
    /// Days that may be added by decision.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub extension: Option<String>,
    /// The limit in words.
    pub words: Localised,
}

/// When a fee is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum When {
    /// There is none.
    Never,
    /// Before anybody looks at the dossier.
    BeforeProcessing,
    /// When the amount is known.
    AfterAssessment,
}

/// The nature of a fee, which says where it is posted and whether it bears tax.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Charge {
    /// A state fee: outside the scope of VAT.
    StateFee,
    /// The price of a service.
    Service,
}

/// The fee of a procedure.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Payment {
    /// When it is asked for.
    pub when: When,
    /// The payment request pattern: `[keypay] [cash] net=form.copies*fee.page`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub request: Option<String>,
    /// Its nature.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub charge: Option<Charge>,
    /// The fee in words.
    pub words: Localised,
    /// What stands on the invoice line.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub line: Option<Localised>,
}

/// What the applicant receives.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ResultPaper {
    /// The kind of paper, the same word for all procedures that make it.
    pub kind: String,
    /// Name.
    pub name: Localised,
    /// Number pattern; the tenant's pattern for results when there is none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub number: Option<String>,
    /// The template it is printed by.
    pub template: String,
    /// The sentence of the paper. `{field}` stands for the answer to that field of the form.
    pub statement: Localised,
}
