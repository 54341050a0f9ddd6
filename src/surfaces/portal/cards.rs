//! Procedures and halls as lists and guides show them.

use crate::authority::tenancy::Tenant;
use crate::authority::tenancy::code::{self, Audience};
use crate::kernel::clock::Instant;
use crate::kernel::locale::Language;
use crate::services::catalogue::{HallFacts, Procedure, Shelf};
use crate::surfaces::web::told;
use crate::surfaces::web::views::Level;

use super::fees;
use super::views::{HallCard, ProcedureCard};

/// A tenant's words in the language of one page.
#[derive(Clone, Copy)]
pub struct Words<'a> {
    /// Whose.
    pub tenant: &'a Tenant,
    /// In which language.
    pub language: Language,
}

impl<'a> Words<'a> {
    /// A text of the tenant.
    #[must_use]
    pub fn say(self, text: &'a crate::kernel::locale::Localised) -> &'a str {
        text.get(self.language, self.tenant.default_language())
    }
}

/// Where the guide of a procedure is.
#[must_use]
pub fn guide_url(procedure: &Procedure) -> String {
    format!("/procedures/{}", procedure.facts.code)
}

/// Where an application starts; `None` when it is for the counter only or takes none now.
#[must_use]
pub fn apply_url(procedure: &Procedure) -> Option<String> {
    let is_open = procedure.facts.online != code::Online::Counter && !procedure.is_suspended;
    is_open.then(|| format!("/procedures/{}/apply", procedure.facts.code))
}

/// A procedure in a list.
#[must_use]
pub fn card(
    words: Words<'_>,
    shelf: &Shelf,
    procedure: &Procedure,
    with_summary: bool,
    now: Instant,
) -> ProcedureCard {
    ProcedureCard {
        name: words.say(&procedure.facts.name).to_owned(),
        url: guide_url(procedure),
        summary: with_summary.then(|| words.say(&procedure.facts.summary).to_owned()),
        agency: agency(words, shelf, procedure),
        level: level(procedure),
        limit: told::limit(&procedure.facts.limit),
        fee: fees::beforehand(words.tenant, procedure, now),
        apply_url: apply_url(procedure),
    }
}

/// The unit that takes what is sent online.
#[must_use]
pub fn agency(words: Words<'_>, shelf: &Shelf, procedure: &Procedure) -> Option<String> {
    let unit = shelf.units.get(&procedure.default_handling()?.unit_id)?;
    Some(
        unit.name
            .get(words.language, words.tenant.default_language())
            .to_owned(),
    )
}

/// How far it is online.
#[must_use]
pub const fn level(procedure: &Procedure) -> Level {
    match procedure.facts.online {
        code::Online::Full => Level::Full,
        code::Online::Partial => Level::Partial,
        code::Online::Counter => Level::Counter,
    }
}

/// A hall.
#[must_use]
pub fn hall(words: Words<'_>, hall: &HallFacts) -> HallCard {
    let home = words.tenant.default_language();
    let hours = hall.hours.get(words.language, home);
    HallCard {
        name: hall.name.get(words.language, home).to_owned(),
        address: hall.address.get(words.language, home).to_owned(),
        hours: (!hours.is_empty()).then(|| hours.to_owned()),
        phone: None,
    }
}

/// The key of the text that names an audience.
#[must_use]
pub const fn audience_key(audience: Audience) -> &'static str {
    match audience {
        Audience::Citizen => "portal-audience-citizen",
        Audience::Business => "portal-audience-business",
    }
}
