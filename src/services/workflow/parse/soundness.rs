//! Whether every way through a process comes to an end.
//!
//! All arrangements of tokens that choices and orders of events can bring about are visited, with one token or none
//! on each flow. That finds the two mistakes which drawings of parallel work are prone to: branches of a choice
//! joined as if they ran in parallel (the join waits for ever), and parallel branches joined as if they were a choice
//! (everything after is done twice). A process of the usual size has some hundred arrangements.

use std::collections::HashSet;

use super::elements::Subject;
use super::faults::Reason;
use crate::services::workflow::model::{ElementIx, ElementKind, FlowIx, ProcessDefinition};

/// So many arrangements are visited; a process with more is let through on what was seen. The engine itself turns
/// a join that waits for ever, or too many tokens, into an incident.
const ARRANGEMENTS_MAX: usize = 20_000;

/// The flows that carry a token, sorted.
type Marking = Vec<FlowIx>;

/// Joins that can wait for ever, and elements that a second token can reach.
pub fn check(definition: &ProcessDefinition) -> Vec<(Subject, Reason)> {
    let mut complaints = Vec::new();
    let first = definition
        .element(definition.start)
        .map(|start| start.outgoing.clone())
        .unwrap_or_default();
    let mut seen = HashSet::from([first.clone()]);
    let mut open = vec![first];
    while let Some(marking) = open.pop() {
        let mut moved = false;
        for element in ready(definition, &marking) {
            moved = true;
            for next in fire(definition, &marking, element) {
                match next {
                    Ok(next) if seen.len() < ARRANGEMENTS_MAX && !seen.contains(&next) => {
                        seen.insert(next.clone());
                        open.push(next);
                    }
                    Ok(_) => {}
                    Err(crowded) => note(&mut complaints, crowded, Reason::Unbounded),
                }
            }
        }
        if !moved {
            for stuck in targets(definition, &marking) {
                note(&mut complaints, stuck, Reason::Deadlock);
            }
        }
    }
    complaints
}

fn note(complaints: &mut Vec<(Subject, Reason)>, element: ElementIx, reason: Reason) {
    let complaint = (Subject::Element(element), reason);
    if !complaints.contains(&complaint) {
        complaints.push(complaint);
    }
}

fn targets(definition: &ProcessDefinition, marking: &Marking) -> Vec<ElementIx> {
    let mut targets: Vec<_> = marking
        .iter()
        .filter_map(|flow| Some(definition.flow(*flow)?.target))
        .collect();
    targets.sort_unstable();
    targets.dedup();
    targets
}

/// The elements that have the tokens they need.
fn ready(definition: &ProcessDefinition, marking: &Marking) -> Vec<ElementIx> {
    let has_tokens = |ix: &ElementIx| {
        definition.element(*ix).is_some_and(|element| {
            element.kind != ElementKind::Parallel
                || element.incoming.iter().all(|flow| marking.contains(flow))
        })
    };
    targets(definition, marking)
        .into_iter()
        .filter(has_tokens)
        .collect()
}

/// What can be after `ix` has done its part: an arrangement, or the element that would get a second token.
fn fire(definition: &ProcessDefinition, marking: &Marking, ix: ElementIx) -> Vec<Result<Marking, ElementIx>> {
    let Some(element) = definition.element(ix) else {
        return Vec::new();
    };
    let taken: Vec<Vec<FlowIx>> = match element.kind {
        ElementKind::Parallel => vec![element.incoming.clone()],
        _ => element
            .incoming
            .iter()
            .filter(|flow| marking.contains(flow))
            .map(|flow| vec![*flow])
            .collect(),
    };
    let given: Vec<Vec<FlowIx>> = match element.kind {
        ElementKind::Terminate { .. } => return vec![Ok(Vec::new())],
        ElementKind::Exclusive { .. } | ElementKind::EventBased => {
            element.outgoing.iter().map(|flow| vec![*flow]).collect()
        }
        _ => vec![element.outgoing.clone()],
    };
    let mut nexts = Vec::new();
    for taken in &taken {
        for given in &given {
            let mut next: Marking = marking
                .iter()
                .copied()
                .filter(|flow| !taken.contains(flow))
                .collect();
            let crowded = given.iter().find(|flow| next.contains(flow));
            next.extend(given);
            next.sort_unstable();
            nexts.push(match crowded.and_then(|flow| definition.flow(*flow)) {
                Some(flow) => Err(flow.target),
                None => Ok(next),
            });
        }
    }
    nexts
}
