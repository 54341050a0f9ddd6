//! A process as a drawing, in the coordinates of its BPMN file moved to the origin.

use crate::services::workflow::model::{Bounds, Element, ElementKind, ProcessDefinition};

use super::views::{DrawnFlow, DrawnNode, ProcessDrawing};

/// Room around the drawing.
const MARGIN: f32 = 24.0;
/// Room below it for the names of events and gateways, which stand under them.
const NAMES: f32 = 40.0;
/// Units of the drawing that a letter takes; an ideograph takes two.
const LETTER: f32 = 6.6;
/// How wide a name under an event or gateway may be.
const NAME_WIDTH: f32 = 104.0;
/// Lines of a name; what is longer stands in the table.
const LINES_MAX: usize = 4;

/// The drawing; `None` when the process was not drawn.
#[must_use]
pub(super) fn of(
    process: &ProcessDefinition,
    name_of: &dyn Fn(&Element) -> String,
) -> Option<ProcessDrawing> {
    let drawing = &process.drawing;
    if drawing.shapes.is_empty() {
        return None;
    }
    let corners = drawing
        .shapes
        .iter()
        .flat_map(|(_, of)| [(of.x, of.y), (of.x + of.width, of.y + of.height)])
        .chain(
            drawing
                .edges
                .iter()
                .flat_map(|(_, points)| points.iter().copied()),
        );
    let (mut low, mut high) = ((f32::MAX, f32::MAX), (f32::MIN, f32::MIN));
    for (x, y) in corners {
        low = (low.0.min(x), low.1.min(y));
        high = (high.0.max(x), high.1.max(y));
    }
    let moved = |(x, y): (f32, f32)| (x - low.0 + MARGIN, y - low.1 + MARGIN);
    let nodes = drawing
        .shapes
        .iter()
        .filter_map(|(ix, bounds)| {
            let element = process.element(*ix)?;
            Some(node(
                element,
                &name_of(element),
                bounds,
                moved((bounds.x, bounds.y)),
            ))
        })
        .collect();
    let flows = drawing
        .edges
        .iter()
        .filter_map(|(ix, points)| {
            let points: Vec<_> = points.iter().copied().map(moved).collect();
            Some(flow(&process.flow(*ix)?.name, &points))
        })
        .collect();
    Some(ProcessDrawing {
        width: whole(high.0 - low.0 + 2.0 * MARGIN),
        height: whole(high.1 - low.1 + 2.0 * MARGIN + NAMES),
        nodes,
        flows,
    })
}

fn node(element: &Element, name: &str, bounds: &Bounds, (x, y): (f32, f32)) -> DrawnNode {
    let (shape, sign) = shape(&element.kind);
    let is_box = matches!(shape, "user" | "service");
    let width = if is_box { bounds.width - 8.0 } else { NAME_WIDTH };
    DrawnNode {
        shape,
        sign,
        lines: lines(name, width),
        x: whole(x),
        y: whole(y),
        width: whole(bounds.width),
        height: whole(bounds.height),
    }
}

const fn shape(kind: &ElementKind) -> (&'static str, &'static str) {
    match kind {
        ElementKind::Start => ("start", ""),
        ElementKind::UserTask(_) => ("user", ""),
        ElementKind::ServiceTask(_) => ("service", ""),
        ElementKind::Exclusive { .. } => ("gateway", "×"),
        ElementKind::Parallel => ("gateway", "+"),
        ElementKind::EventBased => ("gateway", "◎"),
        ElementKind::Timer(_) => ("catch", "⏱"),
        ElementKind::Message { .. } => ("catch", "✉"),
        ElementKind::End { .. } | ElementKind::Terminate { .. } => ("end", ""),
    }
}

/// A line with its name at the middle of its longest stretch.
fn flow(name: &str, points: &[(f32, f32)]) -> DrawnFlow {
    let length = |pair: &[(f32, f32)]| (pair[1].0 - pair[0].0).abs() + (pair[1].1 - pair[0].1).abs();
    let longest = points
        .windows(2)
        .max_by(|one, other| length(one).total_cmp(&length(other)));
    let (x, y) = longest.map_or((0.0, 0.0), |pair| {
        ((pair[0].0 + pair[1].0) / 2.0, (pair[0].1 + pair[1].1) / 2.0)
    });
    let corners: Vec<String> = points
        .iter()
        .map(|(x, y)| format!("{},{}", whole(*x), whole(*y)))
        .collect();
    DrawnFlow {
        points: corners.join(" "),
        name: name.to_owned(),
        name_x: whole(x),
        name_y: whole(y - 5.0),
    }
}

/// The parser lets nothing beyond a hundred thousand through, so nothing is cut off here.
fn whole(number: f32) -> i64 {
    number.round() as i64
}

const fn width_of(letter: char) -> f32 {
    if letter >= '\u{2e80}' {
        2.0 * LETTER
    } else {
        LETTER
    }
}

/// A name broken into lines at its spaces; an ideograph may stand at the end of any line.
fn lines(name: &str, width: f32) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    let (mut line, mut used) = (String::new(), 0.0_f32);
    for word in words(name) {
        let wide: f32 = word.trim_end().chars().map(width_of).sum();
        if used > 0.0 && used + wide > width {
            lines.push(std::mem::take(&mut line).trim_end().to_owned());
            used = 0.0;
        }
        line.push_str(&word);
        used += word.chars().map(width_of).sum::<f32>();
    }
    if !line.trim().is_empty() {
        lines.push(line.trim_end().to_owned());
    }
    if lines.len() > LINES_MAX {
        lines.truncate(LINES_MAX);
        if let Some(last) = lines.last_mut() {
            last.push('…');
        }
    }
    lines
}

fn words(name: &str) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    let mut begins = true;
    for letter in name.chars() {
        let is_ideograph = letter >= '\u{2e80}';
        match words.last_mut() {
            Some(word) if !begins && !is_ideograph => word.push(letter),
            _ => words.push(letter.to_string()),
        }
        begins = letter == ' ' || is_ideograph;
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_broken_where_a_reader_would_break_it() {
        assert_eq!(
            lines("Assess the application", 92.0),
            ["Assess the", "application"]
        );
        assert_eq!(lines("审核申请材料是否齐全", 92.0), ["审核申请材料", "是否齐全"]);
        assert_eq!(lines("", 92.0), Vec::<String>::new());
        assert_eq!(lines("a b c d e f", 7.0).len(), LINES_MAX);
    }
}
