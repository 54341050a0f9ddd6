//! The words a process may use, and how its conditions are understood.
//!
//! The parser and the engine know neither FEEL nor the tenant's roles: they ask, through the traits here.

use serde_json::{Map, Value};

use super::model::ConditionIx;

/// The variables of a process instance.
pub type Variables = Map<String, Value>;

/// The jobs that workers do for a service task. The word is the value of `od:job`. What a job brings back lies among the
/// variables: `raise_fee` brings `amount`, in minor units, also when it is 0.
pub const JOBS: &[&str] = &[
    "raise_fee",
    "make_result",
    "make_refusal",
    "issue_invoice",
    "notify",
];

/// What is allowed in the extension attributes of a process, asked when a procedure is applied.
pub trait Vocabulary {
    /// Whether workers know this job.
    fn knows_job(&self, job: &str) -> bool;

    /// Whether somebody can hold this role.
    fn knows_role(&self, role: &str) -> bool;

    /// Whether the tenant has an operating unit with this code.
    fn knows_unit(&self, code: &str) -> bool;

    /// Why `text` is not a condition.
    ///
    /// # Errors
    /// The reason, for the person who wrote it.
    fn check_condition(&self, text: &str) -> Result<(), String>;

    /// Why `text` is not a time limit such as `+1 00:00`.
    ///
    /// # Errors
    /// The reason, for the person who wrote it.
    fn check_limit(&self, text: &str) -> Result<(), String>;
}

/// Decides the conditions of one definition while the engine runs.
pub trait Decide {
    /// Whether the condition at `condition` holds for `variables`.
    ///
    /// # Errors
    /// The reason why there is no answer (a missing variable, a result that is not true or false). It becomes an
    /// incident: a condition that is not understood never passes and never silently fails.
    fn holds(&self, condition: ConditionIx, variables: &Variables) -> Result<bool, String>;
}
