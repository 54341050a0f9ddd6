//! Random sequences of valid and invalid changes, each sent by three ways to three tenants that are organised alike: an
//! administrator's form, her program, and the tenant's code. Which tenant takes which way is thrown anew for each change.
//!
//! After each change no row of any tenant breaks a rule of the rule book (`rules`, which knows no command and no constraint);
//! what was refused left everything as it was; the three tenants are organised alike still, and were refused by one rule; and
//! what the bare tables would bear was accepted. `ONEDOOR_RANDOM_SEED` repeats a run; `ONEDOOR_RANDOM_SECONDS` and
//! `ONEDOOR_RANDOM_STEPS` lengthen it, `ONEDOOR_RANDOM_TRIOS` begins anew with other tenants.

mod edits;
mod forms;
mod found;
mod judged;
pub(super) mod office;
mod rules;
mod taken_back;
mod thrown;
mod together;
mod told;
mod trio;
mod ways_back;
mod whole;

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::{Duration, Instant};

use chrono::NaiveDate;
use onedoor::kernel::locale::{Language, Localised};

use self::office::Way;
pub(super) use self::office::{ADMINISTRATOR, Came, SECOND, by_page, by_program, small};
use self::thrown::Dice;
use self::trio::{Counts, Trio};
use crate::support::server::{Setting, TestServer};

pub(super) fn name(text: &str) -> Localised {
    Localised::of(Language::Vi, text)
}

pub(super) fn today() -> NaiveDate {
    chrono::Utc::now()
        .with_timezone(&chrono_tz::Asia::Ho_Chi_Minh)
        .date_naive()
}

fn setting(name: &str, usual: u64) -> u64 {
    std::env::var(name)
        .ok()
        .and_then(|text| text.parse().ok())
        .unwrap_or(usual)
}

/// What came of a run of one trio.
#[derive(Default)]
struct Run {
    steps: usize,
    counts: Counts,
    wrong: Option<String>,
    of_procedures: BTreeMap<String, usize>,
}

/// Sends changes to one trio until the first disagreement, or until it is time.
async fn run(server: Arc<TestServer>, trio: u64, seed: u64, (until, most): (Instant, usize)) -> Run {
    let mut offices = Trio::open(&server, &server.database.db(), &format!("t{trio}")).await;
    let (mut dice, mut run) = (Dice::new(seed), Run::default());
    // At least a few steps, however slow the machine is.
    while run.wrong.is_none() && run.steps < most && (run.steps < 10 || Instant::now() < until) {
        let wrong = offices.step(&mut dice, run.steps, &mut run.counts).await;
        run.wrong = wrong.map(|what| format!("seed {seed}, step {}: {what}", run.steps));
        run.steps += 1;
    }
    for (sentence, count) in offices.offices.iter().flat_map(|office| &office.of_procedures) {
        *run.of_procedures.entry(sentence.clone()).or_default() += count;
    }
    run
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn random_changes_by_page_program_and_code_agree_and_break_no_rule() {
    let seed = setting("ONEDOOR_RANDOM_SEED", 20_261_122);
    let long = Duration::from_secs(setting("ONEDOOR_RANDOM_SECONDS", 45));
    let most = usize::try_from(setting("ONEDOOR_RANDOM_STEPS", 100)).unwrap();
    let trios = setting("ONEDOOR_RANDOM_TRIOS", 1);
    let codes = (0..trios).flat_map(|trio| ["a", "b", "c"].map(|letter| small(&format!("t{trio}{letter}"))));
    // Somebody who changes something all the time is not to be held up as one who guesses.
    let setting = Setting {
        rate_factor: Some(1000),
        ..Setting::default()
    };
    let server = Arc::new(TestServer::of(codes.collect(), setting).await);
    let began = Instant::now();
    let runs = (0..trios).map(|trio| {
        let run = run(Arc::clone(&server), trio, seed + trio, (began + long, most));
        tokio::spawn(run)
    });
    let runs: Vec<_> = runs.collect();
    let (mut wrong, mut steps, mut counts) = (Vec::new(), 0, Counts::new());
    for run in runs {
        let run = run.await.unwrap();
        steps += run.steps;
        for (key, count) in run.counts {
            *counts.entry(key).or_default() += count;
        }
        println!("{:?} of procedures: {:?}", run.steps, run.of_procedures);
        wrong.extend(run.wrong);
    }
    println!(
        "seeds {seed} to {}: {steps} changes by three ways in {:?}",
        seed + trios - 1,
        began.elapsed()
    );
    let mut by_way: BTreeMap<(Way, bool), usize> = BTreeMap::new();
    for ((way, change, rule), count) in &counts {
        println!("{way:?} {change} {rule}: {count}");
        *by_way.entry((*way, rule == "made")).or_default() += count;
    }
    println!("{by_way:?}, {} disagreements", wrong.len());
    for what in &wrong {
        println!("{what}");
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
