//! The letters, in the browser. A letter's HTML is shown in a frame without rights; nothing in it can run or load.

use std::fmt::Write;

use actix_web::http::header;
use actix_web::{HttpResponse, web};
use mail_parser::{Message, MessageParser};

use super::Letters;

/// The most letters on the page.
const SHOWN_MAX: usize = 200;

pub(super) fn configure(routes: &mut web::ServiceConfig) {
    routes
        .route("/", web::get().to(list))
        .route("/style.css", web::get().to(style))
        .route("/letters/{name}", web::get().to(letter))
        .route("/letters/{name}/body", web::get().to(body))
        .route("/letters/{name}/source", web::get().to(source));
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
}

fn frame(title: &str, inside: &str) -> HttpResponse {
    let html = format!(
        "<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\">\
         <title>{}</title><link rel=\"stylesheet\" href=\"/style.css\"></head><body><main>{inside}</main></body></html>",
        escape(title)
    );
    HttpResponse::Ok()
        .insert_header((header::CONTENT_TYPE, "text/html; charset=utf-8"))
        .insert_header((
            "content-security-policy",
            "default-src 'none'; style-src 'self'; frame-src 'self'",
        ))
        .body(html)
}

fn to(message: &Message<'_>) -> String {
    message
        .to()
        .and_then(|to| to.first())
        .and_then(|one| one.address())
        .unwrap_or_default()
        .to_owned()
}

async fn list(letters: web::Data<Letters>) -> HttpResponse {
    let mut rows = String::new();
    for name in letters.names().into_iter().take(SHOWN_MAX) {
        let Some(raw) = letters.read(&name) else { continue };
        let Some(message) = MessageParser::default().parse(&raw) else {
            continue;
        };
        let at = message
            .date()
            .map_or_else(String::new, mail_parser::DateTime::to_rfc3339);
        // Writing to a String cannot fail.
        let _ = write!(
            rows,
            "<tr><td><a href=\"/letters/{name}\">{}</a></td><td>{}</td><td>{}</td></tr>",
            escape(message.subject().unwrap_or("(no subject)")),
            escape(&to(&message)),
            escape(&at)
        );
    }
    if rows.is_empty() {
        return frame(
            "Letters",
            "<h1>Letters</h1><p>No letter yet. They appear here as soon as one is sent.</p>",
        );
    }
    let table = format!(
        "<h1>Letters</h1><p>The demonstration delivers no mail; it is kept here.</p><table><thead><tr><th>Subject</th>\
         <th>To</th><th>Sent</th></tr></thead><tbody>{rows}</tbody></table>"
    );
    frame("Letters", &table)
}

async fn letter(name: web::Path<String>, letters: web::Data<Letters>) -> HttpResponse {
    let Some(raw) = letters.read(&name) else {
        return HttpResponse::NotFound().finish();
    };
    let Some(message) = MessageParser::default().parse(&raw) else {
        return HttpResponse::NotFound().finish();
    };
    let subject = message.subject().unwrap_or("(no subject)");
    let text = message.body_text(0).unwrap_or_default();
    let inside = format!(
        "<p><a href=\"/\">All letters</a></p><h1>{}</h1><dl><dt>To</dt><dd>{}</dd><dt>Message-ID</dt><dd>{}</dd></dl>\
         <iframe sandbox title=\"The letter\" src=\"/letters/{}/body\"></iframe><h2>As plain text</h2><pre>{}</pre>\
         <p><a href=\"/letters/{}/source\">Source</a></p>",
        escape(subject),
        escape(&to(&message)),
        escape(message.message_id().unwrap_or_default()),
        escape(&name),
        escape(&text),
        escape(&name)
    );
    frame(subject, &inside)
}

async fn body(name: web::Path<String>, letters: web::Data<Letters>) -> HttpResponse {
    let Some(raw) = letters.read(&name) else {
        return HttpResponse::NotFound().finish();
    };
    let html = MessageParser::default()
        .parse(&raw)
        .and_then(|message| message.body_html(0).map(std::borrow::Cow::into_owned))
        .unwrap_or_default();
    HttpResponse::Ok()
        .insert_header((header::CONTENT_TYPE, "text/html; charset=utf-8"))
        .insert_header((
            "content-security-policy",
            "sandbox; default-src 'none'; style-src 'unsafe-inline'",
        ))
        .body(html)
}

async fn source(name: web::Path<String>, letters: web::Data<Letters>) -> HttpResponse {
    match letters.read(&name) {
        Some(raw) => HttpResponse::Ok()
            .insert_header((header::CONTENT_TYPE, "text/plain; charset=utf-8"))
            .body(raw),
        None => HttpResponse::NotFound().finish(),
    }
}

async fn style() -> HttpResponse {
    HttpResponse::Ok().insert_header((header::CONTENT_TYPE, "text/css; charset=utf-8")).body(
        "body{font-family:'Noto Sans',system-ui,sans-serif;margin:0;color:#1b1b1f;background:#f6f6f7;line-height:1.5}\
         main{max-width:60rem;margin:0 auto;padding:1.5rem}table{width:100%;border-collapse:collapse;background:#fff}\
         th,td{text-align:left;padding:.6rem .8rem;border-bottom:1px solid #e4e4e7;overflow-wrap:anywhere}a{color:#0b4f8a}\
         iframe{width:100%;height:30rem;border:1px solid #d4d4d8;background:#fff}pre{white-space:pre-wrap;background:#fff;padding:1rem}\
         dt{font-weight:600}",
    )
}
