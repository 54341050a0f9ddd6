//! Counts of dossiers and sums of money, for auditors.

use actix_web::{HttpRequest, HttpResponse};
use chrono::{Datelike, Months, NaiveDate};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::kernel::clock;
use crate::kernel::error::{Error, Result};
use crate::kernel::patterns::number::local_date;
use crate::platform::door::Whole;
use crate::services::catalogue::Shelf;
use crate::services::statistics::acts::ReadStatistics;
use crate::services::statistics::{DossierCount, MoneySum, queries};
use crate::surfaces::web::Answer;

use super::caller::{self, Caller};
use super::openapi::Problem;

/// The longest span of one answer, in months.
const MONTHS_MAX: i32 = 120;

/// Which months.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct Asked {
    /// The first month, as `2026-01`; eleven months before the last when absent.
    from: Option<String>,
    /// The last month; the present one when absent.
    to: Option<String>,
}

/// Counts and sums of the caller's units.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Statistics {
    dossiers: Vec<CountLine>,
    money: Vec<MoneyLine>,
}

/// Dossiers of one unit, procedure and month.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct CountLine {
    /// `2026-01`.
    month: String,
    unit: Option<String>,
    procedure: Option<String>,
    received: i64,
    received_online: i64,
    granted: i64,
    refused: i64,
    withdrawn: i64,
    /// Ended by their due dates.
    on_time: i64,
    /// Ended after them.
    overtime: i64,
}

/// Money of one unit, procedure, month and method.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct MoneyLine {
    /// `2026-01`.
    month: String,
    unit: Option<String>,
    procedure: Option<String>,
    /// `cash`, `gateway` or `bank`.
    method: String,
    currency: String,
    payments: i64,
    /// In minor units of the currency.
    amount_minor: i64,
    /// Refunds paid out in the month.
    refunds: i64,
    /// In minor units of the currency; `amount_minor` less this is the net.
    refunded_minor: i64,
}

/// Counts and sums by month, unit and procedure, within the units the caller sees.
#[utoipa::path(
    get,
    path = "/api/v1/statistics",
    tag = "statistics",
    params(Asked),
    responses(
        (status = 200, description = "Counts and sums", body = Statistics),
        (status = 401, description = "The token is missing, unknown or over", body = Problem, content_type = "application/problem+json"),
        (status = 403, description = "The role reads no statistics", body = Problem, content_type = "application/problem+json"),
        (status = 422, description = "A parameter is not what it should be", body = Problem, content_type = "application/problem+json"),
    ),
    security(("token" = []))
)]
pub(super) async fn statistics(request: HttpRequest, caller: Caller) -> Answer {
    let asked: Asked = caller::query(&request)?;
    let visit = &caller.visit;
    let span = span(&asked, local_date(clock::now(), visit.tenant.zone()))?;
    let (counts, money) = visit
        .state
        .db
        .in_tenant(&visit.context, move |tx| {
            let mut grant = tx.authorise::<ReadStatistics>(Whole)?;
            let sql = grant.sql();
            Ok((queries::counts(sql, span)?, queries::money(sql, span)?))
        })
        .await?;
    let shelf = visit.state.library.shelf(&visit.tenant).await?;
    Ok(HttpResponse::Ok().json(Statistics {
        dossiers: counts.iter().map(|count| count_line(&shelf, count)).collect(),
        money: money.iter().map(|sum| money_line(&shelf, sum)).collect(),
    }))
}

fn span(asked: &Asked, today: NaiveDate) -> Result<(NaiveDate, NaiveDate)> {
    let refused = || Error::refused("api-query-not-valid");
    let month = |text: &Option<String>| {
        text.as_deref()
            .map(|text| NaiveDate::parse_from_str(&format!("{text}-01"), "%Y-%m-%d").map_err(|_| refused()))
            .transpose()
    };
    let to = month(&asked.to)?.or(today.with_day(1)).ok_or_else(refused)?;
    let from = month(&asked.from)?
        .or(to.checked_sub_months(Months::new(11)))
        .ok_or_else(refused)?;
    let months = |day: NaiveDate| day.year() * 12 + day.month0().cast_signed();
    let length = months(to) - months(from);
    // Years that a four-digit calendar writes.
    let is_sane = (1..=9999).contains(&from.year()) && (1..=9999).contains(&to.year());
    if is_sane && (0..MONTHS_MAX).contains(&length) {
        Ok((from, to))
    } else {
        Err(refused())
    }
}

fn count_line(shelf: &Shelf, count: &DossierCount) -> CountLine {
    CountLine {
        month: count.month.format("%Y-%m").to_string(),
        unit: shelf.units.get(&count.unit).map(|unit| unit.code.clone()),
        procedure: shelf
            .by_id(count.procedure)
            .map(|procedure| procedure.facts.code.clone()),
        received: count.counts.received,
        received_online: count.counts.received_online,
        granted: count.counts.granted,
        refused: count.counts.refused,
        withdrawn: count.counts.withdrawn,
        on_time: count.counts.on_time,
        overtime: count.counts.overtime,
    }
}

fn money_line(shelf: &Shelf, sum: &MoneySum) -> MoneyLine {
    MoneyLine {
        month: sum.month.format("%Y-%m").to_string(),
        unit: shelf.units.get(&sum.unit).map(|unit| unit.code.clone()),
        procedure: shelf
            .by_id(sum.procedure)
            .map(|procedure| procedure.facts.code.clone()),
        method: sum.method.clone(),
        currency: sum.currency.clone(),
        payments: sum.payments,
        amount_minor: sum.amount_minor,
        refunds: sum.refunds,
        refunded_minor: sum.refunded_minor,
    }
}
