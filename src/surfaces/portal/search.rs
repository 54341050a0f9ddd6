//! Searching the catalogue.

use actix_web::{HttpRequest, web};
use serde::Deserialize;

use crate::authority::tenancy::code::{Audience, Online};
use crate::kernel::clock;
use crate::kernel::error::Error;
use crate::services::catalogue::{Facets, Shelf, audience_word, online_word};
use crate::surfaces::web::views::{Link, Pager};
use crate::surfaces::web::{Answer, Failure, State, Visit, kept};

use super::cards::{self, Words};
use super::views::{Facet, FacetOption, Search};

const PER_PAGE: i64 = 20;
const QUERY_CHARACTERS_MAX: usize = 200;

/// What the address asks for. Words that nothing has leave everything out, as they should.
#[derive(Debug, Clone, Default, Deserialize)]
struct Asked {
    #[serde(default)]
    q: String,
    domain: Option<String>,
    event: Option<String>,
    audience: Option<String>,
    online: Option<String>,
    #[serde(default)]
    page: i64,
}

impl Asked {
    fn facets(&self) -> Facets {
        let some = |word: &Option<String>| word.clone().filter(|word| !word.is_empty());
        Facets {
            domain: some(&self.domain),
            life_event: some(&self.event),
            audience: some(&self.audience),
            online: some(&self.online),
        }
    }

    /// The address of this search, on its first page.
    fn url(&self) -> String {
        let mut query = url::form_urlencoded::Serializer::new(String::new());
        if !self.q.is_empty() {
            query.append_pair("q", &self.q);
        }
        for (name, value) in [
            ("domain", &self.domain),
            ("event", &self.event),
            ("audience", &self.audience),
            ("online", &self.online),
        ] {
            if let Some(value) = value.as_deref().filter(|value| !value.is_empty()) {
                query.append_pair(name, value);
            }
        }
        match query.finish() {
            empty if empty.is_empty() => "/search".to_owned(),
            query => format!("/search?{query}"),
        }
    }

    fn page_url(&self, page: i64) -> String {
        let url = self.url();
        let sign = if url.contains('?') { '&' } else { '?' };
        format!("{url}{sign}page={page}")
    }
}

/// `GET /search`
pub async fn search(request: HttpRequest, state: web::Data<State>) -> Answer {
    kept(&request, &state, |visit| async move {
        let mut asked = web::Query::<Asked>::from_query(visit.query())
            .map_err(|_| Error::NotFound)?
            .into_inner();
        asked.q = asked.q.trim().chars().take(QUERY_CHARACTERS_MAX).collect();
        search_html(&visit, asked).await
    })
    .await
}

async fn search_html(visit: &Visit, asked: Asked) -> Result<String, Failure> {
    let shelf = visit.state.library.shelf(&visit.tenant).await?;
    Ok(visit.html(
        "portal/search.html",
        "services",
        &search_view(visit, &shelf, &asked),
    )?)
}

fn search_view(visit: &Visit, shelf: &Shelf, asked: &Asked) -> Search {
    let words = Words {
        tenant: &visit.tenant,
        language: visit.language,
    };
    let now = clock::now();
    let found = shelf.search(&asked.q, &asked.facets());
    let total = i64::try_from(found.len()).unwrap_or(i64::MAX);
    let pager = Pager::of(asked.page, PER_PAGE, total, |page| asked.page_url(page));
    let page = pager.as_ref().map_or(1, |pager| pager.page);
    let from = usize::try_from((page - 1) * PER_PAGE).unwrap_or(0);
    let facets = facets(visit, shelf, asked);
    Search {
        query: asked.q.clone(),
        total,
        procedures: found
            .into_iter()
            .skip(from)
            .take(usize::try_from(PER_PAGE).unwrap_or(20))
            .map(|procedure| cards::card(words, shelf, procedure, true, now))
            .collect(),
        applied: facets
            .iter()
            .flat_map(|facet| facet.options.iter().filter(|option| option.current))
            .map(|option| Link::new(option.text.clone(), option.url.clone()))
            .collect(),
        facets,
        clear_url: Asked {
            q: asked.q.clone(),
            ..Asked::default()
        }
        .url(),
        pager,
    }
}

/// One filter: the member of the search it sets, and what can be chosen.
struct Choice<'a> {
    title: &'static str,
    member: fn(&mut Asked) -> &mut Option<String>,
    options: Vec<(String, &'a str)>,
}

fn facets(visit: &Visit, shelf: &Shelf, asked: &Asked) -> Vec<Facet> {
    let catalogue = &visit.tenant.settings.catalogue;
    let (audiences, levels) = (
        [Audience::Citizen, Audience::Business]
            .map(|one| (audience_word(one), visit.text(cards::audience_key(one)))),
        [Online::Full, Online::Partial, Online::Counter].map(|one| {
            (
                online_word(one),
                visit.text(&format!("common-level-{}", online_word(one))),
            )
        }),
    );
    let choices = [
        Choice {
            title: "portal-facet-domain",
            member: |asked| &mut asked.domain,
            options: catalogue
                .domain
                .iter()
                .map(|one| (one.code.clone(), visit.say(&one.name)))
                .collect(),
        },
        Choice {
            title: "portal-facet-event",
            member: |asked| &mut asked.event,
            options: catalogue
                .life_event
                .iter()
                .map(|one| (one.code.clone(), visit.say(&one.name)))
                .collect(),
        },
        Choice {
            title: "portal-facet-audience",
            member: |asked| &mut asked.audience,
            options: audiences
                .iter()
                .map(|(word, text)| ((*word).to_owned(), text.as_str()))
                .collect(),
        },
        Choice {
            title: "portal-facet-online",
            member: |asked| &mut asked.online,
            options: levels
                .iter()
                .map(|(word, text)| ((*word).to_owned(), text.as_str()))
                .collect(),
        },
    ];
    choices
        .into_iter()
        .filter_map(|choice| facet(visit, shelf, asked, choice))
        .collect()
}

/// A filter with the values that leave something; `None` when none does.
fn facet(visit: &Visit, shelf: &Shelf, asked: &Asked, choice: Choice<'_>) -> Option<Facet> {
    let options: Vec<FacetOption> = choice
        .options
        .into_iter()
        .filter_map(|(word, text)| {
            let mut with = Asked {
                page: 0,
                ..asked.clone()
            };
            let current = (choice.member)(&mut with).as_deref() == Some(word.as_str());
            *(choice.member)(&mut with) = Some(word);
            let count = shelf.search(&with.q, &with.facets()).len();
            if current {
                *(choice.member)(&mut with) = None;
            }
            (count > 0 || current).then(|| FacetOption {
                text: text.to_owned(),
                url: with.url(),
                count: i64::try_from(count).unwrap_or(i64::MAX),
                current,
            })
        })
        .collect();
    (!options.is_empty()).then(|| Facet {
        title: visit.text(choice.title),
        options,
    })
}
