//! The hot paths of the finished thing, each beside its limit in the same run: A B A B, medians of the rounds.
//!
//! The server is the release binary with sessions, policy, row security, audit and tracing on, as it is run in service; it
//! runs on a database of its own with several jurisdictions. Workers run beside it in the mix; for the single paths they
//! do not, because their backlog would weigh differently on each round.
//!
//! A second server on the same database has the gates of its hot calls off: they run as somebody who passes row security
//! by, and the check of session and policy version is an empty function. The decision in memory cannot be switched off, so
//! it is timed by itself.
//!
//! `ONEDOOR_TEST_ADMIN_URL` and `ONEDOOR_TEST_AMQP_URL` name the servers; `ONEDOOR_BENCH_ROUNDS` (5),
//! `ONEDOOR_BENCH_ROUND_SECONDS` (3) and `ONEDOOR_BENCH_TENANTS` (32) the size; `ONEDOOR_BENCH_ONLY` (submit, track, pages, mix,
//! several separated by commas) leaves the others out.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a measurement that cannot be made stops"
)]

#[path = "../common/mod.rs"]
mod common;
#[allow(dead_code, reason = "the bench of many tenants uses the rest")]
mod house;
mod load;
mod requests;
mod sql;

use std::net::SocketAddr;
use std::time::{Duration, Instant};

use common::size;
use common::table::{self, Table, median};
use diesel::connection::SimpleConnection;
use diesel::prelude::*;
use diesel::sql_types::BigInt;
use house::House;
use load::{Round, Source};
use onedoor::kernel::actions::Verb;
use onedoor::kernel::context::{AccessSet, Actor, Place, Reach};
use onedoor::kernel::ids::{AccountId, OperatingUnitId};

#[allow(dead_code, reason = "a measurement needs a part of what tests share")]
#[path = "../../tests/it/support/mod.rs"]
mod support;

const CONNECTIONS: usize = 32;
const PAGE_CONNECTIONS: usize = 64;

fn main() {
    if !common::is_measuring() {
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
        tenants: size("ONEDOOR_BENCH_TENANTS", 32),
        only: std::env::var("ONEDOOR_BENCH_ONLY").unwrap_or_default(),
    };
    let cores = std::thread::available_parallelism().map_or(0, usize::from);
    println!(
        "paths: {} rounds of {} s, {} tenants, {cores} cores for server, database and load together; load of the machine \
         before: {}",
        bench.rounds,
        bench.time.as_secs(),
        bench.tenants,
        table::machine_load(),
    );
    let mut table = Table::default();
    bench.alone(&mut table).await;
    if bench.wants("mix") {
        bench.mixed(&mut table).await;
    }
    println!("\n{table}\nload of the machine after: {}", table::machine_load());
}

struct Bench {
    rounds: usize,
    time: Duration,
    tenants: usize,
    only: String,
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

    fn tell(&self, table: &mut Table, what: &str) {
        let p99 = table::amount(median(&self.p99), "ms");
        table.told(
            &format!("  {what}: p99, failures"),
            format!("{p99}, {}", self.failures),
            String::new(),
        );
    }
}

impl Bench {
    fn wants(&self, part: &str) -> bool {
        self.only.is_empty() || self.only.split(',').any(|only| only == part)
    }

    /// One path at a time; the workers are elsewhere.
    async fn alone(&self, table: &mut Table) {
        if !["submit", "track", "pages"].iter().any(|part| self.wants(part)) {
            return;
        }
        let mut house = self.house(&["serve", "--no-workers"]).await;
        let ungated = house.without_gates().await;
        if self.wants("submit") {
            self.submissions(&house, ungated, table).await;
        }
        if self.wants("track") {
            let submit = requests::submit(&house);
            load::run(house.address, CONNECTIONS, Duration::from_secs(2), &submit).await;
            tidy(&house);
            self.tracking(&house, ungated, table).await;
        }
        if self.wants("submit") || self.wants("track") {
            decision(table);
        }
        if self.wants("pages") {
            self.pages(&house, table).await;
        }
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

    /// One round of the server with its gates on and of that without, in short turns: tables grow, and what the database does
    /// now and then falls on whoever is at work.
    async fn gates_in_turns(
        &self,
        what: &str,
        round: usize,
        [on, off]: [SocketAddr; 2],
        source: &Source,
        [gated, open]: [&mut Side; 2],
    ) {
        const TURNS: u32 = 3;
        for turn in 0..TURNS as usize {
            let mut both = [(on, &mut *gated), (off, &mut *open)];
            if !(round + turn).is_multiple_of(2) {
                both.reverse();
            }
            for (address, side) in both {
                let taken = load::run(address, CONNECTIONS, self.time / TURNS, source).await;
                side.add(what, &taken);
            }
        }
    }

    async fn submissions(&self, house: &House, ungated: SocketAddr, table: &mut Table) {
        let (http, scripts) = (requests::submit(house), sql::submissions(house));
        let tenant_role = house.database.tenant_url();
        let (mut gated, mut open) = <(Side, Side)>::default();
        let shapes = [4, 8, 16];
        let mut under_pgbench = [const { Vec::new() }; 3];
        for address in [house.address, ungated] {
            load::run(address, CONNECTIONS, Duration::from_secs(1), &http).await;
        }
        for round in 0..self.rounds {
            for (clients, rates) in shapes.iter().zip(&mut under_pgbench) {
                rates.push(scripts.rate(&tenant_role, *clients, self.time).await);
            }
            self.gates_in_turns(
                "submit",
                round,
                [house.address, ungated],
                &http,
                [&mut gated, &mut open],
            )
            .await;
        }
        let best = shapes
            .iter()
            .zip(&under_pgbench)
            .map(|(clients, rates)| (median(rates), clients));
        let (limit, clients) = best.max_by(|one, other| one.0.total_cmp(&other.0)).unwrap();
        let shape = format!("same call, pgbench -c {clients} (best of 4, 8, 16)");
        table.ratio("submit over HTTP", gated.rate(), &shape, limit, Some(0.70));
        gated.tell(table, "submit");
        table.ratio(
            "submit, gates on",
            gated.rate(),
            "gates off",
            open.rate(),
            Some(0.90),
        );
    }

    async fn tracking(&self, house: &House, ungated: SocketAddr, table: &mut Table) {
        let numbers = sql::numbers(house);
        let http = requests::track(house, &numbers);
        let (bare, call) = sql::tracking(house, &numbers);
        let superuser = house.superuser_url();
        let tenant_role = house.database.tenant_url();
        let (mut gated, mut open) = <(Side, Side)>::default();
        let (mut bares, mut calls) = (Vec::new(), Vec::new());
        for address in [house.address, ungated] {
            load::run(address, CONNECTIONS, Duration::from_secs(1), &http).await;
        }
        for round in 0..self.rounds {
            bares.push(bare.rate(&superuser, 8, self.time).await);
            calls.push(call.rate(&tenant_role, 8, self.time).await);
            self.gates_in_turns(
                "track",
                round,
                [house.address, ungated],
                &http,
                [&mut gated, &mut open],
            )
            .await;
        }
        let of = "bare select, no gate, pgbench -c 8";
        table.ratio("track over HTTP", gated.rate(), of, median(&bares), Some(0.40));
        gated.tell(table, "track");
        table.ratio(
            "track over HTTP",
            gated.rate(),
            "same call, pgbench -c 8",
            median(&calls),
            None,
        );
        table.ratio(
            "track, gates on",
            gated.rate(),
            "gates off",
            open.rate(),
            Some(0.90),
        );
    }

    async fn pages(&self, house: &House, table: &mut Table) {
        let bare = load::bare_route();
        let live = ("GET /health/live", house.address, requests::live());
        let mut sides = [
            (("a bare route", bare, requests::bare()), Side::default()),
            (
                (
                    "kept page",
                    house.address,
                    requests::kept_page(house, requests::PACKED),
                ),
                Side::default(),
            ),
            (
                ("rendered page", house.address, requests::rendered_page(house, "")),
                Side::default(),
            ),
            (
                (
                    "packed page",
                    house.address,
                    requests::rendered_page(house, requests::PACKED),
                ),
                Side::default(),
            ),
            (live, Side::default()),
        ];
        for _ in 0..=self.rounds {
            for ((what, address, source), side) in &mut sides {
                self.load(*address, PAGE_CONNECTIONS, what, source, side).await;
            }
        }
        // The first round warms up.
        for (_, side) in &mut sides {
            side.rates.remove(0);
            side.p99.remove(0);
        }
        let [of_bare, kept, rendered, packed, live] = sides.map(|(_, side)| side);
        let limit = of_bare.rate();
        let of = "a bare actix route";
        table.ratio("catalogue page, kept", kept.rate(), of, limit, Some(0.60));
        kept.tell(table, "kept");
        table.ratio("catalogue page, rendered", rendered.rate(), of, limit, Some(0.22));
        rendered.tell(table, "rendered");
        table.ratio("  the same, compressed", packed.rate(), of, limit, None);
        table.ratio("GET /health/live", live.rate(), of, limit, None);
        table.ratio(
            "catalogue page, kept",
            kept.rate(),
            "GET /health/live",
            live.rate(),
            None,
        );
    }

    /// Everything at once, with relay, broker and workers on the same machine.
    async fn mixed(&self, table: &mut Table) {
        let house = self.house(&["serve"]).await;
        let submit = requests::submit(&house);
        load::run(house.address, CONNECTIONS, Duration::from_secs(1), &submit).await;
        let numbers = sql::numbers(&house);
        tidy(&house);
        let mix = requests::mix(&house, &numbers);
        load::run(house.address, CONNECTIONS, Duration::from_secs(1), &mix).await;
        let before = waiting(&house);
        let mut side = Side::default();
        for _ in 0..self.rounds {
            self.load(house.address, CONNECTIONS, "mix", &mix, &mut side)
                .await;
        }
        table.at_least("mix 80/15/5, workers beside", side.rate(), "/s", 10_000.0);
        table.at_most("  mix: p99", median(&side.p99), "ms", 50.0);
        table.at_most("  mix: failures", side.failures as f64, "", 0.0);
        let after = waiting(&house);
        let emptied = emptied(&house).await;
        table.told(
            "  mix: events in the outbox",
            format!("{before} before, {after} after"),
            format!("published {:.1} s later", emptied.as_secs_f64()),
        );
    }
}

fn tidy(house: &House) {
    house
        .database
        .superuser()
        .batch_execute("vacuum analyze")
        .unwrap();
}

fn waiting(house: &House) -> i64 {
    diesel::select(diesel::dsl::sql::<BigInt>(
        "(select count(*) from outbox where published_at is null)",
    ))
    .get_result(&mut house.database.superuser())
    .unwrap()
}

/// How long until the relay has published everything.
async fn emptied(house: &House) -> Duration {
    let begun = Instant::now();
    while waiting(house) > 0 && begun.elapsed() < Duration::from_secs(120) {
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    begun.elapsed()
}

/// What the gate in memory takes for one decision.
fn decision(table: &mut Table) {
    const DECISIONS: u32 = 1_000_000;
    let own = Reach {
        own: true,
        ..Reach::default()
    };
    let access = AccessSet::new(Verb::ALL.iter().map(|verb| (*verb, own.clone())).collect());
    let (account, unit) = (AccountId::fresh(), OperatingUnitId::fresh());
    let begun = Instant::now();
    let granted = (0..DECISIONS)
        .filter(|_| {
            let place = Place::UnitOrOwn(std::hint::black_box(unit), account);
            std::hint::black_box(&access).permits(Actor::Citizen(account), Verb::SubmitDossier, place)
        })
        .count();
    assert_eq!(granted, DECISIONS as usize);
    table.told(
        "a decision in memory",
        format!("{} ns", (begun.elapsed() / DECISIONS).as_nanos()),
        String::new(),
    );
}
