//! Whole pages kept for visitors without a session: the same for everybody who reads them in one language.
//!
//! The way of a hit is short on purpose: tenant by host, one look at the cookies, one look-up, no session, no template. What
//! is kept carries no form token and sets no cookie. The tenant's version is part of the key, so a changed catalogue is
//! seen at once; a minute is the longest that anything else in a page (a count, a date) can lag.

use std::future::Future;
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use actix_web::http::header;
use actix_web::web::Bytes;
use actix_web::{FromRequest, HttpRequest, HttpResponse, web};
use moka::sync::Cache;

use crate::kernel::error::Error;
use crate::kernel::ids::TenantId;
use crate::kernel::locale::Language;

use super::compress::gzip;
use super::failure::{Answer, Failure};
use super::state::State;
use super::visit::{FLASH_COOKIE, LANGUAGE_COOKIE, SESSION_COOKIE, Visit, tenant_of};

/// How long a page may lag behind what is not part of its key.
const SECONDS: u64 = 60;
/// Addresses longer than this are rendered each time.
const PATH_BYTES_MAX: usize = 200;
const HTML: &str = "text/html; charset=utf-8";
/// Asked again each time, so that signing in or changing the language is seen at once.
const CACHING: &str = "private, no-cache";

type Key = (TenantId, i64, Language, Box<str>);

/// The pages of this node.
#[derive(Clone)]
pub struct KeptPages {
    pages: Cache<Key, Arc<Kept>>,
}

/// A page, and once it was asked for a second time the encodings that browsers ask for: searches that are made once are not
/// worth packing well.
struct Kept {
    plain: Bytes,
    packed: OnceLock<Packed>,
}

struct Packed {
    gzip: Bytes,
    brotli: Bytes,
}

impl Default for KeptPages {
    fn default() -> Self {
        // By bytes: a flood of made-up addresses must not fill the memory.
        let pages = Cache::builder()
            .max_capacity(128 * 1024 * 1024)
            .weigher(|_: &Key, kept: &Arc<Kept>| {
                // The encodings come later; together they are never larger than the page.
                u32::try_from(2 * kept.plain.len()).unwrap_or(u32::MAX)
            })
            .time_to_live(Duration::from_secs(SECONDS))
            .build();
        Self { pages }
    }
}

/// What the cookies say, without parsing those that do not matter.
#[derive(Default)]
struct Glance {
    is_stranger: bool,
    language: Option<Language>,
}

fn glance(request: &HttpRequest) -> Glance {
    let mut seen = Glance {
        is_stranger: true,
        language: None,
    };
    for line in request
        .headers()
        .get_all(header::COOKIE)
        .filter_map(|line| line.to_str().ok())
    {
        for (name, value) in line
            .split(';')
            .filter_map(|pair| pair.trim_start().split_once('='))
        {
            match name {
                SESSION_COOKIE | FLASH_COOKIE => seen.is_stranger = false,
                LANGUAGE_COOKIE => seen.language = value.parse().ok(),
                _ => {}
            }
        }
    }
    seen.is_stranger &= !request.headers().contains_key(header::AUTHORIZATION);
    seen
}

/// Answers with a kept page, or has it rendered by `render` and keeps it. `render` gives the HTML for a visit; requests
/// with a session, a message to tell or a choice of language in the address are answered by it each time.
///
/// # Errors
/// What `render` says; not found where no tenant answers.
pub async fn kept<R, F>(request: &HttpRequest, state: &web::Data<State>, render: R) -> Answer
where
    R: FnOnce(Visit) -> F,
    F: Future<Output = Result<String, Failure>>,
{
    let seen = glance(request);
    let path = request.uri().path_and_query().map_or("/", |path| path.as_str());
    let is_keepable = seen.is_stranger && path.len() <= PATH_BYTES_MAX && !path.contains("lang=");
    if !is_keepable {
        let visit = Visit::extract(request).await?;
        let html = render(visit.clone()).await?;
        return Ok(visit.answer(html));
    }
    let tenant = tenant_of(request, state)?;
    let offered = |language: &Language| tenant.settings.tenant.languages.contains(language);
    let language = seen
        .language
        .filter(offered)
        .unwrap_or_else(|| tenant.default_language());
    let key: Key = (tenant.id, tenant.version, language, path.into());
    if let Some(page) = state.kept.pages.get(&key) {
        if page.packed.get().is_none() {
            let page = Arc::clone(&page);
            web::block(move || {
                page.packed.get_or_init(|| Packed::of(&page.plain));
            })
            .await
            .map_err(Error::internal)?;
        }
        return Ok(answer(request, &page));
    }
    let page = Arc::new(Kept {
        plain: render(Visit::extract(request).await?).await?.into(),
        packed: OnceLock::new(),
    });
    state.kept.pages.insert(key, Arc::clone(&page));
    Ok(answer(request, &page))
}

impl Packed {
    fn of(plain: &Bytes) -> Self {
        let mut brotli = Vec::new();
        let parameters = brotli::enc::BrotliEncoderParams {
            quality: 6,
            ..Default::default()
        };
        if brotli::BrotliCompress(&mut plain.as_ref(), &mut brotli, &parameters).is_err() {
            brotli.clear();
        }
        Self {
            gzip: gzip(plain, 6).unwrap_or_default(),
            brotli: brotli.into(),
        }
    }
}

impl Kept {
    /// The smallest body that the request accepts. An empty one was not made.
    fn best(&self, accepts: &str) -> (Option<&'static str>, &Bytes) {
        match self.packed.get() {
            Some(packed) if !packed.brotli.is_empty() && accepts.contains("br") => {
                (Some("br"), &packed.brotli)
            }
            Some(packed) if !packed.gzip.is_empty() && accepts.contains("gzip") => {
                (Some("gzip"), &packed.gzip)
            }
            _ => (None, &self.plain),
        }
    }
}

fn answer(request: &HttpRequest, page: &Kept) -> HttpResponse {
    let accepts = request
        .headers()
        .get(header::ACCEPT_ENCODING)
        .and_then(|value| value.to_str().ok())
        .unwrap_or_default();
    let (encoding, body) = page.best(accepts);
    let mut answer = HttpResponse::Ok();
    answer.insert_header((header::CONTENT_TYPE, HTML));
    answer.insert_header((header::CACHE_CONTROL, CACHING));
    answer.insert_header((header::VARY, "accept-encoding, cookie"));
    if let Some(encoding) = encoding {
        answer.insert_header((header::CONTENT_ENCODING, encoding));
    }
    answer.body(body.clone())
}

#[cfg(test)]
mod tests {
    use actix_web::test::TestRequest;

    use super::*;

    fn seen(cookies: &str) -> Glance {
        glance(
            &TestRequest::get()
                .insert_header((header::COOKIE, cookies))
                .to_http_request(),
        )
    }

    #[test]
    fn cookies_decide_whether_a_page_is_everybodys() {
        assert!(seen("od_visitor=x; od_language=uk").is_stranger);
        assert_eq!(seen("od_visitor=x; od_language=uk").language, Some(Language::Uk));
        assert_eq!(seen("od_language=tlh").language, None);
        assert!(!seen("a=b; od_session=x").is_stranger);
        assert!(!seen("od_flash=ok.portal-x").is_stranger);
    }
}
