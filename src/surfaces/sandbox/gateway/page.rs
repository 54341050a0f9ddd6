//! The page where a payer decides. It works without scripts and says that no money moves.

use std::fmt::Write;

use actix_web::http::StatusCode;
use actix_web::{HttpRequest, HttpResponse, web};
use serde::Deserialize;

use crate::kernel::clock;
use crate::kernel::format;
use crate::kernel::locale::Language;
use crate::kernel::money::Money;
use crate::services::billing::gateway::SessionState;

use super::book::Entry;
use super::orders::Choice;
use super::texts::Texts;
use super::{Gateway, api};

#[derive(Deserialize)]
pub(super) struct LanguageQuery {
    lang: Option<Language>,
}

#[derive(Deserialize)]
pub(super) struct Decision {
    choice: Choice,
}

/// `GET /pay/{reference}`.
pub(super) async fn show(
    gateway: web::Data<Gateway>,
    reference: web::Path<String>,
    query: web::Query<LanguageQuery>,
) -> HttpResponse {
    match gateway.book.by_reference(&reference) {
        Some(entry) => {
            let language = query.lang.unwrap_or(entry.order.language);
            html(StatusCode::OK, &entry, &session_page(&entry, language))
        }
        None => HttpResponse::NotFound()
            .content_type("text/plain; charset=utf-8")
            .body("There is no such payment."),
    }
}

/// `POST /pay/{reference}`: back to where the payer came from; after a forgery, to the same page.
pub(super) async fn choose(
    request: HttpRequest,
    gateway: web::Data<Gateway>,
    reference: web::Path<String>,
    decision: web::Form<Decision>,
) -> HttpResponse {
    let Some(entry) = gateway.book.by_reference(&reference) else {
        return HttpResponse::NotFound().finish();
    };
    api::decide(&gateway, entry.order.session, decision.choice);
    let target = if decision.choice == Choice::Forge {
        let query = request.query_string();
        format!(
            "/pay/{reference}{}{query}",
            if query.is_empty() { "" } else { "?" }
        )
    } else {
        entry.order.return_url
    };
    HttpResponse::SeeOther()
        .insert_header(("Location", target))
        .finish()
}

/// `GET /style.css`.
pub(super) async fn style() -> HttpResponse {
    HttpResponse::Ok()
        .content_type("text/css; charset=utf-8")
        .insert_header(("Cache-Control", "max-age=3600"))
        .body(STYLE)
}

fn html(status: StatusCode, entry: &Entry, page: &str) -> HttpResponse {
    // A form's target includes where it is redirected to, so the way back is named too.
    let back = url::Url::parse(&entry.order.return_url)
        .map_or_else(|_| String::new(), |url| url.origin().ascii_serialization());
    let policy = format!(
        "default-src 'none'; style-src 'self'; form-action 'self' {back}; base-uri 'none'; frame-ancestors 'none'"
    );
    HttpResponse::build(status)
        .content_type("text/html; charset=utf-8")
        .insert_header(("Content-Security-Policy", policy))
        .insert_header(("Cache-Control", "no-store"))
        .insert_header(("Referrer-Policy", "no-referrer"))
        .insert_header(("X-Content-Type-Options", "nosniff"))
        .body(page.to_owned())
}

fn session_page(entry: &Entry, language: Language) -> String {
    let (texts, order) = (Texts::of(language), &entry.order);
    let amount = format::money(Money::new(order.amount_minor, order.currency), language);
    let report = entry.report(clock::now());
    let decision = match report.state {
        SessionState::Pending => buttons(texts),
        SessionState::Paid => over(texts, texts.paid, &order.return_url),
        SessionState::Declined => over(texts, texts.declined, &order.return_url),
        SessionState::Expired => over(texts, texts.expired, &order.return_url),
    };
    let languages = languages(language);
    format!(
        "<!doctype html>\n<html lang=\"{language}\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>{title}</title>\n\
         <link rel=\"stylesheet\" href=\"/style.css\">\n</head>\n<body>\n\
         <header><p class=\"notice\">{notice}</p>{languages}</header>\n\
         <main>\n<h1>{title}</h1>\n<p class=\"amount\">{amount}</p>\n\
         <dl><dt>{for_what}</dt><dd>{description}</dd><dt>{reference_label}</dt><dd>{reference}</dd></dl>\n{decision}\n</main>\n</body>\n</html>\n",
        title = texts.title,
        notice = texts.notice,
        for_what = texts.for_what,
        description = escaped(&order.description),
        reference_label = texts.reference,
        reference = escaped(&order.reference),
    )
}

fn buttons(texts: &Texts) -> String {
    let button = |choice: Choice| {
        let (label, _) = texts.choice(choice);
        format!(
            "<button type=\"submit\" name=\"choice\" value=\"{}\">{label}</button>",
            choice.name()
        )
    };
    let mut page = format!(
        "<form method=\"post\" class=\"decision\">{}{}</form>\n<section aria-labelledby=\"trials\"><h2 id=\"trials\">{}</h2>\n<form method=\"post\"><ul>",
        button(Choice::Pay),
        button(Choice::Decline),
        texts.trials,
    );
    for choice in [
        Choice::PayLate,
        Choice::PayRepeated,
        Choice::PaySilent,
        Choice::Forge,
    ] {
        let (_, hint) = texts.choice(choice);
        let _ = write!(page, "<li>{}<span>{hint}</span></li>", button(choice));
    }
    page.push_str("</ul></form></section>");
    page
}

fn over(texts: &Texts, what: &str, back: &str) -> String {
    format!(
        "<p role=\"status\" class=\"over\">{what}</p>\n<p><a href=\"{}\">{}</a></p>",
        escaped(back),
        texts.back
    )
}

fn languages(current: Language) -> String {
    let mut list = String::from("<nav><ul>");
    for language in Language::ALL {
        let mark = if language == current {
            " aria-current=\"true\""
        } else {
            ""
        };
        let _ = write!(
            list,
            "<li><a href=\"?lang={language}\" lang=\"{language}\"{mark}>{}</a></li>",
            language.endonym()
        );
    }
    list + "</ul></nav>"
}

fn escaped(text: &str) -> String {
    text.chars()
        .fold(String::with_capacity(text.len()), |mut html, letter| {
            match letter {
                '&' => html.push_str("&amp;"),
                '<' => html.push_str("&lt;"),
                '>' => html.push_str("&gt;"),
                '"' => html.push_str("&quot;"),
                '\'' => html.push_str("&#39;"),
                other => html.push(other),
            }
            html
        })
}

const STYLE: &str = "\
:root { color-scheme: light; font-family: system-ui, sans-serif; line-height: 1.5; color: #1b1f24; background: #f4f5f7; }
* { box-sizing: border-box; }
body { margin: 0; }
header { background: #7a3b00; color: #fff; padding: .5rem 1rem; display: flex; flex-wrap: wrap; gap: .5rem 2rem; justify-content: space-between; }
header p { margin: 0; font-weight: 600; }
header ul { display: flex; flex-wrap: wrap; gap: .25rem 1rem; list-style: none; margin: 0; padding: 0; }
header a { color: #fff; display: inline-block; min-height: 1.5rem; }
header a[aria-current] { font-weight: 700; text-decoration: none; }
main { max-width: 34rem; margin: 1.5rem auto; padding: 1.5rem; background: #fff; border: 1px solid #c9ced6; border-radius: .5rem; }
h1 { font-size: 1.4rem; margin: 0; }
h2 { font-size: 1.1rem; margin: 2rem 0 .5rem; }
.amount { font-size: 2rem; font-weight: 700; margin: .5rem 0 1rem; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: .25rem 1rem; margin: 0 0 1.5rem; }
dt { color: #4a525d; }
dd { margin: 0; overflow-wrap: anywhere; }
button { font: inherit; font-weight: 600; min-height: 2.75rem; padding: .5rem 1.25rem; border-radius: .375rem; border: 2px solid #0b4f8a; background: #fff; color: #0b4f8a; cursor: pointer; }
button[value=pay] { background: #0b4f8a; color: #fff; }
button:focus-visible, a:focus-visible { outline: 3px solid #b35c00; outline-offset: 2px; }
.decision { display: flex; flex-wrap: wrap; gap: .75rem; }
section ul { list-style: none; margin: 0; padding: 0; display: grid; gap: .75rem; }
section li { display: grid; gap: .25rem; }
section li span { color: #4a525d; }
section button { justify-self: start; }
.over { font-weight: 600; }
main a { color: #0b4f8a; }
";

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kernel::ids::TenantId;
    use crate::kernel::money::Currency;
    use crate::services::billing::gateway::OpenSession;

    fn entry() -> Entry {
        Entry {
            order: OpenSession {
                session: uuid::Uuid::now_v7(),
                merchant: TenantId::fresh(),
                amount_minor: 1_250_000,
                currency: Currency::Vnd,
                reference: "H99-1".into(),
                description: "<script>alert('&')</script>".into(),
                language: Language::Vi,
                return_url: "http://an-binh.localhost:8080/pay?x=\"1\"".into(),
                callback_url: "http://an-binh.localhost:8080/callbacks/gateway".into(),
                metadata: serde_json::Value::Null,
            },
            reference: "abc".into(),
            opened_at: clock::now(),
            ended: None,
            orders: super::super::Orders::default(),
            is_owed_callback: false,
        }
    }

    #[test]
    fn the_page_is_in_each_language_escapes_what_it_was_given_and_offers_every_choice() {
        for language in Language::ALL {
            let page = session_page(&entry(), language);
            assert!(
                page.contains(&format!("<html lang=\"{language}\">"))
                    && page.contains(Texts::of(language).title)
            );
            assert!(!page.contains("<script") && page.contains("&lt;script&gt;alert(&#39;&amp;&#39;)"));
            for choice in Choice::ALL {
                assert!(
                    page.contains(&format!("value=\"{}\"", choice.name())),
                    "{choice:?}"
                );
            }
        }
    }

    #[test]
    fn a_session_that_is_over_offers_only_the_way_back() {
        let mut over = entry();
        over.ended = Some((SessionState::Paid, clock::now()));
        let page = session_page(&over, Language::En);
        assert!(
            !page.contains("<button")
                && page.contains("href=\"http://an-binh.localhost:8080/pay?x=&quot;1&quot;\"")
        );
    }
}
