//! Answers for whoever watches `onedoor work` and `onedoor relay`, which serve nobody else.
//!
//! `/health/live` answers while the process runs; `/health/ready` answers 503 while a part waits for RabbitMQ or the
//! database. Both tell nothing but names of parts, counts and times.

use std::net::SocketAddr;

use actix_web::{App, HttpResponse, HttpServer, web};

use crate::kernel::error::{Error, Result};

use super::health::Health;
use super::shutdown::Shutdown;

/// Answers at `listen` until told to stop.
///
/// # Errors
/// When the address cannot be listened on; the message says what to do.
pub async fn answer(listen: SocketAddr, health: Health, mut shutdown: Shutdown) -> Result<()> {
    let data = web::Data::new(health);
    let server = HttpServer::new(move || {
        App::new()
            .app_data(data.clone())
            .service(web::resource("/health/live").route(web::get().to(HttpResponse::Ok)))
            .service(web::resource("/health/ready").route(web::get().to(ready)))
    })
    .workers(1)
    .disable_signals()
    .bind(listen)
    .map_err(|error| {
        Error::Unavailable(format!(
            "cannot answer at {listen}: {error}; choose another address with --health"
        ))
    })?
    .run();
    let handle = server.handle();
    let stopping = tokio::spawn(async move {
        shutdown.requested().await;
        handle.stop(false).await;
    });
    let ended = server.await.map_err(Error::internal);
    stopping.abort();
    ended
}

async fn ready(health: web::Data<Health>) -> HttpResponse {
    let report = health.report();
    if report.is_well() {
        HttpResponse::Ok().json(report)
    } else {
        HttpResponse::ServiceUnavailable().json(report)
    }
}
