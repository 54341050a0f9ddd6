//! The list of dictionaries, and a new one.

use actix_web::http::StatusCode;

use crate::authority::dictionaries::{
    self as authority, Contents, KeepDictionaries, Listed, ReadDictionaries,
};
use crate::kernel::actions::Verb;
use crate::kernel::clock;
use crate::kernel::error::Error;
use crate::kernel::locale::Localised;
use crate::platform::door::Whole;
use crate::platform::render::FlashKind;
use crate::surfaces::desk::Staff;
use crate::surfaces::web::fields::{Field, FieldKind};
use crate::surfaces::web::{Answer, PostedForm};

use super::views::{Dictionaries, DictionaryRow};

/// `GET /admin/dictionaries`
pub(super) async fn page(staff: Staff) -> Answer {
    let fields = fields(&staff, "", &Localised::default());
    answer(&staff, StatusCode::OK, fields).await
}

fn fields(staff: &Staff, code: &str, name: &Localised) -> Vec<Field> {
    if !staff.offers(Verb::KeepDictionaries) {
        return Vec::new();
    }
    let mut field = Field::new(FieldKind::Text, "code", staff.visit.text("admin-code"));
    field.hint = Some(staff.visit.text("admin-dictionary-code-hint"));
    field.width = 20;
    code.clone_into(&mut field.value);
    let mut fields = vec![field];
    fields.extend(super::name_fields(
        staff,
        "name",
        "admin-name",
        FieldKind::Text,
        name,
    ));
    fields
}

async fn answer(staff: &Staff, status: StatusCode, fields: Vec<Field>) -> Answer {
    let visit = &staff.visit;
    let listed = visit
        .state
        .db
        .in_tenant(&visit.context, |tx| {
            authority::list(&mut tx.authorise::<ReadDictionaries>(Whole)?)
        })
        .await?;
    let view = Dictionaries {
        desk: staff.desk("dictionaries"),
        rows: listed.iter().map(|one| row(staff, one)).collect(),
        errors: Field::errors(&fields),
        fields,
    };
    visit.page_with(status, "admin/dictionaries.html", "admin", &view)
}

fn row(staff: &Staff, listed: &Listed) -> DictionaryRow {
    DictionaryRow {
        code: listed.code.clone(),
        name: staff.visit.say(&listed.name).to_owned(),
        url: super::url(&listed.code),
        version: listed.in_force.map_or(0, |(number, _)| number),
        published_at: listed.in_force.map(|(_, at)| at),
        items: listed.items,
        draft: listed.draft.unwrap_or(0),
    }
}

/// `POST /admin/dictionaries`: a new one, with an empty draft.
pub(super) async fn make(staff: Staff, form: PostedForm) -> Answer {
    let visit = &staff.visit;
    let (code, name) = (
        form.text("code").to_owned(),
        super::posted_name(&staff, &form, "name"),
    );
    let (home, who, key) = (super::home(&staff), super::who(&staff), code.clone());
    let head = Contents {
        name: name.clone(),
        ..Contents::default()
    };
    let made = visit
        .state
        .db
        .in_tenant(&visit.context, move |tx| {
            let grant = tx.authorise::<KeepDictionaries>(Whole)?;
            authority::make(grant, &key, &head, home, &who, clock::now())
        })
        .await;
    match made {
        Ok(()) => Ok(visit.see_with(
            &super::draft_url(&code),
            FlashKind::Ok,
            "admin-dictionary-flash-made",
        )),
        Err(error @ Error::Refused(_)) => {
            let mut fields = fields(&staff, &code, &name);
            super::mark(&staff, error, &mut fields)?;
            answer(&staff, StatusCode::UNPROCESSABLE_ENTITY, fields).await
        }
        Err(error) => Err(error.into()),
    }
}
