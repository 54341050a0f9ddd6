//! Forms that bring one spreadsheet: it is read in memory, looked at, and never stored.

use actix_web::{HttpRequest, web};

use crate::kernel::error::{Error, Refusal, Result};
use crate::platform::sheets::{self, Limits, SheetError};

use super::one_file::{self, TooLarge};
use super::visit::Visit;

/// A row's number in the file, from 1, and its cells.
pub type Row = (usize, Vec<String>);

/// A form with its spreadsheet.
#[derive(Debug)]
pub struct Posted {
    /// Name and value of the other fields, as typed; the forgery token is taken out.
    pub fields: Vec<(String, String)>,
    /// The rows of the file, or why it was not read; `None` when no file was chosen.
    pub rows: Option<std::result::Result<Vec<Row>, Refusal>>,
}

impl Posted {
    /// The first value of a field, without white space around it; empty when there is none.
    #[must_use]
    pub fn text(&self, name: &str) -> &str {
        self.fields
            .iter()
            .find(|(field, _)| field == name)
            .map_or("", |(_, value)| value.trim())
    }
}

/// Reads a form that may bring a spreadsheet in the field `file`.
///
/// # Errors
/// A refusal of the form as a whole: not ours, too large, broken off. What is wrong with the spreadsheet stands in the answer.
pub async fn receive(
    visit: &Visit,
    request: &HttpRequest,
    payload: web::Payload,
    limits: Limits,
) -> Result<Posted> {
    let posted = one_file::receive(visit, request, payload, limits.bytes_max).await?;
    let rows = match posted.file {
        None => None,
        Some(Err(TooLarge)) => Some(Err(SheetError::TooLarge(limits.bytes_max))),
        Some(Ok(bytes)) => {
            // Reading is work for a thread that may block: an honest file of the largest size takes a second.
            let read = web::block(move || sheets::read(&bytes, &limits)).await;
            Some(read.map_err(Error::internal)?)
        }
    };
    let told = |error: SheetError| {
        let (key, most) = error.told();
        Refusal::new(key).with("max", most)
    };
    Ok(Posted {
        fields: posted.fields,
        rows: rows.map(|rows| rows.map_err(told)),
    })
}
