//! Posted forms: limits, forgery protection, and every value kept as it was typed.

use std::future::Future;
use std::pin::Pin;

use actix_web::dev::Payload;
use actix_web::http::header;
use actix_web::{FromRequest, HttpRequest, web};
use futures_util::StreamExt;

use crate::kernel::error::{Error, Refusal};

use super::failure::Failure;
use super::visit::{Visit, is_by_token};

/// The largest body of a form without files, in bytes.
pub const FORM_BYTES_MAX: usize = 512 * 1024;
/// The most fields a form may send; our own forms have at most 200 and their date fields three inputs each.
pub const FORM_FIELDS_MAX: usize = 700;

/// The fields of a form that was posted from one of our pages, in their order.
#[derive(Debug, Clone, Default)]
pub struct PostedForm {
    /// Name and value, as typed. The forgery token is taken out.
    pub fields: Vec<(String, String)>,
}

impl PostedForm {
    /// The first value of a field.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&str> {
        self.fields
            .iter()
            .find(|(field, _)| field == name)
            .map(|(_, value)| value.as_str())
    }

    /// The first value of a field, without white space around it; empty when there is none.
    #[must_use]
    pub fn text(&self, name: &str) -> &str {
        self.get(name).unwrap_or_default().trim()
    }
}

impl FromRequest for PostedForm {
    type Error = Failure;
    type Future = Pin<Box<dyn Future<Output = Result<Self, Failure>>>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let (request, mut payload) = (request.clone(), payload.take());
        Box::pin(async move {
            let visit = Visit::extract(&request).await?;
            guard_origin(&request)?;
            let kind = request
                .headers()
                .get(header::CONTENT_TYPE)
                .and_then(|kind| kind.to_str().ok())
                .unwrap_or_default();
            if !kind.starts_with("application/x-www-form-urlencoded") {
                return Err(Error::refused("errors-wrong-content-type").into());
            }
            let body = read_body(&mut payload, FORM_BYTES_MAX).await?;
            let mut fields = Vec::new();
            let mut token = None;
            for (name, value) in url::form_urlencoded::parse(&body) {
                if name == "csrf" {
                    token = Some(value.into_owned());
                    continue;
                }
                fields.push((name.into_owned(), value.into_owned()));
                if fields.len() > FORM_FIELDS_MAX {
                    return Err(Refusal::new("errors-too-many-fields")
                        .with("max", FORM_FIELDS_MAX)
                        .into());
                }
            }
            guard_token(&visit, token.as_deref())?;
            Ok(PostedForm { fields })
        })
    }
}

/// Reads a body up to a limit.
///
/// # Errors
/// A refusal when it is larger, or broken off.
pub async fn read_body(payload: &mut Payload, bytes_max: usize) -> Result<web::BytesMut, Error> {
    let mut body = web::BytesMut::new();
    while let Some(chunk) = payload.next().await {
        let chunk = chunk.map_err(|_| Error::refused("errors-body-broken-off"))?;
        if body.len() + chunk.len() > bytes_max {
            return Err(Refusal::new("errors-body-too-large")
                .with("kilobytes", bytes_max / 1024)
                .into());
        }
        body.extend_from_slice(&chunk);
    }
    Ok(body)
}

/// A browser says where a post comes from; anything but our own origin is refused before the body is read.
///
/// # Errors
/// [`Error::Refused`] for another origin.
pub fn guard_origin(request: &HttpRequest) -> Result<(), Error> {
    let text = |name: &str| request.headers().get(name).and_then(|value| value.to_str().ok());
    if matches!(text("sec-fetch-site"), Some("cross-site" | "same-site")) {
        return Err(Error::refused("errors-foreign-form"));
    }
    let Some(origin) = text("origin") else {
        return Ok(());
    };
    let host = request.connection_info().host().to_owned();
    match url::Url::parse(origin) {
        Ok(url)
            if url
                .host_str()
                .is_some_and(|name| host == name || host.starts_with(&format!("{name}:"))) =>
        {
            Ok(())
        }
        _ => Err(Error::refused("errors-foreign-form")),
    }
}

/// The form must carry the token of the session or visitor it was made for. A program that shows a bearer token sends
/// nothing by itself, so it needs none.
///
/// # Errors
/// [`Error::Refused`] when the token is missing or another's: the page was open too long, or the form is not ours.
pub fn guard_token(visit: &Visit, token: Option<&str>) -> Result<(), Error> {
    if is_by_token(visit) || token.is_some_and(|token| visit.is_csrf(token)) {
        Ok(())
    } else {
        Err(Error::refused("errors-form-expired"))
    }
}
