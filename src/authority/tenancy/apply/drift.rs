//! Drift: what differs from how the last application left it, because somebody changed it by another way.

use std::fmt;
use std::sync::Arc;

use serde::Serialize;
use serde_json::{Map, Value};

use super::ids::Ids;
use super::names::Names;
use super::{parts, queries, tables};
use crate::authority::access::Gate;
use crate::authority::changes::Origin;
use crate::authority::tenancy::acts::PlanTenant;
use crate::authority::tenancy::card::card_of;
use crate::authority::tenancy::change::{Field, Mark, differences, in_order, said};
use crate::kernel::clock::Instant;
use crate::kernel::error::Result;
use crate::kernel::ids::TenantId;
use crate::platform::door::{Db, Sql, Whole};

/// A thing that differs from how the last application left it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Drift {
    /// What happened to it.
    pub mark: Mark,
    /// What it is: `hall`.
    pub kind: &'static str,
    /// Its code, or what names it.
    pub name: String,
    /// What differs.
    pub fields: Vec<Field>,
    /// Who changed it last.
    pub made_by: String,
    /// When.
    pub made_at: Instant,
    /// By which way: `page`, `bulk`, `reorganisation`, …
    pub origin: String,
    /// Why, in her own words.
    pub reason: String,
    /// Table and key of the row.
    #[serde(skip)]
    pub(super) row: (&'static str, String),
}

impl fmt::Display for Drift {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Drift {
            mark,
            kind,
            name,
            made_by,
            reason,
            ..
        } = self;
        let day = self.made_at.format("%Y-%m-%d %H:%M");
        writeln!(
            f,
            "  {} {kind}: {name} ({made_by}, {day}, “{reason}”)",
            mark.sign()
        )?;
        self.fields.iter().try_for_each(|field| field.fmt(f))
    }
}

/// What was changed in the tenant called `slug` since the last application of its code.
///
/// # Errors
/// [`crate::kernel::error::Error::NotFound`] when there is no such tenant; when the database fails.
pub async fn drift(db: &Db, gate: &Gate, slug: &str) -> Result<Vec<Drift>> {
    let (id, _) = card_of(db, slug).await?;
    let context = Arc::new(gate.system(TenantId::from_uuid(id), "tenant.drift"));
    db.in_tenant(&context, |tx| {
        let mut grant = tx.authorise::<PlanTenant>(Whole)?;
        let sql = grant.sql();
        let ids = Ids::standing(&queries::standing_codes(sql)?);
        found(sql, &Names(&ids), Origin::Code)
    })
    .await
}

/// What drifted, read for people, as whoever applies by `origin` sees it. The first set-up of a tenant is many small
/// applications in its administrator's browser: they are drift for the code that is applied next, and none for each other.
pub(super) fn found(sql: &mut Sql, names: &Names<'_>, origin: Origin) -> Result<Vec<Drift>> {
    let mut all = rows(sql, names, &[Origin::Code.name(), origin.name()])?;
    if origin == Origin::Code {
        all.extend(parts::found(sql)?);
    }
    Ok(all)
}

/// The rows of the code's tables that drifted.
fn rows(sql: &mut Sql, names: &Names<'_>, own: &[&str]) -> Result<Vec<Drift>> {
    let mut all = Vec::new();
    for later in queries::later(sql, own)? {
        let Some(table) = table_of(&later) else { continue };
        let read = |row: Option<&Value>| {
            let mut read = names.read(&decided(table, row?));
            in_order(&mut read, table.sets);
            Some(read)
        };
        let (before, after) = (read(later.before.as_ref()), read(later.after.as_ref()));
        if before == after {
            continue;
        }
        let mut fields = Vec::new();
        let mark = match (&before, &after) {
            (None, Some(after)) => {
                said(after, &mut fields);
                Mark::Added
            }
            (Some(_), None) => Mark::Closed,
            (before, after) => {
                let side = |value: &Option<Value>| value.clone().unwrap_or_default();
                differences("", &side(before), &side(after), &mut fields);
                Mark::Changed
            }
        };
        all.push(Drift {
            mark,
            kind: table.kind,
            name: name_of(&later, names),
            fields,
            made_by: names.read_actor(&later.made_by),
            made_at: later.made_at,
            origin: later.origin,
            reason: later.reason,
            row: (table.name, later.row_key),
        });
    }
    Ok(all)
}

/// The table of the code that a row belongs to.
fn table_of(later: &queries::Later) -> Option<&'static tables::Table> {
    tables::TABLES
        .iter()
        .chain(std::iter::once(&tables::PROCEDURE_UNITS))
        .find(|table| table.name == later.table_name)
}

/// The columns that the code decides.
fn decided(table: &tables::Table, row: &Value) -> Value {
    let columns = table.columns.iter();
    let members: Map<String, Value> = columns
        .filter_map(|column| Some(((*column).to_owned(), row.get(*column)?.clone())))
        .collect();
    Value::Object(members)
}

fn name_of(later: &queries::Later, names: &Names<'_>) -> String {
    let row = later.after.as_ref().or(later.before.as_ref());
    let own = row.and_then(|row| row.get("code").or_else(|| row.get("email")));
    match own.and_then(Value::as_str) {
        Some(code) => code.to_owned(),
        None => names.read_label(&later.row_key),
    }
}
