//! Whether a process hangs together: looked at only when every element could be read.

use super::elements::Subject;
use super::faults::Reason;
use crate::services::workflow::model::{Element, ElementIx, ElementKind, ProcessDefinition};

type Complaint = (Subject, Reason);

/// Everything that is wrong with how elements and flows are put together.
pub fn check(definition: &ProcessDefinition) -> Vec<Complaint> {
    let mut complaints = Vec::new();
    let ends = |kind: &ElementKind| matches!(kind, ElementKind::End { .. } | ElementKind::Terminate { .. });
    if !definition.elements.iter().any(|element| ends(&element.kind)) {
        complaints.push((Subject::Process, Reason::NoEnd));
    }
    for (ix, element) in definition.elements() {
        complaints.extend(
            flows_of(element)
                .into_iter()
                .map(|reason| (Subject::Element(ix), reason)),
        );
        complaints.extend(conditions_of(definition, element));
        if element.kind == ElementKind::EventBased {
            complaints.extend(events_behind(definition, ix));
        }
    }
    if complaints.is_empty() {
        complaints.extend(ways(definition, ends));
        complaints.extend(restless(definition));
    }
    complaints
}

fn flows_of(element: &Element) -> Vec<Reason> {
    let (incoming, outgoing) = (element.incoming.len(), element.outgoing.len());
    let mut reasons = Vec::new();
    match element.kind {
        ElementKind::Start if incoming > 0 => reasons.push(Reason::FlowNotAllowed("into")),
        ElementKind::Start => {}
        _ if incoming == 0 => reasons.push(Reason::FlowMissing("into")),
        _ => {}
    }
    match element.kind {
        ElementKind::End { .. } | ElementKind::Terminate { .. } if outgoing > 0 => {
            reasons.push(Reason::FlowNotAllowed("out of"))
        }
        ElementKind::End { .. } | ElementKind::Terminate { .. } => {}
        _ if outgoing == 0 => reasons.push(Reason::FlowMissing("out of")),
        _ if outgoing > 1 && !element.kind.is_gateway() => reasons.push(Reason::BranchWithoutGateway),
        _ => {}
    }
    reasons
}

/// Conditions stand exactly where an exclusive gateway with several flows asks for them.
fn conditions_of(definition: &ProcessDefinition, element: &Element) -> Vec<Complaint> {
    let mut complaints = Vec::new();
    let decides = element.outgoing.len() > 1;
    for flow_ix in &element.outgoing {
        let Some(flow) = definition.flow(*flow_ix) else {
            continue;
        };
        let reason = match (&element.kind, flow.condition) {
            (ElementKind::Exclusive { default }, Some(_)) if decides && *default == Some(*flow_ix) => {
                Reason::ConditionOnDefault
            }
            (ElementKind::Exclusive { default }, None) if decides && *default != Some(*flow_ix) => {
                Reason::ConditionMissing
            }
            (ElementKind::Exclusive { .. }, _) if decides => continue,
            (_, Some(_)) => Reason::ConditionUseless("condition"),
            (_, None) => continue,
        };
        complaints.push((Subject::Flow(*flow_ix), reason));
    }
    complaints
}

fn events_behind(definition: &ProcessDefinition, gateway: ElementIx) -> Vec<Complaint> {
    let mut complaints = Vec::new();
    let mut messages: Vec<&str> = Vec::new();
    for target in definition.successors(gateway) {
        let Some(event) = definition.element(target) else {
            continue;
        };
        match &event.kind {
            ElementKind::Message { name } if event.incoming.len() == 1 => {
                if messages.contains(&name.as_str()) {
                    complaints.push((Subject::Element(gateway), Reason::EventTwice(name.clone())));
                }
                messages.push(name);
            }
            ElementKind::Timer(_) if event.incoming.len() == 1 => {}
            _ => complaints.push((Subject::Element(gateway), Reason::EventExpected(event.id.clone()))),
        }
    }
    complaints
}

/// Elements that no way from the start reaches, and elements from which no way leads to an end.
fn ways(definition: &ProcessDefinition, ends: impl Fn(&ElementKind) -> bool) -> Vec<Complaint> {
    let reached = closure(definition, vec![definition.start], |ix, found| {
        found.extend(definition.successors(ix))
    });
    let all_ends = definition
        .elements()
        .filter(|(_, element)| ends(&element.kind))
        .map(|(ix, _)| ix)
        .collect();
    let finishing = closure(definition, all_ends, |ix, found| {
        found.extend(definition.predecessors(ix))
    });
    let mut complaints = Vec::new();
    for ((ix, _), (reached, finishing)) in definition.elements().zip(reached.into_iter().zip(finishing)) {
        if !reached {
            complaints.push((Subject::Element(ix), Reason::Unreachable));
        } else if !finishing {
            complaints.push((Subject::Element(ix), Reason::NoWayOut));
        }
    }
    complaints
}

/// Which elements are found from `found` by going on and on with `next`.
fn closure(
    definition: &ProcessDefinition,
    mut found: Vec<ElementIx>,
    next: impl Fn(ElementIx, &mut Vec<ElementIx>),
) -> Vec<bool> {
    let mut seen = vec![false; definition.elements.len()];
    while let Some(ix) = found.pop() {
        if let Some(mark @ false) = seen.get_mut(usize::from(ix.0)) {
            *mark = true;
            next(ix, &mut found);
        }
    }
    seen
}

/// Gateways that lie on a circle of gateways: a token there would run for ever within one step of the engine.
fn restless(definition: &ProcessDefinition) -> Vec<Complaint> {
    let passes = |ix: ElementIx| {
        definition
            .element(ix)
            .is_some_and(|element| !element.kind.waits())
    };
    let mut complaints = Vec::new();
    for (ix, _) in definition.elements().filter(|(ix, _)| passes(*ix)) {
        let ahead = definition.successors(ix).filter(|next| passes(*next)).collect();
        let seen = closure(definition, ahead, |at, found| {
            found.extend(definition.successors(at).filter(|next| passes(*next)))
        });
        if seen.get(usize::from(ix.0)) == Some(&true) {
            complaints.push((Subject::Element(ix), Reason::RestlessLoop));
        }
    }
    complaints
}
