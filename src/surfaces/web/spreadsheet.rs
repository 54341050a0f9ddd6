//! Forms that bring one spreadsheet: it is read in memory, looked at, and never stored.

use actix_multipart::Multipart;
use actix_web::{HttpRequest, web};
use futures_util::TryStreamExt;

use crate::kernel::error::{Error, Refusal, Result};
use crate::platform::sheets::{self, Limits, SheetError};

use super::forms::{guard_origin, guard_token};
use super::visit::Visit;

/// The most other fields such a form has.
const FIELDS_MAX: usize = 40;
/// The longest of them, in bytes.
const TEXT_BYTES_MAX: usize = 20_000;

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
    guard_origin(request)?;
    let is_multipart = request
        .headers()
        .get(actix_web::http::header::CONTENT_TYPE)
        .and_then(|kind| kind.to_str().ok())
        .is_some_and(|kind| kind.starts_with("multipart/form-data"));
    if !is_multipart {
        return Err(Error::refused("errors-wrong-content-type"));
    }
    let mut parts = Multipart::new(request.headers(), payload);
    let (mut fields, mut file, mut is_ours) = (Vec::new(), None, false);
    while let Some(mut part) = parts.try_next().await.map_err(|_| broken())? {
        let name = part.name().unwrap_or_default().to_owned();
        let is_file = part
            .content_disposition()
            .is_some_and(|it| it.get_filename().is_some());
        let most = if is_file { limits.bytes_max } else { TEXT_BYTES_MAX };
        let mut bytes = Vec::new();
        while let Some(chunk) = part.try_next().await.map_err(|_| broken())? {
            if bytes.len() + chunk.len() > most {
                // The rest is not read: whoever sends more than is taken is told so at once.
                return if is_file && is_ours {
                    file = Some(Err(SheetError::TooLarge(limits.bytes_max)));
                    Ok(posted(fields, file))
                } else {
                    Err(Refusal::new("errors-body-too-large")
                        .with("kilobytes", most / 1024)
                        .into())
                };
            }
            bytes.extend_from_slice(&chunk);
        }
        if !is_ours {
            let token = String::from_utf8(bytes)
                .ok()
                .filter(|_| name == "csrf" && !is_file);
            guard_token(visit, token.as_deref())?;
            is_ours = true;
        } else if is_file {
            if name != "file" || file.is_some() {
                return Err(Error::refused("errors-file-not-asked-for"));
            }
            if !bytes.is_empty() {
                // Reading is work for a thread that may block: an honest file of the largest size takes a second.
                let read = web::block(move || sheets::read(&bytes, &limits)).await;
                file = Some(read.map_err(Error::internal)?);
            }
        } else {
            if fields.len() == FIELDS_MAX {
                return Err(Refusal::new("errors-too-many-fields")
                    .with("max", FIELDS_MAX)
                    .into());
            }
            fields.push((name, String::from_utf8(bytes).map_err(|_| broken())?));
        }
    }
    if !is_ours {
        guard_token(visit, None)?;
    }
    Ok(posted(fields, file))
}

fn posted(fields: Vec<(String, String)>, file: Option<std::result::Result<Vec<Row>, SheetError>>) -> Posted {
    let told = |error: SheetError| {
        let (key, most) = error.told();
        Refusal::new(key).with("max", most)
    };
    Posted {
        fields,
        rows: file.map(|rows| rows.map_err(told)),
    }
}

fn broken() -> Error {
    Error::refused("errors-body-broken-off")
}
