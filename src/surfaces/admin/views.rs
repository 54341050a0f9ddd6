//! What the administrator's templates read, and the drawing of a process.

use chrono::NaiveDate;
use serde::Serialize;

use crate::surfaces::desk::views::{Desk, FilterOption};
use crate::surfaces::web::views::{Fact, Fee, Level, Limit, Link};

/// `admin/procedures.html`
#[derive(Debug, Clone, Serialize)]
pub struct Procedures {
    /// The frame.
    pub desk: Desk,
    /// Every procedure.
    pub rows: Vec<ProcedureRow>,
}

/// A procedure in the table.
#[derive(Debug, Clone, Serialize)]
pub struct ProcedureRow {
    /// Its code.
    pub code: String,
    /// Its name.
    pub name: String,
    /// Its page.
    pub url: String,
    /// The version in force.
    pub version: String,
    /// Since when.
    pub valid_from: NaiveDate,
    /// How far it is online.
    pub level: Level,
    /// How long it may take.
    pub limit: Limit,
    /// What it costs.
    pub fee: Fee,
    /// The units that handle it.
    pub units: String,
}

/// `admin/procedure.html`
#[derive(Debug, Clone, Serialize)]
pub struct Procedure {
    /// The frame.
    pub desk: Desk,
    /// Its code.
    pub code: String,
    /// Its name.
    pub name: String,
    /// Version, limit, fee, units, legal basis, …
    pub facts: Vec<Fact>,
    /// Its process as a drawing; `None` when it was not drawn.
    pub drawing: Option<ProcessDrawing>,
    /// Its process as a table.
    pub steps: Vec<ProcessStep>,
    /// Its published versions, the newest first, with when each was published.
    pub versions: Vec<Fact>,
    /// Its papers.
    pub papers: Vec<Fact>,
    /// Its questions: label and kind.
    pub questions: Vec<Fact>,
    /// The guide as citizens see it.
    pub guide: Link,
}

/// A process laid out for drawing, in the coordinates of its BPMN file moved to the origin.
#[derive(Debug, Clone, Serialize)]
pub struct ProcessDrawing {
    /// Width of the drawing.
    pub width: i64,
    /// Height of the drawing.
    pub height: i64,
    /// The elements.
    pub nodes: Vec<DrawnNode>,
    /// The flows.
    pub flows: Vec<DrawnFlow>,
}

/// A drawn element.
#[derive(Debug, Clone, Serialize)]
pub struct DrawnNode {
    /// The class that draws it: `start`, `end`, `user`, `service`, `catch` or `gateway`.
    pub shape: &'static str,
    /// What stands in a gateway or event: `×`, `+`, `⏱`, `✉`; empty otherwise.
    pub sign: &'static str,
    /// Its name broken into lines.
    pub lines: Vec<String>,
    /// Left edge.
    pub x: i64,
    /// Top edge.
    pub y: i64,
    /// Width.
    pub width: i64,
    /// Height.
    pub height: i64,
}

/// A drawn flow.
#[derive(Debug, Clone, Serialize)]
pub struct DrawnFlow {
    /// The corners as the SVG attribute `points` wants them: `10,20 30,20`.
    pub points: String,
    /// Its name.
    pub name: String,
    /// Where the name stands.
    pub name_x: i64,
    /// Where the name stands.
    pub name_y: i64,
}

/// A row of the process as a table.
#[derive(Debug, Clone, Serialize)]
pub struct ProcessStep {
    /// The step's name.
    pub name: String,
    /// The tail of the text key `admin-step-…`: `start`, `user`, `service`, `exclusive`, `parallel`, `event`, `timer`,
    /// `message`, `end`.
    pub kind: &'static str,
    /// The role or the job.
    pub who: String,
    /// How long it may take.
    pub limit: String,
    /// Where it goes on, with the condition of each way.
    pub next: Vec<String>,
}

/// A filter by something with a code and a name: a choice while there are few, typed with suggestions when there are many.
#[derive(Debug, Clone, Serialize)]
pub struct Pick {
    /// Its name in the address.
    pub name: String,
    /// Its label.
    pub label: String,
    /// What stands in it: a code, or what was typed and is none.
    pub value: String,
    /// The name of what the code means.
    pub called: String,
    /// What is wrong with what was typed.
    pub error: Option<String>,
    /// The choices; empty when there are too many to be looked over.
    pub options: Vec<FilterOption>,
    /// Where a script looks up what it may be.
    pub suggest: String,
}

/// `admin/suggestions.html`
#[derive(Debug, Clone, Serialize)]
pub struct Suggestions {
    /// A code and a name each.
    pub options: Vec<(String, String)>,
}
