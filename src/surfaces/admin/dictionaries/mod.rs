//! The administrator's pages of dictionaries: the list, the items as a tree, a draft to edit, its spreadsheet, its publication.

mod draft;
mod exchange;
mod item;
mod list;
mod page;
mod shown;
pub mod views;

use actix_web::web::{ServiceConfig, get, post};

use crate::kernel::error::{Error, Refusal};
use crate::kernel::locale::{Language, Localised};
use crate::surfaces::desk::Staff;
use crate::surfaces::web::PostedForm;
use crate::surfaces::web::fields::{Field, FieldKind};

/// The routes.
pub(super) fn configure(routes: &mut ServiceConfig) {
    routes
        .route("/admin/dictionaries", get().to(list::page))
        .route("/admin/dictionaries", post().to(list::make))
        .route("/admin/dictionaries/{code}", get().to(page::page))
        .route("/admin/dictionaries/{code}/export", get().to(exchange::export))
        .route("/admin/dictionaries/{code}/draft", get().to(draft::page))
        .route("/admin/dictionaries/{code}/draft", post().to(draft::begin))
        .route("/admin/dictionaries/{code}/draft/head", post().to(draft::head))
        .route(
            "/admin/dictionaries/{code}/draft/import",
            post().to(exchange::import),
        )
        .route(
            "/admin/dictionaries/{code}/draft/publish",
            post().to(draft::publish),
        )
        .route(
            "/admin/dictionaries/{code}/draft/discard",
            post().to(draft::discard),
        )
        .route("/admin/dictionaries/{code}/draft/item", get().to(item::form))
        .route("/admin/dictionaries/{code}/draft/item", post().to(item::post))
        .route(
            "/admin/dictionaries/{code}/draft/item/remove",
            post().to(item::remove),
        );
}

/// The address of a dictionary.
fn url(code: &str) -> String {
    format!("/admin/dictionaries/{code}")
}

/// The address of its draft.
fn draft_url(code: &str) -> String {
    format!("/admin/dictionaries/{code}/draft")
}

/// The tenant's languages, its own first.
fn languages(staff: &Staff) -> Vec<Language> {
    let home = staff.visit.tenant.default_language();
    let offered = &staff.visit.tenant.settings.tenant.languages;
    std::iter::once(home)
        .chain(offered.iter().copied().filter(|language| *language != home))
        .collect()
}

fn home(staff: &Staff) -> Language {
    staff.visit.tenant.default_language()
}

/// The name by which versions say who began and published them.
fn who(staff: &Staff) -> String {
    let session = staff.visit.session.as_ref();
    session.map_or_else(String::new, |it| it.session.display_name.clone())
}

/// A name with one field for each language of the tenant; only its own language is needed.
fn name_fields(staff: &Staff, name: &str, label: &str, kind: FieldKind, value: &Localised) -> Vec<Field> {
    let own = home(staff);
    languages(staff)
        .into_iter()
        .map(|language| {
            let label = format!("{} ({})", staff.visit.text(label), language.endonym());
            let mut field = Field::new(kind, format!("{name}-{language}"), label);
            field.required = language == own;
            field.value = value.0.get(&language).cloned().unwrap_or_default();
            field
        })
        .collect()
}

/// The texts posted for a name.
fn posted_name(staff: &Staff, form: &PostedForm, name: &str) -> Localised {
    let texts = languages(staff).into_iter().filter_map(|language| {
        let text = form.text(&format!("{name}-{language}"));
        (!text.is_empty()).then(|| (language, text.to_owned()))
    });
    Localised(texts.collect())
}

/// Puts the problems of a refusal at their fields; a problem of a name stands at the tenant's own language. Answers whether
/// it was a refusal of fields: anything else is an error to pass on.
fn mark(staff: &Staff, error: Error, fields: &mut [Field]) -> Result<(), Error> {
    let Error::Refused(refusal) = error else {
        return Err(error);
    };
    if refusal.fields.is_empty() {
        if let Some(first) = fields.first_mut() {
            first.error = Some(staff.visit.refusal(&refusal));
            return Ok(());
        }
        return Err(Error::Refused(refusal));
    }
    let own = format!("name-{}", home(staff));
    for problem in &refusal.fields {
        let name = if problem.field == "name" {
            own.as_str()
        } else {
            &problem.field
        };
        let place = fields.iter().position(|field| field.name == name).unwrap_or(0);
        if let Some(field) = fields.get_mut(place).filter(|field| field.error.is_none()) {
            field.error = Some(staff.visit.problem(problem));
        }
    }
    Ok(())
}

/// Whether a refusal only says that there is no draft: the page of the dictionary is the place to begin one.
fn lacks_draft(refusal: &Refusal) -> bool {
    refusal.code == "admin-dictionary-no-draft"
}
