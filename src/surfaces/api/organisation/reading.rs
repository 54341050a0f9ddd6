//! Parts of the organisation, today or as of a day.

use std::collections::BTreeMap;

use actix_web::http::header;
use actix_web::{HttpRequest, HttpResponse, web};
use chrono::{Days, NaiveDate};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use sha2::{Digest, Sha256};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use crate::authority::organisation::change::Kind;
use crate::authority::organisation::look::{self, Listed, Sought};
use crate::authority::organisation::reorganise::first_moment;
use crate::authority::organisation::{Disagrees, ReadOrganisation};
use crate::kernel::clock;
use crate::kernel::error::{Error, Result};
use crate::kernel::locale::Localised;
use crate::kernel::patterns::number::local_date;
use crate::platform::door::Whole;
use crate::surfaces::web::{Answer, Visit};

use super::super::caller::{self, Caller};
use super::super::openapi::Problem;
use super::said::kind_of;

/// The most balancing values of one answer.
const VALUES_MAX: i64 = 10_000;

/// Which parts.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(in super::super) struct Asked {
    /// The day on which they are in force; today when absent. A past day is told as rows stood at its end; a day to come as
    /// they stand now, without what is planned.
    on: Option<NaiveDate>,
    /// Only this kind: `business_group`, `legal_entity`, `operating_unit`, `service_hall`, `hall_part`, `cost_centre`,
    /// `department`, `ledger` or `accounting_setup`.
    kind: Option<String>,
    /// Words of the name or the code.
    q: Option<String>,
    /// The most parts to answer: 1 to 100, 20 when absent.
    limit: Option<i64>,
    /// How many to pass over.
    offset: Option<i64>,
}

/// On which day.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(in super::super) struct OnDay {
    /// As the part stood at the end of this day; as it stands when absent.
    on: Option<NaiveDate>,
}

/// Parts of the organisation.
#[derive(Debug, Serialize, ToSchema)]
pub(in super::super) struct Parts {
    /// The day it is told of.
    on: NaiveDate,
    /// How many there are in all.
    total: i64,
    /// This portion, kind by kind in the order of their codes.
    items: Vec<Part>,
}

/// A part of the organisation.
#[derive(Debug, Serialize, ToSchema)]
pub(in super::super) struct Part {
    /// Its kind, as in the parameter.
    kind: &'static str,
    /// Its id.
    id: String,
    /// Its code.
    code: String,
    /// Its name in each language it has one in.
    name: BTreeMap<String, String>,
    /// What else it says.
    #[serde(flatten)]
    facts: Facts,
    /// Of an operating unit: the legal entities it works for.
    #[serde(skip_serializing_if = "Option::is_none")]
    legal_entity_ids: Option<Vec<String>>,
    /// Of a legal entity: its balancing segment values.
    #[serde(skip_serializing_if = "Option::is_none")]
    company_values: Option<Vec<String>>,
}

/// What a part of one kind or another says; what its kind has not is absent.
#[derive(Debug, Default, Serialize, Deserialize, ToSchema)]
#[serde(default)]
pub(in super::super) struct Facts {
    /// The first day it is in force.
    #[serde(skip_serializing_if = "Option::is_none")]
    valid_from: Option<NaiveDate>,
    /// The first day it no longer is.
    #[serde(skip_serializing_if = "Option::is_none")]
    valid_to: Option<NaiveDate>,
    /// The business group.
    #[serde(skip_serializing_if = "Option::is_none")]
    business_group_id: Option<String>,
    /// The accounting set-up of a ledger.
    #[serde(skip_serializing_if = "Option::is_none")]
    accounting_setup_id: Option<String>,
    /// The ledger.
    #[serde(skip_serializing_if = "Option::is_none")]
    ledger_id: Option<String>,
    /// The legal entity of a hall or cost centre.
    #[serde(skip_serializing_if = "Option::is_none")]
    legal_entity_id: Option<String>,
    /// The entity a unit uses when none was given.
    #[serde(skip_serializing_if = "Option::is_none")]
    default_legal_entity_id: Option<String>,
    /// The unit of a hall.
    #[serde(skip_serializing_if = "Option::is_none")]
    operating_unit_id: Option<String>,
    /// The unit above.
    #[serde(skip_serializing_if = "Option::is_none")]
    parent_unit_id: Option<String>,
    /// The department above.
    #[serde(skip_serializing_if = "Option::is_none")]
    parent_department_id: Option<String>,
    /// The cost centre of a hall or department.
    #[serde(skip_serializing_if = "Option::is_none")]
    cost_centre_id: Option<String>,
    /// The hall of a window or area.
    #[serde(skip_serializing_if = "Option::is_none")]
    hall_id: Option<String>,
    /// `primary` or `secondary` of a ledger, `window` or `area` of a part of a hall.
    #[serde(rename(deserialize = "kind"), skip_serializing_if = "Option::is_none")]
    sort: Option<String>,
    /// What stands for a unit in numbers of dossiers.
    #[serde(skip_serializing_if = "Option::is_none")]
    number_code: Option<String>,
    /// The law an entity is registered under: `mst`, `edrpou` or `gb32100`.
    #[serde(skip_serializing_if = "Option::is_none")]
    registration_kind: Option<String>,
    /// Its number in the state's register.
    #[serde(skip_serializing_if = "Option::is_none")]
    registration_number: Option<String>,
    /// The company value of a cost centre.
    #[serde(skip_serializing_if = "Option::is_none")]
    company_value: Option<String>,
    /// The value set that company values come from.
    #[serde(skip_serializing_if = "Option::is_none")]
    value_set: Option<String>,
    /// The currency of a ledger's books.
    #[serde(skip_serializing_if = "Option::is_none")]
    currency: Option<String>,
    /// The address, language by language.
    #[schema(value_type = Option<Object>)]
    #[serde(skip_serializing_if = "Option::is_none")]
    address: Option<Localised>,
    /// When a hall is open, in words, language by language.
    #[schema(value_type = Option<Object>)]
    #[serde(skip_serializing_if = "Option::is_none")]
    hours: Option<Localised>,
    /// What a hall can do: `receives_dossiers`, `issues_tickets`, `takes_cash`, `prints_results`.
    #[serde(skip_serializing_if = "Option::is_none")]
    capabilities: Option<Vec<String>>,
}

/// A balancing segment value and its owner.
#[derive(Debug, Serialize, ToSchema)]
pub(in super::super) struct OwnedValue {
    /// Its value set.
    value_set: String,
    /// The value.
    value: String,
    /// The legal entity that owns it.
    legal_entity_id: String,
    /// How many cost centres stand on it.
    cost_centres: i64,
}

/// A value set.
#[derive(Debug, Serialize, ToSchema)]
pub(in super::super) struct ValueSet {
    /// Its code.
    code: String,
    /// Its name, language by language.
    name: BTreeMap<String, String>,
}

/// Where cost centres and values of the segment disagree.
#[derive(Debug, Serialize, ToSchema)]
pub(in super::super) struct Disagreement {
    /// `value_without_centre` or `centre_without_value`.
    what: &'static str,
    /// The value set of the company value.
    value_set: String,
    /// The company value.
    company_value: String,
    /// The value, which is the code of the cost centre.
    code: String,
}

/// The accounting set-up beside its ledgers, which are parts.
#[derive(Debug, Serialize, ToSchema)]
pub(in super::super) struct Accounting {
    /// Value sets.
    value_sets: Vec<ValueSet>,
    /// How many balancing values there are.
    value_count: i64,
    /// Balancing values, at most 10,000.
    values: Vec<OwnedValue>,
    /// What the check of cost centres against their segment found.
    disagreements: Vec<Disagreement>,
}

/// Reads the organisation as of a day, page by page, or searches it.
#[utoipa::path(
    get, path = "/api/v1/organisation", tag = "organisation",
    params(Asked, ("If-None-Match" = Option<String>, Header, description = "The ETag of the answer that is known")),
    responses(
        (status = 200, description = "The parts", body = Parts, headers(("ETag" = String))),
        (status = 304, description = "It is as the ETag says"),
        (status = 401, description = "The token is missing, unknown or over", body = Problem, content_type = "application/problem+json"),
        (status = 403, description = "The account may not read the organisation", body = Problem, content_type = "application/problem+json"),
        (status = 422, description = "A parameter is not what it should be", body = Problem, content_type = "application/problem+json"),
    ),
    security(("token" = []))
)]
pub(in super::super) async fn list(request: HttpRequest, caller: Caller) -> Answer {
    let asked: Asked = caller::query(&request)?;
    let (limit, offset) = caller::portion(asked.limit, asked.offset);
    let visit = &caller.visit;
    let kind = asked
        .kind
        .as_deref()
        .map(|word| kind_of(word).ok_or_else(|| Error::refused("api-query-not-valid")))
        .transpose()?;
    let words = asked.q.unwrap_or_default();
    if words.contains('\0') {
        return Err(Error::refused("api-query-not-valid").into());
    }
    let sought = Sought {
        words: words.chars().take(100).collect(),
        kind,
        limit,
        offset,
        ..sought(visit, asked.on)?
    };
    let on = sought.day;
    let (listed, total) = read(visit, sought).await?;
    let items = listed.into_iter().map(told).collect::<Result<_>>()?;
    tagged(&request, &Parts { on, total, items })
}

/// Reads one part.
#[utoipa::path(
    get, path = "/api/v1/organisation/{kind}/{id}", tag = "organisation",
    params(
        ("kind" = String, Path, description = "Its kind, as in lists"),
        ("id" = String, Path, description = "Its id"),
        OnDay,
        ("If-None-Match" = Option<String>, Header, description = "The ETag of the answer that is known"),
    ),
    responses(
        (status = 200, description = "The part, also when it has ended", body = Part, headers(("ETag" = String))),
        (status = 304, description = "It is as the ETag says"),
        (status = 401, description = "The token is missing, unknown or over", body = Problem, content_type = "application/problem+json"),
        (status = 403, description = "The account may not read the organisation", body = Problem, content_type = "application/problem+json"),
        (status = 404, description = "There is no such part, or was none on that day", body = Problem, content_type = "application/problem+json"),
        (status = 422, description = "The day is none", body = Problem, content_type = "application/problem+json"),
    ),
    security(("token" = []))
)]
pub(in super::super) async fn part(
    request: HttpRequest,
    caller: Caller,
    path: web::Path<(String, String)>,
) -> Answer {
    let asked: OnDay = caller::query(&request)?;
    let kind = kind_of(&path.0).ok_or(Error::NotFound)?;
    let id: Uuid = caller::id(&path.1)?;
    let visit = &caller.visit;
    let sought = Sought {
        kind: Some(kind),
        id: Some(id),
        ..sought(visit, asked.on)?
    };
    let (listed, _) = read(visit, sought).await?;
    let found = listed.into_iter().next().ok_or(Error::NotFound)?;
    tagged(&request, &told(found)?)
}

/// Reads value sets, balancing values with their owners, and the check of cost centres against their segment.
#[utoipa::path(
    get, path = "/api/v1/organisation/accounting", tag = "organisation",
    params(("If-None-Match" = Option<String>, Header, description = "The ETag of the answer that is known")),
    responses(
        (status = 200, description = "The accounting set-up", body = Accounting, headers(("ETag" = String))),
        (status = 304, description = "It is as the ETag says"),
        (status = 401, description = "The token is missing, unknown or over", body = Problem, content_type = "application/problem+json"),
        (status = 403, description = "The account may not read the organisation", body = Problem, content_type = "application/problem+json"),
    ),
    security(("token" = []))
)]
pub(in super::super) async fn accounting(request: HttpRequest, caller: Caller) -> Answer {
    let found = caller
        .visit
        .state
        .db
        .in_tenant(&caller.visit.context, |tx| {
            look::accounting(&mut tx.authorise::<ReadOrganisation>(Whole)?, "", 0, VALUES_MAX)
        })
        .await?;
    let told = Accounting {
        value_sets: found
            .value_sets
            .into_iter()
            .map(|(code, name)| ValueSet {
                code,
                name: said_names(name),
            })
            .collect(),
        value_count: found.value_count,
        values: found
            .values
            .into_iter()
            .map(|it| OwnedValue {
                value_set: it.value_set,
                value: it.value,
                legal_entity_id: it.entity.id.to_string(),
                cost_centres: it.centres,
            })
            .collect(),
        disagreements: found
            .disagreements
            .into_iter()
            .map(|it| Disagreement {
                what: match it.what {
                    Disagrees::ValueWithoutCentre => "value_without_centre",
                    Disagrees::CentreWithoutValue => "centre_without_value",
                },
                value_set: it.value_set,
                company_value: it.company_value,
                code: it.code,
            })
            .collect(),
    };
    tagged(&request, &told)
}

/// Everything on a day: with the moment at its end when the day is over.
fn sought(visit: &Visit, on: Option<NaiveDate>) -> Result<Sought> {
    let zone = visit.tenant.zone();
    let today = local_date(clock::now(), zone);
    let day = on.unwrap_or(today);
    let end = day
        .checked_add_days(Days::new(1))
        .ok_or_else(|| Error::refused("api-query-not-valid"))?;
    Ok(Sought {
        words: String::new(),
        kind: None,
        id: None,
        day,
        as_of: (day < today).then(|| first_moment(end, zone)),
        offset: 0,
        limit: 1,
    })
}

async fn read(visit: &Visit, sought: Sought) -> Result<(Vec<Listed>, i64)> {
    visit
        .state
        .db
        .in_tenant(&visit.context, move |tx| {
            look::listed(&mut tx.authorise::<ReadOrganisation>(Whole)?, &sought)
        })
        .await
}

fn told(listed: Listed) -> Result<Part> {
    let text = |column: &str| {
        let text = listed.row.get(column).and_then(Value::as_str);
        text.unwrap_or_default().to_owned()
    };
    let name: Localised = serde_json::from_value(listed.row.get("name").cloned().unwrap_or_default())
        .map_err(Error::internal)?;
    let of_kind = |kind: Kind| listed.kind == kind;
    let ids = || listed.entities.iter().map(Uuid::to_string).collect();
    Ok(Part {
        kind: listed.kind.table(),
        id: text("id"),
        code: text("code"),
        name: said_names(name),
        legal_entity_ids: of_kind(Kind::OperatingUnit).then(ids),
        company_values: of_kind(Kind::LegalEntity).then(|| listed.company_values.clone()),
        facts: facts(listed.kind, listed.row)?,
    })
}

fn facts(kind: Kind, mut row: Value) -> Result<Facts> {
    // The address of an entity is that of its invoices: street, city, country, and the texts of each language.
    if kind == Kind::LegalEntity {
        row["address"] = row["address"]["texts"].take();
    }
    serde_json::from_value(row).map_err(Error::internal)
}

fn said_names(name: Localised) -> BTreeMap<String, String> {
    name.0
        .into_iter()
        .map(|(language, text)| (language.tag().to_owned(), text))
        .collect()
}

/// The answer with a tag of what it says, or that it is as the caller knows it.
fn tagged(request: &HttpRequest, told: &impl Serialize) -> Answer {
    let body = serde_json::to_vec(told).map_err(Error::internal)?;
    let digest = Sha256::digest(&body);
    let tag: String = digest.iter().take(16).map(|byte| format!("{byte:02x}")).collect();
    let tag = format!("\"{tag}\"");
    let known = request
        .headers()
        .get(header::IF_NONE_MATCH)
        .and_then(|known| known.to_str().ok())
        .unwrap_or_default();
    // Compression marks a tag as weak; what it says is the same.
    let is_known = known
        .split(',')
        .map(|known| known.trim().trim_start_matches("W/"))
        .any(|known| known == tag || known == "*");
    let mut answer = if is_known {
        HttpResponse::NotModified()
    } else {
        HttpResponse::Ok()
    };
    answer
        .insert_header((header::ETAG, tag))
        .insert_header((header::CACHE_CONTROL, "private, no-cache"));
    if is_known {
        return Ok(answer.finish());
    }
    Ok(answer
        .insert_header((header::CONTENT_TYPE, "application/json"))
        .body(body))
}
