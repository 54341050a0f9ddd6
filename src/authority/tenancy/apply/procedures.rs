//! Publishes what changed of the procedures. A changed procedure is a new version; dossiers on their way keep the one they
//! began with.

use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use super::queries;
use super::rows::Rows;
use crate::authority::tenancy::change::{Change, Mark, differences, to_json};
use crate::authority::tenancy::code::{Definition, ProcedureCode, TenantCode};
use crate::kernel::clock::Instant;
use crate::kernel::error::{Error, Result};
use crate::platform::door::Sql;

pub(super) const KIND: &str = "procedure";

/// Publishes new versions, and suspends what the code no longer has. Answers each change with the id of its procedure.
pub(super) fn make_so(
    sql: &mut Sql,
    code: &TenantCode,
    rows: &Rows<'_>,
    now: Instant,
) -> Result<Vec<(String, Change)>> {
    let mut changes = Vec::new();
    let standing = queries::procedures(sql)?;
    for (name, procedure) in &code.procedures {
        let id = rows.id(KIND, name);
        let known = standing.iter().find(|it| it.id == id);
        if let Some(change) = publish(sql, code, (name, procedure), (id, known), rows)? {
            changes.push((id.to_string(), change));
        }
    }
    for gone in standing
        .iter()
        .filter(|it| !it.suspended && !code.procedures.keys().any(|name| rows.id(KIND, name) == it.id))
    {
        queries::suspend(sql, gone.id, now)?;
        let change = Change {
            mark: Mark::Closed,
            kind: KIND,
            name: gone.code.clone(),
            fields: Vec::new(),
        };
        changes.push((gone.id.to_string(), change));
    }
    changes.sort_by_key(|(_, change)| change.mark);
    Ok(changes)
}

fn publish(
    sql: &mut Sql,
    code: &TenantCode,
    (name, procedure): (&String, &ProcedureCode),
    (id, known): (uuid::Uuid, Option<&queries::Standing>),
    rows: &Rows<'_>,
) -> Result<Option<Change>> {
    let definition = to_json(&definition(code, name))?;
    let digest = digest(&[
        &definition.to_string(),
        &procedure.form.to_string(),
        &procedure.process,
    ]);
    if known.is_some_and(|it| {
        !it.suspended && it.code == *name && it.digest.as_deref() == Some(digest.as_slice())
    }) {
        return Ok(None);
    }
    let mut fields = Vec::new();
    match known {
        None => queries::add_procedure(sql, id, name)?,
        Some(known) => {
            let after = compared(definition.clone(), &procedure.form, &procedure.process);
            let before = said(queries::in_force(sql, id)?);
            differences("", &before, &after, &mut fields);
            if fields.is_empty() && !known.suspended {
                return Ok(None);
            }
            if known.suspended {
                differences("suspended", &json!(true), &json!(false), &mut fields);
            }
            if known.code != *name {
                differences("code", &json!(known.code), &json!(name), &mut fields);
                queries::rename_procedure(sql, id, name)?;
            }
        }
    }
    let number = i32::try_from(known.map_or(0, |it| it.versions) + 1).map_err(Error::internal)?;
    let version = queries::NewVersion {
        id: rows.id("procedure_version", &format!("{id} {}", hex(&digest))),
        procedure: id,
        number,
        definition: &definition,
        form: &procedure.form,
        bpmn: &procedure.process,
        digest: &digest,
    };
    let number = queries::publish(sql, &version)?;
    Ok(Some(match known {
        None => Change {
            mark: Mark::Added,
            kind: KIND,
            name: name.clone(),
            fields,
        },
        Some(_) => Change {
            mark: Mark::Changed,
            kind: KIND,
            name: format!("{name} (version {number})"),
            fields,
        },
    }))
}

/// The definition of a procedure as its version keeps it. What it was once called is no part of it.
fn definition(code: &TenantCode, name: &str) -> Option<Definition> {
    let mut facts = code.procedures.get(name)?.facts.clone();
    facts.formerly.clear();
    let catalogue = &code.catalogue;
    let legal_bases = facts
        .legal_bases
        .iter()
        .filter_map(|basis| catalogue.legal_basis.iter().find(|it| it.code == *basis).cloned())
        .collect();
    Some(Definition {
        facts,
        legal_bases,
        step_names: catalogue.step_names.clone(),
    })
}

/// What a version says, for telling what differs.
pub(super) fn said(version: Option<queries::InForce>) -> Value {
    version.map_or(Value::Null, |it| compared(it.definition, &it.form, &it.bpmn))
}

fn compared(definition: Value, form: &Value, process: &str) -> Value {
    json!({
        "definition": without_places(definition), "form": form, "process.bpmn": hex(&digest_of(process)),
    })
}

/// Who takes the dossiers of a procedure, and where, is not what it is: it changes without a new version.
fn without_places(mut definition: Value) -> Value {
    if let Some(facts) = definition.get_mut("facts").and_then(Value::as_object_mut) {
        facts.remove("operating_units");
        facts.remove("halls");
        facts.remove("legal_entities");
    }
    definition
}

fn digest_of(part: &str) -> [u8; 32] {
    digest(&[part])
}

fn digest(parts: &[&str]) -> [u8; 32] {
    let mut hash = Sha256::new();
    for part in parts {
        hash.update((part.len() as u64).to_be_bytes());
        hash.update(part.as_bytes());
    }
    hash.finalize().into()
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
