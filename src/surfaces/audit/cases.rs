//! The cases behind a number.

use actix_web::web::Query;

use crate::kernel::clock::Instant;
use crate::kernel::error::{Error, Refusal, Result};
use crate::platform::door::Whole;
use crate::services::dossiers::acts::ListDossiers;
use crate::services::dossiers::cases::{self, Case, Wanted};
use crate::services::statistics::acts::ReadStatistics;
use crate::surfaces::desk::Staff;
use crate::surfaces::web::views::Pager;
use crate::surfaces::web::{Answer, told};

use super::asked::{Asked, Choice, procedure_name};
use super::branches;
use super::dashboard::money;
use super::sheet;
use super::views::{AuditDossiers, AuditRow};

const PER_PAGE: i64 = 50;
/// More rows than this are not for a spreadsheet.
const SHEET_ROWS_MAX: i64 = 200_000;

/// The cases, how many there are in all, and the page shown.
async fn read(staff: &Staff, choice: &Choice, page: Option<i64>) -> Result<(Vec<Case>, i64, i64)> {
    let (from, before) = choice.moments(staff);
    let wanted = Wanted {
        counted: choice.counted,
        from,
        before,
        unit: choice.unit.as_ref().map(|(id, _)| *id),
        procedure: choice.procedure.as_ref().map(|(id, _)| *id),
        books: choice.wanted_books(),
    };
    staff
        .visit
        .state
        .db
        .in_tenant(&staff.visit.context, move |tx| {
            // Asked first: the reading is recorded, and a role that may list dossiers is not by that an auditor.
            tx.authorise::<ReadStatistics>(Whole)?;
            let mut grant = tx.authorise::<ListDossiers>(Whole)?;
            let total = cases::count(&mut grant, &wanted)?;
            let Some(page) = page else {
                if total > SHEET_ROWS_MAX {
                    return Err(Error::Refused(Refusal::new("errors-sheet-too-long")));
                }
                return Ok((cases::cases(&mut grant, &wanted, SHEET_ROWS_MAX, 0)?, total, 1));
            };
            let page = page.clamp(1, ((total + PER_PAGE - 1) / PER_PAGE).max(1));
            Ok((
                cases::cases(&mut grant, &wanted, PER_PAGE, (page - 1) * PER_PAGE)?,
                total,
                page,
            ))
        })
        .await
}

/// `GET /audit/cases`
pub(super) async fn page(staff: Staff, asked: Query<Asked>) -> Answer {
    let choice = asked.choice(&staff)?;
    let (rows, total, page) = read(&staff, &choice, Some(asked.page)).await?;
    let view = AuditDossiers {
        desk: staff.desk("dashboard"),
        title: title(&staff, &choice),
        total,
        is_money: choice.counted.is_money(),
        rows: rows.iter().map(|case| row(&staff, case)).collect(),
        pager: Pager::of(page, PER_PAGE, total, |page| choice.cases_page_url(page)),
        back_url: choice.figures_url(),
        csv_url: choice.cases_csv_url(),
    };
    staff.visit.page("audit/dossiers.html", "audit", &view)
}

/// `GET /audit/cases.csv`
pub(super) async fn export(staff: Staff, asked: Query<Asked>) -> Answer {
    let choice = asked.choice(&staff)?;
    let (rows, ..) = read(&staff, &choice, None).await?;
    let visit = &staff.visit;
    let mut keys = vec![
        "common-dossier-code",
        "common-procedure",
        "common-unit",
        "common-state",
        "common-received",
        "common-due-date",
        "audit-completed",
    ];
    if choice.counted.is_money() {
        keys.extend(["common-amount", "audit-currency"]);
    }
    // With the zone's offset: a sheet is read where nobody knows the tenant's clock.
    let at = |at: Instant| calendar_time(at, visit.tenant.zone());
    let rows = rows.into_iter().map(|case| {
        let told = row(&staff, &case);
        let mut cells = vec![
            told.code,
            told.procedure,
            told.unit,
            visit.text(&format!("common-state-{}", state_word(&case))),
            at(case.received_at),
            case.due_at.map(at).unwrap_or_default(),
            case.finished_at.map(at).unwrap_or_default(),
        ];
        if let Some(amount) = told.amount {
            cells.extend([amount.decimal(), amount.currency.code().to_owned()]);
        }
        cells
    });
    let head: Vec<String> = keys.into_iter().map(|key| visit.text(key)).collect();
    let name = choice.file_name(&staff, &format!("cases-{}", choice.counted.word()));
    Ok(sheet::answer(&name, &head, rows)?)
}

fn calendar_time(at: Instant, zone: chrono_tz::Tz) -> String {
    at.with_timezone(&zone).format("%Y-%m-%dT%H:%M:%S%:z").to_string()
}

fn state_word(case: &Case) -> &'static str {
    use crate::services::dossiers::Status;
    match case.status {
        Status::Submitted => "submitted",
        Status::InProcess => "in-progress",
        Status::AwaitingPayment => "awaiting-payment",
        Status::AwaitingSupplement => "awaiting-supplement",
        Status::Granted => "granted",
        Status::Refused => "refused",
        Status::Withdrawn => "withdrawn",
    }
}

/// The number in words: `Received: Land office · Birth registration · 03/2026`.
fn title(staff: &Staff, choice: &Choice) -> String {
    let what = staff.visit.text(&format!("audit-sum-{}", choice.counted.word()));
    let unit = choice.unit.as_ref().map(|(id, _)| staff.unit_name(*id));
    let procedure = choice
        .procedure
        .as_ref()
        .map(|(id, _)| procedure_name(staff, *id));
    let books = choice.books.as_ref();
    let books = books.map(|(entity, _, branch)| branches::name(staff, *entity, branch.as_deref()));
    let of: Vec<String> = books
        .into_iter()
        .chain(unit)
        .chain(procedure)
        .chain([choice.period_name(staff)])
        .collect();
    staff.visit.labelled(&what, &of.join(" · "))
}

fn row(staff: &Staff, case: &Case) -> AuditRow {
    AuditRow {
        code: case.number.clone(),
        url: Some(format!("/desk/dossiers/{}", case.id)),
        procedure: procedure_name(staff, case.procedure_id),
        unit: staff.unit_name(case.operating_unit_id),
        state: told::state(case.status, false),
        received_at: case.received_at,
        completed_at: case.finished_at,
        due_at: case.due_at,
        amount: case.amount_minor.map(|minor| money(staff, minor)),
    }
}
