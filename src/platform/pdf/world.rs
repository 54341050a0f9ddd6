//! What a template can see while one paper is set: its siblings, its data, the emblem, and the typefaces.

use typst::diag::{FileError, FileResult};
use typst::foundations::{Bytes, Datetime, Duration};
use typst::syntax::{FileId, Source};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::{Library, World};

use super::{Press, Sheet, file_id, moment};

/// The data of the paper.
const DATA: &str = "data.json";
/// The emblem of the tenant.
const EMBLEM: &str = "emblem.svg";

pub(super) struct SheetWorld<'a> {
    press: &'a Press,
    main: FileId,
    data: (Option<FileId>, Bytes),
    emblem: Option<(FileId, Bytes)>,
    made_on: Option<Datetime>,
}

impl<'a> SheetWorld<'a> {
    pub(super) fn new(press: &'a Press, main: FileId, sheet: &Sheet<'_>) -> Self {
        Self {
            press,
            main,
            data: (file_id(DATA), Bytes::new(sheet.data.clone())),
            emblem: file_id(EMBLEM).zip(sheet.emblem.map(|svg| Bytes::new(svg.to_vec()))),
            made_on: moment(sheet.made_at),
        }
    }
}

impl World for SheetWorld<'_> {
    fn library(&self) -> &LazyHash<Library> {
        &self.press.library
    }

    fn book(&self) -> &LazyHash<FontBook> {
        self.press.fonts.book()
    }

    fn main(&self) -> FileId {
        self.main
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        self.press
            .sources
            .get(&id)
            .cloned()
            .ok_or(FileError::AccessDenied)
    }

    fn file(&self, id: FileId) -> FileResult<Bytes> {
        if self.data.0 == Some(id) {
            return Ok(self.data.1.clone());
        }
        match &self.emblem {
            Some((emblem, bytes)) if *emblem == id => Ok(bytes.clone()),
            _ => Err(FileError::AccessDenied),
        }
    }

    fn font(&self, index: usize) -> Option<Font> {
        self.press.fonts.font(index)
    }

    fn today(&self, _offset: Option<Duration>) -> Option<Datetime> {
        self.made_on
    }
}
