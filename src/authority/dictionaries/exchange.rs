//! A dictionary as rows of a spreadsheet: `code, parent, name_vi, name_en, …, valid_from, valid_to`.

use chrono::NaiveDate;

use crate::kernel::locale::{Language, Localised};

use super::model::{Contents, Item};
use super::rules::{self, Fault};

/// One thing wrong with a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RowProblem {
    /// The row's number in the file, from 1.
    pub row: usize,
    /// What stands there: the item's code, or a column's name.
    pub near: String,
    /// The key of the text that says what is wrong.
    pub key: &'static str,
}

/// More problems than this are not told at once.
const PROBLEMS_MAX: usize = 50;

/// The rows of a dictionary, its head first, with a column for each of these languages.
#[must_use]
pub fn to_rows(contents: &Contents, languages: &[Language]) -> Vec<Vec<String>> {
    let mut head = vec!["code".to_owned(), "parent".to_owned()];
    head.extend(languages.iter().map(|language| format!("name_{language}")));
    head.extend(["valid_from".to_owned(), "valid_to".to_owned()]);
    let mut rows = vec![head];
    let day = |day: Option<NaiveDate>| day.map_or_else(String::new, |day| day.to_string());
    for item in &contents.items {
        let mut row = vec![item.code.clone(), item.parent.clone().unwrap_or_default()];
        row.extend(
            languages
                .iter()
                .map(|language| item.name.0.get(language).cloned().unwrap_or_default()),
        );
        row.extend([day(item.valid_from), day(item.valid_to)]);
        rows.push(row);
    }
    rows
}

enum Column {
    Code,
    Parent,
    Name(Language),
    From,
    To,
}

fn column(name: &str) -> Option<Column> {
    let name = name.trim().to_lowercase();
    Some(match name.as_str() {
        "code" => Column::Code,
        "parent" => Column::Parent,
        "valid_from" => Column::From,
        "valid_to" => Column::To,
        other => Column::Name(other.strip_prefix("name_")?.parse().ok()?),
    })
}

/// Items from the rows of a spreadsheet, or everything that is wrong with them (the first fifty things).
///
/// # Errors
/// What is wrong, row by row.
pub fn from_rows(rows: &[(usize, Vec<String>)], home: Language) -> Result<Vec<Item>, Vec<RowProblem>> {
    let Some((first, head)) = rows.first() else {
        return Err(vec![problem(1, "", "errors-sheet-empty")]);
    };
    let mut problems = Vec::new();
    let mut columns = Vec::new();
    for name in head {
        let known = column(name);
        if known.is_none() && !name.is_empty() {
            problems.push(problem(*first, name, "admin-dictionary-import-column"));
        }
        columns.push(known);
    }
    if !columns
        .iter()
        .flatten()
        .any(|column| matches!(column, Column::Code))
    {
        problems.push(problem(*first, "code", "admin-dictionary-import-lacks"));
    }
    if !columns
        .iter()
        .flatten()
        .any(|column| matches!(column, Column::Name(language) if *language == home))
    {
        problems.push(problem(
            *first,
            &format!("name_{home}"),
            "admin-dictionary-import-lacks",
        ));
    }
    if !problems.is_empty() {
        return Err(problems);
    }
    let mut items = Vec::new();
    for (number, cells) in rows.iter().skip(1) {
        items.push(item(*number, cells, &columns, &mut problems));
    }
    let contents = Contents {
        items,
        ..Contents::default()
    };
    for (at, fault) in rules::check(&contents, home) {
        let row = rows.get(at + 1).map_or(at + 2, |(row, _)| *row);
        let item = contents.items.get(at);
        let near = item.map_or("", |item| match fault {
            Fault::NoParent => item.parent.as_deref().unwrap_or_default(),
            _ => item.code.as_str(),
        });
        problems.push(problem(row, near, fault.key()));
    }
    if problems.is_empty() {
        return Ok(contents.items);
    }
    problems.sort_by_key(|problem| problem.row);
    problems.truncate(PROBLEMS_MAX);
    Err(problems)
}

fn problem(row: usize, near: &str, key: &'static str) -> RowProblem {
    RowProblem {
        row,
        near: near.chars().take(80).collect(),
        key,
    }
}

fn item(row: usize, cells: &[String], columns: &[Option<Column>], problems: &mut Vec<RowProblem>) -> Item {
    let mut item = Item {
        code: String::new(),
        parent: None,
        name: Localised::default(),
        valid_from: None,
        valid_to: None,
    };
    for (cell, column) in cells.iter().zip(columns) {
        let Some(column) = column else { continue };
        if cell.is_empty() {
            continue;
        }
        match column {
            Column::Code => item.code.clone_from(cell),
            Column::Parent => item.parent = Some(cell.clone()),
            Column::Name(language) => {
                item.name.0.insert(*language, cell.clone());
            }
            Column::From | Column::To => match cell.parse() {
                Ok(day) if matches!(column, Column::From) => item.valid_from = Some(day),
                Ok(day) => item.valid_to = Some(day),
                Err(_) => problems.push(problem(row, cell, "admin-dictionary-import-day")),
            },
        }
    }
    item
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(lines: &[&str]) -> Vec<(usize, Vec<String>)> {
        lines
            .iter()
            .enumerate()
            .map(|(at, line)| (at + 1, line.split(',').map(str::to_owned).collect()))
            .collect()
    }

    #[test]
    fn what_is_written_reads_back() {
        let read = from_rows(
            &rows(&[
                "name_vi,code,parent,name_en,valid_to",
                "Tỉnh,01,,Province,2030-01-01",
                "Xã,02,01,,",
            ]),
            Language::Vi,
        )
        .unwrap();
        let contents = Contents {
            items: read.clone(),
            ..Contents::default()
        };
        let written: Vec<(usize, Vec<String>)> = to_rows(&contents, &[Language::Vi, Language::En])
            .into_iter()
            .enumerate()
            .map(|(at, row)| (at + 1, row))
            .collect();
        assert_eq!(from_rows(&written, Language::Vi).unwrap(), read);
    }

    #[test]
    fn every_wrong_row_is_told_with_its_number() {
        let told = from_rows(
            &rows(&[
                "code,parent,name_vi,valid_from",
                "a,nobody,A,",
                "b,,,",
                "c,,C,31/12/2026",
                "a,,A again,",
            ]),
            Language::Vi,
        )
        .unwrap_err();
        let told: Vec<(usize, &str)> = told.iter().map(|problem| (problem.row, problem.key)).collect();
        assert_eq!(
            told,
            [
                (2, "admin-dictionary-fault-no-parent"),
                (3, "admin-dictionary-fault-no-name"),
                (4, "admin-dictionary-import-day"),
                (5, "admin-dictionary-fault-twice"),
            ]
        );
        let head = from_rows(&rows(&["kod,name_de", "a,b"]), Language::Vi).unwrap_err();
        assert_eq!(head.len(), 4, "{head:?}");
    }
}
