//! Applies a tenant's code: makes the database say what the folder says.
//!
//! Everything inside the tenant happens in one transaction, under the same row security and the same policy as everything
//! else (`tenant.apply`). The platform's card of the tenant (names, hosts, settings) is written last, so that a portal
//! answers only when all behind it is there; it carries the digest of the whole code, so that a card that could not be
//! written is written the next time. Applying the same code again changes nothing and says so.
//!
//! What the code no longer has is closed from today: units, halls and entities end, staff accounts are closed,
//! procedures are suspended, links are taken away. Nothing that history rests on is deleted. A changed procedure is a
//! new version; dossiers on their way keep the one they began with.

mod ids;
mod queries;
mod rows;
mod summary;
mod tables;

use std::sync::Arc;

use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use super::Settings;
use super::code::{Definition, TenantCode};
use crate::authority::access::Gate;
use crate::authority::changes::{self, Origin, Reason};
use crate::kernel::actions::Verb;
use crate::kernel::clock::Instant;
use crate::kernel::context::Place;
use crate::kernel::error::{Error, Result};
use crate::kernel::ids::TenantId;
use crate::platform::door::{Act, Db, Granted, Sql, Whole};

pub use summary::{Change, Summary};

/// Applies the code of the context's tenant.
pub struct ApplyTenant;

impl Act for ApplyTenant {
    const VERB: Verb = Verb::ApplyTenant;
    type Key = Whole;
    type Subject = Whole;

    fn find(_: &mut Sql, _: &Whole) -> Result<Option<Whole>> {
        Ok(Some(Whole))
    }

    fn place(_: &Whole) -> Place {
        Place::Tenant
    }
}

/// How to apply.
#[derive(Debug, Clone)]
pub struct Options {
    /// The hash of the demonstration's password, on a server that is one. Elsewhere people of the code have no password
    /// until they set one.
    pub demo_password_hash: Option<String>,
    /// The time.
    pub now: Instant,
}

/// Applies `code` and says what changed.
///
/// # Errors
/// When the database fails or refuses a row; then nothing of the tenant was changed.
pub async fn apply(db: &Db, gate: &Gate, code: Arc<TenantCode>, options: Options) -> Result<Summary> {
    let context = Arc::new(gate.system(TenantId::from_uuid(code.tenant.id), "tenant.apply"));
    let inside = Arc::clone(&code);
    let mut changes = db
        .in_tenant(&context, move |tx| {
            let grant = tx.authorise::<ApplyTenant>(Whole)?;
            make_tenant_so(grant, &inside, &options)
        })
        .await?;
    let settings = settings(&code)?;
    let slug = code.tenant.slug.clone();
    let is_new_card = db
        .in_platform("apply tenant", move |tx| {
            let card = queries::Card {
                id: code.tenant.id,
                slug: &code.tenant.slug,
                name: to_json(&code.tenant.name)?,
                settings,
                hosts: &code.tenant.hosts,
            };
            queries::make_card(tx.sql(), &card)
        })
        .await?;
    // The card changes with anything; it is news of its own only when nothing else is.
    if is_new_card && changes.is_empty() {
        changes.push(Change {
            changed: vec![slug.clone()],
            ..Change::of("settings")
        });
    }
    Ok(Summary { slug, changes })
}

fn make_tenant_so(
    mut grant: Granted<'_, ApplyTenant>,
    code: &TenantCode,
    options: &Options,
) -> Result<Vec<Change>> {
    let sql = grant.sql();
    queries::wait_for_turn(sql)?;
    let reason = Reason::parse("tenant apply").map_err(Error::internal)?;
    changes::open(sql, Origin::Code, &reason, options.now)?;
    let today = options.now.with_timezone(&code.tenant.zone).date_naive();
    let rows = rows::Rows {
        code,
        tenant: code.tenant.id,
    };
    let mut changes = Vec::new();
    for table in tables::TABLES {
        let change = queries::make_so(sql, table, &rows.of(table.name), today, options.now)?;
        if !change.is_empty() {
            changes.push(change);
        }
    }
    if let Some(hash) = &options.demo_password_hash
        && queries::lacks_demo_password(sql)?
    {
        queries::give_demo_password(sql, hash)?;
    }
    changes.push(procedures(sql, code, &rows, options.now)?);
    let units = &tables::PROCEDURE_UNITS;
    changes.push(queries::make_so(
        sql,
        units,
        &rows.of(units.name),
        today,
        options.now,
    )?);
    changes.retain(|change| !change.is_empty());
    let codes = rows.codes();
    Ok(changes.into_iter().map(|change| change.reading(&codes)).collect())
}

fn procedures(sql: &mut Sql, code: &TenantCode, rows: &rows::Rows<'_>, now: Instant) -> Result<Change> {
    let mut change = Change::of("procedure");
    let standing = queries::procedures(sql)?;
    for (name, procedure) in &code.procedures {
        let definition = to_json(&definition(code, name))?;
        let digest = digest(&[
            &definition.to_string(),
            &procedure.form.to_string(),
            &procedure.process,
        ]);
        let known = standing.iter().find(|it| it.code == *name);
        if known.is_some_and(|it| !it.suspended && it.digest.as_deref() == Some(digest.as_slice())) {
            continue;
        }
        let id = known.map_or_else(|| rows.id("procedure", name), |it| it.id);
        if known.is_none() {
            queries::add_procedure(sql, id, name)?;
        }
        let number = i32::try_from(known.map_or(0, |it| it.versions) + 1).map_err(Error::internal)?;
        let version = queries::NewVersion {
            id: rows.id("procedure_version", &format!("{name} {}", hex(&digest))),
            procedure: id,
            number,
            definition: &definition,
            form: &procedure.form,
            bpmn: &procedure.process,
            digest: &digest,
        };
        let number = queries::publish(sql, &version)?;
        match known {
            None => change.added.push(name.clone()),
            Some(_) => change.changed.push(format!("{name} (version {number})")),
        }
    }
    for gone in standing
        .iter()
        .filter(|it| !it.suspended && !code.procedures.contains_key(&it.code))
    {
        queries::suspend(sql, gone.id, now)?;
        change.closed.push(gone.code.clone());
    }
    Ok(change)
}

/// The definition of a procedure as its version keeps it.
fn definition(code: &TenantCode, name: &str) -> Option<Definition> {
    let facts = code.procedures.get(name)?.facts.clone();
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

/// The tenant's settings with the digest of its whole code, by which the card changes whenever anything does.
fn settings(code: &TenantCode) -> Result<Value> {
    let settings = Settings {
        tenant: code.tenant.clone(),
        theme: code.theme,
        catalogue: code.catalogue.clone(),
        fees: code.fees.clone(),
        emblem: code.emblem.clone(),
        hero: Some(code.hero.clone()),
        notices: to_json(&code.notifications)?,
    };
    let mut parts = vec![
        to_json(&code.organisation)?.to_string(),
        to_json(&code.accounts)?.to_string(),
        to_json(&code.people)?.to_string(),
        to_json(&code.calendar)?.to_string(),
    ];
    for (name, procedure) in &code.procedures {
        parts.push(to_json(&definition(code, name))?.to_string());
        parts.push(procedure.form.to_string());
        parts.push(procedure.process.clone());
    }
    let parts: Vec<&str> = parts.iter().map(String::as_str).collect();
    let mut settings = to_json(&settings)?;
    settings["digest"] = json!(hex(&digest(&parts)));
    Ok(settings)
}

fn to_json(value: &impl serde::Serialize) -> Result<Value> {
    serde_json::to_value(value).map_err(Error::internal)
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
