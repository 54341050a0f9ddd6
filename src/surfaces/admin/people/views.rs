//! What the templates of people read.

use chrono::{DateTime, NaiveDate, Utc};
use serde::Serialize;

use crate::surfaces::admin::views::Pick;
use crate::surfaces::desk::views::{Desk, Filter};
use crate::surfaces::web::fields::{ErrorLink, Field};
use crate::surfaces::web::views::{Fact, Link, Pager};

/// `admin/people.html`
#[derive(Debug, Clone, Serialize)]
pub struct People {
    /// The frame.
    pub desk: Desk,
    /// What is looked for in names and addresses.
    pub q: String,
    /// By unit and responsibility.
    pub picks: Vec<Pick>,
    /// Whether what was picked is not there.
    pub is_wrong: bool,
    /// By how accounts stand.
    pub standings: Filter,
    /// How many there are in all.
    pub total: i64,
    /// The page's people.
    pub rows: Vec<PersonLine>,
    /// The links under the list.
    pub pager: Option<Pager>,
    /// Whether she may invite and change.
    pub may_change: bool,
}

/// A person in the list.
#[derive(Debug, Clone, Serialize)]
pub struct PersonLine {
    /// Her page.
    pub url: String,
    /// Her name.
    pub name: String,
    /// Her address.
    pub email: String,
    /// Her department.
    pub department: String,
    /// What she holds today.
    pub held: Vec<String>,
    /// The tail of the text key `admin-standing-…`.
    pub standing: &'static str,
}

/// `admin/person.html`
#[derive(Debug, Clone, Serialize)]
pub struct Person {
    /// The frame.
    pub desk: Desk,
    /// Her name.
    pub name: String,
    /// Her page, on which everything else hangs.
    pub url: String,
    /// The tail of the text key `admin-standing-…`.
    pub standing: &'static str,
    /// Address, language, department, …
    pub facts: Vec<Fact>,
    /// What she holds, held and will hold.
    pub held: Vec<HeldRow>,
    /// Profile options of her own.
    pub options: Vec<OptionRow>,
    /// The link she was sent and has not used.
    pub invitation: Option<InvitationRow>,
    /// Where she is signed in.
    pub sessions: Vec<SessionRow>,
    /// The latest changes.
    pub changes: Vec<ChangeLine>,
    /// Whether she may change people.
    pub may_change: bool,
    /// Whether she may change access.
    pub may_give: bool,
}

/// A responsibility in the table.
#[derive(Debug, Clone, Serialize)]
pub struct HeldRow {
    /// Its name.
    pub name: String,
    /// Its role in words.
    pub role: String,
    /// The first day; `None` when it was held as long as anybody remembers.
    pub from: Option<NaiveDate>,
    /// The last day.
    pub last: Option<NaiveDate>,
    /// The tail of the text key `admin-held-…`: `now`, `later`, `over`.
    pub state: &'static str,
    /// Where it is changed; `None` when it is over.
    pub url: Option<String>,
}

/// A profile option in the table.
#[derive(Debug, Clone, Serialize)]
pub struct OptionRow {
    /// The tail of the text key `admin-option-…`.
    pub name: &'static str,
    /// Its value in words; empty when it is not set here.
    pub value: String,
    /// Where it is set.
    pub url: String,
}

/// A link that was sent.
#[derive(Debug, Clone, Serialize)]
pub struct InvitationRow {
    /// When.
    pub invited_at: DateTime<Utc>,
    /// Until when it opens.
    pub expires_at: DateTime<Utc>,
    /// Whether that is past.
    pub is_over: bool,
}

/// A session.
#[derive(Debug, Clone, Serialize)]
pub struct SessionRow {
    /// Its id.
    pub id: String,
    /// The name of a program's token.
    pub name: Option<String>,
    /// Since when.
    pub started_at: DateTime<Utc>,
    /// Until when.
    pub expires_at: DateTime<Utc>,
}

/// A change in a short history.
#[derive(Debug, Clone, Serialize)]
pub struct ChangeLine {
    /// Its page.
    pub url: String,
    /// When.
    pub at: DateTime<Utc>,
    /// Who.
    pub who: String,
    /// Why.
    pub reason: String,
}

/// `admin/invitation.html`
#[derive(Debug, Clone, Serialize)]
pub struct Invitation {
    /// Whose; `None` when the link opens nothing.
    pub name: Option<String>,
    /// Her address.
    pub email: String,
    /// The summary of errors.
    pub errors: Vec<ErrorLink>,
    /// The questions.
    pub fields: Vec<Field>,
    /// Where it is posted to.
    pub action: String,
    /// Where she signs in.
    pub sign_in: Link,
}

/// `admin/sheet.html`
#[derive(Debug, Clone, Serialize)]
pub struct Sheet {
    /// The frame.
    pub desk: Desk,
    /// The summary of errors.
    pub errors: Vec<ErrorLink>,
    /// What stands against it as a whole.
    pub refusal: Option<String>,
    /// The file.
    pub files: Vec<Field>,
    /// The columns, each with what it takes.
    pub columns: Vec<(String, String)>,
    /// What is wrong, by row and column.
    pub problems: Vec<SheetProblem>,
    /// How many more are wrong.
    pub problems_more: i64,
    /// What the file would change, when nothing is wrong.
    pub looked: Option<Looked>,
}

/// A cell that is wrong.
#[derive(Debug, Clone, Serialize)]
pub struct SheetProblem {
    /// Its row in the sheet.
    pub row: i64,
    /// Its column.
    pub column: String,
    /// What is wrong.
    pub text: String,
}

/// What a file would change.
#[derive(Debug, Clone, Serialize)]
pub struct Looked {
    /// How many changes.
    pub total: i64,
    /// The first of them.
    pub steps: Vec<SheetStep>,
    /// How many more.
    pub more: i64,
    /// The reason.
    pub fields: Vec<Field>,
    /// The lines it comes from, squeezed.
    pub lines: String,
    /// The digest of what is shown.
    pub digest: String,
}

/// A change that a file would make.
#[derive(Debug, Clone, Serialize)]
pub struct SheetStep {
    /// The row it comes from.
    pub row: i64,
    /// The tail of the text key `admin-step-kind-…`.
    pub kind: &'static str,
    /// Who.
    pub who: String,
    /// What.
    pub what: String,
}
