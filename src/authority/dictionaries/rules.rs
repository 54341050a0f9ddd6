//! What a dictionary may say, decided without a database.

use std::collections::{BTreeMap, HashMap, HashSet};

use crate::kernel::locale::{Language, Localised};

use super::model::{Contents, ITEMS_MAX, Item, LEVELS_MAX, NAME_CHARACTERS_MAX};

/// What can be wrong with an item. [`Fault::key`] is the text in `admin.ftl`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// No code, or one with other characters than letters, digits and `. _ -`.
    Code,
    /// Another item has the same code.
    Twice,
    /// There is no item with the parent's code.
    NoParent,
    /// It lies below itself.
    Circle,
    /// More than [`LEVELS_MAX`] levels.
    Deep,
    /// No name in the tenant's own language.
    NoName,
    /// A name of more than [`NAME_CHARACTERS_MAX`] characters, or with characters that cannot be written.
    Name,
    /// It ends before it begins.
    Days,
    /// More than [`ITEMS_MAX`] items.
    TooMany,
}

impl Fault {
    /// The key of the text that says it.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Fault::Code => "admin-dictionary-fault-code",
            Fault::Twice => "admin-dictionary-fault-twice",
            Fault::NoParent => "admin-dictionary-fault-no-parent",
            Fault::Circle => "admin-dictionary-fault-circle",
            Fault::Deep => "admin-dictionary-fault-deep",
            Fault::NoName => "admin-dictionary-fault-no-name",
            Fault::Name => "admin-dictionary-fault-name",
            Fault::Days => "admin-dictionary-fault-days",
            Fault::TooMany => "admin-dictionary-fault-too-many",
        }
    }

    /// The field of an item's form that it belongs to.
    #[must_use]
    pub const fn field(self) -> &'static str {
        match self {
            Fault::Code | Fault::Twice | Fault::TooMany => "code",
            Fault::NoParent | Fault::Circle | Fault::Deep => "parent",
            Fault::NoName | Fault::Name => "name",
            Fault::Days => "valid-to",
        }
    }
}

/// Whether a text can be a dictionary's code: it stands in addresses and in forms.
#[must_use]
pub fn is_code(text: &str) -> bool {
    (1..=60).contains(&text.len())
        && text.starts_with(|c: char| c.is_ascii_lowercase())
        && text
            .chars()
            .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-')
}

fn is_item_code(text: &str) -> bool {
    (1..=60).contains(&text.len())
        && text
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '-'))
}

/// Whether a name can be shown: at most [`NAME_CHARACTERS_MAX`] characters, none that hides or turns others.
#[must_use]
pub fn is_name(name: &Localised) -> bool {
    name.0.values().all(|text| {
        text.chars().count() <= NAME_CHARACTERS_MAX
            && !text
                .chars()
                .any(|c| c.is_control() || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}'))
    })
}

/// Everything that is wrong with the items, each with its place in the list.
#[must_use]
pub fn check(contents: &Contents, home: Language) -> Vec<(usize, Fault)> {
    let items = &contents.items;
    if items.len() > ITEMS_MAX {
        return vec![(ITEMS_MAX, Fault::TooMany)];
    }
    let parents: HashMap<&str, Option<&str>> = items
        .iter()
        .map(|item| (item.code.as_str(), item.parent.as_deref()))
        .collect();
    let mut seen = HashSet::new();
    let mut faults = Vec::new();
    for (at, item) in items.iter().enumerate() {
        let mut note = |wrong: bool, fault: Fault| {
            if wrong {
                faults.push((at, fault));
            }
        };
        note(!is_item_code(&item.code), Fault::Code);
        note(!seen.insert(item.code.as_str()), Fault::Twice);
        note(!item.name.has(home), Fault::NoName);
        note(!is_name(&item.name), Fault::Name);
        note(
            matches!((item.valid_from, item.valid_to), (Some(from), Some(to)) if to <= from),
            Fault::Days,
        );
        if let Some(fault) = place(&parents, item) {
            faults.push((at, fault));
        }
    }
    faults
}

/// What is wrong with the way from an item up to the first level.
fn place(parents: &HashMap<&str, Option<&str>>, item: &Item) -> Option<Fault> {
    let mut level = 1;
    let mut next = item.parent.as_deref();
    while let Some(parent) = next {
        if parent == item.code {
            return Some(Fault::Circle);
        }
        let Some(above) = parents.get(parent) else {
            // Told at the item that names it; those below it are right once it is.
            return (level == 1).then_some(Fault::NoParent);
        };
        level += 1;
        if level > parents.len() {
            return Some(Fault::Circle);
        }
        next = *above;
    }
    (level > LEVELS_MAX).then_some(Fault::Deep)
}

/// How one version differs from another, by code.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Difference {
    /// Codes that are new.
    pub added: Vec<String>,
    /// Codes whose name, place or days changed.
    pub changed: Vec<String>,
    /// Codes that are gone.
    pub removed: Vec<String>,
    /// Whether the name or the levels' names changed.
    pub head: bool,
}

impl Difference {
    /// Whether nothing changed.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.added.is_empty() && self.changed.is_empty() && self.removed.is_empty() && !self.head
    }
}

/// What `after` says otherwise than `before`. The order of items counts as the head.
#[must_use]
pub fn difference(before: &Contents, after: &Contents) -> Difference {
    let old: BTreeMap<&str, &Item> = before
        .items
        .iter()
        .map(|item| (item.code.as_str(), item))
        .collect();
    let new: BTreeMap<&str, &Item> = after
        .items
        .iter()
        .map(|item| (item.code.as_str(), item))
        .collect();
    let mut difference = Difference {
        head: before.name != after.name || before.levels != after.levels,
        ..Difference::default()
    };
    for (code, item) in &new {
        match old.get(code) {
            None => difference.added.push((*code).to_owned()),
            Some(known) if known != item => difference.changed.push((*code).to_owned()),
            Some(_) => {}
        }
    }
    difference.removed = old
        .keys()
        .filter(|code| !new.contains_key(*code))
        .map(|code| (*code).to_owned())
        .collect();
    let kept = |contents: &Contents| -> Vec<String> {
        contents
            .items
            .iter()
            .map(|item| item.code.clone())
            .filter(|code| old.contains_key(code.as_str()) && new.contains_key(code.as_str()))
            .collect()
    };
    difference.head |= kept(before) != kept(after);
    difference
}

#[cfg(test)]
mod tests {
    use super::*;

    fn item(code: &str, parent: Option<&str>) -> Item {
        Item {
            code: code.into(),
            parent: parent.map(str::to_owned),
            name: Localised::of(Language::Vi, code),
            valid_from: None,
            valid_to: None,
        }
    }

    fn contents(items: Vec<Item>) -> Contents {
        Contents {
            items,
            ..Contents::default()
        }
    }

    #[test]
    fn a_tree_is_taken_and_what_is_none_is_told_where_it_breaks() {
        let good = contents(vec![item("b", Some("a")), item("a", None), item("c", Some("b"))]);
        assert_eq!(check(&good, Language::Vi), []);
        let bad = contents(vec![
            item("a", Some("b")),
            item("b", Some("a")),
            item("c", Some("nobody")),
            item("c", None),
            item("d d", None),
            item("e", Some("e")),
        ]);
        let told = check(&bad, Language::Vi);
        for expected in [
            (0, Fault::Circle),
            (1, Fault::Circle),
            (2, Fault::NoParent),
            (3, Fault::Twice),
            (4, Fault::Code),
            (5, Fault::Circle),
        ] {
            assert!(told.contains(&expected), "{expected:?} is missing in {told:?}");
        }
    }

    #[test]
    fn names_days_and_depth_have_limits() {
        let mut long = item("a", None);
        long.name = Localised::of(Language::Vi, "x".repeat(NAME_CHARACTERS_MAX + 1));
        let mut nameless = item("b", None);
        nameless.name = Localised::of(Language::En, "only English");
        let mut turned = item("c", None);
        turned.valid_from = "2026-02-01".parse().ok();
        turned.valid_to = "2026-02-01".parse().ok();
        assert_eq!(
            check(&contents(vec![long, nameless, turned]), Language::Vi),
            [(0, Fault::Name), (1, Fault::NoName), (2, Fault::Days)]
        );
        let deep = (0..=LEVELS_MAX)
            .map(|level| {
                let parent = level.checked_sub(1).map(|above| format!("l{above}"));
                item(&format!("l{level}"), parent.as_deref())
            })
            .collect();
        assert_eq!(check(&contents(deep), Language::Vi), [(LEVELS_MAX, Fault::Deep)]);
    }

    #[test]
    fn a_difference_names_what_came_changed_and_went() {
        let before = contents(vec![item("a", None), item("b", None), item("c", None)]);
        let mut after = contents(vec![item("a", None), item("b", Some("a")), item("d", None)]);
        let told = difference(&before, &after);
        assert_eq!(
            (told.added, told.changed, told.removed, told.head),
            (vec!["d".into()], vec!["b".into()], vec!["c".into()], false)
        );
        after = before.clone();
        after.items.swap(0, 1);
        assert!(difference(&before, &after).head);
        assert!(difference(&before, &before).is_empty());
    }
}
