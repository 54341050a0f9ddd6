//! Where an instance stands, small enough to be written at every step.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::services::workflow::model::{ElementIx, FlowIx, Outcome};

/// The number of an element instance within its process instance: the n-th time that something began to wait.
/// Numbers are never used again, which is what makes late inputs recognisable.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct ElementInstance(pub u32);

impl fmt::Display for ElementInstance {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// The state of a process instance. `State::default()` has not been started.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct State {
    /// How many element instances there have been.
    #[serde(rename = "n", default, skip_serializing_if = "is_zero")]
    pub(super) made: u32,
    /// What waits, oldest first.
    #[serde(rename = "w", default, skip_serializing_if = "Vec::is_empty")]
    pub(super) waiting: Vec<Waiting>,
    /// Tokens that lie before parallel joins: so many on this flow.
    #[serde(rename = "j", default, skip_serializing_if = "Vec::is_empty")]
    pub(super) joining: Vec<(FlowIx, u32)>,
    /// Names of messages that came before anything waited for them, oldest first.
    #[serde(rename = "m", default, skip_serializing_if = "Vec::is_empty")]
    pub(super) kept: Vec<String>,
    /// Keys of the messages taken in so far, oldest first.
    #[serde(rename = "h", default, skip_serializing_if = "Vec::is_empty")]
    pub(super) heard: Vec<String>,
    /// The outcome of the end reached last.
    #[serde(rename = "o", default, skip_serializing_if = "Option::is_none")]
    pub(super) outcome: Option<Outcome>,
    /// How far it is.
    #[serde(rename = "p", default, skip_serializing_if = "Phase::is_new")]
    pub(super) phase: Phase,
}

fn is_zero(number: &u32) -> bool {
    *number == 0
}

/// How far an instance is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub(super) enum Phase {
    /// Not started.
    #[default]
    #[serde(rename = "n")]
    New,
    /// Under way.
    #[serde(rename = "r")]
    Running,
    /// Over.
    #[serde(rename = "e")]
    Ended,
}

impl Phase {
    fn is_new(&self) -> bool {
        *self == Phase::New
    }
}

/// An element instance: a token that waits at an element.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Waiting {
    /// Its number.
    #[serde(rename = "i")]
    pub at: ElementInstance,
    /// Where it waits.
    #[serde(rename = "e")]
    pub element: ElementIx,
    /// For an event behind an event-based gateway: the number of its group, of which the first to happen wins.
    #[serde(rename = "g", default, skip_serializing_if = "Option::is_none")]
    pub group: Option<ElementInstance>,
    /// What is wrong, if a person is needed.
    #[serde(rename = "x", default, skip_serializing_if = "Option::is_none")]
    pub stuck: Option<Stuck>,
    /// For a token held back by [`Stuck::Limit`]: the flow it came through.
    #[serde(rename = "f", default, skip_serializing_if = "Option::is_none")]
    pub through: Option<FlowIx>,
}

/// What kind of trouble an incident is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Stuck {
    /// A job was given up.
    #[serde(rename = "j")]
    Job,
    /// A condition has no answer, or none is true and there is no default.
    #[serde(rename = "c")]
    Condition,
    /// A parallel join waits for tokens that can no longer come.
    #[serde(rename = "d")]
    Deadlock,
    /// One input moved more tokens, or left more of them, than a sane process does.
    #[serde(rename = "l")]
    Limit,
}

impl Stuck {
    /// The word used in the database and as the end of a text's key.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Job => "job",
            Self::Condition => "condition",
            Self::Deadlock => "deadlock",
            Self::Limit => "limit",
        }
    }
}

impl State {
    /// Whether the instance is over.
    #[must_use]
    pub fn has_ended(&self) -> bool {
        self.phase == Phase::Ended
    }

    /// Whether the instance has been started and is not over.
    #[must_use]
    pub fn is_running(&self) -> bool {
        self.phase == Phase::Running
    }

    /// The outcome, once the instance is over and if its end names one.
    #[must_use]
    pub fn outcome(&self) -> Option<Outcome> {
        self.outcome.filter(|_| self.has_ended())
    }

    /// Everything that waits, oldest first.
    #[must_use]
    pub fn waiting(&self) -> &[Waiting] {
        &self.waiting
    }

    /// How many tokens there are: one for each thing that waits (the events behind one gateway share theirs) and
    /// those before joins.
    #[must_use]
    pub fn tokens(&self) -> usize {
        let leaders = self
            .waiting
            .iter()
            .filter(|waiting| waiting.group.is_none_or(|group| group == waiting.at))
            .count();
        leaders
            + self
                .joining
                .iter()
                .map(|(_, count)| usize::try_from(*count).unwrap_or(usize::MAX))
                .sum::<usize>()
    }
}
