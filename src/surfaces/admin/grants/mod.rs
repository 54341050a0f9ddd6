//! Responsibilities, security profiles and profile options.

pub(super) mod options;
mod profiles;
mod responsibilities;
pub mod views;

use actix_web::web::{ServiceConfig, get, post};
use serde::Deserialize;

use crate::authority::people::admin::rules::folded;
use crate::kernel::locale::Localised;
use crate::surfaces::web::views::Pager;

const PER_PAGE: usize = 50;
const TEXT_CHARACTERS_MAX: usize = 100;

/// What the address of a list asks for.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
struct Asked {
    q: String,
    page: String,
}

/// A page of a list.
struct Leaf<T> {
    rows: Vec<T>,
    total: i64,
    pager: Option<Pager>,
}

impl Asked {
    fn words(&self) -> String {
        self.q.trim().chars().take(TEXT_CHARACTERS_MAX).collect()
    }

    /// The page of those whose code, or name in any language, has the words in it. There are hundreds at most; what each is
    /// used for is read for those of the page alone.
    fn leaf<T>(&self, here: &str, mut all: Vec<T>, called: impl Fn(&T) -> (&str, &Localised)) -> Leaf<T> {
        let words = folded(&self.words());
        all.retain(|one| {
            let (code, name) = called(one);
            words.is_empty()
                || folded(code).contains(&words)
                || name.0.values().any(|name| folded(name).contains(&words))
        });
        self.page_of(here, all)
    }

    /// A page of all of these.
    fn page_of<T>(&self, here: &str, all: Vec<T>) -> Leaf<T> {
        let count = all.len();
        let last = count.div_ceil(PER_PAGE).max(1);
        let page = self.page.parse().unwrap_or(1).clamp(1, last);
        let signed = |count: usize| i64::try_from(count).unwrap_or(i64::MAX);
        let url = |page: i64| {
            let mut query = url::form_urlencoded::Serializer::new(String::new());
            if !self.q.is_empty() {
                query.append_pair("q", &self.words());
            }
            format!("{here}?{}", query.append_pair("page", &page.to_string()).finish())
        };
        Leaf {
            rows: all
                .into_iter()
                .skip((page - 1) * PER_PAGE)
                .take(PER_PAGE)
                .collect(),
            total: signed(count),
            pager: Pager::of(signed(page), signed(PER_PAGE), signed(count), url),
        }
    }
}

/// The routes of access.
pub(super) fn configure(routes: &mut ServiceConfig) {
    routes
        .route("/admin/responsibilities", get().to(responsibilities::list))
        .route(
            "/admin/responsibilities/new",
            get().to(responsibilities::new_form),
        )
        .route("/admin/responsibilities/new", post().to(responsibilities::make))
        .route(
            "/admin/responsibilities/{id}",
            get().to(responsibilities::change_form),
        )
        .route(
            "/admin/responsibilities/{id}",
            post().to(responsibilities::change),
        )
        .route("/admin/profiles", get().to(profiles::list))
        .route("/admin/profiles/new", get().to(profiles::new_form))
        .route("/admin/profiles/new", post().to(profiles::make))
        .route("/admin/profiles/{id}", get().to(profiles::change_form))
        .route("/admin/profiles/{id}", post().to(profiles::change))
        .route("/admin/options", get().to(options::list))
        .route("/admin/options/{level}/{id}/{name}", get().to(options::form))
        .route("/admin/options/{level}/{id}/{name}", post().to(options::set));
}
