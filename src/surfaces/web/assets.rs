//! Serves the built assets: content-hashed names, for ever cacheable, compressed when the browser can.

use actix_web::http::header;
use actix_web::{HttpRequest, HttpResponse, web};

use crate::kernel::error::Error;

use super::state::State;

/// Serves `/assets/<name>`.
pub fn configure(routes: &mut web::ServiceConfig) {
    routes.route("/assets/{name}", web::get().to(asset));
}

fn kind_of(name: &str) -> &'static str {
    match name.rsplit('.').next() {
        Some("css") => "text/css; charset=utf-8",
        Some("js" | "mjs") => "text/javascript; charset=utf-8",
        Some("svg") => "image/svg+xml",
        Some("woff2") => "font/woff2",
        Some("txt") => "text/plain; charset=utf-8",
        Some("png") => "image/png",
        _ => "application/octet-stream",
    }
}

async fn asset(request: HttpRequest, name: web::Path<String>, state: web::Data<State>) -> super::Answer {
    let folder = state.renderer.assets().folder().ok_or(Error::NotFound)?;
    // One plain name: no folder, nothing hidden, nothing that climbs.
    let is_plain = !name.starts_with('.')
        && name
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || b"-_.".contains(&b));
    if !is_plain || name.contains("..") || name.ends_with(".json") {
        return Err(Error::NotFound.into());
    }
    let accepts = request
        .headers()
        .get(header::ACCEPT_ENCODING)
        .and_then(|value| value.to_str().ok())
        .unwrap_or_default();
    for (encoding, ending) in [("br", ".br"), ("gzip", ".gz"), ("", "")] {
        if !encoding.is_empty() && !accepts.contains(encoding) {
            continue;
        }
        let Ok(body) = tokio::fs::read(folder.join(format!("{name}{ending}"))).await else {
            continue;
        };
        let mut answer = HttpResponse::Ok();
        answer.insert_header((header::CONTENT_TYPE, kind_of(&name)));
        answer.insert_header((header::CACHE_CONTROL, "public, max-age=31536000, immutable"));
        answer.insert_header((header::VARY, "accept-encoding"));
        if !encoding.is_empty() {
            answer.insert_header((header::CONTENT_ENCODING, encoding));
        }
        return Ok(answer.body(body));
    }
    Err(Error::NotFound.into())
}
