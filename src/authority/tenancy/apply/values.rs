//! Balancing values that a closed legal entity keeps.

use serde_json::Value;
use uuid::Uuid;

use super::plan::BrokenRule;
use super::queries;
use super::rows::Rows;
use super::tables;
use crate::kernel::error::Result;
use crate::platform::door::Sql;

const TABLE: &str = "balancing_segment_value";

/// The values that the code gives to another entity though a closed one has them: its books are read by them. The code does
/// not say what has closed, so whoever wrote it cannot have meant to take them.
pub(super) fn kept_by_the_closed(sql: &mut Sql, rows: &Rows<'_>) -> Result<Option<BrokenRule>> {
    let Some(table) = tables::TABLES.iter().find(|it| it.name == TABLE) else {
        return Ok(None);
    };
    let entities = rows.code.organisation.legal_entity.iter();
    let said: Vec<Uuid> = entities.map(|it| rows.id("legal_entity", &it.code)).collect();
    let kept = queries::values_of_others(sql, &Value::from(rows.of(table)), &said)?;
    Ok((!kept.is_empty()).then(|| BrokenRule {
        rule: "rule-value-belongs-to-one-entity".into(),
        table: TABLE.into(),
        concerns: kept
            .into_iter()
            .flat_map(|(value, entity)| [value, entity])
            .collect(),
    }))
}
