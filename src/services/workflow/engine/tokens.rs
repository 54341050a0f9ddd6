//! How tokens move between the moments at which they rest.

use super::state::{ElementInstance, Phase, Stuck, Waiting};
use super::step::{Run, STEPS_MAX, TOKENS_MAX, Token};
use super::{Effect, EngineError};
use crate::services::workflow::model::{Element, ElementIx, ElementKind, FlowIx, Outcome};

impl<'d> Run<'d, '_> {
    /// Moves tokens until all of them rest, then looks whether that is an end or a dead one.
    pub fn settle(&mut self) -> Result<(), EngineError> {
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

    pub fn enter(&mut self, ix: ElementIx, through: Option<FlowIx>) -> Result<(), EngineError> {
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
    pub fn leave(&mut self, ix: ElementIx) -> Result<(), EngineError> {
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
    pub fn withdraw(&mut self, which: impl Fn(&Waiting) -> bool) {
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

    pub fn end(&mut self, outcome: Option<Outcome>) {
        self.withdraw(|_| true);
        self.moving.clear();
        self.state.joining.clear();
        self.state.kept.clear();
        self.state.outcome = outcome;
        self.state.phase = Phase::Ended;
        self.effects.push(Effect::End { outcome });
    }
}
