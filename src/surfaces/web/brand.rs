//! Tenants as the head of a page shows them: names, emblem, theme.

use std::sync::Arc;

use actix_web::http::header;
use actix_web::{HttpRequest, HttpResponse, web};
use moka::sync::Cache;
use sha2::{Digest, Sha256};

use crate::authority::tenancy::Tenant;
use crate::authority::tenancy::code::Contact;
use crate::kernel::error::{Error, Result};
use crate::kernel::ids::TenantId;
use crate::kernel::locale::Language;
use crate::platform::render::{Brand, BrandLink, Prepared, Renderer, Texts};

use super::state::State;
use super::visit::tenant_of;

/// Brands by tenant, version and language, prepared once.
#[derive(Clone)]
pub struct Brands {
    prepared: Cache<(TenantId, i64, Language), Arc<Prepared>>,
    is_demo: bool,
}

impl Brands {
    /// An empty collection that fills itself.
    #[must_use]
    pub fn new(is_demo: bool) -> Self {
        Self {
            prepared: Cache::new(8_000),
            is_demo,
        }
    }

    /// The brand of a tenant in a language.
    ///
    /// # Errors
    /// When it cannot be prepared.
    pub fn of(&self, tenant: &Tenant, language: Language, texts: &Texts) -> Result<Arc<Prepared>> {
        let key = (tenant.id, tenant.version, language);
        if let Some(known) = self.prepared.get(&key) {
            return Ok(known);
        }
        let brand =
            Arc::new(Prepared::of(&brand(tenant, language, texts, self.is_demo)).map_err(Error::internal)?);
        self.prepared.insert(key, Arc::clone(&brand));
        Ok(brand)
    }
}

fn brand(tenant: &Tenant, language: Language, texts: &Texts, is_demo: bool) -> Brand {
    let (code, theme, home) = (
        &tenant.settings.tenant,
        &tenant.settings.theme,
        tenant.default_language(),
    );
    let say = |text: &crate::kernel::locale::Localised| text.get(language, home).to_owned();
    Brand {
        slug: tenant.slug.clone(),
        name: say(&code.name),
        tagline: say(&code.portal),
        strip: say(&code.authority),
        emblem: format!("/emblem-{}.svg", digest(&tenant.settings.emblem)),
        theme: format!("/theme-{}.css", theme_digest(tenant)),
        colour: theme.brand.to_string(),
        preload: theme.font.preload().iter().map(|&name| name.to_owned()).collect(),
        zone: code.zone.name().to_owned(),
        contact: contact(&code.contact, home, language, texts),
        phone: Some(code.contact.phone.clone()),
        links: Vec::new(),
        entry: entry_path(tenant).map(|url| BrandLink {
            text: texts.say(language, "entry-title", &[]),
            url: url.to_owned(),
        }),
        demo: is_demo,
    }
}

/// Where to write and whom to call; what a new authority has not told yet is left out.
fn contact(contact: &Contact, home: Language, language: Language, texts: &Texts) -> Vec<String> {
    let (address, hours) = (
        contact.address.get(language, home),
        contact.hours.get(language, home),
    );
    let line = if hours.is_empty() {
        texts.say(
            language,
            "portal-foot-phone",
            &[("phone", contact.phone.as_str().into())],
        )
    } else {
        let both = [("phone", contact.phone.as_str().into()), ("hours", hours.into())];
        texts.say(language, "portal-foot-phone-hours", &both)
    };
    let lines = [address.to_owned(), line];
    lines.into_iter().filter(|line| !line.is_empty()).collect()
}

/// Where the shared entry is found: on this host, or by way of one that knows the other's.
fn entry_path(tenant: &Tenant) -> Option<&'static str> {
    match (tenant.mode.members.is_empty(), tenant.mode.entries.is_empty()) {
        (false, _) => Some("/entry"),
        (true, false) => Some("/entry/back"),
        (true, true) => None,
    }
}

fn digest(text: &str) -> String {
    Sha256::digest(text.as_bytes())
        .iter()
        .take(6)
        .map(|byte| format!("{byte:02x}"))
        .collect()
}

// The address of a style sheet changes whenever anything in it does.
fn theme_digest(tenant: &Tenant) -> String {
    digest(&format!(
        "{}{}",
        tenant.settings.theme.css(None),
        tenant.settings.hero.as_deref().unwrap_or_default()
    ))
}

fn hero_path(tenant: &Tenant, renderer: &Renderer) -> Option<String> {
    match &tenant.settings.hero {
        Some(hero) => Some(format!("/hero-{}.svg", digest(hero))),
        None => tenant
            .settings
            .theme
            .pattern
            .asset()
            .and_then(|name| renderer.assets().address(name)),
    }
}

/// Serves `/emblem-….svg`, `/hero-….svg` and `/theme-….css` of the tenant at this host. The digest in the address is there
/// for caches; whatever it says, the current file is the answer.
pub fn configure(routes: &mut web::ServiceConfig) {
    routes
        .route("/emblem-{digest}.svg", web::get().to(emblem))
        .route("/hero-{digest}.svg", web::get().to(hero))
        .route("/theme-{digest}.css", web::get().to(theme));
}

const FOREVER: &str = "public, max-age=31536000, immutable";

fn file(kind: &'static str, body: String) -> HttpResponse {
    HttpResponse::Ok()
        .insert_header((header::CONTENT_TYPE, kind))
        .insert_header((header::CACHE_CONTROL, FOREVER))
        .body(body)
}

async fn emblem(request: HttpRequest, state: web::Data<State>) -> super::Answer {
    let tenant = tenant_of(&request, &state)?;
    Ok(file("image/svg+xml", tenant.settings.emblem.clone()))
}

async fn hero(request: HttpRequest, state: web::Data<State>) -> super::Answer {
    let tenant = tenant_of(&request, &state)?;
    let hero = tenant.settings.hero.clone().ok_or(Error::NotFound)?;
    Ok(file("image/svg+xml", hero))
}

async fn theme(request: HttpRequest, state: web::Data<State>) -> super::Answer {
    let tenant = tenant_of(&request, &state)?;
    let hero = hero_path(&tenant, &state.renderer);
    Ok(file(
        "text/css; charset=utf-8",
        tenant.settings.theme.css(hero.as_deref()),
    ))
}
