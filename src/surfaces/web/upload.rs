//! Forms with files: read as a stream, each file into the store while it is looked at.
//!
//! The forgery token is the first field; nothing else is read before it holds. A file that will not do is told of at its
//! field and leaves nothing in the store; the rest of the form is kept, so nobody types anything twice. When the form as
//! a whole is refused, every file of it is removed again.

use std::cell::RefCell;

use actix_multipart::{Field, Multipart};
use actix_web::error::PayloadError;
use actix_web::http::header;
use actix_web::{HttpRequest, web};
use bytes::Bytes;
use futures_util::{StreamExt, TryStreamExt, stream};
use unicode_normalization::UnicodeNormalization;

use crate::kernel::error::{Error, Refusal, Result};
use crate::platform::blob::{Blobs, Stored};

use super::content::{Inspector, Kind};
use super::forms::{FORM_BYTES_MAX, FORM_FIELDS_MAX, guard_origin, guard_token};
use super::limits::Limited;
use super::visit::Visit;

/// The longest name of a file that is kept, in characters.
const NAME_CHARACTERS_MAX: usize = 120;
/// Files that one form may bring at once.
const FILES_MAX: usize = 20;

/// A field of the form that takes a file.
#[derive(Debug, Clone)]
pub struct FileField {
    /// Its name in the post.
    pub name: String,
    /// What it takes.
    pub accept: Vec<Kind>,
    /// The largest file, in bytes.
    pub bytes_max: u64,
}

/// A file that was stored.
#[derive(Debug, Clone)]
pub struct Received {
    /// The field it came in.
    pub field: String,
    /// Its name, made harmless.
    pub name: String,
    /// What it is.
    pub kind: Kind,
    /// Where it lies.
    pub stored: Stored,
}

/// A form that came with files.
#[derive(Debug, Default)]
pub struct Posted {
    /// Name and value of the other fields, as typed; the forgery token is taken out.
    pub fields: Vec<(String, String)>,
    /// The files that will do.
    pub files: Vec<Received>,
    /// Those that will not, with the reason, by field.
    pub problems: Vec<(String, Refusal)>,
}

impl Posted {
    /// Whether a button or box of this name was sent.
    #[must_use]
    pub fn has(&self, name: &str) -> bool {
        self.fields.iter().any(|(field, _)| field == name)
    }

    /// The first value of a field.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&str> {
        self.fields
            .iter()
            .find(|(field, _)| field == name)
            .map(|(_, value)| value.as_str())
    }

    /// Removes the files again: what they came for was not done.
    pub async fn discard(&self, blobs: &Blobs) {
        for file in &self.files {
            if let Err(error) = blobs.remove(&file.stored.key).await {
                tracing::warn!(%error, key = %file.stored.key, "a file that nobody wants could not be removed");
            }
        }
    }
}

/// Reads a form that may bring files into these fields.
///
/// # Errors
/// A refusal of the form as a whole: not ours, too large, too many parts, broken off, a file in a field that takes none.
pub async fn receive(
    visit: &Visit,
    request: &HttpRequest,
    payload: web::Payload,
    expected: &[FileField],
) -> Result<Posted> {
    guard_origin(request)?;
    let header = |name| {
        request
            .headers()
            .get(name)
            .and_then(|value: &header::HeaderValue| value.to_str().ok())
    };
    if !header(header::CONTENT_TYPE).is_some_and(|kind| kind.starts_with("multipart/form-data")) {
        return Err(Error::refused("errors-wrong-content-type"));
    }
    let bytes_max = 2 * visit.state.config.upload_bytes_max + FORM_BYTES_MAX as u64;
    let announced = header(header::CONTENT_LENGTH).and_then(|length| length.parse::<u64>().ok());
    if announced.is_some_and(|bytes| bytes > bytes_max) {
        return Err(too_large(bytes_max));
    }
    let mut read = 0_u64;
    let limited = payload.map(move |chunk| {
        let chunk = chunk?;
        read += chunk.len() as u64;
        if read > bytes_max {
            Err(PayloadError::Overflow)
        } else {
            Ok(chunk)
        }
    });
    let mut posted = Posted::default();
    let outcome = read_parts(
        visit,
        Multipart::new(request.headers(), limited),
        expected,
        &mut posted,
    )
    .await;
    if let Err(error) = outcome {
        posted.discard(&visit.state.blobs).await;
        return Err(error);
    }
    Ok(posted)
}

fn too_large(bytes_max: u64) -> Error {
    Refusal::new("errors-body-too-large")
        .with("kilobytes", bytes_max / 1024)
        .into()
}

fn unreadable(error: &actix_multipart::MultipartError) -> Error {
    tracing::debug!(%error, "a form could not be read");
    match error {
        actix_multipart::MultipartError::Payload(PayloadError::Overflow) => {
            Error::refused("errors-file-too-many-bytes")
        }
        _ => Error::refused("errors-body-broken-off"),
    }
}

async fn read_parts(
    visit: &Visit,
    mut parts: Multipart,
    expected: &[FileField],
    posted: &mut Posted,
) -> Result<()> {
    let (mut count, mut text_bytes, mut is_ours) = (0, 0, false);
    while let Some(mut part) = parts.try_next().await.map_err(|error| unreadable(&error))? {
        count += 1;
        if count > FORM_FIELDS_MAX {
            return Err(Refusal::new("errors-too-many-fields")
                .with("max", FORM_FIELDS_MAX)
                .into());
        }
        let name = part.name().unwrap_or_default().to_owned();
        let file_name = part
            .content_disposition()
            .and_then(|it| it.get_filename())
            .map(str::to_owned);
        if !is_ours {
            let token = if name == "csrf" && file_name.is_none() {
                Some(read_text(&mut part, 200).await?)
            } else {
                None
            };
            guard_token(visit, token.as_deref())?;
            is_ours = true;
            continue;
        }
        match file_name {
            None => {
                let value = read_text(&mut part, FORM_BYTES_MAX - text_bytes).await?;
                text_bytes += value.len();
                posted.fields.push((name, value));
            }
            Some(file_name) => {
                let field = expected.iter().find(|field| field.name == name);
                let field = field.ok_or_else(|| Error::refused("errors-file-not-asked-for"))?;
                read_file(visit, part, field, &file_name, posted).await?;
            }
        }
    }
    if is_ours { Ok(()) } else { guard_token(visit, None) }
}

async fn read_text(part: &mut Field, bytes_max: usize) -> Result<String> {
    let mut bytes = Vec::new();
    while let Some(chunk) = part.try_next().await.map_err(|error| unreadable(&error))? {
        if bytes.len() + chunk.len() > bytes_max {
            return Err(too_large(FORM_BYTES_MAX as u64));
        }
        bytes.extend_from_slice(&chunk);
    }
    String::from_utf8(bytes).map_err(|_| Error::refused("errors-body-broken-off"))
}

async fn read_file(
    visit: &Visit,
    mut part: Field,
    field: &FileField,
    name: &str,
    posted: &mut Posted,
) -> Result<()> {
    // An input that nobody chose a file for is sent empty.
    let Some(first) = part.try_next().await.map_err(|error| unreadable(&error))? else {
        if !name.is_empty() {
            posted
                .problems
                .push((field.name.clone(), Refusal::new("errors-file-empty")));
        }
        return Ok(());
    };
    visit.limit(Limited::Upload)?;
    if posted.files.len() >= FILES_MAX {
        return Err(Error::refused("errors-too-many-papers"));
    }
    let inspector = RefCell::new(Inspector::new(field.accept.clone()));
    let rest = part.map_err(|error| unreadable(&error));
    let looked_at = stream::once(async { Ok(first) })
        .chain(rest)
        .map(|chunk: Result<Bytes>| {
            let chunk = chunk?;
            inspector.borrow_mut().take(&chunk)?;
            Ok(chunk)
        });
    let verdict = stream::once(async { inspector.borrow().end().map(|_| Bytes::new()) });
    let key = Blobs::fresh_key(visit.tenant.id, "papers");
    let stored = visit
        .state
        .blobs
        .put_stream(key, looked_at.chain(verdict).boxed_local(), field.bytes_max)
        .await;
    match stored {
        Ok(stored) => {
            let kind = inspector.borrow().end()?;
            posted.files.push(Received {
                field: field.name.clone(),
                name: harmless(name, kind),
                kind,
                stored,
            });
            Ok(())
        }
        // The form itself did not arrive whole: there is no sense in telling of one field.
        Err(Error::Refused(refusal)) if refusal.code.starts_with("errors-file-") => {
            posted.problems.push((field.name.clone(), refusal));
            Ok(())
        }
        Err(error) => Err(error),
    }
}

/// A name that is safe to show, to store and to save under: no folder, no signs that steer a terminal, a shell, a header or
/// the direction of reading, not too long, and with the ending of what the file really is.
#[must_use]
pub fn harmless(name: &str, kind: Kind) -> String {
    let last = name.rsplit(['/', '\\']).next().unwrap_or_default();
    let plain: String = last
        .nfc()
        .filter(|c| c.is_alphanumeric() || " -_.,()'+&№–".contains(*c) || is_combining(*c))
        .collect();
    let stem = plain.rsplit_once('.').map_or(plain.as_str(), |(stem, _)| stem);
    let stem: String = stem
        .trim_matches(|c: char| c == '.' || c.is_whitespace())
        .chars()
        .take(NAME_CHARACTERS_MAX)
        .collect();
    let is_device = ["con", "prn", "aux", "nul"].contains(&stem.to_ascii_lowercase().as_str());
    match stem.as_str() {
        "" => format!("file{}", kind.ending()),
        stem if is_device => format!("_{stem}{}", kind.ending()),
        stem => format!("{stem}{}", kind.ending()),
    }
}

fn is_combining(c: char) -> bool {
    unicode_normalization::char::is_combining_mark(c)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_become_harmless() {
        for (given, kept) in [
            ("Giấy chứng sinh.PDF", "Giấy chứng sinh.pdf"),
            ("../../etc/passwd", "passwd.pdf"),
            ("C:\\Users\\lan\\scan.pdf", "scan.pdf"),
            ("invoice\u{202e}fdp.exe", "invoicefdp.pdf"),
            ("a\r\nSet-Cookie: x=y.pdf", "aSet-Cookie xy.pdf"),
            ("<img src=x onerror=1>.jpg", "img srcx onerror1.pdf"),
            ("...", "file.pdf"),
            ("", "file.pdf"),
            ("CON.pdf", "_CON.pdf"),
            ("出生医学证明.jpg", "出生医学证明.pdf"),
        ] {
            assert_eq!(harmless(given, Kind::Pdf), kept, "{given:?}");
        }
        assert_eq!(
            harmless(&"x".repeat(5_000), Kind::Png).chars().count(),
            NAME_CHARACTERS_MAX + 4
        );
    }
}
