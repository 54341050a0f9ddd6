//! A draft: what it says, what it changes, and its publication.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::web;

use crate::authority::dictionaries::{self as authority, Contents, Edition, KeepDictionaries, LEVELS_MAX};
use crate::kernel::clock;
use crate::kernel::error::{Error, Result};
use crate::kernel::format;
use crate::kernel::locale::{Language, Localised};
use crate::platform::door::{Granted, Whole};
use crate::platform::render::FlashKind;
use crate::surfaces::desk::Staff;
use crate::surfaces::web::fields::{Field, FieldKind};
use crate::surfaces::web::views::Link;
use crate::surfaces::web::{Answer, Failure, PostedForm, Visit};

use super::shown::{self, Asked};
use super::views::{self, Changes, RowWrong};

/// Codes of each kind of change that are named.
const NAMED_MAX: usize = 20;

/// What a refused post brings back to the page.
#[derive(Default)]
pub(super) struct Refused {
    /// What stood in the fields of the head.
    pub head: Option<Contents>,
    /// What is wrong, by field.
    pub error: Option<Error>,
    /// What is wrong with the spreadsheet.
    pub rows_wrong: Vec<RowWrong>,
    /// The reason as it was typed.
    pub reason: String,
}

/// `GET /admin/dictionaries/{code}/draft`
pub(super) async fn page(staff: Staff, code: web::Path<String>, asked: web::Query<Asked>) -> Answer {
    answer(&staff, &code, &asked, StatusCode::OK, Refused::default()).await
}

/// The page, as it is or after a refused post.
pub(super) async fn answer(
    staff: &Staff,
    code: &str,
    asked: &Asked,
    status: StatusCode,
    refused: Refused,
) -> Answer {
    let visit = &staff.visit;
    let key = code.to_owned();
    let read = visit
        .state
        .db
        .in_tenant(&visit.context, move |tx| {
            authority::draft_contents(&mut tx.authorise::<KeepDictionaries>(Whole)?, &key)
        })
        .await;
    let (draft, before) = match read {
        Err(Error::Refused(refusal)) if super::lacks_draft(&refusal) => {
            return Ok(visit.see(&super::url(code)));
        }
        read => read?,
    };
    let view = view(staff, code, asked, &draft, before.as_ref(), refused)?;
    visit.page_with(status, "admin/dictionary-draft.html", "admin", &view)
}

fn view(
    staff: &Staff,
    code: &str,
    asked: &Asked,
    draft: &Edition,
    before: Option<&Contents>,
    refused: Refused,
) -> Result<views::Draft> {
    let visit = &staff.visit;
    let base = super::draft_url(code);
    let edit = format!("{base}/item");
    let mut reason = Field::new(
        FieldKind::Textarea,
        "reason",
        visit.text("admin-dictionary-reason"),
    );
    reason.hint = Some(visit.text("admin-dictionary-reason-hint"));
    reason.value = refused.reason;
    let mut file = Field::new(FieldKind::File, "file", visit.text("admin-dictionary-file"));
    file.accept = Some(".csv,.xlsx".into());
    file.hint = Some(visit.text("admin-dictionary-file-hint"));
    let mut fields = head_fields(staff, refused.head.as_ref().unwrap_or(&draft.contents));
    fields.extend([reason, file]);
    if let Some(error) = refused.error {
        super::mark(staff, error, &mut fields)?;
    }
    let errors = Field::errors(&fields);
    let (file, reason) = match (fields.pop(), fields.pop()) {
        (Some(file), Some(reason)) => (file, reason),
        _ => return Err(Error::internal("a draft's page without its fields")),
    };
    let under = asked.under.as_deref().filter(|code| draft.item(code).is_some());
    let link = |format: &str| {
        Link::new(
            format.to_uppercase(),
            format!("{}/export?format={format}&draft=1", super::url(code)),
        )
    };
    Ok(views::Draft {
        desk: staff.desk("dictionaries"),
        code: code.to_owned(),
        name: visit.say(&draft.contents.name).to_owned(),
        version: draft.number,
        url: super::url(code),
        add_url: match under {
            Some(under) => format!(
                "{edit}?under={}",
                url::form_urlencoded::byte_serialize(under.as_bytes()).collect::<String>()
            ),
            None => edit.clone(),
        },
        items: shown::items(staff, draft, &base, Some(&edit), asked),
        draft_url: base,
        exports: vec![link("csv"), link("xlsx")],
        changes: changes(visit, before.unwrap_or(&Contents::default()), &draft.contents),
        // A line for each name: its languages side by side.
        head: fields
            .chunks(super::languages(staff).len().max(1))
            .map(<[Field]>::to_vec)
            .collect(),
        file,
        rows_wrong: refused.rows_wrong,
        reason,
        errors,
    })
}

fn changes(visit: &Visit, before: &Contents, after: &Contents) -> Changes {
    let of = authority::difference(before, after);
    let count = |codes: &[String]| i64::try_from(codes.len()).unwrap_or(i64::MAX);
    let first = |codes: &[String], contents: &Contents| {
        let called = |code: &String| {
            let item = contents.items.iter().find(|item| item.code == *code);
            item.map_or_else(|| code.clone(), |item| visit.say(&item.name).to_owned())
        };
        let mut names: Vec<String> = codes.iter().take(NAMED_MAX).map(called).collect();
        if codes.len() > NAMED_MAX {
            names.push("…".to_owned());
        }
        format::list(&names, visit.language)
    };
    Changes {
        any: !of.is_empty(),
        added: first(&of.added, after),
        added_count: count(&of.added),
        changed: first(&of.changed, after),
        changed_count: count(&of.changed),
        removed: first(&of.removed, before),
        removed_count: count(&of.removed),
        head: of.head,
    }
}

fn level_name(level: usize) -> String {
    format!("level{level}")
}

/// The names of the dictionary, and one line for each level: those it has and one more.
fn head_fields(staff: &Staff, head: &Contents) -> Vec<Field> {
    let visit = &staff.visit;
    let mut fields = super::name_fields(staff, "name", "admin-name", FieldKind::Text, &head.name);
    let nothing = Localised::default();
    for level in 1..=(head.levels.len() + 1).min(LEVELS_MAX) {
        let name = head.levels.get(level - 1).unwrap_or(&nothing);
        for language in super::languages(staff) {
            let label = visit.text_with("forms-level", "n", &level.to_string());
            let mut field = Field::new(
                FieldKind::Text,
                format!("{}-{language}", level_name(level)),
                format!("{label} ({})", language.endonym()),
            );
            field.required = false;
            field.value = name.0.get(&language).cloned().unwrap_or_default();
            fields.push(field);
        }
    }
    fields
}

fn posted_head(staff: &Staff, form: &PostedForm) -> Contents {
    let mut levels: Vec<Localised> = (1..=LEVELS_MAX)
        .map(|level| super::posted_name(staff, form, &level_name(level)))
        .collect();
    while levels.last().is_some_and(|level| level.0.is_empty()) {
        levels.pop();
    }
    Contents {
        name: super::posted_name(staff, form, "name"),
        levels,
        ..Contents::default()
    }
}

/// Does something to the draft of `code`.
async fn change<F>(staff: &Staff, work: F) -> Result<()>
where
    F: FnOnce(Granted<'_, KeepDictionaries>, Language) -> Result<()> + Send + 'static,
{
    let home = super::home(staff);
    let visit = &staff.visit;
    visit
        .state
        .db
        .in_tenant(&visit.context, move |tx| {
            work(tx.authorise::<KeepDictionaries>(Whole)?, home)
        })
        .await
}

/// `POST …/draft`: begins one, or goes on with the one there is.
pub(super) async fn begin(staff: Staff, code: web::Path<String>, _form: PostedForm) -> Answer {
    let (key, who) = (code.clone(), super::who(&staff));
    change(&staff, move |grant, _| {
        authority::begin_draft(grant, &key, &who, clock::now())
    })
    .await?;
    Ok(staff.visit.see(&super::draft_url(&code)))
}

/// `POST …/draft/head`: the names of the dictionary and its levels.
pub(super) async fn head(staff: Staff, code: web::Path<String>, form: PostedForm) -> Answer {
    let head = posted_head(&staff, &form);
    let (key, new) = (code.clone(), head.clone());
    let done = change(&staff, move |grant, home| {
        authority::set_head(grant, &key, &new, home)
    })
    .await;
    let refused = Refused {
        head: Some(head),
        ..Refused::default()
    };
    onward(&staff, &code, done, "admin-dictionary-flash-kept", refused).await
}

/// Back to the draft with a word, or the page again with what was wrong.
pub(super) async fn onward(
    staff: &Staff,
    code: &str,
    done: Result<()>,
    told: &str,
    mut refused: Refused,
) -> std::result::Result<HttpResponse, Failure> {
    match done {
        Ok(()) => Ok(staff.visit.see_with(&super::draft_url(code), FlashKind::Ok, told)),
        Err(Error::Refused(refusal)) if !super::lacks_draft(&refusal) => {
            refused.error = Some(Error::Refused(refusal));
            answer(
                staff,
                code,
                &Asked::default(),
                StatusCode::UNPROCESSABLE_ENTITY,
                refused,
            )
            .await
        }
        Err(error) => Err(error.into()),
    }
}

/// `POST …/draft/publish`
pub(super) async fn publish(staff: Staff, code: web::Path<String>, form: PostedForm) -> Answer {
    let visit = &staff.visit;
    let (key, who, reason) = (code.clone(), super::who(&staff), form.text("reason").to_owned());
    let typed = reason.clone();
    let done = change(&staff, move |grant, home| {
        authority::publish(grant, &key, &reason, home, &who, clock::now()).map(|_| ())
    })
    .await;
    if done.is_ok() {
        // Every node reads the catalogue again within a second; this one at once, so that the next page shows it.
        visit.state.tenants.refresh(&visit.state.db).await?;
        return Ok(visit.see_with(
            &super::url(&code),
            FlashKind::Ok,
            "admin-dictionary-flash-published",
        ));
    }
    let refused = Refused {
        reason: typed,
        ..Refused::default()
    };
    onward(&staff, &code, done, "", refused).await
}

/// `POST …/draft/discard`
pub(super) async fn discard(staff: Staff, code: web::Path<String>, _form: PostedForm) -> Answer {
    let key = code.clone();
    change(&staff, move |grant, _| authority::discard(grant, &key)).await?;
    Ok(staff.visit.see_with(
        "/admin/dictionaries",
        FlashKind::Ok,
        "admin-dictionary-flash-discarded",
    ))
}
