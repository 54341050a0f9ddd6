//! Tenants whose portal is elsewhere, or none: what citizens would open there is sent on or is not there. Desks, the API and
//! what both need stay.

use actix_web::body::{BoxBody, MessageBody};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::header;
use actix_web::middleware::Next;
use actix_web::{HttpResponse, web};

use crate::authority::entry::Portal;

use super::state::State;
use super::visit::tenant_of;

/// The first segments of paths that are not the portal's alone. What is prepared at the counter lies among the drafts: each is
/// seen by whoever began it and by nobody else.
const NOT_THE_PORTALS: [&str; 13] = [
    "admin",
    "api",
    "assets",
    "audit",
    "callbacks",
    "desk",
    "drafts",
    "hall",
    "health",
    "invitation",
    "problems",
    "sign-in",
    "sign-out",
];
/// Beginnings of the files of a tenant's look.
const LOOK: [&str; 3] = ["emblem-", "hero-", "theme-"];

fn is_of_the_portal(path: &str) -> bool {
    let first = path.trim_start_matches('/').split('/').next().unwrap_or_default();
    !NOT_THE_PORTALS.contains(&first) && !LOOK.iter().any(|look| first.starts_with(look))
}

/// Sends citizens on where a tenant's portal is elsewhere, and shows nothing where it has none.
///
/// # Errors
/// Passes on what the framework itself cannot answer.
pub async fn portals(
    request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<BoxBody>, actix_web::Error> {
    let portal = request
        .app_data::<web::Data<State>>()
        .and_then(|state| tenant_of(request.request(), state).ok())
        .map(|tenant| tenant.mode.portal.clone())
        .unwrap_or_default();
    let answer = match portal {
        Portal::Full => None,
        _ if !is_of_the_portal(request.path()) => None,
        Portal::Elsewhere(url) => Some(
            HttpResponse::SeeOther()
                .insert_header((header::LOCATION, url))
                .finish(),
        ),
        // Whoever works here types the bare address.
        Portal::None if request.path() == "/" => Some(
            HttpResponse::SeeOther()
                .insert_header((header::LOCATION, "/desk"))
                .finish(),
        ),
        Portal::None => Some(HttpResponse::NotFound().finish()),
    };
    match answer {
        Some(answer) => Ok(request.into_response(answer)),
        None => Ok(next.call(request).await?.map_into_boxed_body()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn desks_and_programs_are_not_the_portals() {
        for path in [
            "/",
            "/search",
            "/my/dossiers",
            "/procedures/x/apply",
            "/track",
            "/register",
            "/entry",
        ] {
            assert!(is_of_the_portal(path), "{path}");
        }
        for path in [
            "/desk",
            "/api/v1/procedures",
            "/sign-in",
            "/theme-1.css",
            "/admin/x",
            "/health/ready",
        ] {
            assert!(!is_of_the_portal(path), "{path}");
        }
    }
}
