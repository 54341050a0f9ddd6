//! Files of a dossier: what the applicant attached, and what we issued.

use actix_web::http::header;
use actix_web::{HttpResponse, web};
use futures_util::TryStreamExt;

use crate::kernel::error::{Error, Result};
use crate::kernel::ids::{DocumentId, PaperId};
use crate::services::dossiers::acts::ReadDossierPaper;
use crate::services::papers::acts::ReadDocument;
use crate::surfaces::web::{Answer, Visit};

use super::Staff;

/// `GET /desk/papers/{id}`
pub async fn paper(staff: Staff, id: web::Path<String>) -> Answer {
    let id: PaperId = id.parse().map_err(|_| Error::NotFound)?;
    let visit = &staff.visit;
    let paper = visit
        .state
        .db
        .in_tenant(&visit.context, move |tx| {
            Ok(tx.authorise::<ReadDossierPaper>(id)?.into_subject())
        })
        .await?;
    Ok(send(visit, &paper.blob_key, &paper.media_type, &paper.file_name).await?)
}

/// `GET /desk/documents/{id}`
pub async fn document(staff: Staff, id: web::Path<String>) -> Answer {
    let id: DocumentId = id.parse().map_err(|_| Error::NotFound)?;
    let visit = &staff.visit;
    let document = visit
        .state
        .db
        .in_tenant(&visit.context, move |tx| {
            Ok(tx.authorise::<ReadDocument>(id)?.into_subject())
        })
        .await?;
    let key = document.blob_key.ok_or(Error::NotFound)?;
    let number = document.paper.number.unwrap_or(document.paper.dossier);
    Ok(send(visit, &key, "application/pdf", &format!("{number}.pdf")).await?)
}

/// Sends a stored file under a type that no browser turns into a page of ours. What is not one of the known kinds is
/// only saved. Pictures are sandboxed; a PDF is not, because browsers refuse to show a sandboxed one, and their viewers
/// keep it apart from the page's origin by themselves.
///
/// # Errors
/// [`Error::NotFound`] when the store has no such file; [`Error::Unavailable`] when it does not answer.
pub(crate) async fn send(
    visit: &Visit,
    key: &str,
    media_type: &str,
    file_name: &str,
) -> Result<HttpResponse> {
    let (size, stream) = visit.state.blobs.get(key).await?;
    let (kind, way, policy) = match media_type {
        "application/pdf" => (
            "application/pdf",
            "inline",
            "default-src 'none'; object-src 'self'; style-src 'unsafe-inline'",
        ),
        "image/jpeg" => (
            "image/jpeg",
            "inline",
            "default-src 'none'; img-src 'self'; style-src 'unsafe-inline'; sandbox",
        ),
        "image/png" => (
            "image/png",
            "inline",
            "default-src 'none'; img-src 'self'; style-src 'unsafe-inline'; sandbox",
        ),
        _ => (
            "application/octet-stream",
            "attachment",
            "default-src 'none'; sandbox",
        ),
    };
    Ok(HttpResponse::Ok()
        .insert_header((header::CONTENT_TYPE, kind))
        .insert_header((header::CONTENT_LENGTH, size))
        .insert_header((header::X_CONTENT_TYPE_OPTIONS, "nosniff"))
        .insert_header((header::CONTENT_SECURITY_POLICY, policy))
        .insert_header((header::CACHE_CONTROL, "private, no-store"))
        .insert_header((header::CONTENT_DISPOSITION, disposition(way, file_name)))
        .streaming(stream.map_err(actix_web::Error::from)))
}

/// RFC 6266: a plain name for old clients, and the real one percent-encoded.
fn disposition(way: &str, name: &str) -> String {
    let plain: String = name
        .chars()
        .map(|c| {
            if c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_') {
                c
            } else {
                '_'
            }
        })
        .collect();
    let real: String = url::form_urlencoded::byte_serialize(name.as_bytes())
        .collect::<String>()
        .replace('+', "%20");
    format!("{way}; filename=\"{plain}\"; filename*=UTF-8''{real}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_name_cannot_break_out_of_its_header() {
        assert_eq!(
            disposition("inline", "Giấy \"x\"\r\n.pdf"),
            "inline; filename=\"Gi_y__x___.pdf\"; filename*=UTF-8''Gi%E1%BA%A5y%20%22x%22%0D%0A.pdf"
        );
    }
}
