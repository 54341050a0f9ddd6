//! Forms: what a procedure asks of an applicant, and of the officers who work on it.
//!
//! A form is JSON of our own. [`FormDefinition`] comes only from [`read`], so whoever holds one knows that its expressions
//! parse, its names are unique and its limits are sane. [`FormDefinition::validate`] turns what a browser or a program sent
//! into typed [`Answers`], or says field by field what is wrong; the raw values are kept either way, because nobody should
//! have to type anything twice. All of it is pure.
//!
//! ```json
//! { "pages": [ { "code": "child", "title": {"vi": "…", "en": "…"},
//!                "fields": [ { "code": "child_name", "type": "text", "label": {"vi": "…"}, "required": true,
//!                              "max_length": 100, "visible_if": "form.parents_married = true" } ] } ],
//!   "papers": [ { "code": "birth_notification", "name": {"vi": "…"}, "required": true, "kind": "original" } ],
//!   "steps": { "assess": { "title": {"vi": "…"}, "fields": [ … ] } } }
//! ```
//!
//! A choice takes its options from the form itself (`options`) or from a dictionary of the tenant (`"dictionary": "code"`),
//! whose version in force is asked when the form is filled in. A dictionary of several levels is chosen level by level; the
//! answer is the code of the lowest.
//!
//! Expressions (`visible_if`, `required_if`) are FEEL and see the answers as `form.<field>`.

mod answers;
mod listed;
mod problems;
mod read;
#[cfg(test)]
mod tests;
mod validate;
mod values;

use std::collections::BTreeMap;

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use crate::authority::dictionaries::Edition;
use crate::kernel::expressions::Expression;
use crate::kernel::identity::IdentityKind;
use crate::kernel::locale::Localised;

pub use answers::{Answer, Answers};
pub use listed::walk;
pub use problems::{FieldProblem, ProblemKind, Raw, Rejected};
pub use read::{FormError, read};
pub use validate::Setting;

/// The most fields a form may have, over all pages and steps.
pub const FIELDS_MAX: usize = 200;
/// The most values a submission may bring before it is refused unread.
pub const VALUES_MAX: usize = 400;
/// The longest text of one answer when the field sets no limit, in characters.
pub const TEXT_LENGTH_MAX: u32 = 4_000;
/// The largest paper when the form sets no limit, in megabytes.
pub const PAPER_MB_DEFAULT: u16 = 20;
/// The largest paper a form may allow, in megabytes.
pub const PAPER_MB_MAX: u16 = 200;

/// A form.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FormDefinition {
    /// Pages, in the order in which they are asked.
    pub pages: Vec<Page>,
    /// Papers to attach.
    #[serde(default)]
    pub papers: Vec<PaperRequirement>,
    /// What officers fill in, by the code that `od:form` of a user task names.
    #[serde(default)]
    pub steps: BTreeMap<String, StepForm>,
}

/// A page: one topic.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Page {
    /// Code, for addresses.
    pub code: String,
    /// Title.
    pub title: Localised,
    /// A sentence under it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hint: Option<Localised>,
    /// Fields that belong to no section, asked first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub fields: Vec<Field>,
    /// Sections.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub sections: Vec<Section>,
}

impl Page {
    /// Every field of the page, in the order in which it is asked.
    pub fn fields(&self) -> impl Iterator<Item = &Field> {
        self.fields
            .iter()
            .chain(self.sections.iter().flat_map(|section| &section.fields))
    }
}

/// A part of a page under its own heading.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Section {
    /// Heading.
    pub title: Localised,
    /// Fields.
    pub fields: Vec<Field>,
}

/// What an officer fills in at a step.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StepForm {
    /// Title.
    pub title: Localised,
    /// Fields.
    pub fields: Vec<Field>,
}

/// The type of a field.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FieldType {
    /// One line.
    Text,
    /// Several lines.
    LongText,
    /// A whole number.
    Integer,
    /// A number with decimals.
    Decimal,
    /// An amount in the tenant's currency, written in its major unit and kept in minor units.
    Amount,
    /// A day.
    Date,
    /// One of the options.
    Choice,
    /// Any of the options.
    Choices,
    /// Yes or no.
    YesNo,
    /// An identity or registration number with a check rule.
    Identity,
    /// An e-mail address.
    Email,
    /// A telephone number.
    Phone,
}

/// A question.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Field {
    /// Code: the name of the answer in expressions, so it has letters, digits and underscores only.
    pub code: String,
    /// Type.
    #[serde(rename = "type")]
    pub kind: FieldType,
    /// The question.
    pub label: Localised,
    /// A sentence of help.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hint: Option<Localised>,
    /// Whether it must be answered when it is visible.
    #[serde(default)]
    pub required: bool,
    /// It must also be answered when this holds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub required_if: Option<Expression>,
    /// It is asked only when this holds. An answer to a question that is not asked is not kept.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub visible_if: Option<Expression>,
    /// Longest text, in characters.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max_length: Option<u32>,
    /// Smallest number or earliest day.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub min: Option<Bound>,
    /// Largest number or latest day.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max: Option<Bound>,
    /// A regular expression that the whole text must match; it has no quotes and no backslashes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pattern: Option<String>,
    /// What the pattern wants, in words. Required with a pattern.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pattern_hint: Option<Localised>,
    /// Options of a choice.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub options: Vec<ChoiceOption>,
    /// The code of the dictionary that a choice takes its options from, instead of its own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub dictionary: Option<String>,
    /// The version of that dictionary, once the form is given one (see [`FormDefinition::with_editions`]).
    #[serde(skip)]
    pub edition: Option<std::sync::Arc<Edition>>,
    /// Kind of an identity number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub identity: Option<IdentityKind>,
    /// What the field is filled with beforehand, in the language of autofill: `_subjectName`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub autofill: Option<String>,
}

/// A bound of a field: a number, a day, the word `today`, or the code of another date field.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Bound {
    /// A number.
    Number(Decimal),
    /// A day as `2026-01-31`, `today`, or another field.
    Word(String),
}

/// An option of a choice.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ChoiceOption {
    /// The value in answers and expressions.
    pub value: String,
    /// What the applicant reads.
    pub label: Localised,
}

/// Whether the original is looked at or a copy will do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PaperKind {
    /// The original, photographed or shown at the counter.
    Original,
    /// A copy.
    Copy,
}

/// A type of file that a paper may have. The type is told from the content, never from the name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FileType {
    /// PDF.
    Pdf,
    /// JPEG.
    Jpg,
    /// PNG.
    Png,
}

impl FileType {
    /// What a paper accepts when the form does not say.
    pub const USUAL: [FileType; 3] = [FileType::Pdf, FileType::Jpg, FileType::Png];
}

/// A paper to attach.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PaperRequirement {
    /// Code.
    pub code: String,
    /// Name.
    pub name: Localised,
    /// A sentence of help.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hint: Option<Localised>,
    /// Whether it must be attached.
    #[serde(default)]
    pub required: bool,
    /// It must also be attached when this holds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub required_if: Option<Expression>,
    /// Original or copy.
    pub kind: PaperKind,
    /// Types of file accepted.
    #[serde(default = "usual_types")]
    pub accept: Vec<FileType>,
    /// Largest file, in megabytes of 1,000,000 bytes.
    #[serde(default = "usual_size")]
    pub max_mb: u16,
}

fn usual_types() -> Vec<FileType> {
    FileType::USUAL.to_vec()
}

const fn usual_size() -> u16 {
    PAPER_MB_DEFAULT
}

impl FormDefinition {
    /// Every field of the applicant, in the order in which it is asked.
    pub fn fields(&self) -> impl Iterator<Item = &Field> {
        self.pages.iter().flat_map(Page::fields)
    }

    /// The applicant's field of this code.
    #[must_use]
    pub fn field(&self, code: &str) -> Option<&Field> {
        self.fields().find(|field| field.code == code)
    }
}

impl Field {
    /// The longest answer, in characters.
    #[must_use]
    pub fn length_max(&self) -> u32 {
        self.max_length.unwrap_or(TEXT_LENGTH_MAX)
    }
}
