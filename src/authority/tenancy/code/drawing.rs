//! `emblem.svg` and `hero.svg`: drawings are shown as images and may not bring scripts, addresses or other files with them.

use super::problem::{Place, Problems, Source};

/// Words that have no place in a drawing, in lower case. ` on` begins an attribute that would run a script.
const REFUSED: [&str; 8] = [
    "<script",
    "<foreignobject",
    "<!doctype",
    "<!entity",
    "javascript:",
    "href=",
    " on",
    "@import",
];

/// Notes what a drawing may not contain, and what is no drawing.
pub(super) fn check(source: &Source, problems: &mut Problems) {
    let lower = source.text.to_ascii_lowercase();
    for word in REFUSED {
        if let Some(at) = lower.find(word) {
            problems.note_at(
                source,
                Some(source.place(at)),
                format!("a drawing may not contain “{}”", word.trim()),
            );
        }
    }
    match roxmltree::Document::parse(&source.text) {
        Ok(document) if document.root_element().tag_name().name() == "svg" => {}
        Ok(_) => problems.note_at(source, None, "is not an SVG drawing"),
        Err(error) => {
            let at = error.pos();
            let place = Place {
                line: at.row as usize,
                column: at.col as usize,
            };
            problems.note_at(source, Some(place), format!("is not well-formed XML: {error}"));
        }
    }
}
