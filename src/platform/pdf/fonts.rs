//! The typefaces papers are set in: found once, read when a letter of theirs is first needed.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use typst::foundations::Bytes;
use typst::text::{Font, FontBook, FontInfo};
use typst::utils::LazyHash;

/// The families the templates name, with the beginnings of their file names in Debian's `fonts-noto-core` and
/// `fonts-noto-cjk`. Only these files are opened: the folder holds hundreds of others, and a paper must look the same
/// on every machine whatever else is installed there.
const FAMILIES: [(&str, &str); 4] = [
    ("Noto Serif", "NotoSerif-"),
    ("Noto Sans", "NotoSans-"),
    ("Noto Serif CJK SC", "NotoSerifCJK-"),
    ("Noto Sans CJK SC", "NotoSansCJK-"),
];

/// Folders below a font folder are looked into this deep; `/usr/share/fonts/opentype/noto` is two.
const DEPTH_MAX: usize = 6;

struct Slot {
    path: PathBuf,
    /// Which face of the file.
    index: u32,
    font: OnceLock<Option<Font>>,
}

/// The typefaces that were found.
pub struct Fonts {
    book: LazyHash<FontBook>,
    slots: Vec<Slot>,
    searched: String,
}

impl Fonts {
    /// Looks through `dirs` and the folders below them. Folders that do not exist are passed over.
    pub fn find<P: AsRef<Path>>(dirs: &[P]) -> Self {
        let mut files = Vec::new();
        let mut searched = String::new();
        for dir in dirs {
            collect(dir.as_ref(), DEPTH_MAX, &mut files);
            let separator = if searched.is_empty() { "" } else { ", " };
            // Writing to a String cannot fail.
            let _ = write!(searched, "{separator}{}", dir.as_ref().display());
        }
        files.sort();
        let (mut book, mut slots) = (FontBook::new(), Vec::new());
        for (path, infos) in files.iter().zip(read_names(&files)) {
            for (index, info) in (0_u32..).zip(infos) {
                if FAMILIES.iter().any(|(family, _)| *family == info.family.as_str()) {
                    book.push(info);
                    slots.push(Slot {
                        path: path.clone(),
                        index,
                        font: OnceLock::new(),
                    });
                }
            }
        }
        Self {
            book: LazyHash::new(book),
            slots,
            searched,
        }
    }

    pub(super) fn book(&self) -> &LazyHash<FontBook> {
        &self.book
    }

    pub(super) fn font(&self, index: usize) -> Option<Font> {
        let slot = self.slots.get(index)?;
        slot.font
            .get_or_init(|| {
                let data = fs::read(&slot.path)
                    .map_err(|e| tracing::warn!("the typeface {} cannot be read: {e}", slot.path.display()))
                    .ok()?;
                Font::new(Bytes::new(data), slot.index)
            })
            .clone()
    }

    /// Whether none was found.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.slots.is_empty()
    }

    /// The folders that were looked through, for a message.
    #[must_use]
    pub fn searched(&self) -> &str {
        &self.searched
    }

    /// The families that were not found.
    #[must_use]
    pub fn missing(&self) -> Vec<&'static str> {
        FAMILIES
            .iter()
            .map(|(family, _)| *family)
            .filter(|family| !self.book.contains_family(&family.to_lowercase()))
            .collect()
    }
}

/// Reads what the faces of each file are called and which letters they have, one thread for each file: the CJK files
/// are tens of megabytes with tens of thousands of letters each. Their bytes are forgotten again.
fn read_names(files: &[PathBuf]) -> Vec<Vec<FontInfo>> {
    std::thread::scope(|scope| {
        let readers: Vec<_> = files
            .iter()
            .map(|path| {
                scope.spawn(move || {
                    fs::read(path)
                        .map(|data| FontInfo::iter(&data).collect())
                        .unwrap_or_default()
                })
            })
            .collect();
        readers
            .into_iter()
            .map(|reader| reader.join().unwrap_or_default())
            .collect()
    })
}

fn collect(dir: &Path, depth: usize, files: &mut Vec<PathBuf>) {
    let Ok(entries) = fs::read_dir(dir) else { return };
    for entry in entries.flatten() {
        let (path, Ok(kind)) = (entry.path(), entry.file_type()) else {
            continue;
        };
        if kind.is_dir() {
            if depth > 0 {
                collect(&path, depth - 1, files);
            }
        } else if is_ours(&path) {
            files.push(path);
        }
    }
}

fn is_ours(path: &Path) -> bool {
    let Some(name) = path.file_name().and_then(|name| name.to_str()) else {
        return false;
    };
    let ending = path
        .extension()
        .and_then(|ending| ending.to_str())
        .unwrap_or_default();
    matches!(ending, "ttf" | "otf" | "ttc")
        && FAMILIES.iter().any(|(_, beginning)| name.starts_with(beginning))
}
