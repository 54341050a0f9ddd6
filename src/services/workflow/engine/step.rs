//! One input worked into the state.

use std::borrow::Cow;

use super::state::{ElementInstance, Phase, State, Stuck, Waiting};
use super::{Advance, Effect, EngineError, Input};
use crate::services::workflow::model::{Element, ElementIx, ElementKind, FlowIx, ProcessDefinition};
use crate::services::workflow::vocabulary::{Decide, Variables};

/// So many elements may be entered because of one input. The parser refuses circles of gateways, so a definition
/// from it stays far below; this is the second lock.
pub const STEPS_MAX: u32 = 1_000;
/// So many keys of messages are remembered; one for each payment and supplement is some ten.
pub const HEARD_MAX: usize = 200;
/// So many messages are kept for later.
pub const KEPT_MAX: usize = 20;
/// So many element instances may wait at once.
pub const TOKENS_MAX: usize = 1_000;

/// Works `input` into `state`.
///
/// The function is pure: the same arguments give the same result, and on an error nothing has changed.
/// `variables` are the instance's variables before the step; those the input brings are laid over them.
///
/// # Errors
/// [`EngineError::NotWaiting`] for an input nothing waits for, [`EngineError::Foreign`] for a state of another
/// definition. Trouble inside the process is no error: it is an incident in the new state.
pub fn step<'d>(
    definition: &'d ProcessDefinition,
    state: State,
    variables: &Variables,
    input: Input,
    decide: &dyn Decide,
) -> Result<Advance<'d>, EngineError> {
    let mut run = Run {
        definition,
        state,
        variables: Cow::Borrowed(variables),
        decide,
        moving: Vec::new(),
        effects: Vec::new(),
    };
    run.take(input)?;
    run.settle()?;
    let variables = match run.variables {
        Cow::Owned(changed) => Some(changed),
        Cow::Borrowed(_) => None,
    };
    Ok(Advance {
        state: run.state,
        variables,
        effects: run.effects,
    })
}

/// A token on its way into an element.
#[derive(Clone, Copy)]
pub(super) struct Token {
    pub into: ElementIx,
    pub through: FlowIx,
}

/// A step under way.
pub(super) struct Run<'d, 'v> {
    pub definition: &'d ProcessDefinition,
    pub state: State,
    pub variables: Cow<'v, Variables>,
    pub decide: &'v dyn Decide,
    pub moving: Vec<Token>,
    pub effects: Vec<Effect<'d>>,
}

impl<'d> Run<'d, '_> {
    fn take(&mut self, input: Input) -> Result<(), EngineError> {
        let expected = if matches!(input, Input::Start { .. }) {
            Phase::New
        } else {
            Phase::Running
        };
        if self.state.phase != expected {
            return Err(EngineError::NotWaiting);
        }
        match input {
            Input::Start { variables } => {
                self.state.phase = Phase::Running;
                self.merge(variables);
                self.leave(self.definition.start)
            }
            Input::CompleteUserTask { at, variables } => {
                self.complete(at, variables, |kind| matches!(kind, ElementKind::UserTask(_)))
            }
            Input::CompleteJob { at, variables } => {
                self.complete(at, variables, |kind| matches!(kind, ElementKind::ServiceTask(_)))
            }
            Input::TimerFired { at } => {
                self.complete(at, Variables::new(), |kind| matches!(kind, ElementKind::Timer(_)))
            }
            Input::FailJob { at, reason } => self.fail_job(at, reason),
            Input::MessageReceived { name, key, variables } => self.message(name, key, variables),
            Input::Retry { at, variables } => self.retry(at, variables),
            Input::Cancel { outcome } => {
                self.end(outcome);
                Ok(())
            }
        }
    }

    /// The element of an element instance that still waits, with the place of the instance.
    fn waiting(&self, at: ElementInstance) -> Result<(usize, Waiting, &'d Element), EngineError> {
        let place = self
            .state
            .waiting
            .iter()
            .position(|waiting| waiting.at == at)
            .ok_or(EngineError::NotWaiting)?;
        let waiting = *self.state.waiting.get(place).ok_or(EngineError::NotWaiting)?;
        Ok((place, waiting, self.element(waiting.element)?))
    }

    pub fn element(&self, ix: ElementIx) -> Result<&'d Element, EngineError> {
        self.definition.element(ix).ok_or(EngineError::Foreign)
    }

    fn complete(
        &mut self,
        at: ElementInstance,
        variables: Variables,
        fits: impl Fn(&ElementKind) -> bool,
    ) -> Result<(), EngineError> {
        let (place, waiting, element) = self.waiting(at)?;
        // The only trouble that what was asked for can still answer is that of a job.
        if !fits(&element.kind) || waiting.stuck.is_some_and(|stuck| stuck != Stuck::Job) {
            return Err(EngineError::NotWaiting);
        }
        self.state.waiting.remove(place);
        if waiting.stuck.is_some() {
            self.effects.push(Effect::ResolveIncident { at });
        }
        if let Some(group) = waiting.group {
            self.withdraw(|other| other.group == Some(group));
        }
        self.merge(variables);
        self.leave(waiting.element)
    }

    fn fail_job(&mut self, at: ElementInstance, reason: String) -> Result<(), EngineError> {
        let (place, waiting, element) = self.waiting(at)?;
        if waiting.stuck.is_some() || !matches!(element.kind, ElementKind::ServiceTask(_)) {
            return Err(EngineError::NotWaiting);
        }
        if let Some(waiting) = self.state.waiting.get_mut(place) {
            waiting.stuck = Some(Stuck::Job);
        }
        self.effects.push(Effect::RaiseIncident {
            at,
            element: waiting.element,
            stuck: Stuck::Job,
            reason,
        });
        Ok(())
    }

    fn message(&mut self, name: String, key: String, variables: Variables) -> Result<(), EngineError> {
        let catches = |ix: ElementIx| {
            let kind = self.definition.element(ix).map(|element| &element.kind);
            matches!(kind, Some(ElementKind::Message { name: awaited }) if *awaited == name)
        };
        let is_awaited_somewhere = self.definition.elements().any(|(ix, _)| catches(ix));
        if !is_awaited_somewhere || self.state.heard.contains(&key) {
            return Err(EngineError::NotWaiting);
        }
        let waiting = self
            .state
            .waiting
            .iter()
            .find(|waiting| waiting.stuck.is_none() && catches(waiting.element));
        let waiting = waiting.map(|waiting| waiting.at);
        self.state.heard.push(key);
        if self.state.heard.len() > HEARD_MAX {
            self.state.heard.remove(0);
        }
        match waiting {
            Some(at) => self.complete(at, variables, |_| true),
            None if self.state.kept.len() >= KEPT_MAX => Err(EngineError::NotWaiting),
            None => {
                self.state.kept.push(name);
                self.merge(variables);
                Ok(())
            }
        }
    }

    fn retry(&mut self, at: ElementInstance, variables: Variables) -> Result<(), EngineError> {
        let (place, waiting, element) = self.waiting(at)?;
        let stuck = waiting.stuck.ok_or(EngineError::NotWaiting)?;
        self.merge(variables);
        self.effects.push(Effect::ResolveIncident { at });
        if let (Stuck::Job, ElementKind::ServiceTask(task)) = (stuck, &element.kind) {
            if let Some(waiting) = self.state.waiting.get_mut(place) {
                waiting.stuck = None;
            }
            self.effects.push(Effect::RequestJob {
                at,
                element: waiting.element,
                task,
            });
            return Ok(());
        }
        self.state.waiting.remove(place);
        match stuck {
            // The tokens of the join still lie there; settling finds out whether it is still stuck.
            Stuck::Deadlock => Ok(()),
            Stuck::Condition => self.enter(waiting.element, None),
            Stuck::Job | Stuck::Limit => self.enter(waiting.element, waiting.through),
        }
    }

    fn merge(&mut self, variables: Variables) {
        if !variables.is_empty() {
            self.variables.to_mut().extend(variables);
        }
    }
}
