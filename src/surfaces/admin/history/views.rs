//! What the templates of history read.

use chrono::{DateTime, Utc};
use serde::Serialize;

use crate::surfaces::desk::views::{Desk, Filter};
use crate::surfaces::web::views::Pager;

/// `admin/history.html`
#[derive(Debug, Clone, Serialize)]
pub struct History {
    /// The frame.
    pub desk: Desk,
    /// By whom.
    pub who: String,
    /// From this day, as it stands in the address.
    pub from: String,
    /// Until this day, as it stands in the address.
    pub until: String,
    /// By what was changed and where it came from.
    pub filters: Vec<Filter>,
    /// The changes, newest first.
    pub rows: Vec<HistoryRow>,
    /// Those before.
    pub older: Option<String>,
    /// Back to the newest.
    pub newest: Option<String>,
}

/// A change in the list.
#[derive(Debug, Clone, Serialize)]
pub struct HistoryRow {
    /// Its page.
    pub url: String,
    /// When.
    pub at: DateTime<Utc>,
    /// Who.
    pub who: String,
    /// The tail of the text key `admin-origin-…`.
    pub origin: &'static str,
    /// Why.
    pub reason: String,
    /// How many rows it changed.
    pub rows: i64,
    /// Whether it was taken back.
    pub is_undone: bool,
}

/// `admin/change.html`
#[derive(Debug, Clone, Serialize)]
pub struct Change {
    /// The frame.
    pub desk: Desk,
    /// Who, when, why.
    pub facts: ChangeFacts,
    /// Each row in words.
    pub rows: Vec<RowWords>,
    /// How many rows it changed in all.
    pub total: i64,
    /// The links under the rows.
    pub pager: Option<Pager>,
    /// Where it is taken back; `None` when it was, or she may not.
    pub undo_url: Option<String>,
}

/// Who, when and why.
#[derive(Debug, Clone, Serialize)]
pub struct ChangeFacts {
    /// When.
    pub at: DateTime<Utc>,
    /// Who.
    pub who: String,
    /// The tail of the text key `admin-origin-…`.
    pub origin: &'static str,
    /// Why.
    pub reason: String,
    /// The change it takes back.
    pub undoes: Option<String>,
    /// The change that took it back.
    pub undone_by: Option<String>,
}

/// A row of a change.
#[derive(Debug, Clone, Serialize)]
pub struct RowWords {
    /// The tail of the text key `admin-row-…`: `added`, `changed`, `removed`.
    pub kind: &'static str,
    /// What it is: "Responsibility of a person: Lan Nguyễn, Receiving".
    pub title: String,
    /// What differs.
    pub cells: Vec<CellWords>,
}

/// A value before and after.
#[derive(Debug, Clone, Serialize)]
pub struct CellWords {
    /// What it is.
    pub label: String,
    /// As it was; empty when it was not.
    pub before: String,
    /// As it became; empty when it is gone.
    pub after: String,
}
