//! The reference models A.1.0 to A.4.1 of the BPMN Model Interchange Working Group.
//!
//! None of them is meant to be executed: they draw abstract tasks. So each must be refused, naming every element that
//! is not executed and nothing else of that kind. With its tasks given to people, what remains must be read whole.

use std::collections::BTreeMap;

use onedoor::services::workflow::conditions::{Program, Words};
use onedoor::services::workflow::engine::{Effect, Input, State, WaitingOn, step, waiting_on};
use onedoor::services::workflow::model::{ElementKind, ProcessDefinition};
use onedoor::services::workflow::parse::{NotExecutable, Reason, parse};
use onedoor::services::workflow::vocabulary::Variables;

fn model(name: &str) -> Option<String> {
    let folder = super::shared("bpmn-miwg")?;
    Some(std::fs::read_to_string(folder.join(name)).unwrap())
}

fn refusal(text: &str) -> NotExecutable {
    parse(text.as_bytes(), &Words).expect_err("a drawing that is not executable")
}

/// How often each element is named as not executed.
fn not_executed(refusal: &NotExecutable) -> BTreeMap<&str, usize> {
    let mut named = BTreeMap::new();
    for fault in refusal
        .faults
        .iter()
        .filter(|fault| fault.reason == Reason::NotExecuted)
    {
        *named.entry(fault.element.as_str()).or_default() += 1;
    }
    named
}

/// The model as an analyst would finish it: executable, each task with a role.
fn finished(text: &str) -> String {
    let mut text = text.replace("isExecutable=\"false\"", "isExecutable=\"true\"");
    for prefix in ["semantic:", "model:", ""] {
        text = text
            .replace(
                &format!("<{prefix}task "),
                &format!("<{prefix}userTask x:role=\"assessor\" "),
            )
            .replace(&format!("</{prefix}task>"), &format!("</{prefix}userTask>"));
    }
    text.replacen(" xmlns:", " xmlns:x=\"https://onedoor.example/bpmn/1\" xmlns:", 1)
}

fn counts(definition: &ProcessDefinition) -> BTreeMap<&'static str, usize> {
    let mut counts = BTreeMap::from([("sequenceFlow", definition.flows.len())]);
    for element in &definition.elements {
        *counts.entry(element.kind.bpmn_name()).or_default() += 1;
    }
    counts
}

#[test]
fn each_model_is_refused_naming_exactly_what_is_not_executed() {
    // Elements inside a sub-process are refused with it.
    let expected: [(&str, &[(&str, usize)]); 6] = [
        ("A.1.0.bpmn", &[("task", 3)]),
        ("A.2.0.bpmn", &[("task", 4)]),
        ("A.2.1.bpmn", &[("ioSpecification", 1), ("task", 4)]),
        (
            "A.3.0.bpmn",
            &[("boundaryEvent", 2), ("subProcess", 1), ("task", 4)],
        ),
        ("A.4.0.bpmn", &[("subProcess", 2), ("task", 4)]),
        ("A.4.1.bpmn", &[("subProcess", 2), ("task", 4)]),
    ];
    for (name, elements) in expected {
        let Some(text) = model(name) else { return };
        let refusal = refusal(&text);
        assert_eq!(
            not_executed(&refusal),
            elements.iter().copied().collect(),
            "{name}"
        );
        assert!(
            refusal
                .faults
                .iter()
                .any(|fault| fault.reason == Reason::Processes(0)),
            "{name}"
        );
        assert!(
            refusal
                .faults
                .iter()
                .all(|fault| fault.line > 1 || fault.element == "definitions"),
            "{name}"
        );
    }
}

#[test]
fn what_is_left_is_only_what_the_drawing_does_not_say() {
    // A.2.0 has a gateway whose flows have no conditions; A.2.1 has conditions in another language, or empty.
    let Some(text) = model("A.2.0.bpmn") else { return };
    let named = refusal(&finished(&text));
    assert_eq!(named.faults.len(), 3, "{named}");
    assert!(
        named
            .faults
            .iter()
            .all(|fault| fault.reason == Reason::ConditionMissing)
    );

    let Some(text) = model("A.2.1.bpmn") else { return };
    let named = refusal(&finished(&text));
    let conditions = named.faults.iter().filter(|fault| {
        matches!(
            fault.reason,
            Reason::Value {
                name: "condition",
                ..
            }
        )
    });
    assert_eq!(conditions.count(), 5, "{named}");
    assert_eq!(not_executed(&named), BTreeMap::from([("ioSpecification", 1)]));
}

#[test]
fn a_model_whose_tasks_are_given_to_people_is_read_whole_and_runs_to_its_end() {
    let Some(text) = model("A.1.0.bpmn") else { return };
    let definition = parse(finished(&text).as_bytes(), &Words).unwrap_or_else(|refusal| panic!("{refusal}"));
    let expected = BTreeMap::from([
        ("endEvent", 1),
        ("sequenceFlow", 4),
        ("startEvent", 1),
        ("userTask", 3),
    ]);
    assert_eq!(counts(&definition), expected);
    assert_eq!(definition.drawing.shapes.len(), 5);
    assert_eq!(definition.drawing.edges.len(), 4);
    assert_eq!(run(definition), ["Task 1", "Task 2", "Task 3"]);

    // A.2.0 with the conditions that its drawing leaves open: the second branch is the default.
    let Some(text) = model("A.2.0.bpmn") else { return };
    let mut text = finished(&text);
    let default = "_a1570a53-28d2-41b1-a3a2-3e50c00d747e";
    text = text.replacen(
        "gatewayDirection=\"Unspecified\"",
        &format!("default=\"{default}\""),
        1,
    );
    for flow in [
        "_f1478fb7-98c4-4c01-8c15-68bd04c91535",
        "_20ebb3c1-5178-4c7c-a91d-23e58f2aa73b",
    ] {
        let condition = "<semantic:conditionExpression>amount &gt; 5</semantic:conditionExpression>";
        text = text.replace(
            &format!("id=\"{flow}\"/>"),
            &format!("id=\"{flow}\">{condition}</semantic:sequenceFlow>"),
        );
    }
    let definition = parse(text.as_bytes(), &Words).unwrap_or_else(|refusal| panic!("{refusal}"));
    let expected = BTreeMap::from([
        ("endEvent", 1),
        ("exclusiveGateway", 2),
        ("sequenceFlow", 9),
        ("startEvent", 1),
        ("userTask", 4),
    ]);
    assert_eq!(counts(&definition), expected);
    assert_eq!(definition.drawing.shapes.len(), 8);
    assert_eq!(run(definition).len(), 2);
}

/// Answers every user task and gives back their names in order.
fn run(definition: ProcessDefinition) -> Vec<String> {
    let program = Program::new(definition).unwrap();
    let definition = &program.definition;
    let variables = Variables::from_iter([("amount".to_owned(), 1.into())]);
    let mut input = Input::Start {
        variables: variables.clone(),
    };
    let (mut state, mut names) = (State::default(), Vec::new());
    loop {
        let advance = step(definition, state, &variables, input, &program).unwrap();
        state = advance.state;
        if state.has_ended() {
            assert!(matches!(advance.effects.last(), Some(Effect::End { .. })));
            return names;
        }
        let waiting = waiting_on(&state, definition);
        let [WaitingOn::UserTask { at, element, .. }] = waiting[..] else {
            panic!("{waiting:?}")
        };
        let element = definition.element(element).unwrap();
        assert!(matches!(element.kind, ElementKind::UserTask(_)));
        names.push(element.name.clone());
        input = Input::CompleteUserTask {
            at,
            variables: Variables::new(),
        };
    }
}
