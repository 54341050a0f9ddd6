//! A dictionary as a spreadsheet, out and in.

use actix_web::http::{StatusCode, header};
use actix_web::{HttpRequest, HttpResponse, web};
use serde::Deserialize;

use crate::authority::dictionaries::{self as authority, KeepDictionaries};
use crate::kernel::error::{Error, FieldProblem, Refusal};
use crate::platform::door::Whole;
use crate::platform::sheets::{self, Limits};
use crate::surfaces::desk::Staff;
use crate::surfaces::web::{Answer, spreadsheet};

use super::draft::{self, Refused};
use super::shown::Asked;
use super::views::RowWrong;

/// Which file.
#[derive(Debug, Deserialize)]
pub(super) struct Which {
    format: Option<String>,
    version: Option<i32>,
    draft: Option<String>,
}

/// `GET …/export`: a published version, or the draft.
pub(super) async fn export(staff: Staff, code: web::Path<String>, which: web::Query<Which>) -> Answer {
    let visit = &staff.visit;
    let (key, number, of_draft) = (code.clone(), which.version, which.draft.is_some());
    let edition = visit
        .state
        .db
        .in_tenant(&visit.context, move |tx| {
            if of_draft {
                let mut grant = tx.authorise::<KeepDictionaries>(Whole)?;
                return authority::draft_contents(&mut grant, &key).map(|(draft, _)| draft);
            }
            super::page::look(tx, &key, number)?.1.ok_or(Error::NotFound)
        })
        .await?;
    let rows = authority::to_rows(&edition.contents, &super::languages(&staff));
    let (kind, ending, bytes) = if which.format.as_deref() == Some("xlsx") {
        let name = edition.code.clone();
        let made = web::block(move || sheets::write_xlsx(&name, &rows))
            .await
            .map_err(Error::internal)?;
        (
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            "xlsx",
            made.map_err(Error::internal)?,
        )
    } else {
        ("text/csv; charset=utf-8", "csv", sheets::write_csv(&rows))
    };
    let name = format!("{}-{}.{ending}", edition.code, edition.number);
    Ok(HttpResponse::Ok()
        .insert_header((header::CONTENT_TYPE, kind))
        .insert_header((
            header::CONTENT_DISPOSITION,
            format!("attachment; filename=\"{name}\""),
        ))
        .insert_header((header::CACHE_CONTROL, "private, no-store"))
        .body(bytes))
}

/// `POST …/draft/import`: the items of a spreadsheet instead of the draft's.
pub(super) async fn import(
    staff: Staff,
    code: web::Path<String>,
    request: HttpRequest,
    payload: web::Payload,
) -> Answer {
    let visit = &staff.visit;
    let posted = spreadsheet::receive(visit, &request, payload, Limits::LIST).await?;
    let problem = |refusal: &Refusal| {
        let mut problem = FieldProblem::new("file", refusal.code.clone());
        problem.arguments.clone_from(&refusal.arguments);
        Error::from(Refusal::of_fields(vec![problem]))
    };
    let rows = match posted.rows {
        None => Err(problem(&Refusal::new("admin-dictionary-file-needed"))),
        Some(Err(refusal)) => Err(problem(&refusal)),
        Some(Ok(rows)) => Ok(rows),
    };
    let home = super::home(&staff);
    let mut refused = Refused::default();
    let done = match rows {
        Err(error) => Err(error),
        Ok(rows) => match authority::from_rows(&rows, home) {
            Ok(items) => {
                let key = code.clone();
                visit
                    .state
                    .db
                    .in_tenant(&visit.context, move |tx| {
                        let grant = tx.authorise::<KeepDictionaries>(Whole)?;
                        authority::put_contents(grant, &key, items, home)
                    })
                    .await
            }
            Err(problems) => {
                refused.rows_wrong = problems
                    .iter()
                    .map(|problem| RowWrong {
                        row: i64::try_from(problem.row).unwrap_or(0),
                        near: problem.near.clone(),
                        text: visit.text(problem.key),
                    })
                    .collect();
                refused.error = Some(problem(&Refusal::new("admin-dictionary-file-wrong")));
                return draft::answer(
                    &staff,
                    &code,
                    &Asked::default(),
                    StatusCode::UNPROCESSABLE_ENTITY,
                    refused,
                )
                .await;
            }
        },
    };
    draft::onward(&staff, &code, done, "admin-dictionary-flash-imported", refused).await
}
