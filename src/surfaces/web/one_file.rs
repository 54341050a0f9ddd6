//! Forms that bring one small file: it is read in memory, looked at, and never stored as it came.

use actix_multipart::Multipart;
use actix_web::{HttpRequest, web};
use futures_util::TryStreamExt;

use crate::kernel::error::{Error, Refusal, Result};

use super::forms::{guard_origin, guard_token};
use super::visit::Visit;

/// The most other fields such a form has.
const FIELDS_MAX: usize = 40;
/// The longest of them, in bytes.
const TEXT_BYTES_MAX: usize = 20_000;

/// The file is larger than is taken; the rest of it was not read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TooLarge;

/// A form with its file.
#[derive(Debug)]
pub struct OneFile {
    /// Name and value of the other fields, as typed; the forgery token is taken out.
    pub fields: Vec<(String, String)>,
    /// What is in the file; `None` when none was chosen.
    pub file: Option<std::result::Result<Vec<u8>, TooLarge>>,
}

/// Reads a form that may bring a file of at most so many bytes in the field `file`.
///
/// # Errors
/// A refusal of the form as a whole: not ours, too large, broken off.
pub async fn receive(
    visit: &Visit,
    request: &HttpRequest,
    payload: web::Payload,
    bytes_max: usize,
) -> Result<OneFile> {
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
        let most = if is_file { bytes_max } else { TEXT_BYTES_MAX };
        let mut bytes = Vec::new();
        while let Some(chunk) = part.try_next().await.map_err(|_| broken())? {
            if bytes.len() + chunk.len() > most {
                // The rest is not read: whoever sends more than is taken is told so at once.
                return if is_file && is_ours {
                    let file = Some(Err(TooLarge));
                    Ok(OneFile { fields, file })
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
                file = Some(Ok(bytes));
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
    Ok(OneFile { fields, file })
}

fn broken() -> Error {
    Error::refused("errors-body-broken-off")
}
