//! The catalogue: searching it, and everything about one procedure.

use actix_web::{HttpRequest, HttpResponse, web};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::{IntoParams, ToSchema};

use crate::authority::tenancy::code::{Audience, Online};
use crate::kernel::error::Error;
use crate::services::catalogue::{Facets, Procedure, Shelf, audience_word, online_word};
use crate::surfaces::web::{Answer, Visit};

use super::caller::{self, Anybody};
use super::openapi::Problem;

/// What to search for. Empty parameters ask for nothing.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct Asked {
    /// Words, in any of the tenant's languages; accents do not matter.
    q: Option<String>,
    /// A domain of administration, by its code.
    domain: Option<String>,
    /// A life event, by its code.
    life_event: Option<String>,
    /// `citizen` or `business`.
    audience: Option<String>,
    /// `full`, `partial` or `counter`.
    online: Option<String>,
    /// The most procedures to answer: 1 to 100, 20 when absent.
    limit: Option<i64>,
    /// How many to pass over.
    offset: Option<i64>,
}

/// Procedures that were found.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Found {
    /// How many there are in all.
    total: usize,
    /// This portion of them, best first.
    items: Vec<Summary>,
    /// What the search could be narrowed by.
    facets: Vec<FacetValue>,
}

/// A procedure in a list.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Summary {
    /// Its code: the name in addresses.
    code: String,
    /// Its number in the national catalogue.
    national_code: Option<String>,
    /// Its name in the language of the answer.
    name: String,
    /// What it is for.
    summary: String,
    /// The domain of administration.
    domain: String,
    /// `citizen`, `business` or both.
    audience: Vec<String>,
    /// `full`, `partial` or `counter`.
    online: String,
    /// Whether it takes no applications at present.
    is_suspended: bool,
}

/// A value that a search can be narrowed to.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct FacetValue {
    /// The parameter: `domain`, `life_event`, `audience` or `online`.
    parameter: String,
    /// Its value.
    value: String,
    /// The value in words.
    name: String,
    /// How many procedures it leaves of this search.
    count: usize,
}

/// A procedure with everything that applying for it needs.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Details {
    /// What lists show.
    #[serde(flatten)]
    summary: Summary,
    /// The published version; a new one may ask for something else.
    version: i32,
    /// Who may apply, in words.
    applicants: String,
    /// The time limit, in words.
    limit: String,
    /// The fee, in words.
    fee: String,
    /// What the applicant receives.
    result: String,
    /// What happens, step by step.
    steps: Vec<String>,
    /// The acts it rests on.
    legal_bases: Vec<String>,
    /// The units that take applications; the first when none is chosen.
    units: Vec<UnitSummary>,
    /// The form, as the form language defines it: pages with fields. Answers are keyed by the fields' codes.
    #[schema(value_type = Object)]
    pages: Value,
    /// The papers to attach, and when each is needed.
    #[schema(value_type = Object)]
    papers: Value,
}

/// An operating unit.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct UnitSummary {
    /// Its code, for the member `unit` of an application.
    code: String,
    /// Its name.
    name: String,
}

/// Searches the catalogue.
#[utoipa::path(
    get,
    path = "/api/v1/procedures",
    tag = "catalogue",
    params(Asked),
    responses(
        (status = 200, description = "What was found", body = Found),
        (status = 422, description = "A parameter is not what it should be", body = Problem, content_type = "application/problem+json"),
        (status = 429, description = "Too many requests", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(super) async fn search(request: HttpRequest, Anybody(visit): Anybody) -> Answer {
    let asked: Asked = caller::query(&request)?;
    let shelf = visit.state.library.shelf(&visit.tenant).await?;
    let question = asked.q.clone().unwrap_or_default();
    let (limit, offset) = caller::portion(asked.limit, asked.offset);
    let some = |word: &Option<String>| word.clone().filter(|word| !word.is_empty());
    let facets = Facets {
        domain: some(&asked.domain),
        life_event: some(&asked.life_event),
        audience: some(&asked.audience),
        online: some(&asked.online),
    };
    let found = shelf.search(&question, &facets);
    let at = |number: i64| usize::try_from(number).unwrap_or(0);
    Ok(HttpResponse::Ok().json(Found {
        total: found.len(),
        items: found
            .into_iter()
            .skip(at(offset))
            .take(at(limit))
            .map(|one| summary(&visit, one))
            .collect(),
        facets: values(&visit, &shelf, &question, &facets),
    }))
}

/// Everything about one procedure.
#[utoipa::path(
    get,
    path = "/api/v1/procedures/{code}",
    tag = "catalogue",
    params(("code" = String, Path, description = "The procedure's code")),
    responses(
        (status = 200, description = "The procedure", body = Details),
        (status = 404, description = "There is no such procedure", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(super) async fn procedure(Anybody(visit): Anybody, code: web::Path<String>) -> Answer {
    let shelf = visit.state.library.shelf(&visit.tenant).await?;
    let procedure = shelf.by_code(&code).ok_or(Error::NotFound)?;
    Ok(HttpResponse::Ok().json(details(&visit, &shelf, procedure)?))
}

fn summary(visit: &Visit, procedure: &Procedure) -> Summary {
    let facts = &procedure.facts;
    Summary {
        code: facts.code.clone(),
        national_code: facts.national_code.clone(),
        name: visit.say(&facts.name).to_owned(),
        summary: visit.say(&facts.summary).to_owned(),
        domain: facts.domain.clone(),
        audience: facts
            .audience
            .iter()
            .map(|one| audience_word(*one).to_owned())
            .collect(),
        online: online_word(facts.online).to_owned(),
        is_suspended: procedure.is_suspended,
    }
}

fn details(visit: &Visit, shelf: &Shelf, procedure: &Procedure) -> Result<Details, Error> {
    let facts = &procedure.facts;
    Ok(Details {
        summary: summary(visit, procedure),
        version: procedure.version,
        applicants: visit.say(&facts.applicants).to_owned(),
        limit: visit.say(&facts.limit.words).to_owned(),
        fee: visit.say(&facts.fee.words).to_owned(),
        result: visit.say(&facts.result.name).to_owned(),
        steps: facts
            .steps
            .iter()
            .map(|step| visit.say(step).to_owned())
            .collect(),
        legal_bases: procedure
            .legal_bases
            .iter()
            .map(|basis| format!("{}: {}", basis.number, visit.say(&basis.title)))
            .collect(),
        units: procedure
            .handled_by
            .iter()
            .filter_map(|handling| shelf.units.get(&handling.unit_id))
            .map(|unit| UnitSummary {
                code: unit.code.clone(),
                name: visit.say(&unit.name).to_owned(),
            })
            .collect(),
        pages: serde_json::to_value(&procedure.form.pages).map_err(Error::internal)?,
        papers: serde_json::to_value(&procedure.form.papers).map_err(Error::internal)?,
    })
}

fn values(visit: &Visit, shelf: &Shelf, question: &str, chosen: &Facets) -> Vec<FacetValue> {
    let catalogue = &visit.tenant.settings.catalogue;
    let mut all: Vec<(&str, String, String, Facets)> = Vec::new();
    for domain in &catalogue.domain {
        let facets = Facets {
            domain: Some(domain.code.clone()),
            ..chosen.clone()
        };
        all.push((
            "domain",
            domain.code.clone(),
            visit.say(&domain.name).to_owned(),
            facets,
        ));
    }
    for event in &catalogue.life_event {
        let facets = Facets {
            life_event: Some(event.code.clone()),
            ..chosen.clone()
        };
        all.push((
            "life_event",
            event.code.clone(),
            visit.say(&event.name).to_owned(),
            facets,
        ));
    }
    for audience in [Audience::Citizen, Audience::Business].map(audience_word) {
        let facets = Facets {
            audience: Some(audience.to_owned()),
            ..chosen.clone()
        };
        all.push((
            "audience",
            audience.to_owned(),
            visit.text(&format!("portal-audience-{audience}")),
            facets,
        ));
    }
    for online in [Online::Full, Online::Partial, Online::Counter].map(online_word) {
        let facets = Facets {
            online: Some(online.to_owned()),
            ..chosen.clone()
        };
        all.push((
            "online",
            online.to_owned(),
            visit.text(&format!("common-level-{online}")),
            facets,
        ));
    }
    all.into_iter()
        .filter_map(|(parameter, value, name, facets)| {
            let count = shelf.search(question, &facets).len();
            (count > 0).then(|| FacetValue {
                parameter: parameter.to_owned(),
                value,
                name,
                count,
            })
        })
        .collect()
}
