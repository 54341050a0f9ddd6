//! What is wrong with a tenant's code, and where.

use std::fmt;
use std::path::PathBuf;

/// A line and column, both counted from 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// The line.
    pub line: usize,
    /// The column, in characters.
    pub column: usize,
}

/// One thing that is wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// The file, from the folder that was given.
    pub file: PathBuf,
    /// Where in the file, when that is known.
    pub place: Option<Place>,
    /// What is wrong and what to do, as a sentence.
    pub message: String,
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.place {
            Some(Place { line, column }) => {
                write!(f, "{}:{line}:{column}: {}", self.file.display(), self.message)
            }
            None => write!(f, "{}: {}", self.file.display(), self.message),
        }
    }
}

/// Everything that is wrong, in the order of the files.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Problems(pub Vec<Problem>);

impl Problems {
    /// Notes one problem of `source`, at the place where the last of `path` is written.
    ///
    /// `path` is a list of texts to find one after the other: a problem with a hall's cost centre is looked for behind the
    /// hall's own code, so that the line is right even when other halls name the same centre.
    pub fn note(&mut self, source: &Source, path: &[&str], message: impl Into<String>) {
        self.0.push(Problem {
            file: source.file.clone(),
            place: source.find(path).or_else(|| source.beginning()),
            message: message.into(),
        });
    }

    /// Notes one problem at a known place.
    pub fn note_at(&mut self, source: &Source, place: Option<Place>, message: impl Into<String>) {
        self.0.push(Problem {
            file: source.file.clone(),
            place: place.or_else(|| source.beginning()),
            message: message.into(),
        });
    }

    /// Whether nothing is wrong.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl fmt::Display for Problems {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for problem in &self.0 {
            writeln!(f, "{problem}")?;
        }
        Ok(())
    }
}

impl std::error::Error for Problems {}

/// A file as it was read, kept to find places in it.
#[derive(Debug, Clone, Default)]
pub struct Source {
    /// Where it was read from.
    pub file: PathBuf,
    /// What it says.
    pub text: String,
}

/// `word`, when it is a day: days are written without quotes.
fn bare_day(word: &str) -> Option<&str> {
    word.parse::<chrono::NaiveDate>().is_ok().then_some(word)
}

impl Source {
    /// The place of a byte offset.
    #[must_use]
    pub fn place(&self, offset: usize) -> Place {
        let before = self.text.get(..offset).unwrap_or(&self.text);
        let line = before.matches('\n').count() + 1;
        let column = before.rsplit('\n').next().unwrap_or_default().chars().count() + 1;
        Place { line, column }
    }

    /// Where the table of the list `list` (`[[hall]]`) stands that says all of `words`, or else the first of them that it can.
    /// The place is that of the last of the words found.
    #[must_use]
    pub fn find_row(&self, list: &str, words: &[&str]) -> Option<Place> {
        let mut best: Option<(usize, usize)> = None;
        for (head, _) in self.text.match_indices(&format!("[[{list}]]")) {
            let from = head + list.len() + 4;
            let row = self.text.get(from..)?;
            let row = row.split("\n[[").next().unwrap_or(row);
            let found: Vec<usize> = words
                .iter()
                .filter_map(|word| {
                    row.find(&format!("\"{word}\""))
                        .or_else(|| row.find(bare_day(word)?))
                })
                .collect();
            if let Some(last) = found.last()
                && best.is_none_or(|(many, _)| found.len() > many)
            {
                best = Some((found.len(), from + last));
            }
        }
        best.map(|(_, offset)| self.place(offset))
    }

    /// Where a problem of the whole file is told: its first character, when it could be read at all.
    #[must_use]
    pub fn beginning(&self) -> Option<Place> {
        (!self.file.as_os_str().is_empty()).then_some(Place { line: 1, column: 1 })
    }

    /// The place of the last of `path`, each text looked for behind the one before it. A text that is not found is passed
    /// over; when none is found there is no place.
    #[must_use]
    pub fn find(&self, path: &[&str]) -> Option<Place> {
        let mut from = 0;
        let mut found = None;
        for step in path {
            let quoted = format!("\"{step}\"");
            let rest = self.text.get(from..)?;
            if let Some(at) = rest.find(&quoted).or_else(|| rest.find(step)) {
                found = Some(from + at);
                from += at + step.len();
            }
        }
        found.map(|offset| self.place(offset))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_is_looked_for_behind_its_owner() {
        let source = Source {
            file: "a.toml".into(),
            text: "code = \"a\"\ncentre = \"x\"\ncode = \"b\"\ncentre = \"x\"\n".into(),
        };
        assert_eq!(source.find(&["x"]), Some(Place { line: 2, column: 10 }));
        assert_eq!(source.find(&["b", "x"]), Some(Place { line: 4, column: 10 }));
        assert_eq!(source.find(&["nowhere"]), None);
    }

    #[test]
    fn a_row_is_looked_for_by_all_that_it_says() {
        let source = Source {
            file: "a.toml".into(),
            text: "[[unit]]\ncode = \"u\"\n\n[[hall]]\ncode = \"a\"\nunit = \"u\"\nentity = \"e\"\n\n[[hall]]\ncode = \"b\"\nunit = \"u\"\nentity = \"f\"\n"
                .into(),
        };
        assert_eq!(
            source.find_row("hall", &["u", "f"]),
            Some(Place { line: 12, column: 10 })
        );
        assert_eq!(
            source.find_row("hall", &["a"]),
            Some(Place { line: 5, column: 8 })
        );
        assert_eq!(source.find_row("hall", &["nothing"]), None);
        // A day is not in quotes.
        let source = Source {
            file: "b.toml".into(),
            text: "[[hall]]\ncode = \"a\"\n\n[[hall]]\nabove = \"a\"\nfrom = 2027-01-01\n".into(),
        };
        assert_eq!(
            source.find_row("hall", &["a", "2027-01-01"]),
            Some(Place { line: 6, column: 8 })
        );
    }

    #[test]
    fn columns_count_characters_and_not_bytes() {
        let source = Source {
            file: "a.toml".into(),
            text: "tên = \"Tỉnh\"".into(),
        };
        assert_eq!(source.place(source.text.len()), Place { line: 1, column: 13 });
    }
}
