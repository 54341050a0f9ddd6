//! What the templates of access read.

use serde::Serialize;

use crate::surfaces::desk::views::Desk;
use crate::surfaces::web::views::Pager;

/// `admin/responsibilities.html`
#[derive(Debug, Clone, Serialize)]
pub struct Responsibilities {
    /// The frame.
    pub desk: Desk,
    /// What is looked for in codes and names.
    pub q: String,
    /// How many there are in all.
    pub total: i64,
    /// The responsibilities of the page.
    pub rows: Vec<ResponsibilityRow>,
    /// The links under the list.
    pub pager: Option<Pager>,
    /// Whether she may change them.
    pub may_change: bool,
}

/// A responsibility in the table.
#[derive(Debug, Clone, Serialize)]
pub struct ResponsibilityRow {
    /// Its name.
    pub name: String,
    /// Its code.
    pub code: String,
    /// Where it is changed.
    pub url: String,
    /// Its role in words.
    pub role: String,
    /// Its business group.
    pub group: String,
    /// The security profile it opens; empty when none is set for it.
    pub profile: String,
    /// How many hold it today.
    pub holders: i64,
    /// Who holds it today.
    pub holders_url: String,
}

/// `admin/profiles.html`
#[derive(Debug, Clone, Serialize)]
pub struct Profiles {
    /// The frame.
    pub desk: Desk,
    /// What is looked for in codes and names.
    pub q: String,
    /// How many there are in all.
    pub total: i64,
    /// The security profiles of the page.
    pub rows: Vec<ProfileRow>,
    /// The links under the list.
    pub pager: Option<Pager>,
    /// Whether she may change them.
    pub may_change: bool,
}

/// A security profile in the table.
#[derive(Debug, Clone, Serialize)]
pub struct ProfileRow {
    /// Its name.
    pub name: String,
    /// Its code.
    pub code: String,
    /// Where it is changed.
    pub url: String,
    /// Whether it opens every unit.
    pub view_all: bool,
    /// Whether it spans business groups.
    pub global: bool,
    /// The first of its units, each in words.
    pub units: Vec<String>,
    /// How many more it has.
    pub units_more: i64,
    /// How many options name it.
    pub uses: i64,
}

/// `admin/options.html`
#[derive(Debug, Clone, Serialize)]
pub struct Options {
    /// The frame.
    pub desk: Desk,
    /// The options of site and application, whether set or not.
    pub common: Vec<OptionLine>,
    /// Those set for responsibilities and people, of the page.
    pub particular: Vec<OptionLine>,
    /// The links under them.
    pub pager: Option<Pager>,
    /// Whether she may change them.
    pub may_change: bool,
}

/// A profile option at a level.
#[derive(Debug, Clone, Serialize)]
pub struct OptionLine {
    /// The tail of the text key `admin-level-…`.
    pub level: &'static str,
    /// Whose: the name of the person or responsibility; empty for site and application.
    pub of: String,
    /// The tail of the text key `admin-option-…`.
    pub name: &'static str,
    /// Its value in words; empty when it is not set.
    pub value: String,
    /// Where it is set.
    pub url: String,
}
