//! Files on their way to whoever may read them.

use actix_web::HttpResponse;
use actix_web::body::SizedStream;
use actix_web::http::header;

use crate::surfaces::web::{Answer, Visit};

/// A file of the store.
pub struct File<'a> {
    /// Where it lies.
    pub key: &'a str,
    /// The name it is saved under.
    pub name: &'a str,
    /// What its content was found to be.
    pub media_type: &'a str,
}

/// Sends a file. It is saved, not opened within the portal: whatever is in it speaks for itself alone.
///
/// # Errors
/// When the store does not have it or does not answer.
pub async fn send(visit: &Visit, file: File<'_>) -> Answer {
    let (size, content) = visit.state.blobs.get(file.key).await?;
    Ok(HttpResponse::Ok()
        .insert_header((header::CONTENT_TYPE, file.media_type))
        .insert_header((header::CONTENT_DISPOSITION, disposition(file.name)))
        .insert_header((header::CACHE_CONTROL, "private, no-store"))
        .insert_header(("content-security-policy", "sandbox; default-src 'none'"))
        .body(SizedStream::new(size, content)))
}

/// RFC 6266 with the name in RFC 8187's form, and a plain one beside it.
fn disposition(name: &str) -> String {
    let plain: String = name
        .chars()
        .map(|c| {
            if c.is_ascii_alphanumeric() || "-_.".contains(c) {
                c
            } else {
                '_'
            }
        })
        .collect();
    let mut exact = String::new();
    for byte in name.bytes() {
        if byte.is_ascii_alphanumeric() || b"-_.".contains(&byte) {
            exact.push(char::from(byte));
        } else {
            exact.push_str(&format!("%{byte:02X}"));
        }
    }
    format!("attachment; filename=\"{plain}\"; filename*=UTF-8''{exact}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_cannot_break_the_header() {
        assert_eq!(
            disposition("Giấy\r\n\".pdf"),
            "attachment; filename=\"Gi_y___.pdf\"; filename*=UTF-8''Gi%E1%BA%A5y%0D%0A%22.pdf"
        );
    }
}
