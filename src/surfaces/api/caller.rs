//! Who calls: a program with a bearer token, or anybody where no sign-in is needed.

use std::future::Future;
use std::pin::Pin;
use std::str::FromStr;

use actix_web::dev::Payload;
use actix_web::{FromRequest, HttpRequest, web};
use serde::de::DeserializeOwned;

use crate::authority::people::SessionKind;
use crate::kernel::error::{Error, Result};
use crate::kernel::ids::AccountId;
use crate::surfaces::web::limits::Limited;
use crate::surfaces::web::{Failure, Visit};

/// The most lines of one answer.
pub(super) const LINES_MAX: i64 = 100;

/// A call that needs no sign-in.
pub(super) struct Anybody(pub Visit);

/// A call with a bearer token.
pub(super) struct Caller {
    pub visit: Visit,
    /// Whose token it is.
    pub account: AccountId,
}

type Extracted<T> = Pin<Box<dyn Future<Output = std::result::Result<T, Failure>>>>;

impl FromRequest for Anybody {
    type Error = Failure;
    type Future = Extracted<Self>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let request = request.clone();
        Box::pin(async move {
            let visit = Visit::extract(&request).await?;
            visit.limit(Limited::Api)?;
            Ok(Self(visit))
        })
    }
}

impl FromRequest for Caller {
    type Error = Failure;
    type Future = Extracted<Self>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let anybody = Anybody::from_request(request, payload);
        Box::pin(async move {
            let Anybody(visit) = anybody.await?;
            let is_program = visit
                .session
                .as_ref()
                .is_some_and(|signed_in| signed_in.session.kind == SessionKind::Token);
            if !is_program {
                return Err(Error::SignInNeeded.into());
            }
            let account = visit.account()?;
            Ok(Self { visit, account })
        })
    }
}

/// The parameters of the address.
///
/// # Errors
/// A refusal when one of them is not what it should be.
pub(super) fn query<T: DeserializeOwned>(request: &HttpRequest) -> Result<T> {
    web::Query::<T>::from_query(request.query_string())
        .map(web::Query::into_inner)
        .map_err(|_| Error::refused("api-query-not-valid"))
}

/// The id in the path. What is no id names nothing.
///
/// # Errors
/// [`Error::NotFound`].
pub(super) fn id<T: FromStr>(path: &str) -> Result<T> {
    path.parse().map_err(|_| Error::NotFound)
}

/// How many lines from which on: as asked, within the limits.
pub(super) fn portion(limit: Option<i64>, offset: Option<i64>) -> (i64, i64) {
    (
        limit.unwrap_or(20).clamp(1, LINES_MAX),
        offset.unwrap_or(0).clamp(0, 1_000_000),
    )
}
