//! The requests that are measured.

use std::io::Write;
use std::sync::Arc;

use uuid::Uuid;

use crate::house::{House, IDENTITY, Tenant};
use crate::load::{Random, Source};

/// A procedure that can be applied for without papers.
const PROCEDURE: &str = "xac-nhan-tinh-trang-hon-nhan";
/// What browsers send.
pub const PACKED: &str = "accept-encoding: gzip, deflate, br\r\n";
/// What visitors read: the portal's front page, a search, and the guides of procedures.
pub const PAGES: [&str; 8] = [
    "/",
    "/search?q=ket+hon",
    "/procedures/xac-nhan-tinh-trang-hon-nhan",
    "/procedures/dang-ky-khai-sinh",
    "/procedures/chung-thuc-ban-sao",
    "/procedures/dang-ky-ho-kinh-doanh",
    "/procedures/xac-nhan-goc-viet-nam",
    "/procedures/cap-the-tu-van-vien",
];

fn hosts(house: &House) -> Arc<[Parties]> {
    let of = |tenant: &Tenant| Parties {
        host: tenant.host.clone(),
        bearer: tenant.bearer.clone(),
        cookie: tenant.cookie.clone(),
    };
    house.tenants.iter().map(of).collect()
}

struct Parties {
    host: String,
    bearer: String,
    cookie: String,
}

/// A route that does nothing, of the application under test.
pub fn live() -> Source {
    plain("/health/live")
}

/// The only route of an application that is nothing else.
pub fn bare() -> Source {
    plain("/")
}

fn plain(path: &'static str) -> Source {
    Arc::new(move |into, _| get(into, path, "localhost", ""))
}

/// A page of the catalogue for visitors, as browsers ask for it; kept by the server.
pub fn kept_page(house: &House, headers: &'static str) -> Source {
    let hosts = hosts(house);
    Arc::new(move |into, random| {
        let host = &hosts[random.below(hosts.len())].host;
        get(into, PAGES[random.below(PAGES.len())], host, headers);
    })
}

/// The guide of a procedure for somebody who is signed in: rendered each time.
pub fn rendered_page(house: &House, headers: &'static str) -> Source {
    let hosts = hosts(house);
    Arc::new(move |into, random| {
        let of = &hosts[random.below(hosts.len())];
        let cookie = format!("{headers}cookie: od_session={}\r\n", of.cookie);
        get(into, PAGES[2 + random.below(PAGES.len() - 2)], &of.host, &cookie);
    })
}

/// Tracking one of these dossiers without signing in.
pub fn track(house: &House, numbers: &[(usize, String)]) -> Source {
    let hosts = hosts(house);
    let proof = &IDENTITY[IDENTITY.len() - 4..];
    let paths: Vec<(usize, String)> = numbers
        .iter()
        .map(|(tenant, number)| (*tenant, format!("/api/v1/track?number={number}&proof={proof}")))
        .collect();
    Arc::new(move |into, random| {
        let (tenant, path) = &paths[random.below(paths.len())];
        get(into, path, &hosts[*tenant].host, "");
    })
}

/// Submitting an application by program, each with a key of its own.
pub fn submit(house: &House) -> Source {
    let hosts = hosts(house);
    let body = body();
    Arc::new(move |into, random| {
        let of = &hosts[random.below(hosts.len())];
        post(into, &of.host, &of.bearer, &body);
    })
}

/// The first submission of each tenant, to be done once.
pub fn first_submissions(house: &House) -> Vec<Vec<u8>> {
    let body = body();
    let of = |tenant: &Tenant| {
        let mut request = Vec::new();
        post(&mut request, &tenant.host, &tenant.bearer, &body);
        request
    };
    house.tenants.iter().map(of).collect()
}

/// Of a hundred requests 80 for the catalogue, 15 for tracking, 5 submissions.
pub fn mix(house: &House, numbers: &[(usize, String)]) -> Source {
    let (page, track, submit) = (kept_page(house, PACKED), track(house, numbers), submit(house));
    Arc::new(move |into, random: &mut Random| match random.below(100) {
        0..80 => page(into, random),
        80..95 => track(into, random),
        _ => submit(into, random),
    })
}

fn body() -> String {
    serde_json::json!({
        "procedure": PROCEDURE,
        "answers": {
            "full_name": "Nguyễn Thị Đo", "identity_number": IDENTITY, "phone": "0912345678",
            "address": "12 Lê Lợi, phường 1", "marital_status": "single", "purpose": "marriage", "copies": 2,
            "delivery": "electronic",
        },
    })
    .to_string()
}

fn get(into: &mut Vec<u8>, path: &str, host: &str, headers: &str) {
    let _ = write!(into, "GET {path} HTTP/1.1\r\nhost: {host}\r\n{headers}\r\n");
}

fn post(into: &mut Vec<u8>, host: &str, bearer: &str, body: &str) {
    let key = Uuid::now_v7();
    let _ = write!(
        into,
        "POST /api/v1/dossiers HTTP/1.1\r\nhost: {host}\r\nauthorization: Bearer {bearer}\r\nidempotency-key: {key}\r\n\
         content-type: application/json\r\ncontent-length: {}\r\n\r\n{body}",
        body.len()
    );
}
