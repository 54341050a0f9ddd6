//! The parts of an organisation, each with the ids of what it hangs on.

use chrono::NaiveDate;
use uuid::Uuid;

use crate::kernel::clock::Instant;
use crate::kernel::error::Refusal;
use crate::kernel::ids::{ChangeSetId, HallId, LedgerId, LegalEntityId, OperatingUnitId, ProcedureVersionId};
use crate::kernel::locale::Localised;

use super::change::Kind;

/// A business group.
#[derive(Debug, Clone)]
pub struct Group {
    /// Its id.
    pub id: Uuid,
    /// Its code.
    pub code: String,
    /// Its name.
    pub name: Localised,
}

/// A ledger.
#[derive(Debug, Clone)]
pub struct Ledger {
    /// Its id.
    pub id: LedgerId,
    /// Its code.
    pub code: String,
    /// Its name.
    pub name: Localised,
    /// The currency's code.
    pub currency: String,
    /// Whether it is the primary one of its set-up.
    pub is_primary: bool,
}

/// A legal entity.
#[derive(Debug, Clone)]
pub struct LegalEntity {
    /// Its id.
    pub id: LegalEntityId,
    /// Its business group.
    pub group_id: Uuid,
    /// Its ledger.
    pub ledger_id: LedgerId,
    /// Its code.
    pub code: String,
    /// Its name.
    pub name: Localised,
    /// Its number in the state's register.
    pub registration_number: String,
}

/// An operating unit.
#[derive(Debug, Clone)]
pub struct Unit {
    /// Its id.
    pub id: OperatingUnitId,
    /// Its business group.
    pub group_id: Uuid,
    /// The unit above it.
    pub parent_id: Option<OperatingUnitId>,
    /// Its code.
    pub code: String,
    /// Its name.
    pub name: Localised,
    /// The legal entities it works for.
    pub legal_entities: Vec<LegalEntityId>,
}

/// A service hall.
#[derive(Debug, Clone)]
pub struct Hall {
    /// Its id.
    pub id: HallId,
    /// Its unit.
    pub unit_id: OperatingUnitId,
    /// Its code.
    pub code: String,
    /// Its name.
    pub name: Localised,
    /// Its address.
    pub address: Localised,
}

/// A cost centre.
#[derive(Debug, Clone)]
pub struct CostCentre {
    /// Its legal entity.
    pub legal_entity_id: LegalEntityId,
    /// Its code.
    pub code: String,
    /// The value of the balancing segment it stands for.
    pub company_value: String,
    /// Its name.
    pub name: Localised,
}

/// A responsibility somebody holds today.
#[derive(Debug, Clone)]
pub struct Held {
    /// Its name.
    pub name: Localised,
    /// Its role.
    pub role: String,
}

/// Somebody who works there.
#[derive(Debug, Clone)]
pub struct Person {
    /// As it is shown.
    pub name: String,
    /// The address to sign in with.
    pub email: String,
    /// The department, when she belongs to one.
    pub department: Option<Localised>,
    /// What she may work under.
    pub held: Vec<Held>,
}

/// The whole, each list in the order of codes or names.
#[derive(Debug, Clone)]
pub struct Organisation {
    /// Business groups.
    pub groups: Vec<Group>,
    /// Ledgers.
    pub ledgers: Vec<Ledger>,
    /// Legal entities.
    pub legal_entities: Vec<LegalEntity>,
    /// Operating units.
    pub units: Vec<Unit>,
    /// Halls.
    pub halls: Vec<Hall>,
    /// Cost centres.
    pub cost_centres: Vec<CostCentre>,
    /// People.
    pub people: Vec<Person>,
}

/// A published version of a procedure.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VersionFacts {
    /// The version.
    pub id: ProcedureVersionId,
    /// 1, 2, 3 …
    pub number: i32,
    /// When it was published.
    pub published_at: Instant,
}

/// Something that uses a part.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Use {
    /// What: the tail of the text `admin-use-…`.
    pub what: String,
    /// How many.
    pub count: i64,
}

/// A row in the way of a change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InTheWay {
    /// What kind of part.
    pub kind: Kind,
    /// Its code.
    pub code: String,
    /// Its name.
    pub name: Localised,
}

/// How cost centres and values of the segment differ.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Disagrees {
    /// There is a value and no cost centre for it.
    ValueWithoutCentre,
    /// There is a cost centre and no value for it.
    CentreWithoutValue,
}

/// One disagreement between cost centres and values of the segment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Disagreement {
    /// What is missing.
    pub what: Disagrees,
    /// The value set of the company value.
    pub value_set: String,
    /// The company value.
    pub company_value: String,
    /// The value, which is the code of the centre.
    pub code: String,
    /// Its name.
    pub name: Localised,
}

/// What a change came to.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Done {
    /// The change set it lies under; none inside a reorganisation, whose changes share one.
    pub change_set: Option<ChangeSetId>,
    /// What is new.
    pub made: Option<(Kind, Uuid)>,
    /// How many open dossiers went to another unit.
    pub dossiers_moved: i64,
    /// How many rows a job made.
    pub rows_made: usize,
    /// Organisations of other business groups with the same name, where the profile asks for a warning.
    pub same_name_elsewhere: Vec<InTheWay>,
}

/// What one change of a plan touches and comes to.
#[derive(Debug, Clone, PartialEq)]
pub struct StepPreview {
    /// Whom it touches, with counts.
    pub touches: Vec<Use>,
    /// What it comes to, or the rule that refuses it.
    pub outcome: Result<Done, Refusal>,
}

/// What a plan would do. After a refused step nothing was tried.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Preview {
    /// Whom all of it touches today: who is touched by several steps counts once.
    pub touches: Vec<Use>,
    /// Its steps, in their order.
    pub steps: Vec<StepPreview>,
}

/// The argument of a refusal that says which of the changes it was asked for a rule refuses: its place among them, from 0.
pub const REFUSED_CHANGE: &str = "refused-change";

impl Preview {
    /// The first refusal.
    #[must_use]
    pub fn refusal(&self) -> Option<&Refusal> {
        self.refused().map(|(_, refusal)| refusal)
    }

    /// The first refusal, and the place of the change that it refuses, from 0.
    #[must_use]
    pub fn refused(&self) -> Option<(usize, &Refusal)> {
        let mut steps = self.steps.iter().enumerate();
        steps.find_map(|(place, step)| Some((place, step.outcome.as_ref().err()?)))
    }

    /// Organisations of other business groups whose names it gives to something, each once.
    #[must_use]
    pub fn same_names(&self) -> Vec<InTheWay> {
        let mut all: Vec<InTheWay> = Vec::new();
        let done = self.steps.iter().filter_map(|step| step.outcome.as_ref().ok());
        for one in done.flat_map(|done| &done.same_name_elsewhere) {
            if !all.contains(one) {
                all.push(one.clone());
            }
        }
        all
    }
}

/// A reorganisation as it is planned.
#[derive(Debug, Clone)]
pub struct Plan {
    /// What it is called.
    pub title: String,
    /// Why.
    pub reason: crate::authority::changes::Reason,
    /// The first day on which it holds.
    pub effective_on: NaiveDate,
    /// Its changes, in their order.
    pub changes: Vec<super::change::Change>,
}

/// How a plan stands.
#[derive(Debug, Clone, PartialEq)]
pub enum PlanState {
    /// Its day is still to come.
    ToCome,
    /// It is in force since.
    Applied(Instant),
    /// It was taken back.
    Cancelled(Instant),
    /// On its day a rule refused it.
    Failed(Instant, Option<Refusal>),
}

/// A planned reorganisation.
#[derive(Debug, Clone, PartialEq)]
pub struct Planned {
    /// Its id.
    pub id: Uuid,
    /// What it is called.
    pub title: String,
    /// Why.
    pub reason: String,
    /// The first day on which it holds.
    pub effective_on: NaiveDate,
    /// Who planned it, as [`crate::kernel::context::Actor`] prints.
    pub planned_by: String,
    /// When.
    pub planned_at: Instant,
    /// How it stands.
    pub state: PlanState,
    /// Its changes.
    pub changes: Vec<super::change::Change>,
    /// What it changed on its day, in the history.
    pub change_set: Option<ChangeSetId>,
}

/// What the accounts of a primary ledger are for in which invoices are booked; the code of a tenant is asked for the same.
pub const BOOKED_FOR: [&str; 7] = [
    "cash",
    "bank",
    "gateway_clearing",
    "receivable",
    "fee_revenue",
    "charge_revenue",
    "refund_payable",
];
