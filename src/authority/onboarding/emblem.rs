//! An emblem that somebody brings: a drawing is rebuilt from what an emblem may have, so that nothing else can be in it.
//!
//! Whatever draws nothing (comments, metadata, an editor's own marks, handlers of events) is left out without a word. What
//! would be missed in the picture, or is there to do something, is refused by name: text needs a typeface that is not there,
//! an image or a link leads elsewhere, a script runs.

use std::fmt::Write as _;

use roxmltree::{Document, Node, ParsingOptions};

use crate::authority::tenancy::code::TenantCode;
use crate::kernel::error::{FieldProblem, Refusal, Result};

/// The largest drawing, in bytes.
pub const EMBLEM_BYTES_MAX: usize = 100_000;
/// The most elements and texts of a drawing.
const NODES_MAX: u32 = 5_000;
/// The most groups within groups.
const DEPTH_MAX: usize = 40;

const SVG: &str = "http://www.w3.org/2000/svg";
/// What draws, or groups what draws.
const KEPT: [&str; 14] = [
    "svg",
    "g",
    "defs",
    "path",
    "rect",
    "circle",
    "ellipse",
    "line",
    "polyline",
    "polygon",
    "clipPath",
    "linearGradient",
    "radialGradient",
    "stop",
];
/// What draws nothing and does nothing.
const LEFT_OUT: [&str; 3] = ["metadata", "title", "desc"];
const ATTRIBUTES: [&str; 44] = [
    "id",
    "viewBox",
    "width",
    "height",
    "preserveAspectRatio",
    "d",
    "x",
    "y",
    "x1",
    "y1",
    "x2",
    "y2",
    "cx",
    "cy",
    "r",
    "rx",
    "ry",
    "fx",
    "fy",
    "points",
    "transform",
    "offset",
    "gradientUnits",
    "gradientTransform",
    "spreadMethod",
    "clipPathUnits",
    "pathLength",
    "fill",
    "fill-opacity",
    "fill-rule",
    "stroke",
    "stroke-width",
    "stroke-opacity",
    "stroke-linecap",
    "stroke-linejoin",
    "stroke-miterlimit",
    "stroke-dasharray",
    "stroke-dashoffset",
    "opacity",
    "clip-path",
    "clip-rule",
    "stop-color",
    "stop-opacity",
    "color",
];

/// Gives a tenant the emblem that somebody brought.
///
/// # Errors
/// A refusal at the field `file`: no drawing, too large, or one with what an emblem may not have.
pub fn emblem(code: &mut TenantCode, bytes: &[u8]) -> Result<()> {
    code.emblem = harmless(bytes).map_err(|problem| Refusal::of_fields(vec![problem]))?;
    Ok(())
}

fn problem(key: &str) -> FieldProblem {
    FieldProblem::new("file", key)
}

/// The drawing with nothing in it but shapes and colours.
fn harmless(bytes: &[u8]) -> std::result::Result<String, FieldProblem> {
    if bytes.len() > EMBLEM_BYTES_MAX {
        return Err(problem("onboarding-problem-emblem-large").with("kilobytes", EMBLEM_BYTES_MAX / 1000));
    }
    let no_drawing = || problem("onboarding-problem-emblem-kind");
    let text = std::str::from_utf8(bytes).map_err(|_| no_drawing())?;
    let options = ParsingOptions {
        allow_dtd: false,
        nodes_limit: NODES_MAX,
        ..ParsingOptions::default()
    };
    let document = Document::parse_with_options(text, options).map_err(|error| match error {
        roxmltree::Error::DtdDetected => problem("onboarding-problem-emblem-has").with("what", "<!DOCTYPE>"),
        roxmltree::Error::NodesLimitReached => {
            problem("onboarding-problem-emblem-large").with("kilobytes", EMBLEM_BYTES_MAX / 1000)
        }
        _ => no_drawing(),
    })?;
    let root = document.root_element();
    if !root.has_tag_name((SVG, "svg")) {
        return Err(no_drawing());
    }
    if root.attribute("viewBox").is_none() {
        return Err(problem("onboarding-problem-emblem-size"));
    }
    let mut drawing = String::with_capacity(text.len());
    write(&mut drawing, root, 0)?;
    if !drawing.contains("<path") && !root.descendants().any(|node| is_shape(&node)) {
        return Err(problem("onboarding-problem-emblem-empty"));
    }
    Ok(drawing)
}

fn is_shape(node: &Node<'_, '_>) -> bool {
    let shapes = ["path", "rect", "circle", "ellipse", "line", "polyline", "polygon"];
    node.tag_name().namespace() == Some(SVG) && shapes.contains(&node.tag_name().name())
}

fn write(drawing: &mut String, node: Node<'_, '_>, depth: usize) -> std::result::Result<(), FieldProblem> {
    let name = node.tag_name().name();
    let is_foreign = node.tag_name().namespace() != Some(SVG);
    if is_foreign || LEFT_OUT.contains(&name) {
        return Ok(());
    }
    if !KEPT.contains(&name) || depth > DEPTH_MAX {
        return Err(problem("onboarding-problem-emblem-has").with("what", format!("<{name}>")));
    }
    let (mut attributes, mut styled) = (Vec::new(), Vec::new());
    for attribute in node.attributes().filter(|it| it.namespace().is_none()) {
        if attribute.name() == "style" {
            styled.extend(declarations(attribute.value()));
        } else {
            attributes.push((attribute.name().to_owned(), attribute.value().to_owned()));
        }
    }
    // A declaration of a style wins over the attribute of the same name, wherever it stands, as it does in a browser.
    attributes.append(&mut styled);
    let _ = write!(drawing, "<{name}");
    if depth == 0 {
        let _ = write!(drawing, " xmlns=\"{SVG}\"");
    }
    for (at, (key, value)) in attributes.iter().enumerate() {
        let is_last = attributes.iter().skip(at + 1).all(|(later, _)| later != key);
        if is_last && ATTRIBUTES.contains(&key.as_str()) && is_plain(value) {
            let _ = write!(drawing, " {key}=\"{}\"", escaped(value));
        }
    }
    let children: Vec<_> = node.children().filter(Node::is_element).collect();
    if children.is_empty() {
        drawing.push_str("/>");
        return Ok(());
    }
    drawing.push('>');
    for child in children {
        write(drawing, child, depth + 1)?;
    }
    let _ = write!(drawing, "</{name}>");
    Ok(())
}

/// The declarations of an attribute `style`, each as an attribute of its own.
fn declarations(style: &str) -> impl Iterator<Item = (String, String)> {
    style.split(';').filter_map(|one| {
        let (key, value) = one.split_once(':')?;
        Some((key.trim().to_owned(), value.trim().to_owned()))
    })
}

/// Whether a value says something about this drawing alone: numbers, a colour, the name of a gradient in it.
fn is_plain(value: &str) -> bool {
    let lower = value.to_ascii_lowercase();
    let leads_within = lower
        .match_indices("url(")
        .all(|(at, _)| lower.get(at + 4..).is_some_and(|rest| rest.starts_with('#')));
    leads_within && !lower.contains(':') && !lower.contains('\\') && !lower.contains("/*")
}

fn escaped(value: &str) -> String {
    value
        .replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use super::*;

    const HEAD: &str = "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 8 8\"";

    fn drawn(inside: &str) -> std::result::Result<String, FieldProblem> {
        harmless(format!("{HEAD}>{inside}</svg>").as_bytes())
    }

    #[test]
    fn shapes_and_colours_stay_and_everything_else_is_left_out() {
        let drawing = drawn(
            "<!-- by hand --><metadata>who</metadata><title>Run on load</title>\
             <g onload=\"alert(1)\" xmlns:ink=\"http://ink.example\" ink:label=\"x\"><ink:page/>\
             <path d=\"M0 0h8\" style=\"fill:#14532d;background:url(http://evil.example/x)\" fill=\"red\" data-x=\"1\"/>\
             <circle r=\"2\" fill=\"url(#shade)\" stroke=\"url(http://evil.example/y)\"/></g>",
        )
        .unwrap();
        assert_eq!(
            drawing,
            format!(
                "{HEAD}><g><path d=\"M0 0h8\" fill=\"#14532d\"/><circle r=\"2\" fill=\"url(#shade)\"/></g></svg>"
            )
        );
        assert_eq!(
            harmless(drawing.as_bytes()).unwrap(),
            drawing,
            "what is harmless stays as it is"
        );
    }

    #[test]
    fn what_runs_or_leads_elsewhere_or_would_be_missed_is_refused_by_name() {
        for (inside, what) in [
            ("<script>alert(1)</script><path d=\"M0 0\"/>", "<script>"),
            (
                "<foreignObject><path d=\"M0 0\"/></foreignObject>",
                "<foreignObject>",
            ),
            ("<image href=\"http://evil.example/x.png\"/>", "<image>"),
            ("<use href=\"#a\"/>", "<use>"),
            ("<a href=\"javascript:alert(1)\"><path d=\"M0 0\"/></a>", "<a>"),
            ("<style>@import 'x'</style>", "<style>"),
            ("<text>Province</text>", "<text>"),
            ("<animate attributeName=\"href\"/>", "<animate>"),
        ] {
            let problem = drawn(inside).unwrap_err();
            assert_eq!(problem.code, "onboarding-problem-emblem-has", "{inside}");
            assert_eq!(problem.arguments.get("what").map(String::as_str), Some(what));
        }
    }

    #[test]
    fn what_is_no_drawing_is_refused() {
        let deep = format!("{}<path d=\"M0 0\"/>{}", "<g>".repeat(60), "</g>".repeat(60));
        for (bytes, key) in [
            (b"\x89PNG\r\n\x1a\n".to_vec(), "onboarding-problem-emblem-kind"),
            (b"<html><svg/></html>".to_vec(), "onboarding-problem-emblem-kind"),
            (
                b"<svg viewBox=\"0 0 1 1\"/>".to_vec(),
                "onboarding-problem-emblem-kind",
            ),
            (
                b"<svg xmlns=\"http://www.w3.org/2000/svg\"/>".to_vec(),
                "onboarding-problem-emblem-size",
            ),
            (
                format!("{HEAD}/>").into_bytes(),
                "onboarding-problem-emblem-empty",
            ),
            (
                format!("<!DOCTYPE svg [<!ENTITY a \"b\">]>{HEAD}/>").into_bytes(),
                "onboarding-problem-emblem-has",
            ),
            (
                vec![b' '; EMBLEM_BYTES_MAX + 1],
                "onboarding-problem-emblem-large",
            ),
            (
                format!("{HEAD}>{}</svg>", "<g/>".repeat(6_000)).into_bytes(),
                "onboarding-problem-emblem-large",
            ),
            (
                format!("{HEAD}>{deep}</svg>").into_bytes(),
                "onboarding-problem-emblem-has",
            ),
        ] {
            assert_eq!(harmless(&bytes).unwrap_err().code, key);
        }
    }
}
