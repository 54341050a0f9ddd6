//! One request: whose portal, who, in which language.

mod answers;

use std::future::{Future, ready};
use std::net::IpAddr;
use std::pin::Pin;
use std::sync::{Arc, OnceLock};

use actix_web::dev::Payload;
use actix_web::http::{Method, header};
use actix_web::{FromRequest, HttpMessage, HttpRequest, web};

use crate::authority::access::SignedIn;
use crate::authority::people::{SessionKind, Token};
use crate::authority::tenancy::Tenant;
use crate::kernel::context::Context;
use crate::kernel::error::{Error, Result, in_language};
use crate::kernel::ids::AccountId;
use crate::kernel::locale::Language;
use crate::platform::render::{Argument, Flash, FlashKind};

use super::failure::Failure;
use super::layers::Trace;
use super::limits::Limited;
use super::state::State;

/// The cookie that holds a session's secret.
pub const SESSION_COOKIE: &str = "od_session";
const VISITOR_COOKIE: &str = "od_visitor";
pub(super) const LANGUAGE_COOKIE: &str = "od_language";
pub(super) const FLASH_COOKIE: &str = "od_flash";

/// A request on a tenant's host.
#[derive(Clone)]
pub struct Visit {
    /// What handlers share.
    pub state: web::Data<State>,
    /// Whose host it is.
    pub tenant: Arc<Tenant>,
    /// The language of the answer.
    pub language: Language,
    /// Who is signed in, or a visitor's session.
    pub session: Option<Arc<SignedIn>>,
    /// What transactions are bound to.
    pub context: Arc<Context>,
    /// Path and query, as asked for.
    pub path: String,
    /// Where it comes from.
    pub address: IpAddr,
    unread: i64,
    flash: Option<Flash>,
    visitor: Visitor,
    chose_language: bool,
    is_secure: bool,
    had_flash: bool,
}

/// A visitor's name: known from her cookie, or made when a page first needs it; programs never do.
#[derive(Clone)]
struct Visitor {
    name: Arc<OnceLock<String>>,
    is_new: bool,
}

impl Visitor {
    fn called(name: Option<String>) -> Self {
        Self {
            is_new: name.is_none(),
            name: Arc::new(name.map_or_else(OnceLock::new, OnceLock::from)),
        }
    }
}

/// The tenant at the request's host.
///
/// # Errors
/// [`Error::NotFound`] when no tenant answers there.
pub fn tenant_of(request: &HttpRequest, state: &State) -> Result<Arc<Tenant>> {
    let info = request.connection_info();
    let host = info.host();
    let name = host.rsplit_once(':').map_or(host, |(name, _)| name);
    state.tenants.by_host(name).ok_or(Error::NotFound)
}

impl FromRequest for Visit {
    type Error = Failure;
    type Future = Pin<Box<dyn Future<Output = std::result::Result<Self, Failure>>>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        if let Some(known) = request.extensions().get::<Visit>() {
            return Box::pin(ready(Ok(known.clone())));
        }
        let request = request.clone();
        Box::pin(async move {
            let visit = Visit::begin(&request).await?;
            request.extensions_mut().insert(visit.clone());
            Ok(visit)
        })
    }
}

impl Visit {
    async fn begin(request: &HttpRequest) -> Result<Visit> {
        let state = request
            .app_data::<web::Data<State>>()
            .cloned()
            .ok_or_else(|| Error::internal("no state"))?;
        let tenant = tenant_of(request, &state)?;
        let session = match token_of(request)? {
            Some(token) => state.gate.signed_in(tenant.id, token.digest()).await?,
            None => None,
        };
        if session.is_none() && request.headers().contains_key(header::AUTHORIZATION) {
            return Err(Error::SignInNeeded);
        }
        let trace = request
            .extensions()
            .get::<Trace>()
            .map(|trace| trace.parent.clone());
        let mut context = match &session {
            Some(signed_in) => signed_in.context.as_ref().clone(),
            None => state.gate.public(tenant.id),
        };
        context.trace = trace;
        let context = Arc::new(context);
        let unread = match &session {
            // For the bell on a page: what is posted ends in another page, and neither staff nor programs have a bell.
            Some(of) if has_bell(of) && request.method() == Method::GET => {
                state.unread.of(&state.db, &context).await
            }
            _ => 0,
        };
        let (language, chose_language) = language_of(request, &tenant, session.as_deref());
        let visitor = request
            .cookie(VISITOR_COOKIE)
            .map(|cookie| cookie.value().to_owned());
        let visitor = visitor.filter(|name| state.keys.is_visitor(name));
        let flash = flash_of(request, &state, language);
        Ok(Visit {
            visitor: Visitor::called(visitor),
            chose_language,
            had_flash: request.cookie(FLASH_COOKIE).is_some(),
            flash,
            is_secure: state.config.public_scheme == "https",
            address: address_of(request, &state),
            path: request
                .uri()
                .path_and_query()
                .map_or("/", |path| path.as_str())
                .to_owned(),
            context,
            unread,
            state,
            tenant,
            language,
            session,
        })
    }

    /// The account that is signed in.
    ///
    /// # Errors
    /// [`Error::SignInNeeded`] when nobody is.
    pub fn account(&self) -> Result<AccountId> {
        self.context.actor.account().ok_or(Error::SignInNeeded)
    }

    /// Whether a staff member is signed in.
    #[must_use]
    pub fn is_staff(&self) -> bool {
        self.session
            .as_ref()
            .is_some_and(|signed_in| signed_in.session.is_staff)
    }

    /// A text of the tenant in the language of the answer.
    #[must_use]
    pub fn say<'a>(&self, text: &'a crate::kernel::locale::Localised) -> &'a str {
        text.get(self.language, self.tenant.default_language())
    }

    /// An interface text in the language of the answer.
    #[must_use]
    pub fn text(&self, key: &str) -> String {
        self.state.renderer.texts().say(self.language, key, &[])
    }

    /// An interface text where there is one: not everything has a word of explanation.
    #[must_use]
    pub fn text_or_none(&self, key: &str) -> Option<String> {
        self.state
            .renderer
            .texts()
            .has(self.language, key)
            .then(|| self.text(key))
    }

    /// An interface text with one place filled.
    #[must_use]
    pub fn text_with(&self, key: &str, name: &str, value: &str) -> String {
        self.state
            .renderer
            .texts()
            .say(self.language, key, &[(name, Argument::parse(value))])
    }

    /// An interface text with several places filled, as they are.
    #[must_use]
    pub fn text_of(&self, key: &str, arguments: &[(&str, &str)]) -> String {
        let arguments: Vec<(&str, Argument<'_>)> = arguments
            .iter()
            .map(|(name, value)| (*name, Argument::from(*value)))
            .collect();
        self.state.renderer.texts().say(self.language, key, &arguments)
    }

    /// What is wrong with an answer, in words.
    #[must_use]
    pub fn problem(&self, problem: &crate::kernel::error::FieldProblem) -> String {
        self.sentence(&problem.code, &problem.arguments)
    }

    /// A refusal in words.
    #[must_use]
    pub fn refusal(&self, refusal: &crate::kernel::error::Refusal) -> String {
        self.sentence(&refusal.code, &refusal.arguments)
    }

    fn sentence(&self, code: &str, arguments: &std::collections::BTreeMap<String, String>) -> String {
        let arguments: Vec<_> = in_language(arguments, self.language)
            .map(|(name, value)| (name, Argument::parse(value)))
            .collect();
        self.state.renderer.texts().say(self.language, code, &arguments)
    }

    /// Something with what it is: `Amount: 5`, with the colon of the language.
    #[must_use]
    pub fn labelled(&self, label: &str, text: &str) -> String {
        self.text_of("common-labelled", &[("label", label), ("text", text)])
    }

    /// The full address of a path on this portal, for links outside it.
    #[must_use]
    pub fn public_url(&self, path: &str) -> String {
        self.state.config.public_url(self.tenant.host(), path)
    }

    /// Takes one act out of the visitor's bucket.
    ///
    /// # Errors
    /// [`Error::TooMany`] when it is empty.
    pub fn limit(&self, limited: Limited) -> Result<()> {
        self.state.limits.take(limited, self.tenant.id, self.address)
    }

    /// The token for the forms of this page.
    #[must_use]
    pub fn csrf(&self) -> String {
        self.state.keys.csrf(&self.holder())
    }

    /// Whether a form's token was made for this session or visitor.
    #[must_use]
    pub fn is_csrf(&self, token: &str) -> bool {
        self.state.keys.is_csrf(&self.holder(), token)
    }

    fn holder(&self) -> String {
        // A visitor's session begins in the middle of what she fills in: the forms she has open stay good.
        match &self.session {
            Some(signed_in) if signed_in.session.account_id.is_some() => signed_in.session.id.to_string(),
            _ => self.visitor_name().to_owned(),
        }
    }

    fn visitor_name(&self) -> &str {
        self.visitor.name.get_or_init(|| self.state.keys.fresh_visitor())
    }

    /// The query of the address, without its question mark.
    #[must_use]
    pub fn query(&self) -> &str {
        self.path.split_once('?').map_or("", |(_, query)| query)
    }

    /// Forgets what this node remembers of the session, so that its next request reads it again.
    pub fn forget_session(&self, request: &HttpRequest) {
        if let Ok(Some(token)) = token_of(request) {
            self.state.gate.forget(self.tenant.id, token.digest());
        }
    }
}

fn has_bell(of: &SignedIn) -> bool {
    !of.session.is_staff && of.session.account_id.is_some() && of.session.kind == SessionKind::Browser
}

fn token_of(request: &HttpRequest) -> Result<Option<Token>> {
    if let Some(value) = request.headers().get(header::AUTHORIZATION) {
        let text = value.to_str().ok().and_then(|text| text.strip_prefix("Bearer "));
        return text
            .and_then(|text| Token::parse(text.trim()))
            .map(Some)
            .ok_or(Error::SignInNeeded);
    }
    Ok(request
        .cookie(SESSION_COOKIE)
        .and_then(|cookie| Token::parse(cookie.value())))
}

/// Whether the request is a program's: by bearer token, not by a cookie that a browser adds by itself.
#[must_use]
pub fn is_by_token(visit: &Visit) -> bool {
    visit
        .session
        .as_ref()
        .is_some_and(|signed_in| signed_in.session.kind == SessionKind::Token)
}

// A choice in the address wins and is kept; then the choice kept, the account's language, the tenant's. A browser's own
// setting is not asked: it is too often not the reader's choice, and the switch is the first line of every page.
fn language_of(request: &HttpRequest, tenant: &Tenant, session: Option<&SignedIn>) -> (Language, bool) {
    let offered = &tenant.settings.tenant.languages;
    let read = |tag: &str| {
        tag.parse::<Language>()
            .ok()
            .filter(|language| offered.contains(language))
    };
    let asked = request
        .query_string()
        .split('&')
        .find_map(|pair| pair.strip_prefix("lang="))
        .and_then(read);
    if let Some(language) = asked {
        return (language, true);
    }
    let kept = request
        .cookie(LANGUAGE_COOKIE)
        .and_then(|cookie| read(cookie.value()));
    let own = || session.and_then(|signed_in| signed_in.session.language);
    (
        kept.or_else(own).unwrap_or_else(|| tenant.default_language()),
        false,
    )
}

fn flash_of(request: &HttpRequest, state: &State, language: Language) -> Option<Flash> {
    let cookie = request.cookie(FLASH_COOKIE)?;
    let (sign, key) = cookie.value().split_once('.')?;
    let texts = state.renderer.texts();
    let kind = match sign {
        "ok" => FlashKind::Ok,
        "bad" => FlashKind::Bad,
        _ => FlashKind::Info,
    };
    texts.has(language, key).then(|| Flash {
        kind,
        text: texts.say(language, key, &[]),
    })
}

fn address_of(request: &HttpRequest, state: &State) -> IpAddr {
    let peer = request
        .peer_addr()
        .map_or(IpAddr::from([0, 0, 0, 0]), |address| address.ip());
    let trusted = state
        .config
        .trusted_proxies
        .split(',')
        .any(|proxy| proxy.trim().parse() == Ok(peer));
    if !trusted {
        return peer;
    }
    // The last entry was written by the proxy we trust; those before it by anybody.
    request
        .headers()
        .get("x-forwarded-for")
        .and_then(|value| value.to_str().ok())
        .and_then(|list| list.rsplit(',').next())
        .and_then(|text| text.trim().parse().ok())
        .unwrap_or(peer)
}
