//! Tables as CSV: RFC 4180 in UTF-8, with the mark by which spreadsheets know it.

use actix_web::HttpResponse;
use actix_web::http::header;

use crate::kernel::error::{Error, Result};

/// A table as a file to keep.
///
/// # Errors
/// When rows differ in length.
pub(super) fn answer(
    name: &str,
    head: &[String],
    rows: impl Iterator<Item = Vec<String>>,
) -> Result<HttpResponse> {
    Ok(HttpResponse::Ok()
        .insert_header((header::CONTENT_TYPE, "text/csv; charset=utf-8; header=present"))
        .insert_header((
            header::CONTENT_DISPOSITION,
            format!("attachment; filename=\"{name}.csv\""),
        ))
        .insert_header((header::CACHE_CONTROL, "private, no-store"))
        .body(text(head, rows)?))
}

fn text(head: &[String], rows: impl Iterator<Item = Vec<String>>) -> Result<Vec<u8>> {
    let mut bytes = "\u{feff}".as_bytes().to_vec();
    {
        let mut writer = csv::WriterBuilder::new()
            .terminator(csv::Terminator::CRLF)
            .from_writer(&mut bytes);
        writer
            .write_record(head.iter().map(|cell| harmless(cell)))
            .map_err(Error::internal)?;
        for row in rows {
            writer
                .write_record(row.iter().map(|cell| harmless(cell)))
                .map_err(Error::internal)?;
        }
        writer.flush().map_err(Error::internal)?;
    }
    Ok(bytes)
}

/// A cell that no spreadsheet takes for a formula: names of units and procedures are a tenant's own words, and numbers of
/// dossiers follow its patterns. A number stays a number.
fn harmless(cell: &str) -> String {
    let begins_a_formula = cell.starts_with(['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠']);
    if begins_a_formula && cell.parse::<rust_decimal::Decimal>().is_err() {
        format!("'{cell}")
    } else {
        cell.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_formula_becomes_a_text_and_a_number_stays_one() {
        for formula in [
            "=1+1",
            "+cmd|' /C calc'!A0",
            "-2+3+cmd",
            "@SUM(A1)",
            "\t=1",
            "＝1",
        ] {
            assert_eq!(harmless(formula), format!("'{formula}"));
        }
        for plain in ["-12.50", "75000", "H99.01-261122-0001", "a=b", ""] {
            assert_eq!(harmless(plain), plain);
        }
    }

    #[test]
    fn commas_quotes_and_lines_are_quoted() {
        let row = vec!["a,\"b\"".to_owned(), "c\nd".to_owned()];
        let text = text(&["x".into(), "y".into()], std::iter::once(row)).unwrap_or_default();
        assert_eq!(
            String::from_utf8(text).unwrap_or_default(),
            "\u{feff}x,y\r\n\"a,\"\"b\"\"\",\"c\nd\"\r\n"
        );
    }
}
