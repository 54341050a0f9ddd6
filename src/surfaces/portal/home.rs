//! The first page, and the accessibility statement.

use actix_web::{HttpRequest, web};

use crate::kernel::clock;
use crate::services::catalogue::{Facets, Shelf};
use crate::surfaces::web::views::Link;
use crate::surfaces::web::{Answer, Failure, State, Visit, kept};

use super::cards::{self, Words};
use super::views::{Accessibility, Home, LifeEvent};

/// How many procedures the first page shows.
const POPULAR_MAX: usize = 6;
/// How many searches it suggests.
const SEARCHES_MAX: usize = 4;

/// `GET /`
pub async fn home(request: HttpRequest, state: web::Data<State>) -> Answer {
    kept(&request, &state, |visit| async move { home_html(&visit).await }).await
}

async fn home_html(visit: &Visit) -> Result<String, Failure> {
    let shelf = visit.state.library.shelf(&visit.tenant).await?;
    Ok(visit.html("portal/home.html", "", &home_view(visit, &shelf))?)
}

fn home_view(visit: &Visit, shelf: &Shelf) -> Home {
    let words = Words {
        tenant: &visit.tenant,
        language: visit.language,
    };
    let now = clock::now();
    let popular = shelf
        .procedures
        .iter()
        .filter(|procedure| procedure.facts.popular && !procedure.is_suspended);
    let catalogue = &visit.tenant.settings.catalogue;
    let life_events = catalogue.life_event.iter().filter_map(|event| {
        let facets = Facets {
            life_event: Some(event.code.clone()),
            ..Facets::default()
        };
        let count = shelf.search("", &facets).len();
        (count > 0).then(|| LifeEvent {
            name: words.say(&event.name).to_owned(),
            icon: event.icon.clone(),
            url: format!("/search?event={}", event.code),
            count: i64::try_from(count).unwrap_or(i64::MAX),
        })
    });
    Home {
        procedures_count: i64::try_from(shelf.procedures.len()).unwrap_or(i64::MAX),
        popular_searches: popular
            .clone()
            .take(SEARCHES_MAX)
            .map(|procedure| Link::new(words.say(&procedure.facts.name), cards::guide_url(procedure)))
            .collect(),
        life_events: life_events.collect(),
        procedures: popular
            .take(POPULAR_MAX)
            .map(|procedure| cards::card(words, shelf, procedure, true, now))
            .collect(),
        results: None,
        halls: shelf.open_halls().map(|hall| cards::hall(words, hall)).collect(),
        news: Vec::new(),
    }
}

/// `GET /accessibility`
pub async fn accessibility(request: HttpRequest, state: web::Data<State>) -> Answer {
    kept(&request, &state, |visit| async move {
        let view = Accessibility {
            phone: visit.tenant.settings.tenant.contact.phone.clone(),
        };
        Ok(visit.html("portal/accessibility.html", "", &view)?)
    })
    .await
}
