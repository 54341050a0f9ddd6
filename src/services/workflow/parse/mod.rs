//! Reads a BPMN 2.0 file into a [`ProcessDefinition`], or says everything that is wrong with it.
//!
//! What is read is exactly what is executed. An element, attribute or structure that the engine would not honour is
//! refused by name and place: nobody finds out from a stuck dossier that a step of the drawing was skipped.
//! The steps: [`guard`] (is it safe to read), [`elements`] and [`tasks`] (what it says), [`drawing`] (where it was
//! drawn), [`structure`] (does it hang together), [`soundness`] (does every way come to an end).

pub mod drawing;
mod elements;
pub mod faults;
pub mod guard;
#[cfg(test)]
mod hostile;
mod reader;
mod soundness;
mod structure;
mod tasks;
#[cfg(test)]
mod tests;
mod xml;

use roxmltree::{Document, ParsingOptions};

pub use faults::{Fault, NotExecutable, Reason};

use super::model::ProcessDefinition;
use super::vocabulary::Vocabulary;

/// Reads the one executable process of a BPMN 2.0 file.
///
/// # Errors
/// Every fault found. Faults of structure are looked for only when every element could be read, so that one
/// unknown element does not bring a crowd of followers.
pub fn parse(bytes: &[u8], vocabulary: &dyn Vocabulary) -> Result<ProcessDefinition, NotExecutable> {
    let alone = |fault| NotExecutable { faults: vec![fault] };
    let text = guard::admit(bytes).map_err(alone)?;
    let options = ParsingOptions {
        allow_dtd: false,
        nodes_limit: guard::NODES_MAX,
        ..ParsingOptions::default()
    };
    let document = Document::parse_with_options(text, options).map_err(|error| {
        let fault = guard::whole_file(match error {
            roxmltree::Error::DtdDetected => Reason::DocumentType,
            roxmltree::Error::NodesLimitReached => Reason::TooMany("nodes", guard::NODES_MAX as usize),
            ref other => Reason::NotXml(other.to_string()),
        });
        alone(Fault {
            line: error.pos().row,
            column: error.pos().col,
            ..fault
        })
    })?;
    let mut reader = reader::Reader::new(&document, vocabulary);
    let definition = reader.read();
    let (mut faults, whole) = reader.finish();
    if let (Some(read), true) = (&definition, whole) {
        let structural = structure::check(&read.definition);
        let structural = if structural.is_empty() {
            soundness::check(&read.definition)
        } else {
            structural
        };
        faults.extend(
            structural
                .into_iter()
                .map(|complaint| read.place(&document, complaint)),
        );
    }
    faults.sort_by_key(|fault| (fault.line, fault.column));
    faults.truncate(faults::FAULTS_MAX);
    match definition {
        Some(read) if faults.is_empty() => Ok(read.definition),
        _ => Err(NotExecutable { faults }),
    }
}
