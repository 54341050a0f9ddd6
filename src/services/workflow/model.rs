//! A process as the engine runs it: what a BPMN file says, boiled down to small integers and checked.
//!
//! A [`ProcessDefinition`] comes only from [`super::parse::parse`], so whoever holds one knows that every
//! element in it can be executed. It is immutable, serialisable and shared between all running instances.

use serde::{Deserialize, Serialize};

use super::duration::{IsoDuration, PointInTime};

/// The place of an element in [`ProcessDefinition::elements`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct ElementIx(pub u16);

/// The place of a sequence flow in [`ProcessDefinition::flows`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct FlowIx(pub u16);

/// The place of a condition in [`ProcessDefinition::conditions`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct ConditionIx(pub u16);

/// One executable process.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ProcessDefinition {
    /// The id of the `process` element in its file.
    pub key: String,
    /// The name the analyst gave it; may be empty.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub name: String,
    /// Every flow node, in the order of the file.
    pub elements: Vec<Element>,
    /// Every sequence flow, in the order of the file.
    pub flows: Vec<Flow>,
    /// The texts of the conditions, so that they can be compiled once and asked for by number.
    pub conditions: Vec<String>,
    /// The one start event.
    pub start: ElementIx,
    /// The lanes of the pool, for the drawing and for people to read.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub lanes: Vec<Lane>,
    /// Where everything was drawn.
    #[serde(default, skip_serializing_if = "Drawing::is_empty")]
    pub drawing: Drawing,
}

/// A flow node.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Element {
    /// Its id in the file, unique there.
    pub id: String,
    /// Its name; may be empty.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub name: String,
    /// What the analyst wrote about it; may be empty.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub documentation: String,
    /// What it does.
    pub kind: ElementKind,
    /// The flows that lead to it.
    pub incoming: Vec<FlowIx>,
    /// The flows that leave it, in the order in which an exclusive gateway asks them.
    pub outgoing: Vec<FlowIx>,
    /// The lane it was drawn in, as a place in [`ProcessDefinition::lanes`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lane: Option<u16>,
}

/// A sequence flow.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Flow {
    /// Its id in the file, unique there.
    pub id: String,
    /// Its name; may be empty.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub name: String,
    /// Where it begins.
    pub source: ElementIx,
    /// Where it ends.
    pub target: ElementIx,
    /// What must be true for an exclusive gateway to take it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub condition: Option<ConditionIx>,
}

/// What an element does when a token reaches it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ElementKind {
    /// Where every instance begins.
    Start,
    /// Waits for a person.
    UserTask(UserTask),
    /// Waits for a machine.
    ServiceTask(ServiceTask),
    /// Takes the first flow whose condition is true, else its default.
    Exclusive {
        /// The flow taken when no condition is true.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        default: Option<FlowIx>,
    },
    /// Waits for a token on each flow in, then puts one on each flow out.
    Parallel,
    /// Waits for the first of the events behind it and withdraws the others.
    EventBased,
    /// Waits for time to pass.
    Timer(Timer),
    /// Waits for news from outside this instance.
    Message {
        /// The name by which the news is matched, such as `payment.received`.
        name: String,
    },
    /// Ends its own token; the instance ends with the last one.
    End {
        /// What the end means for the dossier.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        outcome: Option<Outcome>,
    },
    /// Ends the instance at once, whatever else is going on in it.
    Terminate {
        /// What the end means for the dossier.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        outcome: Option<Outcome>,
    },
}

impl ElementKind {
    /// The element's name in BPMN, for messages.
    #[must_use]
    pub const fn bpmn_name(&self) -> &'static str {
        match self {
            Self::Start => "startEvent",
            Self::UserTask(_) => "userTask",
            Self::ServiceTask(_) => "serviceTask",
            Self::Exclusive { .. } => "exclusiveGateway",
            Self::Parallel => "parallelGateway",
            Self::EventBased => "eventBasedGateway",
            Self::Timer(_) | Self::Message { .. } => "intermediateCatchEvent",
            Self::End { .. } | Self::Terminate { .. } => "endEvent",
        }
    }

    /// Whether a token rests here until something from outside arrives.
    #[must_use]
    pub const fn waits(&self) -> bool {
        matches!(
            self,
            Self::UserTask(_)
                | Self::ServiceTask(_)
                | Self::EventBased
                | Self::Timer(_)
                | Self::Message { .. }
        )
    }

    /// Whether it only routes tokens.
    #[must_use]
    pub const fn is_gateway(&self) -> bool {
        matches!(self, Self::Exclusive { .. } | Self::Parallel | Self::EventBased)
    }
}

/// A step done by a person.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct UserTask {
    /// The candidates: whoever holds this role in the operating unit (`od:role`).
    pub role: String,
    /// Another operating unit does this step (`od:unit`, its code); otherwise the dossier's own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unit: Option<String>,
    /// The outcomes offered as buttons (`od:actions`); the chosen one becomes the variable `outcome`.
    /// Empty: the step is only completed.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub actions: Vec<String>,
    /// The officer's own form (`od:form`).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub form: Option<String>,
    /// How long the step may take (`od:limit`), in the language of due dates, such as `+1 00:00`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub limit: Option<String>,
}

/// A step done by a machine.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct ServiceTask {
    /// What is to be done (`od:job`), one of [`super::vocabulary::JOBS`].
    pub job: String,
    /// The document or notification template it uses (`od:template`).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub template: Option<String>,
}

/// How long a timer waits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Timer {
    /// From the moment the token arrives.
    After(IsoDuration),
    /// Until a moment fixed in the drawing.
    At(PointInTime),
}

/// What an end means for the dossier (`od:outcome`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// The applicant gets what was asked for.
    Granted,
    /// The applicant does not.
    Refused,
    /// The applicant took the application back.
    Withdrawn,
}

impl Outcome {
    /// Every outcome.
    pub const ALL: [Outcome; 3] = [Outcome::Granted, Outcome::Refused, Outcome::Withdrawn];

    /// The word used in files and in the database.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Granted => "granted",
            Self::Refused => "refused",
            Self::Withdrawn => "withdrawn",
        }
    }

    /// Reads the word back.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|outcome| outcome.word() == word)
    }
}

/// A lane of the pool.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Lane {
    /// Its id in the file.
    pub id: String,
    /// Its name; may be empty.
    pub name: String,
}

/// Where a process was drawn, in the units of the drawing (pixels, y downwards).
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Drawing {
    /// The boxes of the elements that were drawn.
    pub shapes: Vec<(ElementIx, Bounds)>,
    /// The boxes of the lanes, by their place in [`ProcessDefinition::lanes`].
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub lanes: Vec<(u16, Bounds)>,
    /// The lines of the flows that were drawn.
    pub edges: Vec<(FlowIx, Vec<(f32, f32)>)>,
}

impl Drawing {
    /// Whether nothing was drawn.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.shapes.is_empty() && self.edges.is_empty() && self.lanes.is_empty()
    }
}

/// A box.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Bounds {
    /// Left edge.
    pub x: f32,
    /// Upper edge.
    pub y: f32,
    /// Width.
    pub width: f32,
    /// Height.
    pub height: f32,
}

impl ProcessDefinition {
    /// The element at `ix`, if this definition has one there.
    #[must_use]
    pub fn element(&self, ix: ElementIx) -> Option<&Element> {
        self.elements.get(usize::from(ix.0))
    }

    /// The flow at `ix`, if this definition has one there.
    #[must_use]
    pub fn flow(&self, ix: FlowIx) -> Option<&Flow> {
        self.flows.get(usize::from(ix.0))
    }

    /// The place of the element with this id of the file.
    #[must_use]
    pub fn find(&self, id: &str) -> Option<ElementIx> {
        self.elements()
            .find(|(_, element)| element.id == id)
            .map(|(ix, _)| ix)
    }

    /// Every element with its place.
    pub fn elements(&self) -> impl Iterator<Item = (ElementIx, &Element)> {
        (0..=u16::MAX).map(ElementIx).zip(&self.elements)
    }

    /// Every flow with its place.
    pub fn flows(&self) -> impl Iterator<Item = (FlowIx, &Flow)> {
        (0..=u16::MAX).map(FlowIx).zip(&self.flows)
    }

    /// The elements one flow away from `ix`.
    pub fn successors(&self, ix: ElementIx) -> impl Iterator<Item = ElementIx> {
        self.element(ix)
            .into_iter()
            .flat_map(|element| &element.outgoing)
            .filter_map(|flow| Some(self.flow(*flow)?.target))
    }

    /// The elements one flow before `ix`.
    pub fn predecessors(&self, ix: ElementIx) -> impl Iterator<Item = ElementIx> {
        self.element(ix)
            .into_iter()
            .flat_map(|element| &element.incoming)
            .filter_map(|flow| Some(self.flow(*flow)?.source))
    }
}
