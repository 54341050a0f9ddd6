//! What the templates of dictionaries read.

use chrono::{DateTime, NaiveDate, Utc};
use serde::Serialize;

use crate::surfaces::desk::views::Desk;
use crate::surfaces::web::fields::{ErrorLink, Field};
use crate::surfaces::web::views::{Link, Pager};

/// `admin/dictionaries.html`
#[derive(Debug, Clone, Serialize)]
pub struct Dictionaries {
    /// The frame.
    pub desk: Desk,
    /// Every dictionary.
    pub rows: Vec<DictionaryRow>,
    /// The form of a new one; nothing for whoever may only read.
    pub fields: Vec<Field>,
    /// What is wrong with it.
    pub errors: Vec<ErrorLink>,
}

/// A dictionary in the list.
#[derive(Debug, Clone, Serialize)]
pub struct DictionaryRow {
    /// Its code.
    pub code: String,
    /// Its name.
    pub name: String,
    /// Its page.
    pub url: String,
    /// The number in force; 0: nothing was published yet.
    pub version: i32,
    /// Since when.
    pub published_at: Option<DateTime<Utc>>,
    /// How many items.
    pub items: i64,
    /// The number of its draft; 0: it has none.
    pub draft: i32,
}

/// The items of a version, as a tree when they are few, level by level when they are many.
#[derive(Debug, Clone, Serialize)]
pub struct Items {
    /// How many the version has.
    pub total: i64,
    /// The whole tree, when it is small enough to be read at once.
    pub tree: Vec<ItemNode>,
    /// Otherwise the items of one level, or what a search found.
    pub rows: Vec<ItemRow>,
    /// Whether the tree is shown in rows.
    pub in_rows: bool,
    /// The way down to the level shown: "All", then the items above.
    pub crumbs: Vec<Link>,
    /// What was searched for.
    pub query: String,
    /// The page itself, for the search.
    pub action: String,
    /// The version looked at, for the search; empty for the one in force.
    pub version: String,
    /// The links under the rows.
    pub pager: Option<Pager>,
    /// Whether rows lead to their forms.
    pub editable: bool,
}

/// An item in the tree.
#[derive(Debug, Clone, Serialize)]
pub struct ItemNode {
    /// Its row.
    pub item: ItemRow,
    /// What lies below it.
    pub children: Vec<ItemNode>,
}

/// An item.
#[derive(Debug, Clone, Serialize)]
pub struct ItemRow {
    /// Its code.
    pub code: String,
    /// Its name.
    pub name: String,
    /// Its names in the tenant's other languages.
    pub others: String,
    /// The first day on which it is offered.
    pub valid_from: Option<NaiveDate>,
    /// The first day on which it is not any more.
    pub valid_to: Option<NaiveDate>,
    /// How many items lie below it.
    pub below: i64,
    /// Where those are shown.
    pub url: Option<String>,
    /// Its form, in a draft.
    pub edit_url: Option<String>,
}

/// `admin/dictionary.html`
#[derive(Debug, Clone, Serialize)]
pub struct Dictionary {
    /// The frame.
    pub desk: Desk,
    /// Its code.
    pub code: String,
    /// Its name.
    pub name: String,
    /// The number looked at; 0: nothing was published yet.
    pub version: i32,
    /// Whether that is the one in force.
    pub in_force: bool,
    /// What its levels are called.
    pub levels: Vec<String>,
    /// Its items.
    pub items: Items,
    /// The versions, the newest first.
    pub versions: Vec<VersionRow>,
    /// Files of this version.
    pub exports: Vec<Link>,
    /// Where a draft is begun or goes on; nothing for whoever may only read.
    pub draft_url: Option<String>,
    /// Whether there is one already.
    pub has_draft: bool,
}

/// A version in the history.
#[derive(Debug, Clone, Serialize)]
pub struct VersionRow {
    /// 1, 2, 3 …
    pub number: i32,
    /// When it was published; nothing: it is the draft.
    pub at: Option<DateTime<Utc>>,
    /// When it was begun.
    pub begun_at: DateTime<Utc>,
    /// By whom.
    pub who: String,
    /// Why.
    pub reason: String,
    /// Whether it is in force.
    pub in_force: bool,
    /// Where it is looked at.
    pub url: String,
}

/// `admin/dictionary-draft.html`
#[derive(Debug, Clone, Serialize)]
pub struct Draft {
    /// The frame.
    pub desk: Desk,
    /// Its code.
    pub code: String,
    /// Its name.
    pub name: String,
    /// The number it will have.
    pub version: i32,
    /// The dictionary's page.
    pub url: String,
    /// The draft's own.
    pub draft_url: String,
    /// The form of a new item at the level shown.
    pub add_url: String,
    /// Its items.
    pub items: Items,
    /// Files of the draft, to fill in elsewhere.
    pub exports: Vec<Link>,
    /// What differs from the version in force.
    pub changes: Changes,
    /// The names of the dictionary and its levels, each with its languages side by side.
    pub head: Vec<Vec<Field>>,
    /// The field of the spreadsheet.
    pub file: Field,
    /// What is wrong with the spreadsheet, row by row.
    pub rows_wrong: Vec<RowWrong>,
    /// The reason for publishing.
    pub reason: Field,
    /// Everything that is wrong on the page.
    pub errors: Vec<ErrorLink>,
}

/// What is wrong with a row of a spreadsheet.
#[derive(Debug, Clone, Serialize)]
pub struct RowWrong {
    /// Its number in the file.
    pub row: i64,
    /// What stands there.
    pub near: String,
    /// What is wrong.
    pub text: String,
}

/// How a draft differs.
#[derive(Debug, Clone, Serialize)]
pub struct Changes {
    /// Whether it differs at all.
    pub any: bool,
    /// What is new, the first of it by name.
    pub added: String,
    /// How many there are.
    pub added_count: i64,
    /// What changed, the first of it by name.
    pub changed: String,
    /// How many there are.
    pub changed_count: i64,
    /// What is gone, the first of it by name.
    pub removed: String,
    /// How many there are.
    pub removed_count: i64,
    /// Whether names or the order changed.
    pub head: bool,
}

/// `admin/dictionary-item.html`
#[derive(Debug, Clone, Serialize)]
pub struct ItemForm {
    /// The frame.
    pub desk: Desk,
    /// The dictionary's name.
    pub dictionary: String,
    /// The title: the item's name, or that it is new.
    pub title: String,
    /// Where it is posted.
    pub action: String,
    /// The code it had, to tell what is changed; empty for a new one.
    pub before: String,
    /// Its fields.
    pub fields: Vec<Field>,
    /// What is wrong with them.
    pub errors: Vec<ErrorLink>,
    /// Where removing it is posted; nothing for a new one.
    pub remove_url: Option<String>,
    /// How many items would go with it.
    pub below: i64,
    /// The draft.
    pub back_url: String,
}
