//! What the templates of access read.

use serde::Serialize;

use crate::surfaces::desk::views::Desk;

/// `admin/responsibilities.html`
#[derive(Debug, Clone, Serialize)]
pub struct Responsibilities {
    /// The frame.
    pub desk: Desk,
    /// Each responsibility.
    pub rows: Vec<ResponsibilityRow>,
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
    /// Each security profile.
    pub rows: Vec<ProfileRow>,
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
    /// Its units, each in words.
    pub units: Vec<String>,
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
    /// Those set for responsibilities and people.
    pub particular: Vec<OptionLine>,
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
