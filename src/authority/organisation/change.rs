//! What can be done to an organisation: one change each, as a person words it.
//!
//! A change is data: a page makes it from a form, a planned reorganisation keeps it until its day, a test makes thousands.
//! Whatever it breaks is refused whole, by the rule it breaks.

use serde::{Deserialize, Serialize};
use serde_json::Value;
use sha2::{Digest, Sha256};
use utoipa::ToSchema;
use uuid::Uuid;

use crate::kernel::locale::Localised;

pub use super::kind::Kind;

/// A code and a name, which everything new has.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Called {
    /// Its code.
    pub code: String,
    /// Its name.
    #[schema(value_type = Object)]
    pub name: Localised,
}

/// Where the open dossiers of a unit that is split go.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Dossiers {
    /// They stay where they are.
    Stay,
    /// Those of a hall that moves go with it.
    WithHalls,
    /// All go to the new unit.
    Move,
}

/// Where the open dossiers of a hall go that goes to another unit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum DossiersOfHall {
    /// They stay with the unit that had the hall.
    Stay,
    /// They go with the hall.
    WithHall,
}

/// One change.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(tag = "change", rename_all = "snake_case", deny_unknown_fields)]
pub enum Change {
    /// A new business group, with the security profile of the same name.
    AddGroup {
        /// Code and name.
        called: Called,
    },
    /// A new set of values for a segment of charts of accounts.
    AddValueSet {
        /// Code and name.
        called: Called,
    },
    /// A new accounting set-up with its primary ledger.
    AddSetup {
        /// Code and name of the set-up.
        called: Called,
        /// Code and name of the ledger.
        ledger: Called,
        /// The currency of its books.
        currency: String,
        /// Where its company values come from.
        value_set: String,
    },
    /// A secondary ledger for a set-up.
    AddSecondaryLedger {
        /// The set-up.
        setup: Uuid,
        /// Code and name of the ledger.
        ledger: Called,
        /// The currency of its books.
        currency: String,
        /// Where its company values come from.
        value_set: String,
    },
    /// A new legal entity with its first balancing value.
    AddEntity {
        /// Its business group.
        group: Uuid,
        /// The primary ledger it keeps its books in.
        ledger: Uuid,
        /// Code and name.
        called: Called,
        /// The law it is registered under: `mst`, `edrpou`, `gb32100`.
        registration_kind: String,
        /// Its number in the state's register.
        registration_number: String,
        /// Its first balancing value.
        value: String,
    },
    /// A new operating unit; its ledger is that of its default legal entity.
    AddUnit {
        /// Its business group.
        group: Uuid,
        /// The unit above it.
        parent: Option<Uuid>,
        /// Its default legal entity, linked to it at once.
        entity: Uuid,
        /// Code and name.
        called: Called,
        /// What stands for it in numbers of dossiers and papers.
        number_code: String,
    },
    /// A new hall of a pair of unit and entity.
    AddHall {
        /// Its unit.
        unit: Uuid,
        /// Its legal entity.
        entity: Uuid,
        /// Its cost centre.
        centre: Uuid,
        /// Code and name.
        called: Called,
        /// Where it is, when it is open, and what it can do.
        equipment: Equipment,
    },
    /// A new window or area of a hall.
    AddPart {
        /// Its hall.
        hall: Uuid,
        /// `window` or `area`.
        part: String,
        /// Code and name.
        called: Called,
    },
    /// A new cost centre, with its value of the segment.
    AddCentre {
        /// Its legal entity.
        entity: Uuid,
        /// Its company value.
        value: String,
        /// Code and name.
        called: Called,
    },
    /// A new department.
    AddDepartment {
        /// Its business group.
        group: Uuid,
        /// The department above it.
        parent: Option<Uuid>,
        /// The cost centre it is charged to.
        centre: Option<Uuid>,
        /// Code and name.
        called: Called,
    },
    /// Another name.
    Rename {
        /// What kind of part.
        kind: Kind,
        /// Which.
        id: Uuid,
        /// Its name from now on.
        #[schema(value_type = Object)]
        name: Localised,
    },
    /// A unit under another, or at the top.
    PutUnitUnder {
        /// The unit.
        unit: Uuid,
        /// The unit above it.
        parent: Option<Uuid>,
    },
    /// A department under another, or at the top.
    PutDepartmentUnder {
        /// The department.
        department: Uuid,
        /// The department above it.
        parent: Option<Uuid>,
    },
    /// The cost centre a department is charged to.
    ChargeDepartment {
        /// The department.
        department: Uuid,
        /// Its cost centre.
        centre: Option<Uuid>,
    },
    /// A unit works for one more legal entity.
    Link {
        /// The unit.
        unit: Uuid,
        /// The entity.
        entity: Uuid,
    },
    /// A unit works for a legal entity no longer.
    Unlink {
        /// The unit.
        unit: Uuid,
        /// The entity.
        entity: Uuid,
    },
    /// The entity a unit uses when none was given.
    SetDefault {
        /// The unit.
        unit: Uuid,
        /// The entity.
        entity: Uuid,
    },
    /// One more balancing value for an entity, from the value set of its ledger.
    AddValue {
        /// The entity.
        entity: Uuid,
        /// The value.
        value: String,
    },
    /// A balancing value goes to another entity, with its cost centres.
    MoveValue {
        /// The entity that has it.
        from: Uuid,
        /// The value.
        value: String,
        /// The entity that gets it.
        to: Uuid,
    },
    /// A balancing value is given up.
    DropValue {
        /// The entity.
        entity: Uuid,
        /// The value.
        value: String,
    },
    /// An entity keeps its books in another primary ledger from now on.
    MoveEntity {
        /// The entity.
        entity: Uuid,
        /// The ledger.
        ledger: Uuid,
    },
    /// A hall goes to another pair of unit and entity.
    MoveHall {
        /// The hall.
        hall: Uuid,
        /// Its unit.
        unit: Uuid,
        /// Its entity.
        entity: Uuid,
        /// Its cost centre.
        centre: Uuid,
        /// Where its open dossiers go when the unit is another: said wherever it has any.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        dossiers: Option<DossiersOfHall>,
    },
    /// Address, hours and capabilities of a hall.
    EquipHall {
        /// The hall.
        hall: Uuid,
        /// What it has from now on.
        equipment: Equipment,
    },
    /// Where an entity is, and what its invoices bear.
    DescribeEntity {
        /// The entity.
        entity: Uuid,
        /// What they say from now on.
        card: EntityCard,
    },
    /// One more value of the segment "cost centre".
    AddCentreValue {
        /// The value set of the company value.
        value_set: String,
        /// The company value it stands below.
        company_value: String,
        /// Value and name.
        called: Called,
    },
    /// The second job: cost centres for values that have none, and values for cost centres that have none.
    AddMissingCentres,
    /// A part ends.
    Close {
        /// What kind of part.
        kind: Kind,
        /// Which.
        id: Uuid,
        /// Of a unit: the unit its open dossiers and its procedures go to.
        dossiers_to: Option<Uuid>,
    },
    /// A unit is taken into another: its halls, its units below, its procedures, its entities and its open dossiers.
    MergeUnits {
        /// The unit that ends.
        from: Uuid,
        /// The unit that goes on.
        into: Uuid,
    },
    /// Part of a unit becomes a unit of its own, beside it.
    SplitUnit {
        /// The unit that is split.
        from: Uuid,
        /// Code and name of the new one.
        called: Called,
        /// What stands for it in numbers of dossiers and papers.
        number_code: String,
        /// Its default legal entity, one of the first unit's.
        entity: Uuid,
        /// The halls that go to it.
        halls: Vec<Uuid>,
        /// Where open dossiers go.
        dossiers: Dossiers,
    },
}

/// Where a hall is, when it is open, and what it can do.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Equipment {
    /// Its address.
    #[schema(value_type = Object)]
    pub address: Localised,
    /// When it is open, in words.
    #[schema(value_type = Object)]
    pub hours: Localised,
    /// What it can do: `receives_dossiers`, `issues_tickets`, `takes_cash`, `prints_results`.
    pub capabilities: Vec<String>,
}

/// A legal entity as its invoices and receipts show it.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(default)]
pub struct EntityCard {
    /// Street and house, by language; an invoice bears that of the tenant's own.
    #[schema(value_type = Object)]
    pub address: Localised,
    /// Town or ward.
    pub city: String,
    /// ISO 3166-1 alpha-2 code of the country; as it was, when nothing is said.
    pub country: String,
    /// The series of its invoices, with `{YY}` or `{YYYY}` where the year stands; empty for an entity that issues none.
    pub invoice_series: String,
    /// Where questions about an invoice are written to; whoever issues invoices has it.
    pub email: String,
    /// Where they are asked; as it was, when nothing is said.
    pub phone: String,
    /// The account for transfers; empty when there is none.
    pub bank_account: String,
    /// Name of that bank or treasury.
    #[schema(value_type = Object)]
    pub bank_name: Localised,
}

/// Members that are texts by language.
const TEXTS: [&str; 4] = ["name", "address", "hours", "bank_name"];

fn tidy(member: &str, value: &mut Value) {
    match value {
        Value::String(text) => *text = text.trim().to_owned(),
        Value::Array(items) => {
            items.iter_mut().for_each(|item| tidy("", item));
            let mut seen = Vec::new();
            items.retain(|item| {
                let is_new = !seen.contains(item);
                seen.push(item.clone());
                is_new
            });
        }
        Value::Object(members) => {
            members.iter_mut().for_each(|(name, value)| tidy(name, value));
            if TEXTS.contains(&member) {
                members.retain(|_, text| text.as_str() != Some(""));
            }
        }
        _ => {}
    }
}

impl Change {
    /// The word it is kept under.
    #[must_use]
    pub fn word(&self) -> String {
        serde_json::to_value(self)
            .ok()
            .and_then(|json| json.get("change").and_then(Value::as_str).map(str::to_owned))
            .unwrap_or_default()
    }

    /// The same as a form would send it: without white space around what is said, without languages that say nothing, and
    /// with nothing named twice.
    #[must_use]
    pub fn tidied(&self) -> Self {
        let Ok(mut json) = serde_json::to_value(self) else {
            return self.clone();
        };
        tidy("", &mut json);
        serde_json::from_value(json).unwrap_or_else(|_| self.clone())
    }

    /// What tells it from other changes: a page that names a step of a plan by it never means another one.
    #[must_use]
    pub fn mark(&self) -> String {
        let text = serde_json::to_vec(self).unwrap_or_default();
        let digest: [u8; 32] = Sha256::digest(text).into();
        digest.iter().take(8).map(|byte| format!("{byte:02x}")).collect()
    }

    /// Code and name of what is new.
    #[must_use]
    pub fn called(&self) -> Option<&Called> {
        match self {
            Change::AddGroup { called }
            | Change::AddValueSet { called }
            | Change::AddEntity { called, .. }
            | Change::AddUnit { called, .. }
            | Change::AddHall { called, .. }
            | Change::AddPart { called, .. }
            | Change::AddCentre { called, .. }
            | Change::AddDepartment { called, .. }
            | Change::AddCentreValue { called, .. }
            | Change::AddSetup { called, .. }
            | Change::SplitUnit { called, .. } => Some(called),
            Change::AddSecondaryLedger { ledger, .. } => Some(ledger),
            _ => None,
        }
    }
}
