//! A large organisation: how long its code takes to plan and to apply beside loading the same rows with COPY, and how long
//! the pages of administration take once it is there, in one run.
//!
//! `ONEDOOR_TEST_ADMIN_URL` and `ONEDOOR_TEST_AMQP_URL` name the servers; `ONEDOOR_BENCH_ENTITIES` (1,000),
//! `ONEDOOR_BENCH_UNITS` (300), `ONEDOOR_BENCH_HALLS` (2,000), `ONEDOOR_BENCH_PEOPLE` (20,000), `ONEDOOR_BENCH_ROUNDS` (3),
//! `ONEDOOR_BENCH_PAGE_SECONDS` (2 for each page) and `ONEDOOR_BENCH_SHEET` (2,000 rows) the size.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a measurement that cannot be made stops"
)]

mod coded;
#[path = "../common/mod.rs"]
mod common;
mod copied;
mod grown;
#[allow(dead_code, reason = "the bench of the paths uses the rest")]
#[path = "../paths/house.rs"]
mod house;
#[allow(dead_code, reason = "the bench of the paths uses the rest")]
#[path = "../paths/load.rs"]
mod load;
mod pages;
#[allow(dead_code, reason = "a measurement needs a part of what tests share")]
#[path = "../../tests/it/support/mod.rs"]
mod support;

use std::sync::Arc;

use common::size;
use common::table::{self, Table};
use grown::{Size, grown};

fn main() {
    if !common::is_measuring() {
        return;
    }
    tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .unwrap()
        .block_on(measure());
}

async fn measure() {
    let of = Size {
        entities: size("ONEDOOR_BENCH_ENTITIES", 1_000),
        units: size("ONEDOOR_BENCH_UNITS", 300),
        halls: size("ONEDOOR_BENCH_HALLS", 2_000),
        people: size("ONEDOOR_BENCH_PEOPLE", 20_000),
    };
    let rounds = size("ONEDOOR_BENCH_ROUNDS", 3);
    println!(
        "organisation: {} legal entities, {} operating units, {} halls, {} people; medians of {rounds} rounds; load of the machine before: {}",
        of.entities,
        of.units,
        of.halls,
        of.people,
        table::machine_load()
    );
    let code = Arc::new(grown(of));
    let mut table = Table::default();
    let database = coded::measure(&code, rounds, &mut table).await;
    println!("\n{table}");
    let mut table = Table::default();
    pages::measure(database, &mut table).await;
    println!("\n{table}\nload of the machine after: {}", table::machine_load());
}
