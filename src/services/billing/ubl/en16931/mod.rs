//! The business rules of EN 16931 over a UBL 2.1 invoice or credit note, ours or anybody's.
//!
//! A rule keeps the name it has in the standard (`BR-CO-15`), so that a refusal can be looked up. Covered are what must be
//! there (BR-01 to BR-65), the sums and conditions (BR-CO), the decimals (BR-DEC), the code lists as far as their shape or a
//! short list decides (BR-CL), and the VAT categories standard, zero, exempt and outside scope (BR-S, BR-Z, BR-E, BR-O).
//! Not covered are the categories a public body of our tenants does not use (AE, IC, G, IGIC, IPSI) and the warnings about
//! elements that the core does not use (UBL-CR).

mod lists;
mod presence;
mod sums;
mod tree;
mod vat;

use std::fmt;

use roxmltree::ParsingOptions;

use tree::Invoice;

/// A rule that is broken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Violation {
    /// The rule's name in the standard.
    pub rule: String,
    /// Where: the line or group, empty for the document as a whole.
    pub place: String,
    /// What the rule demands.
    pub demand: String,
}

impl fmt::Display for Violation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.place.is_empty() {
            write!(f, "{}: {}", self.rule, self.demand)
        } else {
            write!(f, "{} ({}): {}", self.rule, self.place, self.demand)
        }
    }
}

/// A text that is not a UBL document at all.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NotUbl {
    /// Not well-formed, or with a document type declaration, which we never read.
    #[error("not a readable XML document: {0}")]
    NotXml(String),
    /// Some other document.
    #[error("the root element is {0}, not an Invoice or CreditNote of UBL 2.1")]
    OtherRoot(String),
}

/// Every rule the document breaks, in the order of the checks; none for a good one.
///
/// # Errors
/// When the text is not XML or not a UBL invoice or credit note.
pub fn check(xml: &str) -> Result<Vec<Violation>, NotUbl> {
    let options = ParsingOptions {
        allow_dtd: false,
        ..ParsingOptions::default()
    };
    let parsed =
        roxmltree::Document::parse_with_options(xml, options).map_err(|e| NotUbl::NotXml(e.to_string()))?;
    let invoice = Invoice::read(&parsed)?;
    let mut report = Report::default();
    presence::check(&invoice, &mut report);
    lists::check(&invoice, &mut report);
    sums::check(&invoice, &mut report);
    vat::check(&invoice, &mut report);
    Ok(report.violations)
}

/// Collects what is broken.
#[derive(Default)]
struct Report {
    violations: Vec<Violation>,
}

impl Report {
    /// Records the rule as broken unless `kept`.
    fn rule(&mut self, rule: &str, place: &str, kept: bool, demand: &str) {
        if !kept {
            self.violations.push(Violation {
                rule: rule.to_owned(),
                place: place.to_owned(),
                demand: demand.to_owned(),
            });
        }
    }
}
