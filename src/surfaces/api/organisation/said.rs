//! What changes and refusals look like in JSON.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::authority::organisation::change::{Change, Kind};
use crate::authority::organisation::{Done, InTheWay, REFUSED_CHANGE, Use};
use crate::kernel::error::{Error, FieldProblem, Refusal};
use crate::surfaces::web::Visit;

/// A kind by the word that bodies and addresses of the API use.
pub(super) fn kind_of(word: &str) -> Option<Kind> {
    Kind::of_table(word)
}

/// What a change came to.
#[derive(Debug, Default, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub(in super::super) struct Outcome {
    /// What is new.
    pub made: Option<MadePart>,
    /// The change in the history, by which it can be taken back.
    pub change_id: Option<String>,
    /// How many open dossiers went to another unit.
    pub dossiers_moved: i64,
    /// How many rows a job made.
    pub rows_made: usize,
    /// Organisations of other business groups with the same name, where that is warned of.
    pub same_name_elsewhere: Vec<SameName>,
}

/// A new part.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub(in super::super) struct MadePart {
    /// Its kind.
    pub kind: String,
    /// Its id.
    pub id: String,
    /// Where it is read.
    pub url: String,
}

/// An organisation of another business group with the same name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub(in super::super) struct SameName {
    /// Its kind.
    pub kind: String,
    /// Its code.
    pub code: String,
}

/// Something a change touches.
#[derive(Debug, Serialize, ToSchema)]
pub(in super::super) struct Touched {
    /// What: `dossiers`, `people`, `accounts`, `halls` and the like.
    what: String,
    /// How many.
    count: i64,
    /// In words, in the language of the answer.
    detail: String,
}

/// Why a change is refused.
#[derive(Debug, Serialize, ToSchema)]
pub(in super::super) struct Refused {
    /// The name of the rule; it does not change with the language.
    code: String,
    /// The rule, in the language of the answer.
    detail: String,
    /// The rows in the way, or what is wrong with a member, in the language of the answer.
    because: Vec<String>,
}

impl Outcome {
    pub(super) fn of(done: Done) -> Self {
        Self {
            made: done.made.map(|(kind, id)| MadePart {
                kind: kind.table().to_owned(),
                id: id.to_string(),
                url: format!("/api/v1/organisation/{}/{id}", kind.table()),
            }),
            change_id: done.change_set.map(|id| id.to_string()),
            dossiers_moved: done.dossiers_moved,
            rows_made: done.rows_made,
            same_name_elsewhere: done.same_name_elsewhere.into_iter().map(SameName::of).collect(),
        }
    }
}

impl SameName {
    pub(super) fn of(it: InTheWay) -> Self {
        Self {
            kind: it.kind.table().to_owned(),
            code: it.code,
        }
    }
}

impl Touched {
    pub(super) fn of(visit: &Visit, touched: &Use) -> Self {
        Self {
            what: touched.what.clone(),
            count: touched.count,
            detail: visit.text_with(
                &format!("rule-use-{}", touched.what),
                "n",
                &touched.count.to_string(),
            ),
        }
    }
}

impl Refused {
    pub(super) fn of(visit: &Visit, refusal: &Refusal) -> Self {
        Self {
            code: refusal.code.clone(),
            detail: visit.refusal(refusal),
            because: refusal.fields.iter().map(|it| visit.problem(it)).collect(),
        }
    }
}

/// The same error with pointers to where a change stands in a body.
pub(super) fn placed(error: Error, change: &Change) -> Error {
    let Error::Refused(mut refusal) = error else {
        return error;
    };
    for problem in &mut refusal.fields {
        // Rows in the way are no member's fault.
        if !problem.field.is_empty() {
            problem.field = format!("/change{}", member_of(&problem.field, change));
        }
    }
    refusal.into()
}

/// The same error with pointers to the one of several changes in a body that a rule refuses. Where none of them is to blame,
/// nothing is pointed to.
pub(super) fn placed_among(error: Error, member: &str, changes: &[Change]) -> Error {
    let Error::Refused(mut refusal) = error else {
        return error;
    };
    let place = refusal.arguments.remove(REFUSED_CHANGE);
    let place = place.and_then(|place| place.parse::<usize>().ok());
    let blamed = place.and_then(|place| Some((place, changes.get(place)?)));
    if blamed.is_some() && refusal.fields.is_empty() {
        let whole = FieldProblem {
            field: String::new(),
            code: refusal.code.clone(),
            arguments: refusal.arguments.clone(),
        };
        refusal.fields.push(whole);
    }
    for problem in &mut refusal.fields {
        problem.field = match blamed {
            Some((place, change)) => format!("/{member}/{place}{}", member_of(&problem.field, change)),
            None => String::new(),
        };
    }
    refusal.into()
}

/// Where a change has what a rule calls `field`, as the end of a pointer.
fn member_of(field: &str, change: &Change) -> String {
    let called = match change {
        Change::Rename { .. } => "",
        Change::AddSecondaryLedger { .. } => "/ledger",
        _ => "/called",
    };
    match field {
        member @ ("code" | "name") => format!("{called}/{member}"),
        "ledger-code" => "/ledger/code".to_owned(),
        "ledger-name" => "/ledger/name".to_owned(),
        "" => String::new(),
        member => format!("/{}", member.replace('-', "_")),
    }
}
