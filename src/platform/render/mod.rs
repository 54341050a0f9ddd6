//! Pages and letters from templates and texts.
//!
//! Everything is read and checked once, at start: templates (Tera), texts (Fluent, four languages), the manifest of
//! built assets and the icons. There is one set of templates for each language: the texts, icons and asset addresses that
//! a template names literally are set into it while it is loaded (`fold.rs`), so that a page pays at request time only
//! for what differs from request to request. A template that names an unknown text, icon, component or function does
//! not load; a variable that a view does not have fails the page.
//!
//! A page sees two names: `page` (what the layout needs, from [`PageContext`]) and `view` (the handler's own struct).
//! Every text function and filter works by the language of the page and the `zone` of its tenant; inside a component
//! the date filters need the parameter `@zone`, because components see nothing that is not handed to them.
//!
//! # To add a page
//!
//! 1. Its view: a `Serialize` struct in the surface's `views.rs`, plain data in the page's language.
//! 2. Its template under `templates/<surface>/`, naming that struct in a comment on its first line, extending
//!    `layouts/portal.html` or `layouts/desk.html`, and filling the blocks `title` and `main`. Small parts are components
//!    in `templates/components/`: `{{ <ui.state state={view.state} /> }}`.
//! 3. Its texts in `locales/<language>/<area>.ftl`, all four; `{{ t(key="desk-list-title") }}`, with arguments
//!    `{{ t(key="desk-list-count", n=view.total) }}`. A key that is chosen while running is written as a literal beginning:
//!    `t(key="common-state-" ~ view.state)`.
//! 4. New icons in `assets/icons.txt`, then `node assets/build.mjs`.
//! 5. A sample of it in `tests/it/interface/`, so that the gallery draws it and the checks see it.
//!
//! Functions: `t`, `icon(name)`, `asset(name)`, `qr(text)`. Filters: `money`, `number`, `date`, `short_date`, `datetime`,
//! `short_datetime`, `clock`, `file_size`, `query` (for a value in an address). A form that posts carries
//! `<input type="hidden" name="csrf" value="{{ page.csrf }}">`. No inline style, no inline script.

mod assets;
mod fold;
mod functions;
mod page;
mod texts;
mod words;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use serde::Serialize;
use tera::{Context, Tera, Value};

use crate::kernel::error::Error;
use crate::kernel::locale::Language;

pub use assets::Assets;
pub use page::{Brand, BrandLink, Flash, FlashKind, PageContext, Prepared, User};
pub use texts::{Argument, Texts};
pub use words::{file_size, short_date, short_date_time};

/// What can go wrong with templates, texts and assets. Every one is a defect of ours or of the set-up, never of a visitor.
#[derive(Debug, thiserror::Error)]
pub enum RenderError {
    /// A file that must be there is not, or cannot be read.
    #[error("cannot read {}: {reason}", path.display())]
    Unreadable {
        /// Which file or folder.
        path: PathBuf,
        /// What the system says.
        reason: String,
    },
    /// A file of texts or a manifest has a mistake.
    #[error("{}: {reason}", path.display())]
    Malformed {
        /// Which file.
        path: PathBuf,
        /// What is wrong with it.
        reason: String,
    },
    /// A template does not load or does not render; the reason names template, line and column.
    #[error("template: {0}")]
    Template(String),
}

impl RenderError {
    fn unreadable(path: &Path, error: &std::io::Error) -> Self {
        RenderError::Unreadable {
            path: path.to_owned(),
            reason: error.to_string(),
        }
    }

    fn malformed(path: &Path, reason: impl ToString) -> Self {
        RenderError::Malformed {
            path: path.to_owned(),
            reason: reason.to_string(),
        }
    }
}

impl From<RenderError> for Error {
    fn from(error: RenderError) -> Self {
        Error::internal(error)
    }
}

impl From<tera::Error> for RenderError {
    fn from(error: tera::Error) -> Self {
        let mut message = error.to_string();
        let mut source = std::error::Error::source(&error);
        while let Some(cause) = source {
            message.push_str(": ");
            message.push_str(&cause.to_string());
            source = cause.source();
        }
        RenderError::Template(message)
    }
}

/// Templates, texts and assets, loaded and checked. Cheap to share behind an `Arc`.
pub struct Renderer {
    engines: BTreeMap<Language, Tera>,
    texts: Arc<Texts>,
    assets: Arc<Assets>,
}

impl Renderer {
    /// Loads everything from the three folders.
    ///
    /// # Errors
    /// When a file is missing or has a mistake; the message names file and place.
    pub fn load(templates: &Path, locales: &Path, assets: &Path) -> Result<Self, RenderError> {
        Self::with_assets(templates, locales, Assets::load(assets)?)
    }

    /// Loads templates and texts with assets that are loaded already ([`Assets::bare`] in tests).
    ///
    /// # Errors
    /// As [`Renderer::load`].
    pub fn with_assets(templates: &Path, locales: &Path, assets: Assets) -> Result<Self, RenderError> {
        let texts = Arc::new(Texts::load(locales)?);
        let assets = Arc::new(assets);
        let sources = read_templates(templates)?;
        let mut engines = BTreeMap::new();
        for language in Language::ALL {
            engines.insert(language, engine(language, &sources, &texts, &assets)?);
        }
        Ok(Self {
            engines,
            texts,
            assets,
        })
    }

    /// The HTML of one page.
    ///
    /// # Errors
    /// When there is no such template or it asks for something the view does not have.
    pub fn page(
        &self,
        template: &str,
        page: &PageContext<'_>,
        view: &impl Serialize,
    ) -> Result<String, RenderError> {
        self.page_prepared(template, page, &Prepared::of(view)?)
    }

    /// The HTML of one page from a view that was converted before, for pages whose content is cached.
    ///
    /// # Errors
    /// As [`Renderer::page`].
    pub fn page_prepared(
        &self,
        template: &str,
        page: &PageContext<'_>,
        view: &Prepared,
    ) -> Result<String, RenderError> {
        let mut context = page.context()?;
        context.insert_value("view", view.0.clone());
        self.render(page.language, template, &context)
    }

    /// A letter or a part of a page: only `view` and `zone` are there.
    ///
    /// # Errors
    /// As [`Renderer::page`].
    pub fn part(
        &self,
        template: &str,
        language: Language,
        zone: chrono_tz::Tz,
        view: &impl Serialize,
    ) -> Result<String, RenderError> {
        let mut context = Context::new();
        context.insert_value("zone", Value::from(zone.name()));
        context.insert_value("view", Prepared::of(view)?.0);
        self.render(language, template, &context)
    }

    fn render(&self, language: Language, template: &str, context: &Context) -> Result<String, RenderError> {
        let engine = self
            .engines
            .get(&language)
            .ok_or_else(|| RenderError::Template(format!("no templates for {language}")))?;
        Ok(engine.render(template, context)?)
    }

    /// Whether there is such a template.
    #[must_use]
    pub fn has(&self, template: &str) -> bool {
        self.engines
            .values()
            .all(|engine| engine.contains_template(template))
    }

    /// The texts, for what Rust says itself.
    #[must_use]
    pub fn texts(&self) -> &Arc<Texts> {
        &self.texts
    }

    /// The built assets, for the route that serves them.
    #[must_use]
    pub fn assets(&self) -> &Arc<Assets> {
        &self.assets
    }
}

impl std::fmt::Debug for Renderer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Renderer")
            .field("languages", &self.engines.len())
            .finish_non_exhaustive()
    }
}

/// One engine: functions first, because templates are checked against them while they are added.
fn engine(
    language: Language,
    sources: &[(String, String)],
    texts: &Arc<Texts>,
    assets: &Arc<Assets>,
) -> Result<Tera, RenderError> {
    let mut tera = Tera::new();
    functions::register(&mut tera, language, texts, assets);
    tera.global_context()
        .insert_value("languages", page::languages()?);
    let folded: Vec<(&str, String)> = sources
        .iter()
        .map(|(name, source)| {
            fold::fold(name, source, language, texts, assets)
                .map(|folded| (name.as_str(), folded))
                .map_err(|reason| RenderError::Template(format!("{name}: {reason}")))
        })
        .collect::<Result<_, _>>()?;
    tera.add_raw_templates(folded)?;
    Ok(tera)
}

/// Every template below `folder`, named by its path inside it with forward slashes.
fn read_templates(folder: &Path) -> Result<Vec<(String, String)>, RenderError> {
    let mut found = Vec::new();
    let mut open = vec![folder.to_owned()];
    while let Some(next) = open.pop() {
        let entries = std::fs::read_dir(&next).map_err(|error| RenderError::unreadable(&next, &error))?;
        for entry in entries {
            let path = entry
                .map_err(|error| RenderError::unreadable(&next, &error))?
                .path();
            if path.is_dir() {
                open.push(path);
                continue;
            }
            let is_template = path
                .extension()
                .is_some_and(|extension| extension == "html" || extension == "txt");
            if is_template {
                let source =
                    std::fs::read_to_string(&path).map_err(|error| RenderError::unreadable(&path, &error))?;
                let name = path
                    .strip_prefix(folder)
                    .unwrap_or(&path)
                    .to_string_lossy()
                    .replace('\\', "/");
                found.push((name, source));
            }
        }
    }
    found.sort();
    Ok(found)
}
