//! Where the analyst drew everything. Only for drawing: what is missing or odd here is left out, not refused.

use std::collections::HashMap;

use roxmltree::{Document, Node};

use super::xml::{BPMN_DI, DC, DI, children, local};
pub use crate::services::workflow::model::Drawing;
use crate::services::workflow::model::{Bounds, ElementIx, FlowIx};

/// Farthest coordinate that is believed.
const COORDINATE_MAX: f32 = 100_000.0;
/// Most bends of one line.
const WAYPOINTS_MAX: usize = 50;

/// Reads the boxes and lines of what is in `elements`, `flows` and `lanes`.
pub fn read(
    document: &Document<'_>,
    elements: &HashMap<&str, ElementIx>,
    flows: &HashMap<&str, FlowIx>,
    lanes: &HashMap<&str, u16>,
) -> Drawing {
    let mut drawing = Drawing::default();
    for node in document
        .descendants()
        .filter(|node| node.tag_name().namespace() == Some(BPMN_DI))
    {
        let Some(subject) = node.attribute("bpmnElement").map(local) else {
            continue;
        };
        match node.tag_name().name() {
            "BPMNShape" => {
                let Some(bounds) = children(node)
                    .find(|child| child.has_tag_name((DC, "Bounds")))
                    .and_then(bounds)
                else {
                    continue;
                };
                if let Some(ix) = elements.get(subject) {
                    drawing.shapes.push((*ix, bounds));
                } else if let Some(lane) = lanes.get(subject) {
                    drawing.lanes.push((*lane, bounds));
                }
            }
            "BPMNEdge" => {
                let Some(ix) = flows.get(subject) else { continue };
                let points: Vec<_> = children(node)
                    .filter(|child| child.has_tag_name((DI, "waypoint")))
                    .filter_map(|point| Some((number(point, "x")?, number(point, "y")?)))
                    .take(WAYPOINTS_MAX)
                    .collect();
                if points.len() >= 2 {
                    drawing.edges.push((*ix, points));
                }
            }
            _ => {}
        }
    }
    drawing.shapes.sort_by_key(|(ix, _)| *ix);
    drawing.shapes.dedup_by_key(|(ix, _)| *ix);
    drawing.edges.sort_by_key(|(ix, _)| *ix);
    drawing.edges.dedup_by_key(|(ix, _)| *ix);
    drawing
}

fn bounds(node: Node<'_, '_>) -> Option<Bounds> {
    let bounds = Bounds {
        x: number(node, "x")?,
        y: number(node, "y")?,
        width: number(node, "width")?,
        height: number(node, "height")?,
    };
    (bounds.width > 0.0 && bounds.height > 0.0).then_some(bounds)
}

fn number(node: Node<'_, '_>, name: &str) -> Option<f32> {
    node.attribute(name)?
        .trim()
        .parse()
        .ok()
        .filter(|number: &f32| number.is_finite() && number.abs() <= COORDINATE_MAX)
}
