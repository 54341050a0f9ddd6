//! The engine on small drawings, one behaviour each.

use serde_json::json;

use super::*;
use crate::services::workflow::model::ProcessDefinition;
use crate::services::workflow::sketch::{Equations, Sketch};

/// A running instance that notes every effect as a short word.
struct Case<'d> {
    definition: &'d ProcessDefinition,
    state: State,
    variables: Variables,
    log: Vec<String>,
}

fn words(definition: &ProcessDefinition, effect: &Effect<'_>) -> String {
    let id = |element: &ElementIx| definition.element(*element).unwrap().id.clone();
    match effect {
        Effect::CreateUserTask { at, element, .. } => format!("task {at} {}", id(element)),
        Effect::CancelUserTask { at } => format!("no task {at}"),
        Effect::RequestJob { at, element, task } => format!("job {at} {} {}", id(element), task.job),
        Effect::CancelJob { at } => format!("no job {at}"),
        Effect::ScheduleTimer { at, element, .. } => format!("timer {at} {}", id(element)),
        Effect::CancelTimer { at } => format!("no timer {at}"),
        Effect::AwaitMessage { at, name, .. } => format!("await {at} {name}"),
        Effect::StopAwaiting { at } => format!("no await {at}"),
        Effect::RaiseIncident {
            at, element, stuck, ..
        } => format!("incident {at} {} {}", id(element), stuck.word()),
        Effect::ResolveIncident { at } => format!("resolved {at}"),
        Effect::End { outcome } => format!("end {}", outcome.map_or("-", Outcome::word)),
    }
}

impl<'d> Case<'d> {
    fn start(definition: &'d ProcessDefinition, variables: serde_json::Value) -> Self {
        let mut case = Case {
            definition,
            state: State::default(),
            variables: Variables::new(),
            log: Vec::new(),
        };
        case.give(Input::Start {
            variables: map(variables),
        });
        case
    }

    fn try_give(&mut self, input: Input) -> Result<(), EngineError> {
        let decide = Equations(self.definition);
        let advance = step(
            self.definition,
            self.state.clone(),
            &self.variables,
            input,
            &decide,
        )?;
        self.state = advance.state;
        if let Some(variables) = advance.variables {
            self.variables = variables;
        }
        self.log = advance
            .effects
            .iter()
            .map(|effect| words(self.definition, effect))
            .collect();
        Ok(())
    }

    fn give(&mut self, input: Input) -> &[String] {
        self.try_give(input).unwrap();
        &self.log
    }

    fn task(&mut self, at: u32, variables: serde_json::Value) -> &[String] {
        self.give(Input::CompleteUserTask {
            at: ElementInstance(at),
            variables: map(variables),
        })
    }

    fn message(&mut self, name: &str) -> &[String] {
        let key = format!("{name} {}", self.state.heard.len());
        self.give(news(name, &key))
    }
}

fn news(name: &str, key: &str) -> Input {
    Input::MessageReceived {
        name: name.to_owned(),
        key: key.to_owned(),
        variables: Variables::new(),
    }
}

fn map(value: serde_json::Value) -> Variables {
    value.as_object().cloned().unwrap_or_default()
}

fn drawn(elements: &str, flows: &str) -> ProcessDefinition {
    Sketch::of(elements)
        .flows(flows)
        .parse()
        .unwrap_or_else(|refusal| panic!("{refusal}"))
}

#[test]
fn a_choice_follows_the_first_true_condition_else_the_default() {
    let definition = drawn(
        "s start\n a user\n x xor\n yes job\n g end od:outcome=\"granted\"\n r end od:outcome=\"refused\"",
        "s > a > x\n x > yes : outcome = \"accept\"\n yes > g\n x > r : *",
    );
    let mut case = Case::start(&definition, json!({}));
    assert_eq!(case.log, ["task 1 a"]);
    assert_eq!(
        case.task(1, json!({"outcome": "accept"})),
        ["job 2 yes raise_fee"]
    );
    let done = Input::CompleteJob {
        at: ElementInstance(2),
        variables: map(json!({"amount": 5})),
    };
    assert_eq!(case.give(done), ["end granted"]);
    assert_eq!(case.variables, map(json!({"outcome": "accept", "amount": 5})));
    assert_eq!(case.state.outcome(), Some(Outcome::Granted));

    let mut case = Case::start(&definition, json!({}));
    assert_eq!(case.task(1, json!({"outcome": "refuse"})), ["end refused"]);
    assert!(case.state.has_ended() && waiting_on(&case.state, &definition).is_empty());
}

#[test]
fn a_join_waits_for_each_branch_and_not_for_two_tokens_of_one() {
    let definition = drawn(
        "s start\n f and\n a user\n b user\n j and\n c user\n e end",
        "s > f > a > j\n f > b > j > c > e",
    );
    let mut case = Case::start(&definition, json!({}));
    assert_eq!(case.log, ["task 1 a", "task 2 b"]);
    assert_eq!(case.task(2, json!({})), [""; 0]);
    assert_eq!(case.state.tokens(), 2);
    assert_eq!(case.task(1, json!({})), ["task 3 c"]);
    assert_eq!(case.task(3, json!({})), ["end -"]);
}

#[test]
fn a_late_or_repeated_input_changes_nothing() {
    let definition = drawn("s start\n a user\n b job\n e end", "s > a > b > e");
    let mut case = Case::start(&definition, json!({}));
    case.task(1, json!({}));
    let before = case.state.clone();
    for input in [
        Input::Start {
            variables: Variables::new(),
        },
        Input::CompleteUserTask {
            at: ElementInstance(1),
            variables: Variables::new(),
        },
        Input::CompleteUserTask {
            at: ElementInstance(2),
            variables: Variables::new(),
        },
        Input::TimerFired {
            at: ElementInstance(2),
        },
        Input::CompleteJob {
            at: ElementInstance(9),
            variables: Variables::new(),
        },
        news("payment.received", "k"),
        Input::Retry {
            at: ElementInstance(2),
            variables: Variables::new(),
        },
    ] {
        assert_eq!(case.try_give(input), Err(EngineError::NotWaiting));
        assert_eq!(case.state, before);
    }
}

const SUPPLEMENT: (&str, &str) = (
    "s start\n m xor\n a user\n x xor\n r race\n t timer\n n supplement\n g end od:outcome=\"granted\"\n no end od:outcome=\"refused\"",
    "s > m > a > x\n x > g : outcome = \"accept\"\n x > r : *\n r > n > m\n r > t > no",
);

#[test]
fn of_two_awaited_events_the_first_withdraws_the_other() {
    let definition = drawn(SUPPLEMENT.0, SUPPLEMENT.1);
    let mut case = Case::start(&definition, json!({}));
    assert_eq!(
        case.task(1, json!({"outcome": "ask"})),
        ["await 2 supplement.received", "timer 3 t"]
    );
    assert_eq!(case.state.tokens(), 1);
    assert_eq!(case.message("supplement.received"), ["no timer 3", "task 4 a"]);
    assert_eq!(
        case.try_give(Input::TimerFired {
            at: ElementInstance(3)
        }),
        Err(EngineError::NotWaiting)
    );
    case.task(4, json!({"outcome": "ask"}));
    assert_eq!(
        case.give(Input::TimerFired {
            at: ElementInstance(6)
        }),
        ["no await 5", "end refused"]
    );
}

#[test]
fn news_that_comes_early_is_kept_and_the_same_news_is_used_once() {
    let definition = drawn(
        "s start\n a user\n w paid\n b user\n v paid\n e end",
        "s > a > w > b > v > e",
    );
    let mut case = Case::start(&definition, json!({}));
    assert_eq!(case.give(news("payment.received", "first")), [""; 0]);
    let again = news("payment.received", "first");
    assert_eq!(case.try_give(again.clone()), Err(EngineError::NotWaiting));
    assert_eq!(case.task(1, json!({})), ["task 2 b"]);
    assert_eq!(case.task(2, json!({})), ["await 3 payment.received"]);
    assert_eq!(
        case.try_give(again),
        Err(EngineError::NotWaiting),
        "old news of a fee that was paid"
    );
    assert_eq!(case.give(news("payment.received", "second")), ["end -"]);
}

#[test]
fn early_news_decides_a_race_before_it_begins() {
    let definition = drawn(SUPPLEMENT.0, SUPPLEMENT.1);
    let mut case = Case::start(&definition, json!({}));
    case.message("supplement.received");
    assert_eq!(case.task(1, json!({"outcome": "ask"})), ["task 2 a"]);
}

#[test]
fn a_failed_job_is_an_incident_until_it_is_retried_or_done_after_all() {
    let definition = drawn("s start\n b job\n e end", "s > b > e");
    let at = ElementInstance(1);
    let mut case = Case::start(&definition, json!({}));
    let fail = Input::FailJob {
        at,
        reason: "no tariff".to_owned(),
    };
    assert_eq!(case.give(fail.clone()), ["incident 1 b job"]);
    assert_eq!(case.try_give(fail.clone()), Err(EngineError::NotWaiting));
    let stuck = waiting_on(&case.state, &definition);
    assert!(matches!(
        stuck[..],
        [WaitingOn::Incident {
            stuck: Stuck::Job,
            ..
        }]
    ));
    let retry = Input::Retry {
        at,
        variables: Variables::new(),
    };
    assert_eq!(case.give(retry), ["resolved 1", "job 1 b raise_fee"]);
    case.give(fail);
    assert_eq!(
        case.give(Input::CompleteJob {
            at,
            variables: Variables::new()
        }),
        ["resolved 1", "end -"]
    );
}

#[test]
fn a_condition_without_answer_is_an_incident_that_mended_variables_end() {
    let definition = drawn(
        "s start\n x xor\n a end od:outcome=\"granted\"\n b end",
        "s > x\n x > a : amount = 1\n x > b : amount = 2",
    );
    for variables in [json!({}), json!({"amount": 3})] {
        let mut case = Case::start(&definition, variables);
        assert_eq!(case.log, ["incident 1 x condition"]);
        let retry = |amount| Input::Retry {
            at: ElementInstance(1),
            variables: map(json!({"amount": amount})),
        };
        assert_eq!(case.give(retry(7)), ["resolved 1", "incident 2 x condition"]);
        let retry = Input::Retry {
            at: ElementInstance(2),
            variables: map(json!({"amount": 1})),
        };
        assert_eq!(case.give(retry), ["resolved 2", "end granted"]);
    }
}

#[test]
fn a_terminate_end_and_a_cancel_take_everything_back() {
    let definition = drawn(
        "s start\n f and\n a user\n r race\n t timer\n w paid\n j job\n e end\n x end\n k stop od:outcome=\"withdrawn\"",
        "s > f > a > k\n f > r > t > e\n r > w > x\n f > j > e",
    );
    let taken_back = ["no await 3", "no job 4", "end withdrawn"];
    let mut case = Case::start(&definition, json!({}));
    let log = case.task(1, json!({}));
    assert_eq!(log[0], "no timer 2");
    assert_eq!(log[1..], taken_back);
    let mut case = Case::start(&definition, json!({}));
    let log = case.give(Input::Cancel {
        outcome: Some(Outcome::Withdrawn),
    });
    assert_eq!(log[..2], ["no task 1", "no timer 2"]);
    assert_eq!(log[2..], taken_back);
    assert_eq!(case.state.tokens(), 0);
}

#[test]
fn the_outcome_is_that_of_the_end_reached_last_that_names_one() {
    let definition = drawn(
        "s start\n f and\n a user\n b user\n e end od:outcome=\"granted\"\n n end",
        "s > f > a > e\n f > b > n",
    );
    let mut case = Case::start(&definition, json!({}));
    assert_eq!(case.task(1, json!({})), [""; 0]);
    assert_eq!(case.state.outcome(), None);
    assert_eq!(case.task(2, json!({})), ["end granted"]);
}

/// The parser refuses these drawings; the engine must still come to rest when it meets them.
mod past_the_parser {
    use super::*;
    use crate::services::workflow::model::{Element, ElementKind, Flow, FlowIx, UserTask};

    fn raw(kinds: Vec<ElementKind>, flows: &[(u16, u16)]) -> ProcessDefinition {
        let near = |ix: usize, end: fn(&(u16, u16)) -> u16| {
            let mine = flows
                .iter()
                .zip(0..)
                .filter(|(flow, _)| usize::from(end(flow)) == ix);
            mine.map(|(_, place)| FlowIx(place)).collect::<Vec<_>>()
        };
        ProcessDefinition {
            key: "p".to_owned(),
            name: String::new(),
            elements: kinds
                .into_iter()
                .enumerate()
                .map(|(ix, kind)| Element {
                    id: format!("e{ix}"),
                    name: String::new(),
                    documentation: String::new(),
                    kind,
                    incoming: near(ix, |flow| flow.1),
                    outgoing: near(ix, |flow| flow.0),
                    lane: None,
                })
                .collect(),
            flows: flows
                .iter()
                .map(|(source, target)| Flow {
                    id: format!("{source}-{target}"),
                    name: String::new(),
                    source: ElementIx(*source),
                    target: ElementIx(*target),
                    condition: None,
                })
                .collect(),
            conditions: Vec::new(),
            start: ElementIx(0),
            lanes: Vec::new(),
            drawing: Default::default(),
        }
    }

    #[test]
    fn a_circle_of_gateways_becomes_an_incident() {
        let xor = || ElementKind::Exclusive { default: None };
        let definition = raw(vec![ElementKind::Start, xor(), xor()], &[(0, 1), (1, 2), (2, 1)]);
        let case = Case::start(&definition, json!({}));
        assert_eq!(case.log, ["incident 1 e1 limit"]);
    }

    #[test]
    fn a_fork_that_feeds_itself_becomes_incidents_and_stays_small() {
        let kinds = vec![
            ElementKind::Start,
            ElementKind::Parallel,
            ElementKind::UserTask(UserTask::default()),
        ];
        let mut definition = raw(kinds, &[(0, 1), (1, 2), (1, 1)]);
        definition.elements[1].incoming = vec![FlowIx(0)];
        let case = Case::start(&definition, json!({}));
        assert!(case.log.iter().any(|effect| effect.ends_with("limit")));
        assert!(case.state.waiting().len() <= TOKENS_MAX + 1);
    }

    #[test]
    fn a_join_that_can_never_be_full_becomes_an_incident_and_can_be_called_off() {
        let kinds = vec![
            ElementKind::Start,
            ElementKind::Exclusive {
                default: Some(FlowIx(1)),
            },
            ElementKind::Parallel,
            ElementKind::End { outcome: None },
        ];
        let definition = raw(kinds, &[(0, 1), (1, 2), (1, 2), (2, 3)]);
        let mut case = Case::start(&definition, json!({}));
        assert_eq!(case.log, ["incident 1 e2 deadlock"]);
        let retry = Input::Retry {
            at: ElementInstance(1),
            variables: Variables::new(),
        };
        assert_eq!(case.give(retry), ["resolved 1", "incident 2 e2 deadlock"]);
        assert_eq!(
            case.give(Input::Cancel { outcome: None }),
            ["resolved 2", "end -"]
        );
    }

    #[test]
    fn a_state_of_another_definition_is_an_error_and_no_panic() {
        let definition = raw(vec![ElementKind::Start], &[]);
        let state: State = serde_json::from_str(r#"{"n":1,"w":[{"i":1,"e":40}],"p":"r"}"#).unwrap();
        let input = Input::CompleteUserTask {
            at: ElementInstance(1),
            variables: Variables::new(),
        };
        let result = step(
            &definition,
            state,
            &Variables::new(),
            input,
            &Equations(&definition),
        );
        assert_eq!(result, Err(EngineError::Foreign));
    }
}
