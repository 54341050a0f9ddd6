//! A dictionary's contents, and a version as forms use it.

use std::collections::HashMap;

use chrono::NaiveDate;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::kernel::calendar::optional_day;
use crate::kernel::ids::DictionaryVersionId;
use crate::kernel::locale::Localised;

/// The deepest tree.
pub const LEVELS_MAX: usize = 5;
/// The most items of a version.
pub const ITEMS_MAX: usize = 50_000;
/// The longest name, in characters.
pub const NAME_CHARACTERS_MAX: usize = 300;

/// A value that can be chosen.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Item {
    /// The value in answers, expressions and statistics; it is not translated and not reused.
    pub code: String,
    /// The item it lies below; those of the first level lie below none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub parent: Option<String>,
    /// What people read.
    pub name: Localised,
    /// The first day on which it is offered.
    #[serde(default, with = "optional_day", skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<NaiveDate>")]
    pub valid_from: Option<NaiveDate>,
    /// The first day on which it is offered no more.
    #[serde(default, with = "optional_day", skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<NaiveDate>")]
    pub valid_to: Option<NaiveDate>,
}

impl Item {
    /// Whether it is offered on a day.
    #[must_use]
    pub fn is_valid_on(&self, day: NaiveDate) -> bool {
        self.valid_from.is_none_or(|from| from <= day) && self.valid_to.is_none_or(|to| day < to)
    }
}

/// Everything that a version says.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Contents {
    /// The dictionary's name.
    pub name: Localised,
    /// What the levels are called, the uppermost first: "province", "commune".
    #[serde(default)]
    pub levels: Vec<Localised>,
    /// The items, in the order in which they are offered.
    #[serde(default, rename = "item")]
    pub items: Vec<Item>,
}

/// A version with its tree: what forms choose from and dossiers are read with. It never changes.
#[derive(Debug, Clone)]
pub struct Edition {
    /// The version.
    pub id: DictionaryVersionId,
    /// The dictionary's code.
    pub code: String,
    /// 1, 2, 3 …
    pub number: i32,
    /// What it says.
    pub contents: Contents,
    at: HashMap<String, usize>,
    below: HashMap<Option<usize>, Vec<usize>>,
}

impl PartialEq for Edition {
    fn eq(&self, other: &Self) -> bool {
        self.id == other.id
    }
}

impl Edition {
    /// A version and its tree. An item whose parent is not there stands on the first level.
    #[must_use]
    pub fn new(id: DictionaryVersionId, code: String, number: i32, contents: Contents) -> Self {
        let at: HashMap<String, usize> = contents
            .items
            .iter()
            .enumerate()
            .map(|(at, item)| (item.code.clone(), at))
            .collect();
        let mut below: HashMap<Option<usize>, Vec<usize>> = HashMap::new();
        for (place, item) in contents.items.iter().enumerate() {
            let parent = item.parent.as_ref().and_then(|parent| at.get(parent).copied());
            below.entry(parent).or_default().push(place);
        }
        Self {
            id,
            code,
            number,
            contents,
            at,
            below,
        }
    }

    /// The item with this code.
    #[must_use]
    pub fn item(&self, code: &str) -> Option<&Item> {
        self.contents.items.get(*self.at.get(code)?)
    }

    /// The items below `parent`, or those of the first level.
    pub fn children(&self, parent: Option<&str>) -> impl Iterator<Item = &Item> {
        let places = match parent {
            None => self.below.get(&None),
            Some(code) => self.at.get(code).and_then(|at| self.below.get(&Some(*at))),
        };
        places
            .into_iter()
            .flatten()
            .filter_map(|at| self.contents.items.get(*at))
    }

    /// The items below `parent` that are offered on a day: for a new answer.
    pub fn offered(&self, parent: Option<&str>, day: NaiveDate) -> impl Iterator<Item = &Item> {
        self.children(parent).filter(move |item| item.is_valid_on(day))
    }

    /// The items from the first level to this one; empty when there is no such item.
    #[must_use]
    pub fn path(&self, code: &str) -> Vec<&Item> {
        let mut path = Vec::new();
        let mut next = self.item(code);
        while let Some(item) = next {
            path.push(item);
            // A circle cannot be published; whatever was read here ends all the same.
            if path.len() > LEVELS_MAX {
                break;
            }
            next = item.parent.as_deref().and_then(|parent| self.item(parent));
        }
        path.reverse();
        path
    }

    /// How many levels its tree has.
    #[must_use]
    pub fn depth(&self) -> usize {
        self.contents
            .items
            .iter()
            .map(|item| self.path(&item.code).len())
            .max()
            .unwrap_or(0)
    }
}
