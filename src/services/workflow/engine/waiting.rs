//! What an instance waits for, from which the status of its dossier is derived.

use super::state::{ElementInstance, State, Stuck};
use crate::services::workflow::model::{
    ElementIx, ElementKind, ProcessDefinition, ServiceTask, Timer, UserTask,
};

/// One thing that an instance waits for.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum WaitingOn<'d> {
    /// A person.
    UserTask {
        /// The element instance.
        at: ElementInstance,
        /// Its element.
        element: ElementIx,
        /// Who and how.
        task: &'d UserTask,
    },
    /// A worker.
    Job {
        /// The element instance.
        at: ElementInstance,
        /// Its element.
        element: ElementIx,
        /// What it does.
        task: &'d ServiceTask,
    },
    /// News from outside.
    Message {
        /// The element instance.
        at: ElementInstance,
        /// Its element.
        element: ElementIx,
        /// The name of the news.
        name: &'d str,
    },
    /// Time.
    Timer {
        /// The element instance.
        at: ElementInstance,
        /// Its element.
        element: ElementIx,
        /// How long.
        timer: Timer,
    },
    /// A person who mends what is stuck.
    Incident {
        /// The element instance.
        at: ElementInstance,
        /// Its element.
        element: ElementIx,
        /// What kind of trouble.
        stuck: Stuck,
    },
}

/// What the instance waits for, oldest first. Empty when it is over or has not been started.
#[must_use]
pub fn waiting_on<'d>(state: &State, definition: &'d ProcessDefinition) -> Vec<WaitingOn<'d>> {
    state
        .waiting
        .iter()
        .filter_map(|waiting| {
            let (at, element) = (waiting.at, waiting.element);
            if let Some(stuck) = waiting.stuck {
                return Some(WaitingOn::Incident { at, element, stuck });
            }
            match &definition.element(element)?.kind {
                ElementKind::UserTask(task) => Some(WaitingOn::UserTask { at, element, task }),
                ElementKind::ServiceTask(task) => Some(WaitingOn::Job { at, element, task }),
                ElementKind::Message { name } => Some(WaitingOn::Message { at, element, name }),
                ElementKind::Timer(timer) => Some(WaitingOn::Timer {
                    at,
                    element,
                    timer: *timer,
                }),
                _ => None,
            }
        })
        .collect()
}
