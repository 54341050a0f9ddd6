//! Reads the forms and processes of a tenant's code, so that a definition that could not be executed is never applied.

use std::collections::BTreeSet;

use serde_json::Value;

use super::conditions::Words;
use super::model::{ElementKind, ProcessDefinition};
use super::parse::{NotExecutable, parse};
use crate::authority::tenancy::code::{Definitions, FormFacts, Place, ProcessFacts, Unread};
use crate::services::catalogue::form::{self, FormDefinition};

/// The readers of this program.
#[derive(Debug, Clone, Copy, Default)]
pub struct ProcedureDefinitions;

impl Definitions for ProcedureDefinitions {
    fn form(&self, written: &Value) -> Result<FormFacts, Vec<Unread>> {
        match form::read(written) {
            Ok(form) => Ok(form_facts(&form)),
            Err(errors) => Err(errors
                .into_iter()
                .map(|error| Unread {
                    near: error.near,
                    place: None,
                    message: error.message,
                })
                .collect()),
        }
    }

    fn process(&self, bpmn: &str) -> Result<ProcessFacts, Vec<Unread>> {
        match parse(bpmn.as_bytes(), &Words) {
            Ok(process) => Ok(process_facts(&process)),
            Err(NotExecutable { faults }) => Err(faults
                .into_iter()
                .map(|fault| Unread {
                    near: None,
                    place: Some(Place {
                        line: fault.line as usize,
                        column: fault.column as usize,
                    }),
                    message: match fault.id.as_str() {
                        "" => format!("{} {}", fault.element, fault.reason),
                        id => format!("{} “{id}” {}", fault.element, fault.reason),
                    },
                })
                .collect()),
        }
    }
}

fn form_facts(form: &FormDefinition) -> FormFacts {
    let codes = |fields: &[form::Field]| {
        fields
            .iter()
            .map(|field| field.code.clone())
            .collect::<BTreeSet<_>>()
    };
    FormFacts {
        fields: form.fields().map(|field| field.code.clone()).collect(),
        dictionaries: form.dictionaries().map(str::to_owned).collect(),
        steps: form
            .steps
            .iter()
            .map(|(code, step)| (code.clone(), codes(&step.fields)))
            .collect(),
    }
}

fn process_facts(process: &ProcessDefinition) -> ProcessFacts {
    let mut facts = ProcessFacts::default();
    for (_, element) in process.elements() {
        match &element.kind {
            ElementKind::UserTask(task) => {
                facts.tasks.insert((task.role.clone(), task.unit.clone()));
                facts.step_forms.extend(task.form.clone());
            }
            ElementKind::ServiceTask(task) => {
                facts.jobs.insert(task.job.clone());
            }
            ElementKind::Message { name } => {
                facts.messages.insert(name.clone());
                continue;
            }
            ElementKind::EventBased => {}
            _ => continue,
        }
        facts.stands_at.insert(element.id.clone());
    }
    facts
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::ProcedureDefinitions;
    use crate::authority::tenancy::code::load;

    /// The demonstration is code like any other: it must load without a problem, and what is wrong is printed.
    fn loads(slug: &str) {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tenants").join(slug);
        let code = load(&folder, &ProcedureDefinitions).unwrap_or_else(|problems| panic!("\n{problems}"));
        assert!(
            code.procedures.len() >= 10,
            "{slug} has {} procedures",
            code.procedures.len()
        );
    }

    #[test]
    fn qinglan_loads() {
        loads("qinglan");
    }

    #[test]
    fn zoriana_loads() {
        loads("zoriana");
    }

    #[test]
    fn an_binh_loads() {
        loads("an-binh");
    }
}
