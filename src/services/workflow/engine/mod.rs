//! The engine: `(definition, state, input) → (state, effects)`, and nothing else.
//!
//! Tokens are not stored where they only pass. The state holds what waits: an element instance for each user task,
//! job, timer, message and incident, and the tokens that lie before parallel joins. Everything the world must do or
//! stop doing is an [`Effect`]; the caller carries the effects out in the transaction that saves the state.

#[cfg(test)]
mod properties;
mod state;
mod step;
#[cfg(test)]
mod tests;
mod tokens;
mod waiting;

pub use state::{ElementInstance, State, Stuck, Waiting};
pub use step::{HEARD_MAX, KEPT_MAX, STEPS_MAX, TOKENS_MAX, step};
pub use waiting::{WaitingOn, waiting_on};

use super::model::{ElementIx, Outcome, ServiceTask, Timer, UserTask};
use super::vocabulary::Variables;

/// What happened, to be worked into the state.
#[derive(Debug, Clone, PartialEq)]
pub enum Input {
    /// The instance begins.
    Start {
        /// Its first variables.
        variables: Variables,
    },
    /// A person finished a user task.
    CompleteUserTask {
        /// Which one.
        at: ElementInstance,
        /// What she decided and filled in.
        variables: Variables,
    },
    /// A worker finished a job. A job with an incident may still be finished, and that ends the incident.
    CompleteJob {
        /// Which one.
        at: ElementInstance,
        /// What came of it.
        variables: Variables,
    },
    /// A worker gave a job up.
    FailJob {
        /// Which one.
        at: ElementInstance,
        /// Why, for the person who will look at it.
        reason: String,
    },
    /// The time of a timer has come.
    TimerFired {
        /// Which one.
        at: ElementInstance,
    },
    /// News from outside. When nothing waits for it yet but something in the process can, it is kept: a payment may be
    /// known before the process has reached the step that waits for it.
    MessageReceived {
        /// Its name.
        name: String,
        /// What makes its repetition recognisable, such as the id of the payment request: news that comes again under
        /// the same key is old, even when the process waits for more news of that name.
        key: String,
        /// What it brings.
        variables: Variables,
    },
    /// A person has looked at an incident, perhaps mended variables, and wants the element tried again.
    Retry {
        /// The element instance with the incident.
        at: ElementInstance,
        /// Mended variables.
        variables: Variables,
    },
    /// The instance is called off.
    Cancel {
        /// What that means for the dossier.
        outcome: Option<Outcome>,
    },
}

/// What the world must do because of a step. Borrows from the definition, so that a step copies no texts.
#[derive(Debug, Clone, PartialEq)]
pub enum Effect<'d> {
    /// Offer a user task to its candidates.
    CreateUserTask {
        /// The element instance that waits.
        at: ElementInstance,
        /// Its element.
        element: ElementIx,
        /// Who, where, with which actions, form and limit.
        task: &'d UserTask,
    },
    /// Take a user task back.
    CancelUserTask {
        /// The element instance that no longer waits.
        at: ElementInstance,
    },
    /// Have a job done.
    RequestJob {
        /// The element instance that waits.
        at: ElementInstance,
        /// Its element.
        element: ElementIx,
        /// What is to be done.
        task: &'d ServiceTask,
    },
    /// A job's result is no longer wanted.
    CancelJob {
        /// The element instance that no longer waits.
        at: ElementInstance,
    },
    /// Wake the instance when time has passed.
    ScheduleTimer {
        /// The element instance that waits.
        at: ElementInstance,
        /// Its element.
        element: ElementIx,
        /// How long; the caller knows what time it is.
        timer: Timer,
    },
    /// Forget a timer.
    CancelTimer {
        /// The element instance that no longer waits.
        at: ElementInstance,
    },
    /// Pass on news of this name.
    AwaitMessage {
        /// The element instance that waits.
        at: ElementInstance,
        /// Its element.
        element: ElementIx,
        /// The name of the news.
        name: &'d str,
    },
    /// News is no longer waited for.
    StopAwaiting {
        /// The element instance that no longer waits.
        at: ElementInstance,
    },
    /// Something is stuck and needs a person.
    RaiseIncident {
        /// The element instance that is stuck.
        at: ElementInstance,
        /// Its element.
        element: ElementIx,
        /// What kind of trouble.
        stuck: Stuck,
        /// Why, in words.
        reason: String,
    },
    /// An incident is over.
    ResolveIncident {
        /// The element instance that was stuck.
        at: ElementInstance,
    },
    /// The instance has ended; nothing of it waits any more.
    End {
        /// What the end means for the dossier, when the drawing says so.
        outcome: Option<Outcome>,
    },
}

/// The result of a step.
#[derive(Debug, Clone, PartialEq)]
pub struct Advance<'d> {
    /// The state to save in place of the old one.
    pub state: State,
    /// The variables to save, when the input changed them.
    pub variables: Option<Variables>,
    /// What the world must do, in order.
    pub effects: Vec<Effect<'d>>,
}

/// Why an input was not worked in. The state stays as it was.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum EngineError {
    /// Nothing waits for this input (any more). Callers treat it as already done.
    #[error("the process does not wait for this")]
    NotWaiting,
    /// The state does not fit the definition: it was saved by another one.
    #[error("the saved state of the process does not fit its definition")]
    Foreign,
}
