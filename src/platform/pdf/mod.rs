//! Papers set by typst: a template and its data in, the bytes of a PDF out.
//!
//! A [`Press`] is made once when the program starts and shared by every thread. It reads all templates into memory
//! and knows the typefaces; while it sets a paper it opens no file but a typeface and no connection at all, so a
//! template can reach its own data and its sibling templates and nothing else of the machine.
//!
//! Papers are written as PDF/A-2a and PDF/UA-1: they can be kept in an archive for decades and read aloud. Where the
//! data makes that impossible (a name with a sign that no typeface has), the same paper is written as ordinary tagged
//! PDF rather than not at all.

mod fonts;
mod world;

use std::collections::HashMap;
use std::path::Path;

use chrono::{DateTime, Datelike, Timelike, Utc};
use typst::diag::SourceDiagnostic;
use typst::foundations::{Datetime, Smart};
use typst::syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot};
use typst::utils::LazyHash;
use typst::{Library, LibraryExt};
use typst_layout::PagedDocument;
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards, Timestamp};

pub use fonts::Fonts;
use world::SheetWorld;

/// How many papers ago a remembered step of typesetting (a shaped word, a laid-out heading) was last of use before it
/// is forgotten. Papers of one kind share their headings; a few dozen papers keep every kind and language warm.
const MEMORY_PAPERS: usize = 48;

/// Why a paper could not be set.
#[derive(Debug, thiserror::Error)]
pub enum PdfError {
    /// A template folder or file cannot be read.
    #[error("the template {path} cannot be read: {reason}")]
    Template {
        /// The file or folder.
        path: String,
        /// What the operating system or the parser said.
        reason: String,
    },
    /// No template of this name was found when the press was made.
    #[error("there is no template {0}")]
    UnknownTemplate(String),
    /// Not one of the typefaces was found.
    #[error("no typeface was found in {0}; install the packages fonts-noto-core and fonts-noto-cjk")]
    NoTypeface(String),
    /// The template and its data do not fit together.
    #[error("the paper {template} could not be set: {reason}")]
    Setting {
        /// The template.
        template: String,
        /// Every complaint of the compiler, one after the other.
        reason: String,
    },
}

/// One paper to be set.
#[derive(Debug, Clone)]
pub struct Sheet<'a> {
    /// The template's name without its ending, `receipt` for `receipt.typ`.
    pub template: &'a str,
    /// What the template reads as `json("/data.json")`.
    pub data: Vec<u8>,
    /// The tenant's emblem, which the template reads as `/emblem.svg`. Without one the templates draw a plain roundel.
    pub emblem: Option<&'a [u8]>,
    /// The moment the paper bears, so that setting it twice gives the same bytes.
    pub made_at: DateTime<Utc>,
    /// What the paper is, stable for as long as it exists; becomes the document's identifier in the file.
    pub identity: String,
}

/// A paper that was set.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Printed {
    /// The file.
    pub pdf: Vec<u8>,
    /// How many pages it has.
    pub pages: usize,
}

/// Sets papers. Shared by all threads.
pub struct Press {
    fonts: Fonts,
    library: LazyHash<Library>,
    sources: HashMap<FileId, Source>,
    names: HashMap<String, FileId>,
}

impl std::fmt::Debug for Press {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Press")
            .field("templates", &self.names.len())
            .finish_non_exhaustive()
    }
}

impl Press {
    /// Reads every `*.typ` of `templates` and looks for the typefaces in `font_dirs` and the folders below them.
    ///
    /// # Errors
    /// When a template cannot be read. Missing typefaces are no error here (see [`Press::missing_families`]): a site
    /// that cannot print still takes dossiers.
    pub fn open<P: AsRef<Path>>(font_dirs: &[P], templates: &Path) -> Result<Self, PdfError> {
        let unreadable = |path: &Path, reason: &dyn std::fmt::Display| PdfError::Template {
            path: path.display().to_string(),
            reason: reason.to_string(),
        };
        let (mut sources, mut names) = (HashMap::new(), HashMap::new());
        let entries = std::fs::read_dir(templates).map_err(|e| unreadable(templates, &e))?;
        for entry in entries {
            let path = entry.map_err(|e| unreadable(templates, &e))?.path();
            let (Some(file), Some(stem)) = (
                path.file_name().and_then(|name| name.to_str()),
                path.file_stem().and_then(|name| name.to_str()),
            ) else {
                continue;
            };
            if path.extension().is_none_or(|ending| ending != "typ") {
                continue;
            }
            let text = std::fs::read_to_string(&path).map_err(|e| unreadable(&path, &e))?;
            let id = file_id(file).ok_or_else(|| unreadable(&path, &"its name is not a plain file name"))?;
            names.insert(stem.to_owned(), id);
            sources.insert(id, Source::new(id, text));
        }
        Ok(Self {
            fonts: Fonts::find(font_dirs),
            library: LazyHash::new(Library::default()),
            sources,
            names,
        })
    }

    /// The typeface families the templates use and the machine does not have, for `doctor` to name.
    #[must_use]
    pub fn missing_families(&self) -> Vec<&'static str> {
        self.fonts.missing()
    }

    /// The names of the templates, sorted.
    #[must_use]
    pub fn templates(&self) -> Vec<&str> {
        let mut names: Vec<&str> = self.names.keys().map(String::as_str).collect();
        names.sort_unstable();
        names
    }

    /// Sets one paper. Takes tens of milliseconds of one core: call it from a blocking thread.
    ///
    /// # Errors
    /// When there is no such template, no typeface, or the data does not fit the template.
    pub fn set(&self, sheet: &Sheet<'_>) -> Result<Printed, PdfError> {
        let main = *self
            .names
            .get(sheet.template)
            .ok_or_else(|| PdfError::UnknownTemplate(sheet.template.to_owned()))?;
        if self.fonts.is_empty() {
            return Err(PdfError::NoTypeface(self.fonts.searched().to_owned()));
        }
        let world = SheetWorld::new(self, main, sheet);
        let compiled = typst::compile::<PagedDocument>(&world);
        for warning in &compiled.warnings {
            tracing::debug!(template = sheet.template, "typst: {}", warning.message);
        }
        let outcome = compiled
            .output
            .map_err(|complaints| setting_error(sheet.template, &complaints))
            .and_then(|document| {
                Ok(Printed {
                    pdf: write(&document, sheet)?,
                    pages: document.pages().len(),
                })
            });
        typst::comemo::evict(MEMORY_PAPERS);
        outcome
    }
}

/// Writes the document to the archive standard, or plainly where its text does not allow that.
fn write(document: &PagedDocument, sheet: &Sheet<'_>) -> Result<Vec<u8>, PdfError> {
    let options = |standards: PdfStandards| PdfOptions {
        ident: Smart::Custom(sheet.identity.clone()),
        creator: Smart::Custom(Some("OneDoor".to_owned())),
        timestamp: moment(sheet.made_at).map(Timestamp::new_utc),
        standards,
        ..PdfOptions::default()
    };
    let archival =
        PdfStandards::new(&[PdfStandard::A_2a, PdfStandard::Ua_1]).map_err(|e| PdfError::Setting {
            template: sheet.template.to_owned(),
            reason: e.message().to_string(),
        })?;
    match typst_pdf::pdf(document, &options(archival)) {
        Ok(bytes) => Ok(bytes),
        Err(complaints) => {
            tracing::warn!(
                template = sheet.template,
                identity = sheet.identity,
                "written as ordinary PDF, since PDF/A does not allow: {}",
                sentences(&complaints)
            );
            typst_pdf::pdf(document, &options(PdfStandards::default()))
                .map_err(|complaints| setting_error(sheet.template, &complaints))
        }
    }
}

fn setting_error(template: &str, complaints: &[SourceDiagnostic]) -> PdfError {
    PdfError::Setting {
        template: template.to_owned(),
        reason: sentences(complaints),
    }
}

fn sentences(complaints: &[SourceDiagnostic]) -> String {
    let texts: Vec<String> = complaints
        .iter()
        .map(|one| {
            one.hints.iter().fold(one.message.to_string(), |text, hint| {
                format!("{text} ({})", hint.v)
            })
        })
        .collect();
    texts.join("; ")
}

fn moment(at: DateTime<Utc>) -> Option<Datetime> {
    let small = |n: u32| u8::try_from(n).ok();
    Datetime::from_ymd_hms(
        at.year(),
        small(at.month())?,
        small(at.day())?,
        small(at.hour())?,
        small(at.minute())?,
        small(at.second())?,
    )
}

fn file_id(name: &str) -> Option<FileId> {
    Some(FileId::new(RootedPath::new(
        VirtualRoot::Project,
        VirtualPath::new(name).ok()?,
    )))
}

#[cfg(test)]
mod tests;
