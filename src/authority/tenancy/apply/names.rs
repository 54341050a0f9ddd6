//! Rows as people read them: the codes behind ids.

use serde_json::Value;
use uuid::Uuid;

use super::ids::Ids;

/// Reads rows for people: ids become the codes behind them.
pub(super) struct Names<'a>(pub &'a Ids);

impl Names<'_> {
    /// The same value with every id replaced by the code behind it, for people to read; `…_id` loses its ending.
    pub(super) fn read(&self, value: &Value) -> Value {
        match value {
            Value::String(text) => Value::String(self.read_word(text).to_owned()),
            Value::Array(items) => items.iter().map(|item| self.read(item)).collect(),
            Value::Object(members) => members
                .iter()
                .map(|(key, member)| {
                    let key = key.strip_suffix("_id").unwrap_or(key);
                    (key.to_owned(), self.read(member))
                })
                .collect(),
            other => other.clone(),
        }
    }

    /// The same label with every id replaced by the code behind it.
    pub(super) fn read_label(&self, label: &str) -> String {
        let words: Vec<&str> = label.split(' ').map(|word| self.read_word(word)).collect();
        words.join(" ")
    }

    fn read_word<'t>(&'t self, word: &'t str) -> &'t str {
        // Most words are no ids, and none is that has not their length.
        if word.len() != 36 {
            return word;
        }
        let id: Option<Uuid> = word.parse().ok();
        id.and_then(|id| self.0.name(id)).unwrap_or(word)
    }

    /// The same actor with every id replaced by the code behind it: `staff:an.quach@an-binh.example`.
    pub(super) fn read_actor(&self, actor: &str) -> String {
        let words: Vec<&str> = actor.split(':').map(|word| self.read_word(word)).collect();
        words.join(":")
    }
}
