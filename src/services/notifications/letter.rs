//! The words of a notice, as a letter and as a line on the applicant's page.

use serde::Serialize;

use crate::authority::tenancy::Tenant;
use crate::authority::tenancy::code::ProcedureFacts;
use crate::kernel::error::{Error, Result};
use crate::kernel::format;
use crate::kernel::locale::Language;
use crate::kernel::money::Money;
use crate::platform::mail::Letter;
use crate::platform::render::{Argument, Renderer};

use super::model::Notice;

/// `notifications/letter.html`
#[derive(Debug, Serialize)]
struct LetterView {
    language: &'static str,
    portal: String,
    colour: String,
    greeting: String,
    subject: String,
    text: String,
    url: String,
    link: String,
    footer: String,
}

/// Subject and text of a notice.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Words {
    /// One line.
    pub subject: String,
    /// A sentence or two.
    pub text: String,
}

/// The words of a notice in a language: the tenant's own where its code has them, else ours.
#[must_use]
pub fn words(
    renderer: &Renderer,
    tenant: &Tenant,
    facts: Option<&ProcedureFacts>,
    notice: &Notice,
    language: Language,
) -> Words {
    let home = tenant.default_language();
    let number = notice.dossier_number.clone().unwrap_or_default();
    let procedure = facts.map_or("", |facts| facts.name.get(language, home));
    let amount = serde_json::from_value::<Money>(notice.arguments["amount"].clone())
        .map(|amount| format::money(amount, language))
        .unwrap_or_default();
    let portal = tenant.settings.tenant.name.get(language, home);
    let until = notice.arguments["until"]
        .as_str()
        .and_then(|text| text.parse().ok())
        .map(|until| format::date_time(until, tenant.zone(), language))
        .unwrap_or_default();
    let filling = [
        ("portal", portal),
        ("until", until.as_str()),
        ("number", number.as_str()),
        ("procedure", procedure),
        ("amount", amount.as_str()),
    ];
    let say = |part: &str| {
        let key = format!("notifications-{}-{part}", notice.template);
        if let Some(own) = tenant
            .settings
            .notices
            .get(&key)
            .and_then(|text| text.get(language.tag())?.as_str())
        {
            return filling.iter().fold(own.to_owned(), |text, (name, value)| {
                text.replace(&format!("{{{name}}}"), value)
            });
        }
        let arguments: Vec<(&str, Argument<'_>)> = filling
            .iter()
            .map(|(name, value)| (*name, Argument::from(*value)))
            .collect();
        renderer.texts().say(language, &key, &arguments)
    };
    Words {
        subject: say("subject"),
        text: say("text"),
    }
}

/// Where a letter leads, besides the page of its dossier.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Onward {
    /// The address.
    pub url: String,
    /// The key of the words on its link.
    pub link: &'static str,
}

/// The letter of a notice.
///
/// # Errors
/// When the template cannot be rendered.
pub fn compose(
    renderer: &Renderer,
    tenant: &Tenant,
    facts: Option<&ProcedureFacts>,
    notice: &Notice,
    origin: &str,
    onward: Option<Onward>,
) -> Result<Letter> {
    let (language, home) = (notice.language, tenant.default_language());
    let Words { subject, text } = words(renderer, tenant, facts, notice, language);
    let code = &tenant.settings.tenant;
    let onward = onward.unwrap_or_else(|| Onward {
        url: notice.dossier_id.map_or_else(
            || format!("{origin}/my/notices"),
            |id| format!("{origin}/my/dossiers/{id}"),
        ),
        link: "notifications-open",
    });
    let url = onward.url;
    let say = |key: &str| {
        renderer
            .texts()
            .say(language, key, &[("name", Argument::from(notice.name.as_str()))])
    };
    let view = LetterView {
        language: language.tag(),
        portal: format!(
            "{} – {}",
            code.name.get(language, home),
            code.portal.get(language, home)
        ),
        colour: tenant.settings.theme.brand.to_string(),
        greeting: say("notifications-greeting"),
        subject: subject.clone(),
        text: text.clone(),
        link: renderer.texts().say(language, onward.link, &[]),
        footer: renderer.texts().say(language, "notifications-footer", &[]),
        url: url.clone(),
    };
    let html = renderer
        .part("notifications/letter.html", language, tenant.zone(), &view)
        .map_err(Error::internal)?;
    let plain = format!(
        "{}\n\n{}\n\n{}: {}\n\n{}\n{}\n",
        view.greeting, text, view.link, url, view.footer, view.portal
    );
    Ok(Letter {
        from: (
            code.mail.sender_name.get(language, home).to_owned(),
            code.mail.sender.clone(),
        ),
        to: (notice.name.clone(), notice.email.clone()),
        message_id: notice.message_id.clone(),
        subject,
        text: plain,
        html: Some(html),
    })
}
