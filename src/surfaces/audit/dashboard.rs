//! Dossiers and money by unit, procedure and month.

use std::collections::BTreeMap;

use actix_web::web::Query;

use crate::kernel::clock::{self, Instant};
use crate::kernel::error::{Error, Result};
use crate::kernel::format;
use crate::kernel::money::Money;
use crate::platform::door::Whole;
use crate::services::dossiers::cases::Counted as Behind;
use crate::services::ledger::{BranchSum, sums_by_branch};
use crate::services::statistics::acts::ReadStatistics;
use crate::services::statistics::{DossierCount, MoneySum, queries};
use crate::surfaces::desk::Staff;
use crate::surfaces::web::Answer;

use super::asked::{Asked, Choice, month_name, procedure_name};
use super::branches;
use super::figures::{By, Figures, Key, tally};
use super::sheet;
use super::views::{ByLink, Chart, Counted, Dashboard, StatRow, Sum};

/// What one look at the rollups gives.
struct Read {
    counts: Vec<DossierCount>,
    sums: Vec<MoneySum>,
    /// From the books, where they are asked for.
    branches: Option<Vec<BranchSum>>,
    counted_until: Instant,
}

async fn read(staff: &Staff, choice: &Choice) -> Result<Read> {
    // The numbers of this page are of all books; those of one are its cases.
    if choice.books.is_some() {
        return Err(Error::NotFound);
    }
    let (months, by, days) = (choice.months, choice.by, (choice.months.0, choice.last_day()));
    let unit = choice.unit.as_ref().map(|(id, _)| *id);
    let procedure = choice.procedure.as_ref().map(|(id, _)| *id);
    staff
        .visit
        .state
        .db
        .in_tenant(&staff.visit.context, move |tx| {
            let mut grant = tx.authorise::<ReadStatistics>(Whole)?;
            let sql = grant.sql();
            let counted_until = queries::uncounted_since(sql)?.unwrap_or_else(clock::now);
            Ok(Read {
                counts: queries::counts(sql, months)?,
                sums: queries::money(sql, months)?,
                branches: match by {
                    By::Entity => Some(sums_by_branch(sql, days, unit, procedure)?),
                    By::Unit | By::Procedure | By::Month => None,
                },
                counted_until,
            })
        })
        .await
}

/// `GET /audit`
pub(super) async fn page(staff: Staff, asked: Query<Asked>) -> Answer {
    let choice = asked.choice(&staff)?;
    let read = read(&staff, &choice).await?;
    staff
        .visit
        .page("audit/dashboard.html", "audit", &view(&staff, &choice, &read))
}

/// `GET /audit/figures.csv`: the rows of the page's table.
pub(super) async fn export(staff: Staff, asked: Query<Asked>) -> Answer {
    let choice = asked.choice(&staff)?;
    let read = read(&staff, &choice).await?;
    if let Some(sums) = &read.branches {
        return branches::sheet(&staff, &choice, sums);
    }
    let (rows, _) = tally(&read.counts, &read.sums, &choice, choice.by);
    let keys = [
        "received",
        "completed",
        "on-time",
        "overdue",
        "money",
        "refunded",
        "net",
    ];
    let head: Vec<String> = std::iter::once(format!("audit-by-{}", choice.by.word()))
        .chain(keys.map(|key| format!("audit-sum-{key}")))
        .chain(["audit-currency".to_owned()])
        .map(|key| staff.visit.text(&key))
        .collect();
    let rows = in_order(&staff, rows).into_iter().map(|(_, name, figures)| {
        let money = [figures.money_minor, figures.refunded_minor, figures.net_minor()]
            .map(|minor| money(&staff, minor));
        let numbers = [
            figures.received,
            figures.completed,
            figures.on_time,
            figures.overtime,
        ]
        .map(|number| number.to_string());
        let mut cells = vec![name];
        cells.extend(numbers);
        cells.extend(money.map(Money::decimal));
        cells.push(staff.visit.tenant.settings.tenant.currency.code().to_owned());
        cells
    });
    Ok(sheet::answer(
        &choice.file_name(&staff, choice.by.word()),
        &head,
        rows,
    )?)
}

pub(super) fn money(staff: &Staff, minor: i64) -> Money {
    Money::new(minor, staff.visit.tenant.settings.tenant.currency)
}

fn view(staff: &Staff, choice: &Choice, read: &Read) -> Dashboard {
    let (rows, total) = tally(&read.counts, &read.sums, choice, choice.by);
    let desk = staff.desk("dashboard");
    Dashboard {
        from: choice.months.0,
        until: choice.last_day(),
        counted_until: read.counted_until,
        scope: desk.path.clone(),
        desk,
        filters: choice.filters(staff),
        applied: choice.applied(staff),
        sums: sums(staff, choice, total),
        chart: chart(staff, choice, read),
        total: stat_row(staff, choice, staff.visit.text("audit-total"), total),
        rows: in_order(staff, rows)
            .into_iter()
            .map(|(key, name, figures)| stat_row(staff, &choice.of(key, staff), name, figures))
            .collect(),
        books: read
            .branches
            .as_ref()
            .map(|sums| branches::view(staff, choice, sums)),
        by: choice.by.word(),
        by_links: By::ALL
            .into_iter()
            .map(|by| ByLink {
                by: by.word(),
                url: Choice { by, ..choice.clone() }.figures_url(),
                current: by == choice.by,
            })
            .collect(),
        csv_url: choice.figures_csv_url(),
    }
}

impl Choice {
    /// The same choice for one row alone.
    fn of(&self, key: Key, staff: &Staff) -> Choice {
        let mut choice = self.clone();
        match key {
            Key::Unit(id) => choice.unit = staff.shelf.units.get(&id).map(|unit| (id, unit.code.clone())),
            Key::Procedure(id) => {
                choice.procedure = staff
                    .shelf
                    .by_id(id)
                    .map(|procedure| (id, procedure.facts.code.clone()));
            }
            Key::Month(month) => choice.months = (month, month),
        }
        choice
    }
}

/// Months in their order, units and procedures by their names.
fn in_order(staff: &Staff, rows: BTreeMap<Key, Figures>) -> Vec<(Key, String, Figures)> {
    let mut rows: Vec<_> = rows
        .into_iter()
        .map(|(key, figures)| (key, name(staff, key), figures))
        .collect();
    rows.sort_by(
        |(key, name, _), (other_key, other_name, _)| match (key, other_key) {
            (Key::Month(month), Key::Month(other)) => month.cmp(other),
            _ => name.cmp(other_name),
        },
    );
    rows
}

fn name(staff: &Staff, key: Key) -> String {
    match key {
        Key::Unit(id) => staff.unit_name(id),
        Key::Procedure(id) => procedure_name(staff, id),
        Key::Month(month) => month_name(month, staff.visit.language),
    }
}

fn counted(choice: &Choice, behind: Behind, count: i64) -> Counted {
    Counted {
        count,
        url: (count != 0).then(|| choice.cases_url(behind)),
    }
}

fn stat_row(staff: &Staff, choice: &Choice, name: String, figures: Figures) -> StatRow {
    StatRow {
        name,
        received: counted(choice, Behind::Received, figures.received),
        completed: counted(choice, Behind::Completed, figures.completed),
        on_time: counted(choice, Behind::OnTime, figures.on_time),
        overdue: counted(choice, Behind::Overtime, figures.overtime),
        money: money(staff, figures.money_minor),
        money_url: (figures.money_minor != 0).then(|| choice.cases_url(Behind::Paid)),
        refunded: money(staff, figures.refunded_minor),
        refunded_url: (figures.refunded_minor != 0).then(|| choice.cases_url(Behind::Refunded)),
        net: money(staff, figures.net_minor()),
    }
}

fn sums(staff: &Staff, choice: &Choice, total: Figures) -> Vec<Sum> {
    let sum = |key, behind, count| Sum {
        key,
        value: format::integer(count, staff.visit.language),
        url: (count != 0).then(|| choice.cases_url(behind)),
    };
    let of_money = |key, minor: i64, behind: Behind| Sum {
        key,
        value: format::money(money(staff, minor), staff.visit.language),
        url: (minor != 0).then(|| choice.cases_url(behind)),
    };
    let mut sums = vec![
        sum("received", Behind::Received, total.received),
        sum("completed", Behind::Completed, total.completed),
        sum("on-time", Behind::OnTime, total.on_time),
        sum("overdue", Behind::Overtime, total.overtime),
        of_money("money", total.money_minor, Behind::Paid),
    ];
    // What is left of both stands in the table: a seventh sum would stand alone in a row.
    if total.refunded_minor != 0 {
        sums.push(of_money("refunded", total.refunded_minor, Behind::Refunded));
    }
    sums
}

/// Received and completed, by unit or by month: names of procedures are too long to stand under bars.
fn chart(staff: &Staff, choice: &Choice, read: &Read) -> Chart {
    let by = if choice.by == By::Unit {
        By::Unit
    } else {
        By::Month
    };
    let (mut rows, _) = tally(&read.counts, &read.sums, choice, by);
    if by == By::Month {
        for month in choice.every_month() {
            rows.entry(Key::Month(month)).or_default();
        }
    }
    let rows = in_order(staff, rows);
    let letters = Chart::letters(rows.len());
    let groups = rows
        .into_iter()
        .map(|(key, name, figures)| {
            let one = choice.of(key, staff);
            let bar = |behind, count: i64| (count, (count != 0).then(|| one.cases_url(behind)));
            let bars = vec![
                bar(Behind::Received, figures.received),
                bar(Behind::Completed, figures.completed),
            ];
            (shortened(name, letters), bars)
        })
        .collect();
    let series = vec![
        staff.visit.text("audit-sum-received"),
        staff.visit.text("audit-sum-completed"),
    ];
    let title = staff.visit.text(if by == By::Unit {
        "audit-chart-by-unit"
    } else {
        "audit-chart-by-month"
    });
    Chart::of(title, series, groups)
}

fn shortened(name: String, letters: usize) -> String {
    let width = |letter: char| if letter >= '\u{2e80}' { 2 } else { 1 };
    if name.chars().map(width).sum::<usize>() <= letters {
        return name;
    }
    let mut left = letters.saturating_sub(1);
    let mut short: String = name
        .chars()
        .take_while(|letter| {
            let fits = width(*letter) <= left;
            left = left.saturating_sub(width(*letter));
            fits
        })
        .collect();
    short.push('…');
    short
}
