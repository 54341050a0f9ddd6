//! Reads the elements and flows of the process into a definition whose parts know each other by number.

use std::collections::HashMap;

use roxmltree::{Document, Node, NodeId};

use super::faults::{Fault, Reason};
use super::reader::Reader;
use super::xml::{bpmn_name, children, fault, local, named, short, text_of};
use super::{drawing, tasks};
use crate::services::workflow::model::{
    ConditionIx, Element, ElementIx, ElementKind, Flow, FlowIx, Lane, ProcessDefinition,
};

/// Most elements, and half the most flows, of one process.
const ELEMENTS_MAX: usize = 500;
/// Longest condition, in characters.
const CONDITION_MAX: usize = 2_000;

/// What of the root may lie beside the process because it is executed nowhere: it only declares or draws.
const BESIDE_PROCESS: &[&str] = &[
    "process",
    "message",
    "collaboration",
    "error",
    "signal",
    "escalation",
    "itemDefinition",
    "category",
    "documentation",
    "extensionElements",
];
/// What of a process or collaboration is only drawn.
const ONLY_DRAWN: &[&str] = &[
    "documentation",
    "extensionElements",
    "textAnnotation",
    "association",
    "group",
];

/// A definition together with where its parts stand in the file.
pub struct Read {
    pub definition: ProcessDefinition,
    process: NodeId,
    elements: Vec<NodeId>,
    flows: Vec<NodeId>,
}

/// What a complaint about structure is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Subject {
    Process,
    Element(ElementIx),
    Flow(FlowIx),
}

impl Read {
    /// Gives a complaint its place in the file.
    pub fn place(&self, document: &Document<'_>, (subject, reason): (Subject, Reason)) -> Fault {
        let node = match subject {
            Subject::Process => Some(self.process),
            Subject::Element(ix) => self.elements.get(usize::from(ix.0)).copied(),
            Subject::Flow(ix) => self.flows.get(usize::from(ix.0)).copied(),
        };
        let node = node
            .and_then(|node| document.get_node(node))
            .unwrap_or_else(|| document.root_element());
        fault(document, node, reason)
    }
}

impl<'a, 'input> Reader<'a, 'input> {
    pub fn read(&mut self) -> Option<Read> {
        let root = self.document.root_element();
        if bpmn_name(root) != Some("definitions") {
            self.give_up(root, Reason::NotBpmn);
            return None;
        }
        self.refuse_duplicate_ids();
        self.messages = named(root, "message")
            .filter_map(|message| {
                Some((
                    message.attribute("id")?,
                    message.attribute("name").unwrap_or_default().trim(),
                ))
            })
            .collect();
        self.only(root, BESIDE_PROCESS);
        for collaboration in named(root, "collaboration") {
            self.only(
                collaboration,
                &[
                    "participant",
                    "messageFlow",
                    "documentation",
                    "extensionElements",
                    "textAnnotation",
                    "association",
                    "group",
                ],
            );
        }
        self.process(root)
    }

    /// The executable process. Without exactly one, whatever processes there are have their elements named.
    fn process(&mut self, root: Node<'a, 'input>) -> Option<Read> {
        let (executable, drawn): (Vec<_>, Vec<_>) = named(root, "process").partition(|process| {
            matches!(
                process.attribute("isExecutable").map(str::trim),
                Some("true" | "1")
            )
        });
        if let [process] = executable[..] {
            return Some(self.one_process(process));
        }
        self.give_up(root, Reason::Processes(executable.len()));
        for process in if executable.is_empty() { drawn } else { executable } {
            self.one_process(process);
        }
        None
    }

    fn one_process(&mut self, process: Node<'a, 'input>) -> Read {
        self.extensions(process, &[]);
        let mut nodes: Vec<(Node<'a, 'input>, Element)> = Vec::new();
        for child in children(process) {
            match bpmn_name(child) {
                None => self.give_up(child, Reason::NotAnElement),
                Some("sequenceFlow" | "laneSet") => {}
                Some(name) if ONLY_DRAWN.contains(&name) => {}
                Some(name) => match tasks::kind(self, child, name) {
                    Some(kind) if nodes.len() < ELEMENTS_MAX => {
                        nodes.push((child, self.element(child, kind)))
                    }
                    Some(_) => {
                        self.give_up(child, Reason::TooMany("elements in one process", ELEMENTS_MAX));
                        break;
                    }
                    None => self.whole = false,
                },
            }
        }
        let places: HashMap<&str, ElementIx> = nodes
            .iter()
            .zip(0_u16..)
            .filter_map(|((node, _), place)| Some((node.attribute("id")?, ElementIx(place))))
            .collect();
        let mut definition = ProcessDefinition {
            key: self.word(process, "id"),
            name: self.name(process),
            start: self.start(process, &nodes),
            elements: nodes.iter().map(|(_, element)| element.clone()).collect(),
            flows: Vec::new(),
            conditions: Vec::new(),
            lanes: Vec::new(),
            drawing: drawing::Drawing::default(),
        };
        let flows = self.flows(process, &places, &mut definition);
        let flow_places: HashMap<&str, FlowIx> = flows
            .iter()
            .zip(0_u16..)
            .filter_map(|(node, place)| Some((node.attribute("id")?, FlowIx(place))))
            .collect();
        for ((node, _), place) in nodes.iter().zip(0_u16..) {
            self.defaults_and_ends(*node, ElementIx(place), &flow_places, &mut definition);
        }
        let lanes = self.lanes(process, &places, &mut definition);
        definition.drawing = drawing::read(self.document, &places, &flow_places, &lanes);
        Read {
            definition,
            process: process.id(),
            elements: nodes.iter().map(|(node, _)| node.id()).collect(),
            flows: flows.iter().map(Node::id).collect(),
        }
    }

    fn element(&mut self, node: Node<'a, 'input>, kind: ElementKind) -> Element {
        let documentation: Vec<String> = named(node, "documentation").map(text_of).collect();
        Element {
            id: self.word(node, "id"),
            name: self.name(node),
            documentation: documentation.join("\n"),
            kind,
            incoming: Vec::new(),
            outgoing: Vec::new(),
            lane: None,
        }
    }

    fn start(&mut self, process: Node<'a, 'input>, nodes: &[(Node<'a, 'input>, Element)]) -> ElementIx {
        let starts: Vec<u16> = nodes
            .iter()
            .zip(0_u16..)
            .filter(|((_, element), _)| element.kind == ElementKind::Start)
            .map(|(_, ix)| ix)
            .collect();
        if starts.len() != 1 && self.whole {
            self.give_up(process, Reason::Starts(starts.len()));
        }
        ElementIx(starts.first().copied().unwrap_or(0))
    }

    fn flows(
        &mut self,
        process: Node<'a, 'input>,
        places: &HashMap<&str, ElementIx>,
        definition: &mut ProcessDefinition,
    ) -> Vec<Node<'a, 'input>> {
        let complete = self.whole;
        let mut nodes = Vec::new();
        for (node, place) in named(process, "sequenceFlow").zip(0_u16..) {
            if nodes.len() >= 2 * ELEMENTS_MAX {
                self.give_up(node, Reason::TooMany("flows in one process", 2 * ELEMENTS_MAX));
                break;
            }
            self.extensions(node, &[]);
            self.only(
                node,
                &["documentation", "extensionElements", "conditionExpression"],
            );
            let mut end = |attribute: &'static str| {
                let reference = node.attribute(attribute).map(str::trim).unwrap_or_default();
                let found = places.get(reference).copied();
                // An element that could not be read has been named already; its flows need no fault of their own.
                if found.is_none() && complete {
                    self.give_up(node, Reason::Dangling(attribute, short(reference)));
                }
                found.unwrap_or(ElementIx(u16::MAX))
            };
            let (source, target) = (end("sourceRef"), end("targetRef"));
            let condition = self.condition(node, definition);
            definition.flows.push(Flow {
                id: self.word(node, "id"),
                name: self.name(node),
                source,
                target,
                condition,
            });
            if let Some(element) = definition.elements.get_mut(usize::from(source.0)) {
                element.outgoing.push(FlowIx(place));
            }
            if let Some(element) = definition.elements.get_mut(usize::from(target.0)) {
                element.incoming.push(FlowIx(place));
            }
            nodes.push(node);
        }
        nodes
    }

    fn condition(
        &mut self,
        flow: Node<'a, 'input>,
        definition: &mut ProcessDefinition,
    ) -> Option<ConditionIx> {
        let node = named(flow, "conditionExpression").next()?;
        let text = text_of(node);
        let why = match node.attribute("language").map(str::trim) {
            Some(language) if !language.to_ascii_lowercase().contains("feel") => {
                Some(format!("the language {} is not FEEL", short(language)))
            }
            _ if text.is_empty() => Some("it is empty".to_owned()),
            _ if text.chars().count() > CONDITION_MAX => {
                Some(format!("it is longer than {CONDITION_MAX} characters"))
            }
            _ => self.vocabulary.check_condition(&text).err(),
        };
        if let Some(why) = why {
            self.complain(
                flow,
                Reason::Value {
                    name: "condition",
                    value: short(&text),
                    why,
                },
            );
        }
        let known = definition
            .conditions
            .iter()
            .position(|condition| *condition == text);
        let place = known.unwrap_or_else(|| {
            definition.conditions.push(text);
            definition.conditions.len() - 1
        });
        u16::try_from(place).ok().map(ConditionIx)
    }

    /// The default flow of a gateway; and the `incoming` and `outgoing` of an element, which repeat what the flows
    /// say and must not say something else.
    fn defaults_and_ends(
        &mut self,
        node: Node<'a, 'input>,
        place: ElementIx,
        flow_places: &HashMap<&str, FlowIx>,
        definition: &mut ProcessDefinition,
    ) {
        let Some(element) = definition.elements.get_mut(usize::from(place.0)) else {
            return;
        };
        if let Some(reference) = node.attribute("default").map(str::trim) {
            let flow = flow_places
                .get(reference)
                .copied()
                .filter(|flow| element.outgoing.contains(flow));
            match (&mut element.kind, flow) {
                (ElementKind::Exclusive { default }, Some(flow)) => *default = Some(flow),
                (ElementKind::Exclusive { .. }, None) => {
                    self.give_up(node, Reason::Dangling("default", short(reference)))
                }
                _ => self.complain(node, Reason::ConditionUseless("default flow")),
            }
        }
        for (name, flows) in [("incoming", &element.incoming), ("outgoing", &element.outgoing)] {
            for child in named(node, name) {
                let reference = text_of(child);
                let known = flow_places
                    .get(local(&reference))
                    .is_some_and(|flow| flows.contains(flow));
                if !known && self.whole {
                    self.complain(node, Reason::Dangling(name, short(&reference)));
                }
            }
        }
    }

    fn lanes(
        &mut self,
        process: Node<'a, 'input>,
        places: &HashMap<&str, ElementIx>,
        definition: &mut ProcessDefinition,
    ) -> HashMap<&'a str, u16> {
        let mut lanes = HashMap::new();
        for set in named(process, "laneSet") {
            for (lane, place) in set
                .descendants()
                .filter(|node| bpmn_name(*node) == Some("lane"))
                .zip(0_u16..)
            {
                for reference in named(lane, "flowNodeRef") {
                    let reference = text_of(reference);
                    match places.get(local(&reference)) {
                        Some(ix) => {
                            if let Some(element) = definition.elements.get_mut(usize::from(ix.0)) {
                                element.lane = Some(place);
                            }
                        }
                        None if self.whole => {
                            self.complain(lane, Reason::Dangling("flowNodeRef", short(&reference)))
                        }
                        None => {}
                    }
                }
                if let Some(id) = lane.attribute("id") {
                    lanes.insert(id, place);
                }
                definition.lanes.push(Lane {
                    id: self.word(lane, "id"),
                    name: self.name(lane),
                });
            }
        }
        lanes
    }
}
