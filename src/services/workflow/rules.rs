//! Pure decisions about user tasks and about what a process means for its dossier.

use serde::{Deserialize, Serialize};

use super::engine::{State, WaitingOn, waiting_on};
use super::instance::Task;
use super::model::{Outcome, ProcessDefinition};
use super::vocabulary::Variables;
use crate::kernel::actions::Verb;
use crate::kernel::error::Refusal;
use crate::kernel::ids::AccountId;

/// The message that says that everything due was paid.
pub const PAYMENT_RECEIVED: &str = "payment.received";
/// The message that says that the applicant supplied what was asked for.
pub const SUPPLEMENT_RECEIVED: &str = "supplement.received";

/// The verb that completing a user task of this role asks for; `None` for a role that does no steps.
#[must_use]
pub fn verb_of_role(role: &str) -> Option<Verb> {
    match role {
        "receiver" => Some(Verb::ReceiveDossier),
        "assessor" => Some(Verb::AssessDossier),
        "approver" => Some(Verb::DecideDossier),
        "cashier" => Some(Verb::TakeCash),
        _ => None,
    }
}

/// Where the process says its dossier stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Standing {
    /// Somebody or something of the public body works on it.
    InProcess,
    /// The applicant is to pay.
    AwaitingPayment,
    /// The applicant is to supply something.
    AwaitingSupplement,
    /// It is over.
    Ended(Option<Outcome>),
}

/// Reads the standing off a state. What the applicant must do comes before what the body does meanwhile, because she
/// is the one who has to be told; supplying comes before paying, because without it paying is early.
#[must_use]
pub fn standing(state: &State, definition: &ProcessDefinition) -> Standing {
    if state.has_ended() {
        return Standing::Ended(state.outcome());
    }
    let waiting = waiting_on(state, definition);
    let awaits = |wanted: &str| {
        waiting
            .iter()
            .any(|on| matches!(on, WaitingOn::Message { name, .. } if *name == wanted))
    };
    if awaits(SUPPLEMENT_RECEIVED) {
        Standing::AwaitingSupplement
    } else if awaits(PAYMENT_RECEIVED) {
        Standing::AwaitingPayment
    } else {
        Standing::InProcess
    }
}

/// What an officer decided in a user task.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Decision {
    /// The action chosen, where the task offers actions.
    pub outcome: Option<String>,
    /// The fields of the officer's form, already validated against it.
    pub answers: Variables,
    /// What the officer writes to the applicant: why it is refused, what is missing.
    pub note: Option<String>,
}

/// Whether `by` may decide this in the task now.
///
/// # Errors
/// Why not, for the officer.
pub fn may_complete(task: &Task, by: Option<AccountId>, decision: &Decision) -> Result<(), Refusal> {
    is_free(task, by)?;
    let offered = match &decision.outcome {
        Some(outcome) => task.actions.contains(outcome),
        None => task.actions.is_empty(),
    };
    if !offered {
        return Err(Refusal::new("errors-task-action-unknown"));
    }
    if task.form.is_none() && !decision.answers.is_empty() {
        return Err(Refusal::new("errors-task-without-form"));
    }
    Ok(())
}

/// Whether the task is open and nobody else has taken it.
///
/// # Errors
/// Why not, for the officer.
pub fn is_free(task: &Task, by: Option<AccountId>) -> Result<(), Refusal> {
    if !task.is_open {
        return Err(Refusal::new("errors-task-over"));
    }
    match task.claimed_by {
        Some(other) if Some(other) != by => Err(Refusal::new("errors-task-claimed")),
        _ => Ok(()),
    }
}

/// What a completed task brings into the process: `outcome`, and the form's fields under `step.<form>`, where the
/// formulas of fees look for them.
#[must_use]
pub fn variables_of(
    outcome: Option<String>,
    form: Option<&str>,
    answers: Variables,
    before: &Variables,
) -> Variables {
    let mut brought = Variables::new();
    if let Some(outcome) = outcome {
        brought.insert("outcome".to_owned(), outcome.into());
    }
    if let Some(form) = form
        && !answers.is_empty()
    {
        let mut steps = before
            .get("step")
            .and_then(|steps| steps.as_object())
            .cloned()
            .unwrap_or_default();
        steps.insert(form.to_owned(), answers.into());
        brought.insert("step".to_owned(), steps.into());
    }
    brought
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::kernel::ids::{DossierId, OperatingUnitId, ProcessInstanceId, UserTaskId};

    fn task() -> Task {
        Task {
            id: UserTaskId::fresh(),
            instance_id: ProcessInstanceId::fresh(),
            dossier_id: DossierId::fresh(),
            operating_unit_id: OperatingUnitId::fresh(),
            element: "assess".to_owned(),
            element_instance: 1,
            name: String::new(),
            role: "assessor".to_owned(),
            actions: vec!["accept".to_owned(), "refuse".to_owned()],
            form: Some("assess".to_owned()),
            created_at: crate::kernel::clock::now(),
            due_at: None,
            claimed_by: None,
            is_open: true,
        }
    }

    fn code(result: Result<(), Refusal>) -> String {
        result.err().map(|refusal| refusal.code).unwrap_or_default()
    }

    #[test]
    fn a_task_is_completed_with_one_of_its_actions_by_whoever_holds_it() {
        let (me, other) = (AccountId::fresh(), AccountId::fresh());
        let decide = |outcome: Option<&str>| Decision {
            outcome: outcome.map(str::to_owned),
            ..Decision::default()
        };
        let complete = |task: &Task, outcome| code(may_complete(task, Some(me), &decide(outcome)));
        assert_eq!(complete(&task(), Some("accept")), "");
        assert_eq!(complete(&task(), Some("approve")), "errors-task-action-unknown");
        assert_eq!(complete(&task(), None), "errors-task-action-unknown");
        assert_eq!(
            complete(
                &Task {
                    actions: vec![],
                    ..task()
                },
                None
            ),
            ""
        );
        assert_eq!(
            complete(
                &Task {
                    claimed_by: Some(me),
                    ..task()
                },
                Some("accept")
            ),
            ""
        );
        assert_eq!(
            complete(
                &Task {
                    claimed_by: Some(other),
                    ..task()
                },
                Some("accept")
            ),
            "errors-task-claimed"
        );
        assert_eq!(
            complete(
                &Task {
                    is_open: false,
                    ..task()
                },
                Some("accept")
            ),
            "errors-task-over"
        );
        let answers = json!({"area": 5}).as_object().cloned().unwrap();
        let decision = Decision {
            outcome: Some("accept".to_owned()),
            answers,
            note: None,
        };
        assert_eq!(
            code(may_complete(&Task { form: None, ..task() }, None, &decision)),
            "errors-task-without-form"
        );
    }

    #[test]
    fn answers_lie_beside_those_of_earlier_steps() {
        let before = json!({"outcome": "accept", "step": {"receive": {"pages": 2}}})
            .as_object()
            .cloned()
            .unwrap();
        let answers = json!({"area": 5}).as_object().cloned().unwrap();
        let brought = variables_of(Some("refuse".to_owned()), Some("assess"), answers, &before);
        let expected = json!({"outcome": "refuse", "step": {"receive": {"pages": 2}, "assess": {"area": 5}}});
        assert_eq!(serde_json::Value::Object(brought), expected);
        assert!(variables_of(None, Some("assess"), Variables::new(), &before).is_empty());
    }
}
