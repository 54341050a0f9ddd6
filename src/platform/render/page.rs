//! What the layout of every page needs.

use serde::Serialize;
use tera::{Context, Value};

use crate::kernel::locale::Language;

use super::RenderError;

/// A view that was converted for templates before. Cloning shares it.
#[derive(Debug, Clone)]
pub struct Prepared(pub(super) Value);

impl Prepared {
    /// Converts a view.
    ///
    /// # Errors
    /// When it does not serialise.
    pub fn of(view: &impl Serialize) -> Result<Self, RenderError> {
        Ok(Self(Value::try_from_serializable(view)?))
    }
}

/// Who runs this portal, in one language. Prepared once for each tenant and language and kept, because converting it for
/// every page would cost as much as a third of the page.
#[derive(Debug, Clone, Serialize)]
pub struct Brand {
    /// The tenant's slug.
    pub slug: String,
    /// The jurisdiction's name: "Tỉnh An Bình".
    pub name: String,
    /// What this site is: "Cổng dịch vụ công".
    pub tagline: String,
    /// Who answers for it, in the strip above: "Cổng chính thức của Ủy ban nhân dân tỉnh An Bình".
    pub strip: String,
    /// Address of the emblem, served as an image of its own.
    pub emblem: String,
    /// Address of the theme's style sheet, `/theme-<hash>.css`.
    pub theme: String,
    /// The theme's main colour as `#rrggbb`, for the browser's own frame.
    pub colour: String,
    /// Built font files to fetch early, by plain name (see `Theme::fonts`).
    pub preload: Vec<String>,
    /// The IANA name of the tenant's time zone.
    pub zone: String,
    /// Lines of postal address and telephone for the foot of the page.
    pub contact: Vec<String>,
    /// The help line's number, if there is one.
    pub phone: Option<String>,
    /// The tenant's own links for the foot of the page.
    pub links: Vec<BrandLink>,
    /// The way to the shared entry, for the entry itself and for its members.
    pub entry: Option<BrandLink>,
    /// Whether the portal is a demonstration: says so on every page.
    pub demo: bool,
}

/// A link of the tenant's own.
#[derive(Debug, Clone, Serialize)]
pub struct BrandLink {
    /// Its words.
    pub text: String,
    /// Where to.
    pub url: String,
}

/// Who is signed in, as the head of the page shows her.
#[derive(Debug, Clone, Serialize)]
pub struct User {
    /// Her name.
    pub name: String,
    /// One or two letters for the round badge.
    pub initials: String,
    /// Notices she has not read.
    pub unread: i64,
}

/// What the last request did, told once.
#[derive(Debug, Clone, Serialize)]
pub struct Flash {
    /// How it is told.
    pub kind: FlashKind,
    /// The sentence, in the page's language.
    pub text: String,
}

/// How a flash is told.
#[derive(Debug, Clone, Copy, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum FlashKind {
    /// It worked.
    Ok,
    /// It did not.
    Bad,
    /// Worth knowing.
    Info,
}

/// What every page needs besides its own view.
#[derive(Debug, Clone)]
pub struct PageContext<'a> {
    /// The language of the page.
    pub language: Language,
    /// The tenant, prepared from a [`Brand`].
    pub brand: &'a Prepared,
    /// The tenant's time zone.
    pub zone: chrono_tz::Tz,
    /// Who is signed in.
    pub user: Option<&'a User>,
    /// The token every form of the page carries in its hidden field `csrf`.
    pub csrf: &'a str,
    /// Path and query of the page a reader would reload: the language links lead back to it.
    pub path: &'a str,
    /// The name of the part of the site, for the marked entry of the navigation: `services`, `track`, `dossiers`, …
    pub area: &'a str,
    /// What the last request did.
    pub flash: Option<&'a Flash>,
}

#[derive(Serialize)]
struct Page<'a> {
    language: &'static str,
    user: Option<&'a User>,
    csrf: &'a str,
    path: &'a str,
    language_base: String,
    area: &'a str,
    flash: Option<&'a Flash>,
}

impl PageContext<'_> {
    pub(super) fn context(&self) -> Result<Context, RenderError> {
        let page = Page {
            language: self.language.tag(),
            user: self.user,
            csrf: self.csrf,
            path: self.path,
            language_base: language_base(self.path),
            area: self.area,
            flash: self.flash,
        };
        let mut context = Context::new();
        context.insert_value("page", Prepared::of(&page)?.0);
        context.insert_value("brand", self.brand.0.clone());
        context.insert_value("zone", Value::from(self.zone.name()));
        Ok(context)
    }
}

/// The address to which a language tag is appended: the same page, its query kept, an earlier choice of language left out.
fn language_base(path: &str) -> String {
    let (path, query) = path.split_once('?').unwrap_or((path, ""));
    // Two slashes at the front would be another host.
    let path = format!("/{}", path.trim_start_matches(['/', '\\']));
    let mut base = format!("{path}?");
    for pair in query
        .split('&')
        .filter(|pair| !pair.is_empty() && !pair.starts_with("lang="))
    {
        base.push_str(pair);
        base.push('&');
    }
    base.push_str("lang=");
    base
}

#[derive(Serialize)]
struct Offered {
    tag: &'static str,
    name: &'static str,
}

/// The languages on offer, known to every template as `languages`.
pub(super) fn languages() -> Result<Value, RenderError> {
    let all: Vec<Offered> = Language::ALL
        .into_iter()
        .map(|language| Offered {
            tag: language.tag(),
            name: language.endonym(),
        })
        .collect();
    Ok(Prepared::of(&all)?.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn changing_the_language_keeps_the_page_and_its_query() {
        assert_eq!(
            language_base("/search?q=khai+sinh&lang=vi&page=2"),
            "/search?q=khai+sinh&page=2&lang="
        );
        assert_eq!(language_base("/"), "/?lang=");
        assert_eq!(language_base("//evil.example/x"), "/evil.example/x?lang=");
    }
}
