//! What a file really is: told from its content as it streams by, never from its name.
//!
//! A file must be one thing from its first byte to its last. A PDF begins with its header and ends with its mark; an image is
//! read part by part to its end. What hides a second file (an archive, a page, a script) is refused, whatever a viewer
//! would have made of it. Behind the end of a photograph only that is accepted which telephones put there: further pictures
//! (depth, brightness) or a short film.

use crate::kernel::error::{Error, Refusal, Result};

/// A kind of file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// PDF.
    Pdf,
    /// JPEG.
    Jpeg,
    /// PNG.
    Png,
}

impl Kind {
    /// The media type.
    #[must_use]
    pub const fn media_type(self) -> &'static str {
        match self {
            Kind::Pdf => "application/pdf",
            Kind::Jpeg => "image/jpeg",
            Kind::Png => "image/png",
        }
    }

    /// The usual ending of a name.
    #[must_use]
    pub const fn ending(self) -> &'static str {
        match self {
            Kind::Pdf => ".pdf",
            Kind::Jpeg => ".jpg",
            Kind::Png => ".png",
        }
    }

    /// As people call it.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Kind::Pdf => "PDF",
            Kind::Jpeg => "JPG",
            Kind::Png => "PNG",
        }
    }
}

/// A ZIP archive is found from its end: the record there may have a comment of up to 65,535 bytes behind it.
const TAIL_BYTES: usize = 65_557;
/// Enough to tell every kind.
const MAGIC_BYTES: usize = 8;
/// Within this many first bytes a browser would look for a page.
const SNIFFED_BYTES: usize = 1024;
/// The longest of the signatures below, less one, is carried from chunk to chunk.
const CARRY_BYTES: usize = 8;

const PNG_MAGIC: &[u8] = b"\x89PNG\r\n\x1a\n";
const ARCHIVES: [&[u8]; 2] = [b"Rar!\x1a\x07", b"7z\xbc\xaf\x27\x1c"];
const PAGES: [&[u8]; 5] = [b"<script", b"<html", b"<!doctype", b"<?php", b"<svg"];

/// Looks at a file as it streams by.
pub struct Inspector {
    accept: Vec<Kind>,
    kind: Option<Kind>,
    walk: Walk,
    head: Vec<u8>,
    tail: Vec<u8>,
    carry: Vec<u8>,
    bytes: u64,
}

fn mixed() -> Error {
    Error::refused("errors-file-mixed")
}

fn broken() -> Error {
    Error::refused("errors-file-broken")
}

impl Inspector {
    /// An inspector that lets these kinds through.
    #[must_use]
    pub fn new(accept: Vec<Kind>) -> Self {
        Self {
            accept,
            kind: None,
            walk: Walk::default(),
            head: Vec::new(),
            tail: Vec::new(),
            carry: Vec::new(),
            bytes: 0,
        }
    }

    /// Looks at the next bytes.
    ///
    /// # Errors
    /// A refusal as soon as it is clear that the file will not do.
    pub fn take(&mut self, chunk: &[u8]) -> Result<()> {
        self.bytes += chunk.len() as u64;
        let missing = SNIFFED_BYTES.saturating_sub(self.head.len());
        self.head.extend_from_slice(&chunk[..chunk.len().min(missing)]);
        self.keep_tail(chunk);
        match self.kind {
            Some(kind) => self.follow(kind, chunk),
            None if self.head.len() >= MAGIC_BYTES => {
                let kind = self.decide()?;
                let begun = std::mem::take(&mut self.carry);
                self.follow(kind, &[&begun, chunk].concat())
            }
            None => {
                self.carry.extend_from_slice(chunk);
                Ok(())
            }
        }
    }

    /// The file is over: what it is.
    ///
    /// # Errors
    /// A refusal when it is empty, of another kind, broken off, or more than one thing.
    pub fn end(&self) -> Result<Kind> {
        if self.bytes == 0 {
            return Err(Error::refused("errors-file-empty"));
        }
        let kind = self.kind.ok_or_else(|| self.not_accepted())?;
        if contains(&self.tail, b"PK\x05\x06\0\0\0\0") {
            return Err(mixed());
        }
        match kind {
            Kind::Pdf => self.pdf_ends_well()?,
            Kind::Jpeg | Kind::Png if self.walk.has_ended() => {}
            Kind::Jpeg | Kind::Png => return Err(broken()),
        }
        Ok(kind)
    }

    fn decide(&mut self) -> Result<Kind> {
        let head = &self.head;
        let kind = if head.starts_with(b"%PDF-1.") || head.starts_with(b"%PDF-2.") {
            Kind::Pdf
        } else if head.starts_with(b"\xff\xd8\xff") {
            Kind::Jpeg
        } else if head.starts_with(PNG_MAGIC) {
            Kind::Png
        } else {
            return Err(self.not_accepted());
        };
        if !self.accept.contains(&kind) {
            return Err(self.not_accepted());
        }
        self.kind = Some(kind);
        Ok(kind)
    }

    fn not_accepted(&self) -> Error {
        let kinds: Vec<&str> = self.accept.iter().map(|kind| kind.word()).collect();
        Refusal::new("errors-file-type")
            .with("kinds", kinds.join(", "))
            .into()
    }

    fn follow(&mut self, kind: Kind, chunk: &[u8]) -> Result<()> {
        let seam = [self.carry.as_slice(), chunk].concat();
        if ARCHIVES.iter().any(|signature| contains(&seam, signature)) {
            return Err(mixed());
        }
        let is_page = match kind {
            Kind::Pdf => has_page(&self.head),
            Kind::Jpeg | Kind::Png => has_page(&seam),
        };
        if is_page {
            return Err(mixed());
        }
        self.carry = seam[seam.len().saturating_sub(CARRY_BYTES)..].to_vec();
        match kind {
            Kind::Pdf => Ok(()),
            Kind::Jpeg => self.walk.jpeg(chunk),
            Kind::Png => self.walk.png(chunk),
        }
    }

    fn keep_tail(&mut self, chunk: &[u8]) {
        self.tail
            .extend_from_slice(&chunk[chunk.len().saturating_sub(TAIL_BYTES)..]);
        if self.tail.len() > 2 * TAIL_BYTES {
            self.tail.drain(..self.tail.len() - TAIL_BYTES);
        }
    }

    /// The mark of the end, and nothing behind it but white space.
    fn pdf_ends_well(&self) -> Result<()> {
        let mark = b"%%EOF";
        let at = self
            .tail
            .windows(mark.len())
            .rposition(|window| window == mark)
            .ok_or_else(broken)?;
        let behind = &self.tail[at + mark.len()..];
        if behind.iter().all(|byte| byte.is_ascii_whitespace() || *byte == 0) {
            Ok(())
        } else {
            Err(mixed())
        }
    }
}

fn contains(text: &[u8], part: &[u8]) -> bool {
    text.windows(part.len()).any(|window| window == part)
}

fn has_page(text: &[u8]) -> bool {
    text.iter()
        .enumerate()
        .filter(|(_, byte)| **byte == b'<')
        .any(|(at, _)| {
            PAGES.iter().any(|page| {
                text[at..].len() >= page.len() && text[at..at + page.len()].eq_ignore_ascii_case(page)
            })
        })
}

/// Where in an image the walk stands. Bytes of a part are skipped without being kept.
#[derive(Default)]
struct Walk {
    place: Place,
    skip: u64,
    pending: Vec<u8>,
    behind: Vec<u8>,
}

#[derive(Default, Clone, Copy, PartialEq, Eq)]
enum Place {
    /// At the first byte.
    #[default]
    Begin,
    /// Before a marker (JPEG) or a chunk (PNG).
    Part,
    /// In the picture data of a JPEG, which ends with the next real marker.
    Scan,
    /// Behind the end.
    End,
}

impl Walk {
    fn has_ended(&self) -> bool {
        self.place == Place::End && self.skip == 0
    }

    fn jpeg(&mut self, chunk: &[u8]) -> Result<()> {
        for &byte in chunk {
            if self.skip > 0 {
                self.skip -= 1;
                continue;
            }
            match self.place {
                Place::End => {
                    self.behind(byte)?;
                    continue;
                }
                Place::Scan => {
                    let is_marker =
                        self.pending.last() == Some(&0xff) && !matches!(byte, 0x00 | 0xd0..=0xd7 | 0xff);
                    self.pending.clear();
                    if !is_marker {
                        self.pending.push(byte);
                        continue;
                    }
                    self.place = Place::Part;
                    self.pending.push(0xff);
                }
                Place::Begin | Place::Part => {}
            }
            self.pending.push(byte);
            self.jpeg_marker()?;
        }
        Ok(())
    }

    /// Acts on a marker once enough of it has come.
    fn jpeg_marker(&mut self) -> Result<()> {
        match *self.pending.as_slice() {
            [0xff] => {}
            // Fill bytes may stand before a marker.
            [0xff, 0xff] => self.pending.truncate(1),
            [0xff, 0xd8] if self.place == Place::Begin => self.go(Place::Part),
            [0xff, 0xd9] => self.go(Place::End),
            [0xff, 0x01 | 0xd0..=0xd7] => self.pending.clear(),
            [0xff, 0x00 | 0xd8] => return Err(broken()),
            [0xff, _] | [0xff, _, _] => {}
            [0xff, marker, high, low] => {
                let length = u64::from(u16::from_be_bytes([high, low]));
                self.skip = length.checked_sub(2).ok_or_else(broken)?;
                self.go(if marker == 0xda { Place::Scan } else { Place::Part });
            }
            _ => return Err(broken()),
        }
        Ok(())
    }

    fn png(&mut self, chunk: &[u8]) -> Result<()> {
        for &byte in chunk {
            if self.skip > 0 {
                self.skip -= 1;
                continue;
            }
            if self.place == Place::End {
                return Err(mixed());
            }
            self.pending.push(byte);
            let whole = self.pending.len() == 8;
            if self.place == Place::Begin {
                if whole {
                    self.go(Place::Part);
                }
            } else if whole {
                let length =
                    u32::from_be_bytes([self.pending[0], self.pending[1], self.pending[2], self.pending[3]]);
                let name: [u8; 4] = [self.pending[4], self.pending[5], self.pending[6], self.pending[7]];
                if !name.iter().all(u8::is_ascii_alphabetic) || length > u32::MAX / 2 {
                    return Err(broken());
                }
                // The data and its check sum.
                self.skip = u64::from(length) + 4;
                self.go(if &name == b"IEND" { Place::End } else { Place::Part });
            }
        }
        Ok(())
    }

    /// Behind a photograph: padding, or what telephones append; its first twelve bytes say which.
    fn behind(&mut self, byte: u8) -> Result<()> {
        if self.behind.is_empty() && byte == 0 {
            return Ok(());
        }
        if self.behind.len() < 12 {
            self.behind.push(byte);
        }
        let is_picture = b"\xff\xd8\xff"
            .iter()
            .zip(&self.behind)
            .all(|(want, is)| want == is);
        let is_film =
            self.behind.len() < 5 || b"ftyp".iter().zip(&self.behind[4..]).all(|(want, is)| want == is);
        // The length of a film's first part begins with zeros, which count as padding above.
        let is_film_unpadded =
            self.behind.len() < 2 || b"ftyp".iter().zip(&self.behind[1..]).all(|(want, is)| want == is);
        if is_picture || is_film || is_film_unpadded {
            Ok(())
        } else {
            Err(mixed())
        }
    }

    fn go(&mut self, place: Place) {
        self.place = place;
        self.pending.clear();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn jpeg() -> Vec<u8> {
        let mut file = b"\xff\xd8\xff\xe0\x00\x10JFIF\0\x01\x01\0\0\x01\0\x01\0\0".to_vec();
        file.extend_from_slice(
            b"\xff\xda\x00\x08\x01\x01\x00\x00\x3f\x00some\xff\x00data\xff\xd0more\xff\xd9",
        );
        file
    }

    fn png() -> Vec<u8> {
        let mut file = PNG_MAGIC.to_vec();
        file.extend_from_slice(
            b"\0\0\0\x0dIHDR\0\0\0\x01\0\0\0\x01\x08\x02\0\0\0abcd\0\0\0\x03IDATxyzabcd\0\0\0\0IENDabcd",
        );
        file
    }

    fn pdf() -> Vec<u8> {
        b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj <<>> endobj\ntrailer <<>>\n%%EOF\n".to_vec()
    }

    fn zip() -> Vec<u8> {
        b"PK\x03\x04 a file PK\x01\x02 its entry PK\x05\x06\0\0\0\0\x01\0\x01\0\x10\0\0\0\x10\0\0\0\0\0"
            .to_vec()
    }

    /// Whole, and byte by byte: the outcome may not depend on how a network cuts it.
    fn look(file: &[u8]) -> Result<Kind> {
        let every = vec![Kind::Pdf, Kind::Jpeg, Kind::Png];
        let mut whole = Inspector::new(every.clone());
        let at_once = whole.take(file).and_then(|()| whole.end());
        let mut slowly = Inspector::new(every);
        let by_bytes = file
            .iter()
            .try_for_each(|byte| slowly.take(&[*byte]))
            .and_then(|()| slowly.end());
        assert_eq!(format!("{at_once:?}"), format!("{by_bytes:?}"));
        at_once
    }

    fn refused(file: &[u8]) -> String {
        match look(file) {
            Err(Error::Refused(refusal)) => refusal.code,
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn plain_files_are_what_they_are() {
        assert_eq!(look(&pdf()).unwrap(), Kind::Pdf);
        assert_eq!(look(&jpeg()).unwrap(), Kind::Jpeg);
        assert_eq!(look(&png()).unwrap(), Kind::Png);
        let second = [jpeg(), vec![0; 5], jpeg()].concat();
        assert_eq!(
            look(&second).unwrap(),
            Kind::Jpeg,
            "telephones append further pictures"
        );
        let film = [jpeg(), b"\0\0\0\x18ftypmp42 and so on".to_vec()].concat();
        assert_eq!(look(&film).unwrap(), Kind::Jpeg);
    }

    #[test]
    fn other_kinds_and_halves_are_refused() {
        for other in [
            &b"MZ\x90\0\x03\0\0\0\x04"[..],
            b"<svg xmlns='http://www.w3.org/2000/svg'/>",
            b"GIF89a......",
            b"short",
            &zip(),
        ] {
            assert_eq!(refused(other), "errors-file-type");
        }
        assert_eq!(refused(b""), "errors-file-empty");
        assert_eq!(
            refused(&[b"\n".to_vec(), pdf()].concat()),
            "errors-file-type",
            "the header is the first thing"
        );
        for whole in [pdf(), jpeg(), png()] {
            assert_eq!(refused(&whole[..whole.len() - 6]), "errors-file-broken");
        }
    }

    #[test]
    fn two_files_in_one_are_refused() {
        for one in [pdf(), jpeg(), png()] {
            assert_eq!(refused(&[one.clone(), zip()].concat()), "errors-file-mixed");
            assert_eq!(
                refused(&[one.clone(), b"<script>alert(1)</script>".to_vec()].concat()),
                "errors-file-mixed"
            );
            assert_eq!(
                refused(&[one, b"#!/bin/sh\nrm -r /\n".to_vec()].concat()),
                "errors-file-mixed"
            );
        }
        // An archive inside a comment, before the end.
        let mut hidden = b"\xff\xd8\xff\xfe".to_vec();
        hidden.extend_from_slice(&u16::try_from(zip().len() + 2).unwrap().to_be_bytes());
        hidden.extend_from_slice(&zip());
        hidden.extend_from_slice(&jpeg()[2..]);
        assert_eq!(refused(&hidden), "errors-file-mixed");
        let mut page = pdf();
        page.splice(9..9, b"<HTML><script>x</script>".iter().copied());
        assert_eq!(refused(&page), "errors-file-mixed");
        assert_eq!(
            refused(&[jpeg(), b"Rar!\x1a\x07\x01\0".to_vec()].concat()),
            "errors-file-mixed"
        );
    }
}
