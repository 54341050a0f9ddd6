//! Compression of what is made for one request: gzip, quickly.
//!
//! A page that is rendered for somebody is a few kilobytes and never sent twice. Brotli, which is worth its time for what is
//! kept or built ahead, takes three times as long as the page itself; gzip at its quickest a quarter of it, for a fifth more bytes. What is
//! kept or built ahead comes with its encoding and passes by here. A long list is worth more: what it saves is a round trip
//! of a connection that has just begun, which carries 14 kB at once.

use std::io::Write;

use actix_web::body::{BoxBody, MessageBody};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::header::{self, HeaderValue};
use actix_web::middleware::Next;
use actix_web::web::Bytes;

/// Smaller answers fit into one packet either way.
const BYTES_MIN: usize = 1_024;
const QUICKEST: u32 = 1;
/// Longer ones would not fit into what a new connection carries at once.
const BYTES_OF_A_LIST: usize = 48 * 1_024;
const THOROUGH: u32 = 6;

/// Compresses whole bodies of text for whoever accepts it; streams and files pass.
///
/// # Errors
/// Passes on what the framework itself cannot answer.
pub async fn compress(
    request: ServiceRequest,
    next: Next<BoxBody>,
) -> Result<ServiceResponse<BoxBody>, actix_web::Error> {
    let accepts = request
        .headers()
        .get(header::ACCEPT_ENCODING)
        .and_then(|value| value.to_str().ok())
        .is_some_and(|accepted| accepted.contains("gzip"));
    let answer = next.call(request).await?;
    if !accepts || !is_worth_it(&answer) {
        return Ok(answer);
    }
    let mut was_packed = false;
    let mut answer = answer.map_body(|_, body| match body.try_into_bytes() {
        Ok(plain) => match gzip(&plain, level(plain.len())) {
            Ok(packed) => {
                was_packed = true;
                BoxBody::new(packed)
            }
            Err(_) => BoxBody::new(plain),
        },
        Err(stream) => stream,
    });
    if was_packed {
        let headers = answer.headers_mut();
        headers.insert(header::CONTENT_ENCODING, HeaderValue::from_static("gzip"));
        headers.append(header::VARY, HeaderValue::from_static("accept-encoding"));
    }
    Ok(answer)
}

const fn level(bytes: usize) -> u32 {
    if bytes < BYTES_OF_A_LIST {
        QUICKEST
    } else {
        THOROUGH
    }
}

fn is_worth_it(answer: &ServiceResponse<BoxBody>) -> bool {
    let headers = answer.headers();
    let is_large = match answer.response().body().size() {
        actix_web::body::BodySize::Sized(bytes) => bytes >= BYTES_MIN as u64,
        _ => false,
    };
    let is_text = headers
        .get(header::CONTENT_TYPE)
        .and_then(|kind| kind.to_str().ok())
        .is_some_and(|kind| {
            [
                "text/",
                "application/json",
                "application/problem+json",
                "image/svg",
            ]
            .iter()
            .any(|start| kind.starts_with(start))
        });
    is_large && is_text && !headers.contains_key(header::CONTENT_ENCODING)
}

/// Bytes in gzip.
///
/// # Errors
/// What the encoder says.
pub(super) fn gzip(plain: &[u8], level: u32) -> std::io::Result<Bytes> {
    let packed = Vec::with_capacity(plain.len() / 3);
    let mut encoder = flate2::write::GzEncoder::new(packed, flate2::Compression::new(level));
    encoder.write_all(plain)?;
    Ok(encoder.finish()?.into())
}
