//! Random walks through every process of the demonstration: whatever officers choose, the dossier comes to an end, and
//! no action that is offered as a button leads nowhere.

use std::path::PathBuf;

use super::conditions::{Program, Words};
use super::engine::{Effect, Input, State, WaitingOn, step, waiting_on};
use super::parse::parse;
use super::vocabulary::Variables;

fn drawings() -> Vec<PathBuf> {
    let folders = |path: PathBuf| {
        std::fs::read_dir(path)
            .into_iter()
            .flatten()
            .flatten()
            .map(|entry| entry.path())
    };
    let tenants = folders(PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tenants"));
    let procedures = tenants.flat_map(|tenant| folders(tenant.join("procedures")));
    procedures
        .map(|procedure| procedure.join("process.bpmn"))
        .filter(|path| path.is_file())
        .collect()
}

/// Numbers that look random and are the same in every run.
struct Dice(u64);

impl Dice {
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap_or(0) % limit.max(1)
    }
}

/// Answers what waits until the end, and gives back how many steps that took.
fn walk(program: &Program, dice: &mut Dice) -> u32 {
    let definition = &program.definition;
    let (mut state, mut variables) = (State::default(), Variables::new());
    let mut input = Input::Start {
        variables: Variables::new(),
    };
    for steps in 1..10_000 {
        let advance = step(definition, state, &variables, input, program).unwrap();
        let trouble = advance
            .effects
            .iter()
            .find(|effect| matches!(effect, Effect::RaiseIncident { .. }));
        assert_eq!(trouble, None, "{}", definition.key);
        state = advance.state;
        variables = advance.variables.unwrap_or(variables);
        let waiting = waiting_on(&state, definition);
        if waiting.is_empty() {
            assert!(
                state.has_ended() && state.outcome().is_some(),
                "{}: an end without an outcome",
                definition.key
            );
            return steps;
        }
        input = match waiting[dice.below(waiting.len())] {
            WaitingOn::UserTask { at, task, .. } => {
                let outcome = task.actions.get(dice.below(task.actions.len())).cloned();
                let variables = outcome
                    .map(|outcome| ("outcome".to_owned(), outcome.into()))
                    .into_iter()
                    .collect();
                Input::CompleteUserTask { at, variables }
            }
            WaitingOn::Job { at, task, .. } => {
                let amount = (task.job == "raise_fee").then(|| ("amount".to_owned(), dice.below(2).into()));
                Input::CompleteJob {
                    at,
                    variables: amount.into_iter().collect(),
                }
            }
            WaitingOn::Timer { at, .. } => Input::TimerFired { at },
            WaitingOn::Message { at, name, .. } => Input::MessageReceived {
                name: name.to_owned(),
                key: at.to_string(),
                variables: Variables::new(),
            },
            WaitingOn::Incident { .. } => unreachable!("no incident was raised"),
        };
    }
    panic!("{}: no end in sight", definition.key)
}

#[test]
fn every_process_of_the_demonstration_ends_whatever_is_chosen() {
    let drawings = drawings();
    assert!(drawings.len() >= 12, "found {}", drawings.len());
    let mut dice = Dice(7);
    for path in drawings {
        let bpmn = std::fs::read(&path).unwrap();
        let definition =
            parse(&bpmn, &Words).unwrap_or_else(|refusal| panic!("{}\n{refusal}", path.display()));
        let program = Program::new(definition).unwrap();
        for _ in 0..200 {
            walk(&program, &mut dice);
        }
    }
}
