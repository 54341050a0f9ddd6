//! What an application of a tenant's code changed, for the person who ran it.

use std::collections::BTreeMap;
use std::fmt;

/// More names than this are counted and not listed.
const LISTED_MAX: usize = 12;

/// What happened to rows of one kind.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Change {
    /// What they are: `hall`, `procedure`.
    pub kind: &'static str,
    /// What was not there before.
    pub added: Vec<String>,
    /// What differs from before.
    pub changed: Vec<String>,
    /// What the code no longer has: closed, or taken away where nothing rests on it.
    pub closed: Vec<String>,
}

impl Change {
    /// No change yet of this kind.
    #[must_use]
    pub fn of(kind: &'static str) -> Self {
        Self {
            kind,
            ..Self::default()
        }
    }

    /// The same with every word that is a key of `codes` replaced by its value.
    #[must_use]
    pub fn reading(mut self, codes: &BTreeMap<String, String>) -> Self {
        for name in self
            .added
            .iter_mut()
            .chain(&mut self.changed)
            .chain(&mut self.closed)
        {
            let words: Vec<&str> = name
                .split(' ')
                .map(|word| codes.get(word).map_or(word, String::as_str))
                .collect();
            *name = words.join(" ");
        }
        self
    }

    /// Whether nothing happened.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.added.is_empty() && self.changed.is_empty() && self.closed.is_empty()
    }
}

/// What changed, kind by kind.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Summary {
    /// The tenant's slug.
    pub slug: String,
    /// Kinds in which something changed.
    pub changes: Vec<Change>,
}

impl Summary {
    /// Whether the tenant already was as its code says.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.changes.is_empty()
    }
}

impl fmt::Display for Summary {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.is_empty() {
            return writeln!(f, "{}: no change", self.slug);
        }
        writeln!(f, "{}:", self.slug)?;
        for change in &self.changes {
            for (mark, names) in [
                ('+', &change.added),
                ('~', &change.changed),
                ('-', &change.closed),
            ] {
                match names.len() {
                    0 => {}
                    1..=LISTED_MAX => writeln!(f, "  {mark} {}: {}", change.kind, names.join(", "))?,
                    many => writeln!(f, "  {mark} {}: {many}", change.kind)?,
                }
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_summary_reads_like_a_list_and_an_empty_one_says_so() {
        let change = Change {
            added: vec!["a".into()],
            closed: vec!["b".into(), "c".into()],
            ..Change::of("hall")
        };
        let summary = Summary {
            slug: "an-binh".into(),
            changes: vec![change],
        };
        assert_eq!(summary.to_string(), "an-binh:\n  + hall: a\n  - hall: b, c\n");
        assert_eq!(
            Summary {
                slug: "x".into(),
                changes: vec![]
            }
            .to_string(),
            "x: no change\n"
        );
    }
}
