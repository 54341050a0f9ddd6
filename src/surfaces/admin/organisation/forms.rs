//! The forms of the organisation: for a part that is there, and for a new one.

use actix_web::web::{Path, Query};
use serde::Deserialize;
use uuid::Uuid;

use crate::kernel::error::Error;
use crate::surfaces::desk::Staff;
use crate::surfaces::web::{Answer, PostedForm};

use super::super::named::{self, Typed};
use super::about::{About, about};
use super::page::opened;
use super::posted::posted;
use super::{acts, target};

/// What was chosen before the form is filled in.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Chosen {
    ledger: String,
}

impl Chosen {
    fn ledger(&self) -> Option<Uuid> {
        self.ledger.parse().ok()
    }
}

/// `GET /admin/organisation/{kind}/{id}/{act}`
pub(super) async fn part_form(
    staff: Staff,
    path: Path<(String, String, String)>,
    chosen: Query<Chosen>,
    typed: Query<Typed>,
) -> Answer {
    let (kind, id, act) = path.into_inner();
    let about = about(&staff, Some(target((&kind, &id))?), act, chosen.ledger()).await?;
    answered(&staff, &about, &typed)
}

/// The form; or, for its script, what one of its questions may be answered with.
fn answered(staff: &Staff, about: &About, typed: &Typed) -> Answer {
    if typed.suggest.is_empty() {
        return opened(staff, about);
    }
    named::suggestions(staff, &about.offered(&staff.visit, &typed.suggest), &typed.q)
}

/// `GET /admin/organisation/new/{act}`
pub(super) async fn new_form(staff: Staff, path: Path<String>, typed: Query<Typed>) -> Answer {
    let act = path.into_inner();
    if !acts::NEW.contains(&act.as_str()) {
        return Err(Error::NotFound.into());
    }
    answered(&staff, &about(&staff, None, act, None).await?, &typed)
}

/// `POST /admin/organisation/{kind}/{id}/{act}`
pub(super) async fn part_post(
    staff: Staff,
    path: Path<(String, String, String)>,
    chosen: Query<Chosen>,
    form: PostedForm,
) -> Answer {
    let (kind, id, act) = path.into_inner();
    let about = about(&staff, Some(target((&kind, &id))?), act, chosen.ledger()).await?;
    posted(&staff, &about, &form).await
}

/// `POST /admin/organisation/new/{act}`
pub(super) async fn new_post(staff: Staff, path: Path<String>, form: PostedForm) -> Answer {
    let act = path.into_inner();
    if !acts::NEW.contains(&act.as_str()) {
        return Err(Error::NotFound.into());
    }
    let about = about(&staff, None, act, None).await?;
    posted(&staff, &about, &form).await
}
