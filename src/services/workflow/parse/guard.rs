//! A first reading that only counts, before a tree is built.
//!
//! The tree builder takes time that grows with the square of the attributes of one element and memory that grows
//! with the square of the namespace declarations. A file from outside must not choose those numbers.

use quick_xml::Reader;
use quick_xml::events::Event;

use super::faults::{Fault, Reason};

/// Longest file, in bytes. The largest of the MIWG reference models that we know has 31 kB.
pub const BYTES_MAX: usize = 1_048_576;
/// Deepest nesting of elements.
pub const DEPTH_MAX: usize = 64;
/// Most attributes of one element, namespace declarations included.
pub const ATTRIBUTES_MAX: usize = 64;
/// Most namespace declarations of one file.
pub const NAMESPACES_MAX: usize = 256;
/// Most nodes of one file.
pub const NODES_MAX: u32 = 100_000;

/// The text of a file that is safe to build a tree from.
///
/// # Errors
/// The first limit that the file breaks.
pub fn admit(bytes: &[u8]) -> Result<&str, Fault> {
    if bytes.len() > BYTES_MAX {
        return Err(whole_file(Reason::TooLarge(BYTES_MAX)));
    }
    let text = std::str::from_utf8(bytes).map_err(|_| whole_file(Reason::NotUtf8))?;
    count(text).map_err(|(reason, offset)| at(text, offset, reason))?;
    Ok(text)
}

fn count(text: &str) -> Result<(), (Reason, usize)> {
    let mut reader = Reader::from_str(text);
    let (mut depth, mut namespaces) = (0_usize, 0_usize);
    loop {
        let place = usize::try_from(reader.buffer_position()).unwrap_or(0);
        let event = reader
            .read_event()
            .map_err(|error| (Reason::NotXml(error.to_string()), place))?;
        let element = match &event {
            Event::Start(element) => {
                depth += 1;
                element
            }
            Event::Empty(element) => element,
            Event::End(_) => {
                depth = depth.saturating_sub(1);
                continue;
            }
            Event::DocType(_) => return Err((Reason::DocumentType, place)),
            Event::Eof => return Ok(()),
            _ => continue,
        };
        if depth > DEPTH_MAX {
            return Err((Reason::TooDeep(DEPTH_MAX), place));
        }
        let mut attributes = 0_usize;
        for attribute in element.attributes().with_checks(false) {
            let attribute = attribute.map_err(|error| (Reason::NotXml(error.to_string()), place))?;
            attributes += 1;
            namespaces += usize::from(attribute.key.as_ref().starts_with("xmlns"));
            if attributes > ATTRIBUTES_MAX {
                return Err((
                    Reason::TooMany("attributes in one element", ATTRIBUTES_MAX),
                    place,
                ));
            }
            if namespaces > NAMESPACES_MAX {
                return Err((Reason::TooMany("namespace declarations", NAMESPACES_MAX), place));
            }
        }
    }
}

/// A fault of the file as a whole.
pub fn whole_file(reason: Reason) -> Fault {
    Fault {
        reason,
        element: String::new(),
        id: String::new(),
        line: 1,
        column: 1,
    }
}

/// A fault at a byte of the text.
pub fn at(text: &str, offset: usize, reason: Reason) -> Fault {
    let before = text.get(..offset).unwrap_or(text);
    let (line, column) = before
        .rsplit_once('\n')
        .map_or((1, before.chars().count()), |(above, row)| {
            (above.matches('\n').count() + 2, row.chars().count())
        });
    let number = |value: usize| u32::try_from(value).unwrap_or(u32::MAX);
    Fault {
        reason,
        element: String::new(),
        id: String::new(),
        line: number(line),
        column: number(column + 1),
    }
}
