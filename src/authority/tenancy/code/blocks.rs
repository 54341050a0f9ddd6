//! Blocks: sections, fields and papers that several forms share, written once in `blocks.json`.
//!
//! Wherever a form says `{"block": "applicant"}` the block of that name is put in its place; other keys beside `block`
//! replace those of the block, so that a shared field may have its own hint. What is stored is the form with its blocks
//! in place: a published version does not change when a block does.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

/// The blocks of a tenant by name.
pub(super) type Blocks = BTreeMap<String, Map<String, Value>>;

/// Blocks in blocks deeper than this are taken for a circle.
const DEPTH_MAX: usize = 4;

/// `form` with its blocks in place.
///
/// # Errors
/// A sentence for each block that does not exist or leads back to itself.
pub(super) fn expand(form: &Value, blocks: &Blocks) -> Result<Value, Vec<(String, String)>> {
    let mut problems = Vec::new();
    let expanded = walk(form, blocks, 0, &mut problems);
    if problems.is_empty() {
        Ok(expanded)
    } else {
        Err(problems)
    }
}

fn walk(value: &Value, blocks: &Blocks, depth: usize, problems: &mut Vec<(String, String)>) -> Value {
    match value {
        Value::Array(items) => Value::Array(
            items
                .iter()
                .map(|item| walk(item, blocks, depth, problems))
                .collect(),
        ),
        Value::Object(entries) => match entries.get("block").and_then(Value::as_str) {
            Some(name) => put_in_place(name, entries, blocks, depth, problems),
            None => Value::Object(
                entries
                    .iter()
                    .map(|(key, inner)| (key.clone(), walk(inner, blocks, depth, problems)))
                    .collect(),
            ),
        },
        other => other.clone(),
    }
}

fn put_in_place(
    name: &str,
    beside: &Map<String, Value>,
    blocks: &Blocks,
    depth: usize,
    problems: &mut Vec<(String, String)>,
) -> Value {
    let Some(block) = blocks.get(name) else {
        problems.push((
            name.to_owned(),
            format!("there is no block “{name}” in blocks.json"),
        ));
        return Value::Null;
    };
    if depth >= DEPTH_MAX {
        problems.push((name.to_owned(), format!("block “{name}” leads back to itself")));
        return Value::Null;
    }
    let mut merged = block.clone();
    for (key, value) in beside.iter().filter(|(key, _)| *key != "block") {
        merged.insert(key.clone(), value.clone());
    }
    walk(&Value::Object(merged), blocks, depth + 1, problems)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn blocks(value: &Value) -> Blocks {
        serde_json::from_value(value.clone()).unwrap()
    }

    #[test]
    fn a_block_is_put_in_place_and_what_stands_beside_it_wins() {
        let shared = blocks(&json!({"name": {"code": "full_name", "required": true}}));
        let form = json!({"fields": [{"block": "name", "required": false}]});
        assert_eq!(
            expand(&form, &shared).unwrap(),
            json!({"fields": [{"code": "full_name", "required": false}]})
        );
    }

    #[test]
    fn a_missing_block_and_a_circle_are_said() {
        let shared = blocks(&json!({"a": {"fields": [{"block": "a"}]}}));
        assert_eq!(expand(&json!({"block": "b"}), &shared).unwrap_err().len(), 1);
        assert!(
            expand(&json!({"block": "a"}), &shared).unwrap_err()[0]
                .1
                .contains("leads back")
        );
    }
}
