//! People as a spreadsheet: down as it is, up with what is to be, looked at first, then done all or nothing.
//!
//! Nothing of a spreadsheet is stored. What was looked at travels in the page itself, squeezed; it is checked again as if it came
//! for the first time, and done only when it still means what was shown.

use std::io::{Read as _, Write as _};

use actix_web::http::{StatusCode, header};
use actix_web::{HttpRequest, HttpResponse, web};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use flate2::Compression;
use flate2::read::DeflateDecoder;
use flate2::write::DeflateEncoder;

use crate::authority::changes::Origin;
use crate::authority::people::admin::acts::{ChangeAccess, InvitePerson, ReadPeople};
use crate::authority::people::admin::bulk::{self, COLUMNS, CellProblem, Line, Plan, Present, Promise, Step};
use crate::authority::people::admin::rules::last_day;
use crate::authority::people::admin::{By, InvitationKeys};
use crate::kernel::clock;
use crate::kernel::error::{Error, FieldProblem, Refusal, Result};
use crate::kernel::format;
use crate::kernel::ids::ResponsibilityId;
use crate::kernel::locale::Language;
use crate::platform::door::Whole;
use crate::platform::render::FlashKind;
use crate::platform::sheets::{self, Limits};
use crate::surfaces::desk::Staff;
use crate::surfaces::web::fields::{Field, FieldKind};
use crate::surfaces::web::spreadsheet::{self, Row};
use crate::surfaces::web::{Answer, Failure, PostedForm, Visit};

use super::super::form::{Draft, posted_reason, sentence, today};
use super::views::{Looked, Sheet, SheetProblem, SheetStep};

/// Lines of a table that are written out or taken in.
const LIMITS: Limits = Limits {
    columns_max: 12,
    cell_characters_max: 300,
    ..Limits::LIST
};
/// Problems and steps that a page shows; the rest is counted.
const SHOWN_MAX: usize = 100;
/// What the lines in a page may unfold to, in bytes.
const LINES_BYTES_MAX: u64 = 4_000_000;

async fn present(staff: &Staff) -> Result<Present> {
    let visit = &staff.visit;
    let languages = visit.tenant.settings.tenant.languages.clone();
    visit
        .state
        .db
        .in_tenant(&visit.context, move |tx| {
            bulk::present(&mut tx.authorise::<ReadPeople>(Whole)?, &languages)
        })
        .await
}

fn heading(visit: &Visit, language: Language, column: &str) -> String {
    let key = format!("admin-sheet-column-{column}");
    visit.state.renderer.texts().say(language, &key, &[])
}

async fn rows(staff: &Staff) -> Result<Vec<Vec<String>>> {
    let present = present(staff).await?;
    let visit = &staff.visit;
    let head = COLUMNS
        .map(|column| heading(visit, visit.language, column))
        .to_vec();
    let table = bulk::table(&present, today(visit));
    Ok(std::iter::once(head)
        .chain(table.into_iter().map(Vec::from))
        .collect())
}

fn download(kind: &'static str, ending: &str, bytes: Vec<u8>) -> HttpResponse {
    HttpResponse::Ok()
        .insert_header((header::CONTENT_TYPE, kind))
        .insert_header((
            header::CONTENT_DISPOSITION,
            format!("attachment; filename=\"people.{ending}\""),
        ))
        .insert_header((header::CACHE_CONTROL, "private, no-store"))
        .body(bytes)
}

/// `GET /admin/people/sheet.csv`
pub(super) async fn csv(staff: Staff) -> Answer {
    let rows = rows(&staff).await?;
    Ok(download(
        "text/csv; charset=utf-8",
        "csv",
        sheets::write_csv(&rows),
    ))
}

/// `GET /admin/people/sheet.xlsx`
pub(super) async fn xlsx(staff: Staff) -> Answer {
    let (rows, name) = (rows(&staff).await?, staff.visit.text("admin-people-title"));
    let made = web::block(move || sheets::write_xlsx(&name, &rows))
        .await
        .map_err(Error::internal)?
        .map_err(Error::internal)?;
    let kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
    Ok(download(kind, "xlsx", made))
}

/// What a page of the sheet tells besides the way to bring one.
#[derive(Default)]
struct Told {
    file_problem: Option<String>,
    refusal: Option<String>,
    problems: Vec<CellProblem>,
    looked: Option<Looked>,
}

fn answer(staff: &Staff, status: StatusCode, told: Told) -> std::result::Result<HttpResponse, Failure> {
    let visit = &staff.visit;
    let mut file = Field::new(FieldKind::File, "file", visit.text("admin-sheet-file"));
    file.hint = Some(visit.text_with("admin-sheet-file-hint", "max", &bulk::STEPS_MAX.to_string()));
    file.accept = Some(".xlsx,.csv".into());
    file.error = told.file_problem;
    let files = vec![file];
    let more = told.problems.len().saturating_sub(SHOWN_MAX);
    let problems = told.problems.iter().take(SHOWN_MAX).map(|it| SheetProblem {
        row: i64::try_from(it.row).unwrap_or(i64::MAX),
        column: heading(visit, visit.language, &it.problem.field),
        text: sentence(visit, &it.problem.code, &it.problem.arguments),
    });
    let mut errors = Field::errors(&files);
    if let Some(looked) = &told.looked {
        errors.extend(Field::errors(&looked.fields));
    }
    let view = Sheet {
        desk: staff.desk("people"),
        errors,
        refusal: told.refusal,
        files,
        columns: COLUMNS
            .iter()
            .map(|column| {
                (
                    heading(visit, visit.language, column),
                    visit.text(&format!("admin-sheet-about-{column}")),
                )
            })
            .collect(),
        problems: problems.collect(),
        problems_more: i64::try_from(more).unwrap_or(i64::MAX),
        looked: told.looked,
    };
    visit.page_with(status, "admin/sheet.html", "admin", &view)
}

/// `GET /admin/people/sheet`
pub(super) async fn page(staff: Staff) -> Answer {
    // Who may not read people is told so before anything is offered.
    staff
        .visit
        .state
        .db
        .in_tenant(&staff.visit.context, |tx| {
            tx.authorise::<ReadPeople>(Whole).map(|_| ())
        })
        .await?;
    answer(&staff, StatusCode::OK, Told::default())
}

/// The lines under a head whose columns stand in any order, in any language. A column that is missing is told of in row 1.
fn lines(visit: &Visit, rows: &[Row]) -> std::result::Result<Vec<Line>, Vec<CellProblem>> {
    let Some(((_, head), below)) = rows.split_first() else {
        return Ok(Vec::new());
    };
    let is_it = |cell: &String, column: &str| {
        let cell = cell.to_lowercase();
        cell == column
            || Language::ALL
                .into_iter()
                .any(|language| heading(visit, language, column).to_lowercase() == cell)
    };
    let places = COLUMNS.map(|column| head.iter().position(|cell| is_it(cell, column)));
    let missing: Vec<CellProblem> = COLUMNS
        .iter()
        .zip(&places)
        .filter(|(_, place)| place.is_none())
        .map(|(column, _)| CellProblem {
            row: 1,
            problem: FieldProblem::new(*column, "admin-problem-sheet-column"),
        })
        .collect();
    if !missing.is_empty() {
        return Err(missing);
    }
    let line = |(number, cells): &Row| Line {
        row: *number,
        cells: places.map(|place| place.and_then(|at| cells.get(at)).cloned().unwrap_or_default()),
    };
    Ok(below.iter().map(line).collect())
}

/// The lines of the people whom a plan touches: what travels in the page.
fn touched(lines: &[Line], plan: &Plan) -> Vec<Line> {
    let rows: std::collections::BTreeSet<usize> = plan.steps.iter().map(|(row, _)| *row).collect();
    let whom = |line: &Line| line.cells.first().map(|cell| cell.trim().to_lowercase());
    let people: std::collections::BTreeSet<Option<String>> = lines
        .iter()
        .filter(|line| rows.contains(&line.row))
        .map(whom)
        .collect();
    lines
        .iter()
        .filter(|line| people.contains(&whom(line)))
        .cloned()
        .collect()
}

fn squeezed(lines: &[Line]) -> Result<String> {
    let text = serde_json::to_vec(lines).map_err(Error::internal)?;
    let mut squeezer = DeflateEncoder::new(Vec::new(), Compression::default());
    squeezer.write_all(&text).map_err(Error::internal)?;
    Ok(URL_SAFE_NO_PAD.encode(squeezer.finish().map_err(Error::internal)?))
}

/// What came back from a page; it may be anybody's making, so it unfolds up to a limit and says nothing that is not checked.
fn unfolded(text: &str) -> Result<Vec<Line>> {
    let wrong = || Error::refused("errors-form-expired");
    let bytes = URL_SAFE_NO_PAD.decode(text).map_err(|_| wrong())?;
    let mut unfolded = Vec::new();
    DeflateDecoder::new(bytes.as_slice())
        .take(LINES_BYTES_MAX)
        .read_to_end(&mut unfolded)
        .map_err(|_| wrong())?;
    serde_json::from_slice(&unfolded).map_err(|_| wrong())
}

/// A plan as it is looked at, with the form that does it.
fn looked(
    staff: &Staff,
    present: &Present,
    plan: &Plan,
    lines: &str,
    values: &PostedForm,
    problems: &[FieldProblem],
) -> Looked {
    let visit = &staff.visit;
    let draft = Draft {
        visit,
        values,
        problems,
    };
    let more = plan.steps.len().saturating_sub(SHOWN_MAX);
    Looked {
        total: i64::try_from(plan.steps.len()).unwrap_or(i64::MAX),
        steps: plan
            .steps
            .iter()
            .take(SHOWN_MAX)
            .map(|(row, step)| step_words(visit, present, *row, step))
            .collect(),
        more: i64::try_from(more).unwrap_or(i64::MAX),
        fields: vec![draft.reason()],
        lines: lines.to_owned(),
        digest: plan.digest(),
    }
}

fn step_words(visit: &Visit, present: &Present, row: usize, step: &Step) -> SheetStep {
    let days = |span: &crate::authority::people::admin::rules::Span| {
        let from = format::date(span.from, visit.language);
        match last_day(span.until) {
            Some(last) => format!("{from} – {}", format::date(last, visit.language)),
            None => format!("{from} –"),
        }
    };
    let called = |id: ResponsibilityId| {
        let known = present.responsibilities.iter().find(|one| one.id == id);
        known
            .map(|one| visit.say(&one.name).to_owned())
            .unwrap_or_default()
    };
    let name = |email: &str| {
        let known = present.people.get(email);
        known.map_or_else(|| email.to_owned(), |person| person.name.clone())
    };
    let (kind, who, what) = match step {
        Step::Invite { email, facts } => ("invite", facts.name.clone(), email.clone()),
        Step::Facts { person, facts } => ("facts", person.name.clone(), facts.name.clone()),
        Step::Close { person } => ("close", person.name.clone(), person.email.clone()),
        Step::Reopen { person } => ("reopen", person.name.clone(), person.email.clone()),
        Step::Give {
            email,
            responsibility,
            span,
        } => (
            "give",
            name(email),
            format!("{}, {}", called(*responsibility), days(span)),
        ),
        Step::Redate {
            email,
            responsibility,
            span,
        } => (
            "redate",
            name(email),
            format!("{}, {}", called(*responsibility), days(span)),
        ),
    };
    SheetStep {
        row: i64::try_from(row).unwrap_or(i64::MAX),
        kind,
        who,
        what,
    }
}

/// `POST /admin/people/sheet`: what it would change, or everything that is wrong with it. Nothing is changed.
pub(super) async fn look(staff: Staff, request: HttpRequest, payload: web::Payload) -> Answer {
    let visit = &staff.visit;
    let posted = spreadsheet::receive(visit, &request, payload, LIMITS).await?;
    let file_problem = |text: String| {
        let told = Told {
            file_problem: Some(text),
            ..Told::default()
        };
        answer(&staff, StatusCode::UNPROCESSABLE_ENTITY, told)
    };
    let rows = match posted.rows {
        None => return file_problem(visit.text("admin-problem-sheet-none")),
        Some(Err(refusal)) => return file_problem(visit.refusal(&refusal)),
        Some(Ok(rows)) => rows,
    };
    let lines = match lines(visit, &rows) {
        Ok(lines) => lines,
        Err(problems) => {
            let told = Told {
                problems,
                ..Told::default()
            };
            return answer(&staff, StatusCode::UNPROCESSABLE_ENTITY, told);
        }
    };
    let present = present(&staff).await?;
    let plan = bulk::plan(&lines, &present, today(visit));
    let carried = squeezed(&touched(&lines, &plan))?;
    show(&staff, &present, &plan, &carried, &PostedForm::default(), &[])
}

fn show(
    staff: &Staff,
    present: &Present,
    plan: &Plan,
    carried: &str,
    values: &PostedForm,
    problems: &[FieldProblem],
) -> std::result::Result<HttpResponse, Failure> {
    let visit = &staff.visit;
    if !plan.problems.is_empty() {
        let told = Told {
            problems: plan.problems.clone(),
            ..Told::default()
        };
        return answer(staff, StatusCode::UNPROCESSABLE_ENTITY, told);
    }
    if plan.steps.is_empty() {
        let told = Told {
            refusal: Some(visit.text("admin-sheet-nothing")),
            ..Told::default()
        };
        return answer(staff, StatusCode::OK, told);
    }
    let status = if problems.is_empty() {
        StatusCode::OK
    } else {
        StatusCode::UNPROCESSABLE_ENTITY
    };
    let told = Told {
        looked: Some(looked(staff, present, plan, carried, values, problems)),
        ..Told::default()
    };
    answer(staff, status, told)
}

/// `POST /admin/people/sheet/apply`: all of what was looked at, or nothing.
pub(super) async fn apply(staff: Staff, form: PostedForm) -> Answer {
    let visit = &staff.visit;
    let carried = form.text("lines").to_owned();
    let lines = unfolded(&carried)?;
    let reason = match posted_reason(&form) {
        Ok(reason) => reason,
        Err(problem) => {
            let present = present(&staff).await?;
            let plan = bulk::plan(&lines, &present, today(visit));
            return show(&staff, &present, &plan, &carried, &form, &[problem]);
        }
    };
    let mut by = By::new(
        Origin::Bulk,
        reason,
        today(visit),
        clock::to_microseconds(clock::now()),
    );
    let keys = InvitationKeys::derive(&visit.state.config.secret);
    let (languages, digest) = (
        visit.tenant.settings.tenant.languages.clone(),
        form.text("digest").to_owned(),
    );
    let given = lines.clone();
    let outcome = visit
        .state
        .db
        .in_tenant(&visit.context, move |tx| {
            let promise = Promise {
                lines: &given,
                digest: &digest,
            };
            let grant = tx.authorise::<InvitePerson>(Whole)?;
            match bulk::apply_people(grant, &promise, &languages, &keys, &mut by)? {
                Ok(plan) => {
                    bulk::apply_held(tx.authorise::<ChangeAccess>(Whole)?, &plan, &mut by).map(|()| true)
                }
                // The change set that was opened has no rows; it goes with the transaction.
                Err(_) => Err(Error::Conflict("changed-meanwhile")),
            }
        })
        .await;
    let refusal = match outcome {
        Ok(_) => return Ok(visit.see_with("/admin/people", FlashKind::Ok, "admin-done-sheet")),
        Err(Error::Refused(refusal)) => refusal,
        Err(Error::Conflict(_) | Error::RuleBroken { .. }) => Refusal::new("admin-problem-changed-meanwhile"),
        Err(error) => return Err(error.into()),
    };
    let present = present(&staff).await?;
    let plan = bulk::plan(&lines, &present, today(visit));
    let told = Told {
        refusal: Some(sentence(visit, &refusal.code, &refusal.arguments)),
        problems: plan.problems.clone(),
        looked: plan
            .problems
            .is_empty()
            .then(|| looked(&staff, &present, &plan, &carried, &form, &[])),
        ..Told::default()
    };
    answer(&staff, StatusCode::CONFLICT, told)
}
