//! Names and small helpers for walking a BPMN tree.

use roxmltree::{Document, Node};

use super::faults::{Fault, Reason};

/// The namespace of BPMN 2.0 itself.
pub const BPMN: &str = "http://www.omg.org/spec/BPMN/20100524/MODEL";
/// The namespace of BPMN's diagrams.
pub const BPMN_DI: &str = "http://www.omg.org/spec/BPMN/20100524/DI";
/// The namespace of boxes.
pub const DC: &str = "http://www.omg.org/spec/DD/20100524/DC";
/// The namespace of points on a line.
pub const DI: &str = "http://www.omg.org/spec/DD/20100524/DI";
/// The namespace of our extension attributes.
pub const OD: &str = "https://onedoor.example/bpmn/1";

/// The local name, if the node is an element of BPMN.
pub fn bpmn_name<'input>(node: Node<'_, 'input>) -> Option<&'input str> {
    (node.is_element() && node.tag_name().namespace() == Some(BPMN)).then(|| node.tag_name().name())
}

/// The child elements.
pub fn children<'a, 'input>(node: Node<'a, 'input>) -> impl Iterator<Item = Node<'a, 'input>> {
    node.children().filter(Node::is_element)
}

/// The child elements of BPMN with this local name.
pub fn named<'a, 'input>(
    node: Node<'a, 'input>,
    name: &'static str,
) -> impl Iterator<Item = Node<'a, 'input>> {
    children(node).filter(move |child| bpmn_name(*child) == Some(name))
}

/// All text inside an element, however comments and CDATA sections cut it, without the white space around it.
pub fn text_of(node: Node<'_, '_>) -> String {
    let text: String = node
        .descendants()
        .filter(Node::is_text)
        .filter_map(|text| text.text())
        .collect();
    text.trim().to_owned()
}

/// One of our extension attributes, without the white space around it; empty counts as absent.
pub fn od<'a>(node: Node<'a, '_>, name: &str) -> Option<&'a str> {
    node.attribute((OD, name))
        .map(str::trim)
        .filter(|value| !value.is_empty())
}

/// The local part of a qualified name in an attribute value.
pub fn local(reference: &str) -> &str {
    let reference = reference.trim();
    reference.rsplit_once(':').map_or(reference, |(_, local)| local)
}

/// The beginning of a value, short enough for a message.
pub fn short(value: &str) -> String {
    let mut short: String = value.chars().take(80).collect();
    if short.len() < value.len() {
        short.push('\u{2026}');
    }
    short
}

/// A fault at an element.
pub fn fault(document: &Document<'_>, node: Node<'_, '_>, reason: Reason) -> Fault {
    let place = document.text_pos_at(node.range().start);
    Fault {
        reason,
        element: node.tag_name().name().to_owned(),
        id: node.attribute("id").map(short).unwrap_or_default(),
        line: place.row,
        column: place.col,
    }
}
