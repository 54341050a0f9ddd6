//! Spreadsheets as people send them: CSV or XLSX in, rows of texts out, and back.
//!
//! A spreadsheet comes from outside and may be hostile. Its size is limited packed and unpacked, its cells are read one by
//! one and counted, and a cell's place is looked at before room is made for it: a file of a few kilobytes that unpacks to
//! gigabytes, or that has one cell in the last row, costs what an honest one of the same limits would.

use std::io::{Cursor, Read};

use calamine::{DataRef, Reader, Xlsx};
use rust_xlsxwriter::{Format, Workbook};

/// What is read at most.
#[derive(Debug, Clone, Copy)]
pub struct Limits {
    /// Bytes of the file as it is sent.
    pub bytes_max: usize,
    /// Bytes of everything in it once unpacked.
    pub unpacked_bytes_max: u64,
    /// Rows, the head included.
    pub rows_max: usize,
    /// Columns.
    pub columns_max: usize,
    /// Characters of one cell.
    pub cell_characters_max: usize,
}

impl Limits {
    /// Lists of a tenant: tens of thousands of rows.
    pub const LIST: Limits = Limits {
        bytes_max: 5_000_000,
        unpacked_bytes_max: 60_000_000,
        rows_max: 50_001,
        columns_max: 40,
        cell_characters_max: 2_000,
    };
}

/// Why a spreadsheet was not read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SheetError {
    /// More bytes than are taken.
    #[error("more than {0} bytes")]
    TooLarge(usize),
    /// It unpacks to more than is taken.
    #[error("unpacks to more than {0} bytes")]
    Unpacks(u64),
    /// More rows than are taken.
    #[error("more than {0} rows")]
    TooManyRows(usize),
    /// More columns than are taken.
    #[error("more than {0} columns")]
    TooManyColumns(usize),
    /// A cell with more characters than are taken.
    #[error("row {row} has a cell of more than {most} characters")]
    CellTooLong {
        /// The row, from 1.
        row: usize,
        /// How many are taken.
        most: usize,
    },
    /// Neither a spreadsheet nor text in UTF-8.
    #[error("neither XLSX nor CSV in UTF-8")]
    Unreadable,
    /// Nothing in it.
    #[error("empty")]
    Empty,
}

impl SheetError {
    /// The key of the text that says it, and the number that fills `{ $max }` in it.
    #[must_use]
    pub fn told(&self) -> (&'static str, u64) {
        let number = |count: usize| u64::try_from(count).unwrap_or(u64::MAX);
        match self {
            SheetError::TooLarge(most) => ("errors-sheet-too-large", number(*most) / 1_000_000),
            SheetError::Unpacks(most) => ("errors-sheet-unpacks", most / 1_000_000),
            SheetError::TooManyRows(most) => ("errors-sheet-rows", number(*most)),
            SheetError::TooManyColumns(most) => ("errors-sheet-columns", number(*most)),
            SheetError::CellTooLong { most, .. } => ("errors-sheet-cell", number(*most)),
            SheetError::Unreadable => ("errors-sheet-unreadable", 0),
            SheetError::Empty => ("errors-sheet-empty", 0),
        }
    }
}

/// The rows of a CSV file, or of the first sheet of an XLSX file. Cells are trimmed; rows without any text are left out, and
/// each row keeps its number in the file, from 1. What the file is, is told from its content, never from its name.
///
/// # Errors
/// When it is larger than `limits` say or no spreadsheet.
pub fn read(bytes: &[u8], limits: &Limits) -> Result<Vec<(usize, Vec<String>)>, SheetError> {
    if bytes.len() > limits.bytes_max {
        return Err(SheetError::TooLarge(limits.bytes_max));
    }
    let mut rows = if bytes.starts_with(b"PK\x03\x04") {
        read_xlsx(bytes, limits)?
    } else {
        read_csv(bytes, limits)?
    };
    rows.retain(|(_, cells)| cells.iter().any(|cell| !cell.is_empty()));
    if rows.is_empty() {
        return Err(SheetError::Empty);
    }
    Ok(rows)
}

fn read_csv(bytes: &[u8], limits: &Limits) -> Result<Vec<(usize, Vec<String>)>, SheetError> {
    let text = std::str::from_utf8(bytes).map_err(|_| SheetError::Unreadable)?;
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    if text.contains('\0') {
        return Err(SheetError::Unreadable);
    }
    let head = text.lines().next().unwrap_or_default();
    // Spreadsheet programs of some languages write semicolons or tabs where others write commas.
    let delimiter = [b',', b';', b'\t']
        .into_iter()
        .max_by_key(|delimiter| head.bytes().filter(|byte| byte == delimiter).count())
        .unwrap_or(b',');
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(delimiter)
        .from_reader(text.as_bytes());
    let mut rows = Vec::new();
    for record in reader.records() {
        let record = record.map_err(|_| SheetError::Unreadable)?;
        let number = record.position().map_or(rows.len() + 1, |at| {
            usize::try_from(at.line()).unwrap_or(usize::MAX)
        });
        if rows.len() == limits.rows_max {
            return Err(SheetError::TooManyRows(limits.rows_max));
        }
        if record.len() > limits.columns_max {
            return Err(SheetError::TooManyColumns(limits.columns_max));
        }
        let cells = record
            .iter()
            .map(|cell| tidy(cell, number, limits))
            .collect::<Result<Vec<_>, _>>()?;
        rows.push((number, cells));
    }
    Ok(rows)
}

fn tidy(cell: &str, row: usize, limits: &Limits) -> Result<String, SheetError> {
    let cell = cell.trim();
    if cell.chars().count() > limits.cell_characters_max {
        return Err(SheetError::CellTooLong {
            row,
            most: limits.cell_characters_max,
        });
    }
    Ok(cell.to_owned())
}

/// How much of a part is looked at for the counts it says.
const HEAD_BYTES: u64 = 4_096;

/// Unpacks every part into nothing, counting: what a part says about its own size is not believed. A count of texts beyond
/// what could be in the file is refused too, because the reader makes room for as many as are said.
fn weigh(bytes: &[u8], limits: &Limits) -> Result<(), SheetError> {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).map_err(|_| SheetError::Unreadable)?;
    let mut left = limits.unpacked_bytes_max;
    for at in 0..archive.len() {
        let mut part = archive.by_index(at).map_err(|_| SheetError::Unreadable)?;
        let mut head = Vec::new();
        let begun = part.by_ref().take(HEAD_BYTES).read_to_end(&mut head);
        let begun = u64::try_from(begun.map_err(|_| SheetError::Unreadable)?).unwrap_or(u64::MAX);
        if says_more_than(&head, limits.unpacked_bytes_max) {
            return Err(SheetError::Unpacks(limits.unpacked_bytes_max));
        }
        let rest = std::io::copy(
            &mut part.take(left.saturating_sub(begun) + 1),
            &mut std::io::sink(),
        )
        .map_err(|_| SheetError::Unreadable)?;
        left = left
            .checked_sub(begun + rest)
            .ok_or(SheetError::Unpacks(limits.unpacked_bytes_max))?;
    }
    Ok(())
}

/// Whether a part announces more entries than it could have, were each of a few bytes: every text takes at least `<si/>`.
fn says_more_than(head: &[u8], bytes_max: u64) -> bool {
    let text = String::from_utf8_lossy(head);
    text.split("ount=")
        .skip(1)
        .filter_map(|rest| {
            let digits: String = rest
                .trim_start_matches(['"', '\''])
                .chars()
                .take_while(char::is_ascii_digit)
                .collect();
            (!digits.is_empty()).then_some(digits)
        })
        .any(|digits| digits.parse::<u64>().map_or(true, |count| count > bytes_max / 5))
}

fn read_xlsx(bytes: &[u8], limits: &Limits) -> Result<Vec<(usize, Vec<String>)>, SheetError> {
    weigh(bytes, limits)?;
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).map_err(|_| SheetError::Unreadable)?;
    let first = book.sheet_names().first().cloned().ok_or(SheetError::Empty)?;
    let mut cells = book
        .worksheet_cells_reader(&first)
        .map_err(|_| SheetError::Unreadable)?;
    let mut rows: Vec<(usize, Vec<String>)> = Vec::new();
    while let Some(cell) = cells.next_cell().map_err(|_| SheetError::Unreadable)? {
        let (row, column) = cell.get_position();
        let (row, column) = (
            usize::try_from(row).unwrap_or(usize::MAX).saturating_add(1),
            usize::try_from(column).unwrap_or(usize::MAX),
        );
        let text = text_of(cell.get_value(), row, limits)?;
        if text.is_empty() {
            continue;
        }
        if column >= limits.columns_max {
            return Err(SheetError::TooManyColumns(limits.columns_max));
        }
        if rows.last().is_none_or(|(last, _)| *last != row) {
            if rows.len() == limits.rows_max {
                return Err(SheetError::TooManyRows(limits.rows_max));
            }
            rows.push((row, Vec::new()));
        }
        if let Some((_, filled)) = rows.last_mut() {
            while filled.len() <= column {
                filled.push(String::new());
            }
            if let Some(place) = filled.get_mut(column) {
                *place = text;
            }
        }
    }
    Ok(rows)
}

fn text_of(value: &DataRef<'_>, row: usize, limits: &Limits) -> Result<String, SheetError> {
    let text = match value {
        DataRef::Empty | DataRef::Error(_) => return Ok(String::new()),
        DataRef::String(text) => return tidy(text, row, limits),
        // Looked at before it is copied: many cells may share one enormous text.
        DataRef::SharedString(text) => return tidy(text, row, limits),
        DataRef::Int(number) => number.to_string(),
        DataRef::Float(number) => number.to_string(),
        DataRef::Bool(yes) => yes.to_string(),
        DataRef::DateTime(moment) => day(moment.as_f64()).unwrap_or_else(|| moment.as_f64().to_string()),
        DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => {
            return tidy(text.split('T').next().unwrap_or(text), row, limits);
        }
        // Kinds of cell that a later version of the reader may tell apart are read as nothing.
        #[allow(unreachable_patterns, reason = "the reader's list of kinds may grow")]
        _ => String::new(),
    };
    tidy(&text, row, limits)
}

/// A day as spreadsheets count them: whole days since 30 December 1899.
fn day(serial: f64) -> Option<String> {
    let whole = serial.floor();
    if !(1.0..2_958_466.0).contains(&whole) {
        return None;
    }
    let days: i64 = format!("{whole:.0}").parse().ok()?;
    chrono::NaiveDate::from_ymd_opt(1899, 12, 30)?
        .checked_add_signed(chrono::Duration::days(days))
        .map(|day| day.to_string())
}

/// Rows as CSV in UTF-8 with its mark, so that spreadsheet programs read every letter right. A cell that a program would
/// compute is written as a text.
#[must_use]
pub fn write_csv(rows: &[Vec<String>]) -> Vec<u8> {
    // Rows may end at their last cell; each is a line of its own all the same.
    let mut writer = csv::WriterBuilder::new()
        .flexible(true)
        .from_writer(vec![0xef, 0xbb, 0xbf]);
    for row in rows {
        // Writing to memory cannot fail.
        let _ = writer.write_record(row.iter().map(|cell| inert(cell)));
    }
    writer.into_inner().unwrap_or_default()
}

/// A formula is what begins like one; an apostrophe before it makes spreadsheet programs show it as it is.
fn inert(cell: &str) -> String {
    if cell.starts_with(['=', '+', '@']) || (cell.starts_with('-') && cell.parse::<f64>().is_err()) {
        format!("'{cell}")
    } else {
        cell.to_owned()
    }
}

/// Rows as an XLSX file with one sheet, its first row as the head. Every cell is a text, so `01` stays `01`.
///
/// # Errors
/// What the writer says: more rows or characters than a sheet can hold.
pub fn write_xlsx(name: &str, rows: &[Vec<String>]) -> Result<Vec<u8>, String> {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    let plain_name: String = name
        .chars()
        .filter(|c| c.is_alphanumeric() || *c == '-')
        .take(31)
        .collect();
    sheet.set_name(plain_name).map_err(|error| error.to_string())?;
    let head = Format::new().set_bold();
    for (at, row) in rows.iter().enumerate() {
        let line = u32::try_from(at).map_err(|error| error.to_string())?;
        for (column, cell) in row.iter().enumerate() {
            let column = u16::try_from(column).map_err(|error| error.to_string())?;
            let written = if at == 0 {
                sheet.write_string_with_format(line, column, cell, &head)
            } else {
                sheet.write_string(line, column, cell)
            };
            written.map_err(|error| error.to_string())?;
        }
    }
    sheet.set_freeze_panes(1, 0).map_err(|error| error.to_string())?;
    sheet.autofit();
    book.save_to_buffer().map_err(|error| error.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Write as _;

    fn rows(lines: &[&[&str]]) -> Vec<Vec<String>> {
        lines
            .iter()
            .map(|line| line.iter().map(|cell| (*cell).to_owned()).collect())
            .collect()
    }

    #[test]
    fn both_formats_read_back_what_was_written() {
        let written = rows(&[
            &["code", "name_vi"],
            &["01", "Hà Nội, thủ đô"],
            &["02", "Dòng\nhai"],
        ]);
        let numbered: Vec<Vec<String>> = read(&write_csv(&written), &Limits::LIST)
            .unwrap()
            .into_iter()
            .map(|(_, cells)| cells)
            .collect();
        assert_eq!(numbered, written);
        let book = write_xlsx("lý do: a/b", &written).unwrap();
        let read: Vec<Vec<String>> = read(&book, &Limits::LIST)
            .unwrap()
            .into_iter()
            .map(|(_, cells)| cells)
            .collect();
        assert_eq!(read, written);
    }

    #[test]
    fn other_delimiters_and_gaps_are_read() {
        let read = read("a;b\n\n1;2,5\n".as_bytes(), &Limits::LIST).unwrap();
        assert_eq!(read[0], (1, vec!["a".to_owned(), "b".to_owned()]));
        assert_eq!(read[1].1, vec!["1".to_owned(), "2,5".to_owned()]);
    }

    #[test]
    fn a_cell_that_begins_like_a_formula_is_written_as_a_text() {
        let written = String::from_utf8(write_csv(&rows(&[&["=cmd()", "-5", "-x"]]))).unwrap();
        assert!(written.ends_with("'=cmd(),-5,'-x\n"), "{written:?}");
    }

    fn packed(parts: &[(&str, Vec<u8>)]) -> Vec<u8> {
        let mut archive = zip::ZipWriter::new(Cursor::new(Vec::new()));
        for (name, bytes) in parts {
            archive
                .start_file(*name, zip::write::SimpleFileOptions::default())
                .unwrap();
            archive.write_all(bytes).unwrap();
        }
        archive.finish().unwrap().into_inner()
    }

    #[test]
    fn a_bomb_is_told_before_it_is_read() {
        let bomb = packed(&[("xl/worksheets/sheet1.xml", vec![b' '; 80_000_000])]);
        assert!(bomb.len() < 200_000, "{}", bomb.len());
        assert_eq!(read(&bomb, &Limits::LIST), Err(SheetError::Unpacks(60_000_000)));
        assert_eq!(
            read(&vec![b'a'; 5_000_001], &Limits::LIST),
            Err(SheetError::TooLarge(5_000_000))
        );
    }

    #[test]
    fn one_cell_at_the_far_end_costs_nothing() {
        let mut book = Workbook::new();
        let sheet = book.add_worksheet();
        sheet.write_string(0, 0, "code").unwrap();
        sheet.write_string(1_048_575, 0, "far").unwrap();
        let bytes = book.save_to_buffer().unwrap();
        let found = read(&bytes, &Limits::LIST).unwrap();
        assert_eq!(found.last().unwrap(), &(1_048_576, vec!["far".to_owned()]));
        let mut wide = Workbook::new();
        wide.add_worksheet().write_string(0, 16_383, "wide").unwrap();
        assert_eq!(
            read(&wide.save_to_buffer().unwrap(), &Limits::LIST),
            Err(SheetError::TooManyColumns(40))
        );
    }

    #[test]
    fn rows_cells_and_noise_are_refused_by_their_own_names() {
        let many = "x\n".repeat(50_002);
        assert_eq!(
            read(many.as_bytes(), &Limits::LIST),
            Err(SheetError::TooManyRows(50_001))
        );
        let long = "y".repeat(2_001);
        assert_eq!(
            read(long.as_bytes(), &Limits::LIST),
            Err(SheetError::CellTooLong { row: 1, most: 2_000 })
        );
        assert_eq!(
            read(&[0xff, 0xfe, 0, 1], &Limits::LIST),
            Err(SheetError::Unreadable)
        );
        assert_eq!(
            read(b"PK\x03\x04nothing", &Limits::LIST),
            Err(SheetError::Unreadable)
        );
        assert_eq!(read(b"", &Limits::LIST), Err(SheetError::Empty));
        assert_eq!(day(45_992.0).as_deref(), Some("2025-12-01"));
    }
}
