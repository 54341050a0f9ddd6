//! What is seen of the organisation: the answers of [`super::look`], and what is asked of it.

use chrono::NaiveDate;
use serde_json::Value;
use uuid::Uuid;

use crate::kernel::clock::Instant;
use crate::kernel::locale::Localised;

use super::kind::Kind;
use super::model::Disagreement;

/// A part in a list.
#[derive(Debug, Clone, PartialEq)]
pub struct Item {
    /// Its kind.
    pub kind: Kind,
    /// Its id.
    pub id: Uuid,
    /// Its code.
    pub code: String,
    /// Its name.
    pub name: Localised,
    /// Whether something stands below it in the tree.
    pub has_below: bool,
}

/// Parts of one kind that stand below another part.
#[derive(Debug, Clone, PartialEq)]
pub struct Group {
    /// The tail of the text `admin-group-…`.
    pub key: &'static str,
    /// Of what kind they are.
    pub kind: Kind,
    /// How many there are.
    pub count: i64,
    /// The first of them, in the order of their codes.
    pub items: Vec<Item>,
}

/// What a fact of a part says.
#[derive(Debug, Clone, PartialEq)]
pub enum Says {
    /// A text as it is.
    Text(String),
    /// A text in languages.
    Localised(Localised),
    /// Another part.
    Part(Item),
    /// Words, each the tail of a text `admin-capability-…`.
    Capabilities(Vec<String>),
}

/// A part with what is known of it.
#[derive(Debug, Clone, PartialEq)]
pub struct Part {
    /// Its kind.
    pub kind: Kind,
    /// Its id.
    pub id: Uuid,
    /// Its code.
    pub code: String,
    /// Its name.
    pub name: Localised,
    /// The first day on which it is in force.
    pub valid_from: Option<NaiveDate>,
    /// The first day on which it no longer is.
    pub valid_to: Option<NaiveDate>,
    /// Facts, each with the tail of the text `admin-fact-…`.
    pub facts: Vec<(&'static str, Says)>,
    /// The row itself, for forms.
    pub row: Value,
}

/// What a table shows.
#[derive(Debug, Clone, Default)]
pub struct Wanted {
    /// Words of the name or the code.
    pub words: String,
    /// Only this kind.
    pub kind: Option<Kind>,
    /// How many rows to leave out.
    pub offset: i64,
    /// How many rows at most.
    pub limit: i64,
    /// As the organisation stood at this moment; `None`: as it stands.
    pub as_of: Option<(NaiveDate, Instant)>,
}

/// Which parts a program asks for.
#[derive(Debug, Clone)]
pub struct Sought {
    /// Words of the name or the code.
    pub words: String,
    /// Only this kind.
    pub kind: Option<Kind>,
    /// Only this part, whether it is in force or not.
    pub id: Option<Uuid>,
    /// The day on which they are in force.
    pub day: NaiveDate,
    /// As rows stood at this moment; `None`: as they stand.
    pub as_of: Option<Instant>,
    /// How many to leave out.
    pub offset: i64,
    /// How many at most.
    pub limit: i64,
}

/// A part as a row, with what hangs on it by rows of their own.
#[derive(Debug, Clone, PartialEq)]
pub struct Listed {
    /// Its kind.
    pub kind: Kind,
    /// Its columns.
    pub row: Value,
    /// Of a unit: the entities it works for on that day.
    pub entities: Vec<Uuid>,
    /// Of an entity: its balancing values.
    pub company_values: Vec<String>,
}

/// A balancing value and who owns it.
#[derive(Debug, Clone, PartialEq)]
pub struct OwnedValue {
    /// Its value set.
    pub value_set: String,
    /// The value.
    pub value: String,
    /// Its owner.
    pub entity: Item,
    /// How many cost centres stand on it.
    pub centres: i64,
}

/// A ledger among those of its set-up.
#[derive(Debug, Clone, PartialEq)]
pub struct LedgerLine {
    /// The ledger.
    pub ledger: Item,
    /// Its set-up.
    pub setup: Item,
    /// `primary` or `secondary`.
    pub kind: String,
    /// The currency of its books.
    pub currency: String,
    /// Its value set.
    pub value_set: String,
    /// How many legal entities keep their books in it.
    pub entities: i64,
    /// How many operating units it has.
    pub units: i64,
}

/// The accounting set-up whole.
#[derive(Debug, Clone, PartialEq)]
pub struct Accounting {
    /// Ledgers, set-up by set-up, the primary one first.
    pub ledgers: Vec<LedgerLine>,
    /// Value sets: code and name.
    pub value_sets: Vec<(String, Localised)>,
    /// Balancing values, in their order.
    pub values: Vec<OwnedValue>,
    /// How many balancing values there are.
    pub value_count: i64,
    /// Where cost centres and values of the segment disagree.
    pub disagreements: Vec<Disagreement>,
}

/// A day of the past, with its last moment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Then {
    /// The day.
    pub day: NaiveDate,
    /// The moment after which nothing that happened is told.
    pub moment: Instant,
}

/// What a form offers to choose from.
#[derive(Debug, Clone, Copy)]
pub enum Offer {
    /// Every open part of a kind.
    Every(Kind),
    /// Primary ledgers.
    PrimaryLedgers,
    /// Open units of the ledger of a unit, but not itself.
    UnitsBeside(Uuid),
    /// Open entities of the ledger of a unit that are not linked to it.
    EntitiesToLink(Uuid),
    /// Entities linked to a unit.
    LinkedEntities(Uuid),
    /// Cost centres of the entities linked to a unit.
    CentresOfUnit(Uuid),
    /// Halls of a unit.
    HallsOf(Uuid),
    /// Entities of the same value set, but not itself.
    EntitiesBeside(Uuid),
    /// Open entities of a ledger.
    EntitiesOfLedger(Uuid),
    /// Open units of a ledger.
    UnitsOfLedger(Uuid),
    /// Open cost centres of the entities of a ledger.
    CentresOfLedger(Uuid),
    /// Open units of a business group, but not one and what stands below it.
    UnitsAbove(Uuid),
    /// Open departments of the same business group, but not itself and what stands below it.
    DepartmentsAbove(Uuid),
    /// Open units of a business group.
    UnitsOfGroup(Uuid),
    /// Open departments of a business group.
    DepartmentsOfGroup(Uuid),
    /// Open cost centres of the entities of a business group.
    CentresOfGroup(Uuid),
    /// The same of the group of a department, and the one that it names now.
    CentresOfDepartment(Uuid),
}
