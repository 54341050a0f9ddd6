//! The hot paths of the finished thing, each beside its limit in the same run: A B A B, medians of the rounds.
//!
//! The server is the release binary with sessions, policy, row security, audit and tracing on; it runs on a database of its
//! own with several jurisdictions. Workers run beside it in the mix; for the single paths they do not, because their
//! backlog would weigh differently on each round.
//!
//! `ONEDOOR_TEST_ADMIN_URL` and `ONEDOOR_TEST_AMQP_URL` name the servers; `ONEDOOR_BENCH_ROUNDS` (5),
//! `ONEDOOR_BENCH_ROUND_SECONDS` (3) and `ONEDOOR_BENCH_TENANTS` (8) the size.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a measurement that cannot be made stops"
)]

mod house;
mod load;
mod requests;
mod sql;
mod table;

use std::net::SocketAddr;
use std::time::Duration;

use diesel::connection::SimpleConnection;
use diesel::prelude::*;
use diesel::sql_types::BigInt;
use house::House;
use load::{Round, Source};
use table::{Table, median};

#[allow(dead_code, reason = "a measurement needs a part of what tests share")]
#[path = "../../tests/it/support/mod.rs"]
mod support;

const CONNECTIONS: usize = 32;
const PAGE_CONNECTIONS: usize = 64;

fn size(name: &str, otherwise: usize) -> usize {
    std::env::var(name)
        .ok()
        .and_then(|text| text.parse().ok())
        .unwrap_or(otherwise)
}

fn main() {
    // `cargo test --benches` and `cargo bench -- --test` only want to know that it builds.
    if std::env::args().any(|argument| argument == "--test")
        || !std::env::args().any(|argument| argument == "--bench")
    {
        return;
    }
    tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()
        .unwrap()
        .block_on(measure());
}

async fn measure() {
    let bench = Bench {
        rounds: size("ONEDOOR_BENCH_ROUNDS", 5),
        time: Duration::from_secs(size("ONEDOOR_BENCH_ROUND_SECONDS", 3) as u64),
        tenants: size("ONEDOOR_BENCH_TENANTS", 8),
    };
    let cores = std::thread::available_parallelism().map_or(0, usize::from);
    println!(
        "paths ({} rounds of {} s, {} tenants, {cores} cores for server, database and load together; load of the machine \
         before: {})",
        bench.rounds,
        bench.time.as_secs(),
        bench.tenants,
        table::machine_load(),
    );
    let mut table = Table::default();
    bench.alone(&mut table).await;
    bench.mixed(&mut table).await;
    println!("\n{table}\nload of the machine after: {}", table::machine_load());
}

struct Bench {
    rounds: usize,
    time: Duration,
    tenants: usize,
}

/// Rounds of one side.
#[derive(Default)]
struct Side {
    rates: Vec<f64>,
    p99: Vec<f64>,
    failures: usize,
}

impl Side {
    fn add(&mut self, what: &str, round: &Round) {
        if let Some(failure) = round.first_failure.as_ref().filter(|_| self.failures == 0) {
            println!("  {what}: {} failures, the first: {failure}", round.failures);
        }
        self.failures += round.failures;
        self.rates.push(round.rate());
        self.p99.push(round.within(0.99));
    }

    fn rate(&self) -> f64 {
        median(&self.rates)
    }
}

impl Bench {
    /// One path at a time; the workers are elsewhere.
    async fn alone(&self, table: &mut Table) {
        let house = self.house(&["serve", "--no-workers"]).await;
        self.submissions(&house, table).await;
        house
            .database
            .superuser()
            .batch_execute("vacuum analyze")
            .unwrap();
        self.tracking(&house, table).await;
        self.pages(&house, table).await;
    }

    async fn house(&self, arguments: &[&str]) -> House {
        let house = House::open(self.tenants, arguments).await;
        for request in requests::first_submissions(&house) {
            let (status, answer) = load::ask(house.address, &request).await;
            assert_eq!(status, 201, "{answer}");
        }
        house
    }

    async fn load(&self, to: SocketAddr, connections: usize, what: &str, source: &Source, side: &mut Side) {
        side.add(what, &load::run(to, connections, self.time, source).await);
    }

    async fn submissions(&self, house: &House, table: &mut Table) {
        let (http, scripts) = (requests::submit(house), sql::submissions(house));
        let superuser = house.superuser_url();
        let tenant_role = house.database.tenant_url();
        let (mut over_http, mut under_pgbench, mut no_rows) = (Side::default(), Vec::new(), Vec::new());
        load::run(house.address, CONNECTIONS, Duration::from_secs(1), &http).await;
        for _ in 0..self.rounds {
            self.load(house.address, CONNECTIONS, "submit", &http, &mut over_http)
                .await;
            under_pgbench.push(scripts.rate(&tenant_role, self.time).await);
            no_rows.push(scripts.rate(&superuser, self.time).await);
        }
        let limit = median(&under_pgbench);
        table.ratio(
            "submit, HTTP",
            over_http.rate(),
            "same call, pgbench -c8",
            limit,
            Some(0.70),
        );
        table.note(format!(
            "p99 {:.1} ms, {} failures",
            median(&over_http.p99),
            over_http.failures
        ));
        table.ratio(
            "submit, pgbench",
            limit,
            "outside row security",
            median(&no_rows),
            Some(0.90),
        );
    }

    async fn tracking(&self, house: &House, table: &mut Table) {
        let numbers = sql::numbers(house);
        let http = requests::track(house, &numbers);
        let (bare, call) = sql::tracking(house, &numbers);
        let superuser = house.superuser_url();
        let tenant_role = house.database.tenant_url();
        let mut over_http = Side::default();
        let (mut bares, mut calls, mut no_rows) = (Vec::new(), Vec::new(), Vec::new());
        load::run(house.address, CONNECTIONS, Duration::from_secs(1), &http).await;
        for _ in 0..self.rounds {
            self.load(house.address, CONNECTIONS, "track", &http, &mut over_http)
                .await;
            bares.push(bare.rate(&superuser, self.time).await);
            calls.push(call.rate(&tenant_role, self.time).await);
            no_rows.push(call.rate(&superuser, self.time).await);
        }
        table.ratio(
            "track, HTTP",
            over_http.rate(),
            "bare select, no gate",
            median(&bares),
            Some(0.40),
        );
        table.note(format!(
            "p99 {:.1} ms, {} failures",
            median(&over_http.p99),
            over_http.failures
        ));
        table.ratio(
            "track, HTTP",
            over_http.rate(),
            "same call, pgbench -c8",
            median(&calls),
            None,
        );
        table.ratio(
            "track, pgbench",
            median(&calls),
            "outside row security",
            median(&no_rows),
            Some(0.90),
        );
    }

    async fn pages(&self, house: &House, table: &mut Table) {
        let (kept, live, empty) = (requests::kept_page(house), requests::live(), requests::empty());
        let rendered = requests::rendered_page(house, "");
        let packed = requests::rendered_page(house, "accept-encoding: gzip, deflate, br\r\n");
        let bare = table::empty_application();
        let [
            mut of_kept,
            mut of_rendered,
            mut of_packed,
            mut of_live,
            mut of_empty,
        ] = <[Side; 5]>::default();
        load::run(house.address, PAGE_CONNECTIONS, Duration::from_secs(1), &kept).await;
        for _ in 0..self.rounds {
            self.load(house.address, PAGE_CONNECTIONS, "live", &live, &mut of_live)
                .await;
            self.load(house.address, PAGE_CONNECTIONS, "kept page", &kept, &mut of_kept)
                .await;
            self.load(
                house.address,
                PAGE_CONNECTIONS,
                "rendered page",
                &rendered,
                &mut of_rendered,
            )
            .await;
            self.load(
                house.address,
                PAGE_CONNECTIONS,
                "packed page",
                &packed,
                &mut of_packed,
            )
            .await;
            self.load(bare, PAGE_CONNECTIONS, "empty application", &empty, &mut of_empty)
                .await;
        }
        let limit = of_live.rate();
        table.ratio(
            "page kept for visitors",
            of_kept.rate(),
            "GET /health/live",
            limit,
            Some(0.60),
        );
        table.note(format!(
            "p99 {:.1} ms, {} failures",
            median(&of_kept.p99),
            of_kept.failures
        ));
        table.ratio(
            "page rendered, signed in",
            of_rendered.rate(),
            "GET /health/live",
            limit,
            Some(0.22),
        );
        table.note(format!(
            "p99 {:.1} ms, {} failures",
            median(&of_rendered.p99),
            of_rendered.failures
        ));
        table.ratio(
            "  the same, packed (brotli)",
            of_packed.rate(),
            "GET /health/live",
            limit,
            None,
        );
        table.ratio(
            "GET /health/live",
            limit,
            "an empty actix application",
            of_empty.rate(),
            None,
        );
    }

    /// Everything at once, with relay, broker and workers on the same machine.
    async fn mixed(&self, table: &mut Table) {
        let house = self.house(&["serve"]).await;
        let submit = requests::submit(&house);
        load::run(house.address, CONNECTIONS, Duration::from_secs(1), &submit).await;
        let numbers = sql::numbers(&house);
        house
            .database
            .superuser()
            .batch_execute("vacuum analyze")
            .unwrap();
        let mix = requests::mix(&house, &numbers);
        load::run(house.address, CONNECTIONS, Duration::from_secs(1), &mix).await;
        let before = waiting(&house);
        let mut side = Side::default();
        for _ in 0..self.rounds {
            self.load(house.address, CONNECTIONS, "mix", &mix, &mut side)
                .await;
        }
        table.at_least("mix 80/15/5, workers beside", side.rate(), "/s", 10_000.0);
        table.at_most("  its p99", median(&side.p99), "ms", 50.0);
        table.at_most("  its failures", side.failures as f64, "", 0.0);
        table.note(format!(
            "events waiting in the outbox: {before} before, {} after",
            waiting(&house)
        ));
    }
}

fn waiting(house: &House) -> i64 {
    diesel::select(diesel::dsl::sql::<BigInt>(
        "(select count(*) from outbox where published_at is null)",
    ))
    .get_result(&mut house.database.superuser())
    .unwrap()
}
