//! Links of units and legal entities that the code says have ended.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::plan::InUse;
use super::queries;
use super::rows::Rows;
use super::tables;
use crate::kernel::error::Result;
use crate::platform::door::Sql;

const TABLE: &str = "operating_unit_legal_entity";

/// Links that this application ends while open dossiers rest on them. Halls and defaults the database holds itself.
pub(super) fn resting_on_ended(
    sql: &mut Sql,
    rows: &Rows<'_>,
    touched: &BTreeSet<(&'static str, String)>,
) -> Result<Vec<InUse>> {
    let mut ended = Vec::new();
    let mut names = Vec::new();
    for unit in &rows.code.organisation.operating_unit {
        for link in unit.legal_entities.iter().filter(|it| it.days().1.is_some()) {
            let (of, entity) = (
                rows.id("operating_unit", &unit.code),
                rows.id("legal_entity", link.code()),
            );
            if touched.contains(&(TABLE, format!("{of} {entity}"))) {
                ended.push(json!({"operating_unit_id": of, "legal_entity_id": entity, "place": names.len()}));
                names.push(format!("{} {}", unit.code, link.code()));
            }
        }
    }
    if ended.is_empty() {
        return Ok(Vec::new());
    }
    let kind = tables::TABLES
        .iter()
        .find(|it| it.name == TABLE)
        .map_or(TABLE, |it| it.kind);
    let counts = queries::open_dossiers_of(sql, &Value::from(ended))?;
    Ok(counts
        .into_iter()
        .filter_map(|(place, count)| {
            let name = names.get(usize::try_from(place).ok()?)?.clone();
            let by = match count {
                1 => "1 open dossier".to_owned(),
                many => format!("{many} open dossiers"),
            };
            Some(InUse { kind, name, by })
        })
        .collect())
}
