//! What the templates of the organisation read.

use chrono::NaiveDate;
use serde::Serialize;

use crate::kernel::clock::Instant;
use crate::surfaces::desk::views::{Desk, Filter};
use crate::surfaces::web;
use crate::surfaces::web::fields::{ErrorLink, Field};
use crate::surfaces::web::views::{Link, Pager};

/// `admin/organisation.html`
#[derive(Debug, Clone, Serialize)]
pub struct Tree {
    /// The frame.
    pub desk: Desk,
    /// The first level.
    pub nodes: Vec<Node>,
    /// Forms for what is new at the top; empty for those who may only read.
    pub acts: Vec<Link>,
}

/// `admin/branch.html`
#[derive(Debug, Clone, Serialize)]
pub struct Branch {
    /// What stands below the node that was opened.
    pub nodes: Vec<Node>,
}

/// A node of the tree.
#[derive(Debug, Clone, Serialize)]
pub struct Node {
    /// By which a branch is asked for: kind and id, or kind, id and group.
    pub key: String,
    /// Its name, or the name of the group.
    pub name: String,
    /// Its code; of a group how many there are.
    pub code: String,
    /// The tail of the text key `admin-kind-…`; empty for a group.
    pub kind: &'static str,
    /// Its page; empty for a group.
    pub url: String,
    /// Whether something stands below it.
    pub has_below: bool,
    /// Whether that is shown.
    pub is_open: bool,
    /// The same tree with this node opened or closed.
    pub toggle: String,
    /// What stands below it, when it is open.
    pub children: Vec<Node>,
    /// How many more there are than are shown.
    pub more: i64,
    /// Where those are listed.
    pub more_url: String,
}

/// `admin/organisation-table.html`
#[derive(Debug, Clone, Serialize)]
pub struct Table {
    /// The frame.
    pub desk: Desk,
    /// The words searched for.
    pub q: String,
    /// The day looked at, as typed; empty for today.
    pub as_of: String,
    /// The day looked at, when it is not today.
    pub day: Option<NaiveDate>,
    /// Filters.
    pub filters: Vec<Filter>,
    /// How many rows there are in all.
    pub total: i64,
    /// The rows of this page.
    pub rows: Vec<Row>,
    /// Other pages.
    pub pager: Option<Pager>,
}

/// A row of the table.
#[derive(Debug, Clone, Serialize)]
pub struct Row {
    /// The tail of the text key `admin-kind-…`.
    pub kind: &'static str,
    /// Its name.
    pub name: String,
    /// Its code.
    pub code: String,
    /// Its page.
    pub url: String,
}

/// `admin/part.html`
#[derive(Debug, Clone, Serialize)]
pub struct Part {
    /// The frame.
    pub desk: Desk,
    /// The tail of the text key `admin-kind-…`.
    pub kind: &'static str,
    /// Its name.
    pub name: String,
    /// Its code.
    pub code: String,
    /// Its page.
    pub url: String,
    /// Whether it is in force.
    pub is_open: bool,
    /// The first day on which it is in force; `None`: always was.
    pub valid_from: Option<NaiveDate>,
    /// The first day on which it no longer is.
    pub valid_to: Option<NaiveDate>,
    /// The day looked at, as typed; empty for today.
    pub as_of: String,
    /// The day looked at, when it is not today.
    pub day: Option<NaiveDate>,
    /// Facts.
    pub facts: Vec<Fact>,
    /// Balancing values of a legal entity, with commas between.
    pub values: String,
    /// What hangs on it.
    pub groups: Vec<GroupView>,
    /// What can be done with it; empty for those who may only read.
    pub acts: Vec<Link>,
    /// Its latest changes.
    pub history: Vec<Past>,
}

/// A fact.
#[derive(Debug, Clone, Serialize)]
pub struct Fact {
    /// The tail of the text key `admin-part-…`.
    pub key: &'static str,
    /// What it says.
    pub text: String,
    /// The page of what it names; empty where it names nothing.
    pub url: String,
}

/// Parts that hang on another.
#[derive(Debug, Clone, Serialize)]
pub struct GroupView {
    /// The tail of the text key `admin-group-…`.
    pub key: &'static str,
    /// How many.
    pub count: i64,
    /// The first of them.
    pub links: Vec<Link>,
    /// How many more there are.
    pub more: i64,
}

/// A change of the past.
#[derive(Debug, Clone, Serialize)]
pub struct Past {
    /// When.
    pub at: Instant,
    /// Who.
    pub who: String,
    /// Why.
    pub reason: String,
    /// Its page.
    pub url: String,
}

/// `admin/preview.html`
#[derive(Debug, Clone, Serialize)]
pub struct Preview {
    /// The frame.
    pub desk: Desk,
    /// What is done.
    pub title: String,
    /// Where it leads back to.
    pub back: Link,
    /// The day from which it holds.
    pub day: NaiveDate,
    /// Whether that is a later day.
    pub is_later: bool,
    /// The plan that it joins.
    pub plan: Option<Link>,
    /// What was answered, in the words of the questions.
    pub answers: Vec<web::views::Fact>,
    /// Whom all of it touches, in words with counts.
    pub touches: Vec<String>,
    /// What is done: one step, or all those of the plan that it joins.
    pub steps: Vec<PlanStep>,
    /// Where it is confirmed.
    pub action: String,
    /// Everything that was typed, to be sent again.
    pub values: Vec<(String, String)>,
}

/// `admin/accounting.html`
#[derive(Debug, Clone, Serialize)]
pub struct Accounting {
    /// The frame.
    pub desk: Desk,
    /// The words searched for among balancing values.
    pub q: String,
    /// Ledgers, set-up by set-up.
    pub ledgers: Vec<LedgerRow>,
    /// Value sets: code and name.
    pub value_sets: Vec<(String, String)>,
    /// Balancing values.
    pub values: Vec<ValueRow>,
    /// How many there are.
    pub value_count: i64,
    /// The links under the values.
    pub pager: Option<Pager>,
    /// Where cost centres and values of the segment disagree.
    pub disagreements: Vec<DisagreementRow>,
    /// How many more there are.
    pub disagreements_more: i64,
    /// Forms for what is new; empty for those who may only read.
    pub acts: Vec<Link>,
    /// The second job; empty for those who may only read.
    pub mend_url: String,
}

/// A ledger.
#[derive(Debug, Clone, Serialize)]
pub struct LedgerRow {
    /// The ledger.
    pub ledger: Link,
    /// Its set-up.
    pub setup: Link,
    /// `primary` or `secondary`.
    pub kind: String,
    /// Its currency.
    pub currency: String,
    /// Its value set.
    pub value_set: String,
    /// Legal entities that keep their books in it.
    pub entities: i64,
    /// Its operating units.
    pub units: i64,
}

/// A balancing value.
#[derive(Debug, Clone, Serialize)]
pub struct ValueRow {
    /// Its value set.
    pub value_set: String,
    /// The value.
    pub value: String,
    /// Its owner.
    pub entity: Link,
    /// Cost centres that stand on it.
    pub centres: i64,
}

/// A disagreement.
#[derive(Debug, Clone, Serialize)]
pub struct DisagreementRow {
    /// The tail of the text key `admin-disagrees-…`.
    pub what: &'static str,
    /// The company value.
    pub company_value: String,
    /// The code.
    pub code: String,
    /// The name.
    pub name: String,
}

/// A step of a reorganisation, planned or about to be.
#[derive(Debug, Clone, Default, Serialize)]
pub struct PlanStep {
    /// What is done, with the names of what it is done with.
    pub step: String,
    /// What tells it from the others; empty when it cannot be taken out.
    pub mark: String,
    /// Whom it touches, in words with counts; empty before it was tried.
    pub touches: Vec<String>,
    /// What it comes to, in words.
    pub results: Vec<String>,
    /// Why it is refused, in words.
    pub refusal: Vec<String>,
}

/// `admin/reorganisations.html`
#[derive(Debug, Clone, Serialize)]
pub struct Plans {
    /// The frame.
    pub desk: Desk,
    /// Every plan.
    pub rows: Vec<PlanRow>,
}

/// A plan in a list.
#[derive(Debug, Clone, Serialize)]
pub struct PlanRow {
    /// Its page.
    pub url: String,
    /// What it is called.
    pub title: String,
    /// The first day on which it holds.
    pub effective_on: NaiveDate,
    /// The tail of the text key `admin-plan-…`: `to-come`, `applied`, `cancelled`, `failed`.
    pub state: &'static str,
}

/// `admin/reorganisation.html`
#[derive(Debug, Clone, Serialize)]
pub struct Plan {
    /// The frame.
    pub desk: Desk,
    /// As in the list.
    pub row: PlanRow,
    /// Why.
    pub reason: String,
    /// Who planned it.
    pub planned_by: String,
    /// When.
    pub planned_at: Instant,
    /// When it ended, in whichever way.
    pub ended_at: Option<Instant>,
    /// Its steps.
    pub steps: Vec<PlanStep>,
    /// Whether the whole of it was tried just now.
    pub is_tried: bool,
    /// Whom all of it touches, in words with counts, when it was tried.
    pub touches: Vec<String>,
    /// Where it is tried as a whole; empty when it cannot be, or not by this reader.
    pub try_url: String,
    /// The question for another title; none when it cannot have one, or not from this reader.
    pub title_fields: Vec<Field>,
    /// What is wrong with that title.
    pub errors: Vec<ErrorLink>,
    /// Why what was asked just now is refused, in words.
    pub refusal: Vec<String>,
    /// What it changed, in the history; empty when it changed nothing yet.
    pub history_url: String,
    /// Why it failed, in words.
    pub failure: Vec<String>,
    /// Where it is cancelled; empty when it cannot be, or not by this reader.
    pub cancel_url: String,
}
