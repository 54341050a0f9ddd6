//! What holds for every structured process: it ends, does each step as often as it was drawn, and loses nothing.

use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;
use serde_json::json;

use super::*;
use crate::services::workflow::model::ProcessDefinition;
use crate::services::workflow::sketch::{Equations, Sketch};

/// A process built only of blocks with one way in and one way out.
#[derive(Debug, Clone)]
enum Block {
    Task,
    Job,
    News,
    Timer,
    Sequence(Vec<Block>),
    /// The branch that is taken, and the branches.
    Choice(usize, Vec<Block>),
    Parallel(Vec<Block>),
    /// Whether the news comes before the time is up, what follows each.
    Race(bool, Box<(Block, Block)>),
    /// How often it is done again, and what is done after the task that begins it.
    Loop(u32, Box<Block>),
}

fn block() -> impl Strategy<Value = Block> {
    let leaf = prop_oneof![4 => Just(Block::Task), 2 => Just(Block::Job), 1 => Just(Block::News), 1 => Just(Block::Timer)];
    leaf.prop_recursive(4, 24, 4, |inner| {
        let some = prop::collection::vec(inner.clone(), 2..4);
        prop_oneof![
            prop::collection::vec(inner.clone(), 1..4).prop_map(Block::Sequence),
            (0_usize..4, some.clone())
                .prop_map(|(way, branches)| Block::Choice(way % branches.len(), branches)),
            some.prop_map(Block::Parallel),
            (any::<bool>(), inner.clone(), inner.clone())
                .prop_map(|(news, a, b)| Block::Race(news, Box::new((a, b)))),
            (0_u32..3, inner).prop_map(|(again, body)| Block::Loop(again, Box::new(body))),
        ]
    })
}

/// The drawing of a block, what its choices need, and how often each waiting element must be finished.
#[derive(Default)]
struct Drawn {
    sketch: Sketch,
    count: usize,
    variables: Variables,
    loops: BTreeMap<String, u32>,
    lost_events: BTreeSet<String>,
    expected: BTreeMap<String, u32>,
}

impl Drawn {
    fn new(block: &Block) -> Self {
        let mut drawn = Self::default();
        drawn.sketch.add("start", "start", "");
        drawn.sketch.add("end", "end", "od:outcome=\"granted\"");
        let last = drawn.draw(block, "start", "", 1);
        drawn.sketch.flow(&last, "end", "");
        drawn
    }

    fn name(&mut self, kind: &str) -> String {
        self.count += 1;
        let id = format!("{kind}{}", self.count);
        self.sketch.add(&id, kind, "");
        id
    }

    fn place(&mut self, kind: &str, from: &str, condition: &str) -> String {
        let id = self.name(kind);
        self.sketch.flow(from, &id, condition);
        id
    }

    /// Draws a block behind `from`, to be run `times` times, and gives back its last element.
    fn draw(&mut self, block: &Block, from: &str, condition: &str, times: u32) -> String {
        match block {
            Block::Task | Block::Job | Block::News | Block::Timer => {
                let kind = match block {
                    Block::Task => "user",
                    Block::Job => "job",
                    Block::News => "news",
                    _ => "timer",
                };
                let id = self.place(kind, from, condition);
                self.expect(&id, times);
                id
            }
            Block::Sequence(blocks) => {
                let (mut last, mut condition) = (from.to_owned(), condition);
                for block in blocks {
                    last = self.draw(block, &last, condition, times);
                    condition = "";
                }
                last
            }
            Block::Choice(way, branches) => {
                let split = self.place("xor", from, condition);
                let merge = self.name("xor");
                self.variables.insert(split.clone(), json!(way));
                for (number, branch) in branches.iter().enumerate() {
                    let default = number + 1 == branches.len();
                    let condition = if default {
                        "*".to_owned()
                    } else {
                        format!("{split} = {number}")
                    };
                    let last = self.draw(branch, &split, &condition, if number == *way { times } else { 0 });
                    self.sketch.flow(&last, &merge, "");
                }
                merge
            }
            Block::Parallel(branches) => {
                let fork = self.place("and", from, condition);
                let join = self.name("and");
                for branch in branches {
                    let last = self.draw(branch, &fork, "", times);
                    self.sketch.flow(&last, &join, "");
                }
                join
            }
            Block::Race(news_first, after) => {
                let race = self.place("race", from, condition);
                let (news, timer) = (self.place("news", &race, ""), self.place("timer", &race, ""));
                let merge = self.name("xor");
                let (won, lost) = if *news_first {
                    (&news, &timer)
                } else {
                    (&timer, &news)
                };
                self.expect(won, times);
                self.lost_events.insert(lost.clone());
                let (news_times, timer_times) = if *news_first { (times, 0) } else { (0, times) };
                for (branch, event, times) in [(&after.0, &news, news_times), (&after.1, &timer, timer_times)]
                {
                    let last = self.draw(branch, event, "", times);
                    self.sketch.flow(&last, &merge, "");
                }
                merge
            }
            Block::Loop(again, body) => {
                let merge = self.place("xor", from, condition);
                let task = self.place("user", &merge, "");
                let times = times * (again + 1);
                self.expect(&task, times);
                self.loops.insert(task.clone(), *again);
                let last = self.draw(body, &task, "", times);
                let split = self.place("xor", &last, "");
                self.sketch.flow(&split, &merge, &format!("{task} = true"));
                let out = self.name("xor");
                self.sketch.flow(&split, &out, "*");
                out
            }
        }
    }

    fn expect(&mut self, id: &str, times: u32) {
        if times > 0 {
            self.expected.insert(id.to_owned(), times);
        }
    }
}

/// Runs an instance to its end, answering what waits in an order chosen by `dice`.
struct Runner<'d> {
    definition: &'d ProcessDefinition,
    state: State,
    variables: Variables,
    begun: BTreeSet<u32>,
    over: BTreeSet<u32>,
    done: BTreeMap<String, u32>,
    ended: u32,
    past: Vec<Input>,
}

impl<'d> Runner<'d> {
    fn give(&mut self, input: Input, finishes: Option<u32>) {
        let decide = Equations(self.definition);
        let advance = step(
            self.definition,
            self.state.clone(),
            &self.variables,
            input.clone(),
            &decide,
        )
        .unwrap();
        let again = step(
            self.definition,
            self.state.clone(),
            &self.variables,
            input.clone(),
            &decide,
        )
        .unwrap();
        assert_eq!(advance, again, "the same arguments give the same result");
        if let Some(at) = finishes {
            assert!(self.over.insert(at));
        }
        for effect in &advance.effects {
            match effect {
                Effect::CreateUserTask { at, .. }
                | Effect::RequestJob { at, .. }
                | Effect::ScheduleTimer { at, .. }
                | Effect::AwaitMessage { at, .. } => assert!(self.begun.insert(at.0), "{at} begins once"),
                Effect::CancelUserTask { at }
                | Effect::CancelJob { at }
                | Effect::CancelTimer { at }
                | Effect::StopAwaiting { at } => assert!(self.over.insert(at.0), "{at} is over once"),
                Effect::RaiseIncident { reason, .. } => panic!("{reason}"),
                Effect::ResolveIncident { .. } => panic!("nothing was stuck"),
                Effect::End { outcome } => {
                    assert_eq!(*outcome, Some(Outcome::Granted));
                    self.ended += 1;
                }
            }
        }
        self.state = advance.state;
        if let Some(variables) = advance.variables {
            self.variables = variables;
        }
        self.past.push(input);
        self.check();
    }

    fn check(&self) {
        let text = serde_json::to_string(&self.state).unwrap();
        assert_eq!(serde_json::from_str::<State>(&text).unwrap(), self.state);
        let waiting: BTreeSet<u32> = self.state.waiting().iter().map(|waiting| waiting.at.0).collect();
        let open: BTreeSet<u32> = self.begun.difference(&self.over).copied().collect();
        assert_eq!(waiting, open, "what waits is what began and is not over");
        assert_eq!(
            self.state.has_ended(),
            self.state.tokens() == 0,
            "an instance is over when no token is left"
        );
    }

    fn late_inputs_change_nothing(&self) {
        for input in &self.past {
            let decide = Equations(self.definition);
            let result = step(
                self.definition,
                self.state.clone(),
                &self.variables,
                input.clone(),
                &decide,
            );
            assert_eq!(result, Err(EngineError::NotWaiting), "{input:?}");
        }
    }
}

fn run_to_the_end(drawn: &Drawn, definition: &ProcessDefinition, dice: &[u8]) -> BTreeMap<String, u32> {
    let mut runner = Runner {
        definition,
        state: State::default(),
        variables: Variables::new(),
        begun: BTreeSet::new(),
        over: BTreeSet::new(),
        done: BTreeMap::new(),
        ended: 0,
        past: Vec::new(),
    };
    runner.give(
        Input::Start {
            variables: drawn.variables.clone(),
        },
        None,
    );
    let mut dice = dice.iter().copied().cycle();
    while !runner.state.has_ended() {
        let name = |element: ElementIx| definition.element(element).unwrap().id.clone();
        let mut open: Vec<(ElementInstance, String, Input)> = Vec::new();
        for on in waiting_on(&runner.state, definition) {
            let variables = Variables::new();
            open.push(match on {
                WaitingOn::UserTask { at, element, .. } => {
                    let id = name(element);
                    let before = runner.done.get(&id).copied().unwrap_or(0);
                    let again = drawn
                        .loops
                        .get(&id)
                        .is_some_and(|again| (before + 1) % (again + 1) != 0);
                    let variables = Variables::from_iter([(id.clone(), json!(again))]);
                    (at, id, Input::CompleteUserTask { at, variables })
                }
                WaitingOn::Job { at, element, .. } => {
                    (at, name(element), Input::CompleteJob { at, variables })
                }
                WaitingOn::Timer { at, element, .. } => (at, name(element), Input::TimerFired { at }),
                WaitingOn::Message {
                    at,
                    element,
                    name: news,
                } => (
                    at,
                    name(element),
                    Input::MessageReceived {
                        name: news.to_owned(),
                        key: at.to_string(),
                        variables,
                    },
                ),
                WaitingOn::Incident { .. } => panic!("stuck"),
            });
        }
        open.retain(|(_, id, _)| !drawn.lost_events.contains(id));
        assert!(!open.is_empty(), "a running instance waits for something");
        let pick = usize::from(dice.next().unwrap_or(0)) % open.len();
        let (at, id, input) = open.swap_remove(pick);
        *runner.done.entry(id).or_default() += 1;
        runner.give(input, Some(at.0));
        runner.late_inputs_change_nothing();
    }
    assert_eq!(runner.ended, 1);
    assert_eq!(runner.begun, runner.over);
    runner.done
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, ..ProptestConfig::default() })]

    #[test]
    fn a_structured_process_is_accepted_ends_and_does_each_step_as_drawn(
        block in block(),
        dice in prop::collection::vec(any::<u8>(), 1..40),
    ) {
        let drawn = Drawn::new(&block);
        let definition = drawn.sketch.parse().unwrap_or_else(|refusal| panic!("{refusal}"));
        let text = serde_json::to_string(&definition).unwrap();
        prop_assert_eq!(&serde_json::from_str::<ProcessDefinition>(&text).unwrap(), &definition);
        prop_assert_eq!(run_to_the_end(&drawn, &definition, &dice), drawn.expected);
    }

    /// Whatever is thrown at an instance, it neither panics nor breaks its state.
    #[test]
    fn arbitrary_inputs_never_break_an_instance(
        block in block(),
        inputs in prop::collection::vec((0_u8..8, 0_u32..12, any::<bool>()), 0..40),
    ) {
        let definition = Drawn::new(&block).sketch.parse().unwrap_or_else(|refusal| panic!("{refusal}"));
        let (mut state, mut variables) = (State::default(), Variables::new());
        for (kind, at, flag) in inputs {
            let (at, brings) = (ElementInstance(at), Variables::from_iter([(format!("xor{}", at), json!(flag))]));
            let input = match kind {
                0 => Input::Start { variables: brings },
                1 => Input::CompleteUserTask { at, variables: brings },
                2 => Input::CompleteJob { at, variables: brings },
                3 => Input::FailJob { at, reason: String::new() },
                4 => Input::TimerFired { at },
                5 => Input::MessageReceived { name: format!("news{}", at), key: flag.to_string(), variables: brings },
                6 => Input::Retry { at, variables: brings },
                _ if at.0 == 0 => Input::Cancel { outcome: None },
                _ => continue,
            };
            let Ok(advance) = step(&definition, state.clone(), &variables, input, &Equations(&definition)) else { continue };
            prop_assert!(advance.state.made >= state.made);
            prop_assert!(advance.state.has_ended() != advance.state.is_running());
            prop_assert_eq!(advance.state.has_ended(), advance.state.waiting().is_empty());
            state = advance.state;
            variables = advance.variables.unwrap_or(variables);
        }
    }
}
