//! The form of one item of a draft.

use actix_web::http::StatusCode;
use actix_web::web;
use chrono::NaiveDate;
use serde::Deserialize;

use crate::authority::dictionaries::{self as authority, Edition, Item, KeepDictionaries};
use crate::kernel::error::{Error, FieldProblem, Refusal, Result};
use crate::kernel::locale::Localised;
use crate::platform::door::Whole;
use crate::platform::render::FlashKind;
use crate::surfaces::desk::Staff;
use crate::surfaces::web::fields::{DateParts, Field, FieldKind};
use crate::surfaces::web::{Answer, PostedForm};

use super::views::ItemForm;

/// Which item: one there is, or a new one below another.
#[derive(Debug, Clone, Default, Deserialize)]
pub(super) struct Which {
    code: Option<String>,
    under: Option<String>,
}

async fn draft(staff: &Staff, code: &str) -> Result<Edition> {
    let visit = &staff.visit;
    let key = code.to_owned();
    visit
        .state
        .db
        .in_tenant(&visit.context, move |tx| {
            let mut grant = tx.authorise::<KeepDictionaries>(Whole)?;
            authority::draft_contents(&mut grant, &key).map(|(draft, _)| draft)
        })
        .await
}

/// `GET …/draft/item`
pub(super) async fn form(staff: Staff, code: web::Path<String>, which: web::Query<Which>) -> Answer {
    let draft = draft(&staff, &code).await?;
    let item = match &which.code {
        Some(item) => draft.item(item).cloned().ok_or(Error::NotFound)?,
        None => Item {
            code: String::new(),
            parent: which.under.clone(),
            name: Localised::default(),
            valid_from: None,
            valid_to: None,
        },
    };
    let typed = Typed::of(&item);
    let before = which.code.clone().unwrap_or_default();
    let fields = fields(&staff, &typed);
    answer(&staff, &draft, before, fields, StatusCode::OK)
}

fn answer(staff: &Staff, draft: &Edition, before: String, fields: Vec<Field>, status: StatusCode) -> Answer {
    let visit = &staff.visit;
    let base = super::draft_url(&draft.code);
    let known = draft.item(&before);
    let view = ItemForm {
        desk: staff.desk("dictionaries"),
        dictionary: visit.say(&draft.contents.name).to_owned(),
        title: known.map_or_else(
            || visit.text("admin-dictionary-item-new"),
            |item| visit.say(&item.name).to_owned(),
        ),
        action: format!("{base}/item"),
        errors: Field::errors(&fields),
        fields,
        remove_url: known.map(|_| format!("{base}/item/remove")),
        below: known.map_or(0, |item| below(draft, &item.code)),
        back_url: match known.and_then(|item| item.parent.as_deref()) {
            Some(parent) => format!(
                "{base}?under={}",
                url::form_urlencoded::byte_serialize(parent.as_bytes()).collect::<String>()
            ),
            None => base,
        },
        before,
    };
    visit.page_with(status, "admin/dictionary-item.html", "admin", &view)
}

/// How many items lie below one, on every level.
fn below(draft: &Edition, code: &str) -> i64 {
    draft
        .children(Some(code))
        .map(|item| 1 + below(draft, &item.code))
        .sum()
}

/// An item as it was typed.
struct Typed {
    code: String,
    parent: String,
    name: Localised,
    days: [DateParts; 2],
}

const DAYS: [&str; 2] = ["valid-from", "valid-to"];

impl Typed {
    fn of(item: &Item) -> Self {
        let parts = |day: Option<NaiveDate>| {
            day.map_or_else(DateParts::default, |day| DateParts {
                day: day.format("%-d").to_string(),
                month: day.format("%-m").to_string(),
                year: day.format("%Y").to_string(),
            })
        };
        Self {
            code: item.code.clone(),
            parent: item.parent.clone().unwrap_or_default(),
            name: item.name.clone(),
            days: [parts(item.valid_from), parts(item.valid_to)],
        }
    }

    fn posted(staff: &Staff, form: &PostedForm) -> Self {
        let parts = |name: &str| DateParts {
            day: form.text(&format!("{name}-day")).to_owned(),
            month: form.text(&format!("{name}-month")).to_owned(),
            year: form.text(&format!("{name}-year")).to_owned(),
        };
        Self {
            code: form.text("code").to_owned(),
            parent: form.text("parent").to_owned(),
            name: super::posted_name(staff, form, "name"),
            days: DAYS.map(parts),
        }
    }

    fn item(&self) -> Result<Item> {
        let day = |at: usize| -> Result<Option<NaiveDate>> {
            let Some(DateParts { day, month, year }) = self.days.get(at) else {
                return Ok(None);
            };
            if day.is_empty() && month.is_empty() && year.is_empty() {
                return Ok(None);
            }
            let number = |text: &str| text.parse::<u32>().ok();
            let read = number(year)
                .and_then(|year| i32::try_from(year).ok())
                .filter(|year| (1000..=9999).contains(year))
                .zip(number(month).zip(number(day)))
                .and_then(|(year, (month, day))| NaiveDate::from_ymd_opt(year, month, day));
            let field = DAYS.get(at).copied().unwrap_or_default();
            read.map(Some).ok_or_else(|| {
                Refusal::of_fields(vec![FieldProblem::new(field, "forms-problem-not-day")]).into()
            })
        };
        Ok(Item {
            code: self.code.clone(),
            parent: Some(self.parent.clone()).filter(|parent| !parent.is_empty()),
            name: self.name.clone(),
            valid_from: day(0)?,
            valid_to: day(1)?,
        })
    }
}

fn fields(staff: &Staff, typed: &Typed) -> Vec<Field> {
    let visit = &staff.visit;
    let mut code = Field::new(FieldKind::Text, "code", visit.text("admin-code"));
    code.hint = Some(visit.text("admin-dictionary-item-code-hint"));
    code.width = 20;
    code.value.clone_from(&typed.code);
    let mut parent = Field::new(
        FieldKind::Text,
        "parent",
        visit.text("admin-dictionary-item-parent"),
    );
    parent.hint = Some(visit.text("admin-dictionary-item-parent-hint"));
    parent.required = false;
    parent.width = 20;
    parent.value.clone_from(&typed.parent);
    let mut fields = vec![code, parent];
    fields.extend(super::name_fields(
        staff,
        "name",
        "admin-name",
        FieldKind::Text,
        &typed.name,
    ));
    for (name, (key, parts)) in DAYS.into_iter().zip(
        ["admin-dictionary-item-from", "admin-dictionary-item-to"]
            .into_iter()
            .zip(&typed.days),
    ) {
        let mut day = Field::new(FieldKind::Date, name, visit.text(key));
        day.required = false;
        day.date = Some(parts.clone());
        fields.push(day);
    }
    fields
}

/// `POST …/draft/item`: keeps one; `before` is the code it had, empty for a new one.
pub(super) async fn post(staff: Staff, code: web::Path<String>, form: PostedForm) -> Answer {
    let visit = &staff.visit;
    let typed = Typed::posted(&staff, &form);
    let before = form.text("before").to_owned();
    let done = match typed.item() {
        Ok(item) => {
            let (key, home) = (code.clone(), super::home(&staff));
            let was = Some(before.clone()).filter(|before| !before.is_empty());
            visit
                .state
                .db
                .in_tenant(&visit.context, move |tx| {
                    let grant = tx.authorise::<KeepDictionaries>(Whole)?;
                    authority::keep_item(grant, &key, was.as_deref(), &item, home)
                })
                .await
        }
        Err(error) => Err(error),
    };
    match done {
        Ok(()) => {
            let back = match typed.parent.as_str() {
                "" => super::draft_url(&code),
                parent => format!(
                    "{}?under={}",
                    super::draft_url(&code),
                    url::form_urlencoded::byte_serialize(parent.as_bytes()).collect::<String>()
                ),
            };
            Ok(visit.see_with(&back, FlashKind::Ok, "admin-dictionary-flash-kept"))
        }
        Err(Error::Refused(refusal)) if super::lacks_draft(&refusal) => Ok(visit.see(&super::url(&code))),
        Err(error) => {
            let mut fields = fields(&staff, &typed);
            super::mark(&staff, error, &mut fields)?;
            let draft = draft(&staff, &code).await?;
            answer(&staff, &draft, before, fields, StatusCode::UNPROCESSABLE_ENTITY)
        }
    }
}

/// `POST …/draft/item/remove`: an item with everything below it.
pub(super) async fn remove(staff: Staff, code: web::Path<String>, form: PostedForm) -> Answer {
    let visit = &staff.visit;
    let (key, item) = (code.clone(), form.text("item").to_owned());
    visit
        .state
        .db
        .in_tenant(&visit.context, move |tx| {
            authority::remove_item(tx.authorise::<KeepDictionaries>(Whole)?, &key, &item)
        })
        .await?;
    Ok(visit.see_with(
        &super::draft_url(&code),
        FlashKind::Ok,
        "admin-dictionary-flash-removed",
    ))
}
