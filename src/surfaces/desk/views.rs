//! What the desk's templates read: one struct for each page, named in the comment at the top of its template.
//!
//! The frame of every staff page (`layouts/desk.html`) reads `view.desk`, so each page's struct carries a [`Desk`]. The
//! cash desk, the auditor's and the administrator's pages use the same frame. Addresses it counts on: `/desk` (work
//! list), `/desk/dossiers?q=` (find), POST `/desk/context`, POST `/desk/sign-out`, `/hall/cash`, `/audit`, `/admin/…`.

use chrono::{DateTime, Utc};
use serde::Serialize;

use crate::kernel::money::Money;
use crate::surfaces::web::fields::{ErrorLink, Field};
use crate::surfaces::web::views::{
    AnswerSection, Due, DueAccount, Fact, FileView, HistoryEntry, Link, Pager, State, Urgency,
};

/// The frame of a staff page.
#[derive(Debug, Clone, Serialize)]
pub struct Desk {
    /// The name of the responsibility she works in.
    pub responsibility: String,
    /// The way down to it: business group, operating unit.
    pub path: String,
    /// Every responsibility she holds; posted to `/desk/context` as `responsibility`.
    pub contexts: Vec<ContextOption>,
    /// The groups of the menu at the side, only what she may open.
    pub menu: Vec<MenuGroup>,
    /// Whether the search in the head would find her anything.
    pub finds: bool,
}

/// A responsibility to choose.
#[derive(Debug, Clone, Serialize)]
pub struct ContextOption {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Its units in words.
    pub scope: String,
    /// Whether it is the one in force.
    pub current: bool,
}

/// A group of the menu.
#[derive(Debug, Clone, Serialize)]
pub struct MenuGroup {
    /// Its title; a text key `desk-menu-…` without the prefix: `work`, `hall`, `audit`, `admin`.
    pub key: &'static str,
    /// Its entries.
    pub items: Vec<MenuItem>,
}

/// An entry of the menu.
#[derive(Debug, Clone, Serialize)]
pub struct MenuItem {
    /// The tail of the text key `desk-menu-item-…`: `tasks`, `dossiers`, `incidents`, `cash`, `dashboard`, `trail`,
    /// `organisation`, `procedures`.
    pub key: &'static str,
    /// An icon of `assets/icons.txt`.
    pub icon: &'static str,
    /// Where to.
    pub url: &'static str,
    /// How many wait there; 0 shows nothing.
    pub count: i64,
    /// Whether it is the page shown.
    pub current: bool,
}

/// `desk/work-list.html`
#[derive(Debug, Clone, Serialize)]
pub struct WorkList {
    /// The frame.
    pub desk: Desk,
    /// When the list was read.
    pub read_at: DateTime<Utc>,
    /// Counts by urgency; the first is "all" with no urgency.
    pub lights: Vec<Light>,
    /// The filters, as the form under them posts them (GET).
    pub filters: Vec<Filter>,
    /// What is searched for in the list.
    pub query: String,
    /// Filters in force, each with the address without it.
    pub applied: Vec<Link>,
    /// The list without filters.
    pub clear_url: String,
    /// The columns that sort.
    pub columns: Vec<Column>,
    /// One page of rows.
    pub rows: Vec<WorkRow>,
    /// How many rows there are in all.
    pub total: i64,
    /// Other pages.
    pub pager: Option<Pager>,
    /// The same list as CSV, when she may export.
    pub export_url: Option<String>,
}

/// A count by urgency that filters the list.
#[derive(Debug, Clone, Serialize)]
pub struct Light {
    /// Which; `None` for all.
    pub urgency: Option<Urgency>,
    /// How many.
    pub count: i64,
    /// The list with only these.
    pub url: String,
    /// Whether the filter is in force.
    pub current: bool,
}

/// A filter of the list.
#[derive(Debug, Clone, Serialize)]
pub struct Filter {
    /// Its name in the address.
    pub name: String,
    /// Its label.
    pub label: String,
    /// Its values; the first means "any" and has an empty value.
    pub options: Vec<FilterOption>,
}

/// A value of a filter.
#[derive(Debug, Clone, Serialize)]
pub struct FilterOption {
    /// What stands in the address.
    pub value: String,
    /// What is read.
    pub text: String,
    /// Whether it is chosen.
    pub chosen: bool,
}

/// A column's head.
#[derive(Debug, Clone, Serialize)]
pub struct Column {
    /// The tail of the text key `desk-column-…`: `code`, `applicant`, `procedure`, `step`, `due`.
    pub key: &'static str,
    /// The list sorted by it (the other way round when it is already).
    pub url: Option<String>,
    /// `ascending` or `descending` when the list is sorted by it.
    pub sorted: Option<&'static str>,
}

/// A dossier in the work list.
#[derive(Debug, Clone, Serialize)]
pub struct WorkRow {
    /// The dossier's number.
    pub code: String,
    /// Its page.
    pub url: String,
    /// When it came.
    pub received_at: DateTime<Utc>,
    /// How it came: `portal`, `counter`, `api`.
    pub channel: &'static str,
    /// The applicant's name.
    pub applicant: String,
    /// The applicant's identity number, masked.
    pub identity: String,
    /// The procedure's name.
    pub procedure: String,
    /// The operating unit's name.
    pub unit: String,
    /// Where it stands.
    pub state: State,
    /// The step that waits, in words; the state's words are shown when there is none.
    pub step: Option<String>,
    /// Who has taken the task.
    pub assignee: Option<String>,
    /// When it is due.
    pub due: Option<Due>,
    /// The task that can be taken; POST `/desk/tasks/<id>/claim`.
    pub claim_url: Option<String>,
}

/// `desk/dossier.html`
#[derive(Debug, Clone, Serialize)]
pub struct DeskDossier {
    /// The frame.
    pub desk: Desk,
    /// The dossier's number.
    pub code: String,
    /// The procedure's name.
    pub procedure: String,
    /// Where it stands.
    pub state: State,
    /// Unit, legal entity, channel, assignee, … in the order to show them.
    pub facts: Vec<Fact>,
    /// When it came.
    pub received_at: DateTime<Utc>,
    /// When it is due.
    pub due: Option<Due>,
    /// How the due date was computed.
    pub due_account: Option<DueAccount>,
    /// The applicant: name, identity number, telephone, e-mail, …
    pub applicant: Vec<Fact>,
    /// What she answered.
    pub sections: Vec<AnswerSection>,
    /// What she attached.
    pub papers: Vec<FileView>,
    /// What we issued.
    pub documents: Vec<FileView>,
    /// What is due and what was paid.
    pub payments: Vec<DeskPayment>,
    /// What happened and what is to come.
    pub history: Vec<HistoryEntry>,
    /// The tasks that wait, only those this person may see.
    pub tasks: Vec<DeskTask>,
    /// A failing that a person must mend.
    pub incident: Option<Incident>,
    /// Somebody else changed the dossier meanwhile: what to tell, after a refused post.
    pub conflict: Option<String>,
}

/// A payment as staff see it.
#[derive(Debug, Clone, Serialize)]
pub struct DeskPayment {
    /// What for.
    pub name: String,
    /// How much.
    pub amount: Money,
    /// `due`, `pending`, `paid`, `refunded` or `cancelled`: the tail of the text key `portal-payment-…`.
    pub state: crate::surfaces::portal::views::PaymentState,
    /// When it was paid.
    pub at: Option<DateTime<Utc>>,
    /// The receipt or invoice.
    pub url: Option<String>,
    /// What of it was asked back or given back.
    pub refunds: Vec<DeskRefund>,
    /// Where giving back is asked for, for whoever may while something is left.
    pub refund_url: Option<String>,
}

/// A refund of a payment as staff see it.
#[derive(Debug, Clone, Serialize)]
pub struct DeskRefund {
    /// What the citizen quotes.
    pub reference: String,
    /// Its page.
    pub url: String,
    /// How much.
    pub amount: Money,
    /// Where it stands.
    pub state: crate::services::billing::RefundState,
}

/// A task of a dossier.
#[derive(Debug, Clone, Serialize)]
pub struct DeskTask {
    /// The step's name.
    pub name: String,
    /// The role that does it.
    pub role: String,
    /// Who has taken it.
    pub assignee: Option<String>,
    /// When the step itself is due.
    pub due: Option<Due>,
    /// Where it is taken (POST), when it is free and she may.
    pub claim_url: Option<String>,
    /// Where it is given back (POST), when it is hers.
    pub release_url: Option<String>,
    /// The form that completes it, when it is hers.
    pub decide: Option<Decide>,
}

/// The form that completes a task.
#[derive(Debug, Clone, Serialize)]
pub struct Decide {
    /// Where it posts to. Fields: `revision`, the officer's own, `note`; the button `outcome` carries the choice.
    pub action: String,
    /// What the task's version was when it was shown.
    pub revision: i64,
    /// The officer's own fields, then `note`.
    pub fields: Vec<Field>,
    /// Errors of the last post.
    pub errors: Vec<ErrorLink>,
    /// The outcomes offered, in the order of the process.
    pub outcomes: Vec<OutcomeButton>,
}

/// An outcome to choose.
#[derive(Debug, Clone, Serialize)]
pub struct OutcomeButton {
    /// What is posted as `outcome`.
    pub value: String,
    /// Its words.
    pub text: String,
    /// `go` for the way forward, `wait` for asking or returning, `stop` for refusing.
    pub tone: &'static str,
}

/// Something stuck.
#[derive(Debug, Clone, Serialize)]
pub struct Incident {
    /// What went wrong, in words for staff.
    pub text: String,
    /// Since when.
    pub since: DateTime<Utc>,
    /// Where it is tried again (POST), when she may.
    pub retry_url: Option<String>,
}
