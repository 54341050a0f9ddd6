//! What the parser reads, and what it refuses with which words.

use super::*;
use crate::services::workflow::model::*;
use crate::services::workflow::sketch::{Plain, Sketch, file};

fn read(text: &str) -> Result<ProcessDefinition, NotExecutable> {
    parse(text.as_bytes(), &Plain)
}

/// The reasons, each behind the id of its element.
fn reasons(result: Result<ProcessDefinition, NotExecutable>) -> Vec<(String, Reason)> {
    result
        .expect_err("refused")
        .faults
        .into_iter()
        .map(|fault| (fault.id, fault.reason))
        .collect()
}

pub(super) fn refused(elements: &str, flows: &str) -> Vec<(String, Reason)> {
    reasons(Sketch::of(elements).flows(flows).parse())
}

fn one(id: &str, reason: Reason) -> Vec<(String, Reason)> {
    vec![(id.to_owned(), reason)]
}

pub(super) const PERMIT: &str = r##"<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:x="https://onedoor.example/bpmn/1"
  xmlns:di="http://www.omg.org/spec/BPMN/20100524/DI" xmlns:dc="http://www.omg.org/spec/DD/20100524/DC"
  xmlns:dd="http://www.omg.org/spec/DD/20100524/DI" xmlns:camunda="http://camunda.org/schema/1.0/bpmn"
  id="d" targetNamespace="t">
  <message id="m" name="payment.received"/>
  <collaboration id="c"><participant id="pool" name="Sở Xây dựng" processRef="permit"/></collaboration>
  <process id="permit" name="Giấy phép  xây&#10;dựng" isExecutable="true">
    <laneSet id="ls"><lane id="l1" name="Một cửa"><flowNodeRef>s</flowNodeRef><flowNodeRef> assess </flowNodeRef></lane>
      <lane id="l2" name="Lãnh đạo"/></laneSet>
    <startEvent id="s" name="Nộp"><outgoing>f1</outgoing></startEvent>
    <userTask id="assess" name="Thẩm định" x:role="assessor" x:unit="SXD" x:actions="accept, refuse" x:form="site" x:limit="+1 00:00"
      camunda:assignee="x"><documentation>Kiểm tra <![CDATA[<bản vẽ>]]></documentation>
      <extensionElements><camunda:x><camunda:y/></camunda:x></extensionElements><incoming>f1</incoming></userTask>
    <exclusiveGateway id="g" default="f4"/>
    <serviceTask id="fee" x:job="raise_fee"/>
    <intermediateCatchEvent id="paid"><messageEventDefinition messageRef="m"/></intermediateCatchEvent>
    <endEvent id="yes" x:outcome="granted"/>
    <endEvent id="no" x:outcome="refused"><terminateEventDefinition/></endEvent>
    <textAnnotation id="note"><text>!</text></textAnnotation>
    <sequenceFlow id="f1" sourceRef="s" targetRef="assess"/>
    <sequenceFlow id="f2" sourceRef="assess" targetRef="g"/>
    <sequenceFlow id="f3" name="đạt" sourceRef="g" targetRef="fee"><conditionExpression>outcome = <!-- which --> "accept"</conditionExpression></sequenceFlow>
    <sequenceFlow id="f4" sourceRef="g" targetRef="no"/>
    <sequenceFlow id="f5" sourceRef="fee" targetRef="paid"/>
    <sequenceFlow id="f6" sourceRef="paid" targetRef="yes"/>
  </process>
  <di:BPMNDiagram id="dg"><di:BPMNPlane id="pl" bpmnElement="c">
    <di:BPMNShape id="sh1" bpmnElement="s"><dc:Bounds x="10" y="20.5" width="36" height="36"/></di:BPMNShape>
    <di:BPMNShape id="sh2" bpmnElement="assess"><dc:Bounds x="NaN" y="0" width="36" height="36"/></di:BPMNShape>
    <di:BPMNShape id="sh3" bpmnElement="l1"><dc:Bounds x="0" y="0" width="600" height="200"/></di:BPMNShape>
    <di:BPMNEdge id="e1" bpmnElement="f1"><dd:waypoint x="46" y="38"/><dd:waypoint x="100" y="38"/></di:BPMNEdge>
  </di:BPMNPlane></di:BPMNDiagram>
</definitions>"##;

#[test]
fn a_drawing_is_read_under_any_prefix_with_everything_the_engine_needs() {
    let permit = read(PERMIT).unwrap_or_else(|refusal| panic!("{refusal}"));
    assert_eq!(
        (permit.key.as_str(), permit.name.as_str()),
        ("permit", "Giấy phép xây dựng")
    );
    assert_eq!(permit.elements.len(), 7);
    assert_eq!(permit.flows.len(), 6);
    assert_eq!(permit.conditions, [r#"outcome =  "accept""#]);
    let element = |id: &str| permit.element(permit.find(id).unwrap()).unwrap();
    let task = UserTask {
        role: "assessor".to_owned(),
        unit: Some("SXD".to_owned()),
        actions: vec!["accept".to_owned(), "refuse".to_owned()],
        form: Some("site".to_owned()),
        limit: Some("+1 00:00".to_owned()),
    };
    assert_eq!(element("assess").kind, ElementKind::UserTask(task));
    assert_eq!(element("assess").documentation, "Kiểm tra <bản vẽ>");
    assert_eq!(element("assess").lane, Some(0));
    assert_eq!(
        element("g").kind,
        ElementKind::Exclusive {
            default: Some(FlowIx(3))
        }
    );
    assert_eq!(
        element("paid").kind,
        ElementKind::Message {
            name: "payment.received".to_owned()
        }
    );
    assert_eq!(
        element("yes").kind,
        ElementKind::End {
            outcome: Some(Outcome::Granted)
        }
    );
    assert_eq!(
        element("no").kind,
        ElementKind::Terminate {
            outcome: Some(Outcome::Refused)
        }
    );
    assert_eq!(permit.lanes.len(), 2);
    assert_eq!(
        permit.drawing.shapes,
        [(
            ElementIx(0),
            Bounds {
                x: 10.0,
                y: 20.5,
                width: 36.0,
                height: 36.0
            }
        )]
    );
    assert_eq!(permit.drawing.lanes.len(), 1);
    assert_eq!(
        permit.drawing.edges,
        [(FlowIx(0), vec![(46.0, 38.0), (100.0, 38.0)])]
    );
}

#[test]
fn what_is_not_executed_is_named_with_its_place_and_all_of_it_at_once() {
    let text = file(
        "<b:startEvent id='s'><b:timerEventDefinition/></b:startEvent>\n  <b:subProcess id='sub'><b:task id='inner'/></b:subProcess>\n\
         <b:scriptTask id='script'/><b:userTask id='u' od:role='assessor'><b:multiInstanceLoopCharacteristics/></b:userTask>\n\
         <b:inclusiveGateway id='or'/><b:boundaryEvent id='bd' attachedToRef='u'/><x xmlns='urn:other' id='x'/>\
         <b:serviceTask id='j' od:job='notify' isForCompensation='true'/>\
         <b:endEvent id='e'><b:errorEventDefinition/></b:endEvent><b:sequenceFlow id='f' sourceRef='s' targetRef='sub'/>",
    );
    let refusal = read(&text).expect_err("refused");
    let named: Vec<(&str, &str)> = refusal
        .faults
        .iter()
        .map(|fault| (fault.element.as_str(), fault.id.as_str()))
        .collect();
    let expected = [
        ("timerEventDefinition", ""),
        ("subProcess", "sub"),
        ("scriptTask", "script"),
        ("multiInstanceLoopCharacteristics", ""),
        ("inclusiveGateway", "or"),
        ("boundaryEvent", "bd"),
        ("x", "x"),
        ("serviceTask", "j"),
        ("errorEventDefinition", ""),
    ];
    assert_eq!(named, expected);
    assert_eq!(
        refusal.faults[1].to_string(),
        "line 6, column 3: subProcess \u{201c}sub\u{201d} is not executed"
    );
}

#[test]
fn words_that_nobody_knows_are_refused() {
    let fine = ("s start", "e end", "s > a > e");
    let cases = [
        ("user od:role=\"nobody\"", "od:role"),
        ("user od:unit=\"nowhere\"", "od:unit"),
        ("user od:limit=\"1 day\"", "od:limit"),
        ("user od:actions=\"accept,accept\"", "od:actions"),
        ("user od:actions=\"a b\"", "od:actions"),
        ("user od:form=\"../x\"", "od:form"),
        ("job od:job=\"launch\"", "od:job"),
        ("job od:job=\"notify\" od:template=\"&lt;b&gt;\"", "od:template"),
    ];
    for (line, name) in cases {
        let found = refused(&format!("{}\na {line}\n{}", fine.0, fine.1), fine.2);
        assert!(
            matches!(&found[..], [(id, Reason::Value { name: at, .. })] if id == "a" && *at == name),
            "{line}: {found:?}"
        );
    }
    let flows = "<b:startEvent id='s'/><b:endEvent id='e'/><b:sequenceFlow id='f' sourceRef='s' targetRef='a'/><b:sequenceFlow id='g' sourceRef='a' targetRef='e'/>";
    for (element, reason) in [
        ("<b:userTask id='a'/>", Reason::AttributeMissing("od:role")),
        (
            "<b:userTask id='a' od:role=' '/>",
            Reason::AttributeMissing("od:role"),
        ),
        (
            "<b:userTask id='a' od:role='x' od:rol='y'/>",
            Reason::AttributeUnknown("rol".to_owned()),
        ),
        ("<b:serviceTask id='a'/>", Reason::AttributeMissing("od:job")),
        (
            "<b:exclusiveGateway id='a' od:role='x'/>",
            Reason::AttributeUnknown("role".to_owned()),
        ),
    ] {
        assert_eq!(
            reasons(read(&file(&format!("{element}{flows}")))),
            one("a", reason)
        );
    }
    let events = [
        ("<b:messageEventDefinition/>", "lacks the attribute messageRef"),
        (
            "<b:messageEventDefinition messageRef='nothing'/>",
            "messageRef points to \u{201c}nothing\u{201d}",
        ),
        (
            "<b:timerEventDefinition/>",
            "lacks the attribute one timeDuration",
        ),
        (
            "<b:timerEventDefinition><b:timeDuration>soon</b:timeDuration></b:timerEventDefinition>",
            "\u{201c}soon\u{201d}",
        ),
        (
            "<b:timerEventDefinition><b:timeDate>2026-13-01</b:timeDate></b:timerEventDefinition>",
            "write a moment",
        ),
        (
            "<b:timerEventDefinition><b:timeCycle>R/P1D</b:timeCycle></b:timerEventDefinition>",
            "timeCycle is not executed",
        ),
        (
            "<b:signalEventDefinition/>",
            "signalEventDefinition is not executed",
        ),
        ("", "lacks the attribute timerEventDefinition"),
    ];
    for (event, words) in events {
        let text = file(&format!(
            "<b:intermediateCatchEvent id='a'>{event}</b:intermediateCatchEvent>{flows}"
        ));
        let refusal = read(&text).expect_err(event).to_string();
        assert!(refusal.contains(words), "{refusal}");
    }
}

#[test]
fn a_message_without_a_name_is_refused() {
    let body = "<b:startEvent id='s'/><b:intermediateCatchEvent id='a'><b:messageEventDefinition messageRef='n'/></b:intermediateCatchEvent>\
        <b:endEvent id='e'/><b:sequenceFlow id='f' sourceRef='s' targetRef='a'/><b:sequenceFlow id='g' sourceRef='a' targetRef='e'/>";
    let text = file(body).replace("<b:process ", "<b:message id='n'/><b:process ");
    assert!(matches!(
        &reasons(read(&text))[..],
        [(
            _,
            Reason::Value {
                name: "message name",
                ..
            }
        )]
    ));
}

#[test]
fn structure_that_cannot_work_is_refused() {
    let start_end = "s start\na user\ne end\n";
    assert_eq!(refused("s start\na user", "s > a > a"), one("p", Reason::NoEnd));
    assert_eq!(refused("a user\ne end", "a > e"), one("p", Reason::Starts(0)));
    assert_eq!(
        refused("s start\nt start\ne end", "s > e\nt > e"),
        one("p", Reason::Starts(2))
    );
    assert_eq!(
        refused(&format!("{start_end}x xor"), "s > a > e"),
        [
            ("x".to_owned(), Reason::FlowMissing("into")),
            ("x".to_owned(), Reason::FlowMissing("out of")),
        ]
    );
    assert_eq!(
        refused(&format!("{start_end}b user\nc user"), "s > a > e\nb > c > b"),
        [
            ("b".to_owned(), Reason::Unreachable),
            ("c".to_owned(), Reason::Unreachable)
        ]
    );
    assert_eq!(
        refused(
            &format!("{start_end}f and\nb user\nc user"),
            "s > f > a > e\nf > b > c > b"
        ),
        [
            ("b".to_owned(), Reason::NoWayOut),
            ("c".to_owned(), Reason::NoWayOut)
        ]
    );
    assert_eq!(
        refused(&format!("{start_end}b user"), "s > a > e\na > b > e"),
        one("a", Reason::BranchWithoutGateway)
    );
    assert_eq!(
        refused(start_end, "s > a > e\na > s")[0].1,
        Reason::FlowNotAllowed("into")
    );
    assert_eq!(
        refused(start_end, "s > a > e > a")[0].1,
        Reason::FlowNotAllowed("out of")
    );
    assert_eq!(
        refused(start_end, "s > a > e\na > ghost"),
        one("a-ghost", Reason::Dangling("targetRef", "ghost".to_owned()))
    );
    assert_eq!(
        refused(start_end, "s > a > e : go = true"),
        [
            ("s-a".to_owned(), Reason::ConditionUseless("condition")),
            ("a-e".to_owned(), Reason::ConditionUseless("condition")),
        ]
    );
    assert_eq!(
        refused(start_end, "s > a\na > e : *"),
        one("a", Reason::ConditionUseless("default flow"))
    );
}

#[test]
fn conditions_stand_where_they_are_asked_for() {
    let elements = "s start\nx xor\na end\nb end";
    assert_eq!(
        refused(elements, "s > x > a\nx > b : go = 1"),
        one("x-a", Reason::ConditionMissing)
    );
    assert_eq!(
        refused(elements, "s > x\nx > a : *go = 1\nx > b : go = 1"),
        one("x-a", Reason::ConditionOnDefault)
    );
}

#[test]
fn conditions_that_do_not_parse_are_refused() {
    let found = refused(
        "s start\nx xor\na end\nb end",
        "s > x\nx > a : outcome is accept\nx > b : *",
    );
    assert!(
        matches!(&found[..], [(id, Reason::Value { name: "condition", .. })] if id == "x-a"),
        "{found:?}"
    );
}

#[test]
fn a_race_is_between_events_of_its_own() {
    let race = "s start\nr race\nt timer\nn supplement\ne end\n";
    assert!(Sketch::of(race).flows("s > r > t > e\nr > n > e").parse().is_ok());
    let task = refused(&format!("{race}a user"), "s > r > t > e\nr > n > e\nr > a > e");
    assert_eq!(task, one("r", Reason::EventExpected("a".to_owned())));
    let shared = refused(
        &format!("{race}x xor"),
        "s > x : *\nx > r : go = 1\nr > t > e\nr > n > e\nx > t : *",
    );
    assert!(
        shared.contains(&("r".to_owned(), Reason::EventExpected("t".to_owned()))),
        "{shared:?}"
    );
    let twice = refused(
        &format!("{race}m supplement"),
        "s > r > t > e\nr > n > e\nr > m > e",
    );
    assert_eq!(
        twice,
        one("r", Reason::EventTwice("supplement.received".to_owned()))
    );
}

#[test]
fn a_process_that_could_run_or_wait_for_ever_is_refused() {
    let restless = refused(
        "s start\nx xor\ny xor\ne end",
        "s > x > y\ny > x : go = 1\ny > e : *",
    );
    assert_eq!(
        restless,
        [
            ("x".to_owned(), Reason::RestlessLoop),
            ("y".to_owned(), Reason::RestlessLoop)
        ]
    );
    let choice_joined = refused(
        "s start\nx xor\na user\nb user\nj and\ne end",
        "s > x\nx > a : go = 1\nx > b : *\na > j\nb > j > e",
    );
    assert_eq!(choice_joined, one("j", Reason::Deadlock));
    let parallel_merged = refused(
        "s start\nf and\na user\nb user\nm xor\nc user\ne end",
        "s > f > a > m\nf > b > m > c > e",
    );
    assert_eq!(parallel_merged[0].1, Reason::Unbounded);
    let grows = refused("s start\nm xor\na user\nf and\ne end", "s > m > a > f > e\nf > m");
    assert_eq!(grows[0].1, Reason::Unbounded);
    // A way out of one branch past the join.
    let past = refused(
        "s start\nf and\na user\nx xor\nb user\nj and\ne end\nno end",
        "s > f > a > x\nx > j : go = 1\nx > no : *\nf > b > j > e",
    );
    assert_eq!(past, one("j", Reason::Deadlock));
}

#[test]
fn many_parallel_branches_are_checked_in_bounded_time() {
    let mut sketch = Sketch::of("s start\nf and\nj and\ne end").flows("s > f\nj > e");
    for branch in 0..20 {
        let mut last = "f".to_owned();
        for place in 0..6 {
            let id = format!("u{branch}x{place}");
            sketch.add(&id, "user", "");
            sketch.flow(&last, &id, "");
            last = id;
        }
        sketch.flow(&last, "j", "");
    }
    let began = std::time::Instant::now();
    assert!(sketch.parse().is_ok());
    assert!(began.elapsed().as_secs() < 30, "{:?}", began.elapsed());
}

#[test]
fn ids_are_unique_and_ends_agree_with_their_flows() {
    let body =
        "<b:startEvent id='s'/><b:endEvent id='e'/><b:sequenceFlow id='e' sourceRef='s' targetRef='e'/>";
    assert!(reasons(read(&file(body))).contains(&("e".to_owned(), Reason::DuplicateId)));
    let body = "<b:startEvent id='s'><b:outgoing>g</b:outgoing></b:startEvent><b:endEvent id='e'/><b:sequenceFlow id='f' sourceRef='s' targetRef='e'/>";
    assert_eq!(
        reasons(read(&file(body))),
        one("s", Reason::Dangling("outgoing", "g".to_owned()))
    );
    let body = "<b:startEvent/><b:endEvent id='e'/><b:sequenceFlow id='f' sourceRef='' targetRef='e'/>";
    assert!(reasons(read(&file(body))).contains(&(String::new(), Reason::AttributeMissing("id"))));
}

#[test]
fn exactly_one_process_is_executable() {
    let process = |id: &str, executable: &str| {
        format!(
            "<b:process id='{id}' {executable}><b:startEvent id='{id}s'/><b:endEvent id='{id}e'/><b:sequenceFlow id='{id}f' sourceRef='{id}s' targetRef='{id}e'/></b:process>"
        )
    };
    let with = |processes: &[String]| {
        read(&format!(
            "<b:definitions xmlns:b='http://www.omg.org/spec/BPMN/20100524/MODEL' id='d'>{}</b:definitions>",
            processes.concat()
        ))
    };
    let (yes, no) = ("isExecutable='true'", "isExecutable='false'");
    assert_eq!(
        with(&[process("a", no), process("b", yes)]).map(|read| read.key),
        Ok("b".to_owned())
    );
    assert_eq!(reasons(with(&[process("a", no)])), one("d", Reason::Processes(0)));
    assert_eq!(
        reasons(with(&[process("a", ""), process("b", "")])),
        one("d", Reason::Processes(0))
    );
    assert_eq!(
        reasons(with(&[process("a", yes), process("b", yes)])),
        one("d", Reason::Processes(2))
    );
    assert_eq!(reasons(with(&[])), one("d", Reason::Processes(0)));
}
