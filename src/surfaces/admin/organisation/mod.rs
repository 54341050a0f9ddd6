//! The organisation in the browser: a tree whose branches are read when they are opened, a table with search, a page for
//! each part with a form for each change, the accounting set-up, and reorganisations.

mod about;
mod accounting;
mod acts;
mod forms;
mod page;
mod part;
mod plans;
mod posted;
mod table;
mod tree;
pub mod views;

use actix_web::web::{ServiceConfig, get, post};
use uuid::Uuid;

use crate::authority::organisation::change::Kind;
use crate::authority::organisation::look::Item;
use crate::kernel::error::{Error, Result};
use crate::surfaces::desk::Staff;
use crate::surfaces::web::Answer;
use crate::surfaces::web::views::Link;

const HERE: &str = "/admin/organisation";

/// The routes of the organisation.
pub(super) fn configure(routes: &mut ServiceConfig) {
    routes
        .route("/admin", get().to(first))
        .route("/admin/organisation", get().to(tree::page))
        .route("/admin/organisation/branch", get().to(tree::branch))
        .route("/admin/organisation/table", get().to(table::page))
        .route("/admin/organisation/new/{act}", get().to(forms::new_form))
        .route("/admin/organisation/new/{act}", post().to(forms::new_post))
        .route("/admin/organisation/{kind}/{id}", get().to(part::page))
        .route(
            "/admin/organisation/{kind}/{id}/{act}",
            get().to(forms::part_form),
        )
        .route(
            "/admin/organisation/{kind}/{id}/{act}",
            post().to(forms::part_post),
        )
        .route("/admin/accounting", get().to(accounting::page))
        .route("/admin/reorganisations", get().to(plans::list))
        .route("/admin/reorganisations/{id}", get().to(plans::page))
        .route("/admin/reorganisations/{id}/title", post().to(plans::call))
        .route("/admin/reorganisations/{id}/shorten", post().to(plans::shorten))
        .route("/admin/reorganisations/{id}/cancel", post().to(plans::cancel));
}

/// `GET /admin`
async fn first(staff: Staff) -> Answer {
    Ok(staff.visit.see(HERE))
}

/// The page of a part.
fn url_of(kind: Kind, id: Uuid) -> String {
    format!("{HERE}/{}/{id}", kind.word())
}

fn link_of(staff: &Staff, item: &Item) -> Link {
    Link::new(staff.visit.say(&item.name), url_of(item.kind, item.id))
}

/// Kind and id from an address.
fn target((kind, id): (&str, &str)) -> Result<(Kind, Uuid)> {
    let kind = Kind::from_word(kind).ok_or(Error::NotFound)?;
    Ok((kind, id.parse().map_err(|_| Error::NotFound)?))
}
