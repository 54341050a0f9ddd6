//! One input worked into the state.

use std::borrow::Cow;

use super::state::{ElementInstance, Phase, State, Stuck, Waiting};
use super::{Advance, Effect, EngineError, Input};
use crate::services::workflow::model::{Element, ElementIx, ElementKind, FlowIx, Outcome, ProcessDefinition};
use crate::services::workflow::vocabulary::{Decide, Variables};

/// So many elements may be entered because of one input. The parser refuses circles of gateways, so a definition
/// from it stays far below; this is the second lock.
pub const STEPS_MAX: u32 = 1_000;
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
struct Token {
    into: ElementIx,
    through: FlowIx,
}

struct Run<'d, 'v> {
    definition: &'d ProcessDefinition,
    state: State,
    variables: Cow<'v, Variables>,
    decide: &'v dyn Decide,
    moving: Vec<Token>,
    effects: Vec<Effect<'d>>,
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
            Input::MessageReceived { name, variables } => self.message(name, variables),
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

    fn element(&self, ix: ElementIx) -> Result<&'d Element, EngineError> {
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

    fn message(&mut self, name: String, variables: Variables) -> Result<(), EngineError> {
        let catches = |ix: ElementIx| matches!(self.definition.element(ix).map(|e| &e.kind), Some(ElementKind::Message { name: awaited }) if *awaited == name);
        if let Some(waiting) = self
            .state
            .waiting
            .iter()
            .find(|waiting| waiting.stuck.is_none() && catches(waiting.element))
        {
            return self.complete(waiting.at, variables, |_| true);
        }
        let caught_somewhere = self.definition.elements().any(|(ix, _)| catches(ix));
        if !caught_somewhere || self.state.kept.contains(&name) {
            return Err(EngineError::NotWaiting);
        }
        self.state.kept.push(name);
        self.merge(variables);
        Ok(())
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

    /// Moves tokens until all of them rest, then looks whether that is an end or a dead one.
    fn settle(&mut self) -> Result<(), EngineError> {
        let mut steps = 0;
        while let Some(token) = self.moving.pop() {
            steps += 1;
            if steps > STEPS_MAX || self.state.waiting.len() >= TOKENS_MAX {
                let reason = format!("more than {STEPS_MAX} steps at once or {TOKENS_MAX} tokens");
                self.stick(token.into, Stuck::Limit, reason);
                if let Some(held) = self.state.waiting.last_mut() {
                    held.through = Some(token.through);
                }
                continue;
            }
            self.enter(token.into, Some(token.through))?;
        }
        if self.state.phase == Phase::Running && self.state.waiting.is_empty() {
            match self
                .state
                .joining
                .first()
                .and_then(|(flow, _)| self.definition.flow(*flow))
            {
                Some(flow) => {
                    let join = flow.target;
                    self.stick(
                        join,
                        Stuck::Deadlock,
                        "the join waits for tokens that can no longer come".to_owned(),
                    );
                }
                None => self.end(self.state.outcome),
            }
        }
        Ok(())
    }

    fn enter(&mut self, ix: ElementIx, through: Option<FlowIx>) -> Result<(), EngineError> {
        let element = self.element(ix)?;
        match &element.kind {
            ElementKind::Start => self.leave(ix),
            ElementKind::Exclusive { default } => self.choose(ix, element, *default),
            ElementKind::Parallel => self.join(ix, element, through),
            ElementKind::EventBased => self.race(element),
            ElementKind::End { outcome } => {
                self.state.outcome = outcome.or(self.state.outcome);
                Ok(())
            }
            ElementKind::Terminate { outcome } => {
                self.end(outcome.or(self.state.outcome));
                Ok(())
            }
            ElementKind::Message { name } if self.has_kept(name) => self.leave(ix),
            ElementKind::UserTask(_)
            | ElementKind::ServiceTask(_)
            | ElementKind::Timer(_)
            | ElementKind::Message { .. } => {
                self.wait(ix, element, None);
                Ok(())
            }
        }
    }

    /// Puts a token on every flow out of an element, so that the first flow moves first.
    fn leave(&mut self, ix: ElementIx) -> Result<(), EngineError> {
        for flow in self.element(ix)?.outgoing.iter().rev() {
            self.follow(*flow)?;
        }
        Ok(())
    }

    fn follow(&mut self, through: FlowIx) -> Result<(), EngineError> {
        let into = self.definition.flow(through).ok_or(EngineError::Foreign)?.target;
        self.moving.push(Token { into, through });
        Ok(())
    }

    fn choose(
        &mut self,
        ix: ElementIx,
        element: &'d Element,
        default: Option<FlowIx>,
    ) -> Result<(), EngineError> {
        if let [only] = element.outgoing[..] {
            return self.follow(only);
        }
        for flow_ix in &element.outgoing {
            let flow = self.definition.flow(*flow_ix).ok_or(EngineError::Foreign)?;
            let Some(condition) = flow.condition else { continue };
            match self.decide.holds(condition, &self.variables) {
                Ok(true) => return self.follow(*flow_ix),
                Ok(false) => {}
                Err(reason) => {
                    self.stick(ix, Stuck::Condition, format!("flow {}: {reason}", flow.id));
                    return Ok(());
                }
            }
        }
        match default {
            Some(flow) => self.follow(flow),
            None => {
                self.stick(
                    ix,
                    Stuck::Condition,
                    "no condition is true and there is no default".to_owned(),
                );
                Ok(())
            }
        }
    }

    fn join(
        &mut self,
        ix: ElementIx,
        element: &'d Element,
        through: Option<FlowIx>,
    ) -> Result<(), EngineError> {
        if element.incoming.len() > 1 {
            if let Some(through) = through {
                match self.state.joining.iter_mut().find(|(flow, _)| *flow == through) {
                    Some((_, count)) => *count = count.saturating_add(1),
                    None => self.state.joining.push((through, 1)),
                }
            }
            let joining = &mut self.state.joining;
            if !element
                .incoming
                .iter()
                .all(|flow| joining.iter().any(|(waiting, _)| waiting == flow))
            {
                return Ok(());
            }
            joining.retain_mut(|(flow, count)| {
                *count -= u32::from(element.incoming.contains(flow));
                *count > 0
            });
        }
        self.leave(ix)
    }

    /// Waits for all events behind a gateway at once; one whose message is here already wins without a race.
    fn race(&mut self, gateway: &'d Element) -> Result<(), EngineError> {
        let mut events = Vec::with_capacity(gateway.outgoing.len());
        for flow in &gateway.outgoing {
            let ix = self.definition.flow(*flow).ok_or(EngineError::Foreign)?.target;
            let event = self.element(ix)?;
            if let ElementKind::Message { name } = &event.kind
                && self.has_kept(name)
            {
                return self.leave(ix);
            }
            events.push((ix, event));
        }
        let group = ElementInstance(self.state.made + 1);
        for (ix, event) in events {
            self.wait(ix, event, Some(group));
        }
        Ok(())
    }

    /// Whether a message of this name came early; it is used up by asking.
    fn has_kept(&mut self, name: &str) -> bool {
        let place = self.state.kept.iter().position(|kept| kept == name);
        place.map(|place| self.state.kept.remove(place)).is_some()
    }

    fn instance(
        &mut self,
        element: ElementIx,
        group: Option<ElementInstance>,
        stuck: Option<Stuck>,
    ) -> ElementInstance {
        self.state.made += 1;
        let at = ElementInstance(self.state.made);
        self.state.waiting.push(Waiting {
            at,
            element,
            group,
            stuck,
            through: None,
        });
        at
    }

    fn wait(&mut self, ix: ElementIx, element: &'d Element, group: Option<ElementInstance>) {
        let at = self.instance(ix, group, None);
        let effect = match &element.kind {
            ElementKind::UserTask(task) => Effect::CreateUserTask {
                at,
                element: ix,
                task,
            },
            ElementKind::ServiceTask(task) => Effect::RequestJob {
                at,
                element: ix,
                task,
            },
            ElementKind::Timer(timer) => Effect::ScheduleTimer {
                at,
                element: ix,
                timer: *timer,
            },
            ElementKind::Message { name } => Effect::AwaitMessage {
                at,
                element: ix,
                name,
            },
            _ => return,
        };
        self.effects.push(effect);
    }

    fn stick(&mut self, element: ElementIx, stuck: Stuck, reason: String) {
        let at = self.instance(element, None, Some(stuck));
        self.effects.push(Effect::RaiseIncident {
            at,
            element,
            stuck,
            reason,
        });
    }

    /// Takes back everything that waits and answers to `which`.
    fn withdraw(&mut self, which: impl Fn(&Waiting) -> bool) {
        let (definition, effects) = (self.definition, &mut self.effects);
        self.state.waiting.retain(|waiting| {
            if !which(waiting) {
                return true;
            }
            let at = waiting.at;
            if waiting.stuck.is_some() {
                effects.push(Effect::ResolveIncident { at });
            }
            match definition.element(waiting.element).map(|element| &element.kind) {
                Some(ElementKind::UserTask(_)) => effects.push(Effect::CancelUserTask { at }),
                Some(ElementKind::ServiceTask(_)) => effects.push(Effect::CancelJob { at }),
                Some(ElementKind::Timer(_)) => effects.push(Effect::CancelTimer { at }),
                Some(ElementKind::Message { .. }) => effects.push(Effect::StopAwaiting { at }),
                _ => {}
            }
            false
        });
    }

    fn end(&mut self, outcome: Option<Outcome>) {
        self.withdraw(|_| true);
        self.moving.clear();
        self.state.joining.clear();
        self.state.kept.clear();
        self.state.outcome = outcome;
        self.state.phase = Phase::Ended;
        self.effects.push(Effect::End { outcome });
    }
}
