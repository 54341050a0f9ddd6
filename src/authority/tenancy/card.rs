//! The card of a tenant: what the platform shows of it, made of its code.

use serde_json::Value;
use uuid::Uuid;

use super::change::{Change, Mark, differences, to_json};
use super::code::TenantCode;
use super::queries::{self, Card};
use super::settings::{Beside, Settings};
use crate::kernel::error::{Error, Result};
use crate::platform::door::Db;

/// Id and card of the tenant called `slug`, after the platform took over what an application left.
pub(super) async fn card_of(db: &Db, slug: &str) -> Result<(Uuid, queries::Card)> {
    let slug = slug.to_owned();
    db.in_platform("read a card", move |tx| {
        queries::take_over(tx.sql(), None)?;
        let id = queries::id_of(tx.sql(), &slug)?.ok_or(Error::NotFound)?;
        let card = queries::card_now(tx.sql(), id)?.card.ok_or(Error::NotFound)?;
        Ok((id, card))
    })
    .await
}

/// What a part of the card is, in plans: the file that says it.
pub(super) const KIND: &str = "file";

/// The card that the code asks for.
pub(super) fn wanted(code: &TenantCode) -> Result<Card> {
    let halls = &code.organisation.hall;
    let works_in = |hall: &String| halls.iter().any(|it| it.code == *hall);
    let staff = code.people.staff.iter();
    let mut settings = Settings {
        tenant: code.tenant.clone(),
        theme: code.theme,
        catalogue: code.catalogue.clone(),
        fees: code.fees.clone(),
        emblem: code.emblem.clone(),
        hero: Some(code.hero.clone()),
        notices: to_json(&code.notifications)?,
        beside: Beside {
            regulation: code.accounts.regulation.clone(),
            halls: staff
                .filter_map(|it| Some((it.email.clone(), it.hall.clone().filter(works_in)?)))
                .collect(),
        },
    };
    // Lists whose order says nothing lie in one order.
    settings
        .fees
        .rate
        .sort_by(|one, other| (&one.code, one.from).cmp(&(&other.code, other.from)));
    settings
        .catalogue
        .legal_basis
        .sort_by(|one, other| one.code.cmp(&other.code));
    let mut hosts = code.tenant.hosts.clone();
    hosts.sort();
    Ok(Card {
        slug: code.tenant.slug.clone(),
        name: to_json(&code.tenant.name)?,
        settings: to_json(&settings)?,
        hosts,
    })
}

/// The card without the halls of people where either is no longer in the code: whoever ended by another way is said nothing
/// of from then on.
pub(super) fn still_said(card: &Card, code: &TenantCode) -> Card {
    let mut card = card.clone();
    let halls = card.settings.pointer_mut("/beside/halls");
    if let Some(halls) = halls.and_then(Value::as_object_mut) {
        let (staff, places) = (&code.people.staff, &code.organisation.hall);
        halls.retain(|email, hall| {
            staff.iter().any(|it| it.email == *email) && places.iter().any(|it| hall == it.code.as_str())
        });
    }
    card
}

/// What differs between the card shown and the card wanted, file by file.
pub(super) fn changes(shown: Option<&Card>, wanted: &Card) -> Vec<Change> {
    let nothing = Value::Null;
    let mut changes = Vec::new();
    for (part, name) in [
        ("tenant", "tenant.toml"),
        ("theme", "theme.toml"),
        ("catalogue", "catalogue.toml"),
        ("fees", "fees.toml"),
        ("emblem", "emblem.svg"),
        ("hero", "hero.svg"),
        ("notices", "notifications.toml"),
        ("beside", "accounts.toml and people.toml"),
    ] {
        let before = shown.and_then(|card| card.settings.get(part)).unwrap_or(&nothing);
        let after = wanted.settings.get(part).unwrap_or(&nothing);
        let mut fields = Vec::new();
        differences("", before, after, &mut fields);
        if !fields.is_empty() {
            changes.push(Change {
                mark: if shown.is_some() {
                    Mark::Changed
                } else {
                    Mark::Added
                },
                kind: KIND,
                name: name.to_owned(),
                fields,
            });
        }
    }
    let same_head = shown.is_some_and(|card| {
        (&card.slug, &card.name, &card.hosts) == (&wanted.slug, &wanted.name, &wanted.hosts)
    });
    // The head of the card repeats tenant.toml; it is news of its own only when somebody wrote it by another way.
    if changes.is_empty() && !same_head {
        changes.push(Change {
            mark: Mark::Changed,
            kind: KIND,
            name: "tenant.toml".to_owned(),
            fields: Vec::new(),
        });
    }
    changes
}
