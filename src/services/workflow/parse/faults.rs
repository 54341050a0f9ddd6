//! Why a BPMN file is refused, in sentences for the person who drew it.

use std::fmt;

/// Everything that is wrong with a file, in the order of the file.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub struct NotExecutable {
    /// The faults, never empty, at most [`FAULTS_MAX`].
    pub faults: Vec<Fault>,
}

/// So many faults are told at once; a file with more is not worth a longer list.
pub const FAULTS_MAX: usize = 200;

impl fmt::Display for NotExecutable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (place, fault) in self.faults.iter().enumerate() {
            write!(f, "{}{fault}", if place == 0 { "" } else { "\n" })?;
        }
        Ok(())
    }
}

/// One thing that is wrong, and where.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub struct Fault {
    /// What is wrong.
    pub reason: Reason,
    /// The local name of the element, such as `subProcess`; empty when the file as a whole is meant.
    pub element: String,
    /// The id of the element, empty when it has none.
    pub id: String,
    /// Line in the file, from 1.
    pub line: u32,
    /// Column in the file, from 1, in characters.
    pub column: u32,
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {}, column {}: ", self.line, self.column)?;
        if !self.element.is_empty() {
            write!(f, "{}", self.element)?;
            if !self.id.is_empty() {
                write!(f, " \u{201c}{}\u{201d}", self.id)?;
            }
            f.write_str(" ")?;
        }
        self.reason.fmt(f)
    }
}

/// What can be wrong. Each variant reads on after the element's name.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Reason {
    /// The file is longer than the limit, in bytes.
    #[error("the file is larger than {0} bytes")]
    TooLarge(usize),
    /// The file is not UTF-8.
    #[error("the file is not UTF-8 text")]
    NotUtf8,
    /// The file is not XML, with what the reader said.
    #[error("the file is not well-formed XML: {0}")]
    NotXml(String),
    /// The file has a document type declaration, which could bring entities.
    #[error("the file has a document type declaration, which is not accepted")]
    DocumentType,
    /// Elements lie inside each other deeper than the limit.
    #[error("the elements are nested deeper than {0}")]
    TooDeep(usize),
    /// There are more of something than the limit.
    #[error("there are more than {1} {0}")]
    TooMany(&'static str, usize),
    /// The root is not `definitions` of BPMN 2.0.
    #[error("the root element is not definitions of BPMN 2.0")]
    NotBpmn,
    /// Not exactly one process is marked executable.
    #[error("one process must be marked isExecutable=\"true\"; there are {0}")]
    Processes(usize),
    /// An element that BPMN knows and this engine does not run.
    #[error("is not executed")]
    NotExecuted,
    /// An element that is not BPMN, outside `extensionElements`.
    #[error("is not an element of BPMN")]
    NotAnElement,
    /// An attribute asks for something that is not executed.
    #[error("{name}=\"{value}\" is not executed")]
    AttributeNotExecuted {
        /// The attribute.
        name: String,
        /// Its value, shortened.
        value: String,
    },
    /// An extension attribute of ours that does not belong there.
    #[error("has the attribute od:{0}, which means nothing there")]
    AttributeUnknown(String),
    /// A required attribute is missing.
    #[error("lacks the attribute {0}")]
    AttributeMissing(&'static str),
    /// An attribute or text has a value that cannot be used.
    #[error("{name} \u{201c}{value}\u{201d}: {why}")]
    Value {
        /// What has the value.
        name: &'static str,
        /// The value, shortened.
        value: String,
        /// Why it cannot be used.
        why: String,
    },
    /// The same id twice.
    #[error("uses an id that another element has")]
    DuplicateId,
    /// A flow, lane or default points to nothing.
    #[error("{0} points to \u{201c}{1}\u{201d}, which is no such element of this process")]
    Dangling(&'static str, String),
    /// There is no start event, or more than one.
    #[error("must have exactly one start event; it has {0}")]
    Starts(usize),
    /// There is no end event.
    #[error("has no end event")]
    NoEnd,
    /// Nothing leads to the element.
    #[error("cannot be reached from the start")]
    Unreachable,
    /// Nothing leads from the element to an end.
    #[error("leads to no end")]
    NoWayOut,
    /// A flow leads into a start or out of an end.
    #[error("may not have a flow {0} it")]
    FlowNotAllowed(&'static str),
    /// No flow leads into or out of the element.
    #[error("has no flow {0} it")]
    FlowMissing(&'static str),
    /// Several flows leave an element that is not a gateway.
    #[error("has several flows out of it; only a gateway branches")]
    BranchWithoutGateway,
    /// A condition or default where nobody asks for it.
    #[error("has a {0} that nobody asks for: only an exclusive gateway with several flows decides")]
    ConditionUseless(&'static str),
    /// A flow out of an exclusive gateway has no condition and is not the default.
    #[error("leaves an exclusive gateway without a condition and is not its default")]
    ConditionMissing,
    /// The default flow has a condition.
    #[error("is the default of its gateway and has a condition all the same")]
    ConditionOnDefault,
    /// An event-based gateway leads to something that is not an event, or to a shared one.
    #[error("leads to \u{201c}{0}\u{201d}, which is not a timer or message event of its own")]
    EventExpected(String),
    /// Several timers or the same message twice behind one event-based gateway.
    #[error("waits twice for the same message \u{201c}{0}\u{201d}")]
    EventTwice(String),
    /// A circle of gateways only.
    #[error("lies on a circle in which nothing waits, so it would never come to rest")]
    RestlessLoop,
    /// Some choice of ways leaves a parallel gateway waiting for ever.
    #[error("can wait for ever: on some way not all of its flows get a token")]
    Deadlock,
    /// Some choice of ways brings a second token to a place that already has one.
    #[error("can be reached by a second token while the first is still there")]
    Unbounded,
}
