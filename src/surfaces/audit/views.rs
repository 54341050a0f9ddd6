//! What the auditor's templates read, and the chart that the server draws.

use chrono::{DateTime, NaiveDate, Utc};
use serde::Serialize;

use crate::kernel::money::Money;
use crate::surfaces::desk::views::{Desk, Filter};
use crate::surfaces::web::views::{Link, Pager, State};

/// `audit/dashboard.html`
#[derive(Debug, Clone, Serialize)]
pub struct Dashboard {
    /// The frame.
    pub desk: Desk,
    /// The first day counted.
    pub from: NaiveDate,
    /// The last day counted.
    pub until: NaiveDate,
    /// Up to when events were counted.
    pub counted_until: DateTime<Utc>,
    /// What the numbers cover, in words: the auditor's units.
    pub scope: String,
    /// Unit, procedure, month, …; posted back in the address (GET).
    pub filters: Vec<Filter>,
    /// Filters in force, each with the address without it.
    pub applied: Vec<Link>,
    /// The sums on top, each a link to its dossiers.
    pub sums: Vec<Sum>,
    /// Dossiers by month or unit, drawn and as a table.
    pub chart: Chart,
    /// The table by unit, procedure or month.
    pub rows: Vec<StatRow>,
    /// Its sums.
    pub total: StatRow,
    /// The books by legal entity and branch, where they are asked for; they stand in place of the table.
    pub books: Option<Books>,
    /// What the rows are: `unit`, `procedure`, `month` or `entity`; the tail of the text key `audit-by-…`.
    pub by: &'static str,
    /// The same numbers by something else.
    pub by_links: Vec<ByLink>,
    /// The table as CSV, with the filters.
    pub csv_url: String,
}

/// Money by legal entity and branch.
#[derive(Debug, Clone, Serialize)]
pub struct Books {
    /// Each entity with what its branches come to, and below it the branches, where it has several.
    pub rows: Vec<BookRow>,
    /// All entities together.
    pub total: BookRow,
}

/// What a legal entity, or one of its branches, took and gave back.
#[derive(Debug, Clone, Serialize)]
pub struct BookRow {
    /// The entity's name, or the branch's value in words.
    pub name: String,
    /// Whose cost centres the branch is, in words.
    pub note: String,
    /// Whether it is a branch of the entity above.
    pub is_branch: bool,
    /// Money received.
    pub received: Money,
    /// The dossiers it was received for.
    pub received_url: Option<String>,
    /// Money given back.
    pub refunded: Money,
    /// The dossiers it was given back for.
    pub refunded_url: Option<String>,
    /// What was received less what was given back.
    pub net: Money,
}

/// A sum on top.
#[derive(Debug, Clone, Serialize)]
pub struct Sum {
    /// The tail of the text key `audit-sum-…`: `received`, `completed`, `on-time`, `overdue`, `money`,
    /// `refunded`.
    pub key: &'static str,
    /// How it is read.
    pub value: String,
    /// The dossiers behind it.
    pub url: Option<String>,
}

/// The same numbers by something else.
#[derive(Debug, Clone, Serialize)]
pub struct ByLink {
    /// `unit`, `procedure`, `month` or `entity`.
    pub by: &'static str,
    /// Where.
    pub url: String,
    /// Whether it is shown.
    pub current: bool,
}

/// A row of numbers, each a link to the dossiers behind it.
#[derive(Debug, Clone, Serialize)]
pub struct StatRow {
    /// What it is about.
    pub name: String,
    /// Dossiers received.
    pub received: Counted,
    /// Dossiers completed.
    pub completed: Counted,
    /// Completed on time.
    pub on_time: Counted,
    /// Past their due date.
    pub overdue: Counted,
    /// Money received.
    pub money: Money,
    /// The dossiers it was received for.
    pub money_url: Option<String>,
    /// Money given back.
    pub refunded: Money,
    /// The dossiers it was given back for.
    pub refunded_url: Option<String>,
    /// What was received less what was given back.
    pub net: Money,
}

/// A number and the dossiers behind it.
#[derive(Debug, Clone, Serialize)]
pub struct Counted {
    /// How many.
    pub count: i64,
    /// Which.
    pub url: Option<String>,
}

/// `audit/dossiers.html`: the dossiers behind a number.
#[derive(Debug, Clone, Serialize)]
pub struct AuditDossiers {
    /// The frame.
    pub desk: Desk,
    /// Which number, in words.
    pub title: String,
    /// How many.
    pub total: i64,
    /// Whether the number is of money, so that each dossier has an amount of it.
    pub is_money: bool,
    /// One page of them.
    pub rows: Vec<AuditRow>,
    /// Other pages.
    pub pager: Option<Pager>,
    /// Back to the numbers, filters kept.
    pub back_url: String,
    /// The list as CSV.
    pub csv_url: String,
}

/// A dossier as an auditor sees it.
#[derive(Debug, Clone, Serialize)]
pub struct AuditRow {
    /// Its number.
    pub code: String,
    /// Its page, when the auditor may open it.
    pub url: Option<String>,
    /// The procedure's name.
    pub procedure: String,
    /// The unit's name.
    pub unit: String,
    /// Where it stands.
    pub state: State,
    /// When it came.
    pub received_at: DateTime<Utc>,
    /// When it ended.
    pub completed_at: Option<DateTime<Utc>>,
    /// When it was due.
    pub due_at: Option<DateTime<Utc>>,
    /// What of a number of money is its own.
    pub amount: Option<Money>,
}

/// `audit/trail.html`
#[derive(Debug, Clone, Serialize)]
pub struct Trail {
    /// The frame.
    pub desk: Desk,
    /// Who is looked for: a name, an address, or the beginning of an actor's printed name.
    pub actor: String,
    /// What is looked for: an id or a dossier's number.
    pub subject: String,
    /// Verb and outcome.
    pub filters: Vec<Filter>,
    /// The last seal; `None` before the first one.
    pub sealed: Option<Sealed>,
    /// One page of records, newest first.
    pub rows: Vec<TrailRow>,
    /// Other pages.
    pub pager: Option<Pager>,
}

/// How far the trail is sealed.
#[derive(Debug, Clone, Serialize)]
pub struct Sealed {
    /// The number of the last seal.
    pub number: i64,
    /// When it was written.
    pub at: DateTime<Utc>,
}

/// A record of the audit trail.
#[derive(Debug, Clone, Serialize)]
pub struct TrailRow {
    /// When.
    pub at: DateTime<Utc>,
    /// Who.
    pub actor: String,
    /// The verb's name: `dossier.decide`.
    pub verb: String,
    /// Upon what.
    pub subject: String,
    /// The dossier it is, when the auditor may see it.
    pub subject_url: Option<String>,
    /// Whether it was granted.
    pub granted: bool,
}

/// The name of a group of bars and, for each series, its value and the dossiers behind it.
pub type NamedValues = (String, Vec<(i64, Option<String>)>);

/// A bar chart, laid out by the server. The template draws it and the table under it says the same.
#[derive(Debug, Clone, Serialize)]
pub struct Chart {
    /// What it shows; the name of the drawing and the caption of its table.
    pub title: String,
    /// The names of the series, in the order of the bars.
    pub series: Vec<String>,
    /// The groups of bars.
    pub groups: Vec<ChartGroup>,
    /// Lines across with their numbers.
    pub ticks: Vec<ChartTick>,
    /// Width of the drawing.
    pub width: i64,
    /// Height of the drawing.
    pub height: i64,
    /// Where the bars stand.
    pub base: i64,
}

/// A group of bars.
#[derive(Debug, Clone, Serialize)]
pub struct ChartGroup {
    /// Its name under the axis.
    pub name: String,
    /// The middle of the group.
    pub x: i64,
    /// Its bars.
    pub bars: Vec<ChartBar>,
}

/// A bar.
#[derive(Debug, Clone, Serialize)]
pub struct ChartBar {
    /// What it counts.
    pub value: i64,
    /// The dossiers behind it.
    pub url: Option<String>,
    /// Left edge.
    pub x: i64,
    /// Top edge.
    pub y: i64,
    /// Width.
    pub width: i64,
    /// Height.
    pub height: i64,
}

/// A line across.
#[derive(Debug, Clone, Serialize)]
pub struct ChartTick {
    /// Its number.
    pub value: i64,
    /// Where.
    pub y: i64,
}

impl Chart {
    /// As wide as it gets, and as wide as one group needs for its name: a drawing of few groups fits a phone at full size.
    const WIDTH_MAX: i64 = 960;
    const SLOT_MAX: i64 = 226;
    const HEIGHT: i64 = 300;
    const LEFT: i64 = 56;
    const TOP: i64 = 16;
    const BASE: i64 = 260;

    /// How many letters of a name stand under each of so many groups: a letter takes about eight units.
    #[must_use]
    pub fn letters(groups: usize) -> usize {
        usize::try_from(Self::slot(groups) / 8).unwrap_or_default()
    }

    /// The room of each of so many groups.
    fn slot(groups: usize) -> i64 {
        let count = i64::try_from(groups.max(1)).unwrap_or(1);
        ((Self::WIDTH_MAX - Self::LEFT) / count).min(Self::SLOT_MAX)
    }

    /// Lays out one group for each name; a group has one value (and link) for each series.
    #[must_use]
    pub fn of(title: String, series: Vec<String>, groups: Vec<NamedValues>) -> Self {
        let most = groups
            .iter()
            .flat_map(|(_, values)| values.iter().map(|(value, _)| *value))
            .max()
            .unwrap_or(0);
        let step = nice_step(most);
        let lines = (most.max(1) + step - 1) / step;
        let top = lines * step;
        let height_of = |value: i64| value.max(0) * (Self::BASE - Self::TOP) / top;
        let count = i64::try_from(groups.len().max(1)).unwrap_or(1);
        let slot = Self::slot(groups.len());
        let bars = i64::try_from(series.len().max(1)).unwrap_or(1);
        let bar_width = (slot * 7 / 10 / bars).clamp(2, 56);
        let ticks = (0..=lines)
            .map(|line| ChartTick {
                value: line * step,
                y: Self::BASE - height_of(line * step),
            })
            .collect();
        let groups = groups
            .into_iter()
            .zip(0..)
            .map(|((name, values), at)| {
                let middle = Self::LEFT + slot * at + slot / 2;
                let left = middle - bar_width * bars / 2;
                let bars = values
                    .into_iter()
                    .zip(0..)
                    .map(|((value, url), bar)| {
                        let height = height_of(value);
                        ChartBar {
                            value,
                            url,
                            x: left + bar_width * bar,
                            y: Self::BASE - height,
                            width: (bar_width - 2).max(1),
                            height,
                        }
                    })
                    .collect();
                ChartGroup {
                    name,
                    x: middle,
                    bars,
                }
            })
            .collect();
        Self {
            title,
            series,
            groups,
            ticks,
            width: Self::LEFT + slot * count,
            height: Self::HEIGHT,
            base: Self::BASE,
        }
    }
}

/// A step of 1, 2 or 5 times a power of ten that gives at most five lines.
fn nice_step(most: i64) -> i64 {
    let mut power = 1;
    loop {
        for factor in [1, 2, 5] {
            let step = factor * power;
            if step * 5 >= most {
                return step;
            }
        }
        power *= 10;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_tallest_bar_fits_under_a_round_line() {
        assert_eq!(
            [
                nice_step(0),
                nice_step(5),
                nice_step(6),
                nice_step(43),
                nice_step(1_204)
            ],
            [1, 1, 2, 10, 500]
        );
        let chart = Chart::of(
            "t".into(),
            vec!["a".into()],
            vec![("x".into(), vec![(43, None)]), ("y".into(), vec![(0, None)])],
        );
        let values: Vec<i64> = chart.ticks.iter().map(|tick| tick.value).collect();
        assert_eq!(values, [0, 10, 20, 30, 40, 50]);
        assert!(chart.groups[0].bars[0].y > Chart::TOP);
        assert_eq!(chart.groups[1].bars[0].height, 0);
    }
}
