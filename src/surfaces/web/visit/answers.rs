//! What a request is answered with: a page or the way to another one, and the cookies that go along.

use actix_web::HttpResponse;
use actix_web::cookie::{Cookie, SameSite, time::Duration as CookieDuration};
use actix_web::http::{StatusCode, header};
use serde::Serialize;

use crate::authority::people::{Account, Token};
use crate::kernel::error::{Error, Result};
use crate::platform::render::{FlashKind, PageContext, User};

use super::super::failure::Failure;
use super::{FLASH_COOKIE, LANGUAGE_COOKIE, SESSION_COOKIE, VISITOR_COOKIE, Visit};

/// How long a language that was chosen is kept, in seconds.
const LANGUAGE_SECONDS: i64 = 365 * 86_400;

impl Visit {
    /// The HTML of a page, without an answer around it.
    ///
    /// # Errors
    /// When the template and the view do not fit.
    pub fn html(&self, template: &str, area: &str, view: &impl Serialize) -> Result<String> {
        let user = self
            .session
            .as_ref()
            .filter(|signed_in| signed_in.session.account_id.is_some())
            .map(|signed_in| User {
                name: signed_in.session.display_name.clone(),
                initials: initials(&signed_in.session.display_name),
                unread: self.unread,
            });
        let csrf = self.csrf();
        let brand = self
            .state
            .brands
            .of(&self.tenant, self.language, self.state.renderer.texts())?;
        let page = PageContext {
            language: self.language,
            brand: &brand,
            zone: self.tenant.zone(),
            user: user.as_ref(),
            csrf: &csrf,
            path: &self.path,
            area,
            flash: self.flash.as_ref(),
        };
        self.state
            .renderer
            .page(template, &page, view)
            .map_err(Error::internal)
    }

    /// A page.
    ///
    /// # Errors
    /// When the template and the view do not fit.
    pub fn page(
        &self,
        template: &str,
        area: &str,
        view: &impl Serialize,
    ) -> std::result::Result<HttpResponse, Failure> {
        self.page_with(StatusCode::OK, template, area, view)
    }

    /// A page with a status of its own, such as 422 for a form that comes back with its errors.
    ///
    /// # Errors
    /// When the template and the view do not fit.
    pub fn page_with(
        &self,
        status: StatusCode,
        template: &str,
        area: &str,
        view: &impl Serialize,
    ) -> std::result::Result<HttpResponse, Failure> {
        Ok(self.answer_with(status, self.html(template, area, view)?))
    }

    /// Around the HTML of a page: headers that keep it out of caches, and the cookies of this visit.
    #[must_use]
    pub fn answer(&self, html: String) -> HttpResponse {
        self.answer_with(StatusCode::OK, html)
    }

    fn answer_with(&self, status: StatusCode, html: String) -> HttpResponse {
        let mut answer = HttpResponse::build(status);
        answer.insert_header((header::CONTENT_TYPE, "text/html; charset=utf-8"));
        answer.insert_header((header::CACHE_CONTROL, "private, no-store"));
        for cookie in self.cookies() {
            answer.cookie(cookie);
        }
        answer.body(html)
    }

    /// On to another page after a post (303).
    #[must_use]
    pub fn see(&self, path: &str) -> HttpResponse {
        HttpResponse::SeeOther()
            .insert_header((header::LOCATION, path))
            .finish()
    }

    /// On to another page, which then tells once what was done: `key` names an interface text.
    #[must_use]
    pub fn see_with(&self, path: &str, kind: FlashKind, key: &str) -> HttpResponse {
        let sign = match kind {
            FlashKind::Ok => "ok",
            FlashKind::Bad => "bad",
            FlashKind::Info => "info",
        };
        let cookie = self.cookie(FLASH_COOKIE, format!("{sign}.{key}"), Some(60));
        HttpResponse::SeeOther()
            .insert_header((header::LOCATION, path))
            .cookie(cookie)
            .finish()
    }

    /// On to another page, here or elsewhere, keeping a value in the browser for a while.
    #[must_use]
    pub fn see_keeping(&self, path: &str, name: &'static str, value: String, seconds: i64) -> HttpResponse {
        HttpResponse::SeeOther()
            .insert_header((header::LOCATION, path))
            .cookie(self.cookie(name, value, Some(seconds)))
            .finish()
    }

    /// On to another page with a session that has just begun.
    #[must_use]
    pub fn see_signed_in(&self, path: &str, token: &Token, account: Option<&Account>) -> HttpResponse {
        let mut answer = HttpResponse::SeeOther();
        answer.insert_header((header::LOCATION, path));
        answer.cookie(self.session_cookie(token));
        if let Some(account) = account {
            answer.cookie(self.cookie(
                LANGUAGE_COOKIE,
                account.language.tag().to_owned(),
                Some(LANGUAGE_SECONDS),
            ));
        }
        answer.finish()
    }

    /// The cookie of a session that has just begun.
    #[must_use]
    pub fn session_cookie(&self, token: &Token) -> Cookie<'static> {
        self.cookie(SESSION_COOKIE, token.text(), None)
    }

    /// On to another page, signed out.
    #[must_use]
    pub fn see_signed_out(&self, path: &str) -> HttpResponse {
        let gone = self.cookie(SESSION_COOKIE, String::new(), Some(0));
        HttpResponse::SeeOther()
            .insert_header((header::LOCATION, path))
            .cookie(gone)
            .finish()
    }

    fn cookies(&self) -> Vec<Cookie<'static>> {
        let mut cookies = Vec::new();
        if self.visitor.is_new && self.context.actor.account().is_none() {
            cookies.push(self.cookie(VISITOR_COOKIE, self.visitor_name().to_owned(), None));
        }
        if self.chose_language {
            cookies.push(self.cookie(
                LANGUAGE_COOKIE,
                self.language.tag().to_owned(),
                Some(LANGUAGE_SECONDS),
            ));
        }
        if self.had_flash {
            cookies.push(self.cookie(FLASH_COOKIE, String::new(), Some(0)));
        }
        cookies
    }

    fn cookie(&self, name: &'static str, value: String, seconds: Option<i64>) -> Cookie<'static> {
        let mut cookie = Cookie::build(name, value)
            .path("/")
            .http_only(true)
            .same_site(SameSite::Lax)
            .secure(self.is_secure)
            .finish();
        if let Some(seconds) = seconds {
            cookie.set_max_age(CookieDuration::seconds(seconds));
        }
        cookie
    }
}

fn initials(name: &str) -> String {
    let words: Vec<&str> = name.split_whitespace().collect();
    let first = |word: &&str| word.chars().next();
    match words.as_slice() {
        [] => String::new(),
        [one] => one.chars().take(if one.is_ascii() { 1 } else { 2 }).collect(),
        [start, .., end] => [first(start), first(end)].into_iter().flatten().collect(),
    }
}
