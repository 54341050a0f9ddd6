//! What the templates of access read.

use serde::Serialize;

use crate::kernel::clock::Instant;
use crate::surfaces::desk::views::Desk;
use crate::surfaces::web::fields::{ErrorLink, Field};
use crate::surfaces::web::views::Link;

/// `admin/access.html`
#[derive(Debug, Clone, Serialize)]
pub struct ExplainPage {
    /// The frame.
    pub desk: Desk,
    /// What is wrong with the question.
    pub errors: Vec<ErrorLink>,
    /// The question.
    pub fields: Vec<Field>,
    /// Whom the name may mean, when it means several: the question about each.
    pub people: Vec<Link>,
    /// How many it means in all.
    pub people_total: i64,
    /// The answer, once a question was asked.
    pub answered: Option<Answered>,
}

/// An answer.
#[derive(Debug, Clone, Serialize)]
pub struct Answered {
    /// Yes or no.
    pub allowed: bool,
    /// In one sentence.
    pub verdict: String,
    /// Why.
    pub because: Vec<Because>,
}

/// A reason.
#[derive(Debug, Clone, Serialize)]
pub struct Because {
    /// Whether it speaks for it.
    pub allows: bool,
    /// The sentence.
    pub text: String,
}

/// `admin/policies.html`
#[derive(Debug, Clone, Serialize)]
pub struct PoliciesPage {
    /// The frame.
    pub desk: Desk,
    /// Whether she may change anything here.
    pub may_change: bool,
    /// What waits for a second person.
    pub pending: Vec<PendingRow>,
    /// What was decided lately, or ran out.
    pub decided: Vec<PendingRow>,
    /// The roles at the head of the table.
    pub roles: Vec<RoleColumn>,
    /// The matrix, area by area.
    pub areas: Vec<Area>,
    /// Whether only one role is shown.
    pub only: bool,
    /// Verbs that some role has by the tenant's own lines, with the lines.
    pub lines: Vec<LineRow>,
    /// Duties kept apart.
    pub duties: Vec<DutyRow>,
    /// What is wrong with what was posted.
    pub errors: Vec<ErrorLink>,
    /// The form that changes a cell.
    pub change: Vec<Field>,
    /// The form that keeps two duties apart.
    pub separate: Vec<Field>,
}

/// A role at the head of the table.
#[derive(Debug, Clone, Serialize)]
pub struct RoleColumn {
    /// Its name in words.
    pub name: String,
    /// Where it is shown alone.
    pub url: String,
    /// Whether it is shown alone now.
    pub current: bool,
}

/// An area of verbs that belong together.
#[derive(Debug, Clone, Serialize)]
pub struct Area {
    /// The tail of the text key `access-area-…`.
    pub key: &'static str,
    /// Whether it is open when the page comes.
    pub open: bool,
    /// How many lines of the tenant's own hold in it today.
    pub own: i64,
    /// One row for each verb.
    pub rows: Vec<VerbRow>,
}

/// A row of the matrix.
#[derive(Debug, Clone, Serialize)]
pub struct VerbRow {
    /// The verb in words.
    pub name: String,
    /// As policies write it.
    pub code: String,
    /// One cell for each role.
    pub cells: Vec<Cell>,
}

/// A cell of the matrix.
#[derive(Debug, Clone, Serialize)]
pub struct Cell {
    /// The role in words, for where the head of the table is not seen.
    pub role: String,
    /// Role and verb in words, for whoever hears the link.
    pub label: String,
    /// Where it is changed; empty where it cannot be.
    pub url: String,
    /// How far, with whose word.
    pub marks: Vec<Mark>,
}

/// What a cell says of one reach.
#[derive(Debug, Clone, Serialize)]
pub struct Mark {
    /// The reach in a word.
    pub reach: String,
    /// `template`, `allow` (a line of the tenant's own allows) or `deny`.
    pub kind: &'static str,
}

/// A line of the tenant's own.
#[derive(Debug, Clone, Serialize)]
pub struct LineRow {
    /// The role in words.
    pub role: String,
    /// The verb in words.
    pub verb: String,
    /// The reach in a word.
    pub reach: String,
    /// Whether it allows.
    pub allows: bool,
    /// The days in words.
    pub days: String,
    /// Whether it holds today.
    pub in_force: bool,
}

/// A pair of duties.
#[derive(Debug, Clone, Serialize)]
pub struct DutyRow {
    /// The one in words.
    pub first: String,
    /// The other.
    pub second: String,
    /// Why.
    pub reason: String,
    /// The days in words.
    pub days: String,
    /// Where it is asked that they be joined; empty when it is over or she may not.
    pub join_url: String,
}

/// An act that waits.
#[derive(Debug, Clone, Serialize)]
pub struct PendingRow {
    /// What, in words.
    pub what: String,
    /// Why.
    pub reason: String,
    /// Who asked.
    pub asked_by: String,
    /// When.
    pub asked_at: Instant,
    /// Until when it can be confirmed.
    pub expires_at: Instant,
    /// `open`, `own` (waits for another), `confirmed`, `rejected` or `expired`.
    pub state: &'static str,
    /// Where it is decided; empty when it cannot be by her.
    pub url: String,
}

impl PendingRow {
    /// Whether it still waits.
    pub(super) fn waits(&self) -> bool {
        matches!(self.state, "open" | "own")
    }
}

/// `desk/access.html`
#[derive(Debug, Clone, Serialize)]
pub struct OwnPage {
    /// The frame.
    pub desk: Desk,
    /// Where one can work under the responsibility in force.
    pub places: Vec<Place>,
    /// Where one of its units is typed, when they are too many to be listed.
    pub place: Option<Field>,
    /// Every responsibility that is not over.
    pub held: Vec<HeldRow>,
    /// What one lent.
    pub loans: Vec<LoanView>,
    /// What is wrong with the form.
    pub errors: Vec<ErrorLink>,
    /// The form that lends.
    pub fields: Vec<Field>,
    /// The question about oneself.
    pub question: Vec<Field>,
    /// The answer, once a question was asked.
    pub answered: Option<Answered>,
}

/// A mode or unit to work in.
#[derive(Debug, Clone, Serialize)]
pub struct Place {
    /// What the context switcher posts.
    pub value: String,
    /// In words.
    pub name: String,
    /// Whether one is there.
    pub current: bool,
}

/// A responsibility of one's own.
#[derive(Debug, Clone, Serialize)]
pub struct HeldRow {
    /// Its name.
    pub name: String,
    /// Its role in words.
    pub role: String,
    /// Whose it is, when it is lent.
    pub lent: Option<String>,
    /// The days in words.
    pub days: String,
    /// Whether it is in force today.
    pub in_force: bool,
    /// What it opens and by which option, or why it opens nothing.
    pub why: String,
}

/// A loan.
#[derive(Debug, Clone, Serialize)]
pub struct LoanView {
    /// The responsibility.
    pub name: String,
    /// Who has it.
    pub borrower: String,
    /// The units; empty: all that it opens.
    pub units: String,
    /// The days in words.
    pub days: String,
    /// Why.
    pub reason: String,
    /// Where it is ended.
    pub end_url: String,
}
